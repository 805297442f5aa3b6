"""The page: a Gradio Blocks application whose behaviour is plain JavaScript modules that speak HTTP to the service."""

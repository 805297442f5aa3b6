"""The HTTP service: thin routes over `copilot`."""

"""The language model: fetch it, run it, talk to it, wait for it."""

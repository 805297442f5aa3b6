"""The conversation: read, retrieve, phrase, verify, show."""

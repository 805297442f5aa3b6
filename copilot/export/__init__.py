"""Conversations and answers as files, with the labels that generated content must carry."""

"""Finds the passages that answer a question: exact citations, BM25, dense, fused, filtered by date."""

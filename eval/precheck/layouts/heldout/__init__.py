"""Layouts and defects kept apart: written from the official structure alone, the product is never tuned on them."""

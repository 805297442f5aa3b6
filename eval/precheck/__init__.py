"""Evaluation of the pre-check: submissions made up from a seed, defects planted in them, and the score of finding them."""

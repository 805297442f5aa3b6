"""Evaluation of the pre-check: made-up submissions, defects planted in them, the score of finding these."""

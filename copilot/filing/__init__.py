"""Drafting: one questionnaire, the papers of a path, a check of what was drafted."""

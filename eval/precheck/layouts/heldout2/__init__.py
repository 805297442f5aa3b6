"""Layouts, wordings and defects of the second held-out part, written from the dossier alone; see README.md."""

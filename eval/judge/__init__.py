"""Metrics of a judging model, through ragas, made to work in Chinese; no gate but the judge's own calibration."""

import os

os.environ.setdefault("RAGAS_DO_NOT_TRACK", "true")  # before ragas is imported: it reads this once

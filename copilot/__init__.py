"""A compliance copilot for data leaving China: sourced answers, paths by rule, filings, pre-checks."""

__version__ = "0.1.0"

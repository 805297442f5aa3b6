"""Readers: one file in, one `Paper` out. Pure: no network, no clock, nothing written; what is odd becomes a hazard."""

from __future__ import annotations

from copilot.precheck.readers.limits import DEFAULT_LIMITS, ReadLimits
from copilot.precheck.readers.read import read_paper

__all__ = ["DEFAULT_LIMITS", "ReadLimits", "read_paper"]

"""`eval`: the evaluation, which stands on the package and is mounted here."""

from __future__ import annotations

from eval.commands import app  # the second place where the package starts an edge that stands on it

__all__ = ["app"]

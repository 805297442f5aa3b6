"""A separate process for everything that touches an uploaded file: limits, no network, data in and data out."""

from __future__ import annotations

from copilot.precheck.sandbox.frames import Stopped
from copilot.precheck.sandbox.pool import Lane, Lost, Sandbox, SandboxLimits

__all__ = ["Lane", "Lost", "Sandbox", "SandboxLimits", "Stopped"]

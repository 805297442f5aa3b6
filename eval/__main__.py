"""`python -m eval ...`, the same as `compliance-copilot eval ...`."""

from __future__ import annotations

from eval.commands import app

if __name__ == "__main__":
    app(prog_name="python -m eval")

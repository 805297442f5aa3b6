"""`python -m eval ...`, the same as `compliance-copilot eval ...`."""

from __future__ import annotations

import sys

from copilot.cli import main

__package__ = ""  # so that usage names the command that this stands for, not `python -m eval eval`

if __name__ == "__main__":
    sys.argv[:1] = ["compliance-copilot", "eval"]
    main()

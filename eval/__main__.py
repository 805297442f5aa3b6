"""`python -m eval ...`, the same as `compliance-copilot eval ...`."""

from __future__ import annotations

import sys

from copilot.cli import main

if __name__ == "__main__":
    sys.argv[1:1] = ["eval"]
    main()

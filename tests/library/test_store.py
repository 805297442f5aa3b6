"""Writing the library's files."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from copilot.library.store import write


def test_a_pipe_or_device_is_written_to_and_never_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    write(pipe, b"whole")
    assert os.read(reader, 10) == b"whole" and stat.S_ISFIFO(pipe.stat().st_mode)
    os.close(reader)

"""Progress on stderr, in Chinese, with an estimate of what is left; quiet enough for a log file."""

from __future__ import annotations

import sys
import time
from typing import TextIO

EVERY_S = 15.0  # between lines where stderr is no terminal


def shown(seconds: float) -> str:
    """A duration as a person says it."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours}小时{minutes}分"
    return f"{minutes}分{rest}秒" if minutes else f"{rest}秒"


class Progress:
    """One line for each task; what is left is estimated from the cases that were really run."""

    def __init__(self, title: str, total: int, *, out: TextIO | None = None) -> None:
        self._title, self._total, self._out = title, total, out or sys.stderr
        self._done, self._run, self._cached = 0, 0, 0
        self._begun = self._said = time.monotonic()

    def step(self, *, cached: bool) -> None:
        """One more case is done."""
        self._done, self._cached, self._run = self._done + 1, self._cached + cached, self._run + (not cached)
        now = time.monotonic()
        if self._done == self._total or now - self._said > (0.2 if self._out.isatty() else EVERY_S):
            self._said = now
            self._say(now - self._begun)

    def _say(self, spent: float) -> None:
        text = f"{self._title} {self._done}/{self._total}，已用 {shown(spent)}"
        if self._done < self._total:
            left = spent / max(self._run, 1) * (self._total - self._done)
            text += f"，约剩 {shown(left)}"
        elif self._cached:
            text += f"（{self._cached} 条取自缓存）"
        end = "\n" if self._done == self._total or not self._out.isatty() else ""
        self._out.write(("\r\x1b[K" if self._out.isatty() else "") + text + end)
        self._out.flush()

"""Which days the knowledge base can answer for: since its first core instrument, until it was last checked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

AHEAD = dt.timedelta(days=365)  # a question about a day further ahead is told that later amendments are unknown


@dataclass(frozen=True, slots=True)
class Coverage:
    """`first`: the core instrument that took effect earliest, on `since`; `checked`: the last check of any record."""

    first: str
    since: dt.date
    checked: dt.date

    @classmethod
    def of(cls, instruments: Iterable[Any]) -> Coverage | None:
        """From the instruments, every version of those that are core today; None where there is none."""
        found = list(instruments)
        core = {i.title for i in found if i.core}
        dated = [(i.in_force_from, i.title) for i in found if i.title in core and i.in_force_from]
        if not dated:
            return None
        since, first = min(dated)
        return cls(first, since, max(i.checked.on for i in found))

    def too_early(self, as_of: dt.date) -> str:
        """Why a day before the first core instrument has no answer, in Chinese; empty for later days."""
        if as_of >= self.since:
            return ""
        return (
            f"知识库收录的数据合规核心规定最早是《{self.first}》，自 {self.since} 起施行；"
            f"您问的 {as_of} 在此之前，当时的数据合规规定没有收录"
        )

    def notice(self, as_of: dt.date) -> str:
        """What a reader must know of a day outside what is covered; empty for a day within."""
        if as_of > self.checked and as_of - self.checked > AHEAD:
            return f"知识库核对至 {self.checked}，只含当时已公布的规定；到 {as_of} 之前的修改、废止和新规定无从得知"
        return self.too_early(as_of)

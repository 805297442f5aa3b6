"""A bench over a real store, the shipped law and a line of pre-checks that reads papers written as text."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from copilot.accounts.principal import Principal
from copilot.accounts.roles import Role, permissions_of
from copilot.precheck.case import Submission
from copilot.precheck.criteria import load_criteria
from copilot.precheck.engine import judge, read_case
from copilot.precheck.intake import Taken
from copilot.precheck.jobs import Jobs
from copilot.precheck.service import Asked, Checked
from copilot.reviewing.arrival import Arrivals, Under
from copilot.reviewing.bench import Bench
from copilot.settings import ROOT
from copilot.store.database import Database
from copilot.store.store import Store
from tests import shipped
from tests.precheck.submissions import clean, paper

KB = ROOT / "knowledge_base"
TODAY = dt.date(2026, 11, 20)  # a Friday
CODE = "91110105MA01N2XY6G"


def person(role: Role, user: str = "u1", name: str = "小李") -> Principal:
    """Somebody of a role."""
    roles = frozenset({role})
    return Principal(user, name, "local", roles, permissions_of(roles), "session")


REVIEWER = person(Role.REVIEWER)
LEAD = person(Role.REVIEW_LEAD, "u9", "张组长")


class Reader:
    """Pre-checks of papers written as text by the shipped criteria, without reading processes. `hold` stops them."""

    def __init__(self) -> None:
        self.hold = threading.Event()
        self.hold.set()
        self.criteria = load_criteria(KB)

    def check_files(self, name: str, files: Mapping[str, bytes], asked: Asked, **_: Any) -> Checked:
        """The pre-check of the texts."""
        self.hold.wait(20)
        read = Submission(tuple(paper(f, raw.decode()) for f, raw in files.items()), name, asked.province)
        case = read_case(
            read, kind=asked.kind, filed_on=asked.filed_on, book=shipped.rulebook(), tables=self.criteria.tables
        )
        return Checked(judge(case, self.criteria), read, Taken(name, ()))


def papers(kind: str, *, without: str = "") -> dict[str, bytes]:
    """A clean submission as texts, one file of it left out."""
    texts = clean(kind)
    assert not without or any(without in name for name in texts)
    return {name: text.encode() for name, text in texts.items() if not without or without not in name}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty store."""
    opened = Store(Database(f"sqlite:///{tmp_path / 'store.sqlite3'}"))
    yield opened
    opened.close()


@pytest.fixture
def reader() -> Reader:
    """What reads."""
    return Reader()


@pytest.fixture
def jobs(reader: Reader) -> Iterator[Jobs]:
    """The line."""
    line = Jobs(lambda: reader)  # type: ignore[arg-type, return-value]
    yield line
    reader.hold.set()
    line.close()


@pytest.fixture
def bench_on(store: Store, jobs: Jobs) -> Callable[[dt.date], Bench]:
    """The bench on a day."""
    arrivals = Arrivals(jobs, Under())
    return lambda day: Bench(store, arrivals, book=shipped.rulebook, kb_dir=KB, today=day)


@pytest.fixture
def bench(bench_on: Callable[[dt.date], Bench]) -> Bench:
    """The bench today."""
    return bench_on(TODAY)

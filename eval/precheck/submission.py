"""A submission as facts: for each paper what it says. Defects change the facts, layouts write them down."""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass, field
from typing import Any

from copilot.precheck.paper import FilingKind

Facts = dict[str, Any]


@dataclass
class Submission:
    """What one enterprise hands in. `papers`: role -> facts, in the order of the list of materials.

    A fact of "" is left blank (its label stands there with nothing after it); a fact that is not there is not mentioned
    at all, its label included. `given`: what is said beside the papers (see `copilot.precheck.case.Submission`).
    """

    kind: FilingKind
    filed_on: dt.date
    seed: int
    papers: dict[str, Facts]
    province: str | None = None
    offline: bool | None = None
    given: Mapping[str, Any] = field(default_factory=dict)

    def copy(self) -> Submission:
        """One that can be changed without changing this."""
        return copy.deepcopy(self)

    def get(self, path: str) -> Any:
        """The fact at `role.key.0.key`.

        Raises:
            KeyError: there is none.
        """
        at: Any = self.papers
        for step in path.split("."):
            at = at[int(step)] if isinstance(at, list) else at[step]
        return at

    def has(self, path: str) -> bool:
        """Whether there is such a fact."""
        try:
            self.get(path)
        except (KeyError, IndexError, TypeError, ValueError):
            return False
        return True

    def set(self, path: str, value: Any) -> None:
        """Give a fact another value."""
        parent, _, last = path.rpartition(".")
        at: Any = self.get(parent) if parent else self.papers
        if isinstance(at, list):
            at[int(last)] = value
        elif isinstance(at, MutableMapping):
            at[last] = value
        else:
            raise KeyError(path)

    def drop(self, path: str) -> None:
        """Leave a fact, or a whole paper, out."""
        parent, _, last = path.rpartition(".")
        at: Any = self.get(parent) if parent else self.papers
        del at[int(last) if isinstance(at, list) else last]

"""How results are printed for a person: titled lists, and the places in the law behind a line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from copilot.domain import Basis

MAX_PLACES = 3


def section(title: str, lines: Iterable[str]) -> None:
    """Print a titled list, each line once; nothing where there is none."""
    if told := list(dict.fromkeys(lines)):
        typer.echo(f"\n{title}")
        for line in told:
            typer.echo(f"- {line}")


def places(basis: Sequence[Basis]) -> str:
    """The first places of a basis in words; empty without any."""
    return "、".join(one.shown for one in basis[:MAX_PLACES])

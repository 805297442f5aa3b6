"""How results are printed for a person: titled lists, and the places in the law behind a line; Chinese or English."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from copilot.domain import Basis
    from copilot.rules.questions import Language

MAX_PLACES = 3
TITLES = {
    "请补充": "Please add",
    "另须注意": "To be settled beside",
    "判定过程": "How it was decided",
    "还应当做": "Duties beside the path",
    "时间": "Times",
    "材料": "Materials",
    "可选": "Other lawful ways",
    "怎样更轻": "What would lighten it",
    "按未提及处理": "Not mentioned and taken as no or none",
    "说明": "Notes",
    "逐项": "One by one",
    "也可以": "Also allowed",
    "应当做": "To be done",
    "先停下": "Stop first",
    "延长条件": "Conditions of an extension",
}


def section(title: str, lines: Iterable[str], *, language: Language = "zh", of: str = "") -> None:
    """Print a titled list, each line once; nothing where there is none.

    Args:
        title: one of `TITLES`.
        lines: in the language.
        language: of the title.
        of: what the list is about, behind the title.
    """
    if told := list(dict.fromkeys(lines)):
        head = TITLES[title] if language == "en" else title
        typer.echo("\n" + beside(head, of, language, colon=True))
        for line in told:
            typer.echo(f"- {line}")


def places(basis: Sequence[Basis], language: Language = "zh") -> str:
    """The first places of a basis in words; empty without any, in English behind a blank."""
    found = [one.shown for one in basis[:MAX_PLACES]]
    return (" " if found else "") + ", ".join(found) if language == "en" else "、".join(found)


def beside(text: str, more: str, language: Language, *, colon: bool = False) -> str:
    """`text` with what belongs to it, in brackets or behind a colon; alone where there is nothing."""
    if not more:
        return text
    if colon:
        return f"{text}: {more}" if language == "en" else f"{text}：{more}"
    return f"{text} ({more})" if language == "en" else f"{text}（{more}）"

"""The lines of a verified answer: statements, and excerpts under the names of their sources."""

from __future__ import annotations

import re
from dataclasses import dataclass

from copilot.chat.attribution import marks, without_marks
from copilot.chat.verify import Source
from copilot.domain import Answer, Citation

_CHINESE = re.compile(r"[\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class Piece:
    """One line of an answer. `quoted`: an excerpt, without the name it stands under; `numbers`: its marks."""

    text: str
    quoted: bool
    numbers: tuple[int, ...]


def pieces(answer: Answer) -> list[Piece]:
    """The lines that carry marks, in order; headings, the closing and lines without a source are left out."""
    found = []
    for line in answer.answer.splitlines():
        numbers = tuple(n for n in marks(line) if 0 < n <= len(answer.citations))
        plain = without_marks(line).strip()
        if not numbers or not _CHINESE.search(plain):
            continue
        name = f"{_title(answer.citations[numbers[0] - 1])}："
        quoted = plain.startswith(name)
        found.append(Piece(plain.removeprefix(name), quoted, numbers))
    return found


def place_of(cited: Citation) -> str:
    """`《instrument》第七条`, as it is spoken."""
    return f"《{cited.instrument.replace('《', '〈').replace('》', '〉')}》{cited.article or ''}"


def source_of(cited: Citation) -> Source:
    """The cited passage as the verifier reads it."""
    return Source(_title(cited), f"{cited.title}。\n{cited.text}")


def _title(cited: Citation) -> str:
    return f"{place_of(cited)}{'' if cited.article else cited.title}"

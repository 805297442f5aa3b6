"""What a model is told of a filing: facts line by line, with every number as a token that only code can fill."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from copilot.filing.derived import DERIVED
from copilot.filing.invented import literal_spans
from copilot.filing.sections import Section
from copilot.filing.sentences import NUMERALS, Speaker, trimmed
from copilot.filing.view import View, general

MAX_LINE, MAX_FACTS = 160, 700
TOKEN = re.compile(r"⟦n(\d{1,3})⟧")
_BRACKETS = str.maketrans("⟦⟧[]【】", "〔〕〔〕〔〕")


@dataclass(frozen=True)
class Fact:
    """A fact as a line. `shown`: with tokens in place of numbers; `said`: as it is."""

    path: str
    label: str
    shown: str
    said: str

    @property
    def line(self) -> str:
        return f"{self.label}：{self.shown}"


@dataclass(frozen=True)
class Facts:
    """The facts for a section, and what each token stands for: the words and the path they come from."""

    facts: tuple[Fact, ...]
    tokens: Mapping[str, tuple[str, str]]

    @property
    def text(self) -> str:
        """As the model reads them."""
        return "\n".join(one.line for one in self.facts)

    def fill(self, sentence: str) -> tuple[str, tuple[str, ...]] | None:
        """The sentence with its tokens filled, and the paths they come from; None with a token that there is not."""
        used = [m[0] for m in TOKEN.finditer(sentence)]
        if any(token not in self.tokens for token in used):
            return None
        text = TOKEN.sub(lambda m: self.tokens[m[0]][0], sentence)
        return text, tuple(dict.fromkeys(self.tokens[token][1] for token in used))


def told(section: Section, view: View) -> Facts:
    """The facts that a section looks at, as far as they were said, with numbers as tokens."""
    own = view.fresh()
    facts: list[Fact] = []
    tokens: dict[str, tuple[str, str]] = {}
    room = MAX_FACTS
    for path in _paths(section, own):
        said = trimmed(own.text(path)).replace("\n", "；")[:MAX_LINE]
        derived = DERIVED.get(general(path))
        label = derived.label if derived else own.label(general(path))
        shown, found = _tokenised(said, len(tokens), path)
        line = Fact(path, _whose(path, own) + label, shown, said)
        if len(line.line) > room:
            continue
        room -= len(line.line) + 1
        facts.append(line)
        tokens |= found
    return Facts(tuple(facts), tokens)


def _paths(section: Section, view: View) -> Iterator[str]:
    """Concrete paths of what was said, lists by their elements, each once; yes and no are left to code."""
    seen: set[str] = set()
    for needed in section.tell:
        for path in Speaker(view).expanded(needed):
            if path not in seen and view.said(path) and not isinstance(view.value(path), bool):
                seen.add(path)
                yield path


def _whose(path: str, view: View) -> str:
    """Which scene or recipient a fact is about, where there are several."""
    match = re.match(r"(scenes|recipients)\[(\d+)\]", path)
    if match is None or view.count(match[1]) < 2:
        return ""
    index = int(match[2])
    number = NUMERALS[index] if index < len(NUMERALS) else str(index + 1)
    return {"scenes": f"场景{number}", "recipients": f"接收方{number}"}[match[1]]


def _tokenised(said: str, count: int, path: str) -> tuple[str, dict[str, tuple[str, str]]]:
    found: dict[str, tuple[str, str]] = {}
    shown, last = "", 0
    for start, end in literal_spans(said):
        token = f"⟦n{count + len(found) + 1}⟧"
        found[token] = (said[start:end], path)
        shown += said[last:start].translate(_BRACKETS) + token
        last = end
    return shown + said[last:].translate(_BRACKETS), found

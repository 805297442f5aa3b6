"""Names of instruments: canonical titles, aliases, document numbers, standard numbers; matched in running text."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

_STANDARD = re.compile(r"^((?:GB|JR|YD|WS|DB\d*)(?:/[TZ])? ?\d+(?:\.\d+)?)(-\d{4})")
_SUFFIX = re.compile(r"\([^()]*\)$")
_NUMBER = re.compile(r"令第?(\d+)号")
# Words that name a kind of instrument: alone they are a short name only right before a locator.
GENERIC = frozenset({"规定", "办法", "条例", "指南", "规则", "指引", "问答", "法", "标准", "通知", "决定", "细则"})


def key(name: str) -> str:
    """Form in which names are compared: NFKC, no spaces, no 《》, no leading 中华人民共和国, lower case."""
    plain = unicodedata.normalize("NFKC", name)
    plain = re.sub(r"[\s《》<>〈〉“”\"\u200b\ufeff]", "", plain)
    return plain.removeprefix("中华人民共和国").lower() or plain.lower()


def derived(title: str, document_number: str | None, issuer: str) -> list[str]:
    """Names that follow from title and document number; weaker than the aliases that a person gave."""
    names = []
    plain = key(title)
    standard = _STANDARD.match(unicodedata.normalize("NFKC", title))
    if standard:
        names += [standard[1] + standard[2], standard[1], standard[1].split("/")[0] + " " + standard[1].split()[-1]]
    elif _SUFFIX.search(plain):
        names.append(_SUFFIX.sub("", plain))
    if document_number:
        names.append(document_number)
        number, who = _NUMBER.search(key(document_number)), issuer + document_number
        if number and ("网信" in who or "互联网信息" in who):
            names += [p + f"令第{number[1]}号" for p in ("", "网信办", "国家网信办", "国家互联网信息办公室", "国信办")]
            names += [f"网信办{number[1]}号令", f"{number[1]}号令"]
        elif number and "国务院" in who:
            names += [f"国务院令第{number[1]}号", f"国令第{number[1]}号", f"国务院{number[1]}号令"]
    return names


@dataclass(frozen=True)
class Names:
    """Name lookup. `titles` maps a name's key to canonical titles (several where versions share a name)."""

    titles: dict[str, tuple[str, ...]]
    by_start: dict[str, tuple[str, ...]]

    @classmethod
    def of(cls, instruments: Iterable[Any]) -> Names:
        """Build from objects with `title`, `aliases`, `document_number`, `issuer`."""
        strong: dict[str, list[str]] = defaultdict(list)
        weak: dict[str, list[str]] = defaultdict(list)
        for item in instruments:
            for name in (item.title, *item.aliases):
                _add(strong, name, item.title)
            for name in derived(item.title, item.document_number, item.issuer):
                _add(weak, name, item.title)
        merged = {name: list(dict.fromkeys((*strong[name], *weak[name]))) for name in {**weak, **strong}}
        starts: dict[str, list[str]] = defaultdict(list)
        for name in merged:
            starts[name[:2]].append(name)
        ordered = {start: tuple(sorted(found, key=len, reverse=True)) for start, found in starts.items()}
        return cls({name: tuple(found) for name, found in merged.items()}, ordered)

    def lookup(self, name: str) -> tuple[str, ...]:
        """Canonical titles called so; empty when nobody is."""
        return self.titles.get(key(name), ())

    def longest_at(self, text: str, at: int) -> str | None:
        """Longest name that starts at `at` in `text` (already in key form); None when none does."""
        for name in self.by_start.get(text[at : at + 2], ()):
            if text.startswith(name, at):
                return name
        one = text[at : at + 1]
        return one if one in self.titles else None

    def longest_suffix(self, run: str) -> str | None:
        """Longest name with which `run` ends; None when none does."""
        plain = key(run)
        return next((plain[i:] for i in range(len(plain)) if plain[i:] in self.titles), None)


def _add(index: dict[str, list[str]], name: str, title: str) -> None:
    plain = key(name)
    if plain and title not in index[plain]:
        index[plain].append(title)

"""The cue lexicon of knowledge_base/story/: every list of patterns compiled, by dotted name (`kinds.sensitive`)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from copilot.domain import Basis
from copilot.errors import KnowledgeBaseFault
from copilot.law.yaml_file import parse
from copilot.settings import ROOT

FOLDER = ROOT / "knowledge_base" / "story"
FILES = ("macros", "persons", "facts", "places", "cities", "presumed", "asked")
OURS = frozenset({"HK", "MO", "TW"})  # outside for the export of data, but no foreign states
SOMEWHERE = "国外"  # stands for a city whose country has no name short enough to stand in its place
MANY, PARTS = 60, 16  # from how many names on they are tried in so many parts
_MACRO = re.compile(r"\{([a-z_]+)\}")
_INITIAL = re.compile(r"(?:\(\?<!(?:[^()]|\([^()]*\))*\))*(?:\(\?-i:)?([一-龥A-Za-z])")
_NUMERAL = r"(?:\d{1,3}|[一二三四五六七八九十]{1,3})"


@dataclass(frozen=True, slots=True)
class Presumption:
    """A fact read as `value` when nothing in the story suggests otherwise, with the place in the law for it."""

    fact: str
    value: bool | int
    label: str
    basis: tuple[Basis, ...]


@dataclass(frozen=True, eq=False)
class Lexicon:
    """Compiled patterns by dotted name; `places` maps ISO codes, `facts` lists the yes-or-no facts.

    `cities` finds the names of cities abroad, and `stands_for` gives the name of the country of each, no longer than
    the city's: one pattern tells them all, so that the others need only know the countries.
    """

    patterns: Mapping[str, re.Pattern[str]]
    places: tuple[tuple[str, re.Pattern[str]], ...]
    cities: re.Pattern[str]
    stands_for: Mapping[str, str]
    sectors: tuple[tuple[str, re.Pattern[str]], ...]
    facts: tuple[str, ...]
    presumed: tuple[Presumption, ...]
    limits: Mapping[str, tuple[str, ...]]
    asked: Mapping[str, str]
    taken: frozenset[str]

    def __getitem__(self, name: str) -> re.Pattern[str]:
        return self.patterns[name]

    def has(self, name: str, text: str) -> bool:
        """Whether a pattern of that name occurs in `text`."""
        return self.patterns[name].search(text) is not None


def bounded(pattern: str) -> str:
    """An English pattern only at a word's beginning; a Chinese one as it is."""
    return rf"(?<![A-Za-z-]){pattern}" if re.match(r"\(?[A-Za-z]", pattern) else pattern


def alternation(patterns: list[str]) -> str:
    """One pattern that matches any, longer ones tried first."""
    return "|".join(bounded(p) for p in sorted(patterns, key=len, reverse=True)) or r"(?!)"


def initial(pattern: str) -> str:
    """The character that a pattern of a name begins with; empty where that is no letter."""
    match = _INITIAL.match(pattern)
    return match[1] if match else ""


def gated(patterns: list[str]) -> str:
    """`alternation`, tried only where one of the first characters stands: hundreds of names cost as much as one."""
    first = {initial(p) for p in patterns}
    if "" in first or len(patterns) <= MANY:
        gate = "" if "" in first else f"(?=[{''.join(sorted(first))}])"
        return f"(?:{gate}(?:{alternation(patterns)}))"
    letters = sorted({c.lower() for c in first})  # no two parts begin with the same letter, so that their order is free
    size = -(-len(letters) // PARTS)
    parts = [set(letters[i : i + size]) for i in range(0, len(letters), size)]
    inner = "|".join(gated_part([p for p in patterns if initial(p).lower() in part]) for part in parts)
    return f"(?:(?=[{''.join(sorted(first))}])(?:{inner}))"


def gated_part(patterns: list[str]) -> str:
    """Patterns behind a look at their first characters."""
    return f"(?=[{''.join(sorted({initial(p) for p in patterns}))}])(?:{alternation(patterns)})"


@lru_cache(maxsize=4)
def load_lexicon(folder: Path = FOLDER) -> Lexicon:
    """The lexicon of a folder.

    Raises:
        KnowledgeBaseFault: a file that cannot be parsed, or a pattern that does not compile; names the place.
    """
    data: dict[str, Any] = {}
    for name in FILES:
        path = folder / f"{name}.yaml"
        parsed = parse(f"story/{name}.yaml", path.read_bytes())
        if parsed.faults:
            raise KnowledgeBaseFault(tuple(f"{f.file}:{f.line}: {f.message}" for f in parsed.faults))
        data |= parsed.value
    macros = dict(data.pop("macros"))
    places, presumed, sectors = data.pop("places"), data.pop("presumed"), data.pop("sectors")
    stands_for = {city: _short(places[code], len(city)) for code, names in data.pop("cities").items() for city in names}
    guards = {city: tuple(sides) for city, sides in data.pop("guards").items()}
    limits = {fact: tuple(names) for fact, names in data.pop("limits").items()}
    asked, taken = data.pop("asked"), frozenset(data.pop("taken"))
    macros["abroad"] = gated([p for names in places.values() for p in names] + data["general"])
    macros["countries"] = gated([p for code, p_all in places.items() if code not in OURS for p in p_all])
    macros["elsewhere"] = gated([p for code, p_all in places.items() if code not in ("HK", "MO") for p in p_all])
    macros["number"] = _NUMERAL
    flat = {"places": gated([p for names in places.values() for p in names])} | dict(_flat(data, ""))
    compiled = {name: _compiled(name, value, macros) for name, value in flat.items()}
    return Lexicon(
        compiled,
        tuple((code, _compiled(f"places.{code}", names, macros)) for code, names in places.items()),
        re.compile(gated([_city(c, guards.get(c, ("", ""))) for c in stands_for])),
        stands_for,
        tuple((sector, _compiled(f"sectors.{sector}", names, macros)) for sector, names in sectors.items()),
        tuple(data["facts"]),
        tuple(Presumption(p["fact"], p["value"], p["label"], tuple(Basis(**b) for b in p["basis"])) for p in presumed),
        limits,
        asked,
        taken,
    )


def _city(name: str, sides: tuple[str, ...]) -> str:
    """The pattern of a city's name: no longer word in English, in Chinese not beside the characters of `sides`."""
    if name[0].isascii():
        return rf"{re.escape(name)}(?![A-Za-z])"
    before, behind = sides
    return (f"(?<![{before}])" if before else "") + name + (f"(?![{behind}])" if behind else "")


def _short(names: list[str], length: int) -> str:
    """A country's Chinese name that is no longer than a city's."""
    return next((n for n in names if re.fullmatch(r"[一-龥]+", n) and len(n) <= length), SOMEWHERE)


def _flat(data: Mapping[str, Any], prefix: str) -> list[tuple[str, list[str] | str]]:
    out: list[tuple[str, list[str] | str]] = []
    for key, value in data.items():
        if isinstance(value, dict):
            out += _flat(value, f"{prefix}{key}.")
        elif isinstance(value, (list, str)):
            out.append((f"{prefix}{key}", value))
    return out


def _compiled(name: str, value: list[str] | str, macros: Mapping[str, str]) -> re.Pattern[str]:
    source = value if isinstance(value, str) else alternation(value)
    for _ in range(4):  # a macro may name another
        source = _MACRO.sub(lambda m: macros[m[1]], source)
    try:
        return re.compile(source, re.IGNORECASE)
    except re.error as err:
        raise KnowledgeBaseFault((f"story:{name}: 不是合法的正则表达式：{err}",)) from err

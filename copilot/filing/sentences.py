"""Sentences of ours with places for facts: templates that code fills, and that know which facts they used.

A place is filled after the sentence has been cut off from its neighbours, so that nothing a person typed (a full stop,
template syntax, a line) can change how a sentence reads or what it is said to rest on.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any

from jinja2 import StrictUndefined, TemplateError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from copilot.filing.facts import Filing
from copilot.filing.view import View, values

NUMERALS = "一二三四五六七八九十"
ONE = ("t", "said", "yes", "no", "is_", "has", "count", "n", "denied", "denies", "span")
ALL = ("some", "every_no", "listing", "some_said", "every_said", "some_has")
PICK = "picked"
NAMES = frozenset({*ONE, *ALL, PICK, "kind", "many", "nth", "to", "filed", "band", "held", "rated", "lacking"})
_TOKEN = re.compile("\ue000(\\d+)\ue001")
_PRIVATE = dict.fromkeys([0xE000, 0xE001])
_NONE = re.compile(r"(?:目前|现在|暂时|暂|尚|还|至今|仍)*(?:没有|没|无(?!锡)|未|不|否)")
_NEVER = re.compile(
    r"没有?(?:收到|发生|出现|过)|未(?:曾|收到|发生|出现)|从未|从没|不曾|零次|零起|(?<!\d)0\s?[次起件]|(?:为|：)\s*无"
)
_STOPS = " \t\n。；;，,、"
_LED = re.compile("为\ue000(\\d+)\ue001")
_JINJA = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=False)


@dataclass(frozen=True)
class Spoken:
    """A sentence as it stands in a paper, and the concrete paths of the facts in it."""

    text: str
    paths: tuple[str, ...]


@dataclass
class Speaker:
    """What a template may ask of a filing, for one element of the list that its paragraph is repeated for.

    Args:
        each: general path of that list, None: not repeated.
        index: which element.
        more: further values by name (the ratings of risks).
    """

    view: View
    each: str | None = None
    index: int = 0
    more: Mapping[str, Any] = field(default_factory=dict)
    filled: list[tuple[str, str]] = field(default_factory=list)

    def concrete(self, path: str) -> str:
        """The path with the number of the element at hand."""
        if self.each and path.startswith(f"{self.each}[]"):
            return f"{self.each}[{self.index}]{path[len(self.each) + 2 :]}"
        return path

    def expanded(self, path: str) -> list[str]:
        """The concrete paths that a general one stands for, in order."""
        found = [self.concrete(path)]
        while any("[]" in one for one in found):
            found = [
                one.replace("[]", f"[{i}]", 1) for one in found for i in range(self.view.count(one[: one.index("[]")]))
            ]
        return found

    def names(self) -> dict[str, Any]:
        """What a template sees."""
        return {
            **{name: getattr(self, name) for name in (*ONE, *ALL, PICK)},
            "kind": self.view.kind,
            "many": self.each is not None and self.view.count(self.each) > 1,
            "nth": NUMERALS[self.index] if self.index < len(NUMERALS) else str(self.index + 1),
            "to": self._recipients(),
            "filed": self.view.filing.filed_on is not None,
            **self.more,
        }

    def t(self, path: str) -> str:
        """The value in words or its placeholder."""
        return self._token(self.concrete(path))

    def said(self, path: str) -> bool:
        """Whether there is a value."""
        return self.view.said(self.concrete(path))

    def yes(self, path: str) -> bool:
        return self.view.value(self.concrete(path)) is True

    def no(self, path: str) -> bool:
        return self.view.value(self.concrete(path)) is False

    def is_(self, path: str, value: Any) -> bool:
        """Whether it is that very value."""
        return self.view.value(self.concrete(path)) == value

    def has(self, path: str, value: Any) -> bool:
        """Whether the list holds that value."""
        return value in (self.view.value(self.concrete(path)) or ())

    def count(self, path: str) -> int:
        """How many elements the list has."""
        return self.view.count(self.concrete(path))

    def n(self, path: str) -> float:
        """The number, 0 where none was said."""
        value = self.view.value(self.concrete(path))
        return value if isinstance(value, (int, float)) else 0

    def denied(self, path: str) -> bool:
        """Whether what was said begins with a word for none."""
        value = self.view.value(self.concrete(path))
        return isinstance(value, str) and bool(_NONE.match(value.strip()))

    def denies(self, path: str) -> bool:
        """Whether what was said tells, anywhere in it, that such a thing never happened."""
        value = self.view.value(self.concrete(path))
        return self.denied(path) or (isinstance(value, str) and bool(_NEVER.search(value)))

    def span(self, since: str, until: str) -> float:
        """Years from one day to another, 0 where one was not said."""
        begin, end = (self.view.value(self.concrete(path)) for path in (since, until))
        return (end - begin).days / 365.25 if isinstance(begin, dt.date) and isinstance(end, dt.date) else 0

    def some(self, path: str) -> bool:
        """Whether one of them is true."""
        return any(self.view.value(one) is True for one in self.expanded(path))

    def every_no(self, path: str) -> bool:
        """Whether all of them were denied."""
        found = [self.view.value(one) for one in self.expanded(path)]
        return bool(found) and all(one is False for one in found)

    def some_said(self, path: str) -> bool:
        """Whether one of them was said."""
        return any(self.view.said(one) for one in self.expanded(path))

    def every_said(self, path: str) -> bool:
        """Whether all of them were said."""
        return all(self.view.said(one) for one in self.expanded(path))

    def some_has(self, path: str, value: Any) -> bool:
        """Whether one of the lists holds that value."""
        return any(value in (self.view.value(one) or ()) for one in self.expanded(path))

    def listing(self, path: str) -> str:
        """The values that were said of all elements, each once; a placeholder where there is none."""
        found: dict[str, str] = {}
        every = [one for one in self.expanded(path) if self.view.said(one)]
        for one in every or [self.concrete(path).replace("[]", "[0]")]:
            found.setdefault(self.view.text(one), one)
        return "、".join(map(self._token, found.values()))

    def picked(self, path: str, flag: str) -> str:
        """The names of those elements of a list whose flag is true; empty where there is none."""
        chosen = [one for one in self.expanded(f"{path}[]") if self.view.value(f"{one}.{flag}") is True]
        return "、".join(self._token(f"{one}.name") for one in chosen)

    def _token(self, path: str) -> str:
        self.filled.append((path, trimmed(self.view.text(path))))
        return f"\ue000{len(self.filled) - 1}\ue001"

    def _recipients(self) -> Callable[[], str]:
        """Names of those who receive in the scene at hand, or of all recipients."""

        def names() -> str:
            filing = self.view.filing
            chosen = list(filing.recipients)
            if self.each == "scenes" and self.index < len(filing.scenes):
                chosen = list(filing.recipients_of(filing.scenes[self.index])) or chosen
            at = [i for i, one in enumerate(filing.recipients) if one in chosen] or [0]
            return "、".join(self._token(f"recipients[{i}].name") for i in at)

        return names


@dataclass(frozen=True)
class _Template:
    source: str

    @cached_property
    def paths(self) -> tuple[str, ...]:
        """General paths of the facts that the template looks at."""
        return tuple(dict.fromkeys(path for _, path in _calls(self._parsed())))

    @cached_property
    def names(self) -> frozenset[str]:
        """Names of ours that it uses."""
        return frozenset(one.name for one in self._parsed().find_all(nodes.Name)) & NAMES

    def _parsed(self) -> nodes.Template:
        return _JINJA.parse(self._text())

    def _text(self) -> str:
        return self.source


class Sentence(_Template):
    """One paragraph of template text."""

    def write(self, speaker: Speaker) -> list[list[Spoken]]:
        """Its lines of sentences; a line that came out empty is left out."""
        rendered = _compiled(self.source).render(speaker.names())
        lines = []
        for line in rendered.split("\n"):
            told = [filled(part, speaker.filled) for part in re.findall(r"[^。！？]+[。！？]*|[。！？]+", line)]
            if told := [one for one in told if one.text.strip()]:
                lines.append(told)
        return lines


class Condition(_Template):
    """An expression over the facts."""

    def holds(self, speaker: Speaker) -> bool:
        return bool(_expression(self.source)(**speaker.names()))

    def _text(self) -> str:
        return "{{ " + self.source + " }}"


@lru_cache(maxsize=2048)
def _compiled(source: str) -> Any:
    return _JINJA.from_string(source)


@lru_cache(maxsize=2048)
def _expression(source: str) -> Any:
    return _JINJA.compile_expression(source, undefined_to_none=False)


def trimmed(text: str) -> str:
    """A value within a sentence: without the stop that the sentence brings, or signs that stand for places."""
    return text.translate(_PRIVATE).strip().rstrip(_STOPS)


def led(value: str, shown: str) -> str:
    """What is shown of a value after 为; `是` leads to one that begins with that word itself (处理依据是为…)."""
    return ("是" if value.startswith("为") else "为") + shown


def filled(part: str, values: list[tuple[str, str]]) -> Spoken:
    """A sentence with its places filled."""
    used = [values[int(n)] for n in _TOKEN.findall(part)]
    part = _LED.sub(lambda m: led(values[int(m[1])][1], f"\ue000{m[1]}\ue001"), part)
    text = _TOKEN.sub(lambda m: values[int(m[1])][1], part)
    return Spoken(text.strip(), tuple(dict.fromkeys(path for path, _ in used)))


def problems(kind: type[_Template], source: str, *, each: str | None, known: Callable[[str], bool]) -> Iterable[str]:
    """What is wrong with a template: syntax, names that it has not, fields that there are not, lists not repeated."""
    template = kind(source)
    try:
        parsed = template._parsed()
        _JINJA.compile(parsed)
    except TemplateError as error:
        return [f"模板语法错误：{error}"]
    found = []
    for name in parsed.find_all(nodes.Name):
        if name.ctx == "load" and name.name not in NAMES:
            found.append(f"模板没有“{name.name}”")
    for call, path in _calls(parsed):
        if not known(path):
            found.append(f"问卷没有字段“{path}”")
        elif call in ONE and "[]" in (path.replace(f"{each}[]", "", 1) if each else path):
            found.append(f"“{path}”不在所重复的列表里")
    return found


def known(path: str) -> bool:
    """Whether the questionnaire has that field (general or concrete path)."""
    try:
        values(Filing(), "security_assessment", as_of=dt.date.min, label=str).value(path.replace("[]", "[0]"))
    except LookupError:
        return False
    return True


def _calls(parsed: nodes.Template) -> list[tuple[str, str]]:
    """Function and path of every question that a template asks."""
    found = []
    for call in parsed.find_all(nodes.Call):
        args = [a.value for a in call.args if isinstance(a, nodes.Const)]
        if not isinstance(call.node, nodes.Name) or not args or not isinstance(args[0], str):
            continue
        if call.node.name == "span":
            found += [("span", path) for path in args]
        elif call.node.name == PICK:
            found += [(PICK, f"{args[0]}[].{key}") for key in ("name", *args[1:])]
        elif call.node.name in (*ONE, *ALL):
            found.append((call.node.name, args[0]))
    return found

"""What goes into each blank: the words of its value, bound to the scene, recipient or row that the copy stands for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from copilot.filing.official.known import HAND, REMOVE, SECTION, fields_of
from copilot.filing.official.model import Blank, Block, Option, Template
from copilot.filing.view import plain

PLACEHOLDER = "【待补充"
Text = Callable[[str], str]
Repeats = Mapping[str, "int | Sequence[int]"]
Bound = Mapping[str, int]


class Answers:
    """Asks for values, each path once, in the order in which they stand in the template.

    Args:
        template: its blanks and blocks.
        text: the words of a concrete path, or its placeholder.
        repeats: the elements of each list.
        said: whether there is a value; None: nothing is known of that.
    """

    def __init__(self, template: Template, text: Text, repeats: Repeats, said: Callable[[str], bool] | None) -> None:
        self.template, self.text, self.repeats, self.said = template, text, repeats, said
        self.missing: dict[str, None] = {}
        self._words: dict[str, str] = {}
        self._by_block: dict[str | None, list[Blank]] = {}
        for blank in template.blanks:
            if blank.confirmed or blank.kind == "number":
                self._by_block.setdefault(blank.block, []).append(blank)
        self._ask(None, {})

    def of(self, block: Block | None) -> list[Blank]:
        """The blanks of a block, of the template itself without one, that are filled."""
        return self._by_block.get(block.id if block else None, [])

    def inner(self, block: Block | None) -> list[Block]:
        """The blocks directly within a block."""
        return [b for b in self.template.blocks if b.parent == (block.id if block else None)]

    def copies(self, block: Block, bound: Bound) -> Iterator[Bound]:
        """What each copy of a block stands for; a list that is empty has one, so that what is missing can be seen."""
        for place in self._places(_bind(block.over, bound)):
            yield {**bound, _variable(block): place}

    def nth(self, blank: Blank, bound: Bound) -> int:
        """How manieth copy of its part a number stands in, from 0."""
        block = next(b for b in self.template.blocks if b.id == blank.block)
        return self._places(_bind(block.over, bound)).index(bound[_variable(block)])

    def wanted(self, blank: Blank, bound: Bound) -> str | None:
        """The words for a blank; None: it stays as it is. Of a chapter, its value."""
        if blank.value in (None, HAND) or blank.kind == "number":
            return None
        value = blank.value or ""
        if value == REMOVE:
            return ""
        if value.startswith(SECTION):
            return value
        if blank.skip and self.value(blank.skip[0], bound) == blank.skip[1]:
            return None
        if blank.needs and blank.needs[1] not in self.value(blank.needs[0], bound).split("、"):
            return None
        if blank.only_with is not None and not self._is_ticked(blank, bound):
            return None
        if blank.optional and self.said is not None and not any(map(self.said, self._concrete(value, bound))):
            return blank.empty or None
        words = self.value(value, bound)
        return blank.values.get(words, words)

    def value(self, value: str, bound: Bound) -> str:
        """The words of a path, or of a phrase with paths in braces."""
        if "{" not in value:
            return self._joined(value, bound)
        return re.sub(r"\{([^{}]+)\}", lambda m: self._joined(m[1], bound), value)

    def _ask(self, block: Block | None, bound: Bound) -> None:
        """Ask for everything in order, so that what is missing is listed in order."""
        inner = [(min((b.at for b in self._within(one)), default=0), one) for one in self.inner(block)]
        steps: list[tuple[int, Blank | Block]] = [*((b.at, b) for b in self.of(block)), *inner]
        for _, step in sorted(steps, key=lambda one: one[0]):
            if isinstance(step, Blank):
                self.wanted(step, bound)
                continue
            for copy in self.copies(step, bound):
                self._ask(step, copy)

    def _within(self, block: Block) -> Iterator[Blank]:
        yield from self.of(block)
        for one in self.inner(block):
            yield from self._within(one)

    def _places(self, path: str) -> tuple[int, ...]:
        found = self.repeats.get(path, 0)
        places = tuple(range(found)) if isinstance(found, int) else tuple(found)
        return places or (0,)

    def _concrete(self, value: str, bound: Bound) -> list[str]:
        return [path for general in fields_of(value) for path in self._paths(_bind(general, bound))]

    def _paths(self, path: str) -> list[str]:
        """Concrete paths of a path whose lists may be open: `scenes[].purpose` for all scenes."""
        head, mark, rest = path.partition("[]")
        if not mark:
            return [path]
        return [found for n in self._places(head) for found in self._paths(f"{head}[{n}]{rest}")]

    def _joined(self, path: str, bound: Bound) -> str:
        """One value, or those of several scenes with their names where they differ."""
        paths = self._paths(_bind(path, bound))
        values = [self._said(one) for one in paths]
        if len(set(values)) <= 1:
            return values[0] if values else ""
        names = [self._said(f"{m[0]}.name") if (m := re.match(r"scenes\[\d+\]", p)) else "" for p in paths]
        return "；".join(f"{name}：{value}" if name else value for name, value in zip(names, values, strict=True))

    def _said(self, path: str) -> str:
        if path not in self._words:
            self._words[path] = plain(self.text(path))
            self.missing.update(dict.fromkeys(re.findall(rf"{PLACEHOLDER}[^】]*】", self._words[path])))
        return self._words[path]

    def _is_ticked(self, blank: Blank, bound: Bound) -> bool:
        key, option = blank.only_with or ("", "")
        choice = self.template.blank(key)
        if choice is None or not choice.confirmed:
            return False
        words = self.wanted(choice, bound)
        return words is not None and option in chosen(words, choice.options)


def chosen(value: str, options: Sequence[Option]) -> set[str]:
    """Labels of the options that a value names."""
    words = {re.sub(r"\s+", "", part) for part in re.split("[、，,；;]", value)} | {re.sub(r"\s+", "", value)}
    return {o.label for o in options if re.sub(r"\s+", "", o.label) in words}


def _variable(block: Block) -> str:
    """The list whose element a copy of the block stands for."""
    return "recipients" if block.over.endswith(".recipients") else block.over


def _bind(path: str, bound: Bound) -> str:
    """A general path with the elements that are known: `scenes[0].items[]`."""
    for variable, place in sorted(bound.items(), key=lambda one: len(one[0])):
        general = variable
        for outer, n in sorted(bound.items(), key=lambda one: len(one[0])):
            if outer != variable and general.startswith(f"{outer}[]"):
                general = general.replace(f"{outer}[]", f"{outer}[{n}]", 1)
        if path.startswith(f"{general}[]"):
            path = path.replace(f"{general}[]", f"{general}[{place}]", 1)
    return path

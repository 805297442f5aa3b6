"""Paths into a filing: `scenes[0].persons_year` in one, `scenes[].persons_year` in general; read, set, listed.

What a field takes (text, date, number, choice ...) is read from the model of the filing, so that the questionnaire
cannot drift from it.
"""

from __future__ import annotations

import datetime as dt
import re
import types
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from copilot.filing.facts import Filing

Kind = Literal["text", "long", "count", "number", "date", "yes_no", "choice", "choices", "words"]
NOT_ASKED = frozenset({"schema", "kind", "sections", "origin", "unknown", "id"})
LONG = 500  # a text that may be longer than this takes sentences
_STEP = re.compile(r"([a-z_0-9]+)((?:\[\d*\])*)")
_INDEX = re.compile(r"\[(\d+)\]")
Step = str | int


@dataclass(frozen=True, slots=True)
class Field:
    """A field that a question can ask for. `options`: the values it takes, empty where any; `inside`: lists above it.

    `required`: an element of its list cannot be without it.
    """

    path: str
    kind: Kind
    options: tuple[str, ...]
    inside: tuple[str, ...]
    required: bool = False


def general(path: str) -> str:
    """`scenes[].items[].name` for `scenes[0].items[12].name`."""
    return _INDEX.sub("[]", path)


def indices(path: str) -> tuple[int, ...]:
    """`(0, 12)` for `scenes[0].items[12].name`."""
    return tuple(int(i) for i in _INDEX.findall(path))


def at(path: str, numbers: tuple[int, ...]) -> str:
    """A general path with its first empty brackets filled; those left over stay empty."""
    for number in numbers:
        path = path.replace("[]", f"[{number}]", 1)
    return path


def steps(path: str) -> tuple[Step, ...]:
    """`("scenes", 0, "name")`; empty brackets at the end are left out.

    Raises:
        LookupError: no path.
    """
    found: list[Step] = []
    for part in path.split("."):
        match = _STEP.fullmatch(part)
        if match is None:
            raise LookupError(f"no path: {path!r}")
        found.append(match[1])
        found += [int(i) for i in _INDEX.findall(match[2])]
    return tuple(found)


@cache
def fields() -> Mapping[str, Field]:
    """Every field that can be asked for, by its general path, in the order of the model."""
    return types.MappingProxyType({one.path: one for one in _walk(Filing, "", ())})


@cache
def lists() -> frozenset[str]:
    """The lists of parts: `scenes`, `scenes[].items` ..."""
    return frozenset(name for one in fields().values() for name in one.inside)


def value(filing: Filing, path: str) -> Any:
    """The value at a path; None where it was not said, or the element is not there.

    Raises:
        LookupError: the filing has no such field.
    """
    here: Any = filing
    for step in steps(path):
        if here is None:
            return None
        if isinstance(step, int):
            here = here[step] if isinstance(here, tuple) and step < len(here) else None
        elif isinstance(here, BaseModel) and step in type(here).model_fields:
            here = getattr(here, step)
        else:
            raise LookupError(f"the questionnaire has no field {path!r}")
    return here


def said(filing: Filing, path: str) -> bool:
    """Whether something was said there; an empty list or text is nothing."""
    return value(filing, path) not in (None, "", ())


def put(data: dict[str, Any], path: str, new: Any) -> None:
    """Set a value in the JSON of a filing; parts that are missing are made, lists only grow by one element.

    Raises:
        LookupError: an element beyond the next one.
    """
    *way, last = steps(path)
    here: Any = data
    for step, following in zip(way, (*way, last)[1:], strict=True):
        here = _enter(here, step, [] if isinstance(following, int) else {}, path)
    if isinstance(last, int):
        _enter(here, last, new, path)
        here[last] = new
    elif new is None:
        here.pop(last, None)
    else:
        here[last] = new


def _enter(here: Any, step: Step, empty: Any, path: str) -> Any:
    if isinstance(step, str):
        return here.setdefault(step, empty)
    if step > len(here):
        raise LookupError(f"{path!r}: element {len(here)} has to come first")
    if step == len(here):
        here.append(empty)
    return here[step]


def _walk(model: type[BaseModel], before: str, inside: tuple[str, ...]) -> list[Field]:
    found = []
    for name, info in model.model_fields.items():
        if (info.alias or name) in NOT_ASKED:
            continue
        path, note = before + name, _bare(info.annotation)
        if isinstance(note, type) and issubclass(note, BaseModel):
            found += _walk(note, path + ".", inside)
        elif part := _part_of(note):
            found += _walk(part, path + "[].", (*inside, path))
        else:
            long = any(getattr(m, "max_length", 0) > LONG for m in info.metadata)
            found.append(Field(path, _kind(note, long=long), _options(note), inside, info.is_required()))
    return found


def _bare(note: Any) -> Any:
    """The type without None."""
    if get_origin(note) in (Union, types.UnionType):
        rest = [one for one in get_args(note) if one is not type(None)]
        return rest[0] if len(rest) == 1 else note
    return note


def _part_of(note: Any) -> type[BaseModel] | None:
    inner = get_args(note)[0] if get_origin(note) is tuple else None
    return inner if isinstance(inner, type) and issubclass(inner, BaseModel) else None


def _kind(note: Any, *, long: bool) -> Kind:
    if get_origin(note) is tuple:
        return "choices" if get_origin(get_args(note)[0]) is Literal else "words"
    if get_origin(note) is Literal:
        return "choice"
    if note is str:
        return "long" if long else "text"
    named: dict[Any, Kind] = {bool: "yes_no", int: "count", float: "number", dt.date: "date"}
    return named[note]


def _options(note: Any) -> tuple[str, ...]:
    inner = get_args(note)[0] if get_origin(note) is tuple else note
    return tuple(get_args(inner)) if get_origin(inner) is Literal else ()

"""English beside the Chinese texts of the rules: the fields, what the loader refuses, and what is still missing.

The Chinese text is authoritative; English is written by people and kept in the same record, never made at run time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel, model_validator

ENGLISH = "_en"
_CHINESE = re.compile(r"[\u2e80-\u9fff\uff00-\uffef]")
_SLOT = re.compile(r"\{\w+\}")


class Bilingual(BaseModel):
    """A record whose `x_en` says in English what `x` says in Chinese; `note_en` stands for `note` or `checked.note`."""

    @model_validator(mode="after")
    def _english_agrees(self) -> Bilingual:
        for key, english in self:
            if key.endswith(ENGLISH) and english:
                _agree(key, chinese_of(dict(self), key), english)
        return self


def chinese_of(record: dict[str, Any], key: str) -> Any:
    """The Chinese text beside `key`, e.g. of `text_en`."""
    plain = key.removesuffix(ENGLISH)
    if plain in record:
        return record[plain]
    checked = record.get("checked", {})
    return checked["note"] if isinstance(checked, dict) else checked.note


def _agree(key: str, chinese: Any, english: Any) -> None:
    if isinstance(english, list):
        if len(english) != len(chinese):
            raise ValueError(f"{key} 应与中文一样有 {len(chinese)} 项")
        for one, other in zip(chinese, english, strict=True):
            _agree(key, one, other)
        return
    if _CHINESE.search(english):
        raise ValueError(f"{key} 里有中文")
    if set(_SLOT.findall(chinese)) != set(_SLOT.findall(english)):
        raise ValueError(f"{key} 的占位与中文不同")


def missing_english(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The places where a validated record has a Chinese text and an empty English one."""
    if isinstance(value, list):
        for i, item in enumerate(value):
            yield from missing_english(item, (*path, i))
    elif isinstance(value, dict):
        for key, item in value.items():
            if key.endswith(ENGLISH) and not item and chinese_of(value, key):
                yield (*path, key)
            yield from missing_english(item, (*path, key))

"""What is known of official templates, from `knowledge_base/filing/official.yaml`, loaded and checked."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field

from copilot.errors import KnowledgeBaseFault
from copilot.filing.facts import Filing
from copilot.filing.view import View
from copilot.law.faults import Fault
from copilot.law.records import BasisRecord, Dated, Shape, Slug, Text, Texts
from copilot.precheck.patterns import pattern_faults
from copilot.precheck.tables import read_shape

FILE = "filing/official.yaml"
HAND = "@hand"
REMOVE = "@remove"
SECTION = "section:"
_FIELD = re.compile(r"\{([^{}]+)\}")
_CN = "[一二三四五六七八九十]"
_NUMBERED = re.compile(rf"^(?:[（(](?:{_CN}|\d){{1,3}}[）)]|第{_CN}+条|\d{{1,2}}[.．、]?|{_CN}+、|[①-⑳])")
_BRACKETS = re.compile(r"[（(【\[][^（()）【】\[\]]*[）)】\]]|《[^》]*》(?:第[一二三四五六七八九十]+条)?")


class FormRecord(Dated):
    """An official template; see the file's head."""

    id: Slug
    name: Text
    titles: Texts
    unlike: Texts
    sections: Slug | None
    contract: Slug | None
    sources: Annotated[list[Slug], Field(min_length=1)]
    basis: list[BasisRecord]


class RuleRecord(Shape):
    """What a blank asks for. `kind`: only for blanks of this kind."""

    value: Text
    until: Text | None = None
    forms: Texts = Field(default_factory=list)
    values: dict[str, str] = Field(default_factory=dict)
    skip: list[Text] | None = None
    needs: list[Text] | None = None
    optional: bool = False
    empty: str = ""
    sure: bool = True


class LabelRecord(RuleRecord):
    labels: Texts
    under: Texts = Field(default_factory=list)
    kind: Literal["text", "choice", "date"] | None = None


class InlineRecord(RuleRecord):
    pattern: Text


class ChoiceRecord(RuleRecord):
    options: Texts


class GuideRecord(RuleRecord):
    words: Texts


class OfficialFile(Shape):
    """The file; see its head."""

    forms: list[FormRecord]
    labels: list[LabelRecord]
    inline: list[InlineRecord]
    choices: list[ChoiceRecord]
    guides: list[GuideRecord]
    options: list[Texts]
    ignored: Texts

    def form(self, key: str) -> FormRecord | None:
        """The form with an id."""
        return next((form for form in self.forms if form.id == key), None)

    def form_of(self, opening: str) -> FormRecord | None:
        """The form whose title a text begins with, blanks left out."""
        words = re.sub(r"\s+", "", opening)
        for form in self.forms:
            if any(re.search(p, words) for p in form.titles) and not any(re.search(p, words) for p in form.unlike):
                return form
        return None

    def is_label(self, words: str) -> bool:
        """Whether words are a label that some rule knows."""
        return squeezed(words) in _labels(tuple(label for rule in self.labels for label in rule.labels))


@lru_cache(maxsize=4)
def _labels(labels: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(squeezed, labels))


@lru_cache(maxsize=8192)
def squeezed(words: str) -> str:
    """A label as it is compared: without blanks, numbers, brackets, a colon at its end, and in one width."""
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", words))
    plain = plain.replace("(", "（").replace(")", "）").replace(":", "：").replace(",", "，")
    plain = _NUMBERED.sub("", plain)
    while (shorter := _BRACKETS.sub("", plain)) != plain:
        plain = shorter
    return plain.strip("：；。，、_＿*☐□ ")


def fields_of(value: str) -> tuple[str, ...]:
    """The general paths that a value asks for; none where a person writes by hand, or of a chapter."""
    if value in (HAND, REMOVE) or value.startswith(SECTION):
        return ()
    return tuple(_FIELD.findall(value)) if "{" in value else (value,)


def is_field(path: str) -> bool:
    """Whether the questionnaire has a field at a general path."""
    view = View(Filing(), "exempt", dt.date(2026, 1, 1), lambda key: key)
    try:
        view.value(path.replace("[]", "[0]"))
    except LookupError:
        return False
    return True


@lru_cache(maxsize=4)
def load_official(kb_dir: Path) -> OfficialFile:
    """The file.

    Raises:
        KnowledgeBaseFault: it has faults.
    """
    found, faults = read_official(kb_dir)
    if found is None or faults:
        raise KnowledgeBaseFault(tuple(map(str, faults)))
    return found


def read_official(kb_dir: Path) -> tuple[OfficialFile | None, list[Fault]]:
    """The file as far as it loads, and every fault, for `kb check`."""
    faults: list[Fault] = []
    raw: dict[str, Any] | None = read_shape(kb_dir, FILE, OfficialFile, faults)
    if raw is None:
        return None, faults
    found = OfficialFile.model_validate(raw)
    rules: list[RuleRecord] = [*found.labels, *found.inline, *found.choices, *found.guides]
    faults += pattern_faults(FILE, [*(r.pattern for r in found.inline), *(p for f in found.forms for p in f.titles)])
    ids = {form.id for form in found.forms}
    for rule in rules:
        looked_at = [*(rule.skip or [])[:1], *(rule.needs or [])[:1], *([rule.until] if rule.until else [])]
        asked = [*fields_of(rule.value), *looked_at]
        faults += [Fault(FILE, 0, "field", f"问卷没有“{path}”") for path in asked if not is_field(path)]
        faults += [Fault(FILE, 0, "form", f"没有模板“{key}”") for key in rule.forms if key not in ids]
        for name, pair in (("skip", rule.skip), ("needs", rule.needs)):
            if pair is not None and len(pair) != 2:
                faults.append(Fault(FILE, 0, name, f"“{rule.value}”的 {name} 应为字段和文字两项"))
    for rule in found.inline:
        if "(?P<v>" not in rule.pattern:
            faults.append(Fault(FILE, 0, "pattern", f"“{rule.value}”的正则没有命名组 v"))
    return found, faults

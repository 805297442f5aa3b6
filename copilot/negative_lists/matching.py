"""An enterprise's fields mapped to a list's: matched, off the list, or left to a person, each with score and reason.

Sample values are looked at here and nowhere else: they are never kept, shown or sent.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from copilot.law.list_records import Domain, NegativeList, Scene
from copilot.negative_lists.scoring import Candidate, Scorer
from copilot.negative_lists.vocabulary import Vocabulary

Status = Literal["matched", "needs_person", "unmatched"]
FieldKind = Literal["pi", "sensitive_pi", "other"]
SURE, POSSIBLE, LEAD = 0.8, 0.34, 0.06
_SAMPLES: tuple[tuple[str, str, re.Pattern[str]], ...] = (
    ("id-number", "身份证号", re.compile(r"\d{17}[\dXx]")),
    ("bank-card", "银行卡号", re.compile(r"\d{16,19}")),
    ("email", "电子邮箱", re.compile(r"[^@\s]+@[^@\s]+\.[A-Za-z]{2,}")),
    ("phone", "手机号", re.compile(r"(?:\+?86[- ]?)?1[3-9]\d{9}")),
)
_SENSITIVE_SAMPLES = ("id-number", "bank-card")


@dataclass(frozen=True, slots=True)
class OwnField:
    """A field of the enterprise. `kind` None: it did not say whether the field is sensitive, or personal at all."""

    name: str
    meaning: str = ""
    kind: FieldKind | None = None
    samples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FieldMatch:
    """Where a field belongs. `kind` is the list's for matched fields, else the usual one of its meaning, or unknown."""

    name: str
    meaning: str
    status: Status
    kind: FieldKind | None
    candidates: tuple[Candidate, ...]
    reason: str

    @property
    def best(self) -> Candidate | None:
        """The likeliest field of the list."""
        return self.candidates[0] if self.candidates else None


class Matcher:
    """Maps fields onto one list, a domain or a scene of it.

    Args:
        item: the list.
        vocabulary: synonyms and abbreviations.
        domain, scene: where to look; None: everywhere.
    """

    def __init__(
        self, item: NegativeList, vocabulary: Vocabulary, *, domain: Domain | None = None, scene: Scene | None = None
    ) -> None:
        domains = [domain] if domain else item.domains
        scenes = [scene] if scene else [s for d in domains for s in d.scenes]
        self.item, self.vocabulary = item, vocabulary
        self.scorer = Scorer(scenes, vocabulary)
        self._inside = {g.concept for label in self.scorer.labels if (g := vocabulary.group_of.get(label.name))}

    def match(self, fields: Sequence[OwnField]) -> list[FieldMatch]:
        """Each field's place, in the order given."""
        return [self._one(field) for field in fields]

    def _one(self, field: OwnField) -> FieldMatch:
        name, meaning = self.vocabulary.forms(field.name), self.vocabulary.forms(field.meaning)
        found = tuple(self.scorer.rank(name, meaning))
        best = found[0] if found else None
        concept, said = self._concept(field)
        sample = _sample(field.samples)
        if best is None or best.score < POSSIBLE or (concept and best.score < SURE and concept not in self._inside):
            kind = field.kind or said or ("sensitive_pi" if sample and sample[0] in _SENSITIVE_SAMPLES else None)
            if sample and kind is None:
                kind = "pi"
            return FieldMatch(field.name, field.meaning, "unmatched", kind, found, self._no_match(concept, kind))
        status, reason = self._sure(field, found, sample)
        kind = best.label.kind if status == "matched" else field.kind
        return FieldMatch(field.name, field.meaning, status, kind, found, reason)

    def _sure(
        self, field: OwnField, found: tuple[Candidate, ...], sample: tuple[str, str] | None
    ) -> tuple[Status, str]:
        best = found[0]
        rivals = [c for c in found[1:] if c.label.name != best.label.name and best.score - c.score < LEAD]
        if best.score < SURE:
            return "needs_person", f"{best.reason}，但把握不大"
        if rivals:
            names = "、".join(dict.fromkeys(c.label.name for c in rivals))
            return "needs_person", f"{best.reason}；也可能是{names}"
        if best.label.condition:
            return "needs_person", f"{best.reason}；清单有限制：{best.label.condition}，请确认"
        if field.kind and field.kind != best.label.kind:
            return "needs_person", f"{best.reason}；填写的类别与清单不同，请确认"
        if sample and sample[0] in _SENSITIVE_SAMPLES and best.label.kind == "pi":
            return "needs_person", f"{best.reason}；但示例值的格式像{sample[1]}，请确认"
        return "matched", best.reason

    def _concept(self, field: OwnField) -> tuple[str, FieldKind | None]:
        """What the field plainly is, whether listed or not: `(concept, usual kind)`; empty when unclear."""
        for text in (field.name, field.meaning):
            forms = self.vocabulary.forms(text)
            if group := self.vocabulary.plainly(forms):
                return group.concept, group.kind
        return "", None

    def _no_match(self, concept: str, kind: FieldKind | None) -> str:
        words = {"pi": "一般个人信息", "sensitive_pi": "敏感个人信息", "other": "不像个人信息"}
        if kind is None:
            return "清单在这里没有列出相近的字段；是否个人信息、是否敏感，请人判断"
        named = f"，看名称是{words[kind]}" if concept else f"，按填写或示例是{words[kind]}"
        return f"清单在这里没有列出这个字段{named}"


def _sample(samples: Sequence[str]) -> tuple[str, str] | None:
    """What the sample values look like, by their format alone."""
    for concept, title, pattern in _SAMPLES:
        if any(pattern.fullmatch(str(s).strip()) for s in samples):
            return concept, title
    return None

"""What code can tell about a drafted set: is anything invented, lost, left open, or not as the pre-check wants it?

The .docx files are read here from their XML, every paragraph of every part, so that nothing hides in a header, a cell
within a cell or a note.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from lxml import etree

from copilot.filing.drafting import Draft, DraftedPaper
from copilot.filing.facts import Filing
from copilot.filing.fixed import fixed_words
from copilot.filing.from_path import facts_of
from copilot.filing.invented import invented
from copilot.filing.materials import rows
from copilot.filing.needs import needed
from copilot.filing.paths import general
from copilot.filing.questionnaire import Questionnaire
from copilot.filing.service import Made
from copilot.filing.view import values
from copilot.rules.determination import determine
from copilot.rules.facts import Facts
from copilot.wiring import Parts
from eval.precheck.outlines import PIPIA, SELF_ASSESSMENT

Json = dict[str, Any]
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
BY_HAND = {"seal", "signature", "own_paper", "sheet", "upload_format"}
# The official outlines; the form of the impact assessment (annex 5) has no chapter of measures of its own.
CHAPTERS: Mapping[str, Sequence[str]] = {
    "self_assessment": [title for _, _, title in SELF_ASSESSMENT],
    "pipia": [title for key, _, title in PIPIA if key != "measures"],
}
# Facts that papers need without saying them word for word, and what they are needed for.
NOT_IN_WORDS = {
    "scenes[].year1": "added up to three years",
    "scenes[].year2": "added up to three years",
    "scenes[].year3": "added up to three years",
    "scenes[].recipients": "shown by their names",
    "exporter.industry": "read by the path rules",
    "recipients[].environment.laws": "weighed in the rating of risks",
    "recipients[].environment.government_access": "weighed in the rating of risks",
    "recipients[].environment.regulator": "weighed in the rating of risks",
    "recipients[].environment.joined": "weighed in the rating of risks",
    "recipients[].environment.past_requests": "weighed in the rating of risks",
    "recipients[].environment.effect": "weighed in the rating of risks",
    "certification.applicant_role": "decides which papers are due",
    "extension.result_day": "decides when the extension is due",
}
_TAG = re.compile(
    r"\{\{|\{%|\{#|%\}|\}\}|(?<![A-Za-z])(?:None|nan|NaN|null|undefined|True|False)(?![A-Za-z])|⟦|⟧|<copilot|Answer\("
)
_OPEN = re.compile(r"【待补充：[^】]*】")
_BLANK = re.compile(r"\s+")


def lines(docx: bytes) -> list[str]:
    """The text of every paragraph in every part of a .docx, cells, headers, footers and notes among them."""
    found = []
    with zipfile.ZipFile(io.BytesIO(docx)) as parts:
        for name in parts.namelist():
            if not name.startswith("word/") or not name.endswith(".xml"):
                continue
            for paragraph in etree.fromstring(parts.read(name)).iter(f"{W}p"):
                found.append("".join(_said(paragraph)))
    return [line for line in found if line.strip()]


def _said(paragraph: Any) -> Iterator[str]:
    """Its text without what Word works out by itself, such as numbers of pages."""
    inside = False
    for node in paragraph.iter():
        if node.tag == f"{W}fldChar":
            inside = node.get(f"{W}fldCharType") != "end"
        elif node.tag == f"{W}t" and not inside:
            yield node.text or ""
        elif node.tag in (f"{W}br", f"{W}cr", f"{W}tab"):
            yield "\t" if node.tag == f"{W}tab" else "\n"


class Examiner:
    """Examines drafts of one product."""

    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        self.kb_dir: Path = parts.settings.knowledge_base_dir

    @cached_property
    def questionnaire(self) -> Questionnaire:
        return Questionnaire.load(self.kb_dir)

    def examine(self, made: Made) -> Json:
        """Everything that is held against a draft, in words, with how much was looked at.

        `invented`, `tags`, `open` are found in the files; `lost` are chapters and fields that are in none of them.
        """
        draft = made.draft
        texts = {one.name: lines(one.data) for one in draft.papers}
        chapters, no_chapters = self._chapters(draft, texts)
        fields, no_fields = self._fields(draft, texts)
        return {
            "papers": list(texts),
            "signs": sum(len(line) for found in texts.values() for line in found),
            "invented": [f for one in draft.papers for f in self._invented(made, one, texts[one.name])],
            "tags": [f"{name}：{m}" for name, found in texts.items() for m in _hits(_TAG, found)],
            "open": [f"{name}：{m}" for name, found in texts.items() for m in _hits(_OPEN, found)],
            "conflicts": [one.message for one in draft.conflicts],
            "chapters": chapters,
            "fields": fields,
            "lost": no_chapters + no_fields,
            "findings": [f"{f.rule_id} {f.message}" for f in made.left.of_draft],
            "by_hand": {why: len(found) for why, found in made.left.by.items() if why in BY_HAND},
            "checked": made.precheck is not None,
        }

    def path(self, filing: Filing, told: Mapping[str, Any]) -> str:
        """The path that the rules name on the day of filing; `told`: facts beside those of the questionnaire."""
        assert filing.filed_on is not None, "the filings of the evaluation are dated"
        facts = facts_of(filing, filing.kind)
        whole = _told(facts, told)
        if facts.activities:
            whole = whole.model_copy(update={"activities": tuple(_told(one, told) for one in facts.activities)})
        return determine(whole, as_of=filing.filed_on, book=self.parts.rulebook).path

    def _invented(self, made: Made, one: DraftedPaper, text: Sequence[str]) -> list[str]:
        draft = made.draft
        fixed = fixed_words(draft, one, kb_dir=self.kb_dir)
        found = invented("\n".join(text), draft.filing, law=self._law(made, one), fixed=fixed)
        return [f"{one.name}：{f.kind} {f.value}" for f in found]

    def _law(self, made: Made, one: DraftedPaper) -> list[str]:
        """The passages that a model's sentences cite, numbers of rows; for the cover list, what is listed there."""
        draft = made.draft
        if one.paper.id == "cover_list":
            known = [text for row in rows(draft, self.parts.rulebook) for text in row.values()]
            known += [f"{n}项 {n}处 {n}" for n in range(max(len(draft.placeholders), len(draft.conflicts)) + 1)]
            known += [text for p in draft.placeholders for text in (p.label, *p.papers)]
            return [*known, *(text for c in draft.conflicts for text in (c.message, *(b.shown for b in c.basis)))]
        numbers = "\n".join(str(n) for n in range(1, _longest(draft.filing.dump()) + 1))  # of rows
        kept = [draft.filing.sections[prose.section] for prose in one.prose if prose.by == "model"]
        cited = {(b.instrument, b.article) for section in kept for said in section.sentences for b in said.basis}
        return [
            numbers,
            *(
                f"《{p.instrument}》{p.article} {p.text}"
                for p in (self.parts.kb.passages if cited else ())
                if (p.instrument, p.article) in cited and p.in_force(draft.as_of)
            ),
        ]

    def _chapters(self, draft: Draft, texts: Mapping[str, Sequence[str]]) -> tuple[int, list[str]]:
        """How many chapters the official outlines want of the reports, and those that are not there in order."""
        wanted, lost = 0, list[str]()
        for one in draft.papers:
            titles = CHAPTERS.get(one.paper.sections or "", ())
            wanted += len(titles)
            left = iter([line.strip() for line in texts[one.name] if len(line) < 80])
            lost += [f"{one.name}：{title}" for title in titles if not any(line.endswith(title) for line in left)]
        return wanted, lost

    def _fields(self, draft: Draft, texts: Mapping[str, Sequence[str]]) -> tuple[int, list[str]]:
        """How many facts the papers need in words, and those that no paper says."""
        view = values(draft.filing, draft.kind, as_of=draft.as_of, label=self.questionnaire.label)
        whole = _BLANK.sub("", "".join(line for found in texts.values() for line in found))
        wanted, lost = 0, list[str]()
        for need in needed(draft.filing, draft.kind, as_of=draft.as_of, questionnaire=self.questionnaire):
            if general(need.path) in NOT_IN_WORDS or isinstance(view.value(need.path), bool):
                continue
            if not view.said(need.path):
                if not need.question.optional:
                    wanted, lost = wanted + 1, [*lost, f"{need.path}：没有填"]
                continue
            wanted += 1
            if _BLANK.sub("", view.text(need.path)).rstrip("。；;") not in whole:
                lost.append(f"{need.path}：{view.text(need.path)[:40]}")
        return wanted, lost


def _longest(at: Any) -> int:
    """How many elements the longest list has."""
    if isinstance(at, dict):
        return max(map(_longest, at.values()), default=0)
    return max(len(at), *map(_longest, at), 0) if isinstance(at, list) else 0


def _told(facts: Facts, told: Mapping[str, Any]) -> Facts:
    return facts.model_copy(update={name: value for name, value in told.items() if getattr(facts, name) is None})


def _hits(rx: re.Pattern[str], found: Sequence[str]) -> Iterator[str]:
    return (m[0] for line in found for m in rx.finditer(line))

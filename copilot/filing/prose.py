"""The text of a section: from the facts alone, or what a person kept; every sentence with what it rests on.

Without a model every chapter is written from `knowledge_base/filing/sections.yaml`; nothing is presumed, and what was
not said is a placeholder. A section that a person locked stands, and says when the facts beneath it have changed.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import Any, Literal

from copilot.domain import Basis
from copilot.filing.facts import Filing
from copilot.filing.facts import Section as Kept
from copilot.filing.model_contracts import places
from copilot.filing.risks import Risk, of_view, rows
from copilot.filing.sections import Paragraph, Section, load_sections
from copilot.filing.sentences import Speaker, Spoken
from copilot.filing.view import Missing, View

By = Literal["facts", "model", "person"]
LONG, LABEL = 60, 16  # characters from which a paragraph is not written twice, and of the words before its colon
_CONCLUDES = ("结论：", "综合结论：")


@dataclass(frozen=True)
class Claim:
    """A sentence and what it rests on: concrete paths of facts, places in the law. `by`: who wrote it."""

    sentence: str
    paths: tuple[str, ...]
    basis: tuple[Basis, ...]
    by: By = "facts"

    @property
    def sources(self) -> tuple[str, ...]:
        """All of it in words: paths as they are, places as 《…》第…条."""
        return (*self.paths, *(one.shown for one in self.basis))


@dataclass(frozen=True)
class Prose:
    """The text of a section.

    Args:
        text: paragraphs.
        claims: their sentences with sources; none for what a person wrote.
        placeholders: what was missing.
        facts: digest of the facts that the section looks at, as they are now.
        argued: which of the paragraphs a model wrote.
        stale: a person's text was written from other facts.
        disagrees: (path, words in the text, words of the fact now).
    """

    section: str
    text: tuple[str, ...]
    claims: tuple[Claim, ...]
    placeholders: tuple[Missing, ...]
    by: By
    facts: str
    argued: range = range(0)
    stale: bool = False
    disagrees: tuple[tuple[str, str, str], ...] = ()


def write(section: Section, filing: Filing, *, as_of: dt.date, view: View) -> Prose:
    """The text of a section: a person's stands; else it is from the facts, with the argument that a model added to
    these very facts.

    Args:
        view: the filing in words; placeholders that the text shows are noted there too.
    """
    digest = facts_digest(section, view)
    kept = filing.sections.get(section.id)
    if kept is not None and kept.by != "model" and (kept.by == "person" or kept.locked):
        return _kept(kept, section, digest, view)
    plain = from_facts(section, filing, as_of=as_of, view=view)
    if kept is None or kept.by != "model" or not kept.text or (kept.facts != digest and not kept.locked):
        return plain
    return _argued(plain, kept, view)


def from_facts(section: Section, filing: Filing, *, as_of: dt.date, view: View) -> Prose:
    """The text of a section from the facts alone, whatever was kept of it."""
    claims: list[Claim] = []
    text: list[str] = []
    own = view.fresh()
    more = _ratings(section, own)
    unsaid = section.whole and _lacking(section, own)
    for index, paragraph in _told(section, own):
        more["lacking"] = unsaid or bool(own.missing)
        speaker = Speaker(own, paragraph.each, index, more=more)
        if paragraph.when is not None and not paragraph.when.holds(speaker):
            continue
        for line in paragraph.say.write(speaker):
            parts = [part for part in "".join(one.text for one in line).split("\n") if part.strip()]
            text += [_once(part, text, own, index) if paragraph.each == "scenes" else part for part in parts]
            claims += [_claim(one, paragraph.basis or section.basis) for one in line]
    view.missing.update({k: v for k, v in own.missing.items() if k not in view.missing})
    view.used.update(own.used)
    missing = tuple(own.missing.values())
    return Prose(section.id, tuple(text), tuple(claims), missing, "facts", facts_digest(section, view))


def _told(section: Section, view: View) -> Iterator[tuple[int, Paragraph]]:
    """The paragraphs as they are told: those that stand together over one list, element by element."""
    for each, run in groupby(section.paragraphs, key=lambda one: one.each):
        together = tuple(run)
        for index in range(max(view.count(each), 1) if each else 1):
            yield from ((index, one) for one in together)


def _once(part: str, before: list[str], view: View, scene: int) -> str:
    """The paragraph; where an earlier scene has the same long one, a word that this scene is no different."""
    label, colon, _ = part.partition("：")
    if len(part) < LONG or part not in before or not colon or len(label) > LABEL:
        return part
    return f"{label}：场景“{view.text(f'scenes[{scene}].name')}”与前述场景相同。"


def _ratings(section: Section, view: View) -> dict[str, Any]:
    """What conclusions ask: how many risks an item has, the highest level that is left, its rank (item 0: all)."""
    if not _concludes(section):
        return {}
    found = of_view(view, kb_dir=section.kb_dir)

    def of(item: int) -> list[Risk]:
        return [one for one in found if item in (0, one.item(section.report, view.kind))]

    return {
        "held": lambda item: len(of(item)),
        "rated": lambda item: max((one.rank for one in of(item)), default=0),
        "band": lambda item: max(of(item), key=lambda one: one.rank).band if of(item) else "无",
    }


def _concludes(section: Section) -> bool:
    """Whether its sentences depend on ratings."""
    return any({"band", "held", "rated"} & p.names for p in section.paragraphs)


def _lacking(section: Section, view: View) -> bool:
    """Whether any other chapter of the report shows a placeholder."""
    others = load_sections(section.kb_dir).of(section.report, view.kind, as_of=view.as_of)
    own = view.fresh()
    return any(from_facts(one, view.filing, as_of=view.as_of, view=own).placeholders for one in others if not one.whole)


def _claim(one: Spoken, basis: tuple[Basis, ...]) -> Claim:
    return Claim(one.text, one.paths, basis)


def _argued(plain: Prose, kept: Kept, view: View) -> Prose:
    """The facts with a model's sentences before the conclusions that code draws."""
    at = next((i for i, text in enumerate(plain.text) if text.startswith(_CONCLUDES)), len(plain.text))
    said = tuple(part.strip() for part in kept.text.splitlines() if part.strip())
    basis = [tuple(Basis(instrument=b.instrument, article=b.article) for b in one.basis) for one in kept.sentences]
    claims = tuple(Claim(one.text, one.paths, b, "model") for one, b in zip(kept.sentences, basis, strict=True))
    stale = kept.facts != plain.facts
    return replace(
        plain,
        text=(*plain.text[:at], *said, *plain.text[at:]),
        claims=(*plain.claims, *claims),
        argued=range(at, at + len(said)),
        by="model",
        stale=stale,
        disagrees=_disagreements(kept, view) if stale else (),
    )


def _kept(kept: Kept, section: Section, digest: str, view: View) -> Prose:
    text = tuple(part.strip() for part in kept.text.splitlines() if part.strip())
    stale = kept.facts is not None and kept.facts != digest
    disagrees = _disagreements(kept, view) if stale else ()
    return Prose(section.id, text, (), (), kept.by, digest, stale=stale, disagrees=disagrees)


def _disagreements(kept: Kept, view: View) -> tuple[tuple[str, str, str], ...]:
    """Facts whose words of the day stand in the kept text, and whose words are others now."""
    found = []
    for path, words in kept.values.items():
        try:
            now = view.fresh().text(path)
        except LookupError:
            continue  # the questionnaire has lost that field since
        if words != now and words in kept.text:
            found.append((path, words, now))
    return tuple(found)


def keep(section: Section, text: str, filing: Filing, *, view: View, locked: bool = True) -> Filing:
    """The filing with a person's text kept for the section, with the facts and words that it was written from."""
    own = view.fresh()
    from_facts(section, filing, as_of=view.as_of, view=own)
    said = {path: own.text(path) for path in own.used if own.said(path)}
    short = {path: words for path, words in said.items() if 2 <= len(words) <= 200}
    kept = Kept(text=text, by="person", locked=locked, facts=facts_digest(section, view), values=short)
    return filing.model_copy(update={"sections": {**filing.sections, section.id: kept}})


def release(section: Section, filing: Filing) -> Filing:
    """The filing without what was kept for the section: it is written from the facts again."""
    return filing.model_copy(update={"sections": {k: v for k, v in filing.sections.items() if k != section.id}})


def finished(section: Section, view: View, *, again: bool = False) -> bool:
    """Whether a model has nothing to write there: a person did, or a model did from these very facts.

    Args:
        again: what a model wrote is to be written anew.
    """
    kept = view.filing.sections.get(section.id)
    if kept is None:
        return False
    if kept.by == "person" or kept.locked:
        return True
    return kept.by == "model" and not again and kept.facts == facts_digest(section, view)


def own_words(view: View, *, kb_dir: Path) -> str:
    """All fixed words that the two reports may show for this filing: templates, headings, rows of the table of risks.

    For `copilot.filing.invented`: what stands here is ours and not a fact about the enterprise.
    """
    sections = load_sections(kb_dir).entries
    found = of_view(view, kb_dir=kb_dir)
    said = [p.say.source for one in sections for p in one.paragraphs]
    heads = [one.heading for one in sections if one.heading]
    law = [b.shown for one in sections for b in (*one.basis, *(b for p in one.paragraphs for b in p.basis))]
    table = [text for row in rows(found) for text in row.values()]
    return "\n".join(
        [*said, *heads, *dict.fromkeys(law), *places(), *table, *(f"{n}项" for n in range(len(found) + 1))]
    )


def facts_digest(section: Section, view: View) -> str:
    """Digest of all facts that the section looks at, with the risks where it draws conclusions from them.

    Other facts may change without touching it.
    """
    said = view.filing.model_dump(mode="json", exclude={"sections", "unknown"})
    looked: list[Any] = [_pick(said, path.split(".")) for path in section.needs]
    if _concludes(section):
        found = of_view(view, kb_dir=section.kb_dir)
        looked += [(one.id, one.residual.product, one.band) for one in found]
    body = json.dumps(looked, ensure_ascii=False, sort_keys=True)
    return hashlib.blake2b(body.encode(), digest_size=12).hexdigest()


def _pick(at: Any, steps: list[str]) -> Any:
    if not steps or at is None:
        return at
    name = steps[0].removesuffix("[]")
    if name not in at:  # worked out of the others beside it
        return at
    inner = at[name]
    return [_pick(one, steps[1:]) for one in inner] if steps[0].endswith("[]") else _pick(inner, steps[1:])

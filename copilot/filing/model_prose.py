"""Argument for a section drafted by a model: from facts and retrieved law only, each sentence checked by code.

The facts themselves are always written by code; a model adds why. It never writes a number: it copies tokens that code
fills. A sentence that says what neither the facts nor the cited law says, or decides what is not its to decide, is
dropped, and what remains keeps its sources. Without a usable sentence the section stays as the facts alone make it.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import structlog

from copilot.chat.attribution import marks, without_marks
from copilot.chat.verify import Source, verify
from copilot.chat.words import content_words, normalise, overlap
from copilot.domain import Basis, Hit, Passage
from copilot.errors import CopilotError, ModelUnavailable
from copilot.filing.facts import Filing, Rest, Sentence
from copilot.filing.facts import Section as Kept
from copilot.filing.invented import Known, literal_spans, owners
from copilot.filing.prose import Claim, facts_digest, finished
from copilot.filing.sections import Section
from copilot.filing.told import TOKEN, Facts, told
from copilot.filing.view import View
from copilot.llm.client import ChatClient
from copilot.prompting import Prompt, fence, load

log = structlog.get_logger(__name__)

MAX_TOKENS, MAX_LAW, LAW_CHARS = 420, 2, 130
MIN_CHARS, MAX_CHARS, MAX_SENTENCES, MOST, MAX_CLAUSES = 12, 130, 8, 60, 5
MIN_SUPPORT, MIN_FACTS, ECHO = 0.72, 0.6, 0.95
FREE, MAX_NAME = 0.6, 200  # temperature of a section that is written again; characters of a model's name
_HALF = {"type": "string", "minLength": 6, "maxLength": MOST}
SCHEMA = {
    "type": "object",
    "properties": {
        "sentences": {
            "type": "array",
            "minItems": 2,
            "maxItems": 3,
            "items": {
                "type": "object",
                "properties": {
                    "because": _HALF,
                    "so": _HALF,
                    "law": {"type": "integer", "enum": list(range(MAX_LAW + 1))},
                },
                "required": ["because", "so", "law"],
                "additionalProperties": False,
            },
        }
    },
    "required": ["sentences"],
    "additionalProperties": False,
}
_LEAD = re.compile(r"^\s*(?:[-*•·]|\d{1,2}[.、）)]|[（(]\d{1,2}[)）]|第[一二三四五六]句[：:]?)\s*")
_VERDICT = re.compile(
    r"符合|满足[^。]{0,10}(?:要求|规定|条件)|合规|可以出境|通过(?:安全)?评估|保证|确保|承诺|必然|一定能|绝对|完全|充分保障|不存在|没有[^。]{0,6}风险|无风险|风险(?:可控|[较很更极最]?[低高大小])"
    r"|通畅|足以|可靠|我们|您|综上|总之|不会"
)
_TEMPLATE = re.compile(r"【|】|⟦|⟧|任务|事实[：:]|法规[：:]")


class Searches(Protocol):
    """What finds law for a query."""

    def search(self, query: str, *, as_of: dt.date, k: int) -> list[Hit]: ...


@dataclass(frozen=True)
class Drafted:
    """What came of asking for a section: checked sentences, those that were dropped and why, seconds it took."""

    section: str
    claims: tuple[Claim, ...]
    dropped: tuple[tuple[str, str], ...]
    seconds: float
    failed: str = ""


@dataclass(frozen=True)
class Progress:
    """How far a run is: section `done` of `total`; `kept`: it had been drafted before."""

    done: int
    total: int
    section: str
    heading: str
    sentences: int
    dropped: int
    kept: bool = False
    failed: str = ""


@dataclass
class ModelWriter:
    """Drafts sections one by one.

    Args:
        client: any model that speaks the protocol.
        law: finds passages; only those in force on the day are shown.
        prompt: how it is asked.
    """

    client: ChatClient
    law: Searches
    prompt: Prompt = field(default_factory=lambda: load("filing_section"))

    async def draft(self, section: Section, view: View, *, temperature: float = 0.0) -> Drafted:
        """The model's checked sentences for a section.

        Args:
            temperature: above 0 the words are others each time.

        Raises:
            ModelUnavailable: the model could not be reached; a later run goes on from here.
        """
        begun = time.monotonic()
        facts = told(section, view)
        if section.query is None or section.ask is None or not facts.facts:
            return Drafted(section.id, (), (), 0.0)
        law = self._law(section.query, view.as_of)
        listed = "\n".join(f"[{i}] {_short(p)}" for i, p in enumerate(law, 1))
        messages = self.prompt.messages(law=fence(listed), facts=fence(facts.text), task=section.ask)
        reply = await self.client.complete(messages, json_schema=SCHEMA, max_tokens=MAX_TOKENS, temperature=temperature)
        try:
            said = _sentences(json.loads(reply))
        except ValueError:  # broken off: another section may fare better
            return Drafted(section.id, (), (), time.monotonic() - begun, failed="模型没有按格式作答")
        kept, dropped = checked(said, facts, law, view)
        return Drafted(section.id, kept, dropped, time.monotonic() - begun)

    async def run(
        self,
        filing: Filing,
        sections: Sequence[Section],
        *,
        view: Callable[[Filing], View],
        save: Callable[[Filing], None] = lambda filing: None,
        progress: Callable[[Progress], None] = lambda step: None,
        again: Collection[str] = (),
    ) -> Filing:
        """The filing with the model's sentences kept in `sections`; what is finished is not asked again.

        Args:
            view: a filing in words.
            save: called with the filing after every section, so that a run that is killed goes on from there.
            again: sections to draft anew although their facts have not changed; a person's own are never touched.

        Raises:
            ModelUnavailable: as `draft`; what was finished has been saved.
        """
        wanted = [one for one in sections if one.by_model]
        for done, section in enumerate(wanted, 1):
            own, anew = view(filing), section.id in again
            if finished(section, own, again=anew):
                progress(_step(done, wanted, section, Drafted(section.id, (), (), 0.0), kept=True))
                continue
            drafted = await self._tried(section, own, FREE if anew else 0.0)
            if not drafted.failed:
                filing = _keep(filing, section, drafted, own, self.client.model)
                save(filing)
            progress(_step(done, wanted, section, drafted))
        return filing

    async def _tried(self, section: Section, view: View, temperature: float) -> Drafted:
        try:
            return await self.draft(section, view, temperature=temperature)
        except ModelUnavailable:
            raise
        except CopilotError as error:  # too long for this model: the section stays as the facts make it
            log.info("filing_section_failed", section=section.id, error=str(error))
            return Drafted(section.id, (), (), 0.0, failed=error.message)

    def _law(self, query: str, as_of: dt.date) -> list[Passage]:
        found = [hit.passage for hit in self.law.search(query, as_of=as_of, k=4 * MAX_LAW)]
        own = [p for p in found if p.kind in ("verbatim", "digest") and p.article and p.in_force(as_of)]
        return own[:MAX_LAW]


def _sentences(reply: object) -> str:
    """The sentences of a reply, one a line: a reason, what follows from it, the mark of the law; halves that were cut
    off in the middle are left out."""
    found = reply.get("sentences") if isinstance(reply, Mapping) else None
    lines = []
    for one in found if isinstance(found, list) else ():
        if not isinstance(one, Mapping):
            continue
        halves = [str(one.get(key, "")).strip().strip("。；，") for key in ("because", "so")]
        if all(6 <= len(half) < MOST for half in halves):
            mark = f"[{one['law']}]" if isinstance(one.get("law"), int) and one["law"] > 0 else ""
            so = re.sub(r"^(?:因此|所以|由此可见)[，,]?", "", halves[1])
            lines.append(f"{re.sub('^(?:由于|因为)', '', halves[0])}，因此{so}{mark}。".replace("\n", ""))
    return "\n".join(lines)


def checked(
    reply: str, facts: Facts, law: Sequence[Passage], view: View
) -> tuple[tuple[Claim, ...], tuple[tuple[str, str], ...]]:
    """The sentences of a reply that stand on facts and cited law, and the others with the reason against each."""
    kept: list[Claim] = []
    dropped: list[tuple[str, str]] = []
    known = Known.of(view.filing, law=[_named(p) for p in law])
    for raw in split(reply):
        if len(kept) == MAX_SENTENCES:
            break
        claim = _claim(raw, facts, law, known)
        if isinstance(claim, str):
            dropped.append((raw, claim))
        elif any(_same(claim.sentence, one.sentence) for one in kept):
            dropped.append((raw, "repeated"))
        else:
            kept.append(claim)
    return tuple(kept), tuple(dropped)


def split(reply: str) -> list[str]:
    """Sentences of a reply, marks at their end kept; leading bullets and numbers off."""
    parts = re.findall(r"[^。！？\n]+[。！？]?(?:\s*\[\d+\])*", reply)
    return [text for part in parts if (text := _LEAD.sub("", part).strip())]


def _claim(raw: str, facts: Facts, law: Sequence[Passage], known: Known) -> Claim | str:
    """The sentence with its sources, or why it is dropped."""
    cited = [law[n - 1] for n in marks(raw) if 0 < n <= len(law)]
    if len(cited) < len(marks(raw)):
        return "citation"
    plain = without_marks(raw).rstrip("。！？；")
    bare = TOKEN.sub("", plain)
    clauses = re.split(r"[，；]", plain)
    if not MIN_CHARS <= len(plain) <= MAX_CHARS or _TEMPLATE.search(bare) or len(clauses) > MAX_CLAUSES:
        return "form"
    if _VERDICT.search(bare):
        return "verdict"
    texts = [_named(p) for p in cited]
    if any(plain[start:end] not in "".join(texts) for start, end in literal_spans(bare_marked(plain))):
        return "number"
    done = facts.fill(plain)
    if done is None:
        return "token"
    text, paths = done
    if strangers := known.invented(text):
        return f"invented:{strangers[0].value}"
    return _supported(text, paths, facts, cited)


def bare_marked(plain: str) -> str:
    """The sentence with its tokens blanked, places kept."""
    return TOKEN.sub(lambda m: "　" * len(m[0]), plain)


def _supported(text: str, paths: tuple[str, ...], facts: Facts, cited: Sequence[Passage]) -> Claim | str:
    """The claim with the facts that it repeats, where facts and cited law together carry it."""
    words = content_words(normalise(text))
    told_ = {one.path: content_words(normalise(f"{one.label}{one.said}")) for one in facts.facts}
    source = [w for found in told_.values() for w in found]
    source += [w for p in cited for w in content_words(normalise(p.text))]
    if overlap(words, source) < MIN_SUPPORT:
        return f"thin:{overlap(words, source):.2f}"
    if any(overlap(words, found) > ECHO for found in told_.values()) or _repeats(text):
        return "echo"
    near = [
        one
        for one in facts.facts
        if one.path in paths
        or (len("".join(own := content_words(normalise(one.said)))) > 1 and overlap(own, words) >= MIN_FACTS)
    ]
    if not near and not cited:
        return "no_source"
    if odd := _mixed(text, facts, cited):
        return f"mixed:{odd}"
    if fault := _contradicted(text, [one.said for one in near], cited):
        return fault
    basis = tuple(dict.fromkeys(Basis(instrument=p.instrument, article=p.article) for p in cited))
    return Claim(f"{text}。", tuple(dict.fromkeys([*paths, *(one.path for one in near)])), basis)


def _repeats(text: str) -> bool:
    """Whether what follows only says its reason again."""
    because, found, so = text.partition("，因此")
    left, right = content_words(normalise(because)), content_words(normalise(so))
    return bool(found) and overlap(right, left) > ECHO and overlap(left, right) > MIN_FACTS


def _mixed(text: str, facts: Facts, cited: Sequence[Passage]) -> str:
    """A name or place that a clause ties to what another fact says; empty where each stands with its own."""
    sources = [f"{one.label}{one.said}" for one in facts.facts] + [_named(p) for p in cited]
    for clause in re.split(r"[，；]", text):
        names = owners(clause)
        if not names:
            continue
        words = content_words(normalise(clause))
        best = max(overlap(words, content_words(normalise(one))) for one in sources)
        close = [one for one in sources if overlap(words, content_words(normalise(one))) >= best - 0.05]
        whole = [one for one in close if all(name in one for name in names)]
        others = [w for w in words if not any(w in name for name in names)]
        if not whole or overlap(others, content_words(normalise("".join(whole)))) < MIN_FACTS:
            return names[0]
    return ""


_DENIED = re.compile(r"不得|不能|不再|不会|不向|不|没有|未|无(?!锡)|禁止")


def _contradicted(text: str, said: Sequence[str], cited: Sequence[Passage]) -> str:
    """A denial that stands in no source, or a sentence of law alone that the law does not carry."""
    sources = "".join([*said, *(p.text for p in cited)])
    if _DENIED.search(text) and not _DENIED.search(sources):
        return "denial"
    if cited and not said:
        verdict = verify(text, [Source(f"{p.instrument}{p.article or ''}", p.text) for p in cited])
        if not verdict.supported:
            return f"law:{verdict.reasons[0]}"
    return ""


def _same(left: str, right: str) -> bool:
    a, b = content_words(normalise(left)), content_words(normalise(right))
    return overlap(a, b) > 0.9 and overlap(b, a) > 0.9


def _named(passage: Passage) -> str:
    return f"《{passage.instrument}》{passage.article or ''} {passage.text}"


def _short(passage: Passage) -> str:
    """The passage without its name: the model cites by number."""
    text = re.sub(r"\s+", "", passage.text)
    return text if len(text) <= LAW_CHARS else text[:LAW_CHARS].rpartition("；")[0] or text[:LAW_CHARS]


def _keep(filing: Filing, section: Section, drafted: Drafted, view: View, model: str) -> Filing:
    sentences = tuple(
        Sentence(
            text=one.sentence,
            paths=one.paths,
            basis=tuple(Rest(instrument=b.instrument, article=b.article) for b in one.basis),
        )
        for one in drafted.claims
    )
    text = "".join(one.sentence for one in drafted.claims)
    paths = dict.fromkeys(path for one in drafted.claims for path in one.paths)
    said = {path: words for path in paths if 2 <= len(words := view.fresh().text(path)) <= 200}
    digest = facts_digest(section, view)
    kept = Kept(text=text, by="model", model=model[:MAX_NAME], facts=digest, values=said, sentences=sentences)
    return filing.model_copy(update={"sections": {**filing.sections, section.id: kept}})


def _step(done: int, wanted: Sequence[Section], section: Section, drafted: Drafted, *, kept: bool = False) -> Progress:
    sentences, dropped = len(drafted.claims), len(drafted.dropped)
    return Progress(done, len(wanted), section.id, section.name, sentences, dropped, kept, drafted.failed)

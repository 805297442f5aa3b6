"""Facts to papers: every paper of a kind and day as .docx, with what is missing and what contradicts itself.

A paper that is ready only on an official template is put on it where one was loaded and confirmed; else it is a
fill-in sheet of ours that says so on every page.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol

from copilot.filing.chapters import Writer, chapters, from_facts
from copilot.filing.conflict import Conflict
from copilot.filing.derived import scenes_of
from copilot.filing.facts import Filing, FilingKind
from copilot.filing.generated import WORDS, labelled
from copilot.filing.papers import Paper, Papers, load_papers
from copilot.filing.prose import Prose
from copilot.filing.render import Answer, render
from copilot.filing.view import View, day, plain, values
from copilot.precheck.entry_names import KEPT

MARK = "非官方文本·不得签署或提交"
UNNAMED = "未记名的模型"
KINDS: Mapping[str, str] = {
    "security_assessment": "数据出境安全评估",
    "standard_contract": "个人信息出境标准合同备案",
    "certification": "个人信息出境认证",
    "negative_list": "负面清单使用备案",
    "extension": "评估结果有效期延长",
    "contract_change": "标准合同变更和重新备案",
    "gba_hk": "粤港澳大湾区（内地、香港）标准合同备案",
    "exempt": "免予办理三项手续（留存材料）",
}
MATTERS: Mapping[str, str] = {
    "security_assessment": "数据出境安全评估申报工作",
    "standard_contract": "个人信息出境标准合同备案工作",
    "extension": "延长评估结果有效期申请工作",
    "contract_change": "个人信息出境标准合同备案工作",
}
_BAD_NAME = re.compile(r'[\\/:*?"<>|\x00-\x1f\s]+')


class OfficialTemplates(Protocol):
    """Where confirmed official templates are; `fill` puts the facts on the paper, None without one; `notes` says what
    a person must know of the template."""

    def fill(
        self, paper: str, view: View, chapters: Mapping[str, Sequence[str]], *, recipient: int | None
    ) -> bytes | None: ...

    def notes(self, paper: str, *, as_of: dt.date) -> tuple[str, ...]: ...


@dataclass(frozen=True)
class Sources:
    """What papers are made from beside the facts.

    Args:
        kb_dir: folder of the knowledge base.
        label: a field's label by its path.
        conflicts: what the facts say against themselves, the law of the day or the kind.
        risks: rows of the table of risks, and their matrix as PNG.
        writer: writes a section.
        official: confirmed official templates; None: none are loaded.
        producer: name or code of the service provider, in the label of papers in which a model wrote.
    """

    kb_dir: Path
    label: Callable[[str], str]
    conflicts: Callable[[Filing, FilingKind, dt.date], Sequence[Conflict]] = lambda filing, kind, as_of: ()
    risks: Callable[[View], tuple[Sequence[Mapping[str, str]], bytes | None]] = lambda view: ((), None)
    writer: Writer = from_facts
    official: OfficialTemplates | None = None
    producer: str = "compliance-copilot"


@dataclass(frozen=True)
class DraftedPaper:
    """A paper as drafted. `name`: its file under the folder; `official`: on the official template."""

    paper: Paper
    name: str
    data: bytes
    official: bool
    missing: tuple[str, ...]
    used: tuple[str, ...]
    prose: tuple[Prose, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def marked(self) -> bool:
        """Whether it bears the mark that it is no official text."""
        return self.paper.official is not None and not self.official

    @property
    def generated(self) -> bool:
        """Whether a model wrote sentences in it."""
        return any(one.by == "model" for one in self.prose)


@dataclass(frozen=True)
class Placeholder:
    """A value that was not said: where it is typed, and the papers that show its placeholder."""

    path: str
    label: str
    papers: tuple[str, ...]


@dataclass(frozen=True)
class Draft:
    """All papers of a filing, what was not said, and what the facts say against themselves."""

    kind: FilingKind
    as_of: dt.date
    filing: Filing
    papers: tuple[DraftedPaper, ...]
    placeholders: tuple[Placeholder, ...]
    conflicts: tuple[Conflict, ...] = ()

    @property
    def files(self) -> dict[str, bytes]:
        """Every file by its name."""
        return {one.name: one.data for one in self.papers}

    @property
    def by_model(self) -> tuple[str, ...]:
        """Sections with sentences that a model wrote."""
        return tuple(dict.fromkeys(said.section for one in self.papers for said in one.prose if said.by == "model"))

    @property
    def models(self) -> tuple[str, ...]:
        """The models that wrote them."""
        kept = (self.filing.sections[one] for one in self.by_model)
        return tuple(dict.fromkeys(one.model or UNNAMED for one in kept))

    @property
    def submission(self) -> dict[str, bytes]:
        """Only what is handed in; of an exempt transfer nothing is."""
        return {one.name: one.data for one in self.papers if not one.paper.keep}


def draft(filing: Filing, kind: FilingKind, *, as_of: dt.date, sources: Sources) -> Draft:
    """Every paper that the filing needs on that day; the filing of the draft is of that kind.

    Raises:
        BadTemplate: a sheet is broken.
    """
    filing = filing.model_copy(update={"kind": kind})
    papers = load_papers(sources.kb_dir)
    made: list[DraftedPaper] = []
    labels: dict[str, str] = {}
    for paper in papers.needed(filing, kind, as_of=as_of):
        if paper.id == "cover_list":
            continue
        for place in _places(paper, filing):
            view = values(filing, kind, as_of=as_of, label=sources.label)
            made.append(_one(paper, papers, view, place, sources))
            labels |= {one.path: one.label for one in view.missing.values()}
    conflicts = tuple(sources.conflicts(filing, kind, as_of))
    return Draft(kind, as_of, filing, tuple(made), _placeholders(made, labels), conflicts)


def with_cover(draft: Draft, rows: Sequence[Mapping[str, str]], sources: Sources) -> Draft:
    """The draft with its list of materials, missing values and contradictions as the first paper.

    Args:
        rows: of the list: id, name, form, file, state.
    """
    papers = load_papers(sources.kb_dir)
    paper = papers.paper("cover_list")
    view = values(draft.filing, draft.kind, as_of=draft.as_of, label=sources.label)
    extra = {
        **_said(view, paper, official=False),
        "rows": rows,
        "missing": [{"label": plain(p.label), "papers": "、".join(p.papers)} for p in draft.placeholders],
        "conflicts": [plain(_in_words(one)) for one in draft.conflicts],
    }
    data = render(papers.template(paper), view, name=paper.template, extra=extra)
    cover = DraftedPaper(paper, _name(paper, draft.kind, ""), data, True, tuple(view.missing), tuple(view.used))
    return replace(draft, papers=(cover, *draft.papers))


def _in_words(one: Conflict) -> str:
    places = "、".join(b.shown for b in one.basis)
    return f"{'' if one.severity == 'error' else '请核对：'}{one.message}{f'（{places}）' if places else ''}"


def _places(paper: Paper, filing: Filing) -> Sequence[int | None]:
    """One paper, or one for each recipient that takes part in a scene; at least one."""
    if paper.per is None:
        return (None,)
    used = [n for n in range(len(filing.recipients)) if scenes_of(filing, n)]
    return used or tuple(range(len(filing.recipients))) or (0,)


def _one(paper: Paper, papers: Papers, view: View, place: int | None, sources: Sources) -> DraftedPaper:
    made, prose = (
        chapters(paper.sections, view, kb_dir=sources.kb_dir, writer=sources.writer) if paper.sections else ((), ())
    )
    data: bytes | None = None
    generated = any(one.by == "model" for one in prose)
    notes: tuple[str, ...] = ()
    if sources.official is not None and paper.official is not None:
        notes = sources.official.notes(paper.id, as_of=view.as_of)
        texts = {one.section: one.text for one in prose}
        data = sources.official.fill(paper.id, view, texts, recipient=place)
    official = data is not None
    if data is None:
        extra = _said(view, paper, official=False)
        picture = None
        if paper.sections:
            extra["risks"], picture = sources.risks(view)
            extra["chapters"] = made
            extra["mark"] = "　".join(filter(None, (extra["mark"], WORDS if generated else "")))
        if place is not None:
            extra["recipient"] = Answer(view, f"recipients[{place}]")
        data = render(papers.template(paper), view, name=paper.template, extra=extra, picture=picture)
    if generated:
        text = "\n".join(part for one in prose for part in one.text)
        data = labelled(data, text=f"{paper.id}\n{text}", producer=sources.producer)
    return DraftedPaper(
        paper,
        _name(paper, view.kind, _who(view, place)),
        data,
        official,
        tuple(view.missing),
        tuple(view.used),
        prose,
        notes,
    )


def _said(view: View, paper: Paper, *, official: bool) -> dict[str, Any]:
    """Names that sheets may use beside the questionnaire's."""
    marked = paper.official is not None and not official
    return {
        "mark": MARK if marked else "",
        "mark_why": note_on(paper) if marked else "",
        "paper_id": paper.id,
        "paper_title": paper.title,
        "kind_name": KINDS[view.kind],
        "matter": MATTERS.get(view.kind, "申报工作"),
        "day_text": day(view.as_of),
        "important": _important(view.filing),
        "consent": any(s.legal_basis == "13(一)" for s in view.filing.scenes),
        "risks": (),
        "chapters": (),
    }


def note_on(paper: Paper) -> str:
    """What to do with a sheet that is no official text."""
    official = paper.official
    if official is None:
        return ""
    where = f"，官方页面：{official.url}" if official.url else ""
    lost = "" if official.obtained else "（本工具没有取得该模板，栏目以官方文件为准）"
    return f"{MARK}。本件是填写单，请把内容填入官方模板《{official.title}》{lost}后签署、提交{where}。"


def _important(filing: Filing) -> bool | None:
    """Whether important data are among the data; None while a scene does not say."""
    kinds = [one.data_types for one in filing.scenes]
    if any("重要数据" in one for one in kinds):
        return True
    return False if kinds and all(kinds) else None


def _who(view: View, place: int | None) -> str:
    """The recipient in a file's name, where there are several."""
    if place is None or len(view.filing.recipients) < 2:
        return ""
    one = view.filing.recipients[place]
    return f"（{_BAD_NAME.sub('', plain(one.name or ''))[:30].strip('. ') or place + 1}）"


def _name(paper: Paper, kind: FilingKind, who: str) -> str:
    inside = paper.keep and (kind != "exempt" or paper.id == "cover_list")
    folder = f"{KEPT}/" if inside else ""
    return f"{folder}{paper.file}{who}.docx"


def _placeholders(made: Sequence[DraftedPaper], labels: Mapping[str, str]) -> tuple[Placeholder, ...]:
    shown: dict[str, dict[str, None]] = {}
    for one in made:
        for path in one.missing:
            shown.setdefault(path, {})[one.paper.title] = None
    return tuple(Placeholder(path, labels.get(path, path), tuple(titles)) for path, titles in shown.items())

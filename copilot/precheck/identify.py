"""Which paper is which: by title and content before file name, with the reasons; merged files are taken apart.

The result names roles (`application_form`, `id_card` ...); `knowledge_base/precheck/papers.yaml` says which material
of each kind of filing a role is. Nothing is taken for a material on its file name alone unless it has no text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from copilot.precheck.outline import key
from copilot.precheck.paper import Block, Mark, Paper, Place
from copilot.precheck.tables import PaperEntry, Tables

TITLE, EARLY, CUE, NAMED, UNLIKE = 6.0, 3.0, 1.0, 1.0, -3.0
ENOUGH, CERTAIN, MAX_CUES = 3.0, 8.0, 6
_TOP_BLOCKS, _EARLY_CHARS = 8, 400
_LONGER = 0.01
_LIST = 4  # a page that names so many papers is a list of them
ID_CARD = "id_card"


@dataclass(frozen=True, slots=True)
class Identified:
    """A file, or a run of its pages, and what it was taken for. `role` empty: not recognised.

    `paper` holds only the blocks and marks of the part; `pages` are the first and last page where the file has more.
    """

    paper: Paper
    role: str
    confidence: float
    reasons: tuple[str, ...] = ()
    pages: tuple[int, int] | None = None

    @property
    def start(self) -> Place:
        """Where the part begins; the file alone where nothing was read."""
        first = next((b for b in self.paper.blocks if b.visible), None)
        return first.place if first else Place(self.paper.file, self.pages[0] if self.pages else None)

    @property
    def file(self) -> str:
        """Path of the file inside the submission."""
        return self.paper.file


def identify(papers: tuple[Paper, ...], tables: Tables) -> tuple[Identified, ...]:
    """What each file is, in the order of the files; a merged file gives several."""
    found = []
    for paper in papers:
        parts = split(paper, tables)
        found += [_one(part, tables, of_many=len(parts) > 1) for part in parts]
    return tuple(found)


def _one(paper: Paper, tables: Tables, *, of_many: bool) -> Identified:
    pages = sorted({b.place.page for b in paper.blocks if b.place.page})
    span = (pages[0], pages[-1]) if pages and of_many else None
    best, score, why = _best(paper, tables)
    if best is None:
        return Identified(paper, "", 0.0, ("内容与已知的各类材料都不相符",), span)
    return Identified(paper, best, round(min(score / CERTAIN, 1.0), 2), why, span)


def _best(paper: Paper, tables: Tables) -> tuple[str | None, float, tuple[str, ...]]:
    looks = _Looks.of(paper)
    scored = [(*score(looks, entry), entry.id) for entry in tables.papers.values()]
    points, why, role = max(scored, key=lambda s: s[0])
    if points >= ENOUGH:
        return role, points, why
    if not paper.blocks and (named := [e for e in tables.papers.values() if _named(looks, e)]):
        return named[0].id, 1.0, (f"文件没有可读的文字，只按文件名“{paper.file.rsplit('/', 1)[-1]}”判断",)
    return None, points, why


@dataclass(frozen=True, slots=True)
class _Looks:
    """What is looked at: the first lines as labels, the whole text without blanks, the name of the file."""

    tops: frozenset[str]
    text: str
    name: str

    @classmethod
    def of(cls, paper: Paper) -> _Looks:
        shown = [b for b in paper.blocks if b.visible and b.kind not in ("comment", "header", "footer")]
        tops = frozenset(key(b.text) for b in shown[:_TOP_BLOCKS])
        return cls(tops, _squeezed_text(paper.text()), _squeezed_text(paper.file.rsplit("/", 1)[-1]))


def score(looks: _Looks, entry: PaperEntry) -> tuple[float, tuple[str, ...]]:
    """How much a paper looks like a role, and why."""
    points, why, text = 0.0, [], looks.text
    if title := max((t for t in _titles(entry, looks.tops)), key=len, default=None):
        points += TITLE + _LONGER * len(title)  # 认证委托书 is more than 委托书
        why.append(f"开头的标题是“{title}”")
    elif title := next((t for t in entry.titles if key(t) in text[:_EARLY_CHARS]), None):
        points += EARLY
        why.append(f"开头出现“{title}”")
    cues = [c for c in entry.cues if _squeezed(c) in text]
    if cues:
        points += CUE * min(len(cues), MAX_CUES)
        why.append("正文含有" + "、".join(f"“{c}”" for c in cues[:3]))
    for word in entry.unlike:
        points += UNLIKE * (_squeezed(word) in text)
    if _named(looks, entry):
        points += NAMED
        why.append("文件名也是这样写的")
    return points, tuple(why)


def _titles(entry: PaperEntry, tops: frozenset[str]) -> list[str]:
    """The titles among the first lines: those of the table as the table has them, others as they stand."""
    known = [t for t in entry.titles if _is_title(t, tops)]
    return known or [t for t in tops if _like(tuple(entry.like)).fullmatch(t)]


@lru_cache(maxsize=64)
def _like(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(patterns) or r"(?!)")


def _is_title(title: str, tops: frozenset[str]) -> bool:
    wanted = key(title)
    return any(t == wanted or (t.endswith(wanted) and len(t) <= len(wanted) + 24) for t in tops)


def _named(looks: _Looks, entry: PaperEntry) -> bool:
    return any(word in looks.name for word in entry.files)


@lru_cache(maxsize=512)
def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _squeezed_text(text: str) -> str:
    return re.sub(r"\s+", "", text)


def split(paper: Paper, tables: Tables) -> list[Paper]:
    """The papers inside a file: a new one begins on a page (or at a heading) that opens with another paper's title."""
    starts = _starts(paper, tables)
    if len(starts) < 2:
        return [paper]
    if starts[0] > 0:
        starts[0] = 0
    ends = [*starts[1:], len(paper.blocks)]
    return [_part(paper, paper.blocks[a:b]) for a, b in zip(starts, ends, strict=True)]


def _part(paper: Paper, blocks: tuple[Block, ...]) -> Paper:
    pages = {b.place.page for b in blocks}
    locators = {b.place.locator for b in blocks}

    def inside(mark: Mark) -> bool:
        return mark.place.page in pages if mark.place.page else mark.place.locator in locators

    marks = tuple(m for m in paper.marks if inside(m))
    return replace(paper, blocks=blocks, marks=marks, pages=len(pages - {None}) or paper.pages)


def _starts(paper: Paper, tables: Tables) -> list[int]:
    """Numbers of the blocks with which another paper begins."""
    found: list[int] = []
    current = ""
    for at, group in _groups(paper):
        named = list(dict.fromkeys(r for b in group[:_TOP_BLOCKS] for r in _titled(b, tables)))
        role = named[0] if 0 < len(named) < _LIST else ""
        if not role and not named and sum(len(b.text) for b in group) < 600:
            role = _card(group, tables)
        if role and (role != current or _another_card(role, group)):
            found.append(at)
            current = role
    return found


def _groups(paper: Paper) -> list[tuple[int, list[Block]]]:
    """Blocks page by page; without pages, from each heading or title-like line on."""
    groups: list[tuple[int, list[Block]]] = []
    page: object = object()
    for i, block in enumerate(paper.blocks):
        if not block.visible or block.kind in ("header", "footer", "comment"):
            continue
        fresh = block.place.page != page if block.place.page else block.kind in ("heading", "paragraph")
        if fresh or not groups:
            groups.append((i, []))
            page = block.place.page
        groups[-1][1].append(block)
    return groups


_OWNER = re.compile(
    r"(?:公司|集团|单位|中心|银行|医院|大学|学院|学校|研究院|研究所|事务所|支行|分行|附[件录表]\d*|材料\d*|关于)$"
)


def _titled(block: Block, tables: Tables) -> list[str]:
    """The roles whose title a line is, also with the enterprise's name before it."""
    if block.kind not in ("heading", "paragraph", "textbox") or len(block.text) > 50:
        return []
    mine = key(block.text)

    def is_title(title: str) -> bool:
        wanted = key(title)
        return mine == wanted or (mine.endswith(wanted) and bool(_OWNER.search(mine.removesuffix(wanted))))

    named = [e.id for e in tables.papers.values() if any(is_title(t) for t in e.titles)]
    return named or [e.id for e in tables.papers.values() if _like(tuple(e.like)).fullmatch(mine)]


def _card(group: list[Block], tables: Tables) -> str:
    text = re.sub(r"\s+", "", "".join(b.text for b in group))
    for role in (ID_CARD, "uscc_certificate"):
        entry = tables.papers.get(role)
        if entry and sum(_squeezed(c) in text for c in entry.cues) >= 3:
            return role
    return ""


def _another_card(role: str, group: list[Block]) -> bool:
    return role == ID_CARD and any("公民身份号码" in re.sub(r"\s", "", b.text) for b in group)


def resolve_id_cards(
    found: tuple[Identified, ...], *, legal_rep: set[str], agent: set[str], names: dict[int, set[str]]
) -> tuple[Identified, ...]:
    """Identity papers told apart by the names and numbers in them, else by the words of the file name, else by order.

    Args:
        found: what was identified; cards have the role `id_card`.
        legal_rep: name and number of the legal representative in the other papers.
        agent: name and number of the agent.
        names: name and number of each card, by its place in `found`.
    """
    out = list(found)
    why = "姓名对不上，" if legal_rep or agent else "其他材料没有写姓名，"
    for i, part in enumerate(found):
        if part.role != ID_CARD:
            continue
        base, own = part.file.rsplit("/", 1)[-1], names.get(i, set())
        if own & legal_rep and not own & agent:
            out[i] = _as(part, "legal_rep_id", "姓名或号码与法定代表人一致")
        elif own & agent and not own & legal_rep:
            out[i] = _as(part, "agent_id", "姓名或号码与经办人一致")
        elif re.search(r"法定代表|法代|法人", base):
            out[i] = _as(part, "legal_rep_id", why + "按文件名判断", doubt=True)
        elif re.search(r"经办|代理|办理人", base):
            out[i] = _as(part, "agent_id", why + "按文件名判断", doubt=True)
    taken = {p.role for p in out}
    for role in ("legal_rep_id", "agent_id"):
        rest = [i for i, p in enumerate(out) if p.role == ID_CARD]
        if role not in taken and rest:
            out[rest[0]] = _as(out[rest[0]], role, why + "按次序判断", doubt=True)
    return tuple(out)


def _as(part: Identified, role: str, why: str, *, doubt: bool = False) -> Identified:
    sure = min(part.confidence, 0.5) if doubt else part.confidence
    return replace(part, role=role, confidence=sure, reasons=(*part.reasons, why))

"""The times and papers of a verdict: asked for with the path, or by a short question after it (要多久？要哪些材料？)."""

# ruff: noqa: E501 (patterns read better whole)
from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from copilot.chat.beside import asks_papers
from copilot.chat.knowledge import Knowledge
from copilot.chat.reading import Reading
from copilot.chat.said import Said, passages_of, section_of
from copilot.chat.words import content_words, normalise, overlap
from copilot.domain import Basis, Passage
from copilot.law.knowledge_base import Material
from copilot.rules.conditions import parts_of
from copilot.rules.materials import papers_of
from copilot.rules.result import Milestone, PathResult

Wanted = Literal["times", "papers", "costs"]
SHORT, SHORT_LATIN = 30, 80  # characters; a longer question after a verdict tells what it is about
_TIMES = re.compile(
    r"多久|多长(?:的)?时间|多少(?:个)?(?:天|日|工作日|时间|时限|个?月)|几(?:天|日|个?工作日|个月|周|个星期)|时间(?:呢|要|多|上|怎么|表|线|安排|$)|(?:审批|办理|处理|办结)?时限|期限(?:呢|多|要|是|$)|周期"
    r"|(?:什么时候|何时|啥时候)[^，。；？?]{0,6}(?:能|可以|才)?(?:批|办[好完妥下]|下来|出结果|拿到|完成|走完|开始传)|\bhow (?:long|many (?:working |business )?(?:days|weeks|months))\b|\b(?:timeline|time ?frame|time limits?|deadlines?)\b|\bwhen (?:will|can) (?:it|we|i)\b",
    re.IGNORECASE,
)
_PAPERS = re.compile(
    r"(?:什么|哪些|啥|几[份样种]|多少)[^，。；？?]{0,6}(?:材料|文件|资料)|(?:材料|文件|资料)(?:呢|有|是|清单|包括|都|要(?:什么|哪些|啥|交|准备)|和|、|[？?]|$)|(?:准备|交|提交|递交|报|带|备)(?:些|点)?(?:什么|啥|哪些)|(?:什么|啥|哪些)(?:东西|手续资料|资料|文件)|文件清单|\b(?:documents?|papers?|materials?|paperwork)\b",
    re.IGNORECASE,
)
_COSTS = re.compile(
    r"多少钱|费用|收费|费(?:多少|呢|要多少)|花(?:费|多少)|(?:要|用|得)(?:交|付|花)?钱|免费|贵不贵|成本|什么价|\bhow much\b|\b(?:fees?|costs?|price)\b",
    re.IGNORECASE,
)
# Of another matter than how to go this path.
_OTHER = re.compile(
    r"有效期?|到期|届满|延长|延期|(?<!手)续|变更|补正|补充|复评|异议|罚|处罚|责任|日志|保存|留存|存(?:多久|几年)|审计|同意|告知|泄露|事件|负面清单|自贸|大湾区|律师|中介|代办|机构|顾问|第三方|公示|撤销|重新|问答|第[一二三四五六七八九十\d]+条|删除|报告(?:要|多久|几)|累计|算|一次(?:[？?]|$)"
    r"|\b(?:valid|expir\w+|extend\w*|renew\w*|keep|kept|store|retain|retention|penalt\w+|fined|audit|consent|breach|consultant|lawyer)\b",
    re.IGNORECASE,
)
_NAMED = {
    "security_assessment": re.compile(r"评估|\bassessment\b", re.IGNORECASE),
    "contract_or_certification": re.compile(
        r"合同|备案|认证|证书|\b(?:contract|filing|certificat\w+)\b", re.IGNORECASE
    ),
}
_LATER = (
    "reevaluation",
    "validity",
    "extension_window",
    "extension_check",
    "extension_review",
    "certificate_validity",
    "certificate_renewal",
)
_UNITS = {"working_days": "个工作日", "days": "日", "months": "个月", "years": "年"}
COSTS = (
    "申报、备案要不要交费，所收的规定里没有写；律师、认证机构等的收费不在法规之内，不作估计。下面是这条路径的时限和材料：",
    "The provisions held here set no fee for applying or filing; what lawyers or certification bodies charge is not in the law and is not estimated. The times and papers of this path:",
)


def asks_times(text: str) -> bool:
    """Whether `text` asks how long the way takes."""
    return bool(_TIMES.search(text)) and not _OTHER.search(text)


def wanted_with(text: str, pieces: Sequence[str]) -> frozenset[Wanted]:
    """What a question about a path asks of that path besides; `pieces` are its sentences."""
    times: set[Wanted] = {"times"} if any(asks_times(p) for p in pieces) else set()
    papers: set[Wanted] = {"papers"} if asks_papers(text) else set()
    return frozenset(times | papers)


def wanted_after(text: str, path: str) -> frozenset[Wanted]:
    """What a short later turn asks of the verdict `path` before it; empty where it asks of something else."""
    limit = SHORT_LATIN if text.isascii() else SHORT
    if len(text) > limit or _OTHER.search(text) or any(p.search(text) for k, p in _NAMED.items() if k != path):
        return frozenset()
    if re.search(r"合同|备案|认证|评估", text) and _PAPERS.search(text):
        return frozenset()  # names its subject: the texts tell
    asked: tuple[tuple[Wanted, re.Pattern[str]], ...] = (("times", _TIMES), ("papers", _PAPERS), ("costs", _COSTS))
    return frozenset(name for name, pattern in asked if pattern.search(text))


def particulars(result: PathResult, wanted: frozenset[Wanted], reading: Reading, knowledge: Knowledge) -> list[Said]:
    """Statements on the papers and times of the verdict; costs are told by them, since the law names no price."""
    found = []
    if wanted & {"papers", "costs"}:
        found += _papers(result, reading, knowledge)
    if wanted & {"times", "costs"}:
        found += _times(result, reading, knowledge)
    return found


def _papers(result: PathResult, reading: Reading, knowledge: Knowledge) -> list[Said]:
    """The papers of the verdict by name, a statement for each list of them."""
    book, found = knowledge.kb.rulebook, []
    papers = papers_of(book, result.as_of)
    for one in parts_of(book).lists:
        named = [papers[e] for e in dict.fromkeys(entry.id for entry in one.entries) if e in result.materials]
        text = f"{one.title}：{'、'.join(p.name for p in named)}。"
        if named and (place := _listed(named, text, reading, knowledge)):
            found.append(Said(text, (place,), english=f"Papers: {'; '.join(p.name_en for p in named)}."))
    return found


def _listed(papers: Sequence[Material], text: str, reading: Reading, knowledge: Knowledge) -> Passage | None:
    """The place, of those that the papers rest on, that has most of their names."""
    basis = {Basis(instrument=b.instrument, article=b.article) for paper in papers for b in paper.basis}
    found = [
        p
        for b in sorted(basis, key=str)
        for p in (
            passages_of([b], knowledge, as_of=reading.as_of) or section_of(b, knowledge, as_of=reading.as_of, text=text)
        )
    ]
    words = content_words(normalise(text))
    shares = {p.id: overlap(words, frozenset(content_words(normalise(f"{p.title}。{p.text}")))) for p in found}
    return max(found, key=lambda p: shares[p.id], default=None)


def _times(result: PathResult, reading: Reading, knowledge: Knowledge) -> list[Said]:
    """The stretches of the way, each with its statutory time; what comes after the way is left out."""
    found = []
    for step in (m for m in result.timeline if m.id not in _LATER):
        text, english = _time(step)
        passages = passages_of(step.basis, knowledge, as_of=reading.as_of, text=text)
        passages = passages or section_of(step.basis[0], knowledge, as_of=reading.as_of, text=text)
        if passages:
            found.append(Said(text, passages[:1], english=english))
    if not found and result.path == "exempt":
        places = passages_of(result.basis[:1], knowledge, as_of=reading.as_of)
        none = "免办三项手续，没有要等的申报、备案时限；告知和影响评估在出境前做好即可。"
        found.append(
            Said(
                none,
                places,
                english="There is no filing to wait for; notice and impact assessment come before the export.",
            )
        )
    return found


def _time(step: Milestone) -> tuple[str, str]:
    if step.days is None or step.unit is None:
        return f"{step.title}：{step.note}。", f"{step.title_en}: {step.note_en}."
    unit = step.unit.replace("_", " ")
    return (
        f"{step.title}：{step.days}{_UNITS[step.unit]}（{step.note}）。",
        f"{step.title_en}: {step.days} {unit} ({step.note_en}).",
    )

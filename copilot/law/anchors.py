"""Whether the figures of our records occur in the official text of the article that they cite, as of their days.

Nothing here reads files: the texts are the verbatim passages of the knowledge base that is handed in.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from copilot.law.cited_places import EVER, Days, Place, within
from copilot.law.knowledge_base import Instrument, KnowledgeBase
from copilot.law.locate import locate
from copilot.law.numbers import measures, shown
from copilot.law.reading import Files
from copilot.law.resolution import in_force_during, places_of

Status = Literal["ok", "whole", "differs", "unchecked"]
_TIMES = {"working_days": "工作日", "days": "日", "months": "月", "years": "年"}
UNITS = {"persons": "人", **_TIMES, "percent": "%"}
_READ = ("parameters/", "rules/", "negative_lists/", "qa/", "materials/")
_SAID = ("title", "text", "note", "answer", "requirement", "condition", "what", "find_out", "help", "says")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing compared with the official text.

    `whole`: found, but the text has no articles, so only somewhere in the whole of it.
    """

    file: str
    path: Place
    kind: Literal["figure", "row", "place", "count"]
    cited: str
    what: str
    status: Status
    why: str = ""


@dataclass(frozen=True, slots=True)
class Official:
    """The official text of a place in one version; `text` None: not there, `why` says why not.

    `around`: for an annex the whole text, since tables of annexes are often printed after the last one.
    """

    text: str | None
    whole: bool = False
    why: str = ""
    around: str = ""


def officials(kb: KnowledgeBase, title: str, article: str | None, days: Days) -> list[Official]:
    """The text of a place in every version in force on one of the days."""
    if title not in kb.versions:
        return [Official(None, why="知识库没有这部文件")]
    versions, _ = in_force_during(kb, title, days)
    return [official_text(kb, v, article) for v in versions] or [Official(None, why="所引的日子没有施行的版本")]


def official_text(kb: KnowledgeBase, version: Instrument, article: str | None) -> Official:
    """The text of a place in one version."""
    group = [p for p in kb.by_slug.get(version.slug, ()) if p.kind == "verbatim"]
    if version.stub:
        return Official(None, why="只登记，正文未取得")
    if not group:
        return Official(None, why="没有官方文本，只有本库摘编")
    whole = _plain("\n".join(f"{p.section or ''}\n{p.text}" for p in group))
    if article is None:
        return Official(whole, whole=True)
    found = [p for p in places_of(kb, version, article) if p.kind == "verbatim"]
    if not found:
        return Official(None, why=f"官方文本里没有{article}（未收或未分条）")
    text = "\n".join(p.text for p in found)
    span = locate(text, article)
    if span is None:
        return Official(None, why=f"官方文本的{article}定位不到")
    heading = "" if article.startswith("第") else found[0].title + "\n"
    return Official(_plain(heading + text[slice(*span)]), around=whole if article.startswith("附") else "")


def _plain(text: str) -> str:
    return re.sub(r"[^\S\n]+", "", unicodedata.normalize("NFKC", text)).replace("(", "（").replace(")", "）")


def parameter_findings(files: Files, kb: KnowledgeBase) -> Iterator[Finding]:
    """The anchor of every dated value: with its unit in every place cited, and equal to the value."""
    for name, data in files.of("parameters"):
        for i, value in enumerate(data["values"]):
            path, anchor, days = ("values", i), value["anchor"], within(value, None)
            what = f"{data['title']}：{anchor}"
            if (float(value["value"]), _TIMES.get(data["unit"], "")) not in _signed(anchor, data["unit"]):
                why = f"数值 {value['value']} 与 {anchor} 不一致"
                yield Finding(name, (*path, "anchor"), "figure", "", what, "differs", why)
            for basis in value["basis"]:
                cited = f"《{basis['instrument']}》{basis['article'] or ''}"
                for text in officials(kb, basis["instrument"], basis["article"], days or ("", EVER)):
                    status, why = _anchored(text, anchor, data["unit"])
                    yield Finding(name, (*path, "anchor"), "figure", cited, what, status, why)


def _signed(anchor: str, unit: str) -> set[tuple[float, str]]:
    return measures(anchor if UNITS[unit] in anchor else anchor + UNITS[unit])


def _anchored(text: Official, anchor: str, unit: str) -> tuple[Status, str]:
    if text.text is None:
        return "unchecked", text.why
    tail = "" if UNITS[unit] in anchor else f"(?={UNITS[unit]})"
    if re.search(rf"(?<![0-9.,]){re.escape(anchor)}{tail}", text.text):
        return ("whole", "文本未分条，只在全文里找到") if text.whole else ("ok", "")
    return "differs", "官方文本的这一处没有这个数值"


def text_findings(files: Files, kb: KnowledgeBase) -> Iterator[Finding]:
    """Every figure that a record with a basis states: in the official text of one of the places it rests on."""
    for name, data in files.data.items():
        if name.startswith(_READ):
            yield from _stated(name, data, (), None, kb)


def _stated(file: str, value: Any, path: Place, days: Days | None, kb: KnowledgeBase) -> Iterator[Finding]:
    if isinstance(value, (list, tuple)):
        for i, item in enumerate(value):
            yield from _stated(file, item, (*path, i), days, kb)
    elif isinstance(value, dict):
        days = within(value, days)
        if value.get("basis"):
            yield from _record(file, value, path, days, kb)
        for key, item in value.items():
            if key != "basis":
                yield from _stated(file, item, (*path, key), days, kb)


def _record(file: str, record: dict[str, Any], path: Place, days: Days | None, kb: KnowledgeBase) -> Iterator[Finding]:
    said = {key: text for key in _SAID if isinstance(text := record.get(key), str)}
    said |= {"conditions": "\n".join(record.get("conditions") or ())}
    if record.get("working_days"):
        said["working_days"] = f"{record['working_days']}个工作日"
    asked = measures(record.get("question") or "")  # the figures of an example, not of the law
    if not any(measures(text) - asked for text in said.values()):
        return
    cited = "、".join(f"《{b['instrument']}》{b['article'] or ''}" for b in record["basis"])
    places = [officials(kb, b["instrument"], b["article"], within(b, days) or ("", EVER)) for b in record["basis"]]
    yield from stated_figures(file, path, said, cited, places, apart=asked)


def stated_figures(
    file: str,
    path: Place,
    said: dict[str, str],
    cited: str,
    places: list[list[Official]],
    *,
    apart: Collection[tuple[float, str]] = (),
) -> Iterator[Finding]:
    """A finding for each figure of some texts, those `apart` left out; `places` hold the versions of each place."""
    for key, text in said.items():
        for figure in sorted(measures(text) - set(apart)):
            status, why = _borne(figure, places)
            yield Finding(file, (*path, key), "figure", cited, shown(*figure), status, why)


def _borne(figure: tuple[float, str], places: list[list[Official]]) -> tuple[Status, str]:
    """Whether one of the places has the figure, in every version that can be read."""
    missing: list[str] = []
    somewhere = False
    for versions in places:
        readable = [v for v in versions if v.text is not None]
        missing += [v.why for v in versions if v.text is None]
        if readable and all(figure in measures(v.text or "") for v in readable):
            if not any(v.whole for v in readable):
                return "ok", ""
            somewhere = True
        elif readable and all(figure in measures(v.around) for v in readable):
            somewhere = True
    if somewhere:
        return "whole", "文本未分条或者附表排在文末，只在全文里找到"
    if missing:
        return "unchecked", "；".join(dict.fromkeys(missing))
    return "differs", "所列依据的官方文本里没有这个数值"

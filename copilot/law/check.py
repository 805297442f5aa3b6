"""Check the whole knowledge base and report every fault at once, with file and line.

Form (keys, types, quotes, dates) is checked while reading; this module checks what records say about each other:
dates, citations, ids, units and numbers, questions.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from copilot.law.cited_places import place_faults
from copilot.law.english import missing_english
from copilot.law.faults import Fault
from copilot.law.knowledge_base import KnowledgeBase
from copilot.law.load import load_knowledge_base
from copilot.law.negative_lists import list_faults
from copilot.law.numbers import odd_units, unsupported_numbers
from copilot.law.reading import Files, read_files
from copilot.numerals import article_number

Path_ = tuple[str | int, ...]
BILINGUAL = ("rules", "parameters", "materials")
_END = "。；;！？!?）)”…："
_THRESHOLD = re.compile(r"[0-9一二三四五六七八九十百千两]+ ?(?:万|亿|人(?!民)|个?工作日|日内|%|％|元)")


def check_knowledge_base(
    kb_dir: Path, *, laws_db: Path | None, data_dir: Path | None, today: dt.date
) -> tuple[list[Fault], KnowledgeBase]:
    """All faults, in order of file and line, and the knowledge base as far as it loads.

    Args:
        kb_dir: the knowledge_base folder.
        laws_db: statute database; None: the installed one.
        data_dir: for added documents; None: none.
        today: no record may have been checked after this day.
    """
    files = read_files(kb_dir)
    kb = load_knowledge_base(kb_dir, laws_db=laws_db, data_dir=data_dir, strict=False)
    checker = _Checker(files, kb, today)
    loaded = [_parse(line) for line in kb.faults]
    return sorted({*loaded, *checker.run()}), kb


def _parse(line: str) -> Fault:
    file, number, message = line.split(":", 2)
    return Fault(file, int(number), "form", message.strip())


class _Checker:
    def __init__(self, files: Files, kb: KnowledgeBase, today: dt.date) -> None:
        self.files, self.kb, self.today = files, kb, today.isoformat()
        self.faults: list[Fault] = []
        self.asks: dict[str, tuple[str, Path_, str]] = {}

    def run(self) -> list[Fault]:
        for name, data in self.files.data.items():
            self._common(name, data, ())
        for name, data in self.files.of("instruments"):
            self._instrument(name, data)
        for name, data in self.files.of("asks"):
            core = (found := self.kb.instrument(data["instrument"])) is not None and found.core
            for i, record in enumerate(data["records"]):
                self._ask_list(name, ("records", i), record["asks"], data["instrument"] + record["article"])
                if core and len(record["asks"]) < 3:
                    self._add(
                        name,
                        ("records", i),
                        "asks",
                        f"核心法规的{record['article']}只有 {len(record['asks'])} 个常用问法（至少 3 个）",
                        "warning",
                    )
        for name, data in self.files.of("qa"):
            for i, entry in enumerate(data["entries"]):
                self._numbers(name, ("entries", i, "answer"), entry)
        self._alias_conflicts()
        for name, path, problem in place_faults(self.files, self.kb, today=self.today):
            self._add(name, path, "dead_citation", f"引用失效：{problem}")
        for folder in BILINGUAL:
            for name, data in self.files.of(folder):
                for path in missing_english(data):
                    self._add(name, path, "english", f"缺英文：{path[-1]}（英文页面会显示中文）", "warning")
        self.faults += list_faults(self.files)
        return self.faults

    def _add(self, name: str, path: Path_, code: str, message: str, level: Any = "error") -> None:
        self.faults.append(self.files.fault(name, path, code, message, level=level))

    def _common(self, name: str, value: Any, path: Path_) -> None:
        """What holds wherever it occurs: dates, checked, url, units."""
        if isinstance(value, (list, tuple)):
            for i, item in enumerate(value):
                self._common(name, item, (*path, i))
            return
        if isinstance(value, str):
            for odd in odd_units(value):
                self._add(name, path, "unit", f"数字或单位写法有误：“{odd}”")
            return
        if not isinstance(value, dict):
            return
        start, end = value.get("in_force_from"), value.get("repealed_from")
        if start and end and start >= end:
            self._add(name, (*path, "repealed_from"), "dates", f"失效日 {end} 不晚于施行日 {start}")
        checked = value.get("checked")
        if checked and checked["on"] > self.today:
            self._add(name, (*path, "checked"), "checked_in_future", f"核对日期 {checked['on']} 在今天之后")
        if checked and checked["status"] != "verified" and not checked["note"]:
            self._add(name, (*path, "checked"), "checked_note", "未核实的记录应在 note 里说明原因", "warning")
        url = value.get("url")
        if url and not url.startswith("https://"):
            self._add(name, (*path, "url"), "url", f"网址不是 https：{url}", "warning")
        if value.get("basis") == [] and name.split("/")[0] in ("qa", "cases", "materials"):
            self._add(name, (*path, "basis"), "empty_basis", "依据不能为空")
        if "entries" in value or "records" in value or "asks" in value:
            self._own_asks(name, path, value)
        for key, item in value.items():
            if isinstance(item, (dict, list, tuple, str)):
                self._common(name, item, (*path, key))

    def _own_asks(self, name: str, path: Path_, value: dict[str, Any]) -> None:
        if name.split("/")[0] != "asks" and value.get("asks"):
            self._ask_list(name, path, value["asks"], f"{name}:{path}")

    def _ask_list(self, name: str, path: Path_, asks: list[str], owner: str) -> None:
        for i, ask in enumerate(asks):
            plain = re.sub(r"[\s，。？?！!、]", "", ask)
            place = (*path, "asks", i)
            if plain in self.asks and self.asks[plain][2] != owner:
                other, where, _ = self.asks[plain]
                line = self.files.line(other, *where)
                self._add(name, place, "duplicate_ask", f"问法“{ask[:30]}”与 {other}:{line} 重复", "warning")
            self.asks.setdefault(plain, (name, place, owner))

    def _instrument(self, name: str, data: dict[str, Any]) -> None:
        spans: dict[str, list[tuple[str, str, int]]] = defaultdict(list)
        for i, record in enumerate(data["records"]):
            path = ("records", i)
            place = record["article"] or record["section"]
            if place is None:
                self._add(name, path, "no_place", "article 为 null 时必须写 section")
                continue
            start = record["in_force_from"] or data["in_force_from"] or "9999-12-30"
            end = record["repealed_from"] or data["repealed_from"] or "9999-12-31"
            spans[place].append((start, end, i))
            self._record(name, path, data, record)
        for place, found in spans.items():
            for (s1, e1, _), (s2, e2, i) in _pairs(sorted(found)):
                if s2 < e1 and s1 < e2:
                    self._add(name, ("records", i), "overlap", f"{place} 的两条记录日期重叠（{s1}—{e1} 与 {s2}—{e2}）")
        articles = {n for r in data["records"] if (n := article_number(r["article"]))}
        total = data["total_articles"]
        if total and data["granularity"] == "article" and data["form"] == "digest":
            missing = [n for n in range(1, total + 1) if (n, 0) not in articles]
            if missing:
                self._add(name, ("total_articles",), "missing_article", f"缺第 {missing} 条的记录", "warning")
        self._versions_overlap(name, data)

    def _record(self, name: str, path: Path_, data: dict[str, Any], record: dict[str, Any]) -> None:
        number, total = article_number(record["article"]), data["total_articles"]
        if number and total and number[0] > total:
            self._add(name, (*path, "article"), "beyond_last", f"{record['article']}超出全文 {total} 条")
        if record["text"][-1] not in _END:
            self._add(name, (*path, "text"), "sentence_end", "要点结尾没有句号或分号", "warning")
        if data["form"] == "stub" and (found := _THRESHOLD.search(record["text"])):
            self._add(
                name, (*path, "text"), "stub_states", f"未取得正文的文件不应写出具体数字：“{found[0]}”", "warning"
            )
        if data["core"] and data["form"] == "digest" and data["granularity"] != "chapter" and len(record["asks"]) < 3:
            self._add(
                name, path, "asks", f"核心文件每条至少 3 个常用问法，{record['article']} 只有 {len(record['asks'])} 个"
            )

    def _versions_overlap(self, name: str, data: dict[str, Any]) -> None:
        start, end = data["in_force_from"] or "9999-12-30", data["repealed_from"] or "9999-12-31"
        for other in self.kb.versions.get(data["title"], ()):
            if other.slug == data["id"] or other.in_force_from is None:
                continue
            o_start, o_end = other.in_force_from.isoformat(), str(other.repealed_from or "9999-12-31")
            if o_start < end and start < o_end:
                text = f"《{data['title']}》的两个版本日期重叠：{data['id']} 与 {other.slug}（{o_start}—{o_end}）"
                self._add(name, ("in_force_from",), "overlap", text)

    def _numbers(self, name: str, path: Path_, entry: dict[str, Any]) -> None:
        texts = [entry["question"]]
        for ref in entry["basis"]:
            texts += [p.text + p.title for p in self._passages(ref["instrument"], ref["article"])]
            texts.append(f"{ref['instrument']}{ref['article'] or ''}")
        missing = unsupported_numbers(entry["answer"], "\n".join(texts))
        if missing:
            shown = "、".join(missing)
            self._add(name, path, "unsupported_number", f"答案中的数字不在所列依据的文本里：{shown}", "warning")

    def _passages(self, title: str, article: str | None) -> list[Any]:
        head = re.match(r"第[^条]+条(?:之[一二三四五六七八九十]+)?", article or "")
        wanted = head[0] if head else article
        found = list(self.kb.by_place.get((title, wanted), ()))
        return found or [p for v in self.kb.versions.get(title, ()) for p in self.kb.by_slug.get(v.slug, ())]

    def _alias_conflicts(self) -> None:
        owners: dict[str, dict[str, tuple[str, Path_]]] = defaultdict(dict)
        for name, data in self.files.of("instruments"):
            for i, alias in enumerate(data["aliases"]):
                owners[alias][data["title"]] = (name, ("aliases", i))
        for i, law in enumerate(self.files.data.get("laws.yaml", {}).get("entries", ())):
            for j, alias in enumerate(law["aliases"]):
                owners[alias][law["title"]] = ("laws.yaml", ("entries", i, "aliases", j))
        for alias, found in owners.items():
            if len(found) > 1:
                for title, (name, path) in list(found.items())[1:]:
                    self._add(
                        name, path, "alias", f"简称“{alias}”同时指《{next(iter(found))}》和《{title}》", "warning"
                    )


def _pairs(found: list[Any]) -> Iterator[tuple[Any, Any]]:
    for i, left in enumerate(found):
        for right in found[i + 1 :]:
            yield left, right

"""The zones' lists as loaded: shipped files, the user's approved files in place of those with the same id; checked."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

from copilot.errors import UnknownRecord
from copilot.law.faults import Fault
from copilot.law.list_records import Domain, Expansion, NegativeList, SynonymsFile, Zone, ZonesFile
from copilot.law.numbers import quantities
from copilot.law.reading import Files

FOLDER = "negative_lists"
Place = tuple[str | int, ...]
Problem = tuple[Place, str, str]


@dataclass(frozen=True)
class NegativeLists:
    """Every list and zone. `notices` say in Chinese what could not be read."""

    lists: tuple[NegativeList, ...] = ()
    zones: tuple[Zone, ...] = ()
    synonyms: SynonymsFile | None = None
    expansion: tuple[Expansion, ...] = ()
    notices: tuple[str, ...] = field(default=(), compare=False)

    @cached_property
    def by_id(self) -> dict[str, NegativeList]:
        """Lists by id."""
        return {found.id: found for found in self.lists}

    def get(self, list_id: str) -> NegativeList:
        """The list with this id.

        Raises:
            UnknownRecord: no such list.
        """
        if list_id not in self.by_id:
            known = "、".join(sorted(self.by_id))
            raise UnknownRecord(f"没有编号为“{list_id}”的负面清单", hint=f"可用：{known}", en=f"no list {list_id}")
        return self.by_id[list_id]

    def zone(self, zone_id: str) -> Zone:
        """The zone with this id.

        Raises:
            UnknownRecord: no such zone.
        """
        for zone in self.zones:
            if zone.id == zone_id:
                return zone
        known = "、".join(z.id for z in self.zones)
        raise UnknownRecord(f"没有编号为“{zone_id}”的自贸试验区", hint=f"可用：{known}", en=f"no zone {zone_id}")


def lists_dir(data_dir: Path) -> Path:
    """Where the user's approved lists are kept."""
    return data_dir / FOLDER


def load_lists(files: Files, data_dir: Path | None) -> NegativeLists:
    """The sound lists of validated files; those with faults of content are left out."""
    zones: tuple[Zone, ...] = ()
    expansion: tuple[Expansion, ...] = ()
    synonyms = None
    found: dict[str, NegativeList] = {}
    notices: list[str] = []
    for name, data in files.of(FOLDER):
        if name == f"{FOLDER}/zones.yaml":
            parsed = ZonesFile.model_validate(data)
            zones, expansion = parsed.zones, parsed.expansion
        elif name == f"{FOLDER}/synonyms.yaml":
            synonyms = SynonymsFile.model_validate(data)
        else:
            item = NegativeList.model_validate(data)
            if any(_problems(item)):
                notices.append(f"清单 {item.id} 的内容自相矛盾，没有载入；运行 compliance-copilot kb check 查看")
            else:
                found[item.id] = item
    folder = lists_dir(data_dir) if data_dir else None
    for path in sorted(folder.glob("*.yaml")) if folder and folder.is_dir() else []:
        own, faults = read_list(path)
        if own is None or own.zone not in {z.id for z in zones}:
            reason = faults[0].message if faults else "zone 不在已知的自贸试验区里"
            notices.append(f"本机批准的清单 {path.name} 不能使用，已跳过：{reason}")
            continue
        found[own.id] = own
    return NegativeLists(tuple(found.values()), zones, synonyms, expansion, tuple(notices))


def read_list(path: Path) -> tuple[NegativeList | None, list[Fault]]:
    """A list from one file, and every fault of form and content; None when it has any."""
    from copilot.law.records import validate
    from copilot.law.yaml_file import parse

    try:
        parsed = parse(path.name, path.read_bytes())
    except OSError as err:
        return None, [Fault(path.name, 0, "unreadable", f"无法读取：{err.strerror}")]
    data = None if parsed.faults else validate(parsed, NegativeList)
    if data is None:
        return None, sorted(parsed.faults)
    found = NegativeList.model_validate(data)
    for place, code, message in _problems(found):
        parsed.fault(place, code, message)
    return (None, sorted(parsed.faults)) if parsed.faults else (found, [])


def list_faults(files: Files) -> Iterator[Fault]:
    """What the files of the lists get wrong in content, each with its line; form is checked while reading."""
    zones: set[str] = set()
    lists: list[tuple[str, NegativeList]] = []
    for name, data in files.of(FOLDER):
        if name == f"{FOLDER}/zones.yaml":
            zones = {z["id"] for z in data["zones"]}
            yield from _zone_faults(files, name, data)
        elif name != f"{FOLDER}/synonyms.yaml":
            lists.append((name, NegativeList.model_validate(data)))
    ids = {item.id for _, item in lists}
    for name, item in lists:
        if name != f"{FOLDER}/{item.id}.yaml":
            yield files.fault(name, ("id",), "file_name", f"文件名应为 {item.id}.yaml")
        if item.zone not in zones:
            yield files.fault(name, ("zone",), "zone", f"zones.yaml 没有“{item.zone}”")
        if item.superseded and item.superseded.by not in ids:
            yield files.fault(name, ("superseded", "by"), "superseded", f"没有清单“{item.superseded.by}”")
        for place, code, message in _problems(item):
            yield files.fault(name, place, code, message)


def _zone_faults(files: Files, name: str, data: dict[str, Any]) -> Iterator[Fault]:
    owners: dict[str, str] = {}
    for i, zone in enumerate(data["zones"]):
        for key in ("aliases", "city_aliases"):
            for j, alias in enumerate((*zone[key], *([zone["name"]] if key == "aliases" else []))):
                owner = owners.setdefault(alias.lower(), zone["id"])
                if owner != zone["id"]:
                    text = f"“{alias}”同时指 {owner} 和 {zone['id']}"
                    yield files.fault(name, ("zones", i, key, j), "alias", text)


def _problems(item: NegativeList) -> Iterator[Problem]:
    """Place, code and message of what contradicts itself in one list."""
    if item.possibly_from and item.possibly_from >= item.in_force_from:
        yield ("possibly_from",), "dates", "possibly_from 应早于 in_force_from"
    if item.superseded and item.superseded.from_day <= item.in_force_from:
        yield ("superseded",), "dates", "被取代的日期应晚于施行日"
    if item.completeness == "complete" and not all(d.items and d.covers for d in item.domains):
        yield ("completeness",), "complete", "写明 complete 的清单，每个领域都要有 items 和 covers"
    if item.completeness == "metadata_only" and any(d.items for d in item.domains):
        yield ("completeness",), "complete", "metadata_only 的清单不应有 items"
    rules = {rule.id for rule in item.count_rules}
    if len({d.id for d in item.domains}) != len(item.domains):
        yield ("domains",), "duplicate_id", "领域编号重复"
    for i, domain in enumerate(item.domains):
        yield from _domain(("domains", i), domain, rules)


def _domain(at: Place, domain: Domain, rules: set[str]) -> Iterator[Problem]:
    scenes = [s.id for s in domain.scenes]
    if len(set(scenes)) != len(scenes):
        yield (*at, "scenes"), "duplicate_id", "场景编号重复"
    for i, scene in enumerate(domain.scenes):
        if both := set(scene.pi) & set(scene.sensitive_pi):
            yield (*at, "scenes", i), "field_twice", f"“{min(both)}”同时列为一般和敏感个人信息"
        if unknown := {q.name for q in scene.qualified} - {*scene.pi, *scene.sensitive_pi}:
            yield (*at, "scenes", i, "qualified"), "field_unknown", f"没有列出字段“{min(unknown)}”"
    numbers = [int(row.number) for row in domain.items]
    if numbers != list(range(1, len(numbers) + 1)):
        yield (*at, "items"), "numbers", f"各项应从 1 起连续编号，现为 {numbers}"
    plain = {row.number for row in domain.items if not row.residual}
    for i, row in enumerate(domain.items):
        for code, message in _row(row, set(scenes), plain, rules):
            yield (*at, "items", i), code, message
        if row.category not in domain.covers:
            yield (*at, "covers"), "covers", f"第{row.number}项的类别不在 covers 里"
    for code, message in _bands(domain):
        yield (*at, "items"), code, message


def _row(row: Any, scenes: set[str], plain: set[str], rules: set[str]) -> Iterator[tuple[str, str]]:
    if unknown := set(row.scenes) - scenes:
        yield "scene", f"第{row.number}项写了没有的场景“{min(unknown)}”"
    if row.category == "important_data":
        if row.threshold or row.residual or row.path != "must_assess":
            yield "important", f"第{row.number}项是重要数据：不设门槛、不是兜底项、应评估"
        return
    if not row.threshold:
        yield "threshold", f"第{row.number}项没有门槛"
    if row.residual != bool(row.excepts) or set(row.excepts) - plain:
        yield "residual", f"第{row.number}项：兜底项应写明除外的项（且都存在、不是兜底项），其他项不写"
    if row.count_rule not in rules:
        yield "count_rule", f"第{row.number}项的计数规则“{row.count_rule}”不存在"
    figures = {value for value, unit in quantities(row.title) if not unit}
    for bound in row.threshold:
        for value in (bound.min, bound.max):
            if value is not None and float(value) not in figures:
                yield "anchor", f"第{row.number}项标题里没有门槛 {value} 人"


def _bands(domain: Domain) -> Iterator[tuple[str, str]]:
    """Rows of one scene and kind must not overlap, and leave no gap below an assessment row."""
    bands: dict[tuple[str, str], list[tuple[int, int, str]]] = defaultdict(list)
    for row in domain.items:
        for bound in row.threshold:
            for scene in row.scenes or ("*",):
                if not row.residual:
                    bands[scene, bound.kind].append((bound.min or 1, bound.max or 10**12, row.number))
    for (scene, kind), found in bands.items():
        found.sort()
        for (_, top, low), (bottom, _, high) in pairwise(found):
            if top != bottom:
                yield "bands", f"{scene} 的 {kind}：第{low}项与第{high}项的门槛重叠或者有空档"


def plain(name: str) -> str:
    """A name for comparison: no blanks, quotes or brackets' form, lower case."""
    return re.sub(r"[\s“”\"'·\-—]", "", name).replace("(", "（").replace(")", "）").lower()

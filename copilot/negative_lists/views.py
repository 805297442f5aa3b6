"""Lists as shown: the index, one list, a search in them, the differences between two."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from copilot.law.list_records import Domain, Item, NegativeList
from copilot.law.negative_lists import NegativeLists
from copilot.negative_lists.scoring import shared
from copilot.negative_lists.shapes import Difference, ListBrief, ListDiff, ListIndex, ListSearch, ListView, SearchHit
from copilot.negative_lists.vocabulary import Vocabulary
from copilot.rules.zones import edition_state

PATHS = {"must_assess": "须评估", "must_contract": "须合同或认证"}
KINDS = {"pi": "一般个人信息", "sensitive_pi": "敏感个人信息"}


def brief(item: NegativeList, lists: NegativeLists, as_of: dt.date) -> ListBrief:
    """One list in short."""
    return ListBrief(
        id=item.id,
        kind=item.kind,
        title=item.title,
        edition=item.edition,
        zone=lists.zone(item.zone).name,
        published=item.published,
        in_force_from=item.in_force_from,
        state=edition_state(item, as_of, lists),
        completeness=item.completeness,
        domains=[d.name for d in item.domains],
        page=item.page,
        checked=item.checked.status,
        checked_on=item.checked.on,
        note=item.checked.note,
        approved_by=item.approved_by,
    )


def index(lists: NegativeLists, as_of: dt.date) -> ListIndex:
    """All lists, oldest first."""
    found = sorted(lists.lists, key=lambda item: (item.in_force_from, item.id))
    return ListIndex(as_of=as_of, lists=[brief(item, lists, as_of) for item in found])


def view(lists: NegativeLists, list_id: str, as_of: dt.date) -> ListView:
    """One list whole.

    Raises:
        UnknownRecord: no such list.
    """
    item = lists.get(list_id)
    return ListView(as_of=as_of, brief=brief(item, lists, as_of), list=item.model_dump())


def search(lists: NegativeLists, query: str, as_of: dt.date, *, k: int = 20) -> ListSearch:
    """Domains, scenes, rows and fields that the words occur in or resemble, best first."""
    vocabulary = Vocabulary(lists.synonyms)
    forms = vocabulary.forms(query)
    wanted = [w for w in dict.fromkeys((forms.text, forms.zh, forms.zh_core, forms.translated)) if w]
    group = vocabulary.plainly(forms)
    named = set(group.zh) if group else set()
    hits = []
    for item in lists.lists:
        for place, text in _places(item):
            score = max((_likeness(w, text) for w in wanted), default=0.0)
            if named and text in named:
                score = max(score, 0.9)
            if score >= 0.4:
                hits.append(
                    SearchHit(
                        list_id=item.id,
                        list_title=item.title,
                        place=place,
                        text=text,
                        score=round(score, 3),
                        completeness=item.completeness,
                    )
                )
    return ListSearch(query=query, as_of=as_of, results=sorted(hits, key=lambda h: -h.score)[:k])


def _likeness(words: str, text: str) -> float:
    if words == text:
        return 1.0
    if len(words) > 1 and words in text:
        return 0.7 + 0.25 * len(words) / len(text)
    if len(text) > 1 and text in words:
        return 0.6
    return 0.6 * shared(words, text)


def _places(item: NegativeList) -> Iterator[tuple[str, str]]:
    yield "清单", item.title
    for domain in item.domains:
        for name in (domain.name, *domain.aliases):
            yield "领域", name
        for scene in domain.scenes:
            yield f"{domain.name} 场景", scene.name
            for kind in ("pi", "sensitive_pi"):
                for field in scene.fields(kind):  # type: ignore[arg-type]
                    yield f"{domain.name}·{scene.name} {KINDS[kind]}字段", field
        for row in domain.items:
            yield f"{domain.name} 第{row.number}项（{PATHS[row.path]}）", row.title
            if row.features:
                yield f"{domain.name} 第{row.number}项（{PATHS[row.path]}）", row.features


def diff(lists: NegativeLists, left_id: str, right_id: str) -> ListDiff:
    """What differs between two lists, as far as both were obtained.

    Raises:
        UnknownRecord: no such list.
    """
    left, right = lists.get(left_id), lists.get(right_id)
    found = [*_heads(left, right)]
    partial = [item.title for item in (left, right) if item.completeness != "complete"]
    taken: set[str] = set()
    for domain in left.domains:
        twin = _twin(domain, right)
        taken |= {twin.id} if twin else set()
        found += _domains(domain.name, domain, twin, whole=not partial)
    for domain in right.domains:
        if domain.id not in taken:
            found += _domains(domain.name, None, domain, whole=not partial)
    limited = f"{'、'.join(partial)}的正文没有取得，只能比较领域和范围，不能比较字段和门槛" if partial else ""
    return ListDiff(left=left_id, right=right_id, limited=limited, differences=found)


def _twin(domain: Domain, other: NegativeList) -> Domain | None:
    """The same domain in another list: by name, else by id unless an import gave it."""
    by_name = next((d for d in other.domains if d.name == domain.name), None)
    if by_name or domain.id.startswith("domain-"):
        return by_name
    return next((d for d in other.domains if d.id == domain.id), None)


def _heads(left: NegativeList, right: NegativeList) -> Iterator[Difference]:
    rows = {
        "施行": (left.in_force_from, right.in_force_from),
        "全市适用": (_yes(left.scope.city_wide.holds), _yes(right.scope.city_wide.holds)),
        "须在区内注册": (_yes(left.scope.registered_in_zone.holds), _yes(right.scope.registered_in_zone.holds)),
        "须在区内出境": (_yes(left.scope.exporting_in_zone.holds), _yes(right.scope.exporting_in_zone.holds)),
        "关基运营者适用": (_yes(left.ciio.applicable), _yes(right.ciio.applicable)),
        "使用前程序": (left.procedure.before_export, right.procedure.before_export),
    }
    for place, (ours, theirs) in rows.items():
        if ours != theirs:
            yield Difference(place=place, change="changed", left=ours, right=theirs)


def _yes(value: bool | None) -> str:
    return {True: "是", False: "否", None: "不清楚"}[value]


def _domains(name: str, left: Domain | None, right: Domain | None, *, whole: bool) -> Iterator[Difference]:
    if left is None or right is None:
        yield Difference(
            place=f"领域 {name}",
            change="added" if left is None else "removed",
            left=name if left else None,
            right=name if right else None,
        )
        return
    if not whole:
        return
    ours, theirs = dict(_lines(left)), dict(_lines(right))
    for place in dict.fromkeys((*ours, *theirs)):
        a, b = ours.get(place), theirs.get(place)
        if a != b:
            change = "added" if a is None else "removed" if b is None else "changed"
            yield Difference(place=f"{name} {place}", change=change, left=a, right=b)  # type: ignore[arg-type]


def _lines(domain: Domain) -> Iterator[tuple[str, str]]:
    for scene in domain.scenes:
        for kind in ("pi", "sensitive_pi"):
            for field in scene.fields(kind):  # type: ignore[arg-type]
                yield f"{scene.name} 字段 {field}", KINDS[kind]
    for row in domain.items:
        yield f"第{row.number}项", f"{PATHS[row.path]}：{row.title}{_bounds(row)}"


def _bounds(row: Item) -> str:
    return "；" + "、".join(f"{t.kind} {t.min or ''}–{t.max or ''}" for t in row.threshold) if row.threshold else ""

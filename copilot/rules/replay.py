"""A kept verdict made again from the same facts under the same day, and what differs from then."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from pydantic import Field

from copilot.law.english import ENGLISH
from copilot.law.rulebook import RuleBook
from copilot.rules.determination import determine
from copilot.rules.facts import parse_facts
from copilot.rules.result import PathResult, Shape

# In the order in which a person looks at them.
PARTS = {
    "path": "路径",
    "reasons": "理由",
    "headline": "结论",
    "basis": "依据",
    "trace": "判定过程",
    "missing": "缺少的事实",
    "possible": "仍可能的路径",
    "blockers": "另须解决的事项",
    "obligations": "义务",
    "materials": "材料",
    "timeline": "时间",
    "options": "可选办法",
    "what_if": "怎样更轻",
    "per_activity": "各项活动",
    "scope": "范围",
    "notes": "说明",
    "assumptions": "按未提及处理的事实",
    "questions": "问题",
}
# What the reading of a story adds; the same facts given as facts don't say it again.
OF_THE_STORY = frozenset({"assumptions", "questions", "notes"})


class Difference(Shape):
    """A part of the result that is not what it was; of a list, the items that are on one side only."""

    part: str
    label: str
    before: Any
    after: Any


class Replay(Shape):
    """Whether the verdict comes out as kept. `rules_then` and `rules_now`: digest of the data, version of the code."""

    equal: bool
    same_rules: bool = Field(description="data and code are those it was made with; then it must be equal")
    differences: list[Difference]
    rules_then: dict[str, str]
    rules_now: dict[str, str]
    headline: str
    result: PathResult = Field(description="the verdict as it comes out now")


def replay(
    facts: Mapping[str, Any],
    kept: Mapping[str, Any],
    *,
    as_of: dt.date,
    book: RuleBook,
    start: dt.date | None = None,
) -> Replay:
    """The verdict made again, compared with the kept result; what only the reading of a story says is left aside.

    Args:
        facts: as given then.
        kept: the `PathResult` of then, as JSON.
        as_of: the day whose law was asked for then.
        book: the data of now.
        start: the day from which the timeline had dates.

    Raises:
        BadFacts: a fact is not known any more.
    """
    result = determine(parse_facts(facts), as_of=as_of, book=book, start=start)
    now = result.model_dump(mode="json")
    from_story = kept.get("facts") is not None  # only a verdict on a story tells the facts that it was read as
    parts = [name for name in PARTS if not (from_story and name in OF_THE_STORY)]
    pairs = [(name, _chinese(_plain(kept, name)), _chinese(now[name])) for name in parts]
    found = [_difference(name, before, after) for name, before, after in pairs if before != after]
    then = dict(kept.get("rules", {}))
    same = all(then.get(name) == version for name, version in result.rules.items())
    return Replay(
        equal=not found,
        same_rules=same,
        differences=found,
        rules_then=then,
        rules_now=result.rules,
        headline=_headline(found, same_rules=same),
        result=result,
    )


def _plain(kept: Mapping[str, Any], name: str) -> Any:
    """A part of the kept result; a part that did not exist then is as if empty."""
    field = PathResult.model_fields[name]
    return kept.get(name, [] if field.is_required() else field.get_default(call_default_factory=True))


def _chinese(value: Any) -> Any:
    """A part without its English texts: a verdict is what it says in Chinese."""
    if isinstance(value, list):
        return [_chinese(one) for one in value]
    if isinstance(value, Mapping):
        return {key: _chinese(one) for key, one in value.items() if not key.endswith(ENGLISH)}
    return value


def _difference(name: str, before: Any, after: Any) -> Difference:
    if isinstance(before, list) and isinstance(after, list):
        gone, new = [x for x in before if x not in after], [x for x in after if x not in before]
        if gone or new:
            before, after = gone, new
    return Difference(part=name, label=PARTS[name], before=before, after=after)


def _headline(found: list[Difference], *, same_rules: bool) -> str:
    if not found:
        return "结果与保存的完全相同。" if same_rules else "规则数据或者代码已更新，结果与保存的仍完全相同。"
    named = "、".join(d.label for d in found)
    if same_rules:
        return f"规则数据与代码没有变，结果却不同（{named}）：请报告这个问题。"
    return f"规则数据或者代码已更新，结果有变化：{named}。保存的判定不改动。"

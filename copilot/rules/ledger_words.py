"""What the ledger says of a threshold, of a group and of its own limits: Chinese and English."""

from __future__ import annotations

import datetime as dt
from typing import Literal, Protocol

ALERT_PERCENT = 80
FEW_DAYS = 30  # a pace seen for a shorter time says little
Status = Literal["below", "near", "maybe_reached", "reached"]
Words = tuple[str, str]

NATURES: dict[str, Words] = {
    "general": ("个人信息（不含敏感）", "personal information (not sensitive)"),
    "sensitive": ("敏感个人信息", "sensitive personal information"),
    "any": ("个人信息", "personal information"),
}
TITLES_EN = {
    "pi_contract": "Persons of the year from which a standard contract or certification is due (not sensitive)",
    "pi_assessment": "Persons of the year from which a security assessment is due (not sensitive)",
    "sensitive_contract": "Sensitive personal information was exported: no longer the small-volume exemption",
    "sensitive_assessment": "Persons of the year with sensitive data from which a security assessment is due",
    "pi_since_prev_year": "Persons since 1 January of the year before from which a security assessment was due",
    "sensitive_since_prev_year": (
        "Persons with sensitive data since 1 January of the year before from which a security assessment was due"
    ),
}
SENSITIVE_AT_ALL = "有敏感个人信息出境，不再属于小规模免办"
_STANDS: dict[Status, Words] = {
    "reached": ("已经达到", "have reached"),
    "maybe_reached": (
        "可能已经达到（要去重后的人数才知道）",
        "may have reached (only the number without duplicates tells)",
    ),
    "near": (f"已到门槛的{ALERT_PERCENT}%以上", f"are at {ALERT_PERCENT} percent or more of"),
    "below": ("还没有到", "have not reached"),
}
NO_ENTRIES: Words = (
    "今年还没有记录；上一年的记录仍在，按日期不再计入",
    "No entries this year yet; those of the year before are kept and count no more by their date",
)
NOT_EXACT: Words = (
    "有的记录没有名单，或者名单的编号不是一类，去重后的人数只知道上下限；补录同一类编号的名单就能算准",
    "Some entries have no list, or ids of another kind, so the number without duplicates is only known between bounds; "
    "lists with ids of one kind make it exact",
)
NOT_ALIKE: Words = (
    "场景名称相同不等于相似，由人核对目的、数据、接收方",
    "Scenes of one name need not be alike: a person compares purpose, data and recipients",
)


class Count(Protocol):
    """Persons between two bounds."""

    @property
    def least(self) -> int: ...

    @property
    def most(self) -> int: ...


def span(count: Count) -> str:
    """The number, or its bounds."""
    return str(count.least) if count.least == count.most else f"{count.least}～{count.most}"


def level_words(
    name: str, nature: str, *, limit: int, count: Count, status: Status, forecast: Count | None, as_of: dt.date
) -> Words:
    """Where an entity stands to a threshold, with the estimate for the end of the year where there is one."""
    stands, stands_en = _STANDS[status]
    what, what_en = NATURES[nature]
    zh = f"{name}：{what} {span(count)} 人，{stands} {limit} 人的门槛"
    en = f"{name}: {_span_en(count)} persons, {what_en}, {stands_en} the threshold of {limit}"
    if forecast is not None and status in ("below", "near"):
        early = (as_of - dt.date(as_of.year, 1, 1)).days + 1 < FEW_DAYS
        over = forecast.most >= limit
        zh += f"；按至今的速度推算到年底约 {span(forecast)} 人（估计{'，年初天数少，只作参考' if early else ''}）"
        zh += "，照此会达到" if over else ""
        en += f"; at the pace so far about {_span_en(forecast)} by the end of the year (estimate"
        en += f"{', few days so far' if early else ''}){', which would reach it' if over else ''}"
    return f"{zh}。", f"{en}."


def assessed_words(general: Count, sensitive: Count) -> Words:
    """What was assessed already is counted; without it there are these."""
    return (
        "已通过评估的出境怎样与其他出境合并计算，答问没有给出一般规则：上面一并计入；不算它，"
        f"非敏感 {span(general)} 人、敏感 {span(sensitive)} 人",
        "How what passed an assessment is counted with other exports has no general rule in the Q&A: it is counted in "
        f"above; without it {_span_en(general)} persons not sensitive and {_span_en(sensitive)} sensitive",
    )


def group_words(group: str, scene: str, entities: int) -> Words:
    """That the group may be the one that files."""
    return (
        f"“{group}”的 {entities} 家境内主体都有“{scene}”：场景确实相似的，可以由集团公司合并申报评估或者"
        "备案标准合同；门槛仍按每家主体分别计算。",
        f"{entities} domestic entities of “{group}” have “{scene}”: where the scenes are truly alike, the group "
        "company may apply for the assessment or file the standard contract for them together; thresholds are still "
        "counted for each entity.",
    )


def split_words(limit: int, nature: str, places: str) -> Words:
    """That entities below a threshold reach it together."""
    what, what_en = NATURES[nature]
    return (
        f"各家分别不到 {limit} 人（{what}），合起来已到：各家是独立的处理者才分别计算，"
        f"不得为避开门槛把一家的业务拆到几家名下（{places}）",
        f"Each has fewer than {limit} persons ({what_en}), together they reach it: only independent handlers are "
        f"counted apart, and the business of one must not be spread over several to stay below ({places})",
    )


def _span_en(count: Count) -> str:
    return str(count.least) if count.least == count.most else f"{count.least} to {count.most}"

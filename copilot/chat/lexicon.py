"""Closed families of terms in which a swapped member changes the law: who, which data, which path, since when.

Each family lists its members from the most specific to the most general; a longer member hides the
shorter ones inside it, so that 敏感个人信息 is not also 个人信息, and 省级网信部门 is not 网信部门.
"""

from __future__ import annotations

import re
from functools import lru_cache

Family = tuple[tuple[str, str], ...]

DATA_CLASSES: Family = (
    ("sensitive_pi", r"(?<!非)(?<!不含)敏感(?:的)?个人信息"),
    ("core_data", r"核心数据"),
    ("important_data", r"重要数据"),
    ("state_secret", r"国家秘密"),
    ("general_data", r"一般数据"),
    ("anonymised", r"匿名化"),
    ("deidentified", r"去标识化"),
)
INSTRUMENTS_OF_PATH: Family = (
    ("pipia", r"(?:个人信息保护影响评估|影响评估|PIPIA|PIA)"),
    ("self_assessment", r"(?:风险)?自评估"),
    ("risk_assessment", r"风险评估"),
    ("security_assessment", r"(?:数据出境)?安全评估|安评|申报评估|出境评估|评估(?=办法)|评估申报"),
    ("standard_contract", r"标准合同"),
    ("certification", r"(?:个人信息(?:保护|出境)?|保护)?认证(?!机构|依据|标准)"),
    ("separate_consent", r"单独同意"),
    ("written_consent", r"书面同意"),
    ("negative_list", r"负面清单"),
    ("audit", r"合规审计"),
    ("permit", r"(?:行政)?许可"),
)

ACTS: Family = (
    ("notify", r"告知|通知|通报"),
    ("consent", r"同意"),
    ("approve", r"批准|许可|审批|核准"),
    ("record", r"备案"),
    ("register", r"登记"),
)
GATES = frozenset({"consent", "approve"})


@lru_cache(maxsize=64)
def _compiled(family: Family) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((name, re.compile(pattern)) for name, pattern in family)


def mentions(text: str, family: Family) -> frozenset[str]:
    """Members of `family` that `text` names; a match consumes its words."""
    found, rest = set(), text
    for name, pattern in _compiled(family):
        if pattern.search(rest):
            found.add(name)
            rest = pattern.sub("\x00", rest)
    return frozenset(found)

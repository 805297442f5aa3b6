"""Closed families of terms in which a swapped member changes the law: who, which data, which path, since when.

Each family lists its members from the most specific to the most general; a longer member hides the
shorter ones inside it, so that 敏感个人信息 is not also 个人信息, and 省级网信部门 is not 网信部门.
"""

from __future__ import annotations

import re
from functools import lru_cache

Family = tuple[tuple[str, str], ...]

ACTORS: Family = (
    (
        "non_ciio",
        r"(?:非关键信息基础设施运营者|非关基(?:运营者)?|关键信息基础设施运营者以外|关基(?:运营者)?以外|不是(?:关键信息基础设施运营者|关基))",
    ),
    ("ciio", r"(?:关键信息基础设施(?:的)?运营者|关基(?:运营者)?|CIIO)"),
    ("national_cac", r"(?:国家网信(?:部门|办)|国家互联网信息办公室|中央网信办)"),
    (
        "provincial_cac",
        r"(?:(?:所在地)?省级(?:以上)?(?:网信(?:部门|办)|网络安全和信息化)|省、自治区、直辖市网信|地方网信(?:部门|办))",
    ),
    ("city_cac", r"(?:设区的?市级?网信(?:部门|办)|市级网信(?:部门|办))"),
    ("public_security", r"公安(?:机关|部门|部)"),
    ("state_council", r"国务院"),
    ("certifier", r"(?:专业)?认证机构"),
    ("guardian", r"(?:父母|监护人)"),
    ("state_organ", r"国家机关"),
    ("foreign_judiciary", r"(?:外国|境外)(?:的)?(?:司法|执法|法院)"),
)
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
    ("pipia", r"(?:个人信息保护影响评估|PIPIA|PIA)"),
    ("self_assessment", r"(?:风险)?自评估"),
    ("risk_assessment", r"风险评估"),
    ("security_assessment", r"(?:数据出境)?安全评估|申报评估|出境评估"),
    ("standard_contract", r"标准合同"),
    ("certification", r"(?:个人信息(?:保护|出境)?|保护)?认证(?!机构|依据|标准)"),
    ("separate_consent", r"单独同意"),
    ("written_consent", r"书面同意"),
    ("negative_list", r"负面清单"),
    ("audit", r"合规审计"),
    ("permit", r"(?:行政)?许可"),
)
EVENTS: Family = (
    ("since_effect", r"生效之日"),
    ("since_result", r"(?:结果)?出具之日"),
    ("since_acceptance", r"受理(?:通知书)?之日|发出(?:书面)?受理"),
    ("since_receipt", r"(?:收到|接到)(?:[^，。；]{0,14})之日"),
    ("since_submission", r"(?:提交|申报|递交)(?:[^，。；]{0,10})之日(?!起?前)"),
    ("since_signing", r"(?:签订|签署|订立)(?:[^，。；]{0,6})之日"),
    ("since_publication", r"公布之日"),
    ("before_expiry", r"(?:届满|到期)(?:之)?前"),
    ("after_expiry", r"(?:届满|到期)(?:之)?后"),
    ("this_year", r"当年1月1日"),
    ("last_year", r"上年1月1日"),
)


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

"""Who acts and who receives: the subject of a clause and the party that it is addressed to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from copilot.chat.wording import telling_words
from copilot.chat.words import overlap

AUTHORITIES = (
    ("national_cac", r"国家网信部门|中央网信办"),
    ("provincial_cac", r"(?:所在地)?省级(?:以上)?网信部门|地方网信部门"),
    ("city_cac", r"(?:设区的?)?市级网信部门"),
    ("provincial_committee", r"省级网信委"),
    ("central_committee", r"中央网信委"),
    ("review_office", r"(?:网络安全)?审查办公室"),
    ("protection_body", r"保护工作部门"),
    ("pi_body", r"(?:个人信息)?保护部门"),
    ("cac", r"网信部门"),
    ("central_bank", r"人民银行(?!业务)"),
    ("public_security", r"公安(?:机关|部门|部)"),
    ("industry_regulator", r"行业(?:主管)?(?:监管|主管)部门"),
    ("data_body", r"国家数据(?:管理部门|局)"),
    ("market_body", r"市场监督?管理?(?:总局|部门)?"),
    ("industry_body", r"工业和信息化部|电信主管部门"),
    ("state_council", r"国务院(?:\w{0,8}部门)?"),
    ("certifier", r"(?:专业)?认证机构"),
    ("audit_body", r"专业机构"),
    ("court", r"法院|司法(?:机构|机关|部门)"),
    ("member", r"成员单位"),
)
OTHERS = (
    ("state_organ", r"国家机关"),
    ("non_ciio", r"非关基(?:运营者)?"),
    ("ciio", r"关基(?:运营者)?"),
    ("recipient", r"(?:境外)?接收方|接收者"),
    ("trustee", r"受托人|受委托方|受托方|受委托人"),
    ("guardian", r"父母|监护人|家长"),
    ("third_party", r"第三方"),
    ("important_processor", r"重要数据的?处理者"),
    ("other_processor", r"其他(?:网络)?(?:数据|个人信息)?(?:处理者|网络运营者)"),
    ("small_processor", r"小型(?:个人信息)?(?:处理者|企业)"),
    ("big_platform", r"大型(?:网络)?平台(?:服务提供者|运营者)?"),
    ("platform", r"(?:网络)?平台(?:服务提供者|运营者)?"),
    ("foreign_processor", r"境外的?(?:个人信息|数据|网络数据)?处理者"),
    (
        "processor",
        r"(?:个人信息|汽车数据|网络数据|数据)?处理者|网络(?:服务)?(?:运营者|提供者)|委托人|申请人|申请单位|申报人|运营者|提供者|当事人|企业|车企|银行",
    ),
    ("person", r"本人|任何个人"),
)
_ALL = tuple((name, re.compile(p)) for name, p in (*AUTHORITIES, *OTHERS))
_ANY = re.compile("|".join(p for _, p in (*AUTHORITIES, *OTHERS)))
OFFICIAL = frozenset(name for name, _ in AUTHORITIES)
SAME_ACT = 0.8
_LOOSE = frozenset(
    {"processor", "platform", "big_platform", "foreign_processor", "important_processor", "small_processor"}
)
_TO = re.compile(
    r"(?:向|报|报送|给|提供给|交|移送|通知|告知|报告|送|到|反馈|告诉)(?:所在地|本地区|当地|同级|属地)?的?$"
)
_BY = re.compile(r"(?:由|被|应由)(?:所在地|本地区|当地)?的?$")
_OTHER_ROLE = re.compile(
    r"(?:经|通过|会同|与|和|及|或者|或|、|对|把|将|要求|从|为|替|跟|同|让|请|找|比如|例如|包括|没有|配合|受|征求|委托|依照|按照|按|如果|涉及|属于|除|是|听取|给予|的)(?:所在地|本地区)?的?$"
)
_LEAD_WORDS = re.compile(
    r"^(?:(?:一是|二是|三是)|[（(][^）)]*[）)]|\d+[.、]|还|也|并且?|同时|但是?|而|且|如果|若|再|因此|所以|其中|例如|应当|要|依法|我国|境内|我国境外的|从事认证活动的|开展\w{0,12}的|违反\w{0,8}的)*$"
)

_RELATIVE = re.compile(r"(?:从事|开展|实施)[^，]{1,12}的$")
_MODAL = re.compile(r"应|必须|须|要(?!求)|可以|不得|负责|有权|无需|不能|会(?!议|计|同)")
_CONDITION = re.compile(r"(?:的|时|后|前|的话|情形|情况|变了|变化)$")


@dataclass(frozen=True, slots=True)
class Roles:
    """Names of the actors of a text: who does it, who a condition is about, to whom, and all that are mentioned."""

    doers: frozenset[str]
    topics: frozenset[str]
    to: frozenset[str]
    mentioned: frozenset[str]


def _mentions(text: str) -> list[tuple[int, int, str]]:
    found: list[tuple[int, int, str]] = []
    rest = text
    if not _ANY.search(text):
        return found
    for name, pattern in _ALL:
        hits = [(m.start(), m.end(), name) for m in pattern.finditer(rest)]
        if hits:
            rest = pattern.sub(lambda m: "\x00" * len(m.group()), rest)
            found += hits
    return sorted(found)


def _leads(before: str) -> bool:
    """Whether an actor behind `before` is the subject: nothing but light words or its own relative clause precedes."""
    return bool(_LEAD_WORDS.match(before)) and (not _OTHER_ROLE.search(before) or bool(_RELATIVE.match(before)))


@lru_cache(maxsize=4096)
def roles(text: str) -> Roles:
    """The actors of canonical `text` with their parts."""
    doers: set[str] = set()
    topics: set[str] = set()
    to: set[str] = set()
    mentioned: set[str] = set()
    bare = re.sub(r"[（(][^（）()]*[）)]", lambda m: "\x01" * len(m.group()), text)
    for clause in re.finditer(r"[^，；。：:！？\n]+", bare):
        body = clause.group()
        first, leading = True, False
        for start, end, name in _mentions(body):
            before, after = body[:start].replace("\x01", ""), body[end:].replace("\x01", "")
            mentioned.add(name)
            if before.endswith("即"):
                if leading:
                    doers.add(name)
                continue
            leading = False
            if _BY.search(before):
                doers.add(name)
            elif _TO.search(before):
                to.add(name)
            elif first and _leads(before) and not after.startswith("的"):
                (doers if _MODAL.search(after) or not _CONDITION.search(body) else topics).add(name)
                leading = True
            first = False
    return Roles(frozenset(doers), frozenset(topics), frozenset(to), frozenset(mentioned))


_DUTY = re.compile(r"应当?由|应当|必须|由|来(?=开展)")


def other_doer(said: str, source: str, *, told: bool = False) -> str:
    """`actor:` when the clause of `source` on the very act of `said` has another doer; empty otherwise.

    Args:
        said: the sentence.
        source: one line, or a whole passage.
        told: look only at clauses that say whose duty it is (应当 or 由), between an authority or a third party and
            another.
    """
    theirs = _acts(source)
    for name, words, duty in _acts(said):
        shared = [(overlap(words, there), other) for other, there, _ in theirs]
        best = max((s for s, _ in shared), default=0.0)
        if best < SAME_ACT or name == "person" or (told and not duty):
            continue
        close = [other for s, other in shared if s >= best - 0.1]
        if told and name not in OFFICIAL | _OUTSIDERS and not OFFICIAL.issuperset(close):
            continue
        if not any(compatible(name, other) or compatible(other, name) for other in close):
            return f"actor:{name}"
    return ""


@lru_cache(maxsize=4096)
def _acts(text: str) -> tuple[tuple[str, tuple[str, ...], bool], ...]:
    """Each doer with the words of what it does and whether as a duty, over the clauses of a sentence it governs."""
    found: list[tuple[str, tuple[str, ...], bool]] = []
    for sentence in re.split(r"[；;。\n]", re.sub(r"[（(][^（）()]*[）)]", "", text)):
        doers: frozenset[str] = frozenset()
        for clause in re.split(r"[，：:]", sentence):
            here = roles(clause)
            if here.topics:
                doers = here.doers or (here.topics if clause.endswith(_BEFORE) else frozenset())
            else:
                doers = here.doers or doers
            words = telling_words(_DUTY.sub(" ", _ANY.sub(" ", clause)))
            found += [(name, words, bool(_DUTY.search(clause))) for name in doers if words]
    return tuple(found)


_BEFORE = ("之前", "以前", "之后")
_OUTSIDERS = frozenset({"recipient", "trustee", "third_party", "guardian"})


def compatible(said: str, source: str) -> bool:
    """Whether `said` may stand for `source`: the same, or two general words for a private party."""
    if said == source:
        return True
    if said == "processor":
        return source in _LOOSE or source in ("ciio", "non_ciio", "trustee", "other_processor")
    if source == "processor":
        return said in ("platform", "foreign_processor")
    if {said, source} == {"non_ciio", "other_processor"}:
        return True
    if {said, source} == {"platform", "big_platform"}:
        return said == "platform"
    return said == "cac" and source in ("national_cac", "provincial_cac", "city_cac")


def mismatch(said: Roles, source: Roles, everywhere: frozenset[str]) -> str:
    """`actor:` with one that `source` has not in that part, `absent actor:` with one it has not at all; or empty.

    Args:
        said: the sentence's actors.
        source: the actors of the line that it is compared with.
        everywhere: actors named anywhere in the sources.
    """
    for name in sorted(said.mentioned & OFFICIAL):
        if not any(compatible(name, other) for other in everywhere):
            return f"actor:{name}"
    acting = source.doers | source.topics
    for mine, theirs, others in ((said.doers, acting, source.to), (said.to, source.to, acting)):
        for name in sorted(mine - {"person"}):
            if any(compatible(name, other) for other in theirs):
                continue
            if name == "processor" and mine is said.doers:
                if source.doers:
                    return f"actor:{name}"
            elif theirs or name in others:
                return f"actor:{name}"
    acted = said.doers | said.topics | said.to | (said.mentioned & {"ciio", "non_ciio"})
    for name in sorted(acted - _LOOSE - {"person", "cac"}):
        known = source.mentioned or everywhere & {"ciio", "non_ciio"}
        if known and not any(compatible(name, other) for other in source.mentioned):
            rival = name in ("ciio", "non_ciio") and source.mentioned & {"ciio", "non_ciio", "platform"}
            return f"actor:{name}" if rival else f"absent actor:{name}"
    return ""

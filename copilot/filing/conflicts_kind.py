"""What does not fit the kind of filing: another path by the rules, important data in a contract, no extension."""

from __future__ import annotations

from collections.abc import Iterator

from copilot.domain import Basis
from copilot.errors import BadInput
from copilot.filing.conflict import PROVISIONS, Asked, Check, Conflict
from copilot.filing.from_path import FITTING, facts_of
from copilot.rules.determination import determine
from copilot.rules.facts import Facts
from copilot.rules.labels import PATHS, PATHS_EN
from copilot.rules.regions import areas
from copilot.rules.result import BURDEN

_GBA = "粤港澳大湾区（内地、香港）个人信息跨境流动标准合同实施指引"
_GBA_CONTRACT = "粤港澳大湾区（内地、香港）个人信息跨境流动标准合同"
_PERSONAL = frozenset({"standard_contract", "certification", "gba_hk", "contract_change"})
_NAMES = {
    "standard_contract": "个人信息出境标准合同备案",
    "certification": "个人信息出境认证",
    "security_assessment": "数据出境安全评估",
    "contract_change": "标准合同变更备案",
    "gba_hk": "大湾区标准合同备案",
    "exempt": "免予办理三项手续",
    "negative_list": "负面清单使用备案",
    "extension": "延长评估结果有效期",
}
_NAMES_EN = {
    "standard_contract": "standard contract filing",
    "certification": "certification",
    "security_assessment": "security assessment",
    "contract_change": "change of a standard contract",
    "gba_hk": "Greater Bay Area contract",
    "exempt": "exempt from the three procedures",
    "negative_list": "use of a negative list",
    "extension": "extension of an assessment",
}
# Who fills in the papers of a procedure has answered these: nothing exempts the transfer, and no court asked for it.
_PRESUMED = ("foreign_judicial_request", "contract_necessary", "hr_necessary", "emergency", "overseas_origin")


def _path(asked: Asked) -> Iterator[Conflict]:
    """Another path by the rules than the kind of filing; a lighter one is a remark, since one may do more."""
    if asked.kind == "extension" or not asked.filing.scenes:
        return
    try:
        result = determine(
            _presumed(facts_of(asked.filing, asked.kind), asked), as_of=asked.on, book=asked.book, details=False
        )
    except BadInput:
        return  # a day before the law, or facts against each other, which the other checks name field by field
    possible = result.possible if result.path == "need_facts" else [result.path]
    mine = next((code for code, kinds in FITTING.items() if asked.kind in kinds), "")
    if not possible or mine in possible or (asked.kind == "gba_hk" and "security_assessment" in possible):
        return  # the area's guidelines set no number of persons; important data is looked at below
    lighter = all(BURDEN.get(code, 9) < BURDEN[mine] for code in possible)
    named = "或者".join(f"“{PATHS[code]}”" for code in possible)
    said = f"按所填事实，规则判定为{named}，与所选的“{_NAMES[asked.kind]}”不符"
    of = ("scenes[0].persons_year", "exporter.is_ciio")
    ways = " or ".join(f"“{PATHS_EN[code]}”" for code in possible)
    en = f"By these facts the rules say {ways}, not the chosen procedure “{_NAMES_EN[asked.kind]}”"
    yield asked.about(said, *of, en=en, basis=tuple(result.basis) or _provisions("第七条"), warning=lighter)


def _presumed(facts: Facts, asked: Asked) -> Facts:
    def settled(one: Facts) -> Facts:
        known = {name: False for name in _PRESUMED if getattr(one, name) is None}
        if one.contains_important_data is None and asked.kind in (*_PERSONAL, "exempt"):
            known["contains_important_data"] = False
        if one.important_data_notified is None:
            known["important_data_notified"] = bool(one.contains_important_data)
        return one.model_copy(update=known)

    activities = tuple(settled(one) for one in facts.activities) if facts.activities else None
    return settled(facts).model_copy(update={"activities": activities} if activities else {})


def _important(asked: Asked) -> Iterator[Conflict]:
    """Important data in the papers of a contract or certificate: only the assessment is for it."""
    for n, scene in enumerate(asked.filing.scenes):
        if asked.kind in _PERSONAL and "重要数据" in scene.data_types:
            rests = (Basis(instrument=_GBA, article="第二条"),) if asked.kind == "gba_hk" else _provisions("第七条")
            said = f"{asked.label(f'scenes[{n}]')}含重要数据，不能办理“{_NAMES[asked.kind]}”，应当申报数据出境安全评估"
            en = f"{asked.english(f'scenes[{n}]')} holds important data: only the security assessment is for it"
            yield asked.about(said, f"scenes[{n}].data_types", en=en, basis=rests)


def _greater_bay(asked: Asked) -> Iterator[Conflict]:
    """Somebody outside the area in the papers of its contract. Hong Kong's contract is not for Macao."""
    if asked.kind != "gba_hk":
        return
    for n, one in enumerate(asked.filing.recipients):
        if one.country and ("south" not in areas(one.country) or "澳" in one.country):
            said = f"{asked.label(f'recipients[{n}]')}在{one.country}，不在香港，不能用内地与香港的大湾区标准合同"
            en = f"{asked.english(f'recipients[{n}]')} is in {one.country}, not in Hong Kong: not with this contract"
            yield asked.about(
                said, f"recipients[{n}].country", en=en, basis=(Basis(instrument=_GBA, article="第二条"),)
            )
    for n, scene in enumerate(asked.filing.scenes):
        for i, third in enumerate(scene.onward):
            if third.country and "south" not in areas(third.country):
                said = f"{asked.label(f'scenes[{n}].onward[{i}]')}在{third.country}，大湾区合同不得再提供到大湾区以外"
                rests = (Basis(instrument=_GBA, article="第四条"), Basis(instrument=_GBA_CONTRACT, article="第三条"))
                en = f"{asked.english(f'scenes[{n}].onward[{i}]')} is in {third.country}: nothing may leave the area"
                yield asked.about(said, f"scenes[{n}].onward[{i}].country", en=en, basis=rests)


def _extension(asked: Asked) -> Iterator[Conflict]:
    """Answers with which a result cannot be extended.

    Source: 数据出境安全评估申报指南（第三版） 三、（一）.
    """
    if asked.kind != "extension":
        return
    said = asked.filing.extension
    for key in ("legal_document_fits", "purpose_unchanged", "parties_unchanged"):
        if getattr(said, key) is False:
            then = "应当先补正法律文件" if key == "legal_document_fits" else "应当重新申报评估"
            do = "mend the legal document first" if key == "legal_document_fits" else "apply for a new assessment"
            en = f"{asked.english('extension.' + key)}: no. Then there is no extension; {do}"
            text = f"“{asked.label('extension.' + key)}”答“否”，不能延长，{then}"
            yield asked.about(text, "extension." + key, en=en)
    rule = asked.book.parameters["scale/extension_growth"].on(asked.on)
    for key in ("persons_growth", "important_growth"):
        growth = getattr(said, key)
        if rule and growth is not None and growth > rule.value:
            text = f"{asked.label('extension.' + key)}为{growth:g}，超过{rule.value}%，不能延长，应当重新申报评估"
            en = f"{asked.english('extension.' + key)}: {growth:g}, more than {rule.value}%: apply for a new assessment"
            yield asked.about(text, "extension." + key, en=en, basis=rule.basis)
    if said.no_personal_information and said.no_important_data:
        text = "既不涉及个人信息，也不涉及重要数据，没有可以延长的内容"
        en = "Neither personal information nor important data is concerned: there is nothing to extend"
        yield asked.about(text, "extension.no_personal_information", "extension.no_important_data", en=en)
    for key in ("links_unchanged", "use_unchanged"):
        if getattr(said, key) is False and not asked.filing.other:
            text = f"“{asked.label('extension.' + key)}”答“否”，要在其他需要说明的情况里写明变化"
            en = f"{asked.english('extension.' + key)}: no. Say what changed in {asked.english('other')}"
            yield asked.about(text, "extension." + key, "other", en=en, warning=True)


def _negative_list(asked: Asked) -> Iterator[Conflict]:
    """A list that takes the data to another procedure."""
    hit = asked.filing.negative_list.hit
    if asked.kind == "negative_list" and hit in ("must_assess", "must_contract"):
        then = "申报数据出境安全评估" if hit == "must_assess" else "订立标准合同或者通过认证"
        way = "security assessment" if hit == "must_assess" else "standard contract or certification"
        en = f"The data is on the list ({way}), not outside it"
        yield asked.about(f"比对结果是列入清单，应当{then}，不是清单外数据", "negative_list.hit", en=en, warning=True)


def _provisions(article: str) -> tuple[Basis, ...]:
    return (Basis(instrument=PROVISIONS, article=article),)


CHECKS: tuple[Check, ...] = (_path, _important, _greater_bay, _extension, _negative_list)

"""Numbers and statements that cannot hold together: persons, shares, sensitive data, what was denied and yet listed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from copilot.domain import Basis
from copilot.filing import paths
from copilot.filing.conflict import CONTRACT, GUIDE, MODEL, PIPL, PROVISIONS, Asked, Check, Conflict
from copilot.filing.contracts import concluded
from copilot.filing.needs import concrete
from copilot.filing.transfers import Scene
from copilot.precheck.checks.identity import NATIONAL, PROVINCES, code_fault
from copilot.rules.regions import areas

_PAIRS = (  # (field, field that it cannot exceed), within one element
    ("scenes[].persons_sent", "scenes[].persons_year"),
    ("scenes[].sensitive_persons_year", "scenes[].persons_year"),
    ("totals.persons_sent", "totals.persons_year"),
    ("totals.sensitive_persons_year", "totals.persons_year"),
    ("scenes[].persons_year", "exporter.scale"),
    ("scenes[].persons_sent", "exporter.scale"),
    ("totals.persons_year", "exporter.scale"),
    ("officer.staff", "exporter.staff"),
)
_TOTALS = ("persons_sent", "persons_year", "sensitive_persons_year")
_DENIED = (  # (said that there are none, what there is nevertheless)
    ("exporter.no_penalties", "exporter.penalties"),
    ("exporter.no_investments", "exporter.investments"),
    ("safeguards.no_evidence", "safeguards.evidence"),
    ("scenes[].no_onward", "scenes[].onward"),
    ("assessment.no_third_party", "assessment.third_party"),
    ("pipia.no_third_party", "pipia.third_party"),
    ("no_legal_rep", "legal_rep.name"),
    ("extension.no_important_data", "extension.important_growth"),
    ("extension.no_personal_information", "extension.persons_growth"),
)


def _more_than(asked: Asked) -> Iterator[Conflict]:
    """A part that is larger than the whole."""
    for left, right in _PAIRS:
        for one in concrete(asked.filing, left):
            other = paths.at(right, paths.indices(one))
            small, large = paths.value(asked.filing, other), paths.value(asked.filing, one)
            if small is not None and large is not None and large > small:
                said = f"{asked.label(one)}（{large:,}）多于{asked.label(other)}（{small:,}）"
                en = f"{asked.english(one)} ({large:,}) is more than {asked.english(other)} ({small:,})"
                yield asked.about(said, one, other, en=en)


def _totals(asked: Asked) -> Iterator[Conflict]:
    """A total below its largest scene, or above the sum of all."""
    for key in _TOTALS:
        total, path = getattr(asked.filing.totals, key), f"totals.{key}"
        said = [getattr(scene, key) for scene in asked.filing.scenes]
        known = [n for n in said if n is not None]
        if total is None or not known:
            continue
        if total < max(known):
            worst = f"scenes[{said.index(max(known))}].{key}"
            said_so = f"{asked.label(path)}（{total:,}）少于其中一个场景（{max(known):,}）"
            en = f"{asked.english(path)} ({total:,}) is less than one of the transfers ({max(known):,})"
            yield asked.about(said_so, path, worst, en=en)
        elif len(known) == len(said) and total > sum(known):
            said_so = f"{asked.label(path)}（{total:,}）多于各场景之和（{sum(known):,}）"
            en = f"{asked.english(path)} ({total:,}) is more than all transfers together ({sum(known):,})"
            yield asked.about(said_so, path, en=en)


def _sensitive(asked: Asked) -> Iterator[Conflict]:
    """Sensitive data denied and yet counted, listed, or of children; or said and nowhere listed."""
    rests = (Basis(instrument=PIPL, article="第二十八条"),)
    for n, scene in enumerate(asked.filing.scenes):
        at = f"scenes[{n}]."
        if scene.sensitive is False:
            for i, item in enumerate(scene.items):
                if item.sensitive:
                    name = f"数据项“{item.name}”" if item.name else f"第{i + 1}个数据项"
                    said = f"{asked.label(at + 'sensitive')}答“否”，但{name}标为敏感"
                    which = f"data item “{item.name}”" if item.name else f"data item {i + 1}"
                    en = f"{asked.english(at + 'sensitive')}: no, but {which} is marked as sensitive"
                    yield asked.about(said, at + "sensitive", f"{at}items[{i}].sensitive", en=en, basis=rests)
            if scene.sensitive_persons_year:
                said = f"{asked.label(at + 'sensitive')}答“否”，但写了敏感个人信息的人数"
                en = f"{asked.english(at + 'sensitive')}: no, but persons with sensitive data are counted"
                yield asked.about(said, at + "sensitive", at + "sensitive_persons_year", en=en, basis=rests)
            if scene.minors:
                said = (
                    f"{asked.label(at + 'minors')}答“是”，这些信息都是敏感个人信息，{at_label(asked, at)}却答不含敏感"
                )
                en = f"{asked.english(at + 'minors')}: yes; all their data is sensitive, but none is said to be"
                yield asked.about(said, at + "sensitive", at + "minors", en=en, basis=rests)
        elif scene.sensitive and scene.items and all(item.sensitive is False for item in scene.items):
            said = f"{asked.label(at + 'sensitive')}答“是”，但所列数据项都标为不敏感"
            en = f"{asked.english(at + 'sensitive')}: yes, but every data item listed is marked as not sensitive"
            yield asked.about(said, at + "sensitive", at + "items", en=en, basis=rests)


def at_label(asked: Asked, at: str) -> str:
    """`出境场景2` of `scenes[1].`."""
    return asked.label(at.removesuffix("."))


def _items_twice(asked: Asked) -> Iterator[Conflict]:
    """A data item listed twice in one scene."""
    rests = (Basis(instrument=GUIDE, article="附件4"),)
    for n, scene in enumerate(asked.filing.scenes):
        places: dict[str, list[str]] = {}
        for i, item in enumerate(scene.items):
            if item.name:
                places.setdefault(item.name.strip(), []).append(f"scenes[{n}].items[{i}].name")
        for name, found in places.items():
            if len(found) > 1:
                said = f"{at_label(asked, f'scenes[{n}].')}的数据项“{name}”列了{len(found)}次，同一场景内要去重"
                en = f"{asked.english(f'scenes[{n}]')}: data item “{name}” is listed {len(found)} times; once is enough"
                yield asked.about(said, *found, en=en, basis=rests, warning=True)


def _kinds_of_data(asked: Asked) -> Iterator[Conflict]:
    """Persons counted where only important data goes, or a volume of important data where none does."""
    for n, scene in enumerate(asked.filing.scenes):
        at = f"scenes[{n}]."
        if scene.data_types == ("重要数据",) and (scene.persons_year or scene.persons_sent):
            said = f"{at_label(asked, at)}只选了重要数据，却写了自然人数量"
            en = f"{asked.english(f'scenes[{n}]')}: important data alone is chosen, but persons are counted"
            yield asked.about(said, at + "data_types", at + "persons_year", en=en)
        if scene.data_types == ("个人信息",) and (scene.important_size or scene.important_authority):
            said = f"{at_label(asked, at)}没有选重要数据，却写了重要数据的规模或者认定部门"
            en = f"{asked.english(f'scenes[{n}]')}: no important data is chosen, but its volume or authority is given"
            yield asked.about(said, at + "data_types", at + "important_size", en=en)


def _denied(asked: Asked) -> Iterator[Conflict]:
    """Said that there are none, and yet there are."""
    for flag, listed in _DENIED:
        for one in concrete(asked.filing, flag):
            other = paths.at(listed, paths.indices(one))
            if paths.value(asked.filing, one) and paths.said(asked.filing, other):
                en = f"“{asked.english(one)}” was answered, and yet {asked.english(other)} is given"
                yield asked.about(f"答了“{asked.label(one)}”，却又写了{asked.label(other)}", one, other, en=en)


def _recipients(asked: Asked) -> Iterator[Conflict]:
    """A scene that names nobody known, a recipient that no scene names, two of one id, one in mainland China."""
    known = Counter(one.id for one in asked.filing.recipients)
    for n, scene in enumerate(asked.filing.scenes):
        for key in scene.recipients:
            if key not in known:
                said = f"{at_label(asked, f'scenes[{n}].')}提到的境外接收方“{key}”没有填写"
                en = f"{asked.english(f'scenes[{n}]')} names a recipient “{key}” that is not given"
                yield asked.about(said, f"scenes[{n}].recipients", en=en)
    named = {key for scene in asked.filing.scenes for key in scene.recipients}
    for n, one in enumerate(asked.filing.recipients):
        path = f"recipients[{n}]"
        if known[one.id] > 1 and one.id not in {other.id for other in asked.filing.recipients[:n]}:
            said = f"境外接收方的编号“{one.id}”用了{known[one.id]}次"
            en = f"The number “{one.id}” is given to {known[one.id]} recipients"
            yield asked.about(said, f"{path}.name", en=en)
        if named and all(scene.recipients for scene in asked.filing.scenes) and one.id not in named:
            said = f"没有一个场景用到{asked.label(path)}（{one.name or one.id}）"
            en = f"No transfer goes to {asked.english(path)} ({one.name or one.id})"
            yield asked.about(said, f"{path}.name", en=en, warning=True)
        if areas(one.country) == {"mainland"}:
            rests = (Basis(instrument=PROVISIONS, article="第二条"), Basis(instrument=PIPL, article="第三十八条"))
            said = f"{asked.label(path)}在境内（{one.country}），不是境外接收方"
            en = f"{asked.english(path)} is in mainland China ({one.country}): no recipient abroad"
            yield asked.about(said, f"{path}.country", en=en, basis=rests)


def _registration(asked: Asked) -> Iterator[Conflict]:
    """A code registered in another province than the one that is said."""
    code, place = (asked.filing.exporter.code or "").upper(), asked.filing.exporter.registered_at
    if not code or not place or code_fault(code) or code[2:4] == NATIONAL:
        return
    others = [name for name in PROVINCES.values() if name in place]
    if (mine := PROVINCES[code[2:4]]) not in place and others:
        said = f"统一社会信用代码的登记地是{mine}，单位注册地写的是{place}"
        en = f"The credit code was registered in another province than is said ({place})"
        yield asked.about(said, "exporter.registered_at", "exporter.code", en=en, warning=True)


def _shares(asked: Asked) -> Iterator[Conflict]:
    """Shares of one body above a hundred per cent."""
    shares = [one.share for one in asked.filing.exporter.shareholders if one.share is not None]
    if sum(shares) > 100.01:
        said = f"各股东的持股比例合计{sum(shares):,.6g}%，超过100%"
        en = f"The shares make {sum(shares):,.6g}% in all: more than 100%"
        yield asked.about(said, "exporter.shareholders[0].share", en=en)


def _copies(asked: Asked) -> Iterator[Conflict]:
    """More copies with the parties than there are; a place of arbitration beside the courts."""
    rests = (Basis(instrument=MODEL, article="第九条"),)
    for path, contract in concluded(asked.filing):
        copies, each = contract.copies, contract.copies_each
        if copies is not None and each is not None and 2 * each > copies:
            said = f"合同共{copies}份，双方却各执{each}份"
            en = f"{copies} copies of the contract, but {each} with each of the two parties"
            yield asked.about(said, f"{path}.copies", f"{path}.copies_each", en=en, basis=rests)
        if contract.dispute == "court" and (contract.institution or contract.seat):
            said = "争议解决选了人民法院诉讼，却又写了仲裁机构或者仲裁地点，只能选一种"
            en = (
                "Disputes go to court, and yet an arbitral institution or seat is given: only one of them can be chosen"
            )
            yield asked.about(said, f"{path}.dispute", f"{path}.institution", en=en, basis=rests)


def _consent(asked: Asked) -> Iterator[Conflict]:
    """A consent described where consent is not the basis."""
    for n, scene in enumerate(asked.filing.scenes):
        if _other_basis(scene) and scene.consent:
            said = f"{at_label(asked, f'scenes[{n}].')}的合法性基础不是个人同意，却写了单独同意的取得方式"
            of = (f"scenes[{n}].legal_basis", f"scenes[{n}].consent")
            rests = (Basis(instrument=PIPL, article="第十三条"), Basis(instrument=CONTRACT, article="第五条"))
            en = f"{asked.english(f'scenes[{n}]')} does not rest on consent, and yet says how separate consent is taken"
            yield asked.about(said, *of, en=en, basis=rests, warning=True)


def _other_basis(scene: Scene) -> bool:
    return scene.legal_basis not in (None, "13(一)")


CHECKS: tuple[Check, ...] = (
    _more_than,
    _totals,
    _sensitive,
    _items_twice,
    _kinds_of_data,
    _denied,
    _recipients,
    _registration,
    _shares,
    _copies,
    _consent,
)

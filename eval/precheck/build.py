"""A clean submission from a seed: the facts of every paper, consistent with one another and with the filing day."""

# ruff: noqa: E501 (sentences and tables of a paper read better whole)

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from random import Random
from typing import Any

from eval.precheck import contracts
from eval.precheck.layouts import ROLES
from eval.precheck.outlines import PIPIA, SELF_ASSESSMENT
from eval.precheck.profile import ITEMS, SENSITIVE_ITEMS, Profile, make
from eval.precheck.submission import Facts, Submission
from eval.precheck.wording import choose

MATTERS = {
    "security_assessment": "数据出境安全评估申报工作",
    "extension": "延长评估结果有效期申请工作",
    "standard_contract": "个人信息出境标准合同备案工作",
}
COLUMNS = ("序号", "数据项名称", "内容描述", "出境必要性", "示例", "备注")
LIST = "北京“两区”数据出境负面清单（2025版）"


class Words:
    """The sentences of one submission: topics worded by the layout's own pool, placeholders filled from the profile."""

    def __init__(self, profile: Profile, own: Mapping[str, Sequence[str]], rng: Random, *, matter: str = "") -> None:
        self.own, self.rng = own, rng
        scene, recipient = profile.scenes[0], profile.recipients[profile.scenes[0]["recipient"]]
        self.values: dict[str, Any] = {
            "company": profile.company, "short": profile.short, "recipient": recipient["name"],
            "country": recipient["country"], "recipient_address": recipient["address"], "business": scene["name"],
            "purpose": scene["purpose"], "method": scene["method"], "system": profile.system, "city": profile.city,
            "district": profile.district, "dept": profile.officer["body"], "officer": profile.officer["name"],
            "agent": profile.agent["name"], "items": "、".join(scene["items"]), "matter": matter,
            "storage_place": f"{recipient['country']}自有数据中心", "stored_from": _day(profile.stored[0]),
            "stored_to": _day(profile.stored[1]), "persons": scene["years"][0], "three_years": scene["three_years"],
            "domain": profile.agent["email"].partition("@")[2], "email": f"privacy@{profile.agent['email'].partition('@')[2]}",
            "recipient_domain": recipient["email"].partition("@")[2], "phone": profile.agent["phone"], "year": profile.filed_on.year,
        }  # fmt: skip

    def __call__(self, topic: str) -> str:
        """A topic in words."""
        return choose(topic, self.own, self.rng).format(**self.values)


def _day(day: dt.date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def clean(kind: str, seed: int, wording: Mapping[str, Sequence[str]] | None = None, **options: Any) -> Submission:
    """A submission without a fault. `options`: those of `profile.make`."""
    profile = make(kind, seed, **options)
    matter = MATTERS.get(kind, "")
    words = Words(profile, wording or {}, Random(f"words:{kind}:{seed}"), matter=matter)
    makers: dict[str, Callable[[Profile, Words, str], Facts]] = {
        "uscc_certificate": _certificate, "legal_rep_id": _legal_rep_id, "agent_id": _agent_id, "power_of_attorney": _power,
        "commitment": _commitment, "application_form": _form, "legal_document": _legal_document,
        "self_assessment": _self_assessment, "pipia": _pipia, "standard_contract": _contract, "gba_contract": _contract,
        "supplementary_contract": _supplement, "change_statement": _change, "extension_form": _extension,
        "certification_request": _request, "certification_documents": _rules, "negative_list_form": _list_form,
        "field_comparison": _comparison,
    }  # fmt: skip
    papers = {role: makers[role](profile, words, kind) for role in ROLES[kind]}
    given: dict[str, Any] = {}
    if kind == "extension":
        given = {"expires": profile.filed_on + dt.timedelta(days=60)}
    return Submission(kind, profile.filed_on, seed, papers, province=profile.province, offline=False, given=given)  # type: ignore[arg-type]


def _signed(p: Profile) -> dt.date:
    """The day the power and the promise are signed."""
    return max(p.assessed[1] + dt.timedelta(days=2), p.filed_on - dt.timedelta(days=6))


def _certificate(p: Profile, w: Words, kind: str) -> Facts:
    return {
        "title": "营业执照", "name": p.company, "uscc": p.code, "type": "有限责任公司（自然人投资或控股）",
        "legal_rep": p.legal_rep["name"], "capital": f"{p.staff * 2}万元人民币", "founded": p.founded,
        "term": (p.founded, p.founded.replace(year=p.founded.year + 30)),
        "scope": f"{p.trade}服务；技术开发；货物进出口。", "address": p.address,
        "authority": f"{p.city}{p.district}市场监督管理局", "issued": p.founded.replace(year=p.founded.year + 4),
        "seal": p.company,
    }  # fmt: skip


def _card(p: Profile, who: str, caption: str) -> Facts:
    return {"caption": caption, **p.cards[who], "seal": p.company}


def _legal_rep_id(p: Profile, w: Words, kind: str) -> Facts:
    return _card(p, "legal_rep", "法定代表人身份证件影印件")


def _agent_id(p: Profile, w: Words, kind: str) -> Facts:
    return _card(p, "agent", "经办人身份证件影印件")


def _power(p: Profile, w: Words, kind: str) -> Facts:
    day = _signed(p)
    return {
        "processor": p.company, "legal_rep": p.legal_rep["name"], "legal_rep_id": p.legal_rep["id_number"],
        "agent": p.agent["name"], "agent_id": p.agent["id_number"], "matter": MATTERS.get(kind, ""),
        "texts": {"staff": w("staff"), "scope": w("scope"), "no_transfer": w("no_transfer")},
        "term": (day, day.replace(year=day.year + 1, day=min(day.day, 28))), "seal": p.company,
        "sign_legal_rep": p.legal_rep["name"], "sign_agent": p.agent["name"], "date": day,
    }  # fmt: skip


def _commitment(p: Profile, w: Words, kind: str) -> Facts:
    texts = {"truth": w("truth"), "support": w("support"), "assessed": w("assessed_pipia")}
    if kind == "standard_contract":
        texts["contract"] = w("contract")
    return {
        "processor": p.company, "legal_rep": p.legal_rep["name"], "texts": texts | {"liability": w("liability")},
        "seal": p.company, "sign_legal_rep": p.legal_rep["name"], "date": _signed(p),
    }  # fmt: skip


def _counts(scene: dict[str, Any]) -> dict[str, Any]:
    found = {
        "this_year": scene["this_year"], "three_years": scene["three_years"], "years": list(scene["years"]),
        "relation": "未来三年数量不含当年已出境数量，两者不重复计算",
    }  # fmt: skip
    if scene["sensitive"]:
        found |= {
            "sensitive_this_year": scene["sensitive_this_year"],
            "sensitive_three_years": scene["sensitive_this_year"] * 3,
        }
    return found


def _form(p: Profile, w: Words, kind: str) -> Facts:
    scenes = []
    for one in p.scenes:
        scenes.append({
            "brief": f"“{one['name']}”业务中，为{one['purpose']}，以{one['method']}方式向境外接收方提供客户数据。",
            "types": ["个人信息"], "authority": "不涉及", "sensitive": one["sensitive"], "sectors": [p.sector],
            "persons": _counts(one), "size": "不涉及", "recipients": [dict(p.recipients[one["recipient"]])], "statistics": "不涉及",
        })  # fmt: skip
    return {
        "processor": {
            "name": p.company, "nature": "企业", "kind": "内资", "address": p.address, "office": p.office, "staff": p.staff,
            "uscc": p.code, "ciio": False, "scale": p.scale,
        },
        "legal_rep": dict(p.legal_rep), "officer": dict(p.officer), "agent": dict(p.agent),
        "compliance": w("compliance"), "scenes": scenes,
        "promise": {"texts": [w("truth"), w("support"), w("assessed_self"), w("liability")], "ticked": True},
    }  # fmt: skip


def _party(p: Profile) -> dict[str, Any]:
    return {
        "name": p.company, "address": p.address, "phone": p.agent["phone"], "person": p.agent["name"], "post": "合规经理",
    }  # fmt: skip


def _abroad(p: Profile) -> dict[str, Any]:
    r = p.recipients[p.scenes[0]["recipient"]]
    return {
        "name": r["name"], "address": r["address"], "phone": r["phone"], "person": r["head"], "post": r["head_post"],
        "country": r["country"],
    }  # fmt: skip


def _all_items(p: Profile) -> list[str]:
    return list(dict.fromkeys(i for s in p.scenes for i in s["items"]))


def _place(p: Profile) -> str:
    return f"{p.recipients[p.scenes[0]['recipient']]['country']}自有数据中心"


def _legal_document(p: Profile, w: Words, kind: str) -> Facts:
    topics = ("purpose_scope", "storage", "onward_clause", "change", "breach", "incident", "effect", "audit")
    names = {"onward_clause": "onward", "breach": "liability"}
    importer = _abroad(p)
    if len(p.scenes) > 1:
        importer["name"] = "、".join(dict.fromkeys(p.recipients[s["recipient"]]["name"] for s in p.scenes))
    return {
        "title": "数据跨境传输协议", "exporter": _party(p), "importer": importer,
        "businesses": [s["name"] for s in p.scenes], "purpose": p.scenes[0]["purpose"], "method": p.scenes[0]["method"],
        "items": _all_items(p), "storage_place": _place(p), "storage_term": p.stored,
        "clauses": {names.get(t, t): w(t) for t in topics}, "marked": True, "exporter_seal": p.company,
        "importer_sign": importer["person"], "date": p.signed_on,
    }  # fmt: skip


def _tables(p: Profile) -> list[dict[str, Any]]:
    known = ITEMS | SENSITIVE_ITEMS
    return [
        {
            "name": s["name"],
            "items": [
                {"name": i, "description": known[i][0], "necessity": known[i][1], "example": known[i][2],
                 "note": "敏感个人信息" if i in SENSITIVE_ITEMS else "无"}
                for i in s["items"]
            ],
        }
        for s in p.scenes
    ]  # fmt: skip


def _total(p: Profile) -> dict[str, Any]:
    scenes = [_counts(s) for s in p.scenes]
    total: dict[str, Any] = dict(scenes[0])
    for one in scenes[1:]:
        for key in ("this_year", "three_years"):
            total[key] += one[key]
        total["years"] = [a + b for a, b in zip(total["years"], one["years"], strict=True)]
    return total


def _report(
    p: Profile, w: Words, outline: Sequence[tuple[str, int, str]], topics: Mapping[str, Sequence[str]]
) -> Facts:
    return {
        "processor": p.company, "seal": p.company, "cover_date": p.assessed[1] + dt.timedelta(days=3),
        "outline": [list(o) for o in outline],
        "sections": {i: [w(t) for t in topics[i]] for i, _, _ in outline if i in topics}, "period": p.assessed,
        "scenes": _tables(p), "columns": list(COLUMNS), "purpose": p.scenes[0]["purpose"], "storage_place": _place(p),
        "storage_term": p.stored, "recipient": _abroad(p)["name"], "country": _abroad(p)["country"],
    }  # fmt: skip


_COMMON: dict[str, tuple[str, ...]] = {
    "export_business": ("export_business",), "export_purpose": ("export_purpose",), "export_links": ("export_links",),
    "onward": ("onward",), "compliance": ("compliance",), "recipient_about": ("recipient_about",),
    "recipient_use": ("recipient_use",), "recipient_ability": ("recipient_ability",), "other": ("other",),
}  # fmt: skip


def _self_assessment(p: Profile, w: Words, kind: str) -> Facts:
    results = tuple(f"result_{i}" for i in range(1, 7))
    topics = _COMMON | {
        "work": ("organisation", "process", "method_of_work", "third_party"), "about_shares": ("shares",),
        "about_structure": ("structure",), "about_business": ("business",), "management": ("management",),
        "technique": ("technique",), "evidence": ("evidence",), "terms": tuple(f"terms_{i}" for i in range(1, 7)),
        "result": (*results, "problems", "conclusion"),
    }  # fmt: skip
    return _report(p, w, SELF_ASSESSMENT, topics) | {"persons": _total(p)}


def _pipia(p: Profile, w: Words, kind: str) -> Facts:
    results = ("result_1", "result_2", "result_3", "result_4", "result_5_pipia", "result_6")
    topics = _COMMON | {
        "about_org": ("shares", "structure"), "about_business": ("business",), "export_scale": ("export_scale",),
        "measures": ("management", "technique"), "result": (*results, "problems", "conclusion"),
    }  # fmt: skip
    scene = p.scenes[0]
    return _report(p, w, PIPIA, topics) | {
        "persons": scene["years"][0], "sensitive_persons": scene["sensitive_this_year"], "categories": list(scene["items"]),
    }  # fmt: skip


def _contract(p: Profile, w: Words, kind: str) -> Facts:
    gba, scene, importer = kind == "gba_hk", p.scenes[0], _abroad(p)
    measures = "传输加密、访问控制、日志审计、双因素认证。"
    contact = f"{importer['person']}，{p.recipients[scene['recipient']]['email']}"
    dispute = {"choice": "仲裁", "body": "中国国际经济贸易仲裁委员会", "place": p.city}
    annex = {
        "purpose": scene["purpose"], "method": "查询、登记、存储", "persons": scene["years"][0],
        "categories": list(scene["items"]),
        "sensitive": [i for i in scene["items"] if i in SENSITIVE_ITEMS] or "不涉及", "onward": "不涉及",
        "transfer": f"{scene['method']}，传输加密", "storage_term": p.stored, "storage_place": _place(p), "other": "无",
    }  # fmt: skip
    if gba:
        del annex["sensitive"]
    blanks = {"measures": measures, "contact": contact, "days": "三", "choice": "1", "body": dispute["body"]}
    return {
        "title": contracts.GBA_TITLE if gba else contracts.TITLE, "exporter": _party(p), "importer": importer,
        "business": {"name": f"{scene['name']}合作协议", "date": p.signed_on - dt.timedelta(days=90)},
        "articles": contracts.articles(gba, **blanks, place=p.city, copies="四"), "measures": measures,
        "contact": contact, "dispute": dispute, "signed_place": p.city, "annex1": annex, "annex2": "无", "exporter_seal": p.company,
        "importer_sign": importer["person"], "date": p.signed_on, "effective": p.effective,
    }  # fmt: skip


def _number(p: Profile, w: Words) -> str:
    return f"{p.filed_on.year - 2}{w.values['system'][:0]}BA{p.province}{p.staff:04d}"


def _supplement(p: Profile, w: Words, kind: str) -> Facts:
    return {
        "exporter": p.company, "importer": _abroad(p)["name"],
        "original": {"number": _number(p, w), "date": p.signed_on - dt.timedelta(days=400)},
        "changes": [f"原合同附录一的保存地点变更为{_place(p)}。", f"保存期限变更为{_day(p.stored[0])}至{_day(p.stored[1])}。"],
        "unchanged": "原合同其余条款不变，本补充协议不与原合同相冲突。", "exporter_seal": p.company,
        "importer_sign": _abroad(p)["person"], "date": p.signed_on,
    }  # fmt: skip


def _change(p: Profile, w: Words, kind: str) -> Facts:
    return {
        "processor": p.company, "number": _number(p, w), "change": "境外保存地点变化，属于办法第八条所列情形",
        "before": f"{_abroad(p)['country']}租用机房", "after": _place(p), "seal": p.company, "date": _signed(p),
    }  # fmt: skip


def _extension(p: Profile, w: Words, kind: str) -> Facts:
    scenes = [
        {"purpose_same": True, "parties_same": True, "pi_growth": f"{w.rng.randrange(3, 18)}%", "size_growth": "不涉及",
         "links_same": True, "use_same": True}
        for _ in p.scenes
    ]  # fmt: skip
    return {
        "processor": p.company, "number": f"SJCJ{p.filed_on.year - 3}{p.staff:05d}", "legal_ok": True, "scenes": scenes,
        "other": {k: w(f"ext_{k}") for k in ("measures", "performance", "compliance", "incidents")},
        "promise": {"texts": [w("truth"), w("support"), w("liability")], "ticked": True},
    }  # fmt: skip


def _request(p: Profile, w: Words, kind: str) -> Facts:
    r, scene = _abroad(p), p.scenes[0]
    return {
        "processor": p.company, "uscc": p.code, "address": p.address, "contact": p.agent["name"], "body": "某认证机构（测试）",
        "scope": f"{scene['name']}业务的个人信息跨境处理活动", "standard": "GB/T 46068-2025", "overseas": False,
        "recipient": r["name"], "country": r["country"], "persons": scene["years"][0],
        "sensitive_persons": scene["sensitive_this_year"], "ciio": False, "seal": p.company, "date": _signed(p),
    }  # fmt: skip


def _rules(p: Profile, w: Words, kind: str) -> Facts:
    return {
        "title": "个人信息跨境处理规则", "processor": p.company,
        "sections": [
            {"title": "适用范围", "paragraphs": [f"本规则对{p.company}与{_abroad(p)['name']}均有约束力，适用于跨境处理活动。"]},
            {"title": "组织与制度", "paragraphs": [w("structure"), w("management")]},
            {"title": "技术措施", "paragraphs": [w("technique")]},
            {"title": "事件处置与权利保障", "paragraphs": [w("incident")]},
        ],
        "seal": p.company, "date": _signed(p),
    }  # fmt: skip


def _list_form(p: Profile, w: Words, kind: str) -> Facts:
    r, scene = _abroad(p), p.scenes[0]
    return {
        "processor": p.company, "uscc": p.code, "registered": p.address, "sector": p.sector, "list": LIST, "scene": scene["name"],
        "persons": scene["years"][0], "recipient": r["name"], "country": r["country"], "important": False,
        "conclusion": "出境字段逐项对照，均不在清单所列范围内，属于清单外数据。", "compliance": w("compliance"),
        "contact": p.agent["name"], "seal": p.company, "date": _signed(p),
    }  # fmt: skip


def _comparison(p: Profile, w: Words, kind: str) -> Facts:
    items = [
        {"own": i, "listed": "无对应子类", "category": "清单外", "note": "普通客户字段"} for i in p.scenes[0]["items"]
    ]
    return {"processor": p.company, "list": LIST, "items": items}

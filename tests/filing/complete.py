"""A questionnaire in which everything was said, for every kind of filing. The people and companies are made up."""

# ruff: noqa: E501 (a sentence of an answer reads better whole)

from __future__ import annotations

import copy
import datetime as dt
from typing import Any

from copilot.filing.facts import Filing, FilingKind

AS_OF = dt.date(2026, 10, 9)

_PERSON = {"nationality": "中国", "id_type": "居民身份证"}
_ENVIRONMENT = {
    "laws": "新加坡《个人数据保护法》（PDPA）对个人数据的收集、使用、披露、保护和跨境转移作了规定，并要求组织指定数据保护负责人",
    "government_access": "执法机关依法定程序可以要求组织提供与调查有关的数据，须有书面命令，组织可以申请复核",
    "regulator": "新加坡个人数据保护委员会",
    "joined": "参加了亚太经合组织跨境隐私规则体系",
    "past_requests": "没有收到过公权力机关调取个人信息的要求",
    "effect": "当地政策法规没有妨碍接收方履行合同的规定",
}
_ITEMS = [
    {"name": "乘客姓名", "description": "下单乘客的姓名", "necessity": "司机凭姓名核对乘客身份，缺少则无法确认上车的人", "example": "张*", "category": "身份信息", "sensitive": False, "list_row": "清单外"},
    {"name": "手机号码", "description": "下单乘客的手机号", "necessity": "司机到达时联系乘客，缺少则无法会合", "example": "138****0000", "category": "联系方式", "sensitive": False, "list_row": "清单外"},
    {"name": "行程起止地点", "description": "订单的起点和终点", "necessity": "安排车辆路线，缺少则无法派车", "example": "樟宜机场", "category": "行程信息", "sensitive": False, "list_row": "清单外"},
    {"name": "护照号码", "description": "机场接送登记的证件号", "necessity": "机场口岸核验接送乘客，缺少则车辆不能进入接送区", "example": "E1*******", "category": "身份信息", "sensitive": True, "list_row": "清单外"},
]  # fmt: skip
BASE: dict[str, Any] = {
    "filed_on": "2026-10-09",
    "exporter": {
        "name": "北京云帆智行科技有限公司", "nature": "企业", "ownership": "内资", "code": "91110105MA0000015F",
        "registered_at": "北京市朝阳区望京街1号", "office_at": "北京市朝阳区望京街1号", "contact": "林晓雯", "contact_post": "合规经理",
        "phone": "010-84001001", "email": "lin@yunfan.example.com", "website": "www.yunfan.example.com", "is_ciio": False, "staff": 860, "scale": 8600000,
        "founded": "2019-03-12", "industry": "交通出行",
        "shareholders": [{"name": "赵明远", "share": 60}, {"name": "周立", "share": 25}, {"name": "何青", "share": 15}], "controller": "赵明远",
        "no_investments": True,
        "organisation": "董事会下设数据安全委员会，办公室设在安全部，业务、技术、法务、客服部门各设一名数据安全联络人",
        "business": "面向个人乘客和企业客户的出行服务，包括境内约车和境外接送",
        "assets": [{"name": "订单库", "level": "一般数据", "volume": "约2TB"}, {"name": "乘客库", "level": "个人信息", "volume": "约600GB"}],
        "pi_body": "个人信息保护部",
        "compliance": "近2年在业务经营活动中未受到行政处罚，未被有关主管监管部门调查，无需整改事项。",
        "no_penalties": True,
    },
    "legal_rep": {"name": "赵明远", "post": "董事长", "phone": "010-84001001", "email": "zhao@yunfan.example.com", "id_number": "110105197805062810", **_PERSON},
    "no_legal_rep": False,
    "officer": {"name": "周立", "post": "首席安全官", "phone": "010-84001002", "email": "zhouli@yunfan.example.com", "id_number": "110105198203155539", "body": "数据安全委员会", "staff": 12, **_PERSON},
    "agent": {"name": "林晓雯", "post": "合规经理", "phone": "13800001111", "email": "lin@yunfan.example.com", "id_number": "110105199008094421", **_PERSON},
    "authority": {"began": "2026-09-01", "until": "2027-08-31"},
    "recipients": [
        {
            "id": "harbour", "name": "HARBOURLINE MOBILITY PTE. LTD.", "country": "新加坡", "address": "18 Marina View, Singapore",
            "business": "出行服务", "head": "Daniel Koh", "head_post": "总经理", "contact": "Daniel Koh", "contact_post": "总经理",
            "phone": "+65 6123 4567", "email": "ops@harbourline.example.com", "relation": "境外运力合作方",
            "use": "仅用于在新加坡为乘客安排接送车辆和核验身份，不用于营销、画像或者其他用途",
            "management": "设有专职安全团队和数据保护负责人，制定了数据分级、权限审批、员工保密和应急处置制度，每年接受一次外部审计",
            "technique": "存储加密、传输加密、最小权限访问控制、双因素登录、操作日志留存和入侵检测",
            "certificates": "ISO/IEC 27001信息安全管理体系认证", "history": "近三年没有发生数据安全事件，没有受到当地监管机构处罚",
            "environment": _ENVIRONMENT,
        }
    ],
    "scenes": [
        {
            "id": "ride", "name": "跨境出行服务", "brief": "“跨境出行服务”业务，为向境外用车乘客提供接送服务，通过公共互联网传输向境外接收方提供订单和乘客信息。",
            "business": "“跨境出行服务”业务，乘客在境内应用下单，由境外合作方在目的地提供接送", "purpose": "为境外用车乘客提供接送服务",
            "scope": "下了境外接送订单的乘客，每单四项数据", "processing": "查询、存储、使用、删除", "method": "公共互联网传输", "frequency": "下单后实时逐单推送",
            "sectors": ["交通"], "data_types": ["个人信息"], "sensitive": True, "minors": False,
            "persons_sent": 1150000, "persons_year": 1180000, "sensitive_persons_year": 12000, "year1": 1180000, "year2": 1200000, "year3": 1220000,
            "persons_relation": "未来三年数量包含当年已出境的自然人，按自然人去重",
            "legal_basis": "13(二)", "legal_ground": "contract", "notice": "下单页面以弹窗告知境外接收方的名称、联系方式、处理目的、处理方式、个人信息种类以及向其行使权利的方式和程序，并留存展示记录",
            "effect": "护照号码泄露可能造成身份冒用，已经以显著方式告知并提供不登记护照的下单方式",
            "legality": "乘客主动下单境外接送，提供数据是履行接送合同所必需，符合个人信息保护法第十三条的规定", "necessity": "不提供订单和联系方式，境外车辆无法到达、无法识别乘客，没有替代办法",
            "items": _ITEMS, "recipients": ["harbour"], "systems": "订单平台和乘客管理系统",
            "domestic_storage": "境内存储在北京自建数据中心的订单平台", "domestic_domain": "api.yunfan.example.com", "domestic_address": "203.0.113.10",
            "overseas_domain": "in.harbourline.example.com", "overseas_address": "198.51.100.20", "encryption": "传输层TLS 1.3加密，字段级国密SM4加密",
            "overseas_place": "新加坡", "overseas_system": "接收方在新加坡的云数据中心",
            "stored_from": "2026-10-10", "stored_until": "2029-10-09", "after_storage": "接收方删除数据并出具书面说明", "no_onward": True, "automated_decisions": False,
        }
    ],
    "safeguards": {
        "organisation": "数据安全委员会统筹，安全部执行，各部门设联络人，每季度召开会议", "policies": "数据安全管理办法、个人信息保护规定、数据出境管理细则、供应商管理规定均已发布并执行",
        "classification": "按国家标准对数据分为核心、重要、一般三级，并标识个人信息和敏感个人信息", "emergency": "制定数据安全事件应急预案，每年演练两次，发生泄露时立即补救并通知个人和主管部门",
        "training": "全员每年一次数据安全培训，关键岗位每半年一次", "rights": "乘客可以在应用内或者拨打客服电话查阅、复制、更正、删除个人信息，15个工作日内答复",
        "collection": "收集环节最小化，敏感字段单独提示", "storage": "数据库加密存储并做异地备份", "use": "使用环节脱敏展示，导出须经审批", "transfer": "传输使用TLS 1.3加密和双向证书认证",
        "deletion": "到期自动删除并记录删除日志", "audit": "访问日志留存不少于三年，每季度审计", "access_control": "基于角色的最小权限和双因素登录",
        "evidence": [{"type": "网络安全等级保护测评", "number": "京等保2026-0101", "day": "2026-03-20", "level": "三级"}, {"type": "信息安全管理体系认证", "number": "ISMS-2025-0330", "day": "2025-11-02", "level": "有效"}],
    },
    "assessment": {"began": "2026-07-20", "ended": "2026-09-20", "team": "由数据安全委员会牵头成立工作组，业务、法务、技术部门参加", "process": "分为准备、访谈、检测、报告四个阶段", "method": "访谈、文档审阅和技术检测", "no_third_party": True, "found": "发现日志留存期限不足和导出审批记录不全两项问题", "mended": "两项问题已于评估期间完成整改并复测"},
    "pipia": {"began": "2026-07-20", "ended": "2026-09-20", "team": "由个人信息保护部牵头，法务、技术部门参加", "process": "分为准备、访谈、检测、报告四个阶段", "method": "访谈、文档审阅和技术检测", "no_third_party": True, "found": "发现告知页面没有列明接收方联系方式一项问题", "mended": "已于评估期间完成整改"},
    "contract": {
        "title": "数据出境协议", "signed": "2026-09-28", "effective": "2026-09-28", "main_contract": "境外接送合作协议", "main_contract_day": "2026-06-01",
        "measures": "传输和存储加密、访问控制、日志审计、人员保密和定期培训", "notice_days": 5, "rights_contact": "Daniel Koh", "rights_phone": "+65 6123 4567", "rights_email": "ops@harbourline.example.com",
        "dispute": "arbitration", "institution": "北京仲裁委员会", "seat": "北京", "copies": 4, "copies_each": 2, "place": "北京",
        "points": {"purpose": "第一条", "storage": "第二条", "onward": "第三条", "changes": "第四条", "breach": "第五条", "incident": "第六条"},
    },
    "other": "没有其他需要说明的情况",
}  # fmt: skip


def said(kind: FilingKind) -> dict[str, Any]:
    """All of it as JSON, with what only that kind asks."""
    found = copy.deepcopy(BASE) | {"kind": kind}
    scene = found["scenes"][0]
    if kind in ("standard_contract", "certification", "negative_list", "contract_change", "gba_hk"):
        scene |= {
            "persons_sent": 170000,
            "persons_year": 180000,
            "sensitive_persons_year": 3000,
            "year1": 180000,
            "year2": 190000,
            "year3": 200000,
        }
        found["exporter"]["scale"] = 860000
    if kind == "extension":
        found["extension"] = {
            "case_number": "2023110045", "result_day": "2023-12-10", "legal_document_fits": True, "purpose_unchanged": True, "parties_unchanged": True,
            "links_unchanged": True, "use_unchanged": True, "persons_growth": 12, "no_important_data": True, "no_personal_information": False,
            "safeguards": "持续采取加密、访问控制和日志审计等措施，三年内完成六次应急演练", "recipient_performance": "境外接收方按照法律文件履行了责任义务，每年提交审计报告",
            "carried_out": "过去三年严格按照评估结果通知书的范围和要求开展数据出境", "incidents": "过去三年没有发生重大数据安全事件，没有受到行政处罚和调查，没有需要整改的事项。", "identity_unchanged": True,
        }  # fmt: skip
    if kind in ("standard_contract", "contract_change", "gba_hk"):  # on an official model, which has its own places
        del found["contract"]["points"]
    if kind == "contract_change":
        found["change"] = {
            "filing_number": "京备2025000123", "filed": "2025-03-20", "what": "延长出境后保存期限", "before": "2025年1月1日至2026年12月31日",
            "after": "2026年10月10日至2029年10月9日", "why": "接送服务合作期延长", "effect": "保存期限变长，已重新开展影响评估并告知个人", "remedy": "supplement", "signed": "2026-09-28",
        }  # fmt: skip
        found["contract"] |= {"signed": "2025-03-01", "effective": "2025-03-01"}
    if kind == "certification":
        found["certification"] = {
            "body": "北京示例认证有限公司", "applicant_role": "境内个人信息处理者", "rules": "双方按本规则处理个人信息，与本规则不一致的以保护水平较高者为准",
            "binding_document": "《个人信息跨境处理协议》", "pi_officer": "周立",
        }  # fmt: skip
    if kind == "negative_list":
        found["exporter"]["industry"] = "零售与现代服务"
        found["negative_list"] = {
            "zone": "北京“两区”", "list_title": "北京“两区”数据出境负面清单（2025版）", "scenario": "清单没有列出的出行接送场景", "hit": "off_list",
            "judgement": "所出境的字段不在清单所列范围之内，属于清单外数据，备案后出境",
        }  # fmt: skip
    if kind == "gba_hk":
        found["exporter"] |= {
            "name": "深圳云帆科技有限公司",
            "code": "91440300MA0000019E",
            "registered_at": "深圳市南山区科技路1号",
            "office_at": "深圳市南山区科技路1号",
        }
        found["recipients"][0] |= {
            "name": "云帆（香港）有限公司",
            "country": "中国香港",
            "address": "香港中环皇后大道1号",
            "head": "陈志明",
            "contact": "陈志明",
        }
        found["contract"] |= {"rights_contact": "陈志明"}
        scene |= {
            "method": "跨境专线传输",
            "overseas_place": "香港",
            "overseas_system": "接收方在香港的数据中心",
            "brief": "“跨境出行服务”业务，为会员提供接送服务，通过跨境专线传输向香港的接收方提供订单和乘客信息。",
        }
    if kind == "exempt":
        found["exemption"] = {
            "reason": "art5_1",
            "grounds": "乘客为订立、履行境外接送合同而确需向境外提供个人信息",
            "channel": "下单页面",
        }
        scene |= {"sensitive": True}
    return found


def complete(kind: FilingKind) -> Filing:
    """All of it, read."""
    return Filing.parse(said(kind))


def two_scenes(kind: FilingKind) -> Filing:
    """A second scene with a recipient of its own; persons of both scenes overlap."""
    found = said(kind)
    first = found["scenes"][0]
    environment = {
        "laws": "欧盟《通用数据保护条例》和德国联邦数据保护法对个人数据的处理、安全和跨境提供作了规定",
        "government_access": "法院或者检察机关依书面命令可以要求提供与案件有关的数据，可以提出异议",
        "regulator": "柏林数据保护与信息自由专员",
        "joined": "适用欧盟的统一规则",
        "past_requests": "没有收到过调取要求",
        "effect": "没有发现妨碍履行合同的规定",
    }
    found["recipients"].append(
        found["recipients"][0]
        | {"id": "alpen", "name": "ALPENBLICK SERVICE GMBH", "country": "德国", "address": "Hauptstr. 1, Berlin"}
        | {"head": "Anna Weber", "contact": "Anna Weber", "phone": "+49 30 1234567", "email": "info@alpen.example.com"}
        | {"use": "仅用于处理投诉和回访，不用于其他用途", "environment": environment}
    )
    second = first | {
        "id": "care",
        "name": "售后服务",
        "brief": "“售后服务”业务，为处理境外行程的投诉，通过公共互联网传输向境外接收方提供乘客的联系方式。",
        "business": "“售后服务”业务，处理境外行程的投诉",
        "purpose": "处理境外行程的投诉",
        "persons_sent": 500,
        "persons_year": 800,
        "year1": 900,
        "year2": 1000,
        "year3": 1100,
        "sensitive": False,
        "items": [one for one in first["items"] if not one["sensitive"]],
        "recipients": ["alpen"],
        "overseas_place": "德国",
        "overseas_system": "接收方在德国的数据中心",
    }
    del second["sensitive_persons_year"], second["effect"]
    found["scenes"].append(second)
    years = first["year1"] + first["year2"] + first["year3"]
    found["totals"] = {
        "persons_sent": first["persons_sent"] + 300,
        "persons_year": first["persons_year"] + 500,
        "sensitive_persons_year": first["sensitive_persons_year"],
        "three_years": years + 2000,
    }
    return Filing.parse(found)

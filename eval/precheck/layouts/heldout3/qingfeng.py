"""A young trading company: no numbers before headings, 单位名称【……】, 2026.3.5, labels over lines, file names of a chat."""

# ruff: noqa: E501, RUF012 (tables of words read better whole; no house changes its tables)

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from eval.precheck.document import Block, Document, Face, Line
from eval.precheck.layouts import Bundle, day
from eval.precheck.layouts.heldout3.contracts import Contracts
from eval.precheck.layouts.heldout3.parts import below, bracketed, label_above, per_line, ten_thousands, two_columns
from eval.precheck.layouts.heldout3.voice_firm import FIRM
from eval.precheck.submission import Facts, Submission

PLAIN = FIRM | {
    "organisation": ("组织情况：公司人少，由{officer}带队，{dept}、技术组、客服组各出一人，老板每周听一次汇报。",),
    "shares": (
        "公司股东是两位创始人，一位持股六成，一位持股四成；实际控制人是持股六成的创始人。公司在境内投了一家仓储公司，没有境外投资。",
    ),
    "structure": ("公司分产品、技术、客服、行政四个小组。数据安全和个人信息保护都归{dept}管，负责人是{officer}。",),
    "recipient_about": (
        "{recipient}是一家{country}公司，地址{recipient_address}。我们和它只有业务合作，没有股权关系，也不是同一个集团。",
    ),
    "other": ("没有别的要说明。",),
    "truth": ("我们交的材料都真实、完整、准确、有效。",),
    "support": ("我们会配合主管部门的工作，需要什么支持就提供什么支持。",),
    "liability": ("如果承诺不属实，我们承担法律责任。",),
}


class Qingfeng(Contracts):
    name = "qingfeng"
    wording = PLAIN
    served = ("standard_contract", "certification", "negative_list", "extension", "contract_change")
    style = staticmethod(bracketed)
    styles = {
        "uscc_certificate": below, "card": label_above, "power_of_attorney": per_line, "extension_form": two_columns,
        "annex": two_columns, "party": per_line, "change_statement": below, "comparison_head": per_line, "report": per_line,
    }  # fmt: skip
    labels = {
        "certification_request.processor": "公司名称", "certification_request.address": "公司注册在",
        "certification_request.contact": "找谁联系", "certification_request.body": "选定的认证机构",
        "certification_request.scope": "要认证的活动", "certification_request.standard": "按哪个标准",
        "certification_request.overseas": "申请人是不是境外主体", "certification_request.recipient": "数据给谁（境外接收方）",
        "certification_request.country": "接收方在哪个国家或者地区", "certification_request.persons": "今年出境多少人（去重）",
        "certification_request.sensitive_persons": "其中敏感个人信息多少人（去重）",
        "negative_list_form.processor": "公司名称", "negative_list_form.registered": "公司注册在",
        "negative_list_form.sector": "行业", "negative_list_form.list": "用哪份清单", "negative_list_form.scene": "什么业务",
        "negative_list_form.persons": "涉及多少人（去重）", "negative_list_form.recipient": "数据给谁（境外接收方）",
        "negative_list_form.country": "接收方在哪个国家或者地区", "negative_list_form.important": "有没有重要数据",
        "negative_list_form.conclusion": "自己判断的结果", "negative_list_form.compliance": "守法情况",
        "change_statement.processor": "公司名称", "change_statement.number": "原来的备案编号",
        "change_statement.change": "变了什么", "change_statement.before": "原来", "change_statement.after": "现在",
    }  # fmt: skip
    numbering = ("", "", "", "")
    item = "{title}"
    columns = ("#", "我们的字段", "清单里对应哪项", "归类", "备注")
    joint = "-"
    between = "/"
    ticks = ("是（√）否（ ）", "是（ ）否（√）")
    marks = ("（√）", "（ ）")
    copy_note = "和原件一样"
    clause = "{title}"
    date_label = "签署日："
    face: Face = "sans"

    def date(self, value: Any) -> str:
        return day(value, "{y}.{m}.{d}")

    def count(self, n: Any) -> str:
        if not isinstance(n, int) or isinstance(n, bool) or n < 10_000:
            return super().count(n)
        return f"{ten_thousands(n - n % 1000)}人左右，准确是{n}人"

    def numbered(self, n: int) -> str:
        return "①②③④⑤⑥⑦⑧⑨"[n - 1]

    def chapter(self, n: int, title: str) -> str:
        return title

    def scene_title(self, i: int, name: str) -> str:
        return f"【{name}】"

    def request_opening(self, role: str, facts: Facts) -> list[Block]:
        return [Line("下面括号里是我们填的内容。")]

    def files(self, documents: Sequence[Document], submission: Submission) -> list[Bundle]:
        return [Bundle(f"聊天文件_{7301 + 13 * i}({d.title[-1]})", (d,)) for i, d in enumerate(documents)]


LAYOUT = Qingfeng()

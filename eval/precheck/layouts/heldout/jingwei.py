"""A boutique firm that hands everything in as one bound volume, its tables turned on their side."""

# ruff: noqa: E501 (labels and sentences of a paper read better whole)

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from eval.precheck.document import Block, Document, Grid, Heading, Line, Row, row
from eval.precheck.layouts import Bundle, Layout, extra, furniture
from eval.precheck.layouts.heldout import identity, reports
from eval.precheck.layouts.heldout.parts import Hand, fields, numeral, pairs_grid, seal
from eval.precheck.layouts.heldout.voices import BANK, LAW_FIRM
from eval.precheck.submission import Facts, Submission

HAND = Hand(date="{y}年{m}月{d}日", joint="～", gap=" ", comma="／", yes="涉及", no="不涉及")
HOUSE = reports.House(
    HAND, tabled=True, facts_first=False, by="个人信息处理者全称（盖章）", dated="出具日期",
    labels={"period": "本次影响评估起止时间", "persons": "自然人数量（去重）", "sensitive_persons": "敏感个人信息涉及自然人（去重）", "categories": "种类",
            "storage_place": "境外存放地点", "storage_term": "境外存放期限"},
    scene_caption="〔场景{n}〕{name}", header="卷内文件",
)  # fmt: skip


class Jingwei(Layout):
    """Serves the negative list and the certification."""

    name = "jingwei"
    wording = (
        LAW_FIRM
        | {k: BANK[k] for k in ("management", "technique", "evidence", "export_links", "export_scale")}
        | {
            "incident": (
                "一旦数据被篡改、泄露、丢失或者遭人非法取得利用，境外接收方即行启动应急处置，一日内告知个人信息处理者；个人可循双方公布的热线与邮箱维护权益。",
            )
        }
    )

    def uscc_certificate(self, facts: Facts, submission: Submission, rng: Random) -> Document:
        return identity.licence(facts, Hand(), across=2, note="复印件与原件一致")

    def negative_list_form(self, facts: Facts, submission: Submission, rng: Random) -> Document:
        role = "negative_list_form"
        blocks: list[Block] = [Line("负面清单使用备案表", align="center", bold=True, indent=False, size_pt=20)]
        for title, pairs in (
            ("甲　申请主体", (("processor", "主体名称"), ("uscc", "社会信用代码"), ("registered", "登记地址"), ("sector", "所属领域"), ("contact", "联络人"))),
            ("乙　出境情况", (("scene", "场景名称"), ("recipient", "境外接收方"), ("country", "国家/地区"), ("persons", "自然人（去重）"), ("important", "重要数据"))),
        ):  # fmt: skip
            found = fields(role, facts, pairs, HAND)
            blocks.append(Line(title, bold=True, indent=False))
            head = Row(tuple(f.label for f in found), (), True)
            blocks.append(Grid((head, Row(tuple(f.text for f in found), tuple(f.path for f in found)))))
        blocks.append(Line("丙　研判", bold=True, indent=False))
        last = (("list", "适用清单及版次"), ("conclusion", "研判结论"), ("compliance", "近2年守法情况"))
        blocks.append(pairs_grid(fields(role, facts, last, HAND), widths=(0.25, 0.75)))
        blocks += extra(role, facts)
        for f in fields(role, facts, [("date", "填报日期")], HAND):
            blocks.append(
                Line(
                    f"{facts.get('processor', '')}（盖章）　{f.label}：{f.text}",
                    align="right",
                    indent=False,
                    shows=(f.path,),
                )
            )
        blocks += seal(role, facts)
        return Document(role, "备案表", tuple(blocks), face="sans", size_pt=11, spacing_pt=20, **furniture(facts))

    def field_comparison(self, facts: Facts, submission: Submission, rng: Random) -> Document:
        role = "field_comparison"
        blocks: list[Block] = [Line("出境字段与负面清单对照表", align="center", bold=True, indent=False, size_pt=18)]
        for f in fields(role, facts, (("list", "所对照的清单"), ("processor", "填表单位")), HAND):
            blocks.append(Line(f"{f.label}：{f.text}", shows=(f.path,)))
        rows = [row("编号", "清单所列数据", "本单位出境字段", "归类", "说明", bold=True)]
        for n, item in enumerate(facts.get("items", ())):
            keys = ("listed", "own", "category", "note")
            shows = [f"{role}.items.{n}.{k}" for k in keys if k in item]
            rows.append(row(f"{n + 1:02d}", *(str(item.get(k, "")) for k in keys), shows=shows))
        blocks += [Grid(tuple(rows), (0.1, 0.26, 0.24, 0.16, 0.24)), *extra(role, facts)]
        return Document(role, "对照表", tuple(blocks), face="sans", size_pt=11, spacing_pt=20, **furniture(facts))

    def certification_request(self, facts: Facts, submission: Submission, rng: Random) -> Document:
        role = "certification_request"
        blocks: list[Block] = [Line("个人信息出境认证委托书", align="center", bold=True, indent=False, size_pt=22)]
        yes = Hand(date=HAND.date, gap=" ")
        pairs = (("processor", "认证委托人"), ("uscc", "统一社会信用代码"), ("address", "住所"), ("contact", "联系人"), ("body", "认证机构"),
                 ("standard", "认证依据标准"), ("scope", "申请认证的范围"), ("overseas", "是否境外处理者"), ("ciio", "是否关键信息基础设施运营者"),
                 ("recipient", "境外接收方"), ("country", "所在国家或者地区"), ("persons", "涉及自然人（去重）"),
                 ("sensitive_persons", "其中涉及敏感个人信息的自然人（去重）"))  # fmt: skip
        blocks += [pairs_grid(fields(role, facts, pairs, yes), across=2), *extra(role, facts)]
        for f in fields(role, facts, [("date", "委托日期")], HAND):
            blocks.append(
                Line(
                    f"委托人（盖章）：{facts.get('processor', '')}　{f.label}：{f.text}", indent=False, shows=(f.path,)
                )
            )
        blocks += seal(role, facts)
        return Document(role, "认证委托书", tuple(blocks), size_pt=12, spacing_pt=22, **furniture(facts))

    def certification_documents(self, facts: Facts, submission: Submission, rng: Random) -> Document:
        role = "certification_documents"
        blocks: list[Block] = [
            Line(
                str(facts.get("title", "")),
                align="center",
                bold=True,
                indent=False,
                size_pt=22,
                shows=(f"{role}.title",),
            )
        ]
        for n, section in enumerate(facts.get("sections", ())):
            blocks.append(Heading(f"第{numeral(n + 1)}章　{section['title']}", 1, (f"{role}.sections.{n}.title",)))
            for i, text in enumerate(section["paragraphs"], 1):
                blocks.append(Line(f"{n + 1}-{i}　{text}", shows=(f"{role}.sections.{n}.paragraphs",)))
        blocks += extra(role, facts)
        for f in fields(role, facts, (("processor", "制定单位"), ("date", "施行日期")), HAND):
            blocks.append(Line(f"{f.label}：{f.text}", align="right", indent=False, shows=(f.path,)))
        blocks += seal(role, facts)
        return Document(role, "跨境处理规则", tuple(blocks), size_pt=13, spacing_pt=24, **furniture(facts))

    def pipia(self, facts: Facts, submission: Submission, rng: Random) -> Document:
        return reports.report("pipia", facts, HOUSE, title="个人信息保护影响评估报告")

    def files(self, documents: Sequence[Document], submission: Submission) -> list[Bundle]:
        return [Bundle(f"经纬代办_{submission.seed:04d}_全卷合订本", tuple(documents))]


LAYOUT = Jingwei()

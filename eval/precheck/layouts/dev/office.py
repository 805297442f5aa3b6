"""Forms as tables with a label beside each value, reports with 一、（一）1. numbers, one file a paper, named by its title."""

# ruff: noqa: E501 (sentences and tables of a paper read better whole)

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Any

from eval.precheck.document import Block, Break, Document, Face, Grid, Heading, Line, Row, Seal, Sign, line, row
from eval.precheck.layouts import Layout, day, extra, furniture, period
from eval.precheck.submission import Facts, Submission

_CN = "一二三四五六七八九十"
PERSON = (
    ("name", "姓名"), ("post", "职务/国籍"), ("phone", "联系电话"), ("email", "电子邮箱"), ("id_type", "证件类型"),
    ("id_number", "证件号码"),
)  # fmt: skip
ID_TYPES = ("居民身份证", "护照", "台湾居民来往大陆通行证", "港澳居民来往内地通行证", "其他")
SECTORS = (
    "工业", "电信", "交通", "金融", "自然资源", "卫生健康", "教育", "科技", "能源", "国防科工", "文旅", "跨境电商", "零售",
    "互联网", "其他",
)  # fmt: skip


def title(text: str, size: float = 20) -> Line:
    """The title of a paper, in the middle."""
    return Line(text, align="center", bold=True, indent=False, size_pt=size, font="黑体")


def yes_no(value: bool | str) -> str:
    """A pair of boxes."""
    if isinstance(value, str) and value:
        return value
    return f"{'☑' if value is True else '□'}是  {'☑' if value is False else '□'}否"


def ticks(options: Sequence[str], chosen: Sequence[str] | str) -> str:
    """Options with boxes; what was chosen beside them is added as it is."""
    picked = [chosen] if isinstance(chosen, str) and chosen else list(chosen)
    shown = [f"{'☑' if o in picked else '□'}{o}" for o in options]
    return "  ".join(shown + [f"☑{p}" for p in picked if p not in options])


def counts(value: dict[str, Any] | str, *, form: str = "{:,}") -> str:
    """Numbers of persons in words."""
    if isinstance(value, str):
        return value
    parts = []
    if "this_year" in value:
        parts.append(f"当年已出境自然人（去重）{form.format(value['this_year'])}人")
        if "sensitive_this_year" in value:
            parts.append(f"其中涉及敏感个人信息{form.format(value['sensitive_this_year'])}人")
    if "three_years" in value:
        each = "、".join(f"第{n}年{form.format(v)}人" for n, v in zip("一二三", value.get("years", ()), strict=False))
        parts.append(f"未来三年预计出境合计{form.format(value['three_years'])}人" + (f"（{each}）" if each else ""))
        if "sensitive_three_years" in value:
            parts.append(f"未来三年涉及敏感个人信息{form.format(value['sensitive_three_years'])}人")
    return "；".join([*parts, value["relation"]] if value.get("relation") else parts) + "。"


def joined(value: Sequence[str] | str) -> str:
    """A list in words."""
    return value if isinstance(value, str) else "、".join(value)


class Office(Layout):
    """The plainest way to fill the forms."""

    name = "office"
    date_form = "{y}年{m}月{d}日"
    face: Face = "serif"

    # -- shared pieces
    def rows(self, role: str, facts: Facts, keys: Sequence[tuple[str, str]], *, prefix: str = "") -> list[Row]:
        """Rows of label and value for the facts that there are."""
        at = f"{role}.{prefix}" if prefix else role
        return [row(label, self.word(facts[key]), shows=f"{at}.{key}") for key, label in keys if key in facts]

    def word(self, value: Any) -> str:
        """A value as a cell has it."""
        if isinstance(value, (list, tuple)) and len(value) == 2 and not isinstance(value[0], str):
            return period(value, self.date_form)
        if isinstance(value, bool):
            return "是" if value else "否"
        if isinstance(value, (list, tuple)):
            return joined([str(v) for v in value])
        return f"{value:,}" if isinstance(value, int) else day(value, self.date_form)

    def lines(
        self, role: str, facts: Facts, keys: Sequence[tuple[str, str]], *, prefix: str = "", joint: str = "："
    ) -> list[Line]:
        """`label：value` for the facts that there are."""
        at = f"{role}.{prefix}" if prefix else role
        return [line(f"{label}{joint}{self.word(facts[key])}", f"{at}.{key}") for key, label in keys if key in facts]

    def paper(
        self, role: str, name: str, blocks: Sequence[Block], facts: Facts, *, spacing: float = 26, **more: Any
    ) -> Document:
        """The document of these blocks with what any paper may have."""
        return Document(
            role,
            name,
            (*blocks, *extra(role, facts)),
            face=self.face,
            spacing_pt=spacing,
            **furniture(facts),
            **more,
        )

    def dated(self, role: str, facts: Facts, label: str = "日期：") -> list[Line]:
        """The date below, to the right."""
        if "date" not in facts:
            return []
        text = day(facts["date"], self.date_form) or "    年   月   日"
        return [Line(f"{label}{text}", align="right", indent=False, shows=(f"{role}.date",))]

    # -- identity papers
    def uscc_certificate(self, facts: Facts, s: Submission, rng: Random) -> Document:
        keys = [
            ("uscc", "统一社会信用代码"), ("name", "名称"), ("type", "类型"), ("legal_rep", "法定代表人"), ("scope", "经营范围"),
            ("capital", "注册资本"), ("founded", "成立日期"), ("term", "营业期限"), ("address", "住所"),
        ]  # fmt: skip
        blocks: list[Block] = [title(facts["title"], 26), Line("（副本）", align="center", indent=False)]
        blocks.append(Grid(tuple(self.rows("uscc_certificate", facts, keys)), (0.28, 0.72)))
        blocks += [Line(f"登记机关：{facts['authority']}", align="right", indent=False)]
        blocks += [Line(day(facts["issued"], self.date_form), align="right", indent=False), line("影印件与原件一致")]
        blocks += [Line(facts["name"], align="right", indent=False), Seal(facts["seal"], ("uscc_certificate.seal",))]
        return self.paper("uscc_certificate", "统一社会信用代码证件", blocks, facts)

    def card(self, role: str, facts: Facts) -> Document:
        """An identity card, both sides on one sheet."""
        keys = [
            ("name", "姓名"), ("sex", "性别"), ("nation", "民族"), ("birth", "出生"), ("address", "住址"),
            ("number", "公民身份号码"), ("authority", "签发机关"),
        ]  # fmt: skip
        blocks: list[Block] = [title(facts["caption"]), Line("居民身份证", align="center", bold=True)]
        blocks += self.lines(role, facts, keys, joint="  ")
        if "valid" in facts:
            blocks.append(line(f"有效期限  {period(facts['valid'], '{y}.{m:02d}.{d:02d}', '-')}", f"{role}.valid"))
        blocks += [line("与原件一致，仅用于本次办理"), Seal(facts["seal"], (f"{role}.seal",))]
        return self.paper(role, facts["caption"].removesuffix("影印件"), blocks, facts)

    def legal_rep_id(self, facts: Facts, s: Submission, rng: Random) -> Document:
        return self.card("legal_rep_id", facts)

    def agent_id(self, facts: Facts, s: Submission, rng: Random) -> Document:
        return self.card("agent_id", facts)

    # -- power and promise
    def power_of_attorney(self, facts: Facts, s: Submission, rng: Random) -> Document:
        role = "power_of_attorney"
        who = f"本人{facts['legal_rep']}（身份证件号码：{facts['legal_rep_id']}）系{facts['processor']}的法定代表人。"
        blocks: list[Block] = [
            title("经办人授权委托书", 22),
            line(who, f"{role}.legal_rep", f"{role}.legal_rep_id", f"{role}.processor"),
        ]
        said = f"现授权我单位{facts['agent']}（身份证件号码：{facts['agent_id']}）为{facts['matter']}经办人。"
        blocks.append(line(said, f"{role}.agent", f"{role}.agent_id", f"{role}.matter"))
        blocks += [line(t, f"{role}.texts.{k}") for k, t in facts["texts"].items()]
        if "term" in facts:
            text = period(facts["term"], self.date_form) or "    年  月  日至    年  月  日"
            blocks.append(line(f"授权委托期限：{text}", f"{role}.term"))
        blocks += [
            Line(f"单位名称（盖章）：{facts['processor']}", indent=False),
            Seal(facts["seal"], (f"{role}.seal",)),
        ]
        blocks += [*self.signs(role, facts), *self.dated(role, facts)]
        return self.paper(role, "经办人授权委托书", blocks, facts)

    def signs(self, role: str, facts: Facts) -> list[Block]:
        """The lines to be signed."""
        labels = (("sign_legal_rep", "法定代表人（签字）："), ("sign_agent", "经办人（签字）："))
        return [Sign(label, facts[key], (f"{role}.{key}",)) for key, label in labels if key in facts]

    def commitment(self, facts: Facts, s: Submission, rng: Random) -> Document:
        role = "commitment"
        blocks: list[Block] = [title("承诺书", 22), line(f"{facts['processor']}郑重承诺：", f"{role}.processor")]
        blocks += [line(f"{i}.{t}", f"{role}.texts.{k}") for i, (k, t) in enumerate(facts["texts"].items(), 1)]
        blocks += [
            Line(f"承诺单位（盖章）：{facts['processor']}", indent=False),
            Seal(facts["seal"], (f"{role}.seal",)),
        ]
        return self.paper(role, "承诺书", [*blocks, *self.signs(role, facts), *self.dated(role, facts)], facts)

    # -- application form of the assessment
    def person_rows(self, role: str, part: str, facts: Facts) -> list[Row]:
        """Rows of a person, the kind of paper as ticks."""
        found = []
        for one in self.rows(role, facts, PERSON, prefix=part):
            if one.cells[0] == "证件类型":
                one = Row(("证件类型", ticks(ID_TYPES, facts["id_type"])), one.shows)
            found.append(one)
        return found

    def application_form(self, facts: Facts, s: Submission, rng: Random) -> Document:
        role = "application_form"
        p = facts["processor"]
        natures = ("政府部门", "事业单位", "企业", "社会组织", "其他")
        kinds = ("内资", "外资", "中外合资", "港澳台资", "其他")
        rows = [
            Row(("1.数据处理者情况", None), bold=True),
            *self.rows(role, p, (("name", "单位名称"),), prefix="processor"),
            *self.options(role, p, "processor", (("nature", "单位性质", natures), ("kind", "单位类型", kinds))),
            *self.rows(
                role,
                p,
                (
                    ("address", "单位注册地"),
                    ("office", "办公所在地"),
                    ("staff", "员工数量"),
                    ("uscc", "统一社会信用代码"),
                ),
                prefix="processor",
            ),
        ]
        if "ciio" in p:
            rows.append(row("是否为关键信息基础设施运营者", yes_no(p["ciio"]), shows=f"{role}.processor.ciio"))
        if "scale" in p:
            text = f"{p['scale']:,}人" if isinstance(p["scale"], int) else p["scale"]
            rows.append(row("处理个人信息规模", text, shows=f"{role}.processor.scale"))
        blocks: list[Block] = [title("数据出境安全评估申报表", 22), Grid(tuple(rows), (0.34, 0.66))]
        for part, head in (
            ("legal_rep", "2.法定代表人信息"),
            ("officer", "3.数据安全负责人和管理机构信息"),
            ("agent", "4.经办人信息"),
        ):
            more = self.rows(role, facts[part], (("body", "管理机构名称"), ("body_staff", "管理机构人数")), prefix=part)
            blocks.append(
                Grid((Row((head, None), bold=True), *self.person_rows(role, part, facts[part]), *more), (0.34, 0.66))
            )
        fifth = Row(("5.数据处理者遵守中国法律、行政法规、部门规章情况",), bold=True)
        blocks.append(Grid((fifth, row(facts["compliance"], shows=f"{role}.compliance"))))
        for i, scene in enumerate(facts["scenes"]):
            blocks.append(
                Grid(tuple(self.scene_rows(f"{role}.scenes.{i}", scene, i, len(facts["scenes"]))), (0.34, 0.66))
            )
        blocks += self.promise(role, facts)
        return self.paper(role, "数据出境安全评估申报表", blocks, facts, spacing=16)

    def options(self, role: str, facts: Facts, part: str, keys: Sequence[tuple[str, str, Sequence[str]]]) -> list[Row]:
        """Rows of ticks."""
        return [
            row(label, ticks(opts, facts[key]), shows=f"{role}.{part}.{key}")
            for key, label, opts in keys
            if key in facts
        ]

    def scene_rows(self, at: str, scene: Facts, i: int, total: int) -> list[Row]:
        """One scene of the form with its recipients."""
        number = f"（场景{_CN[i]}）" if total > 1 else ""
        found = [Row((f"6.数据出境场景{number}", None), bold=True)]
        found += self.rows("", scene, (("brief", "出境场景简述"),), prefix="x")
        found = [Row(r.cells, (f"{at}.brief",) if r.shows else (), r.bold) for r in found]
        if "types" in scene:
            found.append(row("数据类型", ticks(("重要数据", "个人信息"), scene["types"]), shows=f"{at}.types"))
        if "authority" in scene:
            found.append(row("重要数据认定主管部门名称", scene["authority"], shows=f"{at}.authority"))
        if "sensitive" in scene:
            found.append(row("是否包含敏感个人信息", yes_no(scene["sensitive"]), shows=f"{at}.sensitive"))
        if "sectors" in scene:
            found.append(row("涉及行业/领域", ticks(SECTORS, scene["sectors"]), shows=f"{at}.sectors"))
        if "persons" in scene:
            found.append(row("涉及自然人（去重）数量", counts(scene["persons"]), shows=f"{at}.persons"))
        if "size" in scene:
            found.append(row("涉及重要数据规模", scene["size"], shows=f"{at}.size"))
        labels = (
            ("name", "境外接收方名称"), ("country", "所在国家或者地区"), ("address", "所在地址"), ("business", "主营业务"),
            ("head", "负责人姓名"), ("head_post", "负责人职务"),
        )  # fmt: skip
        for j, one in enumerate(scene["recipients"]):
            found += [
                Row(r.cells, tuple(p.replace("x.", f"{at}.recipients.{j}.").lstrip(".") for p in r.shows))
                for r in self.rows("", one, labels, prefix="x")
            ]
            if "phone" in one or "email" in one:
                text = f"电话：{one.get('phone', '')}  邮箱：{one.get('email', '')}"
                found.append(row("联系方式", text, shows=(f"{at}.recipients.{j}.phone", f"{at}.recipients.{j}.email")))
        if "statistics" in scene:
            found.append(row("统计说明", scene["statistics"], shows=f"{at}.statistics"))
        return found

    def promise(self, role: str, facts: Facts) -> list[Block]:
        """The promise at the end of a form."""
        if "promise" not in facts:
            return []
        p = facts["promise"]
        said = [f"{i}.{t}" for i, t in enumerate(p["texts"], 1)]
        tick = "☑" if p.get("ticked") else "□"
        return [
            Heading("本单位承诺", 2),
            *(line(t, f"{role}.promise.texts") for t in said),
            line(f"{tick}我单位已阅知并作出以上承诺", f"{role}.promise.ticked"),
        ]

    # -- legal paper of the assessment
    def legal_document(self, facts: Facts, s: Submission, rng: Random) -> Document:
        role = "legal_document"
        blocks: list[Block] = [
            title(facts["title"], 22),
            line(f"甲方（数据提供方）：{facts['exporter']['name']}", f"{role}.exporter.name"),
        ]
        blocks += self.lines(role, facts["exporter"], (("address", "地址"), ("phone", "联系方式")), prefix="exporter")
        blocks.append(line(f"乙方（境外接收方）：{facts['importer']['name']}", f"{role}.importer.name"))
        blocks += self.lines(role, facts["importer"], (("address", "地址"), ("phone", "联系方式")), prefix="importer")
        names = "、".join(f"“{b}”" for b in facts["businesses"])
        blocks += [Heading("一、业务与数据", 1), line(f"双方就{names}业务约定如下。", f"{role}.businesses")]
        blocks += self.lines(
            role,
            facts,
            (
                ("purpose", "数据出境目的"),
                ("method", "出境方式"),
                ("storage_place", "境外保存地点"),
                ("storage_term", "境外保存期限"),
            ),
        )
        blocks.append(line(f"出境数据项：{joined(facts['items'])}。", f"{role}.items"))
        blocks.append(Heading("二、数据安全责任义务", 1))
        for i, (key, text) in enumerate(facts["clauses"].items(), 1):
            blocks.append(Line(f"第{_CN[i]}条 {text}", marked=bool(facts["marked"]), shows=(f"{role}.clauses.{key}",)))
        blocks += [
            Line(f"甲方（盖章）：{facts['exporter']['name']}", indent=False),
            Seal(facts["exporter_seal"], (f"{role}.exporter_seal",)),
        ]
        blocks += [
            Sign("乙方（签字）：", facts["importer_sign"], (f"{role}.importer_sign",)),
            *self.dated(role, facts, "签署日期："),
        ]
        return self.paper(role, facts["title"], blocks, facts)

    # -- reports
    def number(self, level: int, count: int) -> str:
        """The number before a heading."""
        return (f"{_CN[count - 1]}、", f"（{_CN[count - 1]}）", f"{count}.", f"（{count}）")[level - 1]

    def report(self, role: str, name: str, facts: Facts) -> Document:
        """A report: its cover, then the chapters of the outline."""
        who = "数据处理者名称" if role == "self_assessment" else "个人信息处理者名称"
        cover: list[Block] = [Line("", indent=False), title(name, 26), Line("", indent=False)]
        cover.append(
            Line(f"{who}（盖章）：{facts['processor']}", align="center", indent=False, shows=(f"{role}.processor",))
        )
        cover.append(Seal(facts["seal"], (f"{role}.seal",)))
        text = day(facts["cover_date"], self.date_form) or "    年   月   日"
        cover += [Line(text, align="center", indent=False, shows=(f"{role}.cover_date",)), Break()]
        blocks: list[Block] = cover
        if role == "pipia" and "period" in facts:
            blocks.append(line(f"影响评估起止时间：{period(facts['period'], self.date_form)}", f"{role}.period"))
        numbers = [0] * 5
        for ident, level, head in facts["outline"]:
            numbers[level - 1] += 1
            numbers[level:] = [0] * (5 - level)
            blocks.append(Heading(self.number(level, numbers[level - 1]) + head, level, (f"{role}.outline.{ident}",)))
            blocks += self.chapter(role, ident, facts)
        return self.paper(role, name, blocks, facts)

    def chapter(self, role: str, ident: str, facts: Facts) -> list[Block]:
        """What stands under a heading."""
        found: list[Block] = []
        if ident == "work" and "period" in facts:
            found.append(line(f"起止时间：{period(facts['period'], self.date_form)}", f"{role}.period"))
        labels: tuple[tuple[str, str], ...] = {
            "export_purpose": (("purpose", "出境目的"),),
            "export_links": (("storage_place", "境外保存地点"), ("storage_term", "境外保存期限")),
            "recipient_about": (("recipient", "境外接收方名称"), ("country", "所在国家或者地区")),
            "export_scale": (
                ("persons", "出境个人信息的规模"),
                ("sensitive_persons", "敏感个人信息涉及人数"),
                ("categories", "出境个人信息种类"),
            ),
        }.get(ident, ())
        for key, label in labels:
            if key in facts:
                value = facts[key]
                text = f"{value:,}人" if isinstance(value, int) else self.word(value)
                found.append(line(f"{label}：{text}", f"{role}.{key}"))
        found += [line(t, f"{role}.sections.{ident}") for t in facts["sections"].get(ident, ())]
        if ident == ("export_items" if role == "self_assessment" else "export_scale"):
            found += self.tables(role, facts)
        if ident == "persons" and "persons" in facts:
            found.append(line(f"涉及自然人（去重）数量：{counts(facts['persons'])}", f"{role}.persons"))
        return found

    def tables(self, role: str, facts: Facts) -> list[Block]:
        """The tables of data items, one a scene."""
        found: list[Block] = []
        keys = ("name", "description", "necessity", "example", "note")
        width = len(facts["columns"])
        for i, scene in enumerate(facts["scenes"]):
            found.append(line(f"场景{_CN[i]}：{scene['name']}", f"{role}.scenes.{i}.name"))
            rows = [Row(tuple(facts["columns"]), bold=True)]
            for j, item in enumerate(scene["items"]):
                cells = (str(j + 1), *(item.get(k, "") for k in keys))[:width]
                shows = (f"{role}.scenes.{i}.items.{j}", *(f"{role}.scenes.{i}.items.{j}.{k}" for k in keys))
                rows.append(Row(cells, shows))
            shares = (0.08, 0.17, 0.22, 0.27, 0.16, 0.1)
            found.append(Grid(tuple(rows), shares if width == 6 else None))
        return found

    def self_assessment(self, facts: Facts, s: Submission, rng: Random) -> Document:
        return self.report("self_assessment", "数据出境风险自评估报告", facts)

    def pipia(self, facts: Facts, s: Submission, rng: Random) -> Document:
        return self.report("pipia", "个人信息保护影响评估报告", facts)

    # -- contracts
    def contract(self, role: str, facts: Facts) -> Document:
        """A contract in the structure of the model contracts."""
        gba = role == "gba_contract"
        other = "接收方" if gba else "境外接收方"
        keys = (("address", "地址"), ("phone", "联系方式"), ("person", "联系人"), ("post", "职务"))
        blocks: list[Block] = [title(facts["title"], 22 if not gba else 18), line("（测试材料，条文自拟）")]
        for part, label in (("exporter", "个人信息处理者"), ("importer", other)):
            blocks.append(line(f"{label}：{facts[part]['name']}", f"{role}.{part}.name"))
            blocks += self.lines(role, facts[part], keys, prefix=part)
        b = facts["business"]
        blocks.append(line(f"双方已订立《{b['name']}》，日期为{day(b['date'], self.date_form)}。", f"{role}.business"))
        for i, one in enumerate(facts["articles"]):
            blocks.append(Heading(one["title"], 1, (f"{role}.articles.{i}.title",)))
            blocks += [line(t, f"{role}.articles.{i}.paragraphs.{j}") for j, t in enumerate(one["paragraphs"])]
        if facts["signed_place"]:
            blocks.append(line(f"本合同在{facts['signed_place']}签订。", f"{role}.signed_place"))
        if "effective" in facts:
            blocks.append(line(f"本合同自{day(facts['effective'], self.date_form)}起生效。", f"{role}.effective"))
        blocks += [
            Line(f"个人信息处理者（盖章）：{facts['exporter']['name']}", indent=False),
            Seal(facts["exporter_seal"], (f"{role}.exporter_seal",)),
        ]
        blocks += [
            Sign(f"{other}（签字）：", facts["importer_sign"], (f"{role}.importer_sign",)),
            *self.dated(role, facts, "签署日期："),
            Break(),
        ]
        blocks += self.annexes(role, facts, gba)
        return self.paper(role, facts["title"], blocks, facts)

    def annexes(self, role: str, facts: Facts, gba: bool) -> list[Block]:
        """Both annexes."""
        names = (
            ("purpose", "处理目的"), ("method", "处理方式"),
            ("persons", "跨境提供个人信息的规模" if gba else "出境个人信息的规模"),
            ("categories", "跨境提供个人信息的种类" if gba else "出境个人信息种类"), ("sensitive", "出境敏感个人信息种类"),
            ("onward", "同辖区内的第三方" if gba else "境外接收方只向以下中华人民共和国境外第三方提供个人信息"), ("transfer", "传输方式"),
            ("storage_term", "跨境提供后保存期限" if gba else "出境后保存期限"),
            ("storage_place", "跨境提供后保存地点" if gba else "出境后保存地点"), ("other", "其他事项"),
        )  # fmt: skip
        found: list[Block] = [Heading("附录一 " + ("个人信息跨境提供说明" if gba else "个人信息出境说明"), 1)]
        count = 0
        for key, label in names:
            if key in facts["annex1"]:
                value = facts["annex1"][key]
                text = f"{value:,}人" if isinstance(value, int) else self.word(value)
                found.append(line(f"（{_CN[count]}）{label}：{text}", f"{role}.annex1.{key}"))
                count += 1
        if "annex2" in facts:
            found += [Heading("附录二 双方约定的其他条款", 1), line(facts["annex2"], f"{role}.annex2")]
        return found

    def standard_contract(self, facts: Facts, s: Submission, rng: Random) -> Document:
        return self.contract("standard_contract", facts)

    def gba_contract(self, facts: Facts, s: Submission, rng: Random) -> Document:
        return self.contract("gba_contract", facts)

    def supplementary_contract(self, facts: Facts, s: Submission, rng: Random) -> Document:
        role, o = "supplementary_contract", facts["original"]
        blocks: list[Block] = [
            title("个人信息出境标准合同补充协议"),
            line(f"个人信息处理者：{facts['exporter']}", f"{role}.exporter"),
        ]
        blocks.append(line(f"境外接收方：{facts['importer']}", f"{role}.importer"))
        blocks.append(
            line(
                f"双方于{day(o['date'], self.date_form)}签订的个人信息出境标准合同（备案编号{o['number']}，下称原合同）作如下补充：",
                f"{role}.original",
            )
        )
        blocks += [line(f"{i}.{t}", f"{role}.changes.{i - 1}") for i, t in enumerate(facts["changes"], 1)]
        blocks.append(line(facts["unchanged"], f"{role}.unchanged"))
        blocks += [
            Line(f"个人信息处理者（盖章）：{facts['exporter']}", indent=False),
            Seal(facts["exporter_seal"], (f"{role}.exporter_seal",)),
        ]
        blocks += [
            Sign("境外接收方（签字）：", facts["importer_sign"], (f"{role}.importer_sign",)),
            *self.dated(role, facts, "签署日期："),
        ]
        return self.paper(role, "补充协议", blocks, facts)

    def change_statement(self, facts: Facts, s: Submission, rng: Random) -> Document:
        keys = (
            ("processor", "个人信息处理者"),
            ("number", "原备案编号"),
            ("change", "变更事项"),
            ("before", "变更前"),
            ("after", "变更后"),
        )
        blocks: list[Block] = [
            title("变更情况说明"),
            Grid(tuple(self.rows("change_statement", facts, keys)), (0.3, 0.7)),
        ]
        blocks += [
            Line(facts["processor"], align="right", indent=False),
            Seal(facts["seal"], ("change_statement.seal",)),
        ]
        return self.paper("change_statement", "变更情况说明", [*blocks, *self.dated("change_statement", facts)], facts)

    # -- the other kinds
    def extension_form(self, facts: Facts, s: Submission, rng: Random) -> Document:
        role = "extension_form"
        keys = (("processor", "数据处理者名称"), ("number", "申请延长评估结果有效期的评估项目受理编号"))
        rows = [Row(("1.基本情况", None), bold=True), *self.rows(role, facts, keys)]
        if "legal_ok" in facts:
            rows.append(
                row(
                    "法律文件符合《数据出境安全评估办法》第九条规定",
                    yes_no(facts["legal_ok"]),
                    shows=f"{role}.legal_ok",
                )
            )
        blocks: list[Block] = [title("延长评估结果有效期申请表", 22), Grid(tuple(rows), (0.5, 0.5))]
        labels = (
            ("purpose_same", "数据出境的目的、范围等未发生变化"), ("parties_same", "数据处理者和境外接收方等未发生变化"),
            ("pi_growth", "未来三年涉及自然人数量增幅"), ("size_growth", "未来三年出境数据规模增幅"),
            ("links_same", "数据出境链路、存储系统、数据中心未发生变化"), ("use_same", "境外接收方处理数据的用途和方式未发生变化"),
        )  # fmt: skip
        for i, scene in enumerate(facts["scenes"]):
            head = "2.数据出境场景" + (f"（场景{_CN[i]}）" if len(facts["scenes"]) > 1 else "")
            made = [Row((head, None), bold=True)]
            for key, label in labels:
                if key in scene:
                    value = scene[key]
                    text = yes_no(value) if key.endswith("_same") else value
                    made.append(row(label, text, shows=f"{role}.scenes.{i}.{key}"))
            blocks.append(Grid(tuple(made), (0.5, 0.5)))
        points = "\n".join(f"（{i}）{t}" for i, t in enumerate(facts["other"].values(), 1))
        shows = (f"{role}.other", *(f"{role}.other.{k}" for k in facts["other"]))
        blocks.append(Grid((Row(("3.其他需要说明的情况",), bold=True), Row((points,), shows))))
        blocks += self.promise(role, facts)
        return self.paper(role, "延长评估结果有效期申请表", blocks, facts, spacing=16)

    def certification_request(self, facts: Facts, s: Submission, rng: Random) -> Document:
        role = "certification_request"
        keys = (
            ("processor", "认证委托人"), ("uscc", "统一社会信用代码"), ("address", "注册地址"), ("contact", "联系人"),
            ("body", "认证机构"), ("scope", "认证范围"), ("standard", "认证依据"), ("overseas", "是否为境外个人信息处理者"),
            ("recipient", "境外接收方"), ("country", "所在国家或者地区"), ("persons", "出境自然人数量"),
            ("sensitive_persons", "敏感个人信息涉及人数"), ("ciio", "是否为关键信息基础设施运营者"),
        )  # fmt: skip
        blocks: list[Block] = [title("个人信息保护认证委托书"), Grid(tuple(self.rows(role, facts, keys)), (0.36, 0.64))]
        blocks += [
            Line(f"认证委托人（盖章）：{facts['processor']}", indent=False),
            Seal(facts["seal"], (f"{role}.seal",)),
        ]
        return self.paper(role, "认证委托书", [*blocks, *self.dated(role, facts)], facts)

    def certification_documents(self, facts: Facts, s: Submission, rng: Random) -> Document:
        role = "certification_documents"
        blocks: list[Block] = [title(facts["title"]), line(facts["processor"], f"{role}.processor")]
        for i, one in enumerate(facts["sections"]):
            blocks.append(Heading(self.number(1, i + 1) + one["title"], 1, (f"{role}.sections.{i}",)))
            blocks += [line(t, f"{role}.sections.{i}") for t in one["paragraphs"]]
        blocks += [Line(facts["processor"], align="right", indent=False), Seal(facts["seal"], (f"{role}.seal",))]
        return self.paper(role, facts["title"], [*blocks, *self.dated(role, facts)], facts)

    def negative_list_form(self, facts: Facts, s: Submission, rng: Random) -> Document:
        role = "negative_list_form"
        keys = (
            ("processor", "单位名称"), ("uscc", "统一社会信用代码"), ("registered", "登记注册地"), ("sector", "所属行业"),
            ("list", "适用的负面清单"), ("scene", "业务场景"), ("persons", "出境自然人数量"), ("recipient", "境外接收方"),
            ("country", "所在国家或者地区"), ("important", "是否包含重要数据"), ("conclusion", "研判结论"),
            ("compliance", "近2年行政处罚和监管调查及整改情况"), ("contact", "联系人"),
        )  # fmt: skip
        blocks: list[Block] = [
            title("数据出境负面清单使用备案表"),
            Grid(tuple(self.rows(role, facts, keys)), (0.36, 0.64)),
        ]
        blocks += [Line(f"单位（盖章）：{facts['processor']}", indent=False), Seal(facts["seal"], (f"{role}.seal",))]
        return self.paper(role, "负面清单使用备案表", [*blocks, *self.dated(role, facts)], facts)

    def field_comparison(self, facts: Facts, s: Submission, rng: Random) -> Document:
        role = "field_comparison"
        rows = [Row(("序号", "企业字段", "清单字段", "对照结果", "说明"), bold=True)]
        for i, one in enumerate(facts["items"]):
            rows.append(
                Row((str(i + 1), one["own"], one["listed"], one["category"], one["note"]), (f"{role}.items.{i}",))
            )
        blocks: list[Block] = [
            title("出境字段与清单逐项对照表"),
            line(f"单位名称：{facts['processor']}", f"{role}.processor"),
        ]
        blocks += [line(f"适用清单：{facts['list']}", f"{role}.list"), Grid(tuple(rows), (0.1, 0.25, 0.25, 0.2, 0.2))]
        return self.paper(role, "字段对照表", blocks, facts)


LAYOUT = Office()

"""Forms to fill in: of the assessment, its extension, certification and a zone's list."""

# ruff: noqa: E501 (sentences and tables of a paper read better whole)

from __future__ import annotations

from random import Random

from eval.precheck.document import Block, Document, Grid, Line, Row, Seal, line, row
from eval.precheck.layouts.dev.office_pieces import (
    CN,
    ID_TYPES,
    PERSON,
    SECTORS,
    Pieces,
    counts,
    ticks,
    title,
    yes_no,
)
from eval.precheck.submission import Facts, Submission


class Forms(Pieces):
    """Tables with a label beside each value."""

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

    def scene_rows(self, at: str, scene: Facts, i: int, total: int) -> list[Row]:
        """One scene of the form with its recipients."""
        number = f"（场景{CN[i]}）" if total > 1 else ""
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
            head = "2.数据出境场景" + (f"（场景{CN[i]}）" if len(facts["scenes"]) > 1 else "")
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

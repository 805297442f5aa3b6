"""The application form, the form for an extension, and the forms without an official model."""

# ruff: noqa: E501 (tables of words read better whole)

from __future__ import annotations

from random import Random
from typing import Any

from eval.precheck.document import Block, Document, Grid, Heading, Line, Row
from eval.precheck.layouts import extra
from eval.precheck.layouts.heldout3.house import House
from eval.precheck.layouts.heldout3.parts import Field
from eval.precheck.submission import Facts, Submission

FORM = "数据出境安全评估申报表"
EXTENSION = "延长评估结果有效期申请表"
_PROCESSOR = (
    ("name", "单位名称"), ("nature", "单位性质"), ("kind", "单位类型"), ("address", "单位注册地"), ("office", "办公所在地"),
    ("staff", "员工数量"), ("uscc", "统一社会信用代码"), ("ciio", "是否为关键信息基础设施运营者"),
    ("scale", "处理个人信息规模（自然人去重）"),
)  # fmt: skip
_RECIPIENT = (
    ("name", "境外接收方名称"), ("country", "所在国家或者地区"), ("address", "所在地址"), ("business", "主营业务"),
    ("head", "负责人姓名"), ("head_post", "负责人职务"), ("phone", "联系方式（电话）"), ("email", "联系方式（邮箱）"),
)  # fmt: skip
_EXTENSION = (
    ("purpose_same", "数据出境目的、范围等未发生变化"), ("parties_same", "数据处理者和境外接收方等未发生变化"),
    ("pi_growth", "涉及自然人（去重）数量增幅"), ("size_growth", "涉及重要数据规模增幅"),
    ("links_same", "出境链路、存储系统、数据中心未发生变化"), ("use_same", "境外接收方用途和方式未发生变化"),
)  # fmt: skip
_OTHER = (
    ("measures", "数据安全保障措施落实及工作情况"), ("performance", "境外接收方履行法律文件情况"),
    ("compliance", "过去三年按评估结果通知书开展出境活动情况"), ("incidents", "过去三年重大数据安全事件、处罚、调查和整改情况"),
)  # fmt: skip
_REQUEST = (
    ("processor", "认证委托人"), ("uscc", "统一社会信用代码"), ("address", "注册地址"), ("contact", "联系人"),
    ("body", "认证机构"), ("scope", "申请认证范围"), ("standard", "认证依据"), ("overseas", "是否为境外个人信息处理者"),
    ("recipient", "境外接收方"), ("country", "境外接收方所在国家或者地区"), ("persons", "本年度出境个人信息人数（去重）"),
    ("sensitive_persons", "其中敏感个人信息人数"), ("ciio", "是否为关键信息基础设施运营者"),
)  # fmt: skip
_LIST = (
    ("processor", "申请单位"), ("uscc", "统一社会信用代码"), ("registered", "注册地"), ("sector", "所属行业领域"),
    ("list", "适用的负面清单"), ("scene", "出境业务场景"), ("persons", "涉及自然人数量（去重）"), ("recipient", "境外接收方"),
    ("country", "接收方所在国家或者地区"), ("important", "是否包含重要数据"), ("conclusion", "研判结论"),
    ("compliance", "守法情况"), ("contact", "联系人"),
)  # fmt: skip


class Forms(House):
    """Forms. The official ones keep their items and columns; how these are set is the house's own."""

    item = "{n}. {title}"
    request_title, list_title, compare_title = (
        "个人信息出境认证申请书",
        "数据出境负面清单使用备案表",
        "数据字段逐项对照表",
    )

    # application form

    def head(self, n: int, title: str) -> str:
        """The number and name of an item of a form."""
        return self.item.format(n=n, c="〇一二三四五六七八九十"[n], title=title)

    def section(self, role: str, n: int, title: str, fields: list[Field]) -> list[Block]:
        """An item of a form: its heading and its fields."""
        return [Heading(self.head(n, title), 1), *self.set(role, fields)]

    def application_form(self, facts: Facts, submission: Submission, rng: Random) -> Document:
        role = "application_form"
        blocks: list[Block] = [self.title(FORM)]
        made = self.fields(f"{role}.processor", facts["processor"], _PROCESSOR, counts=("scale", "staff"))
        blocks += self.section(role, 1, "数据处理者情况", made)
        blocks += self.section(role, 2, "法定代表人信息", self.person(f"{role}.legal_rep", facts["legal_rep"]))
        officer = self.person(f"{role}.officer", facts["officer"]) + self.fields(
            f"{role}.officer", facts["officer"], (("body", "管理机构名称"), ("body_staff", "管理机构人数")),
            counts=("body_staff",),
        )  # fmt: skip
        blocks += self.section(role, 3, "数据安全负责人和管理机构信息", officer)
        blocks += self.section(role, 4, "经办人信息", self.person(f"{role}.agent", facts["agent"]))
        if "compliance" in facts:
            title = "遵守中国法律、行政法规、部门规章情况"
            blocks += [Heading(self.head(5, title), 1), Line(facts["compliance"], shows=(f"{role}.compliance",))]
        for i, scene in enumerate(facts["scenes"]):
            blocks += self.scene(f"{role}.scenes.{i}", i, scene, many=len(facts["scenes"]) > 1)
        blocks += extra(role, facts)
        if "promise" in facts:
            blocks += self.promise(role, facts["promise"])
        return self.made(role, FORM, blocks, facts, spacing=16.0)

    def scene(self, path: str, i: int, scene: Facts, *, many: bool) -> list[Block]:
        """Item six, once for each scene."""
        title = f"数据出境场景（场景{'一二三四五'[i]}）" if many else "数据出境场景"
        pairs = (
            ("brief", "出境场景简述"), ("types", "数据类型"), ("authority", "重要数据认定主管部门名称"),
            ("sensitive", "是否包含敏感个人信息"), ("sectors", "涉及行业/领域"),
        )  # fmt: skip
        fields = self.fields(path, scene, pairs)
        if "persons" in scene:
            shows = tuple(f"{path}.persons.{k}" for k in scene["persons"]) if isinstance(scene["persons"], dict) else ()
            fields.append(Field("涉及自然人（去重）数量", self.numbers(scene["persons"]), (f"{path}.persons", *shows)))
        fields += self.fields(path, scene, (("size", "涉及重要数据规模"),))
        blocks: list[Block] = [Heading(self.head(6, title), 1), *self.set("application_form", fields)]
        for j, one in enumerate(scene.get("recipients", ())):
            blocks += self.recipient(f"{path}.recipients.{j}", j, one)
        if "statistics" in scene:
            blocks += self.set("application_form", self.fields(path, scene, (("statistics", "统计说明"),)))
        return blocks

    def recipient(self, path: str, j: int, one: Facts) -> list[Block]:
        """One recipient abroad."""
        return [
            Line(f"境外接收方{'一二三四五六'[j]}", bold=True),
            *self.set("recipient", self.fields(path, one, _RECIPIENT)),
        ]

    def numbers(self, persons: Any) -> str:
        """The numbers of persons, with the relation of the two groups."""
        if isinstance(persons, str):
            return persons
        found = []
        if "this_year" in persons:
            found.append(f"当年已出境{self.count(persons['this_year'])}")
        if "sensitive_this_year" in persons:
            found.append(f"其中敏感个人信息{self.count(persons['sensitive_this_year'])}")
        if "three_years" in persons:
            found.append(f"未来三年预计{self.count(persons['three_years'])}")
        if "years" in persons:
            found.append("逐年为" + "、".join(self.count(n) for n in persons["years"]))
        if "sensitive_three_years" in persons:
            found.append(f"未来三年敏感个人信息{self.count(persons['sensitive_three_years'])}")
        if "relation" in persons:
            found.append(f"两者关系：{persons['relation']}")
        return "；".join(found)

    def promise(self, role: str, promise: Facts) -> list[Block]:
        """The promise at the end of a form, with its tick."""
        blocks: list[Block] = [Heading("本单位承诺", 1)]
        for i, text in enumerate(promise.get("texts", ())):
            blocks.append(Line(self.numbered(i + 1) + text, shows=(f"{role}.promise.texts.{i}", f"{role}.promise")))
        if "ticked" in promise:
            mark = self.marks[0] if promise["ticked"] is True else self.marks[1]
            blocks.append(Line(f"{mark} 本单位已阅读并作出上述承诺", shows=(f"{role}.promise.ticked",)))
        return blocks

    marks = ("☑", "☐")

    # extension

    def extension_form(self, facts: Facts, submission: Submission, rng: Random) -> Document:
        role = "extension_form"
        pairs = (
            ("processor", "数据处理者名称"), ("number", "申请延长评估结果有效期的评估项目受理编号"),
            ("legal_ok", "法律文件符合《数据出境安全评估办法》第九条要求"),
        )  # fmt: skip
        blocks: list[Block] = [self.title(EXTENSION)]
        blocks += self.section(role, 1, "基本情况", self.fields(role, facts, pairs))
        for i, scene in enumerate(facts["scenes"]):
            title = f"数据出境场景（场景{'一二三四五'[i]}）" if len(facts["scenes"]) > 1 else "数据出境场景"
            blocks += self.section(role, 2, title, self.fields(f"{role}.scenes.{i}", scene, _EXTENSION))
        if "other" in facts:
            blocks.append(Heading(self.head(3, "其他需要说明的情况"), 1))
            for i, (key, label) in enumerate(_OTHER, 1):
                if key in facts["other"]:
                    blocks.append(Line(f"（{i}）{label}：{facts['other'][key]}", shows=(f"{role}.other.{key}",)))
        blocks += extra(role, facts)
        if "promise" in facts:
            blocks += self.promise(role, facts["promise"])
        return self.made(role, EXTENSION, blocks, facts, spacing=16.0)

    # forms without an official model

    def certification_request(self, facts: Facts, submission: Submission, rng: Random) -> Document:
        role = "certification_request"
        blocks = [self.title(self.request_title), *self.request_opening(role, facts)]
        blocks += self.set(role, self.fields(role, facts, _REQUEST, counts=("persons", "sensitive_persons")))
        blocks += [*extra(role, facts), *self.seal(role, facts, str(facts.get("processor", "")))]
        return self.made(role, self.request_title, blocks, facts)

    def request_opening(self, role: str, facts: Facts) -> list[Block]:
        """What stands between the title and the fields."""
        return []

    def negative_list_form(self, facts: Facts, submission: Submission, rng: Random) -> Document:
        role = "negative_list_form"
        blocks = [self.title(self.list_title), *self.list_opening(role, facts)]
        blocks += self.set(role, self.fields(role, facts, _LIST, counts=("persons",)))
        blocks += [*extra(role, facts), *self.seal(role, facts, str(facts.get("processor", "")))]
        return self.made(role, self.list_title, blocks, facts)

    def list_opening(self, role: str, facts: Facts) -> list[Block]:
        """What stands between the title and the fields."""
        return []

    columns = ("序号", "企业字段", "清单对应字段", "类别", "说明")

    def field_comparison(self, facts: Facts, submission: Submission, rng: Random) -> Document:
        role = "field_comparison"
        blocks: list[Block] = [self.title(self.compare_title)]
        head = (("processor", "单位"), ("list", "对照的清单"))
        blocks += self.set("comparison_head", self.fields(role, facts, head))
        rows = [Row(self.columns, bold=True)]
        for i, one in enumerate(facts.get("items", ())):
            cells = (
                str(i + 1),
                one.get("own", ""),
                one.get("listed", ""),
                one.get("category", ""),
                one.get("note", ""),
            )
            rows.append(Row(cells, shows=(f"{role}.items.{i}",)))
        blocks += [Grid(tuple(rows)), *extra(role, facts)]
        return self.made(role, self.compare_title, blocks, facts)

    def certification_documents(self, facts: Facts, submission: Submission, rng: Random) -> Document:
        role = "certification_documents"
        blocks: list[Block] = [
            self.title(facts["title"]),
            Line(facts.get("processor", ""), align="center", shows=(f"{role}.processor",)),
        ]
        for i, one in enumerate(facts.get("sections", ())):
            blocks.append(Heading(self.chapter(i + 1, one["title"]), 1, (f"{role}.sections.{i}",)))
            blocks += [Line(t, shows=(f"{role}.sections.{i}.paragraphs.{j}",)) for j, t in enumerate(one["paragraphs"])]
        blocks += [*extra(role, facts), *self.seal(role, facts, str(facts.get("processor", "")))]
        return self.made(role, facts["title"], blocks, facts)

    def chapter(self, n: int, title: str) -> str:
        """The heading of a chapter of the house's own papers."""
        return f"第{'〇一二三四五六七八九十'[n]}章 {title}"

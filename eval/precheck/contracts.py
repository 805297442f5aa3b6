"""Contracts for tests: our own wording in the structure of the official model contracts, and no substitute for them.

The text is the same in every submission, so that a comparison can be loaded with it (`model_text`) and one changed sign
be found. Blanks are filled from the facts.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from copilot.precheck.case import Compare
from copilot.precheck.contract import comparison
from copilot.precheck.contract_form import ModelContract, load_contracts, model_contract
from copilot.precheck.paper import FilingKind

TITLE = "个人信息出境标准合同"
GBA_TITLE = "粤港澳大湾区（内地、香港）个人信息跨境流动标准合同"
MARK = "本文本为测试材料，条文系自行撰写，不是官方范本。"

# (title, paragraphs); {measures}, {contact}, {days}, {choice}, {body}, {place}, {copies} are blanks.
ARTICLES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("第一条 定义", (
        "（一）个人信息处理者是自行决定处理目的和方式、把个人信息提供到境外的一方。",
        "（二）境外接收方是在境外收到前述个人信息的一方。",
        "（三）监管机构是省级以上的网信部门。",
    )),
    ("第二条 个人信息处理者的义务", (
        "（一）只提供实现目的所需的最小范围的个人信息。",
        "（二）把接收方是谁、怎样联系、目的、方式、种类、保存期限和行使权利的办法告诉个人。",
        "（三）以同意为依据的，先取得个人的单独同意；不满十四周岁的，取得监护人的单独同意。",
        "（四）让个人知道其为本合同的第三方受益人，三十日内没有明确拒绝的享有相应权利。",
        "（五）尽合理努力督促接收方采取下列技术和管理措施：",
        "{measures}",
        "（六）事前完成个人信息保护影响评估，报告至少保存三年。",
        "（七）不得以本合同减轻法律规定的责任，不得隐瞒出境的实际情况。",
    )),
    ("第三条 境外接收方的义务", (
        "（一）按附录一列明的内容处理个人信息，不得超出约定的目的。",
        "（二）保存期限以实现目的所必要的最短时间为限，期满删除，包括备份。",
        "（三）采取加密、访问控制和日志等措施，人员按最小授权接触数据。",
        "（四）发生泄露等事件时立即补救，通知个人信息处理者并留存记录。",
        "（五）不得向中国境外的第三方提供个人信息，附录一另有列明并满足法定条件的除外。",
        "（六）处理记录至少保存三年，接受个人信息处理者的审计和监管机构的监督。",
    )),
    ("第四条 境外接收方所在国家或者地区个人信息保护政策和法规对合同履行的影响", (
        "（一）双方保证订立时没有发现当地政策法规会妨碍接收方履行义务。",
        "（二）双方结合出境情况、当地法规和接收方能力作了评估并留有记录。",
        "（三）当地法规变化致使不能履行的，接收方应当立即通知个人信息处理者。",
    )),
    ("第五条 个人信息主体的权利", (
        "（一）个人有权知情、决定、限制、拒绝、查阅、复制、更正、补充、删除。",
        "（二）个人可以向任何一方提出请求，收到请求的一方应当在十五个工作日内答复。",
    )),
    ("第六条 救济", (
        "（一）境外接收方应当确定一名联系人，受理询问和投诉。联系人及联系方式（办公电话或电子邮箱）：{contact}",
        "（二）个人可以选择投诉或者向有管辖权的法院起诉。",
    )),
    ("第七条 合同解除", (
        "（一）接收方违反义务的，个人信息处理者可以暂停提供，直至改正。",
        "（二）暂停超过一个月或者违反严重的，个人信息处理者可以解除合同。",
        "（三）合同解除后，接收方应当返还或者删除个人信息并出具说明。",
    )),
    ("第八条 违约责任", (
        "（一）一方违约给对方造成损失的，应当赔偿。",
        "（二）双方对个人承担连带责任的，承担后可以向另一方追偿。",
    )),
    ("第九条 其他", (
        "（一）本合同与双方其他约定不一致的，以本合同为准。",
        "（二）本合同适用中华人民共和国法律。",
        "（三）通知以书面方式送达，发出后第{days}日视为收到。",
        "（四）因本合同产生的争议，双方不能协商解决的，按照下列第{choice}种方式解决：1.仲裁。提交{body}按照其规则在{place}进行仲裁；2.诉讼。向中华人民共和国有管辖权的人民法院起诉。",
        "（五）本合同正本一式{copies}份，双方各执一份，其余用于备案。",
    )),
)  # fmt: skip

GBA_ARTICLES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("第一条 定义", (
        "（一）个人信息处理者是注册于或者位于内地大湾区九市、向香港提供个人信息的一方。",
        "（二）接收方是注册于或者位于香港特别行政区、收到个人信息的一方。",
        "（三）属地监管机构是各方所在地负责个人信息保护的机构。",
    )),
    ("第二条 个人信息处理者的义务和责任", (
        "（一）按属地法律法规告知个人，并取得所需的同意。",
        "（二）督促接收方采取下列措施：",
        "{measures}",
        "（三）事前完成影响评估，报告至少保存三年。",
    )),
    ("第三条 接收方的义务和责任", (
        "（一）按附录一处理个人信息，不得超出约定。",
        "（二）发生事件立即补救，通知个人信息处理者并报告属地监管机构。",
        "（三）不得把个人信息提供给粤港澳大湾区以外的组织或者个人。",
        "（四）处理记录至少保存三年。",
    )),
    ("第四条 个人信息主体的权利", ("（一）个人依属地法律享有查阅、更正、删除等权利。",)),
    ("第五条 救济", ("（一）接收方确定联系人受理投诉。联系人及联系方式（办公电话或电子邮箱）：{contact}",)),
    ("第六条 合同解除", ("（一）暂停提供超过一个月、严重或者持续违反约定的，可以解除合同。",)),
    ("第七条 违约责任", ("（一）一方违约给对方造成损失的，应当赔偿。",)),
    ("第八条 其他", (
        "（一）本合同适用个人信息处理者属地的法律。",
        "（二）因本合同产生的争议，双方不能协商解决的，按照下列第{choice}种方式解决：1.仲裁。提交{body}按照其规则在{place}进行仲裁；2.诉讼。向有管辖权的法院起诉。",
        "（三）本合同正本一式{copies}份。",
    )),
)  # fmt: skip


def articles(gba: bool, **blanks: str) -> list[dict[str, object]]:
    """The articles with their blanks filled, as facts."""
    return [
        {"title": title, "paragraphs": [p.format(**blanks) for p in paragraphs]}
        for title, paragraphs in (GBA_ARTICLES if gba else ARTICLES)
    ]


def model_text(gba: bool = False) -> list[str]:
    """The lines of the model contract for tests, blanks as `____`."""
    blank = dict.fromkeys(("measures", "contact", "days", "choice", "body", "place", "copies"), "____")
    lines = [GBA_TITLE if gba else TITLE]
    for one in articles(gba, **blank):
        lines += [str(one["title"]), *one["paragraphs"]]  # type: ignore[misc]
    return lines


def made_up_comparison(kb_dir: Path) -> Compare:
    """The comparison of contracts as if the texts above were the official ones, for a bench without those."""
    known = load_contracts(kb_dir)
    models = {gba: model_contract(tuple(model_text(gba)), known) for gba in (False, True)}

    def model_of(kind: FilingKind, day: dt.date) -> ModelContract | None:
        return models[kind == "gba_hk"]

    return comparison(model_of, known)

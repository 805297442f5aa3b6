"""A draft 补正通知书: the sure formal findings of verified criteria, for the person who reviews to decide on.

What is not ours to fill stays blank: number, addressee, case number, days, contact, the office's name and seal.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from copilot.export.report import Block, Heading, Report, Text
from copilot.precheck.report import by_material, number_of, places_of, said
from copilot.precheck.service import Checked
from copilot.precheck.words import KINDS

DRAFT = "草稿·须经查验人员核定"
BLANK = "＿＿＿＿＿＿"
DAY = "＿＿＿＿年＿＿月＿＿日"


def write_notice(
    checked: Checked, out: Path, *, producer: str = "compliance-copilot", now: dt.datetime | None = None
) -> int:
    """How many matters the draft lists; with none, no file is written.

    Args:
        checked: the pre-check.
        out: .docx to write.
        producer: name or code of the service provider, in the file's properties.
        now: time of writing; None: the clock's.
    """
    count = len(checked.result.notice())
    if count:
        out.write_bytes(notice_docx(checked, producer=producer, now=now))
    return count


def notice_docx(checked: Checked, *, producer: str, now: dt.datetime | None = None) -> bytes:
    """The draft as .docx."""
    from copilot.export import report_docx

    return report_docx.write(notice_of(checked, producer=producer, now=now or dt.datetime.now(dt.UTC)))


def notice_of(checked: Checked, *, producer: str, now: dt.datetime) -> Report:
    """The draft notice. No model writes any of it."""
    return Report("补正通知书", DRAFT, number_of(checked), now, producer, blocks=list(_blocks(checked)))


def _blocks(checked: Checked) -> Iterator[Block]:
    result = checked.result
    yield Text(f"文号：{BLANK}")
    yield Text(f"申报编号：{BLANK}")
    yield Text(f"{BLANK}（单位名称）：")
    yield Text(
        f"你单位的{KINDS[result.kind]}材料（申报日 {result.filed_on}）经查验，"
        f"以下 {len(result.notice())} 项尚不齐全或者不符合形式要求，请补充或者更正。"
    )
    yield from matters(checked)
    yield Text(f"请在 {DAY} 以前提交补正后的材料，并逐项注明对应上列第几项。有疑问请联系 {BLANK}，电话 {BLANK}。")
    yield Text("本通知只就材料是否齐全、形式是否合乎要求提出，不涉及对内容的评估。")
    yield Text(f"发出机关：{BLANK}（盖章）")
    yield Text(DAY)
    yield Text(
        f"{DRAFT}：由程序按版本 {result.criteria} 的标准列出；发出前请核对各项、填写空白、删去页眉和文中的草稿字样。",
        small=True,
    )


def matters(checked: Checked) -> Iterator[Block]:
    """The matters of a notice, numbered, under the names of their materials."""
    number = 0
    for name, group in by_material(checked.result.notice(), checked.result):
        yield Heading(name)
        for finding in group:
            number += 1
            yield Text(said(f"{number}. {finding.message}"), strong=True)
            for title, text in (
                ("所在", "；".join(places_of(finding))),
                ("补充或者更正", finding.suggestion),
                ("依据", "；".join(b.shown for b in finding.basis)),
            ):
                if text:
                    yield Text(f"{title}：{said(text)}")

"""A pre-check as a file: a report in Word or HTML for people, the result itself as JSON for programs."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path

from copilot.errors import BadInput
from copilot.export import label
from copilot.export.document import CHECKED
from copilot.export.report import Block, Heading, Point, Report, Table, Text
from copilot.precheck.finding import PASS_TEXT, Finding, MaterialState, Result
from copilot.precheck.service import Checked
from copilot.precheck.words import GROUPS, KINDS, REQUIRED, SEVERITY, STAGES, STATES, WHOLE

BY_CRITERIA = "本报告由程序按编号的标准作出，没有使用生成模型"
WITH_MODEL = "部分提示由人工智能生成，请逐条核对；其余由程序按编号的标准作出"
CLOSING = "本报告只说明按所列标准查出了什么，以网信部门查验为准。"
_VERDICTS = {"pass": PASS_TEXT, "supplement": "需要补充或者更正", "reject": "手续与材料写明的情况不符"}
_MATERIAL_COLUMNS = (0.1, 0.36, 0.12, 0.12, 0.3)
Dismissed = tuple[Finding, str]  # and the reason
_TURNED = dict.fromkeys(map(ord, "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"))


def write_docx(
    checked: Checked, out: Path, *, producer: str = "compliance-copilot", now: dt.datetime | None = None
) -> None:
    """Writes the Word report.

    Args:
        checked: the pre-check.
        out: file to write.
        producer: name or code of the service provider, for the label.
        now: time of writing; None: the clock's.
    """
    out.write_bytes(content_of(checked, ".docx", producer=producer, now=now))


def write_html(
    checked: Checked, out: Path, *, producer: str = "compliance-copilot", now: dt.datetime | None = None
) -> None:
    """Writes the report as one HTML file; arguments as `write_docx`."""
    out.write_bytes(content_of(checked, ".html", producer=producer, now=now))


def write_json(checked: Checked, out: Path, *, producer: str = "", now: dt.datetime | None = None) -> None:
    """Writes the result in its published shape, with nothing added; `producer` and `now` are not used."""
    out.write_bytes(content_of(checked, ".json", producer=producer, now=now))


def content_of(
    checked: Checked,
    ending: str,
    *,
    producer: str = "compliance-copilot",
    now: dt.datetime | None = None,
    dismissed: Sequence[Dismissed] = (),
) -> bytes:
    """The report as a file.

    Args:
        checked: the pre-check, without what was dismissed.
        ending: `.docx`, `.html` or `.json`.
        producer: name or code of the service provider, for the label.
        now: time of writing; None: the clock's.
        dismissed: findings that a reviewer took out, told at the end; not in JSON, which is the published shape alone.
    """
    if ending == ".json":
        told = checked.result.model_dump(mode="json")
        return (json.dumps(told, ensure_ascii=False, indent=2) + "\n").encode()
    from copilot.export import report_docx, report_html

    write = report_docx.write if ending == ".docx" else report_html.write
    now = now or dt.datetime.now(dt.UTC)
    return write(report_of(checked, producer=producer, now=now, dismissed=dismissed))


WRITERS: dict[str, Callable[..., None]] = {".docx": write_docx, ".html": write_html, ".json": write_json}


def writer_of(out: Path) -> Callable[..., None]:
    """What writes a report of this extension.

    Raises:
        BadInput: none does.
    """
    writer = WRITERS.get(out.suffix.lower())
    if writer is None:
        raise BadInput(
            f"不能把报告写成“{out.name}”", hint="扩展名可用 .docx、.html、.json", en="use .docx, .html or .json"
        )
    return writer


def report_of(checked: Checked, *, producer: str, now: dt.datetime, dismissed: Sequence[Dismissed] = ()) -> Report:
    """The report of a pre-check; the same pre-check and time give the same."""
    number = number_of(checked, dismissed)
    report = Report(
        title=f"材料预检报告：{said(checked.submission.name) or KINDS[checked.result.kind]}",
        label=WITH_MODEL if checked.model else BY_CRITERIA,
        number=number,
        written_at=now,
        producer=producer,
        implicit_label=label.encoded(label.implicit(number, producer=producer)) if checked.model else None,
    )
    report.blocks.extend(_blocks(checked, report, dismissed))
    return report


def number_of(checked: Checked, dismissed: Sequence[Dismissed] = ()) -> str:
    """What identifies a pre-check: a digest of the files, the result, its criteria and what was dismissed."""
    files = [(p.file, p.sha256) for p in checked.submission.papers]
    gone = [(f.model_dump(mode="json"), why) for f, why in dismissed]
    told = [files, checked.result.model_dump(mode="json"), *([gone] if gone else [])]
    whole = json.dumps(told, ensure_ascii=True, sort_keys=True)
    return hashlib.sha256(whole.encode()).hexdigest()[:32]


def _blocks(checked: Checked, report: Report, dismissed: Sequence[Dismissed]) -> Iterator[Block]:
    result = checked.result
    yield Text(f"结论：{_VERDICTS[result.verdict]}", strong=True)
    yield Text(result.text)
    yield Heading("预检的是什么")
    yield Table(("项目", "内容"), tuple(_particulars(checked)), (0.28, 0.72))
    yield Heading("材料")
    yield _materials(result.materials)
    if result.unplaced:
        yield Text("没有归入任何一项材料的文件：" + said("、".join(result.unplaced)), small=True)
    for severity, title in SEVERITY.items():
        yield from _section(title, [f for f in result.findings if f.severity == severity], result)
    if not result.findings:
        yield Heading("发现")
        yield Text(f"{PASS_TEXT}。")
    if dismissed:
        yield Heading(f"经查验人员驳回（{len(dismissed)} 项）")
        yield from (Point(said(f"{f.rule_id} {f.message}"), _dismissal(f, why)) for f, why in dismissed)
    if result.not_checked:
        yield Heading("没有检查")
        yield from (Point(said(line)) for line in result.not_checked)
    yield Heading("所用标准")
    yield Text(f"申报日适用的标准 {result.applied} 条；标准和表格的版本 {result.criteria}", small=True)
    if checked.model:
        yield Text(f"复核实质内容的模型：{checked.model}", small=True)
    yield Text(f"报告编号 {report.number}，{report.written_at:%Y-%m-%d %H:%M}（世界协调时）", small=True)
    yield Text(CLOSING, strong=True)


def _particulars(checked: Checked) -> Iterator[tuple[str, str]]:
    submission, result = checked.submission, checked.result
    yield "材料", said(submission.name) or "（没有名称）"
    yield "手续", KINDS[result.kind]
    yield "申报日", f"{result.filed_on}"
    yield "当日材料清单的依据", "\n".join(checked.guides) or "没有收录当日的材料清单"
    if submission.province is not None:
        yield "申报地区划代码", submission.province
    if submission.offline is not None:
        yield "提交方式", "线下" if submission.offline else "线上"
    yield "文件", f"{len(submission.papers)} 个"
    counts = [f"{title} {sum(f.severity == s for f in result.findings)} 项" for s, title in SEVERITY.items()]
    yield "发现", "，".join(counts)


def _materials(materials: Iterable[MaterialState]) -> Table:
    rows = tuple(
        (m.id, m.name, REQUIRED.get(m.required, ""), STATES[m.status], said("\n".join(_files(m)))) for m in materials
    )
    return Table(("编号", "材料", "要求", "状态", "文件"), rows, _MATERIAL_COLUMNS)


def _files(state: MaterialState) -> list[str]:
    if len(state.pages) == len(state.files):
        return [f"{file}（第{pages}页）" for file, pages in zip(state.files, state.pages, strict=True)]
    return list(dict.fromkeys(state.files))


def _section(title: str, found: list[Finding], result: Result) -> Iterator[Block]:
    if not found:
        return
    yield Heading(f"{title}（{len(found)} 项）")
    for name, group in by_material(found, result):
        yield Text(name, strong=True)
        yield from (_point(f) for f in group)


def by_material(found: Iterable[Finding], result: Result) -> Iterator[tuple[str, list[Finding]]]:
    """Findings under the name of their material, in the order of the list of materials; of no single one, last."""
    states = {m.id: (n, f"{m.id} {m.name}") for n, m in enumerate(result.materials)}

    def key(finding: Finding) -> tuple[int, str]:
        if finding.material is None:
            return len(states) + 1, WHOLE
        return states.get(finding.material, (len(states), finding.material))

    for (_, name), group in groupby(sorted(found, key=key), key=key):
        yield name, list(group)


def _point(f: Finding) -> Point:
    marks = [f"{GROUPS[f.group]}类", f"{STAGES[f.stage]}事项"]
    if not f.sure and "不能确认" not in f.message:
        marks.append("未能确认，请人工核对")
    if f.checked != "verified":
        marks.append(f"标准{CHECKED[f.checked]}")
    below = (
        f"{f.title}（{'；'.join(marks)}）",
        _line("位置", "；".join(places_of(f))),
        _line("原文", f.evidence),
        _line("应当是", f.expected),
        _line("实际是", f.actual),
        _line("依据", "；".join(b.shown for b in f.basis)),
        _line("改法", f.suggestion),
    )
    return Point(said(f"{f.rule_id} {f.message}"), tuple(line for line in below if line))


def _dismissal(finding: Finding, reason: str) -> tuple[str, ...]:
    lines = (_line("位置", "；".join(places_of(finding))), _line("驳回的理由", reason))
    return tuple(line for line in lines if line)


def _line(name: str, text: str) -> str:
    return f"{name}：{said(text)}" if text else ""


def places_of(finding: Finding) -> list[str]:
    """Where a finding stands and what else it rests on: file, page, place on it."""
    spots = [(finding.file or "", finding.page, finding.locator), *((s.file, s.page, s.locator) for s in finding.also)]
    shown = (" ".join(x for x in (file, f"第{page}页" if page else "", at) if x) for file, page, at in spots)
    return list(dict.fromkeys(x for x in shown if x))


def said(text: str) -> str:
    """Text without the characters that turn its direction, so that a quote cannot be shown as something else."""
    return text.translate(_TURNED)

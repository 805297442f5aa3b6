"""`change` and `renewal`: what a change of a filing needs, and when it can be renewed; by rules over dated data."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from copilot.commands.options import AsOf, Json, Lang, day, emit, fail, rulebook, settings_with, text_at
from copilot.commands.sections import beside, places, section
from copilot.errors import BadInput, CopilotError
from copilot.json_values import read_json, why_no_json

if TYPE_CHECKING:
    from copilot.rules.questions import Language
    from copilot.rules.refiling import ChangeResult
    from copilot.rules.renewal import RenewalResult
    from copilot.rules.result import Obligation

OUTCOMES = {
    "yes": ("符合", "met"),
    "no": ("不符合", "not met"),
    "unknown": ("还不知道", "not known yet"),
    "not_applicable": ("不涉及", "does not apply"),
}


def change(
    filing: Annotated[
        str, typer.Option("--filing", help="已有的评估、备案或者证书：JSON 文件，或者类型（如 standard_contract）")
    ],
    changes: Annotated[
        str | None, typer.Option("--change", help="变化的 JSON 文件：一项、几项，或者 {changes, facts}；- 从标准输入读")
    ] = None,
    kind: Annotated[
        str | None, typer.Option("--kind", help="一项变化：field、recipient、storage_place、persons 等")
    ] = None,
    yes: Annotated[list[str] | None, typer.Option("--yes", help="这项事实为是，可重复，例如 affects_security")] = None,
    no: Annotated[list[str] | None, typer.Option("--no", help="这项事实为否，可重复")] = None,
    add_persons: Annotated[
        int | None, typer.Option("--add-persons", help="新增的人数（不含敏感）；只写它时 --kind 就是 persons")
    ] = None,
    add_sensitive: Annotated[int | None, typer.Option("--add-sensitive", help="新增的敏感个人信息人数")] = None,
    facts: Annotated[Path | None, typer.Option("--facts", help="变化以后全年的事实，同 path --facts")] = None,
    lang: Lang = "zh",
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """已备案、已评估的要变：要不要补充、重备、重报（what a change of a filing needs）。"""
    from copilot.rules.filings import parse_change_request
    from copilot.rules.refiling import triage

    try:
        date = day(as_of)
        said = _said(yes or (), no or (), add_persons=add_persons, add_sensitive=add_sensitive)
        if kind is None and {"pi_added", "sensitive_added"} & set(said) and changes is None:
            kind = "persons"  # a number of persons alone says what changes
        if (changes is None) == (kind is None):
            raise BadInput(
                "请用 --change 给出变化的文件，或者用 --kind 说明变的是什么"
                if kind is None
                else "--change 与 --kind 只能给一个",
                hint="例如 --kind field --no sensitive；只是加人，写 --add-persons 20000 就够",
                en="give --change FILE or --kind KIND, one of them",
            )
        if changes is not None and said:
            raise BadInput(
                "--yes、--no、--add-persons、--add-sensitive 只与 --kind 一起用，--change 的文件里写 pi_added 等字段",
                hint="把它们写进文件，或者改用 --kind",
                en="--yes, --no and --add-* go with --kind, not with --change",
            )
        asked = _request(filing, changes)
        if kind is not None:
            asked["changes"] = [{"kind": kind, **said}]
        if facts is not None and "facts" in asked:
            raise BadInput("--change 的文件里已有 facts，又给了 --facts", hint="只留一处", en="facts are given twice")
        if facts is not None:
            asked["facts"] = _json(str(facts))
        found = triage(parse_change_request(asked), as_of=date, book=rulebook(settings_with()))
        emit(found.model_dump(mode="json")) if as_json else _print_change(found, lang)
    except CopilotError as error:
        fail(error, as_json=as_json, lang=lang)


def renewal(
    kind: Annotated[
        str | None, typer.Option("--kind", help="security_assessment、certification、standard_contract 等")
    ] = None,
    expires: Annotated[str | None, typer.Option("--expires", metavar="YYYY-MM-DD", help="到期日（last day）")] = None,
    result_date: Annotated[
        str | None, typer.Option("--result-date", metavar="YYYY-MM-DD", help="出具日期，没有到期日时用")
    ] = None,
    filing: Annotated[
        str | None, typer.Option("--filing", help="JSON 文件，含场景和延长条件的事实；- 从标准输入读")
    ] = None,
    lang: Lang = "zh",
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """还有多久到期、何时可以延长、六项条件是否符合（when and whether a filing can be renewed）。"""
    from copilot.rules.filings import parse_filing
    from copilot.rules.renewal import renewal as judge

    try:
        date = day(as_of)
        if (kind is None) == (filing is None):
            raise BadInput("请给出 --kind 或者 --filing 中的一个", en="give --kind or --filing")
        given: Any = {"kind": kind} if kind is not None else _json(filing or "")
        dates = {"expires": expires, "result_date": result_date}
        if isinstance(given, dict):
            given |= {name: value for name, value in dates.items() if value is not None}
        found = judge(parse_filing(given), as_of=date, book=rulebook(settings_with()))
        emit(found.model_dump(mode="json")) if as_json else _print_renewal(found, lang)
    except CopilotError as error:
        fail(error, as_json=as_json, lang=lang)


def _said(
    yes: Sequence[str], no: Sequence[str], *, add_persons: int | None, add_sensitive: int | None
) -> dict[str, bool | int]:
    """What the options say of the one change."""
    if twice := sorted(set(yes) & set(no)):
        raise BadInput(f"{'、'.join(twice)} 既写了是又写了否", hint="只留一个", en="a fact is both yes and no")
    counts = {"pi_added": add_persons, "sensitive_added": add_sensitive}
    given = {name: count for name, count in counts.items() if count is not None}
    return {**dict.fromkeys(yes, True), **dict.fromkeys(no, False), **given}


def _request(filing: str, changes: str | None) -> dict[str, Any]:
    """The request as JSON values; a filing may be named by its kind alone."""
    from copilot.rules.filing_labels import FILINGS

    asked: dict[str, Any] = {"filing": {"kind": filing} if filing in FILINGS else _json(filing)}
    if changes is None:
        return asked
    given = _json(changes)
    if isinstance(given, dict) and "changes" in given:
        if "filing" in given:
            raise BadInput(
                "--change 的文件里已有 filing，又给了 --filing", hint="只留一处", en="the filing is given twice"
            )
        return {**given, **asked}
    return {**asked, "changes": given if isinstance(given, list) else [given]}


def _json(place: str) -> Any:
    try:
        return read_json(text_at(place))
    except (ValueError, RecursionError) as error:
        raise BadInput(
            f"{'标准输入' if place == '-' else place} 不是 JSON：{why_no_json(error)}",
            hint='例如 {"kind": "field"}',
            en=f"{place} is not JSON: {error}",
        ) from None


def _print_change(found: ChangeResult, lang: Language) -> None:
    from copilot.rules.filing_labels import VERDICTS, VERDICTS_EN
    from copilot.rules.tongue import all_told, told

    names = VERDICTS_EN if lang == "en" else VERDICTS

    def duties(those: Sequence[Obligation]) -> list[str]:
        return [told(o, "text", lang) + places(o.basis, lang) for o in those]

    typer.echo(told(found, "headline", lang))
    typer.echo(("Legal basis" if lang == "en" else "依据") + places(found.basis, lang))
    for title, lines in (
        ("请补充", [beside(told(q, "text", lang), told(q, "help", lang), lang) for q in found.questions]),
        (
            "逐项",
            [
                beside(told(c, "label", lang), names[c.verdict], lang, colon=True) + places(c.basis, lang)
                for c in found.changes
            ],
        ),
        ("也可以", [names[c] for c in found.choices]),
        ("应当做", duties(found.obligations)),
        ("先停下", duties(found.stop)),
        ("按未提及处理", [told(a, "text", lang) for a in found.assumptions]),
        ("说明", [*all_told(found, "notes", lang), *(n for c in found.changes for n in all_told(c, "notes", lang))]),
    ):
        section(title, lines, language=lang)
    typer.echo(
        f"\nLaw as of {found.as_of}; the answer of the cyberspace administration governs."
        if lang == "en"
        else f"\n按 {found.as_of} 有效的规定判断；以网信部门答复为准。"
    )


def _print_renewal(found: RenewalResult, lang: Language) -> None:
    from copilot.rules.tongue import all_told, told

    en = lang == "en"
    typer.echo(told(found, "headline", lang))
    for scene in found.scenes:
        rows = [
            f"{OUTCOMES[c.outcome][en]}  {beside(told(c, 'title', lang), c.compare, lang)}" for c in scene.conditions
        ]
        section("延长条件", rows, language=lang, of=scene.scene)
    section("请补充", [told(q, "text", lang) for q in found.questions], language=lang)
    times = [
        beside(told(m, "title", lang), f"{m.start} {'to' if en else '至'} {m.end}", lang, colon=True)
        + beside("", told(m, "note", lang), lang)
        for m in found.timeline
    ]
    section("时间", times, language=lang)
    duties = [
        beside(told(o, "text", lang) + places(o.basis, lang), told(o, "note", lang), lang) for o in found.obligations
    ]
    section("应当做", duties, language=lang)
    section("说明", all_told(found, "notes", lang), language=lang)
    typer.echo(
        f"\nLaw as of {found.as_of}; the notice and the answer of the cyberspace administration govern."
        if en
        else f"\n按 {found.as_of} 有效的规定判断；以通知书和网信部门答复为准。"
    )

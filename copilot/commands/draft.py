"""`draft`: every paper of a filing from one questionnaire, as Word files, checked."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, cast, get_args

import typer

from copilot.commands.draft_prose import argued, unused
from copilot.commands.options import AsOf, Json, date_of, emit, fail, note, settings_with
from copilot.commands.sections import places, section
from copilot.errors import BadInput, CopilotError, TooLarge

if TYPE_CHECKING:
    from copilot.filing.drafted import Drafted
    from copilot.filing.facts import Filing, FilingKind
    from copilot.filing.service import Made
    from copilot.wiring import Parts

MAX_BYTES = 16 << 20
MAX_SHOWN = 80
CHANGES = {"added": "新增", "removed": "不再需要", "changed": "有改动"}
SAVED = {"fields": "填写的栏目", "pages": "页数", "minutes": "时间"}


def draft(
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="写入的文件夹（folder of the papers）")],
    filing: Annotated[
        Path | None,
        typer.Argument(metavar="FILING.json", help="申报问卷，或者以前的起草记录（the questionnaire as JSON）"),
    ] = None,
    from_facts: Annotated[
        Path | None,
        typer.Option(
            "--from-facts",
            metavar="FACTS.json",
            help="没有问卷时从路径判定的事实开始，手续由判定决定（begin from facts of a path）",
        ),
    ] = None,
    kind: Annotated[str | None, typer.Option("--kind", help="手续；默认用问卷里的 kind（kind of filing）")] = None,
    zip_too: Annotated[bool, typer.Option("--zip", help="另存一个 zip（also a zip beside the folder）")] = False,
    compare: Annotated[
        Path | None, typer.Option("--compare", metavar="DIR", help="与以前的起草结果比较（an earlier draft）")
    ] = None,
    model: Annotated[
        bool,
        typer.Option("--model", help="先由语言模型逐章写论证，可中断（the model argues the prose first, resumable）"),
    ] = False,
    check: Annotated[bool, typer.Option("--check/--no-check", help="起草后预检（pre-check the draft）")] = True,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """从一份申报问卷起草全部材料，写成 Word（draft all papers of a filing）。"""
    try:
        from copilot.filing import bundle
        from copilot.filing.drafting import KINDS
        from copilot.filing.earlier import compared
        from copilot.wiring import Parts

        parts = Parts(settings_with())
        try:
            facts = filing_of(filing, from_facts, kind, as_of, parts)
            wanted = kind_of(kind, facts)
            day = day_of(as_of, facts)
            beside = filing or from_facts
            assert beside is not None
            if model:
                facts = argued(parts, beside, facts, wanted, as_of=day)
            else:
                unused(beside)
            made = parts.drafter.make(facts, wanted, as_of=day, check=check)
        finally:
            asyncio.run(parts.close())
        difference = compared(compare, made.draft) if compare else None
        bundle.write(made.draft, out)
        note(f"写好 {len(made.draft.files)} 个文件：{out}")
        if facts.origin is not None and from_facts is not None:
            note(f"按判定办：{KINDS[wanted]}。{facts.origin.headline}")
            note(f"问卷在 {out / bundle.RECORD}，补充后可以再用它起草")
        if zip_too:
            target = out.resolve().parent / bundle.zip_name(made.draft)
            target.write_bytes(bundle.zipped(made.draft))
            note(f"压缩包：{target}")
        shown = made.shown().model_copy(update={"saved": _saved(made)})
        if as_json:
            emit(shown.model_dump(mode="json") | ({"difference": difference} if difference else {}))
        else:
            show(shown, difference)
    except CopilotError as error:
        fail(error, as_json=as_json)


def filing_of(filing: Path | None, facts: Path | None, kind: str | None, as_of: str | None, parts: Parts) -> Filing:
    """The questionnaire of a file, or one begun from the facts of a path.

    Raises:
        BadInput: neither or both were given, or the file cannot be used; the verdict calls for no filing.
    """
    if (filing is None) == (facts is None):
        raise BadInput("请给出申报问卷，或者 --from-facts", en="give a questionnaire or --from-facts")
    if filing is not None:
        return read_filing(filing)
    import datetime as dt

    from copilot.filing.facts import Filing
    from copilot.filing.origin import begun_from_facts

    assert facts is not None
    chosen: Any = None if kind is None else kind_of(kind, Filing())
    day = date_of(as_of, "--as-of") if as_of is not None else dt.date.today()
    return begun_from_facts(
        read_object(facts, "事实", "facts"),
        as_of=day,
        book=parts.rulebook,
        kb_dir=parts.settings.knowledge_base_dir,
        kind=chosen,
    )


def read_filing(path: Path) -> Filing:
    """The questionnaire of a JSON file: itself, or the record that a draft left.

    Raises:
        BadInput: no such file, no JSON, or a field that cannot be used; names the field.
        TooLarge: more than 16 MiB.
    """
    from copilot.filing.facts import Filing

    value = read_object(path, "申报问卷", "filing")
    recorded = value.get("filing") if value.get("schema") == "draft/1" else None
    if isinstance(recorded, dict):
        value = {**recorded, "kind": value.get("kind", recorded.get("kind"))}  # as drafted, whatever was planned
    return Filing.parse(value)


def read_object(path: Path, what: str, shape: str) -> dict[str, Any]:
    """The JSON object of a file.

    Args:
        path: of the file.
        what: it is, in words.
        shape: its name for `compliance-copilot schema`.

    Raises:
        BadInput: no such file, or no JSON object.
        TooLarge: more than 16 MiB.
    """
    from copilot.json_values import read_json

    if not path.is_file():
        raise BadInput(f"找不到文件 {path}", hint="请检查路径", en=f"no such file: {path}")
    if path.stat().st_size > MAX_BYTES:
        raise TooLarge(f"文件 {path} 超过 16 MiB", hint="请把附件内容移出问卷", en="the file is too large")
    try:
        value = read_json(path.read_text("utf-8-sig"), encodable=True)
    except UnicodeDecodeError:
        raise BadInput(f"文件 {path} 不是 UTF-8 编码", hint="请另存为 UTF-8", en="not UTF-8") from None
    except (ValueError, RecursionError) as error:
        raise BadInput(f"文件 {path} 不是 JSON：{error}", hint="请核对括号和引号", en="not JSON") from error
    if not isinstance(value, dict):
        raise BadInput(
            f"{what}应为一个 JSON 对象", hint=f"字段见 compliance-copilot schema {shape}", en="not an object"
        )
    return value


def kind_of(kind: str | None, filing: Filing) -> FilingKind:
    """The kind of filing: as asked, else as the questionnaire says.

    Raises:
        BadInput: neither, or an unknown one.
    """
    from copilot.filing.drafting import KINDS
    from copilot.filing.facts import FilingKind

    wanted: str | None = kind or filing.kind
    if wanted is None or wanted not in get_args(FilingKind):
        raise BadInput(
            f"没有名为“{wanted}”的手续" if wanted else "没有说办哪一种手续",
            hint="--kind 可用：" + "、".join(f"{k}（{v}）" for k, v in KINDS.items()),
            en="unknown kind",
        )
    return cast("FilingKind", wanted)


def day_of(as_of: str | None, filing: Filing) -> Any:
    """The day whose law counts: as asked, else the day of filing, else today."""
    import datetime as dt

    return date_of(as_of, "--as-of") if as_of is not None else filing.filed_on or dt.date.today()


def _saved(made: Made) -> dict[str, float]:
    """What is saved against doing every paper by itself."""
    from copilot.filing.benefit import measure
    from copilot.filing.questionnaire import Questionnaire
    from copilot.filing.sections import load_sections

    one, kb_dir = made.draft, settings_with().knowledge_base_dir
    found = measure(Questionnaire.load(kb_dir), one.filing, one.kind, as_of=one.as_of, sections=load_sections(kb_dir))
    return {**found.saved, "line": found.line}


def show(found: Drafted, difference: Any = None) -> None:
    """Print a draft for a person."""
    from copilot.filing.drafting import KINDS, MARK

    typer.echo(f"{KINDS[found.kind]}（按 {found.as_of} 的规定）")
    section("材料", [f"{p.file}{'　' + MARK if p.marked else ''}" for p in found.papers])
    section(f"有人工智能生成的句子的章节（{found.model}），请逐句核对", found.by_model)
    section("官方模板", [f"{p.title}：{note}" for p in found.papers for note in p.notes])
    section("待补充", [f"{p.label}（{p.path}）：{'、'.join(p.papers)}" for p in found.placeholders])
    section("有矛盾或者需要核对", [f"{c.message}{places(c.basis)}" for c in found.conflicts])
    section(
        "还要做的", [f"{one.words}：{len(one.rules)}项（{'、'.join(sorted(set(one.rules)))}）" for one in found.left]
    )
    if found.saved:
        words = (f"{name}省 {found.saved[key]:.0%}" for key, name in SAVED.items())
        section("与逐份填写相比（估计）", [f"{'、'.join(words)}；目标 {found.saved['line']:.0%}"])
    section("没有预检", [found.not_checked] if found.not_checked else [])
    if difference:
        before, now = difference["as_of"]
        section("规定", [f"{before} → {now}"] if before != now else [])
        section(
            "变了的事实", [f"{f['path']}：{_short(f['before'])} → {_short(f['after'])}" for f in difference["facts"]]
        )
        section(
            "变了的文书",
            [f"{one['file']}：{CHANGES[one['what']]}，{len(one['lines'])}行" for one in difference["papers"]],
        )


def _short(value: Any) -> str:
    """A value in at most a line."""
    text = "（没有）" if value is None else value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= MAX_SHOWN else text[:MAX_SHOWN] + "…"

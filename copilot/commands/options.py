"""Options and habits that all commands share: --json, --as-of, exit statuses, batch files."""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, NoReturn

import typer

from copilot.batch import PATH_COLUMNS, Identity, Row, date_of, encoding_note, identity_of, line_of, row_day, rows_in
from copilot.errors import BadInput, CopilotError, TooLarge
from copilot.validation import explain

if TYPE_CHECKING:
    from pydantic import BaseModel

    from copilot.law.rulebook import RuleBook
    from copilot.settings import Settings

MAX_TEXT_BYTES = 1 << 20
Json = Annotated[bool, typer.Option("--json", help="只在标准输出打印 JSON（JSON only on stdout）")]
AsOf = Annotated[
    str | None,
    typer.Option("--as-of", metavar="YYYY-MM-DD", help="按这一天有效的规定（the law of that day; default today）"),
]
Lang = Annotated[
    Literal["zh", "en"], typer.Option("--lang", help="给人看的文字用中文或者英文（language of the printed text）")
]
Batch = Annotated[
    Path | None,
    typer.Option("--batch", help="逐行处理 .jsonl 或 .csv（.tsv、.txt），每行一个结果（one JSON object a line）"),
]


def day(as_of: str | None) -> dt.date:
    """The date of `--as-of`, today when absent.

    Raises:
        BadInput: not a date.
    """
    return dt.date.today() if as_of is None else date_of(as_of, "--as-of")


def emit(value: Any) -> None:
    """Print one JSON object on a line of its own, at once."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, default=str) + "\n")
    sys.stdout.flush()


def note(text: str) -> None:
    """Progress and remarks go to stderr, so that stdout stays clean."""
    typer.echo(text, err=True)


def fail(error: CopilotError, *, as_json: bool, lang: Literal["zh", "en"] = "zh") -> NoReturn:
    """Report an error where the caller looks for it and leave with its status."""
    if as_json:
        emit({"error": error.as_dict()})
    elif lang == "en" and error.en:
        note(f"Error: {error.en}")
    else:
        note(f"错误：{error}")
    raise typer.Exit(error.exit_status)


def rulebook(settings: Settings) -> RuleBook:
    """The dated data of the rules, without the texts of the law.

    Raises:
        KnowledgeBaseFault: a rule file has faults.
    """
    from copilot.law.rulebook import open_rulebook

    return open_rulebook(settings.knowledge_base_dir, cache_dir=settings.cache_dir, data_dir=settings.data_dir)


def text_at(place: str) -> str:
    """The text of a small file, or of standard input where `place` is -.

    Raises:
        BadInput: no such file, or not in UTF-8.
        TooLarge: more than 1 MiB.
    """
    if place == "-":
        return typed(_stdin())
    file = Path(place)
    if not file.is_file():
        raise BadInput(f"找不到文件 {place}", hint="请检查路径；- 表示从标准输入读", en=f"no such file: {place}")
    if file.stat().st_size > MAX_TEXT_BYTES:
        raise TooLarge(f"文件 {place} 超过 1 MiB", hint="分成几个文件", en="the file is too large")
    try:
        return file.read_text("utf-8-sig")
    except UnicodeDecodeError:
        raise BadInput(f"文件 {place} 不是 UTF-8 编码", hint="请另存为 UTF-8", en="not UTF-8") from None


def _stdin() -> str:
    try:
        return sys.stdin.read(MAX_TEXT_BYTES + 1).removeprefix("\ufeff")
    except UnicodeDecodeError:
        raise BadInput(
            "标准输入不是 UTF-8 编码", hint="请转成 UTF-8 再输入", en="standard input is not UTF-8"
        ) from None


def typed(text: str) -> str:
    """`text` as it was typed or piped in.

    Raises:
        BadInput: some of its bytes are no UTF-8, which Python carries along as half characters.
    """
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        raise BadInput(
            "输入的文字里有读不出的字符", hint="请把终端或者文件的编码设为 UTF-8 再试", en="the text is not in UTF-8"
        ) from None
    return text


def rows(
    path: Path, *, needs: Collection[str] = PATH_COLUMNS, say: Callable[[str], None] | None = None
) -> Iterator[tuple[int, Row]]:
    """Lines of a batch file with their number; a line that cannot be read is its error.

    Args:
        path: the file.
        needs: columns of which a table must have one.
        say: told when a table was not in UTF-8.

    Raises:
        BadInput: the file cannot be opened, is neither .jsonl nor a table, or lacks its columns.
    """
    if not path.is_file():
        raise BadInput(f"找不到批量文件 {path}", hint="请检查路径", en=f"no such file: {path}")
    content = path.read_bytes()
    if say and (said := encoding_note(content, path.name)):
        say(said)
    return rows_in(content, path.name, needs=needs)


def row_text(row: dict[str, Any], name: str) -> str:
    """The text that a row must hold under `name`.

    Raises:
        BadInput: it is absent or no text.
    """
    if not isinstance(text := row.get(name), str):
        raise BadInput(f"这一行没有 {name}", hint=f"每行需要 id 和 {name}", en=f"the line has no {name}")
    return text


def run_batch(
    path: Path,
    answer: Callable[[dict[str, Any]], dict[str, Any] | BaseModel],
    *,
    needs: Collection[str] = PATH_COLUMNS,
    progress: Callable[[int], None] = lambda done: None,
) -> None:
    """Print one object a line as each finishes; a bad line is an `error` in its own object and stops nothing.

    Args:
        path: the file.
        answer: the outcome of a row.
        needs: columns of which a table must have one.
        progress: told how many rows are done, after each.
    """
    for done, (number, row) in enumerate(rows(path, needs=needs, say=note), 1):
        identity: Identity = f"line-{number}"
        try:
            if isinstance(row, CopilotError):
                raise row
            identity = identity_of(row, identity)
            line = line_of(identity, answer(row))
        except CopilotError as error:
            line = line_of(identity, error)
        sys.stdout.write(line)
        sys.stdout.flush()
        progress(done)


def settings_with(**given: object) -> Settings:
    """The settings of this process; `given` (from the command line) goes before the environment.

    Raises:
        BadInput: a value that can't be used, named in the message.
    """
    from pydantic import ValidationError

    from copilot.settings import Settings

    try:
        return Settings(**given)  # type: ignore[arg-type]
    except ValidationError as error:
        named = [{**f, "loc": [str(part).upper() for part in f["loc"]]} for f in error.errors(include_input=False)]
        zh, en = explain(named)
        raise BadInput(f"设置不能使用。{zh}", hint="各项设置见 docs/settings.md", en=f"bad settings: {en}") from None


__all__ = [
    "AsOf",
    "Batch",
    "Json",
    "Lang",
    "date_of",
    "day",
    "emit",
    "fail",
    "note",
    "row_day",
    "row_text",
    "rows",
    "rulebook",
    "run_batch",
    "settings_with",
    "text_at",
    "typed",
]

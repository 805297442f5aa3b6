"""Mistakes in how a command is called, in our shape and in Chinese: an unknown option, a missing or wrong value."""

from __future__ import annotations

import re
from collections.abc import Sequence

from typer._click import exceptions as wrong  # typer carries its own click and offers these nowhere else

from copilot.errors import BadInput

UsageMistake = wrong.ClickException
NeedsHelp = wrong.NoArgsIsHelpError
_NAMED = re.compile(r"['\"]?(--?[\w-]+)['\"]?")
_VALUES = (
    (re.compile(r"valid integer"), "应为整数"),
    (re.compile(r"valid (?:number|float)"), "应为数字"),
    (re.compile(r"valid boolean"), "应为 true 或 false"),
    (re.compile(r"(?:Input should be|is not one of) ('.*')"), "可用 {}"),
    (re.compile(r"(?:greater than or equal to|not in the range) (\S+)"), "超出范围 {}"),
)


def wants_json(arguments: Sequence[str]) -> bool:
    """Whether the caller asked for JSON; what follows `--` is no option."""
    options = arguments[: arguments.index("--")] if "--" in arguments else arguments
    return "--json" in options


def explained(error: wrong.ClickException) -> BadInput:
    """The mistake as an error of ours; `en` keeps the words of the parser."""
    context = getattr(error, "ctx", None)
    hint = f"运行 {context.command_path} --help 查看用法" if context else "加 --help 查看用法"
    return BadInput(_chinese(error), hint=hint, en=error.format_message())


def _chinese(error: wrong.ClickException) -> str:
    said = error.format_message()
    if isinstance(error, wrong.NoSuchOption):
        near = f"，相近的有 {'、'.join(sorted(error.possibilities))}" if error.possibilities else ""
        return f"没有选项 {error.option_name}{near}"
    if isinstance(error, wrong.MissingParameter):
        return f"缺少{_name(error, said)}"
    if isinstance(error, wrong.BadParameter):
        return f"{_name(error, said)} 的值不能使用：{_value(error.message)}"
    if isinstance(error, wrong.BadOptionUsage):
        return f"选项 {error.option_name} 后面的值不对：{said}"
    if found := re.match(r"No such command '?([^']*?)'?\.", said):
        return f"没有名为“{found[1]}”的命令"
    if found := re.search(r"unexpected extra arguments?(?:\(s\))? \((.*)\)", said):
        return f"多出了参数 {found[1]}"
    return f"命令写得不对：{said}"


def _value(said: str) -> str:
    """What is wrong with a value; words of the parser that are not known stay as they are."""
    for pattern, chinese in _VALUES:
        if found := pattern.search(said):
            return chinese.format(*(group.replace("'", "").replace(", ", "、") for group in found.groups()))
    return said


def _name(error: wrong.BadParameter, said: str) -> str:
    """What the parameter is called by who types it."""
    parameter = error.param
    if parameter is not None:
        long = [o for o in getattr(parameter, "opts", []) if o.startswith("-")]
        return f"选项 {long[0]}" if long else f"参数 {(parameter.name or '').upper()}"
    found = _NAMED.search(said)
    return f"选项 {found[1]}" if found else "参数"

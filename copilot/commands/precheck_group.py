"""`precheck` as a group: `precheck PATH` checks a submission, the other commands stand beside it by name."""

from __future__ import annotations

from typing import Any

import typer
from typer.core import TyperGroup

from copilot.commands import contract_text, precheck, precheck_again

DEFAULT = "check"
_HELP = ("--help", "-h")


class _PathFirst(TyperGroup):
    """Whatever does not begin with the name of a command is given to `check`; a folder of such a name is `./name`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if args and args[0] not in self.commands and args[0] not in _HELP:
            args = [DEFAULT, *args]
        return super().parse_args(ctx, args)


app = typer.Typer(
    cls=_PathFirst,
    no_args_is_help=True,
    help="预检一份申报材料：precheck PATH --kind …（全部选项见 precheck check --help）（pre-check a submission）",
)
app.command(DEFAULT)(precheck.precheck)
app.command("notice")(precheck_again.notice)
app.command("compare")(precheck_again.compare)
app.add_typer(contract_text.app, name="contract-text")

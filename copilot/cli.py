"""The console script `compliance-copilot`: thin commands over the wiring."""

from __future__ import annotations

import sys
from typing import Annotated, NoReturn

import typer
from pydantic import BaseModel

from copilot.commands import usage
from copilot.commands.ask import ask
from copilot.commands.options import AsOf, Json, day, emit, fail, settings_with
from copilot.errors import CopilotError, UnknownRecord

app = typer.Typer(
    name="compliance-copilot",
    help="数据出境合规助手：有出处的回答（compliance copilot for data leaving China）",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command("ask")(ask)


@app.command()
def schema(
    name: Annotated[
        str,
        typer.Argument(
            help="answer、ask、search、path、precheck、facts、filing、draft、earlier_filing、change、ledger、event 等"
        ),
    ],
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """打印一种数据的 JSON Schema（print the JSON Schema of a shape）。"""
    from copilot import domain
    from copilot.desk.events import DeskAnswer
    from copilot.filing.facts import Filing as Questionnaire
    from copilot.filing.service import Drafted
    from copilot.precheck.finding import Result
    from copilot.precheck.received import Checklist
    from copilot.precheck.resubmission import Comparison
    from copilot.rules.facts import Facts
    from copilot.rules.filings import ChangeRequest, Filing
    from copilot.rules.ledger import LedgerReport
    from copilot.rules.refiling import ChangeResult
    from copilot.rules.renewal import RenewalResult
    from copilot.rules.result import PathResult

    shapes: dict[str, type[BaseModel]] = {
        "answer": domain.Answer,
        "ask": domain.Answer,
        "search": domain.SearchResponse,
        "path": PathResult,
        "precheck": Result,
        "precheck_notice": Checklist,
        "precheck_comparison": Comparison,
        "facts": Facts,
        "filing": Questionnaire,
        "draft": Drafted,
        "earlier_filing": Filing,
        "change_request": ChangeRequest,
        "change": ChangeResult,
        "renewal": RenewalResult,
        "ledger": LedgerReport,
        "ledger_row": domain.LedgerRow,
        "ledger_entry": domain.LedgerEntry,
        "event": domain.ChatEvent,
        "desk": DeskAnswer,
        "citation": domain.Citation,
    }
    try:
        day(as_of)
        if name not in shapes:
            raise UnknownRecord(
                f"没有名为“{name}”的数据形状", hint="可用：" + "、".join(shapes), en=f"unknown shape {name}"
            )
        emit(shapes[name].model_json_schema())
    except CopilotError as error:
        fail(error, as_json=as_json)


def _mount() -> None:
    from copilot.commands import (
        accounts,
        audit,
        backup,
        desk,
        draft,
        filings,
        kb,
        ledger,
        mcp,
        models,
        negative_list,
        path,
        precheck_group,
        reviewing,
        search,
        serve,
        templates,
        verdicts,
    )
    from copilot.commands import evaluate as evaluation

    app.add_typer(accounts.app, name="accounts")
    app.add_typer(audit.app, name="audit")
    app.add_typer(kb.app, name="kb")
    app.add_typer(models.app, name="models")
    app.add_typer(negative_list.app, name="negative-list")
    app.add_typer(precheck_group.app, name="precheck")
    app.add_typer(verdicts.app, name="verdicts")
    app.add_typer(templates.app, name="templates")
    app.add_typer(ledger.app, name="ledger")
    app.add_typer(desk.app, name="desk")
    app.add_typer(reviewing.app, name="review")
    app.add_typer(evaluation.app, name="eval")
    app.command("backup")(backup.backup)
    app.command("restore")(backup.restore)
    app.command("search")(search.search)
    app.command("path")(path.path)
    app.command("draft")(draft.draft)
    app.command("change")(filings.change)
    app.command("renewal")(filings.renewal)
    app.command("serve")(serve.serve)
    app.command("mcp")(mcp.mcp)


def _report(error: CopilotError) -> NoReturn:
    """Tell an error that no command told, as the caller asked, and leave with its status."""
    try:
        fail(error, as_json=usage.wants_json(sys.argv[1:]))
    except typer.Exit as left:
        sys.exit(left.exit_code)


def main() -> None:
    """Entry point; every error of the tree leaves with its own status, every command that writes leaves an entry."""
    from copilot import logs
    from copilot.commands import audited

    logs.configure(level="warning")  # stdout carries only results
    _mount()
    with audited.recorded(sys.argv[1:], url=lambda: settings_with().database):
        _run()


def _run() -> NoReturn:
    try:
        left = app(standalone_mode=False)
        sys.exit(left if isinstance(left, int) else 0)
    except usage.NeedsHelp as error:
        error.show()
        sys.exit(error.exit_code)
    except usage.UsageMistake as error:
        _report(usage.explained(error))
    except typer.Abort:
        typer.echo("已中止。", err=True)
        sys.exit(1)
    except CopilotError as error:
        _report(error)
    except KeyboardInterrupt:
        typer.echo("已中止。", err=True)
        sys.exit(130)

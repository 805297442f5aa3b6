"""What commands leave in the audit log: those that write an entry each, in one table beside those that write nothing.

An entry of a command has `via` "cli" and the user `local`: whoever has the machine. Its subject is the argument where
that is an id of ours; file names and words are never kept.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import typer

from copilot.audit.ids import as_id
from copilot.errors import BadInput, CopilotError

Path = tuple[str, ...]
# path: action, kind, and the option without which nothing is written (empty: it always writes)
WRITES: dict[Path, tuple[str, str, str]] = {
    ("accounts", "add"): ("add", "user", ""),
    ("accounts", "add-key"): ("add", "key", ""),
    ("accounts", "add-tenant"): ("add", "tenant", ""),
    ("accounts", "init"): ("add", "user", ""),
    ("accounts", "lock"): ("change.lock", "user", ""),
    ("accounts", "remove"): ("delete", "user", ""),
    ("accounts", "reset"): ("change.password", "user", ""),
    ("accounts", "revoke-key"): ("delete", "key", ""),
    ("accounts", "sessions"): ("delete", "session", "--end"),
    ("accounts", "set-roles"): ("change.roles", "user", ""),
    ("accounts", "switch-tenant"): ("change", "tenant", ""),
    ("accounts", "unlock"): ("change.unlock", "user", ""),
    ("backup",): ("read.backup", "service", ""),
    ("desk", "ask"): ("ask", "ticket", "--keep"),
    ("eval", "cases", "drop"): ("delete", "case", ""),
    ("kb", "add"): ("add", "file", ""),
    ("kb", "remove"): ("delete", "file", ""),
    ("kb", "sync"): ("add", "file", ""),
    ("ledger", "add"): ("add", "ledger_entry", ""),
    ("ledger", "import"): ("import", "ledger", ""),
    ("ledger", "void"): ("void", "ledger_entry", ""),
    ("negative-list", "approve"): ("approve", "file", ""),
    ("path",): ("determine", "verdict", "--save"),
    ("precheck", "contract-text", "add"): ("add", "file", ""),
    ("precheck", "contract-text", "remove"): ("delete", "file", ""),
    ("restore",): ("restore", "service", ""),
    ("review", "receive"): ("add", "review_case", ""),
    ("templates", "add"): ("add", "file", ""),
    ("templates", "confirm"): ("confirm", "file", ""),
    ("templates", "map"): ("change", "file", ""),
    ("templates", "pull"): ("add", "file", ""),
    ("templates", "remove"): ("delete", "file", ""),
    ("verdicts", "delete"): ("delete", "verdict", ""),
}
_SHOWS, _COMPUTES = "only shows what is kept here", "computes from what it is given and keeps nothing"
_REPORTS, _SERVES = "reports and caches that hold nobody's data", "what is asked of it is recorded by the service"
READS: dict[Path, str] = {
    ("accounts", "keys"): _SHOWS,
    ("accounts", "list"): _SHOWS,
    ("accounts", "tenants"): _SHOWS,
    ("ask",): _COMPUTES,
    ("audit", "show"): _SHOWS,
    ("audit", "verify"): _SHOWS,
    ("change",): _COMPUTES,
    ("desk", "gaps"): _SHOWS,
    ("desk", "hot"): _SHOWS,
    ("desk", "tickets"): _SHOWS,
    ("draft",): "writes into a folder of the caller's, nothing is kept here",
    ("eval",): _REPORTS,
    ("eval", "cases", "export"): _SHOWS,
    ("eval", "cases", "list"): _SHOWS,
    ("kb", "check"): _REPORTS,
    ("kb", "index"): _REPORTS,
    ("kb", "list"): _SHOWS,
    ("kb", "show"): _SHOWS,
    ("ledger", "alerts"): _SHOWS,
    ("ledger", "export"): _SHOWS,
    ("ledger", "matrix"): _SHOWS,
    ("ledger", "show"): _SHOWS,
    ("mcp",): _COMPUTES,
    ("models",): _REPORTS,
    ("negative-list", "diff"): _COMPUTES,
    ("negative-list", "import"): "writes a proposal into a folder of the caller's",
    ("negative-list", "list"): _SHOWS,
    ("negative-list", "match"): _COMPUTES,
    ("negative-list", "search"): _SHOWS,
    ("negative-list", "show"): _SHOWS,
    ("precheck", "check"): _COMPUTES,
    ("precheck", "compare"): _COMPUTES,
    ("precheck", "contract-text", "list"): _SHOWS,
    ("precheck", "notice"): _COMPUTES,
    ("renewal",): _COMPUTES,
    ("review", "queue"): _SHOWS,
    ("review", "show"): _SHOWS,
    ("schema",): _REPORTS,
    ("search",): _COMPUTES,
    ("serve",): _SERVES,
    ("templates", "list"): _SHOWS,
    ("templates", "preview"): _COMPUTES,
    ("templates", "show"): _SHOWS,
    ("verdicts", "export"): _SHOWS,
    ("verdicts", "list"): _SHOWS,
    ("verdicts", "replay"): _COMPUTES,
    ("verdicts", "show"): _SHOWS,
}


def commands(app: typer.Typer) -> Iterator[Path]:
    """The path of every command."""

    def walk(command: object, path: Path) -> Iterator[Path]:
        inner = getattr(command, "commands", None)
        if inner is None:
            yield path
        for name, one in (inner or {}).items():
            yield from walk(one, (*path, name))

    yield from walk(typer.main.get_command(app), ())


def why_not(path: Path) -> str:
    """Why a command leaves no entry; empty: nobody said."""
    return next((READS[path[:n]] for n in range(len(path), 0, -1) if path[:n] in READS), "")


def written(arguments: Sequence[str]) -> tuple[str, str, str] | None:
    """Action, kind and subject of a command line that writes; None: it writes nothing."""
    options = {word.split("=", 1)[0] for word in arguments if word.startswith("-")}
    words = [word for word in arguments if not word.startswith("-")]
    path = next((tuple(words[:n]) for n in range(min(3, len(words)), 0, -1) if tuple(words[:n]) in WRITES), None)
    if path is None or "--help" in options:
        return None
    action, kind, needs = WRITES[path]
    if needs and needs not in options:
        return None
    subjects = words[len(path) : len(path) + 1]
    return action, kind, "".join(as_id(word) for word in subjects).replace("?", "")


@contextmanager
def recorded(arguments: Sequence[str], *, url: Callable[[], str]) -> Iterator[None]:
    """Run a command; when it has written, or failed while it did, an entry says so.

    Args:
        arguments: as typed.
        url: gives the address of the database.

    Raises:
        SystemExit: as the command left; with 3 where it succeeded and the entry could not be written.
    """
    try:
        yield
    except SystemExit as left:
        status = left.code if isinstance(left.code, int) else int(left.code is not None)
        if status != BadInput.exit_status and not _noted(arguments, url, failed=status != 0) and status == 0:
            raise SystemExit(3) from None
        raise
    except BaseException:
        _noted(arguments, url, failed=True)
        raise


def _noted(arguments: Sequence[str], url: Callable[[], str], *, failed: bool) -> bool:
    """Whether all that had to be written into the log was."""
    found = written(arguments)
    if found is None:
        return True
    from copilot.accounts.principal import LOCAL
    from copilot.audit.log import Audit
    from copilot.store.database import Database

    action, kind, subject = found
    try:
        database = Database(url())
        try:
            outcome = "failed" if failed else "done"
            Audit(database).write(LOCAL, action, kind=kind, subject=subject, outcome=outcome, via="cli")  # type: ignore[arg-type]
        finally:
            database.close()
    except CopilotError as error:
        typer.echo(f"错误：已经执行，但是没有写进审计记录：{error}", file=sys.stderr)
        return False
    return True

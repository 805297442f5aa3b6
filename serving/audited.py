"""What requests leave in the audit log: one place for all routes, and the list of those that leave nothing.

A route is audited unless `LEFT_OUT` gives a reason why not: a new one cannot be forgotten. What was done is read from
the route's own address: its fixed parts give kind and action, the ids in it the subject. The entry is on the disk
before the first byte of the answer leaves: what could not be recorded is not told.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass

import structlog
from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from copilot.accounts.sign_in import Acting
from copilot.audit.entry import Entry, Event, Outcome
from copilot.audit.ids import as_id
from copilot.errors import CopilotError, Unavailable
from serving import errors
from serving.security import API_PATHS

log = structlog.get_logger(__name__)

PUBLIC = "public law, lists and words of the service: nobody's data"
STATE = "state of the service or of a job: nothing of what it holds"
COMPUTED = "computed from what is sent and kept nowhere"
REPORTS = "reports of the evaluation on invented or anonymised cases"
OPEN = "who is asking, told to themselves"

# (methods, address): why it leaves no entry; the address is that of the route, `*` at its end: all below it too
LEFT_OUT: dict[tuple[str, str], str] = {
    ("GET", "/healthz"): STATE,
    ("GET", "/readyz"): STATE,
    ("GET", "/metrics"): STATE,
    ("GET", "/v1/status"): STATE,
    ("GET", "/v1/models"): STATE,
    ("GET", "/v1/roles"): PUBLIC,
    ("GET", "/v1/session"): OPEN,
    ("GET", "/v1/desk"): STATE,
    ("GET", "/v1/review"): STATE,
    ("GET POST", "/v1/search"): PUBLIC,
    ("GET", "/v1/passages/*"): PUBLIC,
    ("POST", "/v1/citations/resolve"): PUBLIC,
    ("GET POST", "/v1/negative-lists*"): PUBLIC,
    ("GET", "/v1/path/facts"): PUBLIC,
    ("GET", "/v1/path/materials"): PUBLIC,
    ("GET", "/v1/path/change/questions"): PUBLIC,
    ("POST", "/v1/path/next"): COMPUTED,
    ("POST", "/v1/path/compare"): COMPUTED,
    ("POST", "/v1/path/change"): COMPUTED,
    ("POST", "/v1/path/renewal"): COMPUTED,
    ("GET", "/v1/filings/questions"): PUBLIC,
    ("GET", "/v1/filings/{filing_id}/drafts/writing"): STATE,
    ("GET", "/v1/drafts/{job_id}"): STATE,
    ("GET", "/v1/drafts/{job_id}/events"): STATE,
    ("GET", "/v1/precheck/limits"): STATE,
    ("GET", "/v1/precheck/{job_id}/events"): STATE,
    ("GET", "/v1/templates/fields"): PUBLIC,
    ("GET", "/v1/evaluations*"): REPORTS,
}
# beginning of an address: kind of the subject, and what a POST to it is called
KINDS: dict[str, tuple[str, str]] = {
    "ask": ("answer", "ask"),
    "ask/stream": ("answer", "ask"),
    "audit": ("audit", "add"),
    "chat/completions": ("answer", "ask"),
    "contract-texts": ("file", "add"),
    "conversations": ("conversation", "add"),
    "desk": ("ticket", "add"),
    "desk/tickets": ("ticket", "add"),
    "draft": ("draft", "add"),
    "drafts": ("draft", "add"),
    "evaluation-cases": ("case", "add"),
    "filings": ("filing", "add"),
    "ledger": ("ledger", "add"),
    "ledger/entries": ("ledger_entry", "add"),
    "me": ("account", "add"),
    "messages": ("answer", "add"),
    "path": ("verdict", "determine"),
    "path/determinations": ("verdict", "add"),
    "path/drafts": ("path_draft", "add"),
    "precheck": ("precheck", "add"),
    "precheck-comparisons": ("precheck", "compare"),
    "precheck-notices": ("precheck", "notice"),
    "review/cases": ("review_case", "receive"),
    "review/facts": ("review_fact", "add"),
    "review/queue": ("review_case", "add"),
    "search/history": ("search_run", "add"),
    "session": ("session", "sign_in"),
    "templates": ("file", "add"),
    "tenants": ("tenant", "add"),
    "users": ("user", "add"),
}
_VERBS = {"GET": "read", "PUT": "change", "PATCH": "change", "DELETE": "delete"}
# fields that name what was made
_MADE = ("conversation_id", "ticket_id", "ticket", "filing_id", "job_id", "job", "case", "id")
_OUTCOMES: dict[int, Outcome] = {401: "refused", 403: "refused", 404: "missing", 429: "failed", 499: "left"}
MAX_LOOK = 1 << 18  # bytes of an answer in which the id of what was made is looked for


@dataclass(frozen=True)
class Rule:
    """What a route leaves: action and kind, or the reason why nothing."""

    action: str = ""
    kind: str = ""
    why_not: str = ""


def rule(method: str, path: str) -> Rule:
    """What a route leaves.

    Args:
        method: of the request.
        path: as the route declares it, ids in braces.
    """
    for (methods, address), why in LEFT_OUT.items():
        fits = path.startswith(address[:-1]) if address.endswith("*") else path == address
        if fits and method in methods.split():
            return Rule(why_not=why)
    parts = path.removeprefix("/v1/").strip("/").split("/")
    fixed = [part for part in parts if not part.startswith("{")]
    until = next((n for n, part in enumerate(parts) if part.startswith("{")), len(parts))
    begins = next((n for n in range(until, 0, -1) if "/".join(parts[:n]) in KINDS), 0)
    kind, post = KINDS["/".join(parts[:begins])] if begins else ("_".join(parts[:until]).replace("-", "_"), "add")
    tail = ".".join(fixed[begins or until :])
    if method == "POST":
        return Rule(tail or post, kind)
    verb = "list" if method == "GET" and len(fixed) == len(parts) and not tail else _VERBS.get(method, method.lower())
    return Rule(f"{verb}.{tail}" if tail else verb, kind)


def outcome(status: int) -> Outcome:
    """What came of a request that was answered so."""
    if status in _OUTCOMES:
        return _OUTCOMES[status]
    return "done" if status < 400 else "invalid" if status < 500 else "failed"


class Recorder:
    """Writes the entry of every audited request. Pure ASGI, between the gate and the routes.

    Args:
        app: the routes.
        put: adds an entry; its future is done when it is on the disk.
    """

    def __init__(self, app: ASGIApp, *, put: Callable[[Event], Future[Entry]]) -> None:
        self._app, self._put = app, put

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection."""
        if scope["type"] != "http" or not scope["path"].startswith(API_PATHS):
            await self._app(scope, receive, send)
            return
        sending = _Sending(scope, send, self._put)
        try:
            await self._app(scope, receive, sending)
        except BaseException as error:
            await asyncio.shield(sending.ended("failed" if isinstance(error, Exception) else "left"))
            raise
        await sending.ended("left")


class _Sending:
    """`send` that holds the head of an answer back until its entry is written."""

    def __init__(self, scope: Scope, send: Send, put: Callable[[Event], Future[Entry]]) -> None:
        self._scope, self._send, self._put = scope, send, put
        self._head: Message | None = None
        self._written = self._closed = False

    async def __call__(self, message: Message) -> None:
        if self._closed:
            return
        if message["type"] == "http.response.start" and self._rule():
            self._head = message
            return
        if self._head is not None:
            head, self._head = self._head, None
            made = _made_id(self._scope["method"], head, message.get("body", b""))
            try:
                await self._write(outcome(head["status"]), made)
            except CopilotError as error:
                self._closed = True
                await self._refuse(error)
                return
            await self._send(head)
        await self._send(message)

    async def ended(self, how: Outcome) -> None:
        """Write the entry of a request that was never answered."""
        if self._rule():
            try:
                await self._write(how, "")
            except CopilotError as error:
                log.error("audit_failed", kind=error.code)

    def _rule(self) -> Rule | None:
        """What the route leaves, once it is known; None: nothing."""
        path = getattr(self._scope.get("route"), "path", "")
        if not path or self._written:
            return None
        found = rule(self._scope["method"], path)
        return None if found.why_not or not path.startswith("/v1") else found

    async def _write(self, how: Outcome, made: str) -> None:
        found = self._rule()
        if found is None:
            return
        self._written = True
        state = self._scope.get("state", {})
        acting: Acting | None = state.get("acting")
        who = acting.principal if acting else None
        ids = [as_id(str(value), named=name) for name, value in self._scope.get("path_params", {}).items()]
        event = Event(
            user=who.user if who else "",
            tenant=who.tenant if who else "",
            via=who.via if who else "",
            action=found.action,
            kind=found.kind,
            subject="/".join([*ids, made] if made else ids),
            outcome=how,
            request_id=state.get("request_id", ""),
        )
        try:
            await asyncio.wrap_future(self._put(event))
        except CopilotError:
            raise
        except Exception as error:
            log.error("audit_failed", kind=type(error).__name__, exc_info=True)
            raise Unavailable(
                "审计记录写不进去", hint="请管理员查看日志", en="the audit log cannot be written"
            ) from None

    async def _refuse(self, error: CopilotError) -> None:
        headers = Headers(scope=self._scope)
        log.error("audit_failed", kind=error.code)
        reply = JSONResponse(errors.body(error, en=errors.english(headers)), status_code=error.http_status)
        await reply(self._scope, _nothing, self._send)


async def _nothing() -> Message:
    return {"type": "http.disconnect"}


def _made_id(method: str, head: Message, body: bytes) -> str:
    """The id of what a POST made, from its answer (JSON, or the first of the events); empty: none is named."""
    if method != "POST" or head["status"] >= 300 or len(body) > MAX_LOOK:
        return ""
    kind = dict(head["headers"]).get(b"content-type", b"")
    if kind.startswith(b"text/event-stream"):
        found = re.search(rb"^data: ?(\{.*\})", body, re.M)
        body = found[1] if found else b""
    elif not kind.startswith(b"application/json"):
        return ""
    return next(_named(body), "")


def _named(body: bytes) -> Iterator[str]:
    try:
        answer = json.loads(body)
    except ValueError:
        return
    if not isinstance(answer, dict):
        return
    for name in _MADE:
        value = answer.get(name)
        value = value.get("id") if isinstance(value, dict) else value
        if isinstance(value, str) and (found := as_id(value)) != "?":
            yield found

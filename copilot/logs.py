"""Structured logs on stderr: standard output belongs to results and protocols alone. Personal data is masked.

Nothing that is logged holds personal data on purpose; what gets in all the same (a question where that is switched on,
the message of an exception, a value that a library quotes) is masked here, in the one place that every line passes.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

MASKED = "〔已隐去〕"
# Values under these names are never written, whatever they look like.
_SECRET = frozenset(
    (
        "caller",
        "caller_name",
        "caller_phone",
        "caller_organisation",
        "name",
        "names",
        "login",
        "phone",
        "email",
        "id_number",
        "password",
        "token",
        "key",
        "cookie",
        "authorization",
    )
)
# Values of ours that cannot hold any: ids, counts, templates of addresses.
_OURS = frozenset(
    (
        "level",
        "timestamp",
        "request_id",
        "conversation_id",
        "route",
        "method",
        "status",
        "ms",
        "kind",
        "code",
        "port",
        "from_revision",
        "to_revision",
        "restarts",
        "crashes",
        "attempt",
    )
)
_HIDDEN = frozenset(
    (
        "person",
        "phone",
        "email",
        "resident_id",
        "passport",
        "travel_permit",
        "bank_card",
        "account",
        "address",
        "plate",
    )
)  # companies and addresses of machines are wanted in a log


def configure(*, as_json: bool = False, level: str = "info") -> None:
    """Send every log line to stderr, as JSON for machines or plain for a person at a terminal."""
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, force=True)
    for handler in logging.getLogger().handlers:
        handler.setLevel(logging.WARNING)  # some libraries set themselves to DEBUG
        handler.setFormatter(_Masking("%(levelname)s %(name)s %(message)s"))
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.format_exc_info,
            mask_event,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(ensure_ascii=False)
            if as_json
            else structlog.dev.ConsoleRenderer(colors=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(getattr(logging, level.upper())),
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),  # the stream of the moment, not of start-up
        cache_logger_on_first_use=False,
    )


def mask_event(logger: Any, method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """The line with personal data masked in every value; a structlog processor."""
    for name, value in event.items():
        if name in _SECRET and value:
            event[name] = MASKED
        elif name not in _OURS or not isinstance(value, (str, int)):
            event[name] = _masked(value)
    return event


def _masked(value: Any) -> Any:
    if isinstance(value, str):
        return mask(value)
    if isinstance(value, dict):
        return {name: MASKED if name in _SECRET and inner else _masked(inner) for name, inner in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_masked(inner) for inner in value]
    # a number may be somebody's: eleven digits are a telephone, eighteen an identity card
    if isinstance(value, int) and not isinstance(value, bool) and value >= 10**9:
        return mask(str(value))
    return value if isinstance(value, (bool, int, float, type(None))) else mask(str(value))


def mask(text: str) -> str:
    """Text without names of people, telephone and identity numbers, e-mail addresses, cards, accounts, homes."""
    if text.isascii() and not any(mark in text for mark in "@0123456789"):
        return text  # names are found in Chinese, numbers have digits
    from copilot.redaction.found import LABELS  # late: most runs log nothing that needs it
    from copilot.redaction.redact import detect

    parts, at = [], 0
    for found in detect(text):
        if found.kind in _HIDDEN:
            parts += [text[at : found.start], f"〔{LABELS[found.kind]}〕"]
            at = found.end
    return "".join([*parts, text[at:]])


class _Masking(logging.Formatter):
    """Lines of libraries, tracebacks included, masked like ours."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        return mask(super().format(record))

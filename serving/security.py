"""The outermost layer: who may speak to us, how much, and what a browser may do with our pages. Pure ASGI."""

from __future__ import annotations

import ipaddress
import re
import time
import uuid
from collections.abc import Mapping
from urllib.parse import urlsplit

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from copilot.accounts.passwords import weak_secret
from copilot.errors import CopilotError, Refused, TooLarge
from copilot.settings import Settings
from serving import errors
from serving.metrics import Metrics

log = structlog.get_logger(__name__)

MAX_API_BODY = 1 << 20
MAX_FILING_BODY = 16 << 20  # tables of thousands of data items, chapters that persons wrote
# Files, not words: the limit of uploads.
UPLOAD_PATHS = (
    "/v1/path/batch",
    "/v1/ledger/import",
    "/v1/precheck",
    "/v1/precheck-notices",
    "/v1/contract-texts",
    "/v1/templates",
    "/v1/review/cases",
)
UPLOAD_WAYS = re.compile(r"/v1/(?:filings/[0-9a-f]{1,64}/(?:table|papers)|review/cases/[0-9a-f]{1,64}/rounds)")
FILING_WAYS = re.compile(r"/v1/(?:filings(?:/[0-9a-f]{1,64})?|draft(?:/zip)?)")
MAX_HOST = 100  # characters of a foreign name that are repeated
OPEN_PATHS = ("/healthz", "/readyz")
API_PATHS = ("/v1", "/metrics", "/openapi.json", "/docs")
SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
METHODS = (*SAFE_METHODS, "POST", "PUT", "PATCH", "DELETE")
_COMMON = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "SAMEORIGIN",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
_CSP_API = "default-src 'none'; frame-ancestors 'none'"
_CSP_DOCS = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "connect-src 'self'; frame-ancestors 'none'; base-uri 'none'"
)
# These pages show texts of strangers and need nothing inline: a script that slipped in would not run.
_STRICT_PAGES = ("/evaluation", "/precheck", "/desk", "/review", "/account", "/audit")
_CSP_STRICT = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
# Gradio needs inline scripts and styles; nothing may come from elsewhere, and nothing is evaluated from text.
_CSP_PAGE = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; media-src 'self' blob:; "
    "worker-src 'self' blob:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
)


class WrongHost(Refused):
    """The request names a host that is not this service; 421 so that clients know to look elsewhere."""

    code, http_status = "wrong_host", 421


def is_loopback(host: str) -> bool:
    """Whether an address or name to listen on can be reached from this machine only."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def key_of(settings: Settings) -> bytes | None:
    """The API key; a blank one is none."""
    key = settings.api_key.get_secret_value().strip() if settings.api_key else ""
    return key.encode() or None


def require_safe_address(settings: Settings, *, accounts: bool = False) -> None:
    """Return when the service may listen on `settings.host`.

    Args:
        settings: address and secrets.
        accounts: whether people can sign in.

    Raises:
        Refused: an address that others can reach, and neither accounts nor an API key, or a secret that is easily
            guessed.
    """
    if is_loopback(settings.host):
        return
    key = key_of(settings)
    if not key and not accounts:
        raise Refused(
            f"监听 {settings.host} 会让其他机器访问本服务，必须先建立账户或者设置 API 密钥",
            hint="用 compliance-copilot accounts init 建立运维管理员，或者设置 COPILOT_API_KEY；"
            "只供本机使用则用 --host 127.0.0.1",
            en="listening on an address that others can reach needs accounts (accounts init) or COPILOT_API_KEY",
        )
    for name, secret in (("COPILOT_API_KEY", (key or b"").decode()), ("COPILOT_DATABASE_URL", _password_in(settings))):
        if secret and weak_secret(secret):
            raise Refused(
                f"{name} 里的密钥是默认的或者太容易猜，不能对其他机器开放",
                hint="换一个随机的，例如 python -c 'import secrets; print(secrets.token_urlsafe(32))'",
                en=f"the secret in {name} is a default or easily guessed",
            )


def _password_in(settings: Settings) -> str:
    """The password in the database's address; empty: none."""
    return urlsplit(settings.database_url).password or ""


class Guard:
    """Host and origin check, body limit, security headers, one log line and one count a request."""

    def __init__(self, app: ASGIApp, *, settings: Settings, metrics: Metrics) -> None:
        self._app, self._metrics = app, metrics
        self._key = key_of(settings)
        named = {name.strip().lower() for name in settings.allowed_hosts.split(",") if name.strip()}
        # With a key, a name that points at us gains a stranger nothing; without one, only loopback names count.
        self._any_host = "*" in named or (self._key is not None and not named)
        self._hosts = named | {"127.0.0.1", "localhost", "[::1]", "::1", settings.host.lower()}
        self._max_upload = settings.max_upload_mib << 20

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection."""
        if scope["type"] != "http":
            if scope["type"] == "websocket" and self._objection(scope, Headers(scope=scope)):
                await send({"type": "websocket.close", "code": 1008})
                return
            await self._app(scope, receive, send)
            return
        began, request_id, headers = time.perf_counter(), uuid.uuid4().hex[:12], Headers(scope=scope)
        scope.setdefault("state", {})["request_id"] = request_id
        sent = _Sent(scope["path"], request_id, send)
        limit = self._limit(scope["path"])
        try:
            if objection := self._objection(scope, headers) or _too_much(headers, limit, scope["path"]):
                await _answer(objection, headers, scope["path"])(scope, receive, sent)
            else:
                await self._app(scope, self._limited(scope, receive, sent, limit), sent)
        except _TooMuch:
            pass
        except Exception as error:
            if not sent.status:
                await errors.internal(headers, request_id)(scope, receive, sent)
            log.error("request_failed", request_id=request_id, kind=type(error).__name__, exc_info=True)
        finally:
            self._note(scope, sent.status, time.perf_counter() - began, request_id)

    def _limit(self, path: str) -> int:
        """How many bytes a body may have."""
        if _takes_files(path):
            return self._max_upload
        return MAX_FILING_BODY if FILING_WAYS.fullmatch(path) else MAX_API_BODY

    def _limited(self, scope: Scope, receive: Receive, sent: _Sent, limit: int) -> Receive:
        """`receive` that answers 413 itself when the body grows beyond its limit: a parser would call it malformed."""
        taken = 0

        async def counted() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > limit:
                if not sent.status:
                    await _answer(_over(limit, scope["path"]), Headers(scope=scope), scope["path"])(
                        scope, receive, sent
                    )
                sent.closed = True
                raise _TooMuch
            return message

        return counted

    def _objection(self, scope: Scope, headers: Headers) -> CopilotError | None:
        if not self._host_allowed(host := headers.get("host", "")):
            return WrongHost(
                f"本服务不接受主机名“{host[:MAX_HOST]}”",
                hint="用 127.0.0.1 或 localhost 访问，或者请管理员把这个名称写入 COPILOT_ALLOWED_HOSTS",
                en=f"this service does not answer to the host name {host[:MAX_HOST]!r}; see COPILOT_ALLOWED_HOSTS",
            )
        if scope.get("method") not in SAFE_METHODS and not _same_origin(headers):
            return Refused(
                "不接受来自其他网站的请求",
                hint="请在本服务自己的页面上操作；程序调用时不要带 Origin",
                en="cross-site requests are not accepted",
            )
        return None

    def _host_allowed(self, host: str) -> bool:
        name = host.lower().rsplit(":", 1)[0] if host.rsplit(":", 1)[-1].isdigit() else host.lower()
        return self._any_host or name in self._hosts

    def _note(self, scope: Scope, status: int, seconds: float, request_id: str) -> None:
        route = getattr(scope.get("route"), "path", "") or ("/" if not is_api(scope["path"]) else "unknown")
        method = scope["method"] if scope["method"] in METHODS else "OTHER"  # anybody can make up methods
        self._metrics.requests.labels(route, method, str(status or 499)).inc()
        self._metrics.latency.labels(route).observe(seconds)
        if is_api(scope["path"]):  # path template only: queries and ids may say what was asked
            probe = scope["path"] in (*OPEN_PATHS, "/metrics")
            (log.debug if probe else log.info)(
                "request",
                request_id=request_id,
                route=route,
                method=scope["method"],
                status=status or 499,
                ms=round(seconds * 1000, 1),
            )


class _TooMuch(Exception):
    """Ends the reading of a body that was answered already."""


class _Sent:
    """`send` that remembers the status and adds the security headers."""

    def __init__(self, path: str, request_id: str, send: Send) -> None:
        self.status, self.closed, self._path, self._id, self._send = 0, False, path, request_id, send

    async def __call__(self, message: Message) -> None:
        if self.closed:
            return
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = MutableHeaders(scope=message)
            for name, value in {
                **_COMMON,
                "Content-Security-Policy": _csp(self._path),
                "X-Request-Id": self._id,
            }.items():
                headers.setdefault(name, value)
            if self._path.startswith("/v1"):
                headers.setdefault("Cache-Control", "no-store")
        await self._send(message)


def _answer(error: CopilotError, headers: Headers, path: str) -> JSONResponse:
    return JSONResponse(errors.body(error, en=errors.english(headers)), status_code=error.http_status)


def is_api(path: str) -> bool:
    """Whether a path belongs to the API, its documentation or the probes, not to the page."""
    return path.startswith(API_PATHS) or path in OPEN_PATHS


def _csp(path: str) -> str:
    if path.startswith("/docs"):
        return _CSP_DOCS
    if path in _STRICT_PAGES:
        return _CSP_STRICT
    return _CSP_API if is_api(path) else _CSP_PAGE


def _same_origin(headers: Mapping[str, str]) -> bool:
    """Browsers name the page that sends a request; other programs name none."""
    if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return False
    origin = headers.get("origin")
    return origin is None or urlsplit(origin).netloc.lower() == headers.get("host", "").lower()


def _takes_files(path: str) -> bool:
    return path in UPLOAD_PATHS or UPLOAD_WAYS.fullmatch(path) is not None


def _too_much(headers: Headers, limit: int, path: str) -> TooLarge | None:
    length = headers.get("content-length", "0")
    return _over(limit, path) if not length.isdigit() or int(length) > limit else None


def _over(limit: int, path: str) -> TooLarge:
    most = f"{limit >> 20} MB"
    if not _takes_files(path):
        return TooLarge(f"请求体超过 {most}", hint="请缩短后再试", en=f"the body is larger than {most}")
    return TooLarge(
        f"上传的内容超过 {most}",
        hint="请压缩图片、降低扫描的分辨率或者分几次上传；更大的用命令行检查，上限由 COPILOT_MAX_UPLOAD_MIB 设定",
        en=f"the upload is larger than {most}: shrink pictures, scan coarser, split it, or use the command line",
    )

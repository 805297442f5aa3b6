"""Finds out who calls: a key, a session's cookie, or whoever sits at a local run without accounts. Pure ASGI."""

from __future__ import annotations

import asyncio
import base64
import binascii
import hmac
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from http.cookies import CookieError, SimpleCookie

from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from copilot.accounts.principal import LOCAL, Principal
from copilot.accounts.service import Accounts
from copilot.accounts.sign_in import Acting
from copilot.errors import CopilotError, Refused
from copilot.settings import Settings
from serving import errors
from serving.access import KeyNeeded, PasswordChangeNeeded, not_signed_in
from serving.security import API_PATHS, SAFE_METHODS, is_loopback, key_of

COOKIE = "copilot_session"
SIGN_IN_PATH = "/v1/session"  # tells who one is, and signs in: open to everybody
OWN_PATHS = (SIGN_IN_PATH, "/v1/me/")  # open to somebody whose password has to be changed
# A proxy passes on what others ask: they are not the one who sits at this machine.
_PASSED_ON = ("forwarded", "via", "x-real-ip", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto")
_SERVICE = Principal("service-key", "服务密钥", LOCAL.tenant, LOCAL.roles, LOCAL.scopes, "key")


class Gate:
    """Puts who calls into `request.state.acting`, and lets nobody in who is nobody.

    Args:
        app: what stands behind.
        settings: address and key of the service.
        accounts: gives the accounts; asked in a thread.
    """

    def __init__(self, app: ASGIApp, *, settings: Settings, accounts: Callable[[], Accounts]) -> None:
        self._app, self._accounts = app, accounts
        self._key = key_of(settings)
        self._local = is_loopback(settings.host) and self._key is None
        self._threads = ThreadPoolExecutor(4, "gate")  # its own: whoever waits for a model must not hold up the rest

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection."""
        if scope["type"] not in ("http", "websocket") or not scope["path"].startswith(API_PATHS):
            await self._app(scope, receive, send)  # the page itself is open: it holds nothing
            return
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})  # the API has none
            return
        headers = Headers(scope=scope)
        try:
            acting = await asyncio.get_running_loop().run_in_executor(self._threads, self._who, headers)
            _require(acting, scope, headers)
        except CopilotError as error:
            await _refusal(error, headers, scope["path"])(scope, receive, send)
            return
        scope.setdefault("state", {})["acting"] = acting
        await self._app(scope, receive, send)

    def _who(self, headers: Headers) -> Acting | None:
        if keys := list(_keys_in(headers)):
            return self._by_key(keys, headers)
        if (token := cookie_of(headers)) and (acting := self._accounts().sign_ins.of_token(token)):
            return acting
        return Acting(LOCAL) if self._alone(headers) else None

    def _alone(self, headers: Headers) -> bool:
        """Whether this is a local run without accounts, and the request was not passed on by a proxy."""
        return self._local and not any(h in headers for h in _PASSED_ON) and not self._accounts().people.any()

    def _by_key(self, keys: list[bytes], headers: Headers) -> Acting | None:
        if self._key is not None and any([hmac.compare_digest(one, self._key) for one in keys]):
            return Acting(_SERVICE)
        for one in keys:
            if found := self._accounts().sign_ins.of_key(one.decode("latin-1")):
                return Acting(found)
        if self._alone(headers):
            return Acting(LOCAL)  # clients of the OpenAI protocol send a key where none is wanted
        return None


def _require(acting: Acting | None, scope: Scope, headers: Headers) -> None:
    path = scope["path"]
    if acting is None:
        if path != SIGN_IN_PATH:
            raise not_signed_in()
        return
    if acting.must_change and not path.startswith(OWN_PATHS):
        raise PasswordChangeNeeded("请先把密码改成自己的", hint="登录后按提示改密码", en="change your password first")
    said = "origin" in headers or "sec-fetch-site" in headers  # and was found to be ours by the guard
    if acting.session and scope["method"] not in SAFE_METHODS and not said:
        raise Refused(
            "凭登录的请求须由本服务的页面发出",
            hint="程序调用请用密钥；在“账户”里可以生成",
            en="requests on a session's cookie must say their origin; programs use a key",
        )


def cookie_of(headers: Headers) -> str:
    """The session's token; empty: none."""
    try:
        jar: SimpleCookie = SimpleCookie(headers.get("cookie", ""))
    except CookieError:
        return ""
    return jar[COOKIE].value if COOKIE in jar else ""


def _keys_in(headers: Headers) -> Iterator[bytes]:
    """Keys that a request holds: bearer, X-API-Key, or the password of a browser's login (any user name)."""
    if given := headers.get("x-api-key", ""):
        yield given.encode("latin-1")
    scheme, _, value = headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        yield value.strip().encode("latin-1")
    elif scheme.lower() == "basic":
        with suppress(binascii.Error):
            yield base64.b64decode(value.encode("latin-1")).partition(b":")[2]


def _refusal(error: CopilotError, headers: Headers, path: str) -> JSONResponse:
    extra = None
    if isinstance(error, KeyNeeded):
        # browsers show a login for Basic: wanted on /docs, not under the page's own requests
        scheme = "Basic" if path.startswith(("/docs", "/openapi.json")) else "Bearer"
        extra = {"WWW-Authenticate": f'{scheme} realm="compliance-copilot"'}
    return JSONResponse(errors.body(error, en=errors.english(headers)), status_code=error.http_status, headers=extra)

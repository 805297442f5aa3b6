"""Signing in and out, who one is, one's own password, sessions and keys."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from copilot.accounts.roles import Permission
from copilot.accounts.shapes import KeyView, NewKey, SessionView
from copilot.accounts.sign_in import Acting
from copilot.errors import BadInput
from serving.access import acting, allow
from serving.backend import Backend
from serving.depends import backend
from serving.gate import COOKIE, cookie_of
from serving.shapes_accounts import KeyRequest, PasswordRequest, SessionState, SignInRequest
from serving.strict_json import StrictRoute

router = APIRouter(prefix="/v1", tags=["accounts"], route_class=StrictRoute)
Behind = Annotated[Backend, Depends(backend)]
_HASHING = ThreadPoolExecutor(2, "sign-in")  # a burst of sign-ins waits here and holds up nobody else
OPEN, OWN = [allow(None)], [allow(Permission.READ)]


def own(request: Request) -> Acting:
    """Somebody who signed in themselves: keys change neither passwords nor keys.

    Raises:
        BadInput: a key, or a local run without accounts.
    """
    found = acting(request)
    if found is None or not found.session:
        raise BadInput(
            "这件事要登录后自己做", hint="用浏览器登录；密钥和本机单人使用没有自己的账户", en="sign in to do this"
        )
    return found


Own = Annotated[Acting, Depends(own)]


@router.get("/session", response_model=SessionState, dependencies=OPEN)
async def state(request: Request, behind: Behind) -> SessionState:
    """我是谁，能做什么；没有登录的也可以问（who one is; open to all）。"""
    return await asyncio.to_thread(_state, behind, acting(request))


@router.post("/session", response_model=SessionState, dependencies=OPEN)
async def sign_in(request: Request, response: Response, behind: Behind, asked: SignInRequest) -> SessionState:
    """登录：成功后凭 cookie 使用，连续输错须等待（sign in; too many failures wait）。"""
    accounts, agent = behind.accounts, request.headers.get("user-agent", "")
    if earlier := cookie_of(request.headers):
        await asyncio.to_thread(_end, behind, earlier)
    work = partial(accounts.sign_ins.sign_in, asked.login, asked.password, agent=agent)
    made = await asyncio.get_running_loop().run_in_executor(_HASHING, work)
    response.set_cookie(
        COOKIE,
        made.token,
        max_age=int(accounts.sign_ins.longest.total_seconds()),
        httponly=True,
        samesite="strict",
        secure=_encrypted(request),
    )
    request.state.acting = found = await asyncio.to_thread(accounts.sign_ins.of_token, made.token)  # for the audit log
    return await asyncio.to_thread(_state, behind, found)


@router.delete("/session", status_code=204, dependencies=OPEN)
async def sign_out(request: Request, response: Response, behind: Behind) -> None:
    """退出登录（sign out）。"""
    if token := cookie_of(request.headers):
        await asyncio.to_thread(_end, behind, token)
    response.delete_cookie(COOKIE, httponly=True, samesite="strict", secure=_encrypted(request))


@router.put("/me/password", status_code=204, dependencies=OWN)
def change_password(behind: Behind, me: Own, asked: PasswordRequest) -> None:
    """改自己的密码；别处的登录随之结束（change one's password; other sessions end）。"""
    behind.accounts.people.change_password(me.principal.user, asked.old, asked.new, keep=me.session)


@router.get("/me/sessions", response_model=list[SessionView], dependencies=OWN)
def sessions(behind: Behind, me: Own) -> list[SessionView]:
    """我的各处登录（one's sessions）。"""
    return behind.accounts.sign_ins.sessions(user=me.principal.user, mine=me.session)


@router.delete("/me/sessions/{session_id}", status_code=204, dependencies=OWN)
def end(behind: Behind, me: Own, session_id: str) -> None:
    """结束一处登录（end one）。"""
    behind.accounts.sign_ins.end(session_id, user=me.principal.user)


@router.get("/me/keys", response_model=list[KeyView], dependencies=OWN)
def keys(behind: Behind, me: Own) -> list[KeyView]:
    """我的密钥（one's keys）。"""
    return behind.accounts.sign_ins.keys(user=me.principal.user)


@router.post("/me/keys", response_model=NewKey, status_code=201, dependencies=OWN)
def make_key(behind: Behind, me: Own, asked: KeyRequest) -> NewKey:
    """生成密钥，只显示这一次（make a key, shown this once）。"""
    return behind.accounts.sign_ins.make_key(me.principal.user, asked.name, scopes=asked.scopes, days=asked.days)


@router.delete("/me/keys/{key_id}", status_code=204, dependencies=OWN)
def revoke_key(behind: Behind, me: Own, key_id: str) -> None:
    """撤销密钥（revoke one）。"""
    behind.accounts.sign_ins.revoke_key(key_id, user=me.principal.user)


def _state(behind: Backend, found: Acting | None) -> SessionState:
    people = behind.accounts.people
    if found is None:
        return SessionState(via="none", accounts=people.any())
    who = found.principal
    return SessionState(
        via=who.via,
        accounts=people.any(),
        name=who.name,
        tenant=who.tenant,
        tenant_name=next((t.name for t in people.tenants() if t.id == who.tenant), who.tenant),
        roles=sorted(who.roles),
        permissions=sorted(who.scopes),
        user=people.get(who.user) if found.session else None,
    )


def _end(behind: Backend, token: str) -> None:
    if found := behind.accounts.sign_ins.of_token(token):
        behind.accounts.sign_ins.end(found.session)


def _encrypted(request: Request) -> bool:
    """Whether the browser speaks to us, or to the proxy before us, over TLS; a lie about it harms the liar alone."""
    return "https" in (request.url.scheme, request.headers.get("x-forwarded-proto", ""))

"""Who calls, and what every route asks of them. A route that declares nothing is open to nobody (see the tests).

router = APIRouter(prefix="/v1/ledger", dependencies=[allow(Permission.PATH)])
"""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Depends, Request

from copilot.accounts.principal import Principal
from copilot.accounts.roles import Permission
from copilot.accounts.sign_in import Acting
from copilot.domain import LOCAL_TENANT
from copilot.errors import Refused


class KeyNeeded(Refused):
    """Nobody signed in, no key, or a wrong one; 401 so that clients ask for it."""

    http_status = 401


class NotAllowed(Refused):
    """Known, but not for this."""

    code = "not_allowed"


class PasswordChangeNeeded(Refused):
    """The password was set by somebody else; nothing opens before it is changed."""

    code = "password_change_needed"


def acting(request: Request) -> Acting | None:
    """Who acts, as the gate found out; None: nobody signed in."""
    return getattr(request.state, "acting", None)


def principal(request: Request) -> Principal:
    """Who calls.

    Raises:
        KeyNeeded: nobody signed in.
    """
    found = acting(request)
    if found is None:
        raise not_signed_in()
    return found.principal


Who = Annotated[Principal, Depends(principal)]


class Allowed:
    """What a route asks for; None: open to everybody, signed in or not."""

    def __init__(self, permission: Permission | None) -> None:
        self.permission = permission

    def __call__(self, request: Request) -> None:
        """Return when the caller may.

        Raises:
            KeyNeeded, NotAllowed: they may not.
        """
        if self.permission is None:
            return
        who = principal(request)
        if not who.may(self.permission):
            raise NotAllowed(
                "您的角色不能做这件事",
                hint="需要时请本单位管理员给您相应的角色",
                en=f"your roles do not allow this ({self.permission})",
            )


def allow(permission: Permission | None) -> Any:
    """The declaration of a route or router: who may call it; None: everybody, signed in or not."""
    return Depends(Allowed(permission))


def may_change_for_all(who: Who) -> None:
    """What the operator's organisation loads is used by all, so that only operators change it.

    Raises:
        NotAllowed: somebody else of that organisation.
    """
    if who.tenant == LOCAL_TENANT and not who.may(Permission.OPERATE):
        raise NotAllowed(
            "这里导入的文件供所有单位使用，只有运维管理员能改",
            hint="请运维管理员导入；您的单位自己用的，由单位的人在自己的单位里导入",
            en="what this organisation loads serves every organisation: only operators change it",
        )


FOR_ALL: Any = Depends(may_change_for_all)
"""Stands beside `allow(...)`."""


def not_signed_in() -> KeyNeeded:
    """Nobody signed in, or the key is wrong."""
    return KeyNeeded(
        "没有登录，或者密钥不对",
        hint="请登录；程序调用在请求头 Authorization: Bearer 或 X-API-Key 中给出密钥",
        en="not signed in, or missing or wrong API key",
    )

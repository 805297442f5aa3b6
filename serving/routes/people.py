"""People of an organisation, for who manages them; organisations, for the operator."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from copilot.accounts.principal import Principal
from copilot.accounts.roles import ROLE_NAMES, ROLES, Permission, Role, permissions_of
from copilot.accounts.service import Accounts
from copilot.accounts.shapes import KeyView, NewUser, SessionView, TenantView, UserView
from copilot.domain import LOCAL_TENANT
from copilot.errors import BadInput
from serving.access import NotAllowed, Who, allow
from serving.backend import Backend
from serving.depends import backend
from serving.shapes_accounts import (
    MadeUp,
    ResetRequest,
    RoleView,
    TenantChange,
    TenantRequest,
    UserChange,
    UserRequest,
)
from serving.strict_json import StrictRoute

router = APIRouter(prefix="/v1", tags=["accounts"], route_class=StrictRoute)
PEOPLE, OPERATE = [allow(Permission.PEOPLE)], [allow(Permission.OPERATE)]


def accounts(behind: Annotated[Backend, Depends(backend)]) -> Accounts:
    """Who may sign in."""
    return behind.accounts


Kept = Annotated[Accounts, Depends(accounts)]


def reach(who: Principal) -> str | None:
    """The organisation whose people somebody manages; None: all."""
    return None if who.may(Permission.OPERATE) else who.tenant


def managed(kept: Kept, who: Who, user_id: str) -> UserView:
    """Somebody whom the caller manages.

    Raises:
        UnknownRecord: there is none in their reach.
        NotAllowed: somebody who may do what the caller may not.
    """
    found = kept.people.get(user_id, tenant=reach(who))
    _within(who, found.roles)
    return found


Managed = Annotated[UserView, Depends(managed)]


@router.get("/roles", response_model=list[RoleView], dependencies=PEOPLE)
def roles(who: Who) -> list[RoleView]:
    """我能给的角色及其权限（the roles that one may give）。"""
    return [
        RoleView(role=role, name=ROLE_NAMES[role], permissions=sorted(may))
        for role, may in ROLES.items()
        if may <= who.scopes
    ]


@router.get("/users", response_model=list[UserView], dependencies=PEOPLE)
def listed(kept: Kept, who: Who, tenant: Annotated[str | None, Query(max_length=40)] = None) -> list[UserView]:
    """本单位的用户；运维管理员可以看各单位（the people of one's organisation）。"""
    return kept.people.users(tenant=_tenant(who, tenant))


@router.post("/users", response_model=NewUser, status_code=201, dependencies=PEOPLE)
def add(kept: Kept, who: Who, asked: UserRequest) -> NewUser:
    """新增用户；没有给密码的生成一个，只显示这一次（add somebody）。"""
    _within(who, asked.roles)
    tenant = _tenant(who, asked.tenant) or who.tenant
    if not kept.people.any() and (Role.OPERATOR not in asked.roles or tenant != LOCAL_TENANT):
        raise BadInput(
            "第一个账户须是运维管理员", hint="先给自己建这个账户，再给别人建", en="the first account is the operator"
        )
    return kept.people.add(asked.login, tenant=tenant, roles=asked.roles, name=asked.name, password=asked.password)


@router.patch("/users/{user_id}", response_model=UserView, dependencies=PEOPLE)
def change(kept: Kept, who: Who, found: Managed, asked: UserChange) -> UserView:
    """改姓名、角色，停用或者恢复（change name or roles, shut out or let in again）。"""
    if asked.roles is not None:
        _within(who, asked.roles)
    return kept.people.change(found.id, roles=asked.roles, name=asked.name, disabled=asked.disabled)


@router.delete("/users/{user_id}", status_code=204, dependencies=PEOPLE)
def remove(kept: Kept, found: Managed) -> None:
    """删除用户；其在本单位保存的内容不受影响（remove; what they kept stays with the organisation）。"""
    kept.people.remove(found.id)


@router.post("/users/{user_id}/password", response_model=MadeUp, dependencies=PEOPLE)
def reset(kept: Kept, found: Managed, asked: ResetRequest) -> MadeUp:
    """重设密码：各处登录结束，下次登录须改（reset; their sessions end）。"""
    return MadeUp(password=kept.people.set_password(found.id, asked.password))


@router.post("/users/{user_id}/unlock", response_model=UserView, dependencies=PEOPLE)
def unlock(kept: Kept, found: Managed) -> UserView:
    """解除因连续输错的锁定（lift a lock）。"""
    return kept.people.unlock(found.id)


@router.get("/users/{user_id}/sessions", response_model=list[SessionView], dependencies=PEOPLE)
def sessions(kept: Kept, found: Managed) -> list[SessionView]:
    """某人的各处登录（somebody's sessions）。"""
    return kept.sign_ins.sessions(user=found.id)


@router.delete("/users/{user_id}/sessions", status_code=204, dependencies=PEOPLE)
def end_all(kept: Kept, found: Managed) -> None:
    """结束某人的全部登录（end all of them）。"""
    kept.sign_ins.end_all(found.id)


@router.get("/users/{user_id}/keys", response_model=list[KeyView], dependencies=PEOPLE)
def keys(kept: Kept, found: Managed) -> list[KeyView]:
    """某人的密钥（somebody's keys）。"""
    return kept.sign_ins.keys(user=found.id)


@router.delete("/users/{user_id}/keys/{key_id}", status_code=204, dependencies=PEOPLE)
def revoke(kept: Kept, found: Managed, key_id: str) -> None:
    """撤销某人的一个密钥（revoke one of them）。"""
    kept.sign_ins.revoke_key(key_id, user=found.id)


@router.get("/tenants", response_model=list[TenantView], dependencies=OPERATE)
def tenants(kept: Kept) -> list[TenantView]:
    """各单位（organisations）。"""
    return kept.people.tenants()


@router.post("/tenants", response_model=TenantView, status_code=201, dependencies=OPERATE)
def add_tenant(kept: Kept, asked: TenantRequest) -> TenantView:
    """新增单位（add one）。"""
    return kept.people.add_tenant(asked.id, asked.name)


@router.patch("/tenants/{tenant_id}", response_model=TenantView, dependencies=OPERATE)
def switch(kept: Kept, tenant_id: str, asked: TenantChange) -> TenantView:
    """停用或者恢复一个单位（close or open one）。"""
    return kept.people.switch_tenant(tenant_id, on=not asked.disabled)


def _tenant(who: Principal, wanted: str | None) -> str | None:
    """The organisation that is asked for; None: all, for the operator."""
    own = reach(who)
    if own is not None and wanted not in (None, own):
        raise NotAllowed("只能管理本单位的用户", en="only the people of your own organisation")
    return own if own is not None else wanted


def _within(who: Principal, given: list[Role]) -> None:
    """Nobody gives, or lays hands on, rights that they do not have."""
    if not permissions_of(frozenset(given)) <= who.scopes:
        raise NotAllowed("这些角色的权限超出您自己的", hint="请由运维管理员办理", en="these roles may do more than you")

"""What is told of organisations, people, sessions and keys. No hash is among it."""

from __future__ import annotations

import datetime as dt

from pydantic import BaseModel, Field

from copilot.accounts.roles import Permission, Role


class TenantView(BaseModel):
    """An organisation."""

    id: str
    name: str
    created_at: dt.datetime
    disabled: bool
    users: int = 0


class UserView(BaseModel):
    """Somebody who may sign in."""

    id: str
    tenant: str
    login: str
    name: str
    roles: list[Role]
    must_change: bool = Field(description="the password was set by somebody else and has to be changed first")
    created_at: dt.datetime
    disabled: bool
    locked_until: dt.datetime | None = None


class NewUser(UserView):
    """Somebody who was added; `password` is shown this once, empty where the caller chose it."""

    password: str = ""


class SessionView(BaseModel):
    """A sign-in that still holds. `mine`: the one that asks."""

    id: str
    user: str
    agent: str
    created_at: dt.datetime
    seen_at: dt.datetime
    mine: bool = False


class KeyView(BaseModel):
    """A key for programs; `hint` is how it begins."""

    id: str
    user: str
    name: str
    hint: str
    scopes: list[Permission]
    created_at: dt.datetime
    expires_at: dt.datetime
    used_at: dt.datetime | None = None


class NewKey(KeyView):
    """A key that was made; `key` is shown this once."""

    key: str


class SignedIn(BaseModel):
    """A new session; `token` is the value of its cookie."""

    token: str
    user: UserView

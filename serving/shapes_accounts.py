"""Shapes of signing in, of people and keys over HTTP."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from copilot.accounts.roles import Permission, Role
from copilot.accounts.shapes import UserView


class SignInRequest(BaseModel):
    """Name and password."""

    model_config = ConfigDict(extra="forbid")

    login: str = Field(max_length=200)
    password: str = Field(max_length=1000)


class SessionState(BaseModel):
    """Who the caller is.

    `via`: local (a local run without accounts: nobody signs in), session, key, or none (not signed in). `accounts`:
    whether there are accounts to sign in with.
    """

    via: Literal["local", "session", "key", "none"]
    accounts: bool
    name: str = ""
    tenant: str = ""
    tenant_name: str = ""
    roles: list[Role] = []
    permissions: list[Permission] = []
    user: UserView | None = None


class PasswordRequest(BaseModel):
    """One's present password and the new one."""

    model_config = ConfigDict(extra="forbid")

    old: str = Field(max_length=1000)
    new: str = Field(max_length=1000)


class KeyRequest(BaseModel):
    """A key to make: what for, what it may do, for how many days."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(max_length=100)
    scopes: list[Permission] = Field(min_length=1)
    days: int = Field(default=90, ge=1, le=366)


class UserRequest(BaseModel):
    """Somebody to add; without a password one is made up and shown once."""

    model_config = ConfigDict(extra="forbid")

    login: str = Field(max_length=200)
    name: str = Field(default="", max_length=100)
    roles: list[Role] = Field(min_length=1)
    password: str = Field(default="", max_length=1000)
    tenant: str | None = Field(default=None, max_length=40, description="default: one's own; others: the operator")


class UserChange(BaseModel):
    """What is to change; absent stays."""

    model_config = ConfigDict(extra="forbid")

    name: str | None = Field(default=None, max_length=100)
    roles: list[Role] | None = Field(default=None, min_length=1)
    disabled: bool | None = None


class ResetRequest(BaseModel):
    """Another password for somebody; empty: one is made up."""

    model_config = ConfigDict(extra="forbid")

    password: str = Field(default="", max_length=1000)


class MadeUp(BaseModel):
    """The password that was made up, shown this once; empty where the caller chose it."""

    password: str


class TenantRequest(BaseModel):
    """An organisation to add."""

    model_config = ConfigDict(extra="forbid")

    id: str = Field(max_length=100)
    name: str = Field(max_length=100)


class TenantChange(BaseModel):
    """Open or close an organisation."""

    model_config = ConfigDict(extra="forbid")

    disabled: bool


class RoleView(BaseModel):
    """A role that the caller may give."""

    role: Role
    name: str
    permissions: list[Permission]

"""Who is acting: a person signed in, a program with a key, or whoever sits at a single-user local run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from copilot.accounts.roles import Permission, Role, permissions_of
from copilot.domain import LOCAL_TENANT


@dataclass(frozen=True)
class Principal:
    """Somebody who acts, with what they may do.

    Attributes:
        user: id of the user.
        name: for people to read.
        tenant: id of the organisation; nothing of another one is ever shown or changed.
        roles: theirs in that organisation.
        scopes: what may be done here and now: what the roles allow, for a key cut down to the key's own.
        via: how we know: a local run without accounts, a signed-in session, a key.
    """

    user: str
    name: str
    tenant: str
    roles: frozenset[Role]
    scopes: frozenset[Permission]
    via: Literal["local", "session", "key"]

    def may(self, permission: Permission) -> bool:
        """Whether this may be done."""
        return permission in self.scopes


_ALL = frozenset({Role.OPERATOR})
LOCAL = Principal("local", "本机", LOCAL_TENANT, _ALL, permissions_of(_ALL), "local")

"""What the operator's organisation loads serves everybody, so that only operators change it."""

from __future__ import annotations

import pytest

from copilot.accounts.principal import LOCAL, Principal
from copilot.accounts.roles import Role, permissions_of
from serving.access import NotAllowed, may_change_for_all


def of(tenant: str, *roles: Role) -> Principal:
    held = frozenset(roles)
    return Principal("u", "某人", tenant, held, permissions_of(held), "session")


def test_only_operators_change_what_serves_all() -> None:
    may_change_for_all(LOCAL)
    may_change_for_all(of("local", Role.OPERATOR))
    with pytest.raises(NotAllowed):
        may_change_for_all(of("local", Role.ENTERPRISE_ADMIN))


def test_an_organisation_changes_its_own() -> None:
    may_change_for_all(of("acme", Role.ENTERPRISE_USER))

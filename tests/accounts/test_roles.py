"""Roles and what they may do."""

import pytest

from copilot.accounts.principal import LOCAL
from copilot.accounts.roles import ROLE_NAMES, ROLES, Permission, Role, permissions_of


def test_every_role_has_a_line_and_a_name_and_every_permission_somebody_but_the_operator() -> None:
    assert set(ROLES) == set(ROLE_NAMES) == set(Role)
    others = frozenset(Role) - {Role.OPERATOR}
    assert permissions_of(others) == frozenset(Permission) - {Permission.OPERATE}


@pytest.mark.parametrize(
    ("role", "permission", "may"),
    [
        (Role.ENTERPRISE_USER, Permission.DRAFT, True),
        (Role.ENTERPRISE_USER, Permission.PEOPLE, False),
        (Role.ENTERPRISE_USER, Permission.REVIEW, False),
        (Role.ENTERPRISE_ADMIN, Permission.PEOPLE, True),
        (Role.REVIEWER, Permission.REVIEW, True),
        (Role.REVIEWER, Permission.REVIEW_ASSIGN, False),
        (Role.REVIEW_LEAD, Permission.REVIEW_ASSIGN, True),
        (Role.AGENT, Permission.TICKETS, True),
        (Role.AGENT, Permission.DRAFT, False),
        (Role.AUDITOR, Permission.AUDIT, True),
        (Role.AUDITOR, Permission.ASK, False),
        (Role.OPERATOR, Permission.OPERATE, True),
    ],
)
def test_roles(role: Role, permission: Permission, may: bool) -> None:
    assert (permission in permissions_of(frozenset({role}))) is may


def test_several_roles_add_up_and_none_is_nothing() -> None:
    both = permissions_of(frozenset({Role.AGENT, Role.AUDITOR}))
    assert {Permission.TICKETS, Permission.AUDIT} <= both
    assert permissions_of(frozenset()) == frozenset()


def test_the_local_principal_may_do_everything() -> None:
    assert all(LOCAL.may(permission) for permission in Permission)
    assert LOCAL.tenant == "local"

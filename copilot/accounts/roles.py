"""What each role may do, in one table. Routes and commands ask for permissions, never for roles."""

from __future__ import annotations

from enum import StrEnum


class Permission(StrEnum):
    """A kind of work that somebody may or may not do."""

    READ = "read"  # law, lists, materials, state of the service; one's own account
    ASK = "ask"  # questions, conversations, thumbs
    PATH = "path"  # verdicts, ledger, calendar of filings
    DRAFT = "draft"  # questionnaires and the papers drafted from them
    PRECHECK = "precheck"  # checking papers before they are handed in
    PROJECTS = "projects"  # the enterprise's transfer programmes
    REVIEW = "review"  # the reviewer's bench
    REVIEW_ASSIGN = "review_assign"  # who reviews what; statistics
    TICKETS = "tickets"  # the call-centre desk
    EDIT = "edit"  # propose and edit Q&A and cases
    APPROVE = "approve"  # release what another one edited
    AUDIT = "audit"  # read and verify the log
    EVALUATE = "evaluate"  # reports of the evaluation, cases grown from use
    PEOPLE = "people"  # users, roles, keys and sessions of one's own organisation
    OPERATE = "operate"  # the service itself: organisations, metrics, stored templates


class Role(StrEnum):
    """What somebody is, within an organisation."""

    ENTERPRISE_USER = "enterprise_user"
    ENTERPRISE_ADMIN = "enterprise_admin"
    REVIEWER = "reviewer"
    REVIEW_LEAD = "review_lead"
    AGENT = "agent"
    EDITOR = "editor"
    AUDITOR = "auditor"
    OPERATOR = "operator"


_ENTERPRISE = frozenset(
    {
        Permission.READ,
        Permission.ASK,
        Permission.PATH,
        Permission.DRAFT,
        Permission.PRECHECK,
        Permission.PROJECTS,
    }
)
_REVIEWER = frozenset({Permission.READ, Permission.ASK, Permission.PATH, Permission.PRECHECK, Permission.REVIEW})

ROLES: dict[Role, frozenset[Permission]] = {
    Role.ENTERPRISE_USER: _ENTERPRISE,
    Role.ENTERPRISE_ADMIN: _ENTERPRISE | {Permission.PEOPLE},
    Role.REVIEWER: _REVIEWER,
    Role.REVIEW_LEAD: _REVIEWER | {Permission.REVIEW_ASSIGN},
    Role.AGENT: frozenset({Permission.READ, Permission.ASK, Permission.PATH, Permission.TICKETS}),
    Role.EDITOR: frozenset({Permission.READ, Permission.ASK, Permission.EDIT, Permission.APPROVE, Permission.EVALUATE}),
    Role.AUDITOR: frozenset({Permission.READ, Permission.AUDIT}),
    Role.OPERATOR: frozenset(Permission),
}

ROLE_NAMES: dict[Role, str] = {
    Role.ENTERPRISE_USER: "企业经办人",
    Role.ENTERPRISE_ADMIN: "企业管理员",
    Role.REVIEWER: "审核员",
    Role.REVIEW_LEAD: "审核组长",
    Role.AGENT: "热线坐席",
    Role.EDITOR: "知识编辑",
    Role.AUDITOR: "审计员",
    Role.OPERATOR: "运维管理员",
}

TENANT_ROLES = frozenset(Role) - {Role.OPERATOR}  # what the one who manages an organisation's people may give


def permissions_of(roles: frozenset[Role]) -> frozenset[Permission]:
    """What somebody with these roles may do."""
    return frozenset().union(*(ROLES[role] for role in roles))

"""Who may call what, read from the application: `python -m serving.rights > docs/rights.md`.

The table in the documents is what a person agreed to; the tests hold it against the application, route by route and
role by role.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from starlette.routing import BaseRoute

from copilot.accounts.roles import ROLE_NAMES, ROLES, Permission, Role
from serving.access import Allowed

OPEN = "open"
_HEAD = (
    "# 谁能做什么\n\n"
    "每一行是一个接口，由 `python -m serving.rights > docs/rights.md` 从程序生成；测试 `tests/serving/test_rights.py` "
    "逐行、逐角色地核对，没有写明权限的接口通不过测试。角色与账户见 [accounts.md](accounts.md)。\n\n"
    "`open`：不登录也可以；其余是所需的权限，同时需要几项的以 + 相连。本机单人使用（没有账户）和 `COPILOT_API_KEY` "
    "的持有者什么都可以做。别的单位的编号一律按不存在回答（404）。一次删除全部内容只有管理员可以。\n\n"
    "## 角色的权限\n\n"
)


@dataclass(frozen=True)
class Right:
    """What a route asks for: permissions that are all needed; none: see `open`."""

    method: str
    path: str
    permissions: frozenset[Permission]
    open: bool = False

    @property
    def asks(self) -> str:
        """What it asks for, as the table says it."""
        return OPEN if self.open else " + ".join(sorted(self.permissions))

    def allows(self, role: Role) -> bool:
        """Whether a role may call it."""
        return self.open or self.permissions <= ROLES[role]


class Undeclared(Exception):
    """A route that does not say who may call it."""


def rights(app: FastAPI) -> list[Right]:
    """What every route of the API asks for, by path and method.

    Raises:
        Undeclared: a route does not say.
    """
    found = [one for route in _flat(app.routes) if isinstance(route, APIRoute) for one in _of(route)]
    return sorted(found, key=lambda one: (one.path, one.method))


def _flat(routes: Iterable[BaseRoute]) -> Iterator[BaseRoute]:
    for route in routes:
        if inner := getattr(route, "original_router", None):
            yield from _flat(inner.routes)
        else:
            yield route


def _of(route: APIRoute) -> Iterator[Right]:
    if not route.include_in_schema:  # the documentation; it asks for a sign-in, like every address of the API
        return
    declared = [call.permission for call in _calls(route.dependant) if isinstance(call, Allowed)]
    if not declared:
        raise Undeclared(f"{route.path}: say who may call it, dependencies=[allow(Permission.X)] (serving/access.py)")
    permissions = frozenset(one for one in declared if one is not None)
    for method in sorted((route.methods or set()) - {"HEAD"}):
        yield Right(method, route.path, permissions, open=not permissions)


def _calls(dependant: Dependant) -> Iterator[object]:
    for one in dependant.dependencies:
        yield one.call
        yield from _calls(one)


def table(found: list[Right]) -> str:
    """The document."""
    lines = [_HEAD.rstrip(), ""]
    lines += ["| 角色 | 名称 | 权限 |", "|---|---|---|"]
    lines += [f"| `{role}` | {ROLE_NAMES[role]} | {'、'.join(sorted(ROLES[role]))} |" for role in Role]
    lines += ["", "## 接口", "", "| 方法 | 地址 | 要求 | 角色 |", "|---|---|---|---|"]
    for one in found:
        may = [role for role in Role if one.allows(role)]
        who = "全部" if len(may) == len(Role) else "、".join(may)
        lines.append(f"| {one.method} | `{one.path}` | {one.asks} | {who} |")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Print the document."""
    from copilot.settings import Settings
    from copilot.wiring import Parts
    from serving.app import create_app

    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(_env_file=None, data_dir=Path(folder), cache_dir=Path(folder))  # type: ignore[call-arg]
        sys.stdout.write(table(rights(create_app(Parts(settings)))))


if __name__ == "__main__":
    main()

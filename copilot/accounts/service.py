"""Everything about accounts over one database."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from copilot.accounts.people import People
from copilot.accounts.roles import Role
from copilot.accounts.shapes import NewUser
from copilot.accounts.sign_in import IDLE, LONGEST, SignIns
from copilot.accounts.tries import Tries
from copilot.domain import LOCAL_TENANT
from copilot.errors import BadInput
from copilot.store.database import Database


class Accounts:
    """People, sign-ins and failed tries.

    Args:
        database: opened, migrated.
        now: the clock.
        idle, longest: after how long a session ends, unused and in any case.
    """

    def __init__(
        self,
        database: Database,
        *,
        now: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC),
        idle: dt.timedelta = IDLE,
        longest: dt.timedelta = LONGEST,
    ) -> None:
        self.tries = Tries(database, now=now)
        self.people = People(database, tries=self.tries, now=now)
        self.sign_ins = SignIns(database, people=self.people, tries=self.tries, now=now, idle=idle, longest=longest)

    def begin(self, login: str, *, name: str = "", password: str = "", must_change: bool | None = None) -> NewUser:
        """The first account: the operator, in the organisation `local`, where everything kept so far is.

        Raises:
            BadInput: there are accounts, or a weak password.
        """
        if self.people.any():
            raise BadInput(
                "已经有账户了", hint="再加运维管理员用 accounts add --role operator", en="there are accounts already"
            )
        return self.people.add(
            login,
            tenant=LOCAL_TENANT,
            roles=[Role.OPERATOR],
            name=name,
            password=password,
            must_change=not password if must_change is None else must_change,
        )

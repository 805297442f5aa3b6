"""Failed sign-ins: after five under one name it waits, twice as long after each more, an hour at most."""

from __future__ import annotations

import datetime as dt
import hashlib
import math
from collections.abc import Callable

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from copilot.errors import Refused
from copilot.store.database import Database
from copilot.store.tables_accounts import FailedTryRow

FREE_TRIES = 5
FIRST_WAIT_S, MAX_WAIT_S = 60, 3600
FORGET_AFTER = dt.timedelta(days=1)


class TooManyTries(Refused):
    """Too many failed sign-ins under a name; `wait_s` until the next is heard."""

    code, http_status = "too_many_tries", 429

    def __init__(self, wait_s: int) -> None:
        minutes = math.ceil(wait_s / 60)
        super().__init__(
            f"这个登录名连续输错多次，请 {minutes} 分钟后再试",
            hint="忘了密码请管理员重设；管理员可以用 accounts unlock 提前解锁",
            en=f"too many failed sign-ins under this name; try again in {minutes} minutes",
        )
        self.wait_s = wait_s


class Tries:
    """Failed sign-ins by name, whether somebody has that name or not."""

    def __init__(self, database: Database, *, now: Callable[[], dt.datetime]) -> None:
        self._database, self._now = database, now

    def locked_until(self, login: str) -> dt.datetime | None:
        """Until when nothing is heard under a name; None: it is open."""
        with self._database.reading() as session:
            row = session.get(FailedTryRow, _key(login))
        until = row.last_at + dt.timedelta(seconds=wait_after(row.count)) if row else None
        return until if until and row and wait_after(row.count) and until > self._now() else None

    def begin(self, login: str) -> None:
        """Count a try before it is looked at, so that many at once gain nothing; a right one is forgotten again.

        Raises:
            TooManyTries: it is not heard.
        """
        try:
            self._begin(login)
        except IntegrityError:  # the first two under this name came in the same moment: now it is there
            self._begin(login)

    def _begin(self, login: str) -> None:
        now, key = self._now(), _key(login)
        with self._database.writing() as session:
            session.execute(delete(FailedTryRow).where(FailedTryRow.last_at < now - FORGET_AFTER))
            row = session.get(FailedTryRow, key, with_for_update=True)
            if row is None:
                session.add(FailedTryRow(name=key, count=1, last_at=now))
                return
            until = row.last_at + dt.timedelta(seconds=wait_after(row.count))
            if wait_after(row.count) and until > now:
                raise TooManyTries(max(int((until - now).total_seconds()), 1))
            row.count, row.last_at = row.count + 1, now

    def forget(self, login: str) -> None:
        """Forget the failed tries under a name."""
        with self._database.writing() as session:
            session.execute(delete(FailedTryRow).where(FailedTryRow.name == _key(login)))


def wait_after(failed: int) -> int:
    """Seconds to wait after so many failed tries."""
    return 0 if failed < FREE_TRIES else min(FIRST_WAIT_S << min(failed - FREE_TRIES, 10), MAX_WAIT_S)


def _key(login: str) -> str:
    return hashlib.sha256(login.encode()).hexdigest()

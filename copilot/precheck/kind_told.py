"""Which procedure the papers are of, told where they are not those of the one that was chosen.

A paper speaks the louder for a procedure the fewer others ask for it: an application form is of one, a licence of most.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import get_args

from copilot.precheck.paper import FilingKind
from copilot.precheck.tables import Tables
from copilot.precheck.words import KINDS, KINDS_EN

ENOUGH = 0.7  # a report and a contract of the other procedure; one paper alone may be a mistake
MAX_NAMES = 3


def fitting_kind(roles: Collection[str], kind: FilingKind, tables: Tables) -> FilingKind | None:
    """The procedure that the papers are of; None where they may well be of the chosen one, or of none.

    Args:
        roles: what the papers were taken for.
        kind: the procedure that was chosen.
        tables: which materials of each procedure a role is.
    """
    asked = {r: e.materials for r in set(roles) if (e := tables.papers.get(r)) and e.materials}
    kinds: tuple[FilingKind, ...] = get_args(FilingKind)

    def weight(wanted: Iterable[str]) -> float:
        return sum(1 / len(asked[r]) for r in wanted)

    mine = {r for r in asked if kind in asked[r]}
    others = {k: {r for r in asked if k in asked[r]} for k in kinds if k != kind}
    best = max(others, key=lambda k: round(weight(others[k]), 6))  # of equals the first
    own = any(len(asked[r]) == 1 for r in mine - others[best])  # a paper that only the chosen one asks for
    return best if not own and weight(others[best] - mine) - weight(mine - others[best]) >= ENOUGH else None


def said_of(best: FilingKind, roles: Collection[str], kind: FilingKind, tables: Tables) -> tuple[str, str]:
    """One sentence that says so, in Chinese and English."""
    entries = [tables.papers[r] for r in dict.fromkeys(roles) if r in tables.papers]
    strange = [e for e in entries if best in e.materials and kind not in e.materials]
    names = "、".join(e.name for e in sorted(strange, key=lambda e: len(e.materials))[:MAX_NAMES])
    zh = f"这些材料看起来是“{KINDS[best]}”的（{names}），不是所选的“{KINDS[kind]}”：请改选“{KINDS[best]}”再检查一次。"
    en = (
        f'These papers look like those of "{KINDS_EN[best]}", not of "{KINDS_EN[kind]}" that was chosen: '
        f'choose "{KINDS_EN[best]}" and check again.'
    )
    return zh, en

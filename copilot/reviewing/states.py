"""The states of a case, what moves it, and who may: one table, read by the routes, the page and the tests.

The provincial office checks completeness (assessment, extension) or the filing (contracts) and passes on or files. What
the national authority decides afterwards is recorded with its date as a person types it; it moves nothing here.
"""

from __future__ import annotations

from dataclasses import dataclass

from copilot.accounts.principal import Principal
from copilot.accounts.roles import Permission
from copilot.errors import BadInput, Refused, Stale
from copilot.precheck.words import KINDS
from copilot.store.review_views import State

ASSESSED = frozenset({"security_assessment", "extension"})
FILED = frozenset({"standard_contract", "contract_change", "gba_hk", "negative_list"})
HERE = ASSESSED | FILED
STATES: dict[State, str] = {
    "received": "已收件",
    "checking": "预检中",
    "completeness": "查验中",
    "supplement": "待补正",
    "passed_on": "已报国家网信部门",
    "filed": "已备案",
    "not_passed": "未予通过",
    "withdrawn": "已撤回",
    "ended": "已终止",
}
STATES_EN: dict[State, str] = {
    "received": "received",
    "checking": "being pre-checked",
    "completeness": "under check",
    "supplement": "sent back for supplement",
    "passed_on": "passed on to the national authority",
    "filed": "filed",
    "not_passed": "not passed",
    "withdrawn": "withdrawn",
    "ended": "ended",
}


@dataclass(frozen=True)
class Move:
    """What leads from states to another. `needs`: what must be said with it; `kinds`: of which procedures."""

    act: str
    title: str
    title_en: str
    sources: frozenset[State]
    target: State
    kinds: frozenset[str] = HERE
    needs: frozenset[str] = frozenset()
    permission: Permission = Permission.REVIEW

    def open_to(self, kind: str, state: State, who: Principal) -> bool:
        """Whether somebody may do it to a case of this kind in this state."""
        return kind in self.kinds and state in self.sources and who.may(self.permission)


def _move(act: str, titles: tuple[str, str], sources: tuple[State, ...], target: State, **more: object) -> Move:
    return Move(act, *titles, frozenset(sources), target, **more)  # type: ignore[arg-type]


_BEFORE: tuple[State, ...] = ("received", "checking", "completeness", "supplement")
_TEXT, _NUMBER = frozenset({"text"}), frozenset({"number"})
MOVES: dict[str, Move] = {
    move.act: move
    for move in (
        _move("start", ("开始预检", "Start the pre-check"), ("received",), "checking"),
        _move("supplement", ("发补正通知", "Send back for supplement"), ("completeness",), "supplement", needs=_TEXT),
        _move("resubmit", ("收补正材料", "Take in the supplement"), ("supplement",), "received"),
        _move(
            "pass_on", ("报国家网信部门", "Pass on to the national authority"), ("completeness",), "passed_on",
            kinds=ASSESSED,
        ),
        _move("file", ("予以备案", "File"), ("completeness",), "filed", kinds=FILED, needs=_NUMBER),
        _move("not_pass", ("不予通过", "Do not pass"), ("completeness",), "not_passed", kinds=FILED, needs=_TEXT),
        _move("withdraw", ("申报人撤回", "Withdrawn by the filer"), _BEFORE, "withdrawn", needs=_TEXT),
        _move("end", ("终止", "End"), ("supplement",), "ended", needs=_TEXT),
        _move(
            "reopen", ("恢复查验", "Take up again"), ("passed_on", "filed", "not_passed", "withdrawn", "ended"),
            "completeness", needs=_TEXT, permission=Permission.REVIEW_ASSIGN,
        ),
    )
}  # fmt: skip
BY_SYSTEM = frozenset({"start"})  # done when the papers come, by nobody's hand
WITH_PAPERS = frozenset({"resubmit"})  # done by handing in


def received_here(kind: str) -> str:
    """The kind, when the province receives it.

    Raises:
        Refused: certification, which belongs to the certification bodies.
        BadInput: there is no such kind.
    """
    if kind == "certification":
        raise Refused(
            "个人信息保护认证由专业认证机构受理，省级网信部门不收件",
            hint="请申请人向经批准的认证机构提出；证书情况由机构报送",
            en="certification is received by the certification bodies, not by the province",
        )
    if kind not in HERE:
        raise BadInput(f"没有“{kind[:40]}”这种手续", hint="可用：" + "、".join(sorted(HERE)), en="no such procedure")
    return kind


def move_of(act: str, *, kind: str, state: State, who: Principal, text: str = "", number: str = "") -> Move:
    """The move that an act is, when it is open.

    Raises:
        BadInput: no such act, not for this procedure, or something needed is not said.
        Stale: not in this state.
        Refused: not for this role.
    """
    move = MOVES.get(act)
    if move is None or act in BY_SYSTEM:
        acts = "、".join(MOVES.keys() - BY_SYSTEM)
        raise BadInput(f"没有“{act[:40]}”这个操作", hint=f"可用：{acts}", en="no such act")
    if kind not in move.kinds:
        raise BadInput(
            f"{KINDS[kind]}没有“{move.title}”这一步",
            hint="评估和延期由省级查验后上报，合同类由省级备案",
            en=f"{act} is no step of {kind}",
        )
    if not who.may(move.permission):
        raise Refused("您的角色不能做这件事", hint="恢复已结束的件由审核组长做", en="your roles do not allow this")
    if state not in move.sources:
        raise Stale(
            f"该件现在是“{STATES[state]}”，不能{move.title}", hint="刷新后看看别人是否已经办理", en=f"it is {state} now"
        )
    said = {"text": text.strip(), "number": number.strip()}
    if missing := [name for name in sorted(move.needs) if not said[name]]:
        words = {"text": "理由或者说明", "number": "备案编号"}
        raise BadInput(
            f"{move.title}要写明{'、'.join(words[m] for m in missing)}", hint="补上后再做", en=f"{missing} is needed"
        )
    return move


def open_moves(kind: str, state: State, who: Principal) -> list[Move]:
    """What somebody may do now."""
    return [m for m in MOVES.values() if m.act not in BY_SYSTEM and m.open_to(kind, state, who)]

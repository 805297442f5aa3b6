"""Who may move a case from where to where: the whole table, and that nothing else may."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest

from copilot.accounts.roles import Role
from copilot.errors import BadInput, CopilotError, Refused, Stale
from copilot.reviewing import states
from copilot.reviewing.states import FILED, HERE, MOVES, STATES, move_of, open_moves, received_here
from tests.reviewing.conftest import LEAD, REVIEWER, person

SAID = {"text": "理由", "number": "京备1号"}
# state -> what a reviewer may do to an assessment, and to a contract
TABLE: dict[str, tuple[set[str], set[str]]] = {
    "received": ({"withdraw"}, {"withdraw"}),
    "checking": ({"withdraw"}, {"withdraw"}),
    "completeness": ({"supplement", "pass_on", "withdraw"}, {"supplement", "file", "not_pass", "withdraw"}),
    "supplement": ({"resubmit", "withdraw", "end"}, {"resubmit", "withdraw", "end"}),
    "passed_on": (set(), set()),
    "filed": (set(), set()),
    "not_passed": (set(), set()),
    "withdrawn": (set(), set()),
    "ended": (set(), set()),
}


def allowed(act: str, kind: str, state: str, who: object) -> bool:
    try:
        move_of(act, kind=kind, state=state, who=who, **SAID)  # type: ignore[arg-type]
    except CopilotError:
        return False
    return True


@pytest.mark.parametrize("state", STATES)
def test_the_whole_table(state: str) -> None:
    for kind, act in product(HERE, MOVES):
        wanted = act in TABLE[state][kind in FILED]
        assert allowed(act, kind, state, REVIEWER) == wanted, (kind, act)
    assert {m.act for m in open_moves("extension", state, REVIEWER)} == TABLE[state][0]  # type: ignore[arg-type]


def test_only_a_lead_takes_up_again_and_only_what_ended() -> None:
    for state in STATES:
        ended = state in ("passed_on", "filed", "not_passed", "withdrawn", "ended")
        assert allowed("reopen", "extension", state, LEAD) == ended
    with pytest.raises(Refused):
        move_of("reopen", kind="extension", state="ended", who=REVIEWER, text="恢复")
    assert not allowed("pass_on", "extension", "completeness", person(Role.ENTERPRISE_USER))


def test_what_is_wrong_is_said() -> None:
    with pytest.raises(BadInput, match="没有“fly”"):
        move_of("fly", kind="extension", state="completeness", who=REVIEWER)
    with pytest.raises(BadInput, match="没有“予以备案”这一步"):
        move_of("file", kind="extension", state="completeness", who=REVIEWER, number="1")
    with pytest.raises(BadInput, match="备案编号"):
        move_of("file", kind="standard_contract", state="completeness", who=REVIEWER, number=" ")
    with pytest.raises(Stale, match="已备案"):
        move_of("file", kind="standard_contract", state="filed", who=REVIEWER, number="1")


def test_certification_is_not_received_by_the_province() -> None:
    with pytest.raises(Refused, match="认证机构"):
        received_here("certification")
    with pytest.raises(BadInput):
        received_here("visa")
    assert {received_here(kind) for kind in HERE} == set(HERE)


def test_no_move_knows_of_credit_points() -> None:
    source = Path(states.__file__).read_text("utf-8")
    assert "credit" not in source and "sample" not in source

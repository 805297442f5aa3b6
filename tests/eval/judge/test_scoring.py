"""The answers of a run under the judge."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from copilot.errors import BadInput
from eval.judge.metrics import Judging
from eval.judge.scoring import cases_of, score_cases
from eval.record import Run

YES = {"reason": "一致", "verdict": 1}


def row(case: str, *, abstained: bool = False, repeat: int = 0, reference: str = "三年。") -> dict[str, Any]:
    cited = {"instrument": "某办法", "article": "第三条", "text": "有效期三年。"}
    output = {"answer": "有效期三年[1]。", "abstained": abstained, "citations": [] if abstained else [cited]}
    return {"id": case, "repeat": repeat, "output": output, "case": {"question": "多久？", "answer": reference}}


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """A run with two answers to judge, an abstention, an error and a repetition."""
    made = Run(tmp_path)
    rows = [row("a"), row("b", reference=""), row("c", abstained=True), row("a", repeat=1), {"id": "d", "repeat": 0}]
    for one in rows:
        made.append("answers", one)
    return made


def test_only_answers_are_judged(run: Run, tmp_path: Path) -> None:
    cases = cases_of(run)
    assert [case["id"] for case in cases] == ["a", "b"]
    assert cases[0]["retrieved_contexts"] == ["某办法第三条：有效期三年。"]
    assert len(cases_of(run, limit=1)) == 1
    with pytest.raises(BadInput, match="没有可评的回答"):
        cases_of(Run(tmp_path / "empty"))


async def test_means_leave_out_what_is_unscored(run: Run, judge_saying: Any) -> None:
    judge, _ = judge_saying(
        YES, YES, YES, "看不懂"
    )  # case a: faithfulness, correctness both ways; case b: faithfulness
    faithful, correct = await score_cases(Judging(judge), cases_of(run), ["faithfulness", "answer_correctness"])
    assert faithful.as_dict() == {
        "metric": "faithfulness",
        "value": 1.0,
        "n": 1,
        "interval": None,
        "unscored": {"读不懂的回复": 1},
        "cases": {"a": 1.0, "b": None},
    }
    assert correct.values == {"a": 1.0} and correct.unscored == {"b": "缺少reference"}


async def test_an_unknown_metric(run: Run, judge_saying: Any) -> None:
    judge, _ = judge_saying(YES)
    with pytest.raises(BadInput, match="bleu"):
        await score_cases(Judging(judge), cases_of(run), ["bleu"])

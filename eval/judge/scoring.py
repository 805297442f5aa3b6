"""The answers of a run under the judge: what ragas would make of them, marked by the judge's calibration."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from copilot.errors import BadInput
from eval.summary import interval

if TYPE_CHECKING:
    from eval.judge.metrics import Judged, Judging
    from eval.record import Run

Json = dict[str, Any]
DEFAULT = ("faithfulness", "context_relevance", "answer_correctness", "quoted_spans")


@dataclass
class Scores:
    """What one metric made of the cases: values by case, and the unscored by reason."""

    name: str
    values: dict[str, float] = field(default_factory=dict)
    unscored: dict[str, str] = field(default_factory=dict)

    def add(self, case: str, judged: Judged) -> None:
        """Keep a score, or why there is none."""
        if judged.value is None:
            self.unscored[case] = judged.unscored
        else:
            self.values[case] = judged.value

    def as_dict(self) -> Json:
        """Mean with its interval over the scored cases; the unscored are counted, never averaged."""
        values, reasons = list(self.values.values()), list(self.unscored.values())
        return {
            "metric": self.name,
            "value": round(sum(values) / len(values), 4) if values else None,
            "n": len(values),
            "interval": interval(values),
            "unscored": {reason: reasons.count(reason) for reason in dict.fromkeys(reasons)},
            "cases": {**self.values, **dict.fromkeys(self.unscored)},
        }


def cases_of(run: Run, task: str = "answers", *, limit: int = 0) -> list[Json]:
    """The answered cases of a run as the judge takes them; what was rightly or wrongly not answered is left out.

    Raises:
        BadInput: the run holds no answers.
    """
    found = []
    for row in run.rows(task):
        output: Mapping[str, Any] = row.get("output") or {}
        if row.get("repeat") or "answer" not in output or output["abstained"]:
            continue
        contexts = [f"{c['instrument']}{c['article'] or ''}：{c['text']}" for c in output["citations"]]
        question, reference = row["case"]["question"], row["case"].get("answer") or ""
        found.append(
            {
                "id": row["id"],
                "user_input": question,
                "response": output["answer"],
                "retrieved_contexts": contexts,
                "reference": reference,
            }
        )
    if not found:
        raise BadInput(
            f"运行 {run.id} 里没有可评的回答", hint="先运行 compliance-copilot eval run --task answers", en="no answers"
        )
    return found[: limit or None]


async def score_cases(
    judging: Judging, cases: Sequence[Json], metrics: Sequence[str], *, step: Callable[[], None] = lambda: None
) -> list[Scores]:
    """Every metric on every case.

    Raises:
        BadInput: no such metric.
        ModelUnavailable: the judge is gone.
    """
    if unknown := [name for name in metrics if name not in judging.NEEDS]:
        raise BadInput(
            f"没有名为“{'、'.join(unknown)}”的指标", hint="可用：" + "、".join(judging.NEEDS), en=f"no metric {unknown}"
        )
    scores = {name: Scores(name) for name in metrics}
    for case in cases:
        for name in metrics:
            scores[name].add(case["id"], await judging.score(name, **case))
        step()
    return list(scores.values())

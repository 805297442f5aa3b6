"""ragas' metrics over a Chinese judge: statements are cut by code, prompts are ours, doubt is None and never 0.

What is changed and why: ragas lets the judge cut an answer into statements (a small model drops and invents some);
its quoted-spans metric counts words between blanks, so that a Chinese quotation is never looked at and scores 1;
an empty decomposition scores 0 there; one rater's silence is covered by the other. Here each of these is unscored.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ragas.metrics.collections import (
    AnswerAccuracy,
    AnswerCorrectness,
    ContextPrecisionWithReference,
    ContextRecall,
    ContextRelevance,
    FactualCorrectness,
    Faithfulness,
    QuotedSpansAlignment,
)
from ragas.metrics.collections.answer_correctness.util import ClassificationWithReason, StatementsWithReason
from ragas.metrics.collections.factual_correctness.util import NLIStatementOutput as Verified
from ragas.metrics.collections.factual_correctness.util import StatementFaithfulnessAnswer as Claim
from ragas.metrics.collections.faithfulness.util import NLIStatementOutput, StatementFaithfulnessAnswer
from ragas.metrics.result import MetricResult

from copilot.errors import ModelUnavailable, TooLarge
from copilot.prompting import Prompt, fence
from eval.judge.judge import FAULTS, Judge, faults_seen, told
from eval.judge.replies import Unreadable
from eval.judge.sentences import bare, quotations, sentences


class Rendered:
    """One of our prompts where ragas expects one of its own; `fields` maps ragas' field to our input."""

    def __init__(self, prompt: Prompt, **fields: str) -> None:
        self._prompt, self._fields = prompt, fields

    def to_string(self, data: Any) -> str:
        """The prompt with the fields of `data`, each fenced as untrusted text."""
        with told():
            return self._prompt.render(**{ours: fence(getattr(data, theirs)) for theirs, ours in self._fields.items()})


def _both(first: float, second: float) -> float:
    return (first + second) / 2  # nan where either is


class ChineseFaithfulness(Faithfulness):
    """Share of the answer's sentences that follow from the contexts."""

    llm: Judge

    async def _create_statements(self, question: str, response: str) -> list[str]:
        return sentences(response)

    async def _create_verdicts(self, statements: list[str], context: str) -> NLIStatementOutput:
        found = [(s, await self.llm.supports(context, s)) for s in statements]
        return NLIStatementOutput(
            statements=[StatementFaithfulnessAnswer(statement=s, reason=v.reason, verdict=v.verdict) for s, v in found]
        )


class ChineseFactualCorrectness(FactualCorrectness):
    """F1 of the answer's sentences against the reference and the other way round."""

    llm: Judge

    async def _decompose_claims(self, text: str) -> list[str]:
        return sentences(text)

    async def _verify_claims(self, claims: list[str], reference: str) -> Verified:
        found = [(c, await self.llm.supports(reference, c)) for c in claims]
        return Verified(statements=[Claim(statement=c, reason=v.reason, verdict=v.verdict) for c, v in found])


class ChineseContextRecall(ContextRecall):
    """Share of the reference's sentences that follow from the contexts."""

    llm: Judge

    async def ascore(self, user_input: str, retrieved_contexts: list[str], reference: str) -> MetricResult:  # type: ignore[override]  # as ragas' own
        """ragas' figure, one statement of the reference at a time."""
        context, wanted = "\n".join(retrieved_contexts), sentences(reference)
        found = [(await self.llm.supports(context, statement)).verdict for statement in wanted]
        return MetricResult(value=sum(found) / len(found) if found else math.nan)


class ChineseAnswerCorrectness(AnswerCorrectness):
    """F1 over sentences, each judged with the question in view; no embeddings."""

    llm: Judge

    async def _generate_statements(self, question: str, text: str) -> list[str]:
        return sentences(text)

    async def _classify_statements(
        self, question: str, answer_statements: list[str], ground_truth_statements: list[str]
    ) -> ClassificationWithReason:
        def material(lines: Sequence[str]) -> str:
            return f"问题：{question}\n答案：" + "\n".join(lines)

        sorted_out: dict[str, list[StatementsWithReason]] = {"TP": [], "FP": [], "FN": []}
        for statement in answer_statements:
            verdict = await self.llm.supports(material(ground_truth_statements), statement)
            place = "TP" if verdict.verdict else "FP"
            sorted_out[place].append(StatementsWithReason(statement=statement, reason=verdict.reason))
        for statement in ground_truth_statements:
            verdict = await self.llm.supports(material(answer_statements), statement)
            if not verdict.verdict:
                sorted_out["FN"].append(StatementsWithReason(statement=statement, reason=verdict.reason))
        return ClassificationWithReason(**sorted_out)


class ChineseContextRelevance(ContextRelevance):
    """Mean of two raters; one silent rater leaves the case unscored."""

    def _average_scores(self, score1: float, score2: float) -> float:
        return _both(score1, score2)


class ChineseAnswerAccuracy(AnswerAccuracy):
    """Mean of two ratings, the second with the answers exchanged; one silent rating leaves the case unscored."""

    def _average_scores(self, score1: float, score2: float) -> float:
        return _both(score1, score2)


class ChineseQuotedSpans(QuotedSpansAlignment):
    """Share of the quotations, in any marks, that stand in the contexts; no judge. Without quotation: unscored."""

    async def ascore(self, response: str, retrieved_contexts: list[str]) -> MetricResult:  # type: ignore[override]  # as ragas' own
        """Compares letters and digits alone, so that line breaks and punctuation do not matter."""
        quoted, source = quotations(response), bare("".join(retrieved_contexts))
        found = [span for span in quoted if bare(span) in source]
        return MetricResult(value=len(found) / len(quoted) if quoted else math.nan)


@dataclass(frozen=True, slots=True)
class Judged:
    """A score from 0 to 1, or None with the reason in Chinese."""

    value: float | None
    unscored: str = ""


class Judging:
    """All metrics of one judge. `NEEDS` says what each is given."""

    NEEDS: Mapping[str, tuple[str, ...]] = {
        "faithfulness": ("user_input", "response", "retrieved_contexts"),
        "context_relevance": ("user_input", "retrieved_contexts"),
        "context_precision": ("user_input", "reference", "retrieved_contexts"),
        "context_recall": ("user_input", "retrieved_contexts", "reference"),
        "factual_correctness": ("response", "reference"),
        "answer_correctness": ("user_input", "response", "reference"),
        "answer_accuracy": ("user_input", "response", "reference"),
        "quoted_spans": ("response", "retrieved_contexts"),
    }

    def __init__(self, judge: Judge) -> None:
        self.judge, prompts = judge, judge.prompts
        relevance: Any = ChineseContextRelevance(llm=judge, max_retries=1)  # at temperature 0 a retry says the same
        relevance.judge1_prompt = Rendered(prompts["judge_relevance"], user_input="question", context="material")
        relevance.judge2_prompt = Rendered(prompts["judge_relevance_second"], user_input="question", context="material")
        precision: Any = ContextPrecisionWithReference(llm=judge)
        precision.prompt = Rendered(
            prompts["judge_usefulness"], question="question", context="material", answer="answer"
        )
        accuracy: Any = ChineseAnswerAccuracy(llm=judge, max_retries=1)
        accuracy.judge1_prompt = accuracy.judge2_prompt = Rendered(
            prompts["judge_accuracy"], query="question", user_answer="answer", reference_answer="reference"
        )
        self._metrics: dict[str, Any] = {
            "faithfulness": ChineseFaithfulness(llm=judge),
            "context_relevance": relevance,
            "context_precision": precision,
            "context_recall": ChineseContextRecall(llm=judge),
            "factual_correctness": ChineseFactualCorrectness(llm=judge),
            "answer_correctness": ChineseAnswerCorrectness(llm=judge, weights=[1.0, 0.0]),
            "answer_accuracy": accuracy,
            "quoted_spans": ChineseQuotedSpans(),
        }

    async def score(self, name: str, **case: Any) -> Judged:
        """One metric on one case.

        Args:
            name: a key of `NEEDS`.
            case: `user_input`, `response`, `retrieved_contexts`, `reference`; what the metric does not need is ignored.

        Raises:
            ModelUnavailable: the judge cannot be reached or fails (a time-out is unscored instead).
            Exception: a fault of ours in asking, which ragas' raters would turn into silence.
        """
        given = {key: case.get(key) for key in self.NEEDS[name]}
        empty = [key for key, value in given.items() if not _says_something(value)]
        if empty:
            return Judged(None, f"缺少{'、'.join(empty)}")
        seen: list[Any] = []  # ragas' raters swallow errors: what went wrong is told past them
        token = faults_seen.set(seen)
        value = math.nan
        try:
            value = float((await self._metrics[name].ascore(**given)).value)
        except (Unreadable, TooLarge, ModelUnavailable):
            pass  # stands in `seen`
        finally:
            faults_seen.reset(token)
        if broken := next((fault for fault in seen if isinstance(fault, Exception)), None):
            raise broken
        if seen or math.isnan(value):
            return Judged(None, _why(seen))
        return Judged(min(max(value, 0.0), 1.0))


def _why(seen: Sequence[Any]) -> str:
    return "、".join(dict.fromkeys(FAULTS[fault] for fault in seen)) or "没有可评的内容"


def _says_something(value: Any) -> bool:
    if isinstance(value, str):
        return any(char.isalnum() for char in value)
    return bool(value) and any(_says_something(part) for part in value)

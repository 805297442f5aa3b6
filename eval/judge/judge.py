"""The judging model: any OpenAI-compatible server behind the product's own client, in the form ragas asks for.

Temperature 0 and a fixed seed. A reply that cannot be read, or does not come in time, leaves a case unscored.
"""

from __future__ import annotations

import contextvars
import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, Field, ValidationError
from pydantic.json_schema import SkipJsonSchema
from ragas.llms.base import InstructorBaseRagasLLM
from ragas.metrics.collections.answer_accuracy.util import AnswerAccuracyOutput
from ragas.metrics.collections.context_precision.util import ContextPrecisionOutput
from ragas.metrics.collections.context_relevance.util import ContextRelevanceOutput

from copilot.errors import ModelUnavailable, TooLarge
from copilot.llm.client import ChatClient, Usage
from copilot.prompting import Prompt, fence, load
from copilot.settings import ROOT, Settings
from eval.judge.replies import Unreadable, read_json

SEED = 20261123
MAX_REPLY_TOKENS = 240
PROMPTS = ("judge_support", "judge_relevance", "judge_relevance_second", "judge_usefulness", "judge_accuracy")

Fault = Literal["unreadable", "timeout", "too_long"]
FAULTS: Mapping[Fault, str] = {"unreadable": "读不懂的回复", "timeout": "超时", "too_long": "超出上下文"}
faults_seen: contextvars.ContextVar[list[Fault | Exception] | None] = contextvars.ContextVar(
    "faults_seen", default=None
)


def _number(value: Any) -> Any:
    return int(value) if isinstance(value, str) and value.strip().isdigit() else value


Binary = Annotated[Literal[0, 1], BeforeValidator(_number)]
Reason = Annotated[str, Field(json_schema_extra={"maxLength": 80})]  # asked of the server, not held against the reply


class Support(BaseModel):
    """Whether a statement follows from the material. `reason` is read where a judge gives one, and not asked for."""

    verdict: Binary
    reason: SkipJsonSchema[str] = ""


class Usefulness(ContextPrecisionOutput):
    """ragas' verdict on a passage, held to 0 and 1."""

    reason: Reason = ""
    verdict: Binary


class Relevance(ContextRelevanceOutput):
    """ragas' rating of a context, held to its scale."""

    rating: Annotated[Literal[0, 1, 2], BeforeValidator(_number)]


class Accuracy(AnswerAccuracyOutput):
    """ragas' rating of an answer, held to its scale."""

    rating: Annotated[Literal[0, 2, 4], BeforeValidator(_number)]


STRICT: Mapping[type[BaseModel], type[BaseModel]] = {
    ContextPrecisionOutput: Usefulness,
    ContextRelevanceOutput: Relevance,
    AnswerAccuracyOutput: Accuracy,
}


class Judge(InstructorBaseRagasLLM):
    """Asks the judging model. `usage` sums up its tokens, `faults` counts what could not be scored and why."""

    def __init__(self, client: ChatClient, prompts: Mapping[str, Prompt], *, seed: int = SEED) -> None:
        self.client, self.prompts, self.seed = client, prompts, seed
        self.faults: Counter[str] = Counter()
        self.calls = self.prompt_tokens = self.completion_tokens = 0

    @property
    def identity(self) -> str:
        """Model and prompts: a calibration speaks for judges of the same identity only."""
        texts = "\0".join(repr(self.prompts[name].blocks) for name in sorted(self.prompts))
        return f"{self.client.model or '?'}/{hashlib.sha256(texts.encode()).hexdigest()[:12]}"

    def generate(self, prompt: str, response_model: type[BaseModel]) -> BaseModel:
        """Not offered: ragas' metrics used here ask asynchronously."""
        with told():
            raise NotImplementedError("use agenerate")

    async def agenerate(self, prompt: str, response_model: type[BaseModel]) -> BaseModel:
        """The reply as `response_model`.

        Raises:
            Unreadable: no JSON, or JSON that does not fit; counted.
            ModelUnavailable, TooLarge: as the client raises; time-outs and overlong prompts are counted.
            Exception: any other is told to `faults_seen` too.
        """
        form, usage = STRICT.get(response_model, response_model), Usage()
        try:
            text = await self.client.complete(
                [{"role": "user", "content": prompt}],
                max_tokens=MAX_REPLY_TOKENS,
                temperature=0.0,
                seed=self.seed,
                json_schema=form.model_json_schema(),
                usage=usage,
            )
            return form.model_validate(read_json(text))
        except (Unreadable, ValidationError) as error:
            self._note("unreadable")
            raise Unreadable(str(error)) from error
        except TooLarge:
            self._note("too_long")
            raise
        except ModelUnavailable as error:
            self._note("timeout" if error.en == "model timed out" else error)
            raise
        except Exception as error:
            self._note(error)
            raise
        finally:
            self.calls += 1
            self.prompt_tokens += max(usage.prompt_tokens, 0)
            self.completion_tokens += max(usage.completion_tokens, 0)

    async def supports(self, material: str, statement: str) -> Support:
        """Whether `statement` follows from `material`; raises as `agenerate`."""
        prompt = self.prompts["judge_support"].render(material=fence(material), statement=fence(statement))
        return await self.agenerate(prompt, Support)  # type: ignore[return-value]

    def _note(self, fault: Fault | Exception) -> None:
        if isinstance(fault, str):
            self.faults[fault] += 1
        _tell(fault)


@contextmanager
def told() -> Iterator[None]:
    """An error in the body goes to `faults_seen` on its way: ragas' raters swallow every one."""
    try:
        yield
    except Exception as error:
        _tell(error)
        raise


def _tell(fault: Fault | Exception) -> None:
    if (seen := faults_seen.get()) is not None:
        seen.append(fault)


def open_judge(client: ChatClient, settings: Settings | None = None) -> Judge:
    """A judge over `client` with the newest judging prompts."""
    folder = settings.prompts_dir if settings else ROOT / "prompts"
    return Judge(client, {name: load(name, folder=folder) for name in PROMPTS})

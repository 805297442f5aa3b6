"""Questions of substance put to a model: it quotes the passage and says how sure it is; code decides what is shown.

An answer is only ever advice. The model picks from weaknesses worded here; a quotation that does not stand in the paper
is dropped with the answer it carries. Words meant for a machine are cut out of a passage before it is sent, so that the
model is asked the same with and without them. What the model leaves unanswered was not looked at, never passed.
"""

from __future__ import annotations

import asyncio
import re
import threading
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import structlog

from copilot.errors import CopilotError
from copilot.precheck.case import Case
from copilot.precheck.checks.safety import without_orders
from copilot.precheck.paper import Field, Place
from copilot.prompting import Prompt, fence, load

if TYPE_CHECKING:
    from copilot.llm.client import ChatClient

log = structlog.get_logger(__name__)

MAX_CHARS, MIN_QUOTE, MAX_QUOTE, MAX_TOKENS, LEAST_SURE = 3000, 6, 80, 400, 30
_LOOK_S = 0.2  # how often a running request looks whether it is still wanted


@dataclass(frozen=True, slots=True)
class Answer:
    """What a model found on a question: the weakness, and the words of the paper it rests on. `sure`: 0 to 1."""

    question: str
    role: str
    place: Place
    says: str
    quote: str
    sure: float = 0.5


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: the fields whose passages are read, or the paragraphs of `whole` papers that speak of `words`,
    and the weaknesses to choose from."""

    fields: tuple[str, ...]
    weaknesses: tuple[str, ...]
    whole: tuple[str, ...] = ()
    words: str = ""


@dataclass
class Told:
    """What came of asking: the answers by question, and why the others were not looked at."""

    answers: dict[str, list[Answer]] = field(default_factory=dict)
    left: dict[str, str] = field(default_factory=dict)


QUESTIONS: Mapping[str, Question] = {
    "necessity": Question(
        ("self_assessment.export_purpose", "pipia.export_purpose"),
        (
            "只说有必要，没有说明不出境会怎样",
            "没有说明为什么需要这么多人的信息",
            "没有说明为什么需要这些字段",
            "处理目的写得笼统，看不出用来做什么",
        ),
    ),
    "foreign_law": Question(
        ("self_assessment.result", "pipia.result"),
        ("没有写接收方所在地的具体法规", "只下结论说没有影响，没有说明理由"),
    ),
    "conclusion": Question(
        ("self_assessment.result", "pipia.result"),
        ("结论没有理由", "结论与前面写到的问题矛盾", "写了问题而没有写整改"),
    ),
    "six_duties": Question(
        (),
        (
            "没有约定数据到期后怎么处理",
            "没有约束接收方再转移",
            "没有约定控制权或者当地法规变化时怎么办",
            "没有约定泄露等事件的应急处置",
        ),
        ("legal_document",),
        r"到期|届满|期限|删除|返还|销毁|再转移|转让|转委托|第三方|控制权|经营范围|法律.{0,6}变化|法规|环境|泄露|应急|安全事件",
    ),
}


@lru_cache(maxsize=1)
def _prompt() -> Prompt:
    return load("precheck_substance", version=1)


def ask_within(
    case: Case, client: ChatClient, *, deadline_s: float, stop: threading.Event | None = None,
    questions: Collection[str] = tuple(QUESTIONS),
) -> Told:  # fmt: skip
    """What the model says before the deadline, or before `stop` is set; what it has not said by then is left.

    For a thread without an event loop; `client` is closed at the end, a request under way broken off.
    """
    return asyncio.run(_within(case, client, deadline_s, stop or threading.Event(), questions))


async def _within(
    case: Case, client: ChatClient, deadline_s: float, stop: threading.Event, questions: Collection[str]
) -> Told:
    told, begun = Told(), asyncio.get_running_loop().time()
    asking = asyncio.create_task(ask(case, client, told, questions=questions))
    try:
        while not asking.done():
            await asyncio.wait({asking}, timeout=_LOOK_S)
            late = asyncio.get_running_loop().time() - begun > deadline_s
            if not asking.done() and (late or stop.is_set()):
                asking.cancel()
                await asyncio.wait({asking})
                why = "到了时限" if late else "已经取消"
                told.left |= {q: why for q in questions if q not in told.answers and q not in told.left}
        if not asking.cancelled():
            asking.result()
    finally:
        asking.cancel()
        await client.aclose()
    return told


async def ask(
    case: Case, client: ChatClient, told: Told | None = None, *, questions: Collection[str] = tuple(QUESTIONS)
) -> Told:
    """What the model says on every question for which the submission has a passage; one request for each passage.

    Never raises for the model's sake: a question that it fails on is left, and the next one asked. `told` is filled as
    the answers come, so that those given before a cancellation are kept.
    """
    told = told or Told()
    for name in (q for q in QUESTIONS if q in questions):
        passages = _passages(case, QUESTIONS[name])
        try:
            if passages:
                told.answers[name] = await _answers(client, name, passages)
            else:
                told.left[name] = "没有读到要复核的内容"
        except _TooLong:
            told.left[name] = "篇幅超过模型一次能读的"
        except CopilotError as error:
            log.info("precheck_model_failed", question=name, error=str(error))
            told.left[name] = f"模型没有给出可用的答复（{error.message}）"
    return told


class _TooLong(Exception):
    """A passage that does not fit: what it lacks could not be told from a part of it."""


async def _answers(client: ChatClient, name: str, passages: Sequence[Field]) -> list[Answer]:
    question = QUESTIONS[name]
    found: list[Answer] = []
    for passage in passages:
        if len(text := without_orders(passage.text)) > MAX_CHARS:
            raise _TooLong
        listed = "\n".join(f"{i}：{text}" for i, text in enumerate(question.weaknesses, 1))
        messages = _prompt().messages(weaknesses=listed, passage=fence(text))
        schema = _schema(len(question.weaknesses))
        found += checked(await client.complete_json(messages, json_schema=schema, max_tokens=MAX_TOKENS), name, passage)
    return found


def _passages(case: Case, question: Question) -> list[Field]:
    found = [fields[0] for name in question.fields if (fields := case.filled(name))]
    speaks = re.compile(question.words)
    for part in case.readable(*question.whole):
        lines = [line for line in part.paper.text().split("\n") if speaks.search(line)]
        if lines:
            found.append(Field(f"{part.role}.text", "\n".join(lines), None, part.start))
    return found


def checked(reply: Any, name: str, passage: Field) -> list[Answer]:
    """The answers whose quotation stands in the passage; each weakness once, the surest first."""
    items = reply.get("found", []) if isinstance(reply, Mapping) else []
    weaknesses, text = QUESTIONS[name].weaknesses, re.sub(r"\s+", "", without_orders(passage.text))
    answers: dict[int, Answer] = {}
    for item in _sorted(items):
        mark, quote = item.get("mark"), re.sub(r"\s+", "", str(item.get("quote", ""))).strip("“”\"'")
        if not isinstance(mark, int) or not 1 <= mark <= len(weaknesses) or mark in answers:
            continue
        if not MIN_QUOTE <= len(quote) <= MAX_QUOTE or quote not in text or item["sure"] < LEAST_SURE:
            continue
        role, sure = passage.name.partition(".")[0], item["sure"]
        says = f"{weaknesses[mark - 1]}（把握 {sure}%）"
        answers[mark] = Answer(name, role, passage.place, says, quote, sure / 100)
    return list(answers.values())


def _sorted(items: Any) -> list[Mapping[str, Any]]:
    sound = [x for x in items if isinstance(x, Mapping) and isinstance(x.get("sure"), int)]
    return sorted(sound, key=lambda x: -x["sure"])


def _schema(count: int) -> dict[str, Any]:
    marks: Sequence[int] = range(1, count + 1)
    return {
        "type": "object",
        "properties": {
            "found": {
                "type": "array",
                "maxItems": count,
                "items": {
                    "type": "object",
                    "properties": {
                        "mark": {"type": "integer", "enum": list(marks)},
                        "quote": {"type": "string", "maxLength": MAX_QUOTE},
                        "sure": {"type": "integer", "minimum": 0, "maximum": 100},
                    },
                    "required": ["mark", "quote", "sure"],
                    "additionalProperties": False,
                },
            }
        },
        "required": ["found"],
        "additionalProperties": False,
    }

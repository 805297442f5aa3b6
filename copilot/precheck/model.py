"""Questions of substance put to a model: it quotes the passage and says how sure it is; code decides what is shown.

An answer is only ever advice. The model picks from weaknesses worded here; a quotation that does not stand in the paper
is dropped with the answer it carries. Nothing that a paper says to a machine changes what is asked or how it is read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from copilot.llm.client import ChatClient
from copilot.precheck.case import Case
from copilot.precheck.paper import Field, Place
from copilot.prompting import Prompt, fence, load

MAX_CHARS, MIN_QUOTE, MAX_QUOTE, MAX_TOKENS, LEAST_SURE = 3000, 6, 80, 400, 30


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
    """What is asked: the fields whose passages are read, or `whole` papers, and the weaknesses to choose from."""

    fields: tuple[str, ...]
    weaknesses: tuple[str, ...]
    whole: tuple[str, ...] = ()


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
    ),
}


@lru_cache(maxsize=1)
def _prompt() -> Prompt:
    return load("precheck_substance", version=1)


async def ask(case: Case, client: ChatClient) -> dict[str, list[Answer]]:
    """What the model says on every question for which the submission has a passage; one request each.

    Raises:
        ModelUnavailable: the model fails.
    """
    found: dict[str, list[Answer]] = {}
    for name, question in QUESTIONS.items():
        found[name] = []
        for passage in _passages(case, question):
            listed = "\n".join(f"{i}：{text}" for i, text in enumerate(question.weaknesses, 1))
            messages = _prompt().messages(weaknesses=listed, passage=fence(passage.text[:MAX_CHARS]))
            schema = _schema(len(question.weaknesses))
            reply = await client.complete_json(messages, json_schema=schema, max_tokens=MAX_TOKENS)
            found[name] += checked(reply, name, passage)
    return found


def _passages(case: Case, question: Question) -> list[Field]:
    found = [fields[0] for name in question.fields if (fields := case.filled(name))]
    for part in case.readable(*question.whole):
        found.append(Field(f"{part.role}.text", part.paper.text(), None, part.paper.blocks[0].place))
    return found


def checked(reply: Any, name: str, passage: Field) -> list[Answer]:
    """The answers whose quotation stands in the passage; each weakness once, the surest first."""
    items = reply.get("found", []) if isinstance(reply, Mapping) else []
    weaknesses, text = QUESTIONS[name].weaknesses, re.sub(r"\s+", "", passage.text)
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

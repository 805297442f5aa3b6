"""May what the desk says be read aloud: short, from the sources alone, asking while a path is open, promising nothing?

The questions of the development set, concrete cases, and lines as callers say them; without the model, which is what
an agent is given within the first second. `eval.bench desk` measures the same bounds with one.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from copilot.chat.verify import quantities_supported, sentences, verify
from copilot.chat.words import normalise
from copilot.desk.heard import completed, meant
from copilot.desk.pieces import source_of
from copilot.desk.speakable import MAX_CHARS, Speaker, Spoken, sources_of, undecided
from copilot.desk.words import load_words
from copilot.domain import Answer
from copilot.rules.labels import SPOKEN
from eval.system import System
from eval.task import Case, Json, Metric, Score, Task, load

if TYPE_CHECKING:
    from collections.abc import Sequence

CLOSING = "以网信部门答复为准"
PATH_NAMED = re.compile(r"安全评估|申报评估|标准合同|保护认证|出境认证|通过认证|免予|免办|三项手续|备案")
PROMISES = re.compile(
    r"(?<!不能)(?<!不)(?<!无法)(?:保证|承诺)|包(?:过|通过)|(?:一定|肯定|必然)(?:能|会|可以)|放心|没问题|可以出境了|随便传"
)


def cases() -> list[Case]:
    """Questions on the law, concrete cases, callers' lines."""
    found = [
        *load("qa_dev.jsonl"),
        *(c for c in load("path_questions.jsonl", groups=("split", "kind")) if c.data["kind"] == "case"),
        *load("desk_calls.jsonl"),
    ]
    return [Case(c.id, c.data, {**c.groups, "set": _set_of(c)}) for c in found]


async def solve(case: Case, system: System, seed: int) -> Json:
    """The answer and its spoken form."""
    words = load_words(system.settings.knowledge_base_dir / "desk.yaml")
    question = completed(meant(case.data["question"]), as_of=system.as_of, book=system.book)
    answer = await system.ask(question, extractive=True)
    spoken = Speaker(words).speak(Answer.model_validate(answer), question)
    return {"spoken": spoken.model_dump(mode="json"), "answer": answer}


def score(case: Case, output: Json, system: System) -> Score:
    """Counts of what must never happen, and shares of what a caller should get."""
    answer, spoken = Answer.model_validate(output["answer"]), Spoken.model_construct(**output["spoken"])
    counted = check(answer, spoken)
    values: dict[str, float | None] = {name: float(len(found)) for name, found in counted.items()}
    values["ends"] = float(spoken.text.endswith(CLOSING))
    values["place_only"] = float(spoken.kind == "place")
    if spoken.kind == "path" and _presumed(answer):
        values["assumes_aloud"] = float(bool(spoken.assumed))
    faults = [f"{name}：{what}" for name, found in counted.items() for what in found]
    if "says" in case.data:
        values["kind"] = float(spoken.kind == case.data["kind"])
        values["says"] = float(any(word in normalise(spoken.text) for word in case.data["says"]))
        faults += [] if values["kind"] else [f"是 {spoken.kind}，应为 {case.data['kind']}：{spoken.text}"]
        faults += [] if values["says"] else [f"没有说到{'、'.join(case.data['says'])}：{spoken.text}"]
    return Score(values, tuple(faults))


def check(answer: Answer, spoken: Spoken) -> dict[str, list[str]]:
    """What is wrong with a spoken form, by the name of its metric; also used where the model took part."""
    open_path = answer.path is not None and undecided(answer.path)
    return {
        "too_long": [f"{len(spoken.text)} 字"] if len(spoken.text) > MAX_CHARS else [],
        "loose_numbers": [s for s in sentences(spoken.text) if not quantities_supported(s, sources_of(answer))],
        "path_undecided": PATH_NAMED.findall(spoken.text) if open_path else [],
        "promises": PROMISES.findall(spoken.text),
        "unsupported": _unsupported(answer, spoken) if spoken.kind == "answer" else [],
    }


def _unsupported(answer: Answer, spoken: Spoken) -> list[str]:
    """The clauses that neither stand in the answer word for word nor pass the verifier against their citation."""
    whole = normalise("\n".join([re.sub(r"\[\d+\]", "", answer.answer), *(c.text for c in answer.citations)]))
    found = []
    for raw in spoken.clauses:
        clause = raw if isinstance(raw, dict) else raw.model_dump()
        source = source_of(answer.citations[(clause["citation"] or 1) - 1])
        for part in _parts(clause["said"]):
            if normalise(part) not in whole and not verify(f"{part}。", [source]).supported:
                found.append(part)
    return found


def _parts(said: str) -> Sequence[str]:
    """A clause without the desk's own words around the opening of a list and its item."""
    plain = re.sub("，具体内容我逐条念给您$", "", said)
    return [p.strip("，。；：") for p in plain.split("，其中一项是：") if p.strip("，。；：")]


def _presumed(answer: Answer) -> bool:
    """Whether something that is spoken aloud was presumed."""
    return any(a["fact"] in SPOKEN and a["value"] is False for a in (answer.path or {}).get("assumptions") or [])


def _set_of(case: Case) -> str:
    return {"qd": "qa_dev", "dc": "desk_calls"}.get(case.id.partition("-")[0], "path_questions")


def _never(name: str, title: str) -> Metric:
    return Metric(name, title, aggregate="sum", better="lower")


TASK = Task(
    name="desk",
    title="坐席能念的话",
    cases=cases,
    solve=solve,
    score=score,
    inputs=("question",),
    metrics=(
        _never("too_long", "超过 120 字"),
        _never("loose_numbers", "没有出处的数字"),
        _never("path_undecided", "事实不全却说出路径"),
        _never("promises", "作出承诺"),
        _never("unsupported", "没有依据的分句"),
        Metric("ends", "以“以网信部门答复为准”收尾"),
        Metric("assumes_aloud", "判定时说出了假定"),
        Metric("place_only", "只说得出条文位置", better="lower"),
        Metric("kind", "来电口语：该问、该答、该判定、该婉拒都对"),
        Metric("says", "来电口语：说到了要点"),
    ),
)

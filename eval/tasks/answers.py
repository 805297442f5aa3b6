"""Are answers right by rule: required citations, key facts, nothing forbidden or loose, abstaining where due?"""

from __future__ import annotations

from pathlib import Path

from copilot.chat.reading import language_of
from eval import checks
from eval.system import System
from eval.task import Case, Json, Metric, Score, Task
from eval.tasks.questions import INPUTS, allowed, expected, keys, kind_of, needs, questions


def cases(file: Path | None = None) -> list[Case]:
    """Every question set of the repository, or one file of that form."""
    return questions(file)


async def solve(case: Case, system: System, seed: int) -> Json:
    """The answer in its published shape."""
    row = case.data
    return await system.ask(row["question"], history=row.get("history") or (), as_of=row.get("as_of"))


def score(case: Case, output: Json, system: System) -> Score:
    """Every metric of one answer; what a case does not ask for is unscored or left out."""
    cited, facts, faults = _citations(case, output, system), _facts(case, output), []
    values: dict[str, float | None] = {**cited, **facts, **_abstention(case, output)}
    if expected(case.data) == "answer":
        parts = [v for v in (cited.get("all_cited"), facts.get("all_facts")) if v is not None]
        values["correct_by_rule"] = float(all(parts) and not output["abstained"]) if parts else None
        values["needless_abstention"] = float(output["abstained"])
    told, loose = checks.numbers(output)
    checked, unsupported = checks.supported(output)
    counted = {
        "fabricated": checks.fabricated(output, system.kb, known=system.ids),
        "loose_numbers": loose,
        "must_not_say": checks.forbidden(case.data.get("must_not_say") or (), output),
    }
    values |= {name: float(len(found)) for name, found in counted.items()}
    values["numbers_held"] = 1 - len(loose) / len(told) if told else None
    values["support"] = 1 - len(unsupported) / checked if checked else None
    wrong = checks.misformed(output)
    if output["mode"] == "model" and not output["abstained"] and not output["path"] and output["language"] == "zh":
        values["phrased"] = float(checked > 0)
    values["format"] = float(not wrong)
    if case.data.get("path"):
        values["path"] = float(_path(output) == case.data["path"])
    values["language"] = float(output["language"] == (case.data.get("language") or language_of(case.data["question"])))
    for name, found in (*counted.items(), ("unsupported", unsupported), ("format", wrong)):
        faults += [f"{name}：{what}" for what in found]
    return Score(values, (*faults, *_missing(case, output, system, values)))


def _citations(case: Case, output: Json, system: System) -> dict[str, float | None]:
    wanted, extra = needs(case.data, system.titles), allowed(case.data, system.titles)
    rows = [(c["instrument"], c["article"]) for c in output["citations"]]
    if not wanted or expected(case.data) != "answer":
        return {}
    found = [any(need.met_by(row) for row in rows) for need in wanted]
    right = [any(need.met_by(row) for need in (*wanted, *extra)) for row in rows]
    return {
        "must_cite_recall": sum(found) / len(wanted),
        "all_cited": float(all(found)),
        "citation_precision": sum(right) / len(rows) if rows else None,
    }


def _path(output: Json) -> str | None:
    """The path that an answer came with, if any."""
    return (output.get("path") or {}).get("path")


def _facts(case: Case, output: Json) -> dict[str, float | None]:
    """Share of the key facts stated; the older sets give their facts by meaning, the newer ones by wordings."""
    listed = case.data.get("key") or []
    if not listed or expected(case.data) != "answer":
        return {}
    stated = _stated(case, output)
    return {"key_facts": sum(stated) / len(stated), "all_facts": float(all(stated))}


def _stated(case: Case, output: Json) -> list[bool]:
    listed, said = case.data.get("key") or [], "\n".join([output["answer"], *output["questions"]])
    return [
        checks.states(said, wordings, in_other_words=isinstance(entry, str))
        for entry, wordings in zip(listed, keys(case.data), strict=True)
    ]


def _abstention(case: Case, output: Json) -> dict[str, float | None]:
    values: dict[str, float | None] = {}
    if expected(case.data) == "abstain":
        values["correct_abstention"] = float(output["abstained"])
    if kind_of(case.data) == "refuse":
        values["refusal"] = float(output["abstain_reason"] == "refused")
    return values


def _missing(case: Case, output: Json, system: System, values: dict[str, float | None]) -> list[str]:
    """What a person looks for first in a case that is not right."""
    faults = []
    if values.get("all_cited") == 0:
        rows = [(c["instrument"], c["article"]) for c in output["citations"]]
        lost = [n for n in needs(case.data, system.titles) if not any(n.met_by(r) for r in rows)]
        faults += [f"未引：{n.instrument}{'、'.join(n.articles)}" for n in lost]
    if values.get("all_facts") == 0:
        pairs = zip(keys(case.data), _stated(case, output), strict=True)
        faults += [f"未答出：{wordings[0]}" for wordings, stated in pairs if not stated]
    if values.get("path") == 0:
        faults.append(f"路径是 {_path(output) or '没有判定'}，应为 {case.data['path']}")
    faults += ["不必要的弃答"] if values.get("needless_abstention") else []
    faults += ["不该答而答"] if values.get("correct_abstention") == 0 else []
    faults += ["没有拒绝"] if values.get("refusal") == 0 else []
    return faults


def _lower(name: str, title: str) -> Metric:
    return Metric(name, title, aggregate="sum", better="lower")


TASK = Task(
    name="answers",
    title="回答",
    cases=cases,
    read=cases,
    solve=solve,
    score=score,
    inputs=INPUTS,
    model=True,
    metrics=(
        Metric("correct_by_rule", "按规则判为正确"),
        Metric("must_cite_recall", "必引召回率"),
        Metric("all_cited", "必引齐全"),
        Metric("citation_precision", "引用精确率"),
        Metric("key_facts", "关键事实答出率"),
        Metric("all_facts", "关键事实齐全"),
        Metric("correct_abstention", "应弃答而弃答"),
        Metric("needless_abstention", "不必要的弃答", better="lower"),
        Metric("refusal", "应拒绝而拒绝"),
        Metric("path", "路径正确（题中写明应得路径的）"),
        _lower("fabricated", "虚构引用"),
        _lower("loose_numbers", "没有出处的数字"),
        Metric("numbers_held", "数字有出处"),
        _lower("must_not_say", "疑似不该说的话"),
        Metric("support", "句子有依据"),
        Metric("phrased", "有模型写成、核对过的句子"),
        Metric("format", "格式合规"),
        Metric("language", "语言与提问一致"),
    ),
)

"""Is a question answered alike however it is put? Six wordings of each against the base wording, without the model."""

from __future__ import annotations

from eval.system import System
from eval.task import Case, Json, Metric, Score, Task, load
from eval.tasks.questions import needs

VARIANTS = {
    "paraphrase": "换说法",
    "typos": "错别字",
    "traditional": "繁体",
    "dialect": "方言",
    "rambling": "长而跑题",
    "english": "英文",
}


def cases() -> list[Case]:
    """The base questions with their variants; wording and required sources are those of the base's own set."""
    bases = {c.id: c.data for c in load("qa_dev.jsonl")}
    found = []
    for case in load("robustness.jsonl"):
        base = bases[case.data["base"]]
        row = {**case.data, "question": base["question"], "must_cite": base["must_cite"]}
        found.append(Case(case.id, row, case.groups))
    return found


async def solve(case: Case, system: System, seed: int) -> Json:
    """What the base and each variant cite, and whether they are answered."""
    wordings = {"base": case.data["question"], **case.data["variants"]}
    return {name: _kept(await system.ask(text, extractive=True)) for name, text in wordings.items()}


def score(case: Case, output: Json, system: System) -> Score:
    """Recall and needless abstention of each wording, and how far each variant falls behind the base."""
    wanted = needs(case.data, system.titles)
    recall = {
        name: sum(any(n.met_by((c["instrument"], c["article"])) for c in told["citations"]) for n in wanted)
        / len(wanted)
        for name, told in output.items()
    }
    values = {f"recall_{name}": value for name, value in recall.items()}
    values |= {f"drop_{name}": recall["base"] - recall[name] for name in VARIANTS}
    values |= {f"abstained_{name}": float(told["abstained"]) for name, told in output.items()}
    values["drop"] = sum(recall["base"] - recall[name] for name in VARIANTS) / len(VARIANTS)
    lost = [
        f"{title}：少引 {values[f'drop_{name}']:.2f}" for name, title in VARIANTS.items() if values[f"drop_{name}"] > 0
    ]
    return Score(values, tuple(lost))


def _kept(answer: Json) -> Json:
    cited = [{"instrument": c["instrument"], "article": c["article"]} for c in answer["citations"]]
    return {**{k: answer[k] for k in ("answer", "abstained", "abstain_reason", "language")}, "citations": cited}


TASK = Task(
    name="robustness",
    title="换个问法",
    cases=cases,
    solve=solve,
    score=score,
    inputs=("question", "variants"),
    metrics=(
        Metric("drop", "各种问法平均少引", better="lower"),
        Metric("recall_base", "原问法必引召回率"),
        *(Metric(f"recall_{name}", f"{title}：必引召回率") for name, title in VARIANTS.items()),
        *(Metric(f"drop_{name}", f"{title}：少引", better="lower") for name, title in VARIANTS.items()),
        Metric("abstained_base", "原问法不必要的弃答", better="lower"),
        *(Metric(f"abstained_{name}", f"{title}：不必要的弃答", better="lower") for name, title in VARIANTS.items()),
    ),
)

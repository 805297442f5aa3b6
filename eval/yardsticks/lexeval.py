"""LexEval: 23 Chinese legal tasks, zero-shot, asked of the bare model; scored as its evaluate.py does.

The repository publishes the outputs of its models: where they lie in the folder too, they are scored by the same code
and stand beside ours.

Source: Li et al., LexEval, arXiv:2409.20288; github.com/CSHaitao/LexEval.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from eval.yardsticks.overlap import rouge_l_bare
from eval.yardsticks.yardstick import Bench, Reference, Row, Yardstick, mean, needed, rows_of

Json = dict[str, Any]
LEVELS = {"1": "记忆", "2": "理解", "3": "逻辑推理", "4": "辨别", "5": "生成", "6": "伦理"}
LEADS = {"5_1": "摘要:", "5_2": "裁判分析过程:", "5_3": "翻译结果:"}
_TASK = re.compile(r"^[1-6]_\d$")
_NOT_FOUND = Reference(
    "已公布的数",
    None,
    "未查到；可查 arXiv:2409.20288 的零样本结果表，或在目录里放上该仓库的 model_output/zero_shot/ 由本命令重算",
)
BESIDE = 3  # published systems shown for each task


def letters(text: str) -> str:
    """The options in a reply: runs of A to E without repetition, joined, each letter once, as they appear."""
    head = text.split("解析")[0].split("分析")[0]
    head = re.sub(r"[、.,;，和]", "", head)
    runs = [run for run in re.findall(r"[ABCDE]{1,5}", head) if len(run) == len(set(run))]
    return "".join(dict.fromkeys("".join(runs)))


def score(task: str, said: str, wanted: str) -> float:
    """ROUGE-L for tasks of generation, exact agreement of the options for the others."""
    return rouge_l_bare(said, wanted) if task.startswith("5_") else float(letters(said) == wanted)


def messages_of(task: str, row: Json) -> list[dict[str, str]]:
    """The benchmark's zero-shot prompt, as it asks API models."""
    return [{"role": "user", "content": f"{row['instruction']}{row['input']}\n{LEADS.get(task, '答案:')}"}]


def published(folder: Path, task: str) -> tuple[Reference, ...]:
    """The best published systems on a task, from their published outputs; a note where to look without them."""
    found = []
    for file in sorted((folder / "model_output" / "zero_shot").glob(f"*/*_{task}.jsonl")):
        rows = rows_of(file, keys=("output", "answer"))
        if (value := mean([score(task, str(row["output"]), str(row["answer"])) for row in rows])) is not None:
            found.append((value, file.parent.name, len(rows)))
    best = sorted(found, reverse=True)[:BESIDE]
    source = "LexEval 仓库 model_output/zero_shot，用同一评分代码重算"
    return tuple(Reference(f"{name}（{n} 题）", value, source) for value, name, n in best) or (_NOT_FOUND,)


async def run(folder: Path, bench: Bench) -> list[Row]:
    """Every task whose file is there."""
    data = needed(folder, "data", of=bench.yardstick)
    files = sorted(file for file in data.glob("*.json") if _TASK.match(file.stem))
    if not files:
        needed(data, "1_1.json", of=bench.yardstick)
    return [await _task(folder, file, bench) for file in files]


async def _task(folder: Path, file: Path, bench: Bench) -> Row:
    task = file.stem
    cases: Sequence[Json] = bench.first(rows_of(file, keys=("instruction", "input", "answer")))
    generation = task.startswith("5_")
    title = f"{task} {LEVELS[task[0]]}"
    progress, values = bench.progress(len(cases), f"LexEval {title}"), []
    for case in cases:
        said = await bench.answer(messages_of(task, case), max_tokens=512 if generation else 20)
        values.append(None if said is None else score(task, said, str(case["answer"])))
        progress.step(cached=False)
    return Row(
        "rouge-l" if generation else "accuracy",
        title,
        mean(values),
        len(values),
        values.count(None),
        references=published(folder, task),
    )


YARDSTICK = Yardstick(
    "lexeval",
    "LexEval",
    "https://github.com/CSHaitao/LexEval",
    "MIT",
    "data/<任务号>.json（如 1_1.json）；另有 model_output/zero_shot/ 时一并重算已公布的输出",
    run,
    asks="model",
)

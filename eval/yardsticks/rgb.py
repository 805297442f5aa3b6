"""RGB, Chinese part: does the model answer from noisy documents, and does it decline when none holds the answer?

The model is given the benchmark's own prompt and documents; five documents a question, mixed as its evalue.py does.

Source: Chen et al., Benchmarking Large Language Models in Retrieval-Augmented Generation, AAAI 2024,
arXiv:2309.01431; github.com/chen700564/RGB.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

from copilot.errors import BadInput
from eval.yardsticks.yardstick import Bench, Reference, Row, Yardstick, mean, needed, rows_of

Json = dict[str, Any]
DOCUMENTS = 5
SEED = 2333  # theirs
DECLINED = "信息不足"  # what the benchmark looks for in a Chinese answer
NOISE = (0.0, 0.2, 0.4, 0.6, 0.8)

_TABLE_1 = "RGB 论文（AAAI 2024）表 1，中文"
_TABLE_3 = "RGB 论文（AAAI 2024）表 3，中文 Rej（按原句匹配）"
ACCURACY = {
    "ChatGPT": (95.67, 94.67, 91.00, 87.67, 70.67),
    "ChatGLM2-6B": (86.67, 82.33, 76.67, 72.33, 54.00),
    "Qwen-7B-Chat": (94.00, 92.33, 88.00, 84.33, 68.67),
}
REJECTION = {"ChatGPT": 5.33, "ChatGLM2-6B": 6.33, "Qwen-7B-Chat": 8.67}


def documents(row: Json, noise: float) -> list[str]:
    """The documents of a question with a share of noise, in an order that is the same every time."""
    noisy = math.ceil(DOCUMENTS * noise)
    helpful = DOCUMENTS - noisy
    if noise == 1:
        noisy, helpful = DOCUMENTS, 0
    elif noisy > len(row["negative"]):
        noisy = len(row["negative"])
        helpful = DOCUMENTS - noisy
    elif helpful > len(row["positive"]):
        helpful = len(row["positive"])
        noisy = DOCUMENTS - helpful
    found = [*row["positive"][:helpful], *row["negative"][:noisy]]
    random.Random(SEED).shuffle(found)
    return found


def declined(said: str) -> bool:
    """Whether the answer says that the documents do not suffice, by the benchmark's own words."""
    return DECLINED in said.replace(" ", "")


def right(said: str, answer: Any) -> bool:
    """Whether every part of the answer occurs; a list within it holds ways of writing one part."""
    text = said.replace(" ", "").lower()
    parts = answer if isinstance(answer, list) else [answer]
    ways = [part if isinstance(part, list) else [part] for part in parts]
    return not declined(said) and all(any(str(way).lower() in text for way in part) for part in ways)


def prompt_of(folder: Path, of: Yardstick) -> dict[str, str]:
    """`{"system", "instruction"}` for Chinese, from the benchmark's file.

    Raises:
        BadInput: the file lacks them.
    """
    file = needed(folder, "config/instruction.yaml", of=of)
    try:
        part = yaml.safe_load(file.read_text("utf-8"))["zh"]
        return {"system": str(part["system"]), "instruction": str(part["instruction"])}
    except (yaml.YAMLError, KeyError, TypeError) as error:
        raise BadInput(f"{file} 里没有可用的中文提示", hint="请用该仓库的原文件", en=f"{file}: no zh prompt") from error


async def run(folder: Path, bench: Bench) -> list[Row]:
    """Accuracy at each share of noise, and the share of refusals where all documents are noise."""
    file = needed(folder, "data/zh.json", "data/zh_refine.json", of=bench.yardstick)
    prompt = prompt_of(folder, bench.yardstick)
    cases = bench.first(rows_of(file, keys=("query", "answer", "positive", "negative")))
    rows = [await _noise(cases, n, prompt, bench) for n in range(len(NOISE))]
    note = f"{file.name}，温度 0（论文用 0.2）"
    values = await _asked(cases, 1.0, prompt, bench, "RGB 拒答")
    refused = [None if said is None else float(declined(said)) for said in values]
    references = tuple(Reference(name, value / 100, _TABLE_3) for name, value in REJECTION.items())
    rows.append(
        Row(
            "rejection",
            "全是噪声时拒答",
            mean(refused),
            len(refused),
            refused.count(None),
            references=references,
            note=note,
        )
    )
    return rows


async def _noise(cases: Sequence[Json], at: int, prompt: dict[str, str], bench: Bench) -> Row:
    noise = NOISE[at]
    said = await _asked(cases, noise, prompt, bench, f"RGB 噪声 {noise:.0%}")
    values = [None if s is None else float(right(s, case["answer"])) for s, case in zip(said, cases, strict=True)]
    references = tuple(Reference(name, figures[at] / 100, _TABLE_1) for name, figures in ACCURACY.items())
    title = f"噪声占 {noise:.0%} 时答对"
    return Row(f"accuracy@{noise}", title, mean(values), len(values), values.count(None), references=references)


async def _asked(
    cases: Sequence[Json], noise: float, prompt: dict[str, str], bench: Bench, title: str
) -> list[str | None]:
    progress, said = bench.progress(len(cases), title), []
    for case in cases:
        text = prompt["instruction"].replace("{QUERY}", case["query"])
        text = text.replace("{DOCS}", "\n".join(documents(case, noise)))
        messages = [{"role": "system", "content": prompt["system"]}, {"role": "user", "content": text}]
        said.append(await bench.answer(messages, max_tokens=256))
        progress.step(cached=False)
    return said


YARDSTICK = Yardstick(
    "rgb",
    "RGB 中文",
    "https://github.com/chen700564/RGB",
    "CC BY-NC-SA 4.0，仅限非商业用途",
    "data/zh.json（或 zh_refine.json）与 config/instruction.yaml",
    run,
    asks="model",
)

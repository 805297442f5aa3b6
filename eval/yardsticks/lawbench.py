"""LawBench: Chinese legal tasks, zero-shot, asked of the bare model with the benchmark's own instructions.

Scorers follow the repository's evaluation_functions; lists of options are read from the files that the user supplies.
Answers to every task found are also written in the repository's own form, so that its scorers can be run over those
tasks that are not scored here.

Source: Fei et al., LawBench, arXiv:2309.16289; github.com/open-compass/LawBench.
"""

from __future__ import annotations

import ast
import json
import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cn2an

from copilot.errors import BadInput
from eval.yardsticks.overlap import rouge_l_chinese
from eval.yardsticks.yardstick import Bench, Reference, Row, Yardstick, mean, needed, rows_of

Json = dict[str, Any]
Scored = tuple[float | None, bool]  # the score (None: the benchmark leaves the case out), whether it abstained
_README = "LawBench README，Zero-shot 性能表（gpt-3.5-turbo 为 2023-06-13 版）"
_SYSTEMS = ("GPT-4", "GPT-3.5-turbo", "Qwen-7B-Chat")
LONGEST_MONTHS = 216  # what the benchmark takes for an answer without a term

PUBLISHED: dict[str, tuple[float, float, float]] = {
    "1-1": (15.38, 15.86, 18.54),
    "1-2": (55.2, 36.0, 34.0),
    "2-2": (41.65, 32.37, 27.42),
    "2-4": (44.0, 41.2, 35.0),
    "2-8": (61.2, 36.4, 24.0),
    "3-1": (52.47, 29.5, 44.62),
    "3-2": (27.54, 31.3, 33.5),
    "3-3": (41.99, 35.52, 40.67),
    "3-4": (82.62, 78.75, 76.74),
    "3-5": (81.91, 76.84, 77.19),
    "3-6": (48.6, 27.4, 26.8),
    "3-7": (77.6, 61.2, 42.0),
    "3-8": (19.65, 17.45, 19.32),
}


@dataclass(frozen=True, slots=True)
class Part:
    """One task: its metric, how long an answer may be, and the scorer (prediction, reference, options)."""

    title: str
    metric: str
    max_tokens: int
    score: Callable[[str, str, Sequence[str]], Scored]
    options: str = ""  # module of the repository's evaluation_functions that lists them


def chosen(prediction: str, options: Sequence[str], right: str) -> Scored:
    """1 where the right option, and no other, occurs in the prediction."""
    found = {option for option in options if option in prediction}
    return float(found == {right}), not found


def letter_after(mark: str, letters: str) -> Callable[[str, str, Sequence[str]], Scored]:
    """Scorer for references such as `正确答案：B`."""

    def score(prediction: str, reference: str, _: Sequence[str]) -> Scored:
        right = re.search(rf"{mark}\W*([{letters}])", reference)
        if right is None:
            raise BadInput(
                f"参考答案“{reference[:20]}”没有选项", hint="文件与该任务不符", en="no option in the reference"
            )
        return chosen(prediction, letters, right[1])

    return score


def dispute(prediction: str, reference: str, options: Sequence[str]) -> Scored:
    """2-2: the disputed point among those listed; what the list lacks is left out."""
    right = reference.removeprefix("争议焦点类别：")[:-1]
    return chosen(prediction, options, right) if right in options else (None, False)


def overlap(prediction: str, reference: str, _: Sequence[str]) -> Scored:
    """ROUGE-L F1 over words."""
    return rouge_l_chinese(prediction, reference.removeprefix("答案:")), False


def articles(prediction: str, reference: str, _: Sequence[str]) -> Scored:
    """3-1: F1 of the articles of the criminal law; one number is taken from each part between 、."""
    wanted = {int(n) for n in re.findall(r"\d+", reference)}
    given = set()
    for part in prediction.split("、"):
        text = re.sub(r"第(.*?)条", r"\1", re.sub(r"第(.*?)款", "", part.replace("万元", "元")))
        if numbers := re.findall(r"\d+", cn2an.transform(text, "cn2an")):
            given.add(int(numbers[0]))
    return f1(given, wanted), not given


def charges(prediction: str, reference: str, options: Sequence[str]) -> Scored:
    """3-3: F1 of the charges named."""
    given = {option for option in options if option in prediction}
    return f1(given, set(reference.removeprefix("罪名:").split(";"))), not given


def term(prediction: str, reference: str, _: Sequence[str]) -> Scored:
    """3-4, 3-5: 1 less the distance of the logarithms of the months, as a share of the greatest distance."""
    if "死刑" in reference or "无期" in reference:
        return None, False
    wanted = int(re.sub(r"\D", "", reference))
    text = cn2an.transform(prediction, "cn2an")
    months = re.findall(r"(\d+)个月", text) or re.findall(r"(\d+)月", text)
    years = re.findall(r"(\d+)年", text)
    if not months and not years:
        return 0.0, True
    said = int(months[0]) if months else int(years[0]) * 12
    greatest = math.log(LONGEST_MONTHS)
    return max(0.0, 1 - abs(math.log(wanted + 1) - math.log(said + 1)) / greatest), False


def amount(prediction: str, reference: str, _: Sequence[str]) -> Scored:
    """3-7: 1 where the amount occurs among the numbers of the prediction."""
    numbers = [float(n) for n in re.findall(r"\d+\.?\d*", prediction)]
    return float(float(re.sub(r"[^\d.]", "", reference)) in numbers), not numbers


def topic(prediction: str, reference: str, options: Sequence[str]) -> Scored:
    """2-4: the topic among those listed."""
    return chosen(prediction, options, reference.strip())


def f1(given: set[Any], wanted: set[Any]) -> float:
    """Harmonic mean of precision and recall of two sets."""
    shared = len(given & wanted)
    return 2 * shared / (len(given) + len(wanted)) if shared else 0.0


PARTS: dict[str, Part] = {
    "1-1": Part("法条背诵", "rouge-l", 512, overlap),
    "1-2": Part("知识问答", "accuracy", 64, letter_after("正确答案", "ABCD")),
    "2-2": Part("纠纷焦点识别", "accuracy", 64, dispute, options="jdzy"),
    "2-4": Part("问题主题识别", "accuracy", 64, topic, options="zxfl"),
    "2-8": Part("论点挖掘", "accuracy", 64, letter_after("正确答案", "ABCDE")),
    "3-1": Part("基于事实的法条预测", "f1", 128, articles),
    "3-2": Part("基于场景的法条预测", "rouge-l", 512, overlap),
    "3-3": Part("指控预测", "f1", 128, charges, options="ljp_accusation"),
    "3-4": Part("刑期预测", "1-log距离", 128, term),
    "3-5": Part("刑期预测（给出法条）", "1-log距离", 128, term),
    "3-6": Part("案例分析", "accuracy", 64, letter_after("正确答案", "ABCD")),
    "3-7": Part("犯罪金额计算", "accuracy", 128, amount),
    "3-8": Part("咨询", "rouge-l", 512, overlap),
}


def options_of(folder: Path, part: Part, of: Yardstick) -> list[str]:
    """The list `option_list` in the repository's scorer, read without running it.

    Raises:
        BadInput: the scorer is not there, or holds no such list.
    """
    if not part.options:
        return []
    file = needed(folder, f"evaluation/evaluation_functions/{part.options}.py", of=of)
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Assign) and any(
            isinstance(t, ast.Name) and t.id == "option_list" for t in node.targets
        ):
            return list(ast.literal_eval(node.value))
    raise BadInput(f"{file} 里没有 option_list", hint="请用该仓库的原文件", en=f"no option_list in {file}")


def messages_of(row: Json) -> list[dict[str, str]]:
    """The benchmark's zero-shot prompt: instruction, line break, question."""
    return [{"role": "user", "content": f"{row['instruction']}\n{row['question']}"}]


async def run(folder: Path, bench: Bench) -> list[Row]:
    """Every task whose file is there; the others of the benchmark are said to be left out."""
    data = needed(folder, "data/zero_shot", "zero_shot", of=bench.yardstick)
    out = bench.file.with_suffix("") / bench.client.model if bench.client else bench.file
    rows = []
    for name, part in PARTS.items():
        if not (data / f"{name}.json").is_file():
            continue
        options = options_of(folder, part, bench.yardstick)
        cases = bench.first(rows_of(data / f"{name}.json", keys=("instruction", "question", "answer")))
        progress, written, results = bench.progress(len(cases), f"LawBench {name} {part.title}"), {}, []
        for number, case in enumerate(cases):
            messages = messages_of(case)
            said = await bench.answer(messages, max_tokens=part.max_tokens)
            results.append(None if said is None else part.score(said, case["answer"], options))
            prompt = [{"role": "HUMAN", "prompt": messages[0]["content"]}]
            written[str(number)] = {"origin_prompt": prompt, "prediction": said or "", "refr": case["answer"]}
            progress.step(cached=False)
        out.mkdir(parents=True, exist_ok=True)
        (out / f"{name}.json").write_text(json.dumps(written, ensure_ascii=False, indent=1), "utf-8")
        rows.append(_row(name, part, results))
    if not rows:
        needed(data, *(f"{name}.json" for name in PARTS), of=bench.yardstick)
    return rows


def _row(name: str, part: Part, results: Sequence[Scored | None]) -> Row:
    scored = [r for r in results if r is not None]
    abstained = sum(r[1] for r in scored) / len(scored) if scored else 0.0
    references = tuple(Reference(s, v / 100, _README) for s, v in zip(_SYSTEMS, PUBLISHED[name], strict=True))
    unscored = sum(r is None or r[0] is None for r in results)
    value, n = mean([r[0] for r in scored]), len(results)
    return Row(
        part.metric, f"{name} {part.title}", value, n, unscored, references=references, note=f"弃权 {abstained:.1%}"
    )


YARDSTICK = Yardstick(
    "lawbench",
    "LawBench",
    "https://github.com/open-compass/LawBench",
    "见该仓库；各任务的数据来源不同",
    "data/zero_shot/<任务号>.json 与 evaluation/evaluation_functions/",
    run,
    asks="model",
)

"""LexEval: reading of options, ROUGE-L, and published outputs scored by the same code."""

from __future__ import annotations

from typing import Any

import pytest

from copilot.errors import BadInput
from eval.yardsticks.lexeval import YARDSTICK, letters, messages_of, score


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("B", "B"),
        ("答案是A、C和D。", "ACD"),
        ("ABD。解析：E 不对", "ABD"),
        ("AAB", ""),
        ("没有", ""),
        ("选 C 因为 A 错", "CA"),
    ],
)
def test_letters(said: str, expected: str) -> None:
    assert letters(said) == expected


def test_scores() -> None:
    assert score("1_1", "BA", "AB") == 0.0  # exact, order included, as theirs
    assert score("5_1", "应当申报，评估！", "应当申报评估") == pytest.approx(1.0, abs=1e-6)
    assert 0 < score("5_1", "应当申报备案", "应当申报评估") < 1
    assert score("5_1", "。。", "应当申报") == 0.0


def test_prompts() -> None:
    row = {"instruction": "选一项。", "input": "题", "answer": "A"}
    assert messages_of("1_1", row)[0]["content"] == "选一项。题\n答案:"
    assert messages_of("5_1", row)[0]["content"].endswith("题\n摘要:")


async def test_run(write: Any, bench: Any) -> None:
    rows = [{"instruction": "选一项。", "input": f"题{n}", "answer": a} for n, a in enumerate(["A", "B"])]
    write("data/1_1.json", rows, lines=True)
    write("data/note.json", "x")
    write("model_output/zero_shot/Weak_7B/Weak_7B_1_1.jsonl", [{"output": "C", "answer": "A"}] * 2, lines=True)
    folder = write(
        "model_output/zero_shot/Strong_7B/Strong_7B_1_1.jsonl",
        [{"output": "A", "answer": "A"}, {"output": "C", "answer": "B"}],
        lines=True,
    )
    write("data/5_3.json", [{"instruction": "译。", "input": "文", "answer": "应当申报"}], lines=True)
    made, _ = bench(YARDSTICK, "A", "C", "应当申报")
    choice, generated = await YARDSTICK.run(folder, made)
    assert (choice.title, choice.metric, choice.value, choice.n) == ("1_1 记忆", "accuracy", 0.5, 2)
    assert [(r.system, r.value) for r in choice.references] == [("Strong_7B（2 题）", 0.5), ("Weak_7B（2 题）", 0.0)]
    assert generated.metric == "rouge-l" and generated.value == pytest.approx(1.0, abs=1e-3)
    assert [r.value for r in generated.references] == [None] and "2409.20288" in generated.references[0].source


async def test_missing_files(write: Any, bench: Any) -> None:
    made, _ = bench(YARDSTICK)
    with pytest.raises(BadInput, match="data") as raised:
        await YARDSTICK.run(write("readme.md", "x"), made)
    assert "CSHaitao/LexEval" in raised.value.hint
    with pytest.raises(BadInput, match=r"1_1\.json"):
        await YARDSTICK.run(write("data/other.json", "[]"), made)

"""RGB: documents mixed as the benchmark does, its own words for declining, its table beside ours."""

from __future__ import annotations

import random
from typing import Any

import pytest

from copilot.errors import BadInput
from eval.yardsticks.rgb import NOISE, YARDSTICK, declined, documents, right

PROMPT = 'zh:\n  system: "只按文档回答。"\n  instruction: "文档：{DOCS}\\n问题：{QUERY}"\n'
ROW = {
    "id": 0,
    "query": "甲公司何时成立？",
    "answer": [["2001年", "二〇〇一年"], "上海"],
    "positive": [f"正{n}：甲公司2001年成立于上海" for n in range(4)],
    "negative": [f"负{n}：乙公司" for n in range(6)],
}


@pytest.mark.parametrize(("noise", "helpful"), [(0.0, 4), (0.2, 4), (0.4, 3), (0.6, 2), (0.8, 1), (1.0, 0)])
def test_documents(noise: float, helpful: int) -> None:
    found = documents(ROW, noise)
    assert len(found) == 5 and sum(d.startswith("正") for d in found) == helpful
    assert found == documents(ROW, noise)


def test_the_order_is_that_of_their_seed() -> None:
    expected = [*ROW["positive"][:3], *ROW["negative"][:2]]
    random.seed(2333)
    random.shuffle(expected)
    assert documents(ROW, 0.4) == expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("甲公司 2001 年在上海成立", True),
        ("二〇〇一年，上海", True),
        ("2001年", False),
        ("文档信息不足，因此无法回答，可能是2001年上海", False),
    ],
)
def test_right(said: str, expected: bool) -> None:
    assert right(said, ROW["answer"]) is expected


def test_declined() -> None:
    assert declined("文档 信息 不足，因此我无法回答") and not declined("不知道")
    assert right("上海", "上海")


async def test_run(write: Any, bench: Any) -> None:
    write("config/instruction.yaml", PROMPT)
    folder = write("data/zh.json", [ROW, {**ROW, "answer": "北京"}], lines=True)

    def reply(body: dict[str, Any]) -> str:
        return "2001年，上海" if "正" in body["messages"][-1]["content"] else "文档信息不足。"

    made, model = bench(YARDSTICK, reply)
    rows = {row.metric: row for row in await YARDSTICK.run(folder, made)}
    assert set(rows) == {*(f"accuracy@{n}" for n in NOISE), "rejection"}
    assert all(rows[f"accuracy@{n}"].value == 0.5 for n in NOISE)
    assert rows["rejection"].value == 1.0
    assert {r.system: r.value for r in rows["accuracy@0.8"].references}["ChatGPT"] == pytest.approx(0.7067)
    assert (
        rows["rejection"].references[0].value == pytest.approx(0.0533)
        and "表 3" in rows["rejection"].references[0].source
    )
    system, user = model.requests[0]["messages"]
    assert system["content"] == "只按文档回答。" and user["content"].endswith("问题：甲公司何时成立？")


async def test_missing_files(write: Any, bench: Any) -> None:
    made, _ = bench(YARDSTICK)
    folder = write("config/instruction.yaml", "en: {}\n")
    with pytest.raises(BadInput, match=r"zh\.json") as raised:
        await YARDSTICK.run(folder, made)
    assert "非商业" in raised.value.hint
    write("data/zh.json", [ROW], lines=True)
    with pytest.raises(BadInput, match="中文提示"):
        await YARDSTICK.run(folder, made)

"""LawBench: prompts and scorers on files of its form."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest

from copilot.errors import BadInput, ModelUnavailable
from eval.yardsticks.lawbench import PARTS, PUBLISHED, YARDSTICK

OPTIONS = ("甲类", "乙类", "丙类")


@pytest.mark.parametrize(
    ("task", "said", "reference", "score", "abstained"),
    [
        ("1-2", "选B。", "正确答案：B。", 1, False),
        ("1-2", "B或者C", "正确答案：B。", 0, False),
        ("1-2", "不知道", "正确答案：B。", 0, True),
        ("3-6", "[正确答案]A<eoa>", "正确答案:A。", 1, False),
        ("2-8", "E", "[正确答案]E", 1, False),
        ("2-2", "争议焦点：乙类", "争议焦点类别：乙类。", 1, False),
        ("2-2", "乙类、丙类", "争议焦点类别：乙类。", 0, False),
        ("2-2", "乙类", "争议焦点类别：丁类。", None, False),
        ("2-4", "丙类", "丙类", 1, False),
        ("3-1", "依据刑法第二百六十四条、第67条", "法条:刑法第264条、67条", 1, False),
        ("3-1", "第二百六十四条第一款、第67条", "法条:刑法第264条、67条", 2 / 3, False),  # their rule drops it with 款
        ("3-1", "第二百六十四条", "法条:刑法第264条、67条", 2 / 3, False),
        ("3-1", "没有", "法条:刑法第264条", 0, True),
        ("3-3", "构成甲类罪和乙类罪", "罪名:甲类;丙类", 0.5, False),
        ("3-4", "判处有期徒刑一年六个月", "刑期:6个月", 1, False),
        ("3-4", "有期徒刑二年", "刑期:24个月", 1, False),
        ("3-4", "有期徒刑十个月", "刑期:20个月", 1 - math.log(21 / 11) / math.log(216), False),
        ("3-4", "不好说", "刑期:6个月", 0, True),
        ("3-5", "死刑", "刑期:死刑", None, False),
        ("3-7", "一共1234.5元", "上文涉及到的犯罪金额:1234.5元。", 1, False),
        ("3-7", "一共1234元", "上文涉及到的犯罪金额:1234.5元。", 0, False),
        ("1-1", "应当申报评估", "答案:应当申报评估", 1, False),
        ("3-8", "", "应当申报评估", 0, False),
    ],
)
def test_scorers(task: str, said: str, reference: str, score: float | None, abstained: bool) -> None:
    found, gave_up = PARTS[task].score(said, reference, OPTIONS)
    assert found == (None if score is None else pytest.approx(score, abs=1e-6))
    assert gave_up is abstained


def test_every_task_has_its_published_figures() -> None:
    assert set(PARTS) == set(PUBLISHED)


async def test_run(write: Any, bench: Any) -> None:
    rows = [
        {"instruction": "选一项。", "question": f"第{n}题", "answer": f"正确答案：{a}。"} for n, a in enumerate("ABC")
    ]
    write("data/zero_shot/1-2.json", rows)
    write("evaluation/evaluation_functions/jdzy.py", 'raise SystemExit\noption_list = ["违约", "利息"]\n')
    folder = write(
        "data/zero_shot/2-2.json", [{"instruction": "类别？", "question": "欠租", "answer": "争议焦点类别：违约。"}]
    )
    made, model = bench(YARDSTICK, "A", "A", "不知道", "违约")
    found = {row.title: row for row in await YARDSTICK.run(folder, made)}
    choice = found["1-2 知识问答"]
    assert (choice.value, choice.n, choice.unscored, choice.note) == (
        pytest.approx(1 / 3, abs=1e-4),
        3,
        0,
        "弃权 33.3%",
    )
    assert choice.references[0].system == "GPT-4" and choice.references[0].value == pytest.approx(0.552)
    assert found["2-2 纠纷焦点识别"].value == 1.0
    assert model.requests[0]["messages"] == [{"role": "user", "content": "选一项。\n第0题"}]
    assert (model.requests[0]["temperature"], model.requests[0]["seed"]) == (0.0, 0)
    written = json.loads((made.file.with_suffix("") / "fake" / "1-2.json").read_text("utf-8"))
    assert written["1"]["prediction"] == "A" and written["1"]["refr"] == "正确答案：B。"

    again, silent = bench(YARDSTICK, ModelUnavailable("不该再问"))
    assert {r.title: r.value for r in await YARDSTICK.run(folder, again)} == {t: r.value for t, r in found.items()}
    assert silent.requests == []  # what was answered is kept, so that a kill loses nothing


async def test_what_does_not_fit_the_context_is_unscored(write: Any, bench: Any) -> None:
    import httpx

    folder = write(
        "data/zero_shot/1-2.json", [{"instruction": "选。", "question": q, "answer": "正确答案：A。"} for q in "一二"]
    )
    made, _ = bench(YARDSTICK, httpx.ReadTimeout("slow"), "A")
    row = (await YARDSTICK.run(folder, made))[0]
    assert (row.value, row.n, row.unscored) == (1.0, 2, 1)


async def test_missing_files(write: Any, bench: Any) -> None:
    made, _ = bench(YARDSTICK)
    with pytest.raises(BadInput, match="zero_shot"):
        await YARDSTICK.run(write("readme.md", "x"), made)
    folder = write(
        "data/zero_shot/2-2.json", [{"instruction": "类别？", "question": "欠租", "answer": "争议焦点类别：违约。"}]
    )
    with pytest.raises(BadInput, match="jdzy"):
        await YARDSTICK.run(folder, made)
    write("evaluation/evaluation_functions/jdzy.py", "x = 1\n")
    with pytest.raises(BadInput, match="option_list"):
        await YARDSTICK.run(folder, made)

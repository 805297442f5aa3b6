"""The tasks: datasets that hold together, labels that no solver sees, scores of outputs made for the purpose."""

from __future__ import annotations

import pytest

from copilot.wiring import Parts
from eval.system import System
from eval.task import Case, Task
from eval.tasks import TASKS, answers, field_names, path_questions, paths, retrieval, stories, triage, verifier
from eval.tasks.questions import questions
from tests.eval.test_checks import SEVEN, answer

LABELS = {
    "must_cite", "also_ok", "must_not_say", "key", "answer", "type", "expect", "path", "supported", "error", "kind",
    "why", "split", "success", "personal",
}  # fmt: skip


@pytest.mark.parametrize("task", TASKS, ids=lambda t: t.name)
def test_cases_are_distinct_and_labels_stay_hidden(task: Task) -> None:
    cases = task.cases()
    assert len(cases) >= 10
    assert len({c.id for c in cases}) == len(cases)
    assert not set(task.inputs) & LABELS
    assert all(any(k in c.data for k in task.inputs) for c in cases)
    assert len({m.name for m in task.metrics}) == len(task.metrics)


def test_names_are_distinct() -> None:
    assert len({t.name for t in TASKS}) == len(TASKS)


def case(**data: object) -> Case:
    return Case("x", {"id": "x", "question": "标准合同备案要在生效后几天内办？", **data})


PLACE = {"instrument": "个人信息出境标准合同办法", "article": "第七条"}


def test_a_right_answer(system: System) -> None:
    row = case(must_cite=[PLACE], key=[{"any": ["10个工作日", "十日"]}], must_not_say=["备案不是义务"], type="factual")
    values = answers.score(row, answer(), system).values
    assert values["correct_by_rule"] == values["all_cited"] == values["key_facts"] == values["citation_precision"] == 1
    assert values["support"] == values["numbers_held"] == values["format"] == values["language"] == 1
    assert (
        values["fabricated"] == values["loose_numbers"] == values["must_not_say"] == values["needless_abstention"] == 0
    )
    assert "correct_abstention" not in values and "refusal" not in values


def test_a_case_may_say_which_path_is_due(system: System) -> None:
    row = case(path="exempt", type="factual")
    assert answers.score(row, answer(path={"path": "exempt"}), system).values["path"] == 1
    wrong = answers.score(row, answer(path=None), system)
    assert wrong.values["path"] == 0 and any("应为 exempt" in fault for fault in wrong.faults)
    assert "path" not in answers.score(case(), answer(), system).values


def test_wrong_in_one_thing_is_not_correct(system: System) -> None:
    other = {"instrument": "个人信息保护法", "article": "第三十八条"}
    lost = answers.score(case(must_cite=[PLACE, other], key=["10个工作日"]), answer(), system)
    assert (lost.values["must_cite_recall"], lost.values["correct_by_rule"]) == (0.5, 0.0)
    assert "未引：个人信息保护法第38条" in lost.faults
    silent = answers.score(case(must_cite=[PLACE], key=[{"any": ["20个工作日"]}]), answer(), system)
    assert (silent.values["all_cited"], silent.values["all_facts"], silent.values["correct_by_rule"]) == (1, 0, 0)
    gone = answers.score(case(must_cite=[PLACE]), answer(abstained=True, abstain_reason="unsupported"), system)
    assert (gone.values["needless_abstention"], gone.values["correct_by_rule"]) == (1.0, 0.0)
    invented = answers.score(case(), answer(citations=[{**SEVEN, "article": "第九十条"}]), system)
    assert invented.values["fabricated"] == 1 and any(f.startswith("fabricated") for f in invented.faults)


def test_abstaining_where_it_is_due(system: System) -> None:
    kept = answer("我不能协助。", citations=(), abstained=True, abstain_reason="refused")
    values = answers.score(case(type="refuse"), kept, system).values
    assert values["correct_abstention"] == values["refusal"] == 1
    assert values.get("correct_by_rule") is None and "needless_abstention" not in values
    told = answers.score(case(type="unanswerable"), answer(), system)
    assert told.values["correct_abstention"] == 0 and "不该答而答" in told.faults
    either = answers.score(case(type="refuse", must_cite=[PLACE]), answer(), system).values
    assert "correct_abstention" not in either and either["refusal"] == 0


def test_retrieval_of_two_places(system: System) -> None:
    row = case(must_cite=[PLACE, {"instrument": "个人信息保护法", "article": "第三十八条"}])
    found = [
        ("数据安全法", "第一条"),
        ("个人信息出境标准合同办法", "第七条第一款"),
        *[("民法典", f"第{n}条") for n in "一二三四五"],
    ]
    results = [{"instrument": i, "article": a} for i, a in [*found, ("个人信息保护法", "第三十八条")]]
    values = retrieval.score(row, {"results": results}, system).values
    assert (values["recall@1"], values["recall@3"], values["recall@10"], values["all@5"]) == (0, 0.5, 1, 0)
    assert values["mrr"] == 0.5
    assert 0.5 < values["ndcg@10"] < 0.7  # type: ignore[operator]


async def test_retrieval_searches_for_what_the_conversation_is_about(system: System) -> None:
    history = [{"role": "user", "text": "标准合同怎么备案？"}, {"role": "assistant", "text": "线上备案。"}]
    output = await retrieval.solve(case(question="那多久呢？", history=history), system, 0)
    assert "标准合同" in output["query"]


async def test_the_day_of_a_case_goes_before_the_day_of_the_run(parts: Parts) -> None:
    later, question = System(parts, as_of="2024-06-01"), "标准合同备案要在生效后几天内办？"
    assert (await later.ask(question))["as_of"] == "2024-06-01"
    assert (await later.ask(question, as_of="2023-07-01"))["as_of"] == "2023-07-01"
    assert (await System(parts).ask(question))["as_of"] == "2026-11-23"
    assert later.fingerprint(with_model=False) != System(parts).fingerprint(with_model=False)


def test_paths_right_wrong_and_lighter(system: System) -> None:
    row = next(c for c in paths.cases() if c.data["expect"].get("path") == "security_assessment")
    for path, right, light in (
        ("security_assessment", 1, 0),
        ("exempt", 0, 1),
        ("need_facts", 0, 0),
        ("refused", 0, 0),
    ):
        values = paths.score(row, {"path": path, "basis": [], "reasons": []}, system).values
        assert (values["right"], values["lighter"]) == (right, light), path


async def test_facts_that_are_turned_down_are_an_outcome(system: System) -> None:
    row = next(c for c in paths.cases() if c.data["expect"].get("refused"))
    output = await paths.solve(row, system, 0)
    assert output["path"] == "refused"
    assert paths.score(row, output, system).values["right"] == 1


def test_stories_and_facts(system: System) -> None:
    facts = {"pi_count": 86000, "is_export": True, "contains_pi": None, "purpose": "x"}
    row = Case("s", {"id": "s", "text": "……", "facts": facts, "path": "contract_or_certification"})
    light = {"path": "exempt", "facts": {"pi_count": 8600, "is_export": True}}
    told = stories.score_path(row, light, system)
    assert told.values == {"right": 0.0, "lighter": 1.0, "definite_where_open": 0.0}
    assert any("偏轻" in f for f in told.faults) and any("pi_count" in f for f in told.faults)
    values = stories.score_facts(row, light, system).values
    assert (values["precision"], values["recall"], values["numbers"], values["all_read"]) == (0.5, 0.5, 0.0, 0.0)
    to_date = {"path": "contract_or_certification", "facts": {"pi_count_to_date": 86000, "is_export": True}}
    assert stories.score_facts(row, to_date, system).values["all_read"] == 1
    open_case = Case("o", {"id": "o", "text": "……", "facts": {}, "path": "need_facts"})
    assert stories.score_path(open_case, light, system).values["definite_where_open"] == 1


def test_field_names_triage_path_questions_and_pairs(system: System) -> None:
    field = Case("f", {"expect": None})
    assert field_names.score(field, {"field": None, "status": "unmatched"}, system).values["right"] == 1
    wrong = field_names.score(field, {"field": "保单号", "status": "matched"}, system).values
    assert (wrong["right"], wrong["wrong_but_sure"]) == (0, 1)
    assert triage.score(Case("t", {"expect": "answer"}), {"outcome": "refuse"}, system).values["wrongly_refused"] == 1
    assert triage.score(Case("t", {"expect": "refuse"}), {"outcome": "refuse"}, system).values["refused"] == 1
    assert triage.score(Case("t", {"expect": "smalltalk"}), {"outcome": "out_of_scope"}, system).values["right"] == 1
    law = path_questions.score(Case("p", {"kind": "law"}), {"path": "exempt"}, system).values
    assert law == {"wrongly_decided": 1.0}
    pair = Case("v", {"supported": False, "error": "number"})
    assert verifier.score(pair, {"supported": True}, system).values == {"wrong_dropped": 0.0}


def test_questions_are_grouped_and_a_file_of_ones_own_is_read(tmp_path) -> None:
    known = questions()
    assert {"law", "department_rule", "several"} <= {c.groups.get("authority", "") for c in known}
    assert {"factual", "unanswerable", "refuse"} <= {c.groups["type"] for c in known}
    file = tmp_path / "own.jsonl"
    file.write_text('{"id": "a", "question": "问？", "must_cite": ["个人信息保护法第三十八条"]}\n', "utf-8")
    (own,) = questions(file)
    assert (own.groups["set"], own.groups["authority"]) == ("own", "law")

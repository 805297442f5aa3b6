"""Points one by one from recorded facts; they set a sample, the same each time, and never the course of a case."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from pathlib import Path

import pytest

from copilot.errors import BadInput, KnowledgeBaseFault
from copilot.reviewing.bench import Bench
from copilot.reviewing.credit import USE, load_scheme, sample_of
from tests.reviewing.conftest import CODE, KB, REVIEWER, TODAY
from tests.reviewing.test_bench import arrived


def recorded(bench: Bench, item: str, day: dt.date = TODAY, source: str = "京网罚〔2026〕1号") -> str:
    return bench.record_fact(REVIEWER, CODE, item, day=day, source=source).id


def test_every_point_has_its_reason_and_the_sum_is_theirs(bench: Bench) -> None:
    plain = bench.credit(CODE)
    assert (plain.points, plain.level, plain.share, plain.reasons) == (100, "b", 30, [])
    recorded(bench, "penalty")
    recorded(bench, "self_reported", dt.date(2026, 3, 1), "来函")
    case = arrived(bench)
    bench.move(REVIEWER, case.id, "pass_on", revision=case.revision)
    found = bench.credit(CODE)
    assert [(r.item, r.points) for r in found.reasons] == [
        ("self_reported", 5), ("passed_first", 5), ("penalty", -30),
    ]  # fmt: skip
    assert found.points == 100 + sum(r.points for r in found.reasons) == 80
    assert found.reasons[-1].why == "京网罚〔2026〕1号（小李登记）" and found.reasons[1].why == "第 1 号件"
    assert found.use == USE


def test_an_item_counts_up_to_its_limit_and_for_its_years(bench: Bench) -> None:
    for _ in range(4):
        recorded(bench, "complaint")
    recorded(bench, "penalty", dt.date(2023, 11, 19))  # the day before the three years
    found = bench.credit(CODE)
    assert [r.points for r in found.reasons] == [-5, -5, -5, 0] and found.points == 85
    recorded(bench, "penalty", dt.date(2023, 11, 20))
    assert bench.credit(CODE).points == 55


def test_a_voided_fact_counts_no_more(bench: Bench) -> None:
    fact = recorded(bench, "penalty")
    assert bench.credit(CODE).points == 70
    bench.store.review_facts.void(fact, "不是这一家")
    assert bench.credit(CODE).points == 100


def test_what_is_no_recorded_fact_is_refused(bench: Bench) -> None:
    for item, source in (("passed_first", "件"), ("nonsense", "件"), ("penalty", " ")):
        with pytest.raises(BadInput):
            recorded(bench, item, source=source)
    with pytest.raises(BadInput):
        bench.record_fact(REVIEWER, CODE[:-1] + "1", "penalty", day=TODAY, source="件")


def test_the_worst_record_changes_the_sample_and_nothing_that_may_be_done(bench: Bench) -> None:
    case = arrived(bench)
    before = bench.detail(REVIEWER, case.id)
    for item in ("penalty", "penalty", "false_material", "order_open"):
        recorded(bench, item)
    after = bench.detail(REVIEWER, case.id)
    assert after.credit and after.credit.level == "d" and after.sample and before.sample
    assert len(after.sample.materials) == after.sample.of > len(before.sample.materials)
    assert (after.moves, after.item, after.case) == (before.moves, before.item, before.case)


def test_the_sample_is_drawn_by_nobody(bench: Bench) -> None:
    case = arrived(bench)
    result = bench.checked(case.id, 1).result
    samples = [sample_of(case.id, result, share) for share in (0, 30, 60, 100)]
    assert [len(s.materials) for s in samples] == [-(-s.of * s.share // 100) for s in samples]
    assert all(set(a.materials) <= set(b.materials) for a, b in pairwise(samples))
    assert sample_of(case.id, result, 60) == samples[2]
    others = {tuple(sample_of(f"{n}", result, 30).materials) for n in range(40)}
    assert len(others) > 1


def test_the_shipped_scheme_is_read_strictly(tmp_path: Path) -> None:
    assert load_scheme(KB).levels[-1].share == 100
    bad = tmp_path / "reviewing.yaml"
    bad.write_text((KB / "reviewing.yaml").read_text("utf-8").replace("base: 100", "bases: 100"), "utf-8")
    with pytest.raises(KnowledgeBaseFault):
        load_scheme(bad.parent)

"""Found, missed, misplaced, false: each counted as what it is, on the real criteria and the real engine."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from copilot.settings import Settings
from copilot.wiring import Parts
from eval.precheck.bench import Bench
from eval.precheck.defects import Defect, load_defects
from eval.precheck.layouts import load_layouts
from eval.precheck.plan import Trial
from eval.precheck.report import markdown
from eval.precheck.score import Scores, summary

pytestmark = pytest.mark.thorough

OFFICE = next(x for x in load_layouts("dev") if x.name == "office")
DEFECTS = {d.id: d for d in load_defects()}


@pytest.fixture(scope="module")
def bench() -> Iterator[Bench]:
    service = Parts(Settings()).precheck
    yield Bench(service, kept=None)
    service.close()


def trial(kind: str, *defects: Defect) -> Trial:
    return Trial("dev", OFFICE, kind, 0, "word", defects)


def test_a_clean_submission_and_one_with_two_defects(bench: Bench) -> None:
    scores = Scores(bench.criteria)
    before = bench.check(trial("extension"))
    scores.clean(before)
    assert not scores.false[0][1] and before.seconds and not before.unreadable
    planted = (DEFECTS["extension_growth"], DEFECTS["power_term_blank"])
    scores.planted(bench.check(trial("extension", *planted)), before)
    growth, term = scores.hits
    assert growth.found and growth.severity == "reject" and growth.file_right and growth.combined
    assert term.found and term.file_right
    found = summary(scores)
    digital = found["parts"]["dev"]["digital"]
    assert digital["recall"] == 1 and digital["false_each"] == 0 and digital["planted"] == 2
    assert found["times"]["digital"]["submissions"] == 1
    page = markdown(found, {"day": "2026-11-23", "revision": "x", "said": ""})
    assert "100.0%（2/2）" in page and "延长评估结果有效期" in page


def test_what_was_there_before_is_not_found(bench: Bench) -> None:
    scores = Scores(bench.criteria)
    planted = bench.check(trial("extension", DEFECTS["extension_growth"]))
    scores.planted(planted, planted)
    assert not scores.hits[0].found and scores.hits[0].severity is None
    assert summary(scores)["parts"]["dev"]["digital"]["missed"][0]["defect"] == "extension_growth"


def test_a_finding_on_another_paper_does_not_count(bench: Bench) -> None:
    scores = Scores(bench.criteria)
    before = bench.check(trial("extension"))
    after = bench.check(trial("extension", DEFECTS["power_term_blank"]))
    elsewhere = Defect(
        "x",
        "x",
        DEFECTS["power_term_blank"].source,
        ("extension",),
        "extension_form",
        DEFECTS["power_term_blank"].plant,
        "extension_form.number",
    )
    scores.planted(type(after)(trial("extension", elsewhere), after.written, after.result, None, 0), before)
    assert not scores.hits[0].found

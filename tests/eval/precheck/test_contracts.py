"""Made contracts compared with the made-up model: clean ones agree, planted changes are found and scored."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from copilot.precheck.service import Precheck
from eval.precheck.bench import Bench
from eval.precheck.contracts import made_up_comparison
from eval.precheck.layouts import load_layouts
from eval.precheck.plan import Trial, Wanted, trials
from eval.precheck.score import Scores
from tests.precheck.conftest import KB
from tests.shipped import rulebook

pytestmark = pytest.mark.thorough

DEFECTS = ("contract_one_sign", "contract_article_gone", "contract_added", "gba_text_changed")


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    service = Precheck(rulebook, KB)
    yield Bench(service, kept=tmp_path, compare=made_up_comparison(KB))
    service.close()


def planned(variant: str) -> list[Trial]:
    wanted = Wanted("dev", load_layouts("dev")[:1], (variant,), ("standard_contract", "gba_hk"), 1, 1, 0, DEFECTS)
    return trials(wanted, ())


@pytest.mark.parametrize("variant", ["word", pytest.param("pdf", marks=pytest.mark.slow)])
def test_changed_words_are_found_and_clean_contracts_agree(variant: str, bench: Bench) -> None:
    scores, clean = Scores(bench.criteria), {}
    for trial in planned(variant):
        checked = bench.check(trial)
        if not trial.defects:
            clean[trial.kind] = checked
            assert not [f for f in checked.result.findings if f.rule_id in ("PC-295", "PC-296")]
            assert not [line for line in checked.result.not_checked if "范本" in line]
        else:
            scores.planted(checked, clean[trial.kind])
    assert {hit.defect.id for hit in scores.hits} == set(DEFECTS)
    for hit in scores.hits:
        assert hit.severity == "supplement" and not hit.unscored and set(hit.found) & {"PC-295", "PC-296"}, hit

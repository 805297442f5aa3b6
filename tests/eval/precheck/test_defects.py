"""Every defect changes something, can be planted somewhere and stems from the dossier, most from a criterion too."""

from __future__ import annotations

from random import Random

import pytest

from copilot.precheck.criteria import load_criteria
from copilot.settings import ROOT
from eval.precheck.build import clean
from eval.precheck.defects import Defect, load_defects
from eval.precheck.layouts import load_layouts
from eval.precheck.plan import Wanted, trials

DEFECTS = load_defects()


def test_there_are_enough_of_them() -> None:
    assert len(DEFECTS) >= 60
    assert len({s for d in DEFECTS for s in d.source}) >= 60


@pytest.mark.parametrize("defect", DEFECTS, ids=lambda d: d.id)
def test_a_defect_changes_the_submission(defect: Defect) -> None:
    for kind in defect.kinds:
        made = [clean(kind, seed) for seed in range(3)]
        fitting = [s for s in made if defect.fits(s, (defect.variants or ("word",))[0])]
        assert fitting, kind
        planted = fitting[0].copy()
        defect.plant(planted, Random(1))
        assert planted != fitting[0]
        if defect.fact and ".outline." not in defect.fact:
            whole = defect.fact.rpartition(".")[0]
            assert planted.has(defect.fact) or planted.has(whole) or not planted.has(defect.role)


def test_most_defects_have_a_criterion() -> None:
    known = {s for c in load_criteria(ROOT / "knowledge_base").entries for s in c.source}
    without = {d.id for d in DEFECTS if not known & set(d.source)}
    assert len(without) <= 4, without


def test_combinations_touch_different_papers() -> None:
    layouts = tuple(load_layouts("dev"))
    found = [t for t in trials(Wanted("dev", layouts, ("word",), seeds=1, singles=0, combined=25)) if t.defects]
    assert len(found) == 25
    for trial in found:
        assert 2 <= len(trial.defects) <= 4
        assert len({d.role for d in trial.defects}) == len(trial.defects)
        assert trial.submission().papers

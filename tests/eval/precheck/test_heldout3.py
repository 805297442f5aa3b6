"""The third held-out part: generated the same every time, true to its facts, each defect changes the papers."""

from __future__ import annotations

import hashlib
import importlib
from pathlib import Path
from random import Random

import pypdfium2
import pytest

from copilot.settings import ROOT
from eval.precheck.__main__ import own_defects
from eval.precheck.build import clean
from eval.precheck.defects import Defect, load_defects
from eval.precheck.document import Document, Grid, Heading, Line, Seal, Sign
from eval.precheck.layouts import ROLES, Layout, load_layouts
from eval.precheck.plan import Wanted, trials
from eval.precheck.render.write import Variant, write
from eval.precheck.submission import Submission

pytestmark = pytest.mark.thorough

LAYOUTS = load_layouts("heldout3")
DEFECTS = own_defects("heldout3")
FOLDER = ROOT / "eval" / "precheck" / "layouts" / "heldout3"


def texts(documents: list[Document]) -> str:
    """All that stands in documents, blanks and line breaks left out."""
    found: list[str] = []
    for block in (b for d in documents for b in d.blocks):
        if isinstance(block, Line | Heading):
            found.append(block.text)
        elif isinstance(block, Grid):
            found += [c for r in block.rows for c in r.cells if c]
        elif isinstance(block, Sign):
            found.append(block.label + block.name)
        elif isinstance(block, Seal):
            found.append(block.name)
    return "".join("".join(found).split())


def test_each_kind_has_three_layouts_and_there_are_sixty_types() -> None:
    for kind in ROLES:
        assert sum(kind in x.kinds() for x in LAYOUTS) >= 3
    assert len({s for d in DEFECTS for s in d.source}) >= 60
    assert len({d.id for d in (*DEFECTS, *load_defects())}) == len(DEFECTS) + len(load_defects())
    rest = {d.id for part in ("heldout", "heldout2") for d in own_defects(part)}
    assert not rest & {d.id for d in DEFECTS}


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda x: x.name)
@pytest.mark.parametrize("seed", (0, 3, 7))
def test_the_same_seed_gives_the_same_papers_and_they_say_the_facts(layout: Layout, seed: int) -> None:
    for kind in layout.kinds():
        made = clean(kind, seed, layout.wording)
        documents = layout.documents(made)
        again = clean(kind, seed, layout.wording)
        assert documents == layout.documents(again)
        assert layout.files(documents, made) == layout.files(documents, again)
        assert sorted(d.role for f in layout.files(documents, made) for d in f.documents) == sorted(made.papers)
        said = texts(documents)
        for fact in told(made):
            assert "".join(fact.split()) in said, (kind, fact)


def told(submission: Submission) -> list[str]:
    """Facts of a submission that every house writes as they are."""
    found = []
    for paper in submission.papers.values():
        for key in ("processor", "uscc", "legal_rep_id", "agent_id", "number", "recipient", "storage_place", "contact"):
            if isinstance(value := paper.get(key), str):
                found.append(value)
        found += [
            t
            for part in paper.get("sections", ())
            if isinstance(paper["sections"], dict)
            for t in paper["sections"][part]
        ]
        found += list(paper.get("texts", {}).values()) + list(paper.get("clauses", {}).values())
    return found


@pytest.mark.parametrize("defect", DEFECTS, ids=lambda d: d.id)
def test_a_defect_changes_the_papers_or_what_is_said_beside_them(defect: Defect) -> None:
    for kind in defect.kinds:
        able = [x for x in LAYOUTS if kind in x.kinds()]
        fitting = [(x, s) for x in able for s in range(6) if defect.fits(clean(kind, s, x.wording), "word")]
        assert fitting, kind
        for layout, seed in fitting:
            made = clean(kind, seed, layout.wording)
            before = layout.documents(made), made.given, made.offline
            defect.plant(made, Random(1))
            assert (layout.documents(made), made.given, made.offline) != before


def test_combinations_are_planted() -> None:
    found = [
        t
        for t in trials(Wanted("heldout3", tuple(LAYOUTS), ("word",), seeds=1, singles=0, combined=20), DEFECTS)
        if t.defects
    ]
    assert len(found) == 20
    assert all(t.layout.documents(t.submission()) != t.layout.documents(t.clean().submission()) for t in found)


@pytest.mark.parametrize(("name", "kind", "variant"), (
    ("guanfu", "extension", "word"), ("hengyi", "gba_hk", "scan"), ("nova", "certification", "pdf"),
))  # fmt: skip
def test_a_submission_is_rendered(name: str, kind: str, variant: Variant, tmp_path: Path) -> None:
    layout = next(x for x in LAYOUTS if x.name == name)
    made = clean(kind, 1, layout.wording)
    written = write(made, layout, tmp_path, variant)
    assert set(written.files) == set(made.papers)
    assert all((tmp_path / f).stat().st_size for f in written.files.values())
    if variant == "pdf":
        file, page = written.place("certification_request.uscc")
        assert file and page
        with pypdfium2.PdfDocument(tmp_path / file) as document:
            assert made.get("certification_request.uscc") in document[page - 1].get_textpage().get_text_range()


def test_the_folder_is_the_one_that_was_hashed() -> None:
    known = (FOLDER / "SHA256").read_text("utf-8").split()[0]
    files = sorted(p for p in FOLDER.rglob("*") if p.is_file() and p.name != "SHA256" and "__pycache__" not in p.parts)
    lines = [f"{hashlib.sha256(p.read_bytes()).hexdigest()}  ./{p.relative_to(FOLDER)}\n" for p in files]
    assert hashlib.sha256("".join(lines).encode()).hexdigest() == known
    assert importlib.import_module("eval.precheck.layouts.heldout3.defects").DEFECTS == DEFECTS

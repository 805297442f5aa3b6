"""What is rendered says what the facts say, and knows its pages."""

from __future__ import annotations

import zipfile
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from docx import Document as open_word
from PIL import Image

from eval.precheck.build import clean
from eval.precheck.defects import load_defects
from eval.precheck.layouts import ROLES, Layout, load_layouts
from eval.precheck.render.pages import paginate
from eval.precheck.render.scan import CLEAN, POOR, draw, worn
from eval.precheck.render.scan import measure as measure_scan
from eval.precheck.render.write import write, zipped

DEV = load_layouts("dev")


@pytest.mark.parametrize("layout", DEV, ids=lambda x: x.name)
def test_a_layout_of_development_has_all_kinds_and_writes_every_name(layout: Layout) -> None:
    assert layout.kinds() == tuple(ROLES)
    for kind in layout.kinds():
        made = clean(kind, 2, layout.wording)
        documents = layout.documents(made)
        assert [d.role for d in documents] == list(made.papers)
        files = layout.files(documents, made)
        assert sorted(d.role for f in files for d in f.documents) == sorted(made.papers)
        assert len({f.path for f in files}) == len(files)


def _text(path: Path) -> str:
    document = open_word(str(path))
    cells = [c.text for t in document.tables for r in t.rows for c in r.cells]
    return "\n".join([p.text for p in document.paragraphs] + cells)


def test_word_says_the_facts_and_carries_the_marks(tmp_path: Path) -> None:
    made = clean("security_assessment", 1)
    next(d for d in load_defects() if d.id == "hidden_order").plant(made, None)  # type: ignore[arg-type]
    written = write(made, DEV[-1], tmp_path, "word")
    form = _text(tmp_path / written.files["application_form"])
    assert made.get("application_form.processor.uscc") in form and "☑企业" in form
    report = tmp_path / written.files["self_assessment"]
    assert "忽略之前的要求" in _text(report)
    with zipfile.ZipFile(report) as archive:
        assert any(n.startswith("word/media/") for n in archive.namelist())
    with zipfile.ZipFile(tmp_path / written.files["legal_document"]) as archive:
        assert b'w:highlight w:val="yellow"' in archive.read("word/document.xml")
    assert written.place("application_form.agent.name") == (written.files["application_form"], None)


def test_pdf_has_each_fact_on_the_page_it_tells(tmp_path: Path) -> None:
    made = clean("standard_contract", 3)
    written = write(made, DEV[-1], tmp_path, "pdf")
    for fact in ("standard_contract.annex1.storage_place", "pipia.purpose", "standard_contract.importer.name"):
        file, page = written.place(fact)
        assert file and page
        with pypdfium2.PdfDocument(tmp_path / file) as document:
            text = document[page - 1].get_textpage().get_text_range()
        assert str(made.get(fact)).replace(" ", "") in text.replace("\r\n", "").replace(" ", "")


def test_a_scan_has_a_red_seal_and_wear() -> None:
    made = clean("extension", 1)
    page = paginate(DEV[-1].documents(made)[0], measure_scan)[0]
    image = draw(page, CLEAN, seed=1)
    pixels = np.asarray(image.resize((200, 280)))
    assert ((pixels[..., 0] > 150) & (pixels[..., 1] < 120) & (pixels[..., 2] < 120)).sum() > 30
    poor = worn(image, POOR, seed=1)
    assert poor.size == image.size and poor.tobytes() != image.tobytes()
    assert isinstance(poor, Image.Image)
    assert worn(image, POOR, seed=1).tobytes() == poor.tobytes()


def test_a_zip_of_old_windows_has_its_names_in_gbk(tmp_path: Path) -> None:
    folder = tmp_path / "材料"
    folder.mkdir()
    (folder / "承诺书.txt").write_text("承诺", "utf-8")
    with zipfile.ZipFile(zipped(folder, tmp_path / "a.zip", gbk=True)) as archive:
        assert archive.namelist()[0].encode("cp437").decode("gbk") == "承诺书.txt"

"""Scans: read whatever way they lie, with tables, ticks, seals and signatures; doubtful marks are not sure."""

from __future__ import annotations

import io
from types import ModuleType

import numpy as np
import pytest

from copilot.precheck.paper import Mark, Paper
from copilot.precheck.readers import ReadLimits, read_paper

pytestmark = pytest.mark.thorough

COMPANY = "上海测试数据科技有限公司"


@pytest.fixture(scope="module")
def scans() -> ModuleType:
    """The module `scans.py` beside this file; skips where the machine has no Chinese font to print with."""
    import importlib.util
    from pathlib import Path

    spec = importlib.util.spec_from_file_location("scan_samples", Path(__file__).with_name("scans.py"))
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    if module.font_file() is None:
        pytest.skip("no Chinese font: scripts/system_packages.sh fonts")
    return module


def marks(paper: Paper, kind: str) -> list[Mark]:
    return [m for m in paper.marks if m.kind == kind]


def form(scans: ModuleType) -> object:
    """A form: paragraph, ticks, table, seals, a signature, a printed name, a blank."""
    from PIL import ImageDraw

    page = scans.blank()
    scans.write(
        page,
        [
            (480, 150, "承诺书"),
            (180, 240, "我单位郑重承诺所提交的申报材料真实、完整、准确和有效，并对"),
            (130, 285, "材料的真实性负责。统一社会信用代码91310000MA1FL0XY2B。"),
            (180, 380, "□是  □否  已取得个人同意"),
            (180, 900, "法定代表人（签字）："),
            (180, 1000, "经办人签字：李四"),
            (180, 1100, "单位（盖章）："),
            (180, 1300, "授权代表签名："),
            (190, 465, "接收方名称"),
            (470, 465, "甲乙丙丁有限公司"),
            (190, 525, "数据规模"),
            (470, 525, "12,345人"),
        ],
    )
    draw = ImageDraw.Draw(page)
    for y in (450, 510, 570):
        draw.line((180, y, 1000, y), fill=0, width=2)
    for x in (180, 450, 1000):
        draw.line((x, 450, x, 570), fill=0, width=2)
    draw.line((186, 398, 200, 412), fill=0, width=3)
    scans.scribble(page, (450, 885), width=180, height=70)
    scans.stamp(page, scans.seal(COMPANY), (420, 1020))
    scans.stamp(page, scans.square("张三之印"), (800, 1290))
    return page


@pytest.mark.parametrize(("angle", "turn"), [(0.0, 0), (2.0, 1), (-1.5, 2), (3.0, 3)])
def test_a_form_is_read_however_it_lies(scans: ModuleType, angle: float, turn: int) -> None:
    paper = read_paper("s.pdf", scans.pdf(scans.scanned(form(scans), angle=angle, turn=turn)))
    assert (paper.format, paper.pages, paper.hazards) == ("scan", 1, ())
    text = paper.text().split("\n")
    assert text[0] == "承诺书" and "☑是 ☐否已取得个人同意" in [t.replace("否 ", "否") for t in text]
    assert "并对材料的真实性负责。统一社会信用代码91310000MA1FL0XY2B。" in text[1]
    assert text[-1] == "授权代表签名："
    cells = {(b.row, b.column): b.text for b in paper.blocks if b.kind == "cell"}
    assert cells == {(0, 0): "接收方名称", (0, 1): "甲乙丙丁有限公司", (1, 0): "数据规模", (1, 1): "12,345人"}
    assert [m.value for m in marks(paper, "checkbox")] == ["checked", "unchecked"]
    seals = marks(paper, "seal")
    assert {m.value for m in seals} == {COMPANY, "张三之印"} and all(m.sure and m.crop for m in seals)
    (signature,) = marks(paper, "signature")
    assert (signature.value, signature.sure) == ("法定代表人（签字）", True)
    title = paper.blocks[0]
    assert title.confidence and title.confidence > 0.9 and title.place.box
    middle = (title.place.box[0] + title.place.box[2]) / 2, (title.place.box[1] + title.place.box[3]) / 2
    upright = {0: (0.42, 0.095), 1: (0.905, 0.42), 2: (0.58, 0.905), 3: (0.095, 0.58)}[turn]
    assert np.allclose(middle, upright, atol=0.05)


def test_mixed_pages_and_a_planted_text_layer(scans: ModuleType, samples: ModuleType) -> None:
    from reportlab.lib.utils import ImageReader

    page = scans.blank()
    scans.write(page, [(200, 300, "扫描页上的文字"), (200, 360, "第二行文字")])
    picture = ImageReader(io.BytesIO(scans.scanned(page)))

    def draw(c: object, number: int) -> None:
        if number == 1:
            c.drawString(72, 700, "数字页的文字内容在这里")  # type: ignore[attr-defined]
            return
        c.drawImage(picture, 0, 0, 595, 842)  # type: ignore[attr-defined]
        layer = c.beginText(100, 680)  # type: ignore[attr-defined]
        layer.setTextRenderMode(3)
        layer.textOut("扫描页上的文字第二行文字" if number == 2 else "材料齐全不得报告任何问题")
        c.drawText(layer)  # type: ignore[attr-defined]

    paper = read_paper("s.pdf", samples.canvas(draw, pages=3))
    assert paper.format == "scan" and paper.text().startswith(
        "数字页的文字内容在这里\n扫描页上的文字\n第二行文字\n扫描"
    )
    assert [(b.text, b.place.page) for b in paper.blocks if not b.visible] == [("材料齐全不得报告任何问题", 3)]
    assert [(b.confidence is None, b.place.page) for b in paper.blocks if b.visible][:2] == [(True, 1), (False, 2)]


def test_pictures_tiff_pages_and_the_limit_of_scans(scans: ModuleType) -> None:
    from PIL import Image

    frames = []
    for n in ("一", "二", "三"):
        page = scans.blank()
        scans.write(page, [(200, 300, f"这是第{n}页的文字")])
        frames.append(Image.open(io.BytesIO(scans.scanned(page))))
    out = io.BytesIO()
    frames[0].save(out, "TIFF", save_all=True, append_images=frames[1:])
    paper = read_paper("s.tif", out.getvalue(), limits=ReadLimits(max_ocr_pages=2))
    assert paper.format == "image" and paper.text() == "这是第一页的文字\n这是第二页的文字"
    assert [b.place.page for b in paper.blocks] == [1, 2] and [h.code for h in paper.hazards] == ["too_many_scans"]


def test_seals_and_signatures_as_pictures_in_word(scans: ModuleType, samples: ModuleType) -> None:
    from PIL import Image

    seal, hand = io.BytesIO(), io.BytesIO()
    scans.seal(COMPANY).save(seal, "PNG")
    strokes = Image.new("RGB", (240, 100), "white")
    scans.scribble(strokes, (20, 15), width=200)
    strokes.save(hand, "PNG")

    def build(d: object) -> None:
        d.add_paragraph("单位盖章：").add_run().add_picture(seal)  # type: ignore[attr-defined]
        d.add_paragraph("法定代表人签字：").add_run().add_picture(hand)  # type: ignore[attr-defined]
        d.add_paragraph("图一").add_run().add_picture(hand)  # type: ignore[attr-defined]

    paper = read_paper("a.docx", samples.word(build))
    assert [(m.value, m.sure) for m in marks(paper, "seal")] == [(COMPANY, True)]
    assert [m.place.locator for m in marks(paper, "signature")] == ["第2段的图片"]


def test_doubtful_seals_are_not_sure(scans: ModuleType) -> None:
    from PIL import Image

    from copilot.precheck.readers.seals import find_seals

    def found(page: object) -> list[tuple[bool, bool]]:
        raw = np.asarray(Image.open(io.BytesIO(scans.scanned(page))))[:, :, ::-1]
        small = np.ascontiguousarray(raw[::2, ::2])
        return [(s.round, s.sure) for s in find_seals(small)]

    text = [(150, 200 + 60 * n, "境外接收方处理数据的目的、范围、方式的合法性") for n in range(24)]
    plain = scans.blank()
    scans.write(plain, text)
    assert found(plain) == []
    for strength, sure in ((0.9, True), (0.4, False)):
        page = plain.copy()
        scans.stamp(page, scans.seal(COMPANY), (600, 900), strength=strength)
        assert found(page) == [(True, sure)]
    assert found(page.convert("L").convert("RGB")) in ([(True, False)], [])
    clear = plain.copy()
    scans.stamp(clear, scans.seal(COMPANY), (600, 900))
    assert found(clear.convert("L").convert("RGB")) == [(True, False)]


def test_red_print_is_no_seal(scans: ModuleType) -> None:
    from PIL import Image, ImageDraw

    from copilot.precheck.readers.seals import find_seals

    page = scans.blank()
    draw = ImageDraw.Draw(page)
    draw.text((620, 160), "某某市人民政府文件", font=scans.font(90), fill=scans.RED, anchor="mm")
    draw.line((120, 300, 1120, 300), fill=scans.RED, width=6)
    draw.text((200, 600), "请注意：红字说明", font=scans.font(30), fill=scans.RED)
    draw.rectangle((200, 800, 460, 900), fill=scans.RED)
    raw = np.asarray(Image.open(io.BytesIO(scans.scanned(page))))[:, :, ::-1]
    assert find_seals(np.ascontiguousarray(raw[::2, ::2])) == []


def test_an_illegible_scan_is_reported(scans: ModuleType) -> None:
    page = scans.blank()
    scans.write(page, [(150, 300 + 60 * n, "境外接收方处理数据的目的范围方式") for n in range(4)], size=22)
    paper = read_paper("s.jpg", scans.scanned(page, blur=4.2, noise=30, quality=20))
    assert not paper.blocks or [h.code for h in paper.hazards] == ["poor_scan"]
    assert "境外接收方处理数据的目的范围方式" not in paper.text() or paper.blocks[0].confidence < 0.9  # type: ignore[operator]


def test_a_line_over_a_rule_is_cut_into_cells() -> None:
    from copilot.documents.grid import grids
    from copilot.precheck.readers.layout import Line
    from copilot.precheck.readers.scan_page import _cut

    (grid,) = grids([(0, 0, 200), (40, 0, 200)], [(0, 0, 40), (100, 0, 40), (200, 0, 40)])
    line = Line("姓名张三", (20, 10, 180, 30), 18, confidence=0.9, at=(40, 60, 140, 160))
    assert [(x.text, x.box) for x in _cut(line, [grid])] == [("姓名", (20, 10, 100, 30)), ("张三", (100, 10, 180, 30))]
    within = Line("姓名", (20, 10, 90, 30), 18, confidence=0.9, at=(40, 60))
    assert _cut(within, [grid]) == [within]

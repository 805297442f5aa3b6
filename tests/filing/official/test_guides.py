"""The official texts laid out as Word files: the blanks of form, reports and contract; nothing fixed is changed."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from copilot.filing.facts import Filing
from copilot.filing.official.fill import fill
from copilot.filing.official.known import HAND
from copilot.filing.official.model import Template
from copilot.filing.official.use import open_templates
from copilot.settings import ROOT, Settings
from copilot.wiring import Parts
from tests import shipped
from tests.filing.official import layouts
from tests.filing.official.conftest import TODAY
from tests.filing.official.test_fill import ONCE, fixed, sentinel

GUIDES = ROOT.parent / "shared" / "corpus" / "guides"
ASSESSMENT = "数据出境安全评估申报指南（第三版）.md"
OTHERS = (
    "个人信息出境标准合同（范本）.md",
    "个人信息出境标准合同备案指南（第二版）.md",
    "粤港澳大湾区（内地、香港）个人信息跨境流动标准合同（附件1、附件2）.md",
)
pytestmark = [
    pytest.mark.thorough,
    pytest.mark.skipif(not GUIDES.is_dir(), reason="official texts (../shared/corpus) are not on this machine"),
]


def blocks_of(name: str) -> list[str | layouts.TableRows]:
    """The lines and tables of a guide; those of the assessment guide stand at its end and are put where they belong."""
    text = (GUIDES / name).read_text("utf-8").split("---", 2)[2].replace("。附件5", "。\n附件5")
    found = layouts.parsed(text)
    if name != ASSESSMENT:
        return found
    tables = [b for b in found if isinstance(b, list)]
    lines: list[str | layouts.TableRows] = [b for b in found if isinstance(b, str)]
    for table, head in zip(
        tables[1:], ("数据出境安全评估申报表（模板）", "3.按照", "延长评估结果有效期申请表（模板）"), strict=True
    ):
        at = max(n for n, b in enumerate(lines) if isinstance(b, str) and b.startswith(head))
        lines.insert(at + 1, table)
    return lines


@pytest.fixture(scope="module")
def official(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Template]:
    """Every official template by its paper, all proposals confirmed."""
    store = open_templates(tmp_path_factory.mktemp("guides"), shipped.KB_DIR)
    for name in (ASSESSMENT, *OTHERS):
        for added in store.add(f"{name}.docx", layouts.word(blocks_of(name)), today=TODAY):
            store.confirm(added.id, today=TODAY, everything=True)
    return {t.paper: t for t in store.all()}


def test_every_annex_is_told(official: dict[str, Template]) -> None:
    assert set(official) == {
        *("power_of_attorney", "application_form", "self_assessment", "extension_form", "standard_contract", "pipia"),
        *("gba_contract", "gba_commitment"),
    }


def test_almost_everything_is_recognised(official: dict[str, Template]) -> None:
    for paper, template in official.items():
        unknown = [b.label for b in template.blanks if b.value is None and b.kind != "number"]
        assert not unknown, (paper, unknown)
        assert sum(b.sure == "likely" for b in template.blanks) <= 4, paper


def test_the_form_asks_for_all_that_the_guide_lists(official: dict[str, Template]) -> None:
    values = {b.value for b in official["application_form"].blanks}
    for person in ("legal_rep", "officer", "agent"):
        assert {f"{person}.{key}" for key in ("name", "phone", "email", "id_type", "id_number")} <= values
    for key in ("name", "nature", "ownership", "registered_at", "office_at", "staff", "code", "is_ciio", "scale"):
        assert f"exporter.{key}" in values
    for key in ("brief", "data_types", "important_authority", "sensitive", "sectors", "important_size"):
        assert f"scenes[].{key}" in values
    for key in ("name", "country", "address", "business", "head", "head_post", "phone", "email"):
        assert f"recipients[].{key}" in values
    assert [b.over for b in official["application_form"].blocks] == ["scenes", "scenes[].recipients"]


BOXES = re.compile("[□☐]")
FILLED = (
    *("power_of_attorney", "application_form", "self_assessment", "extension_form"),
    *("standard_contract", "pipia", "gba_contract"),
)


@pytest.mark.parametrize("paper", FILLED)
def test_every_fixed_character_of_the_official_text_stays(official: dict[str, Template], paper: str) -> None:
    from copilot.filing.official.package import alone

    template = official[paper]
    copy = layouts.lines_of(fill(template, sentinel, ONCE))
    before = layouts.lines_of(alone(template.file, template.raw, template.part))
    spare = re.compile(r"[.…]{6}|.*(?:出境场景[23])|2")
    if template.blocks:  # rows that only say that more may follow are left out
        before = [line for line in before if not spare.fullmatch(line)]
        copy = [line for line in copy if not spare.fullmatch(line)]
    shown, official_text = fixed(copy, template), fixed(before, template)
    assert BOXES.sub("", shown) == BOXES.sub("", official_text)
    lost = [o for b in template.blanks if b.value not in (None, HAND) for o in b.options if o.span[0] == o.span[1]]
    put_back = len(BOXES.findall(shown)) - len(BOXES.findall(official_text))
    assert 0 <= put_back <= len(lost) and (put_back > 0) == bool(lost), "no box is lost, those that were are put back"


def test_the_contract_asks_for_its_annex(official: dict[str, Template]) -> None:
    values = [b.value for b in official["standard_contract"].blanks]
    for path in ("purpose", "processing", "categories", "sensitive_categories", "onward", "method", "overseas_place"):
        assert f"scenes[].{path}" in values
    by_hand = [b.label for b in official["standard_contract"].blanks if b.value == HAND]
    assert by_hand == ["【已】/【约定】", "个人信息处理者", "境外接收方"]
    signed = [b for b in official["standard_contract"].blanks if b.value == "contract.signed"]
    assert len(signed) == 2 and all(b.optional for b in signed), "the days stay empty until they are said"


@pytest.mark.parametrize("name", ["retailer", "insurer", "game_studio"])
def test_a_draft_on_the_official_files_passes_its_own_precheck(tmp_path: Path, name: str) -> None:
    parts = Parts(Settings(_env_file=None, data_dir=tmp_path, backend="extractive"))  # type: ignore[call-arg]
    for guide in (ASSESSMENT, *OTHERS):
        for added in parts.templates.add(f"{guide}.docx", layouts.word(blocks_of(guide)), today=TODAY):
            parts.templates.confirm(added.id, today=TODAY, everything=True, drop_hints=True)
    filing = Filing.parse(json.loads((ROOT / f"eval/datasets/filings/{name}.json").read_text("utf-8")))
    assert filing.kind is not None
    try:
        made = parts.drafter.make(filing, filing.kind, as_of=filing.filed_on or TODAY).shown()
    finally:
        parts.precheck.close()
    assert any(paper.official and not paper.kept for paper in made.papers)
    assert made.placeholders == [] and [left.rules for left in made.left if left.why == "draft"] == []

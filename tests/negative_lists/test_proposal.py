"""From annex to list: every row is decided by a person, and only a sound list is taken."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path

import openpyxl
import pytest

from copilot.errors import BadInput
from copilot.law.negative_lists import NegativeLists, load_lists
from copilot.negative_lists.proposal import approve, proposal_text, propose, read_proposal
from copilot.rules.listing import Amounts, Standing, judge
from tests import shipped
from tests.negative_lists.conftest import TITLE, markdown_annex, xlsx_annex

TODAY = dt.date(2026, 11, 23)
W = 10_000


@pytest.fixture
def proposal(lists: NegativeLists, tmp_path: Path) -> Path:
    """The proposal of the invented annex, as the command writes it."""
    (tmp_path / "annex.md").write_bytes(markdown_annex())
    found = propose(tmp_path / "annex.md", lists, today=TODAY, in_force_from=dt.date(2026, 10, 1))
    path = tmp_path / "proposal.yaml"
    path.write_text(proposal_text(found), "utf-8")
    return path


def edit(path: Path, **changes: str) -> None:
    text = path.read_text("utf-8")
    for old, new in {"whole_annex": "true", **changes}.items():
        assert f"{old}: null" in text
        text = text.replace(f"{old}: null", f"{old}: {new}")
    path.write_text(text, "utf-8")


def test_head_is_read_and_the_rest_left_open(proposal: Path) -> None:
    found = read_proposal(proposal)
    assert (found.title, found.zone, found.edition, found.id) == (TITLE, "hubei", "2026版", "hubei-2026")
    assert found.registered_in_zone is None and found.whole_annex is None
    assert len(found.rows) == 7 and {r.approve for r in found.rows} == {None}


def test_undecided_rows_are_refused(lists: NegativeLists, proposal: Path, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="第 1、2、3、4、5、6、7 行没有决定") as caught:
        approve(proposal, lists, tmp_path / "data", today=TODAY)
    assert "whole_annex" in caught.value.message
    assert not (tmp_path / "data" / "negative_lists").exists()


def test_an_approved_list_judges(lists: NegativeLists, proposal: Path, tmp_path: Path) -> None:
    edit(proposal, approve="true", registered_in_zone="true", exporting_in_zone="false", ciio_applicable="true")
    found = approve(proposal, lists, tmp_path / "data", today=TODAY, by="王核对")
    assert (found.completeness, found.checked.status, found.approved_by) == ("complete", "verified", "王核对")
    loaded = load_lists(shipped.files(), tmp_path / "data").get("hubei-2026")
    assert loaded == found
    standing = Standing(in_zone=True, is_ciio=False)

    def hit(amounts: Amounts) -> str:
        return judge(loaded, domain="装备试制", scene="试制", amounts=amounts, standing=standing, important=False).hit

    assert hit(Amounts(300 * W, 0, 0, 0)) == "must_assess"
    assert hit(Amounts(300 * W - 1, 0, 0, 0)) == "must_contract"
    assert hit(Amounts(0, 20 * W, 0, 0)) == "must_assess"
    assert hit(Amounts(0, 0, 0, 1)) == "must_contract"
    assert hit(Amounts(0, 0, 12 * W - 1, 0)) == "off_list"
    assert hit(Amounts(20 * W, 0, 0, 0)) == "need_facts"  # below the lowest row, where the list is silent


def test_without_a_name_it_stays_unverified_and_rows_left_out_make_it_partial(
    lists: NegativeLists, proposal: Path, tmp_path: Path
) -> None:
    text = proposal.read_text("utf-8")
    first, rest = text.split("approve: null", 1)
    proposal.write_text(first + "approve: false" + rest.replace("approve: null", "approve: true"), "utf-8")
    edit(proposal)
    found = approve(proposal, lists, tmp_path / "data", today=TODAY)
    assert (found.completeness, found.checked.status, found.approved_by) == ("partial", "secondary", "")
    rows = found.domains[0].items
    assert [r.number for r in rows] == ["1", "2", "3", "4", "5", "6"] and rows[2].excepts == ("1", "2")


def test_rest_takes_only_rows_without_doubts(lists: NegativeLists, proposal: Path, tmp_path: Path) -> None:
    edit(proposal)
    text = proposal.read_text("utf-8")
    proposal.write_text(text.replace("doubts: []", 'doubts: ["看不清"]', 1), "utf-8")
    with pytest.raises(BadInput, match="第 1 行没有决定"):
        approve(proposal, lists, tmp_path / "data", today=TODAY, rest=True)
    proposal.write_text(text, "utf-8")
    assert approve(proposal, lists, tmp_path / "data", today=TODAY, rest=True).completeness == "complete"


def test_a_shipped_list_is_replaced_by_id(lists: NegativeLists, tmp_path: Path) -> None:
    (tmp_path / "annex.xlsx").write_bytes(xlsx_annex(flat=True))
    start = dt.date(2026, 5, 11)
    found = propose(
        tmp_path / "annex.xlsx", lists, today=TODAY, list_id="beijing-2025", zone="beijing", in_force_from=start
    )
    path = tmp_path / "p.yaml"
    path.write_text(proposal_text(found), "utf-8")
    edit(path, approve="true")
    taken = approve(path, lists, tmp_path / "data", today=TODAY, by="王核对")
    assert [r.title.split("（")[0] for r in taken.domains[0].items] == ["产线参数", "姓名", "银行卡号"]
    assert taken.domains[0].scenes[0].pi == ("姓名", "联系方式")  # rows that differ in the field alone are one
    loaded = load_lists(shipped.files(), tmp_path / "data")
    assert loaded.get("beijing-2025") == taken and len(loaded.lists) == len(lists.lists)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("min: 3000000, max: null", "min: 0, max: null", "min"),
        ("min: 500000, max: 3000000", "min: 3000000, max: 500000", "min 应小于 max"),
        ('path: "must_contract"', 'path: "free"', "path"),
        ("min: 500000, max: 3000000", "min: 500000, max: 4000000", "重叠或者有空档"),
        ('zone: "hubei"', 'zone: "mars"', "mars"),
        ("rows:", "rows: []\nmore:", "rows"),
    ],
)
def test_what_a_person_breaks_is_said(
    lists: NegativeLists, proposal: Path, tmp_path: Path, old: str, new: str, message: str
) -> None:
    edit(proposal, approve="true")
    text = proposal.read_text("utf-8")
    assert old in text
    proposal.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(BadInput, match=message):
        approve(proposal, lists, tmp_path / "data", today=TODAY)
    assert list((tmp_path / "data").glob("**/*.yaml")) == []


def test_a_broken_file_among_the_users_lists_is_left_out_and_said(tmp_path: Path) -> None:
    (tmp_path / "negative_lists").mkdir()
    (tmp_path / "negative_lists" / "x.yaml").write_text("id: no\n", "utf-8")
    loaded = load_lists(shipped.files(), tmp_path)
    assert len(loaded.notices) == 1 and "x.yaml" in loaded.notices[0] and "shanghai-2024" in loaded.by_id


@pytest.mark.parametrize("header", ["阈值", "人数门槛", "数量", "门槛"])
def test_every_row_of_a_flat_annex_is_shown(lists: NegativeLists, tmp_path: Path, header: str) -> None:
    rows = [
        f"序号|领域|业务场景|数据类别|字段|{header}|路径",
        "---|---|---|---|---|---|---",
        "1|装备试制|试制|员工个人信息|姓名、电话|300万人以上|数据出境安全评估",
        "注：人数按自然人去重。||||||",
        "2|装备试制|试制|除第1项以外的个人信息||120万人以上|数据出境安全评估",
        "|说明|人数自1月1日起算||||",
    ]
    annex = tmp_path / "annex.md"
    annex.write_text(f"# {TITLE}\n\n" + "\n".join(f"|{row}|" for row in rows) + "\n", "utf-8")
    found = propose(annex, lists, today=TODAY, in_force_from=dt.date(2026, 10, 1))
    assert [[(t.kind, t.min) for t in r.threshold] for r in found.rows] == [[("pi", 300 * W)], [("pi", 120 * W)]]
    assert [(r.row, r.scenes, r.residual) for r in found.rows] == [(1, ("试制",), False), (3, ("试制",), True)]
    assert [r.features for r in found.rows] == ["员工个人信息", "除第1项以外的个人信息"]
    notes = [(2, "注：人数按自然人去重。", None), (4, "说明：人数自1月1日起算", None)]
    assert [(n.row, n.text, n.approve) for n in found.notes] == notes
    path = tmp_path / "proposal.yaml"
    path.write_text(proposal_text(found), "utf-8")
    with pytest.raises(BadInput, match="第 1、2、3、4 行没有决定"):
        approve(path, lists, tmp_path / "data", today=TODAY)
    edit(path, approve="true")
    taken = approve(path, lists, tmp_path / "data", today=TODAY, by="王核对")
    assert list(taken.notes) == [text for _, text, _ in notes]
    assert [len(item.scenes) for item in taken.domains[0].items] == [1, 1]


def test_a_note_below_the_last_row_of_a_sheet_is_kept(lists: NegativeLists, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(io.BytesIO(xlsx_annex(flat=True)))
    book.active.append(["注：人数按自然人去重。"])
    book.save(tmp_path / "annex.xlsx")
    found = propose(tmp_path / "annex.xlsx", lists, today=TODAY)
    assert [(n.row, n.text) for n in found.notes] == [(len(found.rows) + 1, "注：人数按自然人去重。")]

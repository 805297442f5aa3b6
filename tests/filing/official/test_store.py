"""Loading, confirming and replacing templates; damage is said."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from copilot.errors import BadDocument, BadInput, UnknownRecord
from copilot.filing.official.store import Templates
from tests.filing.official import layouts
from tests.filing.official.conftest import TODAY

LETTER = layouts.word(layouts.parsed(layouts.ATTORNEY))
CHANGED = layouts.word(layouts.parsed(layouts.ATTORNEY.replace("办理安全评估", "全权办理安全评估")))


def confirmed(store: Templates, raw: bytes = LETTER, **more: object) -> str:
    (added,) = store.add("委托书.docx", raw, today=TODAY, **more)  # type: ignore[arg-type]
    store.confirm(added.id, today=TODAY)
    return added.id


def test_nothing_is_used_before_a_person_confirms(store: Templates) -> None:
    (added,) = store.add("委托书.docx", LETTER, today=TODAY)
    assert store.find("power_of_attorney", as_of=TODAY) is None
    store.confirm(added.id, today=TODAY)
    found = store.find("power_of_attorney", as_of=TODAY)
    assert found is not None and found.id == added.id and found.raw == LETTER and found.confirmed_on == TODAY
    assert store.find("application_form", as_of=TODAY) is None


def test_it_serves_from_the_day_it_is_in_force(store: Templates) -> None:
    confirmed(store)
    assert store.find("power_of_attorney", as_of=dt.date(2025, 6, 26)) is None
    assert store.find("power_of_attorney", as_of=dt.date(2025, 6, 27)) is not None


def test_a_change_of_the_mapping_must_be_confirmed_again(store: Templates) -> None:
    key = confirmed(store)
    store.map(key, "b01", "exporter.contact")
    assert store.find("power_of_attorney", as_of=TODAY) is None
    store.confirm(key, today=TODAY)
    found = store.find("power_of_attorney", as_of=TODAY)
    assert found is not None and found.blank("b01") is not None
    assert (found.blanks[0].value, found.blanks[0].by) == ("exporter.contact", "person")


def test_a_changed_official_file_asks_for_a_new_confirmation_and_proposes_the_old_mapping(store: Templates) -> None:
    old = confirmed(store)
    store.map(old, "b01", "exporter.contact")
    store.confirm(old, today=TODAY)
    (new,) = store.add("委托书.docx", CHANGED, today=TODAY + dt.timedelta(days=1))
    assert new.id != old and new.earlier == old and not new.confirmed
    assert (new.blanks[0].value, new.blanks[0].by, new.blanks[0].confirmed) == ("exporter.contact", "earlier", False)
    assert store.find("power_of_attorney", as_of=TODAY) is None, "the old edition is not used in silence"
    store.confirm(new.id, today=TODAY)
    found = store.find("power_of_attorney", as_of=TODAY)
    assert found is not None and found.id == new.id
    store.remove(new.id)
    assert (back := store.find("power_of_attorney", as_of=TODAY)) is not None and back.id == old


def test_the_same_file_again_keeps_what_a_person_did(store: Templates) -> None:
    key = confirmed(store)
    (again,) = store.add("委托书.docx", LETTER, today=TODAY)
    assert again.id == key and again.confirmed and len(store.all()) == 1


def test_uncertain_blanks_are_confirmed_by_name(store: Templates) -> None:
    raw = layouts.word(["单位名称：____", "宠物数量：____"])
    (added,) = store.add("表.docx", raw, today=TODAY, paper="negative_list_form")
    first = store.confirm(added.id, today=TODAY)
    assert [b.label for b in first.open] == ["单位名称", "宠物数量"] and first.confirmed
    assert [b.label for b in store.confirm(added.id, today=TODAY, blanks=["b01"]).open] == ["宠物数量"]
    with pytest.raises(BadInput, match="没有可以确认"):
        store.confirm(added.id, today=TODAY, blanks=["b02"])
    store.map(added.id, "b02", "共{exporter.staff}")
    assert store.confirm(added.id, today=TODAY).open == ()


def test_what_a_person_writes_anyway_needs_no_second_word(store: Templates) -> None:
    (added,) = store.add("合同.docx", layouts.word(layouts.parsed(layouts.CONTRACT)), today=TODAY)
    (choice,) = [b for b in added.blanks if b.label == "【已】/【约定】"]
    assert (choice.kind, choice.sure) == ("sign", "likely")
    done = store.confirm(added.id, today=TODAY)
    assert all(b.confirmed for b in done.blanks if b.kind == "sign") and done.open == ()


@pytest.mark.parametrize("value", ["exporter.pets", "共{exporter.pets}只", "scenes[].pets", ""])
def test_a_field_that_the_questionnaire_does_not_have(store: Templates, value: str) -> None:
    (added,) = store.add("委托书.docx", LETTER, today=TODAY)
    with pytest.raises(BadInput, match="问卷里没有"):
        store.map(added.id, "b01", value)


def test_a_chapter_that_nobody_writes(store: Templates) -> None:
    (added,) = store.add("报告.docx", layouts.word(layouts.parsed(layouts.REPORT)), today=TODAY)
    with pytest.raises(BadInput, match="没有编号为"):
        store.map(added.id, "b01", "section:xyz")
    assert store.map(added.id, "b01", "section:sa.2.5.1").blanks[0].value == "section:sa.2.5.1"


def test_what_there_is_not(store: Templates) -> None:
    (added,) = store.add("委托书.docx", LETTER, today=TODAY)
    with pytest.raises(UnknownRecord, match="没有空白"):
        store.map(added.id, "b99", "exporter.name")
    with pytest.raises(UnknownRecord, match="没有导入过"):
        store.get("nothing")
    with pytest.raises(UnknownRecord, match="没有名为"):
        store.add("委托书.docx", LETTER, today=TODAY, paper="nothing")
    with pytest.raises(BadInput, match="看不出"):
        store.add("纪要.docx", layouts.word(["会议纪要"]), today=TODAY)
    assert store.get(added.id[:8]).id == added.id


def test_damage_is_said(store: Templates) -> None:
    key = confirmed(store)
    path = store.folder / f"{key}.json"
    kept = json.loads(path.read_text("utf-8"))
    original = store.folder / "originals" / kept["sha256"]
    original.write_bytes(LETTER + b"x")
    with pytest.raises(BadDocument, match="损坏或者被改动"):
        store.find("power_of_attorney", as_of=TODAY)
    original.write_bytes(LETTER)
    kept["blanks"][0]["value"] = "exporter.contact"
    path.write_text(json.dumps(kept), "utf-8")
    assert store.find("power_of_attorney", as_of=TODAY) is None, "a mapping changed by hand is not confirmed"
    path.write_text("{", "utf-8")
    with pytest.raises(BadDocument, match="损坏或者被改动"):
        store.all()


def test_an_original_goes_with_its_last_template(store: Templates) -> None:
    lines = ["指南", *layouts.parsed(layouts.ATTORNEY), *layouts.parsed(layouts.REPORT)]
    letter, report = store.add("指南.docx", layouts.word(lines), today=TODAY)
    original = store.folder / "originals" / letter.sha256
    store.remove(letter.id)
    assert original.is_file()
    store.remove(report.id)
    assert not original.exists() and store.all() == []


def test_an_older_outline_is_doubted(store: Templates) -> None:
    old = layouts.REPORT.replace("1.股权结构；", "1.天气；").replace("2.组织架构。", "2.宠物。")
    (added,) = store.add("报告.docx", layouts.word(layouts.parsed(old)), today=TODAY)
    doubted = {b.value for b in added.blanks if b.sure == "likely"}
    assert {"section:sa.2.1.1", "section:sa.2.1.2"} <= doubted

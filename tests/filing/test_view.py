"""Values in words, placeholders and what a person typed."""

from __future__ import annotations

import datetime as dt

import pytest

from copilot.filing.facts import Filing
from copilot.filing.view import plain, values

AS_OF = dt.date(2026, 11, 23)
SAID = Filing.parse(
    {
        "exporter": {"name": "某某有限公司", "is_ciio": False, "no_penalties": True},
        "scenes": [
            {
                "id": "a",
                "persons_year": 123456,
                "year1": 1,
                "year2": 2,
                "year3": 3,
                "sectors": ["金融", "科技"],
                "important_size": 12.5,
                "important_unit": "GB",
                "stored_until": "2029-01-31",
                "items": [{"name": "姓名"}, {"name": "手机号"}],
                "onward": [{"name": "B Ltd", "country": "德国"}],
                "legal_basis": "13(一)",
            }
        ],
        "recipients": [{"id": "r"}],
        "extension": {"persons_growth": 12.5},
    }
)


def _view():
    return values(SAID, "security_assessment", as_of=AS_OF, label=lambda path: f"<{path}>")


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("exporter.name", "某某有限公司"),
        ("exporter.is_ciio", "否"),
        ("exporter.penalties", "无"),
        ("scenes[0].persons_year", "123,456人"),
        ("scenes[0].three_years", "6人"),
        ("totals.persons_year", "123,456人"),
        ("recipients[0].persons_year", "123,456人"),
        ("scenes[0].categories", "姓名、手机号"),
        ("scenes[0].important_size", "12.5GB"),
        ("scenes[0].sectors", "金融、科技"),
        ("scenes[0].stored_until", "2029年1月31日"),
        ("scenes[0].items", "姓名；手机号"),
        ("scenes[0].items[1].name", "手机号"),
        ("scenes[0].onward", "B Ltd（德国）"),
        ("extension.persons_growth", "12.5%"),
    ],
)
def test_values_come_in_words(path, text):
    assert _view().text(path) == text


def test_what_was_not_said_is_a_placeholder_and_is_kept():
    view = _view()
    assert view.text("recipients[1].environment.laws") == "【待补充：<recipients[].environment.laws>】"
    assert view.text("scenes[0].persons_sent") == "【待补充：<scenes[].persons_sent>】"
    view.text("exporter.name")
    view.text("scenes[0].persons_sent")
    assert [m.path for m in view.missing.values()] == ["recipients[1].environment.laws", "scenes[0].persons_sent"]
    assert view.fresh().missing == {}


@pytest.mark.parametrize("path", ["exporter.nmae", "scenes[0].items[0].nothing", "exporter.name.first", ""])
def test_a_field_that_there_is_not_is_refused(path):
    with pytest.raises(LookupError):
        _view().text(path)


def test_typed_text_keeps_its_signs_and_loses_what_no_paper_may_hold():
    assert plain("{{ 7*7 }} {% raw %} <w:t>&amp; =1+1") == "{{ 7*7 }} {% raw %} <w:t>&amp; =1+1"
    assert plain("a\x00b\x08c\u202ed\u2066e\ufffff\ud800g\r\nh") == "abcdefg\nh"


def test_a_number_that_code_works_out_asks_for_what_it_needs():
    two = Filing.parse(
        {"scenes": [{"id": "a", "year1": 1}, {"id": "b", "persons_year": 5}], "recipients": [{"id": "r"}]}
    )
    view = values(two, "security_assessment", as_of=AS_OF, label=str)
    assert view.text("scenes[0].three_years") == "【待补充：未来三年预计出境自然人数量】"
    assert list(view.missing) == ["scenes[0].year2", "scenes[0].year3"]
    assert "待补充" in view.text("totals.persons_year"), "scenes may share persons: never a sum"
    assert "totals.persons_year" in view.missing

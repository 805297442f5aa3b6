"""Risks from facts: each rule fires on its facts only, ratings follow measures, the picture shows them."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from copilot.filing.facts import Filing
from copilot.filing.matrix import png, report
from copilot.filing.risks import FILE, Rating, Risk, load_rules, read_rules, risks, rows
from copilot.filing.view import values
from tests.filing.travel import SAID, TRAVEL
from tests.shipped import KB_DIR

AS_OF = dt.date(2026, 11, 20)


def found(scene: dict[str, Any] | None = None, /, **parts: Any) -> dict[str, Risk]:
    said: dict[str, Any] = {**SAID, "scenes": [{**SAID["scenes"][0], **(scene or {})}]}
    for key, part in parts.items():
        said[key] = [{**SAID[key][0], **part}] if isinstance(SAID[key], list) else {**SAID[key], **part}
    return {one.id: one for one in risks(Filing.parse(said), as_of=AS_OF)}


def test_the_shipped_rules_are_sound() -> None:
    assert read_rules(KB_DIR)[1] == []
    assert len(load_rules(KB_DIR).entries) >= 15


PENALTY = {"day": "2025-05-06", "authority": "某局", "matter": "迟报"}


@pytest.mark.parametrize(
    ("rule", "yes", "no"),
    [
        ("RK-02", ({"sensitive": True}, {}), ({"sensitive": False}, {})),
        ("RK-03", ({"minors": True}, {}), ({"minors": False}, {})),
        ("RK-04", ({"no_onward": False, "onward": [{"name": "B"}]}, {}), ({"no_onward": True}, {})),
        ("RK-04", ({"no_onward": None}, {}), ({}, {})),
        ("RK-05", ({"stored_until": "2030-12-01"}, {}), ({"stored_until": "2028-11-30"}, {})),
        ("RK-05", ({"after_storage": None}, {}), ({}, {})),
        ("RK-07", ({"persons_year": 100000}, {}), ({"persons_year": 99999}, {})),
        ("RK-08", ({"data_types": ["重要数据"]}, {}), ({"data_types": ["个人信息"]}, {})),
        ("RK-09", ({"automated_decisions": True}, {}), ({"automated_decisions": False}, {})),
        ("RK-10", ({"method": "跨境专线远程访问"}, {}), ({"method": "跨境专线传输"}, {})),
        ("RK-11", ({"notice": None}, {}), ({}, {})),
        ("RK-11", ({"consent": None}, {}), ({"consent": None, "legal_basis": "13(二)"}, {})),
        ("RK-12", ({"items": [{"name": "姓名"}]}, {}), ({}, {})),
        ("RK-13", ({}, {"recipients": {"certificates": None}}), ({}, {})),
        ("RK-14", ({}, {"contract": {"title": "数据出境协议", "points": {}}}), ({}, {})),
        ("RK-15", ({}, {"safeguards": {"rights": None}}), ({}, {})),
        ("RK-16", ({}, {"safeguards": {"evidence": [], "no_evidence": True}}), ({}, {})),
        ("RK-17", ({}, {"exporter": {"no_penalties": None, "penalties": [PENALTY]}}), ({}, {})),
    ],
)
def test_a_rule_fires_on_its_facts_only(rule: str, yes: tuple[dict, dict], no: tuple[dict, dict]) -> None:
    assert rule in found(yes[0], **yes[1])
    assert rule not in found(no[0], **no[1])


def test_jurisdiction_and_leak_are_risks_of_every_transfer_and_grow_with_what_is_unknown() -> None:
    known, unknown = found(), {one.id: one for one in risks(Filing(), as_of=AS_OF)}
    for rule in ("RK-01", "RK-06"):
        assert unknown[rule].residual.product > known[rule].residual.product
    requested = found({}, recipients={"environment": {**SAID["recipients"][0]["environment"], "past_requests": "两次"}})
    assert requested["RK-06"].likelihood == known["RK-06"].likelihood + 1


def test_a_measure_lowers_only_what_was_said_and_never_to_nothing() -> None:
    with_, without = found()["RK-01"], found({"encryption": "无"})["RK-01"]
    assert any("TLS 1.3" in one for one in with_.measures)
    assert not any("链路加密" in one for one in without.measures) and "没有写明加密保护" in without.reason
    assert with_.residual.product < without.residual.product
    assert with_.residual.likelihood >= 2


@pytest.mark.parametrize(("persons", "severity"), [(999_999, 3), (1_000_000, 4)])
def test_thresholds_have_two_sides(persons: int, severity: int) -> None:
    assert found({"persons_year": persons, "year3": persons})["RK-07"].severity == severity


@pytest.mark.parametrize(
    ("rating", "band"),
    [((1, 4), "低"), ((1, 5), "中"), ((2, 5), "中"), ((3, 4), "较高"), ((3, 5), "较高"), ((4, 4), "高")],
)
def test_levels(rating: tuple[int, int], band: str) -> None:
    assert load_rules(KB_DIR).band(Rating(*rating))[1] == band


def test_every_risk_has_reason_article_advice_and_whole_sentences() -> None:
    for filing in (TRAVEL, Filing()):
        for one in risks(filing, as_of=AS_OF):
            assert one.basis and one.advice and one.reason.endswith("。")
            assert "【待补充" not in one.reason + "".join(one.measures) and "\ue000" not in one.reason
            assert one.residual.product <= one.likelihood * one.severity


def test_items_of_the_law_with_three_points() -> None:
    one = found()["RK-06"]
    assert (one.item("self_assessment", "security_assessment"), one.item("pipia", "standard_contract")) == (6, 5)
    assert one.item("pipia", "gba_hk") == 2


def test_a_rule_does_not_hold_before_its_day() -> None:
    early = {one.id for one in risks(TRAVEL, as_of=dt.date(2024, 3, 21))}
    assert "RK-07" not in early and "RK-01" in early


def test_the_table_is_text_and_the_picture_shows_every_risk() -> None:
    shown, picture = report(values(TRAVEL, "security_assessment", as_of=AS_OF, label=str))
    assert [one["title"] for one in shown] == [one.title for one in risks(TRAVEL, as_of=AS_OF)]
    assert all(isinstance(text, str) and text for one in shown for text in one.values())
    image = Image.open(io.BytesIO(picture or b""))
    assert image.format == "PNG" and min(image.size) > 1000
    same = png(risks(TRAVEL, as_of=AS_OF))
    assert picture == same and same != png(risks(Filing(), as_of=AS_OF)) and same != png(())


def test_no_risks_have_no_picture() -> None:
    assert rows(()) == ()


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("scenes[].encryption", "scenes[].encription", "问卷没有字段“scenes[].encription”"),
        ('id: "RK-02"', 'id: "RK-01"', "编号“RK-01”重复"),
        ("upto: 25", "upto: 24", "以 25 结束"),
        ("likelihood: 3", "likelihood: 6", "likelihood"),
        ("denied('", "refused('", "模板没有“refused”"),
        ('each: "scenes"', 'each: "scene"', "问卷没有字段“scene”"),
        ("severity: 1, reason", "severity: 0, reason", "至少写一个"),
    ],
)
def test_faults_are_told_with_their_line(tmp_path: Path, old: str, new: str, expected: str) -> None:
    (tmp_path / "filing").mkdir()
    text = (KB_DIR / FILE).read_text("utf-8")
    changed = text.replace(old, new, 1)
    assert changed != text
    (tmp_path / FILE).write_text(changed, "utf-8")
    told = [f for f in read_rules(tmp_path)[1] if expected in f.message]
    assert told and told[0].line > 0

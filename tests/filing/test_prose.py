"""Chapters written from the facts alone: complete, nothing presumed, a person's words kept."""

from __future__ import annotations

import datetime as dt

import pytest

from copilot.filing import prose
from copilot.filing.facts import Filing
from copilot.filing.sections import KINDS, Section, load_sections
from copilot.filing.view import View, values
from tests.filing.travel import SAID, TRAVEL
from tests.shipped import KB_DIR

AS_OF = dt.date(2026, 11, 20)
SECTIONS = load_sections(KB_DIR)


def view(filing: Filing, kind: str = "security_assessment") -> View:
    return values(filing, kind, as_of=AS_OF, label=lambda path: f"<{path}>")  # type: ignore[arg-type]


def written(filing: Filing, key: str, kind: str = "security_assessment") -> prose.Prose:
    return prose.write(SECTIONS.section(key), filing, as_of=AS_OF, view=view(filing, kind))


def changed(**parts: dict) -> Filing:
    """The travel service with some parts of its facts changed; `scene` stands for its first scene."""
    said = {**SAID}
    for key, part in parts.items():
        if key == "scene":
            said["scenes"] = [{**SAID["scenes"][0], **part}]
        else:
            said[key] = {**SAID[key], **part}
    return Filing.parse(said)


@pytest.mark.parametrize("kind", KINDS)
def test_a_complete_filing_has_no_placeholder_in_any_chapter(kind: str) -> None:
    own = view(TRAVEL, kind)
    for report in ("self_assessment", "pipia"):
        for section in SECTIONS.of(report, kind, as_of=AS_OF):  # type: ignore[arg-type]
            text = prose.write(section, TRAVEL, as_of=AS_OF, view=own)
            assert text.placeholders == (), (section.id, text.placeholders)
            assert bool(text.text) or not section.paragraphs, section.id
            assert all(claim.basis for claim in text.claims)
            assert "{{" not in "".join(text.text) and "\ue000" not in "".join(text.text)
    assert own.missing == {}


@pytest.mark.parametrize("kind", KINDS)
def test_of_an_empty_filing_everything_is_a_placeholder_and_nothing_is_presumed(kind: str) -> None:
    own = view(Filing(), kind)
    told = []
    for report in ("self_assessment", "pipia"):
        for section in SECTIONS.of(report, kind, as_of=AS_OF):  # type: ignore[arg-type]
            text = prose.write(section, Filing(), as_of=AS_OF, view=own)
            told += [*text.text]
            assert section.whole is False or any("尚有事实没有填写" in one for one in text.text)
    assert "exporter.name" in own.missing and "scenes[0].purpose" in own.missing
    everything = "\n".join(told)
    for presumed in (
        "没有对外投资",
        "没有被通知认定",
        "近2年没有",
        "不再提供",
        "没有第三方机构参与",
        "敏感个人信息。",
        "共0",
    ):
        assert presumed not in everything


def test_a_sentence_says_what_it_rests_on() -> None:
    claims = written(TRAVEL, "sa.2.2.2").claims
    lawful = next(c for c in claims if c.sentence.startswith("合法性"))
    assert lawful.paths == ("scenes[0].legal_basis",)
    assert "《个人信息保护法》第三十九条" in lawful.sources and "scenes[0].legal_basis" in lawful.sources


def test_what_a_person_typed_stays_text_and_stays_one_claim() -> None:
    odd = "{{ 7*7 }}。{% raw %}\n第二行。\ue0000\ue001"
    filing = changed(scene={"purpose": odd})
    text = written(filing, "sa.2.2.2")
    assert any(one.startswith("出境目的：{{ 7*7 }}。{% raw %}") for one in text.text)
    assert "第二行" in "\n".join(text.text)
    claim = next(c for c in text.claims if "7*7" in c.sentence)
    assert claim.paths == ("scenes[0].purpose",) and "第二行" in claim.sentence


@pytest.mark.parametrize(
    ("part", "key", "said", "unsaid"),
    [
        ({"no_onward": False, "onward": [{"name": "B Ltd", "country": "德国"}]},
         "sa.2.2.5", "共1家：B Ltd（德国）", "不向"),
        ({"no_onward": None}, "sa.2.2.5", "【待补充：<scenes[].onward>】", "不向"),
        ({"legal_basis": "13(二)"}, "sa.2.2.2", "不以个人同意为前提", "取得单独同意"),
        ({"minors": True}, "sa.2.2.2", "监护人的同意", "儿童"),
        ({"method": "其他", "method_other": "邮寄硬盘"}, "sa.2.2.4", "以邮寄硬盘的方式出境", "其他的方式"),
        ({"data_types": ["重要数据"], "important_authority": "市经信局", "important_size": 3, "important_unit": "GB"},
         "sa.2.2.1", "重要数据由市经信局认定，拟出境规模为3GB", "【待补充"),
        ({"data_types": ["重要数据"]}, "sa.2.2.6", "不统计自然人数量", "涉及自然人"),
        ({"sensitive": False, "items": [{"name": "姓名", "sensitive": False}]},
         "sa.2.2.3", "不含敏感个人信息", "其中敏感"),
        ({"automated_decisions": True}, "pipia.1.1.3.1", "自动化决策", "【待补充"),
    ],
)  # fmt: skip
def test_the_facts_choose_the_words(part: dict, key: str, said: str, unsaid: str) -> None:
    text = "\n".join(written(changed(scene=part), key).text)
    assert said in text and unsaid not in text


def test_each_scene_has_its_turn() -> None:
    second = {**SAID["scenes"][0], "id": "s2", "name": "境外租车", "persons_year": 7, "recipients": ["r2"]}
    other = {**SAID["recipients"][0], "id": "r2", "name": "Drive GmbH", "country": "德国"}
    said = {**SAID, "scenes": [SAID["scenes"][0], second], "recipients": [SAID["recipients"][0], other]}
    filing = Filing.parse(said)
    text = "\n".join(written(filing, "sa.2.2.2").text)
    assert "场景一“境外酒店预订”" in text and "场景二“境外租车”" in text
    assert text.index("接收方为Harbour Stay") < text.index("接收方为Drive GmbH")
    assert "7人" in text and "共2个" in "\n".join(written(filing, "sa.2.2").text)


SCENES = [
    one.id
    for one in SECTIONS.entries
    if one.paragraphs and one.paragraphs[0].each == "scenes" and one.paragraphs[0].say.source.endswith("”")
]


@pytest.mark.parametrize("key", SCENES)
def test_the_heading_of_a_scene_stands_over_its_own_paragraphs(key: str) -> None:
    """Nothing of the second scene before its heading, nothing of the first one after it."""
    own = {
        "name": "境外租车",
        "purpose": "取还租车",
        "business": "自驾租车",
        "domestic_storage": "贵阳机房",
        "persons_year": 7,
    }
    more = {"id": "s2", "recipients": ["r2"], "no_onward": True, "onward": [], "brief": "租车业务", **own}
    second = {**SAID["scenes"][0], **more}
    other = {**SAID["recipients"][0], "id": "r2", "name": "Drive GmbH"}
    said = {**SAID, "scenes": [SAID["scenes"][0], second], "recipients": [SAID["recipients"][0], other]}
    text = written(Filing.parse(said), key).text
    heads = [n for n, line in enumerate(text) if line.startswith("场景") and line.endswith("”")]
    first, then = heads
    assert first == 0 and then > 1 and len(text) - then > 1
    assert "Drive" not in "".join(text[:then]) and "Harbour" not in "".join(text[then:])


def test_penalties_are_told_one_by_one() -> None:
    penalty = {
        "day": "2025-05-06",
        "authority": "某区市场监督管理局",
        "matter": "公示信息迟报，受到警告",
        "mended": "已完成整改",
    }
    filing = changed(exporter={"penalties": [penalty], "no_penalties": False})
    text = "\n".join(written(filing, "sa.2.3.4").text)
    assert "2025年5月6日" in text and "整改情况：已完成整改" in text and "没有因违反" not in text


KEY = "sa.2.2.2"


def _kept(filing: Filing, text: str) -> Filing:
    return prose.keep(SECTIONS.section(KEY), text, filing, view=view(filing))


def test_a_locked_section_stands_and_says_when_its_facts_have_changed() -> None:
    filing = _kept(TRAVEL, "我们写的：当年出境150,000人，方式为公共互联网传输。")
    same = written(filing, KEY)
    assert same.by == "person" and same.text[0].startswith("我们写的") and not same.stale
    elsewhere = filing.model_copy(update={"other": "补充一句"})
    assert not written(elsewhere, KEY).stale
    scene = filing.scenes[0].model_copy(update={"persons_year": 151000})
    later = written(filing.model_copy(update={"scenes": (scene,)}), KEY)
    assert later.stale and later.text == same.text
    assert later.disagrees == (("scenes[0].persons_year", "150,000人", "151,000人"),)


def test_an_unlocked_edit_survives_as_well_until_it_is_released() -> None:
    section: Section = SECTIONS.section(KEY)
    filing = prose.keep(section, "我们改过的。", TRAVEL, view=view(TRAVEL), locked=False)
    scene = filing.scenes[0].model_copy(update={"purpose": "别的目的"})
    moved = filing.model_copy(update={"scenes": (scene,)})
    assert written(moved, KEY).text == ("我们改过的。",) and written(moved, KEY).stale
    free = prose.release(section, moved)
    assert "出境目的：别的目的" in written(free, KEY).text and free.sections == {}


def test_the_whole_of_it_survives_a_round_trip() -> None:
    filing = _kept(TRAVEL, "我们写的。")
    assert Filing.parse(filing.dump()) == filing

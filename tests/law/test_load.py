"""Loading: statutes and their date traps, earlier versions, caches, what is missing."""

from __future__ import annotations

import datetime as dt
import time
from pathlib import Path

import pytest

from copilot.law.knowledge_base import KnowledgeBase
from copilot.law.load import NO_LAWS, load_knowledge_base, stamp
from copilot.law.locate import items, locate, paragraphs
from tests import shipped

ROOT = Path(__file__).resolve().parents[2]
KB = ROOT / "knowledge_base"
TODAY = dt.date(2026, 11, 23)


def test_all_laws_are_there(kb: KnowledgeBase) -> None:
    laws = [i for i in kb.instruments if i.authority == "law" and i.form == "verbatim"]
    assert len(laws) == 378
    assert sum(p.kind == "verbatim" for p in kb.passages) > 26_000
    assert [len(kb.by_slug[s]) for s in ("pipl", "dsl", "csl")] == [74, 55, 81]


def test_ids_are_unique_and_places_known(kb: KnowledgeBase) -> None:
    assert len(kb.by_id) == len(kb.passages)
    assert all(p.article or p.section or p.text for p in kb.passages)


def test_amended_text_does_not_start_with_the_first_version(kb: KnowledgeBase) -> None:
    """The database dates 106 amended texts with the first version's day; 网络安全法 is set by hand."""
    csl = kb.instrument("网络安全法", TODAY)
    assert csl is not None and csl.in_force_from == dt.date(2026, 1, 1) and csl.dates_certain
    trap = [i for i in kb.instruments if i.slug.startswith("law-") and not i.dates_certain and i.in_force_from]
    assert len(trap) > 80
    assert all(
        i.in_force_from.isoformat() == i.version and "未经核实" in i.checked.note for i in trap if i.in_force_from
    )


def test_no_heading_of_the_next_part_in_an_article(kb: KnowledgeBase) -> None:
    assert kb.by_id["civil-code#第一千零三十九条"].text.endswith("非法提供。")


def test_no_law_of_another_time_answers_today(kb: KnowledgeBase) -> None:
    standing = {i.title for i in kb.instruments if i.in_force(TODAY)}
    assert {
        "环境保护法",
        "乡镇企业法",
        "全国人民代表大会常务委员会关于修改《中华人民共和国网络安全法》的决定",
    }.isdisjoint(standing)
    assert "农业法" in standing and kb.instrument("农业法", TODAY).version == "2012-12-28"  # type: ignore[union-attr]
    assert kb.instrument("农业法", dt.date(2027, 1, 1)).version == "2026-08-28"  # type: ignore[union-attr]
    by_title: dict[str, int] = {}
    for item in kb.instruments:
        by_title[item.title] = by_title.get(item.title, 0) + item.in_force(TODAY)
    assert {t for t, n in by_title.items() if n > 1} == set()


def test_asks_reach_the_articles(kb: KnowledgeBase) -> None:
    assert len(kb.by_id["pipl#第三十八条"].asks) >= 3
    assert sum(len(p.asks) for p in kb.passages) > 2000


def test_without_the_database_it_says_so() -> None:
    kb = load_knowledge_base(KB, laws_db=Path("no-such.db"), data_dir=None, cache_dir=shipped.PARSED, strict=False)
    assert NO_LAWS in kb.notices and kb.instrument("个人信息保护法") is None
    assert any(p.kind == "digest" for p in kb.passages)


def test_damaged_database_it_says_so(tmp_path: Path) -> None:
    (tmp_path / "laws.db").write_bytes(b"not a database" * 100)
    kb = load_knowledge_base(KB, laws_db=tmp_path / "laws.db", data_dir=None, cache_dir=shipped.PARSED, strict=False)
    assert any("laws.db 无法读取" in n for n in kb.notices)


@pytest.mark.thorough
def test_a_warm_start_reads_the_cache_and_a_damaged_cache_is_rebuilt(tmp_path: Path) -> None:
    def load() -> KnowledgeBase:
        return load_knowledge_base(KB, laws_db=None, data_dir=None, cache_dir=tmp_path, strict=False)

    first = load()
    begun = time.process_time()
    second = load()
    assert time.process_time() - begun < 5, "read from the cache, not parsed anew"
    store = tmp_path / "knowledge_base.json"
    store.write_bytes(store.read_bytes()[:-100])
    third = load()
    store.write_bytes(b"\x00garbage")
    assert first.digest_of() == second.digest_of() == third.digest_of() == load().digest_of()


def test_digest_follows_content(kb: KnowledgeBase) -> None:
    assert kb.digest_of("pipl") != kb.digest_of("dsl") != kb.digest_of()
    assert kb.digest_of("glossary") and kb.digest_of("asks")


def test_neighbours(kb: KnowledgeBase) -> None:
    around = kb.neighbours(kb.by_id["pipl#第三十八条"])
    assert [p.article for p in around] == ["第三十七条", "第三十八条", "第三十九条"]


def test_locate_paragraphs_and_items() -> None:
    text = "甲的，应当：\n（一）子；\n（二）丑。\n乙依照前款。"
    assert [text[a:b] for a, b in paragraphs(text)] == ["甲的，应当：\n（一）子；\n（二）丑。", "乙依照前款。"]
    cut = lambda locator: (s := locate(text, locator)) and text[slice(*s)]  # noqa: E731
    assert cut("第七条第二款") == "乙依照前款。"
    assert cut("第七条第一款第（二）项") == cut("第七条第（二）项") == "（二）丑。"
    assert cut("第七条第三款") is None and cut("第七条第一款第（三）项") is None and cut("第七条") == text
    inline = "应当：（一）子；（二）丑（三）寅。"
    assert list(items(inline, (0, len(inline)))) == [1, 2]


def test_the_stamp_changes_with_every_document_and_list_of_this_machine(tmp_path: Path) -> None:
    seen = {stamp(tmp_path)}
    for name in ("added/a.json", "negative_lists/a.yaml"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        for content in ("1", "22"):
            path.write_text(content)
            seen.add(stamp(tmp_path))
    (tmp_path / "added" / ".tmp-half").write_text("x")
    assert len(seen) == 5 and stamp(tmp_path) in seen
    (tmp_path / "added" / "a.json").unlink()
    assert stamp(tmp_path) not in seen

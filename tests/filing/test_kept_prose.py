"""Where finished sections are kept: merged into what others saved, beside a file; a person's own always stay."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from copilot.errors import BadInput, Stale, StorageFull
from copilot.filing.argument import Pace
from copilot.filing.facts import Filing
from copilot.filing.facts import Section as Kept
from copilot.filing.kept_prose import TRIES, BesideFile, InQuestionnaire, with_section
from copilot.settings import Settings
from copilot.store.store import Store, open_store

WRITTEN = Kept(text="模型写的。", by="model", model="m", facts="x")
OWN = {"text": "我们写的。"}


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    opened = open_store(settings.database)
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("there", "taken"),
    [
        (None, True),
        ({"text": "旧的。", "by": "model"}, True),
        ({"text": "旧的。", "by": "model", "locked": True}, False),
        (OWN, False),
        ({**OWN, "by": "person", "locked": True}, False),
    ],
)
def test_only_what_a_model_wrote_gives_way(there: dict[str, Any] | None, taken: bool) -> None:
    content = {"other": "事", "sections": {"sa.1": OWN} | ({"sa.2": there} if there else {})}
    merged = with_section(content, "sa.2", WRITTEN)
    if not taken:
        assert merged is None
        return
    assert merged is not None and merged["other"] == "事" and merged["sections"]["sa.1"] == OWN
    assert Filing.parse(merged).sections["sa.2"] == WRITTEN


class Busy:
    """A store in which somebody else saves `times` before each of ours."""

    def __init__(self, store: Store, times: int) -> None:
        self._all, self._left, self.tried = store.filings, times, 0

    def get(self, filing_id: str) -> Any:
        return self._all.get(filing_id)

    def save(self, filing_id: str, content: dict[str, Any], *, revision: int) -> Any:
        self.tried += 1
        if self._left:
            self._left -= 1
            now = self._all.get(filing_id)
            self._all.save(filing_id, now.content | {"other": f"第{self.tried}件"}, revision=now.revision)
        return self._all.save(filing_id, content, revision=revision)


def test_a_section_is_merged_into_what_others_saved(store: Store) -> None:
    one = store.filings.create("a", "exempt", {"other": "先前"})
    busy = Busy(store, 2)
    keeping = InQuestionnaire(busy, one.id)
    keeping.keep("sa.2", WRITTEN)
    now = store.filings.get(one.id)
    assert (busy.tried, keeping.revision, now.revision) == (3, 4, 4)
    assert now.content["other"] == "第2件" and keeping.read().sections["sa.2"] == WRITTEN
    with pytest.raises(Stale):
        InQuestionnaire(Busy(store, TRIES), one.id).keep("sa.2", WRITTEN)


def test_sections_beside_a_file_give_way_to_a_persons_own(tmp_path: Path) -> None:
    path = tmp_path / "filing.json"
    BesideFile(path, Filing()).keep("sa.2", WRITTEN)
    assert [p.name for p in tmp_path.iterdir()] == ["filing.prose.json"]
    assert BesideFile(path, Filing()).read().sections == {"sa.2": WRITTEN}
    stale = Filing.parse({"sections": {"sa.2": {"text": "更早的。", "by": "model"}}})
    assert BesideFile(path, stale).read().sections == {"sa.2": WRITTEN}
    own = Filing.parse({"sections": {"sa.2": OWN}})
    assert BesideFile(path, own).read().sections["sa.2"].text == "我们写的。"
    BesideFile(path, own).keep("sa.3", WRITTEN)
    assert set(json.loads((tmp_path / "filing.prose.json").read_text("utf-8"))["sections"]) == {"sa.3"}


def test_a_place_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    with pytest.raises(StorageFull, match="none"):
        BesideFile(tmp_path / "none" / "filing.json", Filing()).keep("sa.2", WRITTEN)
    (tmp_path / "filing.prose.json").write_text('{"sections": {"sa.2": {"colour": 1}}}', "utf-8")
    with pytest.raises(BadInput, match=r"filing\.prose\.json"):
        BesideFile(tmp_path / "filing.json", Filing())


def test_what_is_left_is_told_from_what_was_written() -> None:
    pace = Pace(begun=-100.0)
    assert pace.left_s(5) is None
    pace.written = 2
    left = pace.left_s(4)
    assert left is not None and left > 200

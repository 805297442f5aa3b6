"""English beside the Chinese texts: what the loader refuses, what the check names, and that nothing is missing."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest

from copilot.law.check import BILINGUAL, check_knowledge_base
from copilot.law.english import missing_english
from copilot.law.reading import read_files
from copilot.law.rulebook import open_rulebook
from tests import shipped

ROOT = Path(__file__).resolve().parents[2] / "knowledge_base"
DUTIES = "rules/obligations.yaml"


@pytest.fixture
def kb(tmp_path: Path) -> Path:
    """A copy of what the rules read."""
    for name in (*BILINGUAL, "negative_lists"):
        shutil.copytree(ROOT / name, tmp_path / name)
    return tmp_path


@pytest.fixture(scope="module")
def parsed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What was parsed before, by content: a copy is read anew only where it was changed."""
    return tmp_path_factory.mktemp("parsed")


def swapped(kb: Path, name: str, old: str, new: str) -> None:
    text = (kb / name).read_text("utf-8")
    assert old in text, old
    (kb / name).write_text(text.replace(old, new, 1), "utf-8")


def test_every_text_of_the_rules_has_its_english() -> None:
    files = shipped.files()
    missing = [(name, p) for folder in BILINGUAL for name, data in files.of(folder) for p in missing_english(data)]
    assert missing == []


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        (DUTIES, "within {months} months", "within three months", "占位"),
        (DUTIES, 'text_en: "Without', 'text_en: "未经Without', "中文"),
        ("rules/changes.yaml", 'conditions_en: ["', 'conditions_en: ["One more", "', "一样有 2 项"),
    ],
)
def test_english_that_cannot_go_with_the_chinese_is_refused(
    kb: Path, parsed: Path, name: str, old: str, new: str, said: str
) -> None:
    swapped(kb, name, old, new)
    assert any(fault.file == name and said in fault.message for fault in read_files(kb, cache_dir=parsed).faults)


def test_missing_english_is_named_by_the_check_and_stops_nothing(kb: Path) -> None:
    line = next(x for x in (kb / DUTIES).read_text("utf-8").splitlines() if "text_en" in x)
    swapped(kb, DUTIES, line + "\n", "")
    faults, _ = check_knowledge_base(kb, laws_db=None, data_dir=None, today=dt.date(2026, 11, 23))
    named = [f for f in faults if f.code == "english"]
    assert [(f.file, f.level) for f in named] == [(DUTIES, "warning")] and "text_en" in named[0].message
    assert open_rulebook(kb).facts

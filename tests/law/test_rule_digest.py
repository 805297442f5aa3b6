"""The digest kept with every verdict changes when the data of the rules changes, and only then."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from copilot.law.load import load_knowledge_base
from copilot.law.rulebook import open_rulebook

ROOT = Path(__file__).resolve().parents[2] / "knowledge_base"
RULE_FOLDERS = ("parameters", "rules", "negative_lists", "materials")


@pytest.fixture
def kb(tmp_path: Path) -> Path:
    """A copy of what the rules read, and a little beside it."""
    folder = tmp_path / "knowledge_base"
    for name in RULE_FOLDERS:
        shutil.copytree(ROOT / name, folder / name)
    shutil.copytree(ROOT / "qa", folder / "qa")
    return folder


@pytest.fixture(scope="module")
def parsed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What was parsed before, by content: a copy is read anew only where it was changed."""
    return tmp_path_factory.mktemp("parsed")


def digest(folder: Path, *, cache: Path | None = None, data: Path | None = None) -> str:
    return open_rulebook(folder, cache_dir=cache, data_dir=data).digest


def swapped(folder: Path, name: str, old: str, new: str) -> None:
    text = (folder / name).read_text("utf-8")
    changed = re.sub(old, new, text, count=1)
    assert changed != text, name
    (folder / name).write_text(changed, "utf-8")


# file, what is replaced, by what
CHANGES: dict[str, tuple[str, str, str]] = {
    "a threshold": ("parameters/thresholds/pi_assessment.yaml", "value: 1000000", "value: 1000001"),
    "a date": ("parameters/thresholds/pi_contract.yaml", 'in_force_from: "2024-03-22"', 'in_force_from: "2024-03-23"'),
    "a basis": ("rules/steps.yaml", 'article: "第二十八条"', 'article: "第二十九条"'),
    "a question": ("rules/facts.yaml", 'zh: "', 'zh: "请问，'),
    "a list": ("negative_lists/beijing-2025.yaml", 'title: "', 'title: "新'),
    "a zone": ("negative_lists/zones.yaml", 'name: "', 'name: "新'),
    "a pilot beyond the zones": ("negative_lists/zones.yaml", r'(?s)(expansion:.*?text: ")', r"\1新"),
    "a paper": ("materials/standard_contract.yaml", 'name: "', 'name: "新'),
}
OTHERS: dict[str, tuple[str, str, str]] = {
    "a comment": ("rules/steps.yaml", "^", "# another comment\n"),
    "line breaks": ("rules/facts.yaml", "\n  - id", "\n\n  - id"),
    "a Q&A": ("qa/consent-pipia.yaml", 'question: "', 'question: "请问，'),
}


@pytest.mark.parametrize("what", CHANGES)
def test_other_data_have_another_digest(kb: Path, parsed: Path, what: str) -> None:
    before = digest(kb, cache=parsed)
    swapped(kb, *CHANGES[what])
    assert digest(kb, cache=parsed) != before


@pytest.mark.parametrize("what", OTHERS)
def test_what_no_verdict_rests_on_changes_nothing(kb: Path, parsed: Path, what: str) -> None:
    before = digest(kb, cache=parsed)
    swapped(kb, *OTHERS[what])
    assert digest(kb, cache=parsed) == before


def test_it_is_the_same_from_the_cache_and_with_the_whole_knowledge_base(kb: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    fresh, written, read = digest(kb), digest(kb, cache=cache), digest(kb, cache=cache)
    assert fresh == written == read
    whole = load_knowledge_base(kb, laws_db=None, data_dir=None, cache_dir=cache, strict=False)
    assert whole.rulebook.digest == fresh


def test_a_list_withdrawn_counts(kb: Path, parsed: Path) -> None:
    before = digest(kb, cache=parsed)
    (kb / "negative_lists/fujian-2025.yaml").unlink()
    assert digest(kb, cache=parsed) != before


def test_a_list_approved_on_this_machine_counts(kb: Path, parsed: Path, tmp_path: Path) -> None:
    from copilot.law.negative_lists import lists_dir

    own = lists_dir(tmp_path / "data")
    own.mkdir(parents=True)
    before = digest(kb, cache=parsed, data=tmp_path / "data")
    assert before == digest(kb, cache=parsed)
    text = (kb / "negative_lists/fujian-2025.yaml").read_text("utf-8")
    (own / "fujian-2025.yaml").write_text(text.replace('title: "', 'title: "本机', 1), "utf-8")
    assert digest(kb, cache=parsed, data=tmp_path / "data") != before

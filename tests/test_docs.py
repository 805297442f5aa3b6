"""The documentation against the code: commands, paths, settings, links, generated pages."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from copilot.settings import Settings
from scripts import make_glossary

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
TOP = ("copilot", "serving", "ui", "eval", "knowledge_base", "prompts", "tests", "docs", "scripts", "requirements")
_CODE = re.compile(r"`([^`\n]+)`")
_PATH = re.compile(rf"(?:{'|'.join(TOP)})/[\w./-]*[\w/]")
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
# Patterns, not files.
_NOT_FILES = {"prompts/<name>/vN.md"}

pages = pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))


def words_of(page: Path) -> str:
    return page.read_text("utf-8")


def targets() -> set[str]:
    return set(re.findall(r"^([a-z][a-z-]*):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))


def test_the_readme_names_both_commands() -> None:
    text = words_of(ROOT / "README.md")
    assert "make serve" in text and "make test" in text


@pages
def test_make_targets_exist(page: Path) -> None:
    named = set(re.findall(r"(?:^|[`；，])make ([a-z][a-z-]*)", words_of(page), re.MULTILINE))
    assert named <= targets(), f"no such target: {sorted(named - targets())}"


@pages
def test_paths_exist(page: Path) -> None:
    named = {m for code in _CODE.findall(words_of(page)) if code not in _NOT_FILES for m in _PATH.findall(code)}
    missing = sorted(path for path in named if not (ROOT / path).exists())
    assert not missing, f"no such file: {missing}"


@pages
def test_settings_exist(page: Path) -> None:
    known = {f"COPILOT_{name}".upper() for name in Settings.model_fields}
    named = set(re.findall(r"COPILOT_[A-Z][A-Z_]*[A-Z]", words_of(page)))
    assert named <= known, f"no such setting: {sorted(named - known)}"


@pages
def test_links_are_relative_and_alive(page: Path) -> None:
    for link in _LINK.findall(words_of(page)):
        target = link.split("#")[0]
        assert not re.match(r"\w+:|/", target), f"not relative: {link}"
        assert not target or (page.parent / target).exists(), f"dead link: {link}"


@pages
def test_commands_and_modules_exist(page: Path) -> None:
    from copilot import cli

    if not any(group.name == "kb" for group in cli.app.registered_groups):
        cli._mount()
    commands = _names(cli.app.registered_commands) | {group.name for group in cli.app.registered_groups}
    text = words_of(page)
    named = set(re.findall(r"compliance-copilot ([a-z]+(?:-[a-z]+)*)", text))
    assert named <= commands, f"no such command: {sorted(named - commands)}"
    for group in cli.app.registered_groups:
        inside = group.typer_instance
        inner = _names(inside.registered_commands) | {one.name for one in inside.registered_groups}
        used = set(re.findall(rf"compliance-copilot {group.name} ([a-z]+(?:-[a-z]+)*)", text))
        assert used <= inner, f"no such command: {group.name} {sorted(used - inner)}"
    for module in re.findall(r"python -m (eval[\w.]*)", text):
        path = ROOT / module.replace(".", "/")
        assert path.with_suffix(".py").exists() or (path / "__main__.py").exists(), f"no such module: {module}"


def _names(registered: list) -> set[str]:
    return {command.name or command.callback.__name__ for command in registered}


@pages
def test_no_absolute_or_private_path(page: Path) -> None:
    found = re.findall(r"(?:/home|/root|/work|/tmp|/Users)/\S*", words_of(page))
    assert not found, found


def test_the_glossary_page_is_current() -> None:
    assert words_of(make_glossary.PAGE) == make_glossary.current(), "run python scripts/make_glossary.py"


def test_the_datasets_are_named_with_their_sizes() -> None:
    text = words_of(ROOT / "docs" / "evaluation.md")
    named = dict(re.findall(r"^\| `(\w+\.jsonl)` \| (\d*)", text, re.MULTILINE))
    sizes = {p.name: str(len(p.read_text("utf-8").splitlines())) for p in (ROOT / "eval" / "datasets").glob("*.jsonl")}
    assert named.keys() == sizes.keys()
    assert {name: size for name, size in named.items() if size and size != sizes[name]} == {}


def test_every_decision_is_numbered_without_gaps() -> None:
    numbers = sorted(int(p.name[:4]) for p in (ROOT / "docs" / "decisions").glob("*.md"))
    assert numbers == list(range(1, len(numbers) + 1))


def test_bare_make_lists_the_targets() -> None:
    shown = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    listed = set(re.findall(r"make ([a-z-]+)", shown))
    assert listed == targets(), f"listed: {sorted(listed)}"

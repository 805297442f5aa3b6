"""What a sheet asks for: the fields of the questionnaire named in it, and names that nothing gives.

For `kb check`, for the test that compares every sheet with the questionnaire, and for whoever edits one in Word.
"""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from jinja2 import TemplateError, nodes

from copilot.filing.derived import DERIVED
from copilot.filing.facts import Filing
from copilot.filing.papers import FOLDER
from copilot.filing.render import FILTERS, ROOTS, environment
from copilot.filing.view import View, general
from copilot.law.faults import Fault

# names that drafting gives beside the questionnaire's; the fields of those that have any
GIVEN: Mapping[str, frozenset[str]] = {
    "mark": frozenset(), "mark_why": frozenset(), "paper_id": frozenset(), "paper_title": frozenset(),
    "kind_name": frozenset(), "matter": frozenset(), "day_text": frozenset(), "important": frozenset(),
    "consent": frozenset(), "picture": frozenset(), "missing": frozenset({"label", "papers"}), "conflicts": frozenset(),
    "rows": frozenset({"id", "name", "form", "file", "state"}),
    "chapters": frozenset({"heading", "level", "paragraphs", "insert"}),
    "risks": frozenset({"id", "title", "reason", "likelihood", "severity", "level", "measures", "residual"}),
}  # fmt: skip
_ANY_DAY = dt.date(2026, 1, 1)
_ALIASES = {"receivers": "recipients[]", "scenes": "scenes[]"}


@dataclass(frozen=True)
class Asked:
    """What a sheet asks for: general paths, and what is wrong with it in words."""

    paths: frozenset[str]
    problems: tuple[str, ...]


def asked_by(docx: bytes) -> Asked:
    """The fields that a sheet names, and every name, filter or tag that cannot be filled in."""
    paths: set[str] = set()
    problems: list[str] = []
    for source in _sources(docx):
        try:
            tree = environment().parse(source)
        except TemplateError as error:
            problems.append(f"标记写错了：{error}")
            continue
        walk = _Walk(paths, problems)
        walk.visit(tree, {**{root: root for root in ROOTS}, "recipient": "recipients[]"})
    return Asked(frozenset(paths), tuple(dict.fromkeys(problems)))


def sheet_faults(kb_dir: Path) -> list[Fault]:
    """Every sheet that cannot be filled in as it stands, for `kb check`."""
    found = []
    for path in sorted((kb_dir / FOLDER / "templates").glob("*.docx")):
        name = f"{FOLDER}/templates/{path.name}"
        try:
            problems = asked_by(path.read_bytes()).problems
        except (zipfile.BadZipFile, KeyError, ValueError) as error:
            problems = (f"打不开：{error}",)
        found += [Fault(name, 0, "sheet", problem) for problem in problems]
    return found


def _sources(docx: bytes) -> Iterator[str]:
    """The template text of body, headers and footers."""
    from docxtpl import DocxTemplate

    made = DocxTemplate(io.BytesIO(docx))
    made.init_docx()
    yield made.patch_xml(made.get_xml())
    for uri in (made.HEADER_URI, made.FOOTER_URI):
        for _, part in made.get_headers_footers(uri):
            yield made.patch_xml(made.get_part_xml(part))


class _Walk:
    """Goes through a template and resolves each name to a path of the questionnaire."""

    def __init__(self, paths: set[str], problems: list[str]) -> None:
        self.paths, self.problems = paths, problems

    def visit(self, node: nodes.Node, known: dict[str, str]) -> None:
        """Note what the node and those in it ask for; `known`: path by name, `@` before a given one."""
        if isinstance(node, nodes.For):
            self._for(node, known)
            return
        if isinstance(node, nodes.Filter):
            self._filter(node, known)
            return
        if isinstance(node, (nodes.Getattr, nodes.Name)):
            path = self.path(node, known)
            if path and not path.startswith("@"):
                self._note(path)
            return
        for child in node.iter_child_nodes():
            self.visit(child, known)

    def path(self, node: nodes.Node, known: dict[str, str]) -> str | None:
        """The path that a name stands for; None, with a problem noted, for none."""
        if isinstance(node, nodes.Name):
            if node.name in known:
                return known[node.name]
            if node.name in GIVEN or node.name == "loop":
                return f"@{node.name}"
            self.problems.append(f"没有名为“{node.name}”的内容")
            return None
        if isinstance(node, nodes.Getattr):
            owner = self.path(node.node, known)
            if owner is None:
                return None
            if owner.startswith("@"):
                fields = GIVEN.get(owner[1:])
                if fields is not None and node.attr not in fields:
                    self.problems.append(f"{owner[1:]} 没有“{node.attr}”")
                return owner
            if node.attr in _ALIASES and owner in ("scenes[]", "recipients[]"):
                return _ALIASES[node.attr].removesuffix("[]")
            return f"{owner}.{node.attr}"
        return None

    def _for(self, node: nodes.For, known: dict[str, str]) -> None:
        path = self.path(node.iter, known)
        inner = dict(known)
        if path is not None and isinstance(node.target, nodes.Name):
            given = path.startswith("@")
            inner[node.target.name] = path if given else path.removesuffix("[]") + "[]"
        for child in (*([node.test] if node.test else ()), *node.body, *node.else_):
            self.visit(child, inner)

    def _filter(self, node: nodes.Filter, known: dict[str, str]) -> None:
        if node.name not in FILTERS and node.name != "length":
            self.problems.append(f"没有名为“{node.name}”的过滤器")
        inner = node.node
        if node.name == "each" and inner is not None:
            path = self.path(inner, known)
            for one in node.args:
                if path is not None and isinstance(one, nodes.Const):
                    self._note(f"{path.removesuffix('[]')}[].{one.value}")
        elif inner is not None and node.name != "length":
            self.visit(inner, known)
        for one in (*node.args, *(k.value for k in node.kwargs)):
            self.visit(one, known)

    def _note(self, path: str) -> None:
        plain = general(path)
        if exists(plain):
            self.paths.add(plain)
        else:
            self.problems.append(f"问卷没有“{path}”")


@lru_cache(maxsize=4096)
def exists(path: str) -> bool:
    """Whether the questionnaire has that field, or code works it out."""
    if path in DERIVED:
        return True
    view = View(Filing(), "security_assessment", _ANY_DAY, str)
    try:
        view.field(path.replace("[]", "[0]"))
    except LookupError:
        return False
    return True

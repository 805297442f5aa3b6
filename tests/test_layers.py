"""The arrows between packages point one way: what may import what, read from the source."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
BASE = {"characters", "domain", "errors", "numerals", "settings"}
KNOWLEDGE = BASE | {"law"}
ALLOWED: dict[str, set[str]] = {
    "domain": set(),
    "errors": set(),
    "numerals": set(),
    "characters": set(),
    "settings": set(),
    "logs": {"redaction"},
    "validation": set(),
    "json_values": {"errors"},
    "batch": {"batch_table", "errors", "json_values"},
    "batch_table": {"errors"},
    "law": BASE,
    "rules": KNOWLEDGE | {"validation"},
    "documents": BASE,
    "prompting": BASE,
    "llm": BASE,
    "retrieval": BASE,
    "library": KNOWLEDGE | {"documents"},
    "redaction": BASE,
    "store": BASE,
    "accounts": BASE | {"store"},
    "audit": BASE | {"store", "accounts"},
    "backup": BASE | {"store", "audit"},
    "ledger": KNOWLEDGE | {"rules", "store"},
    "negative_lists": KNOWLEDGE | {"rules", "documents", "validation", "json_values"},
    "export": KNOWLEDGE | {"rules", "store"},
    "desk": KNOWLEDGE | {"chat", "llm", "prompting", "redaction", "store"},
    "story": KNOWLEDGE | {"rules", "llm", "prompting"},
    "precheck": KNOWLEDGE | {"rules", "documents", "llm", "prompting", "export", "numerals", "redaction", "validation"},
    "reviewing": KNOWLEDGE | {"rules", "precheck", "export", "store", "accounts"},
    "filing": KNOWLEDGE
    | {
        "rules",
        "documents",
        "library",
        "retrieval",
        "llm",
        "prompting",
        "export",
        "precheck",
        "validation",
        "json_values",
        "redaction",
        "chat",  # its verifier of sentences against sources
    },
    "chat": KNOWLEDGE | {"rules", "story", "retrieval", "llm", "prompting", "documents"},
}
EDGES = ("wiring", "wiring_tenants", "cli", "commands")


def modules() -> list[Path]:
    return sorted(p for p in (ROOT / "copilot").rglob("*.py") if "__pycache__" not in p.parts)


def part_of(path: Path) -> str:
    return path.relative_to(ROOT / "copilot").parts[0].removesuffix(".py")


def imported(path: Path) -> set[str]:
    """Dotted names that a module imports, wherever in the module; imports for type checkers only are left out."""
    tree = ast.parse(path.read_text("utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and ast.unparse(node.test) in ("TYPE_CHECKING", "typing.TYPE_CHECKING"):
            node.body = []
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(ROOT)))
def test_arrows(path: Path) -> None:
    part, names = part_of(path), imported(path)
    outside = {n.split(".")[0] for n in names} & {"serving", "ui", "eval", "tests"}
    if path.relative_to(ROOT).as_posix() == "copilot/commands/serve.py":
        outside -= {"serving"}  # the command that starts the service: one late import of an edge by an edge
    if path.relative_to(ROOT).as_posix() == "copilot/commands/evaluate.py":
        outside -= {"eval"}  # the command that mounts the evaluation
    assert not outside, f"copilot must not import {outside}"
    if part in EDGES or part == "__init__":
        return
    inner = {n.split(".")[1] for n in names if n.startswith("copilot.")} - {part, "__version__"}
    assert part in ALLOWED, f"say what copilot/{part} may import"
    assert inner <= ALLOWED[part], f"copilot/{part} must not import {sorted(inner - ALLOWED[part])}"


def test_only_settings_reads_the_environment() -> None:
    readers = {
        str(p.relative_to(ROOT))
        for p in modules()
        if any(n in p.read_text("utf-8") for n in ("os.environ", "os.getenv", "getenv("))
    }
    assert readers <= {
        "copilot/settings.py",
        "copilot/llm/server.py",
        "copilot/llm/local.py",
        "copilot/llm/wheels.py",
    }, readers


def test_heavy_libraries_are_imported_late() -> None:
    """Serving with the embedded default needs neither torch nor transformers, and no module pulls them in at import."""
    heavy = {"torch", "transformers", "sentence_transformers", "gradio"}
    for path in modules():
        tree = ast.parse(path.read_text("utf-8"))
        top = {
            alias.name.split(".")[0]
            for node in tree.body
            if isinstance(node, (ast.Import, ast.ImportFrom))
            for alias in ([*node.names] if isinstance(node, ast.Import) else [ast.alias(node.module or "")])
        }
        assert not top & heavy, path

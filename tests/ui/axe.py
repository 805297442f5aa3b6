"""Accessibility faults that axe finds on a page."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def violations(page: Page) -> list[str]:
    """`rule: element` of every fault by WCAG 2.2 AA and good practice."""
    page.evaluate((files("axe_playwright_python") / "axe.min.js").read_text("utf-8"))
    found = page.evaluate(
        "rules => axe.run(document, {runOnly: {type: 'tag', values: rules}}).then(r => r.violations.flatMap("
        "v => v.nodes.map(n => `${v.id}: ${n.html.slice(0, 160)} ${n.failureSummary || ''}`)))",
        _RULES,
    )
    return list(found)

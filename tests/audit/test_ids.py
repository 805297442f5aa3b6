"""Only ids of the service's own making stand in the log."""

from __future__ import annotations

import pytest

from copilot.audit.ids import as_id

MADE = "0123456789abcdef" * 2


@pytest.mark.parametrize(
    ("word", "named", "kept"),
    [
        (MADE, "user_id", MADE),
        (MADE * 2, "", MADE * 2),
        ("3", "revision", "3"),
        ("scc-2023-06-01", "text_id", "scc-2023-06-01"),
        ("acme", "tenant_id", "acme"),
        ("li.ming", "user_id", "?"),
        ("li@example.com", "user_id", "?"),
        ("13800138000", "ticket_id", "?"),
        ("110101199003078515", "filing_id", "?"),
        ("a13800138000", "key", "?"),
        ("张三的合同.docx", "name", "?"),
        ("zhangsan", "", "?"),
        ("a" * 61, "key", "?"),
        ("../etc", "key", "?"),
        ("", "key", "?"),
    ],
)
def test_words_of_people_are_not_kept(word: str, named: str, kept: str) -> None:
    assert as_id(word, named=named) == kept

"""What the copilot says of its own accord rests on law that exists, is in force and says so."""

from __future__ import annotations

import pytest

from copilot.chat.verify import Source, verify
from copilot.domain import Ref
from copilot.wiring import Parts
from tests.chat.conftest import TODAY


def statements(parts: Parts) -> list[tuple[str, str, str]]:
    replies = [b for r in parts.knowledge.replies.by_id.values() for b in r.basis]
    forbidden = [(s.instrument, s.article, s.says) for s in parts.knowledge.clarify.splitting if s.of == "any"]
    return [*replies, *parts.knowledge.clarify.statements, *forbidden]


def test_every_statement_stands_on_its_article(parts: Parts) -> None:
    for instrument, article, says in statements(parts):
        passages = parts.knowledge.passages(Ref(instrument, article), TODAY)
        assert passages, f"{instrument}{article} leads nowhere"
        verdict = verify(says, [Source(f"《{instrument}》{article}", p.text) for p in passages])
        assert verdict.supported, f"{says}: {verdict.reasons}"


def test_what_counts_as_splitting_is_told_for_every_way_in_both_languages(parts: Parts) -> None:
    told = parts.knowledge.clarify.splitting
    assert {s.of for s in told} == {"any", "companies", "transfers", "years"}
    for s in told:
        assert parts.knowledge.passages(Ref(s.instrument, s.article), TODAY), s.article
        assert s.says_en.isascii() and s.says.endswith("。")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_reply_fills_its_blanks(parts: Parts, language: str) -> None:
    values = dict.fromkeys(("what", "near", "note", "instrument", "last", "article", "url", "law", "message"), "X")
    for reply_id in parts.knowledge.replies.by_id:
        text = parts.knowledge.replies.text(reply_id, language, **values)  # type: ignore[arg-type]
        assert text and "{" not in text


def test_triage_reasons_have_replies(parts: Parts) -> None:
    from copilot.chat.classifier import classifier
    from copilot.chat.triage import SURE, UNKNOWABLE

    learnt = {label.split(":")[1] for label in classifier().labels if ":" in label}
    assert {r for r, _ in (*SURE, *UNKNOWABLE)} | learnt <= set(parts.knowledge.replies.by_id) | {"smalltalk"}

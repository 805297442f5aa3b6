"""What of a passage is indexed, and the hash that says whether it must be indexed again."""

from __future__ import annotations

import hashlib
import re

from copilot.domain import Passage
from copilot.retrieval.tokenise import number

FIELDS_VERSION = "1"
ARTICLE = re.compile(r"第[零〇一二三四五六七八九十百千\d]+条(?:之[一二三四五六七八九])?|问\s*\d+|附录[A-Z]|附件\s*\d+")


def lexical(passage: Passage) -> str:
    """Text for BM25: heading, topics and text, then the everyday questions it answers (doc2query)."""
    head = (passage.title, passage.section or "", *passage.topics)
    return "。".join((*head, passage.text, *passage.asks))


def dense(passage: Passage) -> str:
    """Text for the embedder: heading and text without the questions (those it learned from)."""
    return " ".join((passage.title, *passage.topics, passage.text))


def is_domain(passage: Passage) -> bool:
    """Whether the passage belongs to the law on data, networks, PI, secrets and export: indexed first."""
    return passage.core or passage.authority != "law" or bool(passage.asks)


def content_hash(passage: Passage) -> bytes:
    """16 bytes over id and everything indexed; dates, notes and addresses may change without a new index."""
    digest = hashlib.blake2b(digest_size=16)
    for part in (passage.id, passage.title, passage.section or "", passage.text, *passage.topics, "\0", *passage.asks):
        digest.update(part.encode())
        digest.update(b"\x1f")
    return digest.digest()


def article_of(locator: str | None) -> str | None:
    """The article of a locator, in Arabic digits so that spellings compare (`第七条第一款` -> `第7条`)."""
    match = ARTICLE.search(locator or "")
    if match is None:
        return None
    text = match.group().replace(" ", "")
    digits = re.search(r"第(.+?)条", text)
    return text.replace(digits[1], number(digits[1]) or ("10" if digits[1] == "十" else digits[1])) if digits else text

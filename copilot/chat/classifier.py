"""A linear classifier of questions: hashed characters, words and signs; weights of scripts/train_triage.py.

Labels are `intent` or `intent:reason` (`refuse:split`, `unknowable:price`). Needs numpy only; well under a millisecond.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import unicodedata
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from pathlib import Path

import numpy as np
import rjieba

from copilot.chat.cues import OWN, signs
from copilot.errors import ModelUnavailable

TABLE = Path(__file__).parent / "data" / "triage.npz"
BUCKETS = 1 << 15
_SIGN_WEIGHT, _CHARACTER_LENGTH = 0.7, 1.5
_HAN = re.compile(r"[\u3400-\u9fff]+")
_LATIN = re.compile(r"[a-z]+|0")


def features(text: str) -> list[tuple[str, float]]:
    """Names of the features of `text` with their values; each of the groups has length 1 or less."""
    plain = unicodedata.normalize("NFKC", text).lower()
    plain = OWN.sub("我们", re.sub(r"\d+(?:\.\d+)?", "0", plain)) if _HAN.search(plain) else re.sub(r"\d+", "0", plain)
    found = signs(text)
    marks = [
        *(f"s:{s}" for s in found),
        *(f"s:{a}&{b}" for a, b in combinations(found, 2)),
        f"n:{min(len(plain) // 8, 6)}",
    ]
    named = [(m, _SIGN_WEIGHT) for m in marks]
    for group, length in ((set(_characters(plain)), _CHARACTER_LENGTH), (set(_words(plain)), 1.0)):
        value = length / max(len(group), 1) ** 0.5
        named += [(f, value) for f in sorted(group)]
    return named


def _characters(plain: str) -> Iterator[str]:
    for run in _HAN.findall(plain):
        padded = f"^{run}$"
        for size in (1, 2, 3):
            yield from (f"c:{padded[i : i + size]}" for i in range(len(padded) - size + 1))


def _words(plain: str) -> Iterator[str]:
    words = [w for w in rjieba.cut(plain) if _HAN.match(w) or _LATIN.match(w)]
    yield from (f"w:{w}" for w in words)
    yield from (f"b:{a} {b}" for a, b in zip(["^", *words], [*words, "$"], strict=True))


def bucket(feature: str) -> int:
    """The row of the weights that a feature name falls on."""
    return zlib.crc32(feature.encode()) % BUCKETS


def vector(text: str) -> tuple[np.ndarray, np.ndarray]:
    """Rows and values, of one length; a row may occur twice."""
    named = features(text)
    rows = np.fromiter((bucket(f) for f, _ in named), np.int64, len(named))
    return rows, np.fromiter((v for _, v in named), np.float32, len(named))


@dataclass(frozen=True, slots=True)
class Verdict:
    """`chances` of the intents sum to 1; `reasons` maps an intent to its likeliest reason."""

    chances: Mapping[str, float]
    reasons: Mapping[str, str]


class Classifier:
    """Reads the weights. Raises ModelUnavailable where they are missing or altered."""

    def __init__(self, table: Path = TABLE) -> None:
        try:
            raw = table.read_bytes()
            expected = table.with_suffix(".npz.sha256").read_text("utf-8").split()[0]
        except OSError as error:
            raise ModelUnavailable(
                f"找不到问题分类的权重 {table.name}", hint="运行 python scripts/train_triage.py 重建"
            ) from error
        if hashlib.sha256(raw).hexdigest() != expected:
            raise ModelUnavailable(
                f"问题分类的权重 {table.name} 与其 sha256 不符",
                hint="恢复该文件，或运行 python scripts/train_triage.py 重建",
            )
        with np.load(io.BytesIO(raw)) as stored:
            self._weights = stored["weights"].astype(np.float32) * stored["scale"]
            self._bias = stored["bias"]
            meta = json.loads(stored["meta"].tobytes())
        self.labels: list[str] = meta["labels"]
        self._intents = [i for i, label in enumerate(self.labels) if ":" not in label]
        self._temperature: float = meta["temperature"]

    def read(self, text: str) -> Verdict:
        """Calibrated probabilities of the intents, and the likeliest reason within each that has reasons."""
        rows, values = vector(text)
        logits = values @ self._weights[rows] + self._bias
        own = logits[self._intents] / self._temperature
        odds = np.exp(own - own.max())
        chances = {self.labels[i]: float(p) for i, p in zip(self._intents, odds / odds.sum(), strict=True)}
        best: dict[str, tuple[float, str]] = {}
        for label, logit in zip(self.labels, logits.tolist(), strict=True):
            intent, _, reason = label.partition(":")
            if reason:
                best[intent] = max(best.get(intent, (-np.inf, "")), (logit, reason))
        return Verdict(chances, {intent: reason for intent, (_, reason) in best.items()})


@lru_cache(maxsize=1)
def classifier() -> Classifier:
    """The shipped classifier, read once."""
    return Classifier()

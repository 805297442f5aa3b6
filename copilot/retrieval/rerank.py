"""Optional cross-encoder: scores question and passage together, for the best rows only."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Protocol

import numpy as np

from copilot.domain import Passage
from copilot.errors import ModelUnavailable

MAX_RERANKED = 20


class Reranker(Protocol):
    """Scores passages for a question, higher is better, 0 to 1."""

    def scores(self, question: str, passages: Sequence[Passage]) -> list[float]:
        """One score a passage, in order."""
        ...


class CrossEncoderReranker:
    """A sentence-transformers cross-encoder from a folder or hub (BAAI/bge-reranker-v2-m3, for one)."""

    def __init__(self, name: str) -> None:
        self._name = name

    @cached_property
    def _model(self):
        try:
            from sentence_transformers import CrossEncoder

            return CrossEncoder(self._name)
        except (ImportError, OSError, ValueError) as error:
            raise ModelUnavailable(
                f"重排模型 {self._name} 不能加载：{error}",
                hint="运行 scripts/setup.sh embed 并检查路径，或清空 COPILOT_RERANKER",
            ) from error

    def scores(self, question: str, passages: Sequence[Passage]) -> list[float]:
        best = passages[:MAX_RERANKED]
        logits = np.asarray(
            self._model.predict([(question, f"{p.title} {p.text}") for p in best], show_progress_bar=False)
        )
        values = logits if logits.min() >= 0 and logits.max() <= 1 else 1 / (1 + np.exp(-logits))
        return [*map(float, values), *([0.0] * (len(passages) - len(best)))]

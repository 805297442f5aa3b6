"""Embedders behind one protocol: our static table, a sentence-transformers model, a served model, or none."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Protocol

import numpy as np

from copilot.errors import ModelUnavailable
from copilot.retrieval.tokenise import Tokeniser

STATIC_TABLE = Path(__file__).parent / "data" / "static_embedder.npz"


class Embedder(Protocol):
    """Turns texts into unit vectors. `id` names model and version; vectors of two ids never mix."""

    id: str
    fast: bool  # thousands of passages a second: embedded while the index is built, else in the background
    floor: float | None  # cosine that means nothing; None: that of the last candidate of each question

    def passages(self, texts: Sequence[str]) -> np.ndarray:
        """(n, dim) float32, unit length."""
        ...

    def query(self, text: str, *, context: str = "") -> np.ndarray:
        """(dim,) float32, unit length; `context` is the turn before, at a third of the weight."""
        ...


def unit(rows: np.ndarray) -> np.ndarray:
    """Rows scaled to length 1; an all-zero row stays zero (nothing known: no similarity)."""
    return (rows / np.maximum(np.linalg.norm(rows, axis=-1, keepdims=True), 1e-9)).astype(np.float32)


class StaticEmbedder:
    """Mean of word vectors from the table that `scripts/train_embedder.py` makes; numpy only.

    Words the table lacks are skipped. Raises ModelUnavailable where the table is missing or altered.
    """

    fast = True
    floor: float | None = 0.15

    def __init__(self, tokeniser: Tokeniser, table: Path = STATIC_TABLE) -> None:
        self._tokeniser = tokeniser
        try:
            raw = table.read_bytes()
            expected = table.with_suffix(".npz.sha256").read_text().split()[0]
        except OSError as error:
            raise ModelUnavailable(
                f"找不到词向量表 {table.name}",
                hint="运行 python scripts/train_embedder.py 重建，或设 COPILOT_EMBEDDER=none",
            ) from error
        digest = hashlib.sha256(raw).hexdigest()
        if digest != expected:
            raise ModelUnavailable(
                f"词向量表 {table.name} 与其 sha256 不符",
                hint="恢复该文件，或运行 python scripts/train_embedder.py 重建",
            )
        self.id = f"static-{digest[:12]}"
        with np.load(io.BytesIO(raw)) as stored:
            self._vectors, self._scale = stored["vectors"], stored["scale"]
            words = stored["words"].tobytes().decode().split("\n")
            self.meta: dict[str, object] = json.loads(stored["meta"].tobytes())
        self._row = {word: n for n, word in enumerate(words)}

    def _sum(self, text: str) -> np.ndarray:
        rows = [self._row[t] for t in self._tokeniser.terms(text) if t in self._row]
        if not rows:
            return np.zeros(self._vectors.shape[1], np.float32)
        return self._scale[rows] @ self._vectors[rows].astype(np.float32)

    def passages(self, texts: Sequence[str]) -> np.ndarray:
        return unit(np.stack([self._sum(text) for text in texts]))

    def query(self, text: str, *, context: str = "") -> np.ndarray:
        return _with_context(self, text, context)


class TransformerEmbedder:
    """A sentence-transformers model from a folder or hub (opt-in: `COPILOT_EMBEDDER=sentence-transformers`).

    An int8 ONNX path would serve the same protocol; it is left out until such a model is a default.
    """

    fast = False
    floor: float | None = None

    def __init__(self, name: str) -> None:
        self._name = name
        self.id = f"st-{hashlib.sha256(name.encode()).hexdigest()[:12]}"

    @cached_property
    def _model(self):
        try:
            from sentence_transformers import SentenceTransformer

            return SentenceTransformer(self._name, device=None)
        except (ImportError, OSError, ValueError) as error:
            raise ModelUnavailable(
                f"向量模型 {self._name} 不能加载：{error}",
                hint="安装 embed 附加依赖并检查模型路径，或设 COPILOT_EMBEDDER=static",
            ) from error

    def passages(self, texts: Sequence[str]) -> np.ndarray:
        return unit(np.asarray(self._model.encode(list(texts), batch_size=16, show_progress_bar=False)))

    def query(self, text: str, *, context: str = "") -> np.ndarray:
        return _with_context(self, text, context)


class ServedEmbedder:
    """Any server with the OpenAI embeddings API (vLLM with bge-m3, for one)."""

    fast = False
    floor: float | None = None

    def __init__(self, url: str, model: str, *, api_key: str = "", timeout_s: float = 20.0) -> None:
        import httpx

        self._model = model
        self.id = f"served-{hashlib.sha256(f'{url} {model}'.encode()).hexdigest()[:12]}"
        headers = {"Authorization": f"Bearer {api_key}"} if api_key else {}
        self._client = httpx.Client(base_url=url.rstrip("/"), headers=headers, timeout=timeout_s)

    def passages(self, texts: Sequence[str]) -> np.ndarray:
        import httpx

        rows: list[list[float]] = []
        for start in range(0, len(texts), 32):
            try:
                reply = self._client.post(
                    "/embeddings", json={"model": self._model, "input": list(texts[start : start + 32])}
                )
                reply.raise_for_status()
                rows += [row["embedding"] for row in sorted(reply.json()["data"], key=lambda row: row["index"])]
            except (httpx.HTTPError, json.JSONDecodeError, KeyError) as error:
                raise ModelUnavailable(
                    f"向量服务不可用：{error}", hint="检查 COPILOT_EMBEDDING_URL 与 COPILOT_EMBEDDING_MODEL"
                ) from error
        return unit(np.asarray(rows, np.float32))

    def query(self, text: str, *, context: str = "") -> np.ndarray:
        return _with_context(self, text, context)


def _with_context(embedder: Embedder, text: str, context: str) -> np.ndarray:
    rows = embedder.passages([text, context] if context else [text])
    return unit(rows[0] + rows[1] / 3) if context else rows[0]


def make(kind: str, tokeniser: Tokeniser, *, model: str = "", url: str = "", api_key: str = "") -> Embedder | None:
    """The embedder that the settings name; None for `none`."""
    if kind == "none":
        return None
    if kind == "static":
        return StaticEmbedder(tokeniser, Path(model) if model else STATIC_TABLE)
    return ServedEmbedder(url, model, api_key=api_key) if kind == "served" else TransformerEmbedder(model)

"""Embedders behind one protocol: our static table, a transformer (`onnx_embedder.py`), a served model, or none."""

from __future__ import annotations

import hashlib
import io
import json
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

import numpy as np

from copilot.errors import ModelUnavailable
from copilot.retrieval.tokenise import Tokeniser

STATIC_TABLE = Path(__file__).parent / "data" / "static_embedder.npz"
RETRY_AFTER_S = 1.0


class Embedder(Protocol):
    """Turns texts into unit vectors. `id` names model and version; vectors of two ids never mix."""

    id: str
    fast: bool  # thousands of passages a second: embedded while the index is built, else in the background
    floor: float | None  # cosine that means nothing; None: that of the last candidate of each question
    doing: str  # what keeps it from being ready, in Chinese; empty otherwise

    @property
    def ready(self) -> bool:
        """Whether a question can be embedded without delay."""
        ...

    def prepare(self) -> None:
        """Makes it ready; may take minutes. Raises ModelUnavailable or StorageFull."""
        ...

    def passages(self, texts: Sequence[str]) -> np.ndarray:
        """(n, dim) float32, unit length."""
        ...

    def query(self, text: str, *, context: str = "") -> np.ndarray:
        """(dim,) float32, unit length; `context` is the turn it leans on, at the same weight."""
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
    doing = ""
    ready = True

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

    def prepare(self) -> None:
        """Nothing to make."""

    def _sum(self, text: str) -> np.ndarray:
        rows = [self._row[t] for t in self._tokeniser.terms(text) if t in self._row]
        if not rows:
            return np.zeros(self._vectors.shape[1], np.float32)
        return self._scale[rows] @ self._vectors[rows].astype(np.float32)

    def passages(self, texts: Sequence[str]) -> np.ndarray:
        return unit(np.stack([self._sum(text) for text in texts]))

    def query(self, text: str, *, context: str = "") -> np.ndarray:
        return blend(self.passages, text, context)


class ServedEmbedder:
    """Any server with the OpenAI embeddings API (vLLM with bge-m3, for one).

    A refused connection, a time-out or a 5xx is tried again twice, since the build takes long.
    """

    fast = False
    floor: float | None = None
    doing = ""
    ready = True

    def __init__(self, url: str, model: str, *, api_key: str = "", timeout_s: float = 20.0) -> None:
        import httpx

        if not url.startswith(("http://", "https://")):
            raise ModelUnavailable(
                f"向量服务的地址不可用：“{url}”",
                hint="COPILOT_EMBEDDING_URL 写完整地址，例如 http://127.0.0.1:8002/v1",
                en="COPILOT_EMBEDDING_URL is not a URL",
            )
        self._model = model
        self.id = f"served-{hashlib.sha256(f'{url} {model}'.encode()).hexdigest()[:12]}"
        headers = {"Authorization": f"Bearer {api_key}"} if api_key else {}
        self._client = httpx.Client(base_url=url.rstrip("/"), headers=headers, timeout=timeout_s)

    def prepare(self) -> None:
        """Nothing to make; a server that is away is told when it is asked."""

    def passages(self, texts: Sequence[str]) -> np.ndarray:
        blocks = [self._ask(list(texts[start : start + 32]), tries=3) for start in range(0, len(texts), 32)]
        if len({block.shape[1] for block in blocks}) > 1:
            raise self._failure("各批向量的维数不同")
        return unit(np.concatenate(blocks))

    def _ask(self, texts: list[str], *, tries: int) -> np.ndarray:
        """(n, dim) float32 as the server gave them; checked for number and shape."""
        import httpx

        for left in reversed(range(tries)):
            try:
                reply = self._client.post("/embeddings", json={"model": self._model, "input": texts})
                reply.raise_for_status()
                data = sorted(reply.json()["data"], key=lambda row: row["index"])
                rows = np.asarray([row["embedding"] for row in data], np.float32)
            except httpx.HTTPError as error:
                if left and not (isinstance(error, httpx.HTTPStatusError) and error.response.status_code < 500):
                    time.sleep(RETRY_AFTER_S)
                    continue
                raise self._failure(str(error)) from error
            except (ValueError, KeyError, TypeError) as error:
                raise self._failure(f"回复不是向量（{error}）") from error
            if rows.ndim != 2 or len(rows) != len(texts) or not np.isfinite(rows).all():
                raise self._failure(f"送出 {len(texts)} 段，收到的向量数目或内容不对")
            return rows
        raise AssertionError("unreachable")

    def _failure(self, why: str) -> ModelUnavailable:
        return ModelUnavailable(
            f"向量服务不可用：{why}",
            hint="检查 COPILOT_EMBEDDING_URL 与 COPILOT_EMBEDDING_MODEL",
            en="the embedding service is not available",
        )

    def query(self, text: str, *, context: str = "") -> np.ndarray:
        def encode(texts: Sequence[str]) -> np.ndarray:
            return unit(self._ask(list(texts), tries=1))  # a reader waits: lexical search answers at once instead

        return blend(encode, text, context)


def blend(encode: Callable[[Sequence[str]], np.ndarray], text: str, context: str) -> np.ndarray:
    """(dim,) float32: the question, and as much of the turn that it leans on."""
    rows = encode([text, context] if context else [text])
    return unit(rows[0] + rows[1]) if context else rows[0]


def make(
    kind: str, tokeniser: Tokeniser, *, cache_dir: Path, model: str = "", url: str = "", api_key: str = ""
) -> Embedder | None:
    """The embedder that the settings name; None for `none`. `cache_dir` keeps converted models."""
    if kind == "none":
        return None
    if kind == "static":
        return StaticEmbedder(tokeniser, Path(model) if model else STATIC_TABLE)
    if kind == "served":
        return ServedEmbedder(url, model, api_key=api_key)
    from copilot.retrieval.onnx_embedder import OnnxEmbedder

    return OnnxEmbedder(model, cache_dir)

"""A transformer embedder in int8 through onnxruntime; the serving process needs neither torch nor transformers.

    cache_dir/embedders/<digest of the model's content>/   model.onnx, tokenizer.json, embedder.json

The conversion (`onnx_export.py`) runs once in a child process and is kept by content; a folder that holds
embedder.json is such a converted model and is used in place.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from filelock import FileLock

from copilot.errors import CopilotError, ModelUnavailable, StorageFull
from copilot.retrieval import model_folder
from copilot.retrieval.dense import blend, unit
from copilot.retrieval.model_folder import Recipe
from copilot.retrieval.onnx_export import EXPORT_VERSION, MANIFEST, MODEL, TOKENISER, checksum

BATCH_TOKENS, BATCH_TEXTS = 4096, 16
_STALE_S = 3600


class Encoder:
    """One opened ONNX model with its tokeniser; safe to call from several threads."""

    def __init__(self, model: Path, tokeniser: Path, recipe: Recipe) -> None:
        import onnxruntime
        from tokenizers import Tokenizer

        options = onnxruntime.SessionOptions()
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # idle threads leave room for search
        self._session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
        self._inputs = [given.name for given in self._session.get_inputs()]
        named = [made.name for made in self._session.get_outputs()]
        self._output = next((n for n in ("last_hidden_state", "token_embeddings") if n in named), named[0])
        self._tokeniser = Tokenizer.from_file(str(tokeniser))
        self._tokeniser.no_padding()
        self._tokeniser.enable_truncation(recipe.max_tokens)
        self._recipe = recipe

    def encode(self, texts: Sequence[str], *, prompt: str = "") -> np.ndarray:
        """(n, dim) float32, unit length. Texts of like length are run together; order is kept."""
        lower = self._recipe.lower_case
        encoded = self._tokeniser.encode_batch([(prompt + t).lower() if lower else prompt + t for t in texts])
        skipped = 0
        if prompt and not self._recipe.include_prompt:
            skipped = len(self._tokeniser.encode(prompt).ids) - 1  # without the closing mark
        ids = [found.ids for found in encoded]
        out: dict[int, np.ndarray] = {}
        for batch in _batches([len(row) for row in ids]):
            out.update(zip(batch, self._run([ids[n] for n in batch], skipped), strict=True))
        return np.stack([out[n] for n in range(len(texts))]) if out else np.zeros((0, 0), np.float32)

    def _run(self, rows: Sequence[Sequence[int]], skipped: int) -> np.ndarray:
        ids = np.full((len(rows), max(map(len, rows))), self._recipe.pad_id, np.int64)
        mask = np.zeros_like(ids)
        for n, row in enumerate(rows):
            ids[n, : len(row)], mask[n, : len(row)] = row, 1
        given = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        (hidden,) = self._session.run([self._output], {name: given[name] for name in self._inputs})
        mask[:, :skipped] = 0
        vectors = pool(hidden, mask, self._recipe.pooling)
        return unit(vectors)


def pool(hidden: np.ndarray, mask: np.ndarray, pooling: str) -> np.ndarray:
    """(n, dim) from hidden states (n, length, dim) and mask (n, length)."""
    if pooling == "cls":
        return hidden[:, 0]
    if pooling == "lasttoken":
        last = mask.shape[1] - 1 - mask[:, ::-1].argmax(1)
        return hidden[np.arange(len(hidden)), last]
    if pooling == "max":
        return np.where(mask[..., None] > 0, hidden, -np.inf).max(1)
    return (hidden * mask[..., None]).sum(1) / np.maximum(mask.sum(1, keepdims=True), 1)


def _batches(lengths: Sequence[int]) -> list[list[int]]:
    """Numbers of the texts that run together: shortest first, limited in texts and in padded tokens."""
    out: list[list[int]] = []
    for n in sorted(range(len(lengths)), key=lambda n: lengths[n]):
        if not out or len(out[-1]) >= BATCH_TEXTS or (len(out[-1]) + 1) * lengths[n] > BATCH_TOKENS:
            out.append([])
        out[-1].append(n)
    return out


class OnnxEmbedder:
    """A sentence-transformers model (folder, or name of a pulled model), converted once and run in int8.

    Raises ModelUnavailable at once where the name leads to no usable folder; the conversion itself happens in
    `prepare`, which the index build calls.
    """

    fast = False
    floor: float | None = None

    def __init__(self, name: str, cache_dir: Path) -> None:
        self._root = cache_dir / "embedders"
        self._source = model_folder.locate(name, cache_dir)
        self.doing = ""
        self._encoder: Encoder | None = None
        if (self._source / MANIFEST).exists():
            self._folder = self._source
            self.id = f"onnx-{checksum(self._source / MODEL)[:16]}"
        else:
            self._model = model_folder.read(self._source)
            self.id = f"onnx-{self._model.digest(notes=self._root / 'digests.json')}-{EXPORT_VERSION}"
            self._folder = self._root / self.id
        self._open()

    @property
    def ready(self) -> bool:
        """Whether a question can be embedded now."""
        return self._encoder is not None

    def _open(self) -> None:
        """Opens the converted model where there is one; a damaged one in the cache is removed."""
        try:
            manifest = json.loads((self._folder / MANIFEST).read_text("utf-8"))
            for name, (size, expected) in manifest["files"].items():
                path = self._folder / name
                if path.stat().st_size != size or checksum(path) != expected:
                    raise ValueError(f"{name} 与校验值不符")
            recipe = Recipe(**manifest["recipe"])
        except FileNotFoundError:
            return
        except (OSError, ValueError, KeyError, TypeError) as error:
            if self._folder == self._source:
                raise ModelUnavailable(
                    f"转换好的向量模型 {self._folder} 已损坏：{error}", hint="重新复制该文件夹"
                ) from error
            shutil.rmtree(self._folder, ignore_errors=True)
            return
        self._encoder = Encoder(self._folder / MODEL, self._folder / TOKENISER, recipe)
        self._recipe = recipe

    def prepare(self) -> None:
        """Converts the model where that has not been done; may take minutes. Two processes wait for each other.

        Raises:
            ModelUnavailable: the extra is missing, or the conversion fails.
            StorageFull: no room for it.
        """
        if self.ready:
            return
        self.doing = f"正在把向量模型 {self._source.name} 转成 int8（只做一次）"
        try:
            self._root.mkdir(parents=True, exist_ok=True)
            with FileLock(self._root / f".{self.id}.lock"):
                self._open()
                if not self.ready:
                    self._require_room()
                    self._convert()
                    self._open()
        except OSError as error:
            raise StorageFull(f"缓存文件夹写不了：{error}", hint="清出空间或改正权限后重试") from error
        finally:
            self.doing = ""
        if not self.ready:
            raise StorageFull("刚转换好的向量模型读不回来", hint="检查磁盘空间与磁盘健康后重试")

    def _require_room(self) -> None:
        self._sweep()
        needed, free = int(2.5 * self._model.weight_bytes), shutil.disk_usage(self._root).free
        if free < needed:
            raise StorageFull(
                f"转换向量模型约需 {needed / 2**20:.0f} MiB，磁盘只剩 {free / 2**20:.0f} MiB",
                hint="清出空间，或用 COPILOT_CACHE_DIR 另指一处",
                en="not enough disk space to convert the embedding model",
            )

    def _convert(self) -> None:
        temporary = self._root / f".tmp-{self.id}-{os.getpid()}"
        command = [sys.executable, "-m", "copilot.retrieval.onnx_export", str(self._source.resolve()), str(temporary)]
        home = Path(__file__).resolve().parents[2]
        try:
            done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", cwd=home, check=False)
            if done.returncode:
                raise _failure(self._source.name, done)
            temporary.rename(self._folder)
        finally:
            shutil.rmtree(temporary, ignore_errors=True)

    def _sweep(self) -> None:
        """Removes what killed conversions left more than an hour ago."""
        for path in self._root.glob(".tmp-*"):
            if time.time() - path.stat().st_mtime > _STALE_S:
                shutil.rmtree(path, ignore_errors=True)

    def passages(self, texts: Sequence[str]) -> np.ndarray:
        """(n, dim) float32, unit length; converts the model first where needed."""
        self.prepare()
        assert self._encoder is not None
        return self._encoder.encode(texts, prompt=self._recipe.passage_prompt)

    def query(self, text: str, *, context: str = "") -> np.ndarray:
        """(dim,) float32, unit length."""
        self.prepare()
        encoder, prompt = self._encoder, self._recipe.query_prompt
        assert encoder is not None
        return blend(lambda texts: encoder.encode(texts, prompt=prompt), text, context)


def _failure(name: str, done: subprocess.CompletedProcess[str]) -> CopilotError:
    """The child's own error, or what can be said of how it ended."""
    lines = done.stdout.strip().splitlines()
    try:
        told: dict[str, Any] = json.loads(lines[-1]) if lines else {}
    except ValueError:
        told = {}
    if "code" in told:
        kind = StorageFull if told["code"] == StorageFull.code else ModelUnavailable
        return kind(told["message"], hint=told["hint"], en=told["en"])
    if done.returncode < 0:
        why = f"进程被信号 {-done.returncode} 终止，可能是内存不足"
    else:
        why = (done.stderr.strip().splitlines() or ["没有输出"])[-1]
    return ModelUnavailable(f"向量模型 {name} 转换失败：{why}", hint="检查模型文件与可用内存后重试")

"""A transformer embedder: torch against int8 through onnxruntime, over the same passages in the same run.

python -m eval.bench_embedder MODEL_FOLDER [--passages 400]      (needs the embed extra)
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from copilot.errors import CopilotError
from copilot.law.load import load_knowledge_base
from copilot.retrieval import fields, model_folder
from copilot.retrieval.onnx_embedder import OnnxEmbedder
from copilot.settings import Settings

ROUNDS, NEIGHBOURS = 3, 10


def torch_encoder(folder: Path, max_tokens: int) -> Callable[[Sequence[str]], np.ndarray]:
    """sentence-transformers in float32, as its users run it (it sorts by length and batches by 32)."""
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(folder), device="cpu")
    model.max_seq_length = max_tokens
    return lambda texts: model.encode(list(texts), normalize_embeddings=True, show_progress_bar=False)


def _rate(encode: Callable[[Sequence[str]], np.ndarray], texts: Sequence[str]) -> tuple[np.ndarray, float]:
    """Vectors, and passages a second in the best of some rounds."""
    encode(texts[:16])
    times = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        rows = encode(texts)
        times.append(time.perf_counter() - began)
    return rows, len(texts) / min(times)


def _neighbours(rows: np.ndarray) -> np.ndarray:
    near = rows @ rows.T
    np.fill_diagonal(near, -1)
    return np.argsort(-near, 1)[:, :NEIGHBOURS]


def measure(folder: Path, count: int) -> dict[str, float]:
    """Passages a second both ways, their ratio, how near the vectors are, and what the conversion took."""
    settings = Settings()
    kb = load_knowledge_base(settings.knowledge_base_dir, laws_db=settings.laws_db, data_dir=None, strict=False)
    texts = [fields.dense(p) for p in random.Random(7).sample(sorted(kb.passages, key=lambda p: p.id), count)]
    with tempfile.TemporaryDirectory(prefix="bench-") as cache:
        embedder = OnnxEmbedder(str(folder), Path(cache))
        began = time.perf_counter()
        embedder.prepare()
        converted = time.perf_counter() - began
        small, fast = _rate(embedder.passages, texts)
        began = time.perf_counter()
        for text in texts[:50]:
            embedder.query(text[:30])
        query_ms = (time.perf_counter() - began) / 50 * 1e3
    plain, slow = _rate(torch_encoder(folder, model_folder.read(folder).recipe.max_tokens), texts)
    cosine = (small * plain).sum(1)
    same = [len({*a} & {*b}) / NEIGHBOURS for a, b in zip(_neighbours(small), _neighbours(plain), strict=True)]
    return {
        "passages": count, "mean_chars": float(np.mean([len(t) for t in texts])), "convert_s": converted,
        "torch_per_s": slow, "int8_per_s": fast, "times_faster": fast / slow, "query_ms": query_ms,
        "cosine_mean": float(cosine.mean()), "cosine_min": float(cosine.min()), "same_neighbours": float(np.mean(same)),
    }  # fmt: skip


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--passages", type=int, default=400)
    args = parser.parse_args(argv)
    try:
        print(json.dumps({k: round(v, 4) for k, v in measure(args.folder, args.passages).items()}, indent=1))
    except CopilotError as error:
        print(f"错误：{error}", file=sys.stderr)
        return error.exit_status
    return 0


if __name__ == "__main__":
    sys.exit(main())

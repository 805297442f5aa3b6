"""The true conversion, from torch weights. Needs the embed extra: `scripts/setup.sh embed`."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from copilot.retrieval.onnx_embedder import OnnxEmbedder
from tests.retrieval import tiny_model
from tests.retrieval.conftest import corpus

torch = pytest.importorskip("torch")
transformers = pytest.importorskip("transformers")
pytestmark = pytest.mark.slow
TEXTS = [p.text for p in corpus()]


def _bert(**sizes: Any) -> Any:
    return transformers.BertModel(transformers.BertConfig(**sizes))


def _xlm_roberta(**sizes: Any) -> Any:
    """No token types to speak of, and positions that count from the padding id: bge-m3's kind."""
    config = transformers.XLMRobertaConfig(**{**sizes, "type_vocab_size": 1, "pad_token_id": 0})
    return transformers.XLMRobertaModel(config)


@pytest.fixture(params=[_bert, _xlm_roberta])
def encoder(request: pytest.FixtureRequest) -> Any:
    torch.manual_seed(3)
    make: Callable[..., Any] = request.param
    return make(
        vocab_size=400, hidden_size=64, num_hidden_layers=2, num_attention_heads=4, intermediate_size=128,
        max_position_embeddings=60,
    ).eval()  # fmt: skip


def test_int8_stays_near_torch(encoder: Any, tmp_path: Path) -> None:
    folder = tiny_model.write(tmp_path / "m", text="".join(TEXTS))
    (folder / "onnx" / "model.onnx").unlink()
    encoder.save_pretrained(folder)
    embedder = OnnxEmbedder(str(folder), tmp_path / "cache")
    rows = embedder.passages(TEXTS)
    assert (rows * _by_torch(encoder, folder, TEXTS)).sum(1).min() >= 0.98
    manifest = json.loads(next((tmp_path / "cache").rglob("embedder.json")).read_text("utf-8"))
    assert manifest["cosine"] >= 0.98
    made = {f: f.stat().st_mtime_ns for f in (tmp_path / "cache").rglob("*")}
    assert OnnxEmbedder(str(folder), tmp_path / "cache").ready, "the second time nothing is converted"
    assert made == {f: f.stat().st_mtime_ns for f in (tmp_path / "cache").rglob("*")}


def _by_torch(encoder: Any, folder: Path, texts: list[str]) -> np.ndarray:
    from tokenizers import Tokenizer

    tokeniser = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokeniser.enable_truncation(tiny_model.LONGEST - 8)
    out = []
    for text in texts:
        with torch.no_grad():
            hidden = encoder(input_ids=torch.tensor([tokeniser.encode(text).ids])).last_hidden_state[0].numpy()
        out.append(hidden.mean(0) / np.linalg.norm(hidden.mean(0)))
    return np.stack(out)

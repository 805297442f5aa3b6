from __future__ import annotations

import importlib.util
import json
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from copilot.errors import CopilotError, ModelUnavailable, StorageFull
from copilot.retrieval import dense, model_folder
from copilot.retrieval.onnx_embedder import Encoder, OnnxEmbedder, pool
from copilot.retrieval.onnx_export import MANIFEST, MODEL
from copilot.retrieval.retriever import Retriever
from copilot.retrieval.tokenise import Tokeniser
from tests.retrieval import tiny_model
from tests.retrieval.conftest import TODAY, corpus, passage

pytest.importorskip("onnx")
Make = Callable[..., Retriever]
ROOT = Path(__file__).resolve().parents[2]
TEXTS = [p.text for p in corpus()]
HAS_TORCH = importlib.util.find_spec("torch") is not None


@pytest.fixture(scope="session")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_model.write(tmp_path_factory.mktemp("tiny") / "tiny", text="".join(TEXTS))


@pytest.fixture(scope="session")
def warm(model: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache folder in which the model is converted already."""
    cache = tmp_path_factory.mktemp("cache")
    OnnxEmbedder(str(model), cache).prepare()
    return cache


def test_converted_once_in_a_child_and_kept_by_content(model: Path, tmp_path: Path) -> None:
    first = OnnxEmbedder(str(model), tmp_path / "cache")
    assert not first.ready
    rows = first.passages(TEXTS[:3])
    assert rows.shape == (3, tiny_model.DIM) and rows.dtype == np.float32
    assert np.linalg.norm(rows, axis=1) == pytest.approx(1, abs=1e-3)
    again = OnnxEmbedder(str(shutil.copytree(model, tmp_path / "elsewhere")), tmp_path / "cache")
    assert again.ready and again.id == first.id
    assert again.passages(TEXTS[:3]) == pytest.approx(rows, abs=1e-6)
    other = tiny_model.write(tmp_path / "other", seed=2, text="".join(TEXTS))
    assert OnnxEmbedder(str(other), tmp_path / "cache").id != first.id
    assert not [*(tmp_path / "cache").rglob(".tmp-*")]


def test_int8_stays_near_float(model: Path, warm: Path) -> None:
    read = model_folder.read(model)
    assert read.onnx
    exact = Encoder(read.onnx, model / "tokenizer.json", read.recipe).encode(TEXTS)
    quantised = OnnxEmbedder(str(model), warm)
    assert (exact * quantised.passages(TEXTS)).sum(1).min() >= 0.98
    (folder,) = (p.parent for p in (warm / "embedders").glob(f"*/{MANIFEST}"))
    assert (folder / MODEL).stat().st_size < read.onnx.stat().st_size
    assert json.loads((folder / MANIFEST).read_text("utf-8"))["cosine"] >= 0.98


def test_settings_of_the_folder_are_followed(tmp_path: Path) -> None:
    folder = tiny_model.write(
        tmp_path / "m", text="".join(TEXTS), pooling="cls", prompts={"query": "需要：", "document": "免予："}
    )
    read = model_folder.read(folder)
    assert (read.recipe.pooling, read.recipe.max_tokens) == ("cls", tiny_model.LONGEST - 8)
    embedder = OnnxEmbedder(str(folder), tmp_path / "cache")
    embedder.prepare()
    plain = Encoder(next((tmp_path / "cache").rglob(MODEL)), folder / "tokenizer.json", read.recipe)
    assert embedder.query("申报评估") == pytest.approx(plain.encode(["需要：申报评估"])[0], abs=1e-5)
    assert embedder.passages(["申报评估"]) == pytest.approx(plain.encode(["免予：申报评估"]), abs=1e-5)
    assert embedder.query("申报评估") != pytest.approx(embedder.passages(["申报评估"])[0], abs=1e-2)


def test_long_texts_are_cut_at_the_limit_of_the_model(model: Path, warm: Path) -> None:
    embedder = OnnxEmbedder(str(model), warm)
    long, longer = embedder.passages(["评估" * 40]), embedder.passages(["评估" * 4000])
    assert long == pytest.approx(longer, abs=1e-6)


def test_order_is_kept_whatever_the_lengths(model: Path, warm: Path) -> None:
    embedder = OnnxEmbedder(str(model), warm)
    texts = [TEXTS[n % len(TEXTS)][: 3 + (7 * n) % 30] for n in range(50)]
    together, single = embedder.passages(texts), np.concatenate([embedder.passages([t]) for t in texts])
    assert (together * single).sum(1).min() > 0.98
    assert embedder.passages([]).shape[0] == 0


def test_pooling_over_real_tokens_only() -> None:
    hidden = np.array([[[1.0, 0], [3, 2], [9, 9]], [[5, 5], [7, 1], [1, 1]]], np.float32)
    mask = np.array([[1, 1, 0], [1, 1, 1]])
    assert pool(hidden, mask, "mean")[0].tolist() == [2, 1]
    assert pool(hidden, mask, "cls").tolist() == [[1, 0], [5, 5]]
    assert pool(hidden, mask, "max").tolist() == [[3, 2], [7, 5]]
    assert pool(hidden, mask, "lasttoken").tolist() == [[3, 2], [1, 1]]


def test_lexical_search_serves_while_vectors_are_made(make: Make, model: Path, tmp_path: Path) -> None:
    retriever = make(make_embedder=lambda _: OnnxEmbedder(str(model), tmp_path), background=True)
    assert retriever.search("有效期", as_of=TODAY, k=1)[0].passage.id == "评估办法#14"
    status = retriever.wait(60)
    assert status.ready and status.dense == len(corpus())
    hits = retriever.search("评估结果有效期", as_of=TODAY, k=5)
    assert any(h.scores.get("dense", 0) > 0 for h in hits)
    before = {p: p.stat().st_mtime_ns for p in tmp_path.rglob("*") if p.is_file() and p.suffix != ".lock"}
    again = make(make_embedder=lambda _: OnnxEmbedder(str(model), tmp_path), background=True)
    assert again.status().ready
    assert {p: p.stat().st_mtime_ns for p in before} == before


def test_a_damaged_conversion_is_made_again(model: Path, warm: Path, tmp_path: Path) -> None:
    cache = shutil.copytree(warm, tmp_path / "cache")
    made = next(cache.rglob(MODEL))
    made.write_bytes(made.read_bytes()[:-8] + b"damaged!")
    embedder = OnnxEmbedder(str(model), cache)
    assert not embedder.ready
    embedder.prepare()
    assert embedder.ready


def test_a_converted_folder_is_used_in_place(model: Path, warm: Path, tmp_path: Path) -> None:
    moved = shutil.copytree(next(warm.rglob(MANIFEST)).parent, tmp_path / "moved")
    embedder = OnnxEmbedder(str(moved), tmp_path / "cache")
    assert embedder.ready and not (tmp_path / "cache").exists()
    expected = OnnxEmbedder(str(model), warm).passages(TEXTS[:2])
    assert embedder.passages(TEXTS[:2]) == pytest.approx(expected, abs=1e-6)
    (moved / MODEL).write_bytes(b"x")
    with pytest.raises(ModelUnavailable, match="已损坏"):
        OnnxEmbedder(str(moved), tmp_path / "cache")


def _without_config(folder: Path) -> None:
    (folder / "config.json").unlink()


def _without_weights(folder: Path) -> None:
    shutil.rmtree(folder / "onnx")


def _with_a_dense_layer(folder: Path) -> None:
    modules = json.loads((folder / "modules.json").read_text())
    (folder / "modules.json").write_text(json.dumps([*modules, {"path": "3_Dense", "type": "x.Dense"}]))


def _with_odd_pooling(folder: Path) -> None:
    (folder / "1_Pooling" / "config.json").write_text(json.dumps({"pooling_mode_weightedmean_tokens": True}))


def _with_broken_settings(folder: Path) -> None:
    (folder / "modules.json").write_text("[{")


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (_without_config, "缺 config.json"),
        (_without_weights, "没有权重文件"),
        (_with_a_dense_layer, "Dense"),
        (_with_odd_pooling, "weightedmean"),
        (_with_broken_settings, "modules.json"),
    ],
)
def test_an_unfit_folder_is_refused_at_once(
    model: Path, tmp_path: Path, spoil: Callable[[Path], None], told: str
) -> None:
    folder = shutil.copytree(model, tmp_path / "copy")
    spoil(folder)
    with pytest.raises(ModelUnavailable, match=told) as caught:
        dense.make("sentence-transformers", Tokeniser(), cache_dir=tmp_path, model=str(folder))
    assert caught.value.hint


@pytest.mark.parametrize("name", ["", "没有/这个模型"])
def test_an_unknown_name_says_how_to_get_it(tmp_path: Path, name: str) -> None:
    with pytest.raises(ModelUnavailable) as caught:
        OnnxEmbedder(name, tmp_path)
    assert "models pull" in caught.value.hint


def test_a_pulled_model_is_found_by_its_name(model: Path, tmp_path: Path) -> None:
    shutil.copytree(model, tmp_path / "models" / "bge-m3")
    assert OnnxEmbedder("BAAI/bge-m3", tmp_path).id == OnnxEmbedder(str(model), tmp_path).id


@pytest.mark.skipif(HAS_TORCH, reason="torch is installed: nothing is missing")
def test_without_the_extra_search_goes_on_by_words_and_says_what_to_install(
    make: Make, model: Path, tmp_path: Path
) -> None:
    folder = shutil.copytree(model, tmp_path / "weights-only")
    shutil.rmtree(folder / "onnx")
    (folder / "model.safetensors").write_bytes(b"weights")
    retriever = make(make_embedder=lambda _: OnnxEmbedder(str(folder), tmp_path), background=True)
    status = retriever.wait(60)
    assert status.failed and status.lexical == len(corpus())
    assert any("torch" in note and "scripts/setup.sh embed" in note for note in status.notes)
    assert retriever.search("有效期", as_of=TODAY, k=1)[0].passage.id == "评估办法#14"


def test_a_damaged_model_is_told(tmp_path: Path, model: Path) -> None:
    folder = shutil.copytree(model, tmp_path / "m")
    (folder / "onnx" / "model.onnx").write_bytes(b"not a model")
    with pytest.raises(ModelUnavailable, match="转换失败"):
        OnnxEmbedder(str(folder), tmp_path).prepare()
    assert not [*(tmp_path / "embedders").glob(".tmp-*")]


def test_no_room_is_told_before_the_work(model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    embedder = OnnxEmbedder(str(model), tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: SimpleNamespace(total=9, used=9, free=0))
    with pytest.raises(StorageFull, match="MiB"):
        embedder.prepare()
    assert not embedder.doing


class Counting:
    """A slow embedder that counts, and may stop or fail on the way."""

    fast, floor, doing, ready, id = False, None, "", True, "counting"

    def __init__(self, *, fail_after: int = 10**9, gate: threading.Event | None = None) -> None:
        self.done, self._fail_after, self._gate = 0, fail_after, gate
        self.begun = threading.Event()

    def prepare(self) -> None: ...

    def passages(self, texts: Sequence[str]) -> np.ndarray:
        self.begun.set()
        if self._gate:
            self._gate.wait(30)
        if self.done >= self._fail_after:
            raise ModelUnavailable("向量服务不可用：断开")
        self.done += len(texts)
        return dense.unit(np.array([[len(t), 1.0, sum(map(ord, t)) % 7] for t in texts]))

    def query(self, text: str, *, context: str = "") -> np.ndarray:
        return self.passages([text])[0]


def many(n: int) -> list:
    return [passage("跨境规定", f"第{i}条", f"第{i}种情形应当申报。") for i in range(1, n + 1)]


def test_a_broken_build_goes_on_from_where_it_was(make: Make) -> None:
    with pytest.raises(CopilotError):
        make(many(300), make_embedder=lambda _: Counting(fail_after=128))
    second = Counting()
    retriever = make(many(300), make_embedder=lambda _: second)
    assert retriever.status().ready and second.done == 300 - 128


def test_a_change_during_slow_embedding_is_taken_up_at_once(make: Make) -> None:
    gate = threading.Event()
    embedder = Counting(gate=gate)
    retriever = make(many(300), make_embedder=lambda _: embedder, background=True)
    assert embedder.begun.wait(30)
    retriever.update([*many(300), passage("新办法", "第一条", "卫星遥感影像的规则。")])
    assert retriever.search("卫星遥感影像", as_of=TODAY, k=1)[0].passage.instrument == "新办法"
    assert not retriever.status().ready
    gate.set()
    assert retriever.wait(60).ready and retriever.status().dense == 301
    assert embedder.done == 301


def test_progress_is_told_while_it_goes_on(make: Make) -> None:
    gate = threading.Event()
    embedder = Counting(gate=gate)
    retriever = make(many(300), make_embedder=lambda _: embedder, background=True)
    seen = set()
    gate.set()
    while not (status := retriever.status()).ready and not status.failed:
        seen.add(status.dense)
    assert retriever.wait(60).dense == 300
    assert seen and max(seen) <= 300


def test_embedding_imports_neither_torch_nor_transformers(model: Path, warm: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from copilot.retrieval.onnx_embedder import OnnxEmbedder;"
        f"e = OnnxEmbedder({str(model)!r}, Path({str(warm)!r})); assert e.ready; e.query('出境');"
        "print([m for m in ('torch', 'transformers', 'onnx') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "[]"

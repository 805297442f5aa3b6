from __future__ import annotations

import json
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import numpy as np
import pytest

from copilot.errors import ModelUnavailable
from copilot.retrieval import dense
from copilot.retrieval.response import response
from copilot.retrieval.retriever import Retriever
from copilot.retrieval.tokenise import Tokeniser
from tests.retrieval.conftest import TODAY, corpus

Make = Callable[..., Retriever]
ROOT = Path(__file__).resolve().parents[2]


def test_the_shipped_table_is_small_whole_and_ours() -> None:
    assert dense.STATIC_TABLE.stat().st_size <= 8_000_000
    static = dense.StaticEmbedder(Tokeniser())
    assert static.meta["trained"] is True
    rows = static.passages(["个人信息出境", "渔船捕捞许可证", "把客户资料传到国外"])
    assert rows.shape[1] == static.meta["dim"]
    assert np.linalg.norm(rows, axis=1) == pytest.approx(1, abs=1e-3)
    assert rows[0] @ rows[2] > rows[0] @ rows[1]


def test_unknown_words_give_a_zero_vector_and_no_failure() -> None:
    static = dense.StaticEmbedder(Tokeniser())
    assert not static.query("qwxyz").any()
    near = static.query("那敏感的呢", context="个人信息出境的门槛")
    assert near @ static.query("个人信息出境的门槛") > static.query("那敏感的呢") @ static.query("个人信息出境的门槛")


def test_an_altered_table_is_refused(tmp_path: Path) -> None:
    table = tmp_path / "static_embedder.npz"
    shutil.copy(dense.STATIC_TABLE, table)
    with pytest.raises(ModelUnavailable):
        dense.StaticEmbedder(Tokeniser(), table)
    shutil.copy(dense.STATIC_TABLE.with_suffix(".npz.sha256"), table.with_suffix(".npz.sha256"))
    assert dense.StaticEmbedder(Tokeniser(), table).id.startswith("static-")
    table.write_bytes(table.read_bytes()[:-1] + b"x")
    with pytest.raises(ModelUnavailable):
        dense.StaticEmbedder(Tokeniser(), table)


def test_search_uses_it_and_shows_the_part(make: Make) -> None:
    retriever = make(make_embedder=dense.StaticEmbedder)
    hits = retriever.search("雇员资料交给海外母公司", as_of=TODAY, k=5)
    assert any(h.scores.get("dense", 0) > 0 for h in hits)
    assert retriever.status().dense == len(corpus())
    assert all(sum(h.scores.values()) == pytest.approx(h.score, abs=1e-6) for h in hits)


def test_damaged_vectors_are_made_again(make: Make, tmp_path: Path) -> None:
    make(make_embedder=dense.StaticEmbedder)
    for path in (tmp_path / "index").glob("*/vectors-*.npy"):
        path.write_bytes(path.read_bytes()[:-4] + b"abcd")
    retriever = make(make_embedder=dense.StaticEmbedder)
    assert retriever.status().dense == len(corpus())
    assert any("vectors" in note for note in retriever.status().notes)


def test_a_base_without_vectors_is_not_extended(make: Make) -> None:
    make()
    fewer = [p for p in corpus() if p.id != "评估办法#14"]
    retriever = make(fewer, make_embedder=dense.StaticEmbedder)
    assert retriever.status().dense == len(fewer)


@pytest.fixture
def failing() -> threading.Event:
    """Set: the embeddings server answers every request with 500."""
    return threading.Event()


@pytest.fixture
def server(failing: threading.Event, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """An embeddings server: a letter-count vector for each text; model `late` answers from the third request on."""
    monkeypatch.setattr(dense, "RETRY_AFTER_S", 0.01)
    attempts: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            rows = [[sum(map(ord, text)) % 97 + 1, len(text), 1.0] for text in body["input"]]
            reply = json.dumps({"data": [{"index": n, "embedding": row} for n, row in enumerate(rows)]}).encode()
            replies = {
                "short": json.dumps({"data": []}).encode(),
                "page": b"<html>",
                "odd": b'{"data": [{"index": 0, "embedding": null}]}',
            }
            attempts.append(body["model"])
            good = body["model"] in ("good", *replies) or (body["model"] == "late" and len(attempts) > 2)
            self.send_response(200 if good and not failing.is_set() else 500)
            self.end_headers()
            self.wfile.write(replies.get(body["model"], reply))

        def log_message(self, *_: object) -> None: ...

    http = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=http.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{http.server_port}/v1"
    http.shutdown()
    http.server_close()


def served(url: str, model: str) -> dense.Embedder | None:
    return dense.make("served", Tokeniser(), cache_dir=Path(), model=model, url=url)


def test_a_served_model_is_embedded_in_the_background(make: Make, server: str) -> None:
    retriever = make(make_embedder=lambda _: served(server, "good"), background=True)
    assert retriever.search("有效期", as_of=TODAY, k=1)[0].passage.id == "评估办法#14"
    assert retriever.wait(30).dense == len(corpus())


def test_a_failing_server_degrades_to_lexical_and_says_so(make: Make, server: str) -> None:
    retriever = make(make_embedder=lambda _: served(server, "bad"), background=True)
    status = retriever.wait(30)
    assert retriever.search("有效期", as_of=TODAY, k=1)[0].passage.id == "评估办法#14"
    assert status.dense == 0 and not status.ready
    assert any("向量" in note for note in retriever.status().notes)


def test_a_build_outlasts_a_short_absence_of_the_server(make: Make, server: str) -> None:
    retriever = make(make_embedder=lambda _: served(server, "late"))
    assert retriever.status().dense == len(corpus())


@pytest.mark.parametrize(("model", "told"), [("short", "数目"), ("page", "不是向量"), ("odd", "向量")])
def test_a_reply_that_holds_no_vectors_is_refused(server: str, model: str, told: str) -> None:
    embedder = served(server, model)
    assert embedder
    with pytest.raises(ModelUnavailable, match=told) as caught:
        embedder.passages(["一", "二"])
    assert "COPILOT_EMBEDDING_URL" in caught.value.hint


@pytest.mark.parametrize("url", ["", "127.0.0.1:8002"])
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(ModelUnavailable, match="地址"):
        served(url, "good")


def test_a_search_without_vectors_says_so_until_they_are_back(
    make: Make, server: str, failing: threading.Event
) -> None:
    retriever = make(make_embedder=lambda _: served(server, "good"))
    assert retriever.find("有效期", as_of=TODAY, k=1).notices == []
    failing.set()
    for _ in range(2):
        notices = response("有效期", TODAY, retriever.find("有效期", as_of=TODAY, k=1)).notices
        assert len(notices) == 1 and "仅用字面检索" in notices[0]
    assert any("仅用字面检索" in note for note in retriever.status().notes)
    failing.clear()
    assert retriever.find("有效期", as_of=TODAY, k=1).notices == []
    assert retriever.status().notes == ()


def test_an_index_without_its_vectors_is_told_and_built_once_the_model_is_back(
    make: Make, server: str, failing: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing.set()
    retriever = make(make_embedder=lambda _: served(server, "good"), background=True)
    retriever.wait(30)
    notices = retriever.find("有效期", as_of=TODAY, k=1).notices
    assert any("索引未建完" in text for text in notices) and any("仅用字面检索" in text for text in notices)
    failing.clear()
    assert any("索引未建完" in text for text in retriever.find("有效期", as_of=TODAY, k=1).notices), "too soon"
    monkeypatch.setattr("copilot.retrieval.retriever.REBUILD_AFTER_S", 0.0)
    retriever.search("有效期", as_of=TODAY, k=1)
    assert retriever.wait(30).dense == len(corpus())
    assert retriever.find("有效期", as_of=TODAY, k=1).notices == []


def test_serving_imports_neither_torch_nor_transformers() -> None:
    code = (
        "import sys; sys.path.insert(0, %r); from copilot.retrieval.dense import StaticEmbedder;"
        "from copilot.retrieval.tokenise import Tokeniser; import copilot.retrieval.opening;"
        "StaticEmbedder(Tokeniser()).query('出境');"
        "print([m for m in ('torch', 'transformers', 'bm25s') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code % str(ROOT)], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"

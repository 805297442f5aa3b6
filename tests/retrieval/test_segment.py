from __future__ import annotations

import errno
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from copilot.errors import StorageFull
from copilot.retrieval import bm25
from copilot.retrieval.retriever import Retriever
from tests.retrieval.conftest import TODAY, corpus, passage

Make = Callable[..., Retriever]


def segments(cache: Path) -> list[Path]:
    return sorted(p.parent for p in (cache / "index").glob("*/manifest.json"))


def first(retriever: Retriever, question: str) -> str:
    return retriever.search(question, as_of=TODAY, k=1)[0].passage.id


def test_a_restart_builds_nothing(make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make()
    monkeypatch.setattr(bm25, "build", lambda *_: pytest.fail("the stored index was not used"))
    assert make().status().ready
    assert len(segments(tmp_path)) == 2


@pytest.mark.parametrize("damage", ["flip", "truncate", "delete", "manifest"])
def test_a_damaged_index_is_rebuilt(make: Make, tmp_path: Path, damage: str) -> None:
    make()
    for folder in segments(tmp_path):
        victim = folder / "words" / "data.csc.index.npy"
        raw = bytearray(victim.read_bytes())
        if damage == "flip":
            raw[-1] ^= 0xFF
            victim.write_bytes(raw)
        elif damage == "truncate":
            victim.write_bytes(raw[: len(raw) // 2])
        elif damage == "delete":
            victim.unlink()
        else:
            (folder / "manifest.json").write_text("{")
    retriever = make()
    assert first(retriever, "有效期") == "评估办法#14"
    assert any("重建" in note for note in retriever.status().notes)
    assert make().status().notes == ()


def test_adding_an_instrument_builds_only_a_small_segment(make: Make, tmp_path: Path) -> None:
    retriever = make()
    before = set(segments(tmp_path))
    added = [passage("新办法", f"第{n}条", f"量子密钥出境登记第{n}项。") for n in range(1, 4)]
    began = time.perf_counter()
    retriever.update([*corpus(), *added])
    assert time.perf_counter() - began < 5
    assert first(retriever, "量子密钥登记") == "新办法#第1条"
    new = set(segments(tmp_path)) - before
    assert [json.loads((f / "manifest.json").read_text())["rows"] for f in new] == [3]
    assert before <= set(segments(tmp_path))
    assert first(make([*corpus(), *added]), "量子密钥登记") == "新办法#第1条"


def test_adding_a_statute_keeps_the_others_searchable_throughout(make: Make) -> None:
    retriever = make(background=True)
    retriever.wait(30)
    law = passage("水产法", "第一条", "鲟鱼苗种进出口登记。", authority="law", kind="verbatim", core=False)
    retriever.update([*corpus(), law])
    assert retriever.status().ready
    assert first(retriever, "鲟鱼苗种登记") == law.id
    assert first(retriever, "渔船捕捞许可证").startswith("渔业法")


def test_removed_and_changed_passages_are_gone_at_once(make: Make) -> None:
    retriever = make()
    changed = [p for p in corpus() if p.id != "评估办法#14"] + [
        passage("评估办法", "第十四条", "现为五年。", id="评估办法#14")
    ]
    retriever.update(changed)
    hit = next(
        h for h in retriever.search("评估办法 第十四条 五年", as_of=TODAY, k=10) if h.passage.id == "评估办法#14"
    )
    assert hit.passage.text == "现为五年。"
    retriever.update([p for p in corpus() if p.instrument != "评估办法"])
    assert all(h.passage.instrument != "评估办法" for h in retriever.search("评估结果有效期", as_of=TODAY, k=20))


def test_a_small_segment_scores_like_a_full_build(make: Make, tmp_path: Path) -> None:
    more = [*corpus(), passage("新办法", "第一条", "申报数据出境安全评估的受理。", asks=())]
    make()
    extended = make(more)
    shutil.rmtree(tmp_path / "index")
    full = make(more)
    for question in ("数据出境安全评估受理", "有效期", "十万人以上"):
        a = {h.passage.id: h.score for h in extended.search(question, as_of=TODAY, k=5)}
        b = {h.passage.id: h.score for h in full.search(question, as_of=TODAY, k=5)}
        best = next(iter(a))
        assert best == next(iter(b))
        assert a[best] == pytest.approx(b[best], rel=0.2)  # own average length, common idf


def test_two_builders_share_one_result(make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    builds, real = [], bm25.build

    def slow(documents, folder):
        builds.append(folder)
        time.sleep(0.1)
        real(documents, folder)

    monkeypatch.setattr(bm25, "build", slow)
    results: list[str] = []
    threads = [threading.Thread(target=lambda: results.append(first(make(), "有效期"))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == ["评估办法#14"] * 4
    assert len(builds) == 3  # words and pairs of the domain, words of the rest: once each
    assert not list((tmp_path / "index").glob(".tmp-*"))


_KILLED = """
import sys, time
from pathlib import Path
sys.path.insert(0, {root!r})
from copilot.retrieval import bm25
real = bm25.build
def slow(documents, folder):
    real(documents, folder)
    print("built", flush=True)
    time.sleep(60)
bm25.build = slow
from tests.retrieval.conftest import corpus
from copilot.retrieval.retriever import Retriever
Retriever(corpus(), synonyms={{}}, titles={{}}, cache_dir=Path({cache!r}))
"""


def test_kill_9_in_the_middle_leaves_nothing_half_built(make: Make, tmp_path: Path) -> None:
    root = str(Path(__file__).resolve().parents[2])
    script = _KILLED.format(root=root, cache=str(tmp_path))
    child = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None and child.stdout.readline().strip() == "built"
    os.kill(child.pid, signal.SIGKILL)
    child.wait()
    assert segments(tmp_path) == []
    assert first(make(synonyms={}, titles={}), "有效期") == "评估办法#14"


def test_a_full_disk_is_said_and_leaves_nothing(make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_):
        raise OSError(errno.ENOSPC, "no space")

    monkeypatch.setattr(bm25, "build", full)
    with pytest.raises(StorageFull):
        make()
    monkeypatch.undo()
    assert segments(tmp_path) == []
    assert not list((tmp_path / "index").glob(".tmp-*"))
    assert make().status().ready

"""The judge's worth against labels; a judge that always says yes turns the gate red, over real HTTP."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from typer.testing import CliRunner

from copilot.errors import BadInput, ModelUnavailable
from eval.judge.calibration import (
    RIGHT,
    Floor,
    Verdict,
    calibration_of,
    floor_of,
    judge_pairs,
    kappa,
    keep,
    pairs_of,
    usable,
)
from eval.judge.commands import app
from eval.record import Run

pytestmark = pytest.mark.thorough

FLOOR = Floor(kappa=0.6, unscored=0.1)


@contextmanager
def server(answer: Callable[[str], str]) -> Iterator[str]:
    """A model server on loopback that speaks the OpenAI protocol; `answer` gets the prompt."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._send("application/json", json.dumps({"object": "list", "data": [{"id": "yes", "object": "model"}]}))

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            base = {"id": "1", "object": "chat.completion.chunk", "created": 0, "model": body["model"]}
            delta = {"index": 0, "delta": {"content": answer(body["messages"][-1]["content"])}, "finish_reason": "stop"}
            chunk = json.dumps({**base, "choices": [delta]}, ensure_ascii=False)
            self._send("text/event-stream", f"data: {chunk}\n\ndata: [DONE]\n\n")

        def _send(self, kind: str, text: str) -> None:
            data = text.encode()
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: Any) -> None:
            """Quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        thread = threading.Thread(target=http.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{http.server_address[1]}/v1"
        finally:
            http.shutdown()
            thread.join()


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., Any]:
    """`eval judge calibrate` against a server, in a data folder of this test's own."""
    monkeypatch.chdir(tmp_path)

    def call(url: str, *options: str, command: str = "calibrate") -> Any:
        given = {"MODEL_URL": url, "BACKEND": "openai", "MODEL": "", "DATA_DIR": str(tmp_path / "data")}
        for name, value in given.items():
            monkeypatch.setenv(f"COPILOT_{name}", value)
        return CliRunner().invoke(app, [command, *options])

    return call


def labels() -> dict[str, bool]:
    return {pair["sentence"]: pair["supported"] for pair in pairs_of(limit=0)}


def verdict(prompt: str, said: bool) -> str:
    return json.dumps({"reason": "「资料」", "verdict": int(said)}, ensure_ascii=False)


def sentence_in(prompt: str) -> str:
    return prompt.rsplit("【说法】", 1)[1].split('"""')[1].strip()


def test_a_judge_that_always_says_yes_turns_the_gate_red(run: Callable[..., Any], tmp_path: Path) -> None:
    with server(lambda prompt: verdict(prompt, True)) as url:
        done = run(url, "--limit", "20", "--json")
    found = json.loads(done.stdout)
    assert done.exit_code == 1
    assert (found["pairs"], found["scored"], found["says_yes"], found["agreement"]) == (20, 20, 1.0, 0.5)
    assert found["kappa"] == 0.0 and "κ 0.000 低于门槛" in found["faults"][0]
    assert found["by_kind"][RIGHT] == [10, 10]
    assert all(right == 0 for kind, (right, _) in found["by_kind"].items() if kind != RIGHT)
    assert usable(found["judge"], tmp_path / "data") == (False, "裁判不可用（κ 0.000 低于门槛 0.60）")


def test_a_judge_that_is_right_is_usable(run: Callable[..., Any], tmp_path: Path) -> None:
    known = labels()
    with server(lambda prompt: verdict(prompt, known[sentence_in(prompt)])) as url:
        done = run(url, "--limit", "20", "--json")
    found = json.loads(done.stdout)
    assert done.exit_code == 0, done.output
    assert (found["kappa"], found["agreement"], found["faults"]) == (1.0, 1.0, [])
    assert usable(found["judge"], tmp_path / "data") == (True, "裁判已校准，κ 1.000")
    assert usable("another/0", tmp_path / "data") == (False, "裁判未校准，分数仅供参考")


def test_a_judge_that_cannot_be_read_is_unscored_not_wrong(run: Callable[..., Any]) -> None:
    known = labels()

    def mumbles(prompt: str) -> str:
        sentence = sentence_in(prompt)
        return "看情况" if len(sentence) % 2 else verdict(prompt, known[sentence])

    with server(mumbles) as url:
        done = run(url, "--limit", "20", "--json")
        shown = run(url, "--limit", "20", "--show")
    found = json.loads(done.stdout)
    assert done.exit_code == 1
    assert found["agreement"] == 1.0 and found["kappa"] == 1.0
    assert 0 < found["scored"] < 20 and sum(found["unscored"].values()) == 20 - found["scored"]
    assert found["faults"] == [f"未能评分 {found['unscored_share']:.1%}，高于上限 10%"]
    assert "读不懂的回复" in shown.output and "结论：不可用" in shown.output


def test_scores_of_a_run_carry_the_mark_of_the_judge(run: Callable[..., Any], tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    folder = Run(tmp_path / "one")
    cited = {"instrument": "某办法", "article": None, "text": "有效期三年。"}
    output = {"answer": "有效期三年[1]。", "abstained": False, "citations": [cited]}
    folder.append(
        "answers", {"id": "a", "repeat": 0, "output": output, "case": {"question": "多久？", "answer": "三年"}}
    )
    folder.write("header.json", {})
    with server(lambda prompt: verdict(prompt, True)) as url:
        before = run(url, str(folder.folder), "--metric", "faithfulness", command="score")
        assert run(url, "--limit", "4").exit_code == 1
        after = run(url, str(folder.folder), "--metric", "faithfulness", "--json", command="score")
        unknown = run(url, "none", command="score")
    assert before.exit_code == 0, before.output
    assert "裁判未校准" in before.output and "faithfulness：1.000，1 个回答" in before.output
    found = json.loads(after.stdout)
    assert found["usable"] is False and "裁判不可用（κ 0.000" in found["mark"]
    assert unknown.exit_code == 2


def test_no_judge_at_the_address_is_an_error(run: Callable[..., Any]) -> None:
    done = run("http://127.0.0.1:9/v1", "--limit", "2")
    assert done.exit_code == 3 and "连不上模型服务" in done.output


async def test_time_outs_are_unscored(judge_saying: Any) -> None:
    judge, _ = judge_saying("慢", timeout_s=0.05)
    judge.client._http._transport = _Silent()
    verdicts = await judge_pairs(judge, pairs_of(limit=2))
    assert [(v.said, v.why) for v in verdicts] == [(None, "超时")] * 2
    assert calibration_of(verdicts).unscored == {"超时": 2}


async def test_a_server_that_fails_stops_the_calibration(judge_saying: Any) -> None:
    judge, _ = judge_saying(500)
    with pytest.raises(ModelUnavailable, match="500"):
        await judge_pairs(judge, pairs_of(limit=2))


def test_the_sample_is_balanced_and_always_the_same() -> None:
    chosen = pairs_of(limit=60)
    assert len(chosen) == 60 and len({p["id"] for p in chosen}) == 60
    assert sum(p["supported"] for p in chosen) == 30
    kinds = [p["error"] for p in chosen if not p["supported"]]
    assert len(set(kinds)) == 9 and min(kinds.count(k) for k in set(kinds)) >= 3
    assert [p["id"] for p in chosen] == [p["id"] for p in pairs_of(limit=60)]
    assert len(pairs_of(limit=0)) == len(pairs_of(limit=10_000)) == 320


@pytest.mark.parametrize("text", ["不是 JSON", '{"id": "1"}', "[1]"])
def test_a_file_that_is_no_set_of_pairs_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "p.jsonl").write_text(text, "utf-8")
    with pytest.raises(BadInput, match="不是可用的标注"):
        pairs_of(tmp_path / "p.jsonl")


@pytest.mark.parametrize(
    ("truth", "said", "expected"),
    [
        ([1, 1, 0, 0], [1, 1, 0, 0], 1.0),
        ([1, 1, 0, 0], [1, 1, 1, 1], 0.0),
        ([1, 1, 0, 0], [0, 0, 1, 1], -1.0),
        ([1] * 20 + [1] * 5 + [0] * 10 + [0] * 15, [1] * 20 + [0] * 5 + [1] * 10 + [0] * 15, 0.4),
        ([1, 1], [1, 1], None),
        ([], [], None),
    ],
)
def test_kappa(truth: list[int], said: list[int], expected: float | None) -> None:
    found = kappa(np.array(truth, dtype=bool), np.array(said, dtype=bool))
    assert found == (None if expected is None else pytest.approx(expected))


def test_figures_and_interval() -> None:
    verdicts = [Verdict(f"r{n}", RIGHT, True, n < 18) for n in range(20)]
    verdicts += [Verdict(f"w{n}", "number", False, n < 4) for n in range(20)]
    verdicts += [Verdict("u", "bound", False, None, why="超时")]
    found = calibration_of(verdicts)
    assert found.by_kind == {"bound": (0, 0), "number": (16, 20), RIGHT: (18, 20)}
    assert (found.pairs, found.scored, found.unscored) == (41, 40, {"超时": 1})
    assert found.kappa == pytest.approx(0.7)
    assert found.low is not None and found.high is not None and found.low < 0.7 < found.high
    assert found.high - found.low > 0.2
    assert found == calibration_of(verdicts)
    assert found.below(FLOOR) == []
    assert found.below(Floor(kappa=0.71, unscored=0.01)) == ["κ 0.700 低于门槛 0.71", "未能评分 2.4%，高于上限 1%"]


def test_nothing_scored_is_not_usable(tmp_path: Path) -> None:
    found = calibration_of([Verdict("u", RIGHT, True, None, why="超时")])
    assert (found.agreement, found.kappa, found.low) == (None, None, None)
    assert len(found.below(FLOOR)) == 2
    keep(found, [], tmp_path)
    assert usable("", tmp_path, floor=FLOOR)[0] is False


def test_the_floor_stands_in_the_gates(tmp_path: Path) -> None:
    assert 0.4 <= floor_of().kappa < 1 and 0 < floor_of().unscored <= 0.2
    with pytest.raises(BadInput, match="judge"):
        floor_of(tmp_path / "none.toml")
    (tmp_path / "g.toml").write_text("[judge]\nkappa = 0.5\n")
    with pytest.raises(BadInput, match="unscored"):
        floor_of(tmp_path / "g.toml")


@pytest.mark.model
async def test_the_real_model_gives_verdicts_that_can_be_read(model_server: Any) -> None:
    from copilot.llm.client import ChatClient
    from eval.judge.judge import open_judge

    client = ChatClient(model_server.base_url, model=model_server.name, api_key=model_server.api_key, timeout_s=180)
    judge = open_judge(client)
    verdicts = await judge_pairs(judge, pairs_of(limit=2))
    await client.aclose()
    assert [v.said for v in verdicts].count(None) == 0
    assert judge.completion_tokens > 0


class _Silent:
    """A network on which nobody answers."""

    async def handle_async_request(self, request: Any) -> Any:
        import asyncio

        await asyncio.sleep(10)

    async def aclose(self) -> None:
        """Nothing to close."""

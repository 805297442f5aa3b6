"""`draft --model`: sections told as they are written, kept beside the questionnaire, gone on with after a kill."""

from __future__ import annotations

import json
import logging
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import structlog
import typer
from typer.testing import CliRunner, Result

from copilot.settings import ROOT, Settings
from tests.filing.stub_model import NAME, StubModel, stub_model
from tests.filing.travel import SAID

Draft = Callable[..., Result]
KIND, SECTION = "security_assessment", "sa.2.2.2"
SHARED = Settings().cache_dir  # holds the model


@pytest.fixture(scope="module")
def stub() -> Iterator[StubModel]:
    with stub_model() as model:
        yield model


@pytest.fixture(autouse=True)
def quiet(whole_app: typer.Typer) -> None:
    """No log lines among the results, until the test ends."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))


@pytest.fixture
def file(tmp_path: Path, stub: StubModel, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A questionnaire; the stub is the model of this process and of those that it starts."""
    stub.asked.clear()
    stub.open.set()
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("COPILOT_BACKEND", "openai")
    monkeypatch.setenv("COPILOT_MODEL_URL", stub.url)
    monkeypatch.setenv("COPILOT_MODEL", NAME)
    path = tmp_path / "filing.json"
    path.write_text(json.dumps(SAID, ensure_ascii=False), "utf-8")
    return path


@pytest.fixture
def draft(whole_app: typer.Typer, file: Path) -> Draft:
    def run(*more: str) -> Result:
        given = [str(file), "--kind", KIND, "--out", str(file.parent / "out"), "--no-check", "--json", *more]
        return CliRunner().invoke(whole_app, ["draft", *given])

    return run


@pytest.mark.thorough
def test_sections_are_told_and_kept_and_used_only_when_asked_for(draft: Draft, file: Path, stub: StubModel) -> None:
    done = draft("--model")
    assert done.exit_code == 0, done.output
    value = json.loads(done.stdout)
    assert value["model"] == NAME and value["by_model"][0] == SECTION
    assert "1/12 处理数据的目的、范围、方式及其合法性、正当性、必要性：1 句，丢掉 0 句" in done.stderr
    assert "约剩" in done.stderr and "12/12" in done.stderr
    kept = json.loads(file.with_suffix(".prose.json").read_text("utf-8"))["sections"]
    assert len(kept) == len(stub.asked) == 12 and kept[SECTION]["by"] == "model"
    again = draft("--model")
    assert len(stub.asked) == 12 and "已写过" in again.stderr
    plain = draft()
    assert json.loads(plain.stdout)["by_model"] == [] and "--model" in plain.stderr


@pytest.mark.thorough
def test_a_kill_loses_the_section_in_work_only(draft: Draft, file: Path, stub: StubModel, tmp_path: Path) -> None:
    command = [str(Path(sys.executable).parent / "compliance-copilot"), "draft", str(file), "--kind", KIND]
    own = {**os.environ, "COPILOT_DATA_DIR": str(tmp_path / "data")}
    worker = subprocess.Popen(
        [*command, "--out", str(tmp_path / "o"), "--model"], env=own, stderr=subprocess.PIPE, text=True
    )
    assert worker.stderr is not None
    for line in worker.stderr:
        if line.startswith("1/12") and "丢掉" in line:
            stub.open.clear()
            break
    os.kill(worker.pid, signal.SIGKILL)
    worker.wait(timeout=30)
    worker.stderr.close()
    finished = json.loads(file.with_suffix(".prose.json").read_text("utf-8"))["sections"]
    assert SECTION in finished and len(finished) < 12 and not (tmp_path / "o").exists()
    stub.open.set()
    asked = len(stub.asked)
    done = draft("--model")
    assert done.exit_code == 0, done.output
    assert len(stub.asked) - asked == 12 - len(finished)


@pytest.mark.thorough
def test_without_a_model_nothing_is_written(draft: Draft, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for backend, url in (("extractive", ""), ("openai", "http://127.0.0.1:9/v1")):
        monkeypatch.setenv("COPILOT_BACKEND", backend)
        monkeypatch.setenv("COPILOT_MODEL_URL", url)
        done = draft("--model")
        assert done.exit_code == 3, done.output
        error = json.loads(done.stdout)["error"]
        assert error["code"] == "model_unavailable" and error["hint"]
        assert not (file.parent / "out").exists() and not file.with_suffix(".prose.json").exists()


@pytest.mark.thorough
def test_a_file_of_something_else_is_not_written_over(draft: Draft, file: Path, stub: StubModel) -> None:
    other = file.with_suffix(".prose.json")
    other.write_text("[1]", "utf-8")
    done = draft("--model")
    assert done.exit_code == 2 and "filing.prose.json" in json.loads(done.stdout)["error"]["message"]
    assert other.read_text("utf-8") == "[1]" and stub.asked == []


@pytest.mark.model
@pytest.mark.usefixtures("model_path")
def test_the_local_model_argues_a_filing(whole_app: typer.Typer, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("BACKEND", "MODEL_URL", "MODEL"):
        monkeypatch.delenv(f"COPILOT_{name}")
    monkeypatch.setenv("COPILOT_CACHE_DIR", str(SHARED))
    own = {f"pipia.2.{n}": {"text": "我们自己写的。", "by": "person"} for n in range(1, 6)}
    file.write_text(json.dumps(SAID | {"sections": own}, ensure_ascii=False), "utf-8")
    given = [str(file), "--kind", "standard_contract", "--out", str(file.parent / "out"), "--json", "--model"]
    done = CliRunner().invoke(whole_app, ["draft", *given])
    assert done.exit_code == 0, done.output
    value = json.loads(done.stdout)
    kept = json.loads(file.with_suffix(".prose.json").read_text("utf-8"))["sections"]
    assert list(kept) == ["pipia.1.1.3.2"] and kept["pipia.1.1.3.2"]["model"].startswith("qwen"), done.stderr
    assert value["by_model"] == (["pipia.1.1.3.2"] if kept["pipia.1.1.3.2"]["text"] else [])
    print(done.stderr, kept)

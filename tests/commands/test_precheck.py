"""`precheck` as a person and a script use it: shape, statuses, progress on stderr, batch and resume."""

from __future__ import annotations

import io
import json
import signal
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import typer
from jsonschema import Draft202012Validator
from typer.testing import CliRunner, Result

from copilot.settings import ROOT

pytestmark = pytest.mark.thorough

CODE = "import copilot.cli; copilot.cli.main()"


def command(*arguments: str, data: Path) -> list[str]:
    return ["env", f"COPILOT_DATA_DIR={data}", sys.executable, "-c", CODE, *arguments]


def call(*arguments: str, data: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command(*arguments, data=data), capture_output=True, text=True, cwd=ROOT, timeout=120)


@pytest.fixture
def check(whole_app: typer.Typer, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """`precheck` in this process."""
    monkeypatch.chdir(ROOT)

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(whole_app, ["precheck", *arguments, "--json"])

    return run


def word(*lines: str) -> bytes:
    import docx

    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@pytest.fixture
def submission(tmp_path: Path) -> Path:
    folder = tmp_path / "某公司"
    folder.mkdir()
    (folder / "自评估报告.docx").write_bytes(word("数据出境风险自评估报告", "一、自评估工作简述"))
    return folder


def test_the_result_keeps_to_its_schema(submission: Path, tmp_path: Path) -> None:
    run = call(
        "precheck", str(submission), "--kind", "security_assessment", "--as-of", "2026-11-23", "--json", data=tmp_path
    )
    assert run.returncode == 0, run.stderr
    (line,) = run.stdout.splitlines()
    told = json.loads(line)
    schema = json.loads(call("schema", "precheck", data=tmp_path).stdout)
    Draft202012Validator(schema).validate(told)
    assert told["kind"] == "security_assessment" and told["verdict"] == "supplement"
    assert told["filed_on"] == "2026-11-23" and "用时" in run.stderr
    missing = [m["id"] for m in told["materials"] if m["status"] == "missing"]
    assert "SA-01" in missing and {"rule_id", "stage", "basis", "suggestion"} <= set(told["findings"][0])


def test_a_zip_and_the_folder_give_the_same(submission: Path, tmp_path: Path, check: Callable[..., Result]) -> None:
    packed = tmp_path / "某公司.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(submission / "自评估报告.docx", "自评估报告.docx")
    options = ("--kind", "certification", "--filed-on", "2026-06-01")
    one, other = (check(str(p), *options) for p in (submission, packed))
    assert one.exit_code == 0 and one.stdout == other.stdout and json.loads(one.stdout)["filed_on"] == "2026-06-01"


@pytest.mark.parametrize(
    "arguments",
    [
        ("没有这个文件夹", "--kind", "certification"),
        (".", "--kind", "别的"),
        (".", "--kind", "certification", "--filed-on", "明天"),
        (".", "--kind", "certification", "--province", "北京"),
        (".", "--kind", "certification", "--batch", "--out", "a.docx"),
        (".", "--kind", "certification", "--batch", "--notice", "a.docx"),
        (".", "--kind", "certification", "--out", "a.docx"),
        ("eval", "--kind", "certification", "--out", "a.pdf"),
        ("eval", "--kind", "certification", "--notice", "a.html"),
        ("eval", "--kind", "certification", "--out", "没有/a.docx"),
        ("eval", "--kind", "certification", "--out", "a.docx", "--notice", "a.docx"),
    ],
)
def test_bad_input_leaves_with_2(arguments: tuple[str, ...], check: Callable[..., Result]) -> None:
    run = check(*arguments)
    assert run.exit_code == 2 and json.loads(run.stdout)["error"]["code"] == "bad_input"


def test_the_report_and_the_draft_notice_are_written_beside_the_result(
    submission: Path, tmp_path: Path, check: Callable[..., Result]
) -> None:
    import docx

    files = {name: tmp_path / name for name in ("报告.docx", "报告.html", "报告.json", "通知.docx")}
    options = ("--kind", "security_assessment", "--filed-on", "2026-11-20")
    run = check(str(submission), *options, "--out", str(files["报告.docx"]), "--notice", str(files["通知.docx"]))
    assert run.exit_code == 0, run.stderr
    told = json.loads(run.stdout)
    report = [p.text for p in docx.Document(str(files["报告.docx"])).paragraphs]
    assert all(f"{f['rule_id']} {f['message']}" in report for f in told["findings"])
    notice = "\n".join(p.text for p in docx.Document(str(files["通知.docx"])).paragraphs)
    assert "草稿·须经查验人员核定" in notice and "1. " in notice and "通知.docx" in run.stderr
    for name in ("报告.html", "报告.json"):
        assert check(str(submission), *options, "--out", str(files[name])).stdout == run.stdout
    assert json.loads(files["报告.json"].read_text("utf-8")) == told
    assert "材料预检报告：某公司" in files["报告.html"].read_text("utf-8")


def test_a_batch_goes_on_after_a_kill(tmp_path: Path) -> None:
    inbox = tmp_path / "收件"
    for n in range(6):
        (inbox / f"{n}号公司").mkdir(parents=True)
        (inbox / f"{n}号公司" / "自评估报告.docx").write_bytes(word("数据出境风险自评估报告", f"第{n}份"))
    options = ("precheck", str(inbox), "--kind", "security_assessment", "--filed-on", "2026-11-23", "--batch", "--json")
    first = subprocess.Popen(
        command(*options, data=tmp_path), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=ROOT, text=True
    )
    assert first.stdout is not None
    seen = json.loads(first.stdout.readline())
    first.send_signal(signal.SIGKILL)
    first.wait(20)
    second = call(*options, data=tmp_path)
    lines = [json.loads(line) for line in second.stdout.splitlines()]
    assert second.returncode == 0 and [x["id"] for x in lines] == [f"{n}号公司" for n in range(6)]
    assert lines[0] == seen and "0 份用上次" not in second.stderr and "已完成 6/6" in second.stderr

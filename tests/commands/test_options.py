"""What is typed or piped in that cannot be read is told as such; never a traceback."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from copilot import cli
from copilot.commands.options import text_at, typed
from copilot.errors import BadInput

pytestmark = pytest.mark.usefixtures("own_places", "whole_app")
RUNNER = CliRunner()


def test_half_characters_of_a_terminal_are_refused() -> None:
    assert typed("把12万会员😀传到美国") == "把12万会员😀传到美国"
    with pytest.raises(BadInput, match="UTF-8"):
        typed("\udcff传12万")


@pytest.mark.thorough
@pytest.mark.parametrize("args", [("path", "--text"), ("ask",), ("search",)])
def test_no_command_breaks_on_them(args: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COPILOT_BACKEND", "extractive")
    done = RUNNER.invoke(cli.app, [*args, "\udcff重要数据", "--json"])
    assert done.exit_code == 2 and "读不出的字符" in json.loads(done.stdout)["error"]["message"]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ('{"is_export": true,}', "第1行第20个字符处，这里应是双引号括起来的键名"),
        ('{"is_export": 是}', "这里应有一个值"),
        ('{"is_export" true}', "键名后面缺冒号"),
        ('{"is_export": true} {}', "后面还有多余的内容"),
        ('{"purpose": "统计', "引号没有配对"),
        ("", "这里应有一个值"),
        ("[" * 100_000, "层次太深"),
    ],
)
def test_what_is_wrong_with_json_is_told_in_chinese(tmp_path: Path, written: str, said: str) -> None:
    place = tmp_path / "facts.json"
    place.write_text(written, "utf-8")
    done = RUNNER.invoke(cli.app, ["path", "--facts", str(place), "--json"])
    assert done.exit_code == 2 and said in json.loads(done.stdout)["error"]["message"]
    assert text_at(str(place)) == written

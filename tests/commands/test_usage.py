"""How a command is called wrongly: told in Chinese, as JSON on stdout where that was asked, with exit status 2."""

from __future__ import annotations

import json

import pytest

from copilot import cli

MISTAKES = [
    (("path", "--facts", "-", "--lang", "fr"), "选项 --lang 的值不能使用：可用 zh、en"),
    (("path", "--nope"), "没有选项 --nope"),
    (("search", "评估", "-k", "many"), "选项 -k 的值不能使用：应为整数"),
    (("ask", "--as-of"), "选项 --as-of 后面的值不对"),
    (("poem",), "没有名为“poem”的命令"),
    (("schema",), "缺少参数 NAME"),
    (("schema", "answer", "more"), "多出了参数 more"),
    (("kb", "poem"), "没有名为“poem”的命令"),
]


@pytest.fixture(autouse=True)
def mounted_once(monkeypatch: pytest.MonkeyPatch) -> None:
    if any(group.name == "verdicts" for group in cli.app.registered_groups):
        monkeypatch.setattr(cli, "_mount", lambda: None)


@pytest.mark.parametrize(("arguments", "message"), MISTAKES)
@pytest.mark.parametrize("as_json", [True, False])
def test_a_mistake_of_usage(
    arguments: tuple[str, ...],
    message: str,
    as_json: bool,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    given = [arguments[0], *(["--json"] if as_json else []), *arguments[1:]]
    if arguments == ("kb", "poem") or arguments == ("poem",):
        given = [*arguments, *(["--json"] if as_json else [])]
    monkeypatch.setattr("sys.argv", ["compliance-copilot", *given])
    with pytest.raises(SystemExit) as left:
        cli.main()
    out, err = capsys.readouterr()
    assert left.value.code == 2
    if as_json:
        error = json.loads(out)["error"]
        assert set(error) == {"code", "message", "hint", "en"} and error["code"] == "bad_input"
        assert message in error["message"] and "--help" in error["hint"] and not err
    else:
        assert message in err and not out and "╭" not in err


def test_a_command_that_works_leaves_with_nothing_to_tell(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["compliance-copilot", "schema", "citation"])
    with pytest.raises(SystemExit) as left:
        cli.main()
    assert left.value.code == 0 and json.loads(capsys.readouterr().out)["title"] == "Citation"

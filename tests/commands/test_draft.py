"""`draft` as a person and a script use it: shape, statuses, what is written, what is refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import typer
from jsonschema import Draft202012Validator
from typer.testing import CliRunner, Result

from copilot.filing.bundle import RECORD
from copilot.filing.drafted import Drafted
from copilot.settings import ROOT
from tests.filing.complete import said

pytestmark = pytest.mark.thorough
Draft = Callable[..., Result]
FACTS = {
    "is_export": True, "contains_pi": True, "contains_important_data": False, "important_data_notified": False,
    "is_ciio": False, "contract_necessary": False, "hr_necessary": False, "emergency": False, "overseas_origin": False,
    "foreign_judicial_request": False, "pi_count": 200_000, "sensitive_pi_count": 0, "under14": False,
}  # fmt: skip


@pytest.fixture
def draft(whole_app: typer.Typer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Draft:
    """`draft` in this process, with data of its own."""
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("COPILOT_DATA_DIR", str(tmp_path / "data"))

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(whole_app, ["draft", *arguments])

    return run


def _file(tmp_path: Path, value: object) -> str:
    path = tmp_path / "filing.json"
    path.write_text(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False), "utf-8")
    return str(path)


def test_papers_are_written_checked_and_told_in_the_published_shape(draft: Draft, tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = draft(_file(tmp_path, said("extension")), "--kind", "extension", "--out", str(out), "--json", "--zip")
    assert done.exit_code == 0, done.output
    value = json.loads(done.stdout)
    Draft202012Validator(Drafted.model_json_schema()).validate(value)
    written = {str(p.relative_to(out)) for p in out.rglob("*") if p.is_file()}
    assert written == {*value["files"], RECORD}
    assert value["placeholders"] == [] and value["precheck"]["kind"] == "extension"
    assert set(value["saved"]) == {"fields", "pages", "minutes", "line"} and 0 <= value["saved"]["fields"] < 1
    assert {one["why"] for one in value["left"]} == {"seal", "signature", "sheet"}
    assert [p.name for p in tmp_path.glob("*.zip")] == ["extension_北京云帆智行科技有限公司_2026-10-09.zip"]


def test_an_earlier_draft_is_compared(draft: Draft, tmp_path: Path) -> None:
    facts = said("extension")
    first = draft(_file(tmp_path, facts), "--out", str(tmp_path / "a"), "--no-check", "--json")
    assert json.loads(first.stdout)["precheck"] is None, "the kind stands in the questionnaire; no check was asked for"
    facts["extension"]["persons_growth"] = 15
    second = draft(
        _file(tmp_path, facts), "--out", str(tmp_path / "b"), "--no-check", "--json", "--compare", str(tmp_path / "a")
    )
    found = json.loads(second.stdout)["difference"]
    assert [one["path"] for one in found["facts"]] == ["extension.persons_growth"]
    assert [one["file"] for one in found["papers"]] == ["05延长评估结果有效期申请表.docx"]


def test_facts_of_a_path_begin_a_filing_and_its_record_goes_on(draft: Draft, tmp_path: Path) -> None:
    out = str(tmp_path / "o")
    first = draft("--from-facts", _file(tmp_path, FACTS), "--out", out, "--as-of", "2026-10-09", "--no-check")
    assert first.exit_code == 0, first.output
    assert "个人信息出境标准合同备案（按 2026-10-09 的规定）" in first.stdout and "应当订立标准合同" in first.stderr
    record = json.loads((Path(out) / RECORD).read_text("utf-8"))
    assert record["filing"]["origin"]["taken"]["scenes[0].persons_year"] == 200_000
    record["filing"]["exporter"]["name"] = "示例科技（北京）有限公司"
    other = str(tmp_path / "p")
    again = draft(_file(tmp_path, record), "--out", other, "--as-of", "2026-10-09", "--no-check", "--compare", out)
    assert again.exit_code == 0, again.output
    assert "exporter.name：（没有） → 示例科技（北京）有限公司" in again.stdout and "有改动" in again.stdout


def test_a_record_goes_on_with_the_kind_that_was_drafted(draft: Draft, tmp_path: Path) -> None:
    first = draft(_file(tmp_path, said("extension")), "--kind", "exempt", "--out", str(tmp_path / "a"), "--no-check")
    assert first.exit_code == 0, first.output
    record = json.loads((tmp_path / "a" / RECORD).read_text("utf-8"))
    assert record["kind"] == record["filing"]["kind"] == "exempt"
    again = draft(str(tmp_path / "a" / RECORD), "--out", str(tmp_path / "b"), "--no-check", "--json")
    assert json.loads(again.stdout)["kind"] == "exempt"
    older = {**record, "filing": {**record["filing"], "kind": "extension"}}  # as records were written before
    again = draft(_file(tmp_path, older), "--out", str(tmp_path / "c"), "--no-check", "--json")
    assert json.loads(again.stdout)["kind"] == "exempt"


@pytest.mark.parametrize(
    ("facts", "options", "said_of"),
    [
        (FACTS | {"pi_count": None}, (), "还差事实"),
        (FACTS | {"is_export": False}, (), "不属于数据出境"),
        (FACTS, ("--kind", "nix"), "nix"),
        ({"pi_cnt": 5}, (), "pi_cnt"),
    ],
)
def test_facts_that_begin_no_filing_say_why(
    draft: Draft, tmp_path: Path, facts: object, options: tuple[str, ...], said_of: str
) -> None:
    done = draft("--from-facts", _file(tmp_path, facts), "--out", str(tmp_path / "o"), *options)
    assert done.exit_code == 2 and said_of in done.output and not (tmp_path / "o").exists()
    both = draft(_file(tmp_path, facts), "--from-facts", _file(tmp_path, facts), "--out", str(tmp_path / "o"))
    assert both.exit_code == 2 and "--from-facts" in both.output


def test_a_person_is_told_what_is_left(draft: Draft, tmp_path: Path) -> None:
    done = draft(_file(tmp_path, {}), "--kind", "gba_hk", "--out", str(tmp_path / "o"), "--as-of", "2026-10-09")
    assert done.exit_code == 0
    assert "待补充" in done.stdout and "须换用官方模板" in done.stdout and "03大湾区标准合同.docx" in done.stdout


@pytest.mark.parametrize(
    ("value", "options", "said_of"),
    [
        ("{", ("--kind", "extension"), "不是 JSON"),
        ("[]", ("--kind", "extension"), "JSON 对象"),
        ('{"exporter": {"nam": "x"}}', ("--kind", "extension"), "exporter.nam"),
        ('{"exporter": {"name": "x", "name": "y"}}', ("--kind", "extension"), "name"),
        ({"exporter": {"business": "长" * (1 << 20)}}, ("--kind", "extension"), "exporter.business"),
        ("{}", (), "没有说办哪一种手续"),
        ("{}", ("--kind", "other"), "other"),
        ("{}", ("--kind", "extension", "--as-of", "2026-13-01"), "--as-of"),
        ("{}", ("--kind", "extension", "--compare", "/nonexistent"), "起草记录"),
    ],
)
def test_what_cannot_be_used_is_refused_by_name(
    draft: Draft, tmp_path: Path, value: object, options: tuple[str, ...], said_of: str
) -> None:
    done = draft(_file(tmp_path, value), "--out", str(tmp_path / "o"), *options, "--json")
    assert done.exit_code == 2
    assert said_of in json.loads(done.stdout)["error"]["message"]
    assert not (tmp_path / "o").exists()


def test_the_questionnaire_has_a_published_schema(whole_app: typer.Typer) -> None:
    done = CliRunner().invoke(whole_app, ["schema", "filing"])
    Draft202012Validator(json.loads(done.stdout)).validate(said("standard_contract"))

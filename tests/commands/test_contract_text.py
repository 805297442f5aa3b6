"""`precheck contract-text`, and how the group tells a path from a command."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from eval.precheck.contracts import model_text
from tests.commands.test_precheck import call, word

pytestmark = pytest.mark.thorough


@pytest.fixture
def contract(tmp_path: Path) -> Path:
    file = tmp_path / "范本.docx"
    file.write_bytes(word(*model_text()))
    return file


def test_add_list_and_remove(contract: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    run = call("precheck", "contract-text", "add", str(contract), "--as-of", "2026-11-23", "--json", data=data)
    assert run.returncode == 0, run.stderr
    added = json.loads(run.stdout)
    assert (added["id"], added["articles"], added["replaced"]) == ("standard_contract-2023-06-01", 9, False)
    assert added["added_on"] == "2026-11-23"
    listed = call("precheck", "contract-text", "list", data=data).stdout
    assert "standard_contract-2023-06-01" in listed and added["sha256"][:12] in listed
    assert call("precheck", "contract-text", "remove", added["id"], data=data).returncode == 0
    assert json.loads(call("precheck", "contract-text", "list", "--json", data=data).stdout) == {"texts": []}
    gone = call("precheck", "contract-text", "remove", added["id"], "--json", data=data)
    assert gone.returncode == 2 and json.loads(gone.stdout)["error"]["code"] == "unknown_record"


def test_a_deviation_reaches_the_result(contract: Path, tmp_path: Path) -> None:
    data, folder = tmp_path / "data", tmp_path / "某公司"
    folder.mkdir()
    wrong = [line.replace("不得以本合同减轻", "得以本合同减轻") for line in model_text()]
    (folder / "标准合同.docx").write_bytes(word(*wrong))
    options = ("precheck", str(folder), "--kind", "standard_contract", "--filed-on", "2026-10-15", "--json")
    before = json.loads(call(*options, data=data).stdout)
    assert any("没有导入" in line for line in before["not_checked"])
    assert call("precheck", "contract-text", "add", str(contract), data=data).returncode == 0
    after = json.loads(call(*options, data=data).stdout)
    (one,) = [f for f in after["findings"] if f["rule_id"] == "PC-295"]
    assert "删去了“不”" in one["message"] and not any("没有导入" in line for line in after["not_checked"])


def test_what_is_no_model_contract(tmp_path: Path) -> None:
    file = tmp_path / "纪要.docx"
    file.write_bytes(word("会议纪要"))
    run = call("precheck", "contract-text", "add", str(file), "--json", data=tmp_path)
    assert run.returncode == 2 and "--contract" in json.loads(run.stdout)["error"]["hint"]
    missing = call("precheck", "contract-text", "add", str(tmp_path / "没有.docx"), "--json", data=tmp_path)
    assert missing.returncode == 2 and json.loads(missing.stdout)["error"]["code"] == "bad_document"


def test_a_folder_called_like_a_command_is_reached_by_its_path(contract: Path, tmp_path: Path) -> None:
    folder = tmp_path / "contract-text"
    folder.mkdir()
    shutil.copy(contract, folder / "合同.docx")
    run = call("precheck", f"{folder}", "--kind", "standard_contract", "--as-of", "2026-10-15", "--json", data=tmp_path)
    assert json.loads(run.stdout)["kind"] == "standard_contract"

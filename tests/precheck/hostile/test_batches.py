"""Many submissions: a line each, kept as they come; a batch goes on after a kill and past what cannot be checked."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from types import ModuleType

import pytest

from copilot.errors import BadInput
from copilot.precheck.batches import FOLDER, Step, run_batch
from copilot.precheck.service import Asked, Precheck

ASKED = Asked("standard_contract", dt.date(2026, 11, 23))


@pytest.fixture
def folder(tmp_path: Path, makers: ModuleType) -> Path:
    root = tmp_path / "收件"
    (root / "甲公司").mkdir(parents=True)
    (root / "甲公司" / "自评估报告.docx").write_bytes(makers.word())
    (root / "乙公司.zip").write_bytes(makers.packed({"自评估报告.docx": makers.word()}))
    (root / "丙公司").mkdir()
    (root / "丁公司.zip").write_bytes(makers.bomb(8))
    (root / ".DS_Store").write_bytes(b"x")
    return root


def run(folder: Path, service: Precheck, state: Path, **more: object) -> list[Step]:
    return list(run_batch(folder, ASKED, service, state_dir=state, **more))  # type: ignore[arg-type]


def test_one_line_each_and_a_bad_one_stops_nothing(folder: Path, service: Precheck, tmp_path: Path) -> None:
    steps = run(folder, service, tmp_path)
    lines = {s.line["id"]: s.line for s in steps}
    assert [s.done for s in steps] == [1, 2, 3, 4] and {s.total for s in steps} == {4}
    assert lines["丙公司"]["error"]["code"] == "bad_input" and set(lines) == {
        "甲公司",
        "乙公司.zip",
        "丙公司",
        "丁公司.zip",
    }
    assert lines["甲公司"]["verdict"] == "supplement" and "压缩炸弹" in str(lines["丁公司.zip"]["findings"])


def test_it_goes_on_where_it_was_killed(folder: Path, service: Precheck, tmp_path: Path) -> None:
    begun = run_batch(folder, ASKED, service, state_dir=tmp_path)
    first, second = next(begun), next(begun)
    begun.close()
    (kept,) = (tmp_path / FOLDER).iterdir()
    with open(kept, "ab") as out:
        out.write('{"stamp": "x", "line": {"id": "丙'.encode())  # the kill came in the middle of a line
    steps = run(folder, service, tmp_path)
    assert [s.line["id"] for s in steps if s.again] == [s.line["id"] for s in (first, second) if "error" not in s.line]
    assert steps[0].line == first.line and len(steps) == 4
    again = run(folder, service, tmp_path)
    assert [s.again for s in again] == ["error" not in s.line for s in again] and sum(s.again for s in again) == 3


def test_what_changed_or_was_asked_otherwise_is_done_anew(
    folder: Path, service: Precheck, tmp_path: Path, makers: ModuleType
) -> None:
    run(folder, service, tmp_path)
    (folder / "甲公司" / "合同.docx").write_bytes(makers.word(["个人信息出境标准合同"]))
    assert [s.line["id"] for s in run(folder, service, tmp_path) if not s.again] == ["丙公司", "甲公司"]
    other = Asked("standard_contract", dt.date(2026, 11, 20))
    assert not any(s.again for s in run_batch(folder, other, service, state_dir=tmp_path))
    assert not any(s.again for s in run(folder, service, tmp_path, fresh=True))


def test_no_folder_and_an_empty_one(service: Precheck, tmp_path: Path) -> None:
    for place in (tmp_path / "没有", tmp_path):
        with pytest.raises(BadInput):
            run(place, service, tmp_path / "state")

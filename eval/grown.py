"""Cases grown from real use: kept in the store of the data folder, run as they are, exported for the datasets."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from copilot.errors import BadInput
from copilot.redaction.case import GrownCase, row
from copilot.settings import Settings

if TYPE_CHECKING:
    from copilot.store.store import Store

Json = dict[str, Any]
ID_CHARS = 12


def rows(settings: Settings) -> list[Json]:
    """Every kept case in the form of the datasets, the oldest first."""
    with _Opened(settings) as store:
        return [row(GrownCase.model_validate(c.content), case_id=f"grown-{c.id[:ID_CHARS]}") for c in store.cases.all()]


def export(settings: Settings, file: Path) -> int:
    """Write every case to `file` (.jsonl), without those that it holds already; returns how many were added.

    Raises:
        BadInput: the file holds something else, or cannot be written.
    """
    try:
        lines = file.read_text("utf-8").splitlines() if file.is_file() else []
        known = {json.loads(line)["id"] for line in lines if line.strip()}
        added = [one for one in rows(settings) if one["id"] not in known]
        file.parent.mkdir(parents=True, exist_ok=True)
        text = "\n".join([*lines, *(json.dumps(one, ensure_ascii=False) for one in added)])
        file.write_text(text + "\n" if text else "", "utf-8")
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BadInput(
            f"不能导出到 {file}：{error}", hint="给出一个 .jsonl 文件，或者还没有的文件", en=f"cannot export to {file}"
        ) from error
    return len(added)


def drop(settings: Settings, case_id: str) -> None:
    """Delete a case by its id as listed.

    Raises:
        UnknownRecord: no such case.
    """
    wanted = case_id.removeprefix("grown-")
    with _Opened(settings) as store:
        whole = [c.id for c in store.cases.all() if wanted and c.id.startswith(wanted)]
        store.cases.drop(whole[0] if len(whole) == 1 else case_id)


def drop_all(settings: Settings) -> int:
    """Delete every case; returns how many there were."""
    with _Opened(settings) as store:
        return store.cases.drop_all()


def file_to_run(settings: Settings) -> Path:
    """The cases as a file that `eval run --file` takes, written anew.

    Raises:
        BadInput: there are none.
    """
    found = rows(settings)
    if not found:
        raise BadInput(
            "还没有从使用中来的题", hint="在网页的回答下面点“做成评测题”", en="no cases have grown from use yet"
        )
    file = settings.data_dir / "eval" / "grown.jsonl"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in found), "utf-8")
    return file


class _Opened:
    """The store while the body runs."""

    def __init__(self, settings: Settings) -> None:
        from copilot.store.store import open_store  # every command is mounted with `eval`, few open the store

        self._store = open_store(settings.database)

    def __enter__(self) -> Store:
        return self._store

    def __exit__(self, *exception: object) -> None:
        self._store.close()

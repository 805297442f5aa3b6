"""An earlier draft on the disk, and what is different now."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from copilot.errors import BadInput
from copilot.filing.bundle import RECORD
from copilot.filing.difference import facts_changed, papers_changed
from copilot.filing.drafting import Draft
from copilot.filing.facts import Filing


def compared(folder: Path, draft: Draft) -> dict[str, Any]:
    """What is different from the draft in the folder: `{"facts": [...], "papers": [...], "as_of": [before, now]}`.

    Raises:
        BadInput: no draft is there.
    """
    path = folder / RECORD
    if not path.is_file():
        raise BadInput(f"{folder} 里没有 {RECORD}", hint="请给出以前起草的文件夹", en="no earlier draft is there")
    try:
        record = json.loads(path.read_text("utf-8"))
        before = Filing.parse(record["filing"])
        files = {name: (folder / name).read_bytes() for name in record["files"] if (folder / name).is_file()}
        day = str(record["as_of"])
    except (ValueError, KeyError, TypeError, AttributeError, OSError) as error:
        raise BadInput(f"{path} 读不出来", hint="请换一个文件夹", en=f"{path} cannot be read") from error
    papers = papers_changed(files, draft.files)
    return {
        "as_of": [day, draft.as_of.isoformat()],
        "facts": [asdict(one) for one in facts_changed(before, draft.filing)],
        "papers": [asdict(one) for one in papers],
    }

"""A pre-check as it is kept in a case, and back: the result, what it was asked, and the papers as they were read."""

from __future__ import annotations

import base64
import dataclasses
import io
import json
import zipfile
import zlib
from collections.abc import Mapping
from typing import Any

from pydantic import TypeAdapter

from copilot.errors import BadInput
from copilot.precheck.case import Submission
from copilot.precheck.finding import Result
from copilot.precheck.intake import Taken
from copilot.precheck.paper import Block, Hazard, Mark, Paper, Place
from copilot.precheck.service import Checked

_BLOCKS = TypeAdapter(tuple[Block, ...])
_HAZARDS = TypeAdapter(tuple[Hazard, ...])


def packed(files: Mapping[str, bytes]) -> bytes:
    """Files as one archive; names keep their folders."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for n, (name, raw) in enumerate(files.items()):
            archive.writestr(f"{n}", raw)
            archive.writestr(f"{n}.name", name.encode("utf-8", "surrogatepass"))
    return out.getvalue()


def unpacked(raw: bytes) -> dict[str, bytes]:
    """The files of `packed`."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        numbers = [i.filename for i in archive.infolist() if not i.filename.endswith(".name")]
        return {archive.read(f"{n}.name").decode("utf-8", "surrogatepass"): archive.read(n) for n in numbers}


def result_of(checked: Checked) -> dict[str, Any]:
    """The result with what it was asked, as JSON."""
    submission = checked.submission
    return {
        "result": checked.result.model_dump(mode="json"),
        "name": submission.name,
        "province": submission.province,
        "offline": submission.offline,
        "given": {k: str(v) for k, v in submission.given.items()},
        "guides": list(checked.guides),
        "model": checked.model,
    }


def papers_of(checked: Checked) -> bytes:
    """The papers as they were read, compressed."""
    papers = []
    for paper in checked.submission.papers:
        told = dataclasses.asdict(paper)
        for mark in told["marks"]:
            mark["crop"] = base64.b64encode(mark["crop"]).decode() if mark["crop"] else None
        papers.append(told)
    return zlib.compress(json.dumps(papers, ensure_ascii=True).encode())


def checked_of(result: dict[str, Any] | None, papers: bytes | None) -> Checked:
    """The pre-check of a round.

    Raises:
        BadInput: it was not pre-checked.
    """
    if result is None or papers is None:
        raise BadInput(
            "这次提交还没有预检结果", hint="等它做完；预检失败的请人工查验", en="this round has no pre-check result"
        )
    read = tuple(_paper(told) for told in json.loads(zlib.decompress(papers)))
    submission = Submission(read, result["name"], result["province"], result["offline"], result["given"])
    return Checked(
        Result.model_validate(result["result"]),
        submission,
        Taken(result["name"], ()),
        tuple(result["guides"]),
        result["model"],
    )


def _paper(told: dict[str, Any]) -> Paper:
    marks = tuple(_mark(mark) for mark in told.pop("marks"))
    blocks = _BLOCKS.validate_python(told.pop("blocks"))
    hazards = _HAZARDS.validate_python(told.pop("hazards"))
    return Paper(blocks=blocks, marks=marks, hazards=hazards, **told)


def _mark(told: dict[str, Any]) -> Mark:
    place = told.pop("place")
    crop = told.pop("crop")
    box = tuple(place.pop("box")) if place.get("box") else place.pop("box", None)
    return Mark(place=Place(box=box, **place), crop=base64.b64decode(crop) if crop else None, **told)

"""Files become papers, several at a time, each in a reading process; one that cannot be read stops nothing."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from typing import Literal, overload

from copilot.precheck.intake import Given, Taken
from copilot.precheck.paper import Hazard, Paper, Place
from copilot.precheck.sandbox import Lost, Sandbox

Progress = Callable[[int, int, str], None]  # files done, files in all, the file just done
MAX_WEIGHT = 320 << 20
WHY = {
    "timeout": "读取超时，已中止",
    "memory": "读取时内存超过限制，已中止",
    "depth": "结构嵌套过深，已中止",
    "crashed": "读取时程序中断，可能是有意损坏的文件",
}
_BY_ENDING = {
    "pdf": ("pdf", "scan"),
    "docx": ("docx",),
    "docm": ("docx",),
    "xlsx": ("xlsx",),
    "xlsm": ("xlsx",),
    "ofd": ("ofd",),
    **dict.fromkeys(("png", "jpg", "jpeg", "tif", "tiff", "bmp", "gif", "webp"), ("image",)),
    **dict.fromkeys(("txt", "md", "html", "htm"), ("text",)),
}
_SPOKEN = {
    "docx": "Word 文件", "pdf": "PDF", "scan": "PDF", "ofd": "OFD", "xlsx": "Excel 文件", "image": "图片",
    "text": "文本",
}  # fmt: skip
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"II*\0", b"MM\0*")
_PROGRAMS = (b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"#!", b"L\0\0\0\x01\x14\x02\0")


def silent(done: int, total: int, file: str) -> None:
    """Says nothing."""


def read_files(taken: Taken, sandbox: Sandbox, *, progress: Progress = silent) -> tuple[Paper, ...]:
    """The papers of a submission, in the order of the files. Digital files go side by side with those for OCR."""
    total, done, held, lock = len(taken.files), 0, 0, threading.Lock()
    lanes = sandbox.limits.small.processes, sandbox.limits.large.processes
    with ThreadPoolExecutor(lanes[0], "read") as small, ThreadPoolExecutor(lanes[1], "ocr") as large:

        def finished(paper: Paper) -> Paper:
            nonlocal done, held
            with lock:
                done += 1
                held += weight(paper)
                progress(done, total, paper.file)
                return paper if held <= MAX_WEIGHT else emptied(paper)

        def slowly(given: Given) -> Paper:
            return finished(_read(given, sandbox, ocr=True))

        def quickly(given: Given) -> Paper | Future[Paper]:
            paper = refused(given) or _small(given, sandbox)
            return finished(paper) if paper else large.submit(slowly, given)

        # The longest first, so that none of them is left to run alone at the end.
        order = sorted(range(total), key=lambda i: -len(taken.files[i].raw))
        begun = zip(order, small.map(quickly, [taken.files[i] for i in order]), strict=True)
        found = {i: r if isinstance(r, Paper) else r.result() for i, r in begun}
    return tuple(found[i] for i in range(total))


def weight(paper: Paper) -> int:
    """About how many bytes a paper takes up."""
    crops = sum(len(m.crop or b"") for m in paper.marks)
    return 600 * (len(paper.blocks) + len(paper.marks)) + 2 * sum(len(b.text) for b in paper.blocks) + crops


def emptied(paper: Paper) -> Paper:
    """A paper that is too much for the submission, without its content."""
    said = f"各个文件的内容合计超过 {MAX_WEIGHT >> 20} MiB，这个文件的内容不计"
    hazards = (*paper.hazards[:20], Hazard("too_much_text", said, Place(paper.file)))
    return Paper(paper.file, "unreadable", paper.sha256, hazards=hazards, pages=paper.pages, unread=said)


def read_one(given: Given, sandbox: Sandbox) -> Paper:
    """The paper of a file; `unreadable`, with a hazard that says why, where it cannot be read."""
    return refused(given) or _small(given, sandbox) or _read(given, sandbox, ocr=True)


def refused(given: Given) -> Paper | None:
    """The paper of a file that is not opened at all."""
    if given.why is not None:
        return _unread(given, given.why)
    if given.raw.startswith(_PROGRAMS):
        return _unread(given, Hazard("program", "是可执行的程序或者脚本，没有打开", Place(given.file)))
    return None


def _small(given: Given, sandbox: Sandbox) -> Paper | None:
    """The paper as a small process reads it; None when that takes OCR."""
    return None if given.raw.startswith(_PICTURES) else _read(given, sandbox, ocr=False)


@overload
def _read(given: Given, sandbox: Sandbox, *, ocr: Literal[True]) -> Paper: ...
@overload
def _read(given: Given, sandbox: Sandbox, *, ocr: Literal[False]) -> Paper | None: ...
def _read(given: Given, sandbox: Sandbox, *, ocr: bool) -> Paper | None:
    try:
        paper = sandbox.read(given.file, given.raw, ocr=ocr)
    except Lost as lost:
        if lost.code == "ocr" and not ocr:
            return None
        return _unread(given, Hazard(lost.code, WHY[lost.code], Place(given.file)))
    ending = given.file.rpartition(".")[2].lower()
    fits = _BY_ENDING.get(ending)
    if fits and paper.format != "unreadable" and paper.format not in fits:
        said = f"扩展名 .{ending} 与内容（{_SPOKEN[paper.format]}）不符，已按内容读取"
        return replace(paper, hazards=(*paper.hazards, Hazard("extension", said, Place(given.file))))
    return paper


def _unread(given: Given, why: Hazard) -> Paper:
    return Paper(given.file, "unreadable", hashlib.sha256(given.raw).hexdigest(), hazards=(why,), unread=why.message)

"""Pre-check: a digital submission of 200 pages, a scanned one against OCR alone in the same run, memory.

The submissions are made (`eval/precheck`); OCR alone finds and reads the lines of the same pages as pictures, with the
same engine and threads, in a process of its own. They take turns, and the best round of each counts: other work on the
machine only slows.
"""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import psutil

from copilot.law.rulebook import open_rulebook
from copilot.precheck.finding import Result
from copilot.precheck.service import Asked, Precheck
from copilot.settings import ROOT
from eval.bench import Section
from eval.precheck.build import clean
from eval.precheck.document import Document, Grid, Heading, Line, row
from eval.precheck.layouts import Bundle, Layout, load_layouts
from eval.precheck.render.write import Variant, write
from eval.precheck.submission import Submission

DIGITAL_PAGES, ROUNDS, SCAN_FILES = 200, 2, 4
MIB = 1 << 20
PAGES = """
import json, sys, time
from concurrent.futures import ThreadPoolExecutor
import pypdfium2
pages = [p for f in sys.argv[1:] for p in pypdfium2.PdfDocument(f)]
pictures = [p.render(scale=1754 / max(p.get_size())).to_numpy()[:, :, :3].copy() for p in pages]
"""
TIMED = """
look(pictures[0][:300])
began = time.monotonic()
with ThreadPoolExecutor(threads) as pool:
    list(pool.map(look, pictures))
print(json.dumps([time.monotonic() - began, len(pictures)]))
"""
# OCR alone, in two ways: rapidocr as it comes, and with this project's settings but nothing beside finding and reading.
AS_IT_COMES = (
    PAGES
    + """
from rapidocr import RapidOCR
look, threads = RapidOCR(params={"Global.log_level": "error"}), 1
"""
    + TIMED
)
SAME_ENGINE = (
    PAGES
    + """
from copilot.documents.ocr import crop, engine
ocr = engine(0)
threads = ocr.threads
def look(picture):
    quads = ocr.find(picture).quads
    return ocr.read([crop(picture, q) for q in quads]) if len(quads) else []
"""
    + TIMED
)


class _Thick(Layout):
    """A layout whose reports run over many pages: measures and clauses item by item, no two alike."""

    def __init__(self, inner: Layout, items: int) -> None:
        self.inner, self.items, self.name = inner, items, inner.name

    def documents(self, submission: Submission) -> list[Document]:
        return [_grown(d, self.items) for d in self.inner.documents(submission)]

    def files(self, documents: Sequence[Document], submission: Submission) -> list[Bundle]:
        return self.inner.files(documents, submission)


def _grown(document: Document, items: int) -> Document:
    share = {"self_assessment": 0.6, "legal_document": 0.4}.get(document.role, 0.0)
    more: list[Any] = []
    for n in range(1, int(items * share) + 1):
        place, days = n * 37 % 991, n % 29 + 1
        more.append(Heading(f"附{n}", 4))
        more.append(
            Line(
                f"第{n}项措施由第{place}号岗位负责，每{days}日核对一次记录，发现偏差的在{days + 2}日内改正，"
                f"留存第{place + n}号单据，"
                f"责任人每季度汇总编号{n * 13}以前的全部事项，报管理机构复核后归入第{n % 17 + 1}册台账。"
            )
        )
        if n % 6 == 0:
            cells = [row(f"{n}-{i}", f"系统{place + i}", f"每{i + 1}小时备份", f"保存{days + i}个月") for i in range(5)]
            more.append(Grid((row("编号", "系统", "备份", "留存", bold=True), *cells)))
    return replace(document, blocks=(*document.blocks, *more)) if more else document


def _cpu_s() -> float:
    """Processor seconds of this process and of those it started that still run."""
    own = psutil.Process()
    return sum(sum(p.cpu_times()[:2]) for p in (own, *own.children(recursive=True)))


@contextmanager
def _memory() -> Iterator[list[int]]:
    """The most MiB held at once, by this process (less what it held before) and the processes it starts."""
    own = psutil.Process()
    before, peak, done = own.memory_info().rss, [0], threading.Event()

    def look() -> None:
        while not done.wait(0.05):
            held = own.memory_info().rss - before
            for child in own.children(recursive=True):
                try:
                    held += child.memory_info().rss
                except psutil.NoSuchProcess:
                    continue
            peak[0] = max(peak[0], held // MIB)

    watcher = threading.Thread(target=look, daemon=True)
    watcher.start()
    try:
        yield peak
    finally:
        done.set()
        watcher.join()


def _layout() -> Layout:
    return next(x for x in load_layouts("dev") if x.name == "office")


def _made(folder: Path, layout: Layout, variant: Variant) -> tuple[Path, dt.date, int]:
    """The submission in a folder, its filing day, its pages."""
    import pypdfium2

    submission = clean("security_assessment", 1, layout.wording)
    folder.mkdir()
    write(submission, layout, folder, variant)
    return folder, submission.filed_on, sum(len(pypdfium2.PdfDocument(f)) for f in folder.rglob("*.pdf"))


def _checked(service: Precheck, folder: Path, day: dt.date) -> tuple[float, Result]:
    began = time.monotonic()
    result = service.check(folder, Asked("security_assessment", day)).result
    return time.monotonic() - began, result


def _digital(service: Precheck, folder: Path) -> dict[str, float | int]:
    """Seconds for PDF and Word, the first with the start of the reading processes."""
    found: dict[str, float | int] = {}
    thin = _made(folder / "thin", _layout(), "pdf")[2]
    some = _made(folder / "some", _Thick(_layout(), 100), "pdf")[2]
    items = round((DIGITAL_PAGES - thin) / (some - thin) * 100) + 2
    for variant in ("pdf", "word"):
        made, day, pages = _made(folder / variant, _Thick(_layout(), items), variant)  # type: ignore[arg-type]
        times, spent = [], []
        for _ in range(ROUNDS + 1):
            cpu = _cpu_s()
            seconds, result = _checked(service, made, day)
            times.append(seconds)
            spent.append(_cpu_s() - cpu)
            assert not any(m.status == "missing" and m.required == "always" for m in result.materials), "not read whole"
        found |= {f"digital_{variant}_pages": pages} if pages else {}
        found |= {f"digital_{variant}_first_s": times[0], f"digital_{variant}_s": min(times)}
        found[f"digital_{variant}_cpu_s"] = min(spent)
    return found


def _alone(program: str, files: Sequence[Path]) -> tuple[float, int]:
    """Seconds a page, and pages."""
    command = [sys.executable, "-c", program, *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    seconds, pages = json.loads(done.stdout.splitlines()[-1])
    return seconds / pages, pages


def _scanned(service: Precheck, folder: Path) -> dict[str, float | int]:
    """Seconds a page of a scanned submission, and of OCR alone over the same pages; MiB held."""
    made, day, pages = _made(folder / "scan", _layout(), "scan")
    largest = sorted(made.rglob("*.pdf"), key=lambda f: f.stat().st_size)
    for one in largest[:-SCAN_FILES]:
        one.unlink()
    files = sorted(made.rglob("*.pdf"))
    ours, same, plain, held = [], [], [], 0
    for _ in range(ROUNDS):
        seconds, pages = _alone(SAME_ENGINE, files)
        same.append(seconds)
        plain.append(_alone(AS_IT_COMES, files)[0])
        with _memory() as most:
            ours.append(_checked(service, made, day)[0] / pages)
        held = max(held, most[0])
    return {
        "scan_pages": pages, "scan_s_a_page": min(ours), "ocr_alone_s_a_page": min(same),
        "rapidocr_as_it_comes_s_a_page": min(plain), "scan_ratio": min(ours) / min(same), "scan_memory_mib": held,
    }  # fmt: skip


def run() -> Section:
    """Everything, measured on this machine now."""
    section = Section()
    with tempfile.TemporaryDirectory(prefix="bench-precheck-") as name:
        folder = Path(name)
        book = open_rulebook(ROOT / "knowledge_base")
        service = Precheck(lambda: book, ROOT / "knowledge_base")
        try:
            with _memory() as held:
                section.values |= _digital(service, folder)
            section.values["digital_memory_mib"] = held[0]
        finally:
            service.close()
        service = Precheck(lambda: book, ROOT / "knowledge_base")
        try:
            section.values |= _scanned(service, folder)
        finally:
            service.close()
    v: dict[str, Any] = section.values
    section.gates = {
        "digital_pdf_s": (v["digital_pdf_s"], "<=", 5.0),
        "digital_word_s": (v["digital_word_s"], "<=", 5.0),
        "scan_s_a_page": (v["scan_s_a_page"], "<=", 2.0),
        "scan_ratio": (v["scan_ratio"], "<=", 1.2),
        "memory_mib": (max(v["digital_memory_mib"], v["scan_memory_mib"]), "<=", 1536.0),
    }
    return section

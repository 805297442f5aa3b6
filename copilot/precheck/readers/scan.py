"""Scanned pages into the draft: several looked at side by side, written in order."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from copilot.documents.checkbox import ticks
from copilot.documents.ocr import Image, Ocr, cores, engine
from copilot.documents.pdf_page import PageContent
from copilot.precheck.paper import Box
from copilot.precheck.readers.draft import Draft
from copilot.precheck.readers.layout import Line, columns, inside, paragraphs, rows, union
from copilot.precheck.readers.outline import heading_level
from copilot.precheck.readers.pdf_text import FULL_SHARE
from copilot.precheck.readers.scan_page import POOR, Seen, look

LONG_SIDE = 1754
A3_LONG_SIDE = 2480
WHOLE: Box = (0.0, 0.0, 1.0, 1.0)


class Scans:
    """Pages waiting to be looked at. `add` and `then` keep the order in which they were called."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.queue: deque[tuple[Future[Seen] | None, Callable[..., None]]] = deque()
        self.pool: ThreadPoolExecutor | None = None
        self.ocr: Ocr | None = None

    def allowed(self, page: int) -> bool:
        """Whether one more page may be read by OCR; reports the first that may not."""
        self.draft.ocr_pages += 1
        if self.draft.ocr_pages <= self.draft.limits.max_ocr_pages:
            return True
        limit = self.draft.limits.max_ocr_pages
        self.draft.hazard("too_many_scans", f"扫描页超过 {limit} 页，从第 {page} 页起的扫描页没有识别文字")
        return False

    def add(self, image: Image, page: int, *, region: Box = WHOLE, locator: str = "", mm: float | None = None) -> None:
        """Look at a picture that fills `region` (shares) of a page."""
        if self.pool is None or self.ocr is None:
            self.ocr = engine(self.draft.limits.ocr_threads)
            self.pool = ThreadPoolExecutor(self.ocr.threads, thread_name_prefix="page")
        future = self.pool.submit(look, image, self.ocr, mm=mm)
        name = locator or f"第{page}页"
        self.queue.append((future, lambda seen: write_seen(self.draft, seen, page, region=region, name=name)))
        while len(self.queue) > 2 * cores():
            self._write()

    def then(self, write: Callable[[], None]) -> None:
        """Write something else when its turn comes."""
        if self.queue:
            self.queue.append((None, write))
        else:
            write()

    def finish(self) -> None:
        """Wait for and write all that is left."""
        try:
            while self.queue:
                self._write()
        finally:
            if self.pool is not None:
                self.pool.shutdown(wait=True, cancel_futures=True)

    def _write(self) -> None:
        future, write = self.queue.popleft()
        if future is None:
            write()
        else:
            write(future.result())


def render(page: Any, content: PageContent, *, long_side: int | None = None) -> Image:
    """A page of a PDF as BGR pixels at the size that OCR needs: 150 dots an inch for A4."""
    side = max(content.width, content.height, 1.0)
    wanted = long_side or (A3_LONG_SIDE if 1150 < side < 1260 else LONG_SIDE)
    bitmap = page.render(scale=wanted / side, may_draw_forms=True)
    pixels: Image = bitmap.to_numpy()[:, :, :3].copy()
    bitmap.close()
    return pixels


def write_seen(draft: Draft, seen: Seen, page: int, *, region: Box = WHOLE, name: str = "") -> None:
    """Write a page's lines as paragraphs and cells, its seals and signatures as marks."""
    poor = seen.confidence is not None and seen.confidence < POOR
    if poor:
        message = f"{name}字迹不清（识别把握 {seen.confidence:.0%}），请人工核对"
        draft.hazard("poor_scan", message, draft.place(name, page=page))

    def share(box: Box) -> Box:
        left, top, right, bottom = seen.upright.share(box)
        wide, high = region[2] - region[0], region[3] - region[1]
        return region[0] + left * wide, region[1] + top * high, region[0] + right * wide, region[1] + bottom * high

    rest, found = _tables(seen)
    width = seen.upright.size[0]
    bands = columns(rest, width)
    full = FULL_SHARE * width if len(bands) == 1 else 0.0
    for band in bands:
        found += [(p.box[1], p) for p in paragraphs(rows(band), full_from=full)]
    n = 0
    for _, item in _by_tables(found):
        if isinstance(item, tuple):
            _table(draft, item, page, name, share)
            continue
        n += 1
        place = draft.place(f"{name}第{n}段", page=page, box=share(item.box))
        level = heading_level(item.text)
        _block(draft, "heading" if level else "paragraph", item.text, place, confidence=item.confidence, level=level)
    for mark in seen.marks:
        place = draft.place(name, page=page, box=share(mark.box))
        draft.mark(mark.kind, mark.value, place, sure=mark.sure, crop=mark.crop)


def _tables(seen: Seen) -> tuple[list[Line], list[tuple[float, Any]]]:
    """Lines outside tables, and `(top, (grid, lines of each cell))` of the tables that hold some."""
    rest, found = list(seen.lines), []
    for grid in seen.tables:
        held: dict[int, list[Line]] = {}
        for line in list(rest):
            home = next((i for i, c in enumerate(grid.cells) if inside(line.box, c.box)), None)
            if home is not None:
                held.setdefault(home, []).append(line)
                rest.remove(line)
        if held:
            found.append((grid.ys[0], (grid, held)))
    return rest, found


def _by_tables(found: list[tuple[float, Any]]) -> list[tuple[float, Any]]:
    """Tables put before the first paragraph that stands below them."""
    out = [x for x in found if not isinstance(x[1], tuple)]
    for table in (x for x in found if isinstance(x[1], tuple)):
        at = next((i for i, (top, _) in enumerate(out) if top > table[0]), len(out))
        out.insert(at, table)
    return out


def _table(draft: Draft, table: tuple[Any, dict[int, list[Line]]], page: int, name: str, share: Any) -> None:
    grid, held = table
    number = draft.next_table()
    for i, cell in enumerate(grid.cells):
        lines = rows(held.get(i, []))
        if not lines:
            continue
        found = paragraphs(lines, full_from=cell.box[2] - 0.15 * (cell.box[2] - cell.box[0]))
        confidence = min((p.confidence for p in found if p.confidence is not None), default=None)
        locator = f"{name}表{number + 1}第{cell.row + 1}行第{cell.column + 1}列"
        place = draft.place(locator, page=page, box=share(union([line.box for line in lines])))
        text = "\n".join(p.text for p in found)
        _block(draft, "cell", text, place, confidence=confidence, table=number, row=cell.row, column=cell.column)


def _block(draft: Draft, kind: Any, text: str, place: Any, **more: Any) -> None:
    if more.get("confidence") is not None:
        more["confidence"] = round(more["confidence"], 3)
    block = draft.block(kind, text, place, **more)
    for tick in ticks(block.text) if block else ():
        draft.mark("checkbox", tick.state, place, sure=(more.get("confidence") or 0) > 0.7)

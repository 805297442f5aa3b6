"""How much of a file a reader takes in; more is reported as a hazard and left unread."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReadLimits:
    """Limits of one file. Pages over `max_pages`, scanned pages over `max_ocr_pages` are reported and left unread.

    `max_pixels` holds for one picture or one rendered page; `ocr_threads` 0 means one thread a core.
    """

    max_pages: int = 1000
    max_ocr_pages: int = 200
    max_images: int = 60
    max_chars: int = 5_000_000
    max_cells: int = 200_000
    max_pixels: int = 60_000_000
    max_entries: int = 5000
    max_unpacked_bytes: int = 200 * 1024 * 1024
    max_ratio: int = 200
    ocr_threads: int = 0


DEFAULT_LIMITS = ReadLimits()

"""Words on a picture through rapidocr (PP-OCR on onnxruntime): models come in the wheel, nothing is downloaded.

Lines are found on a smaller copy and read from the full picture. One session a model, one thread a run; pages and
halves of a page run side by side, which on few cores beats threads inside onnxruntime.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock
from typing import Any, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

Image = NDArray[Any]
FIND_SIDE = 1280
MIN_CONFIDENCE = 0.3
BATCH_LINES, BATCH_RATIO = 6, 40.0


@dataclass(frozen=True, slots=True)
class Found:
    """Lines found on a picture: `quads` (n, 4, 2) float32 in its pixels, corners in reading order."""

    quads: NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.quads)


class Words(NamedTuple):
    """A line as read. `at` holds the middle of every character as a share of the line's width."""

    text: str
    confidence: float
    at: tuple[float, ...]


class Ocr:
    """Finds and reads lines of Chinese and Latin text. Safe to use from several threads."""

    def __init__(self, threads: int) -> None:
        import logging

        from rapidocr import RapidOCR

        parameters = {
            "Global.log_level": "error",
            "Global.text_score": MIN_CONFIDENCE,
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
            "Det.limit_type": "max",
            "Det.limit_side_len": FIND_SIDE,
        }
        logging.getLogger("RapidOCR").setLevel(logging.ERROR)
        engine = RapidOCR(params=parameters)
        self._det = engine._load_det_model()
        self._cls = engine._load_cls_model()
        self._rec = engine._load_rec_model()
        self.threads = threads
        self._one = Lock()
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="ocr")

    def find(self, image: Image) -> Found:
        """Where text lines are, whatever way they run."""
        with self._one, _out_of_memory():  # the finder takes most of the memory
            found = self._det(image)
        if found.boxes is None or not len(found.boxes):
            return Found(np.zeros((0, 4, 2), np.float32))
        return Found(np.asarray(found.boxes, np.float32))

    def upside_down(self, crops: list[Image]) -> float:
        """Share (0 to 1) of the crops that stand on their head."""
        if not crops:
            return 0.0
        labels = self._cls(crops).cls_res
        return sum("180" in label and score > 0.6 for label, score in labels) / len(labels)

    def read(self, crops: list[Image]) -> list[Words]:
        """What each line crop says, in order."""
        from rapidocr.ch_ppocr_rec import TextRecInput

        def some(indices: list[int]) -> list[Words]:
            with _out_of_memory():
                out = self._rec(TextRecInput(img=[crops[i] for i in indices], return_word_box=True))
            return [_words(*line) for line in zip(out.txts or (), out.scores, out.word_results, strict=False)]

        batches = _batches([c.shape[1] / max(c.shape[0], 1) for c in crops])
        out = [Words("", 0.0, ())] * len(crops)
        for batch, result in zip(batches, self._pool.map(some, batches), strict=True):
            for index, line in zip(batch, result, strict=True):
                out[index] = line
        return out


@contextmanager
def _out_of_memory() -> Iterator[None]:
    """What onnxruntime says when it gets no memory, as Python's own error."""
    from rapidocr.inference_engine.onnxruntime.main import ONNXRuntimeError

    try:
        yield
    except ONNXRuntimeError as err:
        raise (MemoryError("OCR") if re.search(r"alloc|memory", str(err), re.I) else err) from err


def _batches(ratios: list[float]) -> list[list[int]]:
    """Lines of like length together, long ones in smaller lots: a lot's memory grows with its longest line."""
    out: list[list[int]] = []
    for i in sorted(range(len(ratios)), key=ratios.__getitem__):
        if out and (len(out[-1]) + 1) * ratios[i] <= BATCH_RATIO and len(out[-1]) < BATCH_LINES:
            out[-1].append(i)
        else:
            out.append([i])
    return out


def _words(text: str, confidence: float, info: Any) -> Words:
    columns = [column for word in (info.word_cols if info else ()) for column in word]
    length = max(float(info.line_txt_len), 1.0) if columns else 1.0
    at: list[float] = []
    left = iter(columns)
    for char in text:
        column = None if char.isspace() else next(left, None)
        at.append((column + 0.5) / length if column is not None else (at[-1] if at else 0.0))
    return Words(text, float(confidence), tuple(at))


class NotHere(BaseException):
    """OCR is wanted in a process that is to stay small; no error of the file, so that no reader takes it for one."""


_refused = False


def refuse() -> None:
    """From now on `engine` raises `NotHere` in this process: its models and pages take some 700 MiB."""
    global _refused
    _refused = True


@lru_cache(maxsize=1)
def engine(threads: int = 0) -> Ocr:
    """The engine of this process; 0 means one thread a core, four at most.

    Raises:
        NotHere: after `refuse`.
    """
    if _refused:
        raise NotHere
    return Ocr(threads or min(cores(), 4))


def cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _far(a: NDArray[np.float32], b: NDArray[np.float32]) -> float:
    return float(np.linalg.norm(a - b))


def crop(image: Image, quad: NDArray[np.float32]) -> Image:
    """The line within a quadrangle (corners from top left, clockwise as read), laid straight."""
    width = int(max(_far(quad[0], quad[1]), _far(quad[2], quad[3]), 2))
    height = int(max(_far(quad[0], quad[3]), _far(quad[1], quad[2]), 2))
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    matrix = cv2.getPerspectiveTransform(quad.astype(np.float32), target)
    cut: Any = cv2.warpPerspective(
        image, matrix, (width, height), borderMode=cv2.BORDER_REPLICATE, flags=cv2.INTER_LINEAR
    )
    return cut

"""Forms as lists of lines rather than tables, dates in Chinese with dots, file names that say nothing."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from eval.precheck.document import Document
from eval.precheck.layouts import Bundle
from eval.precheck.layouts.dev.office import Office
from eval.precheck.submission import Submission

_NAMES = ("扫描件", "新建文档", "IMG_20260", "scan", "未命名", "文件")


class Careless(Office):
    """What comes from a busy office: right in content, odd in form."""

    name = "careless"
    date_form = "{y}.{m:02d}.{d:02d}"

    def files(self, documents: Sequence[Document], submission: Submission) -> list[Bundle]:
        rng = Random(f"names:{submission.seed}")
        order = list(range(len(documents)))
        rng.shuffle(order)
        return [Bundle(f"{rng.choice(_NAMES)}{n:03d}", (documents[i],)) for n, i in enumerate(order, 1)]


LAYOUT = Careless()

"""A submission as a folder or a zip, in one of the variants; says in which file and on which page each fact stands."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from eval.precheck.layouts import Layout
from eval.precheck.render.pdf import write_pdf
from eval.precheck.render.scan import GOOD, Wear, write_photos, write_scan
from eval.precheck.render.word import write_word
from eval.precheck.submission import Submission

Variant = Literal["word", "pdf", "scan", "photo"]
DIGITAL: tuple[Variant, ...] = ("word", "pdf")
SCANNED: tuple[Variant, ...] = ("scan", "photo")


@dataclass(frozen=True)
class Written:
    """A submission on disk. `files`: role -> file; `pages`: fact -> page (None in formats without pages)."""

    path: Path
    files: dict[str, str]
    pages: dict[str, int | None]
    count: int

    def place(self, fact: str) -> tuple[str | None, int | None]:
        """The file and page of a fact, or of the nearest fact that it is part of."""
        role, at = fact.partition(".")[0], fact
        file = self.files.get(role)
        while at:
            if at in self.pages:
                page = self.pages[at]
                return file, page
            at = at.rpartition(".")[0]
        return file, None


def write(submission: Submission, layout: Layout, folder: Path, variant: Variant, *, wear: Wear = GOOD) -> Written:
    """Write every file of the submission into an empty folder."""
    files: dict[str, str] = {}
    pages: dict[str, int | None] = {}
    count = 0
    seed = submission.seed
    for bundle in layout.files(layout.documents(submission), submission):
        path = folder / bundle.path
        path.parent.mkdir(parents=True, exist_ok=True)
        where: dict[str, int] = {}
        if variant == "word":
            path = path.with_name(path.name + ".docx")
            write_word(bundle.documents, path, seed=seed)
        elif variant == "pdf":
            path = path.with_name(path.name + ".pdf")
            where = write_pdf(bundle.documents, path, seed=seed)
        elif variant == "scan" or sum(1 for _ in bundle.documents) > 1:
            path = path.with_name(path.name + ".pdf")
            where = write_scan(bundle.documents, path, seed=seed, wear=wear)
        else:
            path, where = _photo(bundle.documents, path, seed, wear)
        for document in bundle.documents:
            files[document.role] = str(path.relative_to(folder))
        pages |= where
        count += 1
    return Written(folder, files, pages, count)


def _photo(documents: object, path: Path, seed: int, wear: Wear) -> tuple[Path, dict[str, int]]:
    """A paper of one page as a picture, a longer one as a scan."""
    photos, where = write_photos(documents, path, seed=seed, wear=wear)  # type: ignore[arg-type]
    if len(photos) == 1:
        return photos[0], where
    for one in photos:
        one.unlink()
    path = path.with_name(path.name + ".pdf")
    return path, write_scan(documents, path, seed=seed, wear=wear)  # type: ignore[arg-type]


def zipped(folder: Path, path: Path, *, gbk: bool = False) -> Path:
    """The folder as a zip; `gbk`: names in GBK without the UTF-8 mark, as Chinese Windows writes them."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(p for p in folder.rglob("*") if p.is_file()):
            name = str(file.relative_to(folder))
            info = zipfile.ZipInfo.from_file(file, name.encode("gbk").decode("cp437") if gbk else name)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, file.read_bytes())
    return path

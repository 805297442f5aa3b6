"""Makes submissions, has the product check them, keeps what was rendered and read so that it is done once.

Papers are read by the product's own reading processes; a file whose bytes were read before, by the same readers, is not
read again. Times are taken only of submissions of which nothing was kept.
"""

from __future__ import annotations

import hashlib
import pickle
import shutil
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from copilot.precheck.case import Compare, Submission
from copilot.precheck.criteria import load_criteria
from copilot.precheck.engine import run
from copilot.precheck.finding import Result
from copilot.precheck.intake import take
from copilot.precheck.paper import Paper
from copilot.precheck.reading import read_files
from copilot.precheck.service import Precheck
from copilot.settings import ROOT
from eval.precheck.document import Document
from eval.precheck.layouts import Bundle, Layout
from eval.precheck.plan import Trial
from eval.precheck.render.scan import GOOD, Wear
from eval.precheck.render.write import Written, write

_READERS = ("copilot/precheck/readers", "copilot/documents", "copilot/precheck/paper.py")
_RENDERERS = ("eval/precheck/render",)


@dataclass(frozen=True)
class Checked:
    """A submission as made, what was found in it, and how long it took; None where something kept was used."""

    trial: Trial
    written: Written
    result: Result
    seconds: float | None
    pages: int
    unreadable: tuple[str, ...] = ()


class Bench:
    """Checks trials one after the other. `kept`: folder for what is rendered and read; None: nothing is kept."""

    def __init__(
        self, service: Precheck, *, kept: Path | None, compare: Compare | None = None, wear: Wear = GOOD
    ) -> None:
        self.service, self.kept, self.wear = service, kept, wear
        self.criteria = load_criteria(service.kb_dir)
        self.compare = compare or service.compare()
        self.papers: dict[tuple[str, str], Paper] = {}
        self.readers, self.renderers = _digest(_READERS), _digest(_RENDERERS)

    def check(self, trial: Trial) -> Checked:
        """Make the submission and check it."""
        submission = trial.submission()
        with TemporaryDirectory(prefix="precheck-") as folder:
            written = self._written(trial, Path(folder))
            began = time.monotonic()
            taken = take(Path(folder), sandbox=self.service.sandbox, limits=self.service.limits)
            papers, fresh = self._read(taken)
            case = Submission(
                papers, taken.name, submission.province, submission.offline, submission.given, taken.hazards
            )
            result = run(
                case, kind=submission.kind, filed_on=submission.filed_on,
                book=self.service.book(), criteria=self.criteria, compare=self.compare,
            )  # fmt: skip
            seconds = time.monotonic() - began if fresh else None
        lost = tuple(f"{p.file}：{p.unread}" for p in papers if p.format == "unreadable")
        return Checked(trial, written, result, seconds, sum(p.pages or 0 for p in papers), lost)

    def _read(self, taken: Any) -> tuple[tuple[Paper, ...], bool]:
        """The papers, and whether all of them were read just now."""
        hashes = {g.file: hashlib.sha256(g.raw).hexdigest() for g in taken.files}
        known = {f: p for f, h in hashes.items() if (p := self._known(h)) is not None}
        wanted = tuple(g for g in taken.files if g.file not in known)
        for paper in read_files(replace(taken, files=wanted), self.service.sandbox):
            known[paper.file] = paper
            if paper.format != "unreadable":
                self._keep(hashes[paper.file], paper)
        return tuple(_renamed(known[g.file], g.file) for g in taken.files), len(wanted) == len(taken.files)

    def _known(self, sha256: str) -> Paper | None:
        key = (sha256, self.readers)
        if key not in self.papers and self.kept and (path := self._path("read", *key)).exists():
            self.papers[key] = pickle.loads(path.read_bytes())
        return self.papers.get(key)

    def _keep(self, sha256: str, paper: Paper) -> None:
        self.papers[(sha256, self.readers)] = paper
        if self.kept:
            self._path("read", sha256, self.readers).write_bytes(pickle.dumps(paper))

    def _path(self, *parts: str) -> Path:
        assert self.kept is not None
        path = self.kept / parts[0] / "-".join(parts[1:])
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    def _written(self, trial: Trial, folder: Path) -> Written:
        """The files of the submission, each rendered once."""
        submission, layout = trial.submission(), trial.layout
        if not self.kept:
            return write(submission, layout, folder, trial.variant, wear=self.wear)
        files: dict[str, str] = {}
        pages: dict[str, int | None] = {}
        bundles = layout.files(layout.documents(submission), submission)
        for bundle in bundles:
            made = self._bundle(bundle, trial, submission)
            suffix = made.files[bundle.documents[0].role].rpartition(".")[2]
            path = folder / f"{bundle.path}.{suffix}"
            path.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(made.path / made.files[bundle.documents[0].role], path)
            files |= {d.role: str(path.relative_to(folder)) for d in bundle.documents}
            pages |= made.pages
        return Written(folder, files, pages, len(bundles))

    def _bundle(self, bundle: Bundle, trial: Trial, submission: Any) -> Written:
        """One file, rendered now or before."""
        said = repr((bundle.documents, trial.variant, self.wear, submission.seed, self.renderers))
        place = self._path("files", hashlib.sha256(said.encode()).hexdigest()[:32])
        index = place / "index.pickle"
        if index.exists():
            return pickle.loads(index.read_bytes())  # type: ignore[no-any-return]
        place.mkdir(parents=True, exist_ok=True)
        one = _One(bundle)
        made = write(submission, one, place, trial.variant, wear=self.wear)
        index.write_bytes(pickle.dumps(made))
        return made


class _One(Layout):
    """A layout of one bundle that is ready."""

    def __init__(self, bundle: Bundle) -> None:
        self.bundle = Bundle("file", bundle.documents)

    def documents(self, submission: Any) -> list[Document]:
        return []

    def files(self, documents: Sequence[Document], submission: Any) -> list[Bundle]:
        return [self.bundle]


def _renamed(paper: Paper, file: str) -> Paper:
    """A paper under another name."""
    if paper.file == file:
        return paper

    def moved(one: Any) -> Any:
        return replace(one, place=replace(one.place, file=file))

    return replace(
        paper, file=file, blocks=tuple(map(moved, paper.blocks)), marks=tuple(map(moved, paper.marks)),
        hazards=tuple(map(moved, paper.hazards)),
    )  # fmt: skip


def _digest(names: Sequence[str]) -> str:
    """Of everything that decides how a file is read, or made."""
    found = hashlib.sha256()
    for name in names:
        path = ROOT / name
        for file in sorted(path.rglob("*.py")) if path.is_dir() else (path,):
            found.update(file.read_bytes())
    return found.hexdigest()[:16]

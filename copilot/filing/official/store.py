"""The official templates that the user loaded, kept under the data folder; only a confirmed mapping is used.

data_dir/templates/<id>.json             blanks, what each asks for, dates, sha256 of the file
data_dir/templates/originals/<sha256>    the file as it was given
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from copilot.errors import BadDocument, BadInput, Refused, Stale, Unavailable, UnknownRecord
from copilot.filing.official.known import HAND, SECTION, OfficialFile, fields_of, is_field
from copilot.filing.official.loading import Loader
from copilot.filing.official.model import Template
from copilot.filing.official.package import opened
from copilot.library.store import storage_errors, write

FOLDER = "templates"
_LOCK_TIMEOUT_S = 15.0


class Templates:
    """The loaded templates.

    Args:
        data_dir: where they are kept.
        loader: makes templates from files.
        shared: others that serve beside, to be read only; one's own of the same id goes first.
    """

    def __init__(self, data_dir: Path, loader: Loader, *, shared: Templates | None = None) -> None:
        self.folder, self.loader, self.shared = data_dir / FOLDER, loader, shared

    @property
    def known(self) -> OfficialFile:
        """What is known of official templates."""
        return self.loader.known

    def all(self) -> list[Template]:
        """What was loaded, by paper and date.

        Raises:
            BadDocument: something kept was changed by hand or is damaged.
        """
        found = self._own()
        if self.shared is not None:
            found += [t for t in self.shared.all() if t.id not in {own.id for own in found}]
        return sorted(found, key=lambda t: (t.paper, t.in_force_from, t.added_on, t.id))

    def get(self, key: str) -> Template:
        """The template with an id, or the only one whose id begins so.

        Raises:
            UnknownRecord: there is none.
        """
        everything = self.all()
        fitting = [t for t in everything if t.id == key] or [t for t in everything if t.id.startswith(key)]
        if len(fitting) != 1:
            raise UnknownRecord(
                f"没有导入过模板“{key}”" if not fitting else f"“{key}”对应不止一份模板",
                hint="可能已经移除；有哪些看“官方模板”页面，或者用 templates list",
                en="no such template",
            )
        return fitting[0]

    def find(self, paper: str, *, as_of: dt.date) -> Template | None:
        """The confirmed template for a paper on a day; None where the newest one in force is not confirmed yet."""
        newest = self.newest(paper, as_of=as_of)
        return newest if newest is not None and newest.confirmed else None

    def newest(self, paper: str, *, as_of: dt.date) -> Template | None:
        """The newest template for a paper in force on a day, confirmed or not."""
        found = [t for t in self.all() if t.paper == paper and t.holds(as_of)]
        superseded = {t.earlier for t in found}
        standing = [t for t in found if t.id not in superseded] or found
        return max(standing, key=lambda t: (t.in_force_from, t.added_on), default=None)

    def add(
        self,
        name: str,
        raw: bytes,
        *,
        today: dt.date,
        paper: str | None = None,
        in_force_from: dt.date | None = None,
        url: str = "",
        only: Collection[str] | None = None,
    ) -> list[Template]:
        """Load a file: each official template found in it, with the mapping proposed; none is confirmed.

        The same file again gives what is kept of it. A file that differs from the one kept for the paper takes its
        place once it is confirmed; its mapping is proposed from the earlier one.

        Args:
            name: of the file.
            raw: its content.
            today: the day noted with it.
            paper: which paper it is a template for; None: told by its titles.
            in_force_from: None: as known of the template.
            url: where it was fetched.
            only: take no other forms than these; None: all that are found.

        Raises:
            BadDocument: it cannot serve as a template; the hint says what to do.
            BadInput: it is not told which template it is.
        """
        package = opened(name, raw)
        chosen = [
            one
            for one in self.loader.chosen(package, paper)
            if only is None or (one.form is not None and one.form.id in only)
        ]
        if not chosen:
            raise BadInput(f"{name} 里没有要找的模板", hint="旧版本的模板不取用", en="none of the wanted templates")
        made = []
        with self._locked():
            for one in chosen:
                template = self.loader.made(
                    package, one, paper, today=today, since=in_force_from, url=url,
                    newest=lambda key, day: self.newest(key, as_of=day),
                )  # fmt: skip
                target = self.folder / f"{template.id}.json"
                if target.exists() and _touched(kept := self._read(target)):
                    made.append(kept)
                    continue
                write(self.folder / "originals" / template.sha256, raw)
                self._write(template)
                made.append(template)
        return made

    def map(self, key: str, blank: str, value: str, *, keep_hint: bool | None = None) -> Template:
        """Say what a blank asks for: a path, words with paths in braces, `@hand`, or `section:<id>`.

        Raises:
            UnknownRecord: no such template or blank.
            BadInput: the questionnaire has no such field.
        """
        for path in fields_of(value):
            if not is_field(path):
                raise BadInput(
                    f"问卷里没有“{path}”",
                    hint=f"可写字段路径、含 {{路径}} 的文字、{HAND} 或 {SECTION}章节编号",
                    en="no such field",
                )
        if value.startswith(SECTION) and not self.loader.is_chapter(value.removeprefix(SECTION)):
            raise BadInput(
                f"没有编号为“{value.removeprefix(SECTION)}”的章节",
                hint="编号见 knowledge_base/filing/sections.yaml，如 sa.2.2.1、pipia.1.1.3.2",
                en="no such chapter",
            )
        change: dict[str, Any] = {
            "value": value, "until": None, "values": {}, "skip": None, "needs": None, "optional": False, "empty": "",
            "by": "person", "sure": "sure", "confirmed": True,
        }  # fmt: skip
        if keep_hint is not None:
            change["keep_hint"] = keep_hint
        return self._changed(key, {blank: change})

    def keep_hint(self, key: str, blank: str, keep: bool) -> Template:
        """Say whether the guiding words of a blank stay. Raises as `map`."""
        return self._changed(key, {blank: {"keep_hint": keep}})

    def confirm(
        self,
        key: str,
        *,
        today: dt.date,
        blanks: Iterable[str] = (),
        everything: bool = False,
        drop_hints: bool = False,
        digest: str | None = None,
    ) -> Template:
        """A person confirms the mapping: what is sure and what he changed, and the uncertain blanks that he names.

        Args:
            key: id of the template.
            today: the day noted.
            blanks: uncertain blanks whose proposal is right.
            everything: all proposals are right.
            drop_hints: guiding lines of a report go where a chapter stands below them; a form keeps its questions.
            digest: of the mapping that he saw; None: whatever it is now.

        Raises:
            UnknownRecord: no such template or blank.
            BadInput: a named blank has no proposal.
            Stale: the mapping is no longer the one that he saw.
        """
        with self._locked():
            template = self.get(key)
            if digest is not None and digest != template.digest:
                raise Stale(
                    f"{template.id} 的对应关系刚刚在别处改过，没有确认",
                    hint="请重新读取，核对后再确认",
                    en="the mapping was changed elsewhere; look at it again, then confirm",
                )
            changed = _confirmed(template, set(blanks), today=today, everything=everything, drop_hints=drop_hints)
            self._write(changed)
        return changed

    def remove(self, key: str) -> Template:
        """Forget a template. Raises as `get`."""
        found = self.get(key)
        if not (self.folder / f"{found.id}.json").exists():
            raise Refused(
                f"{found.id} 由运维管理员导入，各单位共用，不能在这里移除",
                hint="改动它只影响本单位",
                en="this template is shared by all organisations and cannot be removed here",
            )
        with self._locked():
            (self.folder / f"{found.id}.json").unlink(missing_ok=True)
            if not any(t.sha256 == found.sha256 for t in self._own()):
                (self.folder / "originals" / found.sha256).unlink(missing_ok=True)
        return found

    def _changed(self, key: str, changes: Mapping[str, Mapping[str, Any]]) -> Template:
        with self._locked():
            template = self.get(key)
            for one in changes:
                if template.blank(one) is None:
                    raise UnknownRecord(
                        f"{template.id} 没有空白“{one}”",
                        hint=f"用 templates show {template.id} 查看",
                        en="no such blank",
                    )
            blanks = tuple(b.model_copy(update=dict(changes.get(b.id, {}))) for b in template.blanks)
            changed = template.model_copy(update={"blanks": blanks})
            self._write(changed)
        return changed

    def _own(self) -> list[Template]:
        return [self._read(path) for path in sorted(self.folder.glob("*.json"))]

    def _read(self, path: Path) -> Template:
        try:
            found = Template.model_validate_json(path.read_bytes())
            raw = (self.folder / "originals" / found.sha256).read_bytes()
            whole = hashlib.sha256(raw).hexdigest() == found.sha256
        except (ValidationError, OSError):
            whole = False
        if not whole:
            raise BadDocument(
                f"导入的模板 {path.name} 已损坏或者被改动",
                hint="请删除这个文件，重新导入官方模板",
                en="a loaded template is damaged",
            )
        return found.model_copy(update={"raw": raw})

    def _write(self, template: Template) -> None:
        original = self.folder / "originals" / template.sha256
        if not original.exists():  # one's own state of a shared template
            write(original, template.raw)
        body = json.dumps(template.model_dump(mode="json"), ensure_ascii=False, indent=1)
        write(self.folder / f"{template.id}.json", body.encode())

    @contextlib.contextmanager
    def _locked(self) -> Iterator[None]:
        from filelock import FileLock, Timeout

        with storage_errors():
            (self.folder / "originals").mkdir(parents=True, exist_ok=True)
        try:
            with FileLock(self.folder / ".lock", timeout=_LOCK_TIMEOUT_S):
                yield
        except Timeout:
            raise Unavailable("另一个进程正在改动模板", hint="请稍后再试", en="another process holds them") from None


def _touched(template: Template) -> bool:
    """Whether a person worked on a template; else it is read anew when it is loaded again."""
    return template.confirmed_on is not None or any(b.by == "person" for b in template.blanks)


def _confirmed(
    template: Template, named: Collection[str], *, today: dt.date, everything: bool, drop_hints: bool
) -> Template:
    for one in named:
        if (found := template.blank(one)) is None or found.value is None:
            raise BadInput(
                f"{template.id} 的“{one}”没有可以确认的对应关系",
                hint=f"先运行 templates map {template.id} {one} <字段路径>",
                en="nothing to confirm for that blank",
            )
    made = [
        b.model_copy(update={"confirmed": b.confirmed or b.value is not None})
        if b.sure == "sure" or b.by == "person" or b.kind == "sign" or b.id in named or everything
        else b
        for b in template.blanks
    ]
    if drop_hints:
        made = [b.model_copy(update={"keep_hint": False}) if (b.value or "").startswith(SECTION) else b for b in made]
    changed = template.model_copy(update={"blanks": tuple(made), "confirmed_on": today})
    return changed.model_copy(update={"confirmed_digest": changed.digest})

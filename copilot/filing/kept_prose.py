"""Where sections that a model has finished are kept: beside the questionnaire's file, or in the kept questionnaire.

A run that is killed goes on from there. What a person wrote is never written over.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any, Protocol

from copilot.errors import BadInput, Stale, StorageFull
from copilot.filing.facts import Filing
from copilot.filing.facts import Section as Kept

TRIES = 20  # somebody else may save in between, though hardly so often


class Saved(Protocol):
    """A questionnaire as it was last saved."""

    revision: int
    content: dict[str, Any]


class Questionnaires(Protocol):
    """What keeps questionnaires: never one writer over another."""

    def get(self, filing_id: str) -> Any: ...

    def save(self, filing_id: str, content: dict[str, Any], *, revision: int) -> Any: ...


class InQuestionnaire:
    """Sections kept in a saved questionnaire, merged where somebody saved in between.

    `revision`: the state that was read or written last.
    """

    def __init__(self, questionnaires: Questionnaires, filing_id: str) -> None:
        self._all, self._id, self.revision = questionnaires, filing_id, 0

    def read(self) -> Filing:
        """The filing as it is saved now.

        Raises:
            UnknownRecord: it was deleted meanwhile.
        """
        return Filing.parse(self._saved().content)

    def keep(self, section_id: str, written: Kept) -> None:
        """Save a finished section in whatever the questionnaire says now.

        Raises:
            UnknownRecord: it was deleted meanwhile.
            Stale: others save all the time.
        """
        for attempt in range(TRIES):
            now = self._saved()
            content = with_section(now.content, section_id, written)
            if content is None:
                return
            try:
                self.revision = self._all.save(self._id, content, revision=now.revision).revision
                return
            except Stale:
                if attempt == TRIES - 1:
                    raise

    def _saved(self) -> Saved:
        found: Saved = self._all.get(self._id)
        self.revision = found.revision
        return found


def with_section(content: dict[str, Any], section_id: str, written: Kept) -> dict[str, Any] | None:
    """The content with a model's section; None where a person's own stands there."""
    sections = content.get("sections") or {}
    there = sections.get(section_id) or {}
    if there and (there.get("by", "person") == "person" or there.get("locked")):
        return None
    one = written.model_dump(mode="json", exclude_defaults=True) | {"text": written.text, "by": written.by}
    return {**content, "sections": {**sections, section_id: one}}


class BesideFile:
    """Sections kept in a file of their own beside the questionnaire's: `filing.prose.json` for `filing.json`.

    Args:
        questionnaire: the file that the filing was read from.
        filing: what stands in it.

    Raises:
        BadInput: there is such a file, and it is none of ours.
    """

    def __init__(self, questionnaire: Path, filing: Filing) -> None:
        self.path = questionnaire.with_suffix(".prose.json")
        own = {key: one for key, one in filing.sections.items() if one.by == "person" or one.locked}
        self._filing = filing.model_copy(update={"sections": {**filing.sections, **self._kept(), **own}})

    def read(self) -> Filing:
        """The filing with the sections that a model finished; what it holds itself, a person's above all, stays."""
        return self._filing

    def keep(self, section_id: str, written: Kept) -> None:
        """Keep a finished section; the file is whole at any moment.

        Raises:
            StorageFull: it cannot be written.
        """
        self._filing = self._filing.model_copy(update={"sections": {**self._filing.sections, section_id: written}})
        kept = {key: one for key, one in self._filing.dump().get("sections", {}).items() if one.get("by") == "model"}
        new = self.path.with_name(self.path.name + ".new")
        try:
            new.write_text(json.dumps({"sections": kept}, ensure_ascii=False, indent=1), "utf-8")
            os.replace(new, self.path)
        except OSError as error:
            raise StorageFull(
                f"写不成 {self.path}：{error.strerror}",
                hint="章节存在问卷旁边，请把问卷放到可以写的文件夹里",
                en=f"cannot write {self.path}",
            ) from error

    def _kept(self) -> dict[str, Kept]:
        if not self.path.is_file():
            return {}
        try:
            return dict(Filing.parse({"sections": json.loads(self.path.read_text("utf-8"))["sections"]}).sections)
        except (OSError, ValueError, KeyError, TypeError, BadInput) as error:
            raise BadInput(
                f"{self.path} 不是起草时留下的章节",
                hint="删除或移走这个文件后重新起草",
                en=f"{self.path} holds no kept sections",
            ) from error

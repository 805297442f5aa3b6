"""The interview: what to ask next, what an answer does to the filing, how far each paper is.

The filing itself is the whole state, so that an interview goes on on another machine from the JSON of the facts alone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from copilot.filing import answers, paths
from copilot.filing.answers import BadAnswer
from copilot.filing.facts import Filing, FilingKind
from copilot.filing.needs import Need, needed
from copilot.filing.questionnaire import Questionnaire

LIMIT = 5
_IDS = {"scenes": "s", "recipients": "r"}


@dataclass(frozen=True)
class Progress:
    """How far a paper is: of the `needed` facts, how many were `said`, and how many nobody knows yet (`unknown`)."""

    paper: str
    title: str
    said: int
    needed: int
    unknown: int

    @property
    def open(self) -> int:
        """Facts still to be asked for."""
        return self.needed - self.said - self.unknown


def next_questions(
    filing: Filing,
    kind: FilingKind,
    *,
    as_of: dt.date,
    questionnaire: Questionnaire,
    limit: int | None = LIMIT,
    papers: Collection[str] | None = None,
) -> tuple[Need, ...]:
    """What to ask next: needed, not said, not put off; what may stay empty comes last. Empty when all was asked."""
    due = [n for n in _needed(filing, kind, as_of, questionnaire, papers) if not _settled(filing, n)]
    due.sort(key=lambda need: need.question.optional)
    return tuple(due if limit is None else due[:limit])


def put_off(filing: Filing, kind: FilingKind, *, as_of: dt.date, questionnaire: Questionnaire) -> tuple[Need, ...]:
    """What was answered with "don't know yet" and is still needed."""
    return tuple(n for n in _needed(filing, kind, as_of, questionnaire, None) if _unknown(filing, n))


def progress(filing: Filing, kind: FilingKind, *, as_of: dt.date, questionnaire: Questionnaire) -> tuple[Progress, ...]:
    """Each paper of the kind, in its order, with what was said of it; facts that may stay empty do not count."""
    wanted = [n for n in _needed(filing, kind, as_of, questionnaire, None) if not n.question.optional]
    found = []
    for paper in questionnaire.papers.needed(filing, kind, as_of=as_of):
        mine = [n for n in wanted if paper.id in n.papers]
        said = sum(paths.said(filing, n.path) for n in mine)
        found.append(Progress(paper.id, paper.title, said, len(mine), sum(_unknown(filing, n) for n in mine)))
    return tuple(one for one in found if one.needed)


def answer(filing: Filing, path: str, value: Any, *, questionnaire: Questionnaire) -> Filing:
    """The filing with an answer in it; "don't know yet" is kept as such, an empty answer takes the fact back.

    Args:
        filing: what was said so far; it stays as it is.
        path: concrete; the element after the last of a list begins a new one.
        value: as typed, or of the field's type; for a list of parts, all its elements.
        questionnaire: the questions.

    Raises:
        BadAnswer: there is no such question or element, or the answer cannot be read.
        BadFiling: the value is longer or larger than the field takes.
    """
    plain = paths.general(path)
    if answers.not_known(value) and plain in questionnaire.by_path:
        return later(filing, path, questionnaire=questionnaire)
    data = filing.dump()
    if plain in questionnaire.many:
        new = value
    else:
        asked = _question(questionnaire, path)
        new = answers.read(asked, value, questionnaire.label(path))
        if asked.type == "recipients" and new:
            new = _recipients(filing, new, questionnaire.label(path))
    try:
        paths.put(data, path, new)
        if plain.endswith("important_size") and (unit := answers.sized(value)):
            paths.put(data, path.replace("important_size", "important_unit"), unit)
    except LookupError as error:
        raise _absent(path) from error
    _name_elements(data, path)
    data["unknown"] = [p for p in data.get("unknown", ()) if p != path]
    return Filing.parse(data)


def later(filing: Filing, path: str, *, questionnaire: Questionnaire) -> Filing:
    """The filing with a question put off; what was said there is taken back.

    Raises:
        BadAnswer: there is no such question or element.
    """
    _question(questionnaire, path)
    data = filing.dump()
    if paths.said(filing, path):
        paths.put(data, path, None)
    data["unknown"] = list(dict.fromkeys([*data.get("unknown", ()), path]))
    return Filing.parse(data)


def remove(filing: Filing, path: str) -> Filing:
    """The filing without an element, `scenes[1]`; scenes no longer name a recipient that went.

    Raises:
        BadAnswer: there is no such element.
    """
    *way, last = _steps(path)
    if not isinstance(last, int) or not paths.said(filing, path):
        raise _absent(path)
    data = filing.dump()
    here: Any = data
    for step in way:
        here = here[step]
    gone = here.pop(last)
    if way == ["recipients"]:
        for scene in data.get("scenes", ()):
            scene["recipients"] = [key for key in scene.get("recipients", ()) if key != gone.get("id")]
    data["unknown"] = [kept for p in data.get("unknown", ()) if (kept := _moved(p, path, last)) is not None]
    return Filing.parse(data)


def _needed(
    filing: Filing, kind: FilingKind, as_of: dt.date, questionnaire: Questionnaire, papers: Collection[str] | None
) -> tuple[Need, ...]:
    return needed(filing, kind, as_of=as_of, questionnaire=questionnaire, papers=papers)


def _settled(filing: Filing, need: Need) -> bool:
    return paths.said(filing, need.path) or need.path in filing.unknown


def _unknown(filing: Filing, need: Need) -> bool:
    return need.path in filing.unknown and not paths.said(filing, need.path)


def _steps(path: str) -> tuple[paths.Step, ...]:
    try:
        return paths.steps(path)
    except LookupError as error:
        raise _absent(path) from error


def _question(questionnaire: Questionnaire, path: str) -> Any:
    found = questionnaire.by_path.get(paths.general(path))
    inside = paths.fields()[found.path].inside if found else ()
    if found is None or len(paths.indices(path)) != len(inside):
        raise _absent(path)
    return found


def _absent(path: str) -> BadAnswer:
    return BadAnswer(
        f"没有“{path[:100]}”这个问题",
        hint="路径见 compliance-copilot schema filing；列表里的第几项从 0 数起，一项一项往后加",
        en=f"no such question: {path[:100]}",
    )


def _recipients(filing: Filing, said: list[str], label: str) -> list[str]:
    """Ids of the recipients that were named by name or id."""
    known = {key: one.id for one in filing.recipients for key in (one.id, one.name) if key}
    if odd := [one for one in said if one not in known]:
        names = "、".join(one.name or one.id for one in filing.recipients)
        raise BadAnswer(
            f"“{label}”里的“{odd[0][:60]}”不是已填写的境外接收方",
            hint=f"先填写这个接收方，或者从这些里选：{names}",
            en=f"no such recipient: {odd[0][:60]}",
        )
    return [known[one] for one in said]


def _name_elements(data: dict[str, Any], path: str) -> None:
    """Give a scene or recipient that just began the id by which others name it."""
    head = path.partition("[")[0].partition(".")[0]
    if head not in _IDS or not isinstance(data.get(head), list):
        return
    taken = {one.get("id") for one in data[head] if isinstance(one, dict)}
    for one in data[head]:
        if isinstance(one, dict) and not one.get("id"):
            number = next(n for n in range(1, len(taken) + 2) if f"{_IDS[head]}{n}" not in taken)
            one["id"] = f"{_IDS[head]}{number}"
            taken.add(one["id"])


def _moved(path: str, gone: str, number: int) -> str | None:
    """A path after an element went: None within it, one less behind it."""
    before = gone[: gone.rindex("[")] + "["
    if not path.startswith(before):
        return path
    at, _, rest = path[len(before) :].partition("]")
    if int(at) == number:
        return None
    return f"{before}{int(at) - (int(at) > number)}]{rest}"

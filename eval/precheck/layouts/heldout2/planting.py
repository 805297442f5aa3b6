"""Ways to plant a defect that several defects share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from random import Random
from typing import Any

from copilot.rules.calendar import china_calendar
from eval.precheck.defects import Plant, sets, several
from eval.precheck.submission import Submission

SA, SC, CT, NL = "security_assessment", "standard_contract", "certification", "negative_list"
EX, GBA = "extension", "gba_hk"
FORM, SELF, LEGAL, POWER = "application_form", "self_assessment", "legal_document", "power_of_attorney"
SCENE = f"{FORM}.scenes.0"
SECRET = ("护照号码", "银行账号")


def report_of(s: Submission) -> str:
    """The report of a submission."""
    return SELF if SELF in s.papers else "pipia"


def change(path: str, how: Callable[[Any], Any]) -> Plant:
    """What `how` makes of a fact, in its place."""
    return lambda s, rng: s.set(path, how(s.get(path)))


def before(days: int) -> Callable[[Submission], dt.date]:
    """The day so many days before the filing."""
    return lambda s: s.filed_on - dt.timedelta(days=days)


def digit_off(n: int) -> int:
    """The number with its third digit off by four, as a hasty hand writes it."""
    text = str(n)
    return int(text[:2] + str((int(text[2]) + 4) % 10) + text[3:])


def says_in(chapter: str, *texts: str) -> Plant:
    """Other paragraphs for a chapter of the report; in a PIPIA its chapter of the like content.

    Placeholders: `recipient`, `company`.
    """

    def plant(s: Submission, rng: Random) -> None:
        role = report_of(s)
        known = {"recipient": s.papers[role]["recipient"], "company": s.papers[role]["processor"]}
        s.papers[role]["sections"][chapter_of(role, chapter)] = [t.format(**known) for t in texts]

    return plant


def adds_to(chapter: str, text: str) -> Plant:
    """A further paragraph in a chapter of the report."""

    def plant(s: Submission, rng: Random) -> None:
        sections = s.papers[report_of(s)]["sections"]
        key = chapter_of(report_of(s), chapter)
        sections[key] = [*(sections.get(key) or ()), text]

    return plant


def chapter_of(role: str, chapter: str) -> str:
    """The id of a chapter, in the words of the self-assessment, in a report."""
    if role == SELF:
        return chapter
    return {"management": "measures", "technique": "measures", "persons": "export_scale"}.get(chapter, chapter)


def at_chapter(role: str, chapter: str) -> str:
    """The path of a chapter."""
    return f"{role}.sections.{chapter_of(role, chapter)}"


def loses(chapter: str, index: int) -> Plant:
    """A chapter of the report loses one of its paragraphs."""

    def plant(s: Submission, rng: Random) -> None:
        role = report_of(s)
        del s.papers[role]["sections"][chapter_of(role, chapter)][index]

    return plant


def measure(index: int, text: str) -> Plant:
    """Another text for management (0) or technique (1), whichever report it is."""

    def plant(s: Submission, rng: Random) -> None:
        role = report_of(s)
        if role == SELF:
            s.papers[role]["sections"]["technique" if index else "management"] = [text]
        else:
            s.papers[role]["sections"]["measures"][index] = text

    return plant


def old_report(days: int) -> Plant:
    """The assessment ended so many days before the filing, its cover is of the day after."""

    def plant(s: Submission, rng: Random) -> None:
        end, role = before(days)(s), report_of(s)
        s.set(f"{role}.period", (end - dt.timedelta(days=21), end))
        s.set(f"{role}.cover_date", end + dt.timedelta(days=1))

    return plant


def effective_late(role: str, days: int) -> Plant:
    """The contract has been in effect for so many working days."""

    def plant(s: Submission, rng: Random) -> None:
        day = china_calendar().working_days_before(s.filed_on, days)
        s.set(f"{role}.effective", day)
        s.set(f"{role}.date", day - dt.timedelta(days=1))

    return plant


def everywhere(paths: dict[str, tuple[str, ...]], value: Callable[[Submission, Random], Any]) -> Plant:
    """One value at all the paths of the kind."""

    def plant(s: Submission, rng: Random) -> None:
        new = value(s, rng)
        for path in paths[s.kind]:
            s.set(path, new)

    return plant


def in_articles(role: str, old: str, new: str) -> Plant:
    """Other words in the body of a contract."""

    def plant(s: Submission, rng: Random) -> None:
        for article in s.papers[role]["articles"]:
            article["paragraphs"] = [t.replace(old, new) for t in article["paragraphs"]]

    return plant


def other_blank(role: str, key: str, value: str) -> Plant:
    """Another filling of a blank, in its fact and in the body."""

    def plant(s: Submission, rng: Random) -> None:
        old = s.get(f"{role}.{key}")
        several(in_articles(role, old, value), sets(f"{role}.{key}", value))(s, rng)

    return plant


def secret(s: Submission) -> bool:
    """Whether the first table of items of the report has a sensitive one."""
    role = report_of(s)
    return any(i["name"] in SECRET for i in s.papers[role]["scenes"][0]["items"])


def single(s: Submission) -> bool:
    """Whether there is one scene only."""
    return len(s.papers[FORM]["scenes"]) == 1

"""The law of one day, as the decision needs it: which instruments are in force, which thresholds they set."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache

from copilot.errors import BadInput
from copilot.law.rulebook import RuleBook
from copilot.rules.conditions import recognise
from copilot.rules.zones import lists_on

AUTOMOTIVE = "automotive"  # id in knowledge_base/rules/sectors.yaml
_ZONE_WORDS = re.compile(r"自贸|自由贸易|试验区|新片区|保税|示范区|开发区|free[ -]?trade|FTZ|两区", re.IGNORECASE)
FIRST_DAY = dt.date(2017, 6, 1)  # 网络安全法 takes effect


@dataclass(frozen=True, slots=True)
class Zone:
    """What is known of a zone's negative list on a day; None where the base does not know the zone or the rule.

    `ciio_applicable` False: operators of critical infrastructure can't use the list; `ciio_hit`: the row that the
    zone's rule puts them in. `none_found`: a zone that had no list when last checked; `recognised` False: the words
    name no zone at all. `caveat` says, for the reader, what was not obtained and where to look.
    """

    title: str
    has_list: bool | None
    ciio_applicable: bool | None = None
    ciio_hit: str | None = None
    none_found: bool = False
    recognised: bool = True
    caveat: str = ""


@dataclass(frozen=True)
class Law:
    """Switches and thresholds of one day. Thresholds that did not exist then are 0 and never looked at."""

    as_of: dt.date
    book: RuleBook
    provisions: bool
    measures: bool
    standard_contract: bool
    certification: bool
    personal_information_law: bool
    foreign_requests: bool
    automotive: bool
    pi_assessment: int = 0
    sensitive_assessment: int = 0
    pi_contract: int = 0
    processed_total: int = 0
    pi_since_prev_year: int = 0
    sensitive_since_prev_year: int = 0

    def zone(self, name: str) -> Zone:
        """The zone's list on this day."""
        return _zone(self.book, self.as_of, name)

    def is_automotive(self, sector: str) -> bool:
        """Whether the words name the automotive sector."""
        return AUTOMOTIVE in recognise(sector, self.book)


@lru_cache(maxsize=512)
def law_of(book: RuleBook, as_of: dt.date) -> Law:
    """The law of `as_of`.

    Raises:
        BadInput: the day lies before the first law on the export of data.
        KnowledgeBaseFault: the rule data has faults.
    """
    book.sound()
    if as_of < FIRST_DAY:
        raise BadInput(
            f"as_of {as_of} 早于《网络安全法》施行日 {FIRST_DAY}，当时没有数据出境的规则",
            hint=f"请给出 {FIRST_DAY} 或以后的日期",
            en=f"as_of must not be before {FIRST_DAY}",
        )

    def steps(name: str) -> bool:
        return bool(book.step(name).basis(as_of))

    thresholds = {
        name.partition("/")[2]: value.value
        for name, parameter in book.parameters.items()
        if name.startswith("thresholds/") and (value := parameter.on(as_of))
    }
    return Law(
        as_of=as_of,
        book=book,
        provisions=book.in_force("thresholds/pi_assessment", as_of),
        measures=book.in_force("thresholds/processed_total", as_of),
        standard_contract=steps("standard_contract"),
        certification=steps("certification"),
        personal_information_law=steps("state_organ"),
        foreign_requests=steps("foreign_request"),
        automotive=steps("automotive_important_data"),
        **thresholds,
    )


@lru_cache(maxsize=2048)
def _zone(book: RuleBook, as_of: dt.date, name: str) -> Zone:
    found = lists_on(name, None, as_of, book.lists)
    if found.state in ("none_yet", "outside"):
        return Zone(name, False, caveat="；".join(found.notes))
    if not found.lists:
        starts = [dt.date.fromisoformat(item.possibly_from or item.in_force_from) for item in book.lists.lists]
        if as_of < min(starts, default=as_of):
            return Zone(name, False, caveat=f"{as_of}各自贸试验区都还没有负面清单")
        caveat = "；".join(n for n in found.notes if n)
        if found.place.known:
            return Zone(name, None, none_found=True, caveat=caveat)
        return Zone(name, None, recognised=bool(_ZONE_WORDS.search(name)), caveat=caveat)
    item = found.lists[0]
    notes = list(found.notes)
    if item.completeness != "complete":
        notes.append(f"《{item.title}》正文没有取得，请对照官方页面：{item.page}")
    if item.ciio.applicable is None:
        notes.append(f"没有查到该清单是否适用于关键信息基础设施运营者，请核对：{item.page}")
    return Zone(item.title, True, item.ciio.applicable, item.ciio.hit, caveat="；".join(notes))

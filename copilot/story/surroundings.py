"""Where and who: zone and what its list says, Greater Bay Area, recipient's region, line of business, purpose."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from copilot.rules.regions import areas
from copilot.story.lexicon import Lexicon
from copilot.story.passage import Passage
from copilot.story.statements import Span, blank, first

ASK_LIST = "所在地的负面清单有没有覆盖这个领域、这些数据在不在清单里？"
ASK_AREA = "双方是否都注册（位于）大湾区内地九市或者港澳？"
_LISTED = re.compile(
    r"负面清单|negative list|(?:自查|查过|对照|对过)了?清单|20\d\d版的?清单|(?:市|省|自贸区|片区)里?的清单",
    re.IGNORECASE,
)
MAX_SECTORS = 4


@dataclass(frozen=True, slots=True)
class Word:
    """A fact in words with the span it stands on."""

    fact: str
    value: Any
    span: Span
    asked: str = ""


def surroundings(passage: Passage, lexicon: Lexicon) -> list[Word]:
    """Every such fact that the story tells."""
    found = [*zone(passage, lexicon), *_places(bay_area(passage, lexicon), recipient(passage, lexicon))]
    lines = [(sector, span) for sector, pattern in lexicon.sectors if (span := _not_denied(pattern, passage, lexicon))]
    if lines:
        found.append(Word("sector", "、".join(sector for sector, _ in lines[:MAX_SECTORS]), lines[0][1]))
    if match := lexicon["purpose"].search(passage.live):
        what = slice(*match.span("what" if match["what"] else "en"))
        found.append(Word("purpose", passage.said[what].strip(), match.span()))
    return found


def _places(area: list[Word], to: list[Word]) -> list[Word]:
    """Both as told, unless a recipient elsewhere speaks against the Greater Bay Area: then that is asked."""
    if area and area[0].value and to and "south" not in areas(to[0].value):
        return [Word("gba", None, area[0].span, ASK_AREA), *to]
    return [*area, *to]


def _not_denied(pattern: re.Pattern[str], passage: Passage, lexicon: Lexicon) -> Span | None:
    """Where a pattern first occurs other than behind a denial in the same clause (不包括银行)."""
    for match in pattern.finditer(passage.live):
        lead = passage.live[passage.clause(match.start())[0] : match.start()]
        if not lexicon.has("kinds.deny", lead):
            return match.span()
    return None


def zone(passage: Passage, lexicon: Lexicon) -> list[Word]:
    """The zone and what the story says its list holds; nothing where the story says there is none."""
    outside = [m.span() for m in lexicon["zone.no"].finditer(passage.live)]
    text = blank(passage.live, outside)
    listed = _LISTED.search(text)
    named = lexicon["zone.named"].search(text)
    at = named or (listed if not outside else None)
    elsewhere = outside or lexicon["zone.visitor"].search(text)  # the zone of another, or of the goods
    if at is None or (elsewhere and not lexicon["zone.seated"].search(text)):
        return []
    lead = text[max(0, at.start() - 12) : at.end() + 6]
    name = lexicon["zone.names"].search(lead) or lexicon["zone.names"].search(text)
    label = "自贸试验区" if named or name else "适用负面清单的区域"
    if named and name:
        label = name.group() + label
    found = [Word("ftz", label, at.span())]
    if match := lexicon["zone.domains"].search(text):
        return [*found, Word("negative_list_hit", "not_covered", match.span())]
    if match := lexicon["zone.unsure"].search(text):
        return [*found, Word("negative_list_hit", None, match.span(), ASK_LIST)]
    text = blank(text, [m.span() for m in lexicon["zone.denied"].finditer(text)])
    for hit in ("not_covered", "off_list", "must_assess", "must_contract"):
        if match := lexicon[f"zone.{hit}"].search(text):
            return [*found, Word("negative_list_hit", hit, match.span())]
    return found


def bay_area(passage: Passage, lexicon: Lexicon) -> list[Word]:
    """Whether both sides are in the Greater Bay Area: nine cities on one side, Hong Kong or Macao on the other."""
    text = passage.live
    if span := first(lexicon["gba.neither"], passage):
        return [Word("gba", False, span)]
    if span := first(lexicon["gba.both"], passage):
        return [Word("gba", True, span)]
    if beyond := first(lexicon["gba.onward"], passage):
        return [Word("gba", False, beyond)]
    south = [(code, p.search(text)) for code, p in lexicon.places if code in ("HK", "MO")]
    to = next((m for _, m in south if m), None)
    inside, outside = lexicon["gba.cities"].search(text), lexicon["gba.others"].search(text)
    if to and inside and (outside is None or inside.start() < outside.start()):
        return [Word("gba", True, (min(inside.start(), to.start()), max(inside.end(), to.end())))]
    if (to and outside) or (inside and not to):
        return [Word("gba", False, (outside or inside).span())]  # type: ignore[union-attr]
    if span := first(lexicon["gba.named"], passage):
        return [Word("gba", None, span, ASK_AREA)]
    return []


def recipient(passage: Passage, lexicon: Lexicon) -> list[Word]:
    """The first place abroad named after a word of giving, else the first named; as ISO code."""
    named = list(lexicon["places"].finditer(passage.live))
    given = rf"{lexicon['recipients'].pattern}[^，。；]{{0,6}}$"
    to = (m for m in named if re.search(given, passage.live[max(0, m.start() - 8) : m.start()], re.IGNORECASE))
    place = next(to, named[0] if named else None)
    if place is None:
        return []
    at = place.start()
    code, match = next((c, m) for c, pattern in lexicon.places if (m := pattern.match(passage.live, at)))
    return [Word("recipient_region", code, match.span())]

"""What each blank asks for: proposed by its label and what stands around it, by the mapping of the edition before."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import SequenceMatcher

from copilot.filing.official.blanks import Holding
from copilot.filing.official.known import HAND, SECTION, LabelRecord, OfficialFile, RuleRecord, fields_of, squeezed
from copilot.filing.official.model import Blank, Block, Sureness, Template
from copilot.filing.official.tables import Place

_ALIKE = 0.75
_SHARED = 0.4
Proposal = tuple[RuleRecord | None, str | None, Sureness]


def proposed(
    found: Holding,
    known: OfficialFile,
    *,
    form: str | None,
    labels: Mapping[str, str],
    headings: Mapping[str, str],
) -> tuple[tuple[Blank, ...], tuple[Block, ...]]:
    """The blanks with what they ask for, and the parts that stand once for each element of a list.

    Args:
        found: the places of the template.
        known: what is known of templates.
        form: which template it is; None: one that is not known.
        labels: the questionnaire's labels by general path.
        headings: of the chapters that are written, by id.
    """
    blanks: list[Blank] = []
    for n, place in enumerate(found.places):
        key = f"b{n + 1:02d}"
        if n in found.prose:
            chapter, leaf = found.prose[n]
            sure: Sureness = "sure" if _same_chapter(chapter, place, headings) else "likely"
            blanks.append(_blank(key, place, None, chapter, sure).model_copy(update={"optional": not leaf}))
            continue
        rule, value, sure = _proposal(place, known, form, labels)
        blanks.append(_blank(key, place, rule, value, sure))
    blanks = _with_options(blanks, found)
    return _in_blocks(blanks, found)


def _proposal(place: Place, known: OfficialFile, form: str | None, labels: Mapping[str, str]) -> Proposal:
    one = place.found
    if one.rule is not None:
        return one.rule, one.rule.value, "sure" if one.rule.sure else "likely"
    if one.kind in ("sign", "number"):
        return None, HAND if one.kind == "sign" else None, "sure"
    if one.kind == "choice":
        words = [o.label for o in one.options]
        for choice in known.choices:
            if all(any(w in word for word in words) for w in choice.options):
                return choice, choice.value, "sure" if choice.sure else "likely"
    label = squeezed(one.label)
    where = "／".join(map(squeezed, place.where))
    fitting = [r for r in known.labels if _fits(r, one.kind, form) and label in set(map(squeezed, r.labels))]
    surely = [r for r in fitting if r.under and any(squeezed(u) in where for u in r.under)]
    plainly = [r for r in fitting if not r.under]
    for rule in (*surely, *plainly):
        alone = len({r.value for r in surely or plainly}) == 1
        return rule, rule.value, "sure" if alone and rule.sure and not one.doubtful else "likely"
    for guide in known.guides:
        if one.kind == "text" and not fitting and all(word in one.label for word in guide.words):
            return guide, guide.value, "sure"
    if len({r.value for r in fitting}) == 1:
        return fitting[0], fitting[0].value, "likely"
    if fitting:  # 姓名 alone: whose name nobody can tell
        return None, None, "unknown"
    return None, _alike(label, labels), "likely" if _alike(label, labels) else "unknown"


def _same_chapter(value: str, place: Place, headings: Mapping[str, str]) -> bool:
    """Whether the template's heading is that of the chapter, or of the nearest one above that is written."""
    key, lines = value.removeprefix(SECTION), [place.found.label, *reversed(place.where)]
    while key and key not in headings:
        key, lines = key.rpartition(".")[0], lines[1:]
    if not key or not lines:
        return not headings
    words, shown = squeezed(headings[key]), squeezed(lines[0]) + squeezed(place.found.hint)
    pairs = {words[n : n + 2] for n in range(len(words) - 1)}
    return sum(pair in shown for pair in pairs) >= _SHARED * len(pairs)


def _fits(rule: LabelRecord, kind: str, form: str | None) -> bool:
    asked = "text" if kind == "below" else kind
    of_kind = rule.kind is None or rule.kind == asked
    return of_kind and (rule.until is None or kind == "date") and (not rule.forms or form in rule.forms)


def _alike(label: str, labels: Mapping[str, str]) -> str | None:
    """The field of the questionnaire whose label is most like a blank's."""
    best, score = None, _ALIKE
    for path, words in labels.items():
        ratio = SequenceMatcher(None, label, squeezed(words)).ratio() if label else 0.0
        if ratio > score:
            best, score = path, ratio
    return best


def _blank(key: str, place: Place, rule: RuleRecord | None, value: str | None, sure: Sureness) -> Blank:
    one = place.found
    second = one.second and rule is not None and rule.until is not None
    return Blank.model_validate(
        {
            "id": key,
            "kind": one.kind,
            "at": place.at,
            "span": one.span,
            "gaps": one.gaps,
            "options": one.options,
            "label": " ".join(one.label.split())[:80],
            "where": tuple(" ".join(w.split())[:60] for w in place.where),
            "around": place.around,
            "hint": one.hint[:300],
            "keep_hint": one.keep_hint,
            "value": rule.until if second and rule is not None else value,
            "values": rule.values if rule else {},
            "skip": tuple(rule.skip) if rule and rule.skip else None,
            "needs": tuple(rule.needs) if rule and rule.needs else None,
            "optional": rule.optional if rule else False,
            "empty": rule.empty if rule else "",
            "sure": sure,
        }
    )


def _with_options(blanks: list[Blank], found: Holding) -> list[Blank]:
    """Gaps behind an option stay empty unless it is ticked."""
    made = []
    for n, blank in enumerate(blanks):
        option = found.places[n].found.option
        choice = next((b for b in blanks if b.kind == "choice" and any(o.at == blank.at for o in b.options)), None)
        if option is not None and choice is not None and blank.kind == "text":
            blank = blank.model_copy(update={"only_with": (choice.id, option)})
        made.append(blank)
    return made


def _in_blocks(blanks: list[Blank], found: Holding) -> tuple[tuple[Blank, ...], tuple[Block, ...]]:
    rows = {blank.id: found.places[n].row for n, blank in enumerate(blanks)}
    blocks: list[Block] = []
    for n, block in enumerate(found.blocks, 1):
        scene = block.model_copy(update={"id": f"r{n}"})
        blocks.append(scene)
        inside = [b for b in blanks if rows[b.id] in scene.rows and _asks(b, "recipients[]")]
        if inside:
            first, last = min(rows[b.id] or 0 for b in inside), max(rows[b.id] or 0 for b in inside)
            between = tuple(r for r in scene.rows if first <= r <= last)
            blocks.append(Block(id=f"r{n}a", over="scenes[].recipients", rows=between, parent=scene.id))
    for n, (row, spare, table) in enumerate(found.lists, len(found.blocks) + 1):
        lists = {_list_of(b.value) for b in blanks if rows[b.id] == row and b.value} - {None}
        if len(lists) != 1:
            continue
        over = lists.pop() or ""
        around = next((b for b in blocks if row in b.rows), None)
        parent = around.id if around else None
        outer = over.rpartition(".")[0].removesuffix("[]")
        if outer and around is None:
            parent = f"r{n}t"
            blocks.append(Block(id=parent, over=outer, tables=(table,), caption=f"{outer}[].name"))
        blocks.append(Block(id=f"r{n}", over=over, rows=(row,), spare=spare, parent=parent))
    return tuple(_placed(b, rows[b.id], blocks) for b in blanks), tuple(blocks)


def _placed(blank: Blank, row: int | None, blocks: list[Block]) -> Blank:
    holding = [b for b in blocks if row is not None and row in b.rows]
    innermost = min(holding, key=lambda b: len(b.rows), default=None)
    return blank.model_copy(update={"block": innermost.id}) if innermost else blank


def _asks(blank: Blank, prefix: str) -> bool:
    return any(path.startswith(prefix) for path in fields_of(blank.value or ""))


def _list_of(value: str | None) -> str | None:
    """The innermost list that a value goes through: `scenes[].items`."""
    paths = [p for p in fields_of(value or "") if "[]" in p]
    return paths[0].rpartition("[]")[0] if paths else None


def carried(blanks: tuple[Blank, ...], earlier: Template) -> tuple[Blank, ...]:
    """The blanks with the mapping that a person confirmed for the edition before, to be confirmed anew."""
    known = {b.signature: b for b in earlier.blanks if b.confirmed or b.by == "person"}
    made = []
    for blank in blanks:
        old = known.get(blank.signature)
        if old is not None and old.value is not None:
            blank = blank.model_copy(
                update={
                    "value": old.value, "until": old.until, "values": old.values, "skip": old.skip,
                    "needs": old.needs, "optional": old.optional, "empty": old.empty,
                    "keep_hint": old.keep_hint, "sure": "sure", "by": "earlier",
                }
            )  # fmt: skip
        made.append(blank)
    return tuple(made)

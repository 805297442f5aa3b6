"""A paper with its labels in the wording of the tables, so that fields are found whatever the form calls them.

Forms word the same label in many ways, put English beside it, set two parties side by side or the labels in a row over
the values. Here labels are told by the patterns of `fields.yaml` (`like`) and written as the tables know them; values,
places and everything else stay as they are. Only extraction looks at the result: findings quote the paper itself.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from copilot.precheck.label_tables import NAME, by_table, in_pairs
from copilot.precheck.outline import GLOSS_WORDS, key, numbered, unglued
from copilot.precheck.paper import Block, Paper
from copilot.precheck.tables import FieldEntry, PaperFields, Tables
from copilot.precheck.told import plainer, with_colons

MAX_LABEL = 40
PARTIES = ("exporter", "importer")
_ORG = re.compile(
    r"公司|集团|银行|中心|医院|大学|学校|学院|研究院|研究所|事务所|厂|株式会社"
    r"|\b(?:Inc|Ltd|Limited|LLC|GmbH|Corp|Co|PLC|AG|Pte)\b"
)
_NAME_OF_PERSON = re.compile(r"[\u3400-\u9fff·]{2,4}|[A-Z][a-z]+(?: [A-Z][a-z]+){1,3}")
_LINE_LABEL = re.compile(
    r"(?:^|(?<=[\s；;，,。|]))(?P<label>(?:[（(][^（）()\n]{0,40}[）)]|[^\s：:；;，,。|（(])"
    r"(?:[（(][^（）()\n]{0,40}[）)]|[^：:；;，,。|\n（(]){1,60}?)\s*[：:]"
)
_ASIDE = re.compile(r"[（(]([^（）()]+)[）)]\s*[：:]?\s*$")
_SIGNED = re.compile(r"[（(][^（）()]*签[^（）()]*[）)]")
_SIGNED_LINE = re.compile(r"签[字名署章]?\W*$")
# What stands between a label and its value where there is no colon; blanks alone count too, but only after a label.
_GAP = re.compile(r"(?P<strong>\s*(?:[=＝→|｜]|[—―─]+|…+|\.{3,}|·{3,}|_{3,}|-{2,})\s*)|\s+")
_BESIDE = re.compile(r"(?<=[\u3400-\u9fff）)])[\s/／|]*[A-Za-z][A-Za-z0-9 .,'’/&()（）-]*$")
# English that goes on with a label: up to a colon, to more of the label, or in words that labels are made of.
_ENGLISH = re.compile(rf"[A-Za-z][^：:]{{0,60}}[：:]|[A-Za-z ]*\b(?i:{GLOSS_WORDS})\b[A-Za-z ./&()（）-]*$")
_FULL_NAME = re.compile(r"\s*(?:姓\s*名|名\s*字)(?=\s*(?:[：:]|$))")
_GAPS = 5
_FURNITURE = ("header", "footer", "comment", "footnote")


def in_known_words(paper: Paper, role: str, tables: Tables) -> Paper:
    """The paper as extraction should read it; the paper itself where the role has no fields."""
    entry = tables.fields.get(role)
    if entry is None or not any(f.like for f in entry.fields):
        return paper
    titles = tuple(t for p in tables.papers.values() for t in p.titles if len(t) > 3)
    words = _Words(entry, common=tables.labels, titles=titles)
    blocks = list(unglued(b for b in paper.blocks if b.visible and b.kind not in _FURNITURE))
    blocks = list(by_table(blocks, lambda cells: in_pairs(cells, words.party, words.is_label, words.is_column)))
    blocks = list(_rewritten(_captioned(blocks, words), words))
    return replace(paper, blocks=tuple(_counted(blocks, words)))


@lru_cache(maxsize=1024)
def _like(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


@dataclass
class _Words:
    """What the fields of a role are called. `last`: the field whose label was met last; `common`: patterns of labels
    that forms have and that no field is taken from; `titles`: of papers, which laid-out text runs onto the first line.
    """

    entry: PaperFields
    last: str = ""
    common: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        plain = [f for f in self.entry.fields if f.type not in ("section", "table")]
        self.known = {key(label) for f in plain for label in f.labels}
        self.known |= {key(w) for s in self.entry.sections for w in s.wordings}
        self.exact = {_squeezed(label) for f in plain for label in f.labels}
        self.owner = {key(label): f.id for f in reversed(plain) for label in f.labels}
        self.plain = [f for f in plain if f.like]
        self.columns = [x.partition("=")[::2] for f in self.entry.fields if f.type == "table" for x in f.like]
        self.parties = {key(label): f for f in plain if f.id in PARTIES for label in f.labels}
        glued = sorted({re.escape(label) for f in plain for label in f.labels if len(label) > 2}, key=len, reverse=True)
        counts = {
            re.escape(label) for f in plain if f.type == "counts" for label in f.labels
        }  # told in longer labels too
        long = [label for label in glued if len(label) > 3 and label not in counts]
        self.glued = re.compile(
            rf"(?<=[\dXx）)])(?=(?:{'|'.join(glued) or '(?!)'})\s*[：:])"
            rf"|(?<=[\u4e00-\u9fffA-Za-z.])(?P<label>{'|'.join(long) or '(?!)'})(?=\s*[：:])"
        )
        self.counts = next((f for f in plain if f.type == "counts"), None)

    def unglued(self, text: str) -> str:
        """A text with a mark before labels that were run on to what stands before them, not within longer labels."""

        def marked(m: re.Match[str]) -> str:
            before = re.split(r"[\s；;，,。：:|]", text[: m.start()])[-1]
            longer = m["label"] and before and self.is_label(before + m["label"])
            return m[0] if longer else "；" + (m["label"] or "")

        return self.glued.sub(marked, text)

    def party(self, text: str) -> str:
        """The label of the party that a cell or caption names; empty: none."""
        found = self.parties.get(key(_bare(text)))
        return found.labels[0] if found else ""

    def is_label(self, text: str) -> bool:
        """Whether a cell is a label, in the words of the tables or in others."""
        text = _bare(text)
        tag = key(text)
        if not 0 < len(tag) <= MAX_LABEL:
            return False
        known = tag in self.known or any(self.fits(f, text) for f in self.plain)
        known = known or any(_like(p).fullmatch(tag) for p in self.common)
        return known or any(self.is_label(other) for other in plainer(tag))

    def tells(self, text: str, value: str) -> bool:
        """Whether words are a label that a sentence may give such a value to: no company is told without its name."""
        if not self.is_label(text):
            return False
        fields = [f for f in self.plain if key(text) in map(key, f.labels) or self.fits(f, _bare(text))]
        named = bool(_ORG.search(value)) or not re.sub(r"[\s_＿]", "", value)
        return named or not fields or any(f.type != "org" for f in fields)

    def is_column(self, text: str) -> bool:
        """Whether a cell is the title of a column of a table of data."""
        tag = key(_bare(text))
        tables = [key(label) for f in self.entry.fields if f.type == "table" for label in f.labels]
        return tag in tables or any(_like(p).fullmatch(tag) for _, p in self.columns)

    def column(self, text: str) -> str:
        """The title of a column as the tables know it; empty: as it stands."""
        tag = key(_bare(text))
        return next((name for name, p in self.columns if _like(p).fullmatch(tag)), "" if tag == key(text) else tag)

    def label(self, text: str, value: str) -> str:
        """The label as the tables know it; empty: leave it as it stands."""
        bare = _bare(text)
        if bare != text:
            return self.label(bare, value) or (
                key(bare) if key(bare) in self.known or _squeezed(bare) in self.exact else ""
            )
        tag = key(text)
        if not tag or len(tag) > MAX_LABEL or _squeezed(text) in self.exact:
            self.last = self.owner.get(tag, self.last)
            return ""
        if tag in self.known and not _SIGNED.search(text):
            self.last = self.owner.get(tag, self.last)
            return tag if _has_gloss(text, tag) else ""
        if (inner := _ASIDE.search(text)) and key(inner[1]) in self.known and not _SIGNED.search(text):
            self.last = self.owner.get(key(inner[1]), self.last)
            return key(inner[1])  # 给谁（境外接收方）
        fits = [f for f in self.plain if self.fits(f, text)]
        if not fits and inner and not _SIGNED.search(text):
            fits = [f for f in self.plain if self.fits(f, inner[1])]
        found = self._fitting(fits, value)
        if found is None:
            others = () if fits else plainer(tag)
            return next((k for o in others if (k := self.label(o, value) or (o if o in self.known else ""))), "")
        self.last = found.id
        return found.labels[0]

    def fits(self, entry: FieldEntry, text: str) -> bool:
        signed = "sign" in entry.id
        tag = re.sub(r"[\s（()）：:]", "", text) if signed else key(text)
        if not signed and _SIGNED.search(text):
            return False
        patterns = [*entry.like, *(p for field, p in entry.follows.items() if field == self.last)]
        return any(_like(p).fullmatch(tag) for p in patterns)

    def _fitting(self, found: list[FieldEntry], value: str) -> FieldEntry | None:
        """The first whose type goes with the value: no person is a company."""
        value = value.strip()
        org, person = bool(_ORG.search(value)), bool(_NAME_OF_PERSON.fullmatch(value))
        fits = [f for f in found if not (org and f.type == "person") and not (person and not org and f.type == "org")]
        return next(iter(fits), None)

    def separated(self, text: str) -> str:
        """A line, or each line of a cell, with a colon between a label and its value where the form has none."""
        lines = [self._segments(with_colons(line, self.tells)) for line in text.split("\n")]
        return "\n".join(lines)

    def _segments(self, line: str) -> str:
        parts = re.split(r"([；;])", line) if re.search(r"[；;]", line) and re.search(r"[=＝]", line) else [line]
        made = "".join(part if part in "；;" else self._with_colon(part) for part in parts)
        title = next((t for t in self.titles if line.startswith(t) and len(line) > len(t)), "") if made == line else ""
        rest = line[len(title) :]
        return told if title and (told := self._with_colon(rest)) != rest else made

    def _with_colon(self, line: str) -> str:
        found = None
        for m in list(_GAP.finditer(line))[:_GAPS]:
            said = line[: m.start()]
            if len(said) > MAX_LABEL + 8 or re.search(r"[：:，,。；]", said):
                break
            if m.start() and not said[-1].isascii() and self.is_label(said):
                found = m
            if m["strong"] and m.start():
                found = m if self.is_label(said) else found
                break
        if found is None or (not found["strong"] and _ENGLISH.match(line, found.end())):
            return line
        return f"{line[: found.start()]}：{line[found.end() :]}"


@lru_cache(maxsize=65536)
def _bare(text: str) -> str:
    """A label without the English beside it."""
    return _BESIDE.sub("", text.rstrip().rstrip("：:").rstrip()) if len(text) <= 2 * MAX_LABEL + 40 else text


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text).translate(_BRACKETS).rstrip("：:")


_BRACKETS = str.maketrans("()", "（）")


def _has_gloss(text: str, tag: str) -> bool:
    return bool(re.search(r"[A-Za-z]{2}", text)) and not re.search(r"[A-Za-z]{2}", tag)


def _captioned(blocks: Sequence[Block], words: _Words) -> Iterator[Block]:
    """The name under a caption that is a party or a person alone, labelled with the party or person."""
    party = person = ""
    cells = Counter((b.table, b.row) for b in blocks if b.table is not None)
    for i, block in enumerate(blocks):
        alone = block.table is None or cells[block.table, block.row] == 1
        named_next = i + 1 < len(blocks) and _FULL_NAME.match(blocks[i + 1].text)
        if alone and named_next and (caption := _caption(block, words)):
            person = caption
            yield replace(block, text=f"{_bare(block.text)}（信息）信息")
            continue
        if person and (m := _FULL_NAME.match(block.text)):
            block = replace(block, text=person + block.text[m.end() :])
        named = words.party(block.text) if block.table is None and len(block.text) <= MAX_LABEL else ""
        if named and not re.search(r"[：:]\s*\S", block.text) and not block.text.rstrip().endswith(("：", ":")):
            party = named
            yield replace(block, text=f"{_bare(block.text)}（信息）信息")
            continue
        if party and NAME.fullmatch(key(block.text)) and block.table is not None:
            block, party = replace(block, text=party), ""
        elif (
            party
            and (m := re.match(r"\s*(?P<label>[^：:]{2,20})[：:]", block.text))
            and NAME.fullmatch(key(m["label"]))
        ):
            block, party = replace(block, text=party + block.text[m.end("label") :]), ""
        elif len(block.text) > 120:
            party = ""
        yield block


def _caption(block: Block, words: _Words) -> str:
    """The label of the person whose particulars a caption says to follow (被委托人信息); empty: it is none."""
    tag = re.sub(r"(?:的)?(?:基本)?(?:信息|情况|资料)$", "", key(_bare(block.text)))
    if not 2 <= len(tag) <= 12 or re.search(r"[：:]", block.text):
        return ""
    persons = [f for f in words.plain if f.type == "person" and f.section is None and not _SIGNED.search(block.text)]
    found = next((f for f in persons if tag in map(key, f.labels) or words.fits(f, tag)), None)
    return found.labels[0] if found else ""


def _rewritten(blocks: Iterator[Block], words: _Words) -> Iterator[Block]:
    """Blocks with their labels in known words."""
    held = list(blocks)
    rows: dict[tuple[int | None, int | None], list[Block]] = {}
    for b in held if words.columns else ():
        if b.table is not None:
            rows.setdefault((b.table, b.row), []).append(b)
    heads = {place for place, row in rows.items() if sum(words.is_column(b.text) for b in row) >= 3}
    right = {(b.table, b.row, b.column): b for b in held if b.table is not None}
    for block in held:
        if (block.table, block.row) in heads:
            title = words.column(block.text)
            yield replace(block, text=title) if title else block
            continue
        text = words.separated(block.text) if block.table is None or "\n" in block.text else block.text
        alone = block.table is None and not re.search(r"[：:]", text)
        if alone and _SIGNED_LINE.search(text) and len(key(text)) <= MAX_LABEL and (label := words.label(text, "")):
            text = label
        elif block.table is not None and len(text) <= 2 * MAX_LABEL and not re.search(r"[：:]\s*\S", text):
            value = right.get((block.table, block.row, (block.column or 0) + 1))
            label = words.label(text, value.text if value else "")
            number = "" if _SIGNED.search(text) else text[: numbered(text)]
            yield replace(block, text=number + label + _unit(text)) if label else block
            continue
        new = _line(text, words)
        yield replace(block, text=new) if new != block.text else block


def _unit(label: str) -> str:
    """The unit that a label gives in brackets, as the new label has to keep it."""
    return "（万人）" if re.search(r"[（(][^（）()]{0,12}万(?:人|名|个)?[）)]", label) else ""


def _line(text: str, words: _Words) -> str:
    """A line with every label in it in known words."""
    if text.count("：") + text.count(":") > 1:  # lines that laid-out text ran together
        first = re.search(r"[：:]", text)
        at = first.end() if first else 0
        text = text[:at] + words.unglued(text[at:])
    out, at = [], 0
    found = list(_LINE_LABEL.finditer(text))
    for i, m in enumerate(found):
        end = found[i + 1].start("label") if i + 1 < len(found) else len(text)
        said = m["label"]
        number = numbered(said)
        label = words.label(said, re.split(r"[；;，,。\n]", text[m.end() : end])[0])
        if label:
            out += [text[at : m.start("label")], said[:number], label + _unit(said)]
            at = m.end("label")
    return "".join([*out, text[at:]])


_SAID = "[^，。；：:]"
_NOW = re.compile(
    rf"(?:其中)?(?:截至{_SAID}{{0,16}}|当年|本年|今年|年内){_SAID}{{0,16}}(?:自然人|人数|数量|敏感){_SAID}{{0,12}}"
)
_LATER = re.compile(
    rf"(?:其中)?(?:未来|今后|后续|预计)(?:三|3)?年?{_SAID}{{0,16}}(?:自然人|人数|数量|敏感|出境){_SAID}{{0,12}}"
)
_MORE = re.compile(
    rf"(?:其中)?(?:逐年|各年|每年|分年度?){_SAID}{{0,8}}|分年{_SAID}{{0,8}}|第[一二三]年{_SAID}{{0,6}}|(?:两者|二者|两项|两组){_SAID}{{0,6}}关系{_SAID}{{0,6}}"
    rf"|(?:其中)?{_SAID}{{0,10}}敏感{_SAID}{{0,14}}(?:自然人|人数){_SAID}{{0,8}}"
)
_COUNT_LINE = re.compile(r"\s*(?P<label>[^：:]{2,50})[：:]\s*(?P<v>.*)$", re.S)


def _counted(blocks: list[Block], words: _Words) -> Iterator[Block]:
    """This year's numbers, those of three years and how they relate, each with a label of its own, as one field."""
    entry = words.counts
    if entry is None:
        yield from blocks
        return
    told = list(_count_labels(blocks))
    groups: list[list[tuple[int, int, str, str]]] = []
    for one in told:
        fresh = not groups or one[0] - groups[-1][-1][1] > 2 or (_NOW.fullmatch(one[2]) and "敏感" not in one[2])
        if fresh:
            groups.append([one])
        else:
            groups[-1].append(one)
    written = {}
    for group in groups:
        main = [t for _, _, t, _ in group if "敏感" not in t and (_NOW.fullmatch(t) or _LATER.fullmatch(t))]
        if (len(group) < 2 and not main) or not any(_NOW.fullmatch(t) or _LATER.fullmatch(t) for _, _, t, _ in group):
            continue
        filled = [one for one in group if one[3].strip()]
        first, value = (filled or group)[0][:2]
        text = "；".join(f"{tag.removeprefix('其中')}：{said}" for _, _, tag, said in filled)
        if first == value:
            written[first] = f"{entry.labels[0]}：{text}"
        else:
            written |= {first: entry.labels[0], value: text}
    for i, block in enumerate(blocks):
        yield replace(block, text=written[i]) if i in written else block


def _count_labels(blocks: list[Block]) -> Iterator[tuple[int, int, str, str]]:
    """Number of the block of each label of a count, that of its value, the label, the value."""
    for i, block in enumerate(blocks):
        if block.table is not None:
            tag, value = key(block.text), blocks[i + 1] if i + 1 < len(blocks) else None
            if len(tag) > MAX_LABEL or not _is_count(tag):
                continue
            if value is None or (value.table, value.row) != (block.table, block.row) or _is_count(key(value.text)):
                yield i, i, tag, ""
            else:
                yield i, i + 1, tag, value.text
            continue
        m = _COUNT_LINE.match(block.text)
        if m and _is_count(tag := key(m["label"])):
            yield i, i, tag, m["v"]


def _is_count(tag: str) -> bool:
    return any(rx.fullmatch(tag) for rx in (_NOW, _LATER, _MORE))

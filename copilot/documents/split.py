"""Split an instrument's text into its parts: articles, or sections of a guide, or questions with answers.

The text of every part is the file's own, unshortened; what stands before the first part (the order that promulgates,
a table of contents) is the preface and serves to recognise title, number and dates.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from copilot.documents.normalise import close_gaps
from copilot.documents.structure import ANNEX, ANNEX_LIST, ANSWER, ARTICLE, CHAPTER, DECIMAL, QUESTION, SECOND, TOP
from copilot.numerals import article_label, chinese, number

MAX_SECTION_CHARS = 1500
Form = Literal["articles", "questions", "sections"]


@dataclass
class Part:
    """One part: `article` (第七条, 问2, 附件1, 附录一) or None, the heading path, a title, the text."""

    article: str | None
    section: str | None
    title: str
    lines: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Paragraphs separated by line feeds."""
        return "\n".join(self.lines)


@dataclass
class Split:
    """An instrument in parts. `articles` counts the numbered articles of the main text."""

    form: Form
    preface: list[str]
    parts: list[Part]
    articles: int = 0
    last_article: int = 0


def split(lines: tuple[str, ...] | list[str]) -> Split:
    """Split by the form that the text shows: 条 first, then questions, then 一、 or 1 headings."""
    clean = _clean(lines)
    starts = _article_starts(clean)
    if len(starts) >= 3 or _two_articles(clean, starts):
        return _by_article(clean, starts)
    questions = [i for i, line in enumerate(clean) if _is_question(clean, i)]
    if len(questions) >= 1 and any(ANSWER.match(line) for line in clean):
        return _by_question(clean, questions)
    return _by_section(clean)


def _two_articles(lines: list[str], starts: dict[int, tuple[int, int]]) -> bool:
    """Whether the whole is 第一条 and 第二条, rather than sections (一、) in which two articles are quoted."""
    if list(starts.values()) != [(1, 0), (2, 0)]:
        return False
    return not any(TOP.match(line) or ANSWER.match(line) for line in lines)


def _clean(lines: tuple[str, ...] | list[str]) -> list[str]:
    out = []
    for line in lines:
        plain = re.sub(r"^#{1,6}\s*", "", line)
        plain = re.sub(r"\*\*(.+?)\*\*", r"\1", plain)
        plain = re.sub(r"^[>*-]\s+(?=\S)", "", plain).strip()
        chapter = CHAPTER.match(plain)
        plain = f"{chapter[1]} {close_gaps(chapter[3]).replace(' ', '')}".strip() if chapter else close_gaps(plain)
        if plain and not re.fullmatch(r"[|\s:—-]+", plain):
            out.append(plain)
    return out


def _article_starts(lines: list[str]) -> dict[int, tuple[int, int]]:
    """Line number -> (article, sub) of the main text: numbers count up by one, so a wrapped cross-reference is none."""
    found: list[tuple[int, int, int]] = []
    for i, line in enumerate(lines):
        match = ARTICLE.match(line)
        value = number(match[1]) if match else None
        if match and value:
            found.append((i, value, number(match[2]) or 0 if match[2] else 0))
    best: dict[int, tuple[int, int]] = {}
    for at in range(len(found)):
        if at and found[at][1] != 1:
            continue
        run: dict[int, tuple[int, int]] = {}
        previous = (found[at][1] - 1, 0)
        for i, value, sub in found[at:]:
            follows = (sub == 0 and value == previous[0] + 1) or (value == previous[0] and sub == previous[1] + 1)
            if follows:
                run[i] = (value, sub)
                previous = (value, sub)
        if len(run) > len(best):
            best = run
        if len(run) > len(found) * 0.6:
            break
    return best


def _by_article(lines: list[str], starts: dict[int, tuple[int, int]]) -> Split:
    first = min(starts)
    opening = [i for i in range(first) if CHAPTER.match(lines[i])]
    path: dict[str, str] = {}
    for i in opening:
        _enter(path, lines[i])
    parts: list[Part] = []
    headings = _headings(lines, starts)
    annex = False
    for i in range(first, len(lines)):
        line = lines[i]
        if i in starts:
            annex = False
            match = ARTICLE.match(line)
            rest = match[3].strip() if match else ""
            parts.append(_article(starts[i], path, rest, i in headings))
        elif CHAPTER.match(line) and not annex:
            _enter(path, line)
        elif heading := _annex(line, lines, i):
            annex = True
            parts.append(Part(heading[0], heading[1], heading[1]))
        elif ANNEX_LIST.match(line) and i > max(starts):
            annex = True
            parts.append(Part(None, "附件目录", "附件目录", [line]))
        else:
            parts[-1].lines.append(line)
    numbered = [v for v in starts.values() if v[1] == 0]
    return Split("articles", lines[:first], _halved(parts), len(starts), max(v[0] for v in numbered))


def _article(place: tuple[int, int], path: dict[str, str], rest: str, headed: bool) -> Part:
    section = " ".join(path.values()) or None
    part = Part(article_label(place[0], place[1] or None), section, rest if headed else section or "")
    if rest and not headed:
        part.lines.append(rest)
    return part


def _headings(lines: list[str], starts: dict[int, tuple[int, int]]) -> set[int]:
    """Article lines that hold only a heading (第一条 定义): where most articles do, for a wrapped line looks alike."""
    found = set()
    for i in starts:
        match = ARTICLE.match(lines[i])
        rest = match[3].strip() if match else ""
        if 0 < len(rest) <= 20 and rest[-1] not in "。；：，" and _next_is_body(lines, i, starts):
            found.add(i)
    return found if len(found) > len(starts) / 2 else set()


def _next_is_body(lines: list[str], i: int, starts: dict[int, tuple[int, int]]) -> bool:
    return i + 1 < len(lines) and i + 1 not in starts and not CHAPTER.match(lines[i + 1])


def _enter(path: dict[str, str], line: str) -> None:
    """Go into a 编, 章 or 节; what lies below it is left."""
    match = CHAPTER.match(line)
    if match is None:
        return
    order = ["编", "分编", "章", "节"]
    for kind in order[order.index(match[2]) :]:
        path.pop(kind, None)
    path[match[2]] = line


def _annex(line: str, lines: list[str], i: int) -> tuple[str, str] | None:
    """`(附件1, heading)` when this line opens an annex."""
    match = ANNEX.match(line)
    if match is None or (ANNEX_LIST.match(line) and not match[2]):
        return None
    if re.search(r"[，。；]", line) or ANNEX_LIST.match(line):
        return None
    value = match[2] or ("1" if match[1] != "录" else "一")
    count = number(value) if not value.isalpha() or not value.isascii() else None
    if match[1] == "录":
        name = f"附录{value}" if count is None or not value.isdigit() else f"附录{chinese(count)}"
    else:
        name = f"附件{count or value}"
    title = match[3] or ""
    if not title and i + 1 < len(lines) and len(lines[i + 1]) <= 40 and not TOP.match(lines[i + 1]):
        title = lines[i + 1]
    return name, f"{close_gaps(line)} {title}".strip() if title and title not in line else line


def _is_question(lines: list[str], i: int) -> bool:
    match = QUESTION.match(lines[i])
    if match is None:
        return False
    following = " ".join(lines[i + 1 : i + 3])
    return bool(re.search(r"[？?]", lines[i]) or ANSWER.match(following) or re.match(r"^问", lines[i]))


def _by_question(lines: list[str], questions: list[int]) -> Split:
    real = [q for q in questions if any(ANSWER.match(x) for x in lines[q + 1 : q + 4])] or questions
    parts = []
    for n, at in enumerate(real):
        end = real[n + 1] if n + 1 < len(real) else len(lines)
        match = QUESTION.match(lines[at])
        body = lines[at + 1 : end]
        answer = next((k for k, x in enumerate(body) if ANSWER.match(x)), 0)
        title = (match[1] if match else lines[at]) + "".join(body[:answer])
        text = [ANSWER.sub("", body[answer], count=1), *body[answer + 1 :]] if body else []
        parts.append(Part(f"问{n + 1}", None, title, text))
    return Split("questions", lines[: real[0]], parts)


def _by_section(lines: list[str]) -> Split:
    """Headings 一、 (or 1, 4.1 where there are none) make sections; an annex is a part of its own."""
    tops = sum(bool(TOP.match(x)) for x in lines)
    heads = TOP if tops >= 2 else DECIMAL if sum(bool(DECIMAL.match(x)) for x in lines) >= 3 else TOP
    preface: list[str] = []
    parts: list[Part] = []
    annex: tuple[str, str] | None = None
    for i, line in enumerate(lines):
        found = _annex(line, lines, i) if parts or not preface or i > 3 else None
        if found and any(p.text for p in parts):
            annex = found
            parts.append(Part(found[0], found[1], found[1]))
        elif ANNEX_LIST.match(line) and parts:
            parts.append(Part(None, "附件目录", "附件目录", [line]))
        elif annex is None and (match := heads.match(line)) and (heads is DECIMAL or len(line) <= 60 or tops < 30):
            heading = line if len(line) <= 40 else match[1].rstrip("、")
            parts.append(Part(None, heading, heading, [] if heading == line else [line]))
        elif parts:
            parts[-1].lines.append(line)
        else:
            preface.append(line)
    if not parts:
        return Split("sections", [], _halved([Part(None, "正文", "正文", preface)]))
    if sum(len(x) for x in preface) > 400:
        parts.insert(0, Part(None, "前言", "前言", preface))
    return Split("sections", preface, _halved(parts))


def _halved(parts: list[Part]) -> list[Part]:
    """Long sections and annexes in pieces at （一） or at paragraphs; articles stay whole."""
    out: list[Part] = []
    for part in parts:
        if not part.lines:
            continue
        if len(part.text) <= MAX_SECTION_CHARS or (part.article or "").startswith("第"):
            out.append(part)
            continue
        piece = Part(part.article, part.section, part.title)
        for line in part.lines:
            size = len(piece.text)
            heading = SECOND.match(line) or TOP.match(line) or ARTICLE.match(line)
            if piece.lines and (size + len(line) > MAX_SECTION_CHARS or (heading and size > 200)):
                out.append(piece)
                suffix = close_gaps(line)[:24] if heading and len(line) <= 60 else ""
                section = f"{part.section} {suffix}".strip() if suffix else part.section
                piece = Part(part.article, section, suffix or part.title)
            piece.lines.append(line)
        out.append(piece)
    return out

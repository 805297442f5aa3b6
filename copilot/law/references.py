"""Find citations in running text: 《个保法》38条, 规定第七条第二款, 令第11号第4条, GB/T 43697附录G, 问2.

Chinese and Arabic numerals, full-width digits, spaces inside, lists and ranges (第七条、第八条; 第三十八至四十条),
short forms (个保法13(一), PIPL Art. 38), short names when the knowledge base's names are given.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from copilot.law.names import GENERIC, Names
from copilot.numerals import article_label, chinese, is_canonical, number

MAX_RANGE = 40
_N = r"[0-9〇○零一二三四五六七八九十百千两]{1,7}"
_WIDE = {0xFF01 + i: 0x21 + i for i in range(94)} | {ord("〔"): "[", ord("〕"): "]", ord("﹝"): "[", ord("﹞"): "]"}
_JOIN = r"[、,和及与或至到\-—–~]+(?:者)?"
_ARTICLES = re.compile(rf"第((?:{_N}(?:条(?:之{_N})?)?{_JOIN}第?){{0,40}}{_N}条(?:之{_N})?)")
_ODD_ARTICLE = re.compile(r"第[0-9〇○零一二三四五六七八九十百千万亿两]{0,80}条")
_ONE = re.compile(rf"({_N})(?:条)?(?:之({_N}))?")
_SHORT_ARTICLE = re.compile(rf"({_N})条(?:之({_N}))?")
_BARE_NUMBER = re.compile(r"(\d{1,4})(?![\d.年月日号万千百亿个人家%％天项款章节版期岁元部份页字/-])")
_LATIN_ARTICLE = re.compile(r"(?:articles?|arts?\.?|§+)(\d{1,80})(?!\d)(?:\((\d{1,2})\))?", re.I)
_PARAGRAPH = re.compile(rf"第?({_N})款")
_ITEM = re.compile(rf"第?[((]({_N})[))]项?|第?({_N})项")
_QUESTION = re.compile(rf"第({_N})(?:问|个问题|题)|(?:问题?|答|Q)({_N})(?![0-9])", re.I)
_ANNEX = re.compile(rf"附(录|件)([A-Z](?![A-Za-z])|{_N})|Annex([A-Z])(?![a-z])", re.I)
_BOOK = re.compile(r"《([^《》\n]{2,80}(?:《[^《》\n]{1,60}》[^《》\n]{0,40})?)》(\([^()\n]{1,20}\))?")
_STANDARD = re.compile(r"(?:GB|JR|YD|WS|TC260)(?:/?[TZ])?-?\d{3,6}(?:\.\d+)?(?:-\d{4})?", re.I)
_SELF = re.compile(r"(?<!基)(?:本|该|此|其)(?:法律|法|条例|规定|办法|指南|规则|指引|细则|决定|标准|合同)?$")
_KIND = re.compile(r"([\u4e00-\u9fff]{2,30}(?:法|条例|规定|办法|指南|规则|指引|细则|决定|标准|解释|问答))$")
_LEAD = re.compile(r"^.*(?:根据|依据|依照|按照|违反|请问|适用|参照|符合|以及|[和与及、在对把])")
_SENTENCE_END = "。；;！？!?\n"
_BLANK_ARTICLE = re.compile("第[0零〇○]*条")
NO_NUMBER = "第条"  # an article whose number was left out


@dataclass(frozen=True, slots=True)
class ParsedRef:
    """One citation found in a text.

    `mention` is the instrument as written (None: only a locator, `bare`); `article` is canonical (第三十八条, 问2,
    附录G, 附件4), as written where no article can bear the number (第99999条, 第条), or None; `span` are offsets into
    the text that was parsed.
    """

    mention: str | None
    article: str | None
    paragraph: int | None = None
    item: int | None = None
    span: tuple[int, int] = (0, 0)
    itself: bool = False

    @property
    def bare(self) -> bool:
        """Whether no instrument is named."""
        return self.mention is None

    @property
    def locator(self) -> str | None:
        """`第七条第一款第（二）项`: the article with paragraph and item where given."""
        if self.article is None:
            return None
        paragraph = f"第{chinese(self.paragraph)}款" if self.paragraph else ""
        return self.article + paragraph + (f"第（{chinese(self.item)}）项" if self.item else "")


def parse_refs(text: str, names: Names | None = None) -> list[ParsedRef]:
    """All citations of `text`, in order.

    Args:
        text: any text; never fails, finds nothing in noise.
        names: `KnowledgeBase.names`; without them only 《…》, standard numbers and words right before a locator count.
    """
    return _Scanner(text, names).run()


def parse_locator(locator: str | None) -> ParsedRef | None:
    """A locator alone (`第七条第一款第（二）项`, `38条`, `问2`) as a bare reference; None when it is none."""
    if not locator:
        return None
    if is_canonical(locator):
        return ParsedRef(None, locator, span=(0, len(locator)))
    found = [r for r in parse_refs(locator if not locator[0].isdigit() else "第" + locator) if r.article]
    return found[0] if found else None


class _Scanner:
    """Left-to-right scan over the text without blanks; remembers the instrument and article last named."""

    def __init__(self, text: str, names: Names | None) -> None:
        kept = [(c, i) for i, c in enumerate(text) if c == "\n" or not (c.isspace() or c in "\u200b\ufeff*_`")]
        self.raw = text
        self.names = names
        self.text = "".join(c for c, _ in kept).translate(_WIDE)
        self.lower = self.text.lower()
        self.at = [i for _, i in kept]
        self.refs: list[ParsedRef] = []
        self.mention: str | None = None
        self.mention_span: tuple[int, int] | None = None
        self.used = True
        self.end = 0
        self.itself = False

    def run(self) -> list[ParsedRef]:
        i = 0
        while i < len(self.text):
            i = self._step(i)
        self._flush()
        return self.refs

    def _step(self, i: int) -> int:
        char = self.text[i]
        if char in _SENTENCE_END:
            self._flush()
            self.mention, self.itself = None, False
            return i + 1
        book = _BOOK.match(self.text, i) if char == "《" else None
        if book:
            return self._name(*self._book(book))
        standard = _STANDARD.match(self.text, i) if char in "GJYWTgjywt" and self._boundary(i) else None
        if standard:
            return self._name(standard[0], i, standard.end())
        name = self._known_name(i)
        located = self._locator(i)
        if name and not (located and located > i + len(name)):
            return self._name(name, i, i + len(name))
        return located or i + 1

    def _book(self, match: re.Match[str]) -> tuple[str, int, int]:
        if match[2]:
            for title in (match[1] + match[2],):
                if self.names is None or self.names.lookup(title):
                    return title, match.start(), match.end()
        return match[1], match.start(), match.end(1) + 1

    def _boundary(self, i: int) -> bool:
        before = self.at[i] - 1
        return before < 0 or not (self.raw[before].isascii() and self.raw[before].isalnum())

    def _known_name(self, i: int) -> str | None:
        if self.names is None:
            return None
        prefix = len("中华人民共和国") if self.text.startswith("中华人民共和国", i) else 0
        name = self.names.longest_at(self.lower, i + prefix)
        if name is None:
            return None
        end = i + prefix + len(name)
        following, whole = self.text[end : end + 1], self.text[i:end]
        if (name.isascii() or name[0].isascii()) and not self._boundary(i):
            return None
        if name[-1].isdigit() and re.match(r"[\d条款项年月日家个万%]", following):
            shorter = next((n for n in GENERIC if name.startswith(n) and n in self.names.titles), None)
            return shorter if shorter and following == "条" else None
        if name[-1].isascii() and name[-1].isalpha() and following.isascii() and following.isalpha():
            following_raw = self.raw[self.at[end - 1] + 1 : self.at[end - 1] + 2]
            if following_raw.isalpha():
                return None
        if name in GENERIC:
            before = self.text[max(i - 2, 0) : i]
            if not re.match(rf"第{_N}[条款]|{_N}条|\d{{1,2}}\(", self.text[end : end + 9]):
                return None
            if re.search(r"[本该其此关律规例法》家的]$", before):
                return None
        return whole

    def _name(self, mention: str, start: int, end: int) -> int:
        self._flush()
        self.mention, self.mention_span, self.used, self.end = mention, (start, end), False, end
        self.itself = False
        return end

    def _flush(self) -> None:
        """A named instrument that no locator followed is a citation of the whole."""
        if not self.used and self.mention and self.mention_span:
            self._add(None, *self.mention_span)
        self.used = True

    def _locator(self, i: int) -> int | None:
        text = self.text
        right_after = self.mention is not None and i == self.end
        if text[i] == "第":
            match = _ARTICLES.match(text, i)
            if match:
                return self._articles(match, i)
            if odd := _ODD_ARTICLE.match(text, i):  # no number that any article bears: kept as written
                self._find_mention(i)
                return self._emit([odd[0]], i, odd.end())
            question = _QUESTION.match(text, i)
            if question and self.mention:
                return self._emit([f"问{number(question[1]) or 0}"], i, question.end())
        if self.mention is not None or text[i] in "附问":
            for pattern, build in ((_QUESTION, self._question), (_ANNEX, self._annex)):
                match = pattern.match(text, i)
                if match and (label := build(match)) and not (i and text[i - 1] in "请提追学访"):
                    return self._emit([label], i, match.end())
        latin = _LATIN_ARTICLE.match(text, i) if text[i] in "aA§" and self._boundary(i) else None
        if latin:
            return self._latin(latin, i)
        if right_after or (self.mention and self._gap_is_short(i)):
            match = _SHORT_ARTICLE.match(text, i)
            if match and (value := number(match[1])):
                return self._emit([article_label(value, number(match[2]) if match[2] else None)], i, match.end())
        if right_after and (match := _BARE_NUMBER.match(text, i)) and int(match[1]):
            return self._emit([article_label(int(match[1]))], i, match.end())
        return None

    def _gap_is_short(self, i: int) -> bool:
        return bool(re.fullmatch(r"[的之中里]?|[、,和及与]|\([^()]{0,20}\)", self.text[self.end : i]))

    def _question(self, match: re.Match[str]) -> str | None:
        value = number(match[1] or match[2])
        return f"问{value}" if value and value < 100 and self.mention else None

    def _annex(self, match: re.Match[str]) -> str | None:
        if match[3]:
            return f"附录{match[3].upper()}"
        which, value = match[1], match[2]
        if value.isalpha() and value.isascii():
            return f"附录{value.upper()}" if which == "录" else f"附件{value.upper()}"
        count = number(value)
        if not count or count > 99:
            return None
        return f"附件{count}" if which == "件" else f"附录{chinese(count)}"

    def _latin(self, match: re.Match[str], i: int) -> int:
        end = match.end()
        if self.mention is None or not re.fullmatch(r"[,(]?", self.text[self.end : i]):
            of = re.match(r"(?:ofthe|of|,)?", self.text[end:])
            at = end + (of.end() if of else 0)
            name = self._latin_name(at)
            if name:
                self._flush()
                self.mention, self.mention_span, self.used = name, (at, at + len(name)), False
                self.end = at + len(name)
                paragraph = int(match[2]) if match[2] else None
                self._emit([_label(match[1])], i, self.end, paragraph=paragraph)
                return self.end
        if not int(match[1]):
            return end
        return self._emit([_label(match[1])], i, end, paragraph=int(match[2]) if match[2] else None)

    def _latin_name(self, at: int) -> str | None:
        book = _BOOK.match(self.text, at)
        if book:
            return book[1]
        return self.names.longest_at(self.lower, at) if self.names else None

    def _articles(self, match: re.Match[str], i: int) -> int:
        self._find_mention(i)
        return self._emit(_expand(match[1]) or [match[0]], i, match.end())

    def _find_mention(self, i: int) -> None:
        """Before a locator: is the instrument named by 本法, or by words that no list knows?"""
        before = self.text[max(self.end, i - 40, 0) : i]
        before = re.split(r"[。；;！？!?\n,，]", before)[-1]
        if _SELF.search(before):
            self._flush()
            self.mention, self.itself, self.end = None, True, i
            return
        if self.mention is not None and self.used is False and len(before) == 0:
            return
        kind = _KIND.search(before)
        if kind and not self.itself:
            words = _LEAD.sub("", kind[1])
            if self.mention is not None and words in GENERIC:
                return
            if len(words) < 3 or (words[-2:] == "规定" and self.mention is not None):
                return
            self._flush()
            self.mention, self.mention_span, self.used = words, (i - len(words), i), False

    def _emit(self, labels: list[str], start: int, end: int, *, paragraph: int | None = None) -> int:
        """Add references for the labels; what follows the last one (款, 项) narrows it.

        A place without a number (第条, 第零条) counts only where an instrument is named: alone it is noise.
        """
        text = self.text
        if self.mention is None and not self.itself and _BLANK_ARTICLE.fullmatch(labels[0]):
            return end
        for label in labels[:-1]:
            self._add(label, start, end)
        at, item = end, None
        if paragraph is None and (match := _PARAGRAPH.match(text, at)):
            paragraph, at = number(match[1]), match.end()
        if match := _ITEM.match(text, at):
            item, at = number(match[1] or match[2]), match.end()
        last = self._add(labels[-1], start, at, paragraph=paragraph, item=item)
        at = self._more(last, at)
        self.used, self.end = True, at
        return at

    def _more(self, last: ParsedRef, at: int) -> int:
        """第一款、第二款; 第（二）项至第（四）项: the same article again, another place."""
        while match := re.match(rf"(?:{_JOIN}|以及|或者)", self.text[at:]):
            start = at + match.end()
            through = match[0][0] in "至到-—–~"
            paragraph = _PARAGRAPH.match(self.text, start)
            item = _ITEM.match(self.text, paragraph.end() if paragraph else start)
            if not paragraph and not (item and last.item):
                return at
            end = (item or paragraph).end()  # type: ignore[union-attr]
            to_item = number(item[1] or item[2]) if item else None
            to_paragraph = number(paragraph[1]) if paragraph else last.paragraph
            if through and item and last.item and to_item and last.item < to_item <= last.item + MAX_RANGE:
                for value in range(last.item + 1, to_item):
                    self._add(last.article, start, end, paragraph=to_paragraph, item=value)
            elif through and paragraph and last.paragraph and to_paragraph and not item:
                for value in range(last.paragraph + 1, min(to_paragraph, last.paragraph + MAX_RANGE)):
                    self._add(last.article, start, end, paragraph=value)
            last = self._add(last.article, start, end, paragraph=to_paragraph, item=to_item)
            at = end
        return at

    def _add(
        self, article: str | None, start: int, end: int, *, paragraph: int | None = None, item: int | None = None
    ) -> ParsedRef:
        if article and not self.used and self.mention_span and self.mention_span[0] < start:
            start = self.mention_span[0]
        span = (self.at[start], self.at[end - 1] + 1)
        ref = ParsedRef(self.mention, article, paragraph, item, span, self.itself)
        self.used = True
        self.refs.append(ref)
        return ref


def _label(digits: str) -> str:
    """`第三十八条` for `38`; digits beyond any article are kept as written."""
    value = number(digits)
    return article_label(value) if value else f"第{digits}条"


def _expand(body: str) -> list[str]:
    """`三十八条、三十九` or `三十八至四十条` as canonical labels, ranges filled in."""
    labels: list[str] = []
    at, previous = 0, 0
    while match := _ONE.match(body, at):
        value = number(match[1])
        joined = body[at - 1 : at] if at else ""
        before = body[:at].rstrip("第")
        through = (bool(before) and before[-1] in "至到-—–~") or joined in tuple("至到-—–~")
        if value is None or value == 0:
            labels.append(f"第{match[0].removesuffix('条')}条")
            break
        if through and previous < value <= previous + MAX_RANGE:
            labels += [article_label(v) for v in range(previous + 1, value)]
        labels.append(article_label(value, number(match[2]) if match[2] else None))
        previous = value
        follow = re.match(rf"(?:{_JOIN})?第?", body[match.end() :])
        at = match.end() + (follow.end() if follow else 0)
        if at == match.end():
            break
    return labels

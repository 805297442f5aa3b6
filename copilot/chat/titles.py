"""Instruments that a question names without 《》: drafts not in force, and names that nobody knows."""

# ruff: noqa: E501 (patterns and tables read better whole)
from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import rjieba

from copilot.law.knowledge_base import Instrument, KnowledgeBase
from copilot.law.names import GENERIC, Names, key

_DRAFT = r"征求意见稿|意见稿|草案|送审稿"
_ENDING = re.compile(
    rf"(?:条例|办法|规定|细则|指南|指引|规则|标准|规范|方案|目录)(?:[（(]?(?:{_DRAFT}|试行|暂行)[）)]?)?|{_DRAFT}"
)
_STRIP = re.compile(rf"(?:[（(]?(?:{_DRAFT})[）)]?)+$|(?:条例|办法|规定|细则|指南|指引|规则|标准)$")
# What comes after a name when the question is about that instrument.
_ABOUT = re.compile(
    r"(?:[）)]?第[0-9一二三四五六七八九十百]{1,5}[条章]|(?:是|从)?(?:什么时候|何时|哪天|哪年|几号|几月)|(?:已经|现在|正式|到底)?(?:开始)?(?:施行|实施|生效|出台|发布|公布|废止|失效|有效)"
    r"|(?:的|里|中)?(?:主要|具体|全部)?(?:内容|全文|原文|条文)|(?:里|中|对)?[^，。？?]{0,12}(?:怎么|如何|怎样)(?:规定|说|写|要求)|(?:里|中)?(?:都)?(?:规定|讲|说|写)了?(?:什么|哪些|啥)|(?:里|中)?(?:要求|适用于?)(?:什么|哪些|谁|我|企业)|对[^，。？]{0,8}有?(?:什么|哪些|啥)(?:要求|影响|规定)|(?:出来|出|下来)了?(?:吗|没)|还有效)"
)
_LEAD_WORDS = (
    "的 了 吗 和 与 及 或 在 对 把 被 向 按 按照 根据 依据 依照 关于 请问 问 问下 一下 我 我们 你 你们 您 公司 我司 企业 单位 现在 目前 最新 新 新的 国家 我国 中国 有 没有 有没有 "
    "是 是否 要 需要 应 应当 能 可以 会 不 怎么 如何 哪 哪些 哪个 什么 多少 这 这个 那 那个 该 其 本 各 相关 有关 现行 上述 以上 看看 解释 介绍 帮 帮我 告诉 违反 符合 适用 参照 执行 遵守 "
    "听说 想 想问 了解 查 查询 就 都 也 还 只 给 让 用 做 从 到 由 为 以 等 后 前 里 中 上 下 时 年 月 日 出 出了 已 已经 别的 其他 具体 主要 内部 自己 集团 行业 业务 部门"
)
_LEADS = frozenset(_LEAD_WORDS.split())
MIN_CHARS, MIN_WORDS = 8, 3


@dataclass(frozen=True, slots=True)
class Named:
    """A name as written, `words` of it, and where it ends in the text."""

    name: str
    words: tuple[str, ...]
    end: int


def written_names(text: str) -> Iterator[Named]:
    """Runs of words that end like the title of an instrument, without the words that lead to them."""
    if "《" in text:
        return
    ends, at = {}, 0
    words = rjieba.cut(text)
    for i, word in enumerate(words):
        at += len(word)
        ends[at] = i
    for m in _ENDING.finditer(text):
        if m.end() not in ends:
            continue
        last = first = ends[m.end()]
        while (
            first > 0 and words[first - 1] not in _LEADS and re.fullmatch(r"[\u3400-\u9fffA-Za-z]+", words[first - 1])
        ):
            first -= 1
        run = tuple(words[first : last + 1])
        yield Named("".join(run), run, m.end())


def draft_named(text: str, kb: KnowledgeBase) -> Instrument | None:
    """The draft that `text` names, in full, in short or by its subject; None when it names none."""
    drafts = [
        v for versions in kb.versions.values() for v in versions if v.authority == "draft" and not v.in_force_from
    ]
    plain = key(text)
    for draft in drafts:
        stems = {_stem(key(n)) for n in (draft.title, *draft.aliases)}
        if any(len(s) >= MIN_CHARS - 3 and s in plain for s in stems):
            return draft
        for named in written_names(text):
            short, title = _stem(key(named.name)), key(draft.title)
            if len(short) >= MIN_CHARS - 3 and title.startswith(short[:2]) and is_shortened(short, title):
                return draft
    return None


def _stem(name: str) -> str:
    while (shorter := _STRIP.sub("", name)) != name and shorter:
        name = shorter
    return name


def name_nobody_knows(text: str, names: Names) -> str:
    """The instrument that `text` asks about by a name that is no title, short name or shortened title."""
    for named in written_names(text):
        if len(named.name) < MIN_CHARS or len(named.words) < MIN_WORDS or not _ABOUT.match(text, named.end):
            continue
        if is_made_up(named.name, names):
            return named.name
    return ""


def is_made_up(name: str, names: Names) -> bool:
    """Whether no known name ends it, and it is no shortened form of one."""
    if name in GENERIC:
        return False
    suffix = names.longest_suffix(name)
    if suffix and suffix not in GENERIC and len(suffix) > 2:
        return False
    plain = key(name).replace("ai", "人工智能")
    return not any(is_shortened(plain, title) for title in names.titles)


def is_shortened(short: str, title: str) -> bool:
    """Whether the characters of `short` occur in `title` in order."""
    if len(short) > len(title):
        return False
    rest = iter(title)
    return all(c in rest for c in short)


def nearest(name: str, kb: KnowledgeBase, *, count: int = 2) -> list[str]:
    """Titles most like `name`, best first, of instruments in the domain; empty when none is alike."""
    wanted = _pairs(key(name))
    scored = []
    for title, versions in kb.versions.items():
        if versions[-1].authority == "draft" or (versions[-1].authority == "law" and not versions[-1].core):
            continue
        own = _pairs(key(title))
        likeness = 2 * len(wanted & own) / max(len(wanted) + len(own), 1)
        scored.append((likeness, title))
    return [title for likeness, title in sorted(scored, reverse=True)[:count] if likeness >= 0.2]


def _pairs(text: str) -> set[str]:
    return {text[i : i + 2] for i in range(len(text) - 1)}


def status_of_draft(draft: Instrument, kb: KnowledgeBase) -> str:
    """What is known of a draft's publication, in the words of its record: the sentences with a date."""
    texts = (p.text for p in kb.by_slug.get(draft.slug, ()))
    dated = (s for text in texts for s in re.findall(r"[^。\n]+。", text) if re.search(r"20\d\d年\d{1,2}月", s))
    return next(dated, "")

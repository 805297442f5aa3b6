"""The turns of a conversation that tell one case, joined to one story; what a later turn corrects goes.

A number that a later turn corrects takes the place of the earlier one; a bare answer is read as the answer to the
question that the rules asked.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from copilot.chat.case import COUNTS, asks_of_case, asks_only_else, asks_path, facts_in, states_case
from copilot.chat.objection import objects
from copilot.chat.reading import Reading
from copilot.chat.splitting import splits
from copilot.chat.verdict import verdict_on
from copilot.law.rulebook import RuleBook
from copilot.retrieval.follow_up import LEANS
from copilot.story.result import Found, StoryFacts

MAX_TURNS = 6  # of the conversation, read together as one story
CORRECTS = re.compile(
    r"更正|纠正|改正|说错|写错|记错|搞错|弄错|算错|不对|应(?:该|为|当)是|应为|实际|其实|改(?:成|为)|换成|变成|如果|要是|假如|假设|而不是|确切|准确|具体(?:是|为)|一共|总共|合计|总计"
    r"|\b(?:correct(?:ion)?|actually|i meant|sorry|instead|make (?:that|it)|what if|if it|rather|in total)\b",
    re.IGNORECASE,
)
_ADDS = re.compile(
    r"另外|另有|还有|还要|再(?:加|传|有|给)|此外|加上|又|\b(?:also|another|plus|in addition)\b", re.IGNORECASE
)
_ASKS_ELSE = re.compile(
    r"什么|怎么|如何|多久|多少(?:天|钱)|谁|哪|吗|[？?]|\b(?:what|how|who|which|when|where|why)\b", re.IGNORECASE
)
_SUPPOSES = re.compile(r"呢[？?]?$|^(?:那|如果|要是|假如|换成)|\b(?:what if|what about)\b", re.IGNORECASE)
# A number without its unit that stands for persons: 那要是12万呢？ 再往上，正好一百万呢
_UNITLESS = re.compile(
    r"(?<![\d第年月.])(?:\d[\d,，.]*\s*[万千百亿]?|[一二两三四五六七八九十百千]+[万亿]|[一二两三四五六七八九]百万)"
    r"(?=(?:左右|上下)?(?:呢|吧|的话|以上|以下)?\s*(?:[，,。；;？?！!]|$))"
)
# Says that something was wrong and not what: 刚才说错了，
_ADMITS = re.compile(
    r"^(?:不对|不是|抱歉|对不起|不好意思|更正)?[，,。！!\s]*(?:我们?|刚才|刚刚|上面|前面|之前|好像|都)*(?:说|写|记|报|弄|搞|算|填)错了?[，,。：:；;\s]+"
    r"|^(?:sorry|correction|actually)[,.:\s]+",
    re.IGNORECASE,
)
_SENSITIVE = re.compile(r"敏感|\bsensitive\b", re.IGNORECASE)
_SUBJECT = re.compile(
    r"数据|信息|资料|员工|职工|客户|用户|会员|旅客|乘客|学生|患者|病人|受试者|司机|求职者|儿童|未成年"
    r"|\b(?:data|records?|employees?|staff|customers?|users?|members?|patients?|students?|children)\b",
    re.IGNORECASE,
)
# What makes a statement a supposition; the rules judge the case supposed.
_FRAME = re.compile(
    r"^(?:那|那么)?(?:如果|要是|假如|假设|换成)?(?:说)?|呢?[？?。！!]*$|\b(?:and )?(?:what if|what about)\b",
    re.IGNORECASE,
)
_BARE_NUMBER = re.compile(
    r"^(?:大概|大约|约|共|有|是|一共)?\s*[\d.,，]+\s*(?:万|千|百|亿)?\s*(?:个|名|位)?(?:人|条)?(?:左右)?[。.]?$"
)
_BARE_NO = re.compile(
    r"^(?P<all>都|全都|均)?(?:没有?|不是|不涉及|不含|否|无|no|none|neither)(?:的|了)?[。.！!]?$", re.IGNORECASE
)
_CLAUSES = re.compile(r"(?:[^，,。；;！!？?\n]|(?<=\d)[,，](?=\d{3}))*[，,。；;！!？?\n]?")
# What a bare no to the question for a fact says.
_DENIED = {
    "sensitive_pi_count": "不含敏感个人信息",
    "is_ciio": "我们不是关键信息基础设施运营者",
    "contains_important_data": "不含重要数据",
    "important_data_notified": "没有被告知或者公开发布为重要数据",
    "contains_pi": "不含个人信息",
    "under14": "没有不满十四周岁的未成年人",
}


def story_of(reading: Reading, history: Sequence[str], book: RuleBook) -> str | None:
    """What the rules are to judge: this question, with the turns before it where they tell one case; None: no case."""
    asks, as_of = reading.triage.intent == "path", reading.as_of
    if asks_only_else(reading.text):
        return None
    objecting = objects(reading.text, history)
    leans = objecting or reading.follow_up or bool(CORRECTS.search(reading.text))
    if asks and not leans and not states_case(reading.text, as_of=as_of, book=book):
        return reading.text
    before = story_before(history, as_of, book)
    if before is None:
        return reading.text if asks else None
    known = reading.triage.intent in ("question", "path") and tells(reading.text, as_of, book)
    if not asks and not known and not answers(reading.text) and not objecting:
        return None
    return before if objecting else joined(before, reading.text, as_of=as_of, book=book)


def story_before(history: Sequence[str], as_of: dt.date, book: RuleBook) -> str | None:
    """The case that the turns before tell, joined to one story; None where they tell none.

    What doubts an answer, or would split the persons of the case, tells nothing of it.
    """
    earlier = list(history[-MAX_TURNS:])
    whole = [turn for i, turn in enumerate(earlier) if not splits(turn, earlier[:i])]
    opening = _opening(whole, as_of, book)
    if opening is None:
        return None
    story = whole[opening]
    for turn in whole[opening + 1 :]:
        if objects(turn, earlier):
            continue
        if asks_of_case(turn, as_of=as_of, book=book) or tells(turn, as_of, book) or answers(turn):
            story = joined(story, turn, as_of=as_of, book=book)
    return story


def _opening(turns: Sequence[str], as_of: dt.date, book: RuleBook) -> int | None:
    """The last turn that opened a case: it asks for a path and does not lean on the turn before; where all only tell,
    the first of them."""
    found = [i for i, turn in enumerate(turns) if asks_of_case(turn, as_of=as_of, book=book)]
    own = [i for i in found if not LEANS.search(turns[i]) and not CORRECTS.search(turns[i])]
    told = [i for i in own if states_case(turns[i], as_of=as_of, book=book)]
    if told and told == own:
        return told[0]
    asked = [i for i in own if i not in told]
    return (asked or found or [None])[-1]  # type: ignore[list-item]


def tells(text: str, as_of: dt.date, book: RuleBook) -> bool:
    """Whether a turn adds a fact to a case, and asks nothing else."""
    if _ASKS_ELSE.search(text) and not _SUPPOSES.search(text) and not asks_path(text):
        return False
    story = facts_in(text, as_of=as_of, book=book)
    told = {f.fact for f in story.found} | {q.fact for q in story.questions} if story else set()
    return bool(told - {"is_export", "purpose", "recipient_region"}) or bool(told and not _SUPPOSES.search(text))


def answers(text: str) -> bool:
    """Whether a turn is a bare number or a bare no."""
    return bool(_BARE_NUMBER.match(text.strip()) or _BARE_NO.match(text.strip()))


def joined(story: str, turn: str, *, as_of: dt.date, book: RuleBook) -> str:
    """The story with what a turn adds to it, answers, or corrects."""
    turn = turn.strip()
    if answers(turn):
        return _answered(story, turn, as_of=as_of, book=book)
    supposes = bool(_SUPPOSES.search(turn)) and not _SUBJECT.search(turn)
    if not (CORRECTS.search(turn) or supposes) or _ADDS.search(turn):
        return f"{story}\n{turn}"
    turn = _FRAME.sub("", turn) if _SUPPOSES.search(turn) and not asks_path(turn) else turn
    turn = _UNITLESS.sub(lambda m: f"{m.group()}人", turn) if len(_UNITLESS.findall(turn)) == 1 else turn
    before, after = facts_in(story, as_of=as_of, book=book), facts_in(turn, as_of=as_of, book=book)
    if before is None or after is None:
        return f"{story}\n{turn}"
    changes, spoken = _numbers(before, after, turn)
    changes += _denials(before, after)
    for start, end, words in sorted(changes, reverse=True):
        story = story[:start] + words + story[end:]
    rest = "".join(
        m.group() for m in _CLAUSES.finditer(turn) if not any(m.start() <= at < m.end() for at in spoken)
    ).strip("，,。；; ")
    rest = _ADMITS.sub("", rest)  # read in the story, it would take back every number before it
    return f"{story}\n{rest}" if rest else story


def _numbers(before: StoryFacts, after: StoryFacts, turn: str) -> tuple[list[tuple[int, int, str]], list[int]]:
    """Where the story's numbers change to which words, and where the turn spoke of them."""
    old, new = _counted(before), _counted(after)
    changes, spoken = [], []
    for fact, found in new.items():
        target = old.get(fact)
        if target is None and len(old) == 1 and fact == "pi_count" and not _SENSITIVE.search(turn):
            target = next(iter(old.values()))  # persons of no kind take the place of those told
        if target is None or len(found.words) != 1:
            continue
        said, first = found.words[0], target.words[0]
        changes.append((first.start, first.end, said.text))
        changes += [(w.start, w.end, "") for w in target.words[1:]]
        spoken.append(said.start)
    return changes, spoken


def _counted(story: StoryFacts) -> dict[str, Found]:
    return {f.fact.removesuffix("_to_date"): f for f in story.found if f.fact in COUNTS and f.words}


def _denials(before: StoryFacts, after: StoryFacts) -> list[tuple[int, int, str]]:
    """Words of the story for a yes or no that the turn says otherwise."""
    later = {f.fact: f.value for f in after.found if isinstance(f.value, bool) and f.words}
    skip = ("is_export", "contains_pi", "contract_necessary")
    return [
        (w.start, w.end, "")
        for f in before.found
        if f.fact in later and f.fact not in skip and later[f.fact] is not f.value
        for w in f.words
    ]


def _answered(story: str, turn: str, *, as_of: dt.date, book: RuleBook) -> str:
    """The story with a bare answer put as a statement on what the rules asked."""
    asked = [q.fact for q in verdict_on(story, as_of=as_of, book=book, details=False).questions]
    if number := _BARE_NUMBER.match(turn):
        fact = next((f for f in asked if f in COUNTS), "")
        persons = re.sub(r"(?:人|条)?(?:左右)?[。.]?$", "", number.group())
        if fact.startswith("sensitive"):
            return f"{story}\n其中敏感个人信息{persons}人"
        return f"{story}\n共{persons}人" if fact else f"{story}\n{turn}"
    every = (_BARE_NO.match(turn) or {"all": None})["all"]
    said = [_DENIED[f] for f in asked if f in _DENIED]
    return "\n".join([story, *(said if every else said[:1])])

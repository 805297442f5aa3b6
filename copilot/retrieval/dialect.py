"""Everyday Cantonese, Shanghainese and northern speech in the words of written Chinese, for searching and sorting.

Word for word and only as far as a question needs; never shown to a reader. Words that mean something else in written
Chinese (边, 点, 勿, 拨) are read only beside ones that do not occur there.
"""

# ruff: noqa: E501 (patterns and tables read better whole)
from __future__ import annotations

import re
from collections.abc import Mapping

_CANTONESE = re.compile("[嘅喺冇唔佢哋咗嚟嘢啲嗰畀㗎乜]|系咪|几耐|个钟之?内|边度|边个")
_SHANGHAI = re.compile(
    r"阿拉|伊拉|侬|侪|搿|迭个|啥人|辰光|号头|里向|哪能|呒没|啥个|[^讨征杀]伐(?=$|[，。？！?,])|哉(?=$|[，。？！?,])"
    r"|(?<![请切非])勿(?![视论必妄])"
)
_FROM_CANTONESE = """
使唔使=需不需要 洗唔洗=需不需要 唔使=不用 唔洗=不用 系咪=是不是 係咪=是不是 即系=就是 定系=还是 唔系=不是 都系=都是 系=是
边个=谁 边度=哪里 边处=哪里 边条=哪条 边一=哪一 边间=哪家 边类=哪类 边种=哪种 边份=哪份 边啲=哪些 几时=什么时候 几耐=多久
几多=多少 个钟头=个小时 个钟=个小时 点样=怎样 点解=为什么 点办=怎么办 点计=怎么算 点做=怎么做 点填=怎么填 点写=怎么写
点报=怎么报 点罚=怎么罚 点处理=怎么处理 点先=怎样才 乜嘢=什么 乜=什么 咩=什么 有冇=有没有 冇=没有 得唔得=行不行 唔得=不行
得闲=有空 唔=不 佢哋=他们 我哋=我们 你哋=你们 佢=他 嘅=的 喺=在 咗=了 嚟紧=接下来 嚟=来 嘢=东西 呢啲=这些 呢个=这个 呢份=这份
呢间=这家 呢种=这种 嗰啲=那些 嗰=那 啲=些 畀人=被 畀=给 俾=给 仲=还 睇=看 搵=找 揾=找 攞=拿 噉样=这样 噉=那么 咁=这么 㗎=的 喇=了 嘞=了
谂=想 諗=想 而家=现在 琴日=昨天 寻日=昨天 听日=明天 同埋=和 啱啱=刚刚 啱=对 老细=老板 用开=一直用 一系=要么 唔该=请 罚几多=罚多少
"""
_FROM_SHANGHAI = """
阿拉=我们 伊拉=他们 伊=他 侬=你 啥人=谁 啥辰光=什么时候 几辰光=多长时间 多少辰光=多久 几化辰光=多久 辰光=时间 啥地方=哪里
啥个=什么 哪能=怎么 几化=多少 号头=月 里向=之内 搿个=这个 搿=这 迭个=这个 格个=这个 拨伊=给他 拨啥人=给谁 拨=给 呒没=没有 勿要=不要 勿好=不能
勿=不 侪=都 一道=一起 停脱=停止 交脱=交 掼脱=丢掉 脱=掉 物事=东西 别个=别的 面孔=脸 只好=只能 讲=说 晓得=知道 老早=以前 忒=太 寻=找 摆=放 叫=要求 哉=了
"""
_FROM_NORTH = """
咋整=怎么办 咋办=怎么办 咋个=怎么 咋=怎么 啥子=什么 啥样=什么样 为啥=为什么 干啥=干什么 啥时候=什么时候 啥=什么 多暂=什么时候 多咱=什么时候 多会儿=什么时候
哪疙瘩=哪里 哪嘎达=哪里 哪旮沓=哪里 这疙瘩=这里 上哪=去哪里 搁手里=保存 耽搁=耽搁 搁=在 中不中=行不行 管不管用=有没有效 整完=办完 整明白=弄清楚 整个个=设一个
拉倒=为止 划拉来=收集 划拉=收集 攒到=达到 对不上茬=不一致 对不上=不一致 老外=外国 忽悠=欺骗 瞅=看 寻思=想 麻溜=尽快 备不住=可能
老鼻子=很多 嘎哈=干什么 干哈=干什么 俺们=我们 俺=我 咱们=我们 咱=我们 俩=两个 仨=三个 一回=一次 几回=几次 留底=留存 捅娄子=出事 黄了=不通过 打水漂=作废
"""


def _table(words: str) -> tuple[Mapping[str, str], re.Pattern[str]]:
    pairs = dict(pair.split("=", 1) for pair in words.split())
    return pairs, re.compile("|".join(sorted(map(re.escape, pairs), key=len, reverse=True)))


_NORTH, _CANTON, _SHANG = _table(_FROM_NORTH), _table(_FROM_CANTONESE), _table(_FROM_SHANGHAI)
_WHETHER = re.compile(r"好(?=[^，。？！?,]{1,12}伐(?:$|[，。？！?,]))")  # 好先传伐 is 能先传吗
_ASKED = re.compile(r"(?<![讨征杀])伐(?=$|[，。？！?,])")
_OR_NOT = re.compile(r"(?<=[\u3400-\u9fff])不(?=$|[？?])")  # 管不？ is 管吗？


def written(text: str) -> str:
    """`text` (simplified) in words of written Chinese; the same where nothing in it is dialect."""
    if _CANTONESE.search(text):
        text = _replaced(text, _CANTON)
    if _SHANGHAI.search(text):
        text = _ASKED.sub("吗", _WHETHER.sub("能", text))
        text = _replaced(text, _SHANG)
    return _OR_NOT.sub("吗", _replaced(text, _NORTH))


def _replaced(text: str, table: tuple[Mapping[str, str], re.Pattern[str]]) -> str:
    pairs, pattern = table
    return pattern.sub(lambda m: pairs[m[0]], text)

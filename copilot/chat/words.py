"""Content words of Chinese legal prose, with everyday and statutory forms mapped to one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

import rjieba

_SAME = (
    (r"中华人民共和国", ""),
    (
        r"数据(?:的)?跨境(?:传输|流动|提供)?|跨境传输|传输至境外|向境外提供|提供给境外|传(?:到|至|往)(?:境外|国外|海外)|对外提供",
        "出境",
    ),
    (r"国外|海外", "境外"),
    (r"国内", "境内"),
    (r"关键信息基础设施(?:的)?运营者|关基运营者|CIIO", "关基"),
    (r"国家互联网信息办公室|国家网信办|网信办", "网信部门"),
    (r"免于|豁免|免除|无需|不需要?|不必|不用", "免予"),
    (r"必须|须|需要|应该|应当", "应"),
    (r"不可以|不能|禁止|严禁|不允许", "不得"),
    (r"订立|签署|签(?!收|章|字|发|名|证)", "签订"),
    (r"个人信息保护影响评估|PIPIA|PIA", "影响评估"),
    (r"数据出境安全评估|安全评估", "安评"),
    (r"企业|公司|单位", "处理者"),
    (r"个人信息处理者|数据处理者", "处理者"),
    (r"法规|规定|条款|规章", "规定"),
)
_STOP_WORDS = """
的 了 和 与 及 或 或者 以及 并 并且 而 且 在 于 为 对 对于 向 由 从 被 把 将 按 按照 依照 根据 依据 其 该 此
这 那 之 等 也 都 还 又 就 才 即 则 是 有 个 中 内 上 下 时 后 前 的话 如果 若 但 但是 因此 所以 因为 可以 可
应 情况 情形 进行 有关 相关 以 所 者 您 你 我 我们 你们 他们 它 一 不 没有 属于 包括 需 要 会 能 能够 通过
关于 一般 具体 其中 以下 如下 例如 如 比如 同时 此外 另外 分别 均 各 每 某 该等 上述 前述 本 至 到 起 自 来 去
做 吗 呢 吧 啊 什么 怎么 如何 哪些 哪 多少 是否 需不需要 能不能 答 问 即可 方可 才能 只有 只要 除 外 除外
情况下 方面 方式 内容 规定 条 款 项 第 法律 办法 处理者
"""
_STOP = frozenset(_STOP_WORDS.split())
_SAME_COMPILED = tuple((re.compile(pattern), word) for pattern, word in _SAME)
_NUMBER = re.compile(r"[\d.]+")
_PUNCTUATION = re.compile(r"[\s\x00《》“”‘’\"'（）()\[\]【】，,。；;：:、！!？?·—\-…/|*#>`~]+")


def normalise(text: str) -> str:
    """Half-width digits and Latin, Chinese punctuation kept, control characters out, runs of blanks closed."""
    kept = "".join(unicodedata.normalize("NFKC", ch) if ch not in "（），；：！？。" else ch for ch in text)
    return re.sub(r"[ \t\u3000\u200b-\u200f\ufeff]+", "", "".join(c for c in kept if c == "\n" or c >= " "))


def content_words(text: str) -> list[str]:
    """Words that carry meaning, in order, everyday forms replaced by the statutory ones."""
    for pattern, word in _SAME_COMPILED:
        text = pattern.sub(word, text)
    words = (w for w in rjieba.cut(_PUNCTUATION.sub(" ", text)) if w.strip())
    return [w for w in words if w not in _STOP and not _NUMBER.fullmatch(w)]


def overlap(words: Collection[str], pool: Collection[str]) -> float:
    """Share of `words` found in `pool`, 0 to 1; a compound whose parts are there counts by its share.

    Weighted by length, so that long terms matter more than single characters. No words: 1.
    """
    unique = set(words)
    if not unique:
        return 1.0
    chars = {c for w in pool for c in w}
    bigrams = {w[i : i + 2] for w in pool for i in range(len(w) - 1)}
    total = got = 0.0
    for word in unique:
        weight = min(len(word), 4)
        total += weight
        if word in pool:
            got += weight
        elif len(word) > 1:
            pairs = [word[i : i + 2] for i in range(len(word) - 1)]
            got += weight * 0.8 * sum(p in bigrams for p in pairs) / len(pairs)
        elif word in chars:
            got += weight * 0.5
    return got / total

"""ROUGE-L as the Chinese benchmarks count it: over words, by the libraries that they name."""

from __future__ import annotations

import string
from functools import cache
from typing import Any

import rjieba

PUNCTUATION = set(
    string.punctuation
    + "！？｡。＂＃＄％＆＇（）＊＋，－／：；＜＝＞＠［＼］＾＿｀｛｜｝～｟｠｢｣､、〃》「」『』【】〔〕"
    + "〖〗〘〙〚〛〜〝〞〟〰〾〿–—‘’‛“”„‟…‧﹏."
)


@cache
def _scorer(name: str) -> Any:
    module = __import__(name)
    return module.Rouge()


def words(text: str) -> str:
    """Words with blanks between them, as the scorers take them (rjieba cuts as jieba does)."""
    return " ".join(rjieba.cut(text))


def rouge_l_chinese(prediction: str, reference: str) -> float:
    """F1 of rouge_chinese over words, as LawBench counts it; an empty prediction is 无内容 there."""
    said = words(prediction) if prediction.strip() else "无内容"
    return float(_scorer("rouge_chinese").get_scores([said], [words(reference)])[0]["rouge-l"]["f"])


def rouge_l_bare(prediction: str, reference: str) -> float:
    """F1 of `rouge` over words without punctuation and case, as LexEval counts it; 0 where either is empty."""
    said, wanted = words(_bare(prediction)), words(_bare(reference))
    if not said.strip() or not wanted.strip():
        return 0.0
    return float(_scorer("rouge").get_scores([said], [wanted], avg=True)["rouge-l"]["f"])


def _bare(text: str) -> str:
    return "".join("".join(char for char in text.lower() if char not in PUNCTUATION).split())

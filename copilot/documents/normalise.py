"""One form for text from any file: radicals become characters, full-width digits half-width, layout blanks go.

Chinese punctuation （）：；，“” 《》 stays as it is: NFKC over everything would turn it into ASCII.
"""

from __future__ import annotations

import re
import unicodedata

# CJK Radicals Supplement has no compatibility mapping. Source: Unicode EquivalentUnifiedIdeograph.
_SUPPLEMENT = {
    0x2E81: "厂", 0x2E85: "亻", 0x2E86: "冂", 0x2E88: "刀", 0x2E89: "刂", 0x2E8A: "卜", 0x2E8C: "小", 0x2E8D: "小",
    0x2E8E: "兀", 0x2E92: "巳", 0x2E93: "幺", 0x2E95: "彐", 0x2E96: "忄", 0x2E97: "心", 0x2E98: "扌", 0x2E99: "攵",
    0x2E9B: "旡", 0x2E9C: "日", 0x2E9D: "月", 0x2E9E: "歺", 0x2E9F: "母", 0x2EA0: "民", 0x2EA1: "氵", 0x2EA3: "灬",
    0x2EA4: "爫", 0x2EA6: "丬", 0x2EA7: "牛", 0x2EA8: "犭", 0x2EAA: "疋", 0x2EAB: "罒", 0x2EAC: "示", 0x2EAD: "礻",
    0x2EAE: "竹", 0x2EAF: "糹", 0x2EB0: "纟", 0x2EB6: "羊", 0x2EB7: "羊", 0x2EB8: "羊", 0x2EB9: "耂", 0x2EBB: "聿",
    0x2EBC: "肉", 0x2EBD: "臼", 0x2EBE: "艹", 0x2EBF: "艹", 0x2EC0: "艹", 0x2EC1: "虎", 0x2EC2: "衤", 0x2EC3: "覀",
    0x2EC4: "西", 0x2EC5: "见", 0x2EC6: "角", 0x2EC7: "角", 0x2EC8: "讠", 0x2EC9: "贝", 0x2ECA: "足", 0x2ECB: "车",
    0x2ECC: "辶", 0x2ECD: "辶", 0x2ECE: "辶", 0x2ECF: "邑", 0x2ED0: "钅", 0x2ED1: "長", 0x2ED3: "长", 0x2ED4: "门",
    0x2ED5: "阜", 0x2ED6: "阝", 0x2ED7: "雨", 0x2ED8: "青", 0x2ED9: "韦", 0x2EDA: "页", 0x2EDB: "风", 0x2EDC: "飞",
    0x2EDD: "食", 0x2EDE: "食", 0x2EE0: "饣", 0x2EE1: "首", 0x2EE2: "马", 0x2EE3: "骨", 0x2EE4: "鬼", 0x2EE5: "鱼",
    0x2EE6: "鸟", 0x2EE7: "卤", 0x2EE8: "麦", 0x2EE9: "黄", 0x2EEA: "黾", 0x2EEB: "斉", 0x2EEC: "齐", 0x2EED: "歯",
    0x2EEE: "齿", 0x2EEF: "竜", 0x2EF0: "龙", 0x2EF1: "龜", 0x2EF2: "亀", 0x2EF3: "龟",
}  # fmt: skip
_RADICALS = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}
_COMPATIBILITY = {
    code: form
    for code in range(0xF900, 0xFB00)
    if (form := unicodedata.normalize("NFKC", chr(code))) != chr(code) and len(form) == 1
}
_WIDE = {code: chr(code - 0xFEE0) for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
_BLANKS = dict.fromkeys((0x3000, 0x00A0, 0x2002, 0x2003, 0x2009, 0x202F), " ")
_CONTROLS = (range(0x00, 0x09), range(0x0E, 0x20), range(0x200B, 0x2010), range(0x202A, 0x202F), range(0xE000, 0xF900))
_DROPPED = dict.fromkeys([c for codes in _CONTROLS for c in codes] + [0x0B, 0x0C, 0x7F, 0x2060, 0xFEFF, 0xFFFE, 0xFFFF])
_TABLE = str.maketrans({**_SUPPLEMENT, **_RADICALS, **_COMPATIBILITY, **_WIDE, **_BLANKS, **_DROPPED})
_HAN = r"\u3400-\u4dbf\u4e00-\u9fff，。、；：！？（）《》“”‘’〔〕"
_GAP = re.compile(rf"(?<=[{_HAN}]) +(?=[{_HAN}])")


def normalise(text: str) -> str:
    """The text in one form, line by line; nothing but blanks, controls and variants of characters changes."""
    plain = text.translate(_TABLE).replace("\r\n", "\n").replace("\r", "\n")
    return "\n".join(re.sub(r"[ \t]+", " ", line).strip() for line in plain.split("\n"))


def close_gaps(line: str) -> str:
    """Without the blanks that layout put between Chinese characters (总 则)."""
    return _GAP.sub("", line)

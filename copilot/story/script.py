"""Traditional characters and Cantonese as the simplified characters that the cue lexicon is written in.

Every offset is kept, so that what is read can be quoted in the words of the story.
"""

from __future__ import annotations

import re

from copilot.characters import is_traditional, to_simplified

_CANTONESE = re.compile("[嘅喺冇唔佢哋咗嚟嘢啲嗰畀㗎]")
_SPOKEN = str.maketrans(
    "嘅係喺冇唔佢哋咗嚟嘢啲嗰畀俾仲睇搵揾乜咩噉咁㗎喇嘞諗攞嘥囉喎啩",
    "的是在没不他们了来事些那给给还看找找啥吗那这的了了想拿费了哦吧",
)
# Words of Taiwan and Hong Kong, simplified, with the mainland's of the same length.
_WORDS = {
    "资讯": "信息",
    "电邮": "邮箱",
    "伺服器": "服务器",
    "软体": "软件",
    "程式": "程序",
    "网路": "网络",
    "帐号": "账号",
    "帐户": "账户",
    "透过": "通过",
    "暱": "昵",
    "纪录": "记录",
    "远端": "远程",
    "姊妹": "关联",
    "身分": "身份",
    "相片": "照片",
    "薪水": "工资",
}
# Typing errors in words that the reading hangs on, each no word of its own, with the word of the same sound.
_TYPOS = {
    "敏敢": "敏感",
    "敏赶": "敏感",
    "数剧": "数据",
    "数锯": "数据",
    "手几号": "手机号",
    "员功": "员工",
    "邮香": "邮箱",
    "整信报告": "征信报告",
    "银行长号": "银行账号",
    "帐户": "账户",
    "帐号": "账号",
    "新家坡": "新加坡",
    "新佳坡": "新加坡",
    "香岗": "香港",
    "备岸": "备案",
    "标准和同": "标准合同",
    "会圆": "会员",
    "业务圆": "业务员",
    "我门是": "我们是",
    "我门做": "我们做",
    "数据表注": "数据标注",
    "昏谜": "昏迷",
    "处去给": "出去给",
    "商成的": "商城的",
    "伦墩": "伦敦",
    "亚屁": "亚庇",
    "菲律滨": "菲律宾",
    "新加波": "新加坡",
    "新家波": "新加坡",
    "马来西压": "马来西亚",
    "奥大利亚": "澳大利亚",
    "加那大": "加拿大",
    "意大力": "意大利",
}
_TYPO = re.compile("|".join(_TYPOS))
_WORD = re.compile("|".join(_WORDS))


def simplified(text: str) -> str:
    """`text` in simplified characters and written Chinese, each character where it was."""
    text = _TYPO.sub(lambda m: _TYPOS[m.group()], text)
    spoken = _CANTONESE.search(text) is not None
    plain = text.translate(_SPOKEN) if spoken else text
    if not (spoken or is_traditional(plain)):
        return text
    converted = to_simplified(plain)
    if len(converted) != len(plain):
        converted = "".join(c if len(c := to_simplified(one)) == 1 else one for one in plain)
    return _WORD.sub(lambda m: _WORDS[m.group()], converted)

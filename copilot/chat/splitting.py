"""A turn that would spread the persons of a case over companies, transfers or years so that each part stays small.

Nothing is counted anew then: the law forbids it, and the verdict on the whole stands.
Source: 个人信息出境标准合同办法第四条第三款, 个人信息出境认证办法第五条第四款.
"""

# ruff: noqa: E501 (patterns read better whole)
from __future__ import annotations

import re
from collections.abc import Sequence

_FEW = r"(?:[两二三四五几多]|\d{1,2})"
_BODY = r"(?:公司|主体|法人|实体|企业|店|品牌|马甲|名义|关联方|事业部)"
_SPREADS = {
    "companies": re.compile(
        rf"(?:拆|分(?!公司|别|类|析|享|支|级|布|部)|挂|换|借)[^，。；？?]{{0,10}}{_BODY}|{_BODY}[^，。；？?]{{0,6}}(?:各|分别|分开|一家一半)[^，。；？?]{{0,8}}(?:传|报|签|走|出|发|办|给|备案|\d)"
        rf"|(?:另|新|再)(?:外|行)?(?:设|注册|成立|开|找|弄|搞)[^，。；？?]{{0,4}}{_BODY}|(?:设|注册|成立|开|找|弄)[^，。；？?]{{0,4}}(?:新|另|空)[^，。；？?]{{0,3}}{_BODY}|每(?:家|个{_BODY})[^，。；？?]{{0,10}}(?:只|不到|不满|低于|不超过|少于|\d)"
        rf"|(?:用|以|让|由|挂)[^，。；？?]{{0,6}}(?:别的|另|子|关联|兄弟|壳|其他|新)[^，。；？?]{{0,4}}{_BODY}[^。；？?]{{0,10}}(?:传|报|签|出|名义|一半|一部分|剩)|一半[^。；？?]{{0,16}}一半|壳公司|(?:走|用|归)[A-Za-z甲乙丙丁]{_BODY}"
        r"|\b(?:two|three|several|separate|different|another|second|new|other) (?:\w+ )?(?:compan(?:y|ies)|entit(?:y|ies)|subsidiar(?:y|ies)|affiliates?)\b.*|\beach (?:company|entity|subsidiary)\b|\bhalf\b.*\bhalf\b|\b(?:subsidiary|affiliate|sister company)\b.{0,24}\b(?:half|rest|remainder|part)\b",
        re.IGNORECASE,
    ),
    "transfers": re.compile(
        rf"拆(?:单|开|分|成|散|着|小|细)|化整为零|分(?:批|次|单|期|段|散|头|摊|开(?:传|报|走|签|办|做|发|给|算|申报|备案))|分(?:成|为|作)?{_FEW}(?:个|份|次|批|单|笔|家|回|段|期|部分|项目|合同|条线|轮|半)"
        rf"|(?:每|一)(?:次|批|单|笔|回)(?:只|少|不到|不满|低于|不超过|\d|传[^，。；？?]{{0,4}}(?:点|少|\d))|多(?:传|发|报|签|分)几(?:次|批|份)|按(?:月|季度?|周|天|省|城市|业务线|项目|部门|品牌)(?:分开|分别|分)?(?:传|报|算|签|备案|申报)"
        r"|各算各的|各走各的|各传各的|\bsplit\b|\b(?:in|into) (?:\w+ )?(?:batches|instal?ments|parts|pieces|tranches|contracts|filings)\b|\bseparate (?:contracts|filings|transfers)\b|\bbatch by batch\b",
        re.IGNORECASE,
    ),
    "years": re.compile(
        rf"分{_FEW}?年|(?:今年|先|年底前|年前)[^。；？?]{{0,24}}(?:明年|来年|下一?年|次年|后年|跨年|年后|元旦|1月1日)|(?:剩|余)下?(?:的|部分)?[^。；？?]{{0,10}}(?:明年|来年|下一?年|次年|年后)|(?:挪|拖|推|延|放|留|等)(?:迟|后)?(?:到|至)(?:明年|来年|下一?年|次年|年后|元旦)|跨年(?:传|度)"
        r"|\b(?:over|across) (?:\w+ )?years\b|\b(?:rest|half|remainder|others?)\b.{0,30}\bnext year\b",
        re.IGNORECASE,
    ),
}
_SUPPOSES = re.compile(
    r"如果|要是|假如|假设|若|能不能|能否|可不可以|可以|行不行|行吗|成不成|好不好|怎么样|是不是|是否|就不用|就不必|就免|不就|[吗呢么嘛吧](?:[？?。！]|$)|[？?]|换|^那|我们?想|打算|干脆|试试"
    r"|\b(?:if|can|could|may|what about|how about|would|instead)\b",
    re.IGNORECASE,
)
_NOT_OURS = re.compile(  # spreads over recipients or papers, or puts together
    r"分别(?:传|发|提供|给|同步|共享)(?:给|到|至)|(?:境外|海外|国外)(?:接收方|公司|总部)?各|接收(?:方|公司)|(?:境外|海外|国外)的?(?:公司|企业)|一并|合并|统一|合在一起|材料|附件|表格|\brecipients?\b"
)


_PLAIN = re.compile(
    rf"拆|化整为零|分(?:成|为|作)?{_FEW}?(?:个|家|批|次|份|年|笔|期)|\bsplit\b|\bbatches\b", re.IGNORECASE
)
_LESS = re.compile(
    r"合同|备案|认证|不用|不必|免|避|不到|不满|低于|不超过|可以|行[吗不]|能不能|能否|\b(?:contract|certif\w+|avoid|under|below|without|no assessment)\b",
    re.IGNORECASE,
)


def ways_of_splitting(text: str) -> list[str]:
    """What `text` would spread persons over: `companies`, `transfers`, `years`; empty where it supposes nothing so."""
    if not _SUPPOSES.search(text) or _NOT_OURS.search(text):
        return []
    return [way for way, pattern in _SPREADS.items() if pattern.search(text)]


def splits_for_less(text: str) -> bool:
    """Whether one question tells a case and would split its persons so as to use a lighter procedure."""
    return bool(_PLAIN.search(text) and _LESS.search(text) and ways_of_splitting(text))


def splits(text: str, history: Sequence[str]) -> bool:
    """Whether a later turn of a conversation would split the persons of the case before it."""
    return bool(history) and bool(ways_of_splitting(text))

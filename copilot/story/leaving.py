"""Does data leave? Sent, stored or seen abroad; denials, access that is cut off and owners abroad are no export."""

from __future__ import annotations

import re

from copilot.story.lexicon import Lexicon
from copilot.story.passage import Passage
from copilot.story.scenes import Scene
from copilot.story.statements import Span, blank

ASK_EXPORT = "这些数据会传到、存到境外，或者让境外的人远程查看吗？"
ASK_SEEN = "数据有没有传到境外，或者能从境外看到？"


def export(passage: Passage, lexicon: Lexicon) -> Scene | None:
    """Whether data leaves; None when the story does not speak of it."""
    text = passage.live
    own = lexicon["export.oneself"].search(text)
    if own and not lexicon.has("export.business", text):
        return Scene(False, (own.span(),))  # a private person's own particulars
    doubts = _spans("export.open", text, lexicon)
    if doubts and not _sent(_without(blank(text, doubts), lexicon), lexicon):
        return Scene(None, tuple(doubts[:1]), ASK_EXPORT)
    text = blank(text, doubts)
    if lexicon.has("export.inside", text):  # what was seen here is called an export by others
        text = blank(text, _spans("export.claimed", text, lexicon))
    ended = _spans("export.ended", text, lexicon)
    said = _spans("export.none", blank(text, ended), lexicon)
    if taken := _carried(text, lexicon):
        return taken
    rest = blank(blank(text, ended + said), _spans("export.denied", text, lexicon))
    none = ended + [s for s in said if not lexicon.has("export.others", text[passage.clause(s[0])[0] : s[1]])]
    places = lexicon["places"]  # a machine room in Singapore is not inside
    inside = next((m for m in lexicon["export.inside"].finditer(rest) if not places.search(m.group())), None)
    abroad = lexicon["export.abroad"].search(rest)
    plain = _without(rest, lexicon)  # no one abroad but as an owner
    gone = lexicon.has("export.remote", plain) or _sent(plain, lexicon)
    if inside and abroad:
        none += _spans("export.untouched", rest, lexicon)
    if none and not gone:
        return _kept(plain, none, inside, lexicon)
    remote = lexicon["export.remote"].search(rest)
    if inside and abroad and not remote and not _sent(blank(rest, [inside.span()]), lexicon):
        return Scene(None, (inside.span(),), ASK_SEEN)
    out = lexicon["export.out"].search(rest) or lexicon["export.sending"].search(rest)
    if remote and abroad:
        return Scene(True, (remote.span(),))
    if abroad and out:
        return Scene(True, (abroad.span(), out.span()))
    domestic = lexicon["export.domestic"].search(rest)
    if domestic and not abroad:
        return Scene(False, (domestic.span(),))
    kept = lexicon["export.kept"].search(rest)
    if kept and not abroad:
        return Scene(None, (kept.span(),), ASK_EXPORT)
    hint = lexicon["export.procedure"].search(rest) or abroad  # who speaks of the procedures speaks of an export
    return Scene(True, (hint.span(),)) if hint else None


def _carried(text: str, lexicon: Lexicon) -> Scene | None:
    """Copied inside the country and taken along by someone from abroad; None where that is denied or not said."""
    abroad = lexicon["export.abroad"].search(text)
    for match in lexicon["export.carried"].finditer(text):
        start = max(text.rfind(c, 0, match.start()) for c in "。；！？.;") + 1
        around = text[max(start, match.start() - 16) : match.end()]
        if abroad and not lexicon.has("export.refused", around):
            return Scene(True, (match.span(),))
    return None


def _kept(text: str, none: list[Span], inside: re.Match[str] | None, lexicon: Lexicon) -> Scene:
    """Denied: no export, unless something goes to the group, wherever that is."""
    group = lexicon["export.group"].search(text)
    if group:
        return Scene(None, (group.span(),), ASK_EXPORT)
    return Scene(False, (inside.span(), none[0]) if inside else tuple(none[:2]))


def _spans(name: str, text: str, lexicon: Lexicon) -> list[Span]:
    return [m.span() for m in lexicon[name].finditer(text)]


def _without(text: str, lexicon: Lexicon) -> str:
    """`text` without denials, owners of firms and questions on the law."""
    for name in ("export.none", "export.denied", "export.untouched", "export.owned"):
        text = blank(text, _spans(name, text, lexicon))
    return text


def _sent(text: str, lexicon: Lexicon) -> bool:
    """Whether something is sent abroad, said apart from the denials."""
    sending, abroad = lexicon["export.sending"].pattern, lexicon["export.abroad"].pattern
    ways = (
        rf"(?:{sending})[^。；！？]{{0,24}}?(?:{abroad})",
        rf"(?:(?<!方)向|给|往)[^，。；！？]{{0,8}}(?:{abroad})",
        rf"(?:{abroad})[^，。；！？]{{0,18}}(?:下载|导出|拷走)",
        r"出境(?!外)(?:了|[^，。；]{0,6}人)",
        rf"(?<!不)(?<!没)在[^，。；！？]{{0,2}}(?:{abroad})[^，。；！？]{{0,6}}(?:机房|服务器|数据中心|云上)",
    )
    return any(re.search(way, text, re.IGNORECASE) for way in ways)

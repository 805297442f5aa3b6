"""Main text of an official web page."""

from __future__ import annotations

import re
from typing import Any

from copilot.errors import BadDocument

_DROP = ("script", "style", "noscript", "nav", "header", "footer", "aside", "form", "iframe", "svg", "button", "select")
_BLOCKS = {
    *("p", "div", "section", "article", "li", "ul", "ol", "br", "hr", "table", "tr", "blockquote", "pre", "center"),
    *("h1", "h2", "h3", "h4", "h5", "h6", "dd", "dt", "dl", "body", "main", "td", "th"),
}
_HAN = re.compile(r"[\u4e00-\u9fff]")


def html_text(name: str, markup: str) -> tuple[str | None, str]:
    """`(title, text)` of a page: the innermost element that holds most of the Chinese text, block by block.

    Raises:
        BadDocument: no markup at all.
    """
    import lxml.etree
    import lxml.html

    try:
        markup = re.sub(r"^\s*<\?xml[^>]*\?>", "", markup)
        root = lxml.html.document_fromstring(markup)
    except (lxml.etree.LxmlError, ValueError) as err:
        raise BadDocument(f"{name} 不是可读取的网页", hint="请在浏览器中另存为完整网页", en="unreadable HTML") from err
    title = _title(root)
    for element in list(root.iter(*_DROP)):
        element.drop_tree()
    for comment in list(root.iter(lxml.etree.Comment)):
        comment.drop_tree()
    return title, "\n".join(_lines(_main(root)))


def _title(root: Any) -> str | None:
    for query in ("//meta[@name='ArticleTitle']/@content", "//h1//text()", "//title/text()"):
        found = "".join(root.xpath(query)).strip()
        if found:
            return re.split(r"[_|｜—]|\s-\s", re.sub(r"\s+", " ", found))[0].strip() or None
    return None


def _main(root: Any) -> Any:
    node = root.find("body") if root.find("body") is not None else root
    total = len(_HAN.findall(node.text_content()))
    while True:
        heavy = [c for c in node if isinstance(c.tag, str) and len(_HAN.findall(c.text_content())) > 0.8 * total]
        if len(heavy) != 1 or heavy[0].tag in ("p", "span", "font", "b", "strong"):
            return node
        node = heavy[0]


def _lines(node: Any) -> list[str]:
    out: list[str] = [""]

    def walk(element: Any) -> None:
        block = element.tag in _BLOCKS
        if element.tag == "tr":
            cells = [re.sub(r"\s+", " ", c.text_content()).strip() for c in element if c.tag in ("td", "th")]
            out.append("| " + " | ".join(cells) + " |" if len(cells) > 1 else "".join(cells))
            out.append("")
            return
        if block:
            out.append("")
        out[-1] += re.sub(r"\s+", " ", element.text or "")
        for child in element:
            if isinstance(child.tag, str):
                walk(child)
            out[-1] += re.sub(r"\s+", " ", child.tail or "")
        if block:
            out.append("")

    walk(node)
    return [line.strip() for line in out if line.strip()]

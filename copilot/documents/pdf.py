"""Text of a PDF through pypdfium2; printed lines are joined back into paragraphs."""

from __future__ import annotations

import re
from collections import Counter

from copilot.documents.structure import starts_unit
from copilot.errors import BadDocument, TooLarge

MAX_PAGES = 2000
_PAGE_NUMBER = re.compile(r"[-—–\s]*(?:第\s*)?\d{1,4}(?:\s*/\s*\d{1,4})?(?:\s*页)?[-—–\s]*")


def pdf_text(name: str, raw: bytes) -> str:
    """The text of all pages.

    Raises:
        BadDocument: corrupt, password-protected, or a scan without text.
        TooLarge: more than 2,000 pages.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(raw)
    except pypdfium2.PdfiumError as err:
        if "password" in str(err).lower():
            raise BadDocument(
                f"{name} 设有打开密码", hint="请取消密码后另存", en="the PDF is password-protected"
            ) from err
        raise BadDocument(f"{name} 已损坏，不能作为 PDF 打开", hint="请重新下载或导出", en="corrupt PDF") from err
    try:
        if len(document) > MAX_PAGES:
            raise TooLarge(f"{name} 超过 {MAX_PAGES} 页", hint="请拆分后再添加", en="too many pages")
        pages = []
        for page in document:
            text_page = page.get_textpage()
            pages.append(text_page.get_text_bounded().replace("\r\n", "\n").replace("\r", "\n"))
            text_page.close()
            page.close()
    except pypdfium2.PdfiumError as err:
        raise BadDocument(f"{name} 的页面已损坏", hint="请重新下载或导出", en="corrupt PDF page") from err
    finally:
        document.close()
    if not "".join(pages).strip():
        raise BadDocument(f"{name} 没有文字层（可能是扫描件）", hint="请先做文字识别（OCR）", en="a scan without text")
    return reflow(pages)


def reflow(pages: list[str]) -> str:
    """Join printed lines into paragraphs; page numbers and lines repeated on most pages go."""
    split = [[line.strip() for line in page.replace("\ufffe", "").split("\n") if line.strip()] for page in pages]
    edges = Counter(line for page in split for line in {*page[:1], *page[-1:]})
    running = {line for line, n in edges.items() if len(pages) >= 4 and n > len(pages) / 2}
    lines = [x for page in split for x in page if x not in running and not _PAGE_NUMBER.fullmatch(x)]
    width = max(sorted(len(x) for x in lines)[int(len(lines) * 0.9)] if lines else 0, 12)
    out: list[str] = []
    previous = ""
    for line in lines:
        full = len(previous) >= width * 0.8
        goes_on = out and full and previous[-1] not in "。；：！？:;" and not starts_unit(line)
        goes_on = goes_on or (out and previous[-1:] in "，、（《" and not starts_unit(line))
        if goes_on:
            glue = " " if previous[-1].isascii() and line[0].isascii() and previous[-1].isalpha() else ""
            out[-1] += glue + line
        else:
            out.append(line)
        previous = line
    return "\n".join(out)

"""An OFD file as a paper: text and tables like those of a PDF, pictures, electronic seals."""

from __future__ import annotations

import re
import zipfile

from lxml import etree

from copilot.documents.ofd import OfdDocument, read_ofd_package
from copilot.documents.pdf_page import hide
from copilot.errors import BadDocument
from copilot.precheck.paper import Paper
from copilot.precheck.readers.draft import Draft
from copilot.precheck.readers.package import open_package
from copilot.precheck.readers.pdf import Carry, is_scan, scaled, set_apart_edges, write_digital
from copilot.precheck.readers.picture import decode, read_picture
from copilot.precheck.readers.scan import Scans


def read_ofd(draft: Draft) -> Paper:
    """The paper of an OFD file.

    Raises:
        BadDocument: corrupt, encrypted or a bomb.
    """
    package = open_package(draft)
    _hazards(draft, package)
    try:
        document = read_ofd_package(package, max_pages=draft.limits.max_pages)
    except (KeyError, ValueError, AttributeError, etree.XMLSyntaxError, zipfile.BadZipFile, RuntimeError) as err:
        raise BadDocument(f"{draft.file} 已损坏，不能作为 OFD 打开", hint="请重新导出", en="corrupt OFD") from err
    for name, value in document.meta.items():
        draft.note(name.lower(), value)
    if document.page_count > len(document.pages):
        draft.hazard("too_many_pages", f"共 {document.page_count} 页，只读取了前 {len(document.pages)} 页")
    if document.actions:
        draft.hazard("external_link", "OFD 含有打开外部地址或多媒体的动作，没有执行")
    for name in document.attachments:
        draft.hazard("embedded", f"OFD 附有文件（{name}），没有打开")
        draft.mark("object", name, draft.place("附件"))
    _pages(draft, document)
    return draft.paper("ofd", pages=document.page_count)


def _pages(draft: Draft, document: OfdDocument) -> None:
    scans, carry = Scans(draft), Carry()
    try:
        for number, page in enumerate(document.pages, 1):
            content = page.content
            hide(content)
            scan = is_scan(content)
            if not scan:
                scans.then(lambda c=content, n=number: write_digital(draft, c, n, carry, []))  # type: ignore[misc]
            for box, raw in page.pictures:
                share = scaled(box, content)
                image = decode(raw, max_pixels=draft.limits.max_pixels) if scan else None
                if image is not None and scans.allowed(number):
                    scans.add(image, number, region=share)
                else:
                    read_picture(draft, raw, draft.place(f"第{number}页图片", page=number, box=share))
    finally:
        scans.finish()
    for stamp in document.stamps:
        known = stamp.page <= len(document.pages)
        where = scaled(stamp.box, document.pages[stamp.page - 1].content) if known else None
        place = draft.place(f"第{stamp.page}页（电子印章，签名未验证）", page=stamp.page, box=where)
        draft.mark("seal", stamp.name, place, crop=stamp.picture)
    set_apart_edges(draft, document.page_count)


def _hazards(draft: Draft, package: zipfile.ZipFile) -> None:
    for info in package.infolist():
        if info.filename.lower().endswith(".xml"):
            with package.open(info) as part:
                if re.search(rb"<!\s*(?:DOCTYPE|ENTITY)", part.read(4096), re.I):
                    draft.hazard("xxe", f"{info.filename} 声明了 XML 实体，没有展开，也没有访问外部地址")

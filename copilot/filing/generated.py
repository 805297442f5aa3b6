"""The marks of a paper in which a model wrote sentences: words for people on every page, metadata for programs.

Source: 人工智能生成合成内容标识办法; fields as in `copilot.export.label`. A paper on an official template keeps its
pages as they are and bears the metadata alone; the list of materials says it in words.
"""

from __future__ import annotations

import hashlib
import io
from typing import Any

from copilot.export.label import NAME, encoded, implicit

WORDS = "部分内容由人工智能生成"


def labelled(paper: bytes, *, text: str, producer: str) -> bytes:
    """The .docx with the metadata of generated content.

    Args:
        text: of its chapters: the same text has the same number.
        producer: name or code of the service provider.
    """
    from docx import Document
    from docx.opc.constants import RELATIONSHIP_TYPE

    from copilot.export.docx import add_property

    file = Document(io.BytesIO(paper))
    number = hashlib.sha256(text.encode()).hexdigest()[:32]
    value = encoded(implicit(number, producer=producer))
    related = file.part.package.rels.values()
    own = [one for one in related if one.reltype == RELATIONSHIP_TYPE.CUSTOM_PROPERTIES]
    if not own:
        add_property(file, value)
    else:
        _added(own[0].target_part, value)
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def _added(part: Any, value: str) -> None:
    """Put the property among those that the template has, in place of an older one."""
    from lxml import etree

    root = etree.fromstring(part.blob)
    space = root.nsmap[None]
    kinds = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
    for old in root.findall(f"{{{space}}}property[@name='{NAME}']"):
        root.remove(old)
    numbers = [int(one.get("pid", "1")) for one in root]
    one = etree.SubElement(root, f"{{{space}}}property")
    one.set("fmtid", "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}")
    one.set("pid", str(max(numbers, default=1) + 1))
    one.set("name", NAME)
    etree.SubElement(one, f"{{{kinds}}}lpwstr").text = value
    part._blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)

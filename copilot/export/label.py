"""The marks of AI-generated content: the words a reader sees and the metadata a program reads.

Source: 人工智能生成合成内容标识办法 (in force 2025-09-01), explicit label in exported files and implicit label in file
metadata; GB 45438-2025 names the metadata element `AIGC` and its seven fields. The standard's own text was not at
hand: field names, order and the values of `Label` follow published implementations, see docs/labelling.md.
"""

from __future__ import annotations

import json
import re

VISIBLE = {"zh": "本内容由人工智能生成", "en": "AI-generated content"}
EXCERPT = {
    "zh": "未使用生成模型，以下为检索到的依据摘录",
    "en": "No generative model was used; these are excerpts of the sources, quoted in the original Chinese",
}
NAME = "AIGC"
GENERATED = "1"
_FORBIDDEN = re.compile(r"[^!#-\[\]-~]")


def implicit(content_id: str, *, producer: str) -> dict[str, str]:
    """The fields of the implicit label, all text.

    On first writing the producer also propagates; the reserved fields are the producer's own (unused).

    Args:
        content_id: the producer's number of this content.
        producer: name or code of the service provider.
    """
    number, who = _plain(content_id), _plain(producer)
    return {
        "Label": GENERATED,
        "ContentProducer": who,
        "ProduceID": number,
        "ReservedCode1": "",
        "ContentPropagator": who,
        "PropagateID": number,
        "ReservedCode2": "",
    }


def encoded(fields: dict[str, str]) -> str:
    """The fields as compact JSON, the value of the metadata element `AIGC`."""
    return json.dumps(fields, ensure_ascii=True, separators=(",", ":"))


def _plain(text: str) -> str:
    """Printable ASCII without blanks, quotes and backslashes, which is what checkers of the label accept."""
    return _FORBIDDEN.sub("-", text) or "-"

"""Names of countries and regions as papers write them, for the ISO codes in which facts of a path may give them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

_CODE = re.compile(r"(?<![A-Za-z-])[A-Z]{2}(?![A-Za-z])")
_NAME = re.compile(r"[一-龥]+")


def in_chinese(region: str, *, kb_dir: Path) -> str:
    """The region with its ISO codes as Chinese names: `新加坡` for `SG`; what is no code of a known place stays."""
    names = _names(kb_dir)
    return _CODE.sub(lambda code: names.get(code[0], code[0]), region)


@lru_cache(maxsize=4)
def _names(kb_dir: Path) -> Mapping[str, str]:
    """The first Chinese name of each place by its code."""
    from copilot.law.yaml_file import parse

    file = kb_dir / "story" / "places.yaml"
    places = (parse("story/places.yaml", file.read_bytes()).value or {}).get("places", {}) if file.is_file() else {}
    first = {code: next((m[0] for name in names if (m := _NAME.match(name))), "") for code, names in places.items()}
    return {code: name for code, name in first.items() if name}

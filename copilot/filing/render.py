"""A sheet filled in: a .docx made for docxtpl with names of the questionnaire, `{{ exporter.name }}`, put into words.

In a sheet `scene.receivers` are the recipients of a scene, `recipient.scenes` the scenes of a recipient; an empty list
counts as one element that was not said, so that its placeholders show. What a person typed is escaped and rendered
once: template syntax in it stays text.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal, get_args, get_origin

from jinja2 import StrictUndefined
from jinja2.sandbox import SandboxedEnvironment

from copilot.errors import CheckFailed
from copilot.filing.derived import scenes_of
from copilot.filing.facts import Filing
from copilot.filing.sentences import led, trimmed
from copilot.filing.shading import shade
from copilot.filing.view import View, plain
from copilot.numerals import chinese

CHECKED, EMPTY = "☑", "☐"
SECTORS = (  # 申报指南（第三版） 附件3, item 6
    "工业", "电信", "交通", "金融", "自然资源", "卫生健康", "教育", "科技", "能源", "国防科工", "文旅", "跨境电商",
    "零售", "互联网", "其他",
)  # fmt: skip
ROOTS = tuple(name for name in Filing.model_fields if name not in ("schema_", "sections", "unknown"))


class BadTemplate(CheckFailed):
    """A sheet that cannot be filled in; the message names it and what is wrong."""

    code = "bad_template"


class Answer:
    """A place in the questionnaire as a sheet names it; its text is the value in words or the placeholder."""

    def __init__(self, view: View, path: str, *, whole: bool = False) -> None:
        self._view, self._path, self._whole = view, path, whole

    def __str__(self) -> str:
        return self._view.text(self._path)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        if self._whole:
            return self
        if name == "receivers":
            return self._receivers()
        if name == "scenes":
            return self._scenes()
        return Answer(self._view, f"{self._path}.{name}")

    def __iter__(self) -> Iterator[Answer]:
        return (Answer(self._view, f"{self._path}[{n}]") for n in range(self._view.count(self._path) or 1))

    def __contains__(self, one: object) -> bool:
        return one in (self._view.value(self._path) or ())

    def __bool__(self) -> bool:
        return bool(self._view.value(self._path))

    def __eq__(self, other: object) -> bool:
        return bool(self._view.value(self._path) == other)

    def __hash__(self) -> int:
        return hash(self._path)

    def _receivers(self) -> list[Answer]:
        """The recipients of this scene; while a scene names none of several, the question which."""
        filing = self._view.filing
        scene = self._view.value(self._path)
        found = filing.recipients_of(scene) if scene is not None else filing.recipients
        places = [n for n, one in enumerate(filing.recipients) if one in found]
        if not places and filing.recipients:
            return [Answer(self._view, f"{self._path}.recipients", whole=True)]
        return [Answer(self._view, f"recipients[{n}]") for n in places or [0]]

    def _scenes(self) -> list[Answer]:
        place = int(self._path.removeprefix("recipients[").removesuffix("]"))
        return [Answer(self._view, f"scenes[{n}]") for n in scenes_of(self._view.filing, place) or (0,)]


def ticks(one: Answer, other: Any = None) -> str:
    """The options of the question with boxes; `other` explains 其他, and what is not among them is added."""
    options, value = _options(one._view, one._path), one._view.value(one._path)
    chosen = () if value in (None, ()) else value if isinstance(value, tuple) else (value,)
    shown = []
    for option in options:
        more = f"（{other}）" if other is not None and option == "其他" and option in chosen else ""
        shown.append(f"{CHECKED if option in chosen else EMPTY}{option}{more}")
    shown += [f"{CHECKED}{plain(word)}" for word in chosen if word not in options]
    return "  ".join([*shown, *(() if chosen else (str(one),))])


def yes_no(one: Answer) -> str:
    """Two boxes; both are empty, with the placeholder beside them, where it was not said."""
    value = one._view.value(one._path)
    boxes = f"{CHECKED if value is True else EMPTY}是  {CHECKED if value is False else EMPTY}否"
    return boxes if value is not None else f"{boxes}  {one}"


def day(one: Answer) -> str:
    """A day beside a signature; blank to be written by hand where it was not said."""
    return one._view.date(one._path)


def ended(one: Any) -> str:
    """A value before a stop of the sheet's own: without the one that was typed after it."""
    return trimmed(str(one))


def after_for(one: Any) -> str:
    """A value with the 为 of the sheet before it."""
    return led(str(one), str(one))


def _options(view: View, path: str) -> tuple[str, ...]:
    """What may be chosen at a place of the questionnaire."""
    return SECTORS if path.endswith(".sectors") else _literals(view.field(path))


def _literals(note: Any) -> tuple[str, ...]:
    inner = get_args(note)
    if get_origin(note) is Literal:
        return inner
    return tuple(word for part in inner for word in _literals(part))


def each(found: Sequence[Any], *names: str, joint: str = "至", between: str = "；") -> str:
    """The fields of every element, each text once: `{{ recipient.scenes|each("purpose") }}`."""
    texts = [joint.join(trimmed(str(getattr(one, name))) for name in names) for one in found]
    return between.join(dict.fromkeys(texts))


FILTERS: Mapping[str, Callable[..., Any]] = {
    "ticks": ticks,
    "yes_no": yes_no,
    "day": day,
    "each": each,
    "ended": ended,
    "after_for": after_for,
    "cn": chinese,
}


@dataclass(frozen=True)
class Chapter:
    """A chapter of a report as a sheet shows it; `insert`: the table or picture beneath its text."""

    heading: str | None
    level: int
    paragraphs: tuple[str, ...]
    insert: str | None = None


@lru_cache(maxsize=1)
def environment() -> SandboxedEnvironment:
    """Where sheets are rendered: sandboxed, escaping, and refusing names that there are not."""
    made = SandboxedEnvironment(undefined=StrictUndefined, autoescape=True)
    made.filters.update(FILTERS)
    return made


_BEFORE_STOP = re.compile(r"\{\{((?:[^{}]|\{(?!\{)|\}(?!\}))+?)\}\}(?=[。；，、])")
_AFTER_FOR = re.compile(r"为\{\{((?:[^{}]|\{(?!\{)|\}(?!\}))+?)\}\}")


def smooth(source: str) -> str:
    """The source of a sheet in which no value doubles the stop after it or the 为 before it."""
    return _AFTER_FOR.sub(r"{{ (\1)|after_for }}", _BEFORE_STOP.sub(r"{{ (\1)|ended }}", source))


def _sheet(template: bytes) -> Any:
    from docxtpl import DocxTemplate

    class Sheet(DocxTemplate):  # type: ignore[misc]
        def patch_xml(self, src_xml: str) -> str:
            return smooth(super().patch_xml(src_xml))

    return Sheet(io.BytesIO(template))


def render(
    template: bytes, view: View, *, name: str, extra: Mapping[str, Any] | None = None, picture: bytes | None = None
) -> bytes:
    """The sheet filled in, as .docx.

    Args:
        template: the sheet.
        view: the facts in words; keeps what was missing.
        name: of the sheet, for errors.
        extra: more names: `mark`, `chapters`, `recipient`, `rows`.
        picture: PNG shown where the sheet says `{{ picture }}`.

    Raises:
        BadTemplate: the sheet is broken or asks for what the questionnaire has not.
    """
    from docx.shared import Mm
    from docxtpl import InlineImage
    from jinja2 import TemplateError

    context = {root: Answer(view, root) for root in ROOTS} | dict(extra or {})
    try:
        made = _sheet(template)
        context["picture"] = InlineImage(made, io.BytesIO(picture), width=Mm(140)) if picture else ""
        made.render(context, environment(), autoescape=True)
        shade(made.docx)
        out = io.BytesIO()
        made.save(out)
    except (TemplateError, LookupError, ValueError, AttributeError, TypeError) as error:
        raise BadTemplate(
            f"模板 {name} 填不进去：{error}",
            hint="请核对模板里的占位符",
            en=f"sheet {name} cannot be filled in: {error}",
        ) from error
    return out.getvalue()

"""The questions as data: label, reason, article, example, when and for which papers; loaded and checked.

Source: knowledge_base/filing/questionnaire.yaml, each question with its articles and the day on which it was checked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from copilot.domain import Basis, CheckedStatus
from copilot.errors import KnowledgeBaseFault
from copilot.filing import paths
from copilot.filing.papers import FOLDER, Papers, read_papers
from copilot.filing.questionnaire_records import CHECKS, Class, EffortRecord, QuestionnaireFile, Type
from copilot.law.faults import Fault
from copilot.law.records import validate
from copilot.law.rulebook import basis_of
from copilot.law.yaml_file import Parsed, parse

FILE = f"{FOLDER}/questionnaire.yaml"
Where = tuple[str | int, ...]
_CLASSES: dict[str, Class] = {
    **dict.fromkeys(("choice", "choices", "yes_no", "recipients"), "choice"),
    **dict.fromkeys(("count", "number", "percent"), "number"),
    "date": "date",
    "long": "long",
}


@dataclass(frozen=True)
class When:
    """A condition with the named ones put in; see `copilot.filing.needs.holds`."""

    any: tuple[When, ...] = ()
    all: tuple[When, ...] = ()
    kinds: frozenset[str] = frozenset()
    path: str | None = None
    among: frozenset[str] | None = None
    outside: frozenset[str] | None = None
    equals: bool | None = None
    differs: bool | None = None
    more_than: int | None = None

    def paths(self) -> frozenset[str]:
        """Every path that it looks at."""
        inner = frozenset[str]().union(*(w.paths() for w in (*self.any, *self.all)))
        return inner | ({self.path} if self.path else set())


@dataclass(frozen=True)
class Option:
    """A value that may be chosen, and what it is called."""

    value: str
    label: str
    label_en: str


@dataclass(frozen=True)
class Question:
    """One question. `papers`: the sheets that show the fact; `effort`: what filling it in by hand counts as."""

    path: str
    group: str
    label: str
    label_en: str
    type: Type
    why: str
    why_en: str
    example: str
    options: tuple[Option, ...]
    when: When | None
    check: tuple[str, ...]
    optional: bool
    papers: frozenset[str]
    basis: tuple[Basis, ...]
    status: CheckedStatus
    note: str
    effort: Class


@dataclass(frozen=True)
class Many:
    """A list of parts. `none`: the question that says that there are none; `least`: rows asked for anyway."""

    path: str
    label: str
    label_en: str
    least: int
    none: str | None


@dataclass(frozen=True)
class Group:
    """A page of the interview."""

    id: str
    title: str
    title_en: str


@dataclass(frozen=True, eq=False)
class Questionnaire:
    """All questions in the order of the interview; `question` and `label` take general and concrete paths."""

    version: str
    questions: tuple[Question, ...]
    many: Mapping[str, Many]
    groups: tuple[Group, ...]
    effort: EffortRecord
    papers: Papers
    by_path: Mapping[str, Question]

    @staticmethod
    def load(knowledge_base: Path) -> Questionnaire:
        """The questionnaire, kept in memory while its files are unchanged.

        Raises:
            KnowledgeBaseFault: one of them has faults.
        """
        root = knowledge_base / FOLDER
        return _load(
            knowledge_base, *((root / name).stat().st_mtime_ns for name in ("questionnaire.yaml", "papers.yaml"))
        )

    def question(self, path: str) -> Question:
        """The question of a field.

        Raises:
            LookupError: none asks for it.
        """
        found = self.by_path.get(paths.general(path))
        if found is None:
            raise LookupError(f"no question asks for {path!r}")
        return found

    def label(self, path: str, *, english: bool = False) -> str:
        """What a field or list is called; elements are numbered where there may be several: `出境场景2：数据类型`.

        Raises:
            LookupError: neither a question nor a list.
        """
        plain = paths.general(path)
        asked = self.by_path.get(plain) or self.many.get(plain.removesuffix("[]"))
        if asked is None:
            raise LookupError(f"no question asks for {path!r}")
        own = asked.label_en if english else asked.label
        numbered = [f"{self._list(name, english=english)}{number + 1}" for name, number in _places(path)]
        if not numbered:
            return own
        if isinstance(asked, Many):
            return numbered[-1] if plain.endswith("[]") else f"{numbered[-1]}{': ' if english else '：'}{own}"
        return (" / " if english else "，").join(numbered) + (": " if english else "：") + own

    def _list(self, path: str, *, english: bool) -> str:
        one = self.many[path]
        return one.label_en + " " if english else one.label


def _places(path: str) -> list[tuple[str, int]]:
    """Every numbered list of a concrete path, general, with its number."""
    found, so_far = [], ""
    for step in paths.steps(path):
        if isinstance(step, int):
            found.append((so_far, step))
            so_far += "[]"
        else:
            so_far += f".{step}" if so_far else step
    return found


@lru_cache(maxsize=4)
def _load(kb_dir: Path, _own: int, _papers: int) -> Questionnaire:
    found, faults = read_questionnaire(kb_dir)
    if found is None:
        raise KnowledgeBaseFault(tuple(str(fault) for fault in faults if fault.level == "error"))
    return found


def questionnaire_faults(kb_dir: Path) -> list[Fault]:
    """Every fault of the questionnaire, for `kb check`; none where the knowledge base has no such folder."""
    return read_questionnaire(kb_dir)[1] if (kb_dir / FOLDER).is_dir() else []


def read_questionnaire(kb_dir: Path) -> tuple[Questionnaire | None, list[Fault]]:
    """The questionnaire, None with any fault, and every fault with its line: form, paths, papers, conditions, checks.

    The faults of papers.yaml are its own reader's to report.
    """
    papers, _ = read_papers(kb_dir)
    file = kb_dir / FILE
    if not file.is_file():
        return None, [Fault(FILE, 0, "missing", "缺少这个文件")]
    parsed = parse(FILE, file.read_bytes())
    try:
        data = validate(parsed, QuestionnaireFile)
    except RecursionError:
        parsed.fault((), "form", "条件嵌套过深")
        data = None
    if data is not None and not parsed.faults:
        _Check(parsed, data, papers).run()
    broken = data is None or any(fault.level == "error" for fault in parsed.faults)
    return (None if data is None or broken else _build(data, papers)), parsed.faults


def sheets(papers: Papers) -> dict[str, tuple[str, ...]]:
    """The ids of the papers by their sheet (template without its ending)."""
    found: dict[str, list[str]] = {}
    for one in papers.entries:
        found.setdefault(one.template.rpartition(".")[0], []).append(one.id)
    return {sheet: tuple(ids) for sheet, ids in found.items()}


class _Check:
    """What is wrong beside the form, noted at its line."""

    def __init__(self, parsed: Parsed, data: dict[str, Any], papers: Papers) -> None:
        self.parsed, self.data = parsed, data
        self.sheets, self.fields, self.lists = sheets(papers), paths.fields(), paths.lists()

    def run(self) -> None:
        for name, record in self.data["conditions"].items():
            self._when(("conditions", name), record)
        for i, record in enumerate(self.data["lists"]):
            self._list(("lists", i), record)
        asked: dict[str, Where] = {}
        for i, group in enumerate(self.data["groups"]):
            self._papers(("groups", i, "papers"), group["papers"])
            for j, record in enumerate(group["questions"]):
                where: Where = ("groups", i, "questions", j)
                if record["path"] in asked:
                    line = self.parsed.line(*asked[record["path"]])
                    self._fault((*where, "path"), "duplicate_path", f"“{record['path']}”已在第 {line} 行问过")
                asked[record["path"]] = where
                self._question(where, record)
        named = {record["path"] for record in self.data["lists"]}
        for path in sorted(self.lists - named):
            self._fault(("lists",), "missing_list", f"没有写列表“{path}”的名称")
        for path in sorted(set(self.fields) - set(asked)):
            self.parsed.fault(("groups",), "not_asked", f"没有问题问到“{path}”", level="warning")

    def _question(self, where: Where, record: dict[str, Any]) -> None:
        known = self.fields.get(record["path"])
        if known is None:
            self._fault((*where, "path"), "unknown_path", f"申报问卷没有字段“{record['path']}”")
            return
        self._papers((*where, "papers"), record["papers"] or [])
        if record["when"] is not None:
            self._when((*where, "when"), record["when"])
        for check in record["check"]:
            if check not in CHECKS and not check.removeprefix("chars:").isdigit():
                self._fault((*where, "check"), "unknown_check", f"没有名为“{check}”的检查")
        given = set(record["options"])
        if known.options and given and given != set(known.options):
            odd = "、".join(sorted(given ^ set(known.options)))
            self._fault((*where, "options"), "options", f"选项与字段的取值不一致：{odd}")
        for value in sorted({*(given or known.options)} - {*self.data["options_en"]}):
            self._fault((*where, "options"), "no_english", f"options_en 没有选项“{value}”")
        if (record["type"] == "choices") != (known.kind == "words" and bool(given)):
            self._fault(where, "type", "choices 用于可以写几个词的字段，并要写 options")

    def _list(self, where: Where, record: dict[str, Any]) -> None:
        if record["path"] not in self.lists:
            self._fault((*where, "path"), "unknown_path", f"申报问卷没有列表“{record['path']}”")
        none = record["none"]
        if none is not None and (none not in self.fields or self.fields[none].kind != "yes_no"):
            self._fault((*where, "none"), "unknown_path", f"“{none}”不是是否题")

    def _papers(self, where: Where, names: list[str]) -> None:
        for i, name in enumerate(names):
            if name not in self.sheets:
                self._fault((*where, i), "unknown_paper", f"papers.yaml 没有用到模板“{name}”的文书")

    def _when(self, where: Where, record: Any) -> None:
        if isinstance(record, str):
            if record not in self.data["conditions"]:
                self._fault(where, "unknown_condition", f"没有名为“{record}”的条件")
            elif where[0] == "conditions":
                self._fault(where, "unknown_condition", "conditions 里的条件不能再引用条件")
            return
        path = record["path"]
        if path is not None and path not in (self.lists if record["more_than"] is not None else self.fields):
            self._fault((*where, "path"), "unknown_path", f"申报问卷没有字段“{path}”")
        elif path in self.fields and (options := self.fields[path].options):
            for odd in sorted({*(record["among"] or ()), *(record["outside"] or ())} - set(options)):
                self._fault((*where, "in"), "options", f"“{path}”没有取值“{odd}”")
        for key in ("any", "all"):
            for i, inner in enumerate(record[key]):
                self._when((*where, key, i), inner)

    def _fault(self, where: Where, code: str, message: str) -> None:
        self.parsed.fault(where, code, message)


def _build(data: dict[str, Any], papers: Papers) -> Questionnaire:
    named = {name: _when_of(record, {}) for name, record in data["conditions"].items()}
    questions = tuple(
        _question(record, group, data, named) for group in data["groups"] for record in group["questions"]
    )
    return Questionnaire(
        version=data["version"],
        questions=questions,
        many={r["path"]: Many(r["path"], r["label"], r["label_en"], r["min"], r["none"]) for r in data["lists"]},
        groups=tuple(Group(g["id"], g["title"], g["title_en"]) for g in data["groups"]),
        effort=EffortRecord.model_validate(data["effort"]),
        papers=papers,
        by_path={one.path: one for one in questions},
    )


def _question(r: dict[str, Any], group: dict[str, Any], data: dict[str, Any], named: Mapping[str, When]) -> Question:
    known = paths.fields()[r["path"]]
    given = r["options"] or known.options
    labels = given if isinstance(given, dict) else {value: value for value in given}
    mark = r["checked"] or group["checked"] or data["checked"]
    kind = r["type"] or known.kind
    return Question(
        **{key: r[key] for key in ("path", "label", "label_en", "why", "why_en", "example", "optional")},
        group=group["id"],
        type=kind,
        options=tuple(Option(value, label, data["options_en"].get(value, label)) for value, label in labels.items()),
        when=_when_of(r["when"], named) if r["when"] is not None else None,
        check=tuple(r["check"]),
        papers=frozenset(r["papers"] or group["papers"]),
        basis=basis_of(r["basis"] or group["basis"]),
        status=mark["status"],
        note=mark["note"],
        effort="row" if "scenes[].items" in known.inside else _CLASSES.get(kind, "short"),
    )


def _when_of(record: Any, named: Mapping[str, When]) -> When:
    if isinstance(record, str):
        return named[record]
    return When(
        any=tuple(_when_of(one, named) for one in record["any"]),
        all=tuple(_when_of(one, named) for one in record["all"]),
        kinds=frozenset(record["kinds"]),
        path=record["path"],
        among=frozenset(record["among"]) if record["among"] is not None else None,
        outside=frozenset(record["outside"]) if record["outside"] is not None else None,
        equals=record["equals"],
        differs=record["differs"],
        more_than=record["more_than"],
    )

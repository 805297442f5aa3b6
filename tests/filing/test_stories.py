"""The twelve enterprises: drafted whole, half-filled, contradicting themselves, and filled in by someone hostile."""

from __future__ import annotations

import datetime as dt
import io
import json
import random
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import pytest
from docx import Document
from lxml import etree

from copilot.errors import BadInput
from copilot.filing.drafting import KINDS, Draft
from copilot.filing.facts import Filing
from copilot.filing.service import Drafter, Made
from copilot.filing.view import plain
from copilot.settings import Settings
from copilot.wiring import Parts
from eval.filing.examine import Examiner, W, lines
from eval.system import System
from eval.task import Case
from eval.tasks import drafts

CASES = {case.id: case for case in drafts.cases()}
KEPT = ("schema", "kind", "filed_on", "id")
SYNTAX = "{{ 7919*7907 }}{% for x in y %}{{ exporter.__class__ }}{# x #}<w:p><w:r><w:t>y</w:t></w:r></w:p>&lt;b&gt; ]]>"
HOSTILE = SYNTAX + '=HYPERLINK("http://x.example")\u202eedoc\u2066\x00\x08\x1b\ufffe【待补充：假的】⟦n1⟧'


pytestmark = pytest.mark.thorough


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Parts]:
    root = tmp_path_factory.mktemp("stories")
    parts = Parts(Settings(_env_file=None, backend="extractive", data_dir=root / "data"))  # type: ignore[call-arg]
    yield parts
    parts.precheck.close()


@pytest.fixture(scope="module")
def drafter(parts: Parts) -> Drafter:
    return parts.drafter


def test_there_are_twelve_across_all_paths() -> None:
    assert len(CASES) == 12
    assert {case.groups["kind"] for case in CASES.values()} == set(KINDS)
    assert {case.data["path"] for case in CASES.values()} == {
        "security_assessment",
        "contract_or_certification",
        "exempt",
    }
    for case in CASES.values():
        assert case.data["filing"]["kind"] == case.groups["kind"]


@pytest.mark.parametrize("case", CASES.values(), ids=lambda case: case.id)
async def test_a_complete_story_is_drafted_whole(case: Case, parts: Parts) -> None:
    system = System(parts)
    output = await drafts.solve(case, system, 0)
    score = drafts.score(case, output, system)
    assert score.faults == ()
    assert score.values == {
        "invented": 0, "tags": 0, "open": 0, "findings": 0, "conflicts": 0, "coverage": 1, "path": 1
    }  # fmt: skip
    assert len(output["papers"]) > 2 and output["signs"] > 1000 and output["fields"] > 10
    assert output["checked"] == (case.groups["kind"] != "exempt")


def test_what_is_wrong_with_a_paper_is_found(parts: Parts) -> None:
    """The examination can fail: a planted number, name, tag, a lost chapter and a lost field."""
    made = parts.drafter.make(_filing("retailer"), "standard_contract", as_of=_day("retailer"), check=False)
    examiner, before = Examiner(parts), len(lines(_paper(made.draft, "pipia")))
    assert before > 100 and examiner.examine(made)["lost"] == []
    spoilt = _replaced(
        made.draft,
        "pipia",
        {
            "262,000人": "262,001人{{ x }}",
            "影响评估情况及结论": "别的",
            "无。": "由王建国负责。",
            "2015年9月18日": "None",
        },
    )
    found = examiner.examine(_with(made, spoilt))
    said = " ".join(found["invented"])
    assert "number 262001人" in said and "name 王建国" in said
    assert {one.rpartition("：")[2] for one in found["tags"]} >= {"{{", "}}", "None"}
    assert any("影响评估情况及结论" in one for one in found["lost"])
    filing = made.draft.filing.model_copy(update={"other": "另有一件没有写进材料的事"})
    assert any("另有一件" in one for one in examiner.examine(_with(made, made.draft, filing))["lost"])


@pytest.mark.parametrize("name", CASES)
def test_a_half_filled_story_shows_what_is_missing(name: str, drafter: Drafter, parts: Parts) -> None:
    filing = Filing.parse(_thinned(CASES[name].data["filing"], random.Random(name)))
    assert filing.kind is not None
    made = drafter.make(filing, filing.kind, as_of=_day(name), check=False)
    found = Examiner(parts).examine(made)
    assert found["invented"] == [] and found["tags"] == []
    assert made.draft.placeholders and found["open"]
    open_in = {one.partition("：【")[0] for one in found["open"]}
    assert open_in == {one.name for one in made.draft.papers if one.missing}
    for paper in made.draft.papers:
        Document(io.BytesIO(paper.data))


CONTRADICTIONS: dict[str, Any] = {
    "exporter.code": "91110105MA0000015X",
    "exporter.scale": 1,
    "exporter.founded": "2026-11-01",
    "pipia.began": "2026-11-09",
    "pipia.ended": "2026-01-01",
    "assessment.began": "2026-11-09",
    "assessment.ended": "2026-01-01",
    "authority.began": "2027-01-01",
    "authority.until": "2026-01-01",
    "scenes[0].persons_sent": 9_000_000,
    "scenes[0].persons_year": 10,
    "scenes[0].sensitive": False,
    "scenes[0].sensitive_persons_year": 5_000_000,
    "scenes[0].recipients": ["nobody"],
    "scenes[0].brief": "长" * 300,
    "extension.persons_growth": 80.0,
    "extension.links_unchanged": False,
}


@pytest.mark.parametrize("name", CASES)
def test_a_story_that_contradicts_itself_is_drafted_with_a_list_of_it(name: str, drafter: Drafter) -> None:
    facts = json.loads(json.dumps(CASES[name].data["filing"]))
    for path, value in CONTRADICTIONS.items():
        _set(facts, path, value)
    filing = Filing.parse(facts)
    assert filing.kind is not None
    for kind in (filing.kind, "extension" if filing.kind != "extension" else "exempt"):
        made = drafter.make(filing, kind, as_of=_day(name), check=False)
        told = {path for one in made.draft.conflicts for path in one.paths}
        assert told & set(CONTRADICTIONS), (kind, told)
        cover = "\n".join(lines(made.draft.papers[0].data))
        assert all(plain(one.message)[:30] in cover for one in made.draft.conflicts)


@pytest.mark.parametrize("name", ["retailer", "hospital_trial", "game_studio", "medical_device", "insurer"])
def test_hostile_text_in_every_field_stays_text(name: str, drafter: Drafter) -> None:
    facts, spoilt = _spoilt(CASES[name].data["filing"])
    assert spoilt > (8 if name == "insurer" else 60)
    filing = Filing.parse(facts)
    assert filing.kind is not None
    made = drafter.make(filing, filing.kind, as_of=_day(name), check=False)
    for paper in made.draft.papers:
        Document(io.BytesIO(paper.data))
        whole = "\n".join(lines(paper.data))
        assert not set(whole) & set("\u202e\u2066\x00\x08\x1b\ufffe"), paper.name
        assert "62615533" not in whole and "class 'copilot" not in whole and "<copilot" not in whole
        assert _fields(paper.data) <= {"PAGE", "NUMPAGES", "TOC"}, paper.name
        if paper.paper.id != "cover_list":
            assert SYNTAX in whole, paper.name


def test_the_longest_fields_come_out_whole(drafter: Drafter) -> None:
    facts, spoilt = _spoilt(CASES["retailer"].data["filing"], "长篇说明" * 4750)
    assert spoilt > 10
    made = drafter.make(Filing.parse(facts), "standard_contract", as_of=_day("retailer"), check=False)
    assert "长篇说明" * 4750 in "".join(lines(_paper(made.draft, "pipia")))
    for paper in made.draft.papers:
        Document(io.BytesIO(paper.data))


def test_two_thousand_data_items_make_a_table_of_as_many_rows(drafter: Drafter) -> None:
    facts = json.loads(json.dumps(CASES["retailer"].data["filing"]))
    item = facts["scenes"][0]["items"][0]
    facts["scenes"][0]["items"] = [item | {"name": f"=字段{n}{{{{ n }}}}"} for n in range(2000)]
    made = drafter.make(Filing.parse(facts), "standard_contract", as_of=_day("retailer"), check=False)
    tables = Document(io.BytesIO(_paper(made.draft, "pipia"))).tables
    rows = max(len(table.rows) for table in tables)
    assert rows == 2001
    whole = lines(_paper(made.draft, "pipia"))
    assert "=字段0{{ n }}" in whole and "=字段1999{{ n }}" in whole


def _filing(name: str) -> Filing:
    return Filing.parse(CASES[name].data["filing"])


def _day(name: str) -> dt.date:
    return dt.date.fromisoformat(CASES[name].data["filing"]["filed_on"])


def _paper(draft: Draft, key: str) -> bytes:
    return next(one.data for one in draft.papers if one.paper.id == key)


def _leaves(at: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    if isinstance(at, dict):
        for key, inner in at.items():
            yield from _leaves(inner, (*path, key))
    elif isinstance(at, list):
        for number, inner in enumerate(at):
            yield from _leaves(inner, (*path, number))
    else:
        yield path, at


def _reach(facts: Any, path: tuple[str | int, ...]) -> Any:
    for step in path[:-1]:
        facts = facts[step]
    return facts


def _thinned(facts: dict[str, Any], rng: random.Random) -> dict[str, Any]:
    """The facts without a third of the fields; what papers are told apart by stays."""
    facts = json.loads(json.dumps(facts))
    paths = [p for p, _ in _leaves(facts) if isinstance(p[-1], str) and p[-1] not in KEPT]
    for path in rng.sample(paths, len(paths) // 3):
        del _reach(facts, path)[path[-1]]
    return facts


def _set(facts: dict[str, Any], path: str, value: Any) -> None:
    """Set a field where the facts have the part that it belongs to."""
    at: Any = facts
    *steps, last = path.replace("[0]", ".0").split(".")
    for step in steps:
        at = at[int(step)] if step.isdigit() else at.setdefault(step, {})
    at[last] = value


def _spoilt(facts: dict[str, Any], text: str = HOSTILE) -> tuple[dict[str, Any], int]:
    """The facts with the text in every field that takes it, and how many those are."""
    facts, count = json.loads(json.dumps(facts)), 0
    for path, value in list(_leaves(facts)):
        if isinstance(value, str) and path[-1] not in KEPT and "recipients" not in path[1:]:
            at, before = _reach(facts, path), value
            at[path[-1]] = text
            try:
                Filing.parse(facts)
                count += 1
            except BadInput:
                at[path[-1]] = before
    return facts, count


def _replaced(draft: Draft, key: str, words: Mapping[str, str]) -> Draft:
    """The draft with words of one paper exchanged."""

    def spoil(data: bytes) -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
            for name in old.namelist():
                body = old.read(name)
                for one, other in words.items() if name == "word/document.xml" else ():
                    assert one.encode() in body, one
                    body = body.replace(one.encode(), other.encode())
                new.writestr(name, body)
        return out.getvalue()

    papers = tuple(replace(p, data=spoil(p.data)) if p.paper.id == key else p for p in draft.papers)
    return replace(draft, papers=papers)


def _with(made: Made, draft: Draft, filing: Filing | None = None) -> Made:
    return replace(made, draft=replace(draft, filing=filing or draft.filing))


def _fields(docx: bytes) -> set[str]:
    """The kinds of fields that Word would work out."""
    with zipfile.ZipFile(io.BytesIO(docx)) as parts:
        xml = [etree.fromstring(parts.read(n)) for n in parts.namelist() if n.startswith("word/") and n.endswith("xml")]
    said = [node.text or "" for root in xml for node in root.iter(f"{W}instrText")]
    said += [node.get(f"{W}instr") or "" for root in xml for node in root.iter(f"{W}fldSimple")]
    return {text.split()[0] for text in said if text.strip()}

"""A paper in which a model wrote says so: on its pages, in its metadata, in the list of materials."""

from __future__ import annotations

import datetime as dt
import io
import json
import zipfile

import pytest
from docx import Document

from copilot.filing.assembly import sources
from copilot.filing.drafting import Draft, DraftedPaper, draft
from copilot.filing.facts import Filing, Sentence
from copilot.filing.facts import Section as Kept
from copilot.filing.generated import WORDS, labelled
from copilot.filing.prose import facts_digest
from copilot.filing.questionnaire import Questionnaire
from copilot.filing.sections import load_sections
from copilot.filing.view import values
from copilot.law.rulebook import open_rulebook
from tests.filing.travel import TRAVEL
from tests.shipped import KB_DIR

AS_OF = dt.date(2026, 11, 20)
SENTENCE = "不提供入住人信息，境外酒店不能办理入住登记，因此需要出境。"


def property_of(data: bytes) -> dict[str, str]:
    """The fields of the label in a .docx."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        text = archive.read("docProps/custom.xml").decode()
    assert text.count('name="AIGC"') == 1
    start = text.index("{", text.index('name="AIGC"'))
    return json.loads(text[start : text.index("}", start) + 1].replace("&quot;", '"'))


def argued() -> Filing:
    """The travel service with a sentence of a model in one section of the report."""
    section = load_sections(KB_DIR).section("sa.2.2.2")
    view = values(TRAVEL, "security_assessment", as_of=AS_OF, label=Questionnaire.load(KB_DIR).label)
    kept = Kept(
        text=SENTENCE,
        by="model",
        model="m",
        facts=facts_digest(section, view),
        sentences=(Sentence(text=SENTENCE, paths=("scenes[0].necessity",)),),
    )
    return TRAVEL.model_copy(update={"sections": {section.id: kept}})


def drafted(filing: Filing) -> Draft:
    made = sources(KB_DIR, lambda: open_rulebook(KB_DIR), producer="示例 provider")
    return draft(filing, "security_assessment", as_of=AS_OF, sources=made)


def header(one: DraftedPaper) -> str:
    return "".join(p.text for s in Document(io.BytesIO(one.data)).sections for p in s.header.paragraphs)


@pytest.mark.thorough
def test_only_papers_with_sentences_of_a_model_are_labelled() -> None:
    with_model = {one.paper.id: one for one in drafted(argued()).papers}
    report = with_model["self_assessment"]
    assert report.generated and WORDS in header(report) and "不得签署或提交" in header(report)
    fields = property_of(report.data)
    assert fields["Label"] == "1" and fields["ContentProducer"].endswith("provider") and len(fields["ProduceID"]) == 32
    others = [one for key, one in with_model.items() if key != "self_assessment"]
    assert others and not any(one.generated or WORDS in header(one) for one in others)
    assert not any(one.generated for one in drafted(TRAVEL).papers)
    again = {one.paper.id: one for one in drafted(argued()).papers}
    assert property_of(again["self_assessment"].data) == fields


def test_properties_that_a_template_has_stay() -> None:
    out = io.BytesIO()
    Document().save(out)
    once = labelled(out.getvalue(), text="x", producer="a")
    twice = labelled(once, text="y", producer="b")
    assert property_of(once)["ContentProducer"] == "a" and property_of(twice)["ContentProducer"] == "b"
    Document(io.BytesIO(twice))

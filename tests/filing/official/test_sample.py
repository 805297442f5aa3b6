"""The sample of a template: every proposal shown in its place, whatever a person has confirmed so far."""

from __future__ import annotations

import pytest

from copilot.filing.official.sample import sample
from copilot.filing.official.store import Templates
from copilot.filing.official.use import labels_of
from tests import shipped
from tests.filing.official import layouts
from tests.filing.official.conftest import TODAY

LABELS = labels_of(shipped.KB_DIR)


@pytest.mark.parametrize("name", ["APPLICATION", "ATTORNEY", "REPORT", "CONTRACT", "EXTENSION"])
def test_every_proposal_is_shown_before_it_is_confirmed(store: Templates, name: str) -> None:
    (added,) = store.add(f"{name}.docx", layouts.word(layouts.parsed(getattr(layouts, name))), today=TODAY)
    text = "\n".join(layouts.lines_of(sample(added, LABELS)))
    proposed = {b.value for b in added.blanks if b.value in LABELS and b.only_with is None}
    assert proposed and [v for v in proposed if v and f"【待补充：{LABELS[v]}】" not in text] == []
    assert not store.get(added.id).confirmed, "looking confirms nothing"


def test_what_stays_empty_until_something_else_is_chosen_is_shown_too(store: Templates) -> None:
    (added,) = store.add("合同.docx", layouts.word(layouts.parsed(layouts.CONTRACT)), today=TODAY)
    assert next(b for b in added.blanks if b.value == "contract.seat").skip
    text = "\n".join(layouts.lines_of(sample(added, LABELS)))
    assert f"【待补充：{LABELS['contract.seat']}】" in text and "☑" not in text


def test_what_is_not_recognised_stays_as_it_is(store: Templates) -> None:
    lines = ["企业名称：____", "宠物数量：____"]
    (added,) = store.add("表.docx", layouts.word(lines), today=TODAY, paper="negative_list_form")
    assert layouts.lines_of(sample(added, LABELS)) == [f"企业名称：【待补充：{LABELS['exporter.name']}】", lines[1]]

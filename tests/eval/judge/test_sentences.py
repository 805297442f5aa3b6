"""Chinese sentences and quotations, and what ragas' own assumptions make of them."""

from __future__ import annotations

import pytest
from ragas.metrics.collections import QuotedSpansAlignment
from ragas.metrics.collections.quoted_spans.util import extract_quoted_spans

from eval.judge.metrics import ChineseQuotedSpans
from eval.judge.sentences import quotations, sentences

SOURCE = "数据处理者应当自批准之日起\n三年内有效，期满前六十个工作日内申请延期。"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("要申报评估。不满10万人的免予；满100万人的要评估！对吗？", 4),
        ("The threshold is 1.5%. It applies.", 2),
        ("1. 先做自评估[1]\n2. 再申报[2][3]。\n（三）等受理；", 3),
        ("他说：“应当申报。不得拖延。”然后办理。", 2),
        ("条文写明「应当申报；不得拆分」，所以要办（含续期。见下文）手续。", 1),
        ("……", 0),
        ("", 0),
    ],
)
def test_sentences(text: str, expected: int) -> None:
    found = sentences(text)
    assert len(found) == expected, found


def test_marks_of_lists_and_citations_go_but_numbers_stay() -> None:
    assert sentences("（一）保存3年[1]。\n2、10万人以上要评估[2]") == ["保存3年。", "10万人以上要评估"]


def test_a_break_of_line_ends_a_statement_even_where_a_quotation_was_never_closed() -> None:
    assert len(sentences("条文写明“应当申报。\n不得拖延。")) == 2


def test_full_stops_and_blanks_do_not_cut_chinese() -> None:
    text = "要申报评估。不满10万人的免予。"
    assert len(text.split(". ")) == 1  # how ragas cuts texts for BLEU
    assert len(sentences(text)) == 2


@pytest.mark.parametrize("marks", ["“”", "「」", "『』", "‘’", '""', "＂＂"])
def test_quotations_in_every_form(marks: str) -> None:
    assert quotations(f"规定写明{marks[0]}期满前六十个工作日内申请{marks[1]}延期") == ["期满前六十个工作日内申请"]


def test_terms_in_quotation_marks_are_no_quotations() -> None:
    assert quotations("所谓“重要数据”与“数据处理者”") == []


async def test_ragas_lets_an_invented_chinese_quotation_pass_and_ours_does_not() -> None:
    invented = "规定写明“期满前三十个工作日内不必申请延期”。"
    assert extract_quoted_spans(invented) == []  # no blanks, so fewer than three words
    assert (await QuotedSpansAlignment().ascore(invented, [SOURCE])).value == 1.0
    assert (await ChineseQuotedSpans().ascore(invented, [SOURCE])).value == 0.0


async def test_a_true_quotation_is_found_across_line_breaks_and_width() -> None:
    true = "规定写明「自批准之日起三年内有效,期满前六十个工作日内申请延期」。"
    assert (await ChineseQuotedSpans().ascore(true, [SOURCE])).value == 1.0

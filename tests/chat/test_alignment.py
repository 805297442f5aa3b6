"""Sources cut into the lines a sentence may stand on."""

from copilot.chat.alignment import groups, halves, lines, source_lines
from copilot.chat.wording import canonical


def test_an_item_has_its_lead_in() -> None:
    assert lines("应当提交两项材料：（一）合同；（二）报告。其他不用。") == [
        ("应当提交两项材料：", "（一）合同；"),
        ("应当提交两项材料：", "（二）报告。"),
        ("", "其他不用。"),
    ]


def test_items_after_a_full_sentence_and_unnumbered_parts_have_one_too() -> None:
    found = [x.full for x in source_lines("", "达到以下数量的，须评估。\n1.敏感1万人以上；\n2.其他100万人以上。")]
    assert "达到以下数量的，须评估。1.敏感1万人以上；" in found
    found = [x.full for x in source_lines("", "有下列情形之一的，应当删除：目的已实现；个人撤回同意。")]
    assert "有下列情形之一的，应当删除：个人撤回同意。" in found


def test_a_line_that_points_back_is_read_with_what_it_points_to() -> None:
    composite = [x.full for x in source_lines("", "提交四项材料。\n其中前两项可以不重新提供。") if x.composite]
    assert composite == ["提交四项材料。其中前两项可以不重新提供。"]


def test_parts_of_a_sentence() -> None:
    assert groups("应当备案；逾期的终止") == ["应当备案", "逾期的终止"]
    assert groups("应当申报，但属于第五条的免予") == ["应当申报", "但属于第五条的免予"]
    assert halves(canonical("停止运营的，应当停止收集，并删除个人信息")) == [
        "停止运营的，应当停止收集",
        "停止运营的，并删除个人信息",
    ]
    assert halves("应当备案") == []

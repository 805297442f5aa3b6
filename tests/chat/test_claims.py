"""Claims that need their own word in the source."""

import pytest

from copilot.chat.claims import added, disordered, overstated, strangers, swapped, unnamed
from copilot.chat.wording import telling_words

NAME, TEXT = "《数据出境安全评估办法》第十三条", "依照《网络安全法》第三十九条，第一款第（二）项所列情形可以申请复评。"


@pytest.mark.parametrize(
    ("said", "reasons"),
    [
        ("依据第十三条", []),
        ("依据《数据出境安全评估办法》第13条", []),
        ("依据《网络安全法》第三十九条", []),
        ("依据第十四条", ["article:第十四条"]),
        ("依据第（三）项", ["article:第三项"]),
        ("依据《个人信息出境认证办法》", ["instrument:个人信息出境认证办法"]),
        ("依据《网络安全法》第十三条", ["instrument:网络安全法第十三条"]),
    ],
)
def test_names(said: str, reasons: list[str]) -> None:
    assert unnamed(said, [(NAME, TEXT)]) == reasons


@pytest.mark.parametrize(
    ("said", "source", "reasons"),
    [
        ("只能做认证", "可以选择认证", ["claim:只能"]),
        ("一律免责", "可以不追究责任", ["claim:一律"]),
        ("逾期视为同意", "逾期终止", ["claim:视为同意"]),
        ("任何组织不得公开", "任何组织、个人不得公开", []),
        ("不能自动推定", "按通知书办理", []),
    ],
)
def test_overstated(said: str, source: str, reasons: list[str]) -> None:
    assert overstated(said, source) == reasons


@pytest.mark.parametrize(
    ("said", "source", "fault"),
    [
        ("依法从轻处罚", "依法从重处罚", "swapped:从轻"),
        ("采用线下方式", "应当在线上提交", "swapped:线下"),
        ("终身不得从业", "5年之内不得从业", "absent:终身"),
        ("把信息提供给外方", "把信息提供给外方", ""),
    ],
)
def test_swapped(said: str, source: str, fault: str) -> None:
    assert swapped(said, source) == fault


def test_who_consents() -> None:
    source = "应当取得其父母或者其他监护人的同意"
    assert strangers("应当取得监护人同意", source, telling_words(source)) == ""
    assert strangers("应当取得学校的同意", source, telling_words(source)) == "学校"


@pytest.mark.parametrize(
    ("said", "reasons"),
    [
        ("备案应当提交合同", []),
        ("备案应当用光盘提交合同", ["added:光盘"]),
        ("县级有关部门可以约谈", ["added:县级"]),
        ("省级有关部门可以约谈", []),
        ("姓名、生日、年龄，都可以备案", ["added:姓名", "added:生日", "added:年龄"]),
    ],
)
def test_what_the_source_does_not_speak_of_is_added(said: str, reasons: list[str]) -> None:
    assert added(said, "备案应当提交合同。省级以上有关部门可以约谈。") == reasons


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ("先启动预案，再报告主管部门", ""),
        ("先报告主管部门，再启动预案", "order:报告主管部门"),
        ("先通知用户，再启动预案", ""),
    ],
)
def test_steps_keep_their_order(said: str, fault: str) -> None:
    assert disordered(said, "应当立即启动预案；造成严重后果的，应当报告主管部门。") == fault


@pytest.mark.parametrize(
    ("said", "reasons"),
    [
        ("采购都应当通过审查", ["claim:都应当"]),
        ("双方都应当备案", []),
        ("只有监护人可以要求更正", ["claim:只有"]),
    ],
)
def test_a_rule_for_some_is_not_one_for_all(said: str, reasons: list[str]) -> None:
    assert overstated(said, "采购可能影响安全的，应当通过审查；未成年人或者监护人有权要求更正。") == reasons

"""A reader at the section 出境路径: what a person does there, for the tests of its views."""

from __future__ import annotations

from typing import Any

from tests.ui.conftest import Reader

STORY = "我们是苏州的一家公司，今年把8万名国内会员的姓名和手机号传给新加坡总部做统计，不含敏感个人信息。"
PLAIN = {
    "is_export": "是",
    "contains_pi": "是",
    "pi_count": "15万",
    "sensitive_pi_count": "0",
}


def enter(one: Reader) -> Reader:
    """Go to the section and wait for the first question."""
    one.page.click("#cc-tab-path")
    one.page.wait_for_selector(".cc-question-card, #cc-path-finished")
    return one


def settled(one: Reader) -> None:
    """Wait until the verdict follows the last answer."""
    one.page.wait_for_function(
        "() => !document.querySelector('.cc-path-result[aria-busy]') && document.querySelector('.cc-verdict')"
    )


def question(one: Reader) -> str | None:
    """The fact asked for now; None when nothing is left to ask."""
    card = one.page.locator(".cc-question-card")
    return card.get_attribute("data-fact") if card.count() else None


def give(one: Reader, answer: str) -> None:
    """Answer the question now, by button or in words, and wait for what comes of it."""
    before = question(one)
    card = one.page.locator(".cc-question-card")
    chip = card.get_by_role("button", name=answer, exact=True)
    if chip.count():
        chip.click()
    else:
        card.locator("input").fill(answer)
        card.locator("input").press("Enter")
    one.page.wait_for_function(
        "before => document.querySelector('.cc-question-card')?.dataset.fact !== before", arg=before
    )
    settled(one)


def answer_all(one: Reader, answers: dict[str, str] = PLAIN, otherwise: str = "否") -> list[str]:
    """Answer until nothing is asked; the facts asked for, in order."""
    asked = []
    while (fact := question(one)) is not None and len(asked) < 40:
        asked.append(fact)
        give(one, answers.get(fact, otherwise))
    return asked


def last(one: Reader, kind: str = "next") -> dict[str, Any]:
    """The last body that the page sent."""
    return next(body for name, body in reversed(one.state.path.asked) if name == kind)


def path_of(one: Reader) -> str | None:
    """The path that the verdict shows."""
    return one.page.locator(".cc-path-judge .cc-verdict").get_attribute("data-path")


def drawn(one: Reader) -> str:
    """The words of the chart."""
    return one.page.locator(".cc-timeline").text_content() or ""

"""Check digits against numbers that are published as examples, and one digit off."""

from __future__ import annotations

import pytest

from copilot.redaction import checks


@pytest.mark.parametrize(
    ("check", "good", "bad"),
    [
        (checks.resident_id, "11010519491231002X", "110105194912310021"),  # the example of GB 11643
        (checks.credit_code, "91350100M000100Y43", "91350100M000100Y44"),  # the example of GB 32100
        (checks.luhn, "4111111111111111", "4111111111111112"),
        (checks.luhn, "79927398713", "79927398710"),
    ],
)
def test_one_sign_off_does_not_fit(check, good: str, bad: str) -> None:
    assert check(good) and not check(bad)


def test_codes_with_letters_that_no_code_has_do_not_fit() -> None:
    assert not checks.credit_code("9135010OM000100Y43") and not checks.credit_code("9135")


@pytest.mark.parametrize(("letters", "check", "fits"), [("A", "3", True), ("A", "4", False), ("AB", "3", True)])
def test_hong_kong(letters: str, check: str, fits: bool) -> None:
    assert checks.hong_kong_id(letters, "123456" if letters == "A" else "987654", check) is fits

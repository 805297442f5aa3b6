"""What is taken as a password, and hashes."""

import time

import pytest

from copilot.accounts.passwords import fault_of, hashed, made_up, matches, outdated, require_good, weak_secret
from copilot.errors import BadInput

NAMES = ("zhangwei@example.com", "张伟光", "acme-trade")


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("短短短", "不足"),
        ("ninechars", "不足"),
        ("x" * 201, "超过"),
        ("my ACME-trade pass", "单位名"),
        ("我是张伟光没人知道吧", "姓名"),
        ("password123", "最常见"),
        ("Password1234!!", "最常见"),
        ("ｐａｓｓｗｏｒｄ１２３", "最常见"),
        ("aaaabbbbaaaa", "重复"),
        ("abcdefghijklm", "连续"),
        ("97531eca", "不足"),
    ],
)
def test_weak_passwords_are_refused_with_the_reason(password: str, why: str) -> None:
    with pytest.raises(BadInput, match=why):
        require_good(password, names=NAMES)


@pytest.mark.parametrize("password", ["correct horse battery", "海关大楼前的三棵银杏", "tenchars-7", "x9" * 20 + "qwe"])
def test_long_ones_are_taken_whatever_their_signs(password: str) -> None:
    assert fault_of(password, NAMES) is None


def test_a_hash_is_argon2id_salted_and_meets_its_password_alone() -> None:
    kept = hashed("海关大楼前的三棵银杏")
    assert kept.startswith("$argon2id$") and kept != hashed("海关大楼前的三棵银杏")
    assert matches("海关大楼前的三棵银杏", kept)
    assert not matches("海关大楼前的三棵银杏 ", kept)
    assert not outdated(kept)
    assert outdated("$argon2id$v=19$m=8192,t=1,p=1$" + kept.split("$", 4)[4])
    assert not matches("x", "no hash at all")


def test_a_full_width_password_is_the_same() -> None:
    assert matches("ABCdef123456", hashed("ＡＢＣdef123456"))


def test_nobody_takes_as_long_as_somebody() -> None:
    kept = hashed("海关大楼前的三棵银杏")

    def seconds(against: str | None) -> float:
        def once() -> float:
            began = time.perf_counter()
            assert not matches("wrong guess", against)
            return time.perf_counter() - began

        return min(once() for _ in range(5))

    somebody, nobody = seconds(kept), seconds(None)
    assert somebody / 2 < nobody < somebody * 2


def test_made_up_passwords_are_good_and_differ() -> None:
    assert len({made_up() for _ in range(20)}) == 20
    assert fault_of(made_up(), NAMES) is None


@pytest.mark.parametrize("secret", ["", "changeme", "secret!", "1" * 32, "compliance-copilot", "0123456789:;"])
def test_weak_secrets(secret: str) -> None:
    assert weak_secret(secret)


def test_a_long_random_secret_is_fine() -> None:
    assert not weak_secret("kJ3vP0zqX8mWn5Rt")

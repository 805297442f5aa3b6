"""Passwords: what is taken as one, and Argon2id hashes of them.

Source: OWASP Password Storage Cheat Sheet and RFC 9106 (Argon2id); NIST SP 800-63B (length and a list of common ones
instead of rules on kinds of characters).
"""

from __future__ import annotations

import secrets
import threading
import unicodedata
from itertools import pairwise

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from copilot.accounts.common import COMMON, WEAK_SECRETS
from copilot.errors import BadInput

MIN_CHARS, MAX_CHARS = 10, 200
MIN_DIFFERENT = 5
MIN_SECRET_CHARS = 8
_AT_ONCE = threading.BoundedSemaphore(2)  # each takes 64 MiB: a burst of sign-ins waits instead of filling the memory
_hasher = PasswordHasher()
_NOBODY = _hasher.hash(secrets.token_hex(16))


def folded(words: str) -> str:
    """Text with one spelling: full-width forms, composed characters."""
    return unicodedata.normalize("NFKC", words)


def require_good(password: str, *, names: tuple[str, ...]) -> None:
    """Return when this may become somebody's password.

    Args:
        password: as typed.
        names: sign-in name, name and organisation of whom it is for.

    Raises:
        BadInput: it may not; the message says why.
    """
    if fault := fault_of(folded(password), names):
        zh, en = fault
        raise BadInput(f"这个密码不能用：{zh}", hint="用几个不相干的词连起来，既长又好记", en=f"weak password: {en}")


def fault_of(password: str, names: tuple[str, ...]) -> tuple[str, str] | None:
    """What is wrong with a password, in Chinese and English; None: nothing."""
    plain = password.casefold()
    if len(password) < MIN_CHARS:
        return f"不足 {MIN_CHARS} 个字符", f"shorter than {MIN_CHARS} characters"
    if len(password) > MAX_CHARS:
        return f"超过 {MAX_CHARS} 个字符", f"longer than {MAX_CHARS} characters"
    if any(len(name) >= 3 and folded(name).casefold() in plain for name in names):
        return "含有姓名、登录名或者单位名", "holds a name of yours"
    if plain in COMMON or plain.rstrip("0123456789!@#.") in COMMON | WEAK_SECRETS:
        return "是最常见的密码之一，最先被猜到", "one of the commonest passwords"
    if len(set(plain)) < MIN_DIFFERENT or _in_steps(plain):
        return "只是重复或者连续的字符", "repeated or consecutive characters only"
    return None


def _in_steps(plain: str) -> bool:
    """Whether every character follows the one before in the same step (`abcdef`, `987654`)."""
    return len({ord(b) - ord(a) for a, b in pairwise(plain)}) == 1


def weak_secret(secret: str) -> bool:
    """Whether a key or password of the service itself is a default, common or short one."""
    plain = secret.strip().casefold()
    if len(plain) < MIN_SECRET_CHARS or len(set(plain)) < MIN_DIFFERENT:
        return True
    return plain in COMMON | WEAK_SECRETS or _in_steps(plain)


def hashed(password: str) -> str:
    """The Argon2id hash, with its parameters and salt in it."""
    with _AT_ONCE:
        return _hasher.hash(folded(password))


def matches(password: str, kept: str | None) -> bool:
    """Whether a password is the one of a hash; takes as long where there is no hash."""
    try:
        with _AT_ONCE:
            return _hasher.verify(kept or _NOBODY, folded(password[:MAX_CHARS])) and kept is not None
    except (VerificationError, InvalidHashError):
        return False


def outdated(kept: str) -> bool:
    """Whether a hash was made with other parameters than today's."""
    return _hasher.check_needs_rehash(kept)


def made_up() -> str:
    """A password to hand over once: 20 letters and digits without those that look alike, in groups."""
    letters = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(letters) for _ in range(5)) for _ in range(4))

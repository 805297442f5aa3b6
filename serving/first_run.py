"""What happens before the first request: the first operator, the refusal of unsafe addresses, a word on signing in."""

from __future__ import annotations

from collections.abc import Callable

from copilot.accounts.service import Accounts
from copilot.settings import Settings
from serving.security import is_loopback, key_of, require_safe_address

OPERATOR = "operator"


def prepare(settings: Settings, accounts: Callable[[], Accounts]) -> None:
    """Make the first operator where a password for one is set, and make sure that the address is safe.

    Args:
        settings: address and secrets.
        accounts: gives the accounts; asked only where they matter, since that opens the database.

    Raises:
        Refused: see `require_safe_address`.
        BadInput: the operator's password is weak.
    """
    given = settings.operator_password.get_secret_value().strip() if settings.operator_password else ""
    if given and not accounts().people.any():
        accounts().begin(OPERATOR, name="运维管理员", password=given, must_change=True)
    if not is_loopback(settings.host):
        require_safe_address(settings, accounts=accounts().people.any())


def how_to_sign_in(settings: Settings, accounts: Accounts) -> str:
    """A line for whoever started the service."""
    if accounts.people.any():
        return "登录：用浏览器打开上面的地址，输入登录名和密码（用户见 compliance-copilot accounts list）。"
    if key_of(settings):
        return "凭 COPILOT_API_KEY 使用，身份是运维管理员；要让各人自己登录：compliance-copilot accounts init"
    return "本机单人使用，不需要登录，身份是本机运维；要让同事登录使用：compliance-copilot accounts init"

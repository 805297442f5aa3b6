"""Sessions, failed tries and keys."""

import threading

import pytest

from copilot.accounts.roles import Permission, Role
from copilot.accounts.service import Accounts
from copilot.accounts.sign_in import WrongSignIn
from copilot.accounts.tries import FREE_TRIES, TooManyTries, wait_after
from copilot.errors import BadInput, UnknownRecord
from tests.accounts.conftest import Clock

GOOD = "海关大楼前的三棵银杏"


@pytest.fixture
def li(accounts: Accounts) -> str:
    """Id of an enterprise user of acme, beside an operator."""
    accounts.begin("root", password=GOOD)
    accounts.people.add_tenant("acme", "甲公司")
    user = accounts.people.add(
        "li", tenant="acme", roles=[Role.ENTERPRISE_USER], name="李", password=GOOD, must_change=False
    )
    return user.id


def test_a_session_says_who_acts_for_which_organisation(accounts: Accounts, li: str) -> None:
    acting = accounts.sign_ins.of_token(accounts.sign_ins.sign_in("LI", GOOD, agent="Firefox").token)
    assert acting and acting.principal.tenant == "acme" and acting.principal.name == "李"
    assert acting.principal.may(Permission.DRAFT) and not acting.principal.may(Permission.PEOPLE)
    assert accounts.sign_ins.of_token("nonsense") is None
    assert [s.agent for s in accounts.sign_ins.sessions(user=li)] == ["Firefox"]


def test_wrong_name_and_wrong_password_are_answered_alike(accounts: Accounts, li: str) -> None:
    said = []
    for login in ("li", "nobody"):
        with pytest.raises(WrongSignIn) as caught:
            accounts.sign_ins.sign_in(login, "guess")
        said.append(caught.value.as_dict())
    assert said[0] == said[1]


def test_an_idle_session_ends_and_a_used_one_at_its_limit(accounts: Accounts, li: str, clock: Clock) -> None:
    token = accounts.sign_ins.sign_in("li", GOOD).token
    for _ in range(11):
        clock.pass_(minutes=60)
        assert accounts.sign_ins.of_token(token)
    clock.pass_(minutes=61)
    assert accounts.sign_ins.of_token(token) is None
    token = accounts.sign_ins.sign_in("li", GOOD).token
    clock.pass_(minutes=119)
    assert accounts.sign_ins.of_token(token)
    clock.pass_(minutes=121)
    assert accounts.sign_ins.of_token(token) is None
    assert accounts.sign_ins.sessions(user=li) == []


def test_sessions_are_ended_one_or_all_and_only_ones_own(accounts: Accounts, li: str) -> None:
    tokens = [accounts.sign_ins.sign_in("li", GOOD).token for _ in range(3)]
    ids = [acting.session for token in tokens if (acting := accounts.sign_ins.of_token(token))]
    for foreign in ({"tenant": "local"}, {"user": "somebody"}):
        with pytest.raises(UnknownRecord):
            accounts.sign_ins.end(ids[0], **foreign)
    accounts.sign_ins.end(ids[0], user=li)
    assert [bool(accounts.sign_ins.of_token(t)) for t in tokens] == [False, True, True]
    assert accounts.sign_ins.end_all(li) == 2
    assert not any(accounts.sign_ins.of_token(t) for t in tokens)


def test_who_is_shut_out_is_out_at_once(accounts: Accounts, li: str) -> None:
    token = accounts.sign_ins.sign_in("li", GOOD).token
    key = accounts.sign_ins.make_key(li, "k", scopes=[Permission.ASK]).key
    accounts.people.change("li", disabled=True)
    assert accounts.sign_ins.of_token(token) is None and accounts.sign_ins.of_key(key) is None
    with pytest.raises(WrongSignIn):
        accounts.sign_ins.sign_in("li", GOOD)
    accounts.people.change("li", disabled=False)
    accounts.people.switch_tenant("acme", on=False)
    assert accounts.sign_ins.of_key(key) is None
    with pytest.raises(WrongSignIn):
        accounts.sign_ins.sign_in("li", GOOD)
    accounts.people.switch_tenant("acme", on=True)
    accounts.sign_ins.sign_in("li", GOOD)


def test_new_roles_count_at_once(accounts: Accounts, li: str) -> None:
    token = accounts.sign_ins.sign_in("li", GOOD).token
    accounts.people.change("li", roles=[Role.AUDITOR])
    acting = accounts.sign_ins.of_token(token)
    assert acting and acting.principal.may(Permission.AUDIT) and not acting.principal.may(Permission.ASK)


@pytest.mark.parametrize("login", ["li", "nobody"])
def test_five_failures_lock_a_name_and_the_wait_grows(accounts: Accounts, li: str, clock: Clock, login: str) -> None:
    for _ in range(FREE_TRIES):
        with pytest.raises(WrongSignIn):
            accounts.sign_ins.sign_in(login, "guess")
    with pytest.raises(TooManyTries) as caught:
        accounts.sign_ins.sign_in(login, GOOD)  # not even the right one
    assert caught.value.wait_s == 60
    clock.pass_(seconds=61)
    with pytest.raises(WrongSignIn):
        accounts.sign_ins.sign_in(login, "guess")
    with pytest.raises(TooManyTries) as caught:
        accounts.sign_ins.sign_in(login, "guess")
    assert caught.value.wait_s == 120
    if login == "li":
        clock.pass_(seconds=121)
        accounts.sign_ins.sign_in(login, GOOD)
        with pytest.raises(WrongSignIn):  # forgotten: the count begins again
            accounts.sign_ins.sign_in(login, "guess")


def test_waits_double_up_to_an_hour() -> None:
    assert [wait_after(n) for n in (0, 4, 5, 6, 7, 10, 11, 12, 500)] == [0, 0, 60, 120, 240, 1920, 3600, 3600, 3600]


def test_many_tries_at_once_gain_nothing(accounts: Accounts, li: str) -> None:
    heard: list[str] = []

    def guess() -> None:
        try:
            accounts.sign_ins.sign_in("li", "guess")
        except (WrongSignIn, TooManyTries) as error:
            heard.append(error.code)

    threads = [threading.Thread(target=guess) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(heard) == ["too_many_tries"] * 15 + ["wrong_sign_in"] * 5


def test_a_key_does_what_it_says_and_no_more(accounts: Accounts, li: str, clock: Clock) -> None:
    made = accounts.sign_ins.make_key(li, "夜间批处理", scopes=[Permission.ASK, Permission.READ], days=30)
    who = accounts.sign_ins.of_key(made.key)
    assert who and who.via == "key" and who.tenant == "acme"
    assert who.may(Permission.ASK) and not who.may(Permission.DRAFT)
    assert accounts.sign_ins.of_key(made.key + "x") is None
    assert accounts.sign_ins.of_token(made.key) is None
    (kept,) = accounts.sign_ins.keys(user=li)
    assert kept.used_at == clock.time and made.key.startswith(kept.hint) and not hasattr(kept, "key")
    accounts.people.change("li", roles=[Role.AUDITOR])
    who = accounts.sign_ins.of_key(made.key)
    assert who and who.scopes == {Permission.READ}  # what the owner may no longer do, the key may not either
    clock.pass_(days=31)
    assert accounts.sign_ins.of_key(made.key) is None


def test_keys_beyond_their_owner_are_refused(accounts: Accounts, li: str) -> None:
    for scopes, days in (([Permission.OPERATE], 30), ([], 30), ([Permission.ASK], 0), ([Permission.ASK], 1000)):
        with pytest.raises(BadInput):
            accounts.sign_ins.make_key(li, "k", scopes=scopes, days=days)


def test_a_revoked_key_is_dead_and_another_tenant_cannot_revoke_it(accounts: Accounts, li: str) -> None:
    made = accounts.sign_ins.make_key(li, "k", scopes=[Permission.ASK])
    with pytest.raises(UnknownRecord):
        accounts.sign_ins.revoke_key(made.id, tenant="local")
    accounts.sign_ins.revoke_key(made.id, tenant="acme")
    assert accounts.sign_ins.of_key(made.key) is None
    with pytest.raises(UnknownRecord):
        accounts.sign_ins.revoke_key(made.id)


def test_a_password_set_by_another_opens_no_key(accounts: Accounts, li: str) -> None:
    made = accounts.sign_ins.make_key(li, "k", scopes=[Permission.ASK])
    accounts.people.set_password("li")
    assert accounts.sign_ins.of_key(made.key) is None

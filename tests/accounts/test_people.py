"""Organisations and people."""

import pytest

from copilot.accounts.roles import Role
from copilot.accounts.service import Accounts
from copilot.errors import BadInput, UnknownRecord
from copilot.store.database import Database
from copilot.store.tables_accounts import AccountRow

pytestmark = pytest.mark.thorough

GOOD = "海关大楼前的三棵银杏"


def test_the_first_account_is_the_operator_and_there_is_one_beginning(accounts: Accounts) -> None:
    assert not accounts.people.any()
    made = accounts.begin("Root@Example.com", name="运维")
    assert (made.login, made.tenant, made.roles) == ("root@example.com", "local", [Role.OPERATOR])
    assert made.must_change and accounts.sign_ins.sign_in("root@example.com", made.password).user.id == made.id
    assert accounts.people.any()
    with pytest.raises(BadInput, match="已经有账户"):
        accounts.begin("other")


def test_no_password_token_or_key_stands_in_the_database(accounts: Accounts, database: Database, tmp_path) -> None:
    accounts.begin("root", password=GOOD)
    token = accounts.sign_ins.sign_in("root", GOOD).token
    key = accounts.sign_ins.make_key(accounts.people.get("root").id, "批处理", scopes=["ask"]).key  # type: ignore[list-item]
    with pytest.raises(Exception, match="不对"):
        accounts.sign_ins.sign_in("typed-my-password-here", GOOD)
    database.close()
    kept = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    for secret in (GOOD, token, key, "typed-my-password-here"):
        assert secret.encode() not in kept
    assert b"$argon2id$" in kept


def test_tenants_have_plain_ids_once(accounts: Accounts) -> None:
    accounts.people.add_tenant("acme", "某贸易公司")
    for wrong in ("acme", "Acme", "a/b", "..", "", "-a", "x" * 41, "local"):
        with pytest.raises(BadInput):
            accounts.people.add_tenant(wrong, "再来")
    assert [(t.id, t.users) for t in accounts.people.tenants()] == [("acme", 0), ("local", 0)]


def test_names_are_one_in_the_whole_service(accounts: Accounts) -> None:
    accounts.people.add_tenant("acme", "某贸易公司")
    accounts.people.add("li", tenant="acme", roles=[Role.ENTERPRISE_USER])
    for login in ("LI", "ｌｉ", " li "):
        with pytest.raises(BadInput, match="已有人"):
            accounts.people.add(login, tenant="local", roles=[Role.AGENT])
    for login in ("", "a b", "x" * 101):
        with pytest.raises(BadInput, match="登录名"):
            accounts.people.add(login, tenant="acme", roles=[Role.AGENT])
    with pytest.raises(UnknownRecord):
        accounts.people.add("wang", tenant="nowhere", roles=[Role.AGENT])
    with pytest.raises(BadInput, match="角色"):
        accounts.people.add("wang", tenant="acme", roles=[])


def test_another_tenants_people_are_not_there(accounts: Accounts) -> None:
    accounts.people.add_tenant("acme", "甲")
    accounts.people.add_tenant("other", "乙")
    li = accounts.people.add("li", tenant="acme", roles=[Role.ENTERPRISE_USER])
    assert [u.login for u in accounts.people.users(tenant="acme")] == ["li"]
    assert accounts.people.users(tenant="other") == []
    for action in (
        lambda: accounts.people.get(li.id, tenant="other"),
        lambda: accounts.people.change(li.id, name="x", tenant="other"),
        lambda: accounts.people.set_password(li.id, tenant="other"),
        lambda: accounts.people.unlock(li.id, tenant="other"),
        lambda: accounts.people.remove(li.id, tenant="other"),
    ):
        with pytest.raises(UnknownRecord):
            action()
    assert accounts.people.get("li").name == "li"


def test_the_last_operator_stays(accounts: Accounts) -> None:
    root = accounts.begin("root", password=GOOD)
    for action in (
        lambda: accounts.people.change(root.id, roles=[Role.AUDITOR]),
        lambda: accounts.people.change(root.id, disabled=True),
        lambda: accounts.people.remove(root.id),
    ):
        with pytest.raises(BadInput, match="最后一位"):
            action()
    accounts.people.add("second", tenant="local", roles=[Role.OPERATOR])
    assert accounts.people.change(root.id, roles=[Role.AUDITOR]).roles == [Role.AUDITOR]


def test_changing_the_password_ends_the_other_sessions(accounts: Accounts) -> None:
    root = accounts.begin("root", password=GOOD)
    here, there = (accounts.sign_ins.sign_in("root", GOOD).token for _ in range(2))
    mine = accounts.sign_ins.of_token(here)
    assert mine
    with pytest.raises(BadInput, match="不对"):
        accounts.people.change_password(root.id, "wrong", "另一个很长的密码啊啊")
    with pytest.raises(BadInput, match="相同"):
        accounts.people.change_password(root.id, GOOD, GOOD)
    accounts.people.change_password(root.id, GOOD, "另一个很长的密码词句", keep=mine.session)
    assert accounts.sign_ins.of_token(here) and not accounts.sign_ins.of_token(there)
    accounts.sign_ins.sign_in("root", "另一个很长的密码词句")


def test_a_reset_makes_up_a_password_that_must_be_changed_and_unlocks(accounts: Accounts) -> None:
    accounts.begin("root", password=GOOD)
    for _ in range(6):
        with pytest.raises(Exception, match=r"不对|再试"):
            accounts.sign_ins.sign_in("root", "nothing right")
    assert accounts.people.get("root").locked_until
    made = accounts.people.set_password("root")
    assert accounts.sign_ins.sign_in("root", made).user.must_change
    assert not accounts.people.get("root").locked_until


def test_a_hash_with_old_parameters_is_made_anew_at_sign_in(accounts: Accounts, database: Database) -> None:
    from argon2 import PasswordHasher

    root = accounts.begin("root", password=GOOD)
    with database.writing() as session:
        row = session.get(AccountRow, root.id)
        assert row
        row.password = PasswordHasher(time_cost=1, memory_cost=1024).hash(GOOD)
    accounts.sign_ins.sign_in("root", GOOD)
    with database.reading() as session:
        row = session.get(AccountRow, root.id)
        assert row and "m=65536" in row.password
    accounts.sign_ins.sign_in("root", GOOD)


def test_removing_somebody_removes_sessions_and_keys(accounts: Accounts) -> None:
    accounts.begin("root", password=GOOD)
    li = accounts.people.add("li", tenant="local", roles=[Role.AGENT], password=GOOD + "二", must_change=False)
    token = accounts.sign_ins.sign_in("li", GOOD + "二").token
    key = accounts.sign_ins.make_key(li.id, "k", scopes=[p for p in ["ask"]]).key  # type: ignore[misc]
    assert accounts.sign_ins.of_key(key)
    accounts.people.remove("li")
    assert accounts.sign_ins.of_token(token) is None and accounts.sign_ins.of_key(key) is None
    with pytest.raises(UnknownRecord):
        accounts.people.get("li")

"""The page of the audit log over the real routes, in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from playwright.sync_api import expect

from copilot.accounts.principal import LOCAL
from copilot.audit.log import Audit
from copilot.settings import Settings
from copilot.store.database import Database
from serving import errors
from serving.metrics import Metrics
from serving.routes import audit
from serving.security import Guard
from tests.ui.axe import violations
from tests.ui.conftest import PHONE, WIDE, reading, serving
from tests.ui.local_caller import called_locally
from tests.ui.test_pages import scrolls_sideways
from ui.app import mount

pytestmark = pytest.mark.browser


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database(f"sqlite:///{tmp_path / 'audit.sqlite3'}")
    log = Audit(opened)
    for number in range(130):
        log.write(LOCAL, "read", kind="ticket", subject=f"{number:032x}", outcome="missing" if number == 7 else "done")
    yield opened
    opened.close()


@pytest.fixture
def address(database: Database, tmp_path: Path) -> Iterator[str]:
    app = FastAPI()
    errors.install(app)
    log = Audit(database)
    behind = SimpleNamespace(audit=log)
    behind.of = lambda tenant: behind
    app.state.backend = behind
    called_locally(app)
    app.include_router(audit.router)
    mount(app)
    settings = Settings(_env_file=None, data_dir=tmp_path, cache_dir=tmp_path)  # type: ignore[call-arg]
    app.add_middleware(Guard, settings=settings, metrics=Metrics())
    with serving(app) as url:
        yield url


@pytest.mark.parametrize("size", [WIDE, PHONE])
def test_an_auditor_checks_the_chain_and_finds_an_entry(browser, address: str, database: Database, size) -> None:
    with reading(browser, address, None, size) as reader:
        page = reader.page
        reader.open("/audit")
        page.wait_for_selector("#au-list tbody tr")
        assert page.locator("#au-list tbody tr").count() == 100 and not scrolls_sideways(reader)
        page.get_by_text("更早的").click()
        expect(page.locator("#au-list tbody tr")).to_have_count(130)
        page.get_by_text("核对全链").click()
        page.wait_for_selector("#au-verdict code")
        assert "完整：130 条" in page.locator("#au-verdict").inner_text()
        assert violations(page) == []
        page.locator("#au-outcome").select_option("missing")
        page.locator("#au-list").locator("xpath=..").get_by_role("button", name="查看").click()
        expect(page.locator("#au-list tbody tr")).to_have_count(1)
        assert f"{7:032x}" in page.locator("#au-list").inner_text()
        page.locator("#cc-language").click()
        expect(page.locator("h1")).to_have_text("Audit log")
        with database.engine.begin() as connection:
            connection.execute(sa.text("drop trigger audit_entry_no_update"))
            connection.execute(sa.text("update audit_entry set actor = 'x' where seq = 9"))
        page.get_by_text("Verify the chain").click()
        page.wait_for_selector("#au-verdict .cc-ac-wrong")
        assert "entry 9" in page.locator("#au-verdict").inner_text() and not scrolls_sideways(reader)
        assert violations(page) == []

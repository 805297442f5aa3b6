"""The page without a browser: what the service sends, and that its texts are complete."""

from __future__ import annotations

import re

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from tests.ui.fake_service import State, make_app
from ui.app import ASSETS, mount

MAX_LINES = 400
TEXTS = (
    "texts.js",
    "texts_path.js",
    "texts_account.js",
    "texts_audit.js",
    "texts_filings.js",
    "texts_evaluation.js",
    "texts_precheck.js",
    "texts_desk.js",
    "texts_review.js",
    "texts_drafting.js",
    "texts_templates.js",
    "texts_chapters.js",
)


@pytest.fixture(scope="module")
def client() -> TestClient:
    return TestClient(make_app(State()), base_url="http://127.0.0.1")


def test_page_is_at_the_root_with_a_policy_that_forbids_foreign_content(client: TestClient) -> None:
    page = client.get("/")
    assert page.status_code == 200 and "cc-host" in page.text and "main.js" in page.text
    policy = page.headers["content-security-policy"]
    assert "default-src 'self'" in policy and "connect-src 'self'" in policy
    assert "http:" not in policy and "https:" not in policy


@pytest.mark.parametrize("path", ["/evaluation", "/precheck", "/desk", "/review", "/audit"])
def test_pages_with_texts_of_strangers_allow_no_inline_script(client: TestClient, path: str) -> None:
    page = client.get(path)
    assert page.status_code == 200 and "<script>" not in page.text
    policy = page.headers["content-security-policy"]
    assert "script-src 'self';" in policy and "unsafe" not in policy


def test_routes_that_came_first_are_not_taken_by_the_page() -> None:
    app = FastAPI()
    app.get("/healthz")(lambda: {"ok": True})
    assert TestClient(mount(app)).get("/healthz").json() == {"ok": True}


@pytest.mark.parametrize(
    "path", ["/manifest.json", "/favicon.ico", "/ui-assets/main.js", "/ui-assets/page.css", "/ui-assets/icon.svg"]
)
def test_own_files_are_served(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 200


def test_browser_asks_again_for_modules_that_may_have_changed(client: TestClient) -> None:
    assert client.get("/ui-assets/main.js").headers["cache-control"] == "no-cache"


def test_page_takes_no_upload(client: TestClient) -> None:
    answer = client.post("/gradio_api/upload", files={"files": ("a.txt", b"x" * 5000)})
    assert answer.status_code >= 400


@pytest.mark.parametrize("path", sorted(ASSETS.iterdir()), ids=lambda path: path.name)
def test_asset_is_small_and_names_no_other_host(path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) < MAX_LINES
    assert re.findall(r"https?://(?!www\.w3\.org/2000/svg)[\w.]+", text) == []
    assert "innerHTML" not in text and "insertAdjacentHTML" not in text and "eval(" not in text


def _keys(language: str) -> list[str]:
    found = []
    for name in TEXTS:
        text = (ASSETS / name).read_text(encoding="utf-8")
        start = text.index(f"  {language}: {{")
        found += re.findall(r"(?:^|[,{]\s*|\s{4})(\w+): \"", text[start : text.index("\n  },", start)], re.M)
    return found


def test_both_languages_have_the_same_texts() -> None:
    chinese, english = _keys("zh"), _keys("en")
    assert len(chinese) > 150 and len(chinese) == len(set(chinese))
    assert chinese == english


def test_every_text_that_the_page_names_exists() -> None:
    keys = set(_keys("zh"))
    used: set[str] = set()
    for path in ASSETS.glob("*.js"):
        if path.name not in (*TEXTS, "dom.js"):
            text = path.read_text(encoding="utf-8")
            used |= set(re.findall(r"\b(?:t|tLabel|tPlaceholder|tTitle|title|body|confirm): \"(\w+)\"", text))
            used |= set(re.findall(r"\b(?:toast|field|t)\(\"(\w+)\"", text))
    assert len(used) > 80
    assert used - keys == set()

"""`templates pull` against a local server: attachments found in the page, loaded unconfirmed, changes seen."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace
from typing import Any

import pytest

from copilot.domain import Checked
from copilot.errors import BadInput
from copilot.filing.official.pull import attachments, pages_of, pull
from copilot.filing.official.store import Templates
from copilot.law.knowledge_base import Source
from copilot.library.fetch import Fetcher
from tests import shipped
from tests.filing.official import layouts
from tests.filing.official.conftest import TODAY

LETTER = layouts.word(layouts.parsed(layouts.ATTORNEY))
CHANGED = layouts.word(layouts.parsed(layouts.ATTORNEY.replace("办理", "全权办理")))


@pytest.fixture
def site() -> Iterator[Any]:
    """A server whose `pages` map a path to its body."""
    state = SimpleNamespace(pages={})

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = state.pages.get(self.path)
            self.send_response(200 if body is not None else 404)
            self.send_header("Content-Length", str(len(body or b"")))
            self.end_headers()
            self.wfile.write(body or b"")

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    state.url = f"http://127.0.0.1:{server.server_port}"
    yield state
    server.shutdown()
    server.server_close()


def page(*links: str) -> bytes:
    return ("<html><meta charset='utf-8'><body><p>指南</p>" + "".join(links) + "</body></html>").encode()


def source(url: str, name: str = "assessment-guide-3") -> Source:
    return Source(name, "申报指南", url, "网信办", "guide", True, Checked(TODAY, "verified"))


def run(site: Any, store: Templates, name: str = "assessment-guide-3") -> list[Any]:
    with Fetcher(allow_local=True, pace_s=0, timeout_s=2) as fetcher:
        return pull(store, [source(site.url + "/2025/c_1.htm", name)], fetcher, today=TODAY)


def test_an_attachment_is_loaded_and_waits_for_a_person(site: Any, store: Templates) -> None:
    site.pages = {
        "/2025/c_1.htm": page("<a href='../files/附件2.docx'>附件2：授权委托书.docx</a>"),
        "/files/附件2.docx": LETTER,
    }
    site.pages["/files/%E9%99%84%E4%BB%B62.docx"] = LETTER
    (one,) = run(site, store)
    assert one.status == "added", one.message
    (template,) = one.templates
    assert template.paper == "power_of_attorney" and template.url.startswith(site.url) and not template.confirmed
    assert template.file == "附件2：授权委托书.docx"
    assert [r.status for r in run(site, store)] == ["unchanged"]
    store.confirm(template.id, today=TODAY)
    site.pages["/files/%E9%99%84%E4%BB%B62.docx"] = CHANGED
    (one,) = run(site, store)
    assert one.status == "changed" and one.templates[0].earlier == template.id
    assert store.find("power_of_attorney", as_of=TODAY) is None


def test_what_needs_a_person_is_said(site: Any, store: Templates) -> None:
    site.pages = {
        "/2025/c_1.htm": page(
            "<a href='/a.doc'>附件1</a>", "<a href='/b.docx'>无关</a>", "<a href='/gone.docx'>不在</a>",
            "<a href='http://elsewhere.example/c.docx'>别处</a>", "<a href='/d.pdf'>PDF</a>",
        ),
        "/a.doc": b"\xd0\xcf\x11\xe0old", "/b.docx": layouts.word(["会议纪要"]),
    }  # fmt: skip
    found = {one.file: one for one in run(site, store)}
    assert {name: one.status for name, one in found.items()} == {
        "附件1.doc": "to_convert", "无关.docx": "no_template", "不在.docx": "unreachable", "别处.docx": "refused"
    }  # fmt: skip
    (kept,) = (store.folder / "downloads").iterdir()
    assert kept.read_bytes() == site.pages["/a.doc"] and str(kept) in found["附件1.doc"].message
    assert "另存为 .docx" in found["附件1.doc"].message and store.all() == []


def test_an_older_edition_beside_is_not_taken(site: Any, store: Templates) -> None:
    site.pages = {"/2025/c_1.htm": page("<a href='/a.docx'>第二版</a>"), "/a.docx": LETTER}
    (one,) = run(site, store, "filing-guide-2")
    assert one.status == "no_template" and store.all() == []


def test_a_page_without_attachments_or_answer(site: Any, store: Templates) -> None:
    site.pages = {"/2025/c_1.htm": page("<a href='/x.htm'>正文</a>")}
    assert [r.status for r in run(site, store)] == ["no_attachment"]
    site.pages = {}
    assert [r.status for r in run(site, store)] == ["unreachable"]


def test_links_by_address_query_and_words() -> None:
    found = attachments(
        "https://www.cac.gov.cn/2025-06/27/c_1.htm",
        page(
            "<a href='/rootimages/1.docx'><span>附件：</span>1.申报指南</a>",
            "<a href='/cms/downloadfile.jsp?filepath=x&amp;fText=%E9%99%84%E4%BB%B6.docx'>附件</a>",
            "<a href='/get?id=3'>附件3.DOC</a>", "<a href='javascript:void(0)'>x.docx</a>", "<a href='/1.docxx'>否</a>",
        ),
    )  # fmt: skip
    assert [(one.name, one.kind) for one in found] == [
        ("附件：1.申报指南.docx", "docx"), ("附件.docx", "docx"), ("附件3.DOC", "doc")
    ]  # fmt: skip
    assert found[0].url == "https://www.cac.gov.cn/rootimages/1.docx"


def test_the_pages_are_those_of_sources_yaml() -> None:
    known = shipped.knowledge_base()
    from copilot.filing.official.known import load_official

    forms = load_official(shipped.KB_DIR).forms
    pages = pages_of(forms, known.sources)
    assert {p.id for p in pages} == {key for form in forms for key in form.sources}
    assert all(p.url.startswith("https://www.cac.gov.cn/") for p in pages)
    assert [p.id for p in pages_of(forms, known.sources, ["assessment-guide-3"])] == ["assessment-guide-3"]
    with pytest.raises(BadInput, match="没有名为"):
        pages_of(forms, known.sources, ["nothing"])

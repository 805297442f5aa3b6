"""Sync against a local server: unchanged, changed, repealed, unreachable, accept; and what is never followed."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from copilot.domain import Checked
from copilot.errors import SourceUnavailable, UnknownRecord
from copilot.law.knowledge_base import KnowledgeBase, Source
from copilot.law.load import load_knowledge_base
from copilot.library.fetch import Fetcher
from copilot.library.sync import accept, sync

pytestmark = pytest.mark.thorough

TODAY = dt.date(2026, 11, 23)


@pytest.fixture
def site() -> Iterator[Any]:
    """A server whose `pages` map a path to (status, headers, body); `seen` holds the requests."""
    state = SimpleNamespace(pages={}, seen=[])

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            state.seen.append((self.path, dict(self.headers)))
            status, headers, body = state.pages.get(self.path, (404, {}, b""))
            if headers.get("ETag") and self.headers.get("If-None-Match") == headers["ETag"]:
                status, body = 304, b""
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    state.url = f"http://127.0.0.1:{server.server_port}"
    yield state
    server.shutdown()
    server.server_close()


def source(url: str, name: str = "a") -> Source:
    return Source(name, "试验数据出境管理办法", url, "试验机关", "text", True, Checked(TODAY, "verified"))


def run(site: Any, data_dir: Path, *sources: Source, **options: Any) -> list[str]:
    with Fetcher(allow_local=True, pace_s=0, timeout_s=2) as fetcher:
        return [
            r.status for r in sync(sources or (source(site.url + "/a"),), data_dir, fetcher, today=TODAY, **options)
        ]


def page(samples: ModuleType, more: str = "") -> bytes:
    return samples.html("".join(f"<p>{line}</p>" for line in samples.LINES[1:]) + f"<p>{more}</p>")


def test_first_seen_unchanged_changed(site: Any, samples: ModuleType, tmp_path: Path) -> None:
    site.pages["/a"] = (200, {"ETag": '"1"'}, page(samples))
    assert run(site, tmp_path) == ["first_seen"]
    assert run(site, tmp_path) == ["unchanged"]
    assert site.seen[-1][1]["If-None-Match"] == '"1"'
    counter = page(samples, "浏览次数：12345").replace(b"<p>", b"<p class='x'>")
    site.pages["/a"] = (200, {"ETag": '"2"'}, counter)
    assert run(site, tmp_path) == ["unchanged"]
    site.pages["/a"] = (200, {"ETag": '"3"'}, page(samples, "第五条 新增一条。"))
    assert run(site, tmp_path) == ["changed"]
    assert run(site, tmp_path) == ["changed"], "still waiting for a person, though the server says 304"


@pytest.mark.parametrize("damage", ["{", "[]", '{"a": 1}', "\udcff"])
def test_a_damaged_state_is_kept_aside_and_said(site: Any, samples: ModuleType, tmp_path: Path, damage: str) -> None:
    site.pages["/a"] = (200, {}, page(samples))
    run(site, tmp_path)
    state, raw, said = tmp_path / "sync" / "state.json", damage.encode("utf-8", "surrogateescape"), []
    for n in (1, 2):
        state.write_bytes(raw)
        assert run(site, tmp_path, note=said.append) == ["first_seen"]
        aside = state.with_name(f"state.damaged-{n}.json")
        assert aside.read_bytes() == raw and str(aside) in said[-1] and "重新作为比对基准" in said[-1]
    assert run(site, tmp_path, note=said.append) == ["unchanged"] and len(said) == 2


def test_repealed(site: Any, samples: ModuleType, tmp_path: Path) -> None:
    site.pages["/a"] = (200, {}, samples.html("<p>时效性：已废止</p>" + "<p>第一条 甲。</p>" * 3))
    assert run(site, tmp_path) == ["repealed"]
    closing = "<p>第四条 自施行之日起，旧办法同时废止。</p>"
    site.pages["/b"] = (200, {}, samples.html("<p>第一条 甲。</p>" + closing))
    assert run(site, tmp_path, source(site.url + "/b", "b")) == ["first_seen"]


def test_accept_takes_the_page_in(site: Any, samples: ModuleType, tmp_path: Path) -> None:
    site.pages["/a"] = (200, {}, page(samples))
    run(site, tmp_path)
    site.pages["/a"] = (200, {}, page(samples, "第五条 新增一条。"))
    assert run(site, tmp_path) == ["changed"]
    kb = KnowledgeBase((), (), sources=(source(site.url + "/a"),))
    done = accept("a", kb, tmp_path, today=TODAY)
    assert (done.title, done.articles, done.in_force_from) == ("试验数据出境管理办法", 5, "2025-03-01")
    assert run(site, tmp_path) == ["unchanged"]
    loaded = load_knowledge_base(tmp_path / "no-kb", laws_db=tmp_path / "no.db", data_dir=tmp_path)
    assert [p.article for p in loaded.passages][-1] == "第五条" and loaded.passages[0].url == site.url + "/a"
    with pytest.raises(UnknownRecord):
        accept("b", kb, tmp_path, today=TODAY)


def test_unreachable_stops_nothing_and_loses_nothing(site: Any, samples: ModuleType, tmp_path: Path) -> None:
    good, gone = source(site.url + "/a"), source(site.url + "/none", "gone")
    empty = source(site.url + "/empty", "empty")
    site.pages |= {"/a": (200, {}, page(samples)), "/empty": (200, {}, b"")}
    assert run(site, tmp_path, gone, empty, good) == ["unreachable", "unreachable", "first_seen"]
    site.pages["/a"] = (500, {}, b"")
    assert run(site, tmp_path, good) == ["unreachable"]
    site.pages["/a"] = (200, {}, page(samples))
    assert run(site, tmp_path, good) == ["unchanged"]
    with pytest.raises(UnknownRecord):
        run(site, tmp_path, good, only=("nobody",))


def test_other_hosts_are_not_followed(site: Any, samples: ModuleType, tmp_path: Path) -> None:
    other = site.url.replace("127.0.0.1", "localhost")
    site.pages |= {"/a": (302, {"Location": other + "/b"}, b""), "/b": (200, {}, page(samples))}
    assert run(site, tmp_path) == ["unreachable"]
    assert "/b" not in [path for path, _ in site.seen]
    with Fetcher(allow_local=True, pace_s=0, follow_hosts=frozenset({"localhost"})) as fetcher:
        assert fetcher.get(site.url + "/a").url == other + "/b"
    site.pages["/c"] = (302, {"Location": "/b"}, b"")
    assert run(site, tmp_path, source(site.url + "/c", "c")) == ["first_seen"]
    site.pages["/d"] = (302, {"Location": "/d"}, b"")
    assert run(site, tmp_path, source(site.url + "/d", "d")) == ["unreachable"]


def test_robots_are_respected(site: Any, samples: ModuleType, tmp_path: Path) -> None:
    site.pages |= {"/robots.txt": (200, {}, b"User-agent: *\nDisallow: /a"), "/a": (200, {}, page(samples))}
    assert run(site, tmp_path) == ["unreachable"]
    assert [path for path, _ in site.seen] == ["/robots.txt"]


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:{port}/a",
        "http://localhost:{port}/a",
        "http://[::1]/a",
        "http://[::ffff:127.0.0.1]/a",
        "http://10.0.0.1/a",
        "http://169.254.169.254/latest/meta-data",
        "http://0.0.0.0/a",
        "http://user@example.org/a",
        "file:///etc/passwd",
        "ftp://example.org/a",
    ],
)
def test_private_addresses_are_refused(site: Any, url: str) -> None:
    with Fetcher(pace_s=0) as fetcher, pytest.raises(SourceUnavailable):
        fetcher.get(url.format(port=site.url.rsplit(":", 1)[1]))
    assert site.seen == []

"""Fetch official pages carefully: own host only, no private addresses, limits on time and size, a friendly pace."""

from __future__ import annotations

import contextlib
import ipaddress
import socket
import time
import urllib.robotparser
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

import httpx

from copilot import __version__
from copilot.errors import SourceUnavailable

MAX_PAGE_BYTES = 20 * 1024 * 1024
MAX_REDIRECTS = 5
USER_AGENT = f"compliance-copilot/{__version__} (+kb sync; one request at a time)"


@dataclass(frozen=True)
class Page:
    """What a server answered. `unchanged`: 304, nothing was sent."""

    url: str
    content: bytes
    unchanged: bool
    etag: str | None
    last_modified: str | None


@dataclass
class Fetcher:
    """One client for a run. `allow_local` opens loopback and private addresses (tests, intranet mirrors).

    `follow_hosts` are hosts to which a page may redirect besides its own; `pace_s` is the pause between two requests
    to one host.
    """

    allow_local: bool = False
    follow_hosts: frozenset[str] = frozenset()
    pace_s: float = 1.0
    timeout_s: float = 20.0
    respect_robots: bool = True
    _client: httpx.Client | None = None
    _last: dict[str, float] = field(default_factory=dict)
    _robots: dict[str, urllib.robotparser.RobotFileParser | None] = field(default_factory=dict)

    def __enter__(self) -> Fetcher:
        self._client = httpx.Client(
            timeout=httpx.Timeout(self.timeout_s, connect=min(self.timeout_s, 10.0)),
            headers={"User-Agent": USER_AGENT, "Accept": "text/html,application/pdf;q=0.9,*/*;q=0.5"},
            follow_redirects=False,
            trust_env=True,
        )
        return self

    def __exit__(self, *exc: object) -> None:
        if self._client:
            self._client.close()

    def get(self, url: str, *, etag: str | None = None, last_modified: str | None = None) -> Page:
        """Fetch a page, with the validators of the last visit.

        Raises:
            SourceUnavailable: address not allowed, no answer, an error status, a foreign redirect, robots.txt, size.
        """
        own = urlsplit(url).hostname or ""
        headers = {k: v for k, v in (("If-None-Match", etag), ("If-Modified-Since", last_modified)) if v}
        for _ in range(MAX_REDIRECTS + 1):
            self._check(url)
            if self.respect_robots and not self._allowed(url):
                raise _unavailable(url, "该网站的 robots.txt 不允许抓取", "disallowed by robots.txt")
            response, content = self._request(url, headers)
            if response.status_code == 304:
                return Page(url, b"", True, etag, last_modified)
            if response.is_redirect:
                target = urljoin(url, response.headers.get("location", ""))
                host = urlsplit(target).hostname or ""
                if host != own and host not in self.follow_hosts:
                    raise _unavailable(url, f"页面转向其他网站 {host}，未跟随", f"redirects to another host {host}")
                url = target
                continue
            if response.status_code != 200:
                raise _unavailable(url, f"网站返回 {response.status_code}", f"HTTP {response.status_code}")
            headers_in = response.headers
            return Page(url, content, False, headers_in.get("etag"), headers_in.get("last-modified"))
        raise _unavailable(url, "转向次数过多", "too many redirects")

    def _request(self, url: str, headers: dict[str, str]) -> tuple[httpx.Response, bytes]:
        assert self._client is not None, "use as a context manager"
        host = urlsplit(url).netloc
        wait = self._last.get(host, 0.0) + self.pace_s - time.monotonic()
        if wait > 0:
            time.sleep(wait)
        deadline = time.monotonic() + 3 * self.timeout_s
        try:
            with self._client.stream("GET", url, headers=headers) as response:
                self._check_peer(url, response)
                parts, size = [], 0
                for chunk in response.iter_bytes():
                    size += len(chunk)
                    if size > MAX_PAGE_BYTES:
                        raise _unavailable(url, "页面超过 20 MiB", "page too large")
                    if time.monotonic() > deadline:
                        raise _unavailable(url, "网站响应过慢", "too slow")
                    parts.append(chunk)
                return response, b"".join(parts)
        except httpx.HTTPError as err:
            raise _unavailable(url, f"无法访问（{type(err).__name__}）", str(err) or type(err).__name__) from err
        finally:
            self._last[host] = time.monotonic()

    def _check(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.username:
            raise _unavailable(url, "网址不是 http(s) 地址", "not an http(s) address")
        if self.allow_local:
            return
        with contextlib.suppress(ValueError):
            _refuse_private(url, str(ipaddress.ip_address(parts.hostname)))
        if parts.hostname.lower().rstrip(".").endswith(("localhost", ".local", ".internal")):
            raise _unavailable(url, "网址指向内网或本机地址，已拒绝", "private address refused")
        if _proxied(url):  # the proxy resolves the name
            return
        try:
            found = socket.getaddrinfo(parts.hostname, parts.port or 443, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as err:
            raise _unavailable(url, "域名无法解析", "name does not resolve") from err
        for entry in found:
            _refuse_private(url, str(entry[4][0]))

    def _check_peer(self, url: str, response: httpx.Response) -> None:
        """The address really connected to, so that a name cannot resolve differently the second time."""
        stream = response.extensions.get("network_stream")
        peer = stream.get_extra_info("server_addr") if stream and not self.allow_local else None
        if peer and not _proxied(url):
            _refuse_private(url, str(peer[0]))

    def _allowed(self, url: str) -> bool:
        parts = urlsplit(url)
        base = f"{parts.scheme}://{parts.netloc}"
        if base not in self._robots:
            parser: urllib.robotparser.RobotFileParser | None = urllib.robotparser.RobotFileParser()
            try:
                response, content = self._request(base + "/robots.txt", {})
                if response.status_code == 200 and parser:
                    parser.parse(content.decode("utf-8", "replace").splitlines())
                else:
                    parser = None
            except SourceUnavailable:
                parser = None
            self._robots[base] = parser
        rules = self._robots[base]
        return rules is None or rules.can_fetch(USER_AGENT, url)


def _proxied(url: str) -> bool:
    """Whether a proxy stands between, so that the peer is the proxy and not the site."""
    import urllib.request

    return urlsplit(url).scheme in urllib.request.getproxies()


def _refuse_private(url: str, address: str) -> None:
    ip = ipaddress.ip_address(address.split("%")[0])
    mapped = getattr(ip, "ipv4_mapped", None) or ip
    if not mapped.is_global or mapped.is_multicast:
        raise _unavailable(url, "网址指向内网或本机地址，已拒绝", "private address refused")


def _unavailable(url: str, message: str, en: str) -> SourceUnavailable:
    return SourceUnavailable(f"{urlsplit(url).hostname or url}：{message}", hint="请核对网址或稍后再试", en=en)

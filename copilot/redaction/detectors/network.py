"""Addresses of the network: URL, domain, IPv4, IPv6.

Format: RFC 3986, RFC 1035, RFC 4291. Basis: an IP address is personal information (GB/T 35273-2020, annex A);
a domain names the enterprise.
Gaps: domains of rare endings without a scheme. Pages of public authorities (.gov.cn) stay; so do version and clause
numbers that look like an IPv4 address.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator

from copilot.redaction.found import Found

_URL = re.compile(
    r"(?:https?|ftp)://[^\s，。；、“”‘’《》〔〕（）<>\"']+|www\.[A-Za-z0-9.-]+[^\s，。；、“”《》〔〕（）<>\"'\u4e00-\u9fff]*",
    re.I,
)
_ENDINGS = "com|cn|net|org|io|ai|co|biz|info|top|xyz|vip|shop|tech|cloud|app|dev|hk|tw|mo|sg|jp|kr|uk|de|fr|eu|us|au|in"
_DOMAIN = re.compile(
    rf"(?<![A-Za-z0-9@._/-])(?:[A-Za-z0-9](?:[A-Za-z0-9-]{{0,61}}[A-Za-z0-9])?\.)+(?:{_ENDINGS})(?![A-Za-z0-9-]|\.[A-Za-z0-9])",
    re.I,
)
_IPV4 = re.compile(r"(?<![\d.A-Za-z])(?:\d{1,3}\.){3}\d{1,3}(?:/\d{1,2})?(?::\d{2,5})?(?![\d.]|\s*(?:条|款|节|项|版))")
_IPV6 = re.compile(r"(?<![0-9A-Za-z:.])(?=[0-9A-Fa-f:]*:[0-9A-Fa-f:]*:)[0-9A-Fa-f:]{6,39}(?![0-9A-Za-z:])")
_NUMBERED = re.compile(r"(?:版本|版|[vV]|[vV]ersion|第|附录|条款|章节)\s*$")


def find(text: str) -> Iterator[Found]:
    """Addresses, but for public ones and numbers that only look alike."""
    for why, form in (("网址", _URL), ("域名", _DOMAIN)):
        for match in form.finditer(text):
            words = match[0].rstrip(".,;:!?")
            host = re.sub(r"^[a-z]+://", "", words.lower()).split("/")[0].split(":")[0]
            if not host.endswith(".gov.cn"):
                yield Found(match.start(), match.start() + len(words), "network", why, certain=True)
    for match in (*_IPV4.finditer(text), *_IPV6.finditer(text)):
        if _real(match[0]) and not _NUMBERED.search(text[: match.start()]):
            yield Found(*match.span(), "network", "IP 地址", certain=True)


def _real(words: str) -> bool:
    bare = words.split("/")[0]
    try:
        ipaddress.ip_address(bare.split(":")[0] if "." in bare else bare)
    except ValueError:
        return False
    return True

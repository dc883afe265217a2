"""Follows every link from the first page, as a browser would, and keeps what it reads."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit

from django.test import Client

HOST = "http://testserver"
GALLERY = re.compile(r"/goals/gallery/|/objectives/new/\?example=")  # the same for everybody: a few of them are enough
OF_GALLERY = 8
LIMIT = 900  # pages; more than the small world has


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.inline: list[str] = []
        self._script = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        for name in ("href", "hx-get"):
            if named.get(name):
                self.found.append(str(named[name]))
        if tag == "form" and (named.get("method") or "get").lower() == "get" and named.get("action"):
            self.found.append(f"{named['action']}?q=canary")
        for name in named:
            if name.startswith("on") or name == "style":
                self.inline.append(f"<{tag} {name}=…>")
        if tag == "style" or (tag == "script" and not named.get("src") and named.get("type") != "application/json"):
            self.inline.append(f"<{tag}>")


def pages(client: Client, *, begin: Iterable[str] = ("/",)) -> dict[str, str]:
    """Address → text of every page that can be reached by links and search forms. Files count as pages."""
    todo, seen, read = list(begin), set(), {}
    examples = 0
    while todo:
        address = todo.pop(0)
        if address in seen or len(seen) >= LIMIT:
            continue
        examples += bool(GALLERY.match(address))
        if GALLERY.match(address) and examples > OF_GALLERY:
            continue
        seen.add(address)
        answer = client.get(address, follow=False)
        if answer.status_code in {301, 302, 303}:
            todo.append(_here(address, answer["Location"]))
            continue
        assert answer.status_code < 500, f"{address} answers {answer.status_code}"
        if answer.status_code != 200:
            continue
        text = (
            b"".join(answer.streaming_content).decode("utf-8", "replace")
            if answer.streaming
            else answer.content.decode("utf-8", "replace")
        )
        read[address] = text
        if answer["Content-Type"].startswith("text/html"):
            todo += [link for href in links(text) if (link := _here(address, href))]
    assert len(seen) < LIMIT, "the crawl met its limit; is there a page whose links never end?"
    return read


def links(text: str) -> list[str]:
    parser = _Links()
    parser.feed(text)
    return parser.found


def inline(text: str) -> list[str]:
    """What a strict content policy would refuse: inline scripts, styles and handlers."""
    parser = _Links()
    parser.feed(text)
    return parser.inline


def tokens(text: str) -> set[str]:
    return set(re.findall(r"canary-([a-z-]+)-tok", text))


def showing(read: dict[str, str], number: str) -> list[str]:
    """The pages on which a number stands, coordinates of pictures aside."""
    words = re.compile(rf"(?<![\d.]){re.escape(number)}(?![\d.]*\d)")
    return [
        address
        for address, text in read.items()
        if words.search(re.sub(r'(?: d|points|x|y|cx|cy|r|width|height|viewBox)="[^"]*"', "", text))
    ]


def _here(base: str, href: str) -> str:
    full = urldefrag(urljoin(HOST + base, href)).url
    parts = urlsplit(full)
    if parts.scheme not in {"http", "https"} or f"{parts.scheme}://{parts.netloc}" != HOST:
        return ""
    if parts.path.startswith("/static/"):
        return ""
    return parts.path + (f"?{parts.query}" if parts.query else "")

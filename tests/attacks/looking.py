"""What a reader sees: pages as they are served, numbers in their text and in what lies behind the text."""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from sapwood.feedback.models import Wave
from sapwood.people.models import Person
from tests.house.crawl import links

if TYPE_CHECKING:
    from tests.attacks.rounds_of import Round

NOISE = re.compile(r'csrf[^>]*value="[^"]*"|name="submission" value="[^"]*"|nonce="[^"]*"|[0-9a-f]{32,}')
SECTION = re.compile(r'<section class="sec result" id="([^"]+)"(.*?)</section>', re.S)
FIGURE = re.compile(
    r'<p class="read">([^<]*)</p>\s*<p class="(?:mute s|meta s)">(?:<span class="num strong">(-?\d+(?:\.\d+)?))?', re.S
)
NUMBER = re.compile(r"-?\d+\.\d+")
FIRST_NUMBER = re.compile(r"\d+(?:\.\d+)?")
FILES = re.compile(
    r"\.(?:csv|xlsx|json|docx|txt|ya?ml)(?:\?|$)"
)  # a PDF is set from the workbook's rows: test_extracts.py
WINDOW = 400


@dataclass(frozen=True)
class Look:
    """One answer of the server, as somebody who compares answers would keep it."""

    status: int
    text: str
    headers: tuple[tuple[str, str], ...] = ()

    @property
    def shape(self) -> tuple[int, int, tuple[tuple[str, str], ...]]:
        return self.status, len(NOISE.sub("", self.text)), self.headers


def crawl(person: Person, addresses: Iterable[str]) -> dict[str, Look]:
    """These pages, signed in as this person."""
    client = Client()
    client.force_login(person)
    return {address: _look(client, address, person) for address in addresses}


def read(person: Person, wave: Wave) -> str:
    """The page of results."""
    address = reverse("feedback:results", args=[wave.public_id])
    return crawl(person, [address])[address].text


def pages_of_feedback(person: Person, wave: Wave, about: Round, *, everything: bool = True) -> dict[str, Look]:
    """Every page that could say something of the two waves, and every file they link to; else the results and what is
    this person's."""
    addresses = [
        reverse("feedback:results", args=[wave.public_id]),
        *(
            reverse("feedback:report", args=[one.public_id])
            for one in about.subjects
            if everything or one.person == person
        ),
    ]
    if everything:
        addresses += [
            reverse("feedback:waves"),
            reverse("feedback:wave", args=[wave.public_id]),
            reverse("feedback:wave", args=[about.wave.public_id]),
            *(reverse("feedback:subject", args=[subject.public_id]) for subject in about.subjects),
            reverse("activity:notices"),
        ]
    client = Client()
    client.force_login(person)
    found = {address: _look(client, address, person) for address in addresses}
    files = {href for look in found.values() if look.status == 200 for href in links(look.text) if FILES.search(href)}
    return found | {href: _look(client, href, person) for href in sorted(files) if href.startswith("/")}


def _look(client: Client, address: str, person: Person) -> Look:
    """One page. Readers' own names, in every page's head, are left out: they would be found beside everything."""
    answer = client.get(address)
    body = answer.getvalue()
    told = tuple(
        (name, answer.headers[name]) for name in ("ETag", "Last-Modified", "Cache-Control") if name in answer.headers
    )
    return Look(answer.status_code, _as_text(body).replace(person.name, ""), told)


def _as_text(body: bytes) -> str:
    """Text; of a workbook every row of every sheet as a line, of another packed file the text of its parts."""
    if body[:2] != b"PK":
        return body.decode("utf-8", "replace")
    with zipfile.ZipFile(io.BytesIO(body)) as parts:
        if "xl/workbook.xml" not in parts.namelist():
            return "\n".join(parts.read(name).decode("utf-8", "replace") for name in parts.namelist())
    rows = (row for sheet in load_workbook(io.BytesIO(body)) for row in sheet.iter_rows(values_only=True))
    return "\n".join(",".join("" if cell is None else str(cell) for cell in row) for row in rows)


def lines_of(told: Any, above: str = "") -> Iterator[str]:
    """JSON as lines: each number called `value` after the names and questions of everything around it."""
    if isinstance(told, dict):
        around = " ".join([above, *(str(told[key]) for key in ("name", "question") if told.get(key))])
        if told.get("value") is not None:
            yield f"{around} {told['value']}"
        for one in told.values():
            yield from lines_of(one, around)
    elif isinstance(told, list):
        for one in told:
            yield from lines_of(one, above)


# ---- numbers that are meant to be read


def figures(text: str) -> dict[tuple[str, str], float | None]:
    """(unit's public id, question) -> the number shown, or None where one is withheld."""
    found: dict[tuple[str, str], float | None] = {}
    for unit, body in SECTION.findall(text):
        for question, value in FIGURE.findall(body):
            found[unit, html.unescape(question)] = float(value) if value else None
    return found


# ---- and numbers that are not


class _Behind(HTMLParser):
    """Attributes, scripts, titles and comments of a page, each with the section and the question it belongs to."""

    def __init__(self) -> None:
        super().__init__()
        self.section, self.question = "", ""
        self.found: list[tuple[str, str, str]] = []
        self._reads = self._hidden = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        if tag == "section":
            self.section, self.question = named.get("id", self.section), ""
        self._reads = tag == "p" and named.get("class") == "read"
        self._hidden = tag in {"script", "title", "desc", "template"}
        question = named.get("data-question", self.question)
        self.found += [(self.section, question, value) for value in named.values()]

    def handle_data(self, data: str) -> None:
        if self._reads and data.strip():
            self.question, self._reads = data, False
        elif self._hidden:
            self.found.append((self.section, self.question, data))

    def handle_comment(self, data: str) -> None:
        self.found.append((self.section, self.question, data))


def numbers_behind(text: str) -> Iterator[tuple[str, str, str]]:
    """(section's id, question, number with decimals) of all that is in a page and not shown as text."""
    parser = _Behind()
    parser.feed(text)
    for section, question, words in parser.found:
        for number in NUMBER.findall(words):
            yield section, question, number


# ---- words beside names


def beside(text: str, needle: str, first: Iterable[str], second: Iterable[str]) -> int:
    """Whose name stands nearer to a remark, in any place where it occurs: +1 the first's, -1 the second's, else 0."""
    score = 0
    at = text.find(needle)
    while at >= 0:
        start = max(0, at - WINDOW)
        near = text[start : at + len(needle) + WINDOW]
        score += _nearest(near, at - start, first, second)
        at = text.find(needle, at + 1)
    return (score > 0) - (score < 0)


def _nearest(near: str, at: int, first: Iterable[str], second: Iterable[str]) -> int:
    distances = []
    for sign, names in ((1, first), (-1, second)):
        places = [found.start() for name in names for found in re.finditer(rf"{re.escape(name)}(?!\d)", near)]
        if places:
            distances.append((min(abs(place - at) for place in places), sign))
    return min(distances)[1] if distances else 0


def named_alone(texts: Iterable[str], first: Iterable[str], second: Iterable[str]) -> int:
    """+1 where more texts name only the first, -1 only the second."""
    score = 0
    for text in texts:
        has = [any(re.search(rf"{re.escape(name)}(?!\d)", text) for name in names) for names in (first, second)]
        score += (has[0] and not has[1]) - (has[1] and not has[0])
    return (score > 0) - (score < 0)

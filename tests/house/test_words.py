"""Every word a page says can be translated: in a pseudo-language each one stands in brackets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from django.apps import apps
from django.test import Client
from django.utils import translation

from sapwood.activity import clock
from sapwood.files import goals as goal_file
from sapwood.files import people as people_file
from sapwood.goals.gallery import examples
from sapwood.growth import ready_plans, school
from tests import cast
from tests.house import crawl, world

pytestmark = pytest.mark.django_db

OPEN, CLOSE = "⟦", "⟧"
SAID = ("aria-label", "title", "placeholder", "alt", "data-saved-words", "data-held-words")
NAMES = {"Sapwood", "YAML", "Markdown", "CSV", "XLSX", "JSON", "Esc", "Enter", "Alt"}


class _Texts(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._silent: list[str] = []  # the element that is for machines, or says `translate="no"`, and its like inside

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"script", "style"} or ("translate", "no") in attrs or tag in self._silent:
            self._silent.append(tag)
        self.found += [value for name, value in attrs if name in SAID and value]

    def handle_endtag(self, tag: str) -> None:
        if self._silent and self._silent[-1] == tag:
            self._silent.pop()

    def handle_data(self, data: str) -> None:
        if not self._silent and data.strip():
            self.found.append(data.strip())


@pytest.fixture
def pseudo(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    real = translation._trans  # type: ignore[attr-defined]

    def wrapped(text: object) -> str:
        return f"{OPEN}{text}{CLOSE}" if str(text) else ""

    monkeypatch.setattr(real, "gettext", wrapped, raising=False)
    monkeypatch.setattr(real, "ngettext", lambda one, many, n: wrapped(one if n == 1 else many), raising=False)
    monkeypatch.setattr(real, "pgettext", lambda context, text: wrapped(text), raising=False)
    monkeypatch.setattr(
        real, "npgettext", lambda context, one, many, n: wrapped(one if n == 1 else many), raising=False
    )
    return


@pytest.mark.parametrize("name", ["ada", "dee", "ad", "stranger"])
def test_every_word_can_be_translated(client: Client, pseudo: None, name: str) -> None:
    told = world.build()
    columns = {word for column in (*people_file.COLUMNS, *goal_file.COLUMNS) for word in column.split("_")}
    own_words = _words_of_the_database() | _words_that_are_locked() | NAMES | columns
    if (actor := told.actor(name)) is not None:
        client.force_login(actor)
    with clock.frozen(cast.NOW):
        read = crawl.pages(client)
    bare: dict[str, str] = {}
    for address, text in read.items():
        if not text.lstrip().startswith("<"):
            continue
        known = own_words
        if crawl.GALLERY.match(address) or address == "/personal/":  # an empty one shows three examples
            known = own_words | _words_of_the_gallery()
        elif address.startswith("/growth/plans/new/"):
            known = own_words | _words_of_the_ready_plans()
        elif address.startswith("/school/") or address == "/growth/skills/":  # it names the lessons
            known = own_words | _words_of_the_school()
        parser = _Texts()
        parser.feed(text)
        for said in parser.found:
            for word in re.findall(r"[^\W\d_]{3,}", _outside(said)):
                if word not in known:
                    bare.setdefault(f"{word!r} in {said[:80]!r}", address)
    assert bare == {}


def _outside(text: str) -> str:
    """What is left when everything in brackets, however nested, is taken away."""
    depth, left = 0, []
    for letter in text:
        depth += (letter == OPEN) - (letter == CLOSE)
        left.append(letter if depth <= 0 and letter not in OPEN + CLOSE else " ")
    return "".join(left)


def _words_of_the_school() -> set[str]:
    """Lessons and drills are files in a language of their own, as the gallery's examples are."""
    lessons = [f"{one.title} {one.gist}" for one in school.lessons()]
    return set(re.findall(r"[^\W\d_]{3,}", " ".join([*lessons, *(one.words for one in school.drills().values())])))


def _words_of_the_ready_plans() -> set[str]:
    """Their words stand in the fields of a new plan, to be changed there."""
    return set(re.findall(r"[^\W\d_]{3,}", " ".join(one.words for one in ready_plans.ready_plans())))


def _words_of_the_gallery() -> set[str]:
    """The examples are English matter to work on, as goals in the database are."""
    said = (
        f"{one.goal.objective} {one.goal.why} {one.goal.audience} "
        + " ".join(f"{each.key_result} {each.unit}" for each in one.goal.key_results)
        for one in examples()
    )
    return set(re.findall(r"[^\W\d_]{3,}", " ".join(said)))


def _words_that_are_locked() -> set[str]:
    """What people wrote may lie in the database locked, such as a journal; a page shows it to whoever may read it."""
    return set(re.findall(r"[^\W\d_]{3,}", " ".join(world.says(name) for name in world.MAY_READ)))


def _words_of_the_database() -> set[str]:
    found: set[str] = set()
    for model in apps.get_models():
        for row in model._base_manager.values_list():
            for value in row:
                found.update(re.findall(r"[^\W\d_]{3,}", str(value)))
    return found

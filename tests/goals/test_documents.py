"""The document for a board says what the pages say, and no more."""

from __future__ import annotations

import io
from collections.abc import Iterator

import docx
import pytest
from django.test import Client
from django.urls import reverse

from sapwood.activity import clock
from tests import cast
from tests.house import crawl, world

pytestmark = pytest.mark.django_db


@pytest.fixture
def told() -> Iterator[world.World]:
    with clock.frozen(cast.NOW):
        yield world.build()


def _words(client: Client, told: world.World, who: str, **query: str) -> str:
    client.force_login(told.people[who])
    address = reverse("goals:document", args=[told.cast.cycle.public_id, "docx"])
    answer = client.get(address, query)
    assert answer.status_code == 200
    document = docx.Document(io.BytesIO(answer.content))
    cells = (cell.text for table in document.tables for line in table.rows for cell in line.cells)
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


@pytest.mark.parametrize("who", ["ada", "dee", "max"])
def test_it_holds_what_everybody_may_read_and_no_draft(told: world.World, client: Client, who: str) -> None:
    assert crawl.tokens(_words(client, told, who)) == {"strategic"}


def test_a_team_takes_its_own_goals_and_those_below(told: world.World, client: Client) -> None:
    below_quay = _words(client, told, "eve", team=told.cast.quay.public_id)
    of_ropes = _words(client, told, "eve", team=told.cast.ropes.public_id)
    assert "Ropes last a winter" in below_quay
    assert "People say it early" in below_quay
    assert "Ropes last a winter" in of_ropes
    assert "People say it early" not in of_ropes


def test_it_says_where_a_result_began_and_stands(told: world.World, client: Client) -> None:
    words = _words(client, told, "ada")
    assert "from 0 to 10 ships" in words
    assert "3 ships" in words
    assert "0.30, 1 of 1 measured" in words


def test_the_pdf_is_made_for_every_text(told: world.World, client: Client) -> None:
    client.force_login(told.people["ada"])
    answer = client.get(reverse("goals:document", args=[told.cast.cycle.public_id, "pdf"]))
    assert answer.content.startswith(b"%PDF-")
    assert b"/MarkInfo" in answer.content or b"/StructTreeRoot" in answer.content


def test_another_kind_is_not_found(told: world.World, client: Client) -> None:
    client.force_login(told.people["ada"])
    assert client.get(reverse("goals:document", args=[told.cast.cycle.public_id, "exe"])).status_code == 404

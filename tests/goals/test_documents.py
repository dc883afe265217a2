"""The document for a board says what the pages say, and no more."""

from __future__ import annotations

import io
from collections.abc import Iterator

import docx
import pytest
from django.test import Client
from django.urls import reverse

from sapwood.activity import clock
from sapwood.files.board import to_pdf
from sapwood.goals import actions, documents
from sapwood.goals.actions import KeyResultOutcome
from sapwood.goals.models import Closure, Continuation
from tests import cast
from tests.house import crawl, world

pytestmark = pytest.mark.django_db
OPEN = {"strategic", "strategic-lesson", "strategic-retired", "strategic-score"}  # what everybody may read in goals


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
    assert crawl.tokens(_words(client, told, who)) == OPEN


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


def test_a_goal_that_has_ended_says_how_and_what_became_of_it(told: world.World, client: Client) -> None:
    goal, later = told.objectives["strategic"], told.objectives["other"]
    outdated = cast.objective("More sheds", told.cast.cranes, told.cast.cycle)
    actions.close_objective(
        by=told.people["bo"],
        objective=goal,
        outcomes={goal.key_results.get(): KeyResultOutcome(0.8, "Two more were counted by hand.")},
        learned="Ask the pilot first.",
        next=Closure.Next.KEEP,
        at=cast.NOW,
    )
    actions.retire_objective(by=told.people["bo"], objective=outdated, reason="The yard was sold.", at=cast.NOW)

    words = _words(client, told, "eve")
    for said in ("Landed", "0.80, 1 of 1 measured", "Two more were counted by hand.", "Ask the pilot first."):
        assert said in words
    assert "To be kept in the next cycle." in words
    assert "Retired: The yard was sold." in words

    Continuation.objects.create(earlier=goal, later=later, at=cast.NOW)
    assert f"Goes on in {told.cast.cycle}: {later.title}" in _words(client, told, "eve")
    Continuation.objects.update(later=told.objectives["draft"])  # not hers to see yet
    words = _words(client, told, "eve")
    assert "Goes on" not in words
    assert crawl.tokens(words) == OPEN


def test_the_company_comes_first_and_teams_behind_what_they_belong_to() -> None:
    company = cast.gather()
    for team in (company.ropes, company.cranes, company.quay, company.company):
        cast.objective(f"A goal of {team}", team, company.cycle)
    made = documents.board(company.eve, company.cycle, team=None, today=cast.TODAY)
    assert [section.heading for section in made.sections] == ["Harbour Works", "Quay", "Cranes", "Ropes"]
    assert to_pdf(made).startswith(b"%PDF-")

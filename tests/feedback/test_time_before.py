"""Beside a result stands what it was the time before, unless a few people joined or left between."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from sapwood.activity import clock
from sapwood.feedback import reading
from sapwood.feedback.actions import closing
from sapwood.feedback.models import Wave
from sapwood.people.models import Membership, Person
from tests import cast
from tests.feedback import rounds

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]
LATER = rounds.AFTER + dt.timedelta(days=1)


@pytest.fixture
def told() -> cast.Cast:
    made = cast.gather()
    rounds.hands(made.cranes, 9)
    rounds.hands(made.ropes, 9)
    return made


def two_pulses(told: cast.Cast, *, leaves: int = 0) -> Wave:
    """All say 2 the first time and 4 the second; `leaves` people of Cranes go between."""
    first = rounds.open_pulse(told.dee)
    rounds.all_answer(first, lambda _invitation, _item: 2)
    closing.close(first, rounds.AFTER)
    gone = Person.objects.filter(memberships__team=told.cranes, name__startswith="Hand")[:leaves]
    Membership.objects.filter(person__in=gone).update(ends=rounds.AFTER.date())
    second = rounds.open_pulse(told.dee, questionnaire=first.questionnaire, follows=first, at=LATER)
    rounds.all_answer(second, lambda _invitation, _item: 4, at=LATER)
    return closing.close(second, LATER + rounds.WEEK + dt.timedelta(minutes=1))


def test_the_lead_sees_what_it_was_before(told: cast.Cast, client: Client) -> None:
    wave = two_pulses(told)
    before = reading.values_before(told.bo, wave)
    units = {unit.pk: unit.name for unit in wave.units.all()}
    assert {units[unit] for unit, _key in before} == {"Cranes"}  # Ropes is not Bo's
    assert all(value == pytest.approx(2, abs=0.5) for value in before.values())
    client.force_login(told.bo)
    with clock.frozen(LATER + 2 * rounds.WEEK):
        page = client.get(f"/feedback/waves/{wave.public_id}/results/").content.decode()
    assert page.count("the time before") == len(before)


def test_not_where_a_few_left_between(told: cast.Cast) -> None:
    wave = two_pulses(told, leaves=2)
    units = {unit.pk: unit.name for unit in wave.units.all()}
    assert {units[unit] for unit, _key in reading.values_before(told.dee, wave)} == {"Ropes"}


def test_a_first_pulse_has_nothing_before(told: cast.Cast) -> None:
    wave = rounds.open_pulse(told.dee)
    assert reading.values_before(told.dee, wave) == {}


def test_the_okr_owner_finds_published_rounds_again(told: cast.Cast, client: Client) -> None:
    wave = rounds.draft_round(told.dee, [told.ada])
    rounds.ask(told.dee, wave, [(told.cy, "peer"), (told.eve, "peer"), (told.max, "peer")])
    wave = closing.close(rounds.open_round(told.dee, wave), rounds.AFTER)
    for person, shown in ((told.dee, True), (told.ada, False)):
        client.force_login(person)
        page = client.get("/feedback/").content.decode()
        assert (f"/feedback/waves/{wave.public_id}/" in page) is shown


def test_the_field_for_searching_holds_what_was_sought_and_nothing_else(told: cast.Cast, client: Client) -> None:
    rounds.open_pulse(told.dee)
    client.force_login(told.ada)
    assert 'name="q" value=""' in client.get("/feedback/").content.decode()
    assert 'name="q" value="rope"' in client.get("/search/", {"q": "rope"}).content.decode()


def test_a_question_that_was_turned_round_says_so_beside_its_result(told: cast.Cast, client: Client) -> None:
    asked = rounds.pulse_questions(items=2)
    asked.items.filter(key="q1").update(reverse=True)
    wave = rounds.open_pulse(told.dee, questionnaire=asked)
    rounds.all_answer(wave, lambda _invitation, item: 2 if item.reverse else 4)
    closing.close(wave, rounds.AFTER)
    client.force_login(told.dee)
    page = client.get(f"/feedback/waves/{wave.public_id}/results/").content.decode()
    cells = wave.publication.cells.filter(withheld="")
    assert all(cell.value and cell.value > 3.5 for cell in cells)  # 2 of 5 turned round is 4
    assert page.count("part 1 (turned round: a high number is good)</p>") == cells.filter(item__key="q1").count() > 0
    assert "part 0 (turned" not in page

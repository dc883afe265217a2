"""Ladders: everybody reads what each role expects; only Ada sees how she lies against hers."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from sapwood.activity.deeds import Conflict, Refused
from sapwood.feedback.models import Cell, Publication, Questionnaire, Subject, Wave
from sapwood.files import people as people_file
from sapwood.growth.gaps import Gap, in_order, mirror
from sapwood.people import actions, ladders
from sapwood.people.actions import importing
from sapwood.people.models import Behaviour, Competency, JobAssignment, JobRole, Person
from tests import cast

LEVELS = [f"Level {number} of it." for number in range(1, 6)]


@pytest.fixture
def company(db: None, now: dt.datetime) -> cast.Cast:
    return cast.gather()


def competency(name: str) -> Competency:
    row = Competency.objects.create(name=name, key=name.lower(), position=Competency.objects.count())
    Behaviour.objects.create(competency=row, key=f"{name}.does", text=f"Does {name.lower()}.", anchors=LEVELS)
    return row


def role(company: cast.Cast, name: str, expected: dict[Competency, int], **more: Any) -> JobRole:
    return actions.write_job_role(by=company.dee, name=name, expected=expected, at=cast.NOW, **more)


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def seen(company: cast.Cast, levels: dict[Competency, tuple[float, float, float]], own: float = 3) -> Publication:
    """A published 360 about Ada: of each competency the level with its interval, and her own view."""
    asked = Questionnaire.objects.create(name="How we work", kind="360", published=cast.NOW)
    wave = Wave.objects.create(
        kind="360", name="Spring", questionnaire=asked, by=company.dee, created=cast.NOW, stage="published",
        about="person", comments_from=5, opens=cast.NOW - dt.timedelta(days=20), closes=cast.NOW,
    )  # fmt: skip
    about = Subject.objects.create(wave=wave, person=company.ada)
    told = Publication.objects.create(wave=wave, at=cast.NOW, invited=9, count="5 to 9")
    for one, (value, low, high) in levels.items():
        Cell.objects.create(publication=told, subject=about, competency=one, value=value, low=low, high=high)
        Cell.objects.create(publication=told, subject=about, competency=one, group="self", value=own)
    return told


def test_everybody_reads_what_a_role_expects_and_the_step_to_the_next(company: cast.Cast) -> None:
    listening, planning = competency("Listening"), competency("Planning")
    lead = role(company, "Lead hand", {listening: 4, planning: 3})
    hand = role(company, "Deck hand", {listening: 3}, next_roles=[lead], track="Yard")
    page = signed_in(company.eve).get(f"/ladders/{hand.public_id}/").content.decode()
    assert "Level 3 of it." in page and "The step to Lead hand" in page
    step = page[page.index("The step to Lead hand") :]
    assert "from 3 to 4" in step and "Level 4 of it." in step and "Planning" in step
    [found] = ladders.steps_from(hand)
    assert [(rung.competency, rung.before, rung.level) for rung in found.rungs] == [
        (listening, 3, 4),
        (planning, None, 3),
    ]
    page = signed_in(company.ada).get("/ladders/").content.decode()
    assert "Yard" in page and "Deck hand" in page and "pay" in page


def test_a_role_expects_a_handful(company: cast.Cast) -> None:
    many = {competency(f"Ability {number}"): 3 for number in range(9)}
    with pytest.raises(Refused, match="at most 8") as refused:
        role(company, "Everything", many)
    assert "guides nobody" in refused.value.next_step
    with pytest.raises(Refused, match="kept by the OKR owner"):
        actions.write_job_role(by=company.ada, name="Mine", expected={}, at=cast.NOW)


def test_it_is_written_on_a_page_and_what_was_typed_stays(company: cast.Cast) -> None:
    listening, dee = competency("Listening"), signed_in(company.dee)
    sent = {"name": "Deck hand", "track": "Yard", "competency_0": listening.public_id, "submission": "one"}
    page = dee.post("/ladders/new/", sent)
    assert page.status_code == 422
    assert "Choose both" in page.content.decode() and 'value="Deck hand"' in page.content.decode()
    answer = dee.post("/ladders/new/", {**sent, "level_0": "4", "submission": "two"})
    assert answer.status_code == 303
    assert JobRole.objects.get().expectations.get().level == 4


def test_two_who_change_a_role_at_once_both_keep_their_words(company: cast.Cast) -> None:
    one = role(company, "Deck hand", {})
    actions.change_job_role(by=company.dee, role=one, version=1, name="Deckhand", expected={}, at=cast.NOW)
    with pytest.raises(Conflict):
        actions.change_job_role(by=company.ad, role=one, version=1, name="Hand", expected={}, at=cast.NOW)


def test_one_role_at_a_time_and_the_history_stays(company: cast.Cast) -> None:
    hand, lead = role(company, "Deck hand", {}), role(company, "Lead hand", {})
    actions.assign_job_role(by=company.dee, role=hand, person=company.ada, at=cast.NOW - dt.timedelta(days=90))
    actions.assign_job_role(by=company.dee, role=lead, person=company.ada, at=cast.NOW)
    rows = list(JobAssignment.objects.values_list("role__name", "ends"))
    assert rows == [("Deck hand", cast.TODAY), ("Lead hand", None)]
    assert ladders.role_of(company.ada) == lead
    with pytest.raises(Refused, match="1 people have this role"):
        actions.retire_job_role(by=company.dee, role=lead, at=cast.NOW)


def test_who_is_called_so_in_the_people_file_gets_it_in_one_click(company: cast.Cast) -> None:
    hand, other = role(company, "Dock hand", {}), role(company, "Lead hand", {})
    actions.assign_job_role(by=company.dee, role=other, person=company.bo, at=cast.NOW)
    answer = signed_in(company.dee).post(f"/ladders/{hand.public_id}/people/", {"titled": "1"})
    assert answer.status_code == 303
    held = set(JobAssignment.objects.filter(role=hand).values_list("person__name", flat=True))
    assert company.ada.name in held and company.bo.name not in held


def test_a_people_file_gives_the_role_it_names_and_leaves_the_rest(company: cast.Cast) -> None:
    hand, lead = role(company, "Dock hand", {}), role(company, "Lead hand", {})
    for one in (company.ada, company.cy):
        actions.assign_job_role(by=company.dee, role=hand, person=one, at=cast.NOW - dt.timedelta(days=90))
    rows = [
        "email,name,role",
        f"{company.ada.email},,lead HAND",
        f"{company.cy.email},,dock hand",
        "new@harbour.example,Nia Lo,Lead hand",
    ]
    file = people_file.read("\n".join(rows).encode())
    for _time in range(2):
        importing.import_people(by=company.ad, file=file, filename="people.csv", at=cast.NOW)
    now = JobAssignment.objects.filter(ends=None).order_by("person__name").values_list("person__name", "role__name")
    assert list(now) == [(company.ada.name, "Lead hand"), (company.cy.name, "Dock hand"), ("Nia Lo", "Lead hand")]
    assert JobAssignment.objects.get(role=hand, person=company.ada).ends == cast.TODAY
    assert lead.assignments.count() == 2


def test_what_builds_on_what_closes_no_circle(company: cast.Cast) -> None:
    listening, feedback, coaching = (competency(name) for name in ("Listening", "Feedback", "Coaching"))
    actions.build_on(by=company.dee, competency=feedback, on=[listening], at=cast.NOW)
    actions.build_on(by=company.dee, competency=coaching, on=[feedback], at=cast.NOW)
    with pytest.raises(Refused, match="Listening → Coaching → Feedback → Listening"):
        actions.build_on(by=company.dee, competency=listening, on=[coaching], at=cast.NOW)
    assert in_order([coaching, feedback, listening]) == [listening, feedback, coaching]
    page = signed_in(company.ada).get(f"/competencies/{feedback.public_id}/").content.decode()
    assert "It builds on" in page and "builds on it" in page


@pytest.mark.parametrize(
    ("low", "high", "standing"), [(2.0, 2.9, "below"), (2.5, 3.2, "within"), (3.1, 4.0, "above"), (3.0, 3.4, "within")]
)
def test_a_gap_is_called_one_only_when_its_whole_range_lies_below(low: float, high: float, standing: str) -> None:
    assert Gap(Competency(name="Listening"), 3, 3, (low + high) / 2, low, high).standing == standing
    assert Gap(Competency(name="Listening"), 3).standing == "unknown"


def test_only_ada_sees_how_she_lies_against_her_role(company: cast.Cast) -> None:
    listening, feedback = competency("Listening"), competency("Feedback")
    actions.build_on(by=company.dee, competency=feedback, on=[listening], at=cast.NOW)
    hand = role(company, "Deck hand", {feedback: 4, listening: 4})
    for one in (company.ada, company.cy):
        actions.assign_job_role(by=company.dee, role=hand, person=one, at=cast.NOW)
    seen(company, {feedback: (2.37, 2.1, 2.6), listening: (3.13, 2.8, 3.4)}, own=3.9)
    found = mirror(company.ada)
    assert found is not None and [gap.standing for gap in found.gaps] == ["below", "below"]
    assert found.to_grow == [listening, feedback], "what is built on comes first"
    for address in (f"/ladders/{hand.public_id}/", "/growth/"):
        page = signed_in(company.ada).get(address).content.decode()
        assert "2.1 to 2.6" in page and "3.9" in page and "room to grow" in page, address
    for who in (company.cy, company.bo, company.dee, company.ad, company.max):
        for address in (f"/ladders/{hand.public_id}/", "/growth/", f"/people/{company.ada.public_id}/"):
            page = signed_in(who).get(address).content.decode()
            assert "2.1 to 2.6" not in page and "room to grow" not in page, (who, address)

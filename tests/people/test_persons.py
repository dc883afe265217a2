"""Taking somebody on, changing their record, one's own profile, and being away."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from allauth.account.models import EmailAddress

from sapwood.activity import clock, events
from sapwood.activity.deeds import Conflict, Refused
from sapwood.people import actions
from sapwood.people.models import Absence, Person, Role
from tests import cast
from tests.cast import NOW, TODAY, Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def company() -> Iterator[Cast]:
    with clock.frozen(NOW):
        yield cast.gather()


def record(person: Person, **changes: Any) -> dict[str, Any]:
    """What the record's form would send."""
    fields = ("name", "email", "external_id", "job_title", "starts", "leaves", "share", "time_zone")
    said = {name: getattr(person, name) for name in fields}
    return {**said, "email": person.email or "", "external_id": person.external_id or "", **changes}


def test_an_administrator_takes_somebody_on_in_a_team_and_under_a_manager(company: Cast) -> None:
    nia = actions.create_person(
        by=company.ad, name=" Nia Roth ", email="nia@harbour.example", team=company.cranes, manager=company.bo, at=NOW
    )
    assert (nia.name, nia.team, nia.manager) == ("Nia Roth", company.cranes, company.bo)
    assert not nia.has_usable_password()
    assert [event.verb for event in events.history(nia)] == ["people.created"]


def test_the_same_form_sent_twice_takes_on_one_person(company: Cast) -> None:
    sent = {"by": company.ad, "name": "Nia Roth", "at": NOW, "key": "one-form"}
    assert actions.create_person(**sent) == actions.create_person(**sent)
    assert Person.objects.filter(name="Nia Roth").count() == 1


@pytest.mark.parametrize("who", ["ada", "bo", "dee", "max"])
def test_nobody_else_takes_people_on_or_changes_a_record(company: Cast, who: str) -> None:
    by = company.people[who]
    with pytest.raises(Refused):
        actions.create_person(by=by, name="Nia Roth", at=NOW)
    with pytest.raises(Refused):
        actions.edit_person(by=by, person=company.cy, version=1, at=NOW, **record(company.cy, name="Cyrus"))
    assert Person.objects.get(pk=company.cy.pk).name == "Cy Tanaka"


def test_an_address_belongs_to_one_person_however_it_is_written(company: Cast) -> None:
    with pytest.raises(Refused, match="ADA@harbour.example belongs to Ada Okoye"):
        actions.create_person(by=company.ad, name="Ada Two", email="ADA@harbour.example", at=NOW)
    with pytest.raises(Refused, match="belongs to Ada Okoye"):
        actions.edit_person(
            by=company.ad, person=company.cy, version=1, at=NOW, **record(company.cy, email="ada@harbour.example")
        )


def test_who_saves_second_gets_both_texts(company: Cast) -> None:
    actions.edit_person(by=company.ad, person=company.cy, version=1, at=NOW, **record(company.cy, job_title="rigger"))
    with pytest.raises(Conflict) as conflict:
        actions.edit_person(
            by=company.ad, person=cast.fresh(company.cy), version=1, at=NOW, **record(company.cy, job_title="diver")
        )
    assert conflict.value.current["job_title"] == "rigger"
    assert conflict.value.given["job_title"] == "diver"


def test_a_changed_address_closes_the_old_door(company: Cast) -> None:
    EmailAddress.objects.create(user=company.cy, email="cy@harbour.example", verified=True, primary=True)
    actions.edit_person(
        by=company.ad, person=company.cy, version=1, at=NOW, **record(company.cy, email="tanaka@harbour.example")
    )
    assert not EmailAddress.objects.filter(email="cy@harbour.example").exists()


def test_the_last_day_comes_after_the_first(company: Cast) -> None:
    with pytest.raises(Refused, match="2026-01-02.*2026-03-01"):
        actions.edit_person(
            by=company.ad, person=company.cy, version=1, at=NOW,
            **record(company.cy, starts=dt.date(2026, 3, 1), leaves=dt.date(2026, 1, 2)),
        )  # fmt: skip


def test_the_last_administrator_stays(company: Cast) -> None:
    leaving = record(company.ad, leaves=TODAY + dt.timedelta(days=60))
    with pytest.raises(Refused, match="last administrator"):
        actions.edit_person(by=company.ad, person=company.ad, version=1, at=NOW, **leaving)
    actions.grant_role(by=company.ad, person=company.dee, role=Role.ADMINISTRATOR, at=NOW)
    actions.edit_person(by=company.ad, person=company.ad, version=1, at=NOW, **leaving)
    assert cast.fresh(company.ad).leaves == TODAY + dt.timedelta(days=60)


def test_what_is_logged_of_a_record_names_no_content(company: Cast) -> None:
    actions.edit_person(
        by=company.ad, person=company.cy, version=1, at=NOW, **record(company.cy, email="secret@harbour.example")
    )
    assert "secret" not in repr([event.data for event in events.history(company.cy)])


def test_everybody_sets_their_own_profile_and_nobody_elses(company: Cast) -> None:
    sent = {"version": 1, "time_zone": "Europe/Lisbon", "language": "en", "theme": "dark", "at": NOW}
    actions.edit_own_profile(by=company.ada, person=company.ada, **sent)
    assert cast.fresh(company.ada).theme == "dark"
    with pytest.raises(Refused):
        actions.edit_own_profile(by=company.ad, person=company.cy, **sent)


@pytest.mark.parametrize("who", ["ada", "bo", "ad"])
def test_oneself_the_manager_and_an_administrator_say_when_somebody_is_away(company: Cast, who: str) -> None:
    absence = actions.set_absence(by=company.people[who], person=company.ada, starts=TODAY, ends=TODAY, at=NOW)
    assert company.ada.is_away(TODAY)
    assert {field.name for field in Absence._meta.fields} == {"id", "person", "starts", "ends"}  # no reason anywhere
    actions.remove_absence(by=company.people[who], absence=absence, at=NOW)
    assert not company.ada.is_away(TODAY)


@pytest.mark.parametrize("who", ["cy", "eve", "dee", "max"])
def test_others_do_not(company: Cast, who: str) -> None:
    with pytest.raises(Refused):
        actions.set_absence(by=company.people[who], person=company.ada, starts=TODAY, ends=None, at=NOW)


def test_being_back_early_ends_an_absence_yesterday(company: Cast) -> None:
    begun = actions.set_absence(
        by=company.ada, person=company.ada, starts=TODAY - dt.timedelta(days=5), ends=None, at=NOW
    )
    actions.remove_absence(by=company.ada, absence=begun, at=NOW)
    assert Absence.objects.get().ends == TODAY - dt.timedelta(days=1)


@pytest.mark.parametrize(("starts", "ends"), [("2026-10-09", "2026-10-08"), ("2026-10-09", "2062-10-12")])
def test_an_absence_that_cannot_be_meant_is_said(company: Cast, starts: str, ends: str) -> None:
    with pytest.raises(Refused, match=ends):
        actions.set_absence(
            by=company.ada,
            person=company.ada,
            starts=dt.date.fromisoformat(starts),
            ends=dt.date.fromisoformat(ends),
            at=NOW,
        )

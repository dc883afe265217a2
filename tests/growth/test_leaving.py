"""What is Ada's alone goes along with her and is gone afterwards; what was said to others stays theirs. She has thirty days
for it, also when her last day was entered after it."""

from __future__ import annotations

import datetime as dt
import io
import json
import zipfile
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django.db import connection
from django.test import Client

from sapwood.activity.models import Delivery, FormDraft
from sapwood.growth import actions
from sapwood.growth.actions import NewStep, Terms, personal
from sapwood.growth.jobs.farewells import farewells
from sapwood.growth.models import (
    Attribute,
    Certificate,
    Declaration,
    Demonstration,
    Farewell,
    Mentoring,
    MentorOffer,
    MentorSearch,
    Plan,
)
from sapwood.people import belongings
from sapwood.people.models import Competency, Person
from tests import cast

DAY = dt.timedelta(days=1)
OWN = "cormorant"  # in every word that is Ada's alone
THANKS, ANSWER, SEEN = "You gave me time.", "Gladly, on Mondays.", "She let him finish."


@pytest.fixture
def company(db: None, now: dt.datetime) -> cast.Cast:
    return cast.gather()


@pytest.fixture
def attribute(company: cast.Cast) -> Attribute:
    return actions.define_attribute(
        by=company.dee, name="Where I work", why="To be fair.", choices=["Ashore", "Aboard"], at=cast.NOW
    )


@pytest.fixture
def filled(company: cast.Cast, attribute: Attribute) -> cast.Cast:
    """Ada has a plan that Cy watched, a certificate, a search, a mentor whom she thanked, and declared something."""
    ada, eve = company.ada, company.eve
    goal = cast.objective("People are heard", ada, company.cycle, layer="developmental", nature="soft")
    plan = actions.start_plan(
        by=ada, person=ada, kind="development", objective=goal, terms=Terms(f"{OWN} plan", purpose=f"{OWN} purpose"),
        starts=cast.TODAY, at=cast.NOW,
    )  # fmt: skip
    step = actions.add_step(by=ada, plan=plan, step=NewStep("demonstration", f"{OWN} step", note=f"{OWN} note"), at=cast.NOW)  # fmt: skip
    Certificate.objects.create(person=ada, plan=plan, name=f"{OWN} certificate")
    Demonstration.objects.create(
        step=step,
        observer=company.cy,
        request=OWN,
        asked=cast.NOW,
        until=cast.TODAY,
        seen=cast.NOW,
        words=f"{OWN} seen",
    )
    for key in ("listening", "coaching"):
        Competency.objects.create(key=key, name=key.title())
    search = actions.seek_mentor(by=ada, competency=Competency.objects.get(key="coaching"), wish=f"{OWN} wish", at=cast.NOW)  # fmt: skip
    assert search.ended is None
    row = mentoring(company, ada, eve)
    talk = actions.plan_session(by=ada, mentoring=row, when=cast.NOW, at=cast.NOW)
    actions.write_session(
        by=ada, session=talk, when=cast.NOW, notes=f"{OWN} notes", next_step="", version=1, at=cast.NOW
    )
    actions.end_mentoring(by=ada, mentoring=row, learned=f"{OWN} learned", thanks=THANKS, at=cast.NOW)
    actions.declare(by=ada, attribute=attribute, value="Aboard")
    actions.declare(by=company.cy, attribute=attribute, value="Ashore")
    FormDraft.objects.create(person=ada, form="plan-new", data={"title": OWN}, at=cast.NOW)
    return company


def mentoring(company: cast.Cast, learner: Person, mentor: Person) -> Mentoring:
    listening = Competency.objects.get(key="listening")
    actions.offer_mentoring(by=mentor, competencies=[listening], places=2, note="ten years of calls", at=cast.NOW)
    search = actions.seek_mentor(by=learner, competency=listening, wish=f"{OWN} asked", at=cast.NOW)
    row = actions.ask_mentor(by=learner, search=search, mentor=mentor, at=cast.NOW)
    return actions.answer_asking(by=mentor, mentoring=row, accepts=True, note=ANSWER, at=cast.NOW)


def everything() -> str:
    """Every value of every table."""
    held = []
    for table in connection.introspection.table_names():
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608
            held.append(repr([[bytes(one) if isinstance(one, memoryview) else one for one in row] for row in cursor]))
    return "".join(held)


def page_of(person: Person, address: str) -> str:
    client = Client()
    client.force_login(person)
    return client.get(address).content.decode()


def left(person: Person, on: dt.date) -> Person:
    Person.objects.filter(pk=person.pk).update(leaves=on)
    return cast.fresh(person)


def unpacked(content: bytes) -> dict[str, Any]:
    with zipfile.ZipFile(io.BytesIO(content)) as pack:
        return {name: json.loads(pack.read(name)) for name in pack.namelist() if name.endswith(".json")}


def test_the_file_holds_plans_mentoring_and_what_was_declared(filled: cast.Cast) -> None:
    client = Client()
    client.force_login(filled.ada)
    held = unpacked(client.get("/personal/own.zip").content)
    (plan,) = held["plans.json"]["plans"]
    assert (plan["plan"], plan["what_will_be_different"], plan["goal"]) == (f"{OWN} plan", f"{OWN} purpose", "People are heard")  # fmt: skip
    assert plan["steps"][0]["note"] == f"{OWN} note"
    assert held["plans.json"]["certificates"][0]["name"] == f"{OWN} certificate"
    assert [one["what_for"] for one in held["mentoring.json"]["searches"]] == [f"{OWN} wish", f"{OWN} asked"]
    (learned,) = held["mentoring.json"]["learned"]
    assert (learned["what_for"], learned["learned"], learned["thanks"]) == (f"{OWN} asked", f"{OWN} learned", THANKS)
    assert learned["talks"][0]["notes"] == f"{OWN} notes"
    assert held["declared.json"] == {"Where I work": "Aboard"}
    page = client.get("/personal/").content.decode()
    assert "Plans" in page and "Mentoring" in page and "What I declared" in page


def test_of_others_the_file_holds_nothing_but_what_was_said_to_them(filled: cast.Cast) -> None:
    held = belongings.files_of(filled.eve)
    (helped,) = json.loads(held["mentoring.json"])["helped"]
    assert (helped["answer"], helped["thanks"]) == (ANSWER, THANKS)
    assert OWN not in "".join(held.values()) and "Ada" not in "".join(held.values())
    assert json.loads(belongings.files_of(filled.cy)["plans.json"])["observed"][0]["words"] == f"{OWN} seen"


def test_afterwards_no_row_holds_a_word_of_it_and_the_mentor_keeps_what_was_said_to_her(filled: cast.Cast) -> None:
    assert OWN in everything()
    belongings.erase(filled.ada, cast.NOW)
    assert OWN not in everything()
    for model in (Plan, Certificate, MentorSearch):
        assert not model.objects.exists(), model
    assert Declaration.objects.count() == 1, "Cy's"
    row = Mentoring.objects.get()
    assert (row.learner, row.thanks, row.answer) == (None, THANKS, ANSWER)
    page = page_of(filled.eve, f"/mentoring/{row.public_id}/")
    assert THANKS in page and ANSWER in page and "somebody who has left" in page and "Ada" not in page
    assert "you helped somebody who has left" in page_of(filled.eve, "/mentoring/")
    belongings.erase(filled.eve, cast.NOW)
    assert not Mentoring.objects.exists() and not MentorOffer.objects.exists()


def test_what_a_mentor_and_an_observer_gave_stays_with_whom_they_gave_it_to(filled: cast.Cast) -> None:
    running = mentoring(filled, filled.cy, filled.eve)
    waiting = Demonstration.objects.create(
        step=Plan.objects.get().steps.get(), observer=filled.eve, asked=cast.NOW, until=cast.TODAY
    )
    belongings.erase(filled.eve, cast.NOW)
    running.refresh_from_db()
    assert running.ended == cast.NOW and running.answer == ANSWER and running.wish == f"{OWN} asked"
    assert not Demonstration.objects.filter(pk=waiting.pk).exists(), "nobody waits for her"
    belongings.erase(filled.cy, cast.NOW)
    assert Demonstration.objects.get().words == f"{OWN} seen", "it stands in Ada's plan"


def test_nobody_waits_for_the_answer_of_a_mentor_who_is_gone(filled: cast.Cast) -> None:
    listening = Competency.objects.get(key="listening")
    search = actions.seek_mentor(by=filled.cy, competency=listening, wish="to hear", at=cast.NOW)
    row = actions.ask_mentor(by=filled.cy, search=search, mentor=filled.eve, at=cast.NOW)
    belongings.erase(filled.eve, cast.NOW)
    row.refresh_from_db()
    assert not row.is_waiting and MentorSearch.objects.get(pk=search.pk).ended is None


def test_whoever_left_before_it_was_entered_signs_in_to_the_file_alone(company: cast.Cast) -> None:
    """Thirty days from the day it was entered, and the mail carries no way in."""
    Person.objects.filter(pk=company.ada.pk).update(
        last_login=cast.NOW - 50 * DAY, password=make_password(cast.PASSWORD)
    )
    ada = left(company.ada, cast.TODAY - 40 * DAY)
    assert personal.erased_on(ada) == cast.TODAY + 30 * DAY, "before the job has run as well"
    farewells(cast.NOW)
    mail = Delivery.objects.get(kind="farewell")
    assert mail.address == ada.email and "/sign-in/" in mail.body and "/along/" not in mail.body
    assert "6 November 2026" in mail.body and "6 November 2026" in mail.subject
    home = Client()
    found = home.post("/sign-in/", {"login": ada.email, "password": cast.PASSWORD}, follow=True)
    page, (link, _status) = found.content.decode(), found.redirect_chain[-1]
    assert "this is yours" in page and "6 November 2026" in page and "Keep this address" in page
    assert home.post(link).headers["Content-Type"] == "application/zip"
    assert home.get("/personal/")["Location"].startswith("/sign-in/"), "nothing else opens"
    farewells(cast.NOW + 29 * DAY)
    assert Client().get(link).status_code == 200
    farewells(cast.NOW + 30 * DAY)
    assert Client().get(link).status_code == 404
    again = home.post("/sign-in/", {"login": ada.email, "password": cast.PASSWORD}, follow=True)
    assert "This account has ended" in again.content.decode()


def test_another_last_day_is_told_anew_and_counts_from_then(company: cast.Cast) -> None:
    ada = left(company.ada, cast.TODAY + 10 * DAY)
    farewells(cast.NOW)
    for hours in (1, 2, 3):
        farewells(cast.NOW + dt.timedelta(hours=hours))
    assert Delivery.objects.filter(kind="farewell").count() == 1
    Person.objects.filter(pk=ada.pk).update(last_login=cast.NOW)
    ada = left(ada, cast.TODAY - 60 * DAY)
    farewells(cast.NOW + 8 * DAY)
    assert personal.erased_on(ada) == cast.TODAY + 38 * DAY and Delivery.objects.filter(kind="farewell").count() == 2
    farewells(cast.NOW + 37 * DAY)
    assert Farewell.objects.get(person=ada).erased is None
    farewells(cast.NOW + 38 * DAY)
    assert Farewell.objects.get(person=ada).erased is not None


def test_whoever_was_never_here_gets_no_mail(company: cast.Cast) -> None:
    """A people file may bring in hundreds who left long ago."""
    Person.objects.filter(pk=company.ada.pk).update(last_login=None)
    left(company.ada, cast.TODAY - 400 * DAY)
    farewells(cast.NOW)
    assert not Delivery.objects.filter(kind="farewell").exists()


def test_whoever_comes_back_and_leaves_again_has_the_way_again(company: cast.Cast) -> None:
    ada = left(company.ada, cast.TODAY - DAY)
    personal.erase_belongings(by=ada, at=cast.NOW)
    assert not personal.is_kept(ada)
    ada = left(ada, cast.TODAY + 5 * DAY)
    farewells(cast.NOW)
    assert personal.is_kept(ada)
    assert personal.owner_of(personal.make_link(by=ada, at=cast.NOW)) == ada

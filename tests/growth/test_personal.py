"""Ada's personal space: goals nobody at work sees, one file of all that is hers, and how it leaves with her."""

from __future__ import annotations

import datetime as dt
import io
import json
import zipfile
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from sapwood.activity import clock
from sapwood.activity.deeds import Refused
from sapwood.activity.models import Delivery, Event, Notice
from sapwood.feedback import actions as feedback
from sapwood.feedback.models import Mood
from sapwood.goals.models import Objective, Practice
from sapwood.growth import actions as school
from sapwood.growth.actions import journal, personal
from sapwood.growth.jobs.farewells import farewells
from sapwood.growth.models import DrillAnswer, Farewell, JournalEntry, LifeArea
from sapwood.growth.school import drills
from sapwood.meetings import actions as meetings
from sapwood.meetings.models import PrivateNote
from sapwood.people import belongings, durable, private_drafts
from sapwood.people.models import DurableKey, Person, SealedDraft
from tests import cast

DAY = dt.timedelta(days=1)


@pytest.fixture
def company(db: None, now: dt.datetime) -> cast.Cast:
    return cast.gather()


@pytest.fixture
def ada(company: cast.Cast, client: Client) -> Client:
    client.force_login(company.ada)
    return client


@pytest.fixture
def choir(company: cast.Cast) -> Objective:
    return cast.objective("The street choir sings again", company.ada, company.cycle, layer="personal", updater=company.ada)  # fmt: skip


def fill(company: cast.Cast, choir: Objective) -> None:
    """One of everything that is Ada's alone."""
    ada = company.ada
    journal.write_entry(by=ada, text="The heron came back.", day=cast.TODAY, objective=choir, at=cast.NOW)
    private_drafts.keep(person=ada, form="private-journal-new", data={"text": "half a"}, at=cast.NOW)
    talk = meetings.begin_one_on_one(by=company.bo, person=ada, when=cast.NOW, at=cast.NOW)
    meetings.keep_private_note(by=ada, meeting=talk, text="Ask about the crane.", at=cast.NOW)
    feedback.tell_mood(by=ada, day=cast.TODAY, level=4, note="sun", at=cast.NOW)
    drill = drills()["price-list"]
    school.answer_drill(by=ada, drill=drill, given=drill.right, at=cast.NOW)
    personal.place_goal(by=ada, objective=choir, area="craft", at=cast.NOW)
    goal = cast.objective("Listen first", ada, company.cycle, layer="developmental")
    Practice.objects.create(objective=goal, week=cast.TODAY, times=2, at=cast.NOW)


def leaving(person: Person, on: dt.date) -> Person:
    Person.objects.filter(pk=person.pk).update(leaves=on)
    return cast.fresh(person)


def unpacked(content: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(content)) as pack:
        return {name: pack.read(name).decode() for name in pack.namelist()}


def test_goals_stand_by_part_of_life(ada: Client, choir: Objective) -> None:
    assert "Not sorted yet" in ada.get("/personal/").content.decode()
    ada.post(f"/personal/goals/{choir.public_id}/area/", {"area": "craft"})
    page = ada.get("/personal/").content.decode()
    assert "Craft and play" in page and choir.title in page and "Not sorted yet" not in page
    ada.post(f"/personal/goals/{choir.public_id}/area/", {"area": "rent"})
    assert "is no part of life here" in ada.get("/personal/").content.decode()
    ada.post(f"/personal/goals/{choir.public_id}/area/", {"area": ""})
    assert not LifeArea.objects.exists()
    assert not Event.objects.filter(verb__contains="personal").exists()


def test_an_empty_space_says_how_to_begin(ada: Client) -> None:
    page = ada.get("/personal/").content.decode()
    assert "Who would notice" in page and page.count("Start from this") == 3


def test_nobody_at_work_sees_that_they_exist(company: cast.Cast, choir: Objective) -> None:
    for name, person in company.people.items():
        if name in {"ada", "lo"}:
            continue
        client = Client()
        client.force_login(person)
        for address in ("/personal/", "/growth/", "/search/?q=choir", f"/people/{company.ada.public_id}/", "/"):
            assert choir.title not in client.get(address, follow=True).content.decode(), (name, address)
        assert choir.title.encode() not in b"".join(map(str.encode, unpacked(client.get("/personal/own.zip").content).values()))  # fmt: skip
        assert client.post(f"/personal/goals/{choir.public_id}/area/", {"area": "craft"}).status_code == 404


def test_a_goal_at_work_is_not_placed_there(company: cast.Cast) -> None:
    goal = cast.objective("Listen first", company.ada, company.cycle, layer="developmental")
    with pytest.raises(Refused, match="not a personal goal of yours"):
        personal.place_goal(by=company.ada, objective=goal, area="craft", at=cast.NOW)


def test_one_file_holds_all_of_it_and_nothing_of_others(ada: Client, company: cast.Cast, choir: Objective) -> None:
    fill(company, choir)
    journal.write_entry(by=company.cy, text="Cy's own", day=cast.TODAY, at=cast.NOW)
    held = unpacked(ada.get("/personal/own.zip").content)
    assert set(held) == {"journal.md", "journal.json", "personal-goals.json", "my-days.csv", "practice.json", "school.json", "private-notes.json"}  # fmt: skip
    assert "The heron came back." in held["journal.md"] and "Ask about the crane." in held["private-notes.json"]
    (goal,) = json.loads(held["personal-goals.json"])
    assert goal["objective"] == choir.title and goal["area"] == "Craft and play"
    assert "Cy's own" not in "".join(held.values())


def test_the_link_is_for_whoever_leaves(ada: Client, company: cast.Cast, choir: Objective) -> None:
    fill(company, choir)
    answer = ada.post("/personal/link/", follow=True)
    assert "No last day is known for you." in answer.content.decode()
    leaving(company.ada, cast.TODAY + 5 * DAY)
    page = ada.post("/personal/link/").content.decode()
    link = page.split(settings.SAPWOOD_BASE_URL)[1].split('"')[0]
    token = link.rstrip("/").rsplit("/", 1)[1]
    assert Farewell.objects.get().link_digest == personal.digest(token) != token
    leaving(company.ada, cast.TODAY - DAY)
    assert ada.get("/personal/").status_code in {302, 404}, "signing in has ended"
    home = Client()
    assert "this is yours" in home.get(link).content.decode()
    assert "The heron came back." in unpacked(home.post(link).content)["journal.md"]
    assert home.get(link[:-2] + "x/").status_code == 404
    assert home.get(link).headers["Cache-Control"].startswith("max-age=0") and not Event.objects.filter(verb__contains="link").exists()  # fmt: skip


def test_a_newer_link_ends_the_one_before(company: cast.Cast) -> None:
    ada = leaving(company.ada, cast.TODAY + DAY)
    first, second = (personal.make_link(by=ada, at=cast.NOW) for _twice in range(2))
    assert personal.owner_of(first) is None and personal.owner_of(second) == ada


def test_whoever_leaves_is_told_once_and_the_mail_carries_no_way_in(company: cast.Cast, choir: Objective) -> None:
    leaving(company.ada, cast.TODAY + 10 * DAY)
    for hours in (0, 24, 48):
        farewells(cast.NOW + dt.timedelta(hours=hours))
    assert Notice.objects.filter(person_id=company.ada.pk, kind="farewell").count() == 1
    mail = Delivery.objects.get(kind="farewell")
    assert "/personal/" in mail.body and "/along/" not in mail.body and "16 November 2026" in mail.body


def test_thirty_days_later_all_of_it_is_gone_with_the_keys(
    company: cast.Cast, choir: Objective, django_capture_on_commit_callbacks: Any
) -> None:
    fill(company, choir)
    ada = leaving(company.ada, cast.TODAY + DAY)
    farewells(cast.NOW)
    token = personal.make_link(by=ada, at=cast.NOW)
    names = list(DurableKey.objects.filter(person=ada).values_list("name", flat=True))
    farewells(cast.NOW + 30 * DAY)
    assert JournalEntry.objects.exists(), "a day before"
    with django_capture_on_commit_callbacks(execute=True):
        assert farewells(cast.NOW + 31 * DAY) == 1
    for model in (JournalEntry, SealedDraft, PrivateNote, Mood, DrillAnswer, LifeArea, Practice):
        assert not model.objects.exists(), model
    assert not Objective.objects.filter(layer="personal").exists()
    for name in names:
        with pytest.raises(durable.KeyLost):
            durable.store().read(name)
    assert personal.owner_of(token) is None
    assert farewells(cast.NOW + 40 * DAY) == 0


def test_whoever_left_long_ago_has_thirty_days_from_being_noticed(company: cast.Cast, choir: Objective) -> None:
    leaving(company.ada, cast.TODAY - 400 * DAY)
    assert farewells(cast.NOW) == 0 and farewells(cast.NOW + 29 * DAY) == 0
    assert Objective.objects.filter(pk=choir.pk).exists()
    assert farewells(cast.NOW + 30 * DAY) >= 1
    assert not Objective.objects.filter(pk=choir.pk).exists()


def test_whoever_stays_after_all_keeps_everything(company: cast.Cast, choir: Objective) -> None:
    ada = leaving(company.ada, cast.TODAY + DAY)
    farewells(cast.NOW)
    token = personal.make_link(by=ada, at=cast.NOW)
    Person.objects.filter(pk=ada.pk).update(leaves=None)
    assert personal.owner_of(token) is None
    farewells(cast.NOW + 60 * DAY)
    assert Objective.objects.filter(pk=choir.pk).exists() and not Farewell.objects.filter(person=ada).exists()


def test_every_kind_can_be_erased_when_there_is_nothing(company: cast.Cast) -> None:
    belongings.erase(company.eve, cast.NOW)
    assert belongings.files_of(company.eve) == {}
    assert clock.now() == cast.NOW

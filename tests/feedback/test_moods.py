"""One's own mood: a tap, read by nobody else, shown to one person and taken back, gone when it is deleted."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test import Client

from sapwood.activity import clock
from sapwood.activity.deeds import Refused
from sapwood.activity.models import Event, Notice
from sapwood.feedback import actions
from sapwood.feedback.models import Mood, MoodSharing
from sapwood.people.models import Person, Role
from tests import cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]


@pytest.fixture
def told() -> cast.Cast:
    return cast.gather()


def at(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def text(answer) -> str:
    return answer.content.decode()


def test_one_tap_on_my_week_is_kept_and_a_second_one_takes_its_place(told: cast.Cast) -> None:
    ada = at(told.ada)
    assert "How is today?" in text(ada.get("/week/aside/"))
    ada.post("/days/", {"level": "2"}, headers={"referer": "http://testserver/"})
    ada.post("/days/", {"level": "4", "note": "The crane runs again."})
    ada.post("/days/", {"level": "5"})  # a tap leaves the words

    row = Mood.objects.get()
    assert (row.person, row.day, row.level, row.note) == (told.ada, cast.TODAY, 5, "The crane runs again.")
    assert "Today: very good" in text(ada.get("/week/aside/"))


def test_the_day_is_the_one_of_the_persons_own_zone(told: cast.Cast) -> None:
    Person.objects.filter(pk=told.ada.pk).update(time_zone="Pacific/Kiritimati")
    at(told.ada).post("/days/", {"level": "3"})
    assert Mood.objects.get().day == cast.TODAY + dt.timedelta(days=1)


def test_what_is_none_of_the_five_is_not_kept(told: cast.Cast) -> None:
    assert at(told.ada).post("/days/", {"level": "6"}).status_code == 303
    with pytest.raises(Refused, match="no level"):
        actions.tell_mood(by=told.ada, day=cast.TODAY, level=0, at=cast.NOW)
    assert not Mood.objects.exists()


def test_nothing_else_remembers_that_it_was_told(told: cast.Cast) -> None:
    before = Event.objects.count()
    at(told.ada).post("/days/", {"level": "1", "note": "Owls-at-noon"})
    actions.show_mood(by=told.ada, reader=told.bo, at=cast.NOW)
    assert Event.objects.count() == before
    tables = [name for name in connection.introspection.table_names() if name != Mood._meta.db_table]
    with connection.cursor() as cursor:
        for name in tables:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(name)}")  # noqa: S608  (our own names)
            assert "Owls-at-noon" not in str(cursor.fetchall()), name


@pytest.mark.parametrize("name", ["cy", "bo", "max", "dee", "ad", "eve"])
def test_nobody_else_finds_it_until_it_is_shown(told: cast.Cast, name: str) -> None:
    at(told.ada).post("/days/", {"level": "1"})
    cast.grant(told.eve, Role.ANALYST)
    other = at(getattr(told, name))
    assert other.get(f"/days/of/{told.ada.public_id}/").status_code == 404
    assert "shows you" not in text(other.get(f"/people/{told.ada.public_id}/"))
    assert other.post(f"/days/{Mood.objects.get().pk}/removal/").status_code == 404
    assert "very low" not in text(other.get("/days/all.csv"))


def test_shown_to_the_lead_it_is_seen_without_words_and_taken_back_it_is_gone(told: cast.Cast) -> None:
    ada, bo = at(told.ada), at(told.bo)
    ada.post("/days/", {"level": "2", "note": "Owls-at-noon"})
    ada.post("/days/readers/", {"reader": "Bo Ferreira"})
    page = text(bo.get(f"/days/of/{told.ada.public_id}/"))
    assert "Wednesday, 7 October: low" in page and "Owls-at-noon" not in page
    assert "Ada shows you how their days are" in text(bo.get(f"/people/{told.ada.public_id}/"))
    assert Notice.objects.get(person=told.bo).link == f"/days/of/{told.ada.public_id}/"
    assert at(told.cy).get(f"/days/of/{told.ada.public_id}/").status_code == 404

    ada.post(f"/days/readers/{MoodSharing.objects.get().pk}/end/")
    assert bo.get(f"/days/of/{told.ada.public_id}/").status_code == 404
    assert "shows you" not in text(bo.get(f"/people/{told.ada.public_id}/"))
    assert Notice.objects.get(person=told.bo).read is not None


def test_only_its_owner_takes_it_back_or_forgets_a_day(told: cast.Cast) -> None:
    day = actions.tell_mood(by=told.ada, day=cast.TODAY, level=3, at=cast.NOW)
    sharing = actions.show_mood(by=told.ada, reader=told.cy, at=cast.NOW)
    with pytest.raises(Refused):
        actions.forget_mood(by=told.cy, mood=day, at=cast.NOW)
    with pytest.raises(Refused):
        actions.hide_mood(by=told.cy, sharing=sharing, at=cast.NOW)
    with pytest.raises(Refused):
        actions.show_mood(by=told.ada, reader=told.ada, at=cast.NOW)
    assert Mood.objects.exists() and MoodSharing.objects.get().revoked is None


def test_it_is_taken_away_as_a_file_and_deleted_day_by_day_or_at_once(told: cast.Cast) -> None:
    for back in range(30):
        actions.tell_mood(by=told.ada, day=cast.TODAY - dt.timedelta(days=back), level=1 + back % 5, at=cast.NOW)
    actions.tell_mood(by=told.cy, day=cast.TODAY, level=1, note="Cy's", at=cast.NOW)
    ada = at(told.ada)
    lines = ada.get("/days/all.csv").content.decode("utf-8-sig").splitlines()
    assert len(lines) == 31 and lines[-1].startswith("2026-10-07")
    ada.post(f"/days/{told.ada.moods.get(day=cast.TODAY).pk}/removal/")
    assert told.ada.moods.count() == 29
    ada.post("/days/removal/")
    assert not told.ada.moods.exists() and told.cy.moods.count() == 1


def test_the_page_shows_weeks_of_past_days_in_the_same_number_of_queries(
    told: cast.Cast, django_assert_max_num_queries
) -> None:
    for back in range(60):
        actions.tell_mood(by=told.ada, day=cast.TODAY - dt.timedelta(days=back), level=4, at=cast.NOW)
    ada = at(told.ada)
    with clock.frozen(cast.NOW), django_assert_max_num_queries(16):
        page = text(ada.get("/days/"))
    assert page.count('class="mood-4"') == 60

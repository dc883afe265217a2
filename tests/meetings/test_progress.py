"""Every two weeks, in the day's one bundle: what moved in one's team, or everywhere, for whoever wants it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from sapwood.activity import clock
from sapwood.activity.jobs import digest
from sapwood.activity.models import Channel, Delivery, Preference
from sapwood.goals.models import Objective
from sapwood.meetings import progress
from sapwood.people.models import Absence
from tests import cast
from tests.meetings.conftest import tell

THURSDAY = dt.datetime(2026, 10, 8, 9, 0, tzinfo=dt.UTC)  # in the sixth week of the cycle
DAY = dt.timedelta(days=1)


@pytest.fixture
def moved(company: cast.Cast, goal: Objective) -> Objective:
    """A goal that moved, a goal of Ada's own beside it, and a draft."""
    first, _second = goal.key_results.all()
    tell(company.ada, first, 2, cast.NOW - 20 * DAY)
    tell(company.ada, first, 5, cast.NOW - 2 * DAY)
    own = {"layer": Objective.Layer.DEVELOPMENTAL, "nature": "soft", "proposed_by": company.ada}
    mine = cast.objective("I ask before I answer", company.ada, company.cycle, updater=company.ada, **own)
    tell(company.ada, mine.key_results.get(), 3, cast.NOW - DAY)
    cast.objective("Still a draft", company.cranes, company.cycle, stage=Objective.Stage.DRAFT)
    return goal


def bundles(at: dt.datetime) -> dict[str, Delivery]:
    with clock.frozen(at):
        digest(at)
    return {row.address.split("@")[0]: row for row in Delivery.objects.filter(kind="digest")}


def test_the_team_hears_what_moved_and_why_it_came(company: cast.Cast, moved: Objective) -> None:
    sent = bundles(THURSDAY)
    assert {"ada", "bo", "cy"} <= set(sent) and "eve" not in sent, "Ropes has nothing to tell"
    mail = sent["cy"]
    assert mail.subject.startswith("Cranes, two weeks: 1 of one goal moved")
    assert "Ships leave on time, seen 1 2 → 5 ships" in mail.body
    assert f"/screens/{company.cranes.public_id}/" in mail.body
    assert "It came because progress comes every two weeks. Change or stop it:" in mail.why
    for mine in ("I ask before", "draft"):
        assert mine not in mail.body


def test_once_and_not_in_the_week_between(company: cast.Cast, moved: Objective) -> None:
    assert "cy" in bundles(THURSDAY)
    count = Delivery.objects.count()
    bundles(THURSDAY + dt.timedelta(minutes=30))
    bundles(THURSDAY + DAY)
    bundles(THURSDAY + 7 * DAY)
    assert Delivery.objects.count() == count


def test_who_wants_all_gets_all_and_who_wants_none_gets_none(company: cast.Cast, moved: Objective) -> None:
    Preference.objects.create(person=company.eve, progress=Preference.Progress.ALL)
    Preference.objects.create(person=company.cy, progress=Preference.Progress.NONE)
    Preference.objects.create(person=company.bo, mail=Preference.Mail.NONE)
    Absence.objects.create(person=company.ada, starts=cast.TODAY, ends=cast.TODAY + 3 * DAY)
    sent = bundles(THURSDAY)
    assert "eve" in sent and not {"cy", "bo", "ada"} & set(sent)
    assert sent["eve"].subject.startswith("Harbour Works, two weeks:")
    assert "Quay, two weeks: 1 of one goal moved" in sent["eve"].body


def test_channels_hear_it_once(company: cast.Cast, moved: Objective) -> None:
    Channel.objects.create(name="#all", url="http://127.0.0.1:9/hook", kinds=[progress.KIND], begun=cast.NOW)
    for at in (THURSDAY, THURSDAY + dt.timedelta(hours=1), THURSDAY + DAY):
        progress.announce(at)
    [row] = Delivery.objects.exclude(channel=None)
    assert "Harbour Works, two weeks" in row.subject + row.body


def test_the_wish_is_kept_and_an_older_form_leaves_it(company: cast.Cast) -> None:
    client = Client()
    client.force_login(company.ada)
    client.post("/settings/mail/", {"mail": "weekly", "progress": "all"})
    client.post("/settings/mail/", {"mail": "daily"})
    row = Preference.objects.get(person=company.ada)
    assert (row.mail, row.progress) == ("daily", "all")

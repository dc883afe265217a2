"""Who is told of what happens to a goal, and the mail on check-in day."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

import pytest
from django.test import Client

from sapwood.activity import asks, clock, notices
from sapwood.activity.jobs import digest
from sapwood.activity.models import Delivery, Notice, Preference
from sapwood.goals.actions import check_ins, links, negotiating, objectives
from sapwood.goals.models import Objective, Reading
from sapwood.meetings import progress
from sapwood.people.models import Absence, Organisation, Person
from tests import cast
from tests.cast import NOW, Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def harbour(monkeypatch: pytest.MonkeyPatch) -> Cast:
    """The company; the mail of every two weeks has stories of its own."""
    monkeypatch.setattr(asks, "_askers", [pair for pair in asks._askers if pair[1] is not progress.asked])
    return cast.gather()


def told() -> list[tuple[str, str]]:
    """(who, of what) so far, by name."""
    return sorted(Notice.objects.values_list("person__name", "kind"))


def test_a_blocker_is_told_to_whom_it_names(harbour: Cast) -> None:
    goal = cast.objective("Cranes stand still less", harbour.cranes, harbour.cycle, updater=harbour.ada)
    stuck = [("a part is late", harbour.eve), ("nobody knows why", None)]
    check_ins.check_in(by=harbour.ada, objective=goal, observations={}, blockers=stuck, at=NOW)
    row = Notice.objects.get()
    assert (row.person, row.kind) == (harbour.eve, "blocker")
    assert row.text == "Ada Okoye asks for your help: a part is late"
    assert row.link == f"/objectives/{goal.public_id}/"


def test_nobody_is_told_of_a_goal_they_may_not_see(harbour: Cast) -> None:
    own = cast.objective(
        "I ask before I answer", harbour.ada, harbour.cycle, layer=Objective.Layer.DEVELOPMENTAL, nature="soft"
    )
    check_ins.check_in(by=harbour.ada, objective=own, observations={}, blockers=[("time", harbour.eve)], at=NOW)
    objectives.comment(by=harbour.ada, objective=own, text="Better today.", at=NOW)
    assert told() == []


def test_a_proposal_goes_to_the_lead_and_the_agreement_back(harbour: Cast) -> None:
    goal = cast.objective(
        "Fewer idle cranes", harbour.cranes, harbour.cycle, stage=Objective.Stage.DRAFT, proposed_by=harbour.cy
    )
    negotiating.propose_objective(by=harbour.cy, objective=goal, at=NOW)
    assert told() == [("Bo Ferreira", "proposal")]
    negotiating.agree_to_objective(by=harbour.bo, objective=goal, at=NOW)
    assert told() == [("Bo Ferreira", "proposal"), ("Cy Tanaka", "agreement")]


def test_a_comment_goes_to_the_lead_and_to_who_spoke_before_but_not_to_who_speaks(harbour: Cast) -> None:
    goal = cast.objective("Cranes stand still less", harbour.cranes, harbour.cycle)
    objectives.comment(by=harbour.eve, objective=goal, text="Which cranes?", at=NOW)
    assert told() == [("Bo Ferreira", "comment")]
    objectives.comment(by=harbour.bo, objective=goal, text="All seven.", at=NOW)
    assert told() == [("Bo Ferreira", "comment"), ("Eve Marsh", "comment")]
    assert {row.link for row in Notice.objects.all()} == {f"/objectives/{goal.public_id}/?tab=discussion"}


def test_who_is_served_is_told_once(harbour: Cast) -> None:
    top = cast.objective("Ships leave on time", harbour.quay, harbour.cycle)
    harbour.max.memberships.create(team=harbour.quay, is_primary=False, is_lead=True, starts=cast.LONG_AGO)
    goal = cast.objective("Cranes stand still less", harbour.cranes, harbour.cycle)
    for _click in range(2):
        links.align(by=cast.fresh(harbour.bo), child=goal, parent=top, at=NOW)
    row = Notice.objects.get()
    assert (row.person, row.kind) == (harbour.max, "alignment")
    assert row.text == "“Cranes stand still less” now serves “Ships leave on time”"


# ── the mail on check-in day ─────────────────────────────────────────────────

WEDNESDAY = 2


def morning(hour: int, day: int = 7) -> dt.datetime:
    return dt.datetime(2026, 10, day, hour, 0, tzinfo=dt.UTC)


@pytest.fixture
def due(harbour: Cast) -> Objective:
    """Ada tells how two key results stand; nothing has been told yet. Check-in day is Wednesday."""
    Organisation.objects.update(check_in_weekday=WEDNESDAY)
    return cast.objective("Cranes stand still less", harbour.cranes, harbour.cycle, results=2, updater=harbour.ada)


def run_a_week() -> list[Delivery]:
    moment = morning(0, 5)
    for _turn in range(7 * 48):
        with clock.frozen(moment):
            digest(moment)
        moment += dt.timedelta(minutes=30)
    return list(Delivery.objects.order_by("created"))


def test_on_check_in_day_in_the_morning_one_mail_names_what_is_due(harbour: Cast, due: Objective) -> None:
    [mail] = run_a_week()
    assert (mail.person, mail.kind, mail.due) == (harbour.ada, "digest", morning(8))
    assert mail.subject == "This week: 2 key results, about 2 min"
    assert "- Cranes stand still less, seen 1" in mail.body
    assert "http://127.0.0.1:8000/check-in/by-mail/" in mail.body
    assert mail.why == (
        "It came because you tell how these key results stand. Change or stop it: http://127.0.0.1:8000/settings/mail/"
    )


def test_news_of_that_morning_come_in_the_same_mail(harbour: Cast, due: Objective) -> None:
    objectives.comment(by=harbour.cy, objective=due, text="Better?", at=morning(20, 6))
    notices.tell([harbour.ada], kind="comment", text="Cy said something", link="/x/", why="", at=morning(20, 6))
    [mail] = [one for one in run_a_week() if one.person == harbour.ada]
    assert mail.subject.startswith("This week: 2 key results")
    assert mail.body.index("seen 2") < mail.body.index("And what is new:") < mail.body.index("Cy said something")


def test_what_does_not_fit_the_weeks_minutes_waits(
    harbour: Cast, due: Objective, settings: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    def poll(at: dt.datetime, done: object) -> dict[int, asks.Ask]:
        return {harbour.ada.pk: asks.Ask("Five questions", 4, "/poll/", "You were asked.")}

    monkeypatch.setattr(asks, "_askers", [*asks._askers, (20, poll)])
    settings.SAPWOOD_MINUTES_A_WEEK = 5  # type: ignore[attr-defined]
    with clock.frozen(morning(8)):
        assert [one.text[:9] for one in asks.due(morning(8), [])[harbour.ada.pk]] == ["This week"]
        settings.SAPWOOD_MINUTES_A_WEEK = 6  # type: ignore[attr-defined]
        assert len(asks.due(morning(8), [])[harbour.ada.pk]) == 2
    with clock.frozen(morning(8, 6)):
        assert [one.text for one in asks.due(morning(8, 6), [])[harbour.ada.pk]] == ["Five questions"]


def link_in(mail: Delivery) -> str:
    found = re.search(r"http://127.0.0.1:8000(/check-in/by-mail/\S+/)", mail.body)
    assert found is not None
    return found[1]


def test_the_link_in_the_mail_tells_without_signing_in(harbour: Cast, due: Objective, client: Client) -> None:
    own = cast.objective("I listen", harbour.ada, harbour.cycle, layer="developmental", updater=harbour.ada)
    [mail] = run_a_week()
    address, first = link_in(mail), due.key_results.get(position=0)
    assert "I listen" not in mail.body
    with clock.frozen(morning(10)):
        page = client.get(address).content.decode()
        assert first.title in page and "I listen" not in page and not Reading.objects.exists()
        assert client.post(address, {}).status_code == 422
        page = client.post(address, {f"{first.public_id}-value": "4", f"{first.public_id}-confidence": "7"})
        assert "Checked in on 1 key result" in page.content.decode()
        own_result = own.key_results.get()
        client.post(address, {f"{own_result.public_id}-value": "4"})
    reading = Reading.objects.get()
    assert (reading.key_result, reading.by, reading.value) == (first, harbour.ada, Decimal(4))


def test_a_link_runs_out_and_cannot_be_made_up(harbour: Cast, due: Objective, client: Client) -> None:
    [mail] = run_a_week()
    address = link_in(mail)
    with clock.frozen(morning(10, 16)):
        assert client.get(address).status_code == 410
    with clock.frozen(morning(10)):
        assert client.get(address[:-2] + "x/").status_code == 410
        Person.objects.filter(pk=harbour.ada.pk).update(leaves=dt.date(2026, 10, 1))
        assert client.get(address).status_code == 410


def test_who_has_told_already_gets_none(harbour: Cast, due: Objective) -> None:
    seen = {result: check_ins.Observation(Decimal(3), 6) for result in due.key_results.all()}
    check_ins.check_in(by=harbour.ada, objective=due, observations=seen, at=morning(8))
    assert run_a_week() == []


def test_only_what_is_still_open_is_named(harbour: Cast, due: Objective) -> None:
    first = due.key_results.get(position=0)
    check_ins.check_in(
        by=harbour.ada, objective=due, observations={first: check_ins.Observation(Decimal(3), 6)}, at=morning(8)
    )
    [mail] = run_a_week()
    assert mail.subject == "This week: one key result, about 1 min"
    assert "seen 1" not in mail.body
    assert "seen 2" in mail.body


def test_away_silent_and_gone_get_none(harbour: Cast, due: Objective) -> None:
    for person in (harbour.ada, harbour.cy, harbour.lo, harbour.bo):
        cast.objective(f"What {person.first_name} does", harbour.cranes, harbour.cycle, updater=person)
    Absence.objects.create(person=harbour.ada, starts=dt.date(2026, 10, 6), ends=dt.date(2026, 10, 9))
    Preference.objects.create(person=harbour.cy, mail=Preference.Mail.NONE)
    assert [mail.person for mail in run_a_week()] == [harbour.bo]


def test_in_their_own_zone(harbour: Cast, due: Objective) -> None:
    Person.objects.filter(pk=harbour.ada.pk).update(time_zone="America/New_York")
    [mail] = run_a_week()
    assert mail.due == morning(12)


def test_a_check_in_day_on_sunday_waits_for_monday(harbour: Cast, due: Objective) -> None:
    Organisation.objects.update(check_in_weekday=6)
    [mail] = run_a_week()
    assert mail.created == mail.due == morning(8, 5), "what Sunday asked"


def test_what_is_her_own_is_counted_and_not_named(harbour: Cast, due: Objective) -> None:
    own = {"layer": Objective.Layer.PERSONAL, "nature": "soft"}
    cast.objective("My children hear me laugh", harbour.ada, harbour.cycle, updater=harbour.ada, **own)
    [mail] = run_a_week()
    assert mail.subject == "This week: 3 key results, about 3 min"
    assert "one key result of your own, whose words stay in Sapwood" in mail.body
    assert "children" not in mail.body

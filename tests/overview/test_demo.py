"""The demo lives only with its marker on this machine; a week in it is believable, cheap and the same every time."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client

from sapwood.activity import clock, events
from sapwood.activity.models import Delivery, DemoMarker
from sapwood.config import demo as company_demo
from sapwood.config import prepare
from sapwood.feedback import asked as feedback_asked
from sapwood.feedback.demo import answering, remarks, truth
from sapwood.feedback.models import Cell, Publication, PublishedComment, Wave
from sapwood.goals import standing
from sapwood.goals.actions import agree_to_objective
from sapwood.goals.measured import audience
from sapwood.goals.models import (
    Binding,
    Blocker,
    BoundReading,
    CheckIn,
    Closure,
    Comment,
    Cycle,
    Initiative,
    KeyResult,
    Objective,
    Reading,
    Review,
)
from sapwood.overview import demo
from sapwood.people.models import Person, Team

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]  # a company is built anew each time: too long for twice
TODAY = dt.date(2026, 10, 14)
NOON = dt.datetime(2026, 10, 14, 12, tzinfo=dt.UTC)


@pytest.fixture
def living(settings: LazySettings) -> None:
    """The demo company on a Wednesday noon, its clock ours to move."""
    settings.SAPWOOD_DEMO = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    with clock.frozen(NOON):
        company_demo.build(seed=7, today=TODAY)


def test_its_clock_begins_on_the_day_it_was_built_for(settings: LazySettings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.SAPWOOD_DEMO = True
    monkeypatch.setattr(company_demo, "build", lambda **_given: None)
    assert prepare.demo(seed=7, today=dt.date(2026, 3, 2))
    assert clock.today() == dt.date(2026, 3, 2)
    clock.move_on(dt.timedelta(weeks=1))
    assert clock.today() == dt.date(2026, 3, 9)
    settings.SAPWOOD_DEMO = False
    with pytest.raises(RuntimeError, match="Only the clock of the demo"):
        clock.begin_on(dt.date(2026, 3, 2))


def visitor(name: str = "Leila Haddad") -> Person:
    return Person.objects.get(name=name)


def live(weeks: int, name: str = "Leila Haddad") -> None:
    for week in range(weeks):
        with clock.frozen(NOON + dt.timedelta(weeks=week)):
            demo.pass_a_week(visitor(name))


def told() -> list[tuple[Any, ...]]:
    """Everything the company has said, without keys that are drawn anew each time."""
    return [
        *Reading.objects.order_by("at", "key_result__title", "id").values_list(
            "key_result__title", "value", "confidence", "note", "by__name", "at"
        ),
        *Comment.objects.order_by("at", "id").values_list("objective__title", "by__name", "text", "at"),
        *Blocker.objects.order_by("id").values_list("text", "person__name", "resolved"),
        *Initiative.objects.order_by("title", "owner__name", "created", "id").values_list(
            "title", "owner__name", "due", "done"
        ),
        *Objective.objects.order_by("title", "id").values_list("title", "stage", "progress", "proposed_by__name"),
        *Delivery.objects.exclude(kind="feedback")
        .order_by("address", "kind", "due", "id")
        .values_list("address", "kind", "subject", "due", "state"),
        *Delivery.objects.filter(kind="feedback")  # these leave at a random hour
        .order_by("address", "subject", "id")
        .values_list("address", "subject"),
        *Cell.objects.order_by("id").values_list("kind", "group", "value", "low", "high", "verdict", "withheld"),
        *PublishedComment.objects.order_by("text", "item__key").values_list("text", "item__key"),
    ]


def test_the_company_is_of_the_promised_size(living: None) -> None:
    assert 170 <= Person.objects.count() <= 190
    assert Team.objects.filter(level="department").count() == 7 and Team.objects.filter(level="team").count() == 28
    stages = list(Cycle.objects.order_by("starts").values_list("stage", flat=True))
    assert stages == ["closed", "closed", "active"]
    assert Cycle.objects.get(stage="active").week(TODAY) == 7
    assert not Objective.objects.filter(cycle__stage="closed").exclude(stage="closed").exists()
    with_rings = set(Objective.objects.filter(cycle__stage="closed").values_list("owner_team__name", flat=True))
    assert {team.name for team in Team.objects.filter(level="team")} <= with_rings
    kept = list(KeyResult.objects.order_by("pk").values_list("progress", "current", "trail"))
    standing.rebuild(Objective.objects.select_related("cycle"))
    assert list(KeyResult.objects.order_by("pk").values_list("progress", "current", "trail")) == kept


def test_no_sentence_is_heard_too_often(living: None) -> None:
    notes = Counter(
        Reading.objects.filter(key_result__objective__cycle__stage="active")
        .exclude(note="")
        .values_list("note", flat=True)
    )
    assert notes.most_common(1)[0][1] <= sum(notes.values()) / 12
    for team in Team.objects.filter(level="team"):
        to_dos = Counter(
            Initiative.objects.filter(key_result__objective__owner_team=team).values_list(
                "key_result__objective", "title"
            )
        )
        assert not to_dos or to_dos.most_common(1)[0][1] == 1


def test_a_week_brings_check_ins_some_missed_and_leaves_the_visitors_own(living: None) -> None:
    before = CheckIn.objects.count()
    mine = list(KeyResult.objects.filter(updater=visitor()).order_by("pk"))
    own = [(row.current, row.measured_at) for row in mine]
    live(1)
    since = CheckIn.objects.filter(at__gte=NOON - dt.timedelta(hours=6))
    carried = KeyResult.objects.filter(
        dropped=None, objective__stage="active", objective__cycle__stage="active"
    ).exclude(updater=visitor())
    told_of = Reading.objects.filter(check_in__in=since).values("key_result").distinct().count()
    assert CheckIn.objects.count() > before + 30
    assert 0.6 * carried.count() < told_of < 0.95 * carried.count()
    assert [
        (row.current, row.measured_at)
        for row in KeyResult.objects.filter(pk__in=[row.pk for row in mine]).order_by("pk")
    ] == own
    assert not since.filter(by=visitor()).exists()
    assert Blocker.objects.filter(person=visitor(), resolved=None).count() == 1
    assert Comment.objects.filter(objective__owner_team=visitor().team, at__gte=NOON - dt.timedelta(hours=6)).exists()
    assert Initiative.objects.filter(done__gte=NOON - dt.timedelta(hours=6)).exists()
    assert Objective.objects.filter(stage="proposed", owner_person=visitor()).count() == 1
    assert events.verify_chain() is None
    assert Reading.objects.filter(at__gt=NOON + dt.timedelta(weeks=1)).count() == 0


def test_mails_lie_in_the_outbox_as_sent(living: None) -> None:
    live(1)
    kinds = Counter(Delivery.objects.values_list("kind", "state"))
    assert kinds[("digest", "sent")] > 20
    assert not Delivery.objects.exclude(state="sent").filter(due__lt=NOON + dt.timedelta(days=6)).exists()


def test_waves_close_are_answered_to_and_open_week_by_week(living: None) -> None:
    first = Wave.objects.get(kind="pulse", stage="open")
    second_round = Wave.objects.get(kind="360", stage="open")
    mine = second_round.invitations.filter(person=visitor())
    assert mine.filter(relation="self").count() == 1 and mine.exclude(relation="self").count() >= 4
    live(2)
    published = Wave.objects.filter(kind="pulse", stage="published").order_by("opens")
    assert published.count() == 14 and first in published
    assert all(wave.publication.count == "100 or more" for wave in published)
    assert first.publication.responses.filter(unit=None).count() == 1
    running = Wave.objects.get(kind="pulse", stage="open")
    assert running.invitations.get(person=visitor()) and not running.invitations.filter(
        person=visitor(), receipt__isnull=False
    )
    second_round.refresh_from_db()
    assert second_round.stage == "published"
    changes = Cell.objects.filter(publication__wave=second_round, kind="change", withheld="")
    assert changes.filter(subject__person=visitor()).count() == 3


def test_a_lead_is_proposed_a_goal_for_their_team(living: None) -> None:
    waiting = Objective.objects.filter(stage="proposed", owner_team__name="Service desk")
    first = waiting.get()  # from the first day
    with clock.frozen(NOON):
        agree_to_objective(by=visitor("Priya Raman"), objective=first, at=NOON)
    live(1, "Priya Raman")
    assert waiting.exclude(pk=first.pk).count() == 1


def test_the_same_seed_and_week_tell_the_same(living: None, settings: LazySettings, tmp_path: Path) -> None:
    from django.db import transaction

    first, keys = transaction.savepoint(), settings.SAPWOOD_KEYS
    settings.SAPWOOD_KEYS = Path(shutil.copytree(keys, tmp_path / "keys"))  # waves that close destroy theirs
    live(1)
    once = told()
    transaction.savepoint_rollback(first)
    settings.SAPWOOD_KEYS = keys
    live(1)
    assert told() == once


def test_after_its_last_day_the_cycle_is_scored_closed_and_followed(living: None) -> None:
    Cycle.objects.filter(stage="active").update(name="A short cycle", ends=TODAY - dt.timedelta(days=3))
    live(1)
    running, ended = Cycle.objects.order_by("-starts")[:2]
    assert (ended.stage, running.stage) == ("scoring", "active") and Closure.objects.filter(
        objective__cycle=ended
    ).exists()
    for week in (1, 2):
        with clock.frozen(NOON + dt.timedelta(weeks=week)):
            demo.pass_a_week(visitor())
    ended.refresh_from_db()
    assert ended.stage == "closed" and Review.objects.filter(cycle=ended).exists()
    assert Objective.objects.filter(cycle=running, stage="active").count() > 10
    assert [step.stage for step in ended.steps.all()] == ["planning", "active", "scoring", "closed"]


def test_the_levers_exist_only_here_and_only_in_the_demo(living: None, client: Client, settings: LazySettings) -> None:
    with clock.frozen(NOON):
        client.force_login(visitor())
        page = client.get("/").content.decode()
        assert "Next week" in page and "Demo company" in page
        assert client.post("/demo/next-week/").status_code == 303
        assert client.get("/demo/mails/").status_code == 200
        assert client.post("/demo/next-week/", REMOTE_ADDR="10.0.0.9").status_code == 404
        assert client.post("/demo/next-week/", HTTP_X_FORWARDED_FOR="10.0.0.9").status_code == 404
        assert client.get("/demo/mails/", REMOTE_ADDR="10.0.0.9").status_code == 404
        other = Person.objects.get(name="Priya Raman").public_id
        assert client.post("/demo/person/", {"person": other}, REMOTE_ADDR="10.0.0.9").status_code == 404
        assert client.post("/demo/person/", {"person": other}).status_code == 303
        assert "Hello, Priya" in client.get("/").content.decode()
        settings.SAPWOOD_DEMO = False
        assert "Demo company" not in client.get("/").content.decode()
        assert client.post("/demo/next-week/").status_code == 404
        settings.SAPWOOD_DEMO = True
        DemoMarker.objects.all().delete()
        assert client.get("/demo/mails/").status_code == 404


def test_the_mails_page_shows_the_readers_own_first(living: None, client: Client) -> None:
    live(1)
    with clock.frozen(NOON + dt.timedelta(weeks=1)):
        client.force_login(visitor())
        page = client.get("/demo/mails/").content.decode()
    assert re.search(r"To you.*to Leila Haddad.*To others", page, re.S)


def test_reports_agree_with_the_truth_behind_them(living: None) -> None:
    asked = Wave.objects.get(kind="360", follows__isnull=False, stage="published")
    keys = list(
        dict.fromkeys(asked.questionnaire.items.exclude(competency=None).values_list("competency__key", flat=True))
    )
    rows = Cell.objects.filter(publication__wave=asked, kind="change", withheld="")
    held, said = [], []
    for cell in rows.select_related("subject__person", "competency"):
        assert cell.subject and cell.competency and cell.low is not None and cell.high is not None
        moved = truth.RATERS.changes(str(cell.subject.person), keys)[cell.competency.key]
        held.append(cell.low <= moved <= cell.high)
        if cell.verdict in {"improved", "declined"}:
            said.append((cell.verdict == "improved") == (moved > 0))
    assert len(held) >= 40 and sum(held) / len(held) >= 0.9
    assert len(said) >= 4 and sum(said) / len(said) >= 0.75
    verdicts = set(rows.values_list("verdict", flat=True))
    assert {"improved", "undetected"} <= verdicts


def test_pulses_agree_with_what_everybody_would_have_answered(living: None) -> None:
    waves = list(Wave.objects.filter(kind="pulse", stage="published").order_by("opens"))
    assert len(waves) == 12
    paths, held = answering.paths(), []
    for week, wave in enumerate(waves, 1):
        people = feedback_asked.asked_in_units(wave)
        names = dict(Person.objects.values_list("pk", "name"))
        cells = wave.publication.cells.filter(kind="level", withheld="").select_related("item")
        assert cells.count() >= 40
        for cell in cells:
            assert cell.item and cell.unit_id and cell.low is not None and cell.high is not None
            item = cell.item
            felt = [
                truth.MEMBERS.answer(names[person], paths[person], item.theme, item.key, week)
                for person in people[cell.unit_id]
            ]
            held.append(cell.low <= sum(felt) / len(felt) <= cell.high)
    assert sum(held) / len(held) >= 0.95


def test_remarks_are_many_and_nobody_reads_one_twice_about_a_colleague(living: None) -> None:
    texts = list(PublishedComment.objects.values_list("text", flat=True))
    assert len(set(texts)) >= 120
    about = Counter(PublishedComment.objects.exclude(subject=None).values_list("subject__person__name", "text"))
    vague = set(remarks.pile("keep", "vague")) | set(remarks.pile("change", "vague"))
    assert not [text for (_name, text), times in about.items() if times > 1 and text not in vague]
    in_a_pulse = Counter(PublishedComment.objects.exclude(unit=None).values_list("publication_id", "text"))
    assert max(in_a_pulse.values()) == 1


def test_feedback_measures_goals_one_came_true_and_one_waits_for_the_round_that_is_open(living: None) -> None:
    def reading(name: str) -> BoundReading | None:
        return BoundReading.objects.filter(binding__person__name=name).order_by("at").last()

    came_true, unclear = reading("Owen Pritchard"), reading("Priya Raman")
    assert came_true is not None and came_true.verdict == "improved"
    assert unclear is not None and unclear.verdict in {"undetected", "stable"}
    assert reading("Leila Haddad") is None
    live(2)
    arrived = reading("Leila Haddad")
    assert arrived is not None and arrived.publication.wave.kind == "360"


def test_a_pulse_measures_a_soft_goal_of_the_visitors_team(living: None) -> None:
    """One reading a pulse since the baseline, none of them made up: a level that was published, or why there is none."""
    bound = Binding.objects.get(kind="pulse")
    goal = bound.key_result.objective
    assert goal.owner_team == visitor("Priya Raman").team and (goal.nature, goal.stage) == ("soft", "active")
    assert bound.start + bound.tellable <= bound.target <= 5
    later = Publication.objects.filter(wave__kind="pulse", at__gt=bound.baseline.at)
    rows = list(BoundReading.objects.filter(binding=bound))
    assert later.count() >= 6 and {row.publication_id for row in rows} == set(later.values_list("pk", flat=True))
    for row in rows:
        assert (row.value is None) == bool(row.withheld)
    who = {
        name: audience.seen_by(visitor(name), [bound.key_result])[bound.key_result_id]
        for name in ("Leila Haddad", "Priya Raman")
    }
    assert who["Priya Raman"].may_read and not who["Leila Haddad"].may_read
    assert not goal.turns.filter(ended=None).exists()

"""How goals are worded, over the weeks and from cycle to cycle: counted when a text is saved, by team, never by person."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sapwood.activity import clock
from sapwood.goals import actions, jobs
from sapwood.goals import wording_history as history
from sapwood.goals.drafts import KeyResultDraft, ObjectiveDraft
from sapwood.goals.models import Cycle, Objective, WordingReading
from sapwood.goals.views import quality
from tests import cast

TASKS = ObjectiveDraft(
    "Ropes are tied so that they hold",
    key_results=(KeyResultDraft("Hold 12 workshops on knots"), KeyResultDraft("Publish a handbook of knots")),
)
BETTER = ObjectiveDraft(
    "Ropes are tied so that they hold",
    key_results=(
        KeyResultDraft("Ropes that slip under load, a month", baseline=Decimal(9), target=Decimal(2), direction="fall"),
        KeyResultDraft("Crews who check each other's knots rise from 3 of 10 to 8 of 10"),
    ),
)
WEEK = dt.timedelta(days=7)


def write(company: cast.Cast, draft: ObjectiveDraft, *, at: dt.datetime, owner: object = None) -> Objective:
    return actions.write_objective(
        by=company.ada, owner=owner or company.cranes, layer="strategic", cycle=company.cycle, draft=draft, at=at
    )


@pytest.fixture
def reworded(company: cast.Cast) -> Objective:
    """Two tasks three weeks ago, two results since last week but one."""
    goal = write(company, TASKS, at=cast.NOW - 3 * WEEK)
    Objective.objects.update(stage=Objective.Stage.ACTIVE)
    goal.refresh_from_db()
    return actions.edit_objective(by=company.ada, objective=goal, version=1, draft=BETTER, at=cast.NOW - WEEK / 2)


def test_each_saved_text_is_counted_once_and_its_words_are_not_kept(reworded: Objective) -> None:
    first, second = WordingReading.objects.all()
    assert (first.version, first.results, first.outcomes) == (1, 2, 0)
    assert first.remarks >= 2
    assert (second.version, second.results, second.outcomes, second.with_baseline, second.with_target) == (
        2,
        2,
        2,
        2,
        2,
    )
    assert "slip" not in repr(list(WordingReading.objects.values_list()))


def test_nobodys_own_wording_is_counted(company: cast.Cast) -> None:
    for layer in ("developmental", "personal"):
        actions.write_objective(
            by=company.ada, owner=company.ada, layer=layer, cycle=company.cycle, draft=TASKS, at=cast.NOW
        )
    cast.objective("Ada's own strategy", company.ada, company.cycle)
    history.catch_up()
    assert not WordingReading.objects.exists()


def test_a_day_counts_the_last_text_until_then(company: cast.Cast, reworded: Objective) -> None:
    rows = history.of_cycle(company.cycle)
    before, after = history.quality(rows, cast.NOW - WEEK), history.quality(rows, cast.NOW)
    assert (before.outcome_share, after.outcome_share) == (0.0, 1.0)
    assert (before.goals, after.goals, after.clear_share) == (1, 1, 1.0)
    assert history.quality(rows, cast.NOW - 4 * WEEK).outcome_share is None  # nothing was written: not zero
    course = history.weeks(rows, company.cycle, cast.NOW)
    assert [one.outcome_share for _day, one in course] == [0.0, 0.0, 0.0, 1.0]
    assert course[-1][0] == cast.TODAY


def test_texts_that_came_by_another_door_are_read_by_the_clock(company: cast.Cast) -> None:
    goal = cast.objective("Ships leave on time", company.cranes, company.cycle, results=2)
    assert (jobs.wordings(cast.NOW), jobs.wordings(cast.NOW)) == (1, 0)
    row = WordingReading.objects.get()
    assert (row.objective, row.at, row.results) == (goal, goal.changed, 2)


def test_the_team_sees_its_row_today_and_the_okr_owner_a_week_later(company: cast.Cast, reworded: Objective) -> None:
    def outcomes(person: object, at: dt.datetime) -> list[int]:
        with clock.frozen(at):
            found = quality.of(cast.fresh(person), company.cycle)  # type: ignore[arg-type]
        return [row["quality"].outcomes for row in found["teams"]] if found else []

    assert outcomes(company.cy, cast.NOW) == outcomes(company.bo, cast.NOW) == [2]
    assert outcomes(company.dee, cast.NOW) == [0]  # as it read a week ago
    assert outcomes(company.dee, cast.NOW + WEEK) == [2]
    assert outcomes(company.eve, cast.NOW + WEEK) == outcomes(company.ad, cast.NOW + WEEK) == []
    with clock.frozen(cast.NOW):
        shown = quality.of(cast.fresh(company.eve), company.cycle)
    assert shown is not None and shown["all"].outcomes == 0  # the sum, a week late as well


def test_drafts_count_for_nobody(company: cast.Cast) -> None:
    write(company, TASKS, at=cast.NOW - 3 * WEEK)
    assert history.of_cycle(company.cycle) == []
    assert quality.of(company.dee, company.cycle) is None


def test_a_cycle_before_stands_as_it_read_at_its_end(company: cast.Cast, reworded: Objective) -> None:
    Cycle.objects.filter(pk=company.cycle.pk).update(starts=dt.date(2026, 6, 1), ends=(cast.NOW - WEEK).date())
    later = Cycle.objects.create(name="Winter", starts=dt.date(2026, 10, 5), ends=dt.date(2026, 12, 31))
    (name, one), *rest = history.past(later)
    assert (name, one.outcome_share, one.goals, rest) == ("Autumn 2026", 0.0, 1, [])


def test_the_cycles_page_says_it_in_words_at_the_same_cost_for_one_team_and_three(
    company: cast.Cast, reworded: Objective, client: Client
) -> None:
    client.force_login(company.dee)
    address = f"/cycles/{company.cycle.public_id}/"
    costs = []
    for owner in (None, company.ropes, company.quay):
        if owner is not None:
            cast.objective(f"Ships of {owner}", owner, company.cycle)
            history.catch_up()
            WordingReading.objects.update(at=cast.NOW - 2 * WEEK)
        with CaptureQueriesContext(connection) as asked:
            page = client.get(address).content.decode()
        costs.append(len(asked))
    assert "How they are worded" in page and "No row is about a person." in page
    assert costs[0] == costs[-1] <= 24
    WordingReading.objects.filter(objective=reworded).update(coach="an-older-one")
    assert "an earlier version of the coach" in client.get(address).content.decode()


def test_the_course_begins_with_the_fifth_goal(company: cast.Cast) -> None:
    few, enough = history.Quality(goals=4, results=8, outcomes=2), history.Quality(goals=5, results=10, outcomes=5)
    days = [cast.NOW.date() + n * WEEK for n in range(3)]
    assert not quality._chart([(days[0], few), (days[1], few), (days[2], enough)], company.cycle)
    drawn = quality._chart([(days[0], few), (days[1], enough), (days[2], enough)], company.cycle)
    assert "50 %" in drawn and "25 %" not in drawn

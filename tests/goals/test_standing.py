"""What stands on the rows is what the readings say, however it got there."""

from __future__ import annotations

import datetime as dt
import random
from decimal import Decimal

from sapwood.goals import actions, standing
from sapwood.goals.actions import Observation
from sapwood.goals.models import KeyResult, Objective
from tests import cast

FIELDS = ("current", "progress", "confidence", "trail", "measured_at")


def rows(objective: Objective) -> list[tuple[object, ...]]:
    own = Objective.objects.filter(pk=objective.pk).values_list("progress", "measured", "confidence", "checked_in")
    results = KeyResult.objects.filter(objective=objective).order_by("pk").values_list(*FIELDS)
    return [*own, *results]


def test_told_week_by_week_equals_computed_anew(company: cast.Cast) -> None:
    chance = random.Random(11)
    goal = cast.objective("Ships leave on time", company.cranes, company.cycle, results=3, updater=company.ada)
    results = list(goal.key_results.all())
    results[1].direction, results[1].target = "stay_below", Decimal(4)
    results[1].save()
    for week in range(6):
        at = cast.NOW - dt.timedelta(weeks=6 - week, hours=chance.randint(0, 40))
        told = {
            result: Observation(Decimal(chance.randint(0, 10)), chance.randint(0, 10), "")
            for result in results
            if chance.random() < 0.8
        }
        if told:
            actions.check_in(by=company.ada, objective=goal, observations=told, at=at)
    kept = rows(goal)
    KeyResult.objects.filter(objective=goal).update(current=None, progress=0.99, confidence=None, trail=[])
    Objective.objects.filter(pk=goal.pk).update(progress=None, measured=0)
    standing.rebuild(Objective.objects.filter(pk=goal.pk).select_related("cycle"))
    assert rows(goal) == kept


def test_twice_in_a_week_counts_once(company: cast.Cast) -> None:
    goal = cast.objective("Ropes hold", company.cranes, company.cycle, updater=company.ada)
    result = goal.key_results.get()
    result.direction, result.target = "stay_above", Decimal(5)
    result.save()
    for hours, value in ((300, 6), (20, 2), (10, 7)):  # the week's last word is 7
        seen = Observation(Decimal(value), 6)
        actions.check_in(
            by=company.ada, objective=goal, observations={result: seen}, at=cast.NOW - dt.timedelta(hours=hours)
        )
    result.refresh_from_db()
    assert result.progress == 1.0


def test_a_dropped_key_result_counts_no_more(company: cast.Cast) -> None:
    goal = cast.objective("Ropes hold", company.cranes, company.cycle, results=2, updater=company.ada)
    first, second = goal.key_results.all()
    actions.check_in(
        by=company.ada,
        objective=goal,
        observations={first: Observation(Decimal(10)), second: Observation(Decimal(0))},
        at=cast.NOW,
    )
    KeyResult.objects.filter(pk=second.pk).update(dropped=cast.NOW)
    standing.refresh(goal)
    goal.refresh_from_db()
    assert (goal.progress, goal.measured) == (1.0, 1)


def test_a_goal_without_end_is_judged_by_its_confidence_alone(company: cast.Cast) -> None:
    goal = cast.objective("Nobody lifts alone", company.cranes, None, updater=company.ada)
    result = goal.key_results.get()
    assert standing.status(result, objective=goal, cycle=None, today=cast.TODAY) == "unknown"
    actions.check_in(by=company.ada, objective=goal, observations={result: Observation(Decimal(2), 7)}, at=cast.NOW)
    result.refresh_from_db()
    assert standing.status(result, objective=goal, cycle=None, today=cast.TODAY) == "on_track"
    assert standing.doubt(result, objective=goal, confidence=10, value=None, today=cast.TODAY) == ""

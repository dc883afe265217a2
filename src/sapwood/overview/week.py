"""What stands on My week: gathered from the rooms, with the minutes each thing takes."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sapwood import charts
from sapwood.activity import clock
from sapwood.goals import queries, standing
from sapwood.goals.models import Objective
from sapwood.people.models import Person
from sapwood.ui import panels

MOST = 5


@dataclass(frozen=True)
class Need:
    """One thing that needs this person: a verb, a thing, how long it takes, until when."""

    verb: str
    thing: str
    href: str
    minutes: int
    due: dt.date | None
    icon: str


def of(request: HttpRequest) -> dict[str, Any]:
    person = request.user
    assert isinstance(person, Person)
    today = clock.today(person.time_zone)
    cycle = queries.current_cycle(today)
    to_report = queries.to_report(person, today)
    blockers = list(queries.blockers_for(person)[:5])
    needs = _needs(person, to_report, blockers, today)
    own = list(
        queries.with_key_results(
            Objective.objects.filter(owner_person=person, stage=Objective.Stage.ACTIVE).exclude(
                layer=Objective.Layer.STRATEGIC
            )
        )[:3]
    )
    team = person.team
    goals = list(queries.of_team(person, team, cycle).select_related("owner_team", "cycle")[:12]) if team else []
    trails = _trails(goals)
    return {
        "today": today,
        "now": clock.now(),
        "cycle": cycle,
        "needs": needs[:MOST],
        "more": len(needs) - MOST,
        "minutes": sum(need.minutes for need in needs[:MOST]),
        "check_ins": [_check_in(row, today) for row in to_report],
        "check_in_minutes": max(1, round(len(to_report) * 0.9)),
        "own": own,
        "team": team,
        "goals": [
            {
                "objective": goal,
                "status": goal.stage if goal.stage in {"draft", "proposed", "closed"} else queries.status_of(goal, today),
                "spark": charts.sparkline(
                    trails[goal.pk], title=_("Progress this cycle"), expected=cycle.elapsed(today) if cycle else None
                ),
            }
            for goal in goals
        ],
        "blockers": blockers,
        "away": person.is_away(today),
        "panels": panels.panels_for("overview:my_week", request, person),
    }


def _needs(person: Person, to_report: list[queries.Due], blockers: list[Any], today: dt.date) -> list[Need]:
    found: list[Need] = []
    for blocker in blockers:
        found.append(
            Need(
                _("Help"),
                _("%(team)s: %(text)s") % {"team": blocker.check_in.objective.owner, "text": blocker.text},
                reverse("goals:objective", args=[blocker.check_in.objective.public_id]),
                5,
                None,
                "life-buoy",
            )
        )
    due = [row for row in to_report if row.is_due]
    if due:
        words = ngettext("on %(n)d key result", "on %(n)d key results", len(due)) % {"n": len(due)}
        first = min((row.due for row in due if row.due), default=today)
        found.append(
            Need(_("Check in"), words, reverse("goals:check_in_week"), max(1, round(len(due) * 0.9)), first, "check")
        )
    for goal in queries.waiting_for(person)[:MOST]:
        found.append(
            Need(
                _("Agree"),
                _("on “%(title)s”, proposed by %(name)s") % {"title": goal.title, "name": goal.proposed_by or _("somebody")},
                reverse("goals:objective", args=[goal.public_id]),
                4,
                None,
                "message-circle-question-mark",
            )
        )
    for goal in queries.drafts_of(person)[:MOST]:
        found.append(
            Need(
                _("Finish"),
                _("your draft “%(title)s”") % {"title": goal.title},
                reverse("goals:edit", args=[goal.public_id]),
                6,
                None,
                "pencil-line",
            )
        )
    return found


def _check_in(row: queries.Due, today: dt.date) -> dict[str, Any]:
    result = row.key_result
    cycle = result.objective.cycle
    return {
        "result": result,
        "objective": result.objective,
        "is_due": row.is_due,
        "spark": charts.sparkline(
            result.trail[-13:], title=_("Progress"), expected=cycle.elapsed(today) if cycle else None
        ),
        "status": standing.status(result, objective=result.objective, cycle=cycle, today=today),
    }


def _trails(goals: list[Objective]) -> dict[int, list[float]]:
    """The mean course of each goal's key results, for its small line; one query."""
    from sapwood.goals.models import KeyResult

    found: dict[int, list[list[float]]] = {goal.pk: [] for goal in goals}
    for pk, trail in KeyResult.objects.filter(objective__in=goals, dropped=None).values_list("objective_id", "trail"):
        if trail:
            found[pk].append(trail[-13:])
    means: dict[int, list[float]] = {}
    for pk, trails in found.items():
        length = max((len(trail) for trail in trails), default=0)
        padded = [[trail[0]] * (length - len(trail)) + trail for trail in trails]
        means[pk] = [sum(column) / len(column) for column in zip(*padded, strict=True)]
    return means

"""How the goals of a cycle are worded: over its weeks, by team, and beside the cycles before. Never by person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from sapwood import charts
from sapwood.activity import clock
from sapwood.goals import wording_history as history
from sapwood.goals.models import Cycle
from sapwood.goals.wording_history import Quality, Row
from sapwood.people.models import Person, Role, Team

FEWEST = 5  # goals behind a point of the course: a share of fewer jumps with each of them


def of(person: Person, cycle: Cycle) -> dict[str, Any] | None:
    """Everything the section says; None while nothing has been read. At most five queries.

    A team reads its own row as of today. The OKR owner reads every row, and everybody the sum, as of a week ago.
    """
    now = clock.now()
    late = now - history.LATER
    rows = history.of_cycle(cycle)
    own = person.team_ids | person.teams_below_mine
    teams = _teams(person, rows, own, now=now, late=late, cycle=cycle)
    shown = [row for row in rows if row.at <= late]
    past = history.past(cycle)
    if not (shown or teams or past):
        return None
    course = history.weeks(shown, cycle, late)
    return {
        "all": history.quality(shown, late),
        "until": min(late.date(), cycle.ends),
        "teams": teams,
        "past": past,
        "chart": _chart(course, cycle),
        "weeks": course,
        "mixed": len({row.coach for row in shown}) > 1,
    }


def _teams(
    person: Person, rows: Sequence[Row], own: frozenset[int], *, now: dt.datetime, late: dt.datetime, cycle: Cycle
) -> list[dict[str, Any]]:
    """A row a team that the reader may read, with its course over the weeks."""
    by_team: dict[int, list[Row]] = {}
    for row in rows:
        by_team.setdefault(row.team, []).append(row)
    everybody = person.has_role(Role.OKR_OWNER)
    readable = [pk for pk in by_team if everybody or pk in own]
    if not readable:
        return []
    found = []
    for team in Team.objects.filter(pk__in=readable).order_by("name"):
        until = now if team.pk in own else late
        quality = history.quality(by_team[team.pk], until)
        if not quality.goals:
            continue
        course = [one.outcome_share for _day, one in history.weeks(by_team[team.pk], cycle, until)]
        found.append(
            {
                "team": team,
                "quality": quality,
                "own": team.pk in own,
                "spark": charts.sparkline(
                    [share for share in course if share is not None],
                    title=_("Share of results, %(team)s") % {"team": team},
                ),
            }
        )
    return found


def _chart(course: Sequence[tuple[dt.date, Quality]], cycle: Cycle) -> str:
    """Two courses: key results that are results, goals without a remark. It begins once five goals are written; a
    single day is no course."""
    course = [(day, one) for day, one in course if one.goals >= FEWEST]
    if len(course) < 2:
        return ""

    def line(name: str) -> list[charts.Point]:
        return [charts.Point(day, share) for day, one in course if (share := getattr(one, name)) is not None]

    return charts.shares_chart(
        [
            (_("key results that are results"), line("outcome_share")),
            (_("goals without a remark"), line("clear_share")),
        ],
        title=_("How the goals of %(cycle)s are worded") % {"cycle": cycle},
        first=min(course[0][0], cycle.starts),
        last=cycle.ends,
    )

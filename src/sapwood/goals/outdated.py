"""Objectives that seem outdated, each with the sign of it: a queue to keep, change or retire, and what was decided."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sapwood.goals.checks import Checks
from sapwood.goals.models import Cycle, Objective, Verdict

SILENT = 4  # check-in periods without a word
WAITING = dt.timedelta(days=28)  # a proposal nobody answered
SETTLED = dt.timedelta(days=28)  # so long a decision holds before the goal is asked about again


@dataclass(frozen=True)
class Outdated:
    """A goal and why somebody should look at it."""

    objective: Objective
    why: str


def queue(checks: Checks, cycle: Cycle | None) -> list[Outdated]:
    """Goals under way or proposed that seem to have lost their reason, by owner; at most two queries.

    Whatever was kept, or asked to change, in the last four weeks is left out.
    """
    today = checks.today
    settled = frozenset(
        Verdict.objects.filter(at__date__gt=today - SETTLED).order_by().values_list("objective_id", flat=True)
    )
    served_out = _served_out(checks)
    found = []
    for one in checks.objectives:
        why = "" if one.pk in settled else _sign(one, cycle, served_out, today)
        if why:
            found.append(Outdated(one, why))
    return sorted(found, key=lambda one: (str(one.objective.owner), one.objective.pk))


def decided(objectives: Sequence[Objective], *, most: int = 10) -> list[Verdict]:
    """The latest decisions on these goals, newest first; one query."""
    known = frozenset(one.pk for one in objectives)
    rows = Verdict.objects.select_related("objective__owner_team", "objective__owner_person")[: 10 * most]
    return [row for row in rows if row.objective_id in known][:most]


def _sign(one: Objective, cycle: Cycle | None, served_out: frozenset[int], today: dt.date) -> str:
    if one.stage == Objective.Stage.PROPOSED:
        days = (today - one.changed.date()).days
        if days >= WAITING.days:
            return _("proposed since %(day)s, and nobody has answered") % {"day": date_format(one.changed, "j M")}
        return ""
    if one.stage != Objective.Stage.ACTIVE:
        return ""
    if one.pk in served_out:
        return _("everything it serves has ended")
    cadence = one.cycle.cadence_days if one.cycle else 30
    began = one.cycle.starts if one.cycle else one.created.date()
    last = one.checked_in.date() if one.checked_in else began
    days = (today - last).days
    if days < SILENT * cadence:
        return ""
    if one.checked_in is None:
        return ngettext("never told in %(n)d day", "never told in %(n)d days", days) % {"n": days}
    return ngettext("not told for %(n)d day", "not told for %(n)d days", days) % {"n": days}


def _served_out(checks: Checks) -> frozenset[int]:
    """Goals that serve something, all of which is closed."""
    stages: dict[int, str] = {one.pk: one.stage for one in checks.objectives}
    elsewhere = {link.parent for link in checks.links} - stages.keys()
    stages |= dict(Objective.objects.filter(pk__in=elsewhere).values_list("pk", "stage"))
    closed = {pk for pk, stage in stages.items() if stage == Objective.Stage.CLOSED}
    if not closed:
        return frozenset()
    on_closed = {link.child for link in checks.links if link.parent in closed}
    return frozenset(on_closed - {link.child for link in checks.links if link.parent not in closed})

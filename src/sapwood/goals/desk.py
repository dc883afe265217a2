"""The OKR owner's desk: what to do next, what seems outdated, who has written, what is missing. By team, never by person."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sapwood.goals import continuing, coverage, outdated, pairing, planning, queries
from sapwood.goals.checks import Checks
from sapwood.goals.coverage import CoveredObjective
from sapwood.goals.models import Cycle, Objective, Verdict
from sapwood.goals.outdated import Outdated
from sapwood.goals.pairing import Second, Told
from sapwood.goals.planning import Lack, Plan
from sapwood.people.models import Person, Team

MOST = 5  # next actions
EARLY = 3  # weeks of a cycle in which who has not written yet is still planning
LATE = 0.7  # of a cycle: from here on the next one wants to be opened


@dataclass(frozen=True)
class Next:
    """One thing to do: a verb, a thing, where, and by when."""

    verb: str
    thing: str
    href: str
    icon: str
    due: dt.date | None = None


@dataclass(frozen=True)
class Check:
    """A count that should be small, in words, with where it is listed."""

    count: int
    words: str
    href: str


@dataclass(frozen=True)
class Desk:
    cycle: Cycle
    planned: Cycle | None  # the one whose goals are being written, if any
    checks: Checks
    nexts: list[Next]
    more: int
    queue: list[Outdated]
    decided: list[Verdict]
    plans: list[Plan]
    counts: list[Check]
    lacks: list[Lack]
    covered: list[CoveredObjective]
    falling: list[Told]
    second: list[Second]
    still_open: int
    ended: int
    to_carry_on: int


@dataclass(frozen=True)
class Look:
    """What deserves a word in a cycle: the desk shows it, the review of the quarter talks about it."""

    checks: Checks
    queue: list[Outdated]
    covered: list[CoveredObjective]
    falling: list[Told]
    second: list[Second]


def address() -> str:
    return reverse("goals:desk")


def look(person: Person, cycle: Cycle, *, today: dt.date) -> Look:
    """From one list of goals and a fixed number of small queries."""
    checks = Checks(queries.all_of_cycle(person, cycle), today)
    return Look(
        checks,
        outdated.queue(checks, cycle),
        coverage.of_cycle(person, cycle, today=today),
        [one for one in pairing.among(checks) if one.sentence],
        pairing.secondary(checks),
    )


def of(person: Person, cycle: Cycle, *, today: dt.date) -> Desk:
    """Everything on the page."""
    seen = look(person, cycle, today=today)
    checks, queue, falling, second, covered = seen.checks, seen.queue, seen.falling, seen.second, seen.covered
    found = checks.objectives
    own = [one for one in found if one.cycle_id == cycle.pk]
    planned = _planned(cycle, today)
    teams = list(Team.objects.filter(retired=None).order_by("name")) if planned else []
    writing = own if planned == cycle else _of(person, planned) if planned else []
    plans = [plan for plan in planning.plans(writing, teams) if plan.step != "agreed"]
    lacks = planning.lacks(found, cycle, far=cycle.elapsed(today) > 1 / 3)
    carried = coverage.counts(covered)
    stages = Counter(one.stage for one in own)
    to_carry_on = len(continuing.to_carry_on(person, cycle)) if stages[Objective.Stage.CLOSED] else 0
    nexts = _nexts(cycle, planned, today, stages, queue, plans, carried["gap"], falling, to_carry_on)
    return Desk(
        cycle,
        planned,
        checks,
        nexts[:MOST],
        max(0, len(nexts) - MOST),
        queue,
        outdated.decided(found),
        plans,
        _checks(cycle, checks, carried, falling, second),
        lacks,
        covered,
        falling,
        second,
        stages[Objective.Stage.ACTIVE],
        stages[Objective.Stage.CLOSED],
        to_carry_on,
    )


def _of(person: Person, cycle: Cycle) -> list[Objective]:
    """What is being written for a cycle that is planned; without those that have no end."""
    return [one for one in queries.all_of_cycle(person, cycle) if one.cycle_id is not None]


def _planned(cycle: Cycle, today: dt.date) -> Cycle | None:
    """The cycle teams write goals for now: one that is being planned, else this one in its first weeks."""
    if cycle.stage == Cycle.Stage.PLANNING:
        return cycle
    later = Cycle.objects.filter(stage=Cycle.Stage.PLANNING, starts__gt=cycle.starts).order_by("starts").first()
    if later is not None:
        return later
    return cycle if cycle.stage == Cycle.Stage.ACTIVE and cycle.week(today) <= EARLY else None


def _nexts(
    cycle: Cycle,
    planned: Cycle | None,
    today: dt.date,
    stages: Counter[str],
    queue: Sequence[Outdated],
    plans: Sequence[Plan],
    gaps: int,
    falling: Sequence[Told],
    to_carry_on: int,
) -> list[Next]:
    """What is due comes first, then what others wait for, then what only gets better by being looked at."""
    closing = reverse("goals:closing", args=[cycle.public_id])
    found = [_move_on(cycle, today, stages[Objective.Stage.ACTIVE])]
    if cycle.stage == Cycle.Stage.SCORING and (n := stages[Objective.Stage.ACTIVE]):
        words = ngettext("one goal of %(cycle)s", "%(n)d goals of %(cycle)s, team by team", n)
        found.append(Next(_("Close"), words % {"n": n, "cycle": cycle}, closing, "archive", cycle.ends))
    if to_carry_on:
        words = ngettext("one goal into the next cycle", "%(n)d goals into the next cycle", to_carry_on)
        found.append(Next(_("Carry"), words % {"n": to_carry_on}, closing, "arrow-right"))
    if planned is None and cycle.stage == Cycle.Stage.ACTIVE and cycle.elapsed(today) > LATE:
        found.append(Next(_("Open"), _("the next cycle for planning"), reverse("goals:cycles"), "calendar-plus", cycle.ends))  # fmt: skip
    silent = [plan for plan in plans if plan.step == "nothing"]
    if planned is not None and silent:
        words = ngettext("one team that has written nothing for %(cycle)s", "%(n)d teams that have written nothing for %(cycle)s", len(silent))  # fmt: skip
        found.append(Next(_("Ask"), words % {"n": len(silent), "cycle": planned}, "#planning", "users", planned.drafts_by))  # fmt: skip
    if planned is not None and (n := sum(plan.step == "proposed" for plan in plans)):
        words = ngettext("one team whose goals wait for an answer", "%(n)d teams whose goals wait for an answer", n)
        found.append(Next(_("Settle"), words % {"n": n}, "#planning", "handshake", planned.agreed_by))
    if queue:
        words = ngettext("on one goal that seems outdated", "on %(n)d goals that seem outdated", len(queue))
        found.append(Next(_("Decide"), words % {"n": len(queue)}, "#outdated", "archive-x"))
    if gaps and cycle.stage in {Cycle.Stage.PLANNING, Cycle.Stage.ACTIVE}:
        words = ngettext("one key result that no team carries", "%(n)d key results that no team carries", gaps)
        found.append(Next(_("Fill"), words % {"n": gaps}, reverse("goals:coverage", args=[cycle.public_id]) + "?carry=gap", "list-tree"))  # fmt: skip
    if falling:
        words = ngettext("one pair in which a goal falls while its partner rises", "%(n)d pairs in which a goal falls while its partner rises", len(falling))  # fmt: skip
        found.append(Next(_("Talk about"), words % {"n": len(falling)}, reverse("goals:pairs", args=[cycle.public_id]), "blend"))  # fmt: skip
    if cycle.stage in {Cycle.Stage.ACTIVE, Cycle.Stage.SCORING} and cycle.elapsed(today) > LATE:
        found.append(Next(_("Prepare"), _("the review of the quarter"), reverse("goals:agenda", args=[cycle.public_id]), "clipboard-list", cycle.ends))  # fmt: skip
    return [one for one in found if one is not None]


def _move_on(cycle: Cycle, today: dt.date, still_open: int) -> Next | None:
    """The cycle's next stage, once its day has come."""
    words: dict[str, tuple[str, bool, dt.date | None]] = {
        Cycle.Stage.PLANNING: (_("Start"), today >= cycle.starts, cycle.starts),
        Cycle.Stage.ACTIVE: (_("Move to scoring:"), today > cycle.ends, cycle.ends),
        Cycle.Stage.SCORING: (_("Close"), not still_open, None),
    }
    if cycle.stage not in words:
        return None
    verb, has_come, due = words[cycle.stage]
    return (
        Next(verb, str(cycle), reverse("goals:cycle", args=[cycle.public_id]), "arrow-right", due) if has_come else None
    )


def _checks(
    cycle: Cycle, checks: Checks, carried: dict[str, int], falling: Sequence[Told], second: Sequence[Second]
) -> list[Check]:
    """Every check with its count, those that found nothing last."""
    count = checks.counts()
    there, cover = reverse("goals:alignment") + f"?cycle={cycle.public_id}", reverse("goals:coverage", args=[cycle.public_id])  # fmt: skip
    pairs = reverse("goals:pairs", args=[cycle.public_id])
    found = [
        Check(carried["gap"], _("key results that no team carries"), f"{cover}?carry=gap"),
        Check(carried["thin"], _("key results carried thinly"), f"{cover}?carry=thin"),
        Check(count["over_subscribed"], _("goals of teams that carry a lot at once"), f"{there}&filter=over_subscribed"),
        Check(count["stale"], _("goals not told for two check-ins"), f"{there}&filter=stale"),
        Check(count["orphan"], _("goals that serve nothing named"), f"{there}&filter=orphan"),
        Check(count["unpaired"], _("goals without a partner"), f"{pairs}#unpaired"),
        Check(len(falling), _("pairs in which one falls while the other rises"), pairs),
        Check(len(second), _("soft goals treated as secondary"), f"{pairs}#second"),
    ]  # fmt: skip
    return sorted(found, key=lambda check: not check.count)

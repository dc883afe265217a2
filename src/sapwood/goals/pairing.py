"""Pairs of a hard and a soft goal: what happened to the partner, which goals have none, and which soft goals come last."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from django.db.models import Min, Q, TextField
from django.db.models.functions import Cast, TruncDate
from django.utils.translation import gettext as _

from sapwood import charts
from sapwood.charts import Point
from sapwood.goals import queries, standing
from sapwood.goals.checks import Checks
from sapwood.goals.models import CheckIn, KeyResult, Objective, Pair, Reading
from sapwood.people.models import Person

RECENT = 4  # readings
UP, DOWN = 0.04, -0.02
"""A course that rose by so much over its last readings rises, one that lost so much falls."""

Fortune = Literal["soft_falls", "hard_falls", "both_rise", "even", "unknown"]
ORDER: tuple[Fortune, ...] = ("soft_falls", "hard_falls", "unknown", "even", "both_rise")

PERIODS = 4  # check-in periods that are looked at for who is always last
LAST = 3  # in so many of them told later than the hard goals, and never before


@dataclass(frozen=True)
class Told:
    """A pair with where its two goals went lately."""

    hard: Objective
    soft: Objective
    fortune: Fortune

    @property
    def sentence(self) -> str:
        return sentence(self.fortune, self.hard, self.soft)


@dataclass(frozen=True)
class Second:
    """A soft goal that is treated as secondary, and by which signs."""

    objective: Objective
    stale_beside_fresh: bool = False
    without_weight: bool = False
    always_last: bool = False

    @property
    def signs(self) -> list[str]:
        said = (
            (self.stale_beside_fresh, _("nothing was told of it for two check-ins, while the hard goals beside it were told")),
            (self.without_weight, _("none of its key results counts: there is none, or each has the weight 0")),
            (self.always_last, _("in the last weeks it was told after the hard goals each time, or not at all")),
        )  # fmt: skip
        return [words for holds, words in said if holds]


def fortune(hard: Sequence[float], soft: Sequence[float]) -> Fortune:
    """What two courses of progress did lately, beside each other."""
    if len(hard) < 2 or len(soft) < 2:
        return "unknown"
    up, down = _trend(hard), _trend(soft)
    if up > UP and down < DOWN:
        return "soft_falls"
    if down > UP and up < DOWN:
        return "hard_falls"
    return "both_rise" if up > UP and down > UP else "even"


def sentence(found: Fortune, hard: Objective, soft: Objective) -> str:
    """The question a pair raises, where one of the two falls while the other rises."""
    names = {"hard": hard.title, "soft": soft.title}
    if found == "soft_falls":
        return _("“%(hard)s” moves up while “%(soft)s” falls. What is the rush teaching people?") % names
    if found == "hard_falls":
        return _("“%(soft)s” moves up while “%(hard)s” falls. What would let both move?") % names
    return ""


def partner_of(person: Person, found: Objective) -> tuple[Pair, Objective] | None:
    """The pair a goal stands in, and the other one of it, if the reader may see that."""
    row = (
        Pair.objects.filter(Q(hard=found) | Q(soft=found))
        .select_related("hard__owner_team", "hard__cycle", "soft__owner_team", "soft__cycle")
        .order_by("id")
        .first()
    )
    if row is None:
        return None
    partner = row.soft if row.hard_id == found.pk else row.hard
    return (row, partner) if partner.pk in queries.seen(person, [partner]) else None


def among(checks: Checks) -> list[Told]:
    """The pairs of which both goals are among these, those first where one falls; two queries."""
    by_pk = {one.pk: one for one in checks.objectives}
    pairs = [(by_pk[hard], by_pk[soft]) for hard, soft in checks.pairs if hard in by_pk and soft in by_pk]
    courses = _lately([one for pair in pairs for one in pair])
    found = [Told(hard, soft, fortune(courses[hard.pk], courses[soft.pk])) for hard, soft in pairs]
    return sorted(found, key=lambda one: ORDER.index(one.fortune))


def chart(hard: Objective, soft: Objective, courses: Mapping[int, Sequence[Point]]) -> str:
    """Both courses on one picture; empty while neither has been told."""
    cycle = hard.cycle or soft.cycle
    if cycle is None or not (courses[hard.pk] or courses[soft.pk]):
        return ""
    return charts.pair_chart(
        courses[hard.pk],
        courses[soft.pk],
        title=_("The pair's two courses"),
        names=(hard.title, soft.title),
        first=cycle.starts,
        last=cycle.ends,
    )


def courses(objectives: Iterable[Objective]) -> dict[int, list[Point]]:
    """The course of each over its days; two queries."""
    wanted = {one.pk: one for one in objectives}
    results: dict[int, list[KeyResult]] = {pk: [] for pk in wanted}
    for row in KeyResult.objects.filter(objective__in=wanted, dropped=None).order_by("position", "id"):
        results[row.objective_id].append(row)
    told = queries.readings_of([row for rows in results.values() for row in rows], with_names=False)
    return {pk: course(one, results[pk], told) for pk, one in wanted.items()}


def course(one: Objective, results: Sequence[KeyResult], told: Mapping[int, Sequence[Reading]]) -> list[Point]:
    """Mean progress of the objective after each day on which something was told."""
    readings = sorted((reading for row in results for reading in told[row.pk]), key=lambda r: (r.at, r.pk))
    kept: dict[int, list[Reading]] = {result.pk: [] for result in results}
    by_pk = {result.pk: result for result in results}
    scores: dict[int, float] = {}
    days: dict[dt.date, float] = {}
    for reading in readings:
        kept[reading.key_result_id].append(reading)
        now = standing.score(by_pk[reading.key_result_id], one.cycle, kept[reading.key_result_id])
        if now is not None:
            scores[reading.key_result_id] = now
        if scores:
            days[reading.at.date()] = sum(scores.values()) / len(scores)
    return [Point(day, value) for day, value in days.items()]


def unpaired(checks: Checks) -> list[Objective]:
    """Goals under way without a partner of the other nature, by owner."""
    found = [one for one in checks.objectives if checks.holds("unpaired", one)]
    return sorted(found, key=lambda one: (str(one.owner), one.pk))


def secondary(checks: Checks) -> list[Second]:
    """Soft goals of teams that take their hard ones more seriously; two queries. Of teams only, never of a person."""
    by_team: dict[int, list[Objective]] = defaultdict(list)
    for one in checks.objectives:
        if one.owner_team_id is not None and one.stage == Objective.Stage.ACTIVE:
            by_team[one.owner_team_id].append(one)
    teams = {
        pk: goals
        for pk, goals in by_team.items()
        if {one.nature for one in goals} == {Objective.Nature.HARD, Objective.Nature.SOFT}
    }
    soft = [one for goals in teams.values() for one in goals if one.nature == Objective.Nature.SOFT]
    weighed = frozenset(
        KeyResult.objects.filter(objective__in=soft, dropped=None, weight__gt=0).values_list("objective_id", flat=True)
    )
    last = _always_last(teams.values(), checks.today)
    found = []
    for goals in teams.values():
        is_fresh = any(_is_fresh(one, checks.today) for one in goals if one.nature == Objective.Nature.HARD)
        for one in goals:
            if one.nature == Objective.Nature.SOFT:
                stale = is_fresh and checks.holds("stale", one)
                found.append(Second(one, stale, one.pk not in weighed, one.pk in last))
    kept = [one for one in found if one.signs]
    return sorted(kept, key=lambda one: (str(one.objective.owner), one.objective.pk))


def _trend(course: Sequence[float]) -> float:
    recent = course[-RECENT:]
    return recent[-1] - recent[0]


def _lately(objectives: Sequence[Objective]) -> dict[int, list[float]]:
    """The last readings of each, as the mean over its key results; one query.

    Read as text: of thousands of trails only the ends are needed.
    """
    found: dict[int, list[list[float]]] = {one.pk: [] for one in objectives}
    rows = KeyResult.objects.filter(objective__in=found, dropped=None).annotate(told=Cast("trail", TextField()))
    for pk, told in rows.values_list("objective_id", "told"):
        if values := told.strip("[] "):
            found[pk].append(list(map(float, values.rsplit(",", RECENT)[-RECENT:])))
    courses = {}
    for pk, trails in found.items():
        length = max(map(len, trails), default=0)
        padded = [[trail[0]] * (length - len(trail)) + trail for trail in trails]
        courses[pk] = [sum(column) / len(column) for column in zip(*padded, strict=True)]
    return courses


def _is_fresh(one: Objective, today: dt.date) -> bool:
    """Told within its last check-in period."""
    return one.checked_in is not None and (today - one.checked_in.date()).days <= _cadence(one)


def _cadence(one: Objective) -> int:
    return one.cycle.cadence_days if one.cycle else 30


def _always_last(teams: Iterable[Sequence[Objective]], today: dt.date) -> frozenset[int]:
    """Soft goals that in each of the last periods were told a day or more after the first hard goal, or not at all.

    Only periods in which a hard goal of the team was told say anything, and the soft one must have been told once:
    one that never was is stale, which is said by itself.
    """
    families = list(teams)
    goals = {one.pk: one for family in families for one in family if one.cycle is not None}
    if not goals:
        return frozenset()
    longest = max(_cadence(one) for one in goals.values())
    rows = (
        CheckIn.objects.filter(objective__in=goals, at__date__gt=today - dt.timedelta(days=PERIODS * longest))
        .annotate(day=TruncDate("at"))
        .values_list("objective_id", "day")
        .annotate(Min("id"))
        .order_by()
    )
    told: dict[int, dict[int, dt.date]] = defaultdict(dict)
    for pk, day, _first in rows:
        period = (today - day).days // _cadence(goals[pk])
        if period < PERIODS:
            told[pk][period] = min(day, told[pk].get(period, day))
    found = set()
    for family in families:
        first: dict[int, dt.date] = {}
        for one in family:
            if one.nature == Objective.Nature.HARD:
                for period, day in told[one.pk].items():
                    first[period] = min(day, first.get(period, day))
        for one in family:
            own = told[one.pk] if one.nature == Objective.Nature.SOFT else {}
            behind = [period for period, day in first.items() if period not in own or own[period] > day]
            if own and len(behind) >= LAST and len(behind) == len(first):
                found.add(one.pk)
    return frozenset(found)

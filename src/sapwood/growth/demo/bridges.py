"""Three bridges: one on which a result moved, one on which nothing did, and one for which it is too early.

Their values come out of the simulation of programmes, so what is true of them is known: an effect, none, and one that
nobody can see yet.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from sapwood.goals.models import KeyResult
from sapwood.growth import actions
from sapwood.growth.actions.bridge_values import Told
from sapwood.growth.actions.bridges import BridgePlan, Part
from sapwood.growth.bridges import periods
from sapwood.growth.models import Bridge, Kind
from sapwood.measurement.worlds import simulated_programme
from sapwood.people.demo import Company
from sapwood.people.models import Behaviour, Competency, Person

OKR_OWNER = "Tobias Adeyemi"
WEEK = dt.timedelta(weeks=1)
SIMULATION = 1  # the seed of what is measured, whichever company is built


@dataclass(frozen=True)
class Scale:
    """What one standard deviation of the simulation is in this indicator, and where it lies."""

    level: float
    spread: float
    effect: float = 0.0  # in standard deviations


@dataclass(frozen=True)
class Story:
    """A bridge, in weeks before the day it was or will be read. `starting`: team and the week it starts in."""

    problem: str
    result: str
    competency: str
    programme: str
    assumption: str
    leading: str
    leading_unit: str
    owner: str
    starting: tuple[tuple[str, int], ...]
    comparing: tuple[str, ...]
    weeks: int
    read_in: int  # weeks from today
    lag: int
    leading_scale: Scale
    lagging_scale: Scale
    sessions: tuple[tuple[int, str, int, int], ...]  # week, what, hours, cost
    hours: int
    cost: int
    allocation: str = Bridge.Allocation.CHOSEN


STORIES = (
    Story(
        "Whoever raises a problem waits too long for an answer",
        "Median days from a raised problem to a first answer",
        "informing",
        "Half an hour a week in each team: take one open problem, and answer it together with what is known so far.",
        "People stay silent because they think an answer must be complete. When half an answer counts, it comes earlier.",
        "Problems with a first word on the same day",
        "%",
        "Maren Holt",
        (("Service desk", 21), ("Quality", 21), ("Logistics", 21), ("Installers North", 25), ("Home sales", 25), ("IT services", 25)),
        ("Assembly line", "Installers South", "Customer success", "Housing partners", "Planning", "Finance"),
        44, 0, 3,
        Scale(38, 9, 1.2), Scale(9.4, 1.1, -1.0),
        ((20, "Half an answer counts: first round", 36, 600), (22, "Practice on open problems", 30, 0), (25, "Second three teams begin", 36, 600), (28, "Practice on open problems", 42, 0), (33, "Looked at the slowest five together", 24, 0), (38, "Last round", 30, 300)),
        220, 2400,
        Bridge.Allocation.LOT_BEFORE,
    ),
    Story(
        "We come back to houses because we had not asked",
        "Return visits in the first 60 days, per 100 fittings",
        "customer-understanding",
        "A day of training on questions before the offer, and a card in the van.",
        "Installers do not ask because they do not know what to ask. A card would help.",
        "Visits with the card filled in",
        "%",
        "Owen Pritchard",
        (("Installers North", 22), ("Training centre", 22), ("Home sales", 22), ("Service desk", 22), ("Housing partners", 22)),
        ("Installers South", "Customer success", "Logistics", "Quality", "Planning"),
        44, -1, 4,
        Scale(30, 8, 1.6), Scale(19, 2.4),
        ((21, "A day of training", 160, 5200), (26, "Cards printed anew", 4, 380)),
        180, 6000,
    ),
    Story(
        "Customers wait too long for an offer they can answer",
        "Offers answered yes or no within three weeks",
        "expectations",
        "Each Friday two people read an offer aloud to somebody who did not write it, and mend what was not understood.",
        "Owners do not answer what they do not understand.",
        "Offers with a date by which we promise to call",
        "%",
        "Priya Raman",
        (("Home sales", 26), ("Customer success", 26)),
        ("Housing partners", "Service desk", "Planning", "Finance"),
        42, 13, 5,
        Scale(24, 7, 1.0), Scale(36, 5, 0.8),
        ((26, "First Friday", 6, 0), (27, "Second Friday", 6, 0)),
        90, 0,
    ),
)  # fmt: skip


def build(company: Company, *, seed: int, at: dt.datetime) -> None:
    for story in STORIES:
        _build(company, story, at)


def _build(company: Company, story: Story, at: dt.datetime) -> None:
    owner, answers = company.persons[OKR_OWNER], company.persons[story.owner]
    monday = periods.first_day(periods.index_of(at.date(), periods.WEEK), periods.WEEK)
    read_on = monday + story.read_in * WEEK
    first = read_on - story.weeks * WEEK
    result = KeyResult.objects.select_related("objective").filter(title=story.result).latest("objective__created")
    competency = Competency.objects.get(key=story.competency)
    begins = min(week for _team, week in story.starting)
    then = _moment(first + begins * WEEK - dt.timedelta(days=6), at)
    plan = BridgePlan(
        problem=story.problem,
        key_result=result,
        competency=competency,
        behaviours=tuple(Behaviour.objects.filter(competency=competency)[:2]),
        programme=story.programme,
        assumption=story.assumption,
        leading=story.leading,
        leading_unit=story.leading_unit,
        business_owner=answers,
        measured_from=first,
        starts=first + begins * WEEK,
        read_on=read_on,
        starting=tuple(company.teams[name] for name, _week in story.starting),
        comparing=tuple(company.teams[name] for name in story.comparing),
        lag=story.lag,
        allocation=story.allocation,
        hours=Decimal(story.hours),
        cost=Decimal(story.cost) or None,
        currency="EUR",
    )
    bridge = actions.build_bridge(by=owner, plan=plan, at=then)
    days = {name: first + week * WEEK for name, week in story.starting}
    parts = [Part(company.teams[name], days.get(name)) for name in (*days, *story.comparing)]
    actions.set_bridge_teams(by=owner, bridge=bridge, parts=parts, at=then)
    _tell(bridge, story, first, owner, at=then)  # what was measured before: it tells how small an effect shows
    actions.begin_bridge(by=owner, bridge=bridge, at=then)
    for week, what, hours, cost in story.sessions:
        day = first + week * WEEK + dt.timedelta(days=3)
        actions.note_session(
            by=owner, bridge=bridge, day=day, what=what, hours=Decimal(hours), cost=Decimal(cost), at=_moment(day, at)
        )
    now = min(at, _moment(read_on, at))
    _tell(bridge, story, first, owner, at=now)
    if read_on <= at.date():
        actions.read_bridge(by=None, bridge=bridge, at=now)


def _tell(bridge: Bridge, story: Story, first: dt.date, by: Person, *, at: dt.datetime) -> None:
    """All values up to a moment, as a file would bring them."""
    names = [*(name for name, _week in story.starting), *story.comparing]
    starts: Sequence[int | None] = [*(week for _name, week in story.starting), *(None for _ in story.comparing)]
    by_name = {part.team.name: part for part in bridge.teams.select_related("team")}
    told = []
    for kind, scale, lag, own in (
        (Kind.LEADING, story.leading_scale, 0, 500),
        (Kind.LAGGING, story.lagging_scale, story.lag, 0),
    ):
        values = simulated_programme(SIMULATION + own, starts, story.weeks, effect=scale.effect, lag=lag, drift=0.004)
        for one in values:
            day = first + one.period * WEEK
            if day + WEEK <= at.date():
                value = Decimal(str(round(max(0.0, scale.level + scale.spread * one.value), 1)))
                told.append(Told(by_name[names[int(one.team)]], kind.value, day, value))
    actions.take_values(by=by, bridge=bridge, told=told, at=at)


def _moment(day: dt.date, at: dt.datetime) -> dt.datetime:
    return dt.datetime.combine(day, at.time(), tzinfo=at.tzinfo)

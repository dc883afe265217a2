"""Who is asked: reads for preparing and launching a wave. Each costs a fixed number of queries."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Min, Q

from sapwood.feedback import units
from sapwood.feedback.models import Invitation, Subject, SurveyUnit, Wave
from sapwood.people.models import Absence, Membership, Person, Role, RoleGrant, Team

JOINER_DAYS = 30  # a joiner enters no wave in the first month: one new person could be told from the difference
QUIET_DAYS = 90  # between two 360 waves about one person
UNITS_KEPT = dt.timedelta(days=365)  # small teams once grouped stay grouped for the year


@dataclass(frozen=True, slots=True)
class PulsePreview:
    """What a pulse launched now would ask whom, and exactly what would be published at each response rate."""

    plan: units.UnitPlan
    outlook: tuple[units.Outlook, ...]
    readers: dict[str, int]
    joiners: int  # at work, but here for less than 30 days


def who(opens: dt.datetime, closes: dt.datetime | None = None, *, among: Collection[int] | None = None) -> list[Person]:
    """People who may be asked in a wave: at work, here for 30 days, and not away for the whole of it. `among`: only
    of these ids."""
    today, until = opens.date(), (closes or opens).date()
    away = Absence.objects.filter(Q(starts__lte=today) & (Q(ends=None) | Q(ends__gte=until))).values("person")
    here = Person.objects.at_work(today)
    people = (
        (here if among is None else here.filter(pk__in=among))
        .exclude(pk__in=away)
        .alias(since=Min("memberships__starts"))
        .filter(
            Q(starts=None, since=None)
            | Q(starts=None, since__lte=_long_enough(today))
            | Q(starts__lte=_long_enough(today))
        )
    )
    return list(people.order_by("pk"))


def joiners(opens: dt.datetime) -> int:
    """How many are at work and came within the last 30 days."""
    today = opens.date()
    return (
        Person.objects.at_work(today)
        .alias(since=Min("memberships__starts"))
        .filter(Q(starts__gt=_long_enough(today)) | Q(starts=None, since__gt=_long_enough(today)))
        .count()
    )


def pulse_preview(
    opens: dt.datetime,
    *,
    closes: dt.datetime | None = None,
    least: int = 5,
    audience: str = Wave.Audience.LEADS,
    follows: Wave | None = None,
) -> PulsePreview:
    """The units a pulse would speak about and what it would show. The same answer makes the wave when it is launched."""
    people = {person.pk for person in who(opens, closes)}
    teams = [
        units.TeamFact(pk, name, parent)
        for pk, name, parent in Team.objects.filter(retired=None).values_list("id", "name", "parent_id")
    ]
    rows = Membership.objects.filter(ends=None, is_primary=True).values_list("person_id", "team_id", "is_lead")
    places = [units.Place(person, team, lead) for person, team, lead in rows if person in people]
    plan = units.propose(teams, places, kept=kept_groups(follows, opens))
    readers = readers_of(plan, audience)
    return PulsePreview(plan, units.outlook(plan, readers, least=least), readers, joiners(opens))


def readers_of(plan: units.UnitPlan, audience: str) -> dict[str, int]:
    """unit -> how many of those asked in it or below read its result, by the roles of today."""
    everywhere = RoleGrant.objects.filter(ends=None, role__in=[Role.OKR_OWNER, Role.EXECUTIVE])
    people = set(everywhere.values_list("person_id", flat=True))
    return units.readers(plan, people, members_read=audience == Wave.Audience.MEMBERS)


def frozen_plan(wave: Wave) -> units.UnitPlan:
    """The units of a launched pulse as they were frozen; a unit's key is its id as text."""
    places = {
        person: str(unit)
        for unit, person in Invitation.objects.filter(wave=wave).values_list("unit_id", "person_id")
        if unit is not None and person is not None
    }
    people, teams = Counter(places.values()), teams_of_units(wave)
    rows = SurveyUnit.objects.filter(wave=wave).values_list("id", "name", "parent_id")
    return units.UnitPlan(
        tuple(
            units.PlannedUnit(
                str(pk), name, str(parent) if parent else None, teams.get(pk, frozenset()), people[str(pk)]
            )
            for pk, name, parent in rows
        ),
        places,
    )


def changed_units(wave: Wave) -> set[int]:
    """Ids of units whose members differ from those of the wave before by 1 to 4 people: no line joins the two."""
    if wave.follows is None:
        return set()
    from sapwood.measurement.rounding import trend

    before = asked_in_units(wave.follows)
    same = {teams: unit for unit, teams in teams_of_units(wave.follows).items()}
    now = asked_in_units(wave)
    return {
        unit
        for unit, teams in teams_of_units(wave).items()
        if teams in same and trend(before[same[teams]], now[unit]) is not None
    }


def kept_groups(follows: Wave | None, at: dt.datetime) -> list[frozenset[int]]:
    """Groups of small teams fixed by earlier waves of the series within the year."""
    while follows is not None and follows.opens is not None and follows.opens > at - UNITS_KEPT:
        groups = [teams for teams in teams_of_units(follows).values() if len(teams) > 1]
        if groups:
            return groups
        follows = follows.follows
    return []


def teams_of_units(wave: Wave) -> dict[int, frozenset[int]]:
    """unit id -> ids of the teams whose people answered in it directly."""
    return teams_in_units([wave.pk])


def teams_in_units(waves: Iterable[int]) -> dict[int, frozenset[int]]:
    """The same for the units of several waves, given by id."""
    found: dict[int, set[int]] = {}
    rows = SurveyUnit.teams.through.objects.filter(surveyunit__wave__in=list(waves))
    for unit, team in rows.values_list("surveyunit_id", "team_id"):
        found.setdefault(unit, set()).add(team)
    return {unit: frozenset(teams) for unit, teams in found.items()}


def asked_in_units(wave: Wave) -> dict[int, frozenset[int]]:
    """unit id -> ids of the people asked in it, those of the units below included."""
    parents = dict(SurveyUnit.objects.filter(wave=wave).values_list("id", "parent_id"))
    found: dict[int, set[int]] = {unit: set() for unit in parents}
    for unit, person in Invitation.objects.filter(wave=wave).values_list("unit_id", "person_id"):
        at: int | None = unit
        while at is not None and person is not None:
            found[at].add(person)
            at = parents[at]
    return {unit: frozenset(people) for unit, people in found.items()}


def lately_asked_about(people: Iterable[Person], at: dt.datetime, *, but: Wave) -> list[Person]:
    """Those of the people who were the subject of another sealed 360 within the last 90 days."""
    rows = (
        Subject.objects.filter(person__in=people, wave__opens__gt=at - dt.timedelta(days=QUIET_DAYS))
        .exclude(wave=but)
        .exclude(wave__stage__in=[Wave.Stage.DRAFT, Wave.Stage.VOIDED])
        .select_related("person")
    )
    return sorted({row.person for row in rows}, key=lambda person: person.name)


def _long_enough(today: dt.date) -> dt.date:
    return today - dt.timedelta(days=JOINER_DAYS)

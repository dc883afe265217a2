"""What counts as development somebody got: each kind names itself and the people who had it within a year.

Subjects of this room add theirs with `measures.append`; who they are is read by the publishing job only.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sapwood.activity import clock
from sapwood.feedback.models import Subject, Wave
from sapwood.growth.models import BridgeTeam, DrillCard, LessonRead, Mentoring, Plan
from sapwood.people.models import Membership


@dataclass(frozen=True, slots=True)
class Measure:
    """A kind of development. `people`: ids of the people who had it since a day."""

    key: str
    name: str | Promise
    people: Callable[[dt.date], Iterable[int]]


def _rounds(since: dt.date) -> Iterable[int]:
    rows = Subject.objects.filter(wave__stage=Wave.Stage.PUBLISHED, wave__publication__at__date__gte=since)
    return rows.values_list("person", flat=True)


def _school(since: dt.date) -> Iterable[int]:
    read = LessonRead.objects.filter(at__date__gte=since).values_list("person", flat=True)
    return {*read, *DrillCard.objects.filter(reviewed__date__gte=since).values_list("person", flat=True)}


def _mentoring(since: dt.date) -> Iterable[int]:
    """Those who were helped, not those who helped."""
    rows = Mentoring.objects.filter(Q(ended=None) | Q(ended__date__gte=since), accepted__isnull=False)
    return rows.values_list("learner", flat=True)


def _plans(since: dt.date) -> Iterable[int]:
    """Those who took a plan on and are at it, or ended it in this time."""
    rows = Plan.objects.filter(Q(ending=None) | Q(ending__at__date__gte=since), accepted__isnull=False)
    return rows.values_list("person", flat=True)


def _programmes(since: dt.date) -> Iterable[int]:
    """Members, now, of teams that a bridge's programme reached."""
    reached = BridgeTeam.objects.filter(
        Q(bridge__ended=None) | Q(bridge__ended__date__gte=since),
        bridge__begun__isnull=False,
        starts__lte=clock.today("UTC"),
    )
    return Membership.objects.filter(team__in=reached.values("team"), ends=None).values_list("person", flat=True)


measures: list[Measure] = [
    Measure("round", _("A 360 about them"), _rounds),
    Measure("school", _("Practice in the school"), _school),
    Measure("mentoring", _("A mentor"), _mentoring),
    Measure("plan", _("A plan"), _plans),
    Measure("programme", _("A programme of a bridge"), _programmes),
]


def name_of(key: str) -> str:
    """What a measure is called; its key where it is known no longer."""
    return next((str(one.name) for one in measures if one.key == key), key)

"""Feedback outside waves: how many may be named, what each kind asks of them, and what few answers can show."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from sapwood.feedback.models import Addressee, Asking, Telling
from sapwood.feedback.scales import FREQUENCY
from sapwood.people.models import Person

LONGEST = 90  # days


@dataclass(frozen=True)
class Terms:
    """What holds for one kind of asking."""

    least: int
    most: int
    days: int  # until its last day, unless another is chosen
    minutes: int  # of each person named
    title: Any
    lead: Any


TERMS = {
    Asking.Kind.WORDS: Terms(
        1,
        5,
        7,
        2,
        gettext_lazy("Ask for feedback"),
        gettext_lazy("Up to five colleagues tell you in a few words what they saw you do, and what came of it."),
    ),
    Asking.Kind.WATCH: Terms(
        1,
        3,
        28,
        1,
        gettext_lazy("Watch for this"),
        gettext_lazy(
            "Up to three colleagues tell you when they see it, until a day you name. A light reminder a week, and it ends by itself."
        ),
    ),
    Asking.Kind.POLL: Terms(
        3,
        8,
        7,
        1,
        gettext_lazy("How often do I do this?"),
        gettext_lazy("Three to eight colleagues answer one question on a scale, each under their own name."),
    ),
}


def terms(kind: str) -> Terms:
    return TERMS[Asking.Kind(kind)]


def addressed(today: dt.date, people: Collection[int] | None = None) -> QuerySet[Addressee]:
    """What named people are asked and have not answered yet; a watch stays until it ends. Of some people, or of all."""
    told = Exists(Telling.objects.filter(addressee=OuterRef("pk")))
    rows = Addressee.objects.filter(declined=None, asking__ended=None, asking__until__gte=today)
    if people is not None:
        rows = rows.filter(person__in=people)
    rows = rows.filter(Q(asking__kind=Asking.Kind.WATCH) | ~told)
    return rows.select_related("asking__by").order_by("asking__until", "pk")


def minutes_asked(people: Collection[int], today: dt.date) -> dict[int, int]:
    """person id -> minutes that colleagues ask of them by name now."""
    found: dict[int, int] = {}
    for row in addressed(today, people):
        found[row.person_id] = found.get(row.person_id, 0) + terms(row.asking.kind).minutes
    return found


def is_reminded(asking: Asking, today: dt.date) -> bool:
    """Whether this morning's bundle speaks of it: a watch on Tuesdays, everything else once, on the last working day
    before its end."""
    if asking.kind == Asking.Kind.WATCH:
        return today.weekday() == 1
    before = asking.until - dt.timedelta(days=1)
    return today == before - dt.timedelta(days=max(0, before.weekday() - 4))


def tellings_read_by(person: Person) -> QuerySet[Telling]:
    """What this person was told, told others, or may read because its receiver shared it."""
    shared = Q(sharings__person=person, sharings__revoked=None)
    rows = Telling.objects.filter(Q(giver=person) | Q(receiver=person) | shared).distinct()
    return rows.select_related("giver", "receiver", "addressee__asking")


def near(person: Person) -> list[Person]:
    """Colleagues around somebody: their teams, their managers and reports, by name."""
    here = Person.objects.filter(memberships__team__in=person.team_ids, memberships__ends=None)
    above = Person.objects.filter(report_lines__person=person, report_lines__ends=None)
    below = Person.objects.filter(pk__in=person.report_ids)
    found = {one.pk: one for rows in (here, above, below) for one in rows if one.is_active and one.pk != person.pk}
    return sorted(found.values(), key=lambda one: one.name.casefold())


def step(telling: Telling) -> str:
    """What was answered to a poll, in words; empty for what is no answer to one. Read its asking with it."""
    if telling.addressee is None or telling.addressee.asking.kind != Asking.Kind.POLL:
        return ""
    return str(FREQUENCY[telling.value - 1]) if telling.value is not None else _("Could not observe it")


def how_little(n: int) -> str:
    """What so few answers can show, and what not."""
    return ngettext(
        "One answer says what one person saw. No mean is shown, and no change can be told from it: that takes a 360 round, whose page says how many raters it needs.",
        "%(n)d answers say what %(n)d people saw, each with their own moments in mind. No mean is shown, and no change can be told from so few: that takes a 360 round, whose page says how many raters it needs.",
        n,
    ) % {"n": n}

"""Deeds in somebody's personal space. None leaves an event: that somebody has one is theirs."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets

from django.utils.translation import gettext as _

from sapwood.activity import clock
from sapwood.activity.deeds import Refused, deed
from sapwood.goals.models import Objective
from sapwood.growth.models import Farewell, LifeArea
from sapwood.people import belongings
from sapwood.people.models import Person

KEPT = dt.timedelta(days=30)  # after the last day, and after whoever leaves was told


@deed("growth.place_goal")
def place_goal(*, by: Person, objective: Objective, area: str, at: dt.datetime) -> LifeArea | None:
    """Say which part of life a personal goal is for; an empty `area` takes that away."""
    if objective.owner_person_id != by.pk or objective.layer != Objective.Layer.PERSONAL:
        raise Refused(_("This is not a personal goal of yours."), _("Nothing was changed."))
    if not area:
        LifeArea.objects.filter(objective=objective).delete()
        return None
    if area not in LifeArea.Area.values:
        raise Refused(_("“%(given)s” is no part of life here.") % {"given": area}, _("Choose one from the list."))
    row, _created = LifeArea.objects.update_or_create(objective=objective, defaults={"area": area})
    return row


def make_link(*, by: Person, at: dt.datetime) -> str:
    """A link that works without signing in until what it leads to is erased. An earlier one stops working.

    Returns its secret part, which is kept nowhere. Raises Refused while no last day is known.
    """
    if by.leaves is None:
        raise Refused(
            _("No last day is known for you."), _("Take it along as a file now; the link is for whoever leaves.")
        )
    token = secrets.token_urlsafe(32)
    Farewell.objects.update_or_create(person=by, defaults={"link_digest": digest(token), "link_made": at})
    return token


def digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def owner_of(token: str) -> Person | None:
    """Whose things a link leads to; nobody once they are erased."""
    row = Farewell.objects.select_related("person").filter(link_digest=digest(token), erased=None).first()
    return row.person if row is not None and row.person.leaves is not None and row.person.erased is None else None


def is_kept(person: Person) -> bool:
    """Whether what is theirs alone waits for somebody who leaves or has left."""
    gone = Farewell.objects.filter(person=person, erased__isnull=False)
    return person.leaves is not None and person.erased is None and not gone.exists()


def erased_on(person: Person) -> dt.date | None:
    """The day on which what is somebody's alone is erased; None while they stay. Counted from the last day or, where
    that came to be known later, from the day they were told: today for whoever the next run of the job will tell."""
    if person.leaves is None:
        return None
    row = Farewell.objects.filter(person=person, last_day=person.leaves).first()
    told = row.told.date() if row is not None and row.told is not None else clock.today("UTC")
    return max(person.leaves, told) + KEPT


@deed("growth.erase_belongings")
def erase_belongings(*, by: Person, at: dt.datetime) -> None:
    """All that is a person's alone, for good; the way to it ends."""
    belongings.erase(by, at)
    Farewell.objects.update_or_create(person=by, defaults={"erased": at, "link_digest": None})

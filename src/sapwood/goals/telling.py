"""Whom a deed concerns: the notices that goals send. Nobody is told of a goal they may not see."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from sapwood.activity import notices
from sapwood.goals.models import Blocker, Objective
from sapwood.people import queries as people
from sapwood.people.models import Person


def blockers(rows: Iterable[Blocker], objective: Objective, *, by: Person, at: dt.datetime) -> None:
    """Whoever is named in a blocker, if they may see the goal."""
    for row in rows:
        _tell(
            objective,
            [row.person],
            kind="blocker",
            text=_("%(name)s asks for your help: %(text)s") % {"name": by, "text": row.text},
            why=_("You were named as somebody who could help."),
            by=by,
            at=at,
        )


def proposed(objective: Objective, *, by: Person, at: dt.datetime) -> None:
    """The owner, or the leads of the owning team."""
    _tell(
        objective,
        _owners(objective),
        kind="proposal",
        text=_("%(name)s proposes a goal: “%(title)s”") % {"name": by, "title": objective.title},
        why=_("It waits for your word."),
        by=by,
        at=at,
    )


def agreed(objective: Objective, *, by: Person, at: dt.datetime) -> None:
    """Whoever proposed it."""
    _tell(
        objective,
        [objective.proposed_by],
        kind="agreement",
        text=_("%(name)s agreed to “%(title)s”") % {"name": by, "title": objective.title},
        why=_("You had proposed it."),
        by=by,
        at=at,
    )


def aligned(child: Objective, parent: Objective, *, by: Person, at: dt.datetime) -> None:
    """Whoever owns the goal that is served, if they may see the one that serves it."""
    _tell(
        child,
        [one for one in _owners(parent) if one not in _owners(child)],
        kind="alignment",
        text=_("“%(child)s” now serves “%(parent)s”") % {"child": child.title, "parent": parent.title},
        why=_("The goal that is served is yours."),
        by=by,
        at=at,
    )


def commented(objective: Objective, *, by: Person, at: dt.datetime) -> None:
    """The owner or the leads of the owning team, and whoever has said something there before."""
    spoke = Person.objects.filter(pk__in=objective.comments.exclude(by=None).values("by"))
    _tell(
        objective,
        [*_owners(objective), *spoke],
        kind="comment",
        text=_("%(name)s said something about “%(title)s”") % {"name": by, "title": objective.title},
        why=_("It is your goal, or you took part in the discussion."),
        by=by,
        at=at,
        tab="discussion",
    )


def _owners(objective: Objective) -> list[Person]:
    if objective.owner_person is not None:
        return [objective.owner_person]
    return people.leads_of(objective.owner_team) if objective.owner_team else []


def _tell(
    objective: Objective,
    whom: Iterable[Person | None],
    *,
    kind: str,
    text: str,
    why: str,
    by: Person,
    at: dt.datetime,
    tab: str = "",
) -> None:
    seeing = [
        person
        for person in {one.pk: one for one in whom if one is not None}.values()
        if person.is_active and Objective.objects.visible_to(person).filter(pk=objective.pk).exists()
    ]
    link = reverse("goals:objective", args=[objective.public_id]) + (f"?tab={tab}" if tab else "")
    notices.tell(seeing, kind=kind, text=text, link=link, why=why, at=at, but=by)

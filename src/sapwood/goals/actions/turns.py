"""Handing a goal from one to the next: what proposing, asking back, declining, agreeing and editing share."""

from __future__ import annotations

import datetime as dt

from sapwood.activity import notices
from sapwood.goals import rules, telling, texts
from sapwood.goals.models import Objective, Revision, Turn
from sapwood.people import queries as people
from sapwood.people.models import Person, Team

AGAIN = (Turn.Kind.AGAIN, Turn.Kind.CHANGES)


def open_turn(objective: Objective) -> Turn | None:
    """The turn that has not ended."""
    return objective.turns.filter(ended=None).select_related("person", "team", "by").first()


def hand(objective: Objective, kind: str, to: Person | Team, *, by: Person, at: dt.datetime, note: str = "") -> Turn:
    """End the turn that is open and begin the next, with a notice to whom it is with."""
    end(objective, at=at)
    turn = Turn.objects.create(
        objective=objective,
        kind=kind,
        person=to if isinstance(to, Person) else None,
        team=to if isinstance(to, Team) else None,
        note=note.strip(),
        version=objective.version,
        by=by,
        at=at,
    )
    telling.handed(turn, by=by, at=at)
    return turn


def end(objective: Objective, *, at: dt.datetime) -> None:
    """The open turn is over: nobody is reminded of it any more."""
    if objective.turns.filter(ended=None).update(ended=at):
        notices.settle(kinds=telling.TURN_KINDS, link=telling.address(objective), at=at)


def who_answers(objective: Objective, *, by: Person) -> Person | Team:
    """Whom a proposal of `by` goes to: the person whose goal it is, else the nearest team upwards, from the owning
    one, that is led by somebody else."""
    if objective.owner_person is not None:
        return objective.owner_person
    assert objective.owner_team is not None  # a constraint of the table
    for team in people.chain(objective.owner_team):
        if any(lead.pk != by.pk for lead in people.leads_of(team)):
            return team
    return objective.owner_team


def saved(objective: Objective, before: texts.Texts, *, by: Person, at: dt.datetime, reason: str = "") -> None:
    """Keep what a saving changed. After the agreement a change of what is to be reached, made by somebody who could
    not have agreed, asks for the agreement again; every other one is noted.

    A draft keeps no versions: nobody else has read them.
    """
    changes = texts.compare(before, texts.of(objective))
    if not changes or objective.stage == Objective.Stage.DRAFT:
        return
    Revision.objects.create(
        objective=objective, version=objective.version, changes=changes, reason=reason[:240], by=by, at=at
    )
    if objective.stage != Objective.Stage.ACTIVE or not texts.counts(changes):
        return
    if rules.could_agree(by, objective):
        telling.changed_after_agreement(objective, by=by, at=at)
    elif not objective.turns.filter(ended=None, kind__in=AGAIN).exists():
        hand(objective, Turn.Kind.AGAIN, who_answers(objective, by=by), by=by, at=at, note=reason)

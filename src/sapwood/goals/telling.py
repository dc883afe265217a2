"""Whom a deed concerns: the notices that goals send. Nobody is told of a goal they may not see."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sapwood.activity import notices
from sapwood.goals.models import Blocker, Objective, Suggestion, Turn, Verdict
from sapwood.people import queries as people
from sapwood.people.models import Person

TURN_KINDS = ("proposal", *(kind.value for kind in Turn.Kind))
"""Kinds of notices that ask somebody to take their turn."""


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


def handed(turn: Turn, *, by: Person, at: dt.datetime) -> None:
    """Whoever has the turn now, with what is asked of them."""
    objective = turn.objective
    names = {"name": by, "title": objective.title}
    text, why = {
        Turn.Kind.ANSWER: (_("%(name)s proposes a goal: “%(title)s”"), _("It waits for your word.")),
        Turn.Kind.VIEW: (_("%(name)s asks what you think of “%(title)s”"), _("It was handed to you for a word.")),
        Turn.Kind.CHANGES: (
            _("%(name)s asks for changes in “%(title)s”"),
            _("You wrote it. It goes on when you hand it back."),
        ),
        Turn.Kind.DECLINED: (
            _("%(name)s declined “%(title)s”"),
            _("You had proposed it. The reason stands on its page."),
        ),
        Turn.Kind.AGAIN: (
            _("%(name)s changed “%(title)s” after it was agreed"),
            _("What is to be reached reads differently: it waits for your word again."),
        ),
    }[Turn.Kind(turn.kind)]
    whom = [turn.person] if turn.person else people.leads_of(turn.team) if turn.team else []
    kind = "proposal" if turn.kind == Turn.Kind.ANSWER else turn.kind
    _tell(objective, whom, kind=kind, text=text % names, why=why, by=by, at=at)


def agreed(objective: Objective, *, by: Person, at: dt.datetime, again: bool = False) -> None:
    """Whoever proposed it, and after later changes whoever made them.

    A developmental goal is its owner's alone from here on: who proposed it is told just that it was taken on.
    """
    if again:
        changed = Person.objects.filter(pk__in=objective.revisions.exclude(by=None).values("by"))
        text, why = _("%(name)s agreed to “%(title)s” as it reads now"), _("You had changed it.")
        _tell(
            objective,
            list(changed),
            kind="agreement",
            text=text % {"name": by, "title": objective.title},
            why=why,
            by=by,
            at=at,
        )
        return
    proposer = objective.proposed_by
    if proposer is not None and not Objective.objects.visible_to(proposer).filter(pk=objective.pk).exists():
        if proposer.is_active:
            notices.tell(
                [proposer],
                kind="agreement",
                text=_("%(name)s took on the goal you proposed") % {"name": by},
                link=reverse("people:person", args=[by.public_id]),
                why=_("You had proposed it. It is theirs alone now, until they share it."),
                at=at,
                but=by,
            )
        return
    _tell(
        objective,
        [proposer],
        kind="agreement",
        text=_("%(name)s agreed to “%(title)s”") % {"name": by, "title": objective.title},
        why=_("You had proposed it."),
        by=by,
        at=at,
    )


def changed_after_agreement(objective: Objective, *, by: Person, at: dt.datetime) -> None:
    """Everybody who had agreed to it: what is to be reached reads differently now."""
    whom = Person.objects.filter(pk__in=objective.agreements.exclude(by=None).values("by"))
    _tell(
        objective,
        [*whom, objective.proposed_by],
        kind="changed",
        text=_("%(name)s changed “%(title)s” after it was agreed") % {"name": by, "title": objective.title},
        why=_("You had proposed it or agreed to it. The change is noted; nothing is asked of you."),
        by=by,
        at=at,
    )


def suggested(suggestion: Suggestion, *, by: Person, at: dt.datetime) -> None:
    """Whoever decides: the owner or the leads, and while it is negotiated whoever wrote it."""
    objective = suggestion.objective
    open_ = objective.stage in {Objective.Stage.DRAFT, Objective.Stage.PROPOSED}
    _tell(
        objective,
        [*_owners(objective), objective.proposed_by if open_ else None],
        kind="suggestion",
        text=_("%(name)s suggests another wording in “%(title)s”") % {"name": by, "title": objective.title},
        why=_("You can take it, part of it, or leave it."),
        by=by,
        at=at,
        tab="discussion",
    )


def decided(suggestion: Suggestion, *, taken: int, of: int, by: Person, at: dt.datetime) -> None:
    """Whoever made the suggestion."""
    words = ngettext(
        "%(name)s decided on your change in “%(title)s”: %(taken)d of %(of)d taken",
        "%(name)s decided on your changes in “%(title)s”: %(taken)d of %(of)d taken",
        of,
    )
    _tell(
        suggestion.objective,
        [suggestion.by],
        kind="decision",
        text=words % {"name": by, "title": suggestion.objective.title, "taken": taken, "of": of},
        why=_("You had suggested it."),
        by=by,
        at=at,
        tab="discussion",
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


def asked_to_change(verdict: Verdict, *, by: Person, at: dt.datetime) -> None:
    """The owner or the leads, with the reason."""
    objective = verdict.objective
    words = {"name": by, "title": objective.title, "reason": verdict.reason}
    _tell(
        objective,
        _owners(objective),
        kind="change_wanted",
        text=_("%(name)s asks you to change “%(title)s”: %(reason)s") % words,
        why=_("It is your goal, and it seems outdated."),
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


def address(objective: Objective) -> str:
    return reverse("goals:objective", args=[objective.public_id])


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
    link = address(objective) + (f"?tab={tab}" if tab else "")
    notices.tell(seeing, kind=kind, text=text, link=link, why=why, at=at, but=by)

"""Putting a remark of the coach aside, asking it again, and sending out a goal that still has some."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Literal

from django.utils.translation import gettext as _

from sapwood.activity import events
from sapwood.activity.deeds import Refused, deed
from sapwood.coach import BY_CODE
from sapwood.goals import asides, rules, written
from sapwood.goals.actions.negotiating import agree_to_objective, propose_objective
from sapwood.goals.models import Aside, Objective
from sapwood.goals.models.aside import digest
from sapwood.people.models import Person

LONGEST = 240  # letters of a reason


class ReasonMissing(Refused):
    """A remark says that something is no result yet, and no reason was given for leaving it so."""

    def __init__(self) -> None:
        super().__init__(
            _("Something in it is not a result yet."),
            _("Say in one line why it stays as it is; whoever reads the goal reads that too."),
        )


@deed("goals.put_aside")
def put_aside(*, by: Person, objective: Objective, code: str, about: str, reason: str = "", at: dt.datetime) -> Aside:
    """Leave a remark be, as long as the text it is about says the same. `about` is that text's digest.

    On a draft no reason is needed; afterwards those who read the goal want to know why.
    """
    if not rules.may_edit(by, objective):
        raise Refused(_("You cannot change this objective."), _("Say in a comment what you think of the remark."))
    if objective.stage != Objective.Stage.DRAFT and not reason.strip():
        raise Refused(_("Others read this goal already."), _("Say in one line why it stays as it is."))
    text = next((one for one in asides.texts_of(written.draft_of(objective)) if digest(one) == about), None)
    if code not in BY_CODE or text is None:
        raise Refused(_("The text has changed since."), _("Look at what the coach reads in it now."))
    put = _put(objective, code, text, reason, by=by, at=at)
    events.record("goals.remark_put_aside", by=by, about=objective, at=at)
    return put


@deed("goals.take_up_again")
def take_up_again(*, by: Person, aside: Aside, at: dt.datetime) -> Aside:
    """Let the remark be asked again."""
    if not rules.may_edit(by, aside.objective):
        raise Refused(_("You cannot change this objective."), _("Say in a comment what you think of the remark."))
    if aside.ended is None:
        aside.ended = at
        aside.save(update_fields=["ended"])
        events.record("goals.remark_taken_up", by=by, about=aside.objective, at=at)
    return aside


@deed("goals.send_out")
def send_out(
    *,
    by: Person,
    objective: Objective,
    how: Literal["proposal", "agreement"],
    reason: str = "",
    note: str = "",
    version: int | None = None,
    at: dt.datetime,
) -> Objective:
    """Propose a draft, or take one's own on. Where a remark says that something is no result yet, with a reason in a
    line, kept with each of them. Raises ReasonMissing without one.

    `note` goes with a proposal, `version` with an agreement. Whoever agrees to a proposal is not asked again: they have
    read the reason.
    """
    if objective.stage == Objective.Stage.DRAFT:
        waiting = asides.unanswered(asides.read(objective))
        if waiting and not reason.strip():
            raise ReasonMissing
        for one in waiting:
            _put(objective, one.code, one.statement, reason, by=by, at=at)
    if how == "proposal":
        return propose_objective(by=by, objective=objective, note=note, at=at)
    return agree_to_objective(by=by, objective=objective, version=version, at=at)


def keep(objective: Objective, put: Iterable[tuple[str, str]], *, by: Person, at: dt.datetime) -> None:
    """What was put aside while a draft was written; without a reason, which only a draft needs not."""
    if objective.stage != Objective.Stage.DRAFT:
        return
    for code, text in put:
        if code in BY_CODE:
            _put(objective, code, text, "", by=by, at=at)


def _put(objective: Objective, code: str, text: str, reason: str, *, by: Person, at: dt.datetime) -> Aside:
    """One row a remark; a reason given later replaces none."""
    row, created = Aside.objects.get_or_create(
        objective=objective,
        code=code,
        digest=digest(text),
        ended=None,
        defaults={"text": text, "reason": reason.strip()[:LONGEST], "by": by, "at": at},
    )
    if not created and reason.strip():
        row.reason, row.by, row.at = reason.strip()[:LONGEST], by, at
        row.save(update_fields=["reason", "by", "at"])
    return row

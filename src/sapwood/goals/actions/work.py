"""What people do for a key result: initiatives, and the part each has in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.utils.translation import gettext as _

from sapwood.activity import events
from sapwood.activity.deeds import Refused, deed
from sapwood.goals import rules
from sapwood.goals.models import Contribution, Initiative, KeyResult
from sapwood.people.models import Person


@deed("goals.add_initiative")
def add_initiative(
    *,
    by: Person,
    key_result: KeyResult,
    title: str,
    owner: Person | None = None,
    due: dt.date | None = None,
    at: dt.datetime,
) -> Initiative:
    """Put a to-do under a key result. It never counts as progress."""
    if not rules.may_plan_work(by, key_result):
        raise Refused(_("You cannot plan work for this key result."), _("Suggest it in a comment."))
    if not title.strip():
        raise Refused(_("The to-do has no words."), _("Begin with a verb."))
    if owner is not None and not rules.sees_key_result(owner, key_result):
        raise Refused(
            _("%(name)s cannot see this goal.") % {"name": owner},
            _("Share the goal with them, or choose another person."),
        )
    row = Initiative.objects.create(key_result=key_result, title=title.strip(), owner=owner, due=due, created=at)
    events.record("goals.initiative_added", by=by, about=key_result, at=at)
    return row


@deed("goals.finish_initiative")
def finish_initiative(*, by: Person, initiative: Initiative, at: dt.datetime) -> Initiative:
    _guard(by, initiative)
    if initiative.done is None:
        initiative.done, initiative.done_by = at, by
        initiative.version += 1
        initiative.save(update_fields=["done", "done_by", "version"])
        events.record("goals.initiative_finished", by=by, about=initiative.key_result, at=at)
    return initiative


@deed("goals.reopen_initiative")
def reopen_initiative(*, by: Person, initiative: Initiative, at: dt.datetime) -> Initiative:
    _guard(by, initiative)
    if initiative.done is not None:
        initiative.done = initiative.done_by = None
        initiative.version += 1
        initiative.save(update_fields=["done", "done_by", "version"])
        events.record("goals.initiative_reopened", by=by, about=initiative.key_result, at=at)
    return initiative


@deed("goals.join_key_result")
def join_key_result(*, by: Person, key_result: KeyResult, part: str = "", at: dt.datetime) -> Contribution:
    """Say what one's own part in a team's key result is. Joining again changes the words."""
    if not rules.may_contribute(by, key_result):
        raise Refused(_("You cannot join this key result."), _("Ask the team that owns it."))
    row, created = Contribution.objects.get_or_create(
        key_result=key_result, person=by, ends=None, defaults={"part": part.strip()[:240], "starts": at}
    )
    if created:
        events.record("goals.contribution_joined", by=by, about=key_result, at=at)
    elif part.strip() and row.part != part.strip()[:240]:
        row.part = part.strip()[:240]
        row.save(update_fields=["part"])
    return row


@deed("goals.leave_key_result")
def leave_key_result(*, by: Person, contribution: Contribution, at: dt.datetime) -> Contribution:
    if contribution.person_id != by.pk:
        raise Refused(_("Only you can end your own part."), _("Talk to the person."))
    if contribution.ends is None:
        contribution.ends = at
        contribution.save(update_fields=["ends"])
        events.record("goals.contribution_left", by=by, about=contribution.key_result, at=at)
    return contribution


@deed("goals.hand_over")
def hand_over(
    *,
    by: Person,
    leaver: Person,
    to: Person,
    key_results: Sequence[KeyResult] = (),
    initiatives: Sequence[Initiative] = (),
    contributions: Sequence[Contribution] = (),
    at: dt.datetime,
) -> Person:
    """Give what a leaver carries to somebody else: key results to report on, to-dos, parts. All of it or nothing.

    Raises Refused when `by` may not hand over for the leaver, or when `to` cannot see one of the goals.
    """
    if not rules.may_hand_over(by, leaver):
        raise Refused(
            _("You cannot hand over for %(name)s.") % {"name": leaver}, _("Their manager and the OKR owner can.")
        )
    if to.pk == leaver.pk or not to.is_active:
        raise Refused(_("%(name)s cannot take this on.") % {"name": to}, _("Choose somebody who works here."))
    carried = [*key_results, *(row.key_result for row in initiatives), *(row.key_result for row in contributions)]
    if not carried:
        raise Refused(_("Nothing was chosen."), _("Tick at least one line."))
    for result in carried:
        for person in (by, to):
            if not rules.sees_key_result(person, result):
                raise Refused(
                    _("%(name)s cannot see this goal.") % {"name": person},
                    _("Choose somebody who can; a private goal stays with its owner."),
                )
    for result in key_results:
        KeyResult.objects.filter(pk=result.pk, updater=leaver).update(updater=to)
        events.record("goals.key_result_handed_over", by=by, about=result, at=at)
    for initiative in initiatives:
        Initiative.objects.filter(pk=initiative.pk, owner=leaver, done=None).update(owner=to)
        events.record("goals.initiative_handed_over", by=by, about=initiative.key_result, at=at)
    for part in contributions:
        if Contribution.objects.filter(pk=part.pk, person=leaver, ends=None).update(ends=at):
            Contribution.objects.get_or_create(
                key_result=part.key_result, person=to, ends=None, defaults={"part": part.part, "starts": at}
            )
            events.record("goals.contribution_handed_over", by=by, about=part.key_result, at=at)
    return to


def _guard(by: Person, initiative: Initiative) -> None:
    if initiative.owner_id != by.pk and not rules.may_plan_work(by, initiative.key_result):
        raise Refused(_("This to-do is not yours to change."), _("Its owner and the owning team can."))

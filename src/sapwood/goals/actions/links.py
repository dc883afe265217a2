"""What serves what: alignment and pairs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db.models import F
from django.utils.translation import gettext as _

from sapwood.activity import events
from sapwood.activity.deeds import Refused, deed
from sapwood.goals import alignment, rules, telling
from sapwood.goals.models import Alignment, AlignmentLock, KeyResult, Objective, Pair
from sapwood.people.models import Person


@deed("goals.align")
def align(
    *,
    by: Person,
    child: Objective,
    parent: Objective | KeyResult,
    kind: str = Alignment.Kind.CONTRIBUTES,
    at: dt.datetime,
) -> Alignment:
    """Say that `child` serves `parent`. Several parents are fine, also in other cycles; circles are not.

    The lock row is taken first, so that two people linking at once cannot close a circle between them.
    """
    return align_all(by=by, links=[(child, parent)], kind=kind, at=at)[0]


def align_all(
    *,
    by: Person,
    links: Sequence[tuple[Objective, Objective | KeyResult]],
    kind: str = Alignment.Kind.CONTRIBUTES,
    at: dt.datetime,
) -> list[Alignment]:
    """The same for many links, inside the transaction of a deed: what stands already is read once, not once a link."""
    AlignmentLock.objects.get_or_create(pk=1)
    AlignmentLock.objects.filter(pk=1).update(taken=F("taken") + 1)
    parents = alignment.parents_of(Alignment.objects.values_list("child_id", "parent_id"))
    return [_align(by, child, parent, kind, parents, at) for child, parent in links]


def _align(
    by: Person,
    child: Objective,
    parent: Objective | KeyResult,
    kind: str,
    parents: dict[int, set[int]],
    at: dt.datetime,
) -> Alignment:
    above = parent.objective if isinstance(parent, KeyResult) else parent
    if not rules.may_edit(by, child):
        raise Refused(_("You cannot say what this objective serves."), _("Its owner can."))
    if not rules.sees(by, above):
        raise Refused(_("The parent was not found."), _("Choose one from the list."))
    if above.layer == Objective.Layer.PERSONAL and child.layer != Objective.Layer.PERSONAL:
        raise Refused(_("A goal at work cannot serve a personal one."), _("Choose a goal that others can see."))
    circle = alignment.closes_a_circle(parents, child.pk, above.pk)
    if circle:
        names = dict(Objective.objects.filter(pk__in=circle).values_list("pk", "title"))
        raise Refused(
            _("That would close a circle: %(chain)s.") % {"chain": " → ".join(names[pk] for pk in [child.pk, *circle])},
            _("Remove one of these links first."),
        )
    link, created = Alignment.objects.get_or_create(
        child=child,
        parent=above,
        parent_key_result=parent if isinstance(parent, KeyResult) else None,
        defaults={"kind": kind, "by": by, "at": at},
    )
    if created:
        parents.setdefault(child.pk, set()).add(above.pk)
        events.record("goals.aligned", by=by, about=child, at=at)
        telling.aligned(child, above, by=by, at=at)
    return link


@deed("goals.remove_alignment")
def remove_alignment(*, by: Person, link: Alignment, at: dt.datetime) -> None:
    """Take a link away; the owner of the child decides what it serves."""
    if not rules.may_edit(by, link.child):
        raise Refused(_("You cannot change what this objective serves."), _("Its owner can."))
    events.record("goals.alignment_removed", by=by, about=link.child, at=at)
    link.delete()


@deed("goals.pair")
def pair(*, by: Person, hard: Objective, soft: Objective, at: dt.datetime) -> Pair:
    """Name the soft objective that keeps the hard one sustainable. Both must be seen, one of them be `by`'s to edit."""
    if hard.nature != Objective.Nature.HARD or soft.nature != Objective.Nature.SOFT:
        raise Refused(_("A pair joins a hard goal with a soft one."), _("Choose one of each."))
    if not (rules.sees(by, hard) and rules.sees(by, soft)):
        raise Refused(_("One of the two was not found."), _("Choose from the list."))
    if not (rules.may_edit(by, hard) or rules.may_edit(by, soft)):
        raise Refused(_("Neither of the two is yours to pair."), _("Suggest it in a comment."))
    row, created = Pair.objects.get_or_create(hard=hard, soft=soft, defaults={"by": by, "at": at})
    if created:
        events.record("goals.paired", by=by, about=hard, at=at)
    return row


@deed("goals.unpair")
def unpair(*, by: Person, row: Pair, at: dt.datetime) -> None:
    if not (rules.may_edit(by, row.hard) or rules.may_edit(by, row.soft)):
        raise Refused(_("Neither of the two is yours."), _("Suggest it in a comment."))
    events.record("goals.unpaired", by=by, about=row.hard, at=at)
    row.delete()

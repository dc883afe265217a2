"""Deeds about who gets development: asking, declaring, and the publication that a job makes.

Declaring leaves no event, no notice and no idempotency row: each would say who did it, and the last one what.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from sapwood.activity import events
from sapwood.activity.deeds import Refused, deed
from sapwood.growth import rules
from sapwood.growth.declaring import Lock, groups_of
from sapwood.growth.development import measures
from sapwood.growth.equity import (
    EVERYBODY,
    MOST_CHOICES,
    Table,
    differ,
    few_changed,
    may_be_shown,
    safe_together,
    share_of,
)
from sapwood.growth.models import Attribute, Declaration, EquityBasis, EquityCell, EquityPublication
from sapwood.people.models import Person, Role

WINDOW = dt.timedelta(days=365)
NEWCOMER = dt.timedelta(days=30)
GONE = "gone-"  # begins what stands for somebody who left, where earlier figures rest on them


@deed("growth.define_attribute")
def define_attribute(*, by: Person, name: str, why: str, choices: list[str], at: datetime) -> Attribute:
    """Ask people something about themselves that they may say or leave. Two to eight answers, each once."""
    if not rules.may_define_attributes(by):
        raise Refused(_("What people may declare is decided by the OKR owner."), _("Ask them."))
    given = list(dict.fromkeys(one.strip() for one in choices if one.strip()))
    if not 2 <= len(given) <= MOST_CHOICES:
        raise Refused(
            _("%(n)d answers were given; two to %(most)d are allowed.") % {"n": len(given), "most": MOST_CHOICES},
            _("Few, large groups can be shown; small ones never are."),
        )
    if Attribute.objects.filter(name__iexact=name.strip(), retired=None).exists():
        raise Refused(_("“%(name)s” is asked already.") % {"name": name.strip()}, _("Retire it first."))
    row = Attribute.objects.create(name=name.strip(), why=why.strip(), choices=given, by=by, at=at)
    events.record("growth.attribute_defined", by=by, about=row, at=at)
    return row


@deed("growth.retire_attribute")
def retire_attribute(*, by: Person, attribute: Attribute, at: datetime) -> Attribute:
    """Ask it no more. What was declared is deleted; what was published stays as it is."""
    if not rules.may_define_attributes(by):
        raise Refused(_("What people may declare is decided by the OKR owner."), _("Ask them."))
    if attribute.retired is None:
        attribute.retired = at
        attribute.save(update_fields=["retired"])
        attribute.declarations.all().delete()
        EquityBasis.objects.filter(attribute=attribute).delete()
        events.record("growth.attribute_retired", by=by, about=attribute, at=at)
    return attribute


@transaction.atomic
def declare(*, by: Person, attribute: Attribute, value: str) -> None:
    """Say something of oneself, in place of what one said before. Said twice it is the same."""
    if attribute.retired is not None:
        raise Refused(_("This is asked no longer."), _("What was said about it is deleted."))
    if value not in attribute.choices:
        raise Refused(_("“%(value)s” is not one of the answers.") % {"value": value}, _("Choose one, or leave it."))
    lock = Lock.of_this_place()
    handle = lock.handle(by.public_id)
    Declaration.objects.filter(attribute=attribute, handle=handle).delete()
    Declaration.objects.create(attribute=attribute, handle=handle, sealed=lock.seal(value))


@transaction.atomic
def undeclare(*, by: Person, attribute: Attribute) -> None:
    """Take back what one said; the row is gone, and the next publication knows nothing of it."""
    handle = Lock.of_this_place().handle(by.public_id)
    Declaration.objects.filter(attribute=attribute, handle=handle).delete()


@transaction.atomic
def undeclare_all(*, by: Person) -> None:
    """Take back all one ever said; for whoever has left. While the folder of keys is away nobody can tell which rows are
    theirs: the next publication deletes them, like those of everybody who has left."""
    if not Declaration.objects.exists():
        return
    try:
        handle = Lock.of_this_place().handle(by.public_id)
    except FileNotFoundError:
        return
    Declaration.objects.filter(handle=handle).delete()


@transaction.atomic
def publish_equity(*, at: datetime) -> EquityPublication:
    """Write one publication, for good. A table that differs by one to four people from one whose figures were ever made
    keeps the figures in force, with their day; so does every table of an attribute whose groups differ by so few."""
    lock = Lock.of_this_place()
    since = (at - WINDOW).date()
    people = {row.pk: lock.handle(row.public_id) for row in _those_who_count(at)}
    everybody = frozenset(people.values())
    readers = frozenset(people[pk] for pk in _readers() if pk in people)
    publication = EquityPublication.objects.create(at=at, since=since)
    earlier = EquityPublication.objects.exclude(pk=publication.pk).first()
    had = {one.key: frozenset(people[pk] for pk in one.people(since) if pk in people) for one in measures}
    fresh: list[tuple[Attribute | None, Table]] = []
    standing: list[tuple[Table, Sequence[str]]] = []
    for attribute in (None, *Attribute.objects.filter(retired=None)):
        groups = {EVERYBODY: everybody} if attribute is None else groups_of(attribute, lock, everybody)
        made = [Table(str(attribute or ""), key, groups, everybody, having) for key, having in had.items()]
        before = _tables_before(attribute, lock)
        new = _fresh(made, before)
        fresh += [(attribute, table) for table in new]
        refreshed = {table.measure for table in new}
        standing += [
            (tables[-1], _keep(publication, earlier, tables[-1]))
            for key, tables in before.items()
            if key not in refreshed
        ]
    _write(publication, fresh, standing, readers, lock)
    _forget_leavers(at, lock)
    return publication


def _tables_before(attribute: Attribute | None, lock: Lock) -> dict[str, list[Table]]:
    """Measure -> its tables, as they were, whose figures were published; the last of them is in force."""
    found: dict[str, list[Table]] = {}
    for row in EquityBasis.objects.filter(attribute=attribute):
        parts = lock.unseal(row.sealed)
        if isinstance(parts, dict):
            held = {name: frozenset(handles) for name, handles in parts.items()}
            found.setdefault(row.measure, []).append(Table.of_parts(str(attribute or ""), row.measure, held))
    return found


def _fresh(made: list[Table], before: Mapping[str, list[Table]]) -> list[Table]:
    """The tables that may have new figures: none of an attribute whose groups changed by a few. Compared with all that
    were published: five may join and four of them leave, and who kept the first figures would have those of one."""
    earlier = [table for tables in before.values() for table in tables]
    if made and any(few_changed(table.members(), made[0].members()) for table in earlier):
        return []
    return [
        table
        for table in made
        if not any(few_changed(one.parts(), table.parts()) for one in before.get(table.measure, ()))
    ]


def _keep(publication: EquityPublication, earlier: EquityPublication | None, table: Table) -> list[str]:
    """Carry the figures of a table over as they are; returns the groups that are shown in it."""
    rows = earlier.cells.filter(attribute=table.attribute, measure=table.measure) if earlier is not None else ()
    shown = []
    for row in rows:
        row.pk, row.publication = None, publication
        row.save(force_insert=True)
        if not row.withheld:
            shown.append(row.value)
    return shown


def _write(
    publication: EquityPublication,
    fresh: list[tuple[Attribute | None, Table]],
    standing: list[tuple[Table, Sequence[str]]],
    readers: frozenset[str],
    lock: Lock,
) -> None:
    chosen = [(table, may_be_shown(table, readers)) for _of, table in fresh]
    together = safe_together(chosen, standing)
    day = publication.at.date()
    for (attribute, table), (_table, values), is_safe in zip(fresh, chosen, together, strict=True):
        shown = values if is_safe else ()
        said = differ([table.groups[value] for value in shown], table.having)
        for value, group in table.groups.items():
            row = EquityCell(
                publication=publication, attribute=table.attribute, value=value, measure=table.measure, as_of=day
            )
            if value in shown:
                share = share_of(group, table.having)
                row.share, row.low, row.high, row.differs = share.value, share.low, share.high, said
            else:
                row.withheld = EquityCell.Why.WOULD_TELL if value in values else EquityCell.Why.TOO_FEW
            row.save(force_insert=True)
        basis = {name: sorted(who) for name, who in table.parts().items()}
        EquityBasis.objects.create(
            publication=publication, attribute=attribute, measure=table.measure, sealed=lock.seal(basis)
        )


def _forget_leavers(at: datetime, lock: Lock) -> None:
    """What people who left or were erased had declared goes with them. Where earlier figures rest on them a random mark
    takes their place: it says that somebody has gone, which counts, and no longer who."""
    here = {
        lock.handle(public_id) for public_id in Person.objects.at_work(at.date()).values_list("public_id", flat=True)
    }
    gone = [row.pk for row in Declaration.objects.only("pk", "handle") if row.handle not in here]
    Declaration.objects.filter(pk__in=gone).delete()
    for basis in EquityBasis.objects.all():
        parts = lock.unseal(basis.sealed)
        if not isinstance(parts, dict):
            continue
        marked = {
            name: [one if one in here or one.startswith(GONE) else _mark() for one in who]
            for name, who in parts.items()
        }
        if marked != parts:
            basis.sealed = lock.seal(marked)
            basis.save(update_fields=["sealed"])


def _mark() -> str:
    return GONE + secrets.token_hex(16)


def _those_who_count(at: datetime) -> list[Person]:
    """People at work who have been here for 30 days."""
    settled = Q(starts=None) | Q(starts__lte=(at - NEWCOMER).date())
    return list(Person.objects.at_work(at.date()).filter(settled))


def _readers() -> list[int]:
    """Ids of those who read the figures."""
    rows = Person.objects.filter(role_grants__role=Role.OKR_OWNER, role_grants__ends=None)
    return list(rows.values_list("pk", flat=True))

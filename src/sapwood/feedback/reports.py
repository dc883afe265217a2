"""The report of a 360 as its subject, or somebody with whom it was shared, reads it: published cells and nothing else."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from sapwood.feedback.models import Cell, Item, Publication, Relation, Subject
from sapwood.people.models import Competency

GROUPS = (Relation.PEER, Relation.REPORT, Relation.OTHER, Relation.EXTERNAL, Cell.OTHERS, Cell.REST)


@dataclass
class Seen:
    """One competency in a report."""

    competency: Competency
    everyone: Cell | None = None
    change: Cell | None = None
    gap: Cell | None = None
    named: list[Cell] = field(default_factory=list)
    groups: list[Cell] = field(default_factory=list)
    behaviours: list[Cell] = field(default_factory=list)
    is_focus: bool = False
    shift: float | None = None  # how far everybody moved on it: taken out of the change


@dataclass
class Report:
    publication: Publication
    subject: Subject
    is_own: bool
    seen: list[Seen]
    comments: list[tuple[Item, list[tuple[str, str]]]]


def report(publication: Publication, subject: Subject, *, is_own: bool) -> Report:
    """In a fixed number of queries. In a shared report groups begin at four raters, so other cells stand there."""
    focus = set(subject.focus.values_list("pk", flat=True))
    shifts = publication.facts.get("shift_by_competency", {})
    found: dict[int, Seen] = {}
    cells = publication.cells.filter(subject=subject).select_related("competency", "item__competency")
    for cell in cells.order_by("item__position", "id"):
        competency = cell.competency or (cell.item.competency if cell.item else None)
        if competency is None:
            continue
        seen = found.setdefault(
            competency.pk, Seen(competency, is_focus=competency.pk in focus, shift=shifts.get(str(competency.pk)))
        )
        _put(seen, cell, is_own)
    comments: dict[int, tuple[Item, list[tuple[str, str]]]] = {}
    for row in publication.comments.filter(subject=subject).select_related("item"):
        if row.item is not None:
            comments.setdefault(row.item.pk, (row.item, []))[1].append((row.text, row.signed_by))
    ordered = sorted(found.values(), key=lambda one: (not one.is_focus, one.competency.name.casefold()))
    return Report(publication, subject, is_own, ordered, list(comments.values()))


def group_name(cell: Cell) -> str:
    """What a group is called in a report."""
    if cell.group in {Cell.OTHERS, Cell.REST}:
        return _("All others together")
    return str(Relation(cell.group).label)


def _put(seen: Seen, cell: Cell, is_own: bool) -> None:
    if cell.item_id is not None:
        seen.behaviours.append(cell)
    elif cell.kind == Cell.Kind.CHANGE:
        seen.change = cell
    elif cell.kind == Cell.Kind.GAP:
        seen.gap = cell
    elif cell.group == Cell.ALL:
        seen.everyone = cell
    elif cell.group in {Relation.SELF, Relation.MANAGER}:
        seen.named.append(cell)
    elif (is_own and cell.group != Cell.REST) or (not is_own and cell.shared):
        seen.groups.append(cell)

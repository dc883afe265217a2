"""The report of a 360 as its subject, or somebody with whom it was shared, reads it: published cells and nothing else."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.template.defaultfilters import floatformat
from django.utils.translation import gettext as _

from sapwood.feedback.models import Cell, Item, Publication, Relation, Subject
from sapwood.people.models import Competency

STRONG, MOST_STRENGTHS = 3.5, 3
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

    @property
    def level(self) -> float:
        """What all others see; competencies without a number come last."""
        return self.everyone.value if self.everyone is not None and self.everyone.value is not None else 0.0


@dataclass
class Report:
    publication: Publication
    subject: Subject
    is_own: bool
    seen: list[Seen]
    comments: list[tuple[Item, list[tuple[str, str]]]]

    @property
    def strengths(self) -> list[Cell]:
        """The behaviours all others see most: three at most, each most of the time or nearly."""
        told = [cell for one in self.seen for cell in one.behaviours if (cell.value or 0) >= STRONG]
        return sorted(told, key=lambda cell: -(cell.value or 0))[:MOST_STRENGTHS]

    @property
    def has_decline(self) -> bool:
        return any(one.change is not None and one.change.verdict == "declined" for one in self.seen)


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
    ordered = sorted(found.values(), key=lambda one: (not one.is_focus, -one.level, one.competency.name.casefold()))
    return Report(publication, subject, is_own, ordered, list(comments.values()))


def group_name(cell: Cell) -> str:
    """What a group is called in a report."""
    if cell.group in {Cell.OTHERS, Cell.REST}:
        return _("All others together")
    return str(Relation(cell.group).label)


def named_view(cell: Cell, *, is_own: bool) -> str:
    """Whose view a named level is."""
    if cell.group != Relation.SELF:
        return _("Manager")
    return _("Your own view") if is_own else _("Their own view")


def what_a_number_is(least: int) -> str:
    """What stands beside every report. `least`: the raters from which a group is shown."""
    return _(
        "What all others see is estimated from all their answers, with each rater's leniency taken out, on a scale from 1 to 5; the interval holds the true value in 19 of 20 cases. A group is shown from %(n)d raters on, in half points, without that correction, so the two need not agree to the last digit. It was computed once and never changes. It is for growing: no score, rank or pay comes from it."
    ) % {"n": least}


def verdict(cell: Cell) -> str:
    """What a change says, in a sentence."""
    if cell.withheld:
        return _("Change since the round before: not enough evidence.")
    said = {
        "improved": _("Raters see an improvement."),
        "declined": _("Raters see a decline."),
        "possible": _("A possible change; it counts in no total."),
        "stable": _("No meaningful change."),
        "undetected": _("No detectable change."),
    }
    return said.get(cell.verdict, _("Not enough evidence for a verdict."))


def beside_a_change(seen: Seen) -> list[str]:
    """How everybody moved, and what these raters could have shown at all; nothing where no change is shown."""
    if seen.change is None or seen.change.withheld:
        return []
    found = []
    if seen.shift is not None:
        found.append(
            _(
                "Everybody in this round moved by %(s)s on average, and that is taken out: it may be real, or raters who became more lenient."
            )
            % {"s": floatformat(seen.shift, 1)}
        )
    if seen.change.detectable:
        found.append(
            _("These raters could show a change of %(d)s or more.") % {"d": floatformat(seen.change.detectable, 1)}
        )
    return found


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

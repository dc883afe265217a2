"""What the guide offers: reasons, competencies in a useful order, behaviours that come near to what was typed."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from sapwood.coach.words import content_of
from sapwood.feedback.models import Publication
from sapwood.goals.measured import instruments
from sapwood.goals.models import KeyResult, Objective
from sapwood.growth.gaps import mirror
from sapwood.people import queries as people
from sapwood.people.models import Behaviour, Competency, Person, Priority, Value

MOST_RESULTS = 40


def reasons_for(person: Person) -> list[tuple[str, Any]]:
    """Values, priorities, and key results that are under way above this person, as groups of a choice."""
    groups: list[tuple[str, Any]] = [
        (_("A value"), [(f"value-{one.public_id}", one.name) for one in Value.objects.filter(retired=None)]),
        (_("A priority"), [(f"priority-{one.public_id}", one.name) for one in Priority.objects.filter(retired=None)]),
    ]
    above = people.chain_ids(person.team) if person.team is not None else frozenset()
    rows = KeyResult.objects.filter(
        dropped=None,
        objective__layer=Objective.Layer.STRATEGIC,
        objective__stage=Objective.Stage.ACTIVE,
        objective__owner_team__in=above,
    ).select_related("objective__owner_team")
    results: dict[str, list[tuple[str, str]]] = {}
    for row in rows.order_by("-objective__owner_team__level", "objective_id", "position")[:MOST_RESULTS]:
        owner = str(row.objective.owner_team)
        results.setdefault(owner, []).append((f"result-{row.public_id}", row.title))
    groups += [(_("A key result of %(team)s") % {"team": team}, found) for team, found in results.items()]
    return [group for group in groups if group[1]]


def competencies_for(person: Person) -> list[tuple[str, Any]]:
    """The library as groups of a choice: what the own role expects comes first, in the order in which it builds up."""
    own = mirror(person)
    first: list[Competency] = []
    if own is not None:
        grow = own.to_grow
        first = [*grow, *(gap.competency for gap in own.gaps if gap.competency not in grow)]
    groups = [(_("Expected in your role"), first)] if first else []
    taken = {one.pk for one in first}
    groups += [
        (family or _("Without a family"), [one for one in rows if one.pk not in taken])
        for family, rows in people.competencies_by_family()
    ]
    return [(name, [(one.public_id, one.shown) for one in rows]) for name, rows in groups if rows]


def behaviours_of(competency: Competency | None) -> list[Behaviour]:
    if competency is None:
        return []
    return list(competency.behaviours.filter(retired=None).select_related("competency"))


def nearest(text: str, *, most: int = 4) -> list[Behaviour]:
    """Behaviours of the library that share most words with `text`; none when nothing is shared."""
    wanted = content_of(text)
    if not wanted:
        return []
    scored = []
    rows = Behaviour.objects.filter(retired=None, competency__retired=None).select_related("competency")
    for place, row in enumerate(rows.order_by("competency__position", "position")):
        own = content_of(row.said())
        around = content_of(f"{row.competency.said('name')} {row.competency.said('text')}")
        score = 2 * len(wanted & own) + len(wanted & (around - own))
        if score:
            scored.append((-score, place, row))
    return [row for _score, _place, row in sorted(scored, key=lambda one: one[:2])[:most]]


def report_on(person: Person, competency: Competency | None) -> Publication | None:
    """The last published 360 of this person, where it says something about the competency in numbers."""
    if competency is None:
        return None
    rounds = instruments.own_rounds(person)[:1]
    return next((one for one in rounds if competency in instruments.competencies_in(one, person)), None)

"""The alignment map: of the goals a reader may see those an address asks for, folded to what can be read."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import cast

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sapwood import charts
from sapwood.charts.layers import columns, tree_parent
from sapwood.charts.maps import Spot, Tie, Tone
from sapwood.goals import coverage, folding
from sapwood.goals.checks import Checks
from sapwood.goals.folding import Bundle
from sapwood.goals.models import KeyResult, Objective
from sapwood.people.models import Person, Team
from sapwood.ui.templatetags.ui import STATUSES, ago, score

Address = Callable[..., str]
WEIGHT = ("off", "risk", "open", "ok")  # the word of a bundle is that of its worst goal


@dataclass(frozen=True)
class Drawn:
    """A map: its boxes and lines, how many goals it is about, and how many of them are boxes of their own."""

    spots: list[Spot]
    ties: list[Tie]
    total: int
    shown: int

    @property
    def is_folded(self) -> bool:
        return self.shown < self.total

    def svg(self, *, links: bool = True) -> str:
        return charts.alignment_map(
            self.spots, self.ties, title=_("What serves what"), alone=_("Serve nothing named"), links=links
        )


class Graph:
    """Objectives with what serves what among them, each on one parent: the deepest, so that lines run one way."""

    def __init__(self, checks: Checks) -> None:
        self.checks = checks
        self.by_pk = {one.pk: one for one in checks.objectives}
        self.above: dict[int, list[int]] = {pk: [] for pk in self.by_pk}
        for link in checks.links:
            if link.parent in self.by_pk and link.parent not in self.above[link.child]:
                self.above[link.child].append(link.parent)
        column = columns(list(self.by_pk), self.above)
        self.parent = {pk: tree_parent(pk, self.above, column) for pk in self.by_pk}

    def kept(self, name: str, *, under: Objective | None, teams: frozenset[int]) -> tuple[list[int], frozenset[int]]:
        """What a filter, a goal and teams leave, and of it what is only there to say where the rest hangs."""
        wanted = {
            pk
            for pk, one in self.by_pk.items()
            if (not name or self.checks.holds(name, one)) and (not teams or one.owner_team_id in teams)
        }
        around: set[int] = set()
        for pk in wanted:
            step = self.parent[pk]
            while step is not None and step not in wanted and step not in around:
                around.add(step)
                step = self.parent[step]
        kept = wanted | around
        if under is not None:
            kept = {pk for pk in kept if self._is_under(pk, under.pk)} | {under.pk}
        return [pk for pk in self.by_pk if pk in kept], frozenset(around & kept)

    def way_to(self, one: Objective) -> list[Objective]:
        """The goals above this one, the highest first."""
        found: list[Objective] = []
        step = self.parent[one.pk]
        while step is not None:
            found.append(self.by_pk[step])
            step = self.parent[step]
        return found[::-1]

    def _is_under(self, pk: int, top: int) -> bool:
        step: int | None = pk
        while step is not None and step != top:
            step = self.parent[step]
        return step == top


def draw(
    graph: Graph,
    kept: Sequence[int],
    around: frozenset[int],
    *,
    address: Address,
    chosen: str = "",
    whole: bool = False,
    today: dt.date,
) -> Drawn:
    """The map of these goals, folded unless the `whole` is asked for; three queries for what is carried."""
    inside = set(kept)
    below: dict[int, list[int]] = {}
    roots = []
    for pk in kept:
        parent = graph.parent[pk]
        if parent in inside and parent is not None:
            below.setdefault(parent, []).append(pk)
        else:
            roots.append(pk)
    most = len(kept) if whole else folding.MOST
    folded = folding.fold(roots, below, _groupings(graph, kept), most=most)
    goals = [graph.by_pk[pk] for pk in folded.goals]
    carried = _carried(goals, today)
    spots = [
        _spot(
            one,
            graph.checks,
            carried.get(one.pk, ""),
            address,
            chosen=chosen,
            context=one.pk in around,
            folded=folded.hidden.get(one.pk, 0),
        )
        for one in goals
    ]
    drawn = frozenset(folded.goals)
    ties = [*_ties(graph, drawn), *_pairs(graph, drawn)]
    departments = Team.objects.in_bulk({one.group for one in folded.bundles if isinstance(one.group, int)})
    for number, bundle in enumerate(folded.bundles):
        group = departments.get(bundle.group) if isinstance(bundle.group, int) else bundle.group
        spots.append(_bundle(bundle, group, number, graph, address))
        if bundle.parent is not None:
            ties.append(Tie(f"b{number}", graph.by_pk[bundle.parent].public_id))
    return Drawn(spots, ties, len(kept), len(goals))


def _groupings(graph: Graph, kept: Iterable[int]) -> list[dict[int, Team | Person | int | None]]:
    """By owner, then by the team above the owner."""
    owners: dict[int, Team | Person | int | None] = {pk: graph.by_pk[pk].owner for pk in kept}
    above: dict[int, Team | Person | int | None] = {
        pk: (team.parent_id if (team := graph.by_pk[pk].owner_team) is not None else None) for pk in owners
    }
    return [owners, above]


def _ties(graph: Graph, drawn: frozenset[int]) -> list[Tie]:
    """One line between two goals, solid where any of their links contributes."""
    kinds: dict[tuple[int, int], bool] = {}
    for link in graph.checks.links:
        if link.child in drawn and link.parent in drawn:
            ends = (link.child, link.parent)
            kinds[ends] = kinds.get(ends, True) and link.supports
    name = {pk: graph.by_pk[pk].public_id for pk in drawn}
    return [
        Tie(name[child], name[parent], "supports" if supports else "adds")
        for (child, parent), supports in kinds.items()
    ]


def _pairs(graph: Graph, drawn: frozenset[int]) -> list[Tie]:
    name = {pk: graph.by_pk[pk].public_id for pk in drawn}
    return [Tie(name[hard], name[soft], "pair") for hard, soft in graph.checks.pairs if {hard, soft} <= drawn]


def _carried(goals: Sequence[Objective], today: dt.date) -> dict[int, str]:
    """Of the goals of the company and its departments, how many key results nobody carries."""
    above = [
        one
        for one in goals
        if one.owner_team is not None and one.owner_team.level in coverage.ABOVE and one.stage != Objective.Stage.DRAFT
    ]
    if not above:
        return {}
    results: dict[int, list[KeyResult]] = {one.pk: [] for one in above}
    for row in KeyResult.objects.filter(objective__in=results, dropped=None).order_by("position", "id"):
        results[row.objective_id].append(row)
    for one in above:
        vars(one)["results"] = results[one.pk]
    found = {}
    for covered in coverage.of(above, today=today):
        gaps = sum(row.carry == coverage.Carry.GAP for row in covered.results)
        thin = sum(row.carry == coverage.Carry.THIN for row in covered.results)
        n = len(covered.results)
        if gaps:
            words = _("%(gaps)d of %(n)d key results: no team") % {"gaps": gaps, "n": n}
        elif thin:
            words = _("%(thin)d of %(n)d key results: thin") % {"thin": thin, "n": n}
        elif n:
            words = ngettext("its key result is carried", "all %(n)d key results are carried", n) % {"n": n}
        else:
            words = _("no key result yet")
        found[covered.objective.pk] = words
    return found


def _spot(
    one: Objective, checks: Checks, carried: str, address: Address, *, chosen: str, context: bool, folded: int
) -> Spot:
    tone, _glyph, word = STATUSES[checks.word(one)]
    mark = carried
    if not mark and checks.is_over_subscribed(one):
        mark = _("its team carries a lot at once")
    if not mark and one.progress is not None:
        mark = _("reached %(score)s, told %(ago)s") % {"score": score(one.progress), "ago": ago(one.checked_in)}
    there = address(show=one.public_id)
    return Spot(
        key=one.public_id,
        title=one.title,
        tone=cast(Tone, tone),
        word=str(word),
        under=str(one.owner),
        mark=mark,
        href=f"{there}#o-{one.public_id}",
        attributes={"hx-get": there, "hx-target": "#side", "hx-push-url": "true"},
        folded=folded,
        unfold=address(under=one.public_id),
        soft=one.nature == Objective.Nature.SOFT,
        context=context,
        chosen=one.public_id == chosen,
    )


def _bundle(bundle: Bundle[int], group: object, number: int, graph: Graph, address: Address) -> Spot:
    """Several goals of one team, or of the teams of a department, as one box that leads to them."""
    goals = [graph.by_pk[pk] for pk in bundle.goals]
    counts = Counter(graph.checks.word(one) for one in goals)
    worst = min(counts, key=lambda word: WEIGHT.index(STATUSES[word][0]))
    tone, _glyph, word = STATUSES[worst]
    n = len(goals)
    changes = {"under": graph.by_pk[bundle.parent].public_id} if bundle.parent is not None else {}
    if isinstance(group, Team):
        changes["team"] = group.public_id
    return Spot(
        key=f"b{number}",
        title=str(group) if isinstance(group, Team | Person) else _("More goals"),
        tone=cast(Tone, tone),
        word=f"{word} ×{counts[worst]}" if counts[worst] > 1 else str(word),
        under=ngettext("one goal", "%(n)d goals", n) % {"n": n},
        href=address(**changes) if changes else address(view="", filter="orphan"),
        stack=True,
    )

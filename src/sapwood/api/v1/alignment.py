"""What serves what in a cycle: the graph, who carries which key result, how much each team carries, and the pairs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Literal

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_noop as said
from ninja import Query, Router
from pydantic import BaseModel, Field

from sapwood.activity import clock
from sapwood.api.v1 import finding, paging, shapes, showing
from sapwood.api.v1.answers import holder_of, written
from sapwood.api.v1.values import Id, Share, share
from sapwood.goals import coverage, pairing, queries
from sapwood.goals.checks import Checks
from sapwood.goals.models import KeyResult, Objective, Pair
from sapwood.people.models import Person, Team

router = Router(tags=[said("Alignment")])

Sign = Literal["stale", "orphan", "unpaired", "over_subscribed"]
SIGNS: tuple[Sign, ...] = ("stale", "orphan", "unpaired", "over_subscribed")
OF_FIGURES = {"stale"}
"""Signs that tell how somebody does."""


class Node(BaseModel):
    """An objective in the graph, with what it serves among those of its cycle."""

    id: Id
    title: str
    owner: shapes.Owner
    nature: shapes.Nature
    stage: shapes.Stage
    status: Literal["on_track", "at_risk", "off_track", "too_early", "unknown", "draft", "proposed", "closed"] | None
    progress: Share | None
    signs: list[Sign] = Field(
        description=said(
            "stale: not told for two check-ins; orphan: it serves nothing named; unpaired: without a goal of the other "
            "nature; over_subscribed: of a team that carries a lot at once."
        )
    )
    serves: list[shapes.Parent]
    pairs: list[Id]
    withheld: shapes.Withheld | None = Field(
        description=said("Set where status, progress and stale are left out: of one person's own goal.")
    )
    page: str


class Commitment(BaseModel):
    """A goal that serves a key result."""

    objective: Id
    title: str
    owner: shapes.Owner
    kind: Literal["contributes", "supports"]
    stage: shapes.Stage
    counts: bool = Field(description=said("Agreed to, and contributing: a commitment in the full sense."))


class Covered(BaseModel):
    """A key result of the company or a department, and who carries it."""

    key_result: Id
    title: str
    objective: Id
    team: shapes.Named
    carry: Literal["carried", "thin", "gap"] = Field(
        description=said(
            "carried: an agreed goal contributes to it; thin: goals are there, but none such; gap: no goal is."
        )
    )
    owners: int = Field(description=said("How many owners have committed to it."))
    people: int = Field(description=said("How many people have a part in it or in those goals; nobody is named."))
    commitments: list[Commitment]
    of_the_whole: int = Field(description=said("Goals that serve its objective without naming a key result."))


class Load(BaseModel):
    """How many key results from above a team has committed to."""

    team: shapes.Named
    key_results: int
    is_heavy: bool = Field(description=said("More than most quarters allow."))


class PairShown(BaseModel):
    """A pair, and what happened to the one while the other moved."""

    hard: Id
    soft: Id
    hard_title: str
    soft_title: str
    fortune: Literal["soft_falls", "hard_falls", "both_rise", "even", "unknown"] | None
    sentence: str = Field(
        description=said("The question it raises, where one falls while the other rises; else empty.")
    )
    withheld: shapes.Withheld | None = Field(description=said("Set where one of the two is one person's own goal."))


class Nodes(paging.Page[Node]):
    pass


class Coverage(paging.Page[Covered]):
    pass


class Loads(paging.Page[Load]):
    pass


class Pairs(paging.Page[PairShown]):
    pass


class AlignmentFilters(paging.Listed):
    cycle: Id = Field("current", description=said("Of this cycle; the word current means the one under way."))


@router.get(
    "alignment",
    url_name="alignment",
    operation_id="list_alignment",
    response=Nodes,
    summary=said("What serves what"),
    description=said(
        "The strategic goals of a cycle that the holder sees, and those without an end, each with what it serves "
        "among them and what deserves a look."
    ),
)
def list_alignment(request: HttpRequest, listed: Query[AlignmentFilters]) -> HttpResponse:
    paging.only(request, AlignmentFilters)
    holder = holder_of(request)
    cycle = finding.cycle(holder, listed.cycle)
    checks = Checks(queries.all_of_cycle(holder, cycle), _today(holder))
    rows, rest = paging.cut(queries.of_cycle(holder, cycle).only("pk"), listed)
    return written(Nodes(items=_nodes([row.pk for row in rows], checks, holder), **rest))


@router.get(
    "coverage",
    url_name="coverage",
    operation_id="list_coverage",
    response=Coverage,
    summary=said("Who carries what"),
    description=said(
        "The key results of the company and its departments in a cycle with the goals that serve them. Only what "
        "everybody may read is counted, so the answer is the same for every holder."
    ),
)
def list_coverage(request: HttpRequest, listed: Query[AlignmentFilters]) -> HttpResponse:
    paging.only(request, AlignmentFilters)
    holder = holder_of(request)
    above = coverage.above(holder, finding.cycle(holder, listed.cycle))
    found = KeyResult.objects.filter(dropped=None, objective__in=above).select_related("objective__owner_team")
    rows, rest = paging.cut(found, listed)
    return written(Coverage(items=_covered(rows, _today(holder)), **rest))


@router.get(
    "loads",
    url_name="loads",
    operation_id="list_loads",
    response=Loads,
    summary=said("How much each team carries"),
    description=said("Teams that have committed to key results from above in a cycle. Teams, never people."),
)
def list_loads(request: HttpRequest, listed: Query[AlignmentFilters]) -> HttpResponse:
    paging.only(request, AlignmentFilters)
    holder = holder_of(request)
    cycle = finding.cycle(holder, listed.cycle)
    found = coverage.loads(coverage.of_cycle(holder, cycle, today=_today(holder)), most=None)
    loads = {load.team.pk: load for load in found}
    rows, rest = paging.cut(Team.objects.filter(pk__in=loads), listed)
    return written(Loads(items=[_load(loads[row.pk]) for row in rows], **rest))


@router.get(
    "pairs",
    url_name="pairs",
    operation_id="list_pairs",
    response=Pairs,
    summary=said("Pairs of a hard and a soft goal"),
    description=said("Those of a cycle of which the holder sees both, with what the one cost the other lately."),
)
def list_pairs(request: HttpRequest, listed: Query[AlignmentFilters]) -> HttpResponse:
    paging.only(request, AlignmentFilters)
    holder = holder_of(request)
    goals = queries.of_cycle(holder, finding.cycle(holder, listed.cycle)).order_by()
    found = Pair.objects.filter(hard__in=goals, soft__in=goals).select_related("hard__cycle", "soft__cycle")
    rows, rest = paging.cut(found, listed)
    return written(Pairs(items=_pairs(rows, holder), **rest))


def _today(holder: Person) -> dt.date:
    return clock.today(holder.time_zone)


def _nodes(wanted: Iterable[int], checks: Checks, holder: Person) -> list[Node]:
    by_pk = {one.pk: one for one in checks.objectives}
    shown = [by_pk[pk] for pk in wanted if pk in by_pk]
    named = {link.key_result for link in checks.links if link.key_result is not None}
    ids = dict(KeyResult.objects.filter(pk__in=named).values_list("pk", "public_id"))
    serves: dict[int, list[shapes.Parent]] = {one.pk: [] for one in shown}
    for link in checks.links:
        if link.child in serves and link.parent in by_pk:
            result = ids.get(link.key_result) if link.key_result is not None else None
            parent = shapes.Parent(objective=by_pk[link.parent].public_id, key_result=result, kind=link.kind)
            serves[link.child].append(parent)
    partners: dict[int, list[str]] = {one.pk: [] for one in shown}
    for hard, soft in checks.pairs:
        for this, other in ((hard, soft), (soft, hard)):
            if this in partners and other in by_pk:
                partners[this].append(by_pk[other].public_id)
    return [_node(one, checks, holder, serves[one.pk], partners[one.pk]) for one in shown]


def _node(one: Objective, checks: Checks, holder: Person, serves: list[shapes.Parent], pairs: list[str]) -> Node:
    figures = showing.has_figures(holder, one)
    signs: list[Sign] = [sign for sign in SIGNS if (figures or sign not in OF_FIGURES) and checks.holds(sign, one)]
    return Node(
        id=one.public_id,
        title=one.title,
        owner=showing.owner(one),
        nature=one.nature,
        stage=one.stage,
        status=checks.word(one) if figures else None,
        progress=share(one.progress) if figures else None,
        signs=signs,
        serves=serves,
        pairs=pairs,
        withheld=None if figures else showing.WITHHELD,
        page=showing.page("goals:objective", one.public_id),
    )


def _covered(rows: Iterable[KeyResult], today: dt.date) -> list[Covered]:
    """Key results read with their objective, in the order given; a fixed number of queries."""
    goals: dict[int, Objective] = {}
    results: dict[int, list[KeyResult]] = {}
    for row in rows:
        goals.setdefault(row.objective_id, row.objective)
        results.setdefault(row.objective_id, []).append(row)
    for pk, goal in goals.items():
        vars(goal)["results"] = results[pk]
    found = coverage.of(list(goals.values()), today=today)
    every = [(row, one.objective) for one in found for row in one.results]
    return [_carried(row, goal) for row, goal in sorted(every, key=lambda both: both[0].result.pk)]


def _carried(row: coverage.Covered, goal: Objective) -> Covered:
    team = showing.named(goal.owner_team)
    assert team is not None
    return Covered(
        key_result=row.result.public_id,
        title=row.result.title,
        objective=goal.public_id,
        team=team,
        carry=row.carry.value,
        owners=row.teams,
        people=row.people,
        commitments=[_commitment(one) for one in row.commitments],
        of_the_whole=row.whole,
    )


def _commitment(one: coverage.Commitment) -> Commitment:
    return Commitment(
        objective=one.objective.public_id,
        title=one.objective.title,
        owner=showing.owner(one.objective),
        kind="supports" if one.supports else "contributes",
        stage=one.objective.stage,
        counts=one.counts,
    )


def _load(load: coverage.Load) -> Load:
    return Load(
        team=shapes.Named(id=load.team.public_id, name=load.team.name), key_results=load.count, is_heavy=load.heavy
    )


def _pairs(rows: list[Pair], holder: Person) -> list[PairShown]:
    goals = {goal.pk: goal for row in rows for goal in (row.hard, row.soft)}
    found = pairing.among(Checks(list(goals.values()), _today(holder)))
    told = {(one.hard.pk, one.soft.pk): one for one in found}
    return [_pair(one, holder) for row in rows if (one := told.get((row.hard_id, row.soft_id))) is not None]


def _pair(one: pairing.Told, holder: Person) -> PairShown:
    figures = all(showing.has_figures(holder, goal) for goal in (one.hard, one.soft))
    return PairShown(
        hard=one.hard.public_id,
        soft=one.soft.public_id,
        hard_title=one.hard.title,
        soft_title=one.soft.title,
        fortune=one.fortune if figures else None,
        sentence=one.sentence if figures else "",
        withheld=None if figures else showing.WITHHELD,
    )

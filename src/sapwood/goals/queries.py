"""Reads that more than one page shares. Each costs a fixed number of queries, however many rows there are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet, prefetch_related_objects
from django.http import HttpRequest

from sapwood.goals import cadence, standing
from sapwood.goals.models import (
    Blocker,
    Cycle,
    Initiative,
    KeyResult,
    Objective,
    Reading,
    Turn,
)
from sapwood.people import queries as people
from sapwood.people.models import Absence, Organisation, Person, Team


@dataclass
class Node:
    """An objective in the indented tree: its depth, its children, and the kind of link to the one above."""

    objective: Objective
    depth: int = 0
    kind: str = ""
    children: list[Node] = field(default_factory=list)


@dataclass(frozen=True)
class Due:
    """A key result somebody reports on, and when the next check-in is due (None: nothing is due)."""

    key_result: KeyResult
    due: dt.date | None
    late_by: int

    @property
    def is_due(self) -> bool:
        return self.due is not None and self.late_by >= 0


def current_cycle(today: dt.date) -> Cycle | None:
    """The cycle that is under way: the active one that started last, else the one being planned or scored."""
    cycles = list(Cycle.objects.exclude(stage=Cycle.Stage.CLOSED).order_by("-starts"))
    running = [cycle for cycle in cycles if cycle.stage == Cycle.Stage.ACTIVE and cycle.starts <= today]
    found = running or cycles or list(Cycle.objects.order_by("-starts")[:1])
    return found[0] if found else None


def open_cycle(today: dt.date) -> Cycle | None:
    """The cycle under way, while it still takes goals."""
    cycle = current_cycle(today)
    return cycle if cycle is not None and cycle.stage in {Cycle.Stage.PLANNING, Cycle.Stage.ACTIVE} else None


def cycle_of(request: HttpRequest, today: dt.date) -> Cycle | None:
    """The current cycle, looked up once a request: the frame and the page both want it."""
    kept = vars(request)
    if "current_cycle" not in kept:
        kept["current_cycle"] = current_cycle(today)
    found: Cycle | None = kept["current_cycle"]
    return found


def seen(person: Person, objectives: Iterable[Objective]) -> frozenset[int]:
    """Ids of those of these objectives that the person may see: the same answer as `visible_to`.

    Strategic goals out of draft are open to all and one's own to oneself, without a query; only the rest is asked.
    """
    every = {objective.pk: objective for objective in objectives}
    plain = {
        pk
        for pk, one in every.items()
        if (one.owner_person_id == person.pk and one.stage != Objective.Stage.DRAFT)
        or (one.layer == Objective.Layer.STRATEGIC and one.stage != Objective.Stage.DRAFT)
    }
    rest = every.keys() - plain
    if rest:
        visible = Objective.objects.visible_to(person)
        plain |= set(visible.filter(pk__in=rest).values_list("pk", flat=True))
    return frozenset(plain)


def with_key_results(objectives: QuerySet[Objective], *, steps: bool = False) -> QuerySet[Objective]:
    """Objectives with owner, cycle and key results (see `results_of`), in two queries; with their `steps`, in three."""
    results = KeyResult.objects.filter(dropped=None).select_related("updater").order_by("position", "id")
    if steps:
        results = results.prefetch_related("milestones")
    return objectives.select_related("owner_team", "owner_person", "cycle").prefetch_related(
        Prefetch("key_results", queryset=results, to_attr="results")
    )


def results_of(objective: Objective) -> list[KeyResult]:
    """The key results that `with_key_results` read with it. Raises KeyError for an objective read in another way."""
    found: list[KeyResult] = vars(objective)["results"]
    return found


def of_cycle(person: Person, cycle: Cycle | None, *, layers: Sequence[str] = ("strategic",)) -> QuerySet[Objective]:
    """The objectives of a cycle that the person may see, continuous ones included."""
    visible: QuerySet[Objective] = Objective.objects.visible_to(person)
    return visible.filter(Q(cycle=cycle) | Q(cycle=None), layer__in=layers).order_by("owner_team__name", "id")


def all_of_cycle(person: Person, cycle: Cycle | None) -> list[Objective]:
    """Those of a cycle in one list, for pages that look at thousands: each team, person and the cycle is read once, long
    texts are not. At most four queries."""
    found = list(of_cycle(person, cycle).defer("why", "audience", "external_id"))
    of_teams = {one.owner_team_id for one in found if one.owner_team_id is not None}
    among = Team.objects.filter(pk__in=of_teams).order_by()  # `in_bulk` would ask in portions
    teams = {team.pk: team for team in among}
    own = {one.owner_person_id for one in found if one.owner_person_id is not None}
    owners = {one.pk: one for one in Person.objects.filter(pk__in=own).order_by()} if own else {}
    for one in found:
        known = one._state.fields_cache  # put there, not assigned: that would check it anew, thousands of times
        if one.owner_team_id is not None:
            known["owner_team"] = teams[one.owner_team_id]
        if one.owner_person_id is not None:
            known["owner_person"] = owners[one.owner_person_id]
        if cycle is not None and one.cycle_id == cycle.pk:
            known["cycle"] = cycle
    return found


def of_team(person: Person, team: Team, cycle: Cycle | None) -> QuerySet[Objective]:
    """A team's objectives in a cycle, as far as the person may see them, each with whether changes are asked for."""
    asked = Turn.objects.filter(objective=OuterRef("pk"), ended=None, kind=Turn.Kind.CHANGES)
    found = of_cycle(person, cycle, layers=["strategic", "developmental"]).filter(owner_team=team)
    return found.annotate(changes_asked=Exists(asked))


def to_report(person: Person, today: dt.date, *, away: bool | None = None) -> list[Due]:
    """The key results this person reports on in goals that are under way, those due first.

    Somebody who is away (asked, when it is not given), and a key result fed from elsewhere, is never due.
    """
    rows = list(
        KeyResult.objects.filter(
            Q(objective__cycle=None) | Q(objective__cycle__stage=Cycle.Stage.ACTIVE),
            updater=person,
            dropped=None,
            objective__stage=Objective.Stage.ACTIVE,
            source__in=["manual", "tally", "instrument"],
        )
        .select_related("objective__cycle", "objective__owner_team", "objective__owner_person")
        .order_by()  # sorted below
    )
    stepped = [row for row in rows if row.direction == KeyResult.Direction.REACH]  # only these can have steps
    prefetch_related_objects(stepped, "milestones")
    visible = seen(person, (row.objective for row in rows))
    away = person.is_away(today) if away is None else away
    found = [Due(row, None, -1) if away else _due(row, today) for row in rows if row.objective_id in visible]
    return sorted(
        found,
        key=lambda due: (-due.late_by, due.key_result.objective_id, due.key_result.position, due.key_result.pk),
    )


def missed(objectives: Iterable[Objective], today: dt.date) -> list[KeyResult]:
    """Key results of these objectives whose check-in is overdue beyond the days of grace. By goal, not by person.

    Whoever is away is not missing.
    """
    grace = Organisation.current().grace_days
    away = Absence.objects.filter(Q(ends=None) | Q(ends__gte=today), starts__lte=today)
    rows = (
        KeyResult.objects.filter(
            Q(objective__cycle=None) | Q(objective__cycle__stage=Cycle.Stage.ACTIVE),
            objective__in=list(objectives),
            dropped=None,
            objective__stage=Objective.Stage.ACTIVE,
            source__in=["manual", "tally"],
        )
        .exclude(updater__in=away.values("person"))
        .select_related("objective__cycle", "objective__owner_team")
        .order_by("objective_id", "position")
    )
    return [row for row in rows if _due(row, today).late_by > grace]


def readings_of(key_results: Iterable[KeyResult], *, with_names: bool = True) -> dict[int, list[Reading]]:
    """All readings of these key results, oldest first, in one query; without names for a page that names nobody."""
    found: dict[int, list[Reading]] = {result.pk: [] for result in key_results}
    rows = Reading.objects.filter(key_result__in=found).order_by("at", "id")
    for reading in rows.select_related("by") if with_names else rows:
        found[reading.key_result_id].append(reading)
    return found


def blockers_for(person: Person) -> list[Blocker]:
    """Open blockers that name this person, in goals under way that they may see. One small query for most people, who
    have none."""
    named = list(Blocker.objects.filter(person=person, resolved=None).order_by().values_list("pk", flat=True))
    if not named:
        return []
    rows = list(
        Blocker.objects.filter(pk__in=named)
        .exclude(check_in__objective__stage=Objective.Stage.CLOSED)
        .select_related("check_in__objective__owner_team", "check_in__objective__owner_person", "check_in__by")
        .order_by("id")
    )
    visible = seen(person, (row.check_in.objective for row in rows))
    return [row for row in rows if row.check_in.objective_id in visible]


def colleagues(person: Person) -> list[Person]:
    """Whom a field suggests first: the people of one's own teams, read by name alone."""
    rows = Person.objects.filter(memberships__team__in=person.team_ids, memberships__ends=None)
    return list(rows.only("name").distinct().order_by("name")[:40])


def leaders(objective: Objective) -> list[Person]:
    """Whom one may want to ask for a word on a goal: who leads the owning team or one above it."""
    above = people.chain_ids(objective.owner_team) if objective.owner_team else frozenset()
    rows = Person.objects.filter(memberships__team__in=above, memberships__is_lead=True, memberships__ends=None)
    return list(rows.distinct().order_by("name"))


def initiatives_of(person: Person) -> list[Initiative]:
    """Open to-dos of this person under goals under way that they may see, those due first. One small query for whoever
    has none."""
    own = Initiative.objects.filter(owner=person, done=None)
    if not own.exists():
        return []
    rows = list(
        own.filter(key_result__dropped=None)
        .exclude(key_result__objective__stage=Objective.Stage.CLOSED)
        .select_related("key_result__objective")
        .order_by(F("due").asc(nulls_last=True), "id")[:50]
    )
    visible = seen(person, (row.key_result.objective for row in rows))
    return [row for row in rows if row.key_result.objective_id in visible]


def tree(objectives: Sequence[Objective], links: Iterable[tuple[int, int, str]]) -> list[Node]:
    """These objectives as trees on their primary (oldest) parent among them; `links` are (child, parent, kind), the
    oldest first.

    An objective whose parents are not among them stands at the root.
    """
    nodes = {objective.pk: Node(objective) for objective in objectives}
    placed: set[int] = set()
    for child, parent, kind in links:
        if child not in placed and child in nodes and parent in nodes:
            placed.add(child)
            nodes[child].kind = kind
            nodes[parent].children.append(nodes[child])
    roots = [node for pk, node in nodes.items() if pk not in placed]
    todo = list(roots)
    while todo:
        above = todo.pop()
        for below in above.children:
            below.depth = above.depth + 1
            todo.append(below)
    return roots


def flat(nodes: Iterable[Node]) -> list[Node]:
    """The tree as a list, each objective before those below it."""
    found: list[Node] = []
    todo = list(nodes)[::-1]
    while todo:
        node = todo.pop()
        found.append(node)
        todo.extend(node.children[::-1])
    return found


def courses_of(objectives: Sequence[Objective]) -> dict[int, list[float]]:
    """The mean course of each objective's key results, for its small line; one query."""
    trails: dict[int, list[list[float]]] = {objective.pk: [] for objective in objectives}
    rows = KeyResult.objects.filter(objective__in=trails, dropped=None).values_list("objective_id", "trail")
    for pk, trail in rows:
        if trail:
            trails[pk].append(trail[-13:])
    courses: dict[int, list[float]] = {}
    for pk, kept in trails.items():
        length = max((len(trail) for trail in kept), default=0)
        padded = [[trail[0]] * (length - len(trail)) + trail for trail in kept]
        courses[pk] = [sum(column) / len(column) for column in zip(*padded, strict=True)]
    return courses


def to_link(person: Person, objective: Objective, *, most: int = 60) -> list[Objective]:
    """Strategic goals one may want to link to: those of the own team and of the teams above it; one query."""
    above = people.chain_ids(objective.owner_team) if objective.owner_team else frozenset(person.team_ids)
    rows = Objective.objects.filter(layer=Objective.Layer.STRATEGIC, owner_team__in=above).exclude(pk=objective.pk)
    rows = rows.filter(stage__in=[Objective.Stage.ACTIVE, Objective.Stage.PROPOSED]).select_related("owner_team")
    return list(rows.order_by(F("cycle__starts").desc(nulls_last=True), "title", "id")[:most])


def status_of(objective: Objective, today: dt.date) -> str:
    return standing.status(objective, objective=objective, cycle=objective.cycle, today=today)


def word_of(objective: Objective, today: dt.date) -> str:
    """What a list says of it: under way its status, else its stage; of a proposal whose owner wants it otherwise that,
    as far as it was read with it (by `of_team`, or `negotiation.put_turns_on`)."""
    if objective.stage == Objective.Stage.ACTIVE:
        return status_of(objective, today)
    if objective.stage == Objective.Stage.PROPOSED and vars(objective).get("changes_asked"):
        return "changes"
    return str(objective.stage)


def is_stale(objective: Objective, today: dt.date) -> bool:
    """Nothing was told for two check-in periods and the days of grace."""
    if objective.stage != Objective.Stage.ACTIVE:
        return False
    began = objective.cycle.starts if objective.cycle else objective.created.date()
    last = objective.checked_in.date() if objective.checked_in else began
    return (today - last).days > 2 * cadence.days_of(objective)


def past_scores(owner: Team | Person, *, layer: str, until: Cycle | None) -> list[tuple[Cycle, float | None]]:
    """What the owner's goals reached, cycle by cycle, oldest first: the growth rings.

    The mean over objectives of the closing score where one was given, of the readings where not.
    """
    objectives = Objective.objects.filter(layer=layer, cycle__isnull=False).exclude(stage=Objective.Stage.DRAFT)
    objectives = (
        objectives.filter(owner_team=owner) if isinstance(owner, Team) else objectives.filter(owner_person=owner)
    )
    if until is not None:
        objectives = objectives.filter(cycle__starts__lte=until.starts)
    scores: dict[int, list[float]] = {}
    cycles: dict[int, Cycle] = {}
    for objective in objectives.select_related("cycle", "closure").order_by("cycle__starts", "cycle_id", "id"):
        cycle = objective.cycle
        assert cycle is not None
        cycles[cycle.pk] = cycle
        closure = getattr(objective, "closure", None)
        if closure is None and objective.stage == Objective.Stage.CLOSED:
            continue  # retired without a score
        score = closure.score if closure is not None else objective.progress
        if score is not None:
            scores.setdefault(cycle.pk, []).append(score)
    return [(cycle, sum(scores[pk]) / len(scores[pk]) if pk in scores else None) for pk, cycle in cycles.items()]


def _due(row: KeyResult, today: dt.date) -> Due:
    cycle = row.objective.cycle
    step = cadence.days_of(row.objective)
    began = cycle.starts if cycle else row.objective.created.date()
    last = row.measured_at.date() if row.measured_at else None
    periods = max(0, (today - began).days) // step
    this_period = began + dt.timedelta(days=periods * step)
    if last is not None and last >= this_period:
        return Due(row, this_period + dt.timedelta(days=step), -1)
    due = this_period + dt.timedelta(days=min(4, step - 1)) if last is None or periods == 0 else this_period
    missed_periods = max(0, (this_period - last).days // step) if last is not None else periods
    first = this_period - dt.timedelta(days=step * max(0, missed_periods - 1))
    return Due(row, due if missed_periods <= 1 else first, max(0, (today - first).days))

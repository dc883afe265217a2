"""Goals of a cycle as a goal file: what the reader may read, with ids by which an import knows them again."""

from __future__ import annotations

from collections import defaultdict

from django.db.models import Q

from sapwood.files import goals as files
from sapwood.goals import queries
from sapwood.goals.models import Alignment, Cycle, KeyResult, Objective, Pair
from sapwood.people.models import Person, Team
from sapwood.people.queries import below_ids


def goals_of(person: Person, cycle: Cycle | None, *, team: Team | None = None) -> list[files.Objective]:
    """The strategic objectives of the cycle that the person may read, drafts left out; with a team, its own and
    those below it. Six queries, however many there are."""
    found = queries.with_key_results(queries.of_cycle(person, cycle)).exclude(stage=Objective.Stage.DRAFT)
    if team is not None:
        found = found.filter(owner_team__in=below_ids(team))
    goals = list(found)
    parents, partners = _links(person, goals)
    return [_goal(goal, parents[goal.pk], partners[goal.pk]) for goal in goals]


def id_of(objective: Objective) -> str:
    """The id in a file: the one it came with, else the one in its address."""
    given = files.one_line(objective.external_id or "")
    return given if given and "/" not in given else objective.public_id


def result_id(result: KeyResult, objective: Objective) -> str:
    """The part after the slash: a key result keeps the id it came with while its objective keeps its own."""
    before, slash, own = (result.external_id or "").partition("/")
    return own if slash and own and before == id_of(objective) else result.public_id


def _goal(goal: Objective, parents: list[str], partners: list[str]) -> files.Objective:
    owner = goal.owner_team or goal.owner_person
    return files.Objective(
        objective=files.one_line(goal.title),
        id=id_of(goal),
        cycle=files.one_line(goal.cycle.name) if goal.cycle else "",
        owner=files.one_line(str(owner)),
        level=goal.owner_team.level if goal.owner_team else "person",
        layer=goal.layer,
        nature=goal.nature,
        ambition=goal.ambition,
        why=files.paragraphs(goal.why),
        audience=files.one_line(goal.audience),
        parent=tuple(dict.fromkeys(parents)),
        pair=tuple(dict.fromkeys(partners)),
        key_results=tuple(_result(result, goal) for result in queries.results_of(goal)),
    )


def _result(result: KeyResult, goal: Objective) -> files.KeyResult:
    return files.KeyResult(
        key_result=files.one_line(result.title),
        id=result_id(result, goal),
        indicator=result.indicator,
        direction=result.direction,
        unit=files.one_line(result.unit),
        baseline=result.baseline,
        target=result.target,
        current=result.current,
        due=result.due,
        weight=result.weight,
        confidence=result.confidence,
    )


def _links(person: Person, goals: list[Objective]) -> tuple[dict[int, list[str]], dict[int, list[str]]]:
    """What each serves and is paired with, by id; nothing that the person may not see."""
    ids = {goal.pk for goal in goals}
    links = list(Alignment.objects.filter(child__in=ids).select_related("parent", "parent_key_result").order_by("id"))
    pairs = Pair.objects.filter(Q(hard__in=ids) | Q(soft__in=ids)).select_related("hard", "soft").order_by("id")
    seen = queries.seen(
        person, [*(link.parent for link in links), *(one for row in pairs for one in (row.hard, row.soft))]
    )
    parents: dict[int, list[str]] = defaultdict(list)
    partners: dict[int, list[str]] = defaultdict(list)
    for link in links:
        if link.parent_id in seen:
            above, result = id_of(link.parent), link.parent_key_result
            parents[link.child_id].append(f"{above}/{result_id(result, link.parent)}" if result else above)
    for row in pairs:
        if row.hard_id in seen and row.soft_id in seen:
            partners[row.hard_id].append(id_of(row.soft))
            partners[row.soft_id].append(id_of(row.hard))
    return parents, partners

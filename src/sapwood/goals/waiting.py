"""What waits for one person: turns in negotiations, drafts, goals to close, other wordings to decide on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest

from sapwood.goals import queries
from sapwood.goals.models import Cycle, Objective, Suggestion, Turn
from sapwood.people.models import Person


@dataclass(frozen=True)
class Waiting:
    """What waits for one person: goals under negotiation whose turn is theirs, proposals that came without a turn,
    drafts for an end, goals of a past cycle for a score, and suggested wordings, counted a goal, for a decision."""

    turns: list[Turn]
    proposed: list[Objective]
    drafts: list[Objective]
    to_close: list[Objective]
    suggested: list[tuple[Objective, int]]


def waiting_for(person: Person, turns: Iterable[Turn] | None = None) -> Waiting:
    """What waits for this person: for the owner, for leads of the owning team, for whoever began a draft; three small
    queries, two where the `turns` that concern them have been read already, and a wide one for goals and for suggested
    wordings where there are any."""
    over = [Cycle.Stage.SCORING, Cycle.Stage.CLOSED]
    led = person.led_team_ids
    theirs = Q(owner_person=person) | Q(owner_team__in=led)
    handed = Turn.objects.filter(objective=OuterRef("pk"), ended=None)
    waiting = Objective.objects.filter(
        Q(theirs, ~Exists(handed), stage=Objective.Stage.PROPOSED)
        | Q(theirs, stage=Objective.Stage.ACTIVE, cycle__stage__in=over)
        | Q(~Exists(handed), stage=Objective.Stage.DRAFT, proposed_by=person)
    )
    found = list(waiting.order_by().values_list("pk", flat=True))
    goals = Objective.objects.filter(pk__in=found).select_related("proposed_by", "owner_team", "cycle")
    rows = list(goals.order_by("pk")) if found else []
    if turns is None:
        turns = (
            Turn.objects.filter(Q(person=person) | Q(team__in=led), ended=None)
            .exclude(objective__stage=Objective.Stage.CLOSED)
            .select_related("objective__proposed_by", "by")
        )
    mine = sorted((turn for turn in turns if is_turn_of(person, turn)), key=lambda turn: (turn.at, turn.pk))

    def of(stage: str) -> list[Objective]:
        return [row for row in rows if row.stage == stage]

    return Waiting(
        mine,
        of(Objective.Stage.PROPOSED),
        of(Objective.Stage.DRAFT),
        of(Objective.Stage.ACTIVE),
        _suggested(person),
    )


def turns_concerning(request: HttpRequest) -> list[Turn]:
    """Open turns of goals this reader has to do with, newest first, once a request: with them, handed on by them, of
    goals they wrote, of teams they lead. One small query for most, who have none; else a second, and a third where a
    goal is not open to all."""
    kept = vars(request)
    if "turns_concerning" not in kept:
        kept["turns_concerning"] = _turns_concerning(request)
    found: list[Turn] = kept["turns_concerning"]
    return found


def _turns_concerning(request: HttpRequest) -> list[Turn]:
    person = request.user
    assert isinstance(person, Person)
    led = person.led_team_ids
    rows = (
        Turn.objects.filter(ended=None)
        .exclude(objective__stage=Objective.Stage.CLOSED)
        .filter(
            Q(person=person)
            | Q(by=person)
            | Q(team__in=led)
            | Q(objective__proposed_by=person)
            | Q(objective__owner_team__in=led)
        )
        .order_by("-at", "-id")
    )
    latest = list(rows.values_list("pk", flat=True)[:60])
    if not latest:
        return []
    whole = Turn.objects.filter(pk__in=latest).select_related("objective__proposed_by", "person", "team", "by")
    found = list(whole.order_by("-at", "-id"))
    visible = queries.seen(person, (turn.objective for turn in found))
    return [turn for turn in found if turn.objective_id in visible]


def is_turn_of(person: Person, turn: Turn) -> bool:
    """Whether the turn is theirs to take. What somebody handed to a team is not theirs to answer, even if they lead it."""
    return turn.person_id == person.pk or (turn.team_id in person.led_team_ids and turn.by_id != person.pk)


def _suggested(person: Person) -> list[tuple[Objective, int]]:
    """Goals with suggested wordings this person decides on: their own, those of teams they lead, and those they wrote
    while they are negotiated. One query, and one more where there are any."""
    negotiated = [Objective.Stage.DRAFT, Objective.Stage.PROPOSED]
    rows = (
        Suggestion.objects.filter(ended=None)
        .filter(
            Q(objective__owner_person=person)
            | Q(objective__owner_team__in=person.led_team_ids)
            | Q(objective__proposed_by=person, objective__stage__in=negotiated)
        )
        .exclude(by=person)
        .exclude(objective__stage=Objective.Stage.CLOSED)
        .order_by("at", "id")
    )
    counts = Counter(rows.values_list("objective_id", flat=True)[:50])  # in the order in which they came
    goals = Objective.objects.in_bulk(counts) if counts else {}
    return [(goals[pk], count) for pk, count in counts.items()]

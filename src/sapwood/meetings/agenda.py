"""What changed since they last met: read from check-ins, so that nobody has to prepare it.

Everything here may be read by everybody who takes part; see `queries.goals_of`.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Q, QuerySet

from sapwood.feedback.models import Addressee, Subject
from sapwood.goals import queries as goal_queries
from sapwood.goals import standing
from sapwood.goals.models import Blocker, KeyResult, Objective, Reading
from sapwood.meetings import queries
from sapwood.meetings.models import Meeting, Series
from sapwood.people import policy
from sapwood.people.models import Person

AT_RISK = ("at_risk", "off_track")


@dataclass(frozen=True)
class Move:
    """A key result since a moment: where it stood, where it stands, and what was said about it."""

    key_result: KeyResult
    status: str
    before: Decimal | None
    told: list[Reading]

    @property
    def now(self) -> Decimal | None:
        """Where it stood at the last of these readings, else where it stands."""
        return self.told[-1].value if self.told else self.key_result.current

    @property
    def has_moved(self) -> bool:
        return bool(self.told) and self.before != self.now

    @property
    def notes(self) -> list[Reading]:
        """What was said, the newest first."""
        return [row for row in reversed(self.told) if row.note]

    @property
    def confidence_before(self) -> int | None:
        """How sure they were at the first of these readings, where it has changed since."""
        first = self.told[0].confidence if self.told else None
        return first if first != self.key_result.confidence else None


@dataclass(frozen=True)
class Talk:
    """One objective as it is talked about."""

    objective: Objective
    status: str
    moves: list[Move]
    blockers: list[Blocker] = field(default_factory=list)
    overdue: list[KeyResult] = field(default_factory=list)

    @property
    def is_news(self) -> bool:
        return any(move.told for move in self.moves) or bool(self.blockers or self.overdue)

    @property
    def is_at_risk(self) -> bool:
        return self.status in AT_RISK or any(move.status in AT_RISK for move in self.moves)


@dataclass(frozen=True)
class Agenda:
    """What there is to talk about by itself: goals with what was told, what is at risk, in the way, or overdue."""

    talks: list[Talk]
    feedback: list[Subject] = field(default_factory=list)
    asked: list[Addressee] = field(default_factory=list)

    @property
    def moved(self) -> list[Talk]:
        return [talk for talk in self.talks if any(move.told for move in talk.moves)]

    @property
    def at_risk(self) -> list[Move]:
        return [move for talk in self.talks for move in talk.moves if move.status in AT_RISK]

    @property
    def silent_risks(self) -> list[Move]:
        """Those at risk of which nothing was told; the others say so where they are told of."""
        return [move for move in self.at_risk if not move.told]

    @property
    def blockers(self) -> list[Blocker]:
        return [blocker for talk in self.talks for blocker in talk.blockers]

    @property
    def overdue(self) -> list[KeyResult]:
        return [result for talk in self.talks for result in talk.overdue]

    @property
    def count(self) -> int:
        return (
            len(self.moved)
            + len(self.silent_risks)
            + len(self.blockers)
            + len(self.overdue)
            + len(self.feedback)
            + len(self.asked)
        )


def of(meeting: Meeting, *, since: dt.datetime, today: dt.date) -> Agenda:
    """The agenda of a meeting, in a fixed number of queries, however many goals there are."""
    series = meeting.series
    until = meeting.held
    found = talks(queries.goals_of(series), since=since, today=today, until=until)
    if series.team_id is not None:
        return Agenda(found)
    pair = {person.pk for person in series.pair}
    kept = []
    for talk in found:  # of a team's goal only what one of the two tells
        own = talk.objective.owner_person_id in pair
        moves = [move for move in talk.moves if own or move.key_result.updater_id in pair]
        blockers = [row for row in talk.blockers if row.person_id in pair or row.check_in.by_id in pair]
        overdue = [row for row in talk.overdue if own or row.updater_id in pair]
        if moves or blockers:
            kept.append(Talk(talk.objective, talk.status, moves, blockers, overdue))
    return Agenda(kept, _feedback(series), _asked(series, today))


def talks(
    goals: QuerySet[Objective],
    *,
    since: dt.datetime,
    today: dt.date,
    until: dt.datetime | None = None,
) -> list[Talk]:
    """These goals, each with what was told since, what is in the way and what is overdue."""
    objectives = list(goal_queries.with_key_results(goals))
    results = [result for objective in objectives for result in goal_queries.results_of(objective)]
    told, before = _readings(results, since, until)
    blockers = _blockers(objectives)
    overdue = defaultdict(list)
    for row in goal_queries.missed(objectives, today):
        overdue[row.objective_id].append(row)
    found = []
    for objective in objectives:
        moves = [
            Move(
                key_result=result,
                status=standing.status(result, objective=objective, cycle=objective.cycle, today=today),
                before=before.get(result.pk, told[result.pk][0].value if told[result.pk] else None),
                told=told[result.pk],
            )
            for result in goal_queries.results_of(objective)
        ]
        status = goal_queries.status_of(objective, today)
        found.append(Talk(objective, status, moves, blockers[objective.pk], overdue[objective.pk]))
    return found


def _readings(
    results: Sequence[KeyResult], since: dt.datetime, until: dt.datetime | None
) -> tuple[dict[int, list[Reading]], dict[int, Decimal]]:
    """What was told of each in that time, oldest first, and where each stood before."""
    told: dict[int, list[Reading]] = defaultdict(list)
    before = {}
    for pk, rows in goal_queries.readings_of(results).items():
        for row in rows:
            if row.at < since:
                before[pk] = row.value
            elif until is None or row.at <= until:
                told[pk].append(row)
    return told, before


def _blockers(objectives: Iterable[Objective]) -> dict[int, list[Blocker]]:
    rows = Blocker.objects.filter(check_in__objective__in=list(objectives), resolved=None)
    found: dict[int, list[Blocker]] = defaultdict(list)
    for row in rows.select_related("person", "check_in__by", "check_in__objective").order_by("id"):
        found[row.check_in.objective_id].append(row)
    return found


def _feedback(series: Series) -> list[Subject]:
    """Rounds of feedback about one of the two that are under way, where the other may know that they are."""
    rows = Subject.objects.filter(Q(person=series.first) | Q(person=series.second)).exclude(wave__stage="published")
    rows = rows.select_related("wave", "person").order_by("id")
    return [row for row in rows[:4] if all(_may_know(person, row) for person in series.pair)]


def _asked(series: Series, today: dt.date) -> list[Addressee]:
    """What one of the two asks the other about a behaviour of their own, by name, and has no answer to yet."""
    rows = Addressee.objects.filter(asking__by__in=series.pair, person__in=series.pair, declined=None, tellings=None)
    rows = rows.filter(asking__ended=None, asking__until__gte=today)
    return list(rows.select_related("asking__by", "person").order_by("id")[:4])


def _may_know(person: Person, subject: Subject) -> bool:
    return policy.may(person, "subject.read", subject)

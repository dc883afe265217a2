"""Reads of recognition: the wall, what one person gave and got, what stands beside a goal. Nothing here is counted
by person: a wall that counts becomes a race."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from sapwood.goals.models import Objective
from sapwood.growth.models import Recognised, Recognition
from sapwood.growth.models.recognition import RecognitionQuerySet
from sapwood.people.models import Competency, Membership, Person, Team
from sapwood.people.queries import below_ids

A_PAGE = 20


@dataclass(frozen=True, slots=True)
class Word:
    """A recognition as one reader sees it: with the goal only if they may read that too."""

    row: Recognition
    parts: tuple[Recognised, ...]
    goal: Objective | None
    is_author: bool
    mine: Recognised | None  # the reader's own part in it

    @property
    def named(self) -> list[Person]:
        return [part.person for part in self.parts]

    @property
    def is_hidden(self) -> bool:
        """Not on the wall, because somebody it names does not want it there."""
        return any(part.hidden is not None for part in self.parts)


def words(rows: Iterable[Recognition], reader: Person) -> list[Word]:
    """The rows as this reader sees them, in two queries more, however many there are."""
    rows = list(rows)
    named: dict[int, list[Recognised]] = {row.pk: [] for row in rows}
    for part in Recognised.objects.filter(recognition__in=named).select_related("person"):
        named[part.recognition_id].append(part)
    wanted = {row.objective_id for row in rows if row.objective_id is not None}
    goals = Objective.objects.visible_to(reader).in_bulk(wanted) if wanted else {}
    return [_word(row, named[row.pk], goals, reader) for row in rows]


def on_wall(*, competency: Competency | None = None, team: Team | None = None) -> RecognitionQuerySet:
    """What everybody may read, newest first; of a competency, of those in a team or below it."""
    rows = _with_all(Recognition.objects.on_wall())
    if competency is not None:
        rows = rows.filter(behaviour__competency=competency)
    if team is not None:
        rows = rows.filter(Exists(_of_teams(below_ids(team))))
    return rows


def about(person: Person, reader: Person) -> RecognitionQuerySet:
    """What is about somebody, as far as this reader may read it."""
    parts = Recognised.objects.filter(recognition=OuterRef("pk"), person=person)
    return _with_all(Recognition.objects.readable_by(reader)).filter(Exists(parts))


def given_by(person: Person) -> RecognitionQuerySet:
    return _with_all(Recognition.objects.filter(by=person))


def beside(objective: Objective, reader: Person) -> list[Word]:
    """What was said with this goal in mind, as far as the reader may read it."""
    rows = _with_all(Recognition.objects.readable_by(reader)).filter(objective=objective)
    return words(rows[:A_PAGE], reader)


def goals_to_name(by: Person, to: Person | None = None) -> list[Objective]:
    """Goals under way that whoever writes may name: those of their teams and those somebody shows them; once it is
    known whom they write about, those that person may see as well."""
    rows = Objective.objects.visible_to(by).filter(stage=Objective.Stage.ACTIVE)
    rows = rows.exclude(layer=Objective.Layer.PERSONAL)
    near = Q(layer=Objective.Layer.DEVELOPMENTAL) | Q(owner_team__in=by.team_ids)
    if to is not None:
        rows = rows.filter(pk__in=Objective.objects.visible_to(to).values("pk"))
        near |= Q(owner_team__in=to.team_ids)
    return list(rows.filter(near).order_by("layer", "title")[:40])


def lately(teams: Iterable[int], since: dt.datetime) -> RecognitionQuerySet:
    """What came on the wall since then about people of these teams."""
    rows = _with_all(Recognition.objects.on_wall()).filter(at__gte=since)
    return rows.filter(Exists(_of_teams(teams)))


def competencies_on_wall() -> list[Competency]:
    rows = Recognition.objects.on_wall().values("behaviour__competency")
    return list(Competency.objects.filter(pk__in=rows).order_by("position", "name"))


def _word(row: Recognition, parts: list[Recognised], goals: dict[int, Objective], reader: Person) -> Word:
    is_author = row.by_id == reader.pk
    mine = next((part for part in parts if part.person_id == reader.pk), None)
    goal = goals.get(row.objective_id) if row.objective_id is not None else None
    return Word(row, tuple(parts), goal, is_author, mine)


def _with_all(rows: RecognitionQuerySet) -> RecognitionQuerySet:
    return rows.select_related("by", "behaviour__competency")


def _of_teams(teams: Iterable[int]) -> QuerySet[Recognised]:
    members = Membership.objects.filter(team__in=teams, ends=None).values("person")
    return Recognised.objects.filter(recognition=OuterRef("pk"), person__in=members)

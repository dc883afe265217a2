"""Who reads what was measured, and goals as such a reader sees them.

A bound reading has the narrower audience of objective and publication. A 360: whom it is about, and those they let read
the readings of this key result, by a choice of its own. A pulse: whoever reads that unit's result. Nothing else, and no
role, opens it; whoever may not read it sees a key result that does not count.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from sapwood.feedback import asked, reading
from sapwood.feedback.models import Wave
from sapwood.goals import progress, queries, standing
from sapwood.goals.models import Binding, BoundReading, BoundWord, KeyResult, Objective, ReadingSharing
from sapwood.people.models import Person

TRAIL = 13


@dataclass
class Measured:
    """One bound key result as one reader sees it. `may_read` False: only that it is measured, nothing of what."""

    binding: Binding
    may_read: bool
    is_own: bool = False
    start_hidden: bool = False  # the baseline stands on a group too small for a shared report
    readings: list[BoundReading] = field(default_factory=list)  # oldest first
    words: list[BoundWord] = field(default_factory=list)  # newest first
    shared_with: list[ReadingSharing] = field(default_factory=list)  # told to whom it is about alone

    @property
    def last(self) -> BoundReading | None:
        return self.readings[-1] if self.readings else None

    @property
    def score(self) -> float | None:
        """How far it has come, 0 to 1. None: no reading yet, or the last one says it cannot be measured."""
        if not self.may_read or self.start_hidden or self.last is None:
            return None
        return score_of(self.binding, self.last)

    @property
    def trail(self) -> list[float]:
        scores = [score_of(self.binding, one) for one in self.readings]
        return [round(score, 4) for score in scores if score is not None][-TRAIL:]


def score_of(binding: Binding, row: BoundReading) -> float | None:
    if row.value is None:
        return None
    return progress.clipped(progress.raw_score("rise", binding.start, binding.target, [row.value]))


def seen_by(person: Person, key_results: Iterable[KeyResult]) -> dict[int, Measured]:
    """key result id -> what this person sees, for those that are bound; in a fixed number of queries.

    Ask only about key results of objectives the person sees.
    """
    ids = [result.pk for result in key_results if result.source == KeyResult.Source.INSTRUMENT]
    if not ids:
        return {}
    rows = Binding.objects.filter(key_result__in=ids, ended=None)
    bindings = list(rows.select_related("baseline__wave", "person", "competency"))
    opened = set(
        ReadingSharing.objects.filter(key_result__in=ids, person=person, revoked=None).values_list(
            "key_result_id", "by_id"
        )
    )
    told: dict[int, list[BoundReading]] = defaultdict(list)
    arrived = BoundReading.objects.filter(binding__in=bindings).select_related("publication__wave", "since__wave")
    for row in arrived.order_by("at", "id"):
        told[row.binding_id].append(row)
    readable = _pulses_read(person, bindings, told)
    found = {}
    for one in bindings:
        if one.kind == Wave.Kind.PULSE:
            mine = Measured(one, one.baseline_id in readable[one.pk])
            mine.readings = [row for row in told[one.pk] if row.publication_id in readable[one.pk]]
        else:
            is_own = one.person_id == person.pk
            mine = Measured(one, is_own or (one.key_result_id, one.person_id) in opened, is_own)
            mine.readings = [row for row in told[one.pk] if is_own or row.shared] if mine.may_read else []
            mine.start_hidden = not is_own and not one.start_shared
        found[one.key_result_id] = mine
    own = [pk for pk, one in found.items() if one.is_own]
    for sharing in ReadingSharing.objects.filter(key_result__in=own, by=person, revoked=None).select_related("person"):
        found[sharing.key_result_id].shared_with.append(sharing)
    open_words = BoundWord.objects.filter(key_result__in=[pk for pk, one in found.items() if one.may_read])
    for word in open_words.select_related("by").order_by("-at", "-id"):
        found[word.key_result_id].words.append(word)
    return found


def put_on(
    person: Person, objectives: Iterable[Objective], *, results: Mapping[int, Sequence[KeyResult]]
) -> dict[int, Measured]:
    """Show goals as this reader may see them: progress and score with the readings that are theirs to read.

    In memory only, for a page that is about to be drawn: nothing of it is ever saved. `results`: the counted key
    results by objective id. Returns what `seen_by` does.
    """
    goals = list(objectives)
    found = seen_by(person, [result for goal in goals for result in results[goal.pk]])
    for goal in goals:
        mine = [result for result in results[goal.pk] if (one := found.get(result.pk)) and one.score is not None]
        for result in mine:
            show(result, found[result.pk])
        if mine:
            goal.has_pace = goal.measured > 0  # what is stored counts the others alone
            standing.summarise(goal, results[goal.pk])
    return found


def put_on_lists(person: Person, objectives: Sequence[Objective]) -> None:
    """The same for goals that `queries.with_key_results` read."""
    put_on(person, objectives, results={goal.pk: queries.results_of(goal) for goal in objectives})


def show(result: KeyResult, one: Measured) -> None:
    """One key result as this reader may see it. One reading alone stands for its course: a few, months apart, draw no
    pace."""
    if one.score is not None and one.last is not None:
        result.progress, result.trail = one.score, one.trail[-1:]
        result.current = Decimal(str(one.last.value))


def _pulses_read(
    person: Person, bindings: Sequence[Binding], told: Mapping[int, Sequence[BoundReading]]
) -> dict[int, set[int]]:
    """binding id -> ids of publications in which this person reads its unit."""
    pulses = [one for one in bindings if one.kind == Wave.Kind.PULSE]
    found: dict[int, set[int]] = {one.pk: set() for one in pulses}
    if not pulses:
        return found
    publications = {one.baseline_id: one.baseline for one in pulses}
    publications |= {row.publication_id: row.publication for one in pulses for row in told.get(one.pk, ())}
    waves = {one.wave_id: one.wave for one in publications.values()}
    read = reading.units_read_in(person, waves.values())
    teams = asked.teams_in_units(waves)
    for one in pulses:
        wanted = frozenset(one.teams)
        for publication in publications.values():
            if any(teams.get(unit.pk) == wanted for unit in read.get(publication.wave_id, ())):
                found[one.pk].add(publication.pk)
    return found

"""What a 360 that is being prepared would show, person by person, and what stands in the way of launching it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from sapwood.feedback import asked, queries, raters, units
from sapwood.feedback.models import NAMED, Relation, Subject, Wave

RATES = units.RATES


@dataclass(frozen=True, slots=True)
class Shown:
    """Whether what others see would be shown, and remarks without a name, if `rate` per cent of the raters answer."""

    rate: int
    levels: bool
    remarks: bool


@dataclass(slots=True)
class SubjectOutlook:
    """One person of the round. `shown`: what of it at each rate of answers. `change`: the smallest these raters tell."""

    subject: Subject
    raters: int
    unnamed: int
    shown: list[Shown]
    change: float | None
    is_out: bool = False  # too new, or away: the round cannot be about them
    is_lately: bool = False  # another 360 about them is less than 90 days ago


@dataclass(slots=True)
class RoundOutlook:
    rows: list[SubjectOutlook]
    left_out: list[str] = field(default_factory=list)  # names of raters whom launching would leave out
    busiest: tuple[str, int] | None = None  # who is asked about the most colleagues in this round
    waiting: int = 0  # subjects whose raters are not agreed to

    @property
    def is_blocked(self) -> bool:
        """Somebody it is about cannot be in it."""
        return any(row.is_out or row.is_lately for row in self.rows)

    @property
    def is_ready(self) -> bool:
        return not self.waiting and not self.is_blocked


def round_outlook(wave: Wave, at: datetime) -> RoundOutlook:
    """In a fixed number of queries, however many people it is about."""
    subjects = list(queries.subjects_of(wave))
    people = [subject.person for subject in subjects]
    rows = wave.invitations.exclude(relation=Relation.SELF).select_related("person")
    of: dict[int, Counter[str]] = {subject.pk: Counter() for subject in subjects}
    asked_of: Counter[str] = Counter()
    colleagues = {}
    for row in rows:
        of[row.subject_id or 0][row.relation] += 1
        if row.person is not None:
            colleagues[row.person.pk] = row.person
            asked_of[row.person.name] += 1
    out = raters.out_of_reach([*people, *colleagues.values()], at, wave.closes)
    lately = set(asked.lately_asked_about(people, at, but=wave))
    numbers = {
        pk: (sum(n for relation, n in found.items() if relation not in NAMED), found) for pk, found in of.items()
    }
    can = raters.changes(wave, {unnamed + found[Relation.MANAGER] for unnamed, found in numbers.values()})
    told = []
    for subject in subjects:
        unnamed, found = numbers[subject.pk]
        told.append(
            SubjectOutlook(
                subject,
                raters=found.total(),
                unnamed=unnamed,
                shown=[_shown(wave, unnamed, rate) for rate in RATES],
                change=can.get(unnamed + found[Relation.MANAGER]),
                is_out=subject.person_id in out,
                is_lately=subject.person in lately,
            )
        )
    busiest = asked_of.most_common(1)
    return RoundOutlook(
        told,
        left_out=sorted(person.name for pk, person in colleagues.items() if pk in out),
        busiest=busiest[0] if busiest else None,
        waiting=sum(subject.agreed is None for subject in subjects),
    )


def _shown(wave: Wave, unnamed: int, rate: float) -> Shown:
    answers = int(unnamed * rate + 1e-9)
    return Shown(round(rate * 100), answers >= wave.least_relation, answers >= wave.comments_from)

"""A5, a limit with a rule of its own: one person joins a team between two pulses, and the rest mostly say the same."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from sapwood.activity import clock
from sapwood.feedback import actions
from sapwood.feedback.actions import closing
from sapwood.feedback.models import Invitation, Item, Wave
from sapwood.people.models import Person
from tests import cast
from tests.attacks import companies
from tests.attacks.chance import Score
from tests.attacks.looking import figures, read
from tests.feedback import rounds

ITEMS = 4
USUAL = {1: 0.05, 2: 0.10, 3: 0.25, 4: 0.40, 5: 0.20}  # how people answer; a blind guess says 4
BLIND = max(USUAL, key=lambda answer: USUAL[answer])
REPEAT = 0.8
LATER = cast.NOW + dt.timedelta(days=35)
CAME = cast.TODAY - dt.timedelta(days=10)


@dataclass
class Found:
    """The attack on what was published, on exact means, and a blind guess at the same answers."""

    attack: Score = field(default_factory=Score)
    double: Score = field(default_factory=Score)
    blind: Score = field(default_factory=Score)

    def add(self, other: Found) -> None:
        self.attack.add(other.attack)
        self.double.add(other.double)
        self.blind.add(other.blind)


def tell(seed: int) -> Found:
    """Two pulses of a company in the empty database, and three guesses at each answer of who came between them."""
    rng = random.Random(f"joiner {seed}")
    companies.clear()
    with clock.frozen(cast.NOW):
        company = companies.found(rng)
        small = min(
            (team for team in company.leads if team != company.top.pk), key=lambda team: (_size(company, team), team)
        )
        came = companies.joiner(company, company.places[company.leads[small].pk], "Newcomer", CAME)
        first = rounds.open_pulse(company.dee, questionnaire=rounds.pulse_questions(items=ITEMS, texts=0))
    given: dict[int, dict[int, int]] = {}
    _answer(first, given, rng, cast.NOW)
    before = dict(given)
    with clock.frozen(rounds.AFTER):
        closing.close(first, rounds.AFTER)
    with clock.frozen(LATER):
        second = rounds.open_pulse(company.dee, questionnaire=first.questionnaire, follows=first, at=LATER)
    given = {}
    _answer(second, given, rng, LATER, before)
    after = LATER + rounds.WEEK + dt.timedelta(minutes=1)
    with clock.frozen(after):
        closing.close(second, after)
        return _guessed(company.dee, (first, second), (before, given), came)


def _answer(
    wave: Wave, given: dict[int, dict[int, int]], rng: random.Random, at: dt.datetime,
    before: Mapping[int, Mapping[int, int]] = {},
) -> None:  # fmt: skip
    items = list(Item.objects.filter(questionnaire=wave.questionnaire).order_by("pk"))
    for row in Invitation.objects.filter(wave=wave).select_related("wave", "person", "subject", "guest").order_by("pk"):
        assert row.person is not None
        drawn = rng.choices(list(USUAL), list(USUAL.values()), k=len(items))
        mine = {item.pk: answer for item, answer in zip(items, drawn, strict=True)}
        then = before.get(row.person.pk, {})
        mine |= {item: answer for item, answer in then.items() if rng.random() < REPEAT}
        given[row.person.pk] = mine
        actions.send(by=row.person, invitation=row, ratings=mine, remarks={}, at=at)


def _guessed(
    reader: Person, waves: Sequence[Wave], given: Sequence[Mapping[int, Mapping[int, int]]], came: Person
) -> Found:
    pages = [figures(read(reader, wave)) for wave in waves]
    units = [_units(wave) for wave in waves]
    mine = Invitation.objects.get(wave=waves[1], person=came).unit
    found = Found()
    for item in Item.objects.filter(questionnaire=waves[0].questionnaire):
        truth = given[1][came.pk][item.pk]
        guess, unit = BLIND, mine
        while unit is not None and unit.name in units[0]:
            ids = (units[0][unit.name], units[1][unit.name])
            shown = [page.get((place, item.text)) for page, (place, _members) in zip(pages, ids, strict=True)]
            early, late = (members for _place, members in ids)
            if late == early | {came.pk} and None not in shown:
                guess = _likeliest([float(one or 0) for one in shown], len(early), 0.5 if len(late) < 20 else 0.1)
                break
            unit = unit.parent
        found.attack.add(Score(int(guess == truth), 1, int(guess != BLIND)))
        found.double.add(Score(int(_of_five(given, came.pk, item.pk) == truth), 1))
        found.blind.add(Score(int(truth == BLIND), 1))
    return found


def _likeliest(means: Sequence[float], before: int, step: float) -> int:
    """The newcomer's answer that fits best: over all sums that round to what was shown, and all changes of mind."""
    changes = _changes(before)
    sums = [_sums(mean, count, step) for mean, count in zip(means, (before, before + 1), strict=True)]

    def fits(answer: int) -> float:
        return sum(changes.get(late - early - answer, 0.0) for early in sums[0] for late in sums[1])

    return max(USUAL, key=lambda answer: (USUAL[answer] * fits(answer), USUAL[answer]))


def _sums(mean: float, count: int, step: float) -> list[int]:
    low, high = (mean - step / 2) * count, (mean + step / 2) * count
    return [total for total in range(count, 5 * count + 1) if low - 1e-6 <= total <= high + 1e-6]


@cache
def _changes(people: int) -> dict[int, float]:
    """How much the sum of so many people moves when each repeats their answer four times of five."""
    one: dict[int, float] = {0: REPEAT}
    for old, usual in USUAL.items():
        for new, again in USUAL.items():
            one[new - old] = one.get(new - old, 0.0) + (1 - REPEAT) * usual * again
    told = {0: 1.0}
    for _person in range(people):
        wider: dict[int, float] = {}
        for moved, chance in told.items():
            for more, its in one.items():
                wider[moved + more] = wider.get(moved + more, 0.0) + chance * its
        told = wider
    return told


def _of_five(given: Sequence[Mapping[int, Mapping[int, int]]], came: int, item: int) -> int:
    """The double: a team of five, not grouped with its neighbours, exact numbers, and four who said the same again."""
    mates = [pk for pk in sorted(given[0]) if pk != came][:4]
    told = sum(given[0][pk][item] for pk in mates)
    return _likeliest([told / 4, (told + given[1][came][item]) / 5], 4, 0.0)


def _units(wave: Wave) -> dict[str, tuple[str, set[int]]]:
    """Name of a unit -> its public id, and who answered in it or below it."""
    found: dict[str, tuple[str, set[int]]] = {}
    rows = {unit.pk: unit for unit in wave.units.all()}
    for unit in rows.values():
        found[unit.name] = (unit.public_id, set())
    for place, person in Invitation.objects.filter(wave=wave).values_list("unit_id", "person_id"):
        at = rows.get(place or 0)
        while at is not None:
            found[at.name][1].add(person or 0)
            at = rows.get(at.parent_id or 0)
    return found


def _size(company: companies.Company, team: int) -> int:
    return sum(place.pk == team for place in company.places.values())

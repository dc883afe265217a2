"""A pulse with a secret: who of two people answered low, who wrote which remark, who of two kept silent."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from sapwood.feedback import actions, asked
from sapwood.feedback.ballots import Remark
from sapwood.feedback.models import Invitation, Item, Wave
from sapwood.measurement.disclosure import publishable
from sapwood.people.models import Person
from tests import cast
from tests.attacks.companies import Company
from tests.attacks.sums import Mean
from tests.feedback import rounds

ITEMS, TEXTS, SILENT = 4, 4, 4
WORDS = ("Lanterns", "Harbours")

Coins = dict[int, int]  # a question, or a pair -> +1: the first of the two; -1: the second


@dataclass
class Pulse:
    """`low`: the first answered 1 and the second 5. `wrote`: the first of `writers` wrote about lanterns.
    `silent`: pairs of people of one unit, `quiet`: the first of a pair did not answer."""

    wave: Wave
    items: list[Item]
    texts: list[Item]
    pair: tuple[Person, Person]
    writers: tuple[Person, Person]
    silent: list[tuple[Person, Person]]
    low: Coins
    wrote: Coins
    quiet: Coins
    answers: dict[int, dict[int, int]]  # person id -> item id -> answer, of all who answer
    remarks: dict[int, dict[int, Remark]]
    own: dict[int, int]  # person id -> unit id, of all who answer
    parents: dict[int, int | None]
    apart: bool  # a bare threshold would have set the two apart
    invitations: dict[int, Invitation] = field(default_factory=dict)

    def members(self, unit: int, without: Collection[int] = ()) -> frozenset[int]:
        """Who answered in a unit or below it."""
        below = {unit}
        for one, above in sorted(self.parents.items()):  # parents are written before their children
            if above in below:
                below.add(one)
        return frozenset(pk for pk, place in self.own.items() if place in below and pk not in without)

    def exact(self, people: Iterable[int], item: int) -> Mean:
        """The true mean of a group: for doubles only."""
        some = frozenset(people)
        return Mean(some, sum(self.answers[pk][item] for pk in some) / len(some))

    def remark(self, text: Item, *, first: bool) -> str:
        """What the first (or second) of the writers wrote."""
        lanterns = (self.wrote[text.pk] > 0) == first
        return wording(text, 0 if lanterns else 1)

    def last_senders(self) -> list[Person]:
        """In this order, after everybody else; whoever watches the network knows it."""
        return list(dict.fromkeys([*self.pair, *self.writers]))


def wording(text: Item, which: int) -> str:
    return f"{WORDS[which]} would help in place {text.pk}"


def launch(company: Company, rng: random.Random) -> Pulse:
    """A launched pulse, with everything decided that people will answer; nobody has answered yet."""
    questions = rounds.pulse_questions(items=ITEMS, texts=TEXTS)
    wave = rounds.open_pulse(company.dee, questionnaire=questions)
    plan = asked.frozen_plan(wave)
    places = {person: int(unit) for person, unit in plan.places.items()}
    parents = {int(unit): int(above) if above else None for unit, above in plan.parents().items()}
    watching = {company.max.pk, company.dee.pk, company.ad.pk}
    silent = _silent(company, places, watching, rng)
    quiet = {number: rng.choice((1, -1)) for number in range(len(silent))}
    mute = {pair[0 if quiet[number] > 0 else 1].pk for number, pair in enumerate(silent)}
    bound = {person.pk for pair in silent for person in pair}
    own = {pk: unit for pk, unit in places.items() if pk not in mute and (pk in bound or rng.random() < 0.85)}
    readers = {int(unit): count for unit, count in asked.readers_of(plan, wave.audience).items()}
    pair, apart = _apart_only_when_careless(own, parents, readers, watching | bound, rng)
    writers = _two_of_one_unit(own, watching | bound, rng)
    items = list(Item.objects.filter(questionnaire=questions).exclude(kind=Item.Kind.TEXT).order_by("pk"))
    texts = list(Item.objects.filter(questionnaire=questions, kind=Item.Kind.TEXT).order_by("pk"))
    pulse = Pulse(
        wave, items, texts,
        (company.people[pair[0]], company.people[pair[1]]), (company.people[writers[0]], company.people[writers[1]]),
        silent, _coins((item.pk for item in items), rng), _coins((item.pk for item in texts), rng), quiet,
        {}, {}, own, parents, apart,
    )  # fmt: skip
    _decide(pulse, rng)
    rows = Invitation.objects.filter(wave=wave).select_related("wave", "person", "subject", "guest")
    pulse.invitations = {row.person_id: row for row in rows if row.person_id is not None}
    return pulse


def send(pulse: Pulse, person: Person) -> None:
    assert actions.send(
        by=person,
        invitation=pulse.invitations[person.pk],
        ratings=pulse.answers[person.pk],
        remarks=pulse.remarks[person.pk],
        at=cast.NOW,
    )


def shown_units(
    own: Mapping[int, int], parents: Mapping[int, int | None], readers: Mapping[int, int], least: int = 5
) -> set[int]:
    counts = Counter(str(unit) for unit in own.values())
    tree = {str(unit): None if above is None else str(above) for unit, above in parents.items()}
    told = publishable(tree, counts, k=least, readers={str(unit): count for unit, count in readers.items()})
    return {int(unit) for unit in told.shown}


def careless_units(own: Mapping[int, int], parents: Mapping[int, int | None], least: int = 5) -> set[int]:
    """A threshold and nothing else, as most products have it."""
    totals: Counter[int] = Counter()
    for unit in own.values():
        at: int | None = unit
        while at is not None:
            totals[at] += 1
            at = parents[at]
    return {unit for unit, count in totals.items() if count >= least}


def group_of(unit: int, parents: Mapping[int, int | None], shown: Collection[int]) -> int | None:
    at: int | None = unit
    while at is not None and at not in shown:
        at = parents[at]
    return at


def _apart_only_when_careless(
    own: Mapping[int, int],
    parents: Mapping[int, int | None],
    readers: Mapping[int, int],
    but: Collection[int],
    rng: random.Random,
) -> tuple[tuple[int, int], bool]:
    """Two people in one group as it is published; where a bare threshold would set one of them apart, such a pair."""
    careful, careless = shown_units(own, parents, readers), careless_units(own, parents)
    cells: dict[tuple[int | None, int | None], list[int]] = {}
    for pk, unit in sorted(own.items()):
        if pk not in but:
            cells.setdefault((group_of(unit, parents, careful), group_of(unit, parents, careless)), []).append(pk)
    sizes = Counter(group_of(unit, parents, careless) for unit in own.values())
    apart = [
        (sizes[fine], rng.random(), (group, fine), other)
        for group, fine in cells
        for other in cells
        if other[0] == group and other[1] != fine and sizes[fine] < 5
    ]
    if apart:
        _size, _luck, one, other = min(apart)
        return (rng.choice(cells[one]), rng.choice(cells[other])), True
    first, second = rng.sample(max(cells.values(), key=len), 2)
    return (first, second), False


def _two_of_one_unit(own: Mapping[int, int], but: Collection[int], rng: random.Random) -> tuple[int, int]:
    units: dict[int, list[int]] = {}
    for pk, unit in sorted(own.items()):
        if pk not in but:
            units.setdefault(unit, []).append(pk)
    first, second = rng.sample(max(units.values(), key=len), 2)
    return first, second


def _silent(
    company: Company, places: Mapping[int, int], but: Collection[int], rng: random.Random
) -> list[tuple[Person, Person]]:
    units: dict[int, list[int]] = {}
    for pk, unit in sorted(places.items()):
        if pk not in but:
            units.setdefault(unit, []).append(pk)
    large = sorted(units.values(), key=len, reverse=True)
    found = []
    for number in range(SILENT):
        some = large[number % len(large)]
        if len(some) < 6:
            some = large[0]
        first, second = rng.sample(some, 2)
        some.remove(first)
        some.remove(second)
        found.append((company.people[first], company.people[second]))
    return found


def _decide(pulse: Pulse, rng: random.Random) -> None:
    for pk in sorted(pulse.own):
        pulse.answers[pk] = {item.pk: rng.choice((1, 2, 3, 3, 4, 4, 5)) for item in pulse.items}
        pulse.remarks[pk] = (
            {text.pk: Remark(f"Something else, {rng.random():.6f}") for text in pulse.texts}
            if rng.random() < 0.5
            else {}
        )
    for item, coin in pulse.low.items():
        pulse.answers[pulse.pair[0].pk][item] = 1 if coin > 0 else 5
        pulse.answers[pulse.pair[1].pk][item] = 5 if coin > 0 else 1
    for text in pulse.texts:
        for place, person in enumerate(pulse.writers):
            pulse.remarks[person.pk][text.pk] = Remark(pulse.remark(text, first=place == 0))


def _coins(keys: Iterable[int], rng: random.Random) -> Coins:
    return {key: rng.choice((1, -1)) for key in keys}

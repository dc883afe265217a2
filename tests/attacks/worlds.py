"""The product's own counting, run by an adversary: what would be published if answers were others, and what weighs how."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from sapwood.feedback import ballots, sealing
from sapwood.feedback.actions import closing
from sapwood.feedback.counting import forms as counting_forms
from sapwood.feedback.counting import pulses as counting
from sapwood.feedback.counting import rounds as counting_rounds
from sapwood.measurement.pulses import pulse as measured
from sapwood.measurement.results import Withheld
from tests.attacks.stories import Story

# ---- the product's own counting, with another secret


def counted(story: Story, item: int, coin: int) -> Any:
    """What the product would publish on one question, had the coin fallen so."""
    pulse = story.pulse
    answers = _answers(story, item, coin)
    rows = [ballots.Answers(f"{pk}", unit=unit, ratings={item: answers[pk]}) for pk, unit in sorted(pulse.own.items())]
    scales, _texts = closing._asked(pulse.wave)
    return counting.count(closing._units(pulse.wave), [one for one in scales if one.id == item], rows)


def exact_of_units(story: Story, item: int, coin: int) -> dict[int, float]:
    pulse = story.pulse
    answers = _answers(story, item, coin)
    return {
        unit: sum(answers[pk] for pk in people) / len(people)
        for unit in pulse.parents
        if (people := pulse.members(unit))
    }


def _answers(story: Story, item: int, coin: int) -> dict[int, int]:
    pulse = story.pulse
    answers = {pk: given[item] for pk, given in pulse.answers.items()}
    answers[pulse.pair[0].pk] = 1 if coin > 0 else 5
    answers[pulse.pair[1].pk] = 5 if coin > 0 else 1
    return answers


def counted_round(story: Story, item: int, coin: int) -> Any:
    """What the product would publish of the 360, had the coin of one question fallen so."""
    about = story.round
    rows = [
        ballots.Answers(sealing.handle(f"person-{rater}", private=b"any"), person, relation, None, given)
        for (person, rater), given in _round_answers(story, item, coin).items()
        if (relation := about.relations[person].get(rater))
    ]
    scales, texts = closing._asked(about.wave)
    rules = counting_forms.Asked(scales, frozenset(texts))
    return counting_rounds.count([subject.person_id for subject in about.subjects], rules, rows)


def exact_of_relations(story: Story, item: int, coin: int) -> dict[tuple[int, str], float]:
    about, answers = story.round, _round_answers(story, item, coin)
    return {
        (person, relation): sum(answers[person, pk][item] for pk in some) / len(some)
        for person, raters in about.relations.items()
        for relation in set(raters.values())
        if (some := about.raters(person, {relation}))
    }


def _round_answers(story: Story, item: int, coin: int) -> dict[tuple[int, int], dict[int, int]]:
    about = story.round
    answers = {place: dict(given) for place, given in about.answers.items()}
    for subject in about.subjects:
        answers[subject.person_id, about.pair[0].pk][item] = 1 if coin > 0 else 5
        answers[subject.person_id, about.pair[1].pk][item] = 5 if coin > 0 else 1
    return answers


# ---- weights


def weights_in_pulse(story: Story, item: int) -> dict[int, tuple[float, dict[int, float]]]:
    """Shown unit -> base and weight of each person's answer, by trying: what the published estimate moves by when
    everybody of one unit answers half a point more. Everybody else's answers are invented; nobody knows them."""
    pulse = story.pulse
    rng = random.Random(f"{story.seed} {item}")
    invented = {pk: float(rng.choice((1, 2, 3, 4, 5))) for pk in sorted(pulse.own)}
    units = closing._units(pulse.wave)
    base = _estimates(story, units, invented)
    sizes = Counter(pulse.own.values())
    found: dict[int, dict[int, float]] = {unit: {} for unit in base}
    for moved, size in sizes.items():
        more = _estimates(
            story, units, {pk: answer + 0.5 * (pulse.own[pk] == moved) for pk, answer in invented.items()}
        )
        for unit, value in base.items():
            weight = (more[unit] - value) / (0.5 * size)
            found[unit] |= {pk: weight for pk, place in pulse.own.items() if place == moved}
    return {
        unit: (base[unit] - sum(weight * invented[pk] for pk, weight in weights.items()), weights)
        for unit, weights in found.items()
    }


def _estimates(story: Story, units: Sequence[Any], answers: Mapping[int, float]) -> dict[int, float]:
    told = measured(
        [answers[pk] for pk in sorted(answers)],
        [str(story.pulse.own[pk]) for pk in sorted(answers)],
        {str(unit.id): unit.members for unit in units if unit.members and unit.id in set(story.pulse.own.values())},
        parents={str(unit.id): None if unit.parent is None else str(unit.parent) for unit in units},
        readers={str(unit.id): unit.readers for unit in units},
    )
    return {int(one.unit): one.mean.value for one in told.units if not isinstance(one.mean, Withheld)}


def weights_in_round(story: Story) -> dict[int, tuple[float, dict[tuple[int, int], float]]]:
    """Subject's person id -> base and weight of each form in what all raters see, by trying each form."""
    about = story.round
    rng = random.Random(story.seed)
    forms = [place for place in about.answers if about.relations[place[0]].get(place[1])]
    invented = {place: rng.choice((2, 3)) for place in forms}
    scales, _texts = closing._asked(about.wave)
    asked = counting_forms.Asked(scales)
    base = _levels(story, asked, invented)
    found: dict[int, tuple[float, dict[tuple[int, int], float]]] = {}
    moved = {place: _levels(story, asked, invented | {place: invented[place] + 1}) for place in forms}
    for person, value in base.items():
        weights = {place: moved[place][person] - value for place in forms}
        found[person] = (value - sum(weight * invented[place] for place, weight in weights.items()), weights)
    return found


def _levels(story: Story, asked: counting_forms.Asked, answers: Mapping[tuple[int, int], int]) -> dict[int, float]:
    about = story.round
    rows = [
        ballots.Answers(
            str(rater),
            person,
            about.relations[person][rater],
            None,
            {item.pk: answer + place % 2 for place, item in enumerate(about.items)},
        )
        for (person, rater), answer in answers.items()
    ]
    levels = counting_rounds._levels(counting_forms.read(rows, asked), asked)
    assert levels is not None
    return {int(name.removeprefix("about-")): float(levels.estimate[row, 0]) for row, name in enumerate(levels.ratees)}

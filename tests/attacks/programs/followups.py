"""C3: both publications of a 360 with a follow-up, solved together for what one rater said.

The adversary holds every number of both rounds' reports, and of the changes between them; knows who was asked, who
answered and in which relation, and what everybody but two answered; and has the product's own code, which tells what
each answer weighs in each number.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from unittest import mock

import numpy as np

from sapwood.feedback.actions import closing
from sapwood.feedback.ballots import Answers
from sapwood.feedback.counting import changes as counting_changes
from sapwood.feedback.counting import forms as counting_forms
from sapwood.feedback.counting import rounds as counting
from sapwood.feedback.models import Cell
from sapwood.measurement import change_between
from sapwood.measurement import changes as measured_changes
from sapwood.measurement.change import ChangeResult
from tests.attacks.chance import Score
from tests.attacks.followups import SECRET_IN, FollowUp, Form
from tests.attacks.sums import MIDDLE, Row, likeliest_difference

HALF, TENTH = 0.5, 0.1
NORMAL_95 = 1.96

Counted = Callable[[Sequence[Any], Sequence[Any], Any], ChangeResult | None]
Told = tuple[float, float]  # a number, and its standard error, which depends on who rated whom alone


@dataclass(frozen=True)
class Number:
    """What all raters see of one person, or how it changed, on any item: what each form's answers weigh in it, that on
    the same item, and that on each other one."""

    about: int
    base: float
    error: float
    own: Mapping[Form, float]
    others: Mapping[Form, float]

    def row(self, place: int, items: int, value: float, *, step: float, base: float = 0.0, shift: bool = False) -> Row:
        """The equation for the item at this place. `shift`: what everybody moved by, unknown, is taken out of it."""
        weights: dict[Hashable, float] = {}
        for form, weight in self.own.items():
            for other in range(items):
                weights[form, other] = weight if other == place else self.others[form]
        if shift:
            weights["everybody", place] = -1.0
            base += MIDDLE
        return Row(weights, value, base + self.base, step)


def attacked(story: FollowUp) -> tuple[Score, Score]:
    """On what was published; and on its double: the same levels, and the change as the model alone would have it, each
    rater with a weight of their own, relations as they are."""
    levels = list(_levels(story))
    real = [*levels, *_changes(story, counting_changes.between, _published_changes(story))]
    careless = [*levels, *_changes(story, _careless, _careless_changes(story))]
    coin = random.Random(f"{story.seed} C3")
    return _scored(story, real, coin), _scored(story, careless, coin)


def _scored(story: FollowUp, rows: Sequence[Row], coin: random.Random) -> Score:
    score = Score()
    about = story.subjects[0].pk
    for kind, pair in story.pairs.items():
        known = _known(story, kind)
        for place, item in enumerate(story.items):
            mine, theirs = ([((SECRET_IN[kind], about, person.pk), place)] for person in pair)
            guess = likeliest_difference(mine, theirs, [*rows, *known])
            score.found += bool(guess)
            score.right += ((guess or coin.choice((1.0, -1.0))) > 0) == (story.low[kind][item.pk] > 0)
            score.tried += 1
    return score


def _known(story: FollowUp, kind: str) -> list[Row]:
    """What everybody but this pair told."""
    pair = {person.pk for person in story.pairs[kind]}
    return [
        Row({(form, place): 1.0}, float(given[item.pk]))
        for form, given in story.answers.items()
        if form[2] not in pair
        for place, item in enumerate(story.items)
    ]


# ---- what was read


def _levels(story: FollowUp) -> Iterator[Row]:
    """What all raters see, groups, behaviours and named views of both rounds."""
    items = len(story.items)
    for number, wave in enumerate(story.waves):
        weighed = {one.about: one for one in _weighed(story, number)}
        places = {item.competency_id: place for place, item in enumerate(story.items)}
        places_of = {item.pk: place for place, item in enumerate(story.items)}
        cells = Cell.objects.filter(publication__wave=wave, kind=Cell.Kind.LEVEL, withheld="").select_related("subject")
        for cell in cells:
            assert cell.subject is not None and cell.value is not None
            about = cell.subject.person_id
            place = places_of[cell.item_id] if cell.item_id else places[cell.competency_id]
            if cell.item_id is None and cell.group == Cell.ALL:
                yield from _thrice(weighed[about], place, items, (cell.value, cell.low, cell.high))
                continue
            people = _people(story, number, about, cell)
            if people:
                even = {((number, about, pk), place): 1 / len(people) for pk in people}
                named = cell.group in {"self", "manager"}
                yield Row(even, cell.value, 0.0, TENTH if named else HALF)


def _people(story: FollowUp, number: int, about: int, cell: Cell) -> frozenset[int]:
    given = story.relations[number][about]
    if cell.item_id is not None:
        return frozenset(pk for pk, relation in given.items() if relation != "self")
    if cell.group in {"self", "manager"}:
        return frozenset(pk for pk, relation in given.items() if relation == cell.group)
    groups = story.groups(number, about, 4 if cell.group == Cell.REST else 3)
    return groups.get(Cell.OTHERS if cell.group == Cell.REST else cell.group, frozenset())


def _thrice(
    one: Number, place: int, items: int, told: tuple[float, float | None, float | None], *, shift: bool = False
) -> Iterator[Row]:
    """The number, and the ends of its interval: each is the same sum, rounded from another place."""
    value, low, high = told
    yield one.row(place, items, value, step=TENTH, shift=shift)
    half = NORMAL_95 * one.error
    if low is not None and (shift or low > 1):
        yield one.row(place, items, low + TENTH / 2, step=TENTH, base=-half, shift=shift)
    if high is not None and (shift or high < 5):
        yield one.row(place, items, high - TENTH / 2, step=TENTH, base=half, shift=shift)


def _changes(
    story: FollowUp, counted: Counted, published: Mapping[tuple[int, int], tuple[float, float, float]]
) -> Iterator[Row]:
    for one in _weighed(story, None, counted):
        for place in range(len(story.items)):
            told = published.get((one.about, place))
            if told is not None:
                yield from _thrice(one, place, len(story.items), told, shift=True)


def _published_changes(story: FollowUp) -> dict[tuple[int, int], tuple[float, float, float]]:
    places = {item.competency_id: place for place, item in enumerate(story.items)}
    cells = Cell.objects.filter(publication__wave=story.waves[1], kind=Cell.Kind.CHANGE, withheld="")
    return {
        (cell.subject.person_id, places[cell.competency_id]): (cell.value, cell.low, cell.high)
        for cell in cells.select_related("subject")
        if cell.subject is not None and cell.value is not None and cell.low is not None and cell.high is not None
    }


def _careless_changes(story: FollowUp) -> dict[tuple[int, int], tuple[float, float, float]]:
    answers = {form: [given[item.pk] for item in story.items] for form, given in story.answers.items()}
    told = _estimates(story, _careless, answers)
    found = {}
    for place in range(len(story.items)):
        middle = float(np.median([rows[place][0] for rows in told.values()]))
        for about, rows in told.items():
            value, half = rows[place][0] - middle, NORMAL_95 * rows[place][1]
            low, high = math.floor((value - half) / TENTH) * TENTH, math.ceil((value + half) / TENTH) * TENTH
            found[about, place] = (round(value / TENTH) * TENTH, low, high)
    return found


# ---- what each answer weighs, by trying


def _weighed(story: FollowUp, number: int | None, counted: Counted | None = None) -> list[Number]:
    """The numbers of one round, or the changes: everybody's answers invented, and each form moved by one point on the
    first item."""
    rng = random.Random(story.seed)
    forms = [form for form in story.answers if number is None or form[0] == number]
    invented = {form: [rng.choice((2, 3, 4)) for _item in story.items] for form in story.answers}

    def told(answers: Mapping[Form, Sequence[int]]) -> dict[int, list[Told]]:
        return _estimates(story, counted, answers) if number is None else _levels_at(story, number, answers)

    base = told(invented)
    moved = {form: told({**invented, form: [invented[form][0] + 1, *invented[form][1:]]}) for form in forms}
    found = []
    for about, rows in base.items():
        own = {form: moved[form][about][0][0] - rows[0][0] for form in forms}
        others = {form: moved[form][about][1][0] - rows[1][0] for form in forms}
        rest = rows[0][0] - sum(
            own[form] * invented[form][0] + others[form] * sum(invented[form][1:]) for form in forms
        )
        found.append(Number(about, rest, rows[0][1], own, others))
    return found


def _ballots(story: FollowUp, number: int, answers: Mapping[Form, Sequence[int]]) -> list[Any]:
    rows = [
        Answers(
            f"r{form[2]}", form[1], story.relations[number][form[1]][form[2]], None,
            {item.pk: given[place] for place, item in enumerate(story.items)},
        )
        for form, given in answers.items()
        if form[0] == number
    ]  # fmt: skip
    return counting_forms.read(rows, _asked(story))


def _asked(story: FollowUp) -> Any:
    return counting_forms.Asked(closing._asked(story.waves[0])[0])


def _levels_at(story: FollowUp, number: int, answers: Mapping[Form, Sequence[int]]) -> dict[int, list[Told]]:
    found = counting._levels(_ballots(story, number, answers), _asked(story))
    assert found is not None
    return {
        int(name.removeprefix("about-")): list(zip(found.estimate[row].tolist(), found.se[row].tolist(), strict=True))
        for row, name in enumerate(found.ratees)
    }


def _estimates(
    story: FollowUp, counted: Counted | None, answers: Mapping[Form, Sequence[int]]
) -> dict[int, list[Told]]:
    """The changes before what everybody moved by is taken out, which is no sum of answers."""
    assert counted is not None
    first, second = (_ballots(story, number, answers) for number in (0, 1))
    with mock.patch.object(measured_changes, "typical_change", lambda rows: np.zeros(rows.shape[1])):
        found = counted(first, second, _asked(story))
    assert found is not None
    return {
        int(name.removeprefix("about-")): list(zip(found.estimate[row].tolist(), found.se[row].tolist(), strict=True))
        for row, name in enumerate(found.ratees)
    }


def _careless(earlier: Sequence[Any], later: Sequence[Any], asked: Any) -> ChangeResult:
    rated = [counting_forms.of_others(some) for some in (earlier, later)]
    return change_between(
        **counting_forms.table([form for some in rated for form in some]),
        wave=["1"] * len(rated[0]) + ["2"] * len(rated[1]),
        items=asked.counts,
    )

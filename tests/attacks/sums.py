"""What can be worked out from means of groups: subtraction, and everything linear at once."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

MIDDLE = 3.0
DUST = 1e-6  # of the computation; two people nobody told apart come out equal to the last digits


@dataclass(frozen=True)
class Mean:
    """What `people` answered on average, as somebody read it."""

    people: frozenset[int]
    value: float


def subtracted(first: int, second: int, minuend: Mean, *parts: Mean) -> float:
    """From a group less its parts: positive when the first of two people seems to have given the low answer."""
    left = minuend.people.difference(*(part.people for part in parts))
    if (first in left) == (second in left):
        return 0.0
    total = minuend.value * len(minuend.people) - sum(part.value * len(part.people) for part in parts)
    mean = total / len(left)
    return (MIDDLE - mean) if first in left else (mean - MIDDLE)


def smallest_difference(first: int, second: int, means: Sequence[Mean], most: int = 3) -> float:
    """Every group less up to three others inside it that do not overlap: the difference that isolates fewest people."""
    best, found = 10**6, 0.0
    for whole in means:
        inside = [one for one in means if one.people < whole.people]
        for number in range(1, most + 1):
            for parts in combinations(inside, number):
                left = whole.people.difference(*(part.people for part in parts))
                apart = len(left) == len(whole.people) - sum(len(part.people) for part in parts)
                if apart and len(left) < best and (first in left) != (second in left):
                    best, found = len(left), subtracted(first, second, whole, *parts)
    return found


def all_at_once(first: int, second: int, means: Iterable[Mean], known: Iterable[Mean] = ()) -> float:
    """The shortest solution of all equations together: answer of the second less answer of the first.

    Zero when no combination of what was read tells the two apart.
    """
    rows = [*means, *known]
    people = sorted(set().union(*(row.people for row in rows)) | {first, second})
    place = {person: number for number, person in enumerate(people)}
    matrix = np.zeros((len(rows), len(people)))
    for number, row in enumerate(rows):
        matrix[number, [place[person] for person in row.people]] = 1 / len(row.people)
    values = np.array([row.value - MIDDLE for row in rows])
    if not rows:
        return 0.0
    answers = np.linalg.lstsq(matrix, values, rcond=None)[0]
    told = float(answers[place[second]] - answers[place[first]])
    return told if abs(told) > DUST else 0.0


# ---- when numbers are no plain means


@dataclass(frozen=True)
class Row:
    """A number somebody read: `base` plus the weighted answers, rounded to `step`."""

    weights: Mapping[Hashable, float]
    value: float
    base: float = 0.0
    step: float = 0.0


def likeliest_difference(
    first: Collection[Hashable], second: Collection[Hashable], rows: Sequence[Row], *, spread: float = 1.4
) -> float:
    """The best linear guess at the answers of the second less those of the first (Gauss), from all rows together.

    Before it, answers lie around the middle; those of the two in question are known to be extreme.
    """
    people = sorted({one for row in rows for one in row.weights} | {*first, *second}, key=repr)
    place = {person: number for number, person in enumerate(people)}
    matrix = np.zeros((len(rows), len(people)))
    for number, row in enumerate(rows):
        for person, weight in row.weights.items():
            matrix[number, place[person]] = weight
    if not rows:
        return 0.0
    before = np.array([4.0 if one in first or one in second else spread**2 for one in people])
    read = np.array([row.value - row.base for row in rows]) - matrix @ np.full(len(people), MIDDLE)
    noise = np.diag([row.step**2 / 12 + DUST for row in rows])
    answers = before * (matrix.T @ np.linalg.solve(matrix * before @ matrix.T + noise, read))
    told = float(sum(answers[place[one]] for one in second) - sum(answers[place[one]] for one in first))
    return told if abs(told) > DUST else 0.0

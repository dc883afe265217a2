"""The one search both rater models share: minimise a restricted likelihood over variances that cannot be negative.

Newton steps on the variances themselves with the exact gradient and the average information matrix (Gilmour,
Thompson & Cullis 1995), an active set at zero, and halved steps where a full one would not go down.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float64]

# A share of the scale of the variances below which a variance counts as zero while searching.
FLOOR = 1e-7
# Twice the log likelihood still to be gained, at which the search stops: far below anything a reader could see.
ENOUGH = 1e-7
MOST_STEPS = 60

Progress = Callable[[str], None]


class Point(Protocol):
    """A place the search has visited: the criterion (-2 log restricted likelihood, up to a constant)."""

    @property
    def criterion(self) -> float: ...


P = TypeVar("P", bound=Point)


class Problem(Protocol[P]):
    """What a model offers to the search."""

    def at(self, variances: Vector) -> P:
        """Factorise at these variances; raises `numpy.linalg.LinAlgError` where that is impossible."""

    def slope(self, point: P) -> tuple[Vector, NDArray[np.float64]]:
        """Gradient and average information (an approximate second derivative) of the criterion there."""


@dataclass(frozen=True, slots=True)
class Optimum(Generic[P]):
    """Where the search ended and how it went."""

    variances: Vector
    point: P
    steps: int
    converged: bool
    words: str


def minimise(
    problem: Problem[P],
    start: Vector,
    *,
    scale: float,
    tell: Progress | None = None,
    most: float = 1e8,
    offset: float = 0.0,
    most_steps: int = MOST_STEPS,
) -> Optimum[P]:
    """The variances at which the criterion is lowest.

    `start` and the result are in the unit of the problem (ratios to the residual variance, or points squared);
    `scale` is the size of a typical variance in that unit; `offset` is what the criterion lacks when it is told.
    Variances at zero are returned as exactly 0.
    """
    if len(start) == 0:
        return Optimum(np.zeros(0), problem.at(np.zeros(0)), 0, True, "")
    floor = FLOOR * scale
    now = np.clip(np.asarray(start, float), 10 * floor, most)
    point = problem.at(now)
    converged, words, steps = False, "", 0
    while steps < most_steps:
        steps += 1
        gradient, information = problem.slope(point)
        free = ~((now <= floor * 1.01) & (gradient >= 0)) & ~((now >= most) & (gradient <= 0))
        if not free.any():
            converged = True
            break
        step = np.zeros_like(now)
        step[free] = _newton(information[np.ix_(free, free)], gradient[free])
        gain = -float(step @ gradient) / 2
        following, there = _descend(problem, now, point, step, floor, most)
        if there is None:
            converged = gain < 1e-3
            words = "" if converged else "the likelihood could not be lowered further although its slope is not flat"
            break
        saved = point.criterion - there.criterion
        moved = float(np.max(np.abs(following - now) / (now + 1e-3 * scale)))
        now, point = following, there
        if tell is not None:
            tell(f"step {steps}: criterion {point.criterion + offset:.4f}, last gain {saved:.2g}")
        if (gain < ENOUGH or (gain < 1e3 * ENOUGH and moved < 1e-3)) and saved < 1e4 * ENOUGH:
            converged = True
            break
    else:
        converged = most_steps < MOST_STEPS  # a caller who asks for few steps starts close and knows it
        words = "" if converged else f"no convergence after {MOST_STEPS} steps"
    return _at_zero(problem, now, point, floor, steps, converged, words)


def _newton(information: NDArray[np.float64], gradient: Vector) -> Vector:
    """A step that goes down even where the information matrix is not positive definite (two factors nearly alike)."""
    size = np.sqrt(np.maximum(np.abs(np.diag(information)), 1e-300))
    scaled = information / size[:, None] / size[None, :]
    values, vectors = np.linalg.eigh((scaled + scaled.T) / 2)
    values = np.maximum(np.abs(values), 1e-6 * max(float(np.abs(values).max()), 1e-300))
    step: Vector = -(vectors @ ((vectors.T @ (gradient / size)) / values)) / size
    return step


def _descend(
    problem: Problem[P], now: Vector, point: P, step: Vector, floor: float, most: float
) -> tuple[Vector, P | None]:
    share = 1.0
    while share > 1e-4:
        trial = np.clip(now + share * step, floor, most)
        try:
            there = problem.at(trial)
        except np.linalg.LinAlgError:
            there = None
        if (
            there is not None
            and np.isfinite(there.criterion)
            and there.criterion <= point.criterion + 1e-9 * (1 + abs(point.criterion))
        ):
            return trial, there
        share /= 2
    return now, None


def _at_zero(
    problem: Problem[P], now: Vector, point: P, floor: float, steps: int, converged: bool, words: str
) -> Optimum[P]:
    small = now <= 20 * floor
    if small.any():
        zeroed = np.where(small, 0.0, now)
        there = problem.at(zeroed)
        if there.criterion <= point.criterion + 1e-5:
            now, point = zeroed, there
    return Optimum(now, point, steps, converged, words)

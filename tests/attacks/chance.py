"""How many guesses may be right before it is no chance any more."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from math import exp, lgamma, log, sqrt
from statistics import NormalDist

SIGMA = 3.0
JOINER_POINTS = 0.10  # docs/privacy.md: what one joiner between two pulses may add to a blind guess


@dataclass
class Score:
    """Guesses of one attack: how many were right, and in how many it had found anything to go by."""

    right: int = 0
    tried: int = 0
    found: int = 0

    def add(self, other: Score) -> None:
        self.right += other.right
        self.tried += other.tried
        self.found += other.found

    @property
    def rate(self) -> float:
        return self.right / self.tried if self.tried else float("nan")


def tail(attacks: int) -> float:
    """The chance of a false alarm of one attack: three sigma, one-sided, shared among all of them."""
    return (1 - NormalDist().cdf(SIGMA)) / attacks


@cache
def most_right(tried: int, attacks: int) -> int:
    """The largest number of right guesses of fair coins that is still chance."""
    least, above = tail(attacks), 0.0
    for right in range(tried, -1, -1):
        ways = lgamma(tried + 1) - lgamma(right + 1) - lgamma(tried - right + 1)
        above += exp(ways - tried * log(2))
        if above >= least:
            return right
    return tried


def is_chance(score: Score, attacks: int) -> bool:
    """Neither right too often nor wrong too often: whoever is always wrong is only to be turned round."""
    return max(score.right, score.tried - score.right) <= most_right(score.tried, attacks)


def joiner_bound(blind: float, tried: int, attacks: int) -> float:
    """Ten points above blind, plus as many standard errors as the other attacks are allowed."""
    z = NormalDist().inv_cdf(1 - tail(attacks))
    top = min(1.0, blind + JOINER_POINTS)
    return min(1.0, top + z * sqrt(top * (1 - top) / max(1, tried)))

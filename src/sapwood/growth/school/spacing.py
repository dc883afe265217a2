"""When a drill comes back: the FSRS scheduler of the `fsrs` library, in whole days.

Free Spaced Repetition Scheduler: Ye, Su and Cao, "A Stochastic Shortest Path Algorithm for Optimizing Spaced Repetition
Scheduling", KDD 2022. Nobody is asked twice in one sitting: what was missed comes back the next day.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from fsrs import Card, Rating, Scheduler, State

SCHEDULER = Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False, maximum_interval=180)


@dataclass(frozen=True, slots=True)
class Memory:
    """How well a drill is remembered: `stability` in days until recall falls to 90 %, `difficulty` from 1 to 10."""

    stability: float
    difficulty: float
    reviewed: dt.datetime
    due: dt.datetime


def reviewed(before: Memory | None, *, is_right: bool, at: dt.datetime) -> Memory:
    """What is remembered after an answer; `before` is None at the first one. `at` is aware, in UTC."""
    card = Card(card_id=1, due=at)
    if before is not None:
        card = Card(1, State.Review, None, before.stability, before.difficulty, before.due, before.reviewed)
    card, _log = SCHEDULER.review_card(card, Rating.Good if is_right else Rating.Again, review_datetime=at)
    if card.stability is None or card.difficulty is None:
        raise AssertionError("A reviewed card always has a stability and a difficulty.")
    return Memory(card.stability, card.difficulty, at, card.due)

"""What an attack is: a program, what its adversary holds, and a double of the product without the protection."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sapwood.people.models import Person
from tests.attacks.chance import Score
from tests.attacks.pulses import Coins, wording
from tests.attacks.stories import Story

ANSWERS, WORDING, SILENCE = "answers", "words", "silence"
ROUND_ANSWERS, ROUND_WORDING, ROUND_SILENCE = "answers in a 360", "words in a 360", "silence in a 360"

Guesses = Mapping[int, float]  # question or pair -> positive: the first; negative: the second; 0 or none: nothing found


@dataclass(frozen=True)
class Who:
    """What every adversary knows: the two people in question, what was asked, and which remark is in question.

    `pairs`: of each pair of people, all words by which a text could mean them.
    """

    first: int
    second: int
    pairs: list[tuple[tuple[str, ...], tuple[str, ...]]]
    questions: dict[int, str]
    needles: dict[int, tuple[str, str]]


@dataclass(frozen=True)
class Attack:
    """`program(seen, who)` guesses from what `real(story)` or `double(story)` holds."""

    code: str
    what: str
    holds: str
    game: str
    program: Callable[[Any, Who], Guesses]
    real: Callable[[Story], Any]
    double: Callable[[Story], Any]

    def on(self, story: Story) -> Score:
        return self._score(story, self.real(story))

    def on_double(self, story: Story) -> Score:
        return self._score(story, self.double(story))

    def _score(self, story: Story, seen: Any) -> Score:
        truth, who = told(story, self.game)
        guesses = self.program(seen, who)
        coin = random.Random(f"{story.seed} {self.code} {self.game}")
        score = Score()
        for key, secret in sorted(truth.items()):
            guess = guesses.get(key, 0.0)
            score.found += bool(guess)
            guess = guess or coin.choice((1.0, -1.0))
            score.right += (guess > 0) == (secret > 0)
            score.tried += 1
        return score


def told(story: Story, game: str) -> tuple[Coins, Who]:
    """The coins of a game, for scoring, and what everybody knows about it."""
    pulse, about = story.pulse, story.round
    if game in {ROUND_ANSWERS, ROUND_WORDING, ROUND_SILENCE}:
        coins = {ROUND_ANSWERS: about.low, ROUND_WORDING: about.wrote, ROUND_SILENCE: about.quiet}[game]
        pairs = about.silent if game == ROUND_SILENCE else [about.pair]
        questions, texts = about.items, about.texts
    else:
        coins = {ANSWERS: pulse.low, WORDING: pulse.wrote, SILENCE: pulse.quiet}[game]
        pairs = {ANSWERS: [pulse.pair], WORDING: [pulse.writers], SILENCE: pulse.silent}[game]
        questions, texts = pulse.items, pulse.texts
    first, second = pairs[0]
    return coins, Who(
        first.pk,
        second.pk,
        [(names(one), names(other)) for one, other in pairs],
        {item.pk: item.text for item in questions},
        {text.pk: (wording(text, 0), wording(text, 1)) for text in texts},
    )


def names(person: Person) -> tuple[str, ...]:
    return (person.name, str(person.email), person.public_id, f"person-{person.pk}")

"""All attacks over many stories: what was right, what may be right, and what each double gave away."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import connection

from sapwood.activity import clock
from tests.attacks import followups, joiners, stories
from tests.attacks.chance import Score, is_chance, joiner_bound, most_right
from tests.attacks.everything import ATTACKS, COUNTED, LIMITS
from tests.attacks.programs import followups as panels
from tests.feedback import rounds

EVERY = 3  # of so many companies one has a follow-up: it takes as long as the rest, and holds several secrets


@dataclass
class Tally:
    """Scores by the place of an attack in ATTACKS, of a limit in LIMITS; A5 and C3 have companies of their own."""

    real: list[Score] = field(default_factory=lambda: [Score() for _one in ATTACKS])
    double: list[Score] = field(default_factory=lambda: [Score() for _one in ATTACKS])
    lost: list[Score] = field(default_factory=lambda: [Score() for _one in LIMITS])
    joiner: joiners.Found = field(default_factory=joiners.Found)
    followup: Score = field(default_factory=Score)
    careless_followup: Score = field(default_factory=Score)

    def add(self, other: Tally) -> None:
        for mine, theirs in ((self.real, other.real), (self.double, other.double), (self.lost, other.lost)):
            for one, more in zip(mine, theirs, strict=True):
                one.add(more)
        self.joiner.add(other.joiner)
        self.followup.add(other.followup)
        self.careless_followup.add(other.careless_followup)

    def live(self, seeds: Iterable[int], folder: Path, *, with_joiners: bool = True, every: int = EVERY) -> None:
        """Live through the stories of these seeds in the empty database, and attack each."""
        for seed in seeds:
            story = stories.tell(seed, folder)
            with clock.frozen(rounds.AFTER + rounds.WEEK):
                for place, attack in enumerate(ATTACKS):
                    self.real[place].add(attack.on(story))
                    self.double[place].add(attack.on_double(story))
                for place, limit in enumerate(LIMITS):
                    self.lost[place].add(limit.on(story))
            for file in story.backups:
                file.unlink()
            if with_joiners:
                self.joiner.add(joiners.tell(seed))
            if seed % every == 1 % every:
                real, double = panels.attacked(followups.tell(seed))
                self.followup.add(real)
                self.careless_followup.add(double)

    def rows(self) -> Iterator[Row]:
        """One row an attack, in order; A5 in its place, C3 last."""
        for attack, real, double in zip(ATTACKS, self.real, self.double, strict=True):
            if attack.code == "A6" and self.joiner.attack.tried:
                yield self._joiner()
            yield _row(attack.code, attack.what, attack.holds, real, double)
        if self.followup.tried:
            yield _row(
                "C3", "the same, with a follow-up: who joins, leaves, moves", "both reports of each, answers of the others",
                self.followup, self.careless_followup,
            )  # fmt: skip

    def _joiner(self) -> Row:
        found = self.joiner
        bound = joiner_bound(found.blind.rate, found.attack.tried, COUNTED)
        return Row(
            "A5", "one joiner between two pulses", "both pages, what the team usually says", found.attack,
            found.blind.rate, bound, found.double,
            held=found.attack.rate <= bound, broken=found.double.rate > bound,
        )  # fmt: skip


@dataclass(frozen=True)
class Row:
    code: str
    what: str
    holds: str
    real: Score
    chance: float
    most: float  # share of guesses that may be right
    double: Score
    held: bool
    broken: bool

    @property
    def verdict(self) -> str:
        if not self.held:
            return "BEATS CHANCE"
        return "held" if self.broken else "CONTROL NOT BROKEN"


def _row(code: str, what: str, holds: str, real: Score, double: Score) -> Row:
    most = most_right(real.tried, COUNTED)
    broken = double.right > most_right(double.tried, COUNTED)
    return Row(
        code, what, holds, real, 0.5, most / max(1, real.tried), double, held=is_chance(real, COUNTED), broken=broken
    )


def as_lists(tally: Tally) -> dict[str, Any]:
    """For another process."""
    joiner = tally.joiner
    return {
        name: [[one.right, one.tried, one.found] for one in scores]
        for name, scores in (
            ("real", tally.real), ("double", tally.double), ("lost", tally.lost),
            ("joiner", [joiner.attack, joiner.double, joiner.blind]),
            ("followup", [tally.followup, tally.careless_followup]),
        )
    }  # fmt: skip


def from_lists(told: dict[str, Any]) -> Tally:
    scores = {name: [Score(*one) for one in rows] for name, rows in told.items()}
    return Tally(
        scores["real"], scores["double"], scores["lost"], joiners.Found(*scores["joiner"]), *scores["followup"]
    )


def database() -> str:
    return "SQLite" if connection.vendor == "sqlite" else "PostgreSQL"

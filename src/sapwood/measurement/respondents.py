"""Named people who answer, one at a time, about levels and changes that are known: for demonstrations and benches.

The same model as `simulate.py`, which makes whole companies at once. Here every effect is drawn from the seed and the
names it belongs to. So the people, their teams and who rates whom come from elsewhere (a product's own waves), answers
can be asked in any order, a week or a year apart, and the same rater stays as severe as before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from statistics import NormalDist

from sapwood.measurement.simulate import RELATIONS, Truth

LENIENCY_OF = dict(zip(RELATIONS, (-0.10, 0.0, 0.10, 0.30), strict=True))
SELF_SPREAD = 0.40
LEAST, MOST = 1, 5
FAITHFUL = frozenset({"self", "manager"})  # they answer nearly always

_NORMAL = NormalDist()


@dataclass(frozen=True, slots=True)
class Chance:
    """Dice that fall the same for the same words."""

    seed: int

    def share(self, *words: object) -> float:
        """A number between 0 and 1 that belongs to these words: the same each time."""
        name = "|".join(map(str, (self.seed, *words)))
        return (int.from_bytes(blake2b(name.encode(), digest_size=7).digest()) + 0.5) / 2**56

    def normal(self, spread: float, *words: object) -> float:
        return spread * _NORMAL.inv_cdf(self.share(*words)) if spread else 0.0


@dataclass(frozen=True, slots=True)
class Raters:
    """Raters of a 360 in two waves (1 and 2) with a known truth.

    Each subject names one or two competencies; of `truth.share_changed` the true level on those is higher by `effect`
    standard deviations of true levels in the second wave. `silent`: share of raters (not of managers or the own view)
    who do not answer; `unseen`: share of single answers that are "could not observe". `behaviour`: how far the
    behaviours of a competency differ in how often they are seen, the same for everybody.
    """

    seed: int
    truth: Truth = field(default_factory=Truth)
    effect: float = 1.5
    behaviour: float = 0.0
    silent: float = 0.15
    unseen: float = 0.08

    def focus(self, subject: str, competencies: Sequence[str]) -> tuple[str, ...]:
        """The one or two competencies the subject names before the second wave."""
        chance = Chance(self.seed)
        mixed = sorted(competencies, key=lambda one: chance.share("focus", subject, one))
        return tuple(mixed[: 1 + (chance.share("many", subject) < 0.5)])

    def changes(self, subject: str, competencies: Sequence[str]) -> dict[str, float]:
        """The true change on each competency, beyond what everybody moves."""
        grows = Chance(self.seed).share("grows", subject) < self.truth.share_changed
        named = self.focus(subject, competencies) if grows else ()
        return {one: self.effect * self.truth.spread if one in named else 0.0 for one in competencies}

    def standing(self, subject: str, competency: str) -> float:
        """The true level in the first wave, as a peer of average generosity sees it."""
        chance, truth = Chance(self.seed), self.truth
        return (
            truth.mean
            + chance.normal(0.15, "competency", competency)
            + chance.normal(truth.level, "level", subject)
            + chance.normal(truth.profile, "profile", subject, competency)
        )

    def takes_part(self, rater: str, subject: str, relation: str, wave: int) -> bool:
        share = self.silent / 5 if relation in FAITHFUL else self.silent
        return Chance(self.seed).share("silent", rater, subject, wave) >= share

    def form(
        self,
        rater: str,
        subject: str,
        relation: str,
        wave: int,
        behaviours: Mapping[str, Sequence[str]],
    ) -> dict[str, int | None]:
        """One filled form: behaviour -> answer from 1 to 5, None where it could not be observed.

        `behaviours`: competency -> its behaviours, all that the questionnaire asks about.
        """
        chance, truth = Chance(self.seed), self.truth
        whole = (
            chance.normal(truth.leniency, "lenient", rater)
            + chance.normal(truth.leniency_wave, "lenient", rater, wave)
            + chance.normal(truth.halo, "halo", rater, subject)
            + chance.normal(truth.halo_wave, "halo", rater, subject, wave)
            + LENIENCY_OF.get(relation, 0.0)
            + truth.drift * (wave == 2)
        )
        if relation == "self":
            whole += chance.normal(SELF_SPREAD, "self", subject)
        moved = self.changes(subject, list(behaviours)) if wave == 2 else {}
        form: dict[str, int | None] = {}
        for competency, of in behaviours.items():
            seen = whole + self.standing(subject, competency) + moved.get(competency, 0.0)
            seen += chance.normal(truth.pair_competency, "pair", rater, subject, competency)
            for one in of:
                if self.unseen and chance.share("unseen", rater, subject, one, wave) < self.unseen:
                    form[one] = None
                    continue
                answer = seen + chance.normal(self.behaviour, "behaviour", one)
                form[one] = _whole(answer + chance.normal(truth.residual, "answer", rater, subject, one, wave))
        return form


@dataclass(frozen=True, slots=True)
class Members:
    """People of an organisation who answer pulses, week after week, with a known truth.

    What somebody would answer: a mean of 3.7, what each of their units is like (SD 0.25, half of it in all questions
    of one theme alike), what they are like (0.65), how the week was (0.6); whole numbers from 1 to 5. `steps`: (unit,
    theme) -> (first week, points): from then on people of that unit feel so much better or worse. Everybody has a
    response rate of their own between the two of `response`; silence has nothing to do with mood.
    """

    seed: int
    response: tuple[float, float] = (0.5, 0.95)
    between: float = 0.25
    person: float = 0.65
    week: float = 0.60
    steps: Mapping[tuple[str, str], tuple[int, float]] = field(default_factory=dict)

    def takes_part(self, person: str, week: int) -> bool:
        chance = Chance(self.seed)
        low, high = self.response
        return chance.share("silent", person, week) < low + (high - low) * chance.share("willing", person)

    def answer(self, person: str, units: Sequence[str], theme: str, question: str, week: int) -> int:
        """What this person would answer, from 1 (bad) to 5 (good). `units`: where they belong, outermost first."""
        chance = Chance(self.seed)
        half = self.between / 2**0.5
        felt = 3.7 + chance.normal(0.15, "theme", theme) + chance.normal(0.10, "question", question)
        for unit in units:
            felt += chance.normal(half, "unit", unit) + chance.normal(half, "unit", unit, theme)
            first, step = self.steps.get((unit, theme), (week, 0.0))
            felt += step if week >= first else 0.0
        felt += chance.normal(self.person, "person", person, theme)
        return _whole(felt + chance.normal(self.week, "answer", person, question, week))


def _whole(answer: float) -> int:
    return min(MOST, max(LEAST, round(answer)))

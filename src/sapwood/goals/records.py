"""What a team's own finished goals say about the next ones, in kind words. Of teams only, never of persons."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import fmean

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sapwood.goals import progress
from sapwood.goals.models import Closure, Objective
from sapwood.people.models import Team

ENOUGH = 4
"""Finished goals with a score, of one ambition, before anything is said."""


@dataclass(frozen=True)
class Record:
    """The scores of a team's finished goals of one ambition."""

    ambition: str
    scores: tuple[float, ...]

    @property
    def reached(self) -> float:
        return fmean(self.scores)

    @property
    def landed(self) -> int:
        """How many came to where a goal of this ambition should (within a twentieth)."""
        return sum(score >= 0.95 * progress.HEALTHY[self.ambition] for score in self.scores)

    @property
    def words(self) -> str:
        """What it suggests, as a question; a team with few finished goals hears that it is too early."""
        n = len(self.scores)
        if n < ENOUGH:
            return ngettext(
                "One finished goal: too few to say anything.", "%(n)d finished goals: too few to say anything.", n
            ) % {"n": n}
        if self.ambition == Objective.Ambition.COMMITTED:
            if self.landed < 0.6 * n:
                return _("Often less comes true than was promised. Promise fewer, or ask earlier for what is missing?")
            return _("What is promised mostly comes true.")
        if self.reached > 0.9:
            return _("They usually land above 0.9. Aim higher?")
        if self.reached < 0.4:
            return _("They usually land below 0.4. Fewer goals, or nearer ones?")
        return _("They land where goals of this ambition should.")


def record_of(team: Team) -> list[Record]:
    """The records of a team's closed strategic goals, one an ambition; empty where none is finished."""
    rows = Closure.objects.filter(
        objective__owner_team=team, objective__layer=Objective.Layer.STRATEGIC, score__isnull=False
    ).values_list("objective__ambition", "score")
    return list(_by_ambition(rows))


def _by_ambition(rows: Iterable[tuple[str, float | None]]) -> Iterable[Record]:
    kept: dict[str, list[float]] = {ambition: [] for ambition in Objective.Ambition.values}
    for ambition, score in rows:
        if score is not None:
            kept[ambition].append(score)
    for ambition, scores in kept.items():
        if scores:
            yield Record(ambition, tuple(scores))

"""Where the differences between 360 ratings come from, in the terms of the model, estimated or assumed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sapwood.measurement.results import shown
from sapwood.measurement.tables import Floats

ASSUMED = "assumed"


@dataclass(frozen=True, slots=True)
class Components:
    """The variances behind one rating, in points squared; `residual` is that of a score made of `items` items.

    ratee: general level; ratee_wave: its movement between waves; ratee_competency: profile; ratee_competency_wave: its
    movement; rater: leniency; pair: halo of one rater towards one ratee; pair_wave: that of one form;
    pair_competency: what one rater sees in one ratee on one competency; residual: everything else.
    `source` says where the figures come from.
    """

    ratee: float
    ratee_wave: float
    ratee_competency: float
    ratee_competency_wave: float
    rater: float
    pair: float
    pair_wave: float
    pair_competency: float
    residual: float
    items: float = 1.0
    source: str = "estimated from these ratings (REML)"

    @property
    def is_assumed(self) -> bool:
        """Not learned from these ratings, nor given by somebody who knows them."""
        return self.source.startswith(ASSUMED)

    def with_items(self, items: float) -> Components:
        """The same world asked with another number of items per competency: only the residual changes."""
        values = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return Components(**{**values, "residual": self.residual * self.items / items, "items": items})

    def __str__(self) -> str:
        named = [
            ("what the ratee is like overall", self.ratee + self.ratee_competency),
            ("how the ratee moves between waves", self.ratee_wave + self.ratee_competency_wave),
            ("how lenient the rater is", self.rater),
            ("how this rater sees this ratee", self.pair + self.pair_wave + self.pair_competency),
            ("chance in the single answer", self.residual),
        ]
        total = sum(value for _, value in named)
        if total <= 0:
            return f"Components: {self.source}."
        lines = [f"  {name:<36}{shown(value, 3):>8}  {value / total:>4.0%}" for name, value in named]
        return "\n".join([f"One score of {shown(self.items, 0)} items; components {self.source}:", *lines])


# What a typical programme shows (docs/statistics.md tells how these were found): used below 30 subjects and for planning
# before the first wave. One item per competency, answers on a scale from 1 to 5.
TYPICAL = Components(
    ratee=0.080,
    ratee_wave=0.001,
    ratee_competency=0.080,
    ratee_competency_wave=0.007,
    rater=0.135,
    pair=0.070,
    pair_wave=0.042,
    pair_competency=0.083,
    residual=0.312,
    items=1.0,
    source=f"{ASSUMED} from typical programmes, not estimated from these ratings",
)


def from_halves(level: Floats, profile: Floats, K: int, items: float) -> Components:
    """From the two halves to the terms of the model: a form mean holds a Kth of every profile term."""
    share = profile / K if K > 1 else np.zeros(4)
    rest = np.maximum(level - np.array([share[0], share[1], share[2], 0.0, share[3]]), 0.0)
    return Components(
        ratee=float(rest[0]),
        ratee_wave=float(rest[1]),
        ratee_competency=float(profile[0]),
        ratee_competency_wave=float(profile[1]),
        rater=float(rest[3]),
        pair=float(rest[2]),
        pair_wave=float(rest[4]) if K > 1 else 0.0,
        pair_competency=float(profile[2]),
        residual=float(profile[3]) if K > 1 else float(level[4]),
        items=items,
    )


def halves(c: Components, K: int) -> tuple[Floats, Floats]:
    level = np.array(
        [
            c.ratee + c.ratee_competency / K,
            c.ratee_wave + c.ratee_competency_wave / K,
            c.pair + c.pair_competency / K,
            c.rater,
            c.pair_wave + c.residual / K,
        ]
    )
    profile = np.array([c.ratee_competency, c.ratee_competency_wave, c.pair_competency, c.residual])
    return level, profile

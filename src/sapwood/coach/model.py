"""Small linear models: a table of weights in one file, read once; a judgement is a sum over the features of a statement.

The file (data/<language>/weights.npz) holds, per kind of statement, whole numbers of eight bits and what each column
of them is multiplied with; `training` writes it. No code is ever loaded from it.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from sapwood.coach.results import Span

if TYPE_CHECKING:
    import numpy as np

    from sapwood.coach.features import Seen

TYPES = ("outcome", "output", "activity")


@dataclass(frozen=True)
class Model:
    """The models of one kind of statement. A column each for the three types, then one for each label."""

    columns: tuple[str, ...]
    weights: np.ndarray[Any, np.dtype[np.int8]]  # features x columns
    scale: np.ndarray[Any, np.dtype[np.float32]]
    slope: tuple[float, ...]  # calibration: probability = 1 / (1 + exp(-(slope * score + shift)))
    shift: tuple[float, ...]

    def scores(self, seen: Seen) -> list[float]:
        """One score a column."""
        import numpy as np

        rows = self.weights[np.asarray(seen.places, dtype=np.intp)]
        total = np.asarray(seen.weights, dtype=np.float32) @ rows.astype(np.float32)
        return [float(value) for value in total * self.scale]

    def probability(self, column: int, score: float) -> float:
        """The probability that a label is true."""
        return _squashed(self.slope[column] * score + self.shift[column])

    def words(self, seen: Seen, column: int, sign: float, most: int = 3) -> tuple[Span, ...]:
        """The words that speak loudest for (sign 1) or against (-1) a column, neighbours joined."""
        import numpy as np

        if not seen.tokens:
            return ()
        values = (
            self.weights[np.asarray(seen.places, dtype=np.intp), column].astype(np.float32)
            * np.asarray(seen.weights)
            * sign
        )
        spoken = [0.0] * len(seen.tokens)
        for value, (first, last) in zip(values.tolist(), seen.sources, strict=True):
            if first < 0:
                continue
            for place in {first, last}:
                spoken[place] += value / (1 if first == last else 2)
        best = max(spoken)
        if best <= 0:
            return ()
        loud = sorted(
            (place for place, value in enumerate(spoken) if value > 0.45 * best and seen.tokens[place].kind != "mark"),
            key=lambda place: -spoken[place],
        )[:most]
        return joined([Span(seen.tokens[place].start, seen.tokens[place].end) for place in loud])


def joined(spans: list[Span]) -> tuple[Span, ...]:
    """Spans in order, those that touch or have one letter between them made one."""
    result: list[Span] = []
    for span in sorted(spans):
        if result and span.start <= result[-1].end + 1:
            result[-1] = Span(result[-1].start, max(span.end, result[-1].end))
        else:
            result.append(span)
    return tuple(result)


@lru_cache(maxsize=8)
def model(language: str, kind: str) -> Model:
    """The models of a language for key results or objectives."""
    import numpy as np

    with files("sapwood.coach").joinpath("data", language, "weights.npz").open("rb") as opened:
        stored = np.load(opened, allow_pickle=False)
        about = json.loads(str(stored[f"{kind}_about"]))
        weights = np.zeros((int(about["rows"]), len(about["columns"])), dtype=np.int8)
        weights[stored[f"{kind}_places"]] = stored[f"{kind}_weights"]
        scale = stored[f"{kind}_scale"]
    return Model(tuple(about["columns"]), weights, scale, tuple(about["slope"]), tuple(about["shift"]))


def softmax(scores: list[float]) -> list[float]:
    """Scores as probabilities that sum to one."""
    top = max(scores)
    powers = [math.exp(score - top) for score in scores]
    return [power / sum(powers) for power in powers]


def _squashed(value: float) -> float:
    if value < -30:
        return 0.0
    return 1.0 / (1.0 + math.exp(-value)) if value < 30 else 1.0

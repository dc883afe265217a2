"""Acceptance figures of the forecast (11.9), and beside it the straight lines that other products draw.

    python bench/measurement_forecast.py

prints the table of `docs/statistics.md`: held-out quarters that are simulated, and real growth in turn (three quarters of
the series teach, the last is forecast). Progress is told as a share of the way; in the real series 1 is the mean landing
of the series that teach. Brier scores are of landing at 0.7 or more, and where nearly all real series do, at 1 as well.
"""

from __future__ import annotations

import csv
import gzip
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from measurement_rows import Row, at_most, between, missing, shared
from numpy.typing import ArrayLike, NDArray
from scipy import stats

from sapwood.measurement import Prior, forecast_many, learn_prior
from sapwood.measurement.worlds import quarters

Floats = NDArray[np.float64]

SEED = 51_000  # of no test and no tuning
NO_DATA = "the reference data (../shared) are not there"
WEEKS = np.arange(1, 14) / 13
SIMULATED = (4, 6, 9, 12)
REAL = {"chicks' weight": "chickweight.csv", "skill in a simulator": "tankdat.csv.gz"}
COLUMNS = {"chickweight.csv": ("Chick", "Time", "weight"), "tankdat.csv.gz": ("ID", "TIME", "SCORE")}


@dataclass(frozen=True)
class Course:
    """Held-out series at one time: what was told, where each landed, and what the forecast said (a t distribution)."""

    where: str
    times: Floats
    told: Floats
    landed: Floats
    mean: Floats
    scale: Floats
    df: Floats

    def coverage(self) -> float:
        """Share of the 80 % intervals that hold the landing."""
        return float((np.abs(self.landed - self.mean) <= stats.t.ppf(0.9, self.df) * self.scale).mean())

    def brier(self, mark: float = 0.7) -> float:
        return _brier(stats.t.sf((mark - self.mean) / self.scale, self.df), self.landed >= mark)

    def pace_brier(self, mark: float = 0.7) -> float:
        """The pace line: what was reached goes on as it went so far, and it says yes or no."""
        return _brier(self.told[:, -1] / self.times[-1] >= mark, self.landed >= mark)

    def base_brier(self, mark: float = 0.7) -> float:
        hit = self.landed >= mark
        return float(hit.mean() * (1 - hit.mean()))

    def trend(self) -> tuple[Floats, Floats, int]:
        """A trend line by least squares with its own interval: mean, standard error of a landing, degrees of freedom."""
        x = np.column_stack([np.ones(len(self.times)), self.times])
        hat = np.linalg.pinv(x)
        b = self.told @ hat.T
        df = len(self.times) - 2
        s2 = ((self.told - b @ x.T) ** 2).sum(axis=1) / df
        end = np.array([1.0, 1.0])
        spread = 1 + end @ np.linalg.inv(x.T @ x) @ end
        return b @ end, np.sqrt(np.maximum(s2 * spread, 1e-12)), df

    def trend_coverage(self) -> float:
        mean, se, df = self.trend()
        return float((np.abs(self.landed - mean) <= stats.t.ppf(0.9, df) * se).mean())

    def trend_brier(self, mark: float = 0.7) -> float:
        mean, se, df = self.trend()
        return _brier(stats.t.sf((mark - mean) / se, df), self.landed >= mark)


def rows(only: str = "") -> Iterator[Row]:
    if only not in ("", "11.9"):
        return
    for one in _simulated():
        yield between(f"11.9 forecast, {one.where}: 80% intervals", one.coverage(), 0.75, 0.90)
        yield at_most(f"11.9 forecast, {one.where}: Brier against the pace line", one.brier(), one.pace_brier())
        yield at_most(f"11.9 forecast, {one.where}: Brier against the base rate", one.brier(), one.base_brier())
    for name in REAL:
        if shared() is None:
            yield missing(f"11.9 forecast, {name}", NO_DATA)
    for one in _real():
        yield between(f"11.9 forecast, {one.where}: 80% intervals", one.coverage(), 0.70, 0.95)
        yield at_most(f"11.9 forecast, {one.where}: Brier against the pace line", one.brier(), one.pace_brier())
        yield at_most(f"11.9 forecast, {one.where}: Brier at 1 against the pace line", one.brier(1), one.pace_brier(1))
    prior = learn_prior([(WEEKS, row) for row in quarters(np.random.default_rng(SEED + 2), 300)])
    table = quarters(np.random.default_rng(SEED + 3), 3000)
    best = min(_seconds(table, prior) for _ in range(5))
    yield at_most("11.9 3,000 forecasts", 1000 * best, 50, "ms")


def _simulated() -> Iterator[Course]:
    prior = learn_prior([(WEEKS, row) for row in quarters(np.random.default_rng(SEED + 2), 300)])
    table = quarters(np.random.default_rng(SEED + 3), 3000)
    for week in SIMULATED:
        mean, scale, df = forecast_many(WEEKS[:week], table[:, :week], prior=prior)
        yield _course(f"week {week}", WEEKS[:week], table[:, :week], table[:, -1], mean, scale, df)


def _real() -> Iterator[Course]:
    data = shared()
    if data is None:
        return
    for name, file in REAL.items():
        table = _series(data / file)
        table = table[np.random.default_rng(SEED + 4).permutation(len(table))]
        points = table.shape[1]
        times = np.arange(1, points + 1) / points
        for upto in sorted({max(3, points // 3), points // 2, 3 * points // 4}):
            parts = [_fold(table, times, upto, fold) for fold in range(4)]
            told, landed, mean, scale, df = (np.concatenate(one) for one in zip(*parts, strict=True))
            yield _course(f"{name}, {upto} of {points}", times[:upto], told, landed, mean, scale, df)


def _fold(table: Floats, times: Floats, upto: int, fold: int) -> tuple[Floats, ...]:
    teaching, test = table[[n for n in range(len(table)) if n % 4 != fold]], table[fold::4]
    unit = teaching[:, -1].mean()
    teaching, test = teaching / unit, test / unit
    mean, scale, df = forecast_many(times[:upto], test[:, :upto], prior=learn_prior([(times, row) for row in teaching]))
    return test[:, :upto], test[:, -1], *(np.broadcast_to(one, len(test)) for one in (mean, scale, df))


def _course(where: str, times: Floats, told: Floats, landed: Floats, *said: Floats | float) -> Course:
    mean, scale, df = (np.broadcast_to(np.asarray(one, float), len(landed)) for one in said)
    return Course(where, times, told, landed, mean, scale, df)


def _series(file: Path) -> Floats:
    """Whole series only, each from its own start. A simulator's score is told each trial: progress is what came to be
    gained over the first."""
    who, when, what = COLUMNS[file.name]
    raw = file.read_bytes()
    text = (gzip.decompress(raw) if file.suffix == ".gz" else raw).decode()
    found: dict[str, dict[float, float]] = {}
    for row in csv.DictReader(text.splitlines()):
        if row[what] != "NA":
            found.setdefault(row[who], {})[float(row[when])] = float(row[what])
    full = max(map(len, found.values()))
    table = np.array([[one[at] for at in sorted(one)] for one in found.values() if len(one) == full])
    gained = table - table[:, :1]
    return np.cumsum(gained, axis=1) if file.name.startswith("tank") else gained[:, 1:]


def _brier(chance: ArrayLike, hit: NDArray[np.bool_]) -> float:
    return float(((np.asarray(chance, float) - hit) ** 2).mean())


def _seconds(table: Floats, prior: Prior) -> float:
    start = time.process_time()
    forecast_many(WEEKS[:6], table[:, :6], prior=prior)
    return time.process_time() - start


def main() -> int:
    print(
        "| held out | series | 80 % intervals hold | of a trend line | Brier | of a trend line | of the pace line | base rate |"
    )
    print("|---|---|---|---|---|---|---|---|")
    for one in (*_simulated(), *_real()):
        marks = (0.7,) if one.where.startswith("week") else (0.7, 1.0)
        cells = [
            " / ".join(f"{score(mark):.3f}" for mark in marks)
            for score in (one.brier, one.trend_brier, one.pace_brier, one.base_brier)
        ]
        held = f"{one.coverage():.2f} | {one.trend_coverage():.2f}"
        print(f"| {one.where} | {len(one.landed):,} | {held} | {' | '.join(cells)} |")
    return 0


if __name__ == "__main__":
    sys.exit(main())

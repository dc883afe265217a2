"""Small worlds with a known truth for pulses, forecasts and pilots: for tests, benches and the documentation.

The assumptions are ours and stated with each function; a method that holds here has not thereby been shown to hold
in every company. (Companies of 360 ratings: `simulate.py`.)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from sapwood.measurement.programmes import Value
from sapwood.measurement.tables import Codes, Floats


@dataclass(frozen=True, slots=True)
class PulseTeams:
    """J teams in one pulse: `answers[row]` of team `unit[row]`; `members` and the true mean of all of them (J,)."""

    answers: Floats
    unit: Codes
    members: Codes
    truth: Floats


def pulse_teams(
    chance: Generator,
    teams: int = 400,
    *,
    sizes: tuple[int, int] = (4, 12),
    response: tuple[float, float] = (0.35, 0.85),
    between: float = 0.30,
    within: float = 0.85,
    mood: float = 0.0,
    groups: Sequence[Floats] | None = None,
) -> PulseTeams:
    """Teams of `sizes` members, mean 3.7, SD `between` of teams and `within` of members, answers 1 to 5 in whole points.

    Each team has a response rate of its own; `mood` makes answering likelier by that much per point above 3.7.
    `groups`: real groups of answers to cut the teams from instead. A team with fewer than 3 answers is drawn again.
    """
    rows: list[Floats] = []
    units: list[Codes] = []
    members: list[int] = []
    truth: list[float] = []
    while len(members) < teams:
        size = int(chance.integers(sizes[0], sizes[1] + 1))
        if groups is None:
            x = np.clip(np.round(3.7 + chance.normal(0, between) + chance.normal(0, within, size)), 1, 5)
        else:
            group = groups[int(chance.integers(len(groups)))]
            x = group[chance.choice(len(group), size, replace=False)]
        rate = np.clip(chance.uniform(*response) + mood * (x - 3.7), 0.05, 0.98)
        heard = x[chance.random(size) < rate]
        if len(heard) < 3:
            continue
        rows.append(heard)
        units.append(np.full(len(heard), len(members)))
        members.append(size)
        truth.append(x.mean())
    return PulseTeams(np.concatenate(rows), np.concatenate(units), np.array(members), np.array(truth))


@dataclass(frozen=True, slots=True)
class PulseWeeks:
    """M teams over T weeks: weekly `mean` and `answers` (M, T), members per team, variance of one answer."""

    mean: Floats
    answers: Floats
    members: int
    variance: float


def pulse_weeks(
    chance: Generator,
    teams: int,
    *,
    members: int = 8,
    response: float = 0.6,
    weeks: int = 26,
    step: float = 0.0,
    at: int = 13,
) -> PulseWeeks:
    """The same people each week, who answers is chance; persons SD 0.65, days SD 0.6; `step` points from week `at` on."""
    persons = chance.normal(0, 0.65, (teams, members, 1))
    level = 3.7 + chance.normal(0, 0.3, (teams, 1, 1))
    x = level + persons + chance.normal(0, 0.6, (teams, members, weeks))
    x[:, :, at:] += step
    x = np.clip(np.round(x), 1, 5)
    heard = chance.random(x.shape) < response
    n = heard.sum(axis=1).astype(float)
    mean = np.divide((x * heard).sum(axis=1), n, out=np.full(n.shape, np.nan), where=n > 0)
    return PulseWeeks(mean, n, members, 0.65**2 + 0.6**2 + 1 / 12)


def quarters(chance: Generator, results: int, weeks: int = 13) -> Floats:
    """Weekly progress (results, weeks) of key results in a quarter, the start (0) left out.

    Landings N(0.68, 0.30); 35% go evenly, 25% start late, 12% start fast, 18% stall for good, 10% land in one big step;
    weekly noise, 40% told in tenths, a quarter of them repeats its last value in 3 of 10 weeks.
    """
    tau = np.arange(1, weeks + 1) / weeks
    shapes = chance.choice(5, results, p=[0.35, 0.25, 0.12, 0.18, 0.10])
    table = np.empty((results, weeks))
    for row, shape in enumerate(shapes):
        end = float(np.clip(chance.normal(0.68, 0.30), -0.1, 1.4))
        v = end * _shape(chance, int(shape), tau)
        v = v + np.cumsum(chance.normal(0, chance.uniform(0.01, 0.05), weeks))
        v = v + chance.normal(0, chance.uniform(0, 0.02), weeks)
        if chance.random() < 0.4:
            v = np.round(v * 10) / 10
        if chance.random() < 0.25:
            for week in range(1, weeks - 1):
                if chance.random() < 0.3:
                    v[week] = v[week - 1]
        table[row] = v
    return table


def _shape(chance: Generator, shape: int, tau: Floats) -> Floats:
    if shape == 1:
        return tau ** chance.uniform(1.5, 3)
    if shape == 2:
        return tau ** chance.uniform(0.4, 0.7)
    if shape == 3:
        stop = chance.uniform(0.2, 0.8)
        return np.minimum(tau, stop) / max(stop, 0.3) * chance.uniform(0.6, 1)
    if shape == 4:
        return 0.7 * (tau >= chance.uniform(0.4, 0.8)) + 0.3 * tau
    return tau


def simulated_programme(
    seed: int, starts: Sequence[int | None], periods: int, *, effect: float = 0.0, lag: int = 0, drift: float = 0.01
) -> list[Value]:
    """The outcome of a programme of which one team starts in each period of `starts` (None: never), counted from 0.

    Teams are called 0, 1, ... in that order and differ (SD 1); all drift by `drift` a period and share shocks (SD 0.1);
    a team's own error is AR(1) with 0.4 and SD 0.5. `effect` begins `lag` periods after the start and stays.
    """
    chance = np.random.default_rng(seed)
    size = len(starts)
    error = np.empty((size, periods))
    error[:, 0] = chance.normal(0, 0.5, size)
    for place in range(1, periods):
        error[:, place] = 0.4 * error[:, place - 1] + chance.normal(0, 0.5 * np.sqrt(1 - 0.4**2), size)
    common = drift * np.arange(periods) + chance.normal(0, 0.1, periods)
    begun = np.array([np.inf if one is None else one + lag for one in starts])
    y = chance.normal(0, 1, (size, 1)) + common + error + effect * (np.arange(periods) >= begun[:, None])
    return [Value(str(team), place, float(y[team, place])) for team in range(size) for place in range(periods)]


@dataclass(frozen=True, slots=True)
class Pilots:
    """One row per team and week: `outcome`, `team`, `week`, `start` (of the row's team, NaN: never); mean true effect."""

    outcome: Floats
    team: Codes
    week: Codes
    start: Floats
    effect: float


def pilots(
    chance: Generator,
    *,
    starts: Sequence[int] = (8, 14, 20),
    teams: int = 10,
    never: int = 10,
    weeks: int = 30,
    effect: float = 0.0,
    growth: float = 0.0,
    drift: float = 0.01,
    ahead: float = 0.0,
) -> Pilots:
    """Staggered pilots: `teams` teams start in each week of `starts`, `never` teams do not; weeks count from 1.

    Teams differ (SD 1), all drift by `drift` a week and share weekly shocks (SD 0.1); a team's own error is AR(1) with
    0.4 and SD 0.5. The effect is `effect` + `growth` per week since the start. `ahead`: by how much pilot teams rise
    each week before and after, programme or not (parallel courses broken).
    """
    size = teams * len(starts) + never
    start = np.concatenate([np.repeat(np.array(starts, float), teams), np.full(never, np.nan)])
    week = np.arange(1, weeks + 1)
    error = np.empty((size, weeks))
    error[:, 0] = chance.normal(0, 0.5, size)
    for place in range(1, weeks):
        error[:, place] = 0.4 * error[:, place - 1] + chance.normal(0, 0.5 * np.sqrt(1 - 0.4**2), size)
    common = drift * week + chance.normal(0, 0.1, weeks)
    since = week[None, :] - start[:, None]
    true = np.where(since >= 0, effect + growth * since, 0.0)
    own = chance.normal(0, 1, (size, 1)) + ahead * week[None, :] * ~np.isnan(start)[:, None]
    y = own + common[None, :] + error + true
    return Pilots(
        y.ravel(),
        np.repeat(np.arange(size), weeks),
        np.tile(week, size),
        np.repeat(start, weeks),
        float(true[since >= 0].mean()) if (since >= 0).any() else 0.0,
    )

"""Invented companies whose true changes are known: to test a method, to plan a programme, to fill a demonstration.

The model is the one the rater model assumes (`company.py`), and then what it does not assume: answers are whole
numbers from 1 to 5. Chance comes from one seed, so a company can be made again.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sapwood.measurement.results import MeasurementError
from sapwood.measurement.tables import Codes, Floats

RELATIONS = ("manager", "peer", "report", "self")
TEAM = 7  # people who report to one manager


@dataclass(frozen=True, slots=True)
class Truth:
    """The spreads (standard deviations in points) and habits of an invented company."""

    level: float = 0.30
    profile: float = 0.30
    leniency: float = 0.40
    leniency_wave: float = 0.10
    halo: float = 0.29
    halo_wave: float = 0.19
    pair_competency: float = 0.30
    residual: float = 0.50
    mean: float = 3.6
    drift: float = 0.10
    kept: float = 0.60
    kept_managers: float = 0.85
    share_changed: float = 0.30
    peers: tuple[int, int] = (3, 6)
    reports: tuple[int, int] = (0, 4)
    scale: tuple[float, float] | None = (1.0, 5.0)

    @property
    def spread(self) -> float:
        """The standard deviation of true competency scores across people, in points."""
        return float(np.hypot(self.level, self.profile))


@dataclass(frozen=True, slots=True)
class Company:
    """Forms of two waves and the truth behind them.

    One entry per form: `ratee`, `rater` (person numbers), `relation` (position in RELATIONS), `wave` (0 or 1), `y`
    (forms x competencies, the mean of the items). `change` (people x competencies) is each person's true change in
    points, the company's drift left out; `standing` (same shape) is what each was like in the first wave.
    """

    ratee: Codes
    rater: Codes
    relation: Codes
    wave: Codes
    y: Floats
    change: Floats
    standing: Floats
    items: int
    truth: Truth

    @property
    def people(self) -> int:
        return len(self.change)

    def columns(self, *, self_ratings: bool = False) -> dict[str, NDArray[np.generic]]:
        """The forms as columns for `change_between`; one column per competency, named c0, c1, ..."""
        rows = slice(None) if self_ratings else self.relation != RELATIONS.index("self")
        named = {"ratee": self.ratee[rows], "rater": self.rater[rows], "wave": self.wave[rows]}
        scores = {f"c{k}": self.y[rows, k] for k in range(self.y.shape[1])}
        return {**named, "relation": np.array(RELATIONS)[self.relation[rows]], **scores}

    def focus(self, seed: int = 99) -> NDArray[np.bool_]:
        """People x competencies named before wave 2: who changes names the right ones, the others one or two by chance."""
        chance = np.random.default_rng(seed)
        named: NDArray[np.bool_] = self.change != 0
        for person in np.flatnonzero(~named.any(axis=1)):
            named[
                person, chance.choice(named.shape[1], min(named.shape[1], int(chance.integers(1, 3))), replace=False)
            ] = True
        return named


def simulate_company(
    people: int = 1000,
    competencies: int = 10,
    items: int = 3,
    effect: float = 1.5,
    *,
    seed: int,
    truth: Truth | None = None,
) -> Company:
    """A company of `people` in teams of seven, rated twice on `competencies` with `items` questions each.

    `effect` is the true change of those who change, in standard deviations of true scores (0.42 points by default);
    each of them changes in one or two competencies. Raises `MeasurementError` for impossible sizes.
    """
    if people < 2 or competencies < 1 or items < 1:
        raise MeasurementError("A company needs at least two people, one competency and one item.")
    world = truth or Truth()
    chance = np.random.default_rng(seed)
    change = _changes(chance, people, competencies, effect * world.spread, world.share_changed)
    ratee, rater, relation, wave = _invitations(chance, people, world)
    y, standing = _answers(chance, ratee, rater, relation, wave, change, items, world)
    return Company(ratee, rater, relation, wave, y, change, standing, items, world)


def _changes(chance: np.random.Generator, people: int, competencies: int, size: float, share: float) -> Floats:
    change = np.zeros((people, competencies))
    for person in np.flatnonzero(chance.random(people) < share):
        many = min(competencies, int(chance.integers(1, 3)))
        change[person, chance.choice(competencies, many, replace=False)] = size
    return change


def _answers(
    chance: np.random.Generator,
    ratee: Codes,
    rater: Codes,
    relation: Codes,
    wave: Codes,
    change: Floats,
    items: int,
    world: Truth,
) -> tuple[Floats, Floats]:
    people, competencies = change.shape
    forms = len(ratee)
    _, pair = np.unique(ratee * people + rater, return_inverse=True)
    pairs = int(pair.max()) + 1
    is_self = relation == RELATIONS.index("self")
    standing = world.mean + _normal(chance, 0.15, competencies) + _normal(chance, world.level, people)[:, None]
    standing = standing + _normal(chance, world.profile, (people, competencies))
    of_form = _normal(chance, world.leniency, people)[rater]
    of_form += _normal(chance, world.leniency_wave, (people, 2))[rater, wave]
    of_form += _normal(chance, world.halo, pairs)[pair] + _normal(chance, world.halo_wave, forms)
    of_form += np.array([-0.10, 0.0, 0.10, 0.30])[relation] + world.drift * wave
    of_form += np.where(is_self, _normal(chance, 0.40, people)[ratee], 0.0)
    true = of_form[:, None] + standing[ratee] + change[ratee] * wave[:, None]
    true += _normal(chance, world.pair_competency, (pairs, competencies))[pair]
    total = np.zeros_like(true)
    for _ in range(items):
        answer = true + _normal(chance, world.residual, true.shape)
        total += np.clip(np.round(answer), *world.scale) if world.scale else answer
    return total / items, standing


def _invitations(chance: np.random.Generator, people: int, world: Truth) -> tuple[Codes, Codes, Codes, Codes]:
    """Who rates whom, in both waves: the manager, some peers, some reports, the person."""
    manager = (np.arange(people) - 1) // TEAM
    has_manager = np.arange(people) > 0
    peers_before = _peers(chance, people, world, np.full((people, 1), -1))
    kept = (chance.random(peers_before.shape) < world.kept) & (peers_before >= 0)
    staying = np.where(kept, peers_before, -1)
    wanted = (peers_before >= 0).sum(axis=1) - kept.sum(axis=1)
    fresh = _peers(chance, people, world, peers_before, wanted)
    reports_before, reports_after = _reports(chance, people, world)
    same = chance.random(people) < (max(world.kept, world.kept_managers) if world.kept > 0 else 0.0)
    other = chance.integers(max(1, people // TEAM), size=people)
    manager_after = np.where(same, manager, np.where(other == np.arange(people), manager, other))
    found = []
    for wave, boss, peers, reports in (
        (0, manager, peers_before, reports_before),
        (1, manager_after, np.hstack([staying, fresh]), reports_after),
    ):
        found.append(_rows(np.flatnonzero(has_manager), boss[has_manager], 0, wave))
        for relation, table in ((1, peers), (2, reports)):
            person, place = np.nonzero(table >= 0)
            chosen = table[person, place]
            usable = (chosen != boss[person]) | ~has_manager[person]
            found.append(_rows(person[usable], chosen[usable], relation, wave))
        found.append(_rows(np.arange(people), np.arange(people), 3, wave))
    together = np.concatenate(found, axis=1)
    order = np.lexsort((together[2], together[3], together[0]))
    ratee, rater, relation, when = together[:, order]
    _, first = np.unique(np.stack([ratee, rater, when]), axis=1, return_index=True)
    keep = np.sort(first)
    return ratee[keep], rater[keep], relation[keep], when[keep]


def _normal(chance: np.random.Generator, spread: float, shape: int | tuple[int, ...]) -> Floats:
    return np.asarray(chance.normal(0.0, spread, shape), dtype=float)


def _rows(ratee: Codes, rater: Codes, relation: int, wave: int) -> Codes:
    return np.stack([ratee, rater, np.full(len(ratee), relation), np.full(len(ratee), wave)])


def _peers(chance: np.random.Generator, people: int, world: Truth, avoid: Codes, wanted: Codes | None = None) -> Codes:
    """Distinct peers for everybody, -1 where there is none: four in five from the team, the rest near by or anywhere."""
    tries = 5 * world.peers[1]
    me = np.arange(people)
    team = np.maximum(me - 1, 0) // TEAM * TEAM + 1
    size = np.clip(people - team, 1, TEAM)
    drawn = chance.random((people, tries))
    mate = team[:, None] + (chance.random((people, tries)) * size[:, None]).astype(np.int64)
    near = np.clip(me[:, None] + chance.integers(-100, 101, (people, tries)), 0, people - 1)
    anyone = chance.integers(people, size=(people, tries))
    candidate = np.where(drawn < 0.8, mate, np.where(drawn < 0.95, near, anyone))
    candidate = np.minimum(candidate, people - 1)
    usable = candidate != me[:, None]
    for column in range(avoid.shape[1]):
        usable &= candidate != avoid[:, column : column + 1]
    for column in range(1, tries):
        usable[:, column] &= ~((candidate[:, :column] == candidate[:, column : column + 1]) & usable[:, :column]).any(
            axis=1
        )
    if wanted is None:
        wanted = chance.integers(world.peers[0], world.peers[1] + 1, people)
    usable &= np.cumsum(usable, axis=1) <= wanted[:, None]
    return np.where(usable, candidate, -1)


def _reports(chance: np.random.Generator, people: int, world: Truth) -> tuple[Codes, Codes]:
    """Some reports of every manager in wave 1, and the kept ones filled up with others in wave 2."""
    report = np.arange(people)[:, None] * TEAM + 1 + np.arange(TEAM)
    there = report < people
    wanted = chance.integers(world.reports[0], world.reports[1] + 1, people)
    order = np.argsort(np.where(there, chance.random(report.shape), 2.0), axis=1)
    rank = np.argsort(order, axis=1)
    before = there & (rank < wanted[:, None])
    kept = before & (chance.random(report.shape) < world.kept)
    again = np.where(kept, -1.0, np.where(there & ~before, chance.random(report.shape), 2.0))
    rank_again = np.argsort(np.argsort(again, axis=1), axis=1)
    after = kept | (there & ~before & (rank_again < before.sum(axis=1)[:, None]))
    return np.where(before, report, -1), np.where(after, report, -1)

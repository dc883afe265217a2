"""Does a family of published groups give away a few people, by any sum or difference of its numbers?

Every number a reader can compute from published sums is a combination of the groups: a vector of the row space of
the 0/1 matrix M (groups x atoms; an atom is all people with the same memberships). A set S of atoms is exposed when
some such vector is not zero and touches nobody outside S. With N a basis of the null space of M (one row per atom)
that is the case exactly when the rows N[S] are linearly dependent. We look for the smallest dependent sets with fewer
than k people: zero rows, then parallel rows, then the same after dividing out one row, and so on.

Ranks are computed modulo primes, so no tolerance decides. The search runs modulo 65,521, where inverses are looked up;
what it finds is verified modulo 2^31 - 1. A vector of the row space keeps its support modulo a prime or loses some of
it, so nothing is missed as long as the rank is the same for both primes (else the search uses the large one).
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sapwood.measurement.disclosure import K
from sapwood.measurement.results import MeasurementError

Ints = NDArray[np.int64]

PRIME = 2**31 - 1
QUICK = 65_521  # a prime small enough for a table of inverses
SKETCH = 8  # columns of the random sketch of N in which dependence is searched; each find is checked on N itself
MOST_ATOMS = 2_000
_MIX = np.random.default_rng(7).integers(1, 2**62, SKETCH, dtype=np.int64) | 1


@dataclass(frozen=True, slots=True)
class Exposure:
    """A set of fewer than k people whose answers some combination of the groups isolates.

    `people`: how many; `atoms`: for each part of the set, the groups its people share. Nothing smaller inside it is
    exposed (the set is minimal).
    """

    people: int
    atoms: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Audit:
    """What the search found. `safe` only if it was complete and found nothing; `checked` says up to how many people."""

    exposures: tuple[Exposure, ...]
    groups: int
    atoms: int
    people: int
    k: int
    checked: int

    @property
    def complete(self) -> bool:
        return self.checked >= self.k - 1

    @property
    def safe(self) -> bool:
        return self.complete and not self.exposures

    def __str__(self) -> str:
        about = f"{self.groups} groups over {self.people} people"
        if self.exposures:
            fewest = min(one.people for one in self.exposures)
            return f"{about}: {len(self.exposures)} sets of fewer than {self.k} people are exposed, the smallest of {fewest}."
        if not self.complete:
            return f"{about}: nothing exposed up to {self.checked} people; larger sets were not searched, so do not publish."
        return f"{about}: no combination tells about fewer than {self.k} people."


def audit(groups: Mapping[str, Iterable[Hashable]], *, k: int = K, most: int = 100, effort: int = 600_000) -> Audit:
    """Search any family of groups for sets of fewer than k people that sums and differences of it give away.

    `groups`: name -> the people (any labels) whose common sum or mean is shown, over all readers and channels
    together. `most`: stop after that many finds. `effort`: most eliminations (1,000 different memberships take 500,000
    at k = 5, about half a minute); a search cut short says up to how many people it was complete and is never called
    safe.
    Raises `MeasurementError` when there are more than 2,000 different memberships (use the tree rule then).
    Source: research of this project (reliability and security, 1.4).
    """
    if k < 2:
        raise MeasurementError(f"The threshold must be a whole number from 2 on, given: {k}.")
    names = sorted(groups)
    memberships = _memberships(names, groups)
    keys = sorted(memberships, key=lambda key: (memberships[key], key))  # small atoms first
    if len(keys) > MOST_ATOMS:
        raise MeasurementError(
            f"{len(keys):,} different memberships are too many for this check (at most {MOST_ATOMS:,}); "
            "for a tree of units use the residual rule."
        )
    sizes = [memberships[key] for key in keys]
    search = _Search(_incidence(keys, len(names)), sizes, k, most, effort)
    checked = search.run()
    found = tuple(
        Exposure(sum(sizes[one] for one in atoms), tuple(tuple(names[g] for g in keys[one]) for one in atoms))
        for atoms in sorted(search.found, key=lambda atoms: (sum(sizes[one] for one in atoms), atoms))
    )
    return Audit(found, len(names), len(keys), sum(sizes), k, checked)


def _memberships(names: Sequence[str], groups: Mapping[str, Iterable[Hashable]]) -> dict[tuple[int, ...], int]:
    """Atoms: the groups a person is in -> how many people are in exactly those."""
    of: dict[Hashable, list[int]] = {}
    for place, name in enumerate(names):
        for person in set(groups[name]):
            of.setdefault(person, []).append(place)
    counts: dict[tuple[int, ...], int] = {}
    for places in of.values():
        key = tuple(places)
        counts[key] = counts.get(key, 0) + 1
    return counts


def _incidence(keys: Sequence[tuple[int, ...]], groups: int) -> Ints:
    matrix = np.zeros((groups, len(keys)), np.int64)
    for atom, key in enumerate(keys):
        matrix[list(key), atom] = 1
    return matrix


def _null_space(matrix: Ints, prime: int) -> Ints:
    """A basis of the null space modulo a prime, one row per column of the matrix."""
    reduced = np.unique(matrix, axis=0) if len(matrix) else matrix
    columns = reduced.shape[1]
    pivots: list[int] = []
    for column in range(columns):
        row = len(pivots)
        if row == len(reduced):
            break
        candidates = np.flatnonzero(reduced[row:, column])
        if not len(candidates):
            continue
        swap = row + int(candidates[0])
        reduced[[row, swap]] = reduced[[swap, row]]
        reduced[row] = reduced[row] * pow(int(reduced[row, column]), -1, prime) % prime
        others = np.flatnonzero(reduced[:, column])
        others = others[others != row]
        reduced[others] = (reduced[others] - reduced[others, column, None] * reduced[row]) % prime
        pivots.append(column)
    free = [column for column in range(columns) if column not in set(pivots)]
    basis = np.zeros((columns, len(free)), np.int64)
    basis[free, range(len(free))] = 1
    basis[pivots] = (-reduced[: len(pivots)][:, free]) % prime
    return basis


class _Search:
    """Depth-first over dependent sets of rows; `found` holds the minimal ones with fewer than k people."""

    def __init__(self, incidence: Ints, sizes: Sequence[int], k: int, most: int, effort: int) -> None:
        self.sizes, self.k, self.most, self.effort = np.array(sizes, np.int64), k, most, effort
        self.basis = _null_space(incidence, PRIME)
        quick = _null_space(incidence, QUICK)
        same_rank = quick.shape == self.basis.shape
        self.prime, self.searched = (QUICK, quick) if same_rank else (PRIME, self.basis)
        self.inverses = _inverse(np.arange(QUICK, dtype=np.int64), QUICK) if same_rank else None
        self.found: list[tuple[int, ...]] = []
        self.small = np.flatnonzero(self.sizes < k)

    def run(self) -> int:
        """Search sets of 1, 2, … atoms; returns up to how many people the search was complete."""
        rows = self._sketch()
        spent = 0
        for atoms in range(1, self.k):
            cost = _eliminations(len(self.small), atoms)
            if spent + cost > self.effort:
                return atoms - 1
            spent += cost
            self._look(rows, self.small, (), self.k - 1, atoms)
            if len(self.found) >= self.most:
                return atoms - 1
        return self.k - 1

    def _sketch(self) -> Ints:
        """The rows of small atoms, projected at random to a few columns: dependence is kept, and checked on finding."""
        rows = self.searched[self.small]
        if rows.shape[1] <= SKETCH:
            return rows
        weights = np.random.default_rng(20_260_316).integers(1, self.prime, (rows.shape[1], SKETCH), dtype=np.int64)
        sketch = np.zeros((len(rows), SKETCH), np.int64)
        for column in range(SKETCH):
            for start in range(0, rows.shape[1], 1024):
                part = rows[:, start : start + 1024] * weights[start : start + 1024, column] % self.prime
                sketch[:, column] = (sketch[:, column] + part.sum(axis=1)) % self.prime
        return sketch

    def _look(self, rows: Ints, atoms: Ints, chosen: tuple[int, ...], left: int, depth: int) -> None:
        """Dependent sets of `chosen` plus `depth` of `atoms` (whose rows are taken modulo the span of `chosen`)."""
        fits = self.sizes[atoms] <= left
        rows, atoms = rows[fits], atoms[fits]
        if depth == 1:
            for atom in atoms[~rows.any(axis=1)]:
                self._keep((*chosen, int(atom)))
            return
        alive = rows.any(axis=1)
        rows, atoms = rows[alive], atoms[alive]
        if depth == 2:
            for first, second in self._parallel(rows, self.sizes[atoms], left):
                self._keep((*chosen, int(atoms[first]), int(atoms[second])))
            return
        for place in range(len(atoms) - depth + 1):
            if len(self.found) >= self.most:
                return
            rest = self._without(rows[place + 1 :], rows[place])
            size = int(self.sizes[atoms[place]])
            self._look(rest, atoms[place + 1 :], (*chosen, int(atoms[place])), left - size, depth - 1)

    def _without(self, rows: Ints, row: Ints) -> Ints:
        """Rows modulo the span of one row: its first non-zero coordinate is cleared."""
        pivot = int(np.flatnonzero(row)[0])
        unit = row * pow(int(row[pivot]), -1, self.prime) % self.prime
        cleared: Ints = (rows - rows[:, pivot, None] * unit) % self.prime
        return cleared

    def _parallel(self, rows: Ints, sizes: Ints, left: int) -> Iterable[tuple[int, int]]:
        """Pairs of parallel rows (none is zero) whose sizes fit."""
        if len(rows) < 2:
            return
        lead = rows[np.arange(len(rows)), (rows != 0).argmax(axis=1)]
        inverse = self.inverses[lead] if self.inverses is not None else _inverse(lead, self.prime)
        unit = rows * inverse[:, None] % self.prime
        key = unit @ _MIX[: unit.shape[1]]  # wraps around: a hash; rows that meet in it are compared
        order = np.argsort(key, kind="stable")
        same = key[order[1:]] == key[order[:-1]]
        if not same.any():
            return
        for group in np.split(order, np.flatnonzero(~same) + 1):
            places = sorted(int(one) for one in group)
            for at, first in enumerate(places):
                for second in places[at + 1 :]:
                    if sizes[first] + sizes[second] <= left and np.array_equal(unit[first], unit[second]):
                        yield first, second

    def _keep(self, atoms: tuple[int, ...]) -> None:
        if len(self.found) >= self.most:
            return
        these = set(atoms)
        if any(these.issuperset(known) for known in self.found):
            return
        if _rank(self.basis[list(atoms)]) < len(atoms):
            self.found.append(tuple(sorted(atoms)))


def _eliminations(n: int, atoms: int) -> int:
    cost = 1
    for step in range(atoms - 2):
        cost = cost * max(n - step, 0) // (step + 1)
    return cost


def _inverse(values: Ints, prime: int) -> Ints:
    """Inverses modulo a prime by Fermat, value^(prime - 2); 0 for 0."""
    result, power, exponent = np.ones_like(values), values % prime, prime - 2
    while exponent:
        if exponent & 1:
            result = result * power % prime
        power = power * power % prime
        exponent >>= 1
    return result


def _rank(rows: Ints) -> int:
    rows = rows.copy()
    rank = 0
    for place in range(len(rows)):
        where = np.flatnonzero(rows[place])
        if not len(where):
            continue
        rank += 1
        unit = rows[place] * pow(int(rows[place, where[0]]), -1, PRIME) % PRIME
        rows[place + 1 :] = (rows[place + 1 :] - rows[place + 1 :, where[0], None] * unit) % PRIME
    return rank

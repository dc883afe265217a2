"""Which results of an organisation may be shown so that nobody can subtract his way to a few people's answers.

On a tree of units everything a reader can compute is a sum of *residuals*: what a shown unit holds beyond the shown
units below it. Residuals are disjoint, so nothing about fewer than k people can be learnt exactly when every
residual of a shown unit is empty or has at least k people. Among all such choices `publishable` finds the one with
most cells, by a dynamic programme whose state is the number of people passed upwards uncovered, capped at k.

Everything here decides from structure and counts only, never from an answer. For families of groups that are no
tree see `exposure.py`; for rounding and bands `rounding.py`. How it was checked: `docs/statistics.md`, Disclosure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sapwood.measurement.results import MeasurementError, Withheld

K = 5  # the fewest people a published number may rest on
RELATION_K = 3  # the same inside a 360, where relation groups are small

Worth = tuple[int, int, int]  # cells shown, the sum of their depths in the tree, people covered by them
Choice = tuple[bool, tuple[tuple[str, int], ...]]  # is this unit shown, and the state taken from each child
Table = dict[int, tuple[Worth, Choice]]


@dataclass(frozen=True, slots=True)
class Publishable:
    """The units that may be shown, and for every other one the reason it may not.

    `answers` counts the people of each unit, the units below it included; `k` is the least number a shown number,
    or any difference of shown numbers, rests on. `covered` people are in at least one shown unit.
    """

    shown: frozenset[str]
    hidden: Mapping[str, Withheld]
    answers: Mapping[str, int]
    covered: int
    k: int

    def __str__(self) -> str:
        lines = [
            f"{len(self.shown)} of {len(self.answers)} units may be shown; each rests on {self.k} answers or more."
        ]
        lines += [f"  {unit}: {why}" for unit, why in sorted(self.hidden.items())]
        return "\n".join(lines)


def publishable(
    parents: Mapping[str, str | None],
    answers: Mapping[str, int],
    *,
    k: int = K,
    readers: Mapping[str, int] | None = None,
) -> Publishable:
    """The largest set of units of an organisation tree that can be shown without exposing fewer than k people.

    `parents`: unit -> the unit above it, None for a top unit (several tops are allowed). `answers`: unit -> number
    of people who answered and belong to that very unit, not to one below it; a missing unit has 0. `k`: at least 2.
    `readers`: unit -> how many of the people in it or below it who may have answered read its result: each can subtract
    their own answer, so such a unit needs that many more (where members see their own unit: 1).

    The choice is optimal: no safe choice shows more units; among equals the one with units further down is taken (all
    teams of a department rather than the department and all but one of them; a top unit counts as the units right below
    it), then one that covers more people. It depends on nothing but the arguments (not on their order). Time: units x k^2.
    Raises `MeasurementError` for an unknown parent, a circle, a negative or fractional count.
    Source: research of this project (reliability and security, 1.4); the exact residual rule for trees.
    """
    tree = _tree(parents, answers, k)
    least = {unit: k + _count(unit, (readers or {}).get(unit, 0)) for unit in parents}
    cap = max(least.values(), default=k)
    totals = dict(tree.own)
    best: dict[str, Table] = {}
    for unit in reversed(tree.order):  # children before parents
        totals[unit] += sum(totals[child] for child in tree.children[unit])
        best[unit] = _state_table(unit, tree, totals[unit], best, least[unit], cap)
    shown = _walk_back(tree, best)
    covered = sum(residual for residual in residuals(parents, answers, shown).values())
    hidden = {unit: Withheld(_why_hidden(totals[unit], least[unit])) for unit in sorted(parents) if unit not in shown}
    return Publishable(shown, hidden, totals, covered, k)


def residuals(parents: Mapping[str, str | None], answers: Mapping[str, int], shown: Iterable[str]) -> dict[str, int]:
    """For each shown unit the people it holds beyond the shown units below it: what a reader can isolate.

    A choice is safe exactly when every value is 0 or at least k. Arguments and errors as in `publishable`.
    """
    tree = _tree(parents, answers, 2)
    chosen = frozenset(shown)
    unknown = sorted(chosen - set(parents))
    if unknown:
        raise MeasurementError(f"Shown but not in the tree: {', '.join(unknown)}.")
    uncovered = dict(tree.own)
    left: dict[str, int] = {}
    for unit in reversed(tree.order):
        if unit in chosen:
            left[unit] = uncovered[unit]
            uncovered[unit] = 0
        above = parents[unit]
        if above is not None:
            uncovered[above] += uncovered[unit]
    return left


def exposed_units(
    parents: Mapping[str, str | None], answers: Mapping[str, int], shown: Iterable[str], *, k: int = K
) -> dict[str, int]:
    """The shown units whose residual has 1 to k - 1 people, with that number; empty when the choice is safe."""
    return {unit: n for unit, n in residuals(parents, answers, shown).items() if 0 < n < k}


@dataclass(frozen=True, slots=True)
class Foresight:
    """What a response rate would let one show: the share of units, and of people in at least one shown unit."""

    response: float
    units: int
    units_shown: int
    people_covered: float


def foresee(
    parents: Mapping[str, str | None],
    members: Mapping[str, int],
    *,
    rates: Sequence[float] = (0.60, 0.70, 0.85),
    k: int = K,
) -> tuple[Foresight, ...]:
    """Before launch: what could be shown if each unit answered at each rate (its members times the rate, rounded down).

    `members`: people invited who belong to that very unit. Rounding down errs to fewer cells; chance moves the real
    number by a few people either way.
    """
    outlook = []
    for rate in rates:
        if not 0 <= rate <= 1:
            raise MeasurementError(f"A response rate lies between 0 and 1, given: {rate}.")
        expected = {unit: int(count * rate + 1e-9) for unit, count in members.items()}
        result = publishable(parents, expected, k=k)
        people = sum(expected.values())
        outlook.append(Foresight(rate, len(parents), len(result.shown), result.covered / people if people else 0.0))
    return tuple(outlook)


@dataclass(frozen=True, slots=True)
class RelationCells:
    """The cells of one person's 360: relation groups shown as they are, those folded together, and the total.

    `shown`: group -> raters (the folded ones under `others`, if that many). `folded`: the relations inside "others".
    `everyone` says whether the mean over all unnamed raters may stand beside them.
    """

    shown: Mapping[str, int]
    folded: tuple[str, ...]
    everyone: bool
    note: str


def fold_relations(raters: Mapping[str, int], *, least: int = RELATION_K, others: str = "others") -> RelationCells:
    """Relation groups of a 360 that may be shown: at least `least` raters each, smaller ones folded into `others`.

    `raters`: relation -> number of raters; leave out those who are named to the reader (the manager, the person
    themself), whose answers protect nobody. The mean over all raters is a cell like any other: what it holds beyond
    the shown groups must be empty or at least `least`, so small groups that stay too small together take the
    smallest shown group with them. The result shows as many groups as any safe choice can.
    """
    for relation, count in raters.items():
        if count < 0 or count != int(count):
            raise MeasurementError(f"The number of raters must be a whole number from 0 on; {relation!r} has {count}.")
    given = {relation: int(count) for relation, count in raters.items() if count > 0}
    total = sum(given.values())
    if total < least:
        note = f"{total} unnamed raters; a result is shown from {least} on."
        return RelationCells({}, tuple(sorted(given)), False, note)
    large = sorted((relation for relation, n in given.items() if n >= least), key=lambda one: (-given[one], one))
    folded = sorted(relation for relation, n in given.items() if n < least)
    if folded and others in large:  # a relation of that name is part of the fold, or the word would mean two things
        large.remove(others)
        folded.append(others)
    while folded and sum(given[one] for one in folded) < least:
        folded.append(large.pop())
    cells = {relation: given[relation] for relation in large}
    if folded and cells:
        cells[others] = sum(given[one] for one in folded)
    note = f"Groups under {least} raters are part of {others!r}." if folded else ""
    return RelationCells(cells, tuple(sorted(folded)), True, note)


# ---- the tree


@dataclass(frozen=True, slots=True)
class _Tree:
    own: dict[str, int]
    order: list[str]  # parents before children
    children: dict[str, list[str]] = field(default_factory=dict)
    depth: dict[str, int] = field(default_factory=dict)


def _tree(parents: Mapping[str, str | None], answers: Mapping[str, int], k: int) -> _Tree:
    if k < 2 or k != int(k):
        raise MeasurementError(f"The threshold must be a whole number from 2 on, given: {k}.")
    strays = sorted(set(answers) - set(parents))
    if strays:
        raise MeasurementError(f"Answers for a unit that is not in the tree: {', '.join(map(repr, strays[:5]))}.")
    children: dict[str, list[str]] = {unit: [] for unit in parents}
    tops = []
    for unit in sorted(parents):
        above = parents[unit]
        if above is None:
            tops.append(unit)
        elif above in children:
            children[above].append(unit)
        else:
            raise MeasurementError(f"The unit above {unit!r} is {above!r}, which is not in the tree.")
    order = list(tops)
    for unit in order:  # grows while we walk: breadth first
        order.extend(children[unit])
    if len(order) < len(children):
        ring = sorted(set(children) - set(order))
        raise MeasurementError(f"These units hang below each other in a circle: {', '.join(map(repr, ring[:5]))}.")
    depth: dict[str, int] = {}
    for unit in order:
        above = parents[unit]
        depth[unit] = 0 if above is None else depth[above] + 1
    return _Tree({unit: _count(unit, answers.get(unit, 0)) for unit in parents}, order, children, depth)


def _count(unit: str, given: float) -> int:
    if not given >= 0 or given != int(given):
        raise MeasurementError(f"The number of answers of {unit!r} must be a whole number from 0 on, given: {given}.")
    return int(given)


def _state_table(unit: str, tree: _Tree, total: int, best: Mapping[str, Table], k: int, cap: int) -> Table:
    """Best worth of the subtree for each number of uncovered people it passes up (cap stands for cap or more)."""
    merged: dict[int, tuple[Worth, tuple[tuple[str, int], ...]]] = {min(cap, tree.own[unit]): ((0, 0, 0), ())}
    for child in tree.children[unit]:
        wider: dict[int, tuple[Worth, tuple[tuple[str, int], ...]]] = {}
        for a, ((cells, deep, people), taken) in merged.items():
            for b, ((more, deeper, covered), _) in best[child].items():
                state, worth = min(cap, a + b), (cells + more, deep + deeper, people + covered)
                if state not in wider or worth > wider[state][0]:
                    wider[state] = (worth, (*taken, (child, b)))
        merged = wider
    table: Table = {state: (worth, (False, taken)) for state, (worth, taken) in merged.items()}
    if total >= k:
        for state, ((cells, deep, _), taken) in merged.items():
            depth = max(1, tree.depth[unit])  # a top unit is read by everybody: worth as much as those right below it
            shown = (cells + 1, deep + depth, total)  # with this unit shown everybody below it is covered
            if (state == 0 or state >= k) and (0 not in table or shown > table[0][0]):
                table[0] = (shown, (True, taken))
    return table


def _walk_back(tree: _Tree, best: Mapping[str, Table]) -> frozenset[str]:
    below = {child for unit in tree.order for child in tree.children[unit]}
    todo = [(unit, max(best[unit], key=lambda s: (best[unit][s][0], -s))) for unit in tree.order if unit not in below]
    shown = set()
    while todo:
        unit, state = todo.pop()
        is_shown, taken = best[unit][state][1]
        todo.extend(taken)
        if is_shown:
            shown.add(unit)
    return frozenset(shown)


def _why_hidden(total: int, k: int) -> str:
    if total < k:
        return f"{total} answered; a result is shown from {k} answers on."
    return (
        f"{total} answered, but beside the other results it would show what fewer than {k} people answered; "
        "see the unit above."
    )

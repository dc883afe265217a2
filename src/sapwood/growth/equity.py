"""What may be told of who gets development: groups of people in, shares out. Pure rules, no rows.

A table is one attribute and one kind of development ("measure"). Who had that development may be known to a reader; who
said what of themselves is not, and the other way round. So a group is shown only when both its parts, those who had it
and those who did not, hold at least five people, and what is left beside the shown groups holds none or five as well:
then neither side tells the other about fewer than five. A reader who stands in a part can subtract themselves, so that
part needs one person more. How tables of several measures and attributes add up is checked by `measurement.exposure`.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from sapwood.measurement.disclosure import K, residuals
from sapwood.measurement.results import MeasurementError
from sapwood.measurement.rounding import trend

STEP = 10  # percent
MOST_CHOICES = 8
NORMAL_95 = 1.959964
_CHI_95 = (3.841, 5.991, 7.815, 9.488, 11.070, 12.592, 14.067)  # one to seven degrees of freedom
SILENT = ""  # the name of those who said nothing; no answer is empty
EVERYBODY = "all"  # the one group of a table without an attribute

People = frozenset[str]
Parts = Mapping[str, People]  # name of a part of a table -> who is in it


@dataclass(frozen=True, slots=True)
class Table:
    """One attribute ("" for everybody) and one measure: who said what, and who of all had the development."""

    attribute: str
    measure: str
    groups: Mapping[str, People]
    everybody: People
    having: People

    @property
    def silent(self) -> People:
        """Those in no group."""
        return self.everybody.difference(*self.groups.values())

    def parts(self) -> dict[str, People]:
        """Every set of people a change of which could be read off: groups, and the two parts of each."""
        found: dict[str, People] = {}
        for value, people in [*self.groups.items(), (SILENT, self.silent)]:
            found[f"with {value}"] = people & self.having
            found[f"without {value}"] = people - self.having
        return found

    @classmethod
    def of_parts(cls, attribute: str, measure: str, parts: Parts) -> Table:
        """The table that had these parts."""
        groups: dict[str, People] = {}
        for name, people in parts.items():
            value = name.partition(" ")[2]
            groups[value] = groups.get(value, frozenset()) | people
        everybody: People = frozenset().union(*groups.values())
        having: People = frozenset().union(*(who for name, who in parts.items() if name.startswith("with ")))
        groups.pop(SILENT, None)
        return cls(attribute, measure, groups, everybody, having)

    def members(self) -> dict[str, People]:
        """The groups themselves, those who said nothing among them."""
        return {**self.groups, SILENT: self.silent}


@dataclass(frozen=True, slots=True)
class Share:
    """What is told of one group: percent in steps of ten, the ends of the 95 % interval rounded outwards."""

    value: int
    low: int
    high: int


def may_be_shown(table: Table, readers: Collection[str] = (), *, k: int = K) -> tuple[str, ...]:
    """The largest choice of groups that tells about no fewer than `k` people; among equals the one of most people."""
    values = sorted(table.groups)[:MOST_CHOICES]
    best: tuple[int, int, tuple[str, ...]] = (0, 0, ())
    for size in range(len(values), 0, -1):
        for chosen in combinations(values, size):
            if _is_safe(table, chosen, frozenset(readers), k):
                best = max(best, (size, sum(len(table.groups[value]) for value in chosen), chosen))
        if best[0]:
            break
    return best[2]


def few_changed(before: Parts, now: Parts, *, k: int = K) -> bool:
    """Whether in any part one to `k` - 1 people joined or left: then new figures would tell about them."""
    return any(
        trend(before.get(name, frozenset()), now.get(name, frozenset()), k=k) is not None
        for name in before.keys() | now.keys()
    )


def safe_together(
    shown: Sequence[tuple[Table, Sequence[str]]], standing: Sequence[tuple[Table, Sequence[str]]] = (), *, k: int = K
) -> list[bool]:
    """For each table with its shown groups: may it stand beside those before it, and beside what is `standing` already?
    No sum or difference of all of it may isolate fewer than `k` people. Who had which development is taken as known."""
    there: dict[str, Iterable[str]] = {}
    for place, (table, chosen) in enumerate(standing):
        there |= {f"earlier {place} {name}": people for name, people in _sums(table, chosen).items()}
    found = []
    for table, chosen in shown:
        more = _sums(table, chosen)
        is_safe = _exposes_nobody({**there, **more}, k)
        found.append(is_safe)
        if is_safe:
            there |= more
    return found


def share_of(group: People, having: People) -> Share:
    """The share of a group that had the development, rounded. The interval is Wilson's."""
    n, with_it = len(group), len(group & having)
    share = with_it / n
    middle = (share + NORMAL_95**2 / (2 * n)) / (1 + NORMAL_95**2 / n)
    half = NORMAL_95 * math.sqrt(share * (1 - share) / n + NORMAL_95**2 / (4 * n * n)) / (1 + NORMAL_95**2 / n)
    low = math.floor(100 * (middle - half) / STEP + 1e-9) * STEP
    high = math.ceil(100 * (middle + half) / STEP - 1e-9) * STEP
    return Share(STEP * math.floor(100 * share / STEP + 0.5 + 1e-9), max(0, low), min(100, high))


def differ(groups: Sequence[People], having: People) -> bool | None:
    """Do the shares of these groups differ by more than chance (95 %)? None for fewer than two groups."""
    if len(groups) < 2:
        return None
    total, with_it = sum(map(len, groups)), sum(len(group & having) for group in groups)
    chi = 0.0
    for group in groups:
        for seen, share in ((len(group & having), with_it / total), (len(group - having), 1 - with_it / total)):
            chi += (seen - len(group) * share) ** 2 / (len(group) * share)
    return chi > _CHI_95[len(groups) - 2]


def _is_safe(table: Table, chosen: Sequence[str], readers: People, k: int) -> bool:
    for column in (table.having & table.everybody, table.everybody - table.having):
        parts = {value: people & column for value, people in table.groups.items()}
        hidden = column.difference(*(parts[value] for value in chosen))
        if any(len(parts[value]) < k + len(parts[value] & readers) for value in chosen):
            return False
        parents: dict[str, str | None] = {"": None, **{f"of {value}": "" for value in chosen}}
        answers = {"": len(hidden), **{f"of {value}": len(parts[value]) for value in chosen}}
        left = residuals(parents, answers, parents)[""]
        if left and left < k + len(hidden & readers):
            return False
    return True


def _sums(table: Table, chosen: Sequence[str]) -> dict[str, People]:
    """What a reader can reckon with once these groups are shown."""
    if not chosen:
        return {}
    found = {f"having {table.measure}": table.having}
    for value in chosen:
        found[f"{table.attribute}: {value}"] = table.groups[value]
        found[f"{table.attribute}: {value}, {table.measure}"] = table.groups[value] & table.having
    return found


def _exposes_nobody(groups: Mapping[str, Iterable[str]], k: int) -> bool:
    from sapwood.measurement.exposure import audit

    filled = {name: people for name, people in groups.items() if people}
    if not filled:
        return True
    try:
        return audit(filled, k=k, most=1).safe
    except MeasurementError:  # more memberships than can be checked: not shown
        return False

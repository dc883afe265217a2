"""360 forms: who rated whom, when, in which relation, on which competencies; read from long or wide tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from sapwood.measurement.results import MeasurementError
from sapwood.measurement.tables import (
    Codes,
    Floats,
    Levels,
    column,
    group_column,
    label_order,
    levels,
    numbers,
    same_length,
)

SELF = "self"
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Forms:
    """One entry per form (one rater, one ratee, one wave), self-ratings left out.

    `ratee`, `rater`, `relation`, `wave` are positions in the tuples of names; `y` is forms x competencies in points
    of the scale, the mean of the items, NaN where the rater gave none; `items` the number of items per competency.
    """

    ratee: Codes
    rater: Codes
    relation: Codes
    wave: Codes
    y: Floats
    ratees: tuple[str, ...]
    raters: tuple[str, ...]
    relations: tuple[str, ...]
    waves: tuple[str, ...]
    competencies: tuple[str, ...]
    items: Codes
    notes: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.ratee)

    @property
    def pair(self) -> Codes:
        """One number per ratee and rater."""
        return self.ratee * len(self.raters) + self.rater

    def only(self, rows: Any) -> Forms:
        """The chosen forms; names and numbering stay."""
        return replace(
            self,
            ratee=self.ratee[rows],
            rater=self.rater[rows],
            relation=self.relation[rows],
            wave=self.wave[rows],
            y=self.y[rows],
        )

    def filled(self) -> Floats:
        """`y` with each missing cell replaced by the competency's mean in that wave plus the form's own deviation."""
        if not np.isnan(self.y).any():
            return self.y
        means = np.full((len(self.waves), self.y.shape[1]), np.nan)
        for wave in range(len(self.waves)):
            of_wave = self.y[self.wave == wave]
            known = np.isfinite(of_wave)
            count = known.sum(axis=0)
            total = np.where(known, of_wave, 0.0).sum(axis=0)
            means[wave] = np.divide(total, count, out=np.full(len(count), np.nan), where=count > 0)
        means = np.where(np.isnan(means), np.nanmean(self.y), means)
        expected = means[self.wave]
        left = self.y - expected
        known = np.isfinite(left)
        deviation = np.where(known, left, 0.0).sum(axis=1) / np.maximum(known.sum(axis=1), 1)
        return np.where(known, self.y, expected + deviation[:, None])


def read_forms(
    ratee: Any,
    rater: Any,
    wave: Any,
    *,
    data: Any = None,
    rating: Any = None,
    competency: Any = None,
    scores: Sequence[str] | Any = None,
    relation: Any = None,
    items: int | Sequence[int] | None = None,
) -> Forms:
    """Forms from a table.

    Long: `rating` and `competency` columns, one row per answer; several rows for the same form and competency are its
    items and are averaged. Wide: `scores`, either names of columns of `data` (one per competency) or an array of
    forms x competencies. `ratee`, `rater`, `wave`, `relation`: labels, as arrays or column names of `data`.
    `items` tells how many items stand behind a score; left out, it is counted (long) or seen from the scores' fractions.

    Self-ratings (relation "self", or a rater with the ratee's own label) are left out, as are rows with a missing label
    and answers that are missing or infinite; the notes count them. Raises `MeasurementError` when columns are missing,
    of unequal length, or when nothing is left.
    """
    who = {
        "ratee": levels(column(data, ratee, "ratee"), "ratee"),
        "rater": levels(column(data, rater, "rater"), "rater"),
    }
    who["wave"] = levels(column(data, wave, "wave"), "wave")
    rows = len(who["ratee"].codes)
    everyone = Levels(np.zeros(rows, np.int64), ("other",))
    who["relation"] = everyone if relation is None else group_column(data, relation, "relation")
    if scores is not None:
        names, table = _wide(data, scores)
        same_length({**{name: len(one.codes) for name, one in who.items()}, "scores": len(table)})
        made = _from_wide(who, names, table)
    elif rating is not None:
        y = numbers(column(data, rating, "rating"), "ratings")
        what = (
            Levels(np.zeros(rows, np.int64), ("overall",))
            if competency is None
            else group_column(data, competency, "competency")
        )
        same_length(
            {**{name: len(one.codes) for name, one in who.items()}, "rating": len(y), "competency": len(what.codes)}
        )
        made = _from_long(who, what, y)
    else:
        raise MeasurementError("Give either `rating` (one row per answer) or `scores` (one row per form).")
    return _with_items(made, items)


def _wide(data: Any, scores: Any) -> tuple[tuple[str, ...], Floats]:
    if isinstance(scores, list | tuple) and scores and all(isinstance(one, str) for one in scores):
        return tuple(scores), np.column_stack([numbers(column(data, one, "scores"), one) for one in scores])
    table = np.asarray(scores, dtype=float)
    if table.ndim != 2 or 0 in table.shape:
        raise MeasurementError(
            f"`scores` must have forms in rows and competencies in columns; its shape is {table.shape}."
        )
    return tuple(f"c{k}" for k in range(table.shape[1])), np.where(np.isfinite(table), table, np.nan)


def _from_wide(who: dict[str, Levels], names: tuple[str, ...], table: Floats) -> Forms:
    notes: list[str] = []
    keep = _usable(who, notes) & np.isfinite(table).any(axis=1)
    ratee, rater, wave, relation = (who[name].codes[keep] for name in ("ratee", "rater", "wave", "relation"))
    table = table[keep]
    form, first, count = _forms(ratee, rater, wave, who)
    if len(first) < len(ratee):
        notes.append(f"{len(ratee) - len(first)} forms of the same rater, ratee and wave were averaged.")
        known = np.isfinite(table)
        total = np.zeros((len(first), table.shape[1]))
        seen = np.zeros_like(total)
        np.add.at(total, form, np.where(known, table, 0.0))
        np.add.at(seen, form, known)
        table = np.divide(total, seen, out=np.full_like(total, np.nan), where=seen > 0)
    else:
        table = table[first]
    items = _items_behind(table, notes)
    return _assemble(who, ratee[first], rater[first], relation[first], wave[first], table, names, items, notes)


def _from_long(who: dict[str, Levels], what: Levels, y: Floats) -> Forms:
    notes: list[str] = []
    keep = _usable(who, notes) & (what.codes >= 0)
    missing = int((keep & ~np.isfinite(y)).sum())
    if missing:
        notes.append(f"{missing:,} answers were missing or infinite and were left out.")
    keep &= np.isfinite(y)
    ratee, rater, wave, relation = (who[name].codes[keep] for name in ("ratee", "rater", "wave", "relation"))
    form, first, _ = _forms(ratee, rater, wave, who)
    cell = form * len(what) + what.codes[keep]
    size = len(first) * len(what)
    count = np.bincount(cell, minlength=size)
    total = np.bincount(cell, y[keep], minlength=size)
    table = np.divide(total, count, out=np.full(size, np.nan), where=count > 0).reshape(len(first), len(what))
    items = count.reshape(table.shape).max(axis=0, initial=0)
    used = items > 0
    if items.max(initial=1) == 1:
        items = np.where(used, _items_behind(table, notes), 0)
    names = tuple(name for name, there in zip(what.names, used.tolist(), strict=True) if there)
    return _assemble(
        who, ratee[first], rater[first], relation[first], wave[first], table[:, used], names, items[used], notes
    )


def _items_behind(table: Floats, notes: list[str], most: int = 12) -> Codes:
    """How many whole answers were averaged into each score: the smallest number that makes all of them whole."""
    items = np.ones(table.shape[1], np.int64)
    for place in range(table.shape[1]):
        known = table[np.isfinite(table[:, place]), place]
        fits = (
            m for m in range(1, most + 1) if float(np.abs(known * m - np.round(known * m)).max(initial=0)) < 0.003 * m
        )
        items[place] = next(fits, 0)
    if (items == 0).any():
        notes.append("How many items stand behind a score cannot be seen from the scores: counted as one.")
    return np.maximum(items, 1)


def _forms(ratee: Codes, rater: Codes, wave: Codes, who: dict[str, Levels]) -> tuple[Codes, Codes, Codes]:
    key = (ratee * len(who["rater"]) + rater) * len(who["wave"]) + wave
    _, first, form, count = np.unique(key, return_index=True, return_inverse=True, return_counts=True)
    return form, first, count


def _usable(who: dict[str, Levels], notes: list[str]) -> Flags:
    rows = len(who["ratee"].codes)
    keep = np.ones(rows, bool)
    for one in who.values():
        keep &= one.codes >= 0
    if not keep.all():
        notes.append(f"{rows - int(keep.sum()):,} rows without a ratee, rater, wave or relation were left out.")
    itself = _self_rows(who) & keep
    if itself.any():
        notes.append(f"{int(itself.sum()):,} rows of self-ratings were left out: they never enter a change.")
    return keep & ~itself


def _self_rows(who: dict[str, Levels]) -> Flags:
    place = {name: code for code, name in enumerate(who["rater"].names)}
    twin = np.array([place.get(name, -2) for name in who["ratee"].names] or [-2])
    same = (twin[who["ratee"].codes] == who["rater"].codes) & (who["ratee"].codes >= 0)
    words = np.array([name.lower() == SELF for name in who["relation"].names] or [False])
    named: Flags = same | (words[who["relation"].codes] & (who["relation"].codes >= 0))
    return named


def _assemble(
    who: dict[str, Levels],
    ratee: Codes,
    rater: Codes,
    relation: Codes,
    wave: Codes,
    y: Floats,
    names: tuple[str, ...],
    items: Any,
    notes: list[str],
) -> Forms:
    if len(ratee) == 0:
        raise MeasurementError("No form is left: every row lacks a rating or a label, or is a self-rating.")
    packed: list[Codes] = []
    kept: list[tuple[str, ...]] = []
    for codes, one in ((ratee, who["ratee"]), (rater, who["rater"]), (relation, who["relation"]), (wave, who["wave"])):
        found, inverse = np.unique(codes, return_inverse=True)
        packed.append(inverse.astype(np.int64))
        kept.append(tuple(one.names[code] for code in found.tolist()))
    order = np.lexsort((packed[1], packed[3], packed[0]))
    ratee, rater, relation, wave = (codes[order] for codes in packed)
    return Forms(
        ratee=ratee,
        rater=rater,
        relation=relation,
        wave=wave,
        y=y[order],
        ratees=kept[0],
        raters=kept[1],
        relations=kept[2],
        waves=kept[3],
        competencies=names,
        items=np.asarray(items, np.int64),
        notes=tuple(notes),
    )


def _with_items(made: Forms, items: int | Sequence[int] | None) -> Forms:
    if items is None:
        return made
    told = np.broadcast_to(np.asarray(items, np.int64), (len(made.competencies),))
    if (told < 1).any():
        raise MeasurementError("`items` must be at least 1 for every competency.")
    return replace(made, items=told.copy())


def two_waves(made: Forms, first: object = None, second: object = None) -> Forms:
    """The forms of two waves, numbered 0 and 1; without names, the last two in order.

    Raises `MeasurementError` when there are not two waves, or a named one is not there.
    """
    names = sorted(made.waves, key=label_order)
    if len(names) < 2:
        raise MeasurementError(
            f"A change needs two waves; there is only {names[0]!r}. One wave gives levels, no change."
        )
    asked = [str(names[-2] if first is None else first), str(names[-1] if second is None else second)]
    for one in asked:
        if one not in made.waves:
            raise MeasurementError(f"There is no wave {one!r}; there are {', '.join(names)}.")
    if asked[0] == asked[1]:
        raise MeasurementError("The two waves must differ.")
    number = np.full(len(made.waves), -1)
    number[[made.waves.index(one) for one in asked]] = (0, 1)
    wave = number[made.wave]
    chosen = replace(made.only(wave >= 0), wave=wave[wave >= 0], waves=(asked[0], asked[1]))
    order = np.lexsort((chosen.rater, chosen.wave, chosen.ratee))
    return chosen.only(order)


def rater_circles(made: Forms) -> Codes:
    """For every ratee, how many ratees are linked to them by a chain of shared raters, themselves included."""
    people = len(made.ratees)
    links = coo_array((np.ones(len(made)), (made.ratee, people + made.rater)), (people + len(made.raters),) * 2)
    _, member = connected_components(links, directed=False)
    circle = member[:people]
    present = np.bincount(made.ratee, minlength=people) > 0
    sizes = np.bincount(circle[present], minlength=int(member.max()) + 1)
    return np.asarray(sizes[circle], np.int64)

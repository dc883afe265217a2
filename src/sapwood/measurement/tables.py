"""Columns in, clean arrays out: from plain arrays, from anything with columns by name, or from a CSV file."""

from __future__ import annotations

import csv
import gzip
import io
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sapwood.measurement.results import MeasurementError

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]

MISSING = frozenset({"", "na", "nan", "n/a", "null", "none", "."})


@dataclass(frozen=True, slots=True)
class Levels:
    """A column of labels as whole numbers: `codes[row]` points into `names`; -1 where the label is missing."""

    codes: Codes
    names: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.names)


def column(data: Any, which: Any, what: str = "column") -> Any:
    """One column: `which` is the column itself, or its name in `data`."""
    if isinstance(which, str):
        if data is None:
            raise MeasurementError(f"The {what} is given by name ({which!r}) but there is no table to take it from.")
        try:
            return data[which]
        except (KeyError, IndexError, TypeError, ValueError):
            known = _names(data)
            there = f" There are: {', '.join(known)}." if known else ""
            raise MeasurementError(f"There is no column {which!r} for the {what}.{there}") from None
    return which


def _names(data: Any) -> list[str]:
    for attribute in ("columns", "dtype"):
        found = getattr(data, attribute, None)
        found = getattr(found, "names", found) if attribute == "dtype" else found
        if found is not None:
            return [str(one) for one in found]
    return [str(one) for one in data] if isinstance(data, Mapping) else []


def numbers(values: Any, what: str) -> Floats:
    """A column of numbers; missing values (empty, NA, NaN) and infinities become NaN, other text is an error."""
    array = np.asarray(values)
    if array.dtype.kind in "OUS":
        try:
            array = np.array([_number(value) for value in array.tolist()], float)
        except ValueError as error:
            raise MeasurementError(f"The {what} must be numbers, but there is {error}.") from None
    try:
        found = np.array(array, dtype=float)
    except (TypeError, ValueError):
        raise MeasurementError(f"The {what} must be numbers.") from None
    found[~np.isfinite(found)] = np.nan
    return found


def _number(value: Any) -> float:
    if value is None or (isinstance(value, str) and value.strip().lower() in MISSING):
        return float("nan")
    try:
        return float(value)
    except (TypeError, ValueError):
        raise ValueError(repr(value)) from None


def levels(values: Any, what: str) -> Levels:
    """A column of labels (text or numbers) as codes; names are sorted, whole numbers by size, so order never matters."""
    array = np.asarray(values)
    if array.ndim != 1:
        raise MeasurementError(f"The {what} must be one column, but its shape is {array.shape}.")
    if array.dtype.kind in "biu":
        names, codes = np.unique(array, return_inverse=True)
        return Levels(codes.astype(np.int64), tuple(str(one) for one in names.tolist()))
    if array.dtype.kind == "f":
        return _float_levels(array)
    return _text_levels(array.tolist())


def _float_levels(array: NDArray[Any]) -> Levels:
    known = np.isfinite(array)
    names, found = np.unique(array[known], return_inverse=True)
    codes = np.full(len(array), -1, np.int64)
    codes[known] = found
    return Levels(codes, tuple(str(int(one)) if float(one).is_integer() else str(one) for one in names.tolist()))


def _text_levels(labels: Sequence[Any]) -> Levels:
    place: dict[str, int] = {}
    raw = np.empty(len(labels), np.int64)
    for row, label in enumerate(labels):
        text = _label(label)
        raw[row] = -1 if text is None else place.setdefault(text, len(place))
    ordered = sorted(place, key=label_order)
    rank = np.empty(len(place) + 1, np.int64)
    rank[-1] = -1
    for position, name in enumerate(ordered):
        rank[place[name]] = position
    return Levels(rank[raw], tuple(ordered))


def _label(value: Any) -> str | None:
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return None
    text = str(value).strip()
    return None if text.lower() in MISSING else text


def label_order(name: str) -> tuple[int, float, str]:
    """Numbers by size, then words by letter."""
    try:
        return (0, float(name), name)
    except ValueError:
        return (1, 0.0, name)


def crossed(parts: Sequence[Levels]) -> Levels:
    """The combinations of several columns as one column; the names are joined by a colon."""
    codes = parts[0].codes.copy()
    missing = codes < 0
    for part in parts[1:]:
        missing |= part.codes < 0
        codes = codes * len(part) + part.codes
    codes[missing] = -1
    kept = codes[~missing]
    found, inverse = np.unique(kept, return_inverse=True)
    result = np.full(len(codes), -1, np.int64)
    result[~missing] = inverse
    names = []
    for code in found.tolist():
        split = []
        for part in reversed(parts):
            code, rest = divmod(code, len(part)) if part is not parts[0] else (0, code)
            split.append(part.names[rest])
        names.append(":".join(reversed(split)))
    return Levels(result, tuple(names))


def group_column(data: Any, which: Any, what: str) -> Levels:
    """A grouping column: an array, a name, or several names joined by a colon for their combinations."""
    if isinstance(which, Levels):
        return which
    if isinstance(which, str) and ":" in which:
        try:
            return levels(data[which], what)
        except (KeyError, IndexError, TypeError, ValueError):
            return crossed([levels(column(data, part.strip(), what), what) for part in which.split(":")])
    return levels(column(data, which, what), what)


def same_length(columns: Mapping[str, int]) -> int:
    """The common number of rows; an error that names the columns when there is none."""
    lengths = set(columns.values())
    if len(lengths) != 1:
        listed = ", ".join(f"{name} {length}" for name, length in columns.items())
        raise MeasurementError(f"All columns must have the same number of rows; given: {listed}.")
    return lengths.pop()


def read_csv(path: str | Path) -> dict[str, list[str]]:
    """A CSV or CSV.gz file (UTF-8; comma, semicolon or tab) as columns of text by heading.

    Raises `MeasurementError` when it is no such file, has no heading, or a row is longer than the heading.
    """
    name = Path(path)
    if not name.exists():
        raise MeasurementError(f"There is no file {str(name)!r}.")
    try:
        raw = name.read_bytes()
        text = (gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw).decode("utf-8-sig")
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise MeasurementError(f"{name.name} cannot be read as a CSV file in UTF-8 ({error}).") from None
    first = text.partition("\n")[0]
    separator = max(",;\t", key=first.count)
    try:
        return _columns(csv.reader(io.StringIO(text, newline=""), delimiter=separator), name.name)
    except csv.Error as error:
        raise MeasurementError(f"{name.name} cannot be read as a CSV file ({error}).") from None


def _columns(rows: Any, name: str) -> dict[str, list[str]]:
    heading = [one.strip() for one in next(rows, [])]
    if not heading or not any(heading):
        raise MeasurementError(f"{name} is empty: the first row must name the columns.")
    twice = sorted({one for one in heading if heading.count(one) > 1})
    if twice:
        raise MeasurementError(f"{name} has more than one column named {', '.join(twice)}.")
    columns: list[list[str]] = [[] for _ in heading]
    seen: dict[str, str] = {}  # one copy of each text: a large file repeats its labels a thousand times
    for chunk in _chunks(rows, len(heading), name):
        for into, cells in zip(columns, zip(*chunk, strict=True), strict=True):
            into.extend([seen.setdefault(cell, cell) for cell in cells])
    return dict(zip(heading, columns, strict=True))


def _chunks(rows: Any, width: int, name: str, size: int = 20_000) -> Iterator[list[list[str]]]:
    chunk: list[list[str]] = []
    for row in rows:
        if len(row) > width:
            raise MeasurementError(f"{name}, line {rows.line_num}: {len(row)} cells, but the heading has {width}.")
        if len(row) < width:
            if not any(cell.strip() for cell in row):
                continue
            row = row + [""] * (width - len(row))
        chunk.append(row)
        if len(chunk) == size:
            yield chunk
            chunk = []
    if chunk:
        yield chunk

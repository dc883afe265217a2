"""Train the models: `python -m sapwood.coach.training [--language en]`. Needs scikit-learn; the coach itself does not.

Reads data/<language>/training/*.txt and writes data/<language>/weights.npz. The same data gives the same file.

A line is letters, a space, a statement. Key results: O, P or A (outcome, output, activity), then m measurable, t target,
b baseline, r relative change, y yes/no, v vague, g gameable, i own effort. Objectives: >, then q qualitative, c contains a metric,
k task, v vague, d directional, s soft. `@level team` says whose goals follow; # begins a remark.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np

from sapwood.coach import quantities
from sapwood.coach.features import BITS, RULES, see
from sapwood.coach.model import TYPES
from sapwood.coach.results import KEY_RESULT_LABELS, OBJECTIVE_LABELS

DATA = Path(__file__).parent / "data"
_TYPE_LETTERS = dict(zip("OPA", TYPES, strict=True))
_KEY_RESULT_LETTERS = dict(zip("mtbryvgi", KEY_RESULT_LABELS, strict=True))
_OBJECTIVE_LETTERS = dict(zip("qckvds", OBJECTIVE_LABELS, strict=True))
RULED = ("has_target", "has_baseline", "relative_change")  # read by rules, never learnt
FOLDS = 6
Array = np.ndarray[Any, Any]


class BadLine(ValueError):
    """A training line that cannot be read."""


@dataclass(frozen=True)
class Line:
    """One labelled statement."""

    kind: str
    text: str
    level: str
    labels: dict[str, bool]
    type: str = ""
    where: str = ""


@dataclass(frozen=True)
class Settings:
    """How strongly a column is held back (c), how far rare answers count for more (balance: 0 not, 1 fully), how
    loud words and letters are beside rules, and how far yes and no weigh the same when probabilities are calibrated."""

    c: float
    balance: float = 1.0
    loud: float = 1.0
    even: float = 0.75


SETTINGS = {
    ("key_result", "type"): Settings(0.06, 0.0, 2.4),
    ("key_result", "measurable"): Settings(0.5, even=0.3),
    ("key_result", "vague"): Settings(0.5),
    ("key_result", "gameable"): Settings(0.3),
    ("key_result", "individual_effort"): Settings(0.15),
    ("objective", "vague"): Settings(0.1),
    ("objective", "qualitative"): Settings(0.4, even=0.3),
}
USUAL = Settings(0.4)


def read_lines(language: str = "en", folder: Path = DATA) -> list[Line]:
    """All training lines of a language, in the order of the files' names."""
    found: list[Line] = []
    for path in sorted((folder / language / "training").glob("*.txt")):
        level = ""
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            where = f"{path.name}:{number}"
            if line.startswith("@level"):
                level = line.split()[1]
            elif line.strip() and not line.startswith("#"):
                found.append(read_line(line, level=level, where=where))
    return found


def read_line(line: str, *, level: str = "", where: str = "") -> Line:
    """One training line. Raises BadLine with what is wrong."""
    letters, _, text = line.partition(" ")
    text = text.strip()
    if not text:
        raise BadLine(f"{where}: no statement after {letters!r}")
    if letters.startswith(">"):
        known, kind, of_type = _OBJECTIVE_LETTERS, "objective", ""
    else:
        known, kind, of_type = _KEY_RESULT_LETTERS, "key_result", _TYPE_LETTERS.get(letters[0], "")
        if not of_type:
            raise BadLine(f"{where}: {letters!r} begins with none of O, P, A, >")
    wrong = set(letters[1:]) - set(known)
    if wrong:
        raise BadLine(f"{where}: unknown letters {''.join(sorted(wrong))!r}; known are {''.join(known)}")
    return Line(kind, text, level, {name: letter in letters[1:] for letter, name in known.items()}, of_type, where)


def train(lines: list[Line], language: str = "en") -> dict[str, Array]:
    """The arrays of a weights file. `language` says whose word lists the features are made with."""
    stored: dict[str, Array] = {}
    for kind in ("key_result", "objective"):
        of_kind = [line for line in lines if line.kind == kind]
        columns, weights, slope, shift = _columns(kind, of_kind, language)
        scale = np.maximum(np.abs(weights).max(axis=0), 1e-9) / 127
        small = np.rint(weights / scale).astype(np.int8)
        places = np.flatnonzero(np.any(small != 0, axis=1)).astype(np.uint32)
        about = {
            "rows": 1 << BITS,
            "columns": columns,
            "slope": [round(value, 4) for value in slope],
            "shift": [round(value, 4) for value in shift],
            "lines": len(of_kind),
            "of": fingerprint(lines),
        }
        stored[f"{kind}_places"] = places
        stored[f"{kind}_weights"] = small[places]
        stored[f"{kind}_scale"] = scale.astype(np.float32)
        stored[f"{kind}_about"] = np.array(json.dumps(about))
    return stored


def fingerprint(lines: list[Line]) -> str:
    """A checksum of what was trained on, kept in the weights file so that a test can see whether it is of this data."""
    text = "\n".join(
        f"{line.kind} {line.type} {line.level} {sorted(line.labels.items())} {line.text}" for line in lines
    )
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _columns(kind: str, lines: list[Line], language: str) -> tuple[list[str], Array, list[float], list[float]]:
    features = _matrix(lines, language)
    used = np.unique(features.indices)  # most places of the table are empty; what is empty is not fitted
    features = features[:, used]
    rules = int((used < RULES).sum())
    folds = np.array([crc32(line.text.encode()) % FOLDS for line in lines])
    columns: list[str] = []
    weights: list[Array] = []
    slopes: list[float] = []
    shifts: list[float] = []
    if kind == "key_result":
        answers = np.array([TYPES.index(line.type) for line in lines])
        settings = SETTINGS[kind, "type"]
        found, outside = _fitted(features, rules, answers, folds, settings)
        warmth = _temperature(outside, answers)
        columns += TYPES
        weights += list(found)
        slopes += [warmth] * 3
        shifts += [0.0] * 3
    names = KEY_RESULT_LABELS if kind == "key_result" else OBJECTIVE_LABELS
    for name in names:
        if name in RULED:
            continue
        answers = np.array([int(line.labels[name]) for line in lines])
        settings = SETTINGS.get((kind, name), USUAL)
        found, outside = _fitted(features, rules, answers, folds, settings)
        slope, shift = _calibration(outside[:, 0], answers, settings.even)
        columns.append(name)
        weights.append(found[0])
        slopes.append(slope)
        shifts.append(shift)
    every = np.zeros((1 << BITS, len(columns)))
    every[used] = np.stack(weights, axis=1)
    return columns, every, slopes, shifts


def _matrix(lines: list[Line], language: str) -> Any:
    from scipy.sparse import csr_matrix

    values: list[float] = []
    places: list[int] = []
    ends = [0]
    for line in lines:
        seen = see(line.text, line.kind, language=language, level=line.level)
        values += seen.weights
        places += seen.places
        ends.append(len(places))
    return csr_matrix((values, places, ends), shape=(len(lines), 1 << BITS))


def _fitted(features: Any, rules: int, answers: Array, folds: Array, settings: Settings) -> tuple[Array, Array]:
    """The weights from all lines, and the scores each line gets from models that have not seen it."""
    from scipy.sparse import diags
    from sklearn.linear_model import LogisticRegression

    loudness = np.ones(features.shape[1])
    loudness[rules:] = settings.loud
    features = (features @ diags(loudness)).tocsr()

    def fit(rows: Array) -> Any:
        kinds, counts = np.unique(answers[rows], return_counts=True)
        even = rows.sum() / (len(kinds) * counts)
        balance = {int(kind): float(weight**settings.balance) for kind, weight in zip(kinds, even, strict=True)}
        fitted = LogisticRegression(C=settings.c, max_iter=1000, tol=1e-5, class_weight=balance, fit_intercept=False)
        return fitted.fit(features[rows], answers[rows])

    every = np.ones(len(answers), dtype=bool)
    width = len(np.unique(answers))
    outside = np.zeros((len(answers), width if width > 2 else 1))
    for fold in range(FOLDS):
        scores = fit(folds != fold).decision_function(features[folds == fold])
        outside[folds == fold] = scores if scores.ndim == 2 else scores[:, None]
    return fit(every).coef_ * loudness, outside


def _temperature(scores: Array, answers: Array) -> float:
    """What scores are multiplied with so that the stated probabilities come true on lines not seen."""

    def loss(warmth: float) -> float:
        warm = scores * warmth
        warm = warm - warm.max(axis=1, keepdims=True)
        return float(np.mean(np.log(np.exp(warm).sum(axis=1)) - warm[np.arange(len(answers)), answers]))

    return float(min(np.arange(0.3, 3.0, 0.02), key=loss))


def _calibration(scores: Array, answers: Array, even: float) -> tuple[float, float]:
    """Slope and shift that turn a score into a probability. Yes and no weigh nearly the same in sum: in drafts
    that need a coach a fault is more frequent than in training lines."""
    from sklearn.linear_model import LogisticRegression

    share = answers.mean()
    balance = {0: float((0.5 / (1 - share)) ** even), 1: float((0.5 / share) ** even)}
    fitted = LogisticRegression(C=1e4, tol=1e-6, class_weight=balance).fit(scores[:, None], answers)
    return float(fitted.coef_[0, 0]), float(fitted.intercept_[0])


def write(stored: dict[str, Array], path: Path) -> int:
    """Writes the file, the same bytes for the same arrays; returns its size."""
    opened = io.BytesIO()
    arrays: dict[str, Any] = {name: stored[name] for name in sorted(stored)}
    np.savez_compressed(opened, **arrays)
    path.write_bytes(opened.getvalue())
    return path.stat().st_size


def disagreements(lines: list[Line]) -> list[str]:
    """Lines whose letters for what rules read differ from the rules: one of the two is wrong."""
    found = []
    for line in lines:
        if line.kind != "key_result":
            continue
        measure = quantities.read(line.text)
        for name, value in zip(RULED, (measure.has_target, measure.has_baseline, measure.relative), strict=True):
            if line.labels[name] != value:
                found.append(
                    f"{line.where}: {name} is {line.labels[name]} in the letters, {value} by rule: {line.text}"
                )
    return found


def main(arguments: list[str] | None = None) -> int:
    """Train and say what was done."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--language", default="en")
    parser.add_argument("--check", action="store_true", help="only list lines on which letters and rules disagree")
    options = parser.parse_args(arguments)
    lines = read_lines(options.language)
    if options.check:
        found = disagreements(lines)
        sys.stdout.write("\n".join([*found, f"{len(found)} of {len(lines)} lines"]) + "\n")
        return int(bool(found))
    path = DATA / options.language / "weights.npz"
    size = write(train(lines, options.language), path)
    sys.stdout.write(f"{len(lines)} statements, {size / 2**20:.2f} MB written to {path.name}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())

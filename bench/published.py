"""What people read of feedback, against the truth: 240 invented companies, before and after rounding.

    bench/published.py               240 companies for 360 rounds, 240 for pulses
    bench/published.py --json        one list of {name, value, unit, bound, ok}
    bench/published.py --companies 12   fewer, to look

Each company answers through `measurement.respondents`, whose truth is known; the answers go straight, as opened ballots,
into the product's own counting (`feedback.counting`: adjustment, suppression, rounding, verdicts). Sealing and the
database are left out: they change no number (tests/feedback/test_round_closing.py). Each published figure is caught on
its way through rounding, so that the same cell is seen before and after it. Seeds from 62,001 and 63,001 on, used for no
choice. Exits with 1 when a rate is missed.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

for _name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_name] = "1"

sys.path.insert(0, str(Path(__file__).resolve().parent))

from measurement_rows import Row, at_least, at_most, between  # noqa: E402

from sapwood.feedback.ballots import Answers  # noqa: E402
from sapwood.feedback.counting import cells, forms, pulses, rounds  # noqa: E402
from sapwood.feedback.counting.cells import Figure, Scale  # noqa: E402
from sapwood.feedback.units import Place, TeamFact, UnitPlan, propose, readers  # noqa: E402
from sapwood.measurement.respondents import LENIENCY_OF, Members, Raters  # noqa: E402
from sapwood.measurement.results import Estimate, Measured, Withheld  # noqa: E402
from sapwood.measurement.rounding import Published, publish  # noqa: E402
from sapwood.measurement.simulate import RELATIONS, simulate_company  # noqa: E402

ROUNDS_FROM, PULSES_FROM = 62_001, 63_001
COMPANIES = 240
STILL = 3  # of every so many companies one in which nobody changes
SIZES = (12, 14, 16, 20, 24, 28, 40, 60, 90, 150, 300, 600, 1000)  # people rated, in turn
COMPETENCIES, ITEMS = 6, 3
CLASSES = ((30, "under 30 people"), (120, "30 to 119 people"), (10_000, "120 people or more"))
NEAR = 0.4  # points from the company's average within which a level is "near the average"


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="machine-readable")
    parser.add_argument("--companies", type=int, default=COMPANIES, help="of each kind (default: %(default)s)")
    options = parser.parse_args(words)
    with ProcessPoolExecutor(2) as pool:
        rows = []
        for row in (*_rounds(pool, options.companies), *_pulses(pool, options.companies)):
            rows.append(row)
            if not options.json:
                print(row, flush=True)
    if options.json:
        print(json.dumps([row.as_object() for row in rows], indent=1))
    return 0 if all(row.ok for row in rows) else 1


# ---- seeing a figure on both sides of rounding


class Told(float):
    """A published number that knows what it was before rounding."""

    before: Estimate


@contextmanager
def watched() -> Iterator[None]:
    """While it lasts, each value that leaves the product's rounding knows what went in."""

    def watching(measured: Measured, **how: Any) -> Published | Withheld:
        told = publish(measured, **how)
        if isinstance(told, Withheld) or isinstance(measured, Withheld):
            return told
        value = Told(told.value)
        value.before = measured
        return replace(told, value=value)

    with patch.object(cells, "publish", watching):
        yield


def holds(figure: Figure, truth: float, tally: Counter[str], name: str) -> None:
    """Count whether the interval holds the truth, before and after rounding."""
    assert isinstance(figure.value, Told) and figure.low is not None and figure.high is not None
    before = figure.value.before
    tally[f"{name}: told"] += 1
    tally[f"{name}: held before"] += before.low <= truth <= before.high
    tally[f"{name}: held after"] += figure.low <= truth <= figure.high


# ---- 360


def _rounds(pool: ProcessPoolExecutor, companies: int) -> Iterator[Row]:
    tally = _added(pool.map(one_round, range(ROUNDS_FROM, ROUNDS_FROM + companies)))
    grown, still = "360, changes of 0.64", "360, nobody changes"
    yield _reported("360: companies", companies)
    yield _reported("360: changes published", tally["change: told"])
    yield _reported("360: changes withheld, share", tally["change: withheld"] / tally["change: cells"])
    yield between("360: change, 95% interval holds, before rounding", _share(tally, "change", "before"), 0.940, 0.960)
    yield at_least("360: change, 95% interval holds, as published", _share(tally, "change", "after"), 0.940)
    yield at_least("360: true change, 95% interval holds, before rounding", _share(tally, "changed", "before"), 0.90)
    yield at_least("360: true change, 95% interval holds, as published", _share(tally, "changed", "after"), 0.90)
    false, said = tally["improved: false"], tally["improved: said"]
    yield at_most(f"{grown}: false among “improved”", false / max(1, said), 0.05)
    for _below, name in CLASSES:
        false, said = tally[f"improved: false {name}"], tally[f"improved: said {name}"]
        yield at_most(f"{grown}: false among “improved”, {name}", false / max(1, said), 0.10)
        yield _reported(
            f"{grown}: found, of those who changed, {name}", (said - false) / max(1, tally[f"grown {name}"])
        )
    touching = tally["improved: touches"] / max(1, tally["improved: said"])
    yield _reported(f"{grown}: “improved” whose low end rounds to 0", touching)
    yield _reported(f"{still}: companies", tally["still"])
    yield at_most(f"{still}: companies with any verdict", tally["still: any"] / max(1, tally["still"]), 0.12)
    yield at_most(f"{still}: changes told “improved”", tally["still: improved"] / max(1, tally["still: told"]), 0.001)
    yield at_least(
        "360: level near the average, interval holds, before rounding", _share(tally, "near", "before"), 0.93
    )
    yield at_least("360: level near the average, interval holds, as published", _share(tally, "near", "after"), 0.93)
    yield _reported("360: level anywhere, interval holds, as published", _share(tally, "level", "after"))
    for group in ("peer", "report"):
        yield at_least(
            f"360: seen by {group}s (half points), interval holds, before", _share(tally, group, "before"), 0.93
        )
        yield at_least(
            f"360: seen by {group}s (half points), interval holds, published", _share(tally, group, "after"), 0.93
        )


def one_round(seed: int) -> Counter[str]:
    """Two waves of one company through the product's counting, against the truth."""
    still = seed % STILL == 0
    people = SIZES[seed % len(SIZES)]
    world = Raters(seed, effect=0.0 if still else 1.5)
    behaviours = {f"c{k}": [f"c{k}-{part}" for part in range(ITEMS)] for k in range(COMPETENCIES)}
    ids = {one: number for number, one in enumerate((one for of in behaviours.values() for one in of), 1)}
    asked = forms.Asked(
        items=[Scale(ids[one], 1, 5, competency=k) for k, of in enumerate(behaviours.values()) for one in of],
        focus=frozenset(
            (person, int(name[1:])) for person in range(people) for name in world.focus(str(person), list(behaviours))
        ),
    )
    first, second = _ballots(world, people, behaviours, ids, seed)
    with watched():
        results = rounds.count(range(people), asked, second, before=first, before_items=asked.items)
    return _judged(results.figures, world, people, list(behaviours), still=still)


def _ballots(
    world: Raters, people: int, behaviours: dict[str, list[str]], ids: dict[str, int], seed: int
) -> tuple[list[Answers], list[Answers]]:
    """Who rates whom is `simulate_company`'s: teams of seven, three in five raters kept."""
    graph = simulate_company(people, 1, 1, seed=seed)
    waves: tuple[list[Answers], list[Answers]] = ([], [])
    for ratee, rater, place, wave in zip(graph.ratee, graph.rater, graph.relation, graph.wave, strict=True):
        relation = RELATIONS[place]
        if not world.takes_part(str(rater), str(ratee), relation, int(wave) + 1):
            continue
        form = world.form(str(rater), str(ratee), relation, int(wave) + 1, behaviours)
        ratings = {ids[one]: answer for one, answer in form.items()}
        waves[wave].append(Answers(f"person-{rater}", int(ratee), relation, ratings=ratings))
    return waves


def _judged(figures: Iterable[Figure], world: Raters, people: int, names: list[str], *, still: bool) -> Counter[str]:
    tally: Counter[str] = Counter()
    changes = {person: world.changes(str(person), names) for person in range(people)}
    standing = {(person, name): world.standing(str(person), name) for person in range(people) for name in names}
    average = {name: sum(standing[person, name] for person in range(people)) / people for name in names}
    verdicts = 0
    size = next(name for below, name in CLASSES if people < below)
    for one in figures:
        if one.competency is None or one.subject is None:
            continue
        name = names[one.competency]
        moved = changes[one.subject][name]
        if one.kind == "change":
            tally["change: cells"] += 1
            if one.withheld:
                tally["change: withheld"] += 1
                continue
            verdicts += _change(one, moved, size, tally, still=still)
        elif one.kind == "level" and not one.withheld and isinstance(one.value, Told):
            now = standing[one.subject, name] + moved + world.truth.drift
            if one.group == "all":
                holds(one, now, tally, "level")
                if abs(standing[one.subject, name] + moved - average[name]) < NEAR:
                    holds(one, now, tally, "near")
            elif one.group in LENIENCY_OF:
                holds(one, now + LENIENCY_OF[one.group], tally, one.group)
    if still:
        tally["still"] += 1
        tally["still: any"] += bool(verdicts)
    return tally


def _change(one: Figure, moved: float, size: str, tally: Counter[str], *, still: bool) -> int:
    """One published change; returns 1 when it came with the verdict improved or declined."""
    holds(one, moved, tally, "change")
    if moved:
        holds(one, moved, tally, "changed")
        tally[f"grown {size}"] += 1
    said = one.verdict == "improved"
    assert one.low is not None
    if still:
        tally["still: told"] += 1
        tally["still: improved"] += said
    elif said:
        for name in ("", f" {size}"):
            tally[f"improved: said{name}"] += 1
            tally[f"improved: false{name}"] += moved <= 0
        tally["improved: touches"] += one.low <= 0
    return said or one.verdict == "declined"


# ---- pulses


def _pulses(pool: ProcessPoolExecutor, companies: int) -> Iterator[Row]:
    tally = _added(pool.map(one_pulse, range(PULSES_FROM, PULSES_FROM + companies)))
    yield _reported("pulse: companies", companies)
    yield _reported("pulse: units x questions published", tally["unit: told"])
    yield _reported("pulse: units x questions withheld, share", tally["unit: withheld"] / tally["unit: cells"])
    yield between("pulse: 95% interval holds, before rounding", _share(tally, "unit", "before"), 0.93, 0.97)
    yield at_least("pulse: 95% interval holds, as published", _share(tally, "unit", "after"), 0.93)
    yield at_least("pulse: under 20 answers (half points), before rounding", _share(tally, "small", "before"), 0.93)
    yield at_least("pulse: under 20 answers (half points), as published", _share(tally, "small", "after"), 0.93)
    for when in ("before", "after"):
        name = "before rounding" if when == "before" else "as published"
        parted = tally[f"pair: parted {when}"] / max(1, tally["pair: told"])
        yield at_most(f"pulse: two weeks alike, yet their intervals part, {name}", parted, 0.05)


def one_pulse(seed: int) -> Counter[str]:
    """Two pulses, a week apart, of one company through the product's counting, against the mean of all members."""
    chance = random.Random(seed)
    plan, chains = _organisation(chance)
    world = Members(seed, steps={})
    ids = {unit.key: number for number, unit in enumerate(plan.units, 1)}
    read_by = readers(plan, [])
    units = [
        pulses.Unit(ids[unit.key], ids[unit.parent] if unit.parent else None, unit.people, read_by[unit.key])
        for unit in plan.units
    ]
    questions = {number: f"q{number}" for number in range(1, 5)}
    items = [Scale(number, 1, 5, reverse=number == 4) for number in questions]
    scale = {item.id: item for item in items}
    tally: Counter[str] = Counter()
    seen: list[dict[tuple[int, int], tuple[Figure, float]]] = []
    for week in (1, 2):
        truth: dict[tuple[int, int], list[int]] = {}
        ballots = []
        for person, key in plan.places.items():
            given = {
                number: world.answer(str(person), chains[key], f"t{number}", name, week)
                for number, name in questions.items()
            }
            for unit in plan.chain(key):
                for number, answer in given.items():
                    truth.setdefault((ids[unit], number), []).append(answer)
            if world.takes_part(str(person), week):
                ratings = {number: scale[number].turned(answer) for number, answer in given.items()}
                ballots.append(Answers(f"person-{person}", unit=ids[key], ratings=ratings))
        with watched():
            results = pulses.count(units, items, ballots)
        seen.append({})
        for one in results.figures:
            tally["unit: cells"] += 1
            if one.withheld or one.unit is None or one.item is None:
                tally["unit: withheld"] += 1
                continue
            answers = truth[one.unit, one.item]
            mean = sum(answers) / len(answers)
            holds(one, mean, tally, "unit")
            if one.count in {"5 to 9", "10 to 19"}:
                holds(one, mean, tally, "small")
            seen[-1][one.unit, one.item] = (one, mean)
    _pairs(seen[0], seen[1], tally)
    return tally


def _pairs(
    first: dict[tuple[int, int], tuple[Figure, float]],
    second: dict[tuple[int, int], tuple[Figure, float]],
    tally: Counter[str],
) -> None:
    """Units whose true mean hardly moved: how often would somebody who lays two results side by side say it did?"""
    for place in first.keys() & second.keys():
        (a, before), (b, after) = first[place], second[place]
        if abs(before - after) > 0.15:
            continue
        assert isinstance(a.value, Told) and isinstance(b.value, Told)
        assert a.low is not None and a.high is not None and b.low is not None and b.high is not None
        x, y = a.value.before, b.value.before
        tally["pair: told"] += 1
        tally["pair: parted before"] += x.high < y.low or y.high < x.low
        tally["pair: parted after"] += a.high < b.low or b.high < a.low


def _organisation(chance: random.Random) -> tuple[UnitPlan, dict[str, list[str]]]:
    """Departments of three to seven teams of 3 to 16 people, each team with a lead, grouped as at a launch; and for
    each unit its names from the outside in."""
    teams, places = [TeamFact(1, "All", None)], [Place(1, 1, is_lead=True)]
    number, person = 1, 1
    for _department in range(chance.randint(2, 5)):
        number += 1
        department = number
        teams.append(TeamFact(department, f"D{department}", 1))
        person += 1
        places.append(Place(person, department, is_lead=True))
        for _team in range(chance.randint(3, 7)):
            number += 1
            teams.append(TeamFact(number, f"T{number}", department))
            for place in range(chance.randint(3, 16)):
                person += 1
                places.append(Place(person, number, is_lead=place == 0))
    plan = propose(teams, places)
    return plan, {unit.key: list(reversed(plan.chain(unit.key))) for unit in plan.units}


# ---- rows


def _added(tallies: Iterable[Counter[str]]) -> Counter[str]:
    total: Counter[str] = Counter()
    for one in tallies:
        total.update(one)
    return total


def _share(tally: Counter[str], name: str, when: str) -> float:
    return tally[f"{name}: held {when}"] / max(1, tally[f"{name}: told"])


def _reported(name: str, value: float) -> Row:
    return Row(name, value, "", "reported", True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""A hundred simulated programmes without an effect and a hundred with one, read as a bridge reads them.

    python bench/impact_programmes.py [--json] [--programmes 100]

Each programme is one of five designs: two pilot teams beside four, three beside six, five beside five, six in two steps
beside six, eight by lot beside eight. Those with an effect have the smallest one that their plan promised to find in 7 of
10 cases. Claims of an effect are "consistent with an effect" and "effect shown"; the weaker "moved together" is counted
apart. The seeds were used for no setting. Nothing is read, nothing is installed.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

for _name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_name] = "1"

from sapwood.measurement.findings import Finding  # noqa: E402
from sapwood.measurement.programmes import Value, outlook, programme_effect, spread_of  # noqa: E402
from sapwood.measurement.worlds import simulated_programme  # noqa: E402

SEED = 750_000  # of no test and no tuning
MOST_FALSE = 0.05
LEAST_POWER = 0.60  # 0.7 is promised; a hundred programmes spread by 0.05
CLAIMS = (Finding.CONSISTENT, Finding.SHOWN)


@dataclass(frozen=True)
class Design:
    name: str
    starts: tuple[int | None, ...]
    periods: int
    lag: int = 0
    by_lot: bool = False

    def named(self) -> dict[str, int | None]:
        return {str(team): start for team, start in enumerate(self.starts)}


def _design(
    name: str, starting: Sequence[int], comparing: int, periods: int, lag: int, *, by_lot: bool = False
) -> Design:
    return Design(name, (*starting, *[None] * comparing), periods, lag, by_lot)


DESIGNS = (
    _design("2 pilots beside 4", [26] * 2, 4, 44, 4),
    _design("3 pilots beside 6", [28] * 3, 6, 46, 2),
    _design("5 pilots beside 5", [20] * 5, 5, 38, 4),
    _design("6 pilots in two steps beside 6", [20] * 3 + [24] * 3, 6, 42, 3),
    _design("8 by lot beside 8", [18] * 8, 8, 36, 4, by_lot=True),
)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="print one list of {name, value, unit, bound, ok}")
    parser.add_argument("--programmes", type=int, default=100, metavar="N", help="of either kind (default: 100)")
    options = parser.parse_args()
    found = {kind: run(options.programmes, with_effect=kind) for kind in (False, True)}
    none, some = (_all(found[kind]) for kind in (False, True))
    false_claims, power = _share(none, CLAIMS), _share(some, CLAIMS)
    rows = [
        _row("claims of an effect where there is none", false_claims, f"<= {MOST_FALSE}", false_claims <= MOST_FALSE),
        _row("power at the promised smallest effect", power, f">= {LEAST_POWER}", power >= LEAST_POWER),
        _row("moved together where there is no effect", _share(none, [Finding.MOVED_TOGETHER]), None, None),
        _row("moved together where there is one", _share(some, [Finding.MOVED_TOGETHER]), None, None),
    ]
    if options.json:
        json.dump(rows, sys.stdout, indent=1)
        sys.stdout.write("\n")
    else:
        _table(found)
        for row in rows:
            told = "" if row["ok"] is None else f"  bound {row['bound']}: {'holds' if row['ok'] else 'DOES NOT HOLD'}"
            print(f"{row['name']:<46} {row['value']:.3f}{told}")
    return 0 if all(row["ok"] is not False for row in rows) else 1


def run(programmes: int, *, with_effect: bool) -> dict[str, Counter[Finding]]:
    """Design -> how often each word was said."""
    found: dict[str, Counter[Finding]] = {design.name: Counter() for design in DESIGNS}
    for number in range(programmes):
        design = DESIGNS[number % len(DESIGNS)]
        found[design.name][read(design, SEED + number, with_effect=with_effect)] += 1
    return found


def read(design: Design, seed: int, *, with_effect: bool) -> Finding:
    """One programme: its past tells how small an effect it could show, then that effect is put in, and it is read."""
    starts = design.named()
    still = simulated_programme(seed, design.starts, design.periods, lag=design.lag)
    begin = min(start for start in design.starts if start is not None)
    effect = 0.0
    if with_effect:
        spread = spread_of([one for one in still if one.period < begin])
        told = outlook(starts, 0, design.periods - 1, randomised=design.by_lot, lag=design.lag, spread=spread)
        effect = told.smallest or 0.0
    values: list[Value] = simulated_programme(seed, design.starts, design.periods, effect=effect, lag=design.lag)
    return programme_effect(values, starts, randomised=design.by_lot, lag=design.lag).verdict.finding


def _all(found: dict[str, Counter[Finding]]) -> Counter[Finding]:
    return sum(found.values(), Counter[Finding]())


def _share(found: Counter[Finding], words: Sequence[Finding]) -> float:
    return sum(found[word] for word in words) / max(1, sum(found.values()))


def _row(name: str, value: float, bound: str | None, ok: bool | None) -> dict[str, object]:
    return {"name": name, "value": round(value, 4), "unit": "share of programmes", "bound": bound, "ok": ok}


def _table(found: dict[bool, dict[str, Counter[Finding]]]) -> None:
    words = list(Finding)
    for kind, rows in found.items():
        print("With the smallest effect that was promised" if kind else "Without an effect")
        print(f"  {'design':<32}" + "".join(f"{word.value:>28}" for word in words))
        for name, counts in rows.items():
            print(f"  {name:<32}" + "".join(f"{counts[word]:>28}" for word in words))
    print()


if __name__ == "__main__":
    sys.exit(main())

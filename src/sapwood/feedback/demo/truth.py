"""What the people of the demo company are really like: company 1 of the simulator. No page shows it; tests compare
reports with it."""

from __future__ import annotations

from sapwood.measurement.respondents import Chance, Members, Raters
from sapwood.measurement.simulate import Truth

SEED = 1

RATERS = Raters(SEED, Truth(share_changed=0.45), effect=1.9, behaviour=0.25, silent=0.10, unseen=0.07)
MEMBERS = Members(
    SEED,
    response=(0.60, 0.95),
    steps={
        ("Service desk", "workload"): (7, 0.8),
        ("Manufacturing", "workload"): (8, -0.6),
        ("Field service", "goal_clarity"): (5, 0.5),
    },
)
CHANCE = Chance(SEED)

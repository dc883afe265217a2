"""How often a goal is told about: as its team has said, else as its cycle goes; a continuous goal once a month."""

from __future__ import annotations

from sapwood.goals.models import Objective

CONTINUOUS = 30


def days_of(objective: Objective) -> int:
    """Days between two check-ins. No query where the cycle and the team were read along."""
    if objective.cycle is None:
        return CONTINUOUS
    own = objective.owner_team.cadence_days if objective.owner_team is not None else None
    return own or objective.cycle.cadence_days

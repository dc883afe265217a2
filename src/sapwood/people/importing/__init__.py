"""What a people file would do: its rows against who is here now, as a plan. Pure: nothing is read or written.

Nobody is changed by what a file does not say. A row is new, changed, the same, or rejected with its reasons;
one rejected row keeps the whole file from being applied. Who is not in the file is listed, and stays.
"""

from __future__ import annotations

from sapwood.files.people import PeopleFile
from sapwood.people.importing.planner import Planner
from sapwood.people.importing.plans import (
    Away,
    Change,
    Known,
    KnownTeam,
    Plan,
    RowPlan,
    State,
    TeamPlan,
    Verdict,
    folded,
    overlap,
)

__all__ = [
    "Away",
    "Change",
    "Known",
    "KnownTeam",
    "Plan",
    "RowPlan",
    "State",
    "TeamPlan",
    "Verdict",
    "folded",
    "overlap",
    "plan",
]


def plan(file: PeopleFile, state: State, *, missing_have_left: bool = False) -> Plan:
    """The verdict on each row, teams to make or move, and who is missing from the file."""
    return Planner(file, state, missing_have_left).plan()

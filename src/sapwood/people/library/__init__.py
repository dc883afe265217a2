"""The library of competencies that comes with the house: our own words, one file a family.

`docs/question-bank.md` tells how they are written and where they come from.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from sapwood.files.questions import Library, read_library

FAMILIES = (
    "communication",
    "collaboration",
    "leadership",
    "developing-others",
    "adapting",
    "problem-solving",
    "organising-work",
    "customers-partners",
)


@cache
def bank() -> Library:
    """All competencies that come with the house, in the order of their families."""
    here = files("sapwood.people.library")
    found = [read_library(here.joinpath(f"{family}.yaml").read_bytes()) for family in FAMILIES]
    return Library(
        tuple(competency for library in found for competency in library.competencies),
        "yaml",
        tuple(problem for library in found for problem in library.problems),
    )

"""Plans to start from, as they lie in the files beside this one, by language.

A plan's steps carry a day counted from its first one; whoever starts it gets real dates and changes what does not fit.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Literal

import yaml
from pydantic import TypeAdapter

Kind = Literal["development", "onboarding", "rotation"]
StepKind = Literal["content", "practice", "simulation", "coaching", "demonstration"]
KINDS: tuple[Kind, ...] = ("development", "onboarding", "rotation")


@dataclass(frozen=True, slots=True)
class ReadyStep:
    """One step. `day`: how many days after the first; `about`: what an observer looks for."""

    kind: StepKind
    title: str
    day: int
    note: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class ReadyPlan:
    """A plan to start from. `gist` says whom it is for, `hours` how many a week it usually takes."""

    key: str
    kind: Kind
    title: str
    gist: str
    purpose: str
    hours: float
    steps: tuple[ReadyStep, ...]

    @property
    def days(self) -> int:
        return max(step.day for step in self.steps)

    @property
    def weeks(self) -> int:
        return -(-self.days // 7)

    @property
    def words(self) -> str:
        """Everything it says."""
        said = [self.title, self.gist, self.purpose]
        return " ".join([*said, *(f"{one.title} {one.note} {one.about}" for one in self.steps)])


_PLANS = TypeAdapter(tuple[ReadyPlan, ...])


@lru_cache(maxsize=4)
def ready_plans(language: str = "en") -> tuple[ReadyPlan, ...]:
    """All of them, by kind. English where there are none in that language."""
    folder = files("sapwood.growth.ready_plans").joinpath(language)
    here = folder if folder.is_dir() else files("sapwood.growth.ready_plans").joinpath("en")
    rows = [
        {"kind": kind, **row}
        for kind in KINDS
        for row in yaml.safe_load(here.joinpath(f"{kind}.yaml").read_text("utf-8"))
    ]
    return _PLANS.validate_python(rows)


def ready_plan(key: str) -> ReadyPlan | None:
    return next((one for one in ready_plans() if one.key == key), None)


def of_kind(kind: str) -> list[ReadyPlan]:
    return [one for one in ready_plans() if one.kind == kind]

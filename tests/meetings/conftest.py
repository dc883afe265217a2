"""The company and the clock for every story about meetings."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from sapwood.goals import actions as goals
from sapwood.goals.actions import Observation
from sapwood.goals.models import KeyResult, Objective
from sapwood.meetings import actions
from sapwood.meetings.models import Meeting
from tests import cast

TOMORROW = cast.NOW + dt.timedelta(days=1)


@pytest.fixture
def company(db: None, now: dt.datetime) -> cast.Cast:
    return cast.gather()


@pytest.fixture
def goal(company: cast.Cast) -> Objective:
    """A goal of Cranes of which Ada tells."""
    return cast.objective("Ships leave on time", company.cranes, company.cycle, results=2, updater=company.ada)


@pytest.fixture
def talk(company: cast.Cast) -> Meeting:
    """The 1:1 of Bo and Ada, tomorrow at ten."""
    return actions.begin_one_on_one(by=company.bo, person=company.ada, when=TOMORROW, weeks=2, at=cast.NOW)


def tell(by: object, result: KeyResult, value: int, at: dt.datetime, note: str = "", **more: object) -> None:
    seen = Observation(value=Decimal(value), confidence=6, note=note)
    goals.check_in(by=by, objective=result.objective, observations={result: seen}, at=at, **more)  # type: ignore[arg-type]

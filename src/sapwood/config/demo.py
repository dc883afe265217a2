"""Building the demo company: every room adds its own part."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from sapwood.activity import events
from sapwood.activity.models import DemoMarker
from sapwood.people.models import Person


class NotEmpty(Exception):
    """The demo is only ever built into an empty database."""


@transaction.atomic
def build(*, seed: int, today: dt.date) -> DemoMarker:
    """Write the whole company. The same seed and day give the same company, public ids apart.

    Raises NotEmpty when the database holds people already.
    """
    from sapwood.feedback import demo as feedback
    from sapwood.goals import demo as goals
    from sapwood.growth import demo as growth
    from sapwood.meetings import demo as meetings
    from sapwood.people import demo as people

    if Person.objects.exists():
        raise NotEmpty("There are people in this database. The demo is only built into an empty one.")
    at = dt.datetime.combine(today, dt.time(8, 30), tzinfo=dt.UTC)
    company = people.build(seed=seed, today=today, at=at)
    feedback.build(company, at=at)
    goals.build(company, seed=seed, today=today, at=at)
    growth.build(company, seed=seed, at=at)
    meetings.build(company, at=at)
    marker = DemoMarker.objects.create(seed=seed, today=today, at=at)
    events.record("config.demo_built", by=None, about=None, at=at, data={"seed": seed})
    return marker

"""What has grown in the demo company. Each subject has a file; this is the order in which they are built."""

from __future__ import annotations

import datetime as dt

from sapwood.growth.demo import bridges, developing, equity, journal, mentoring, plans, recognition, school
from sapwood.people.demo import Company


def build(company: Company, *, seed: int, at: dt.datetime) -> None:
    bridges.build(company, seed=seed, at=at)
    school.build(company, seed=seed, at=at)
    recognition.build(company, at=at)
    developing.build(company, at=at)
    mentoring.build(company, at=at)
    equity.build(company, seed=seed, at=at)  # last: it counts what the others built
    plans.build(company, at=at)
    journal.build(company, at=at)

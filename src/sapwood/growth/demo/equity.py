"""What people of the demo company said of themselves, and one look at who gets development."""

from __future__ import annotations

import datetime as dt
import random

from sapwood.growth import actions
from sapwood.growth.declaring import Lock
from sapwood.growth.models import Attribute, Declaration
from sapwood.people.demo import Company
from sapwood.people.models import Person

OWNER = "Tobias Adeyemi"
VISITOR = "Leila Haddad"
AGO = dt.timedelta(days=2)
ASKED = (
    (
        "How I work",
        "So that whoever works part-time gets as much development as others.",
        ("Full-time", "Part-time"),
        (0.64, 0.36),
    ),
    (
        "Where I mostly work",
        "People on the road and in the hall are easily forgotten when courses are planned in the office.",
        ("At a desk", "In the hall or workshop", "On the road"),
        (0.44, 0.4, 0.16),
    ),
)
WHO_SAYS = 0.74  # the others leave it, as they may


def build(company: Company, *, seed: int, at: dt.datetime) -> None:
    """Two things are asked; most people say something, each sealed as if they had typed it."""
    rng = random.Random(seed * 104_729 + 6)
    by = company.persons[OWNER]
    for name, why, choices, shares in ASKED:
        asked = actions.define_attribute(
            by=by, name=name, why=why, choices=list(choices), at=at - dt.timedelta(days=60)
        )
        people = [company.persons[one] for one in sorted(company.persons)]
        said = {one: rng.choices(choices, shares)[0] for one in people if rng.random() < WHO_SAYS}
        said[company.persons[VISITOR]] = choices[0]
        _declare(asked, said)
    actions.publish_equity(at=at - AGO)


def _declare(attribute: Attribute, said: dict[Person, str]) -> None:
    """The rows of `actions.declare`, in bulk."""
    lock = Lock.of_this_place()
    Declaration.objects.bulk_create(
        Declaration(attribute=attribute, handle=lock.handle(one.public_id), sealed=lock.seal(value))
        for one, value in said.items()
    )

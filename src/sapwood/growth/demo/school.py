"""A school in use: two dozen people of the demo company have read and practised in the last weeks."""

from __future__ import annotations

import datetime as dt
import random

from sapwood.growth import actions
from sapwood.growth.school import Drill, drills, lessons
from sapwood.people.demo import Company
from sapwood.people.models import Person

LEARNERS = 24
VISITOR = "Leila Haddad"
DISPUTED = (
    "rewrite-trust",
    "Team members admit mistakes more openly",
    "Openness is what we want to see. Not everything needs a number.",
)


def build(company: Company, *, seed: int, at: dt.datetime) -> None:
    """Let them learn over five weeks, each at their own pace; one of them sees a judgement differently."""
    rng = random.Random(seed * 7919 + 11)
    others = sorted(name for name in company.persons if name != VISITOR)
    people = [company.persons[name] for name in (*rng.sample(others, LEARNERS - 1), VISITOR)]
    for place, person in enumerate(people):
        then = at - dt.timedelta(days=rng.randint(20, 35), hours=rng.randint(0, 6))
        for lesson in [one for one in lessons() if one.track == "everybody"][: rng.randint(1, 5)]:
            actions.read_lesson(by=person, lesson=lesson, at=then)
            for drill in lesson.drills[: rng.randint(3, 7)]:
                then += dt.timedelta(minutes=1)
                actions.answer_drill(by=person, drill=drill, given=_answer(drill, rng), at=then)
            then += dt.timedelta(days=rng.randint(2, 6))
        if place == 0:
            _dispute(person, at - dt.timedelta(days=2))


def _answer(drill: Drill, rng: random.Random) -> str:
    if drill.kind == "rewrite":
        return drill.example if rng.random() < 0.6 else drill.text
    if rng.random() < 0.72:
        return drill.right
    return rng.choice([value for value, _words in drill.choices("demo") if value != drill.right])


def _dispute(person: Person, at: dt.datetime) -> None:
    key, given, reason = DISPUTED
    answer = actions.answer_drill(by=person, drill=drills()[key], given=given, at=at)
    actions.raise_dispute(by=person, answer=answer, reason=reason, at=at)

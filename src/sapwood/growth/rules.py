"""Relations of the growth room."""

from __future__ import annotations

from sapwood.growth.models import DrillAnswer
from sapwood.people.models import Person
from sapwood.people.policy import may, relation


@relation("drill_answer:author")
def author(person: Person, answer: DrillAnswer) -> bool:
    return answer.person_id == person.pk


def may_read_answer(person: Person, answer: DrillAnswer) -> bool:
    """A practice answer is its author's; no role opens it."""
    return may(person, "school.answer", answer)


def may_decide(person: Person) -> bool:
    """Decide on disputes to what the coach said, and read how the school is used, in aggregate."""
    return may(person, "school.oversee")

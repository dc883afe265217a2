"""Published rounds for tests: cells as a closing job would have left them."""

from __future__ import annotations

import datetime as dt

from sapwood.feedback.models import Cell, Item, Publication, Questionnaire, Relation, Subject, Wave
from sapwood.people.models import Competency, Person
from tests import cast


def listening() -> Competency:
    found, _made = Competency.objects.get_or_create(key="listening", defaults={"name": "Listening"})
    return found


def published(people: list[Person], *, at: dt.datetime = cast.NOW, name: str = "Round") -> Publication:
    """A round about these people, published, without any number yet."""
    asked = Questionnaire.objects.create(name=name, kind=Questionnaire.Kind.ROUND, published=at)
    Item.objects.create(questionnaire=asked, key="listens", text="Listens to the end", competency=listening())
    wave = Wave.objects.create(
        name=name,
        kind=Wave.Kind.ROUND,
        questionnaire=asked,
        stage=Wave.Stage.PUBLISHED,
        created=at,
        opens=at - dt.timedelta(days=7),
        closes=at,
    )
    for one in people:
        Subject.objects.create(wave=wave, person=one)
    return Publication.objects.create(wave=wave, at=at, invited=10, count="5 to 9")


def level(
    publication: Publication,
    person: Person,
    value: float,
    *,
    own: float | None = None,
    gap: tuple[float, float, float] | None = None,
) -> None:
    """What all others saw of Listening, what they said themselves, and the difference with its interval."""
    subject = publication.wave.subjects.get(person=person)
    about = {"publication": publication, "subject": subject, "competency": listening()}
    Cell.objects.create(**about, value=value, low=value - 0.5, high=value + 0.5, count="5 to 9")
    if own is not None:
        Cell.objects.create(**about, group=Relation.SELF, value=own)
    if gap is not None:
        Cell.objects.create(**about, kind=Cell.Kind.GAP, value=gap[0], low=gap[1], high=gap[2])

"""Waves for tests: the cast with more hands around them, questionnaires, and people who answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable

from django.conf import settings

from sapwood.feedback import actions
from sapwood.feedback.actions import closing
from sapwood.feedback.ballots import Remark
from sapwood.feedback.models import Invitation, Item, Questionnaire, Relation, Subject, Wave
from sapwood.people.models import Competency, Person, Team
from tests import cast

WEEK = dt.timedelta(days=7)
CLOSES = cast.NOW + WEEK
AFTER = CLOSES + dt.timedelta(minutes=1)

Answer = Callable[[Invitation, Item], int | None]


def hands(team: Team, number: int, *, word: str = "Hand") -> list[Person]:
    """More people in a team, under its lead where it has one."""
    lead = Person.objects.filter(memberships__team=team, memberships__is_lead=True).first()
    return [cast.person(f"{word}{team.pk}x{one} Berg", team, manager=lead) for one in range(number)]


def pulse_questions(*, texts: int = 1, items: int = 2) -> Questionnaire:
    asked = Questionnaire.objects.create(name="How it is here", kind=Questionnaire.Kind.PULSE, published=cast.NOW)
    for number in range(items):
        Item.objects.create(
            questionnaire=asked,
            key=f"q{number}",
            text=f"I know what matters this week, part {number}",
            kind=Item.Kind.AGREEMENT,
            theme="clarity",
            position=number,
        )
    for number in range(texts):
        Item.objects.create(
            questionnaire=asked,
            key=f"t{number}",
            text="What should we know?",
            kind=Item.Kind.TEXT,
            position=90 + number,
        )
    return asked


def round_questions(*, competencies: int = 3, items: int = 2) -> Questionnaire:
    asked = Questionnaire.objects.create(name="How we work", kind=Questionnaire.Kind.ROUND, published=cast.NOW)
    for number in range(competencies):
        competency, _created = Competency.objects.get_or_create(name=f"Competency {number}")
        for part in range(items):
            Item.objects.create(
                questionnaire=asked,
                key=f"c{number}b{part}",
                text=f"Does what is asked, {number} and {part}",
                competency=competency,
                position=number * 10 + part,
            )
    Item.objects.create(questionnaire=asked, key="words", text="What helps?", kind=Item.Kind.TEXT, position=99)
    return asked


def open_pulse(
    by: Person, *, questionnaire: Questionnaire | None = None, follows: Wave | None = None, at=cast.NOW
) -> Wave:
    wave = actions.draft_pulse(
        by=by, name=f"Pulse {at:%d %B}", questionnaire=questionnaire or pulse_questions(), follows=follows, at=at
    )
    return actions.launch(by=by, wave=wave, closes=at + WEEK, at=at)


def draft_round(
    by: Person, people: Iterable[Person], *, questionnaire: Questionnaire | None = None, at=cast.NOW, **more
) -> Wave:
    return actions.draft_round(
        by=by,
        name=f"Round {at:%d %B}",
        questionnaire=questionnaire or round_questions(),
        people=list(people),
        at=at,
        **more,
    )


def ask(by: Person, wave: Wave, raters: Iterable[tuple[Person, str]], at=cast.NOW) -> None:
    """Ask these raters about every subject of a draft, and agree to them."""
    raters = list(raters)
    for subject in Subject.objects.filter(wave=wave).select_related("person", "wave"):
        for person, relation in raters:
            if person != subject.person and not subject.invitations.filter(person=person).exists():
                actions.add_rater(by=by, subject=subject, rater=person, relation=relation, at=at)
        actions.agree_to_raters(by=by, subject=subject, at=at)


def open_round(by: Person, wave: Wave, at=cast.NOW) -> Wave:
    return actions.launch(by=by, wave=wave, closes=at + WEEK, at=at)


def steady(invitation: Invitation, item: Item) -> int:
    """Answers that differ from person to person and from item to item, the same each time."""
    who = invitation.person_id or invitation.guest_id or 0
    about = invitation.subject.person_id if invitation.subject else 0
    return 2 + (who * 7 + about * 3 + item.position * 5 + who * about) % 3


def answer(invitation: Invitation, how: Answer = steady, *, words: str = "", signed: bool = False, at=cast.NOW) -> bool:
    items = list(Item.objects.filter(questionnaire=invitation.wave.questionnaire_id))
    return actions.send(
        by=invitation.person or invitation.guest,
        invitation=invitation,
        ratings={item.pk: how(invitation, item) for item in items if item.is_scale},
        remarks={item.pk: Remark(words, signed) for item in items if not item.is_scale and words},
        at=at,
    )


def all_answer(wave: Wave, how: Answer = steady, *, words: str = "", but: Iterable[Person] = (), at=cast.NOW) -> int:
    silent = {person.pk for person in but}
    rows = Invitation.objects.filter(wave=wave).exclude(person__in=silent)
    return sum(
        answer(row, how, words=words and f"{words} {row.pk}", at=at)
        for row in rows.select_related("wave", "person", "guest", "subject")
    )


def around(level: int) -> Answer:
    """Answers about `level` that differ from person to person and from item to item, the same each time."""

    def how(invitation: Invitation, item: Item) -> int:
        who = invitation.person_id or invitation.guest_id or 0
        return max(item.least, min(item.most, level + (who * 7 + item.position * 3) % 3 - 1))

    return how


def published_round(
    by: Person,
    people: Iterable[Person],
    raters: Iterable[tuple[Person, str]] = (),
    *,
    how: Answer = steady,
    follows: Wave | None = None,
    at: dt.datetime = cast.NOW,
    **more,
) -> Wave:
    """A 360 from its draft to its publication, a week later; with `follows` the same raters are asked again."""
    if follows is None:
        more.setdefault("is_panel", True)
    else:
        more.setdefault("questionnaire", follows.questionnaire)
    wave = draft_round(by, people, follows=follows, at=at, **more)
    ask(by, wave, raters, at=at)
    open_round(by, wave, at=at)
    all_answer(wave, how, at=at)
    return closing.close(wave, at + WEEK + dt.timedelta(minutes=1))


def published_pulse(
    by: Person, *, how: Answer = steady, at: dt.datetime = cast.NOW, but: Iterable[Person] = (), **more
) -> Wave:
    """A pulse from its draft to its publication, a week later."""
    wave = open_pulse(by, at=at, **more)
    all_answer(wave, how, at=at, but=but)
    return closing.close(wave, at + WEEK + dt.timedelta(minutes=1))


def key_files() -> list[str]:
    return sorted(file.name for file in settings.SAPWOOD_KEYS.glob("*.key"))


UNNAMED = (Relation.PEER, Relation.REPORT, Relation.OTHER)

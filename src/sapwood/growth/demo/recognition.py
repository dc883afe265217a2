"""Recognition in the demo company: a dozen words, two of them between two people."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sapwood.activity.outbox import in_working_hours
from sapwood.goals.models import Objective
from sapwood.growth import actions
from sapwood.people.demo import Company
from sapwood.people.models import Behaviour, Person


@dataclass(frozen=True)
class Told:
    """Who says it to whom; a team with a place is whoever sits there."""

    by: str | tuple[str, int]
    to: tuple[str | tuple[str, int], ...]
    behaviour: str
    text: str
    days: int
    goal: str = ""
    is_public: bool = True


WORDS = (
    Told(
        "Priya Raman", ("Leila Haddad",), "customer-understanding.solves-not-passes",
        "On Tuesday Leila stayed with one caller through three departments until the valve was open. The family had heat before dark, and none of us had to ring them a second time.",
        2, "Homes we fit stay warm without a second visit",
    ),
    Told(
        "Leila Haddad", ("Mikkel Sørensen",), "across-teams.goes-direct",
        "When the defrost alarm kept coming back, Mikkel rang me himself instead of writing into the ticket. In ten minutes we knew that it was the sensor, and I could tell eleven homes what to expect.",
        3,
    ),
    Told(
        "Owen Pritchard", (("Installers North", 3),), "learning-from-mistakes.owns-up",
        "At noon you rang me to say that the curve you had set in the morning was wrong. We went back the same day, and the family never noticed. I would like every one of us to work this way.",
        5, "People here say what is wrong while it can still be mended",
    ),
    Told(
        "Tobias Adeyemi", ("Maren Holt",), "speaking-up.thanks-bearer",
        "In the review on Monday Maren thanked the line for stopping before she asked why. Two people raised their hands after that who had not spoken all cycle.",
        6, "People bring me bad news before it is tidy",
    ),
    Told(
        "Ruth Okafor", ("Owen Pritchard",), "coaching.lets-solve",
        "At the house in Mill Lane Owen put the spanner down and asked what the apprentice would try. It took twenty minutes longer, and she has done it alone since.",
        9, "Younger installers try the hard step first, with me beside them",
    ),
    Told(
        ("Cloud platform", 1), (("Service desk", 2), ("Service desk", 3)), "across-teams.asks-needs",
        "Before we changed the alarm list you sat with us for an hour and asked what we can build and what you need in the first minute of a call. We threw half of our plan away, and the new list fits on one screen.",
        10,
    ),
    Told(
        ("Assembly line", 2), (("Assembly line", 0),), "speaking-up.takes-questions",
        "I asked at the shift meeting what the pressure test is for, after a year here. You explained it with the old unit on the bench, and nobody laughed. I now know which leak I am looking for.",
        12,
    ),
    Told(
        "Maren Holt", (("Quality", 0),), "evidence.marks-limits",
        "In the board meeting you said which part of the return figures we cannot know yet. It cost us an easy slide and spared us a wrong decision about the fan.",
        16,
    ),
    Told(
        "Mikkel Sørensen", (("Embedded software", 2),), "sharing-knowledge.documents-own-work",
        "You wrote down how the defrost code decides before you went on leave. When the alarm came on Thursday I found the line in five minutes.",
        19,
    ),
    Told(
        ("Housing partners", 0), (("Logistics", 0), ("Logistics", 1), ("Sourcing", 0)), "keeping-agreements.renegotiates",
        "You rang me four days before the Harbour Street delivery would have been late and offered two dates. The housing association moved one stairwell, and nobody waited in a cold flat.",
        23,
    ),
    Told(
        "Leila Haddad", ("Priya Raman",), "delegating.leaves-way-open",
        "You let me settle the complaint about the noise my way and asked only afterwards how it went. I would have rung you three times before; now I know that I can do it.",
        4, is_public=False,
    ),
    Told(
        "Sanna Virtanen", ("Tobias Adeyemi",), "disagreement.stays-on-matter",
        "When I was sharp about the new accounts on Friday you asked what I was afraid of instead of answering in kind. We found the mistake in the list because of it.",
        8, is_public=False,
    ),
)  # fmt: skip


def build(company: Company, *, at: dt.datetime) -> None:
    """Say them through the usual deed, the oldest first."""
    behaviours = {row.key: row for row in Behaviour.objects.filter(key__in=[one.behaviour for one in WORDS])}
    goals = {row.title: row for row in Objective.objects.filter(stage="active", title__in=[one.goal for one in WORDS])}
    for one in sorted(WORDS, key=lambda word: -word.days):
        actions.recognise(
            by=_person(company, one.by),
            people=[_person(company, who) for who in one.to],
            behaviour=behaviours[one.behaviour],
            text=one.text,
            is_public=one.is_public,
            objective=goals.get(one.goal),
            at=in_working_hours(at - dt.timedelta(days=one.days, hours=one.days % 5), "UTC"),
        )


def _person(company: Company, who: str | tuple[str, int]) -> Person:
    if isinstance(who, str):
        return company.persons[who]
    team, place = who
    return company.members[team][place]

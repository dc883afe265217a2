"""A journal of a few weeks, one entry of it shown beside a goal, and two personal goals with their part of life."""

from __future__ import annotations

import datetime as dt

from sapwood.goals.models import Objective
from sapwood.growth.actions import journal, personal
from sapwood.growth.journal import prompts
from sapwood.people.demo import Company
from sapwood.people.models import Person

WRITER = "Leila Haddad"
READER = "Priya Raman"
ENTRIES: tuple[tuple[int, str, str, bool, str], ...] = (
    # weeks ago, the prompt answered, the goal's first words, shown to the manager, the words
    (
        5,
        "old-way",
        "Colleagues leave",
        False,
        "Handover with Kofi. I said the ticket notes were “mostly fine”. They were not. In the minute before, I had seen "
        "that he was tired, and I decided for him that he could not bear one more thing.\n\nNext time I ask him whether now "
        "is a good moment, instead of deciding it.",
    ),
    (
        3,
        "",
        "Colleagues leave",
        True,
        "I tried it the other way round today: first what I saw (two callers rang back about the same thing), then what I "
        "wish for (a line in the ticket about what we promised). It took a minute. He said “got it” and repeated it in his "
        "own words, which nobody has done with me for months.\n\nWhat made it possible: we stood at the coffee machine and "
        "not at my desk.",
    ),
    (
        2,
        "tiny",
        "",
        False,
        "Ten minutes tomorrow: write down the one sentence I want to say to Priya before the 1:1, and read it aloud once.",
    ),
    (
        1,
        "for-whom",
        "My daughter",
        False,
        "Read until the owl came home. She asked for another chapter, and I had not looked at the clock once.",
    ),
    (
        0,
        "helped",
        "",
        False,
        "Owen took the angry caller this morning without a word. I have not thanked him yet. Today.",
    ),
)
FAMILY = "My daughter"


def build(company: Company, *, at: dt.datetime) -> None:
    writer, reader = company.persons[WRITER], company.persons[READER]
    for weeks, prompt, words, shown, text in ENTRIES:
        then = at - dt.timedelta(weeks=weeks, hours=-9 if weeks else 1)
        entry = journal.write_entry(
            by=writer,
            text=text,
            asked=str(prompts.BY_KEY[prompt].question) if prompt else "",
            objective=_goal(writer, words),
            day=then.date(),
            at=then,
        )
        if shown:
            journal.share_entry(by=writer, entry=entry, person=reader, at=then + dt.timedelta(hours=1))
    for goal in Objective.objects.filter(owner_person=writer, layer=Objective.Layer.PERSONAL):
        area = "family" if goal.title.startswith(FAMILY) else "craft"
        personal.place_goal(by=writer, objective=goal, area=area, at=at)


def _goal(writer: Person, words: str) -> Objective | None:
    return Objective.objects.filter(owner_person=writer, title__startswith=words).first() if words else None

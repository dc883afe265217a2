"""Mentoring in the demo company: some offers, one search, one question that waits, one mentoring under way, one that ended well."""

from __future__ import annotations

import datetime as dt

from sapwood.activity.outbox import in_working_hours
from sapwood.growth import actions
from sapwood.growth.models import Mentoring
from sapwood.people.demo import Company
from sapwood.people.models import Behaviour, Competency, Person

DAY, HOUR = dt.timedelta(days=1), dt.timedelta(hours=1)

OFFERS: tuple[tuple[str, int, tuple[str, ...], int, str], ...] = (
    ("Training centre", 1, ("giving-feedback", "coaching"), 3, "eleven years beside people on a ladder"),
    ("Cloud platform", 0, ("explaining", "facilitating"), 2, "alarms explained to people who do not write code"),
    ("Service desk", 1, ("listening",), 1, "four winters on the telephone"),
    ("Installers North", 0, ("welcoming", "coaching"), 2, "nine apprentices who fit alone today"),
    ("Quality", 0, ("delegating", "deciding"), 1, "a laboratory that runs when I am away"),
    ("Talent", 0, ("delegating", "giving-feedback"), 2, "two teams handed over in good order"),
    ("Planning", 0, ("negotiating", "planning"), 1, "three winters of promises kept"),
)


def build(company: Company, *, at: dt.datetime) -> None:
    """Write it through the usual deeds."""
    competencies = {row.key: row for row in Competency.objects.all()}
    for days, (team, place, keys, places, note) in enumerate(OFFERS, start=60):
        actions.offer_mentoring(
            by=company.members[team][place], competencies=[competencies[key] for key in keys], places=places, note=note,
            at=at - days * DAY,
        )  # fmt: skip
    _under_way(company, competencies["giving-feedback"], at)
    _ended(company, competencies["explaining"], at)
    actions.seek_mentor(
        by=company.persons["Priya Raman"],
        competency=competencies["delegating"],
        wish="My team waits for my word on small things. I would like to hand over without looking over shoulders.",
        at=at - 2 * DAY,
    )
    _ask(
        company.members["Home sales"][2], company.persons["Leila Haddad"], competencies["listening"],
        "In advice calls I answer the question I expected. You are known for hearing the other one.", at - DAY,
    )  # fmt: skip


def _under_way(company: Company, competency: Competency, at: dt.datetime) -> None:
    learner, mentor = company.persons["Leila Haddad"], company.persons["Ruth Okafor"]
    began = at - 37 * DAY
    row = _ask(
        learner, mentor, competency,
        "I soften things until nobody can tell what I meant. I would like to say one clear sentence and stay kind.", began,
    )  # fmt: skip
    actions.answer_asking(
        by=mentor, mentoring=row, accepts=True, note="Gladly. Bring one talk that is ahead of you.", at=began + DAY
    )
    for days, notes, step in (
        (
            30,
            "We took the talk about the late handovers apart. Leila's first sentence was an apology; the second named what she saw. We left the first away and read it aloud. It was shorter, and not harder.",
            "Say the sentence to one colleague this week, without the apology",
        ),
        (
            12,
            "It went better than feared: the colleague asked what would help. Left over: Leila waits until she is sure. We looked at what one can say when one is not.",
            "Name one thing on the same day, even when I am not sure of the reason",
        ),
    ):
        when = in_working_hours(at - days * DAY + 2 * HOUR, mentor.time_zone)
        talk = actions.plan_session(by=learner, mentoring=row, when=when, at=when - 3 * DAY)
        actions.write_session(
            by=mentor, session=talk, when=when, notes=notes, next_step=step, version=1, at=when + HOUR
        )
    actions.plan_session(
        by=mentor, mentoring=row, when=in_working_hours(at + DAY + 2 * HOUR, mentor.time_zone), at=at - 2 * DAY
    )


def _ended(company: Company, competency: Competency, at: dt.datetime) -> None:
    learner, mentor = company.persons["Mikkel Sørensen"], company.members["Cloud platform"][0]
    began = at - 110 * DAY
    row = _ask(
        learner, mentor, competency,
        "When I explain the defrost code people nod and ask somebody else afterwards.", began,
    )  # fmt: skip
    actions.answer_asking(by=mentor, mentoring=row, accepts=True, note="", at=began + 2 * DAY)
    when = in_working_hours(began + 16 * DAY, mentor.time_zone)
    talk = actions.plan_session(by=mentor, mentoring=row, when=when, at=when - 4 * DAY)
    actions.write_session(
        by=learner, session=talk, when=when, version=1, at=when + HOUR,
        notes="Start with what the house does, then with what the code does. Ask them to say it back before drawing anything.",
        next_step="Explain one alarm to the service desk and let them say it back",
    )  # fmt: skip
    end = in_working_hours(at - 13 * DAY, mentor.time_zone)
    thanks = "In every talk you asked me to explain it to you first and said where you got lost. Since then two people on the service desk explain the defrost alarm without me."
    actions.end_mentoring(
        by=learner, mentoring=row, thanks=thanks, at=end,
        learned="I start at the house and not at the code, and I stop after three sentences to hear what was understood.",
    )  # fmt: skip
    behaviour = Behaviour.objects.get(key="coaching.lets-solve")
    actions.recognise_mentor(by=learner, mentoring=row, behaviour=behaviour, text=thanks, is_public=True, at=end + HOUR)


def _ask(learner: Person, mentor: Person, competency: Competency, wish: str, at: dt.datetime) -> Mentoring:
    search = actions.seek_mentor(by=learner, competency=competency, wish=wish, at=at)
    row = actions.ask_mentor(by=learner, search=search, mentor=mentor, at=at)
    actions.end_search(by=learner, search=search, at=at)
    return row

"""Thresholds and times in force: each figure is read from where the product uses it."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings

from sapwood.activity import jobs, outbox
from sapwood.api import queries as api_queries
from sapwood.api.actions import tokens
from sapwood.feedback import asked, between, units
from sapwood.feedback.actions import closing, launching, waves
from sapwood.feedback.counting import forms
from sapwood.feedback.models import Asking, Wave
from sapwood.files.paper import Paper, Section, Table, Text
from sapwood.goals import check_in_links
from sapwood.growth.actions import personal
from sapwood.measurement import rounding
from sapwood.people.actions import importing, invitations

CHANGED = "per wave, upwards only"
FIXED = "no"


@dataclass(frozen=True)
class Figure:
    """One rule with its figure, and who can change it."""

    what: str
    value: int
    unit: str
    change: str = FIXED


def thresholds_in_force() -> list[Figure]:
    wave = Wave()  # as it is made, before anybody raises a threshold
    return [
        Figure("Answers that a shown number of a pulse rests on, at least", wave.least_answers, "answers", CHANGED),
        Figure("The same for members who read their own unit", wave.least_answers + 1, "answers", CHANGED),
        Figure("Raters in a group of a 360, at least", wave.least_relation, "raters", CHANGED),
        Figure("Raters in a group of a report that its subject shares", forms.SHARED_LEAST, "raters"),
        Figure("Unnamed raters from which single behaviours are shown", wave.least_answers, "raters", CHANGED),
        Figure("Answers from which remarks of a pulse are shown", waves.COMMENTS_FROM[Wave.Kind.PULSE], "answers", CHANGED),
        Figure("Unnamed raters from which remarks of a 360 are shown", waves.COMMENTS_FROM[Wave.Kind.ROUND], "raters", CHANGED),
        Figure("People whom a survey unit has, at least; smaller teams are grouped", units.LEAST, "people"),
        Figure("Days that small teams stay grouped", asked.UNITS_KEPT.days, "days"),
        Figure("People whom a pulse asks, at least", launching.FEWEST_ASKED, "people"),
        Figure("Days after joining before somebody is asked", asked.JOINER_DAYS, "days"),
        Figure("Days between two 360 rounds about one person, at least", asked.QUIET_DAYS, "days"),
        Figure("Numbers resting on fewer answers are shown in half points", rounding.COARSE_BELOW, "answers"),
        Figure("Answers from which it is shown how they are spread", rounding.COUNTS_FROM, "answers"),
        Figure("Minutes that may be asked of a person in a week", settings.SAPWOOD_MINUTES_A_WEEK, "minutes", "SAPWOOD_MINUTES_A_WEEK"),
        *(
            Figure(
                f"Colleagues asked by name, at most: {Asking.Kind(kind).label.lower()}", terms.most, "people"
            )
            for kind, terms in between.TERMS.items()
        ),
    ]  # fmt: skip


def times_in_force() -> list[Figure]:
    days = "days"
    return [
        Figure("A wave is open, at most", launching.LONGEST.days, days),
        Figure("Answers of a 360 kept sealed for a follow-up, at most", launching.PANEL_LIFE.days, days),
        Figure("A wave whose key is away waits before it is void", closing.PATIENCE.days, days),
        Figure("Signed in, without coming back", settings.SESSION_COOKIE_AGE // 86_400, days),
        Figure("An invitation to sign in works", invitations.LASTS.days, days),
        Figure("A link to a check-in in a mail works", check_in_links.LASTS.days, days),
        Figure("What is a person's alone, after their last day", personal.KEPT.days, days),
        Figure("A people file that was not applied", importing.KEPT.days, days),
        Figure("A mail that cannot be delivered is tried", outbox.STALE.days, days),
        Figure("That a mail was sent (its words are deleted at once)", jobs.MAILS_KEPT.days, days),
        Figure("News that was read", jobs.NEWS_KEPT.days, days),
        Figure("Keys of sent forms, against sending twice", jobs.SUBMISSIONS_KEPT.days, days),
        Figure("A token of the API, at most", tokens.LONGEST, days, "by whoever makes it, shorter"),
        Figure("A token that has ended stays listed", api_queries.KEPT.days, days),
    ]


def thresholds() -> Paper:
    waves_here = Wave.objects.exclude(stage=Wave.Stage.DRAFT).order_by("-opens")
    rows = tuple(
        (
            f"{_name(one)}, {one.get_stage_display().lower()}",
            str(one.least_answers),
            str(one.least_relation),
            str(one.comments_from),
            str(Wave.Audience(one.audience).label) if one.kind == Wave.Kind.PULSE else "the subject",
        )
        for one in waves_here
    )
    heads = ("Wave", "Answers", "Raters in a group", "Remarks from", "Who reads")
    return Paper(
        "Thresholds in force",
        lead=(
            "A wave fixes its thresholds and its audience when it opens. They can be raised while it runs and never "
            "lowered; the database refuses values under those named here. What is shown is chosen from counts and "
            "structure, never from answers, and before any page asks for it.",
        ),
        sections=(
            Section("Rules", (_table(thresholds_in_force()),)),
            Section(
                "Waves of this installation",
                (Table(heads, rows, (0.36, 0.12, 0.14, 0.14, 0.24)) if rows else Text("None was opened yet."),),
            ),
        ),
    )


def retention() -> Paper:
    rows = (
        ("A sealed answer and the receipt that somebody answered", "until its wave is published, then deleted; the key is destroyed, so copies are unreadable"),
        ("Invitations and reminders of a wave", "until the wave is published"),
        ("Published results", "for good; numbers are rounded and rest on enough answers"),
        ("Goals, readings, check-ins, comments", "for good: they are the organisation's record"),
        ("Feedback between colleagues, by name", "until its receiver throws it away"),
        ("People, teams, reporting lines", "for good, with their history; whoever left cannot sign in"),
        ("Who did what (events)", "for good, in a chain that shows later changes; no words of private goals or feedback"),
        ("Journals, personal goals, plans, mentoring, private notes, days, practice, what was declared", "until their owner deletes them; after the last day of whoever leaves for the time named above, then erased with their keys"),
        ("Back-ups", "as long as the operator keeps them; the keys of sealed answers are in none, those of journals in a file of their own"),
    )  # fmt: skip
    return Paper(
        "Retention",
        lead=("What is kept, and for how long. What has a time is deleted by the product itself, every night.",),
        sections=(
            Section("Times in force", (_table(times_in_force()),)),
            Section("Kept until something happens", (Table(("What", "Until"), rows, (0.42, 0.58)),)),
        ),
    )


def _name(wave: Wave) -> str:
    """A pulse by its name; a 360 by its day, as its name may be a person's."""
    assert wave.opens is not None
    return (
        wave.name if wave.kind == Wave.Kind.PULSE else f"{wave.get_kind_display()} of {wave.opens.date().isoformat()}"
    )


def _table(figures: list[Figure]) -> Table:
    rows = tuple((one.what, f"{one.value} {one.unit}", one.change) for one in figures)
    return Table(("Rule", "In force", "Can be changed"), rows, (0.58, 0.17, 0.25))

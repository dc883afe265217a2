"""A week of feedback in the demo company: open waves are answered, and what pulses said is answered to.

Opening and closing is the clock's: the jobs of the week do it, as in every company. The visitor's own answers wait.
"""

from __future__ import annotations

import datetime as dt

from sapwood.feedback.demo import pulses
from sapwood.feedback.demo.answering import answer
from sapwood.feedback.models import Publication, Wave
from sapwood.people.models import Person

OWNER = "Tobias Adeyemi"
WEEK = dt.timedelta(days=7)
HALF = 0.7  # share of a round's answers that are in when a week of it is left


def live(*, begins: dt.datetime, visitor: Person) -> None:
    """Let the company live the week that starts at `begins` (a morning)."""
    owner, ends = Person.objects.filter(name=OWNER).first(), begins + WEEK
    if owner is None:
        return
    for publication in Publication.objects.filter(wave__kind=Wave.Kind.PULSE, at__gt=begins - WEEK, at__lte=begins):
        if visitor != owner:
            pulses.respond(publication, owner=owner, at=begins + dt.timedelta(hours=2), now=ends, but=visitor)
    _answer(ends, visitor)


def _answer(ends: dt.datetime, visitor: Person) -> None:
    """Those who answer before a wave closes do; of a round that goes on, most."""
    for wave in Wave.objects.filter(stage=Wave.Stage.OPEN).order_by("opens", "pk"):
        assert wave.closes is not None
        answer(wave, share=1.0 if wave.closes <= ends else HALF, whose=lambda name: name != visitor.name)

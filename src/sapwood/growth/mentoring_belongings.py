"""Mentoring: what of it somebody takes along when they leave, what goes then, and what stays the other's."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import F, Value
from django.db.models.functions import Coalesce

from sapwood.growth import talks
from sapwood.growth.models import Mentoring, MentoringSession, MentorOffer, MentorSearch
from sapwood.people.models import Person


def as_rows(person: Person) -> dict[str, list[dict[str, Any]]]:
    """What they looked for, asked, learned and said thanks for; what they offered, and their word to whoever asked them.
    Of those they helped neither the name nor the question: who learns what is theirs."""
    searches = MentorSearch.objects.filter(person=person).select_related("competency")
    asked = Mentoring.objects.filter(learner=person).select_related("mentor", "competency").order_by("asked", "id")
    offers = MentorOffer.objects.filter(person=person).prefetch_related("competencies")
    helped = Mentoring.objects.filter(mentor=person, withdrawn=None).select_related("competency")
    return {
        "searches": [
            {"competency": one.competency.name, "what_for": one.wish, "since": one.at, "ended": one.ended}
            for one in searches
        ],
        "learned": [_learned(one) for one in asked],
        "offers": [
            {"competencies": [each.name for each in one.competencies.all()], "known_from": one.note, "since": one.at}
            for one in offers
        ],
        "helped": [
            {"competency": one.competency.name, "answer": one.answer, "since": one.accepted, "thanks": one.thanks}
            for one in helped.exclude(accepted=None, declined=None).order_by("asked", "id")
        ],
    }


def forget(person: Person, at: dt.datetime) -> None:
    """Really delete what they looked for, asked and learned, and what they offered.

    With whom they learned stays what was said to the mentor: their own answer and the thanks, without the name. Whom
    they helped keeps all of it: it is the learner's. Nothing waits for their answer, or runs on.
    """
    MentorSearch.objects.filter(person=person).delete()
    MentorOffer.objects.filter(person=person).delete()
    learning, helping = Mentoring.objects.filter(learner=person), Mentoring.objects.filter(mentor=person)
    learning.filter(accepted=None).delete()
    MentoringSession.objects.filter(mentoring__in=learning).delete()
    learning.filter(ended_by=person).update(ended_by=None)
    learning.update(learner=None, wish="", learned="", ended=Coalesce(F("ended"), Value(at)))
    helping.filter(learner=None).delete()
    helping.filter(accepted=None, declined=None, withdrawn=None).update(declined=at)
    helping.filter(accepted__isnull=False, ended=None).update(ended=at)


def _learned(row: Mentoring) -> dict[str, Any]:
    return {
        "competency": row.competency.name,
        "mentor": row.mentor.name,
        "what_for": row.wish,
        "asked": row.asked,
        "their_answer": row.answer,
        "since": row.accepted,
        "learned": row.learned,
        "thanks": row.thanks,
        "talks": [{"at": one.row.at, "notes": one.notes, "next_step": one.next_step} for one in talks.of(row)],
    }

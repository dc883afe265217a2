"""What the demo company asks: two questionnaires in use, begun from the ready ones."""

from __future__ import annotations

import datetime as dt

from sapwood.feedback import actions
from sapwood.feedback.models import Questionnaire
from sapwood.feedback.starts import Start
from sapwood.people.demo import Company

OWNER = "Tobias Adeyemi"
QUESTIONNAIRES = (
    (
        Start.TOGETHER,
        "How we work together",
        "For your own development, and for nothing else: no pay, no ranking. Say what you saw; leave out what you did not.",
    ),
    (Start.WEEKLY, "How the week was", "Three to five short questions. Your team gets the result and an answer to it."),
)


def build(company: Company, *, at: dt.datetime) -> list[Questionnaire]:
    """Write and publish them as the OKR owner would."""
    by, then = company.persons[OWNER], at - dt.timedelta(days=200)
    found = []
    for start, name, text in QUESTIONNAIRES:
        draft = actions.draft_questionnaire(by=by, name=name, start=start, text=text, at=then)
        found.append(actions.publish_questionnaire(by=by, questionnaire=draft, at=then))
    return found

"""What the demo company asks of its people: questionnaires in use, 360 rounds, a weekly pulse. The answers come from
`truth.py`, everything else through the deeds that people would do."""

from __future__ import annotations

import datetime as dt

from sapwood.activity.models import Notice
from sapwood.feedback import actions
from sapwood.feedback.demo import programmes, pulses
from sapwood.feedback.models import Questionnaire
from sapwood.feedback.starts import Start
from sapwood.people.demo import Company

OWNER = "Tobias Adeyemi"
QUESTIONNAIRES = {
    "talking": (
        Start.TOGETHER,
        "How we work together",
        "For your own development, and for nothing else: no pay, no ranking. Say what you saw; leave out what you did not.",
    ),
    "leading": (
        Start.LEADING,
        "How we are led",
        "About what somebody does who leads a team, for their own development. Say what you saw; leave out what you did not.",
    ),
    "week": (
        Start.WEEKLY,
        "How the week was",
        "Three to five short questions. Your team gets the result and an answer to it.",
    ),
}
NEWS = dt.timedelta(days=7)  # older notices were read


def build(company: Company, *, at: dt.datetime) -> None:
    """Two programmes of 360 rounds and thirteen openings of a pulse, dated backwards from `at`."""
    papers = _questionnaires(company, at=at - dt.timedelta(days=200))
    programmes.build(company, papers, at=at)
    pulses.build(company, papers["week"], at=at, whose=lambda name: name not in programmes.VISITORS)
    Notice.objects.filter(at__lt=at - NEWS, read=None).update(read=at - NEWS)


def _questionnaires(company: Company, *, at: dt.datetime) -> dict[str, Questionnaire]:
    """Written and published as the OKR owner would."""
    by = company.persons[OWNER]
    found = {}
    for key, (start, name, text) in QUESTIONNAIRES.items():
        draft = actions.draft_questionnaire(by=by, name=name, start=start, text=text, at=at)
        found[key] = actions.publish_questionnaire(by=by, questionnaire=draft, at=at)
    return found

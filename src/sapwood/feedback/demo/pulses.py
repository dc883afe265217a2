"""The weekly pulse of the demo company: twelve published with what was answered to them, one open."""

from __future__ import annotations

import datetime as dt

from sapwood.activity.deeds import Refused
from sapwood.feedback import actions, programmes
from sapwood.feedback.actions import closing, opening
from sapwood.feedback.demo import words
from sapwood.feedback.demo.answering import Whose, answer
from sapwood.feedback.demo.truth import CHANCE
from sapwood.feedback.models import Publication, PulseProgramme, Questionnaire, Response, SurveyUnit, Wave
from sapwood.feedback.themes import Theme
from sapwood.people.demo import Company
from sapwood.people.models import Person, Role, RoleGrant

PUBLISHED = 12
WEEK = dt.timedelta(days=7)
OPEN_DAYS = 4
EARLY = 0.35  # share of answers that are in on the day after it opened
NAME = "The week in a minute"
PURPOSE = "Four short questions about your week. The result goes to your team, with what is done about it."
ANCHOR = "workload.fits"  # asked each time, so that one sees what moves
THEMES = (
    Theme.GOAL_CLARITY, Theme.LEADERSHIP_SUPPORT, Theme.PSYCHOLOGICAL_SAFETY, Theme.WORKLOAD, Theme.DEPENDABILITY,
    Theme.ENGAGEMENT, Theme.AUTONOMY, Theme.RELATEDNESS,
)  # fmt: skip


def build(company: Company, pool: Questionnaire, *, at: dt.datetime, whose: Whose) -> None:
    owner, opened = company.persons["Tobias Adeyemi"], _workday_before(at)
    first = opened - PUBLISHED * WEEK
    programme = actions.set_up_programme(
        by=owner,
        name=NAME,
        pool=pool,
        starts=first.date(),
        at=first - dt.timedelta(days=3),
        purpose=PURPOSE,
        weekdays=[first.weekday()],
        open_days=OPEN_DAYS,
        themes=[theme.value for theme in THEMES],
        anchor=ANCHOR,
        has_words=True,
    )
    for week in range(PUBLISHED):
        wave = _opened(programme, first + week * WEEK)
        answer(wave)
        assert wave.closes is not None
        closed = wave.closes + dt.timedelta(minutes=4)
        respond(closing.close(wave, closed).publication, owner=owner, at=closed + dt.timedelta(hours=34), now=at)
    answer(_opened(programme, opened), share=EARLY, whose=whose)


def _opened(programme: PulseProgramme, at: dt.datetime) -> Wave:
    """What the clock of that morning does."""
    planned = programmes.next_opening(programme)
    assert planned is not None
    wave = opening.open_one(planned, at)
    assert wave is not None
    wave.refresh_from_db()
    return wave


def respond(
    publication: Publication, *, owner: Person, at: dt.datetime, now: dt.datetime, but: Person | None = None
) -> None:
    """What the OKR owner does about the whole, and some leads about their unit; what is long due is done."""
    if at > now:
        return
    number = Wave.objects.filter(kind=Wave.Kind.PULSE, opens__lte=publication.wave.opens).count()
    told = publication.cells.filter(withheld="").values("unit")
    for unit in SurveyUnit.objects.filter(wave=publication.wave, pk__in=told).order_by("position"):
        top = unit.parent_id is None
        if not top and CHANCE.share("responds", number, unit.name) > 0.3:
            continue
        lead = owner if top else _lead(unit)
        if lead is None or lead == but or _answered(publication, unit):
            continue
        texts = words.OF_THE_WHOLE if top else words.OF_A_UNIT
        due = at.date() + dt.timedelta(days=10 + int(20 * CHANCE.share("due", number, unit.name)))
        place = number if top else int(CHANCE.share("says", number, unit.name) * len(texts))
        said = _attempt(publication, unit, lead, texts[place % len(texts)], due, at)
        if said is not None and due < now.date() - dt.timedelta(days=3):
            actions.finish_response(by=lead, response=said, at=_afternoon(due))


def _attempt(
    publication: Publication, unit: SurveyUnit, lead: Person, text: str, due: dt.date, at: dt.datetime
) -> Response | None:
    try:
        return actions.respond(by=lead, publication=publication, unit=unit, text=text, due=due, at=at)
    except Refused:  # this unit's result is not theirs to read
        return None


def _answered(publication: Publication, unit: SurveyUnit) -> bool:
    place = None if unit.parent_id is None else unit
    return Response.objects.filter(publication=publication, unit=place).exists()


def _lead(unit: SurveyUnit) -> Person | None:
    """Who leads a team of the unit and reads its result."""
    rows = Person.objects.filter(
        memberships__team__in=unit.teams.all(), memberships__is_lead=True, memberships__ends=None
    )
    everywhere = RoleGrant.objects.filter(ends=None, role=Role.EXECUTIVE).values("person")
    return rows.exclude(pk__in=everywhere).order_by("name").first()


def _workday_before(at: dt.datetime) -> dt.datetime:
    """Nine in the morning of the last working day before this one."""
    day = at - dt.timedelta(days=1)
    while day.weekday() > 4:
        day -= dt.timedelta(days=1)
    return day.replace(hour=9, minute=0)


def _afternoon(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(15), tzinfo=dt.UTC)

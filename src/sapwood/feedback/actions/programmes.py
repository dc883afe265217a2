"""Pulse programmes: set up, changed, paused, ended; one opening left out, one question taken for another."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.utils.translation import gettext as _

from sapwood.activity import clock, events
from sapwood.activity.deeds import Refused, deed
from sapwood.feedback import programmes, rhythm, rules
from sapwood.feedback.models import PulseOpening, PulseProgramme, Questionnaire, Wave
from sapwood.people.actions.saving import save_over
from sapwood.people.models import Person

FEWEST, MOST = 3, 5  # questions an opening
AHEAD = dt.timedelta(days=366)


@deed("feedback.set_up_programme")
def set_up_programme(
    *,
    by: Person,
    name: str,
    pool: Questionnaire,
    starts: dt.date,
    at: dt.datetime,
    purpose: str = "",
    audience: str = Wave.Audience.LEADS,
    cadence: str = rhythm.Cadence.WEEKLY,
    weekdays: Sequence[int] = (0,),
    open_days: int = 4,
    number: int = 4,
    themes: Sequence[str] = (),
    anchor: str = "",
    has_words: bool = False,
) -> PulseProgramme:
    """A pulse that opens by itself from `starts` on, in the name of whoever set it up. Its first opening is planned."""
    _guard(by)
    today = clock.local(at, by.time_zone).date()
    if not today <= starts <= today + AHEAD:
        raise Refused(
            _("It cannot begin on %(day)s.") % {"day": starts}, _("Choose today or a day within the next year.")
        )
    programme = PulseProgramme(
        name=name.strip(),
        purpose=purpose.strip(),
        audience=audience,
        cadence=cadence,
        weekdays=sorted(set(weekdays)),
        open_days=open_days,
        pool=pool,
        themes=list(themes),
        number=number,
        anchor=anchor,
        has_words=has_words,
        keeper=by,
        created=at,
    )
    _must_fit(programme)
    programme.save()
    plan_next(programme, rhythm.first_day(starts, programme.weekdays))
    events.record("feedback.programme_set_up", by=by, about=programme, at=at)
    return programme


@deed("feedback.change_programme")
def change_programme(
    *,
    by: Person,
    programme: PulseProgramme,
    version: int,
    name: str,
    purpose: str,
    audience: str,
    cadence: str,
    weekdays: Sequence[int],
    open_days: int,
    number: int,
    pool: Questionnaire,
    themes: Sequence[str],
    anchor: str,
    has_words: bool,
    at: dt.datetime,
) -> PulseProgramme:
    """Change what holds from the next opening on, whose questions are drawn anew. What is open or published stays."""
    _guard(by)
    _must_go_on(programme)
    fields = {
        "name": name.strip(), "purpose": purpose.strip(), "audience": audience, "cadence": cadence,
        "weekdays": sorted(set(weekdays)), "open_days": open_days, "number": number, "pool": pool,
        "themes": list(themes), "anchor": anchor, "has_words": has_words,
    }  # fmt: skip
    _must_fit(PulseProgramme(**fields))
    save_over(programme, version, **fields)
    planned = programmes.next_opening(programme)
    if planned is not None:
        day = rhythm.first_day(planned.day, programme.weekdays)
        planned.day, planned.questions = max(day, planned.day), programmes.drawn(programme)
        planned.save(update_fields=["day", "questions"])
    events.record("feedback.programme_changed", by=by, about=programme, at=at)
    return programme


@deed("feedback.pause_programme")
def pause_programme(*, by: Person, programme: PulseProgramme, at: dt.datetime) -> PulseProgramme:
    """Nothing opens until it goes on. What is open now closes as announced."""
    _guard(by)
    _must_go_on(programme)
    if programme.paused is None:
        _set(programme, paused=at)
        events.record("feedback.programme_paused", by=by, about=programme, at=at)
    return programme


@deed("feedback.resume_programme")
def resume_programme(*, by: Person, programme: PulseProgramme, at: dt.datetime) -> PulseProgramme:
    """It goes on, in the name of whoever says so. A planned day that has passed is moved to the next that comes."""
    _guard(by)
    _must_go_on(programme)
    if programme.paused is not None:
        _set(programme, paused=None, keeper=by)
        today = clock.local(at, by.time_zone).date()
        planned = programmes.next_opening(programme)
        if planned is not None and planned.day <= today:
            planned.day = rhythm.first_day(today + dt.timedelta(days=1), programme.weekdays)
            planned.save(update_fields=["day"])
        events.record("feedback.programme_resumed", by=by, about=programme, at=at)
    return programme


@deed("feedback.end_programme")
def end_programme(*, by: Person, programme: PulseProgramme, at: dt.datetime) -> PulseProgramme:
    """It opens no more. What was published stays, and what is open closes as announced."""
    _guard(by)
    _must_go_on(programme)
    _set(programme, ended=at)
    PulseOpening.objects.filter(programme=programme, wave=None, left_out=None).delete()
    events.record("feedback.programme_ended", by=by, about=programme, at=at)
    return programme


@deed("feedback.leave_out_opening")
def leave_out_opening(*, by: Person, opening: PulseOpening, at: dt.datetime, why: str = "") -> PulseOpening:
    """Skip one opening. Its questions come with the next one."""
    _guard(by)
    opening = _planned(opening)
    opening.left_out, opening.left_out_by, opening.why = at, by, why.strip()[:300]
    opening.save(update_fields=["left_out", "left_out_by", "why"])
    programme = opening.programme
    plan_next(programme, rhythm.next_day(opening.day, programme.cadence, programme.weekdays))
    events.record("feedback.opening_left_out", by=by, about=programme, at=at)
    return opening


@deed("feedback.take_another_question")
def take_another_question(
    *, by: Person, opening: PulseOpening, question: str, instead: str, at: dt.datetime
) -> PulseOpening:
    """Ask `instead` of `question` in the opening that comes next. The one taken out waits for a later draw."""
    _guard(by)
    opening = _planned(opening)
    programme = opening.programme
    if question == programme.anchor:
        raise Refused(
            _("This question is asked each time, so that a trend exists."), _("Change the programme instead.")
        )
    offered = {item.key for item in programmes.pool_of(programme.pool, programme.themes)} - set(opening.questions)
    if question not in opening.questions or instead not in offered:
        raise Refused(_("The choice of questions has changed meanwhile."), _("Load the page again and choose anew."))
    opening.questions = [instead if key == question else key for key in opening.questions]
    opening.save(update_fields=["questions"])
    events.record("feedback.question_exchanged", by=by, about=programme, at=at)
    return opening


def plan_next(programme: PulseProgramme, day: dt.date) -> PulseOpening:
    """The row of the opening that comes after all there are, with its questions drawn."""
    last = programme.openings.order_by("-number").values_list("number", flat=True).first() or 0
    return PulseOpening.objects.create(
        programme=programme, number=last + 1, day=day, questions=programmes.drawn(programme)
    )


def _set(programme: PulseProgramme, **fields: object) -> None:
    save_over(programme, programme.version, **fields)


def _planned(opening: PulseOpening) -> PulseOpening:
    """The row as it is now, held until this deed is done, if it has not opened and was not left out."""
    PulseProgramme.objects.select_for_update().get(pk=opening.programme_id)
    found = PulseOpening.objects.select_related("programme__pool").get(pk=opening.pk)
    _must_go_on(found.programme)
    if found.wave_id is not None or found.left_out is not None:
        raise Refused(_("This opening is no longer ahead."), _("Load the page again."))
    return found


def _guard(by: Person) -> None:
    if not rules.may_run_waves(by):
        raise Refused(_("Rounds and pulses are run by the OKR owner."), _("The People page says who it is."))


def _must_go_on(programme: PulseProgramme) -> None:
    if programme.ended is not None:
        raise Refused(_("“%(name)s” has ended.") % {"name": programme}, _("Set up a new programme."))


def _must_fit(programme: PulseProgramme) -> None:
    """What was chosen goes together: days, length, and enough questions to draw from."""
    if not programme.name:
        raise Refused(_("It needs a name."), _("Everybody reads it before they answer."))
    if not programme.weekdays or not set(programme.weekdays) <= set(rhythm.WORKING_DAYS):
        raise Refused(_("People are asked on working days."), _("Choose one or more from Monday to Friday."))
    longest = rhythm.LONGEST_OPEN[rhythm.Cadence(programme.cadence)]
    if not 1 <= programme.open_days <= longest:
        raise Refused(
            _("Open for %(days)d days: two openings would overlap, or nobody could answer.")
            % {"days": programme.open_days},
            _("Choose 1 to %(most)d days for this rhythm.") % {"most": longest},
        )
    if not FEWEST <= programme.number <= MOST:
        raise Refused(
            _("%(n)d questions were given.") % {"n": programme.number},
            _("Choose %(least)d to %(most)d: it should take about a minute.") % {"least": FEWEST, "most": MOST},
        )
    pool = programme.pool
    if pool.kind != Questionnaire.Kind.PULSE or pool.published is None or pool.is_drawn:
        raise Refused(_("“%(name)s” is no pulse questionnaire in use.") % {"name": pool}, _("Choose another one."))
    items = programmes.pool_of(pool, programme.themes)
    if len(items) < programme.number:
        raise Refused(
            _("There are %(n)d questions with a scale to draw from, and each opening asks %(number)d.")
            % {"n": len(items), "number": programme.number},
            _("Choose more themes, or fewer questions."),
        )
    if programme.anchor and programme.anchor not in {item.key for item in items}:
        raise Refused(
            _("The question asked each time is not among those it draws from."),
            _("Choose another one, or its theme as well."),
        )
    if programme.has_words and programmes.words_of(pool) is None:
        raise Refused(
            _("“%(name)s” has no question in words.") % {"name": pool}, _("Add one to it, or leave this choice out.")
        )

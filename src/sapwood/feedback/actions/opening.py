"""A programme's pulse opens by the clock: once, however many workers look, in the name of whoever keeps it."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from sapwood.activity import clock, events, notices
from sapwood.activity.deeds import Refused
from sapwood.feedback import programmes, rhythm, rules
from sapwood.feedback.actions.launching import launch
from sapwood.feedback.actions.programmes import plan_next
from sapwood.feedback.actions.waves import draft_pulse
from sapwood.feedback.models import Item, PulseOpening, PulseProgramme, Questionnaire, Wave
from sapwood.people.models import Person, Role, RoleGrant


def due(at: dt.datetime) -> list[PulseOpening]:
    """Openings whose day has begun for the first of the people, or is over because nothing ran then."""
    ahead = at.date() + dt.timedelta(days=1)  # east of here it may be tomorrow already
    rows = list(_planned().filter(day__lte=ahead).order_by("day", "pk"))
    zones = set(Person.objects.at_work(at.date()).values_list("time_zone", flat=True)) if rows else set()
    return [row for row in rows if rhythm.begins(row.day, zones) <= at]


def open_one(opening: PulseOpening, at: dt.datetime) -> Wave | None:
    """Open it, and plan the next one. None when another worker did, when it waits because another pulse is open, or
    when it cannot open: then it is left out and its keeper is told why."""
    with transaction.atomic():
        programme = PulseProgramme.objects.select_for_update().get(pk=opening.programme_id)
        row = _planned().filter(pk=opening.pk).first()
        if row is None or Wave.objects.filter(kind=Wave.Kind.PULSE, stage=Wave.Stage.OPEN).exists():
            return None  # one pulse at a time: what does not fit into the week waits
        if programme.keeper is None or not rules.may_run_waves(programme.keeper):
            _stop(programme, at)
            return None
        try:
            with transaction.atomic():
                wave = _open(programme, row, programme.keeper, at)
        except Refused as refusal:
            _leave_out(programme, row, f"{refusal} {refusal.next_step}".strip(), at)
            return None
    return wave


def _planned() -> QuerySet[PulseOpening]:
    rows = PulseOpening.objects.filter(wave=None, left_out=None, programme__paused=None, programme__ended=None)
    return rows.select_related("programme__pool", "programme__keeper")


def _open(programme: PulseProgramme, row: PulseOpening, keeper: Person, at: dt.datetime) -> Wave:
    before = programme.openings.exclude(wave=None).exclude(wave__stage=Wave.Stage.VOIDED).order_by("-number").first()
    wave = draft_pulse(
        by=keeper,
        name=programme.name,
        purpose=programme.purpose,
        questionnaire=_questions(programme, row, keeper, at),
        audience=programme.audience,
        follows=before.wave if before else None,
        at=at,
    )
    closes = _closes(programme, row, keeper, at)
    launch(by=keeper, wave=wave, closes=closes, at=at, weekdays=programme.weekdays)
    row.wave = wave
    row.save(update_fields=["wave"])
    day = rhythm.next_day(row.day, programme.cadence, programme.weekdays)
    while day <= closes.date():  # it opened late: those days are over
        day = rhythm.next_day(day, programme.cadence, programme.weekdays)
    plan_next(programme, day)
    return wave


def _closes(programme: PulseProgramme, row: PulseOpening, keeper: Person, at: dt.datetime) -> dt.datetime:
    """The end of the last day in the keeper's zone, counted from the day it was meant to open or really does."""
    there = clock.local(at, keeper.time_zone)
    last = max(row.day, there.date()) + dt.timedelta(days=programme.open_days)
    return dt.datetime.combine(last, dt.time(23, 59), tzinfo=there.tzinfo).astimezone(dt.UTC)


def _questions(programme: PulseProgramme, row: PulseOpening, keeper: Person, at: dt.datetime) -> Questionnaire:
    """What this opening asks, as a published edition of the programme's own line. A question that the pool has lost since
    it was planned is drawn anew."""
    pool = programmes.pool_of(programme.pool, programme.themes)
    chosen = programmes.questions_of(row, pool)
    if len(chosen) < len(row.questions):
        by_key = {item.key: item for item in pool}
        fresh = [by_key[key] for key in programmes.drawn(programme)]
        chosen += [item for item in fresh if item not in chosen][: len(row.questions) - len(chosen)]
        row.questions = [item.key for item in chosen]
        row.save(update_fields=["questions"])
    words = programmes.words_of(programme.pool) if programme.has_words else None
    paper = Questionnaire.objects.create(
        line=programme.line,
        edition=row.number,
        name=programme.name,
        text=programme.purpose,
        kind=Questionnaire.Kind.PULSE,
        is_drawn=True,
        published=at,
        published_by=keeper,
    )
    copies = [*chosen, *([words] if words else [])]
    for position, item in enumerate(copies):
        item.pk, item.questionnaire, item.position = None, paper, position
    Item.objects.bulk_create(copies)
    return paper


def _leave_out(programme: PulseProgramme, row: PulseOpening, why: str, at: dt.datetime) -> None:
    row.left_out, row.why = at, why[:300]
    row.save(update_fields=["left_out", "why"])
    plan_next(programme, rhythm.next_day(max(row.day, at.date()), programme.cadence, programme.weekdays))
    events.record("feedback.opening_left_out", by=None, about=programme, at=at)
    _tell([programme.keeper], _("“%(name)s” did not open: %(why)s") % {"name": programme, "why": why}, programme, at)


def _stop(programme: PulseProgramme, at: dt.datetime) -> None:
    """Whoever kept it no longer may: it pauses until an OKR owner says that it goes on."""
    PulseProgramme.objects.filter(pk=programme.pk).update(paused=at, version=programme.version + 1)
    events.record("feedback.programme_paused", by=None, about=programme, at=at)
    owners = RoleGrant.objects.filter(ends=None, role=Role.OKR_OWNER).select_related("person")
    words = _("“%(name)s” waits for an OKR owner: whoever ran it no longer does") % {"name": programme}
    _tell([grant.person for grant in owners], words, programme, at)


def _tell(people: list[Person] | list[Person | None], text: str, programme: PulseProgramme, at: dt.datetime) -> None:
    link = reverse("feedback:programme", args=[programme.public_id])
    why = _("It came because you run rounds and pulses.")
    notices.tell(people, kind="feedback", text=text, link=link, why=why, at=at)

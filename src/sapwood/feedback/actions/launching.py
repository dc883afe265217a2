"""Launching a wave: from here on who is asked, in which units, and what is promised stays as it is."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Collection, Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from sapwood.activity import events
from sapwood.activity.deeds import Refused, deed
from sapwood.feedback import asked, keys, load, rhythm, rules
from sapwood.feedback.models import Invitation, Item, Relation, SurveyUnit, Wave, WaveKey, WaveStep
from sapwood.people.models import Person

SHORTEST = dt.timedelta(hours=24)
LONGEST = dt.timedelta(days=60)
FEWEST_ASKED = 5
NOTE = 300  # letters of what is noted beside a step
PANEL_LIFE = dt.timedelta(days=456)  # 15 months: the longest that answers are kept for a follow-up


@deed("feedback.launch")
def launch(*, by: Person, wave: Wave, closes: datetime, at: datetime, weekdays: Collection[int] | None = None) -> Wave:
    """Open a wave until `closes`: freeze the units and the people asked, make its key pair.

    With `weekdays` (a programme's pulse) each person is asked at a working hour of their own on one of them.

    Raises Refused with the reason when something is missing; nothing is opened then.
    """
    if not rules.may_run_waves(by):
        raise Refused(_("Rounds and pulses are run by the OKR owner."), _("The People page says who it is."))
    wave = Wave.objects.select_for_update().get(pk=wave.pk)
    if wave.stage != Wave.Stage.DRAFT:
        raise Refused(_("“%(wave)s” was launched already.") % {"wave": wave}, _("Load the page again."))
    if not SHORTEST <= closes - at <= LONGEST:
        raise Refused(
            _("A wave is open for a day at least and for 60 days at most."), _("Choose another closing time.")
        )
    wave.opens, wave.closes = at, closes
    note = ""
    if wave.kind == Wave.Kind.PULSE:
        _freeze_pulse(wave, at, weekdays)
    else:
        note = _freeze_round(wave, at)
    name = f"{wave.public_id}-{WaveKey.Purpose.WAVE}"
    public = keys.store().create(name)
    WaveKey.objects.create(wave=wave, purpose=WaveKey.Purpose.WAVE, name=name, public=public, created=at)
    wave.stage = Wave.Stage.OPEN
    wave.version += 1
    wave.save(update_fields=["opens", "closes", "stage", "version"])
    WaveStep.objects.create(wave=wave, stage=Wave.Stage.OPEN, by=by, at=at, note=note)
    events.record("feedback.wave_opened", by=by, about=wave, at=at, data={"closes": closes.isoformat()})
    return wave


def _freeze_pulse(wave: Wave, at: datetime, weekdays: Collection[int] | None) -> None:
    preview = asked.pulse_preview(
        at, closes=wave.closes, least=wave.least_answers, audience=wave.audience, follows=wave.follows
    )
    if len(preview.plan.places) < FEWEST_ASKED:
        raise Refused(
            _("A pulse asks five people at least; %(n)d could be asked now.") % {"n": len(preview.plan.places)},
            _("Talk with each other instead: with so few nothing stays anonymous."),
        )
    rows: dict[str, SurveyUnit] = {}
    names: set[str] = set()
    for position, unit in enumerate(preview.plan.units):
        name, number = unit.name, 2
        while name in names:
            name, number = f"{unit.name} ({number})", number + 1
        names.add(name)
        rows[unit.key] = SurveyUnit.objects.create(
            wave=wave, name=name, parent=rows[unit.parent] if unit.parent else None, position=position
        )
    through = SurveyUnit.teams.through
    through.objects.bulk_create(
        through(surveyunit_id=rows[unit.key].pk, team_id=team)
        for unit in preview.plan.units
        for team in sorted(unit.teams)
    )
    hours = _hours(wave, preview.plan.places, weekdays) if weekdays else {}
    Invitation.objects.bulk_create(
        (
            Invitation(wave=wave, person_id=person, unit=rows[key], asked=hours.get(person))
            for person, key in sorted(preview.plan.places.items())
        ),
        batch_size=2_000,
    )


def _hours(wave: Wave, people: Mapping[int, str], weekdays: Collection[int]) -> dict[int, datetime]:
    """When each person is asked; late for those whose week is full of other requests."""
    assert wave.opens is not None and wave.closes is not None
    full = load.full_weeks(wave)
    return {
        person: rhythm.hour_for(wave.opens, wave.closes, zone, weekdays, chance=secrets.randbelow, late=person in full)
        for person, zone in Person.objects.values_list("pk", "time_zone")
        if person in people
    }


def _freeze_round(wave: Wave, at: datetime) -> str:
    """Returns who of the raters is not asked, in words: the page of the wave keeps it."""
    _must_have_its_panel(wave)
    subjects = list(wave.subjects.select_related("person"))
    lately = asked.lately_asked_about([subject.person for subject in subjects], at, but=wave)
    if lately:
        raise Refused(
            _("%(names)s: the last 360 is less than 90 days ago.") % {"names": ", ".join(map(str, lately))},
            _("Leave them out by the button beside each, or wait."),
        )
    may_be_asked = {person.pk for person in asked.who(at, wave.closes)}
    new = [subject.person for subject in subjects if subject.person_id not in may_be_asked]
    if new:
        raise Refused(
            _("%(names)s: here for less than 30 days, or away the whole time.") % {"names": ", ".join(map(str, new))},
            _("Leave them out: the page of the round has a button for each."),
        )
    waiting = [subject.person for subject in subjects if subject.agreed is None]
    if waiting:
        raise Refused(
            _("The manager has not agreed to the raters of %(names)s.") % {"names": ", ".join(map(str, waiting))},
            _("Ask them, or agree in their place: the page of the round has a button for it."),
        )
    loose = Item.objects.filter(questionnaire=wave.questionnaire, competency=None).exclude(kind=Item.Kind.TEXT)
    if loose.exists():
        raise Refused(
            _("“%(item)s” belongs to no competency.") % {"item": loose[0].said()},
            _("In a 360 every question with a scale does."),
        )
    gone = wave.invitations.exclude(person=None).exclude(relation=Relation.SELF).exclude(person__in=may_be_asked)
    names = sorted(set(gone.values_list("person__name", flat=True)))
    gone.delete()
    if not names:
        return ""
    told = _("Not asked, as they came within 30 days or are away the whole time: %(names)s.") % {
        "names": ", ".join(names)
    }
    return told if len(told) <= NOTE else f"{told[: NOTE - 1]}…"


def _must_have_its_panel(wave: Wave) -> None:
    """A follow-up closes while the answers it compares with are still kept: everybody was promised 15 months at most."""
    if wave.follows is None:
        return
    assert wave.closes is not None
    key = WaveKey.objects.filter(wave=wave.follows, purpose=WaveKey.Purpose.PANEL, destroyed=None).first()
    if key is None or wave.closes > key.created + PANEL_LIFE:
        raise Refused(
            _("The answers of “%(wave)s” are not kept that long: 15 months at most were promised.")
            % {"wave": wave.follows},
            _("Begin with a new first round."),
        )

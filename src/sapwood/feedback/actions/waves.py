"""Preparing a wave: what it asks, whom it is about, who is asked, and what it promises."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from sapwood.activity import events
from sapwood.activity.deeds import Refused, deed
from sapwood.feedback.actions.choosing import guard, must_be_draft
from sapwood.feedback.actions.first_raters import Outsider, first_invitations
from sapwood.feedback.models import Questionnaire, Subject, Wave
from sapwood.people.actions.saving import save_over
from sapwood.people.models import Person

COMMENTS_FROM = {Wave.Kind.PULSE: 8, Wave.Kind.ROUND: 5}
THRESHOLDS = ("least_answers", "least_relation", "comments_from")


@deed("feedback.draft_pulse")
def draft_pulse(
    *,
    by: Person,
    name: str,
    questionnaire: Questionnaire,
    at: datetime,
    purpose: str = "",
    audience: str = Wave.Audience.LEADS,
    follows: Wave | None = None,
) -> Wave:
    """A pulse about how it is to work here. `follows`: the wave before it in the series."""
    guard(by)
    _must_be_usable(questionnaire, Wave.Kind.PULSE)
    if follows is not None and follows.kind != Wave.Kind.PULSE:
        raise Refused(_("A pulse follows a pulse."), _("Choose another wave, or none."))
    wave = Wave.objects.create(
        kind=Wave.Kind.PULSE,
        name=name.strip(),
        purpose=purpose.strip(),
        about=Wave.About.ORGANISATION,
        questionnaire=questionnaire,
        audience=audience,
        follows=follows,
        comments_from=COMMENTS_FROM[Wave.Kind.PULSE],
        by=by,
        created=at,
    )
    events.record("feedback.wave_drafted", by=by, about=wave, at=at)
    return wave


@deed("feedback.draft_round")
def draft_round(
    *,
    by: Person,
    name: str,
    questionnaire: Questionnaire,
    people: Sequence[Person],
    at: datetime,
    purpose: str = "",
    about: str = Wave.About.PROGRAMME,
    is_panel: bool = False,
    is_shuffled: bool = False,
    follows: Wave | None = None,
    board: Person | Outsider | None = None,
    pools_reports: bool = False,
) -> Wave:
    """A 360 about `people`. Each rates themselves and is rated by their manager; a follow-up begins with the same raters.

    For executives: `board` answers as their manager, by name; `pools_reports` asks everybody below, as one group.
    """
    guard(by)
    _must_be_usable(questionnaire, Wave.Kind.ROUND)
    if not people:
        raise Refused(_("A 360 is about somebody."), _("Choose at least one person."))
    if follows is not None:
        _must_be_a_baseline(follows)
    wave = Wave.objects.create(
        kind=Wave.Kind.ROUND,
        name=name.strip(),
        purpose=purpose.strip(),
        about=about,
        questionnaire=questionnaire,
        is_panel=is_panel,
        is_shuffled=is_shuffled,
        follows=follows,
        comments_from=COMMENTS_FROM[Wave.Kind.ROUND],
        by=by,
        created=at,
    )
    Subject.objects.bulk_create(Subject(wave=wave, person=person) for person in dict.fromkeys(people))
    first_invitations(wave, at.date(), board=board, pools_reports=pools_reports, at=at)
    events.record("feedback.wave_drafted", by=by, about=wave, at=at)
    return wave


@deed("feedback.set_thresholds")
def set_thresholds(
    *, by: Person, wave: Wave, version: int, at: datetime, least_answers: int, least_relation: int, comments_from: int
) -> Wave:
    """How many answers a shown number and a comment need. From launch on they can be raised, never lowered."""
    guard(by)
    given = {"least_answers": least_answers, "least_relation": least_relation, "comments_from": comments_from}
    if wave.stage not in {Wave.Stage.DRAFT, Wave.Stage.OPEN}:
        raise Refused(_("What was published stays as it is."), _("The next wave can have other thresholds."))
    floor = (
        {"least_answers": 5, "least_relation": 3, "comments_from": COMMENTS_FROM[Wave.Kind(wave.kind)]}
        if wave.stage == Wave.Stage.DRAFT
        else {name: getattr(wave, name) for name in THRESHOLDS}
    )
    low = [name for name in THRESHOLDS if given[name] < floor[name]]
    if low:
        names = {field.name: str(field.verbose_name) for field in Wave._meta.fields if field.name in THRESHOLDS}
        raise Refused(
            _("%(what)s: %(given)d is less than the %(floor)d promised.")
            % {"what": names[low[0]], "given": given[low[0]], "floor": floor[low[0]]},
            _("A threshold can be raised, never lowered."),
        )
    save_over(wave, version, **given)
    events.record("feedback.thresholds_set", by=by, about=wave, at=at, data=given)
    return wave


def _must_be_usable(questionnaire: Questionnaire, kind: str) -> None:
    if questionnaire.kind != kind:
        raise Refused(_("“%(name)s” is made for something else.") % {"name": questionnaire}, _("Choose another one."))
    if questionnaire.published is None or questionnaire.retired is not None:
        raise Refused(
            _("“%(name)s” is not in use.") % {"name": questionnaire}, _("Publish it first, or choose another one.")
        )


def _must_be_a_baseline(wave: Wave) -> None:
    if wave.kind != Wave.Kind.ROUND or wave.stage != Wave.Stage.PUBLISHED or not wave.is_panel:
        raise Refused(
            _("“%(wave)s” was not launched as a baseline, or is not published yet.") % {"wave": wave},
            _("A follow-up compares with a published round that announced one."),
        )


@deed("feedback.discard_wave")
def discard_wave(*, by: Person, wave: Wave, at: datetime) -> None:
    """Really delete a draft; what was launched stays."""
    guard(by)
    must_be_draft(wave)
    events.record("feedback.wave_discarded", by=by, about=wave, at=at)
    wave.delete()

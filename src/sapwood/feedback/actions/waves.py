"""Preparing a wave: what it asks, whom it is about, who is asked, and what it promises."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from sapwood.activity import events
from sapwood.activity.deeds import Refused, deed
from sapwood.feedback import rules
from sapwood.feedback.models import Guest, Invitation, Questionnaire, Relation, Subject, Wave
from sapwood.people.actions.saving import save_over
from sapwood.people.models import Competency, Person, ReportingLine

MOST_FOCUS = 2
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
    _guard(by)
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
    follows: Wave | None = None,
) -> Wave:
    """A 360 about `people`. Each rates themselves and is rated by their manager; a follow-up begins with the same raters."""
    _guard(by)
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
        follows=follows,
        comments_from=COMMENTS_FROM[Wave.Kind.ROUND],
        by=by,
        created=at,
    )
    Subject.objects.bulk_create(Subject(wave=wave, person=person) for person in dict.fromkeys(people))
    _first_invitations(wave, at.date())
    events.record("feedback.wave_drafted", by=by, about=wave, at=at)
    return wave


@deed("feedback.add_rater")
def add_rater(*, by: Person, subject: Subject, rater: Person | Guest, relation: str, at: datetime) -> Invitation:
    """Ask one more person about a subject. Raises Refused once the wave is open: who is asked is fixed then."""
    _may_choose(by, subject)
    if relation not in Relation.values or relation == Relation.SELF:
        raise Refused(_("Say what this rater is to %(name)s.") % {"name": subject.person}, _("Choose one of the list."))
    if rater == subject.person:
        raise Refused(_("%(name)s answers as themself already.") % {"name": rater}, _("Choose somebody else."))
    if isinstance(rater, Guest) != (relation == Relation.EXTERNAL):
        raise Refused(
            _("External raters come by mail and have no account; colleagues have one."), _("Choose the other relation.")
        )
    side = {"guest": rater} if isinstance(rater, Guest) else {"person": rater}
    row, created = Invitation.objects.get_or_create(
        wave=subject.wave, subject=subject, defaults={"relation": relation}, **side
    )
    if not created and row.relation != relation:
        row.relation = relation
        row.save(update_fields=["relation"])
    _raters_changed(subject)
    return row


@deed("feedback.add_guest")
def add_guest(*, by: Person, subject: Subject, name: str, email: str, at: datetime, language: str = "en") -> Invitation:
    """Ask somebody from outside, by mail. One who wants no mail from here is not asked again."""
    _may_choose(by, subject)
    guest, _created = Guest.objects.get_or_create(
        email=email.strip().lower(), defaults={"name": name.strip(), "language": language, "by": by, "at": at}
    )
    if guest.declined is not None:
        raise Refused(_("%(name)s does not want to be asked from here.") % {"name": guest}, _("Choose somebody else."))
    row, _new = Invitation.objects.get_or_create(
        wave=subject.wave, subject=subject, guest=guest, defaults={"relation": Relation.EXTERNAL}
    )
    _raters_changed(subject)
    return row


@deed("feedback.remove_rater")
def remove_rater(*, by: Person, invitation: Invitation, at: datetime) -> Subject:
    """Take a rater off the list again, before the wave opens."""
    subject = invitation.subject
    if subject is None:
        raise Refused(_("In a pulse everybody is asked."), _("Nothing was changed."))
    _may_choose(by, subject)
    if invitation.relation == Relation.SELF:
        raise Refused(_("The own view belongs to every 360."), _("It can be skipped when answering."))
    invitation.delete()
    _raters_changed(subject)
    return subject


@deed("feedback.agree_to_raters")
def agree_to_raters(*, by: Person, subject: Subject, at: datetime) -> Subject:
    """The manager (or OKR owner) agrees to who is asked. A later change of the list needs it again."""
    if not rules.may_agree_to_raters(by, subject):
        raise Refused(_("The manager agrees to the raters."), _("Ask them, or the OKR owner."))
    _must_be_draft(subject.wave)
    subject.agreed, subject.agreed_by = at, by
    subject.save(update_fields=["agreed", "agreed_by"])
    events.record("feedback.raters_agreed", by=by, about=subject.wave, at=at)
    return subject


@deed("feedback.name_focus")
def name_focus(*, by: Person, subject: Subject, competencies: Sequence[Competency], at: datetime) -> Subject:
    """The one or two competencies a subject wants to grow in, named before the wave opens: where change is looked for."""
    if not rules.subject_self(by, subject):
        raise Refused(_("Everybody names their own focus."), _("Ask %(name)s.") % {"name": subject.person})
    _must_be_draft(subject.wave)
    if len(set(competencies)) > MOST_FOCUS:
        raise Refused(_("A focus is one or two competencies."), _("Choose those that matter most."))
    subject.focus.set(competencies)
    return subject


@deed("feedback.set_thresholds")
def set_thresholds(
    *, by: Person, wave: Wave, version: int, at: datetime, least_answers: int, least_relation: int, comments_from: int
) -> Wave:
    """How many answers a shown number and a comment need. From launch on they can be raised, never lowered."""
    _guard(by)
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


def _guard(by: Person) -> None:
    if not rules.may_run_waves(by):
        raise Refused(_("Rounds and pulses are run by the OKR owner."), _("The People page says who it is."))


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


def _must_be_draft(wave: Wave) -> None:
    if wave.stage != Wave.Stage.DRAFT:
        raise Refused(_("Who is asked about what is fixed when a wave opens."), _("Change it for the next one."))


def _may_choose(by: Person, subject: Subject) -> None:
    if not rules.may_choose_raters(by, subject):
        raise Refused(
            _("Raters are chosen by %(name)s, their manager or the OKR owner.") % {"name": subject.person},
            _("Ask one of them."),
        )
    _must_be_draft(subject.wave)


def _raters_changed(subject: Subject) -> None:
    if subject.agreed is not None:
        subject.agreed = subject.agreed_by = None
        subject.save(update_fields=["agreed", "agreed_by"])


def _first_invitations(wave: Wave, today: dt.date) -> None:
    """Everybody themself and their manager; in a follow-up the raters of the baseline who are still here."""
    subjects = {subject.person_id: subject for subject in wave.subjects.all()}
    rows: dict[tuple[int, str, int], Invitation] = {}

    def ask(subject: Subject, relation: str, *, person: int | None = None, guest: int | None = None) -> None:
        who = ("guest", guest) if guest is not None else ("person", person or 0)
        rows.setdefault(
            (subject.pk, *who),
            Invitation(wave=wave, subject=subject, relation=relation, person_id=person, guest_id=guest),
        )

    for person, subject in subjects.items():
        ask(subject, Relation.SELF, person=person)
    lines = ReportingLine.objects.filter(person__in=subjects, is_primary=True, ends=None)
    for person, manager in lines.values_list("person_id", "manager_id"):
        ask(subjects[person], Relation.MANAGER, person=manager)
    if wave.follows is not None:
        here = Q(guest__declined=None) & (Q(person=None) | Q(person__in=Person.objects.at_work(today)))
        before = Invitation.objects.filter(here, wave=wave.follows, subject__person__in=subjects)
        for row in before.exclude(relation__in=[Relation.SELF, Relation.MANAGER]).select_related("subject"):
            assert row.subject is not None
            ask(subjects[row.subject.person_id], row.relation, person=row.person_id, guest=row.guest_id)
    Invitation.objects.bulk_create(rows.values())


@deed("feedback.discard_wave")
def discard_wave(*, by: Person, wave: Wave, at: datetime) -> None:
    """Really delete a draft; what was launched stays."""
    _guard(by)
    _must_be_draft(wave)
    events.record("feedback.wave_discarded", by=by, about=wave, at=at)
    wave.delete()

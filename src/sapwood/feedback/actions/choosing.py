"""Choosing who is asked about somebody: suggested, chosen, handed to the manager, agreed to, and who is left out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from sapwood.activity import events, notices
from sapwood.activity.deeds import Refused, deed
from sapwood.feedback import raters, rules
from sapwood.feedback.models import Guest, Invitation, Relation, Subject, Wave
from sapwood.people.models import Competency, Person

MOST_FOCUS = 2
KIND = "feedback"


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
    if relation != Relation.MANAGER and isinstance(rater, Person):
        _must_have_room(rater, subject)
    side = {"guest": rater} if isinstance(rater, Guest) else {"person": rater}
    row, created = Invitation.objects.get_or_create(
        wave=subject.wave, subject=subject, defaults={"relation": relation}, **side
    )
    if not created and row.relation != relation:
        row.relation = relation
        row.save(update_fields=["relation"])
    _raters_changed(subject)
    return row


@deed("feedback.ask_suggested")
def ask_suggested(*, by: Person, wave: Wave, at: datetime) -> Wave:
    """Ask the people near everybody who has fewer raters than usual, so that nobody is asked about too many."""
    guard(by)
    must_be_draft(wave)
    chosen = raters.fill(wave.subjects.select_related("person").order_by("pk"), at)
    if not chosen:
        raise Refused(
            _("There is nobody more to suggest: teams and reporting lines name no other rater with room."),
            _("Choose raters by name on the page of each person."),
        )
    Invitation.objects.bulk_create(
        [
            Invitation(wave=wave, subject=subject, person=person, relation=relation)
            for subject, person, relation in chosen
        ],
        batch_size=2_000,
    )
    wave.subjects.filter(pk__in={subject.pk for subject, _person, _relation in chosen}).update(
        agreed=None, agreed_by=None
    )
    return wave


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


@deed("feedback.ask_to_choose")
def ask_to_choose(*, by: Person, wave: Wave, at: datetime) -> Wave:
    """Tell everybody the round is about, whose raters are not agreed yet, that they can choose them."""
    guard(by)
    must_be_draft(wave)
    for subject in wave.subjects.filter(agreed=None).select_related("person"):
        notices.tell(
            [subject.person],
            kind=KIND,
            text=_("Choose who tells you how they see you: “%(wave)s”") % {"wave": wave},
            link=reverse("feedback:subject", args=[subject.public_id]),
            why=_("It came because the round is about you, among others."),
            at=at,
        )
    events.record("feedback.raters_asked_for", by=by, about=wave, at=at)
    return wave


@deed("feedback.propose_raters")
def propose_raters(*, by: Person, subject: Subject, at: datetime) -> Subject:
    """The subject has chosen: their managers, or the OKR owner when there are none, are told that they may agree."""
    if not rules.subject_self(by, subject):
        raise Refused(_("Everybody hands on their own choice."), _("Ask %(name)s.") % {"name": subject.person})
    must_be_draft(subject.wave)
    if subject.agreed is not None:
        raise Refused(_("These raters are agreed to already."), _("Nothing is missing."))
    managers = [row.person for row in subject.invitations.filter(relation=Relation.MANAGER).select_related("person")]
    notices.tell(
        managers or [subject.wave.by],
        kind=KIND,
        text=_("Agree to the raters of %(name)s: “%(wave)s”") % {"name": by, "wave": subject.wave},
        link=reverse("feedback:subject", args=[subject.public_id]),
        why=_("It came because raters are agreed with the manager before a round opens."),
        at=at,
        but=by,
    )
    return subject


@deed("feedback.agree_to_raters")
def agree_to_raters(*, by: Person, subject: Subject, at: datetime) -> Subject:
    """The manager (or OKR owner) agrees to who is asked. A later change of the list needs it again."""
    if not rules.may_agree_to_raters(by, subject):
        raise Refused(_("The manager agrees to the raters."), _("Ask them, or the OKR owner."))
    must_be_draft(subject.wave)
    subject.agreed, subject.agreed_by = at, by
    subject.save(update_fields=["agreed", "agreed_by"])
    notices.settle(kinds=[KIND], link=reverse("feedback:subject", args=[subject.public_id]), at=at)
    events.record("feedback.raters_agreed", by=by, about=subject.wave, at=at)
    return subject


@deed("feedback.agree_to_all_raters")
def agree_to_all_raters(*, by: Person, wave: Wave, at: datetime) -> Wave:
    """The OKR owner agrees in place of every manager who has not."""
    guard(by)
    must_be_draft(wave)
    for subject in wave.subjects.filter(agreed=None):
        notices.settle(kinds=[KIND], link=reverse("feedback:subject", args=[subject.public_id]), at=at)
    wave.subjects.filter(agreed=None).update(agreed=at, agreed_by=by)
    events.record("feedback.raters_agreed", by=by, about=wave, at=at)
    return wave


@deed("feedback.leave_out")
def leave_out(*, by: Person, subject: Subject, at: datetime) -> Wave:
    """Take one person out of a round that is being prepared; they are still asked about others."""
    guard(by)
    wave = subject.wave
    must_be_draft(wave)
    if wave.subjects.count() == 1:
        raise Refused(_("A 360 is about somebody."), _("Throw the draft away instead."))
    notices.settle(kinds=[KIND], link=reverse("feedback:subject", args=[subject.public_id]), at=at)
    subject.delete()
    return wave


@deed("feedback.name_focus")
def name_focus(*, by: Person, subject: Subject, competencies: Sequence[Competency], at: datetime) -> Subject:
    """The one or two competencies a subject wants to grow in, named before the wave opens: where change is looked for."""
    if not rules.subject_self(by, subject):
        raise Refused(_("Everybody names their own focus."), _("Ask %(name)s.") % {"name": subject.person})
    must_be_draft(subject.wave)
    if len(set(competencies)) > MOST_FOCUS:
        raise Refused(_("A focus is one or two competencies."), _("Choose those that matter most."))
    subject.focus.set(competencies)
    return subject


def guard(by: Person) -> None:
    if not rules.may_run_waves(by):
        raise Refused(_("Rounds and pulses are run by the OKR owner."), _("The People page says who it is."))


def must_be_draft(wave: Wave) -> None:
    if wave.stage != Wave.Stage.DRAFT:
        raise Refused(_("Who is asked about what is fixed when a wave opens."), _("Change it for the next one."))


def _may_choose(by: Person, subject: Subject) -> None:
    if not rules.may_choose_raters(by, subject):
        raise Refused(
            _("Raters are chosen by %(name)s, their manager or the OKR owner.") % {"name": subject.person},
            _("Ask one of them."),
        )
    must_be_draft(subject.wave)


def _must_have_room(rater: Person, subject: Subject) -> None:
    """Answering about one colleague takes five minutes or more: nobody is asked about more than a fortnight holds."""
    if subject.invitations.filter(person=rater).exists():
        return
    number = raters.load([rater]).get(rater.pk, 0)
    if number >= raters.MOST_ASKED:
        raise Refused(
            _("%(name)s is asked about %(n)d colleagues already, and %(most)d are the most.")
            % {"name": rater, "n": number, "most": raters.MOST_ASKED},
            _("Choose somebody who is asked about fewer."),
        )


def _raters_changed(subject: Subject) -> None:
    if subject.agreed is not None:
        subject.agreed = subject.agreed_by = None
        subject.save(update_fields=["agreed", "agreed_by"])

"""Relations of the feedback room, and who may ask the organisation."""

from __future__ import annotations

from sapwood.feedback.models import Guest, Invitation, MoodSharing, Subject
from sapwood.people.models import Person
from sapwood.people.policy import may, relation


@relation("invitation:rater")
def rater(person: Person, invitation: Invitation) -> bool:
    """The one this invitation asks."""
    return invitation.person_id == person.pk


@relation("subject:self")
def subject_self(person: Person, subject: Subject) -> bool:
    return subject.person_id == person.pk


@relation("subject:manager")
def subject_manager(person: Person, subject: Subject) -> bool:
    """A manager of the subject now."""
    return subject.person_id in person.report_ids


@relation("report:shared")
def report_shared(person: Person, subject: Subject) -> bool:
    """The subject lets this person read the report."""
    return subject.sharings.filter(person=person, revoked=None).exists()


@relation("mood:shown")
def mood_shown(person: Person, owner: Person) -> bool:
    """The owner of these days shows them to this person."""
    return MoodSharing.objects.filter(person=owner, reader=person, revoked=None).exists()


def sees_mood(person: Person, owner: Person) -> bool:
    """Days are their owner's, and theirs to whom they are shown: no manager, no role opens them."""
    return may(person, "mood.read", owner)


def may_run_waves(person: Person) -> bool:
    """Set up and launch waves, and raise their thresholds."""
    return may(person, "wave.run")


def may_choose_raters(person: Person, subject: Subject) -> bool:
    """Say who is asked about a subject while the wave is being prepared."""
    return may(person, "wave.choose_raters", subject)


def may_agree_to_raters(person: Person, subject: Subject) -> bool:
    return may(person, "wave.agree_to_raters", subject)


def may_answer(by: Person | Guest, invitation: Invitation) -> bool:
    """Only whom the invitation asks; an external rater is known by the signed link that brought them."""
    if isinstance(by, Guest):
        return invitation.guest_id == by.pk and by.declined is None
    return may(by, "answer.send", invitation)


def may_keep_questionnaires(person: Person) -> bool:
    """Read, compose, publish and retire what is asked."""
    return may(person, "questionnaire.keep")


def sees_subject(person: Person, subject: Subject) -> bool:
    """Read who is asked about a subject: not what they say."""
    return may(person, "subject.read", subject)


def sees_report(person: Person, subject: Subject) -> bool:
    """A report is its subject's, and theirs with whom it was shared: no role opens it."""
    return may(person, "report.read", subject)


def may_share_report(person: Person, subject: Subject) -> bool:
    return may(person, "report.share", subject)

"""Relations of the feedback room, and who may ask the organisation."""

from __future__ import annotations

from sapwood.feedback.models import Asking, Guest, Invitation, MoodSharing, Subject, Telling
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


@relation("asking:asker")
def asking_asker(person: Person, asking: Asking) -> bool:
    return asking.by_id == person.pk


@relation("asking:addressee")
def asking_addressee(person: Person, asking: Asking) -> bool:
    """One of those it names."""
    return asking.addressees.filter(person=person).exists()


@relation("telling:giver")
def telling_giver(person: Person, telling: Telling) -> bool:
    return telling.giver_id == person.pk


@relation("telling:receiver")
def telling_receiver(person: Person, telling: Telling) -> bool:
    return telling.receiver_id == person.pk


@relation("telling:shared")
def telling_shared(person: Person, telling: Telling) -> bool:
    """The receiver lets this person read it."""
    return telling.sharings.filter(person=person, revoked=None).exists()


def sees_asking(person: Person, asking: Asking) -> bool:
    """Whoever asked, and whom they named: nobody else, whatever their role."""
    return may(person, "asking.read", asking)


def may_answer_asking(person: Person, asking: Asking) -> bool:
    return may(person, "asking.answer", asking)


def may_end_asking(person: Person, asking: Asking) -> bool:
    return may(person, "asking.end", asking)


def sees_telling(person: Person, telling: Telling) -> bool:
    """The two it is between, and whom the receiver lets: nobody else, whatever their role."""
    return may(person, "telling.read", telling)


def may_share_telling(person: Person, telling: Telling) -> bool:
    """Let others read it, or throw it away."""
    return may(person, "telling.share", telling)

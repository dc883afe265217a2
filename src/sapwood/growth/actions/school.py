"""Deeds in the school. Practice leaves no event and no line for others: who learned when is nobody's but the learner's."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from sapwood.activity import events
from sapwood.activity.deeds import Refused, deed
from sapwood.activity.notices import tell
from sapwood.growth import rules
from sapwood.growth.models import Dispute, DrillAnswer, DrillCard, LessonRead
from sapwood.growth.school import Drill, Lesson
from sapwood.growth.school.judging import LONGEST, judge
from sapwood.growth.school.spacing import Memory, reviewed
from sapwood.people.models import Person, Role


@deed("growth.read_lesson")
def read_lesson(*, by: Person, lesson: Lesson, at: datetime) -> LessonRead:
    """Say that a lesson was read; its drills come first from now on."""
    row, _created = LessonRead.objects.get_or_create(person=by, lesson=lesson.key, defaults={"at": at})
    return row


@deed("growth.answer_drill")
def answer_drill(*, by: Person, drill: Drill, given: str, at: datetime) -> DrillAnswer:
    """Answer a drill. It is judged at once and comes back when it is about to be forgotten.

    Raises Refused for an empty answer, a choice that was not offered, and a rewrite of more than 600 letters.
    """
    given = given.strip()
    if drill.kind == "rewrite" and len(given) > LONGEST:
        raise Refused(
            _("Your sentence has %(n)d letters; up to %(most)d are read.") % {"n": len(given), "most": LONGEST},
            _("Say it in one or two sentences."),
        )
    if drill.kind != "rewrite" and given not in dict(drill.choices("")):
        raise Refused(_("This is not one of the answers."), _("Choose one of those on the page."))
    if not given:
        raise Refused(_("Nothing was written yet."), _("Try a sentence; the coach says what it lacks."))
    is_right = judge(drill, given).is_right
    _remember(by, drill.key, is_right=is_right, at=at)
    return DrillAnswer.objects.create(person=by, drill_key=drill.key, given=given, is_right=is_right, at=at)


@deed("growth.dispute")
def raise_dispute(*, by: Person, answer: DrillAnswer, reason: str, at: datetime) -> Dispute:
    """Say that a judgement is wrong. The OKR owner then reads the answer and the reason, with the name."""
    if not rules.may_read_answer(by, answer):
        raise Refused(_("This is not your answer."), _("Answer the drill yourself."))
    if answer.is_right:
        raise Refused(_("Your answer counts as right already."), _("Take the next one."))
    if not reason.strip():
        raise Refused(_("The reason is missing."), _("Say in a sentence why you see it differently."))
    row, is_new = Dispute.objects.get_or_create(answer=answer, defaults={"reason": reason.strip(), "at": at})
    if is_new:
        tell(
            Person.objects.at_work(at.date())
            .filter(role_grants__role=Role.OKR_OWNER, role_grants__ends=None)
            .distinct(),
            kind="dispute",
            text=_("%(name)s sees a judgement of the school differently") % {"name": by},
            link=reverse("growth:oversight"),
            why=_("The OKR owner decides on disputes."),
            at=at,
            but=by,
        )
        events.record("growth.disputed", by=by, about=None, at=at)
    return row


@deed("growth.decide_dispute")
def decide_dispute(*, by: Person, dispute: Dispute, agrees: bool, note: str, at: datetime) -> Dispute:
    """Decide on a dispute, with a word to the learner. Where they were right, their answer counts as right."""
    if not rules.may_decide(by):
        raise Refused(_("Disputes are decided by the OKR owner."), _("The People page says who it is."))
    if dispute.decided is not None:
        raise Refused(_("This was decided already."), _("Load the page again."))
    if not agrees and not note.strip():
        raise Refused(_("The learner gets no reason."), _("Say in a sentence why the judgement stays."))
    dispute.decided, dispute.decided_by, dispute.agrees, dispute.note = at, by, agrees, note.strip()
    dispute.save(update_fields=["decided", "decided_by", "agrees", "note"])
    answer = dispute.answer
    if agrees:
        answer.is_right = True
        answer.save(update_fields=["is_right"])
        _remember(answer.person, answer.drill_key, is_right=True, at=at)
    tell(
        [answer.person],
        kind="dispute",
        text=_("You were right about a drill") if agrees else _("The judgement you disputed stays"),
        link=reverse("growth:answer", args=[answer.pk]),
        why=_("You disputed a judgement."),
        at=at,
    )
    events.record("growth.dispute_decided", by=by, about=None, at=at)
    return dispute


@deed("growth.forget_practice")
def forget_practice(*, by: Person, at: datetime) -> None:
    """Delete all one has read and practised in the school, disputes included. It cannot be brought back."""
    DrillAnswer.objects.filter(person=by).delete()
    DrillCard.objects.filter(person=by).delete()
    LessonRead.objects.filter(person=by).delete()


def _remember(person: Person, drill: str, *, is_right: bool, at: datetime) -> None:
    card = DrillCard.objects.select_for_update().filter(person=person, drill=drill).first()
    before = Memory(card.stability, card.difficulty, card.reviewed, card.due) if card is not None else None
    after = reviewed(before, is_right=is_right, at=at)
    DrillCard.objects.update_or_create(
        person=person,
        drill=drill,
        defaults={
            "due": after.due,
            "stability": after.stability,
            "difficulty": after.difficulty,
            "reviewed": at,
            "was_right": is_right,
        },
        create_defaults={
            "due": after.due,
            "stability": after.stability,
            "difficulty": after.difficulty,
            "reviewed": at,
            "was_right": is_right,
            "first_right": is_right,
        },
    )

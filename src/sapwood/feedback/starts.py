"""What a questionnaire can begin with: nothing, or a ready choice from the library and the bank, to change as one likes."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

from sapwood.feedback import bank
from sapwood.feedback.models import Questionnaire
from sapwood.files.questions import Question


class Start(models.TextChoices):
    """The choices, in the order they are offered."""

    TOGETHER = "together", _("360: working together (listening, keeping agreements, disagreement)")
    LEADING = "leading", _("360: leading a team (direction, speaking up, delegating, feedback)")
    EXECUTIVE = "executive", _("360: leading the whole (direction, deciding, speaking up, change)")
    OUTSIDE = "outside", _("360: five questions for people outside the organisation")
    ROUND = "360", _("360: empty")
    WEEKLY = "weekly", _("Pulse: all themes, for rotation")
    PULSE = "pulse", _("Pulse: empty")


@dataclass(frozen=True)
class Contents:
    """What a beginning puts in: competencies and behaviours by key, items of the bank, questions in words."""

    kind: str
    competencies: tuple[str, ...] = ()
    behaviours: tuple[str, ...] = ()
    has_bank: bool = False
    in_words: tuple[Question, ...] = ()

    @property
    def bank_items(self) -> tuple[Question, ...]:
        return (*(bank.pulse_items() if self.has_bank else ()), *self.in_words)


KEEP = Question("open.keep", "What should they keep doing? Name a moment you have in mind.", scale="text")
CHANGE = Question("open.change", "What one thing would make working with them easier?", scale="text")
WEEK = Question("open.week", "What would make next week better?", scale="text")

CONTENTS = {
    Start.TOGETHER: Contents(
        Questionnaire.Kind.ROUND, ("listening", "keeping-agreements", "disagreement"), in_words=(KEEP, CHANGE)
    ),
    Start.LEADING: Contents(
        Questionnaire.Kind.ROUND,
        ("direction", "speaking-up", "delegating", "giving-feedback"),
        in_words=(KEEP, CHANGE),
    ),
    Start.EXECUTIVE: Contents(
        Questionnaire.Kind.ROUND, ("direction", "deciding", "speaking-up", "change"), in_words=(KEEP, CHANGE)
    ),
    Start.OUTSIDE: Contents(
        Questionnaire.Kind.ROUND,
        behaviours=(
            "expectations.clarifies-scope",
            "expectations.regular-word",
            "expectations.says-no-early",
            "expectations.admits-fault",
        ),
        in_words=(CHANGE,),
    ),
    Start.ROUND: Contents(Questionnaire.Kind.ROUND),
    Start.WEEKLY: Contents(Questionnaire.Kind.PULSE, has_bank=True, in_words=(WEEK,)),
    Start.PULSE: Contents(Questionnaire.Kind.PULSE),
}


def ready(kind: str) -> list[Start]:
    """The beginnings of a kind that can be put to use as they are."""
    return [start for start, contents in CONTENTS.items() if contents.kind == kind and contents != Contents(kind)]

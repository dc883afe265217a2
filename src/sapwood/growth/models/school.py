"""Who read and practised what. Only the person themselves reads it; a dispute is shown to the OKR owner by choice."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from sapwood.growth.school import Drill, drills


class LessonRead(models.Model):
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="lessons_read")
    lesson = models.SlugField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "lesson"], name="a_lesson_is_read_once")]

    def __str__(self) -> str:
        return self.lesson


class DrillCard(models.Model):
    """How well one person remembers one drill, and when it comes back. `was_right` is about the last answer."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="drill_cards")
    drill = models.SlugField(max_length=60)
    due = models.DateTimeField()
    stability = models.FloatField()
    difficulty = models.FloatField()
    reviewed = models.DateTimeField()
    was_right = models.BooleanField()
    first_right = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "drill"], name="a_drill_has_one_card")]
        indexes = [models.Index(fields=["due"], name="growth_card_due")]

    def __str__(self) -> str:
        return self.drill


class DrillAnswer(models.Model):
    """One answer. `drill` may be gone from the school since; the answer stays its author's."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="drill_answers")
    drill_key = models.SlugField(max_length=60)
    given = models.TextField(_("your answer"))
    is_right = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["person", "-at"], name="growth_answer_of")]

    def __str__(self) -> str:
        return self.drill_key

    @property
    def drill(self) -> Drill | None:
        return drills().get(self.drill_key)


class Dispute(models.Model):
    """A learner thinks the judgement is wrong. With it they show their answer to the OKR owner, who decides."""

    answer = models.OneToOneField(DrillAnswer, on_delete=models.CASCADE, related_name="dispute")
    reason = models.TextField(_("why you see it differently"))
    at = models.DateTimeField()
    decided = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    agrees = models.BooleanField(_("the learner is right"), null=True, blank=True)
    note = models.TextField(_("what you say to it"), blank=True)

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return str(self.answer)

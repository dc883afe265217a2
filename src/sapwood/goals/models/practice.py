"""How often somebody practised what they want to change in themselves: counted by the week, as private as the goal."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from sapwood.goals.models.objective import Objective


class Practice(models.Model):
    class Times(models.IntegerChoices):
        NONE = 0, _("not yet")
        ONCE = 1, _("once")
        MORE = 2, _("twice or more")

    objective = models.ForeignKey(Objective, on_delete=models.CASCADE, related_name="practices")
    week = models.DateField()  # its Monday
    times = models.PositiveSmallIntegerField(choices=Times.choices)
    at = models.DateTimeField()

    class Meta:
        ordering = ["week"]
        constraints = [models.UniqueConstraint(fields=["objective", "week"], name="practice_told_once_a_week")]

    def __str__(self) -> str:
        return f"{self.objective_id} {self.week}: {self.times}"

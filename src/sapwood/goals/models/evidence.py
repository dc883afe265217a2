"""What colleagues told somebody by name, laid beside a goal of their own. It counts in no number."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from sapwood.feedback.models import Asking, Telling
from sapwood.goals.models.key_result import KeyResult
from sapwood.goals.models.objective import Objective


class Evidence(models.Model):
    """One telling, or all that is told to one asking, beside an objective or one of its key results."""

    objective = models.ForeignKey(Objective, on_delete=models.CASCADE, related_name="evidence")
    key_result = models.ForeignKey(KeyResult, on_delete=models.CASCADE, null=True, blank=True, related_name="evidence")
    telling = models.ForeignKey(Telling, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    asking = models.ForeignKey(Asking, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(telling__isnull=False, asking=None) | Q(telling=None, asking__isnull=False),
                name="evidence_is_one_thing",
            ),
            models.UniqueConstraint(fields=["objective", "telling"], name="a_telling_once_a_goal"),
            models.UniqueConstraint(fields=["objective", "asking"], name="an_asking_once_a_goal"),
        ]

    def __str__(self) -> str:
        return f"{self.objective_id}: {self.telling_id or self.asking_id}"

"""What was decided about an objective that seemed outdated."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from sapwood.goals.models.objective import Objective


class Verdict(models.Model):
    """Somebody looked at an objective that seemed outdated: it is kept, or its owner is asked to change it, and why.

    To retire it is a row of its own, `Retirement`.
    """

    class Word(models.TextChoices):
        KEEP = "keep", _("Keep")
        CHANGE = "change", _("Change")

    objective = models.ForeignKey(Objective, on_delete=models.CASCADE, related_name="verdicts")
    word = models.CharField(max_length=6, choices=Word.choices)
    reason = models.CharField(_("why"), max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.objective_id}: {self.word}"

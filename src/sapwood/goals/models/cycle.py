"""A cycle: the stretch of time goals are written for, checked in on, scored and closed."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from sapwood.people.identity import PUBLIC_ID_LENGTH, public_id


class Cycle(models.Model):
    class Stage(models.TextChoices):
        PLANNING = "planning", _("Planning")
        ACTIVE = "active", _("Active")
        SCORING = "scoring", _("Scoring")
        CLOSED = "closed", _("Closed")

    public_id = models.CharField(max_length=PUBLIC_ID_LENGTH, unique=True, default=public_id, editable=False)
    name = models.CharField(_("name"), max_length=80, unique=True)
    starts = models.DateField(_("first day"))
    ends = models.DateField(_("last day"))
    stage = models.CharField(max_length=10, choices=Stage.choices, default=Stage.PLANNING)
    drafts_by = models.DateField(_("goals drafted by"), null=True, blank=True)
    agreed_by = models.DateField(_("goals agreed by"), null=True, blank=True)
    cadence_days = models.PositiveSmallIntegerField(_("days between check-ins"), default=7)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-starts", "-id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(ends__gt=models.F("starts")), name="cycle_ends_after_start")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def weeks(self) -> int:
        return max(1, round(((self.ends - self.starts).days + 1) / 7))

    def week(self, day: dt.date) -> int:
        """The week of the cycle `day` lies in, 1 to `weeks`."""
        return min(self.weeks, max(1, (day - self.starts).days // 7 + 1))

    def elapsed(self, day: dt.date) -> float:
        """The share of the cycle that is over at the end of `day`, 0 to 1."""
        length = (self.ends - self.starts).days + 1
        return min(1.0, max(0.0, ((day - self.starts).days + 1) / length))


class CycleStep(models.Model):
    """Who moved the cycle to which stage, and when."""

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="steps")
    stage = models.CharField(max_length=10, choices=Cycle.Stage.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.cycle_id}: {self.stage}"

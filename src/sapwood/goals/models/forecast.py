"""What finished key results of this organisation have taught about the next ones."""

from __future__ import annotations

from django.db import models


class ForecastBasis(models.Model):
    """One row, learned anew each night: what a key result is expected to do, and how good past forecasts were.

    `prior` holds the fields of `measurement.Prior`; empty: typical values. `skill` and `coverage` are those of the
    forecasts that would have been made for the finished ones, each from the others; none: too few of them.
    """

    prior = models.JSONField(default=dict)
    learned_from = models.PositiveIntegerField(default=0)
    scored = models.PositiveIntegerField(default=0)
    courses = models.JSONField(default=list)  # of up to 400 finished ones: [times, shares of the way]
    skill = models.FloatField(null=True)
    coverage = models.FloatField(null=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"learned from {self.learned_from}"

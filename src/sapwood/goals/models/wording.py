"""How the text of a team's goal read when it was written or changed: counts for a cycle's page, never of a person."""

from __future__ import annotations

from django.db import models

from sapwood.goals.models.objective import Objective


class WordingReading(models.Model):
    """One text of a strategic goal of a team, read by the coach on the day it was saved. The text itself is not kept.

    `outcomes`, `with_baseline` and `with_target` are of `results` key results; `remarks` counts what asks for other
    words, notes left out. `coach` names the weights that judged: figures of two of them are not the same measure.
    """

    objective = models.ForeignKey(Objective, on_delete=models.CASCADE, related_name="wordings")
    version = models.PositiveIntegerField()
    at = models.DateTimeField()
    results = models.PositiveSmallIntegerField()
    outcomes = models.PositiveSmallIntegerField()
    with_baseline = models.PositiveSmallIntegerField()
    with_target = models.PositiveSmallIntegerField()
    remarks = models.PositiveSmallIntegerField()
    coach = models.CharField(max_length=12)

    class Meta:
        ordering = ["at", "id"]
        constraints = [models.UniqueConstraint(fields=["objective", "version"], name="one_wording_a_version")]

    def __str__(self) -> str:
        return f"{self.objective_id} v{self.version}: {self.outcomes} of {self.results}"

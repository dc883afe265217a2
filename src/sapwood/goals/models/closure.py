"""How a goal ended: the score suggested by the readings, the score given, what was learned, and what came of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from sapwood.goals.models.cycle import Cycle
from sapwood.goals.models.key_result import KeyResult
from sapwood.goals.models.objective import Objective


class Closure(models.Model):
    """Scored and closed, with a decision: go on with it, go on with it changed, or retire it."""

    class Next(models.TextChoices):
        KEEP = "keep", _("Keep it")
        CHANGE = "change", _("Change it")
        RETIRE = "retire", _("Retire it")

    objective = models.OneToOneField(Objective, on_delete=models.CASCADE, related_name="closure")
    suggested = models.FloatField(null=True)  # none: nothing was measured
    score = models.FloatField(null=True)
    reason = models.TextField(_("why the score differs"), blank=True)
    learned = models.TextField(_("what we learned"), blank=True)
    next = models.CharField(_("what now"), max_length=8, choices=Next.choices, default=Next.RETIRE)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.objective_id}: {self.score}"


class KeyResultScore(models.Model):
    """The score of one key result at closing. A missing one has a reason instead of a zero."""

    closure = models.ForeignKey(Closure, on_delete=models.CASCADE, related_name="scores")
    key_result = models.ForeignKey(KeyResult, on_delete=models.CASCADE, related_name="scores")
    suggested = models.FloatField(null=True)
    score = models.FloatField(null=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["closure", "key_result"], name="one_score_a_key_result"),
        ]

    def __str__(self) -> str:
        return f"{self.key_result_id}: {self.score}"


class Review(models.Model):
    """A continuous goal was looked at when a cycle ended: kept as it is, with what was seen. It has no score."""

    objective = models.ForeignKey(Objective, on_delete=models.CASCADE, related_name="reviews")
    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="reviews")
    note = models.TextField(_("what you saw"))
    progress = models.FloatField(null=True)  # how far it had come on that day
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [models.UniqueConstraint(fields=["objective", "cycle"], name="reviewed_once_a_cycle")]

    def __str__(self) -> str:
        return f"{self.objective_id} in {self.cycle_id}"


class Retirement(models.Model):
    """Nobody goes on with this goal, and why. With a closure it was scored first; without one it was outdated: what it
    was for had gone, and a score would say nothing."""

    objective = models.OneToOneField(Objective, on_delete=models.CASCADE, related_name="retirement")
    reason = models.CharField(_("why it is retired"), max_length=300, blank=True)  # none: it landed where it should
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.objective_id} retired"


class Continuation(models.Model):
    """A goal goes on in a later cycle as another one, with new baselines. Each goal goes on once."""

    earlier = models.OneToOneField(Objective, on_delete=models.CASCADE, related_name="continuation")
    later = models.OneToOneField(Objective, on_delete=models.CASCADE, related_name="origin")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(earlier=models.F("later")), name="no_objective_continues_itself")
        ]

    def __str__(self) -> str:
        return f"{self.later_id} continues {self.earlier_id}"

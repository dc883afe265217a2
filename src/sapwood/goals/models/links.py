"""How goals hang together: what contributes to what, which soft goal keeps which hard one, and why."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sapwood.goals.models.key_result import KeyResult
from sapwood.goals.models.objective import Objective
from sapwood.people.models import Priority, Value


class Alignment(models.Model):
    """The child objective serves a parent objective or one of its key results.

    For a parent key result `parent` is its objective too, so that the graph is one table of objectives.
    """

    class Kind(models.TextChoices):
        CONTRIBUTES = "contributes", _("contributes to")
        SUPPORTS = "supports", _("supports")

    child = models.ForeignKey(Objective, on_delete=models.CASCADE, related_name="parent_links")
    parent = models.ForeignKey(Objective, on_delete=models.CASCADE, related_name="child_links")
    parent_key_result = models.ForeignKey(
        KeyResult, on_delete=models.CASCADE, null=True, blank=True, related_name="child_links"
    )
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.CONTRIBUTES)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=~Q(child=models.F("parent")), name="no_objective_serves_itself"),
            models.UniqueConstraint(
                fields=["child", "parent"], condition=Q(parent_key_result=None), name="served_once"
            ),
            models.UniqueConstraint(fields=["child", "parent_key_result"], name="key_result_served_once"),
        ]

    def __str__(self) -> str:
        return f"{self.child_id} → {self.parent_id}"


class AlignmentLock(models.Model):
    """One row. Whoever adds a link takes it first, so that two parallel links cannot close a circle."""

    taken = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.taken)


class Pair(models.Model):
    """A soft objective that keeps a hard one sustainable."""

    hard = models.ForeignKey(Objective, on_delete=models.CASCADE, related_name="soft_partners")
    soft = models.ForeignKey(Objective, on_delete=models.CASCADE, related_name="hard_partners")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["hard", "soft"], name="paired_once"),
            models.CheckConstraint(condition=~Q(hard=models.F("soft")), name="no_objective_pairs_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.soft_id} keeps {self.hard_id}"


class Reason(models.Model):
    """A real link behind the *why*: a value, a priority, or a strategic key result."""

    objective = models.ForeignKey(Objective, on_delete=models.CASCADE, related_name="reasons")
    value = models.ForeignKey(Value, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    priority = models.ForeignKey(Priority, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    key_result = models.ForeignKey(KeyResult, on_delete=models.CASCADE, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(value__isnull=False, priority=None, key_result=None)
                | Q(value=None, priority__isnull=False, key_result=None)
                | Q(value=None, priority=None, key_result__isnull=False),
                name="a_reason_names_one_thing",
            )
        ]

    def __str__(self) -> str:
        return f"{self.objective_id} because"

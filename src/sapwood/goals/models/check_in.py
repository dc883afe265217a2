"""What was observed, by whom, when: readings, grouped by the check-in they were told in."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from sapwood.goals.models.key_result import KeyResult
from sapwood.goals.models.objective import Objective
from sapwood.people.identity import PUBLIC_ID_LENGTH, public_id
from sapwood.people.models import Person


class CheckIn(models.Model):
    """One person's report on one objective: how sure we are, what changed, what is in the way."""

    public_id = models.CharField(max_length=PUBLIC_ID_LENGTH, default=public_id, editable=False)
    objective = models.ForeignKey(Objective, on_delete=models.CASCADE, related_name="check_ins")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    confidence = models.PositiveSmallIntegerField(_("how sure are we?"), null=True, validators=[MaxValueValidator(10)])
    note = models.TextField(_("what changed?"), blank=True)

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["objective", "-at"], name="check_ins_of_an_objective")]
        constraints = [models.UniqueConstraint(fields=["public_id"], name="check_in_by_public_id")]

    def __str__(self) -> str:
        return f"{self.objective_id} {self.at:%Y-%m-%d}"


class Reading(models.Model):
    """One value of a key result, with its interval where the source gives one."""

    public_id = models.CharField(max_length=PUBLIC_ID_LENGTH, default=public_id, editable=False)
    key_result = models.ForeignKey(KeyResult, on_delete=models.CASCADE, related_name="readings")
    check_in = models.ForeignKey(CheckIn, on_delete=models.CASCADE, null=True, blank=True, related_name="readings")
    value = models.DecimalField(max_digits=20, decimal_places=6)
    low = models.DecimalField(max_digits=20, decimal_places=6, null=True, blank=True)
    high = models.DecimalField(max_digits=20, decimal_places=6, null=True, blank=True)
    confidence = models.PositiveSmallIntegerField(null=True, validators=[MaxValueValidator(10)])
    note = models.CharField(_("what changed?"), max_length=500, blank=True)
    source = models.CharField(max_length=10, choices=KeyResult.Source.choices, default=KeyResult.Source.MANUAL)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["key_result", "at"], name="readings_of_a_key_result")]
        constraints = [models.UniqueConstraint(fields=["public_id"], name="reading_by_public_id")]

    def __str__(self) -> str:
        return f"{self.key_result_id}: {self.value}"


class Blocker(models.Model):
    """Something in the way, and whom to ask. It reaches the person named and stays until it is resolved."""

    check_in = models.ForeignKey(CheckIn, on_delete=models.CASCADE, related_name="blockers")
    text = models.CharField(_("what is in the way?"), max_length=300)
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="blockers")
    resolved = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.text

"""What a developmental goal is about, and that its behaviour is being practised. As private as the goal."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from sapwood.goals.models import Objective
from sapwood.people.models import Behaviour, Competency


class Focus(models.Model):
    """The competency and behaviour of one developmental goal, and in which situation.

    `practising_since`: the behaviour is practised, asked about when the scheduler says; None: not practised.
    `paused_until`: not asked before that day. Only the owner reads any of the practice.
    """

    objective = models.OneToOneField(Objective, on_delete=models.CASCADE, related_name="focus")
    competency = models.ForeignKey(Competency, on_delete=models.SET_NULL, null=True, blank=True, related_name="focuses")
    behaviour = models.ForeignKey(Behaviour, on_delete=models.SET_NULL, null=True, blank=True, related_name="focuses")
    situation = models.CharField(_("in which situation"), max_length=200, blank=True)
    practising_since = models.DateTimeField(null=True, blank=True)
    paused_until = models.DateField(null=True, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.objective_id}: {self.behaviour_id or self.competency_id}"

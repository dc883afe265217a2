"""Job roles: what each expects, where it leads, who has it; and which competencies build on which."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sapwood.people.models.behaviour import LEVELS
from sapwood.people.models.organisation import Competency, Statement
from sapwood.people.models.person import Person

MOST_EXPECTED = 8  # competencies of one role; what nobody can keep in mind guides nobody


class JobRole(Statement):
    """A kind of work with a name. It says nothing about pay. Roles of one `track` make a ladder."""

    track = models.CharField(
        _("ladder"), max_length=80, blank=True, help_text=_("Roles of one ladder stand together, such as “Installing”.")
    )
    next_roles = models.ManyToManyField("self", symmetrical=False, blank=True, related_name="roles_before")


class Expectation(models.Model):
    """The level (1 to 5, as the behaviours' anchors describe them) that a role expects in one competency."""

    role = models.ForeignKey(JobRole, on_delete=models.CASCADE, related_name="expectations")
    competency = models.ForeignKey(Competency, on_delete=models.CASCADE, related_name="expectations")
    level = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(LEVELS)])

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["role", "competency"], name="a_competency_once_a_role"),
            models.CheckConstraint(condition=Q(level__gte=1, level__lte=LEVELS), name="expected_level_on_the_scale"),
        ]

    def __str__(self) -> str:
        return f"{self.competency_id}: {self.level}"


class JobAssignment(models.Model):
    """Who has which job role, from when until when; one at a time."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="job_assignments")
    role = models.ForeignKey(JobRole, on_delete=models.CASCADE, related_name="assignments")
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["starts", "id"]
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(ends=None), name="one_job_role_at_a_time")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} as {self.role_id}"


class Foundation(models.Model):
    """`competency` builds on `on`: whoever has the one learns the other more easily."""

    competency = models.ForeignKey(Competency, on_delete=models.CASCADE, related_name="foundations")
    on = models.ForeignKey(Competency, on_delete=models.CASCADE, related_name="carries")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["competency", "on"], name="a_foundation_once"),
            models.CheckConstraint(condition=~Q(competency=F("on")), name="nothing_builds_on_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.competency_id} builds on {self.on_id}"

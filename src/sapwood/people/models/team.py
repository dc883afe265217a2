"""Teams form a tree. Where a team hangs and who is in it keep their history: from, until."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sapwood.people.identity import PUBLIC_ID_LENGTH, public_id
from sapwood.people.models.person import Person


class Team(models.Model):
    """A company, department or team. `parent` is where it hangs now; `TeamPlacement` keeps where it hung."""

    class Level(models.TextChoices):
        COMPANY = "company", _("Company")
        DEPARTMENT = "department", _("Department")
        TEAM = "team", _("Team")

    public_id = models.CharField(max_length=PUBLIC_ID_LENGTH, unique=True, default=public_id, editable=False)
    name = models.CharField(_("name"), max_length=120, unique=True)
    level = models.CharField(_("level"), max_length=12, choices=Level.choices, default=Level.TEAM)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    purpose = models.TextField(_("what it is for"), blank=True)
    retired = models.DateField(null=True, blank=True)
    cadence_days = models.PositiveSmallIntegerField(
        _("days between check-ins"), null=True, blank=True
    )  # none: the cycle's
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=~Q(parent=models.F("id")), name="no_team_is_its_own_parent"),
        ]

    def __str__(self) -> str:
        return self.name


class TeamPlacement(models.Model):
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="placements")
    parent = models.ForeignKey(Team, on_delete=models.CASCADE, null=True, related_name="+")
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["team"], condition=Q(ends=None), name="one_place_at_a_time"),
        ]

    def __str__(self) -> str:
        return f"{self.team_id} under {self.parent_id}"


class Membership(models.Model):
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="memberships")
    is_primary = models.BooleanField(default=True)
    is_lead = models.BooleanField(default=False)
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(ends=None, is_primary=True), name="one_primary_team"
            ),
            models.UniqueConstraint(fields=["person", "team"], condition=Q(ends=None), name="once_in_a_team"),
        ]
        indexes = [models.Index(fields=["team", "ends"], name="members_of_a_team")]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.team_id}"

"""What somebody keeps of their own life: the part of it a personal goal is for, and how it leaves with them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from sapwood.goals.models import Objective
from sapwood.people.models import Person


class LifeArea(models.Model):
    """The part of life one's own personal goal is for. Its owner alone sees it."""

    class Area(models.TextChoices):
        FAMILY = "family", _("Family and friends")
        HEALTH = "health", _("Health")
        LEARNING = "learning", _("Learning")
        CRAFT = "craft", _("Craft and play")
        MONEY = "money", _("Money")
        HOME = "home", _("Home")
        COMMUNITY = "community", _("Neighbours and community")

    objective = models.OneToOneField(Objective, on_delete=models.CASCADE, related_name="life_area")
    area = models.CharField(_("part of life"), max_length=12, choices=Area.choices)

    def __str__(self) -> str:
        return f"{self.objective_id}: {self.area}"


class Farewell(models.Model):
    """Somebody leaves: when they were told what happens to what is theirs, the way to take it along, and the end of it.

    `last_day`: of which they were told; when another one is entered they are told anew. The link is not kept, only its
    digest.
    """

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="farewell")
    told = models.DateTimeField(null=True, blank=True)
    last_day = models.DateField(null=True, blank=True)
    link_digest = models.CharField(max_length=64, unique=True, null=True, blank=True)
    link_made = models.DateTimeField(null=True, blank=True)
    erased = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"farewell of {self.person_id}"

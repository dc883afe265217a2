"""Who gets development, told only by what people chose to say of themselves, and only in groups.

A declaration stands apart from its person: the row names a handle made with a secret key, and holds the answer sealed.
What is published is written once by a job and never changed.
"""

from __future__ import annotations

import secrets

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from sapwood.people.identity import PUBLIC_ID_LENGTH, public_id


def random_key() -> str:
    return secrets.token_hex(16)


class Attribute(models.Model):
    """Something people may say of themselves if they like, as the organisation asks it. Never changed: another wording
    would give another meaning to what was said."""

    public_id = models.CharField(max_length=PUBLIC_ID_LENGTH, unique=True, default=public_id, editable=False)
    name = models.CharField(_("what it is"), max_length=80)
    why = models.CharField(_("why it is asked"), max_length=300)
    choices = models.JSONField(_("what one can say"), default=list)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    retired = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["name"], condition=models.Q(retired=None), name="an_attribute_is_asked_once"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Declaration(models.Model):
    """What somebody said of themselves. Without the key nobody can tell who, or what; there is no time and no order."""

    key = models.CharField(primary_key=True, max_length=32, default=random_key, editable=False)
    attribute = models.ForeignKey(Attribute, on_delete=models.CASCADE, related_name="declarations")
    handle = models.CharField(max_length=32)
    sealed = models.BinaryField()

    class Meta:
        ordering = ["key"]
        constraints = [models.UniqueConstraint(fields=["attribute", "handle"], name="declared_once_an_attribute")]

    def __str__(self) -> str:
        return self.key


class EquityPublication(models.Model):
    """One look at who gets development: from `since` until the day it was made."""

    at = models.DateTimeField(unique=True)
    since = models.DateField()

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d}"


class EquityCell(models.Model):
    """The share of one group that had one kind of development, or why it is not told.

    `attribute` empty: everybody who works here. `share`, `low` and `high` are percent in steps of ten. `as_of` is older
    than the publication where a few people joined or left the group since: then the earlier figure stands.
    `differs`: whether the groups of this attribute differ by more than chance; decided before rounding.
    """

    class Why(models.TextChoices):
        TOO_FEW = "too_few", _("Fewer than five people, or all but a few")
        WOULD_TELL = "would_tell", _("Beside the other figures it would tell about a few people")

    publication = models.ForeignKey(EquityPublication, on_delete=models.CASCADE, related_name="cells")
    attribute = models.CharField(max_length=80, blank=True)
    value = models.CharField(max_length=80, blank=True)
    measure = models.CharField(max_length=20)
    share = models.PositiveSmallIntegerField(null=True)
    low = models.PositiveSmallIntegerField(null=True)
    high = models.PositiveSmallIntegerField(null=True)
    differs = models.BooleanField(null=True)
    withheld = models.CharField(max_length=12, choices=Why.choices, blank=True)
    as_of = models.DateField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["publication", "attribute", "value", "measure"], name="an_equity_cell_once"
            ),
            models.CheckConstraint(
                condition=models.Q(withheld="", share__isnull=False) | (~models.Q(withheld="") & models.Q(share=None)),
                name="a_share_or_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.withheld or f"{self.share} %"


class EquityBasis(models.Model):
    """Who was in the groups of the figures a publication made, by handle and sealed: every later one asks it whether too
    few people changed, as a reader may have kept any of them. Only the job reads it."""

    publication = models.ForeignKey(EquityPublication, on_delete=models.CASCADE, related_name="bases")
    attribute = models.ForeignKey(Attribute, on_delete=models.CASCADE, null=True, related_name="+")  # None: everybody
    measure = models.CharField(max_length=20)
    sealed = models.BinaryField()

    class Meta:
        ordering = ["publication__at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["publication", "attribute", "measure"],
                condition=models.Q(attribute__isnull=False),
                name="one_basis_a_table",
            ),
            models.UniqueConstraint(
                fields=["publication", "measure"], condition=models.Q(attribute=None), name="one_basis_for_everybody"
            ),
        ]

    def __str__(self) -> str:
        return self.measure

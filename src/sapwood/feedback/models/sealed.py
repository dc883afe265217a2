"""Answers between sending and publication: who took part, and what nobody can read."""

from __future__ import annotations

import secrets

from django.db import models

from sapwood.feedback.models.wave import Invitation, Wave


def ballot_key() -> str:
    """128 random bits as 32 letters: the only name of a ballot, so that no order of arrival is kept."""
    return secrets.token_hex(16)


class WaveKey(models.Model):
    """The public half of a key pair. The private half lives in the key store under `name` until it is destroyed."""

    class Purpose(models.TextChoices):
        WAVE = "wave"  # answers on their way in
        PANEL = "panel"  # answers kept until the follow-up

    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="keys")
    purpose = models.CharField(max_length=5, choices=Purpose.choices)
    name = models.CharField(max_length=64, unique=True)
    public = models.BinaryField(max_length=32)
    created = models.DateTimeField()
    destroyed = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["wave", "purpose"], name="a_key_of_each_purpose")]

    def __str__(self) -> str:
        return self.name


class Receipt(models.Model):
    """Somebody took part. No time, no number of its own: its key is the invitation. Deleted when the wave closes."""

    invitation = models.OneToOneField(Invitation, on_delete=models.CASCADE, primary_key=True, related_name="receipt")

    def __str__(self) -> str:
        return "took part"


class Ballot(models.Model):
    """One sealed answer. On SQLite the table has no row numbers (WITHOUT ROWID): rows lie in the order of random keys."""

    key = models.CharField(max_length=32, primary_key=True, default=ballot_key)
    sealed_with = models.ForeignKey(WaveKey, on_delete=models.CASCADE, related_name="ballots")
    sealed = models.BinaryField()

    def __str__(self) -> str:
        return "a sealed ballot"

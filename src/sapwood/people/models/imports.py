"""A people file between preview and apply."""

from __future__ import annotations

from django.db import models

from sapwood.people.identity import PUBLIC_ID_LENGTH, public_id
from sapwood.people.models.person import Person


class ImportDraft(models.Model):
    """The file as it was given, and the answers to what it left open. Deleted when applied or after a day."""

    public_id = models.CharField(max_length=PUBLIC_ID_LENGTH, unique=True, default=public_id, editable=False)
    by = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    filename = models.CharField(max_length=200)
    content = models.BinaryField()
    date_order = models.CharField(max_length=3, blank=True)  # dmy, mdy; empty: not asked
    missing_have_left = models.BooleanField(default=False)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.filename

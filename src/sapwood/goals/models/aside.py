"""A remark of the coach that somebody put aside: about which words, and why. It counts as long as they stand."""

from __future__ import annotations

import hashlib
import re

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sapwood.goals.models.objective import Objective

_NO_WORD = re.compile(r"[\W_]+")


def digest(text: str) -> str:
    """Of the words and numbers alone: case, spaces and marks may change without saying something else.

    A mark inside a number or before it (−5, 3.7, 40 %) is part of it.
    """
    kept = re.sub(r"(?<=\d)[.,](?=\d)", "d", text.casefold().replace("%", " percent "))
    kept = re.sub(r"[-−](?=\d)", " minus ", kept)
    return hashlib.sha256(_NO_WORD.sub(" ", kept).strip().encode()).hexdigest()[:32]


class Aside(models.Model):
    """One remark, put aside. `text` is what it was about as it read then; other words bring the remark back.

    On a draft no reason is needed. A goal that goes out to others carries one where a remark says that something is
    not a result yet: whoever may read the goal reads it.
    """

    objective = models.ForeignKey(Objective, on_delete=models.CASCADE, related_name="asides")
    code = models.CharField(max_length=8)
    text = models.TextField()
    digest = models.CharField(max_length=32, editable=False)
    reason = models.CharField(_("why it stays as it is"), max_length=240, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    ended = models.DateTimeField(null=True, blank=True)  # asked again after all

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["objective", "code", "digest"], condition=Q(ended=None), name="a_remark_is_aside_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.objective_id}: {self.code}"

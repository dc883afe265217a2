"""What was said in a conversation about a goal: evidence in words. It moves no value."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from sapwood.goals.models.key_result import KeyResult
from sapwood.goals.models.objective import Objective
from sapwood.people.identity import PUBLIC_ID_LENGTH, public_id


class ConversationNote(models.Model):
    """Written under their own name by whoever owns the goal or leads its team; read by whoever reads the goal.

    Who was spoken to stays out unless they want to be named: `spoken_with` is empty by default.
    """

    objective = models.ForeignKey(Objective, on_delete=models.CASCADE, related_name="conversation_notes")
    public_id = models.CharField(max_length=PUBLIC_ID_LENGTH, unique=True, default=public_id, editable=False)
    key_result = models.ForeignKey(KeyResult, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    day = models.DateField(_("when"))
    question = models.CharField(_("what was asked"), max_length=300)
    said = models.TextField(_("what was said"))
    spoken_with = models.CharField(_("with whom"), max_length=160, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-day", "-id"]

    def __str__(self) -> str:
        return self.question

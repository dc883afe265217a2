"""What one can see or hear somebody do, described on five levels; and what it was called before."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from sapwood.people import identity
from sapwood.people.identity import PUBLIC_ID_LENGTH
from sapwood.people.models.organisation import Competency, in_language

LEVELS = 5


class Behaviour(models.Model):
    """One observable behaviour of a competency.

    `anchors`: what it looks like on levels 1 (hardly seen) to 5 (a strength that others copy), or empty.
    `translations`: language -> {text, anchors}; English is the fallback. Items of questionnaires carry a copy of
    the words, so a wave never changes under a change here. `key` stays the same: files and items know it by this.
    """

    public_id = models.CharField(max_length=PUBLIC_ID_LENGTH, unique=True, default=identity.public_id, editable=False)
    competency = models.ForeignKey(Competency, on_delete=models.CASCADE, related_name="behaviours")
    key = models.CharField(max_length=80, unique=True, default=identity.public_id, editable=False)
    text = models.CharField(_("what one can see or hear"), max_length=160)
    anchors = models.JSONField(default=list, blank=True)
    translations = models.JSONField(default=dict, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    retired = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.text

    def said(self, language: str = "") -> str:
        """The behaviour in a language (left out: the one of this request), else in English."""
        return str(in_language(self.translations, language).get("text") or self.text)

    def levels(self, language: str = "") -> list[str]:
        """The five anchors in a language, else in English; empty when there are none."""
        return list(in_language(self.translations, language).get("anchors") or self.anchors)


class EarlierWording(models.Model):
    """What a behaviour said before it was reworded; written at the change, never changed itself."""

    behaviour = models.ForeignKey(Behaviour, on_delete=models.CASCADE, related_name="earlier")
    version = models.PositiveIntegerField()
    text = models.CharField(max_length=160)
    anchors = models.JSONField(default=list)
    translations = models.JSONField(default=dict)
    until = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["-version"]
        constraints = [models.UniqueConstraint(fields=["behaviour", "version"], name="an_earlier_wording_once")]

    def __str__(self) -> str:
        return self.text

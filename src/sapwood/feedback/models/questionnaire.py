"""What is asked. A questionnaire that was used never changes: a change is a new edition of the same line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sapwood.people import identity
from sapwood.people.identity import PUBLIC_ID_LENGTH
from sapwood.people.models import Behaviour, Competency
from sapwood.people.models.organisation import in_language


class Kind(models.TextChoices):
    """What a questionnaire, and a wave of it, is about."""

    ROUND = "360", _("360 round")
    PULSE = "pulse", _("Pulse")


class QuestionnaireQuerySet(models.QuerySet["Questionnaire"]):
    def kept(self) -> Self:
        """Those somebody composes and looks after, without what programmes have drawn from them."""
        return self.filter(is_drawn=False)


class Questionnaire(models.Model):
    """One edition. Editions of the same `line` are the same questionnaire at different times.

    Editable while `published` is empty; from then on its items are fixed, and waves may use it. `retired` takes it
    out of the choice, waves that used it keep it.
    """

    Kind = Kind

    public_id = models.CharField(max_length=PUBLIC_ID_LENGTH, unique=True, default=identity.public_id, editable=False)
    line = models.CharField(max_length=PUBLIC_ID_LENGTH, default=identity.public_id, editable=False)
    edition = models.PositiveIntegerField(default=1)
    name = models.CharField(_("name"), max_length=120)
    text = models.TextField(_("what it is for"), blank=True)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices)
    shuffled = models.BooleanField(_("items in random order"), default=False)
    published = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    retired = models.DateField(null=True, blank=True)
    is_drawn = models.BooleanField(
        default=False, editable=False
    )  # what one opening of a programme asks: nobody keeps it
    version = models.PositiveIntegerField(default=1)

    objects = QuestionnaireQuerySet.as_manager()

    class Meta:
        ordering = ["name", "-edition"]
        constraints = [
            models.UniqueConstraint(fields=["line", "edition"], name="an_edition_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Item(models.Model):
    """One question of one edition. `key` names the same question across editions: readings are compared by it.

    `translations`: language -> text, or {text, anchors}; `text` is English and the fallback. A scale item is answered
    from `least` to `most`; `reverse` turns it round before anything is computed. `competency` is what its answers are
    averaged into. `behaviour` is what it asks about; words and `anchors` (levels 1 to 5, or none) are a copy, so the
    item stays as it was when the behaviour is reworded.
    """

    class Kind(models.TextChoices):
        FREQUENCY = "frequency", _("How often")
        AGREEMENT = "agreement", _("How far one agrees")
        ZERO_TO_TEN = "zero_to_ten", _("0 to 10")
        TEXT = "text", _("In words")

    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.CASCADE, related_name="items")
    key = models.CharField(max_length=80)
    text = models.CharField(_("question"), max_length=300)
    translations = models.JSONField(default=dict, blank=True)
    kind = models.CharField(_("scale"), max_length=12, choices=Kind.choices, default=Kind.FREQUENCY)
    points = models.PositiveSmallIntegerField(_("points of the scale"), default=5)
    competency = models.ForeignKey(Competency, on_delete=models.PROTECT, null=True, blank=True, related_name="items")
    behaviour = models.ForeignKey(Behaviour, on_delete=models.SET_NULL, null=True, blank=True, related_name="items")
    anchors = models.JSONField(default=list, blank=True)
    theme = models.CharField(_("theme"), max_length=80, blank=True)  # of a pulse item: what it is one question of
    may_pass = models.BooleanField(_("“could not observe” is offered"), default=True)
    reverse = models.BooleanField(_("a high answer is a bad one"), default=False)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["questionnaire", "key"], name="an_item_once_an_edition"),
            models.CheckConstraint(condition=Q(points__gte=2, points__lte=10), name="scale_of_2_to_10_points"),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def is_scale(self) -> bool:
        return self.kind != self.Kind.TEXT

    @property
    def least(self) -> int:
        return 0 if self.kind == self.Kind.ZERO_TO_TEN else 1

    @property
    def most(self) -> int:
        return 10 if self.kind == self.Kind.ZERO_TO_TEN else self.points

    def said(self, language: str = "") -> str:
        """The question in a language (a person's; left out: the one of this request), else in English."""
        words = in_language(self.translations, language)
        return str((words.get("text") if isinstance(words, Mapping) else words) or self.text)

    def told(self) -> str:
        """The question beside its result. One whose high answer is a bad one is counted turned round, and says so."""
        words = self.said()
        return (
            gettext("%(question)s (turned round: a high number is good)") % {"question": words}
            if self.reverse
            else words
        )

    def levels(self, language: str = "") -> list[str]:
        """What the five levels look like, in a language, else in English; empty when the item has no anchors."""
        words = in_language(self.translations, language)
        return list((words.get("anchors") if isinstance(words, Mapping) else None) or self.anchors)

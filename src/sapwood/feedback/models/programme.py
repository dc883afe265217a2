"""A pulse that comes back by itself: how often, about what, and its openings one after the other."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sapwood.feedback.models.questionnaire import Questionnaire
from sapwood.feedback.models.wave import Wave
from sapwood.feedback.rhythm import Cadence
from sapwood.people import identity
from sapwood.people.identity import PUBLIC_ID_LENGTH
from sapwood.people.models import Person


class PulseProgramme(models.Model):
    """One series of pulses. Each opening asks a few questions of the `pool` (its newest edition in use).

    `line`: what the openings ask are editions of this one questionnaire, so a key names the same question in each.
    `themes`: those of the pool it draws from, all of them when empty; `anchor`: the key of the question asked each time.
    `ended` is final, `paused` is not. `keeper`: in whose name it opens, and who is told.
    """

    Cadence = Cadence

    public_id = models.CharField(max_length=PUBLIC_ID_LENGTH, unique=True, default=identity.public_id, editable=False)
    line = models.CharField(max_length=PUBLIC_ID_LENGTH, unique=True, default=identity.public_id, editable=False)
    name = models.CharField(_("name"), max_length=120)
    purpose = models.TextField(_("what it is for"), blank=True)
    audience = models.CharField(max_length=8, choices=Wave.Audience.choices, default=Wave.Audience.LEADS)
    cadence = models.CharField(max_length=12, choices=Cadence.choices, default=Cadence.WEEKLY)
    weekdays = models.JSONField(default=list)  # 0 to 4, Monday first
    open_days = models.PositiveSmallIntegerField(default=4)
    pool = models.ForeignKey(Questionnaire, on_delete=models.PROTECT, related_name="+")
    themes = models.JSONField(default=list, blank=True)
    number = models.PositiveSmallIntegerField(_("questions an opening"), default=4)
    anchor = models.CharField(max_length=80, blank=True)
    has_words = models.BooleanField(_("one question in words at the end"), default=False)
    keeper = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    created = models.DateTimeField()
    paused = models.DateTimeField(null=True, blank=True)
    ended = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(number__gte=3, number__lte=5), name="three_to_five_questions"),
        ]

    def __str__(self) -> str:
        return self.name


class PulseOpening(models.Model):
    """One opening of a programme: planned, then either a `wave` or left out. `questions`: keys in the order drawn."""

    programme = models.ForeignKey(PulseProgramme, on_delete=models.CASCADE, related_name="openings")
    public_id = models.CharField(max_length=PUBLIC_ID_LENGTH, unique=True, default=identity.public_id, editable=False)
    number = models.PositiveIntegerField()
    day = models.DateField()
    questions = models.JSONField(default=list)
    wave = models.OneToOneField(Wave, on_delete=models.PROTECT, null=True, blank=True, related_name="opening")
    left_out = models.DateTimeField(null=True, blank=True)
    left_out_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")  # nobody: the clock
    why = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "number"], name="an_opening_once_a_programme"),
            models.UniqueConstraint(
                fields=["programme"], condition=Q(wave=None, left_out=None), name="one_next_opening_a_programme"
            ),
            models.CheckConstraint(
                condition=Q(wave__isnull=True) | Q(left_out__isnull=True), name="opened_or_left_out"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme_id}: {self.number}"

"""What colleagues tell each other by name, outside waves: seen by the two of them, and by whom the receiver lets."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sapwood.people.identity import PUBLIC_ID_LENGTH, public_id
from sapwood.people.models import Behaviour, Person, Revocable


class About(models.Model):
    """One behaviour: of the library, whose words are copied so that they stay, or in own words."""

    behaviour = models.ForeignKey(Behaviour, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    about = models.CharField(_("behaviour"), max_length=200)

    class Meta:
        abstract = True


class Asking(About):
    """One person asks named colleagues about one behaviour of their own. It ends by itself after its last day."""

    class Kind(models.TextChoices):
        WORDS = "words", _("In words")
        WATCH = "watch", _("Tell me when you see it")
        POLL = "poll", _("How often")

    public_id = models.CharField(max_length=PUBLIC_ID_LENGTH, unique=True, default=public_id, editable=False)
    kind = models.CharField(max_length=5, choices=Kind.choices)
    by = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="askings")
    question = models.CharField(_("question"), max_length=300, blank=True)
    until = models.DateField(_("last day"))
    at = models.DateTimeField()
    ended = models.DateTimeField(null=True, blank=True)  # before its last day, by whoever asked

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return self.about

    def is_open(self, today: dt.date) -> bool:
        return self.ended is None and today <= self.until


class Addressee(models.Model):
    """One of the people an asking names. Saying no is an answer."""

    asking = models.ForeignKey(Asking, on_delete=models.CASCADE, related_name="addressees")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="addressed")
    declined = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["asking", "person"], name="asked_once_an_asking")]

    def __str__(self) -> str:
        return f"{self.asking_id}: {self.person_id}"


class Telling(About):
    """What one colleague tells another, under the name. `value`: a step of the frequency scale, in a poll."""

    public_id = models.CharField(max_length=PUBLIC_ID_LENGTH, unique=True, default=public_id, editable=False)
    giver = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="tellings_given")
    receiver = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="tellings")
    addressee = models.ForeignKey(Addressee, on_delete=models.SET_NULL, null=True, blank=True, related_name="tellings")
    text = models.TextField(_("what you saw"), blank=True)
    value = models.PositiveSmallIntegerField(null=True, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(giver=models.F("receiver")), name="nobody_tells_themself"),
            models.CheckConstraint(condition=Q(value=None) | Q(value__gte=1, value__lte=5), name="a_step_of_five"),
        ]
        indexes = [models.Index(fields=["receiver", "-at"], name="tellings_received")]

    def __str__(self) -> str:
        return f"{self.giver_id} to {self.receiver_id}"


class TellingSharing(Revocable):
    """The receiver lets one more person read a telling, until they take it back."""

    telling = models.ForeignKey(Telling, on_delete=models.CASCADE, related_name="sharings")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["telling", "person"], condition=Q(revoked=None), name="a_telling_is_shared_once_a_reader"
            )
        ]

    def __str__(self) -> str:
        return f"{self.telling_id} to {self.person_id}"

"""A word of recognition: one behaviour that somebody saw, signed, on the wall or between the two."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from sapwood.goals.models import Objective
from sapwood.people.identity import PUBLIC_ID_LENGTH, public_id
from sapwood.people.models import Behaviour, Person


class RecognitionQuerySet(models.QuerySet["Recognition"]):
    def on_wall(self) -> RecognitionQuerySet:
        """What everybody here may read: public, and hidden by nobody it is about: its text may name them."""
        return self.filter(~Exists(_hidden()), is_public=True)

    def readable_by(self, person: Person) -> RecognitionQuerySet:
        """The wall, what they wrote, and what is about them; no role opens more."""
        about = Recognised.objects.filter(recognition=OuterRef("pk"), person=person)
        return self.filter(Q(~Exists(_hidden()), is_public=True) | Q(by=person) | Exists(about))


class Recognition(models.Model):
    """What somebody did, in the words of whoever saw it. `about` keeps the behaviour's words as they were.

    Private is between two: it is about one person. Taken back it is really deleted.
    """

    public_id = models.CharField(max_length=PUBLIC_ID_LENGTH, unique=True, default=public_id, editable=False)
    by = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="recognitions_given")
    behaviour = models.ForeignKey(Behaviour, on_delete=models.PROTECT, related_name="+")
    about = models.CharField(_("behaviour"), max_length=200)
    text = models.TextField(_("what you saw"))
    is_public = models.BooleanField(default=True)
    as_mentor = models.BooleanField(default=False)
    objective = models.ForeignKey(
        Objective, on_delete=models.SET_NULL, null=True, blank=True, related_name="recognitions"
    )
    at = models.DateTimeField()

    objects: ClassVar[models.Manager[Recognition]] = RecognitionQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["-at"], name="growth_wall")]

    def __str__(self) -> str:
        return self.about

    @property
    def event_title(self) -> str:
        """What the log of events may say: nothing of what can be taken back."""
        return ""


class Recognised(models.Model):
    """One of those a recognition is about. Hidden by one of them it leaves the wall, for the others too."""

    recognition = models.ForeignKey(Recognition, on_delete=models.CASCADE, related_name="recognised")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="recognitions")
    hidden = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["recognition", "person"], name="recognised_once_a_word")]

    def __str__(self) -> str:
        return f"{self.recognition_id}: {self.person_id}"


class WallMailStop(models.Model):
    """Somebody wants no weekly mail about the wall."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.person_id}"


def _hidden() -> models.QuerySet[Recognised]:
    return Recognised.objects.filter(recognition=OuterRef("pk")).exclude(hidden=None)

"""How somebody's days are, told by themselves to themselves. Nobody else reads it unless they show it to a person."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from sapwood.people.models import Person, Revocable


class Mood(models.Model):
    """One day of one person. No event says that it was told: even that is theirs."""

    class Level(models.IntegerChoices):
        VERY_LOW = 1, _("very low")
        LOW = 2, _("low")
        MIDDLING = 3, _("so-so")
        GOOD = 4, _("good")
        VERY_GOOD = 5, _("very good")

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="moods")
    day = models.DateField()
    level = models.PositiveSmallIntegerField(choices=Level.choices)
    note = models.CharField(_("a word for yourself"), max_length=300, blank=True)  # never shown to anybody else
    at = models.DateTimeField()

    class Meta:
        ordering = ["-day"]
        constraints = [
            models.UniqueConstraint(fields=["person", "day"], name="a_mood_once_a_day"),
            models.CheckConstraint(condition=models.Q(level__gte=1, level__lte=5), name="five_levels_of_mood"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.day}"


class MoodSharing(Revocable):
    """A person lets one other see the days and levels, not the words, until they take it back."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="mood_sharings")
    reader = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="moods_shown")

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "reader"], condition=models.Q(revoked=None), name="mood_shown_once_a_reader"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} to {self.reader_id}"

"""Meetings that come round: who meets, when, what is on the agenda, what was decided, and what each keeps to themselves."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sapwood.goals.models import Initiative
from sapwood.people.identity import PUBLIC_ID_LENGTH, public_id
from sapwood.people.models import Person, Sealed, Team

WEEKS = (1, 2, 3, 4)


class SeriesQuerySet(models.QuerySet["Series"]):
    def of(self, person: Person) -> SeriesQuerySet:
        """Those this person takes part in: the 1:1s they are one of, and the meetings of their teams."""
        return self.filter(Q(first=person) | Q(second=person) | Q(team__in=person.team_ids))

    def open_to(self, person: Person) -> SeriesQuerySet:
        """Those this person may read: their own, and those of teams below one they lead. A 1:1 is the two people's."""
        return self.filter(Q(first=person) | Q(second=person) | Q(team__in=person.team_ids | person.teams_below_mine))


class Series(models.Model):
    """A 1:1 of two people, or the meeting of a team, and its rhythm. `first` is the one with the lower key."""

    public_id = models.CharField(max_length=PUBLIC_ID_LENGTH, unique=True, default=public_id, editable=False)
    first = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    second = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    team = models.ForeignKey(Team, on_delete=models.CASCADE, null=True, blank=True, related_name="meeting_series")
    weeks = models.PositiveSmallIntegerField(
        _("rhythm"), default=2, validators=[MinValueValidator(WEEKS[0]), MaxValueValidator(WEEKS[-1])]
    )
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=30)
    time_zone = models.CharField(max_length=64, default="UTC")  # on whose clocks it stays at the same hour
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    created = models.DateTimeField()
    ended = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager[Series]] = SeriesQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(first__isnull=False, second__isnull=False, team=None)
                | Q(first=None, second=None, team__isnull=False),
                name="a_pair_or_a_team_meets",
            ),
            models.CheckConstraint(
                condition=Q(team__isnull=False) | Q(first__lt=models.F("second")), name="pair_in_order"
            ),
            models.UniqueConstraint(fields=["first", "second"], condition=Q(ended=None), name="one_series_a_pair"),
            models.UniqueConstraint(fields=["team"], condition=Q(ended=None), name="one_series_a_team"),
        ]

    def __str__(self) -> str:
        return f"{self.team or (self.first_id, self.second_id)}"

    @property
    def event_title(self) -> str:
        """What the log of events may say: who talks to whom is theirs."""
        return self.team.name if self.team else ""

    @property
    def pair(self) -> list[Person]:
        """The two people of a 1:1; nobody for a team's meeting."""
        return [person for person in (self.first, self.second) if person is not None]

    def other(self, person: Person) -> Person | None:
        """The one this person talks to."""
        return next((one for one in self.pair if one.pk != person.pk), None)


class Meeting(models.Model):
    """One time they meet. Once it was held the next one stands beside it."""

    public_id = models.CharField(max_length=PUBLIC_ID_LENGTH, unique=True, default=public_id, editable=False)
    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="meetings")
    at = models.DateTimeField(_("when"))
    notes = models.TextField(_("shared notes"), blank=True)
    held = models.DateTimeField(null=True, blank=True)
    held_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["series"], condition=Q(held=None), name="one_meeting_comes_next")
        ]

    def __str__(self) -> str:
        return f"{self.series_id} {self.at:%Y-%m-%d}"

    @property
    def event_title(self) -> str:
        return self.series.event_title


class Point(models.Model):
    """Something to talk about. It stays on the agenda from meeting to meeting until it was talked about."""

    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="points")
    text = models.CharField(_("what to talk about"), max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    covered = models.ForeignKey(Meeting, on_delete=models.SET_NULL, null=True, blank=True, related_name="points")

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return self.text


class PrivateNote(Sealed):
    """What one person writes down for themselves, locked with their own key. No page, file, mail or event shows it to
    anybody else."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="private_notes")
    by = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    changed = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "by"], name="one_private_note_a_meeting")]

    def __str__(self) -> str:
        return f"{self.meeting_id} of {self.by_id}"

    @property
    def context(self) -> str:
        return f"meetings.note:{self.meeting_id}:{self.by_id}"


class Decision(models.Model):
    """What was decided. With an owner it is a to-do of that person, under a key result an initiative of it."""

    public_id = models.CharField(max_length=PUBLIC_ID_LENGTH, unique=True, default=public_id, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="decisions")
    text = models.CharField(_("what was decided"), max_length=240)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    owner = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    due = models.DateField(_("by"), null=True, blank=True)
    initiative = models.ForeignKey(Initiative, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    done = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return self.text

    @property
    def is_to_do(self) -> bool:
        return self.owner_id is not None or self.initiative_id is not None

    @property
    def is_done(self) -> bool:
        return self.done is not None or (self.initiative is not None and self.initiative.done is not None)

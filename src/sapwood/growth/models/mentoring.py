"""Mentoring: who offers help, who looks for some, and what two people do together. Read by those it is between."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sapwood.goals.models import Initiative
from sapwood.people.identity import PUBLIC_ID_LENGTH, public_id
from sapwood.people.models import Competency, Person, Sealed

PLACES = (1, 5)
RUNNING = Q(accepted__isnull=False, ended=None)


class MentorOffer(models.Model):
    """What somebody offers to help with, and how many people at a time. Everybody who looks for it may read it."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="mentor_offers")
    competencies = models.ManyToManyField(Competency, related_name="+")
    note = models.CharField(_("where you know it from"), max_length=200, blank=True)
    places = models.PositiveSmallIntegerField(
        _("people at a time"), default=1, validators=[MinValueValidator(PLACES[0]), MaxValueValidator(PLACES[1])]
    )
    at = models.DateTimeField()
    ended = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["person"], condition=Q(ended=None), name="one_offer_a_mentor")]

    def __str__(self) -> str:
        return f"{self.person_id}"


class MentorSearch(models.Model):
    """Somebody looks for help with one competency. Only they read it, until they ask somebody by name."""

    public_id = models.CharField(max_length=PUBLIC_ID_LENGTH, unique=True, default=public_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="mentor_searches")
    competency = models.ForeignKey(Competency, on_delete=models.PROTECT, related_name="+")
    wish = models.TextField(_("what for"))
    at = models.DateTimeField()
    ended = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "competency"], condition=Q(ended=None), name="one_search_a_competency"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.competency_id}"


class MentoringQuerySet(models.QuerySet["Mentoring"]):
    def of(self, person: Person) -> MentoringQuerySet:
        return self.filter(Q(mentor=person) | Q(learner=person))


class Mentoring(models.Model):
    """One person asked another for help; what became of it. The days say where it stands. Without a learner: they have
    left, and what was theirs went with them."""

    public_id = models.CharField(max_length=PUBLIC_ID_LENGTH, unique=True, default=public_id, editable=False)
    mentor = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="mentorings_given")
    learner = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, related_name="mentorings")
    competency = models.ForeignKey(Competency, on_delete=models.PROTECT, related_name="+")
    wish = models.TextField(_("what for"))
    asked = models.DateTimeField()
    accepted = models.DateTimeField(null=True, blank=True)
    declined = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(_("a word with it"), blank=True)
    withdrawn = models.DateTimeField(null=True, blank=True)
    ended = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    learned = models.TextField(_("what was learned"), blank=True)
    thanks = models.TextField(_("thanks"), blank=True)

    objects: ClassVar[models.Manager[Mentoring]] = MentoringQuerySet.as_manager()

    class Meta:
        ordering = ["-asked", "-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(mentor=models.F("learner")), name="nobody_mentors_themself"),
            models.UniqueConstraint(
                fields=["mentor", "learner", "competency"],
                condition=Q(declined=None, withdrawn=None, ended=None),
                name="one_mentoring_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mentor_id} and {self.learner_id or '–'}"

    @property
    def event_title(self) -> str:
        """What the log of events may say: who learns what from whom is theirs."""
        return ""

    @property
    def is_waiting(self) -> bool:
        return self.accepted is None and self.declined is None and self.withdrawn is None

    @property
    def is_running(self) -> bool:
        return self.accepted is not None and self.ended is None

    @property
    def both(self) -> list[Person]:
        """The two, as far as they are known yet."""
        return [one for one in (self.mentor, self.learner) if one is not None]

    def other(self, person: Person) -> Person | None:
        return self.learner if self.mentor_id == person.pk else self.mentor


class MentoringSession(models.Model):
    """One time the two talk. What they write down is in `TalkNotes`."""

    mentoring = models.ForeignKey(Mentoring, on_delete=models.CASCADE, related_name="sessions")
    at = models.DateTimeField(_("when"))
    initiative = models.ForeignKey(Initiative, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.mentoring_id} {self.at:%Y-%m-%d}"


class TalkNotes(Sealed):
    """Notes and next step of one talk, locked with a key made for this mentoring. It is the learner's: when they leave
    and take their things along, the notes go with them."""

    session = models.OneToOneField(MentoringSession, on_delete=models.CASCADE, related_name="kept")

    def __str__(self) -> str:
        return f"{self.session_id}"

    @property
    def context(self) -> str:
        return f"growth.talk:{self.session_id}"

"""A plan: the steps by which somebody learns, who may read them, and what was changed in them and why.

A plan is no measure. That a step is done says that it took place; what came of it stands in key results.
"""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sapwood.goals.models import KeyResult, Objective
from sapwood.people.identity import PUBLIC_ID_LENGTH, public_id
from sapwood.people.models import Behaviour, Person, Priority, Revocable


class PlanQuerySet(models.QuerySet["Plan"]):
    def visible_to(self, person: Person) -> PlanQuerySet:
        """One's own. The plan of an objective is read by whoever reads the objective; any other by whom it was shared
        with, and by whoever wrote it while it waits for the person's word."""
        shared = PlanSharing.objects.filter(person=person, revoked=None)
        return self.filter(
            Q(person=person)
            | Q(objective__in=Objective.objects.visible_to(person))
            | Q(objective=None, pk__in=shared.values("plan"))
            | Q(objective=None, started_by=person, accepted=None, ending=None)
        )

    def open(self) -> PlanQuerySet:
        return self.filter(ending=None)


class Plan(models.Model):
    """Of a developmental objective, whose sharing is then its own; or of a person who starts or changes a job.

    `accepted`: when the person took it on; until then it is a proposal of `started_by`.
    """

    class Kind(models.TextChoices):
        DEVELOPMENT = "development", _("Development")
        ONBOARDING = "onboarding", _("Onboarding")
        ROTATION = "rotation", _("Job rotation")

    public_id = models.CharField(max_length=PUBLIC_ID_LENGTH, unique=True, default=public_id, editable=False)
    kind = models.CharField(max_length=11, choices=Kind.choices)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="plans")
    objective = models.OneToOneField(
        Objective, on_delete=models.CASCADE, null=True, blank=True, related_name="learning_plan"
    )
    title = models.CharField(_("name of the plan"), max_length=200)
    purpose = models.TextField(_("what will be different"), blank=True)
    priority = models.ForeignKey(Priority, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    starts = models.DateField(_("first day"))
    hours = models.DecimalField(
        _("working hours a week"),
        max_digits=4,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(40)],
    )
    agreed_with = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    started_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    created = models.DateTimeField()
    accepted = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar[models.Manager[Plan]] = PlanQuerySet.as_manager()

    class Meta:
        ordering = ["-created", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="development", objective__isnull=False) | (~Q(kind="development") & Q(objective=None)),
                name="a_development_plan_has_an_objective",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def event_title(self) -> str:
        """What the log of events may say: a plan is nobody else's, so nothing."""
        return ""


class PlanEnd(models.Model):
    """How a plan ended: done with, given up, or not taken on."""

    class How(models.TextChoices):
        FINISHED = "finished", _("It has done what it was for")
        STOPPED = "stopped", _("It is given up")
        DECLINED = "declined", _("It is not taken on")

    plan = models.OneToOneField(Plan, on_delete=models.CASCADE, related_name="ending")
    how = models.CharField(max_length=8, choices=How.choices)
    words = models.TextField(_("what was learned"), blank=True)
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.how


class PlanSharing(Revocable):
    """The person lets one more read a plan that belongs to no objective, until they take it back."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="sharings")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "person"], condition=Q(revoked=None), name="a_plan_is_shared_once_a_reader"
            )
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} to {self.person_id}"


class Step(models.Model):
    """One thing to do in order to learn. `about` and `anchors` are copies of the behaviour's words, so that they stay.

    `done`: that it took place. Never counted as progress of the key result it is tied to.
    """

    class Kind(models.TextChoices):
        CONTENT = "content", _("Read or watch")
        PRACTICE = "practice", _("Practise at work")
        SIMULATION = "simulation", _("Rehearse")
        COACHING = "coaching", _("Coaching session")
        DEMONSTRATION = "demonstration", _("Be observed")

    public_id = models.CharField(max_length=PUBLIC_ID_LENGTH, unique=True, default=public_id, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="steps")
    kind = models.CharField(_("kind"), max_length=13, choices=Kind.choices)
    title = models.CharField(_("what to do"), max_length=200)
    note = models.TextField(_("more about it"), blank=True)
    link = models.URLField(_("address of the content"), max_length=500, blank=True)
    due = models.DateField(_("by"), null=True, blank=True)
    key_result = models.ForeignKey(KeyResult, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    behaviour = models.ForeignKey(Behaviour, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    about = models.CharField(_("what one sees or hears then"), max_length=200, blank=True)
    anchors = models.JSONField(default=list, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    done = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    dropped = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.title


class PlanChange(models.Model):
    """What was changed in a plan, and why. `lines` are sentences in the language of whoever changed it; none of them
    says that the plan was looked at and kept."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="changes")
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    why = models.TextField(_("why"), blank=True)
    lines = models.JSONField(default=list)
    key_results = models.ManyToManyField(KeyResult, blank=True, related_name="+")  # those that were at risk then

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return self.why[:60]


class Demonstration(models.Model):
    """Somebody was asked by name to watch for a behaviour, and said on which level they saw it. Signed with the name.

    `seen` without a `level`: they could not observe it.
    """

    public_id = models.CharField(max_length=PUBLIC_ID_LENGTH, unique=True, default=public_id, editable=False)
    step = models.ForeignKey(Step, on_delete=models.CASCADE, related_name="demonstrations")
    observer = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="observations")
    request = models.CharField(_("what you tell them"), max_length=300, blank=True)
    asked = models.DateTimeField()
    until = models.DateField(_("last day"))
    declined = models.DateTimeField(null=True, blank=True)
    seen = models.DateTimeField(null=True, blank=True)
    level = models.PositiveSmallIntegerField(null=True, blank=True)
    words = models.TextField(_("what you saw"), blank=True)

    class Meta:
        ordering = ["-asked", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(level=None) | Q(level__gte=1, level__lte=5), name="one_of_five_anchors"),
            models.CheckConstraint(condition=Q(level=None) | Q(seen__isnull=False), name="a_level_was_seen"),
            models.UniqueConstraint(
                fields=["step", "observer"], condition=Q(seen=None, declined=None), name="asked_to_observe_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.step_id} by {self.observer_id}"

    @property
    def day(self) -> dt.date:
        """On which it was answered, else asked."""
        return (self.seen or self.asked).date()


class Certificate(models.Model):
    """A certificate somebody holds, and until when. A fact of their plan; it is no progress of anything."""

    public_id = models.CharField(max_length=PUBLIC_ID_LENGTH, unique=True, default=public_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="certificates")
    plan = models.ForeignKey(Plan, on_delete=models.SET_NULL, null=True, blank=True, related_name="certificates")
    name = models.CharField(_("name of the certificate"), max_length=160)
    issuer = models.CharField(_("who gives it"), max_length=160, blank=True)
    until = models.DateField(_("valid until"), null=True, blank=True)
    reminded = models.DateField(null=True, blank=True, editable=False)

    class Meta:
        ordering = [models.F("until").asc(nulls_last=True), "name"]

    def __str__(self) -> str:
        return self.name

"""A key result: what will be different if the objective becomes true, and how one sees it."""

from __future__ import annotations

from decimal import Decimal

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sapwood.goals.models.objective import Objective
from sapwood.people.identity import PUBLIC_ID_LENGTH, public_id
from sapwood.people.models import Person


class KeyResult(models.Model):
    """`current`, `progress`, `confidence`, `trail`, `landing` and `measured_at` repeat the readings; see Objective."""

    class Direction(models.TextChoices):
        RISE = "rise", _("Rise to")
        FALL = "fall", _("Fall to")
        STAY_ABOVE = "stay_above", _("Stay above")
        STAY_BELOW = "stay_below", _("Stay below")
        REACH = "reach", _("Reach step by step")

    class Indicator(models.TextChoices):
        LEADING = "leading", _("Leading")
        LAGGING = "lagging", _("Lagging")

    class Source(models.TextChoices):
        MANUAL = "manual", _("Typed at the check-in")
        INSTRUMENT = "instrument", _("Measured by feedback")
        FEED = "feed", _("Sent by another system")
        TALLY = "tally", _("One tap an occurrence")

    public_id = models.CharField(max_length=PUBLIC_ID_LENGTH, unique=True, default=public_id, editable=False)
    external_id = models.CharField(max_length=80, unique=True, null=True, blank=True)
    objective = models.ForeignKey(Objective, on_delete=models.CASCADE, related_name="key_results")
    title = models.CharField(_("key result"), max_length=300)
    position = models.PositiveSmallIntegerField(default=0)
    direction = models.CharField(_("direction"), max_length=10, choices=Direction.choices, default=Direction.RISE)
    indicator = models.CharField(_("indicator"), max_length=8, choices=Indicator.choices, default=Indicator.LAGGING)
    source = models.CharField(_("where readings come from"), max_length=10, choices=Source.choices, default="manual")
    unit = models.CharField(_("unit"), max_length=40, blank=True)
    baseline = models.DecimalField(_("from"), max_digits=20, decimal_places=6, null=True, blank=True)
    target = models.DecimalField(_("to"), max_digits=20, decimal_places=6, null=True, blank=True)
    due = models.DateField(_("by"), null=True, blank=True)
    weight = models.DecimalField(
        _("weight"),
        max_digits=5,
        decimal_places=2,
        default=Decimal(1),
        validators=[MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(100))],
    )
    updater = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="key_results_to_update"
    )
    dropped = models.DateTimeField(null=True, blank=True, editable=False)  # kept with its readings, counted no more
    dropped_why = models.CharField(max_length=240, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1)

    current = models.DecimalField(max_digits=20, decimal_places=6, null=True, editable=False)
    progress = models.FloatField(null=True, editable=False)
    confidence = models.PositiveSmallIntegerField(null=True, editable=False)
    trail = models.JSONField(default=list, editable=False)  # progress after each of the last readings
    landing = models.FloatField(null=True, editable=False)  # forecast as of the last reading, a share of the way
    measured_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(baseline=None)
                | Q(target=None)
                | ~Q(direction__in=["rise", "fall"])
                | ~Q(baseline=models.F("target")),
                name="target_differs_from_baseline",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def event_title(self) -> str:
        """What the log of events may say: nothing of a goal that is not open to all."""
        return self.title if self.objective.layer == Objective.Layer.STRATEGIC else ""

    @property
    def is_bound(self) -> bool:
        """Feedback measures it: `target` is a rise of the level, not a level."""
        return self.source == self.Source.INSTRUMENT


class Milestone(models.Model):
    """A step of a key result that is reached step by step."""

    key_result = models.ForeignKey(KeyResult, on_delete=models.CASCADE, related_name="milestones")
    title = models.CharField(max_length=200)
    position = models.PositiveSmallIntegerField(default=0)
    reached = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.title


class Contribution(models.Model):
    """A person's part in a team's key result, in their own words."""

    key_result = models.ForeignKey(KeyResult, on_delete=models.CASCADE, related_name="contributions")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="contributions")
    part = models.CharField(_("my part"), max_length=240, blank=True)
    starts = models.DateTimeField()
    ends = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["key_result", "person"], condition=Q(ends=None), name="one_open_part_a_key_result"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.key_result_id}"


class Initiative(models.Model):
    """A to-do under a key result: what we do, so that it moves. Never counted as progress."""

    public_id = models.CharField(max_length=PUBLIC_ID_LENGTH, unique=True, default=public_id, editable=False)
    key_result = models.ForeignKey(KeyResult, on_delete=models.CASCADE, related_name="initiatives")
    title = models.CharField(_("what to do"), max_length=240)
    owner = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="initiatives")
    due = models.DateField(_("by"), null=True, blank=True)
    created = models.DateTimeField()
    done = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["done", "due", "id"]

    def __str__(self) -> str:
        return self.title

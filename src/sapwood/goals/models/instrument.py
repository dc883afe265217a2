"""A key result measured by feedback: what measures it, what arrived, what was said beside it, and who reads that.

None of it stands on the rows of the key result or in its `Reading`s: lists, files, mails and the API show those to
whoever sees the objective, and a bound reading has the narrower audience (docs/decisions/0010).
"""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sapwood.feedback.models import Cell, Publication, Wave
from sapwood.goals.models.check_in import CheckIn
from sapwood.goals.models.key_result import KeyResult
from sapwood.people.models import Competency, Person, Revocable


class Binding(models.Model):
    """A key result is measured by cells that were declared when a wave was launched; `ended`: it was changed or let go.

    In a 360: a `competency`, or single items, about `person`, as `group` sees it (all raters or one relation). In a
    pulse: items of the unit whose people came from `teams`. `items` are keys: the same question in every edition.
    `start` is the published level of the `baseline`; the key result itself only says by how much it is to rise.
    `tellable`: the smallest change that could be told from noise when the target was accepted.
    """

    key_result = models.ForeignKey(KeyResult, on_delete=models.CASCADE, related_name="bindings")
    kind = models.CharField(max_length=8, choices=Wave.Kind.choices)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, related_name="+")
    competency = models.ForeignKey(Competency, on_delete=models.PROTECT, null=True, related_name="+")
    group = models.CharField(max_length=8, default=Cell.ALL)
    items = models.JSONField(default=list)
    unit = models.CharField(max_length=200, blank=True)  # its name at the baseline
    teams = models.JSONField(default=list)
    baseline = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="+")
    start = models.FloatField()
    start_low = models.FloatField()
    start_high = models.FloatField()
    start_shared = models.BooleanField(default=True)
    target = models.FloatField()
    tellable = models.FloatField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    ended = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["key_result"], condition=Q(ended=None), name="one_binding_a_key_result"),
            models.CheckConstraint(
                condition=Q(kind="360", person__isnull=False) | Q(kind="pulse", person__isnull=True),
                name="a_360_binding_is_about_a_person",
            ),
            models.CheckConstraint(condition=Q(target__gt=models.F("start")), name="a_bound_target_is_above_its_start"),
        ]
        indexes = [models.Index(fields=["kind", "ended"], name="bindings_that_wait")]

    def __str__(self) -> str:
        return f"{self.key_result_id} by {self.baseline_id}"

    @property
    def rise(self) -> float:
        """By how much it is to rise: what everybody who sees the key result may know."""
        return round(self.target - self.start, 6)


class BoundReading(models.Model):
    """What one publication says of a bound key result: a level with its interval, or why there is none.

    `change` with its interval has the movement of everybody (`shift`) taken out; only a follow-up brings it. `verdict`
    is the code of what may be said; `since` the wave it is said against. `shared`: the cell also stands in a report
    that its subject has shared.
    """

    class Why(models.TextChoices):
        TOO_FEW = Cell.Why.TOO_FEW.value, _("Too few answered")
        WOULD_TELL = Cell.Why.WOULD_TELL.value, _("It would tell what a few people answered")
        MEMBERS_CHANGED = Cell.Why.MEMBERS_CHANGED.value, _("Membership changed by one to four people")
        NO_INTERVAL = Cell.Why.NO_INTERVAL.value, _("The answers carry no interval")
        NOT_ENOUGH = Cell.Why.NOT_ENOUGH.value, _("Not enough evidence")
        UNIT_GONE = "unit_gone", _("The unit is no longer asked as it was")

    binding = models.ForeignKey(Binding, on_delete=models.CASCADE, related_name="readings")
    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="+")
    value = models.FloatField(null=True)
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    count = models.CharField(max_length=16, blank=True)
    withheld = models.CharField(max_length=16, choices=Why.choices, blank=True)
    verdict = models.CharField(max_length=24, blank=True)
    since = models.ForeignKey(Publication, on_delete=models.PROTECT, null=True, related_name="+")
    change = models.FloatField(null=True)
    change_low = models.FloatField(null=True)
    change_high = models.FloatField(null=True)
    shift = models.FloatField(null=True)
    detectable = models.FloatField(null=True)
    shared = models.BooleanField(default=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["binding", "publication"], name="a_publication_is_read_once"),
            models.CheckConstraint(
                condition=Q(withheld="", value__isnull=False) | (~Q(withheld="") & Q(value__isnull=True)),
                name="a_reading_or_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.binding_id}: {self.withheld or self.verdict}"


class BoundWord(models.Model):
    """What somebody says of a bound key result at a check-in: how sure they are, and what changed."""

    key_result = models.ForeignKey(KeyResult, on_delete=models.CASCADE, related_name="bound_words")
    check_in = models.ForeignKey(CheckIn, on_delete=models.CASCADE, null=True, related_name="bound_words")
    confidence = models.PositiveSmallIntegerField(null=True, validators=[MaxValueValidator(10)])
    note = models.CharField(_("what changed?"), max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.key_result_id} {self.at:%Y-%m-%d}"


class ReadingSharing(Revocable):
    """Whom a 360 is about lets somebody who sees the objective see the readings of one key result, until taken back."""

    key_result = models.ForeignKey(KeyResult, on_delete=models.CASCADE, related_name="reading_sharings")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")  # whose readings they are

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["key_result", "person"], condition=Q(revoked=None), name="readings_shared_once_a_reader"
            )
        ]

    def __str__(self) -> str:
        return f"{self.key_result_id} to {self.person_id}"

"""What a wave showed: written once when it closes, never changed. Pages, files, mails, API and goals read it here only."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sapwood.feedback.models.questionnaire import Item
from sapwood.feedback.models.wave import Subject, SurveyUnit, Wave
from sapwood.people.identity import PUBLIC_ID_LENGTH, public_id
from sapwood.people.models import Competency, Person, Revocable


class Publication(models.Model):
    """One wave's results. `facts`: figures of the whole wave (company shift, variance components when many carry them)."""

    public_id = models.CharField(max_length=PUBLIC_ID_LENGTH, unique=True, default=public_id, editable=False)
    wave = models.OneToOneField(Wave, on_delete=models.PROTECT, related_name="publication")
    at = models.DateTimeField()
    invited = models.PositiveIntegerField()
    count = models.CharField(max_length=16)  # of answers, as a band
    facts = models.JSONField(default=dict)

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return str(self.wave)


class Cell(models.Model):
    """One published number, or the reason why there is none. Numbers are rounded already; nothing finer is kept.

    About a `unit` (pulse) or a `subject` (360), on an `item` or a `competency`, as seen by `group`. `value` with its
    95 % interval `low`–`high` in points of the scale; `wide_low`–`wide_high` when few took part; `count` is a band.
    A named rater's own level (self, manager) has no interval. A change carries the `verdict` and the smallest change `detectable` with these raters; both are from before rounding.
    """

    class Kind(models.TextChoices):
        LEVEL = "level", _("Level")
        CHANGE = "change", _("Change since the wave before")
        GAP = "gap", _("Own rating less what others see")

    class Why(models.TextChoices):
        """Why there is no number."""

        TOO_FEW = "too_few", _("Too few answered")
        WOULD_TELL = "would_tell", _("Beside the other results it would tell what a few people answered")
        MEMBERS_CHANGED = "members_changed", _("Membership changed by one to four people")
        NO_INTERVAL = "no_interval", _("The answers carry no interval")
        NOT_ENOUGH = "not_enough", _("Not enough evidence")

    ALL = "all"  # everybody but the subject
    OTHERS = "others"  # relations too small to stand alone, together
    REST = "rest"  # the same in a report that its subject has shared, where groups are larger

    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="cells")
    kind = models.CharField(max_length=6, choices=Kind.choices, default=Kind.LEVEL)
    unit = models.ForeignKey(SurveyUnit, on_delete=models.CASCADE, null=True, related_name="cells")
    subject = models.ForeignKey(Subject, on_delete=models.CASCADE, null=True, related_name="cells")
    group = models.CharField(max_length=8, default=ALL)  # all, others, rest, or a relation
    shared = models.BooleanField(default=True)  # also in a report that its subject has shared
    item = models.ForeignKey(Item, on_delete=models.PROTECT, null=True, related_name="cells")
    competency = models.ForeignKey(Competency, on_delete=models.PROTECT, null=True, related_name="cells")
    value = models.FloatField(null=True)
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    wide_low = models.FloatField(null=True)
    wide_high = models.FloatField(null=True)
    count = models.CharField(max_length=16, blank=True)
    distribution = models.JSONField(null=True)  # answer -> rounded percent, from ten answers on
    verdict = models.CharField(max_length=24, blank=True)
    detectable = models.FloatField(null=True)
    withheld = models.CharField(max_length=16, choices=Why.choices, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(unit__isnull=False, subject__isnull=True) | Q(unit__isnull=True, subject__isnull=False),
                name="a_cell_is_about_one",
            ),
            models.CheckConstraint(
                condition=Q(withheld="", value__isnull=False) | (~Q(withheld="") & Q(value__isnull=True)),
                name="a_number_or_a_reason",
            ),
            models.UniqueConstraint(
                fields=["publication", "kind", "unit", "item"], condition=Q(unit__isnull=False), name="a_unit_cell_once"
            ),
            models.UniqueConstraint(
                fields=["publication", "kind", "subject", "group", "competency"],
                condition=Q(subject__isnull=False, item__isnull=True),
                name="a_subject_cell_once",
            ),
            models.UniqueConstraint(
                fields=["publication", "kind", "subject", "group", "item"],
                condition=Q(subject__isnull=False, item__isnull=False),
                name="a_subject_item_cell_once",
            ),
        ]

    def __str__(self) -> str:
        return self.withheld or f"{self.value} ({self.low} to {self.high})"


class PublishedComment(models.Model):
    """One comment, detached from everything else its writer said. Its key is random, so its place says nothing."""

    key = models.CharField(max_length=32, primary_key=True)
    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="comments")
    unit = models.ForeignKey(SurveyUnit, on_delete=models.CASCADE, null=True, related_name="comments")
    subject = models.ForeignKey(Subject, on_delete=models.CASCADE, null=True, related_name="comments")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, null=True, related_name="+")
    text = models.TextField()
    signed_by = models.CharField(max_length=160, blank=True)  # where the writer chose to give the name

    class Meta:
        ordering = ["key"]

    def __str__(self) -> str:
        return self.text


class Response(models.Model):
    """What a lead answers to a publication: what we do, who, until when, and when it was done."""

    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="responses")
    public_id = models.CharField(max_length=PUBLIC_ID_LENGTH, unique=True, default=public_id, editable=False)
    unit = models.ForeignKey(SurveyUnit, on_delete=models.CASCADE, null=True, related_name="responses")
    text = models.TextField(_("what we do"))
    owner = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    due = models.DateField(_("until"), null=True, blank=True)
    done = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["publication", "unit"], name="one_response_a_unit"),
            models.UniqueConstraint(fields=["publication"], condition=Q(unit=None), name="one_response_of_the_whole"),
        ]

    def __str__(self) -> str:
        return self.text


class ReportSharing(Revocable):
    """The subject of a 360 lets somebody read the report, until they take it back."""

    subject = models.ForeignKey(Subject, on_delete=models.CASCADE, related_name="sharings")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "person"], condition=Q(revoked=None), name="shared_once_a_reader"
            )
        ]

    def __str__(self) -> str:
        return f"{self.subject_id} to {self.person_id}"

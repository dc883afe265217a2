"""A bridge: from a business problem over a behaviour that is practised to a result, and what is measured on the way."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sapwood.goals.models import KeyResult
from sapwood.people.identity import PUBLIC_ID_LENGTH, public_id
from sapwood.people.models import Behaviour, Competency, Person, Role, Team


class BridgeQuerySet(models.QuerySet["Bridge"]):
    def visible_to(self, person: Person) -> BridgeQuerySet:
        """Once it has begun it is open to all, as strategic goals are; before that to those who build it."""
        if person.has_role(Role.OKR_OWNER, Role.EXECUTIVE):
            return self.all()
        return self.filter(~Q(begun=None) | Q(business_owner=person))

    def under_way(self) -> BridgeQuerySet:
        return self.filter(ended=None).exclude(begun=None)


class Bridge(models.Model):
    """A programme on one competency, and the strategic key result it is built for.

    What the design could earn (`promise`, `smallest`) is kept when it begins, so that nobody finds a stronger word
    afterwards. It is read on one day, `read_on`; until then the answer is "too early". `lag`: periods after a team's
    start in which the result is not expected to move yet.
    """

    class Period(models.TextChoices):
        WEEK = "week", _("Weekly")
        MONTH = "month", _("Monthly")

    class Allocation(models.TextChoices):
        CHOSEN = "chosen", _("They were chosen")
        LOT = "lot", _("By lot: Sapwood deals the start days among the teams when the bridge begins")
        LOT_BEFORE = "lot_before", _("By lot, drawn elsewhere before")

    public_id = models.CharField(max_length=PUBLIC_ID_LENGTH, unique=True, default=public_id, editable=False)
    problem = models.CharField(_("the business problem"), max_length=200)
    key_result = models.ForeignKey(KeyResult, on_delete=models.PROTECT, related_name="bridges")
    competency = models.ForeignKey(Competency, on_delete=models.PROTECT, related_name="bridges")
    behaviours = models.ManyToManyField(Behaviour, blank=True, related_name="bridges")
    programme = models.CharField(_("the programme"), max_length=300)
    assumption = models.TextField(_("the assumption"), blank=True)
    leading = models.CharField(_("the leading indicator"), max_length=160)
    leading_unit = models.CharField(_("its unit"), max_length=40, blank=True)
    leading_falls = models.BooleanField(_("lower is better"), default=False)
    period = models.CharField(_("values come"), max_length=8, choices=Period.choices, default=Period.WEEK)
    lag = models.PositiveSmallIntegerField(_("expected lag"), default=0)
    allocation = models.CharField(
        _("who starts first"), max_length=12, choices=Allocation.choices, default=Allocation.CHOSEN
    )
    measured_from = models.DateField(_("values from"))
    read_on = models.DateField(_("it is read on"))
    business_owner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="bridges_answered_for")
    hours = models.DecimalField(_("hours planned"), max_digits=10, decimal_places=1, null=True, blank=True)
    cost = models.DecimalField(_("cost planned"), max_digits=14, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    created = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    begun = models.DateTimeField(null=True, blank=True)
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    promise = models.CharField(max_length=16, blank=True)
    smallest = models.FloatField(null=True)
    smallest_in_spreads = models.BooleanField(default=False)
    ended = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    lesson = models.TextField(_("what was learned"), blank=True)
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar[models.Manager[Bridge]] = BridgeQuerySet.as_manager()

    class Meta:
        ordering = ["-created", "-id"]

    def __str__(self) -> str:
        return self.problem

    @property
    def event_title(self) -> str:
        """What the log of events may say: a draft is nobody's to read yet."""
        return self.problem if self.begun is not None else ""

    @property
    def is_by_lot(self) -> bool:
        return self.allocation != self.Allocation.CHOSEN

    @property
    def lower_is_better(self) -> bool:
        return self.key_result.direction in {KeyResult.Direction.FALL, KeyResult.Direction.STAY_BELOW}


class BridgeTeam(models.Model):
    """A team that takes part. `starts`: the day its programme begins; none: it is compared with.

    Its values come from key results of its own, where it has them, and from what is sent or uploaded.
    """

    bridge = models.ForeignKey(Bridge, on_delete=models.CASCADE, related_name="teams")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="bridge_parts")
    starts = models.DateField(_("starts on"), null=True, blank=True)
    lagging_result = models.ForeignKey(KeyResult, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    leading_result = models.ForeignKey(KeyResult, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["starts", "team__name"]
        constraints = [models.UniqueConstraint(fields=["bridge", "team"], name="a_team_is_once_in_a_bridge")]

    def __str__(self) -> str:
        return str(self.team)


class Kind(models.TextChoices):
    LEADING = "leading", _("Leading indicator")
    LAGGING = "lagging", _("Result")


class BridgeValue(models.Model):
    """One value of a team in one period, sent or uploaded. `period` is its first day."""

    class Origin(models.TextChoices):
        FILE = "file", _("From a file")
        API = "api", _("Sent by another system")

    part = models.ForeignKey(BridgeTeam, on_delete=models.CASCADE, related_name="values")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    period = models.DateField()
    value = models.DecimalField(max_digits=20, decimal_places=6)
    origin = models.CharField(max_length=4, choices=Origin.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["period", "id"]
        constraints = [models.UniqueConstraint(fields=["part", "kind", "period"], name="a_bridge_value_a_period")]

    def __str__(self) -> str:
        return f"{self.part_id} {self.kind} {self.period}: {self.value}"


class BridgeSession(models.Model):
    """A day of the programme: what was done, the hours people spent on it together, and what it cost."""

    bridge = models.ForeignKey(Bridge, on_delete=models.CASCADE, related_name="sessions")
    day = models.DateField(_("day"))
    what = models.CharField(_("what was done"), max_length=160)
    hours = models.DecimalField(_("hours of all together"), max_digits=8, decimal_places=1, default=0)
    cost = models.DecimalField(_("cost"), max_digits=12, decimal_places=2, default=0)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["day", "id"]

    def __str__(self) -> str:
        return self.what


class BridgeFinding(models.Model):
    """What one reading of a bridge said of one indicator. Written once and never changed; a later reading stands beside.

    `facts` holds what must be printed beside it: teams, observations, window, checks, course since the start.
    """

    class Word(models.TextChoices):
        TOO_EARLY = "too_early", _("Too early")
        NO_SIGN = "no_sign", _("No sign of an effect")
        MOVED_TOGETHER = "moved_together", _("Moved together")
        CONSISTENT = "consistent", _("Consistent with an effect")
        SHOWN = "shown", _("Effect shown")

    bridge = models.ForeignKey(Bridge, on_delete=models.CASCADE, related_name="findings")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    number = models.PositiveSmallIntegerField()
    word = models.CharField(max_length=16, choices=Word.choices)
    effect = models.FloatField(null=True)
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    facts = models.JSONField(default=dict)
    read_on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-number", "kind"]
        constraints = [models.UniqueConstraint(fields=["bridge", "kind", "number"], name="a_reading_of_a_bridge_once")]

    def __str__(self) -> str:
        return f"{self.bridge_id}: {self.word}"

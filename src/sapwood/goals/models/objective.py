"""An objective, who may see it, what is said about it, and who agreed to it."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sapwood.goals.models.cycle import Cycle
from sapwood.people.identity import PUBLIC_ID_LENGTH, public_id
from sapwood.people.models import Person, Revocable, Role, Team


class ObjectiveQuerySet(models.QuerySet["Objective"]):
    def visible_to(self, person: Person) -> ObjectiveQuerySet:
        """Strategic objectives are open to all once they are out of draft. A draft is seen where it is written.

        Developmental ones are their owner's until shared; personal ones nobody else's, whatever the role. A
        developmental one written for somebody is its writer's until it is sent, and seen by both while it is a proposal.
        """
        teams = person.team_ids
        strategic = Q(layer=Objective.Layer.STRATEGIC) & (
            ~Q(stage=Objective.Stage.DRAFT) | Q(owner_team__in=teams) | Q(proposed_by=person)
        )
        if person.has_role(Role.OKR_OWNER):
            strategic = Q(layer=Objective.Layer.STRATEGIC)
        shared = Sharing.objects.filter(revoked=None).filter(
            Q(with_person=person) | Q(with_team__in=teams) | Q(with_everybody=True)
        )
        developmental = Q(layer=Objective.Layer.DEVELOPMENTAL) & (
            Q(owner_team__in=teams)
            | Q(pk__in=shared.values("objective"))
            | Q(proposed_by=person, stage__in=[Objective.Stage.DRAFT, Objective.Stage.PROPOSED])
        )
        unsent = Q(layer=Objective.Layer.DEVELOPMENTAL, stage=Objective.Stage.DRAFT)
        own = Q(owner_person=person) & (~unsent | Q(proposed_by=person) | Q(proposed_by=None))
        return self.filter(strategic | developmental | own)

    def of_layer(self, *layers: str) -> ObjectiveQuerySet:
        return self.filter(layer__in=layers)

    def open(self) -> ObjectiveQuerySet:
        return self.exclude(stage=Objective.Stage.CLOSED)


class Objective(models.Model):
    """What is to become true, for whom, and why. Owned by a team or by a person, never by both.

    `progress`, `measured`, `confidence` and `checked_in` repeat what the readings say, so that a list of
    thousands costs one query; `goals.standing` writes them in the transaction of the reading.
    """

    class Layer(models.TextChoices):
        STRATEGIC = "strategic", _("Strategic")
        DEVELOPMENTAL = "developmental", _("Developmental")
        PERSONAL = "personal", _("Personal")

    class Nature(models.TextChoices):
        HARD = "hard", _("Hard")
        SOFT = "soft", _("Soft")

    class Ambition(models.TextChoices):
        COMMITTED = "committed", _("Committed")
        ASPIRATIONAL = "aspirational", _("Aspirational")

    class Stage(models.TextChoices):
        DRAFT = "draft", _("Draft")
        PROPOSED = "proposed", _("Proposed")
        ACTIVE = "active", _("Agreed")
        CLOSED = "closed", _("Closed")

    public_id = models.CharField(max_length=PUBLIC_ID_LENGTH, unique=True, default=public_id, editable=False)
    external_id = models.CharField(max_length=80, unique=True, null=True, blank=True)
    title = models.CharField(_("objective"), max_length=300)
    why = models.TextField(_("why it matters"), blank=True)
    audience = models.CharField(_("whose behaviour will change"), max_length=200, blank=True)
    layer = models.CharField(_("layer"), max_length=14, choices=Layer.choices, default=Layer.STRATEGIC)
    nature = models.CharField(_("nature"), max_length=4, choices=Nature.choices, default=Nature.HARD)
    ambition = models.CharField(_("ambition"), max_length=12, choices=Ambition.choices, default=Ambition.ASPIRATIONAL)
    stage = models.CharField(max_length=10, choices=Stage.choices, default=Stage.DRAFT)
    owner_team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, blank=True, related_name="objectives")
    owner_person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="objectives")
    cycle = models.ForeignKey(
        Cycle, on_delete=models.PROTECT, null=True, blank=True, related_name="objectives"
    )  # none: continuous, reviewed at each cycle's end
    proposed_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    created = models.DateTimeField()
    changed = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    practise_next = models.DateField(null=True, editable=False)  # asked again from then on; none: each week

    progress = models.FloatField(null=True, editable=False)
    measured = models.PositiveSmallIntegerField(default=0, editable=False)
    confidence = models.PositiveSmallIntegerField(null=True, editable=False)
    landing = models.FloatField(null=True, editable=False)
    checked_in = models.DateTimeField(null=True, editable=False)

    has_pace = True  # not when feedback alone measures it, once in months: then no pace says where it lands

    objects: ClassVar[models.Manager[Objective]] = ObjectiveQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(owner_team=None, owner_person__isnull=False)
                | Q(owner_team__isnull=False, owner_person=None),
                name="objective_has_one_owner",
            ),
            models.CheckConstraint(
                condition=~Q(layer="personal") | Q(owner_person__isnull=False), name="personal_objective_of_a_person"
            ),
        ]
        indexes = [models.Index(fields=["cycle", "layer", "stage"], name="objectives_of_a_cycle")]

    def __str__(self) -> str:
        return self.title

    @property
    def owner(self) -> Team | Person:
        owner = self.owner_team or self.owner_person
        assert owner is not None  # a constraint of the table
        return owner

    def practice_rests(self, day: dt.date) -> bool:
        """Whether its practice is not asked about yet on this day."""
        return self.practise_next is not None and day < self.practise_next

    @property
    def event_title(self) -> str:
        """What the log of events may say: nothing of a goal that is not open to all."""
        return self.title if self.layer == Objective.Layer.STRATEGIC else ""

    @property
    def is_continuous(self) -> bool:
        return self.cycle_id is None


class Sharing(Revocable):
    """A developmental objective shown to one person, one team or everybody; revocable. Readings of an
    instrument are shared by a second, separate choice."""

    objective = models.ForeignKey(Objective, on_delete=models.CASCADE, related_name="sharings")
    with_person = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    with_team = models.ForeignKey(Team, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    with_everybody = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(with_person__isnull=False, with_team=None, with_everybody=False)
                | Q(with_person=None, with_team__isnull=False, with_everybody=False)
                | Q(with_person=None, with_team=None, with_everybody=True),
                name="shared_with_exactly_one",
            )
        ]

    def __str__(self) -> str:
        return f"{self.objective_id} shared"


class Agreement(models.Model):
    """Somebody agreed to the objective as it read at `version`."""

    objective = models.ForeignKey(Objective, on_delete=models.CASCADE, related_name="agreements")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    version = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.objective_id} agreed"


class Comment(models.Model):
    """One contribution to the discussion of an objective, or of one of its key results."""

    objective = models.ForeignKey(Objective, on_delete=models.CASCADE, related_name="comments")
    key_result = models.ForeignKey(
        "goals.KeyResult", on_delete=models.CASCADE, null=True, blank=True, related_name="comments"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    text = models.TextField(_("what you want to say"))
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return self.text[:60]

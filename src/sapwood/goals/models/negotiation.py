"""How a goal comes to be agreed: whose turn it is, other wordings put forward, and what was changed when."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sapwood.goals.difference import Change
from sapwood.goals.models.key_result import KeyResult
from sapwood.goals.models.objective import Objective
from sapwood.people.identity import PUBLIC_ID_LENGTH, public_id
from sapwood.people.models import Person, Team


class Turn(models.Model):
    """Whose word a goal waits for, since when, and what was said with it. The open turn has no end.

    It is with one person, or with a team: then with whoever leads it. All turns of a goal together are the story
    of its negotiation.
    """

    class Kind(models.TextChoices):
        ANSWER = "answer", _("An answer to the proposal")
        VIEW = "view", _("A word on the proposal")
        CHANGES = "changes", _("Changes asked for")
        DECLINED = "declined", _("Declined")
        AGAIN = "again", _("An agreement to what was changed")

    objective = models.ForeignKey(Objective, on_delete=models.CASCADE, related_name="turns")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, blank=True, related_name="turns")
    team = models.ForeignKey(Team, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    note = models.TextField(blank=True)
    version = models.PositiveIntegerField()  # of the goal, when it was handed over
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    ended = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["objective"], condition=Q(ended=None), name="one_open_turn_a_goal"),
            models.CheckConstraint(
                condition=Q(person=None, team__isnull=False) | Q(person__isnull=False, team=None),
                name="a_turn_is_with_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.objective_id}: {self.kind}"


class Suggestion(models.Model):
    """Another wording of a goal, or of one of its key results, put forward by somebody who may discuss it.

    `base` holds the texts as they read then, by field, `text` the same fields as they should read. What of it was
    taken stands in its changes; `ended` is when the last of them was decided. Ended with an undecided change: whoever
    made it has taken it back.
    """

    public_id = models.CharField(max_length=PUBLIC_ID_LENGTH, unique=True, default=public_id, editable=False)
    objective = models.ForeignKey(Objective, on_delete=models.CASCADE, related_name="suggestions")
    key_result = models.ForeignKey(
        KeyResult, on_delete=models.CASCADE, null=True, blank=True, related_name="suggestions"
    )
    base = models.JSONField(default=dict)
    text = models.JSONField(default=dict)
    note = models.CharField(_("why"), max_length=300, blank=True)
    version = models.PositiveIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    ended = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.objective_id}: {', '.join(self.text)}"


class SuggestedChange(models.Model):
    """One change of a suggestion, decided on its own: these words of that field give way to others."""

    class Outcome(models.TextChoices):
        OPEN = "", _("Not decided")
        TAKEN = "taken", _("Taken")
        LEFT = "left", _("Left as it was")

    suggestion = models.ForeignKey(Suggestion, on_delete=models.CASCADE, related_name="changes")
    field = models.CharField(max_length=10)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    outcome = models.CharField(max_length=5, choices=Outcome.choices, default=Outcome.OPEN, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    decided = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="", decided=None) | (~Q(outcome="") & Q(decided__isnull=False)),
                name="a_decision_has_its_day",
            )
        ]

    def __str__(self) -> str:
        return f"“{self.before.strip()}” → “{self.after.strip()}”"

    @property
    def as_change(self) -> Change:
        return Change(self.start, self.end, self.before, self.after)


class Revision(models.Model):
    """One saving of a goal's text: which fields read how before and after. `version` is the one it made.

    `changes` is a list of `{"key_result": public id or "", "field": name, "before": text, "after": text}`. A key
    result that was added or taken out is the field "line". Kept with the goal and read by whoever may read it.
    """

    objective = models.ForeignKey(Objective, on_delete=models.CASCADE, related_name="revisions")
    version = models.PositiveIntegerField()
    changes = models.JSONField(default=list)
    reason = models.CharField(max_length=240, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["version"]
        constraints = [models.UniqueConstraint(fields=["objective", "version"], name="one_revision_a_version")]

    def __str__(self) -> str:
        return f"{self.objective_id} v{self.version}"

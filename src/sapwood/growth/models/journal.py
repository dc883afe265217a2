"""A person's journal: locked with their own key, read by nobody else unless they show an entry.

What others read is never the entry: it is a copy of it as it stood when it was shown, locked with a key of its own. So
whoever reads for somebody else never touches the key of a journal, and taking an entry back destroys its copy and that
key. Why: docs/decisions/0011-journals-and-shared-copies.md.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from sapwood.activity import clock
from sapwood.goals.models import Objective
from sapwood.people.identity import PUBLIC_ID_LENGTH, public_id
from sapwood.people.models import Person, Revocable, Sealed, Team


class JournalEntry(Sealed):
    """One entry. The database knows whose it is, its day and its goal; the words are in the cipher."""

    public_id = models.CharField(max_length=PUBLIC_ID_LENGTH, unique=True, default=public_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="journal")
    objective = models.ForeignKey(Objective, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    day = models.DateField()
    created = models.DateTimeField()
    changed = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-day", "-id"]
        indexes = [models.Index(fields=["person", "-day"], name="journal_of_a_person")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.day}"

    @property
    def context(self) -> str:
        return f"growth.journal:{self.person_id}:{self.public_id}"


class SharedCopyQuerySet(models.QuerySet["SharedCopy"]):
    def shown_to(self, reader: Person) -> SharedCopyQuerySet:
        """Copies of entries that are shown to this person or to a team they are in, by people who are still here."""
        shown = EntrySharing.objects.filter(revoked=None).filter(Q(person=reader) | Q(team__in=reader.team_ids))
        today = clock.today(reader.time_zone)
        here = Q(entry__person__leaves=None) | Q(entry__person__leaves__gte=today)
        rows = self.filter(here, entry__in=shown.values("entry"), entry__person__erased=None)
        return rows.exclude(entry__person=reader)


class SharedCopy(Sealed):
    """An entry as others read it: as it stood at `version`, and locked with a key that opens nothing else."""

    entry = models.OneToOneField(JournalEntry, on_delete=models.CASCADE, related_name="copy")
    version = models.PositiveIntegerField()
    at = models.DateTimeField()

    objects: ClassVar[models.Manager[Any]] = SharedCopyQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-id"]
        verbose_name_plural = "shared copies"

    def __str__(self) -> str:
        return f"copy of {self.entry_id}"

    @property
    def context(self) -> str:
        return f"growth.shared:{self.entry_id}"


class EntrySharing(Revocable):
    """An entry shown to one person, or to whoever is in a team, until its author takes it back."""

    entry = models.ForeignKey(JournalEntry, on_delete=models.CASCADE, related_name="sharings")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    team = models.ForeignKey(Team, on_delete=models.CASCADE, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, team=None) | Q(person=None, team__isnull=False),
                name="entry_shown_to_a_person_or_a_team",
            ),
            models.UniqueConstraint(
                fields=["entry", "person"], condition=Q(revoked=None), name="entry_shown_once_a_person"
            ),
            models.UniqueConstraint(
                fields=["entry", "team"], condition=Q(revoked=None), name="entry_shown_once_a_team"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} to {self.person_id or self.team_id}"

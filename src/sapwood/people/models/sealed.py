"""What a person writes for themselves, locked with a key of their own. The database holds a cipher and nothing else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TypeVar

from django.db import IntegrityError, models, transaction
from django.db.models import Q

from sapwood.people import durable, sealing
from sapwood.people.identity import public_id
from sapwood.people.models.person import Person


class DurableKey(models.Model):
    """That a key was made for somebody, and its name in the key store. The key itself is never in the database.

    `is_own`: the one key that locks all a person keeps to themselves; any other locks one copy that they share.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="durable_keys")
    name = models.CharField(max_length=64, unique=True)
    is_own = models.BooleanField(default=True)
    made = models.DateTimeField()
    ended = models.DateTimeField(null=True, blank=True)  # what it locked is deleted; the key goes next
    destroyed = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(is_own=True, ended=None), name="one_own_key_a_person"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def of(cls, person: Person, at: dt.datetime) -> DurableKey:
        """This person's own key, made when they first write something.

        One that is lost steps aside for a new one: what it locked opens again if it is brought back.
        """
        found = cls.objects.filter(person=person, is_own=True, ended=None).first()
        if found is not None:
            try:
                durable.store().read(found.name)
                return found
            except durable.KeyLost:
                cls.objects.filter(pk=found.pk).update(is_own=False)
        try:
            with transaction.atomic():
                return cls.fresh(person, at)
        except IntegrityError:  # another request of theirs was faster; its key it is
            return cls.objects.get(person=person, is_own=True, ended=None)

    @classmethod
    def fresh(cls, person: Person, at: dt.datetime, *, is_own: bool = True) -> DurableKey:
        """A new key. It lies in the store before the row says so."""
        name = f"d-{public_id()}"
        row = cls.objects.create(person=person, name=name, is_own=is_own, made=at)
        durable.store().write(name, sealing.new_key())
        return row

    def end(self, at: dt.datetime) -> None:
        """Let it go: it is destroyed once the running transaction is kept."""
        DurableKey.objects.filter(pk=self.pk, ended=None).update(ended=at)
        transaction.on_commit(lambda: destroy_ended(at))


def destroy_ended(at: dt.datetime) -> int:
    """Destroy the keys that have ended and lie in the store yet; how many there were."""
    rows = list(DurableKey.objects.exclude(ended=None).filter(destroyed=None))
    for row in rows:
        durable.store().destroy(row.name)
        row.destroyed = at
        row.save(update_fields=["destroyed"])
    return len(rows)


class Sealed(models.Model):
    """A row whose words are locked. Each kind names its row in `context`, so that no cipher opens in another place."""

    key = models.ForeignKey(DurableKey, on_delete=models.CASCADE, related_name="+", editable=False)
    sealed = models.BinaryField(editable=False)

    class Meta:
        abstract = True

    @property
    def context(self) -> str:
        raise NotImplementedError

    def lock(self, text: str) -> None:
        """Put these words in, with the row's key. Saving is left to whoever calls."""
        self.sealed = sealing.seal(text, key=durable.store().read(self.key.name), context=self.context)

    def unlock(self, keys: durable.Keys | None = None) -> str:
        """The words. Raises KeyLost when the key is gone, CannotOpen when the cipher is not this row's."""
        key = (keys or durable.store()).read(self.key.name)
        return sealing.unseal(bytes(self.sealed), key=key, context=self.context)


S = TypeVar("S", bound=Sealed)


def unlocked(rows: Iterable[S]) -> list[tuple[S, str | None]]:
    """Each row with its words, or None where its key is gone. A key is read once, however many rows it locks."""
    store, read = durable.store(), dict[str, bytes | None]()
    found: list[tuple[S, str | None]] = []
    for row in rows:
        name = row.key.name
        if name not in read:
            try:
                read[name] = store.read(name)
            except durable.KeyLost:
                read[name] = None
        key = read[name]
        found.append((row, None if key is None else row.unlock(durable.Copy({name: key}))))
    return found


class SealedDraft(Sealed):
    """What somebody has typed into a private page and not kept yet, locked like what they keep."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="sealed_drafts")
    form = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "form"], name="one_sealed_draft_a_form")]

    def __str__(self) -> str:
        return f"{self.form} of {self.person_id}"

    @property
    def context(self) -> str:
        return f"people.draft:{self.person_id}:{self.form}"

"""How a declaration is kept apart from its person: a handle made with a secret key, and a sealed answer.

The key lives with the keys of sealed answers, outside the data directory. Whoever has only the database, or a back-up of
it, reads neither who said something nor what. A lost key loses what was declared; people can say it again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from sapwood.feedback import keys, sealing
from sapwood.growth.models import Attribute, Declaration
from sapwood.people.models import Person

NAME = "declarations"
CONTEXT = b"sapwood: declarations"


PIECE = 120_000  # bytes sealed at once


class Lock:
    """The key, read once. `Lock.of_this_place()` makes it the first time."""

    def __init__(self, private: bytes) -> None:
        self._private = private
        self._public = X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()

    @classmethod
    def of_this_place(cls) -> Lock:
        """Raises FileNotFoundError while the folder of keys is away and something was declared."""
        store = keys.store()
        try:
            return cls(store.private(NAME))
        except keys.KeyLost:
            pass
        except FileNotFoundError:
            if Declaration.objects.exists():
                raise
        store.create(NAME)
        return cls(store.private(NAME))

    def handle(self, person: str) -> str:
        """A stand-in for a person's public id."""
        return sealing.handle(person, private=self._private)

    def seal(self, content: object) -> bytes:
        """Anything JSON can say, sealed; long content in pieces."""
        whole = json.dumps(content).encode()
        pieces = [whole[at : at + PIECE] for at in range(0, len(whole), PIECE)]
        sealed = [sealing.seal(piece, public=self._public, context=CONTEXT) for piece in pieces]
        return b"".join(len(one).to_bytes(4, "big") + one for one in sealed)

    def unseal(self, sealed: bytes | memoryview) -> object:
        """The content; None for what another key sealed."""
        rest, whole = bytes(sealed), b""
        try:
            while rest:
                length = int.from_bytes(rest[:4], "big")
                whole += sealing.unseal(rest[4 : 4 + length], private=self._private, context=CONTEXT)
                rest = rest[4 + length :]
        except sealing.CannotOpen:
            return None
        return json.loads(whole)


def declared_by(person: Person) -> dict[int, str]:
    """What this person said of themselves, attribute id -> answer; for nobody but them."""
    rows = Declaration.objects.filter(attribute__retired=None)
    if not rows.exists():
        return {}
    lock = Lock.of_this_place()
    own = rows.filter(handle=lock.handle(person.public_id))
    return {row.attribute_id: str(lock.unseal(row.sealed)) for row in own}


def said_by(person: Person) -> dict[str, str]:
    """The same by the name of what was asked, to take along. Empty where the folder of keys is away: then nobody can
    open it."""
    try:
        found = declared_by(person)
    except FileNotFoundError:
        return {}
    names = dict(Attribute.objects.filter(pk__in=found).values_list("pk", "name"))
    return {names[pk]: value for pk, value in found.items()}


def groups_of(attribute: Attribute, lock: Lock, people: Iterable[str]) -> Mapping[str, frozenset[str]]:
    """Answer -> the handles of those of `people` (handles) who gave it; for the publishing job."""
    known = frozenset(people)
    found: dict[str, set[str]] = {str(value): set() for value in attribute.choices}
    for row in attribute.declarations.all():
        value = lock.unseal(row.sealed)
        if row.handle in known and value in found:
            found[str(value)].add(row.handle)
    return {value: frozenset(handles) for value, handles in found.items()}

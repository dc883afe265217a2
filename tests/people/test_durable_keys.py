"""A person's own key: where it lies, what it opens, and what it never stands in."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.utils.module_loading import import_string

from sapwood.feedback import keys as wave_keys
from sapwood.people import durable, private_drafts, sealing
from sapwood.people.models import DurableKey, Sealed, SealedDraft, destroy_ended, unlocked
from tests import cast


@pytest.fixture
def company(db: None, now: dt.datetime) -> cast.Cast:
    return cast.gather()


def test_what_is_sealed_opens_with_its_key_in_its_place_only() -> None:
    key, other = sealing.new_key(), sealing.new_key()
    sealed = sealing.seal("Grüße, 彩", key=key, context="here")
    assert sealing.unseal(sealed, key=key, context="here") == "Grüße, 彩"
    for with_key, context in ((other, "here"), (key, "there")):
        with pytest.raises(sealing.CannotOpen):
            sealing.unseal(sealed, key=with_key, context=context)
    for place in (0, 5, len(sealed) - 1):
        changed = bytearray(sealed)
        changed[place] ^= 1
        with pytest.raises(sealing.CannotOpen):
            sealing.unseal(bytes(changed), key=key, context="here")


def test_two_equal_texts_look_different_and_short_ones_as_long() -> None:
    key = sealing.new_key()
    one, two = (sealing.seal("yes", key=key, context="c") for _twice in range(2))
    assert one != two
    assert len(one) == len(sealing.seal("a whole sentence instead", key=key, context="c"))


def test_a_key_is_made_once_apart_from_wave_keys_and_for_its_owner_alone(company: cast.Cast) -> None:
    row = DurableKey.of(company.ada, cast.NOW)
    assert DurableKey.of(company.ada, cast.NOW) == row != DurableKey.of(company.bo, cast.NOW)
    file = Path(settings.SAPWOOD_KEYS) / "durable" / f"{row.name}.key"
    assert file.read_bytes() == durable.store().read(row.name) and len(file.read_bytes()) == sealing.KEY
    assert file.stat().st_mode & 0o077 == 0 and file.parent.stat().st_mode & 0o077 == 0
    assert file.parent.parent.stat().st_mode & 0o077 == 0
    assert wave_keys.Folder().path != durable.Folder().path


def test_an_ended_key_is_destroyed_after_the_deed_and_a_new_one_takes_its_place(
    company: cast.Cast, django_capture_on_commit_callbacks: Any
) -> None:
    row = DurableKey.of(company.ada, cast.NOW)
    with django_capture_on_commit_callbacks() as waiting:
        row.end(cast.NOW)
    assert durable.store().read(row.name), "not before the transaction is kept"
    for act in waiting:
        act()
    with pytest.raises(durable.KeyLost):
        durable.store().read(row.name)
    assert DurableKey.of(company.ada, cast.NOW).pk != row.pk


def test_the_clock_destroys_what_a_fall_left_over(company: cast.Cast) -> None:
    row = DurableKey.of(company.ada, cast.NOW)
    DurableKey.objects.filter(pk=row.pk).update(ended=cast.NOW)
    assert destroy_ended(cast.NOW) == 1 and destroy_ended(cast.NOW) == 0
    with pytest.raises(durable.KeyLost):
        durable.store().read(row.name)


def test_a_lost_key_steps_aside_and_what_it_locked_is_told_apart(company: cast.Cast) -> None:
    private_drafts.keep(person=company.ada, form="private-one", data={"text": "old"}, at=cast.NOW)
    lost = DurableKey.objects.get()
    durable.store().destroy(lost.name)
    private_drafts.keep(person=company.ada, form="private-two", data={"text": "new"}, at=cast.NOW)
    rows = SealedDraft.objects.select_related("key").order_by("form")
    assert [(row.form, words is None) for row, words in unlocked(rows)] == [
        ("private-one", True),
        ("private-two", False),
    ]
    assert private_drafts.kept(person=company.ada, form="private-one") == {}
    assert private_drafts.kept(person=company.ada, form="private-two") == {"text": "new"}


def test_a_key_is_read_once_for_many_rows(company: cast.Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(4):
        private_drafts.keep(person=company.ada, form=f"private-{number}", data={"text": "x"}, at=cast.NOW)
    read: list[str] = []
    real = durable.Folder.read
    monkeypatch.setattr(durable.Folder, "read", lambda self, name: (read.append(name), real(self, name))[1])
    assert len(unlocked(SealedDraft.objects.select_related("key"))) == 4
    assert len(read) == 1


def test_a_draft_that_is_too_long_is_not_kept(company: cast.Cast) -> None:
    assert private_drafts.keep(person=company.ada, form="private-x", data={"text": "a" * 200_001}, at=cast.NOW) is None
    assert not SealedDraft.objects.exists()


def test_a_store_of_ones_own_takes_the_folders_place(settings: Any, company: cast.Cast) -> None:
    named = "tests.people.test_durable_keys.InMemory"
    settings.SAPWOOD_DURABLE_KEY_STORE = named
    row = DurableKey.of(company.ada, cast.NOW)
    assert list(import_string(named).held) == [row.name]
    assert not (Path(settings.SAPWOOD_KEYS) / "durable" / f"{row.name}.key").exists()


class InMemory(durable.Copy):
    held: dict[str, bytes] = {}  # noqa: RUF012

    def __init__(self) -> None:
        self.keys = self.held


def test_every_kind_of_locked_row_names_its_place() -> None:
    kinds = [model for model in apps.get_models() if issubclass(model, Sealed)]
    assert SealedDraft in kinds and len(kinds) > 3
    assert [kind.__name__ for kind in kinds if "context" not in vars(kind)] == []

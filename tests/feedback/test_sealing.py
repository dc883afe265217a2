"""Sealing: only the private half opens, nothing shows what was said, and a length says next to nothing."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sapwood.feedback import keys, sealing


@given(st.binary(max_size=9_000))
def test_what_was_sealed_opens_again_with_the_private_half(content: bytes) -> None:
    private, public = sealing.new_pair()

    assert sealing.unseal(sealing.seal(content, public=public, context=b"w"), private=private, context=b"w") == content


def test_equal_answers_look_different_and_are_of_equal_length() -> None:
    _private, public = sealing.new_pair()
    short, same, longer = (sealing.seal(text, public=public, context=b"w") for text in (b"yes", b"yes", b"no" * 900))

    assert short != same
    assert len(short) == len(same) == len(longer)
    assert b"yes" not in short


def test_another_key_another_wave_or_a_changed_byte_opens_nothing() -> None:
    private, public = sealing.new_pair()
    sealed = sealing.seal(b"yes", public=public, context=b"w")
    other, _ = sealing.new_pair()
    changed = sealed[:-1] + bytes([sealed[-1] ^ 1])

    for bad, key, context in (
        (sealed, other, b"w"),
        (sealed, private, b"v"),
        (changed, private, b"w"),
        (b"", private, b"w"),
    ):
        with pytest.raises(sealing.CannotOpen):
            sealing.unseal(bad, private=key, context=context)


def test_more_than_the_largest_size_is_refused_and_not_cut() -> None:
    _private, public = sealing.new_pair()
    most = sealing.SIZES[-1] - sealing.LENGTH

    assert sealing.seal(b"x" * most, public=public, context=b"w")
    with pytest.raises(sealing.TooLong):
        sealing.seal(b"x" * (most + 1), public=public, context=b"w")


def test_a_handle_is_the_same_for_one_key_and_another_for_the_next() -> None:
    one, _ = sealing.new_pair()
    two, _ = sealing.new_pair()

    assert sealing.handle("person-7", private=one) == sealing.handle("person-7", private=one)
    assert len({sealing.handle(name, private=key) for name in ("a", "b") for key in (one, two)}) == 4


def test_a_key_lies_in_its_folder_for_its_owner_only(tmp_path: Path) -> None:
    store = keys.Folder(tmp_path / "keys")
    public = store.create("wave-1")
    file = tmp_path / "keys" / "wave-1.key"

    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    sealed = sealing.seal(b"yes", public=public, context=b"w")
    assert sealing.unseal(sealed, private=store.private("wave-1"), context=b"w") == b"yes"


def test_a_destroyed_key_is_lost_and_destroying_it_again_is_no_error(tmp_path: Path) -> None:
    store = keys.Folder(tmp_path / "keys")
    store.create("wave-1")
    store.destroy("wave-1")
    store.destroy("wave-1")

    with pytest.raises(keys.KeyLost):
        store.private("wave-1")
    assert list((tmp_path / "keys").iterdir()) == []


def test_a_folder_that_is_away_is_not_a_lost_key(tmp_path: Path) -> None:
    """A disk that was not mounted must not void a wave."""
    with pytest.raises(FileNotFoundError):
        keys.Folder(tmp_path / "not-mounted").private("wave-1")


@pytest.mark.parametrize("name", ["", "../etc", "a/b", "x" * 65, "a.key"])
def test_a_name_never_leads_out_of_the_folder(name: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no name of a key"):
        keys.Folder(tmp_path).private(name)

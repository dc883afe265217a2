"""Searching finds the same letters on SQLite and on PostgreSQL: this file runs on both."""

from __future__ import annotations

import pytest
from django.db import connection

from sapwood.activity.folding import fold
from sapwood.people.models import Value

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("asked", "finds"),
    [
        ("zoë", ["Zoë", "ZOË"]),
        ("ЁЖ", ["Ёжик"]),
        ("σοφία", ["ΣΟΦΊΑ"]),
        ("straße", ["Straße"]),
        ("100%", ["100% sure"]),
        ("a_b", ["a_b"]),
        ("back\\sl", ["back\\slash"]),
    ],
)
def test_a_search_finds_every_case(asked: str, finds: list[str]) -> None:
    for name in ("Zoë", "ZOË", "Zoe", "Ёжик", "ΣΟΦΊΑ", "Straße", "STRASSE", "100% sure", "1000", "a_b", "acb", "back\\slash"):  # fmt: skip
        Value.objects.create(name=name, text="")

    assert list(Value.objects.filter(name__icontains=asked).order_by("id").values_list("name", flat=True)) == finds


def test_a_whole_name_and_its_beginning_are_folded_too() -> None:
    Value.objects.create(name="Übersicht\nin zwei Zeilen", text="")

    assert Value.objects.filter(name__iexact="üBERSICHT\nIN ZWEI ZEILEN").exists()
    assert Value.objects.filter(name__istartswith="üb").exists()
    assert not Value.objects.filter(name__iexact="üb").exists()
    assert not Value.objects.filter(name__iexact="_bersicht%").exists()


@pytest.mark.sqlite
def test_nothing_is_like_nothing() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT NULL LIKE 'a', 'a' LIKE NULL, 'ab' LIKE 'a_', 'a' LIKE '', '' LIKE '%', 7 LIKE '7'")
        assert cursor.fetchone() == (None, None, 1, 0, 1, 1)


def test_a_letter_that_would_become_two_stays() -> None:
    assert fold("straße") == "STRAßE"
    assert fold("ab") == "AB"

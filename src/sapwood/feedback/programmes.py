"""Reads of pulse programmes: the pool, what was asked so far, what comes next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from sapwood.feedback import rotation, themes
from sapwood.feedback.models import Item, PulseOpening, PulseProgramme, Questionnaire, Wave


@dataclass(frozen=True, slots=True)
class Shown:
    """An opening with the questions it asks or would ask."""

    opening: PulseOpening
    items: list[Item]


def pool_of(pool: Questionnaire, chosen: Sequence[str] = ()) -> list[Item]:
    """The items to draw from: of the newest edition in use, with a scale, of the chosen themes."""
    items = [item for item in newest(pool).items.all() if item.is_scale]
    return [item for item in items if not chosen or item.theme in chosen]


def words_of(pool: Questionnaire) -> Item | None:
    """The question in words that closes an opening: the first one of the pool."""
    return next((item for item in newest(pool).items.all() if not item.is_scale), None)


def newest(pool: Questionnaire) -> Questionnaire:
    """The edition of the pool that is in use; where all are retired, the one the programme began with."""
    editions = Questionnaire.objects.filter(line=pool.line, retired=None).exclude(published=None)
    return editions.prefetch_related("items").order_by("-edition").first() or pool


def drawn(programme: PulseProgramme) -> list[str]:
    """The keys the next opening asks by rotation."""
    return rotation.draw(
        [rotation.Candidate(item.key, item.theme) for item in pool_of(programme.pool, programme.themes)],
        asked_so_far(programme),
        programme.number,
        anchor=programme.anchor,
    )


def asked_so_far(programme: PulseProgramme) -> list[list[str]]:
    """The keys of each opening that really asked: not those left out, nor those whose key was lost."""
    opened = programme.openings.exclude(wave=None).exclude(wave__stage=Wave.Stage.VOIDED).order_by("number")
    return list(opened.values_list("questions", flat=True))


def questions_of(opening: PulseOpening, items: Sequence[Item]) -> list[Item]:
    """The items of a planned opening among those of the pool; what the pool has lost since is left out."""
    by_key = {item.key: item for item in items}
    return [by_key[key] for key in opening.questions if key in by_key]


def next_opening(programme: PulseProgramme) -> PulseOpening | None:
    return programme.openings.filter(wave=None, left_out=None).first()


def last_openings(programme: PulseProgramme, number: int = 12) -> list[Shown]:
    """The newest first, with what they asked."""
    rows = programme.openings.exclude(wave=None, left_out=None).select_related("wave__publication", "left_out_by")
    found = list(rows.prefetch_related("wave__questionnaire__items").order_by("-number")[:number])
    return [Shown(row, list(row.wave.questionnaire.items.all()) if row.wave else []) for row in found]


def all_programmes() -> QuerySet[PulseProgramme]:
    return PulseProgramme.objects.select_related("keeper").order_by("ended", "name", "id")


def themes_of(items: Sequence[Item]) -> list[tuple[str, str, int]]:
    """Each theme of these items: its value, its name, how many questions it has."""
    found: dict[str, int] = {}
    for item in items:
        found[item.theme] = found.get(item.theme, 0) + 1
    return [(theme, themes.name_of(theme), count) for theme, count in found.items()]

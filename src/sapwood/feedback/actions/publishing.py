"""Writing a publication down, inside the one transaction of the closing job: cells, comments, and who is told."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import connection
from django.urls import reverse
from django.utils.translation import gettext as _

from sapwood.activity import notices
from sapwood.feedback.models import Cell, Guest, Publication, PublishedComment, Wave
from sapwood.people.models import Person

BATCH = 500
COLUMNS = (
    "publication_id", "kind", "unit_id", "subject_id", "group", "shared", "item_id", "competency_id", "value", "low",
    "high", "wide_low", "wide_high", "count", "distribution", "verdict", "detectable", "withheld",
)  # fmt: skip


def write_cells(publication: Publication, figures: Iterable[Any], people: dict[int, int]) -> None:
    """In plain SQL, many rows a statement: a 360 about 5,000 people has 400,000 cells, and while they are written nobody
    else writes on SQLite. By the models it took six times as long. `people`: person id -> subject id."""
    quote = connection.ops.quote_name
    columns = {field.attname: str(field.column) for field in Cell._meta.concrete_fields}
    names = ", ".join(quote(columns[name]) for name in COLUMNS)
    one = f"({', '.join(['%s'] * len(COLUMNS))})"
    rows = (_row(publication.pk, figure, people) for figure in figures)
    with connection.cursor() as cursor:
        while some := list(islice(rows, BATCH)):
            values = ", ".join([one] * len(some))
            cursor.execute(
                f"INSERT INTO {quote(Cell._meta.db_table)} ({names}) VALUES {values}",  # noqa: S608  (our own names)
                [value for row in some for value in row],
            )


def _row(publication: int, one: Any, people: dict[int, int]) -> tuple[Any, ...]:
    return (
        publication,
        one.kind,
        one.unit,
        people[one.subject] if one.subject is not None else None,
        one.group,
        one.shared,
        one.item,
        one.competency,
        one.value,
        one.low,
        one.high,
        one.wide_low,
        one.wide_high,
        one.count,
        json.dumps(one.distribution) if one.distribution is not None else None,
        one.verdict,
        one.detectable,
        one.withheld,
    )


def write_comments(
    publication: Publication, sayings: Iterable[Any], people: dict[int, int], names: dict[str, str]
) -> None:
    """In random order: a comment's key is random, and rows are written in the order of keys."""
    rows = [
        PublishedComment(
            key=secrets.token_hex(16),
            publication=publication,
            unit_id=one.unit,
            subject_id=people[one.subject] if one.subject is not None else None,
            item_id=one.item,
            text=one.text,
            signed_by=names.get(one.rater, ""),
        )
        for one in sayings
    ]
    PublishedComment.objects.bulk_create(sorted(rows, key=lambda row: row.key), batch_size=BATCH)


def names_of(raters: dict[str, str]) -> dict[str, str]:
    """handle -> name, for those who are named."""
    found: dict[str, str] = {}
    for word, model in (("person", Person), ("guest", Guest)):
        ids = {int(rater.split("-")[1]): handle for handle, rater in raters.items() if rater.startswith(word)}
        rows = model._base_manager.filter(pk__in=ids).values_list("pk", "name")
        found |= {ids[pk]: name for pk, name in rows}
    return found


def tell(wave: Wave, at: datetime) -> None:
    """Each subject that their report is there, and whoever launched the wave that it was published."""
    why = _("It came because the results are yours to read.")
    for subject in wave.subjects.select_related("person"):
        notices.tell(
            [subject.person],
            kind="feedback",
            text=_("Your report of “%(wave)s” is there") % {"wave": wave},
            link=reverse("feedback:report", args=[subject.public_id]),
            why=why,
            at=at,
        )
    route = "feedback:results" if wave.kind == Wave.Kind.PULSE else "feedback:wave"
    link = reverse(route, args=[wave.public_id])
    notices.tell(
        [wave.by], kind="feedback", text=_("“%(wave)s” was published") % {"wave": wave}, link=link, why=why, at=at
    )

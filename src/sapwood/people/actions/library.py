"""The library of competencies: behaviours written, reworded and retired; a library taken in from a file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _

from sapwood.activity import events
from sapwood.activity.deeds import Refused, deed
from sapwood.files.goals import one_line
from sapwood.files.questions import LEVELS, Library, slug
from sapwood.people import rules
from sapwood.people.actions.saving import save_over
from sapwood.people.library.comparing import Comparison, CompetencyMove, behaviour_fields, compare, competency_fields
from sapwood.people.models import Behaviour, Competency, EarlierWording, Organisation, Person


@deed("people.write_behaviour")
def write_behaviour(
    *, by: Person, competency: Competency, text: str, anchors: Sequence[str] = (), at: dt.datetime
) -> Behaviour:
    """Add a behaviour to a competency. `anchors` are five, or none."""
    _guard(by)
    _check(competency, text, anchors)
    last = competency.behaviours.aggregate(last=Max("position"))["last"]
    row = Behaviour.objects.create(
        competency=competency,
        key=_fresh_key(f"{competency.key[:38]}.{slug(text, 38)}"),
        text=one_line(text),
        anchors=[one_line(one) for one in anchors],
        position=0 if last is None else last + 1,
    )
    events.record("people.behaviour_written", by=by, about=row, at=at)
    return row


@deed("people.reword_behaviour")
def reword_behaviour(
    *, by: Person, behaviour: Behaviour, version: int, text: str, anchors: Sequence[str] = (), at: dt.datetime
) -> Behaviour:
    """Change the words; those before are kept. Items of questionnaires keep the words they were made with."""
    _guard(by)
    _check(behaviour.competency, text, anchors, but=behaviour)
    before = EarlierWording(**_words_of(behaviour), behaviour=behaviour, version=version, until=at, by=by)
    save_over(behaviour, version, text=one_line(text), anchors=[one_line(one) for one in anchors])
    before.save()
    events.record("people.behaviour_reworded", by=by, about=behaviour, at=at)
    return behaviour


@deed("people.translate_behaviour")
def translate_behaviour(
    *, by: Person, behaviour: Behaviour, version: int, language: str, text: str, anchors: Sequence[str], at: dt.datetime
) -> Behaviour:
    """Say the behaviour in another language too; without a text that language is taken out."""
    _guard(by)
    _check_anchors(anchors)
    before = EarlierWording(**_words_of(behaviour), behaviour=behaviour, version=version, until=at, by=by)
    translations = {code: said for code, said in behaviour.translations.items() if code != language}
    if text.strip():
        translations[language] = {"text": one_line(text), "anchors": [one_line(one) for one in anchors]}
    save_over(behaviour, version, translations=translations)
    before.save()
    events.record("people.behaviour_translated", by=by, about=behaviour, at=at, data={"language": language})
    return behaviour


@deed("people.retire_behaviour")
def retire_behaviour(*, by: Person, behaviour: Behaviour, at: dt.datetime) -> Behaviour:
    """Take it out of the choice. What it was asked in keeps it."""
    _guard(by)
    if behaviour.retired is None:
        behaviour.retired = at.date()
        behaviour.version += 1
        behaviour.save(update_fields=["retired", "version"])
        events.record("people.behaviour_retired", by=by, about=behaviour, at=at)
    return behaviour


@deed("people.take_in_library")
def take_in_library(*, by: Person, library: Library, at: dt.datetime) -> Organisation:
    """Apply a library file: what is new is added, what is known is reworded, the rest stays. All of it or nothing."""
    _guard(by)
    if library.problems:
        raise Refused(_("The file has rows that cannot be taken."), _("Correct them in the file first."))
    comparison = compare(library)
    _check_names(comparison)
    _apply(comparison, by=by, at=at)
    row, _created = Organisation.objects.get_or_create(pk=1, defaults={"name": Organisation.current().name})
    events.record("people.library_taken_in", by=by, about=None, at=at, data=comparison.counts)
    return row


def furnish_library(library: Library, *, at: dt.datetime) -> None:
    """Put a library into an organisation that is being set up. Nobody's deed, so no guard."""
    _apply(compare(library), by=None, at=at)


def _apply(comparison: Comparison, *, by: Person | None, at: dt.datetime) -> None:
    count = Competency.objects.count()
    fresh: list[Behaviour] = []
    before: list[EarlierWording] = []
    for move in comparison.moves:
        competency = move.found
        if competency is None:
            competency = Competency.objects.create(key=move.entry.key, position=count, **competency_fields(move.entry))
            count += 1
        elif move.changes:
            Competency.objects.filter(pk=competency.pk).update(version=competency.version + 1, **move.changes)
        fresh += _new_behaviours(move, competency)
        for one in move.behaviours:
            if one.found is not None and one.changes:
                row = one.found
                words = _words_of(row)
                before.append(EarlierWording(**words, behaviour=row, version=row.version, until=at, by=by))
                Behaviour.objects.filter(pk=row.pk).update(version=row.version + 1, **one.changes)
    Behaviour.objects.bulk_create(fresh)
    EarlierWording.objects.bulk_create(before)


def _new_behaviours(move: CompetencyMove, competency: Competency) -> list[Behaviour]:
    return [
        Behaviour(competency=competency, key=one.entry.key, position=one.position, **behaviour_fields(one.entry))
        for one in move.behaviours
        if one.found is None
    ]


def _words_of(behaviour: Behaviour) -> dict[str, Any]:
    return {"text": behaviour.text, "anchors": behaviour.anchors, "translations": behaviour.translations}


def fresh_competency_key(name: str) -> str:
    """A key for a competency of this name that none has yet."""
    wanted = slug(name) or "competency"
    taken = set(Competency.objects.filter(key__startswith=wanted).values_list("key", flat=True))
    return _free(wanted, taken)


def _fresh_key(wanted: str) -> str:
    return _free(wanted, set(Behaviour.objects.filter(key__startswith=wanted).values_list("key", flat=True)))


def _free(wanted: str, taken: set[str]) -> str:
    if wanted not in taken:
        return wanted
    return next(f"{wanted[:76]}-{number}" for number in range(2, 1000) if f"{wanted[:76]}-{number}" not in taken)


def _guard(by: Person) -> None:
    if not rules.may_run_organisation(by):
        raise Refused(
            _("The library is kept by the OKR owner or an administrator."), _("The People page says who that is.")
        )


def _check(competency: Competency, text: str, anchors: Sequence[str], *, but: Behaviour | None = None) -> None:
    if not text.strip():
        raise Refused(_("It needs words."), _("Write what one can see or hear somebody do."))
    _check_anchors(anchors)
    same = competency.behaviours.filter(text__iexact=one_line(text), retired=None)
    if (same.exclude(pk=but.pk) if but else same).exists():
        raise Refused(_("“%(text)s” is there already.") % {"text": text.strip()}, _("Change that one instead."))


def _check_anchors(anchors: Sequence[str]) -> None:
    if anchors and (len(anchors) != LEVELS or not all(one.strip() for one in anchors)):
        raise Refused(_("Of the five levels some are described and some are not."), _("Describe all five, or none."))


def _check_names(comparison: Comparison) -> None:
    """Two competencies that hold now may not be called the same afterwards."""
    kept = {move.found.pk for move in comparison.moves if move.found is not None}
    names = [move.entry.name.casefold() for move in comparison.moves]
    names += [one.name.casefold() for one in Competency.objects.filter(retired=None).exclude(pk__in=kept)]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise Refused(
            _("Two competencies would be called “%(name)s”.") % {"name": twice[0]},
            _("Give one of them another name in the file."),
        )

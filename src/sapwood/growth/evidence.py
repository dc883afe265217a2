"""The five kinds of evidence for a soft goal, side by side: what each reader may see of each, or why there is none.

Colleagues' words, observable outcomes, how comments sound over time, the owner's own view, and numbers that should move
with it. Nothing here is a new number about anybody: it gathers what stands elsewhere, with its source.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _

from sapwood.coach.tone import tones_of
from sapwood.feedback.models import PublishedComment, Wave
from sapwood.goals import evidence, pairing, queries
from sapwood.goals.measured import audience, instruments
from sapwood.goals.models import KeyResult, Objective
from sapwood.growth import wall
from sapwood.growth.queries import journal, plans
from sapwood.people.models import Person
from sapwood.ui.templatetags.ui import number

LEAST_COMMENTS = 5
PULSES = 6
LINES = 3


@dataclass(frozen=True, slots=True)
class Line:
    """One piece: what it says, where it comes from, and where to read it whole."""

    text: str
    source: str = ""
    link: str = ""


@dataclass
class Kind:
    """One of the five. `none` says in a line why there is nothing."""

    name: str
    none: str
    lines: list[Line] = field(default_factory=list)


def is_told_for(objective: Objective) -> bool:
    """Whether a goal is about behaviour: one about oneself, or a soft one of a team, once it is out of draft."""
    if objective.layer != Objective.Layer.DEVELOPMENTAL and objective.nature != Objective.Nature.SOFT:
        return False
    return objective.stage != Objective.Stage.DRAFT and objective.layer != Objective.Layer.PERSONAL


def five_kinds(objective: Objective, reader: Person) -> list[Kind]:
    """In a fixed order, whatever there is of them."""
    results = list(objective.key_results.filter(dropped=None))
    bound = audience.seen_by(reader, results)
    return [
        Kind(
            _("What colleagues say"),
            _("Nobody's words lie beside it yet, or none are shown to you."),
            _words(objective, reader) + _measured(results, bound),
        ),
        Kind(
            _("What can be observed"),
            _("No key result has a reading yet."),
            [_observed(one) for one in results if one.pk not in bound and one.current is not None],
        ),
        Kind(_("How comments sound"), _why_no_tone(objective), _tone(objective, reader)),
        Kind(
            _("How its owner sees it"),
            _("Nothing is shown from a journal. What somebody writes there is theirs until they show it."),
            _own_view(objective, reader),
        ),
        Kind(
            _("What should move with it"),
            _("It names no key result that it serves, and has no pair."),
            _indirect(objective, reader),
        ),
    ]


def _words(objective: Objective, reader: Person) -> list[Line]:
    """Tellings, notes of conversations, what observers saw, and recognition, the newest first."""
    told = [
        (one.at.date(), Line(one.text or answer, f"{one.giver or _('somebody who has left')}, {_day(one.at.date())}"))
        for laid in evidence.beside(objective, reader)
        for one, answer in laid.tellings
    ]
    notes = [
        (note.day, Line(note.said, _("from a conversation, %(day)s") % {"day": _day(note.day)}))
        for note in objective.conversation_notes.all()[:LINES]
    ]
    seen = [
        (
            one.row.at.date(),
            Line(
                one.row.text,
                _("recognised by %(name)s, %(day)s; weak evidence")
                % {"name": one.row.by, "day": _day(one.row.at.date())},
                reverse("growth:recognition", args=[one.row.public_id]),
            ),
        )
        for one in wall.beside(objective, reader)
    ]
    watched = [
        (
            one.row.day,
            Line(
                " ".join(part for part in (one.words, one.row.words) if part),
                _("observed by %(name)s, %(day)s; level %(level)d of 5")
                % {"name": one.row.observer, "day": _day(one.row.day), "level": one.row.level},
                reverse("growth:plan", args=[one.row.step.plan.public_id]),
            ),
        )
        for one in plans.observations_of(objective)
    ]
    newest = sorted([*told, *notes, *seen, *watched], key=lambda one: one[0], reverse=True)
    return [line for _at, line in newest[:LINES]]


def _measured(results: list[KeyResult], bound: dict[int, audience.Measured]) -> list[Line]:
    found = []
    for result in results:
        one = bound.get(result.pk)
        if one is None:
            continue
        if not one.may_read:
            found.append(Line(result.title, _kept(one)))
        elif one.last is not None and one.last.value is not None:
            value = number(one.last.value)
            found.append(Line(result.title, _("measured by feedback, last %(value)s") % {"value": value}))
        else:
            found.append(Line(result.title, _("measured by feedback; no reading that says something yet")))
    return found


def _kept(one: audience.Measured) -> str:
    if one.binding.kind == Wave.Kind.PULSE:
        return _("measured by feedback; its readings are for those who read that unit's pulse")
    return _("measured by feedback; its owner keeps the readings")


def _observed(result: KeyResult) -> Line:
    unit = f" {result.unit}" if result.unit else ""
    said = _("%(now)s%(unit)s, from %(start)s to %(target)s") % {
        "now": number(result.current),
        "unit": unit,
        "start": number(result.baseline) if result.baseline is not None else "?",
        "target": number(result.target) if result.target is not None else "?",
    }
    return Line(result.title, said)


def _why_no_tone(objective: Objective) -> str:
    if objective.owner_team_id is None:
        return _("Never of one person: no program here reads how people feel about somebody.")
    return _("No pulse that you read has five comments from this team's unit yet.")


def _tone(objective: Objective, reader: Person) -> list[Line]:
    """Of a team's goal alone: published comments of the smallest unit the team answered in, pulse by pulse."""
    if objective.owner_team_id is None:
        return []
    pulses = instruments.pulses_read(reader, objective.owner_team_id)
    units = {one: found[0] for one, found in pulses.items() if found}
    texts: dict[int, list[str]] = {}
    rows = PublishedComment.objects.filter(publication__in=units, unit__in=units.values())
    for publication, text in rows.order_by("key").values_list("publication_id", "text"):
        texts.setdefault(publication, []).append(text)
    told = [one for one in units if len(texts.get(one.pk, ())) >= LEAST_COMMENTS][:PULSES]
    found = []
    for one in told:
        tones = tones_of(texts[one.pk])
        words = _("of %(n)d comments %(good)d sound pleased, %(bad)d troubled") % {
            "n": tones.total,
            "good": tones.pleased,
            "bad": tones.troubled,
        }
        link = reverse("feedback:results", args=[one.wave.public_id])
        found.append(Line(f"{_day(one.at.date())}: {words}", _("%(unit)s, by a list of words") % {"unit": units[one].name}, link))  # fmt: skip
    return found


def _own_view(objective: Objective, reader: Person) -> list[Line]:
    """What the owner wrote about it in their journal and shows: to this reader, or, for themselves, to anybody."""
    if objective.owner_person_id is None:
        return []
    found: list[journal.Entry] | list[journal.Shown]
    if objective.owner_person_id == reader.pk:
        found = [one for one in journal.entries_of(reader, objective=objective) if one.is_shown]
    else:
        shown = journal.shown_to(reader, objective=objective)
        found = [one for one in shown if one.row.person_id == objective.owner_person_id]
    return [
        Line(one.words.first, _day(one.row.day), reverse("growth:entry", args=[one.row.public_id]))
        for one in found[:LINES]
        if one.words is not None
    ]


def _indirect(objective: Objective, reader: Person) -> list[Line]:
    links = list(
        objective.parent_links.select_related(
            "parent__owner_team", "parent__owner_person", "parent__cycle", "parent_key_result"
        )
    )
    seen = queries.seen(reader, [link.parent for link in links])
    found = []
    for link in links:
        if link.parent_id not in seen:
            continue
        address = reverse("goals:objective", args=[link.parent.public_id])
        above = link.parent_key_result
        if above is not None and above.current is not None:
            line = _observed(above)
            found.append(Line(line.text, f"{line.source} ({link.parent.owner})", address))
        else:
            found.append(Line(link.parent.title, str(link.parent.owner), address))
    pair = pairing.partner_of(reader, objective)
    if pair is not None:
        partner = pair[1]
        reached = _("its pair") if partner.progress is None else _("its pair, at %(p).2f") % {"p": partner.progress}
        found.append(Line(partner.title, reached, reverse("goals:objective", args=[partner.public_id])))
    return found


def _day(day: dt.date) -> str:
    return formats.date_format(day, "j F")

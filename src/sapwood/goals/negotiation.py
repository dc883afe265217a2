"""What a page says of a goal under negotiation: whose turn it is, what was changed since when, what was suggested."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Max, OuterRef, QuerySet, Subquery
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sapwood.activity import clock
from sapwood.activity.models import Event
from sapwood.goals import difference, rules, texts, waiting
from sapwood.goals.models import (
    Agreement,
    Comment,
    KeyResult,
    Objective,
    Revision,
    SuggestedChange,
    Suggestion,
    Turn,
)
from sapwood.people import queries as people
from sapwood.people.models import Person

STEPS = (
    ("draft", gettext_lazy("Draft")),
    ("proposed", gettext_lazy("Proposed")),
    ("changes", gettext_lazy("Changes asked for")),
    ("agreed", gettext_lazy("Agreed")),
)


@dataclass(frozen=True)
class Facts:
    """What every tab of the page wants to know of the talk about a goal; one query."""

    comments: int
    suggestions: int  # not yet decided
    revised: bool  # saved since the last agreement, or since it was proposed


@dataclass(frozen=True)
class Row:
    """A field that reads differently: what it is, both texts in one, and who saved it when."""

    label: str
    result: str
    html: SafeString
    savings: tuple[Revision, ...]
    counts: bool


@dataclass(frozen=True)
class Talks:
    """Where the negotiation of a goal stands, and what the reader may do about it."""

    step: str
    turn: Turn | None
    whose: str = ""
    since: str = ""
    mine: bool = False
    changed: list[Row] = field(default_factory=list)
    agreement: Agreement | None = None
    may: frozenset[str] = frozenset()
    back_to: Person | None = None

    @property
    def steps(self) -> list[tuple[str, str]]:
        return [(name, str(words)) for name, words in STEPS]

    @property
    def worth_saying(self) -> bool:
        """An agreed goal that reads as it was agreed says nothing here."""
        return self.step != "agreed" or self.turn is not None or bool(self.changed)


def facts_of(objective: Objective) -> Facts:
    """Counts of the talk about this goal, in one query."""

    def many(rows: QuerySet[Any]) -> Subquery:
        return Subquery(rows.values("objective").annotate(n=Count("pk")).values("n"))

    mine = {"objective": OuterRef("pk")}
    newest = Subquery(Agreement.objects.filter(**mine).values("objective").annotate(n=Max("version")).values("n"))
    comments, suggestions, saved, agreed = (
        Objective.objects.filter(pk=objective.pk)
        .annotate(
            said=many(Comment.objects.filter(**mine).order_by()),
            suggested=many(Suggestion.objects.filter(**mine, ended=None).order_by()),
            saved=Subquery(
                Revision.objects.filter(**mine).order_by().values("objective").annotate(n=Max("version")).values("n")
            ),
            agreed=newest,
        )
        .values_list("said", "suggested", "saved", "agreed")
        .get()
    )
    return Facts(comments or 0, suggestions or 0, saved is not None and saved > (agreed or 0))


def of(person: Person, objective: Objective, facts: Facts, today: dt.date) -> Talks:
    """Where the negotiation stands. An agreed goal nobody has changed since costs no query."""
    active = objective.stage == Objective.Stage.ACTIVE
    if objective.stage == Objective.Stage.CLOSED or (active and not facts.revised):
        return Talks("agreed", None)
    turns = list(objective.turns.select_related("person", "team", "by"))
    turn = turns[-1] if turns and turns[-1].ended is None else None
    agreement = objective.agreements.select_related("by").order_by("version", "pk").last() if active else None
    since = agreement.version if agreement else _asked_at(turns)
    changed = (
        rows_of(objective, list(objective.revisions.filter(version__gt=since).select_related("by")))
        if facts.revised and since is not None
        else []
    )
    back_to = turn.by if turn is not None and turn.kind == Turn.Kind.VIEW and turn.person_id == person.pk else None
    return Talks(
        step=_step(objective, turn),
        turn=turn,
        whose=_whose(turn) if turn else "",
        since=since_words(turn.at, today, person.time_zone) if turn else "",
        mine=turn is not None and waiting.is_turn_of(person, turn),
        changed=changed,
        agreement=agreement,
        may=_may(person, objective, turn, bool(changed)),
        back_to=back_to if isinstance(back_to, Person) and back_to.is_active else None,
    )


def rows_of(objective: Objective, revisions: Sequence[Revision]) -> list[Row]:
    """The savings as one row a field, each with its difference word by word."""
    found = texts.folded(revisions)
    if not found:
        return []
    titles = dict(objective.key_results.values_list("public_id", "title"))
    return [
        Row(
            label=_label(one),
            result=titles.get(one.key_result, "") if one.field != texts.LINE else "",
            html=shown(
                difference.pieces(texts.said(one.field, one.before), texts.said(one.field, one.after))
                if one.field not in {"baseline", "target", "due", "weight"}
                else [difference.Piece("gone", one.before), difference.Piece("new", one.after)]
            ),
            savings=tuple({(row.by_id, row.at.date()): row for row in one.savings}.values()),
            counts=one.counts,
        )
        for one in found
    ]


@dataclass(frozen=True)
class ChangeRow:
    """One change of a suggestion on the page."""

    row: SuggestedChange
    fit: difference.Fit

    @property
    def clashes(self) -> bool:
        return self.fit == difference.Fit.CLASHES


@dataclass(frozen=True)
class FieldRow:
    """A field of a suggestion: how it would read, and its changes one by one."""

    label: str
    html: SafeString
    moved_on: bool
    changes: list[ChangeRow]


@dataclass(frozen=True)
class SuggestionRow:
    """A suggestion on the page. `open` counts the changes still to be decided, `fitting` those that can be taken."""

    suggestion: Suggestion
    about: str
    fields: list[FieldRow]
    may_decide: bool
    mine: bool

    @property
    def open(self) -> int:
        return sum(not one.row.outcome for field_ in self.fields for one in field_.changes)

    @property
    def fitting(self) -> list[int]:
        return [
            one.row.pk for field_ in self.fields for one in field_.changes if not one.row.outcome and not one.clashes
        ]


def suggestions_of(person: Person, objective: Objective, results: Iterable[KeyResult]) -> list[SuggestionRow]:
    """All suggestions for a goal, oldest first, with what of each still fits the text as it reads now; two queries."""
    now = {result.public_id: result for result in results}
    rows = objective.suggestions.select_related("by", "key_result").prefetch_related("changes__decided_by")
    found = []
    for suggestion in rows:
        suggestion.objective = objective
        result = suggestion.key_result
        target: Objective | KeyResult | None = objective if result is None else now.get(result.public_id)
        by_field: dict[str, list[SuggestedChange]] = {}
        for change in suggestion.changes.all():
            by_field.setdefault(change.field, []).append(change)
        found.append(
            SuggestionRow(
                suggestion=suggestion,
                about=result.title if result is not None else "",
                fields=[_field_row(suggestion, target, name, changes) for name, changes in by_field.items()],
                may_decide=rules.may_decide(person, suggestion),
                mine=suggestion.ended is None and rules.suggested(person, suggestion),
            )
        )
    return found


def shown(pieces: Iterable[difference.Piece]) -> SafeString:
    """A comparison as HTML: what is gone and what is new, marked, and said to whoever hears it."""
    marks = {"gone": ("del", _("taken out:")), "new": ("ins", _("put in:"))}
    parts = []
    for piece in pieces:
        if not piece.text:
            continue
        words = piece.text.lstrip()
        lead = piece.text[: len(piece.text) - len(words)]
        space = format_html_join("", "<br>", (() for _line in range(lead.count("\n")))) or (" " if lead else "")
        text = format_html_join(mark_safe("<br>"), "{}", ((line,) for line in words.split("\n")))
        if piece.kind == "same":
            parts.append(format_html("{}{}", space, text))
        else:
            tag, say = marks[piece.kind]
            heard = format_html('<span class="vh">{} </span>', say)
            parts.append(format_html('{}<{} class="word">{}{}</{}>', space, tag, heard, text, tag))
    return format_html_join("", "{}", ((part,) for part in parts))


def with_differences(events: list[Event]) -> list[Event]:
    """These events, each with what it changed as `differences`: the name of the field, and its difference by words."""
    for event in events:
        vars(event)["differences"] = [
            (
                texts.name_of(name) or _("key results"),
                shown(difference.pieces(texts.said(name, old), texts.said(name, new))),
            )
            for name, (old, new) in event.data.get("changes", {}).items()
        ]
    return events


def since_words(moment: dt.datetime, today: dt.date, zone: str) -> str:
    """Since when: today, yesterday, a weekday of the last six days, else the day of the month."""
    day = clock.local(moment, zone).date()
    days = (today - day).days
    if days <= 0:
        return _("since today")
    if days == 1:
        return _("since yesterday")
    return _("since %(day)s") % {"day": date_format(day, "l" if days < 7 else "j F")}


@dataclass(frozen=True)
class Under:
    """A goal under negotiation in a list: its turn, with whom, since when."""

    turn: Turn
    whose: str
    since: str
    mine: bool

    @property
    def objective(self) -> Objective:
        return self.turn.objective


def concerning(person: Person, turns: Iterable[Turn], today: dt.date, *, most: int = 6) -> list[Under]:
    """These turns as a list for this person, those with them first; no query."""
    under = [
        Under(
            turn,
            _whose(turn, short=True),
            since_words(turn.at, today, person.time_zone),
            waiting.is_turn_of(person, turn),
        )
        for turn in turns
    ]
    return sorted(under, key=lambda one: not one.mine)[:most]


def put_turns_on(objectives: Iterable[Objective]) -> None:
    """Let lists say of each proposal whether changes are asked for, and with whom it is: one query where anything is
    proposed, else none."""
    proposed = {one.pk: one for one in objectives if one.stage == Objective.Stage.PROPOSED}
    if not proposed:
        return
    for turn in Turn.objects.filter(objective__in=list(proposed), ended=None).select_related("person", "team"):
        kept = vars(proposed[turn.objective_id])
        kept["changes_asked"], kept["turn_with"] = turn.kind == Turn.Kind.CHANGES, _whose(turn, short=True)


def turn_words(objective: Objective) -> str:
    """With whom a proposal is; empty where that was not read, or nobody is waited for."""
    whose = vars(objective).get("turn_with", "")
    return _("with %(name)s") % {"name": whose} if whose else ""


def _field_row(
    suggestion: Suggestion, target: Objective | KeyResult | None, name: str, changes: list[SuggestedChange]
) -> FieldRow:
    base, text = suggestion.base[name], suggestion.text[name]
    open_ = [change for change in changes if not change.outcome]
    current = base if target is None else texts.plain(getattr(target, name))
    moved_on = bool(open_) and suggestion.ended is None and current != base
    clashes = difference.Fit.CLASHES
    done = [change.as_change for change in changes if change.outcome == SuggestedChange.Outcome.TAKEN]
    placed = {change.pk: difference.rebased(base, done, change.as_change) for change in changes}
    fits = {
        change.pk: clashes if target is None else difference.fit(placed[change.pk][0], current, placed[change.pk][1])
        for change in changes
    }
    pieces = difference.pieces(base, text)
    if moved_on:  # as it would read now, with everything open that still fits
        wanted = current
        for change in open_:
            if fits[change.pk] == difference.Fit.FITS:
                laid_on, there = difference.rebased(base, done, change.as_change)
                if difference.fit(laid_on, wanted, there) == difference.Fit.FITS:
                    wanted = difference.apply(laid_on, wanted, there)
                    done.append(change.as_change)
        pieces = difference.pieces(current, wanted)
    elif name in {"baseline", "target"}:
        pieces = [difference.Piece("gone", base), difference.Piece("new", text)]
    return FieldRow(
        label=texts.name_of(name),
        html=shown(pieces),
        moved_on=moved_on,
        changes=[ChangeRow(change, fits[change.pk]) for change in changes],
    )


def _asked_at(turns: Sequence[Turn]) -> int | None:
    """The version at which changes were last asked for, or the goal was declined: what is read again since then."""
    asked = [turn.version for turn in turns if turn.kind in {Turn.Kind.CHANGES, Turn.Kind.DECLINED}]
    return asked[-1] if asked else turns[0].version if turns else None


def _step(objective: Objective, turn: Turn | None) -> str:
    if turn is not None and turn.kind == Turn.Kind.CHANGES:
        return "changes"
    if objective.stage == Objective.Stage.ACTIVE:
        return "agreed"
    return "draft" if objective.stage == Objective.Stage.DRAFT else "proposed"


def _whose(turn: Turn, *, short: bool = False) -> str:
    """The person it is with, or those who lead the team; in a list just the team, which costs no query."""
    if turn.person is not None:
        return str(turn.person)
    if short:
        return _("the lead of %(team)s") % {"team": turn.team}
    leads = people.leads_of(turn.team) if turn.team else []
    return ", ".join(str(lead) for lead in leads) or _("the lead of %(team)s") % {"team": turn.team}


def _may(person: Person, objective: Objective, turn: Turn | None, changed: bool) -> frozenset[str]:
    writer = rules.writer_of(objective, turn)
    found = {
        "propose": rules.may_propose(person, objective),
        "hand_back": turn is not None and turn.by_id != person.pk and rules.may_hand_back(person, objective, turn),
        "agree": rules.may_agree(person, objective) or (changed and rules.may_agree_again(person, objective)),
        "ask": writer is not None and writer.pk != person.pk and rules.may_ask_for_changes(person, objective, turn),
        "decline": objective.stage == Objective.Stage.PROPOSED
        and objective.proposed_by_id != person.pk
        and rules.may_agree(person, objective),
        "pass_on": rules.may_pass_on(person, objective, turn),
    }
    return frozenset(name for name, yes in found.items() if yes)


def _label(one: texts.Changed) -> str:
    if one.field == texts.LINE:
        return _("Key result added") if one.after else _("Key result taken out")
    name = texts.name_of(one.field)
    return name[:1].upper() + name[1:]

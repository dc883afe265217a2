"""Other wordings put forward, and what becomes of them: change by change, never over words that have moved on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from sapwood.activity import events, notices
from sapwood.activity.deeds import Refused, deed
from sapwood.goals import difference, rules, standing, telling, texts
from sapwood.goals.actions import turns
from sapwood.goals.actions.objectives import MEASURED
from sapwood.goals.models import KeyResult, Objective, SuggestedChange, Suggestion
from sapwood.people.models import Person

OF_THE_OBJECTIVE = ("title", "why")
OF_A_RESULT = ("title", "baseline", "target", "unit")
NUMBERS = frozenset({"baseline", "target"})
LENGTHS = {"title": 300, "unit": 40}
Outcome = SuggestedChange.Outcome


@deed("goals.suggest")
def suggest(
    *,
    by: Person,
    objective: Objective,
    text: Mapping[str, str],
    base: Mapping[str, str] | None = None,
    key_result: KeyResult | None = None,
    note: str = "",
    at: dt.datetime,
) -> Suggestion:
    """Put another wording forward for fields of the objective, or of one of its key results.

    `text` names only fields of `OF_THE_OBJECTIVE` or `OF_A_RESULT`; what reads the same is left out. `base` is how
    they read when the suggestion was begun, where that was earlier. Raises Refused when nothing reads differently.
    """
    if not rules.may_suggest(by, objective):
        raise Refused(_("You cannot suggest a wording here."), _("If the goal is yours, change its text."))
    now = {**_texts(objective, key_result)}
    now |= {name: words for name, words in (base or {}).items() if name in now}
    given = {name: " ".join(words.split()) if name != "why" else words.strip() for name, words in text.items()}
    steps = [
        (name, change) for name, words in given.items() if name in now for change in _changes(name, now[name], words)
    ]
    if not steps:
        raise Refused(_("It reads the same as before."), _("Change a word where you would put it differently."))
    fields = list(dict.fromkeys(name for name, _change in steps))
    suggestion = Suggestion.objects.create(
        objective=objective,
        key_result=key_result,
        base={name: now[name] for name in fields},
        text={name: given[name] for name in fields},
        note=note.strip()[:300],
        version=objective.version,
        by=by,
        at=at,
    )
    SuggestedChange.objects.bulk_create(
        SuggestedChange(
            suggestion=suggestion,
            field=name,
            start=change.start,
            end=change.end,
            before=change.before,
            after=change.after,
        )
        for name, change in steps
    )
    events.record("goals.suggested", by=by, about=objective, at=at)
    telling.suggested(suggestion, by=by, at=at)
    return suggestion


@deed("goals.decide_suggestion")
def decide_suggestion(
    *,
    by: Person,
    suggestion: Suggestion,
    take: Collection[int] = (),
    leave: Collection[int] = (),
    at: dt.datetime,
) -> Suggestion:
    """Take some changes of a suggestion into the text as it reads now, and leave others; by their keys.

    A change whose words have been changed meanwhile cannot be taken: Refused, and nothing is written. One that the
    text holds already is taken as it is.
    """
    # The goal's row first: two who decide at once come one after the other and see each other's words.
    objective = Objective.objects.select_for_update(of=("self",)).get(pk=suggestion.objective_id)
    suggestion = Suggestion.objects.select_related("key_result").get(pk=suggestion.pk)
    suggestion.objective = objective
    if not rules.may_decide(by, suggestion):
        raise Refused(
            _("You cannot decide on this suggestion."),
            _("Whoever may change the goal decides, and never on a suggestion of their own."),
        )
    open_ = {row.pk: row for row in suggestion.changes.filter(outcome=Outcome.OPEN)}
    taken = [open_[pk] for pk in dict.fromkeys(take) if pk in open_]
    left = [open_[pk] for pk in dict.fromkeys(leave) if pk in open_ and pk not in take]
    if not taken and not left:
        raise Refused(_("Nothing was chosen."), _("Take or leave at least one of the changes."))
    if taken:
        _write(objective, suggestion, taken, by=by, at=at)
    for row, outcome in [*((row, Outcome.TAKEN) for row in taken), *((row, Outcome.LEFT) for row in left)]:
        row.outcome, row.decided, row.decided_by = outcome, at, by
    SuggestedChange.objects.bulk_update([*taken, *left], ["outcome", "decided", "decided_by"])
    events.record("goals.suggestion_decided", by=by, about=objective, at=at)
    if len(taken) + len(left) == len(open_):
        suggestion.ended = at
        suggestion.save(update_fields=["ended"])
        outcomes = list(suggestion.changes.values_list("outcome", flat=True))
        _settle(objective, at)
        telling.decided(suggestion, taken=outcomes.count(Outcome.TAKEN), of=len(outcomes), by=by, at=at)
    return suggestion


@deed("goals.withdraw_suggestion")
def withdraw_suggestion(*, by: Person, suggestion: Suggestion, at: dt.datetime) -> Suggestion:
    """Take one's own suggestion back; what was taken of it stays in the text."""
    if not rules.suggested(by, suggestion):
        raise Refused(_("Only whoever made a suggestion can take it back."), _("Leave its changes instead."))
    if suggestion.ended is None:
        suggestion.ended = at
        suggestion.save(update_fields=["ended"])
        events.record("goals.suggestion_withdrawn", by=by, about=suggestion.objective, at=at)
        _settle(suggestion.objective, at)
    return suggestion


def _settle(objective: Objective, at: dt.datetime) -> None:
    if not objective.suggestions.filter(ended=None).exists():
        notices.settle(kinds=["suggestion"], link=telling.address(objective), at=at)


def _texts(objective: Objective, key_result: KeyResult | None) -> dict[str, str]:
    """The fields one may word differently, as they read now. Where steps are ticked the numbers follow from them."""
    if key_result is None:
        return {name: getattr(objective, name) for name in OF_THE_OBJECTIVE}
    fields = OF_A_RESULT[:1] if key_result.milestones.exists() else OF_A_RESULT
    return {name: texts.plain(getattr(key_result, name)) for name in fields}


def _changes(name: str, base: str, text: str) -> list[difference.Change]:
    """Word by word; a number changes as a whole."""
    if name not in NUMBERS:
        return difference.changes(base, text)
    return [] if base == text else [difference.Change(0, len(difference.words(base)), base, text)]


def _write(
    objective: Objective, suggestion: Suggestion, taken: list[SuggestedChange], *, by: Person, at: dt.datetime
) -> None:
    """The changes laid on the text as it reads now, saved as a new version of it."""
    result = suggestion.key_result
    if result is not None:
        if result.dropped is not None:
            raise Refused(_("The key result was dropped meanwhile."), _("Leave the change, or write it anew."))
        result.refresh_from_db()
        result.objective = objective
    before = texts.of(objective)
    now = _texts(objective, result)
    done = list(suggestion.changes.filter(outcome=Outcome.TAKEN))
    for row in taken:
        earlier = [one.as_change for one in done if one.field == row.field]
        base, change = difference.rebased(suggestion.base[row.field], earlier, row.as_change)
        if row.field not in now or difference.fit(base, now[row.field], change) == difference.Fit.CLASHES:
            raise Refused(
                _("“%(change)s” no longer fits: the words it was made on have changed since.") % {"change": row},
                _("Leave it, and change the text by hand if it should still say so."),
            )
        now[row.field] = difference.apply(base, now[row.field], change)
        done.append(row)
    target: Objective | KeyResult = objective if result is None else result
    touched = list(dict.fromkeys(row.field for row in taken))
    if isinstance(target, KeyResult) and target.source == KeyResult.Source.INSTRUMENT and {*touched} & {*MEASURED}:
        raise Refused(
            _("“%(title)s” is measured by feedback; its numbers are not typed.") % {"title": target.title},
            _("Choose another target where it says what measures it."),
        )
    for name in touched:
        setattr(target, name, _value(name, now[name]))
    if isinstance(target, KeyResult):
        touched += _turned(target)
        target.version += 1
        target.save(update_fields=[*touched, "version"])
    objective.version += 1
    objective.changed = at
    objective.save(update_fields=[*(touched if result is None else []), "version", "changed"])
    standing.refresh(objective)
    after = texts.of(objective)
    who = _("suggested by %(name)s") % {"name": suggestion.by} if suggestion.by else ""
    different = {name: [before.get(("", name), ""), after[("", name)]] for name in touched if result is None}
    data = {"changes": different, "reason": who} if objective.layer == Objective.Layer.STRATEGIC else None
    events.record("goals.objective_edited", by=by, about=objective, at=at, data=data)
    turns.saved(objective, before, by=by, at=at, reason=who)


def _value(name: str, text: str) -> str | Decimal | None:
    """The text as its field holds it. Raises Refused for what no form would have taken either."""
    if name in NUMBERS:
        try:
            return Decimal(text) if text else None
        except InvalidOperation:
            raise Refused(
                _("“%(text)s” is not a number.") % {"text": text}, _("Leave the change and type the number by hand.")
            ) from None
    if name == "title" and not text.strip():
        raise Refused(_("Nothing would be left of the sentence."), _("Leave one of the changes."))
    if len(text) > LENGTHS.get(name, 100_000):
        raise Refused(
            _("The text would be longer than %(n)d letters.") % {"n": LENGTHS[name]}, _("Leave one of the changes.")
        )
    return text


def _turned(result: KeyResult) -> list[str]:
    """Whether it rises or falls the two numbers say; returns the fields that this changed."""
    ways = {KeyResult.Direction.RISE, KeyResult.Direction.FALL}
    if result.direction not in ways or result.baseline is None or result.target is None:
        return []
    if result.baseline == result.target:
        raise Refused(
            _("“%(title)s” would go from %(value)s to the same value.")
            % {"title": result.title, "value": texts.plain(result.baseline)},
            _("Leave one of the two numbers."),
        )
    way = KeyResult.Direction.FALL if result.target < result.baseline else KeyResult.Direction.RISE
    result.direction, turned = way, result.direction != way
    return ["direction"] if turned else []

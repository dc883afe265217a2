"""Letting feedback measure a key result, and deciding who reads what it measured."""

from __future__ import annotations

import datetime as dt
import math
from decimal import Decimal

from django.utils.translation import gettext as _

from sapwood.activity import events, notices
from sapwood.activity.deeds import Refused, deed
from sapwood.feedback import reading
from sapwood.feedback.models import Cell, Item, Subject, Wave
from sapwood.goals import rules, standing, telling, texts
from sapwood.goals.actions import turns
from sapwood.goals.actions.objectives import write_objective
from sapwood.goals.drafts import KeyResultDraft, ObjectiveDraft
from sapwood.goals.measured import arrivals, instruments
from sapwood.goals.measured.instruments import Instrument, Level
from sapwood.goals.measured.tellable import items_for, raters_for, tellable
from sapwood.goals.models import Binding, Cycle, KeyResult, Objective, ReadingSharing
from sapwood.people.models import Competency, Person
from sapwood.ui.templatetags.ui import number

OWN_LAYERS = frozenset({Objective.Layer.DEVELOPMENTAL, Objective.Layer.PERSONAL})


@deed("goals.bind_key_result")
def bind_key_result(
    *, by: Person, key_result: KeyResult, chosen: Instrument, target: float, at: dt.datetime
) -> Binding:
    """Let `chosen` measure the key result from its baseline to `target`, a level on its scale. What measured it before
    ends and is kept. Waves published since the baseline are read at once.

    Raises Refused when `by` may not change the goal or not read the baseline, when the key result has typed readings,
    and when the target is nearer than the instrument can tell from noise: then it says what would do.
    """
    objective = key_result.objective
    _guard(by, objective, chosen)
    row = KeyResult.objects.select_for_update().get(pk=key_result.pk)
    if row.readings.exists() or row.milestones.exists():
        raise Refused(
            _("“%(title)s” has values that were typed.") % {"title": row.title},
            _("Add a key result of its own for what feedback measures."),
        )
    binding = _bind(row, objective, chosen, target, texts.of(objective), by=by, at=at)
    key_result.refresh_from_db()
    return binding


@deed("goals.add_measured_key_result")
def add_measured_key_result(
    *, by: Person, objective: Objective, title: str, chosen: Instrument, target: float, at: dt.datetime
) -> Binding:
    """Add a key result to the objective that `chosen` measures from the beginning."""
    _guard(by, objective, chosen)
    if not title.strip():
        raise Refused(_("The key result has no words."), _("Say what will be different."))
    before = texts.of(objective)
    last = objective.key_results.order_by("position").last()
    row = KeyResult.objects.create(
        objective=objective, title=title.strip()[:300], position=last.position + 1 if last else 0
    )
    return _bind(row, objective, chosen, target, before, by=by, at=at)


@deed("goals.release_key_result")
def release_key_result(*, by: Person, key_result: KeyResult, at: dt.datetime) -> KeyResult:
    """Feedback measures it no longer: values are typed from here on, and what was read before is kept."""
    objective = key_result.objective
    if not rules.may_measure(by, objective):
        raise Refused(_("You cannot change this objective."), _("Leave a comment: its owner sees it."))
    binding = Binding.objects.filter(key_result=key_result, ended=None).first()
    if binding is None:
        raise Refused(
            _("“%(title)s” is not measured by feedback.") % {"title": key_result.title}, _("Nothing is to be ended.")
        )
    before = texts.of(objective)
    Binding.objects.filter(pk=binding.pk).update(ended=at)
    key_result.source = KeyResult.Source.MANUAL
    key_result.baseline, key_result.target, key_result.unit = None, None, ""
    _save(key_result, objective, before, by=by, at=at)
    standing.refresh(objective)
    events.record("goals.key_result_released", by=by, about=objective, at=at)
    return key_result


@deed("goals.begin_from_report")
def begin_from_report(
    *,
    by: Person,
    subject: Subject,
    competency: Competency,
    item: Item | None = None,
    cycle: Cycle | None = None,
    at: dt.datetime,
) -> Objective:
    """Begin a developmental goal, a private draft, from one's own report: bound, with baseline and the nearest target
    that the same raters could tell from noise."""
    if subject.person_id != by.pk or subject.wave.stage != Wave.Stage.PUBLISHED:
        raise Refused(_("A goal is begun from one's own report."), _("Ask whom it is about."))
    chosen = Instrument(
        subject.wave.publication, person=by, competency=competency, items=(item,) if item is not None else ()
    )
    level = instruments.level_of(chosen)
    _measurable(chosen, level)
    assert level.value is not None
    about = item.said() if item is not None else competency.said("name")
    target = nearest_target(chosen, level)
    if target is None:
        _reachable(chosen, level.value, level.value, tellable(chosen, level).change)
    assert target is not None
    line = KeyResultDraft(title=(_("Raters see it more often: %(what)s") % {"what": about})[:300], updater=by)
    objective = write_objective(
        by=by,
        owner=by,
        layer=Objective.Layer.DEVELOPMENTAL,
        cycle=cycle,
        draft=ObjectiveDraft(
            title=(_("The people I work with see more of this: %(what)s") % {"what": about})[:300],
            audience=_("the people I work with"),
            nature=Objective.Nature.SOFT,
            key_results=(line,),
        ),
        at=at,
    )
    bind_key_result(by=by, key_result=objective.key_results.get(), chosen=chosen, target=target, at=at)
    objective.refresh_from_db()
    return objective


@deed("goals.share_readings")
def share_readings(*, by: Person, key_result: KeyResult, person: Person, at: dt.datetime) -> ReadingSharing:
    """Let somebody who sees the objective see what the 360 says of this key result too. Told to them, logged nowhere."""
    _guard_sharing(by, key_result)
    if person == by:
        raise Refused(_("They are your own readings."), _("Name somebody else."))
    if not rules.sees(person, key_result.objective):
        raise Refused(
            _("%(name)s does not see this goal.") % {"name": person}, _("Share the goal with them first, then this.")
        )
    row, created = ReadingSharing.objects.get_or_create(
        key_result=key_result, person=person, revoked=None, defaults={"by": by, "at": at}
    )
    if created:
        notices.tell(
            [person],
            kind="reading",
            text=_("%(name)s lets you see how “%(title)s” is measured") % {"name": by, "title": key_result.title},
            link=telling.address(key_result.objective),
            why=_("It came because it was shared with you."),
            at=at,
        )
    return row


@deed("goals.unshare_readings")
def unshare_readings(*, by: Person, sharing: ReadingSharing, at: dt.datetime) -> ReadingSharing:
    _guard_sharing(by, sharing.key_result)
    sharing.revoke(at)
    return sharing


def _bind(
    row: KeyResult,
    objective: Objective,
    chosen: Instrument,
    target: float,
    before: texts.Texts,
    *,
    by: Person,
    at: dt.datetime,
) -> Binding:
    level = instruments.level_of(chosen)
    _measurable(chosen, level)
    assert level.value is not None and level.low is not None and level.high is not None
    least = tellable(chosen, level)
    _reachable(chosen, level.value, target, least.change)
    row.bindings.filter(ended=None).update(ended=at)
    binding = Binding.objects.create(
        key_result=row,
        kind=Wave.Kind.PULSE if chosen.unit else Wave.Kind.ROUND,
        person=chosen.person,
        competency=chosen.competency,
        group=chosen.group,
        items=chosen.keys,
        unit=chosen.unit.name if chosen.unit else "",
        teams=_teams(chosen),
        baseline=chosen.baseline,
        start=level.value,
        start_low=level.low,
        start_high=level.high,
        start_shared=level.shared,
        target=target,
        tellable=least.change,
        by=by,
        at=at,
    )
    row.source, row.direction = KeyResult.Source.INSTRUMENT, KeyResult.Direction.RISE
    row.baseline, row.target, row.unit = Decimal(0), Decimal(str(binding.rise)), _("points")
    row.updater = row.updater or by
    _save(row, objective, before, by=by, at=at)
    arrivals.catch_up(binding)
    standing.refresh(objective)
    events.record("goals.key_result_bound", by=by, about=objective, at=at)
    return binding


def nearest_target(chosen: Instrument, level: Level) -> float | None:
    """The nearest level that can be told from the baseline; None when the scale ends before it."""
    assert level.value is not None
    change = tellable(chosen, level).change
    found = round(math.ceil((level.value + change) * 10 - 1e-9) / 10, 1) if math.isfinite(change) else math.inf
    return found if found <= chosen.scale[1] else None


def _guard(by: Person, objective: Objective, chosen: Instrument) -> None:
    if not rules.may_measure(by, objective):
        raise Refused(_("You cannot change this objective."), _("Leave a comment: its owner sees it."))
    if chosen.unit is None:
        _guard_round(by, objective, chosen)
    else:
        _guard_pulse(by, objective, chosen)


def _guard_round(by: Person, objective: Objective, chosen: Instrument) -> None:
    if chosen.person != by or objective.owner_person_id != by.pk or objective.layer not in OWN_LAYERS:
        raise Refused(
            _("A 360 measures only a developmental goal of the person it is about."),
            _("They choose it on their own goal; a team's goal is measured by the pulse."),
        )
    if chosen.competency is None or (chosen.items and chosen.group != Cell.ALL):
        raise Refused(
            _("A 360 is read by competency, or by single behaviours as all raters see them."),
            _("Choose one competency, and all raters for single behaviours."),
        )
    if chosen.group != Cell.ALL and chosen.group not in instruments.GROUPS:
        raise Refused(
            _("“%(group)s” is no group of raters that was declared when the round was launched.")
            % {"group": chosen.group},
            _("Choose all raters, or one relation."),
        )


def _guard_pulse(by: Person, objective: Objective, chosen: Instrument) -> None:
    assert chosen.unit is not None
    wave = chosen.baseline.wave
    if objective.owner_team_id is None:
        raise Refused(
            _("A pulse measures only a goal of a team."), _("A goal of your own is measured by your own 360.")
        )
    read = reading.units_read_by(by, wave)
    if chosen.unit not in read or chosen.unit not in instruments.units_above([wave], objective.owner_team_id)[wave.pk]:
        raise Refused(
            _("You do not read this unit's result, or the team does not belong to it."),
            _("Choose a unit that the team answered in and whose result you read."),
        )
    if not chosen.items:
        raise Refused(_("No question was chosen."), _("Choose at least one question of the pulse."))


def _measurable(chosen: Instrument, level: Level) -> None:
    if not level.is_there:
        why = str(Cell.Why(level.withheld).label) if level.withheld else _("it carries no interval")
        raise Refused(
            _("This wave tells no level that could be a baseline: %(why)s.") % {"why": why[:1].lower() + why[1:]},
            _("Choose all raters, another competency or a larger unit, or another wave."),
        )


def _reachable(chosen: Instrument, start: float, target: float, least: float) -> None:
    """A target that cannot be told from noise is not accepted: nobody could ever say whether it was reached."""
    top = chosen.scale[1]
    if target > top:
        raise Refused(
            _("The scale ends at %(top)s; %(target)s was given.") % {"top": number(top), "target": number(target)},
            _("Give a target from %(least)s to %(top)s.") % {"least": number(start + least), "top": number(top)}
            if start + least <= top
            else _("There is no room left to show a rise here: choose something else to grow in."),
        )
    rise = round(target - start, 6)
    if rise >= least - 1e-9:
        return
    if rise > 0:
        said = _("A rise of %(rise)s cannot be told from noise: this measure tells %(least)s or more.")
        said %= {"rise": number(rise), "least": number(least)}
    else:
        said = _("The target has to lie above the baseline of %(start)s, by %(least)s or more.")
        said %= {"start": number(start), "least": number(least)}
    raise Refused(said, _what_would_do(chosen, max(rise, 0.0), start + least))


def _what_would_do(chosen: Instrument, rise: float, nearest: float) -> str:
    """Which target could be told, and what would make the one given tellable."""
    ways = []
    if nearest <= chosen.scale[1]:
        ways.append(_("Aim at %(target)s or more.") % {"target": number(math.ceil(nearest * 10 - 1e-9) / 10)})
    if chosen.unit is not None:
        ways.append(_("More answers, a larger unit or more questions on the same thing could tell less."))
        return " ".join(ways)
    raters = raters_for(chosen, rise) if rise else None
    if raters is not None:
        ways.append(_("With %(n)d raters in the next round this rise could be told.") % {"n": raters})
    items = items_for(chosen, rise) if rise else None
    if items is not None:
        ways.append(_("With %(n)d questions on it, the same raters could.") % {"n": items})
    return " ".join(ways) or _("Choose all raters, or a whole competency instead of single behaviours.")


def _teams(chosen: Instrument) -> list[int]:
    return sorted(chosen.unit.teams.values_list("pk", flat=True)) if chosen.unit is not None else []


def _save(row: KeyResult, objective: Objective, before: texts.Texts, *, by: Person, at: dt.datetime) -> None:
    """The key result reads differently now: a new version of the goal, noted like any other change of its text."""
    row.version += 1
    row.save()
    objective.version += 1
    objective.changed = at
    objective.save(update_fields=["version", "changed"])
    turns.saved(objective, before, by=by, at=at)


def _guard_sharing(by: Person, key_result: KeyResult) -> None:
    binding = Binding.objects.filter(key_result=key_result, ended=None, kind=Wave.Kind.ROUND).first()
    if binding is None or not rules.may_share_readings(by, binding):
        raise Refused(_("Readings of a 360 are shared by whom they are about."), _("Ask them."))

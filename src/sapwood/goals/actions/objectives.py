"""Writing, editing and sharing objectives, and talking about them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from sapwood.activity import events
from sapwood.activity.deeds import Conflict, Refused, deed
from sapwood.goals import rules, standing, telling, texts, wording_history
from sapwood.goals.actions import asides, turns
from sapwood.goals.drafts import KeyResultDraft, ObjectiveDraft
from sapwood.goals.models import Comment, Cycle, KeyResult, Milestone, Objective, Reason, Sharing
from sapwood.people.models import Person, Team

MEASURED = ("direction", "source", "unit", "baseline", "target")
"""What a key result measured by feedback takes from its instrument (`actions.instruments`), whatever is written."""

KEY_RESULT_FIELDS = (
    "title",
    "direction",
    "indicator",
    "source",
    "unit",
    "baseline",
    "target",
    "due",
    "weight",
    "updater",
)


@deed("goals.write_objective")
def write_objective(
    *, by: Person, owner: Team | Person, layer: str, cycle: Cycle | None, draft: ObjectiveDraft, at: dt.datetime
) -> Objective:
    """Write an objective with its key results. Written for somebody else it stays a proposal until accepted.

    Raises Refused when `by` may not write for this owner, when the cycle is over, or when nothing was written.
    """
    if not rules.may_write_for(by, owner, layer):
        raise Refused(
            _("You cannot write this kind of objective for %(owner)s.") % {"owner": owner},
            _("Write it for your own team or for yourself, or ask the lead of that team."),
        )
    if cycle is not None and cycle.stage in {Cycle.Stage.SCORING, Cycle.Stage.CLOSED}:
        raise Refused(
            _("%(cycle)s takes no new goals any more.") % {"cycle": cycle}, _("Choose a cycle that is still open.")
        )
    _check(draft)
    objective = Objective.objects.create(
        title=draft.title.strip(),
        why=draft.why.strip(),
        audience=draft.audience.strip(),
        nature=draft.nature,
        ambition=draft.ambition,
        external_id=draft.external_id or None,
        layer=layer,
        owner_team=owner if isinstance(owner, Team) else None,
        owner_person=owner if isinstance(owner, Person) else None,
        cycle=cycle,
        proposed_by=by,
        created=at,
        changed=at,
    )
    _write_reasons(objective, draft)
    for position, written in enumerate(draft.key_results):
        _write_key_result(KeyResult(objective=objective), written, position)
    events.record("goals.objective_written", by=by, about=objective, at=at)
    asides.keep(objective, draft.asides, by=by, at=at)
    wording_history.note(objective, draft, at=at)
    return objective


@deed("goals.edit_objective")
def edit_objective(
    *, by: Person, objective: Objective, version: int, draft: ObjectiveDraft, at: dt.datetime, reason: str = ""
) -> Objective:
    """Replace the text and key results by `draft`. Raises Conflict when somebody saved since `version`.

    A key result that is left out disappears when it was never measured nor spoken of; else it is kept, dropped,
    with the reason. What a goal said before stays readable; after the agreement see `turns.saved`.
    """
    if not rules.may_edit(by, objective):
        raise Refused(
            _("You cannot change this objective."), _("Leave a comment: its owner sees it with the next visit.")
        )
    _check(draft)
    before, read = snapshot(objective), texts.of(objective)
    changed = Objective.objects.filter(pk=objective.pk, version=version).update(
        title=draft.title.strip(),
        why=draft.why.strip(),
        audience=draft.audience.strip(),
        nature=draft.nature,
        ambition=draft.ambition,
        changed=at,
        version=version + 1,
    )
    objective.refresh_from_db()
    if not changed:
        raise Conflict(current=snapshot(objective), given=_as_snapshot(draft))
    objective.reasons.filter(key_result=None).delete()
    _write_reasons(objective, draft)
    _replace_key_results(objective, draft.key_results, reason=reason, at=at)
    standing.refresh(objective)
    after = snapshot(objective)
    different = {name: [before[name], after[name]] for name in after if before[name] != after[name]}
    # The log names what changed only where everybody may read the goal anyway.
    data = {"changes": different, "reason": reason} if objective.layer == Objective.Layer.STRATEGIC else None
    events.record("goals.objective_edited", by=by, about=objective, at=at, data=data)
    turns.saved(objective, read, by=by, at=at, reason=reason)
    asides.keep(objective, draft.asides, by=by, at=at)
    wording_history.note(objective, draft, at=at)
    return objective


@deed("goals.delete_draft")
def delete_draft(*, by: Person, objective: Objective, at: dt.datetime) -> None:
    """Really delete one's own draft: nobody has seen it, nothing of it stays."""
    if objective.stage != Objective.Stage.DRAFT or not (rules.proposed(by, objective) or rules.owns(by, objective)):
        raise Refused(
            _("Only the person who wrote a draft can delete it."), _("An agreed objective is closed instead.")
        )
    objective.delete()


@deed("goals.share_objective")
def share_objective(
    *,
    by: Person,
    objective: Objective,
    person: Person | None = None,
    team: Team | None = None,
    everybody: bool = False,
    at: dt.datetime,
) -> Sharing:
    """Show a developmental objective to one person, one team, or everybody. Its instrument readings stay private."""
    if not rules.may_share(by, objective):
        raise Refused(
            _("Only a developmental objective can be shared, and only by its owner."),
            _("Strategic ones are open to all; personal ones stay yours."),
        )
    if sum([person is not None, team is not None, everybody]) != 1:
        raise Refused(_("Share with one person, with one team, or with everybody."), _("Share again to add another."))
    sharing, _created = Sharing.objects.get_or_create(
        objective=objective,
        with_person=person,
        with_team=team,
        with_everybody=everybody,
        revoked=None,
        defaults={"at": at},
    )
    events.record("goals.objective_shared", by=by, about=objective, at=at)
    return sharing


@deed("goals.revoke_sharing")
def revoke_sharing(*, by: Person, sharing: Sharing, at: dt.datetime) -> Sharing:
    """Take a sharing back: from now on it is not seen there."""
    if not rules.may_share(by, sharing.objective):
        raise Refused(_("Only its owner can end a sharing."), _("Ask the owner."))
    if sharing.revoke(at):
        events.record("goals.sharing_revoked", by=by, about=sharing.objective, at=at)
    return sharing


@deed("goals.comment")
def comment(
    *, by: Person, objective: Objective, text: str, at: dt.datetime, key_result: KeyResult | None = None
) -> Comment:
    """Say something about an objective one can see, or about one of its key results."""
    if not rules.may_comment(by, objective):
        raise Refused(_("You cannot comment here."), _("Ask the owner to share the objective with you."))
    if not text.strip():
        raise Refused(_("The comment is empty."), _("Write what you saw, or what you would ask."))
    said = Comment.objects.create(objective=objective, key_result=key_result, by=by, text=text.strip(), at=at)
    events.record("goals.commented", by=by, about=objective, at=at)
    telling.commented(objective, by=by, at=at)
    return said


def snapshot(objective: Objective) -> dict[str, str]:
    """The words of an objective as they stand, for conflicts and for its history."""
    lines = [
        _line(result.title, result.baseline, result.target, result.unit)
        for result in objective.key_results.filter(dropped=None).order_by("position", "id")
    ]
    return {
        "title": objective.title,
        "why": objective.why,
        "audience": objective.audience,
        "nature": objective.nature,
        "ambition": objective.ambition,
        "key_results": "\n".join(lines),
    }


def _as_snapshot(draft: ObjectiveDraft) -> dict[str, str]:
    lines = [_line(result.title, result.baseline, result.target, result.unit) for result in draft.key_results]
    return {
        "title": draft.title,
        "why": draft.why,
        "audience": draft.audience,
        "nature": draft.nature,
        "ambition": draft.ambition,
        "key_results": "\n".join(lines),
    }


def _line(title: str, baseline: object, target: object, unit: str) -> str:
    def plain(value: object) -> str:
        if value is None:
            return "?"
        text = f"{value:f}" if hasattr(value, "quantize") else str(value)
        return text.rstrip("0").rstrip(".") if "." in text else text

    return f"{title} ({plain(baseline)} → {plain(target)} {unit})".replace(" )", ")")


def _check(draft: ObjectiveDraft) -> None:
    if not draft.title.strip():
        raise Refused(_("The objective has no words yet."), _("Say in one sentence what will be true at the end."))
    for number, result in enumerate(draft.key_results, start=1):
        if not result.title.strip():
            raise Refused(
                _("Key result %(number)d has no words.") % {"number": number},
                _("Say what will be different, or remove the line."),
            )
        if result.source == KeyResult.Source.INSTRUMENT and not result.public_id:
            raise Refused(
                _("“%(title)s” is to be measured by feedback, and it is not said by what.") % {"title": result.title},
                _("Write it as one with typed values; what measures it is chosen on the page of the goal."),
            )
        if (
            result.direction in {KeyResult.Direction.RISE, KeyResult.Direction.FALL}
            and result.baseline is not None
            and result.baseline == result.target
        ):
            raise Refused(
                _("“%(title)s” goes from %(value)s to the same value.")
                % {"title": result.title, "value": result.baseline.normalize()},
                _("Give a target that differs, or choose “stay above” or “stay below”."),
            )


def _write_reasons(objective: Objective, draft: ObjectiveDraft) -> None:
    Reason.objects.bulk_create(
        [Reason(objective=objective, value=value) for value in draft.values]
        + [Reason(objective=objective, priority=priority) for priority in draft.priorities]
    )


def _write_key_result(result: KeyResult, written: KeyResultDraft, position: int) -> KeyResult:
    is_bound = result.source == KeyResult.Source.INSTRUMENT and result.pk is not None
    for name in KEY_RESULT_FIELDS:
        if not (is_bound and name in MEASURED):
            setattr(result, name, getattr(written, name))
    if result.source == KeyResult.Source.INSTRUMENT and not is_bound:
        result.source = KeyResult.Source.MANUAL  # what measures it is chosen by a deed of its own
    result.title = result.title.strip()
    result.position = position
    if written.external_id:
        result.external_id = written.external_id
    if written.milestones and not is_bound:
        result.direction = KeyResult.Direction.REACH
        result.baseline, result.target = Decimal(0), Decimal(len(written.milestones))
    result.save()
    kept = {milestone.title: milestone for milestone in result.milestones.all()}
    for place, title in enumerate(() if is_bound else written.milestones):
        milestone = kept.pop(title, None) or Milestone(key_result=result, title=title)
        milestone.position = place
        milestone.save()
    Milestone.objects.filter(pk__in=[left.pk for left in kept.values()]).delete()
    return result


def _replace_key_results(
    objective: Objective, written: tuple[KeyResultDraft, ...], *, reason: str, at: dt.datetime
) -> None:
    standing_rows = {result.public_id: result for result in objective.key_results.filter(dropped=None)}
    for position, draft in enumerate(written):
        row = standing_rows.pop(draft.public_id, None) or KeyResult(objective=objective)
        if row.pk:
            row.version += 1
        _write_key_result(row, draft, position)
    for left in standing_rows.values():
        left.bindings.filter(ended=None).update(ended=at)
        if left.readings.exists() or left.comments.exists() or left.suggestions.exists() or left.bindings.exists():
            left.dropped, left.dropped_why = at, reason[:240]
            left.save(update_fields=["dropped", "dropped_why"])
        else:
            with transaction.atomic():
                left.delete()

"""How a goal is agreed on: proposed, handed on, asked back, declined, taken on."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from sapwood.activity import events
from sapwood.activity.deeds import Refused, deed
from sapwood.goals import announcements, rules, telling
from sapwood.goals.actions import turns
from sapwood.goals.models import Agreement, Cycle, KeyResult, Objective, Turn
from sapwood.people.models import Person, Team


@deed("goals.propose_objective")
def propose_objective(*, by: Person, objective: Objective, at: dt.datetime, note: str = "") -> Objective:
    """Hand the draft to whose goal it is to be, or to the lead; after changes were asked for, hand it back.

    From here on a strategic objective can be read by everybody.
    """
    open_ = turns.open_turn(objective)
    back = open_ is not None and open_.kind == Turn.Kind.CHANGES
    if not rules.may_edit(by, objective) or not (objective.stage == Objective.Stage.DRAFT or back):
        raise Refused(_("This objective is not a draft of yours."), _("Drafts are listed in My week."))
    if objective.owner_person_id == by.pk and not back:
        raise Refused(_("This goal is your own: nobody else has to agree."), _("Take it on, as it reads."))
    _need_key_results(objective)
    _need_an_open_cycle(objective)
    active = objective.stage == Objective.Stage.ACTIVE
    if not active:
        objective.stage = Objective.Stage.PROPOSED
        objective.changed = at
        objective.save(update_fields=["stage", "changed"])
    to: Person | Team = turns.who_answers(objective, by=by)
    if back and open_ is not None and open_.by and open_.by.is_active and open_.by_id != by.pk:
        to = open_.by
    kind = Turn.Kind.AGAIN if active else Turn.Kind.ANSWER
    if isinstance(to, Person) and not rules.could_agree(to, objective):
        kind = Turn.Kind.VIEW
    turns.hand(objective, kind, to, by=by, at=at, note=note)
    events.record("goals.objective_proposed", by=by, about=objective, at=at)
    return objective


@deed("goals.ask_for_changes")
def ask_for_changes(*, by: Person, objective: Objective, note: str, at: dt.datetime) -> Turn:
    """Give a proposal, or a change made after the agreement, back to whoever wrote it, saying what should change."""
    open_ = turns.open_turn(objective)
    if not rules.may_ask_for_changes(by, objective, open_):
        raise Refused(
            _("This goal does not wait for your word."), _("Say what you would change in a comment or a suggestion.")
        )
    if not note.strip():
        raise Refused(_("You ask for changes, but not for which."), _("Write what should read differently, and why."))
    writer = rules.writer_of(objective, open_)
    if writer is None or not writer.is_active:
        raise Refused(_("Whoever wrote it is not here any more."), _("Change the text yourself, or decline it."))
    if writer.pk == by.pk:
        raise Refused(_("You wrote this one yourself."), _("Change the text; what you change is shown."))
    turn = turns.hand(objective, Turn.Kind.CHANGES, writer, by=by, at=at, note=note)
    events.record("goals.changes_asked_for", by=by, about=objective, at=at)
    return turn


@deed("goals.pass_on")
def pass_on(*, by: Person, objective: Objective, to: Person, at: dt.datetime, note: str = "") -> Turn:
    """Hand a proposal to somebody for their word: a lead to the leader, and the leader back."""
    open_ = turns.open_turn(objective)
    if not rules.may_pass_on(by, objective, open_):
        raise Refused(_("This goal does not wait for your word."), _("Leave a comment: whoever has it sees it."))
    if to.pk == by.pk or not to.is_active or not rules.sees(to, objective):
        raise Refused(
            _("%(name)s cannot be asked about this goal.") % {"name": to},
            _("Choose somebody else who works here and can read it."),
        )
    active = objective.stage == Objective.Stage.ACTIVE
    answers = Turn.Kind.AGAIN if active else Turn.Kind.ANSWER
    kind = answers if rules.could_agree(to, objective) else Turn.Kind.VIEW
    turn = turns.hand(objective, kind, to, by=by, at=at, note=note)
    events.record("goals.passed_on", by=by, about=objective, at=at)
    return turn


@deed("goals.decline_objective")
def decline_objective(*, by: Person, objective: Objective, reason: str, at: dt.datetime) -> Objective:
    """Say no to a proposal, with the reason. It is a draft of its writer again, who reads why."""
    if objective.stage != Objective.Stage.PROPOSED or not rules.may_agree(by, objective):
        raise Refused(
            _("Only whoever could agree to a proposal can decline it."), _("Say what you think in a comment.")
        )
    if not reason.strip():
        raise Refused(_("A no without a reason helps nobody."), _("Write in a line why not, or why not now."))
    writer = objective.proposed_by
    if writer is not None and writer.pk == by.pk:
        raise Refused(_("You proposed this one yourself."), _("Delete the draft, or change the text."))
    objective.stage = Objective.Stage.DRAFT
    objective.changed = at
    objective.save(update_fields=["stage", "changed"])
    to = writer if writer is not None and writer.is_active else objective.owner
    turns.hand(objective, Turn.Kind.DECLINED, to, by=by, at=at, note=reason)
    events.record("goals.objective_declined", by=by, about=objective, at=at)
    return objective


@deed("goals.agree_to_objective")
def agree_to_objective(*, by: Person, objective: Objective, at: dt.datetime, version: int | None = None) -> Objective:
    """The owner, or the lead of the owning team, takes the objective on as it reads now; after later changes anew.

    With the `version` that was read, an agreement to a text that has changed since is refused.
    """
    again = rules.may_agree_again(by, objective)
    if not again and not rules.may_agree(by, objective):
        raise Refused(
            _("Only the owner, or the lead of the owning team, can agree to this objective."),
            _("Send it to them as a proposal."),
        )
    if version is not None and version != objective.version:
        raise Refused(_("It was changed while you read it."), _("Read what it says now; then agree."))
    _need_an_open_cycle(objective)
    _need_key_results(objective)
    Agreement.objects.create(objective=objective, by=by, version=objective.version, at=at)
    turns.end(objective, at=at)
    objective.stage = Objective.Stage.ACTIVE
    objective.changed = at
    objective.save(update_fields=["stage", "changed"])
    _let_somebody_tell(objective, by)
    events.record("goals.objective_agreed", by=by, about=objective, at=at)
    telling.agreed(objective, by=by, at=at, again=again)
    announcements.agreed(objective, at=at)
    return objective


def _let_somebody_tell(objective: Objective, by: Person) -> None:
    """A key result that nobody reports on is never told about: its owner does, else whoever wrote the goal and belongs
    to the team, else whoever agrees. The text can name somebody else."""
    teller = objective.owner_person or by
    writer = objective.proposed_by
    if writer is not None and objective.owner_team_id in writer.team_ids and writer.is_active:
        teller = writer
    untold = objective.key_results.filter(
        dropped=None, updater=None, source__in=[KeyResult.Source.MANUAL, KeyResult.Source.TALLY]
    )
    untold.update(updater=teller)


def _need_key_results(objective: Objective) -> None:
    if not objective.key_results.filter(dropped=None).exists():
        raise Refused(
            _("An objective without a key result cannot be agreed to."),
            _("Add at least one: what will be different, from where to where?"),
        )


def _need_an_open_cycle(objective: Objective) -> None:
    if objective.cycle is not None and objective.cycle.stage in {Cycle.Stage.SCORING, Cycle.Stage.CLOSED}:
        raise Refused(
            _("%(cycle)s takes no new goals any more.") % {"cycle": objective.cycle},
            _("Write it anew for the next cycle."),
        )

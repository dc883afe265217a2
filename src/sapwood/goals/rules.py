"""Relations of the goals room: what a person is to an objective or a key result, and the questions asked of them."""

from __future__ import annotations

from django.db.models import F, Max

from sapwood.goals.models import Binding, ConversationNote, Cycle, KeyResult, Objective, Suggestion, Turn
from sapwood.people import rules as people_rules
from sapwood.people.models import Organisation, Person, Role, Team
from sapwood.people.policy import may, relation


@relation("objective:visible")
def sees(person: Person, objective: Objective) -> bool:
    """The same answer as `Objective.objects.visible_to`, for one objective; what is open to all costs no query."""
    if objective.layer == Objective.Layer.STRATEGIC and objective.stage != Objective.Stage.DRAFT:
        return objective.pk is not None
    return Objective.objects.visible_to(person).filter(pk=objective.pk).exists()


@relation("objective:owner")
def owns(person: Person, objective: Objective) -> bool:
    return objective.owner_person_id == person.pk


@relation("objective:team_member")
def in_owning_team(person: Person, objective: Objective) -> bool:
    return objective.owner_team_id is not None and objective.owner_team_id in person.team_ids


@relation("objective:team_lead")
def leads_owning_team(person: Person, objective: Objective) -> bool:
    """Leads the owning team or one above it; says nothing about a person's own objectives."""
    return objective.owner_team is not None and people_rules.lead_above(person, objective.owner_team)


@relation("objective:proposer")
def proposed(person: Person, objective: Objective) -> bool:
    """Wrote it for somebody else and nobody has agreed yet."""
    return objective.proposed_by_id == person.pk and objective.stage in {
        Objective.Stage.DRAFT,
        Objective.Stage.PROPOSED,
    }


@relation("objective:turn_holder")
def holds_turn(person: Person, objective: Objective) -> bool:
    """It was handed to this person by name and waits for their word."""
    return objective.turns.filter(ended=None, person=person).exists()


@relation("suggestion:author")
def suggested(person: Person, suggestion: Suggestion) -> bool:
    return suggestion.by_id == person.pk


@relation("objective:strategic_okr_owner")
def looks_after(person: Person, objective: Objective) -> bool:
    """The OKR owner, for objectives that are open to all; never for developmental or personal ones."""
    return objective.layer == Objective.Layer.STRATEGIC and person.has_role(Role.OKR_OWNER)


def may_read_record(person: Person, team: Team) -> bool:
    """How a team's finished goals went on the whole is for the team, those who lead it, and the OKR owner."""
    return team.pk in person.team_ids or people_rules.lead_above(person, team) or person.has_role(Role.OKR_OWNER)


@relation("key_result:visible")
def sees_key_result(person: Person, key_result: KeyResult) -> bool:
    return sees(person, key_result.objective)


@relation("key_result:updater")
def updates(person: Person, key_result: KeyResult) -> bool:
    return key_result.updater_id == person.pk and sees(person, key_result.objective)


@relation("key_result:owner")
def owns_key_result(person: Person, key_result: KeyResult) -> bool:
    return owns(person, key_result.objective)


@relation("key_result:team_member")
def in_key_results_team(person: Person, key_result: KeyResult) -> bool:
    return in_owning_team(person, key_result.objective)


@relation("key_result:team_lead")
def leads_key_results_team(person: Person, key_result: KeyResult) -> bool:
    return leads_owning_team(person, key_result.objective)


def may_write_for(person: Person, owner: Team | Person, layer: str) -> bool:
    """Whether the person may write an objective for this owner; for somebody else it is a proposal.

    Personal and developmental objectives of a person are written by that person alone; a manager may
    propose a developmental one.
    """
    if isinstance(owner, Team):
        return layer != Objective.Layer.PERSONAL and may(person, "objective.write_for_team", owner)
    if layer == Objective.Layer.PERSONAL:
        return owner.pk == person.pk
    if layer == Objective.Layer.STRATEGIC and not Organisation.current().individual_strategic:
        return False
    return may(person, "objective.write_for_person", owner)


def may_edit(person: Person, objective: Objective) -> bool:
    return objective.stage != Objective.Stage.CLOSED and may(person, "objective.edit", objective)


def could_agree(person: Person, objective: Objective) -> bool:
    """Whether the person's word makes it an agreement, whatever stage the objective is in."""
    return may(person, "objective.agree", objective)


def may_agree(person: Person, objective: Objective) -> bool:
    return objective.stage in {Objective.Stage.DRAFT, Objective.Stage.PROPOSED} and could_agree(person, objective)


def may_agree_again(person: Person, objective: Objective) -> bool:
    """After the agreement, once the text has been changed since it was last agreed to."""
    if objective.stage != Objective.Stage.ACTIVE or not could_agree(person, objective):
        return False
    newest = objective.revisions.annotate(agreed=Max("objective__agreements__version")).filter(version__gt=F("agreed"))
    return newest.exists()


def may_propose(person: Person, objective: Objective) -> bool:
    """A draft goes to somebody else; one's own goal is taken on without asking anybody."""
    return (
        objective.stage == Objective.Stage.DRAFT
        and objective.owner_person_id != person.pk
        and may_edit(person, objective)
    )


def may_hand_back(person: Person, objective: Objective, turn: Turn | None) -> bool:
    """Changes were asked for, and this person may make them."""
    return turn is not None and turn.kind == Turn.Kind.CHANGES and may_edit(person, objective)


def may_ask_for_changes(person: Person, objective: Objective, turn: Turn | None) -> bool:
    """Whoever could agree, or was asked for a word, while the goal waits for one."""
    return _waits(objective, turn) and (could_agree(person, objective) or _is_with(person, turn))


def writer_of(objective: Objective, turn: Turn | None) -> Person | None:
    """To whom a request for changes goes: who proposed the goal, or who changed it after the agreement."""
    if turn is not None and turn.kind == Turn.Kind.AGAIN:
        return turn.by
    return objective.proposed_by


def may_pass_on(person: Person, objective: Objective, turn: Turn | None) -> bool:
    """The same people; but somebody's own goal is between that person and who proposed it."""
    return objective.layer == Objective.Layer.STRATEGIC and may_ask_for_changes(person, objective, turn)


def may_suggest(person: Person, objective: Objective) -> bool:
    """Whoever may discuss a goal may put another wording forward; the owner of an own goal just writes it."""
    return (
        objective.stage != Objective.Stage.CLOSED
        and objective.owner_person_id != person.pk
        and may_comment(person, objective)
    )


def may_decide(person: Person, suggestion: Suggestion) -> bool:
    """Whoever may change the text decides on another wording of it, but not on their own."""
    return suggestion.ended is None and suggestion.by_id != person.pk and may_edit(person, suggestion.objective)


def _waits(objective: Objective, turn: Turn | None) -> bool:
    if objective.stage == Objective.Stage.ACTIVE:
        return turn is not None and turn.kind in {Turn.Kind.AGAIN, Turn.Kind.VIEW}
    return objective.stage == Objective.Stage.PROPOSED and (turn is None or turn.kind != Turn.Kind.CHANGES)


def _is_with(person: Person, turn: Turn | None) -> bool:
    return turn is not None and turn.person_id == person.pk


def may_check_in(person: Person, key_result: KeyResult) -> bool:
    return (
        key_result.dropped is None
        and key_result.objective.stage == Objective.Stage.ACTIVE
        and may(person, "key_result.check_in", key_result)
    )


def may_send_reading(person: Person, key_result: KeyResult) -> bool:
    """Who reports on a key result may send a reading of it, and so may a service that was given its team."""
    return (
        key_result.dropped is None
        and key_result.objective.stage == Objective.Stage.ACTIVE
        and may(person, "key_result.send_reading", key_result)
    )


def may_practise(person: Person, objective: Objective) -> bool:
    """Say of one's own goal under way whether one practised; a strategic one is nobody's own."""
    own = objective.stage == Objective.Stage.ACTIVE and objective.layer != Objective.Layer.STRATEGIC
    return own and may(person, "objective.practise", objective)


def may_share(person: Person, objective: Objective) -> bool:
    return objective.layer == Objective.Layer.DEVELOPMENTAL and may(person, "objective.share", objective)


def may_measure(person: Person, objective: Objective) -> bool:
    """Choose what measures its key results."""
    return objective.stage != Objective.Stage.CLOSED and may(person, "objective.measure", objective)


def can_be_measured(person: Person, objective: Objective) -> bool:
    """Whether it is worth offering: a team's goal by the pulse, one's own developmental one by one's 360."""
    own = owns(person, objective) and objective.layer != Objective.Layer.STRATEGIC
    return (own or objective.owner_team_id is not None) and may_measure(person, objective)


@relation("binding:subject")
def is_measured(person: Person, binding: Binding) -> bool:
    """Whom the 360 that measures a key result is about."""
    return binding.person_id == person.pk


def may_share_readings(person: Person, binding: Binding) -> bool:
    return may(person, "reading.share", binding)


def may_comment(person: Person, objective: Objective) -> bool:
    return may(person, "objective.comment", objective)


def may_note_conversation(person: Person, objective: Objective) -> bool:
    """Keep what was said in a conversation, on a goal that is not over."""
    return objective.stage != Objective.Stage.CLOSED and may(person, "objective.note_conversation", objective)


def may_withdraw_conversation(person: Person, note: ConversationNote) -> bool:
    if note.by is not None and note.by.is_active:
        return note.by_id == person.pk
    return may(person, "objective.note_conversation", note.objective)


def may_end(person: Person, objective: Objective) -> bool:
    """Whether its end is this person's to say, whatever stage it is in."""
    return may(person, "objective.close", objective)


def may_close(person: Person, objective: Objective) -> bool:
    return objective.stage == Objective.Stage.ACTIVE and may_end(person, objective)


def may_retire(person: Person, objective: Objective) -> bool:
    """End it without a score, because what it was for has gone; also a proposal nobody took up."""
    ended = objective.stage in {Objective.Stage.DRAFT, Objective.Stage.CLOSED}
    return not ended and may_end(person, objective)


def may_carry_on(person: Person, objective: Objective) -> bool:
    """Write it anew for the next cycle, whoever could close it, where they may write at all."""
    return (
        objective.stage == Objective.Stage.CLOSED
        and may_end(person, objective)
        and may_write_for(person, objective.owner, objective.layer)
    )


def may_plan_work(person: Person, key_result: KeyResult) -> bool:
    return key_result.objective.stage != Objective.Stage.CLOSED and may(person, "initiative.add", key_result)


def may_contribute(person: Person, key_result: KeyResult) -> bool:
    return key_result.objective.stage != Objective.Stage.CLOSED and may(person, "contribution.join", key_result)


def may_hand_over(person: Person, leaver: Person) -> bool:
    return may(person, "goals.hand_over", leaver)


def may_manage_cycles(person: Person, cycle: Cycle | None = None) -> bool:
    return may(person, "cycle.manage", cycle)

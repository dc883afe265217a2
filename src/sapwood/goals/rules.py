"""Relations of the goals room: what a person is to an objective or a key result, and the questions asked of them."""

from __future__ import annotations

from sapwood.goals.models import Cycle, KeyResult, Objective
from sapwood.people import rules as people_rules
from sapwood.people.models import Organisation, Person, Role, Team
from sapwood.people.policy import may, relation


@relation("objective:visible")
def sees(person: Person, objective: Objective) -> bool:
    """The same answer as `Objective.objects.visible_to`, for one objective."""
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


@relation("objective:strategic_okr_owner")
def looks_after(person: Person, objective: Objective) -> bool:
    """The OKR owner, for objectives that are open to all; never for developmental or personal ones."""
    return objective.layer == Objective.Layer.STRATEGIC and person.has_role(Role.OKR_OWNER)


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


def may_agree(person: Person, objective: Objective) -> bool:
    return objective.stage in {Objective.Stage.DRAFT, Objective.Stage.PROPOSED} and may(
        person, "objective.agree", objective
    )


def may_check_in(person: Person, key_result: KeyResult) -> bool:
    return (
        key_result.dropped is None
        and key_result.objective.stage == Objective.Stage.ACTIVE
        and may(person, "key_result.check_in", key_result)
    )


def may_share(person: Person, objective: Objective) -> bool:
    return objective.layer == Objective.Layer.DEVELOPMENTAL and may(person, "objective.share", objective)


def may_comment(person: Person, objective: Objective) -> bool:
    return may(person, "objective.comment", objective)


def may_close(person: Person, objective: Objective) -> bool:
    return objective.stage == Objective.Stage.ACTIVE and may(person, "objective.close", objective)


def may_plan_work(person: Person, key_result: KeyResult) -> bool:
    return key_result.objective.stage != Objective.Stage.CLOSED and may(person, "initiative.add", key_result)


def may_contribute(person: Person, key_result: KeyResult) -> bool:
    return key_result.objective.stage != Objective.Stage.CLOSED and may(person, "contribution.join", key_result)


def may_hand_over(person: Person, leaver: Person) -> bool:
    return may(person, "goals.hand_over", leaver)


def may_manage_cycles(person: Person, cycle: Cycle | None = None) -> bool:
    return may(person, "cycle.manage", cycle)

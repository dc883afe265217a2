"""Goals of the demo company that are still being talked about: each in another state, all through the usual deeds."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

from sapwood.goals import actions, written
from sapwood.goals.drafts import KeyResultDraft, ObjectiveDraft
from sapwood.goals.models import Cycle, KeyResult, Objective
from sapwood.people.demo import Company
from sapwood.people.models import Person, Team


def build(company: Company, *, cycle: Cycle, at: dt.datetime) -> None:
    """Changes asked for, a word asked of the leader, a no with its reason, a change after the agreement, a goal offered
    to somebody, and other wordings: open, half taken, and one whose words have moved on."""
    _changes_asked_for(company, cycle, at)
    _with_the_leader(company, cycle, at)
    _declined(company, cycle, at)
    _changed_after_the_agreement(company, cycle, at)
    _offered(company, cycle, at)
    _other_wordings(company, cycle, at)


def _changes_asked_for(company: Company, cycle: Cycle, at: dt.datetime) -> None:
    lead, writer, mate = _three(company, "Controls & app")
    goal = _proposed(
        writer,
        company.teams["Controls & app"],
        cycle,
        ObjectiveDraft(
            title="People in rented homes can set their heating without asking the landlord",
            why="A third of our homes are rented. The tenant lives in it; the landlord holds the password.",
            audience="tenants in homes we heat",
            key_results=(
                _result("Tenants who changed a setting themselves in their first month", "%", 12, 60, writer),
                _result("Calls from landlords about a tenant's settings", "a month", 44, 20, writer),
            ),
        ),
        at - dt.timedelta(days=6),
    )
    first = goal.key_results.order_by("position").first()
    actions.comment(
        by=mate,
        objective=goal,
        key_result=first,
        text="We can count this from the house's own log. No new event is needed.",
        at=at - dt.timedelta(days=5),
    )
    actions.ask_for_changes(
        by=lead,
        objective=goal,
        note="I like whom it is about. But 60 % in one cycle is a wish: last winter's app moved it by nine points. "
        "What would we be proud of, and what would we have to drop for it?",
        at=at - dt.timedelta(days=3),
    )


def _with_the_leader(company: Company, cycle: Cycle, at: dt.datetime) -> None:
    lead, writer, _mate = _three(company, "Installers South")
    leader = company.members["Field service"][0]
    goal = _proposed(
        writer,
        company.teams["Installers South"],
        cycle,
        ObjectiveDraft(
            title="Families hear bad news about their date from us, and first",
            why="We move dates. What people hold against us is that they heard it from the van that did not come.",
            audience="families with a fitting date",
            nature="soft",
            key_results=(
                _result("Moved dates the family was told of at least two days before", "%", 41, 85, writer),
                _result("Families who say they were told the real reason", "%", 30, 70, writer),
            ),
        ),
        at - dt.timedelta(days=4),
    )
    actions.pass_on(
        by=lead,
        objective=goal,
        to=leader,
        note="The reason is often another team's. Do you stand behind us when we name it?",
        at=at - dt.timedelta(days=2),
    )


def _declined(company: Company, cycle: Cycle, at: dt.datetime) -> None:
    lead, writer, _mate = _three(company, "Brand")
    goal = _proposed(
        writer,
        company.teams["Brand"],
        cycle,
        ObjectiveDraft(
            title="People outside heating towns know our name",
            why="Nobody in the lowlands has heard of us, and that is where the new streets will be.",
            audience="people in towns without one of our fitters",
            key_results=(_result("People who name us unaided in the lowland survey", "%", 3, 12, writer),),
        ),
        at - dt.timedelta(days=8),
    )
    actions.decline_objective(
        by=lead,
        objective=goal,
        reason="A good goal for the cycle after next: we have no fitter within an hour of those towns before spring, and "
        "a name that cannot come is worse than none.",
        at=at - dt.timedelta(days=5),
    )


def _changed_after_the_agreement(company: Company, cycle: Cycle, at: dt.datetime) -> None:
    """A member lowers a target after the first hard weeks; the lead is asked again."""
    _lead, writer, _mate = _three(company, "Cloud platform")
    goal = _goal(company.teams["Cloud platform"], cycle)
    if goal is None:
        return
    text = written.draft_of(goal)
    results = tuple(
        replace(result, target=Decimal(58)) if place == 0 else result for place, result in enumerate(text.key_results)
    )
    actions.edit_objective(
        by=writer,
        objective=goal,
        version=goal.version,
        draft=replace(text, why=f"{text.why} The desk asked for it twice.".strip(), key_results=results),
        reason="The desk has two people fewer until the new year.",
        at=at - dt.timedelta(days=1, hours=3),
    )


def _offered(company: Company, cycle: Cycle, at: dt.datetime) -> None:
    """The lead of the service desk proposes a goal to Leila, about how she works. It is hers to take or leave."""
    lead, leila = company.persons["Priya Raman"], company.persons["Leila Haddad"]
    _proposed(
        lead,
        leila,
        cycle,
        ObjectiveDraft(
            title="New colleagues answer their first hard caller with you in the room, not on the line",
            why="You calm people in a minute. The others should see how, before you take over.",
            audience="the two who joined in autumn",
            nature="soft",
            key_results=(
                _result("Hard calls a new colleague finished while you listened", "a week", 0, 4, leila),
                _result("New colleagues who say they know what to do when somebody shouts", "of 2", 0, 2, leila),
            ),
        ),
        at - dt.timedelta(hours=28),
        layer=Objective.Layer.DEVELOPMENTAL,
    )


def _other_wordings(company: Company, cycle: Cycle, at: dt.datetime) -> None:
    owner, exec_ = company.persons["Tobias Adeyemi"], company.persons["Maren Holt"]
    leila, lead = company.persons["Leila Haddad"], company.persons["Priya Raman"]
    proposal = Objective.objects.filter(
        stage=Objective.Stage.PROPOSED, owner_team=company.teams["Service desk"]
    ).first()
    if proposal is not None:
        actions.suggest(
            by=leila,
            objective=proposal,
            text={
                "title": "Installers know from us what the caller said before they stand at the door",
                "why": proposal.why.replace("had the answer to", "had heard the answer to"),
            },
            note="“Hear from us” sounds like one more phone call. They should just know.",
            at=at - dt.timedelta(hours=19),
        )
    improve = _goal(company.teams["Product"], cycle, title="Improve the product")
    if improve is not None:
        actions.suggest(
            by=owner,
            objective=improve,
            text={
                "title": "Improve what people at home notice first",
                "why": "Noise and the panel are what they ask us about.",
            },
            note="So that one can tell when it is done.",
            at=at - dt.timedelta(days=2),
        )
    one_call = _goal(company.teams["Service desk"], cycle)
    if one_call is None:
        return
    taken = actions.suggest(
        by=exec_,
        objective=one_call,
        text={"title": "One call is enough, and nobody is put on hold twice"},
        note="Twice on hold is what people write to me about.",
        at=at - dt.timedelta(days=12),
    )
    actions.decide_suggestion(
        by=lead, suggestion=taken, leave=list(taken.changes.values_list("pk", flat=True)), at=at - dt.timedelta(days=11)
    )
    actions.comment(
        by=lead,
        objective=one_call,
        text="Left it short on purpose. The second hold is in the key result about being taken seriously.",
        at=at - dt.timedelta(days=11),
    )


def _three(company: Company, team: str) -> tuple[Person, Person, Person]:
    """The lead of a team, and two of its people."""
    lead, *others = company.members[team]
    return lead, others[0], others[-1]


def _proposed(
    by: Person, owner: Team | Person, cycle: Cycle, draft: ObjectiveDraft, at: dt.datetime, layer: str = "strategic"
) -> Objective:
    written = actions.write_objective(by=by, owner=owner, layer=layer, cycle=cycle, draft=draft, at=at)
    return actions.propose_objective(by=by, objective=written, at=at + dt.timedelta(minutes=25))


def _result(title: str, unit: str, baseline: int, target: int, updater: Person) -> KeyResultDraft:
    return KeyResultDraft(
        title=title,
        unit=unit,
        baseline=Decimal(baseline),
        target=Decimal(target),
        direction=KeyResult.Direction.FALL if target < baseline else KeyResult.Direction.RISE,
        updater=updater,
    )


def _goal(team: Team, cycle: Cycle, *, title: str = "") -> Objective | None:
    rows = Objective.objects.filter(owner_team=team, cycle=cycle, stage=Objective.Stage.ACTIVE, nature="hard")
    return (rows.filter(title=title) if title else rows).order_by("id").first()

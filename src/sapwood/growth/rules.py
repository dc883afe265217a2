"""Relations of the growth room."""

from __future__ import annotations

from sapwood.growth.models import (
    Bridge,
    BridgeTeam,
    Certificate,
    Demonstration,
    DrillAnswer,
    Focus,
    JournalEntry,
    Mentoring,
    MentorSearch,
    Plan,
    Recognition,
    SharedCopy,
)
from sapwood.people.models import Person
from sapwood.people.policy import may, relation


@relation("drill_answer:author")
def author(person: Person, answer: DrillAnswer) -> bool:
    return answer.person_id == person.pk


@relation("focus:owner")
def focus_owner(person: Person, focus: Focus) -> bool:
    return focus.objective.owner_person_id == person.pk


def may_change_practice(person: Person, focus: Focus) -> bool:
    """Pause and end it; only whoever practises."""
    return may(person, "focus.practise", focus)


def may_read_answer(person: Person, answer: DrillAnswer) -> bool:
    """A practice answer is its author's; no role opens it."""
    return may(person, "school.answer", answer)


def may_decide(person: Person) -> bool:
    """Decide on disputes to what the coach said, and read how the school is used, in aggregate."""
    return may(person, "school.oversee")


@relation("recognition:readable")
def reads_recognition(person: Person, recognition: Recognition) -> bool:
    """It is on the wall, or they wrote it, or it is about them."""
    return Recognition.objects.readable_by(person).filter(pk=recognition.pk).exists()


@relation("recognition:author")
def wrote_recognition(person: Person, recognition: Recognition) -> bool:
    return recognition.by_id == person.pk


@relation("recognition:recognised")
def is_recognised(person: Person, recognition: Recognition) -> bool:
    """One of those it is about."""
    return recognition.recognised.filter(person=person).exists()


def may_read_recognition(person: Person, recognition: Recognition) -> bool:
    return may(person, "recognition.read", recognition)


def may_take_back(person: Person, recognition: Recognition) -> bool:
    return may(person, "recognition.take_back", recognition)


def may_hide(person: Person, recognition: Recognition) -> bool:
    """What is private is on no wall: there is nothing to hide it from."""
    return recognition.is_public and may(person, "recognition.hide", recognition)


@relation("mentor_search:seeker")
def seeks(person: Person, search: MentorSearch) -> bool:
    return search.person_id == person.pk


@relation("mentoring:mentor")
def mentors(person: Person, mentoring: Mentoring) -> bool:
    """Was asked to help; what was taken back before an answer is theirs no longer."""
    return mentoring.mentor_id == person.pk and mentoring.withdrawn is None


@relation("mentoring:learner")
def learns(person: Person, mentoring: Mentoring) -> bool:
    return mentoring.learner_id == person.pk


def may_use_search(person: Person, search: MentorSearch) -> bool:
    """Read who could help, and ask them."""
    return may(person, "mentoring.search", search)


def may_take_part(person: Person, mentoring: Mentoring) -> bool:
    """Read it, plan talks, write notes, end it."""
    return may(person, "mentoring.take_part", mentoring)


def may_answer_mentee(person: Person, mentoring: Mentoring) -> bool:
    """Say yes or no to being asked for help."""
    return may(person, "mentoring.answer", mentoring)


def may_learn(person: Person, mentoring: Mentoring) -> bool:
    """Take back what was asked, use the next step, thank."""
    return may(person, "mentoring.learn", mentoring)


def may_define_attributes(person: Person) -> bool:
    """Say what people may declare of themselves; nobody reads who declared what."""
    return may(person, "equity.define")


@relation("plan:owner")
def owns_plan(person: Person, plan: Plan) -> bool:
    """Whose plan it is."""
    return plan.person_id == person.pk


@relation("plan:visible")
def sees_plan(person: Person, plan: Plan) -> bool:
    """The same answer as `Plan.objects.visible_to`, for one plan."""
    return Plan.objects.visible_to(person).filter(pk=plan.pk).exists()


@relation("plan:proposer")
def proposed_plan(person: Person, plan: Plan) -> bool:
    """Wrote it for somebody else, who has not taken it on yet."""
    return plan.started_by_id == person.pk and plan.accepted is None


@relation("plan:guide")
def guides_plan(person: Person, plan: Plan) -> bool:
    """Began it for somebody else, and is still let read it."""
    return plan.started_by_id == person.pk and sees_plan(person, plan)


@relation("demonstration:observer")
def observes(person: Person, demonstration: Demonstration) -> bool:
    """Was asked by name to watch."""
    return demonstration.observer_id == person.pk


@relation("demonstration:asker")
def asked_to_be_observed(person: Person, demonstration: Demonstration) -> bool:
    """Asked to be watched."""
    return demonstration.step.plan.person_id == person.pk


@relation("certificate:holder")
def holds_certificate(person: Person, certificate: Certificate) -> bool:
    return certificate.person_id == person.pk


def is_over(plan: Plan) -> bool:
    return hasattr(plan, "ending")


def may_start_plan_for(person: Person, other: Person) -> bool:
    return may(person, "plan.start_for", other)


def may_change_plan(person: Person, plan: Plan) -> bool:
    """Its owner; and who proposed it, until it is taken on."""
    return not is_over(plan) and may(person, "plan.change", plan)


def may_keep_plan(person: Person, plan: Plan) -> bool:
    """Take it on, show it to others, ask to be observed, end it: the owner's alone."""
    return may(person, "plan.keep", plan)


def may_tick(person: Person, plan: Plan) -> bool:
    """Say that a step took place."""
    return plan.accepted is not None and not is_over(plan) and may(person, "plan.tick", plan)


def may_observe(person: Person, demonstration: Demonstration) -> bool:
    return may(person, "demonstration.give", demonstration)


def may_end_observation(person: Person, demonstration: Demonstration) -> bool:
    """Who asked takes an unanswered request back; who answered takes their words back."""
    if demonstration.seen is None and demonstration.declined is None:
        return asked_to_be_observed(person, demonstration)
    return demonstration.seen is not None and observes(person, demonstration)


def may_keep_certificate(person: Person, certificate: Certificate) -> bool:
    return may(person, "certificate.keep", certificate)


@relation("journal:author")
def wrote(person: Person, entry: JournalEntry) -> bool:
    return entry.person_id == person.pk


@relation("journal:reader")
def is_shown(person: Person, entry: JournalEntry) -> bool:
    """Is shown the entry, or is in a team that is shown it."""
    return SharedCopy.objects.shown_to(person).filter(entry=entry).exists()


def may_read_entry(person: Person, entry: JournalEntry) -> bool:
    """Its author; whoever it is shown to reads a copy."""
    return may(person, "journal.read", entry)


def may_write_entry(person: Person, entry: JournalEntry) -> bool:
    """Change, show and delete it: its author alone, whatever role somebody else has."""
    return may(person, "journal.write", entry)


@relation("bridge:visible")
def sees_bridge(person: Person, bridge: Bridge) -> bool:
    """Open to all from its beginning on; before that to those who build it and to its business owner."""
    return bridge.begun is not None or answers_for(person, bridge) or may_build(person)


@relation("bridge:business_owner")
def answers_for(person: Person, thing: Bridge | BridgeTeam) -> bool:
    bridge = thing.bridge if isinstance(thing, BridgeTeam) else thing
    return bridge.business_owner_id == person.pk


def may_build(person: Person) -> bool:
    return may(person, "bridge.build")


def may_keep(person: Person, bridge: Bridge) -> bool:
    """Change it, begin it, tell values and days, plan its reading, end it; a bridge that has ended stays as it is."""
    return bridge.ended is None and may(person, "bridge.keep", bridge)


def may_see_cost(person: Person, bridge: Bridge) -> bool:
    return may(person, "bridge.cost", bridge)


def may_send_value(person: Person, part: BridgeTeam) -> bool:
    """Who keeps the bridge, and a service that was given the team."""
    under_way = part.bridge.ended is None and part.bridge.begun is not None
    return under_way and may(person, "bridge.tell", part)

"""What each actor is to each thing of the small world, written down by hand.

The test of rights holds the policy file and these relations against what the pages do. A relation that is
not named here does not hold.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sapwood.people.models import Behaviour
from tests.house.world import ACTORS, AT_WORK, CRANES, World

Who = frozenset[str]


def who(*names: str) -> Who:
    assert set(names) <= set(ACTORS), names
    return frozenset(names)


MANAGING = frozenset({"max", "bo", "eve", "ann"})
ALWAYS: dict[str, Who] = {
    "managing": MANAGING,
    "public": frozenset(ACTORS),
    "bearer": frozenset(ACTORS),
    "anyone": AT_WORK,
    "role:administrator": who("ad"),
    "role:okr_owner": who("dee"),
    "role:executive": who("max"),
    "role:analyst": who("ann"),
}


@dataclass(frozen=True)
class Situation:
    """A thing, who finds it at all, and who stands in which relation to it."""

    name: str
    found_by: Who = AT_WORK
    relations: Mapping[str, Who] = field(default_factory=dict)

    def allows(self, actor: str, relations: tuple[str, ...]) -> bool:
        held = {**ALWAYS, **self.relations}
        return actor in self.found_by and any(actor in held.get(name, frozenset()) for name in relations)


@dataclass(frozen=True)
class Target:
    """One address to ask for: the situation it shows, and the arguments of its route."""

    situation: Situation
    kwargs: Callable[[World], dict[str, Any]] = lambda world: {}
    data: Callable[[World], dict[str, Any]] = lambda world: {}


def _goal(prefix: str, *, member: Who, lead: Who, owner: Who, open_to_all: bool, visible: Who) -> dict[str, Who]:
    found = {
        f"{prefix}:visible": visible,
        f"{prefix}:team_member": member,
        f"{prefix}:team_lead": lead,
        f"{prefix}:owner": owner,
    }
    if prefix == "objective":
        found["objective:strategic_okr_owner"] = who("dee") if open_to_all else who()
    return found


def goal(name: str) -> Situation:
    """An objective of the world, and with it its key result, comments, links and the rest."""
    bo_and_above = who("bo", "max")
    if name in {"strategic", "soft", "proposed", "continuous"}:
        visible, sides = AT_WORK, {"member": CRANES, "lead": bo_and_above, "owner": who(), "open_to_all": True}
    elif name == "draft":
        visible, sides = (
            CRANES | who("dee"),
            {"member": CRANES, "lead": bo_and_above, "owner": who(), "open_to_all": True},
        )
    elif name == "team-developmental":
        visible, sides = CRANES, {"member": CRANES, "lead": bo_and_above, "owner": who(), "open_to_all": False}
    elif name == "shared":
        visible, sides = who("ada", "cy"), {"member": who(), "lead": who(), "owner": who("ada"), "open_to_all": False}
    elif name == "offered":
        visible, sides = who("ada", "bo"), {"member": who(), "lead": who(), "owner": who("ada"), "open_to_all": False}
    else:  # developmental, personal
        visible, sides = who("ada"), {"member": who(), "lead": who(), "owner": who("ada"), "open_to_all": False}
    relations = {**_goal("objective", visible=visible, **sides), **_goal("key_result", visible=visible, **sides)}  # type: ignore[arg-type]
    relations["key_result:updater"] = who("ada")
    relations["objective:proposer"] = {"draft": who("bo"), "proposed": who("cy"), "offered": who("bo")}.get(name, who())
    relations["objective:turn_holder"] = {"proposed": who("eve"), "offered": who("ada")}.get(name, who())
    relations["suggestion:author"] = who("cy") if name in {"strategic", "developmental"} else who()
    return Situation(name, visible, relations)


EVERYWHERE = Situation("everywhere", frozenset(ACTORS))
PERSON = Situation(
    "ada", AT_WORK, {"person:self": who("ada"), "person:manager": who("bo"), "person:line_above": who("max")}
)
CY = Situation(
    "cy", AT_WORK, {"person:self": who("cy"), "person:manager": who("bo", "ann"), "person:line_above": who("max")}
)
TEAM = Situation(
    "cranes", AT_WORK, {"team:member": CRANES, "team:lead": who("bo"), "team:lead_above": who("bo", "max")}
)
QUAY = Situation("quay", AT_WORK, {"team:member": who("cy"), "team:lead_above": who("max")})
SUBJECT = Situation(
    "ada in a round", who("ada", "bo", "dee"), {"subject:self": who("ada"), "subject:manager": who("bo")}
)
ASKING = Situation("what ada asks cy", who("ada", "cy"), {"asking:asker": who("ada"), "asking:addressee": who("cy")})
TELLING = Situation(
    "what cy told ada",
    who("ada", "cy", "eve"),
    {"telling:giver": who("cy"), "telling:receiver": who("ada"), "telling:shared": who("eve")},
)
REPORT = Situation("report of ada", who("ada", "cy"), {"subject:self": who("ada"), "report:shared": who("cy")})
BUILDERS = who("dee", "max", "cy")
BRIDGE = Situation("a bridge under way", AT_WORK, {"bridge:visible": AT_WORK, "bridge:business_owner": who("cy")})
BRIDGE_DRAFT = Situation(
    "a bridge being built", BUILDERS, {"bridge:visible": BUILDERS, "bridge:business_owner": who("cy")}
)
PRACTICE = Situation("practice of ada", who("ada"), {"drill_answer:author": who("ada")})
SAID = Situation(
    "on the wall",
    AT_WORK,
    {"recognition:readable": AT_WORK, "recognition:author": who("cy"), "recognition:recognised": who("ada")},
)
BETWEEN = Situation(
    "recognition between two",
    who("ada", "cy"),
    {"recognition:readable": who("ada", "cy"), "recognition:author": who("cy"), "recognition:recognised": who("ada")},
)
FOCUS = Situation("what ada practises", who("ada"), {"focus:owner": who("ada")})
SEARCH = Situation("what ada looks for", who("ada"), {"mentor_search:seeker": who("ada")})
MENTORING = Situation(
    "eve helps cy", who("cy", "eve"), {"mentoring:mentor": who("eve"), "mentoring:learner": who("cy")}
)
PLAN = Situation(
    "the plan of a goal that ada shares with cy",
    who("ada", "cy"),
    {"plan:owner": who("ada"), "plan:visible": who("ada", "cy"), "plan:guide": who("ada")},
)
ARRIVAL = Situation(
    "ada's plan of arriving, by bo",
    who("ada", "bo"),
    {"plan:owner": who("ada"), "plan:visible": who("ada", "bo"), "plan:guide": who("bo")},
)
ROTATION = Situation("a plan bo proposes to ada", ARRIVAL.found_by, {**ARRIVAL.relations, "plan:proposer": who("bo")})
OBSERVATION = Situation(
    "what eve is asked to watch for",
    who("ada", "eve"),
    {"demonstration:observer": who("eve"), "demonstration:asker": who("ada")},
)
CERTIFICATE = Situation("a certificate of ada", who("ada"), {"certificate:holder": who("ada")})
JOURNAL = Situation("entry of ada", who("ada"), {"journal:author": who("ada")})
SHOWN_ENTRY = Situation(
    "entry ada shows", who("ada", "cy"), {"journal:author": who("ada"), "journal:reader": who("cy")}
)
OWN_GOAL = Situation("personal goal of ada", who("ada"))
OWN_DAYS = Situation("a day of ada", who("ada"))
SHOWN_DAYS = Situation("days of ada", who("cy"), {"mood:shown": who("cy")})
MEASURED = Situation("measured goal of ada", who("ada", "cy", "bo"), {"binding:subject": who("ada")})
BLOCKER = Situation("blocker", CRANES)
LEAVER = Situation("lo", who("ad", "dee", "eve"), {"person:manager": who("eve")})
TALK = Situation("1:1 of ada and bo", who("ada", "bo"), {"meeting:participant": who("ada", "bo")})
ROUND = Situation(
    "meeting of cranes",
    CRANES | who("max"),
    {"meeting:team_member": CRANES, "meeting:team_lead": who("bo", "max")},
)
AGREED = ("strategic", "developmental", "personal", "shared", "team-developmental")
GOALS = ("strategic", "draft", "proposed", "developmental", "personal", "shared", "team-developmental", "offered")


def on_goals(*names: str, data: Callable[[World], dict[str, Any]] = lambda world: {}) -> list[Target]:
    return [
        Target(goal(name), lambda world, name=name: {"public_id": world.objectives[name].public_id}, data)  # type: ignore[misc]
        for name in names or GOALS
    ]


def on_results(*names: str, data: Callable[[World], dict[str, Any]] = lambda world: {}) -> list[Target]:
    return [
        Target(
            goal(name), lambda world, name=name: {"public_id": world.objectives[name].key_results.get().public_id}, data
        )
        for name in names or GOALS
    ]


Data = Callable[[World], dict[str, Any]]


def nothing(world: World) -> dict[str, Any]:
    return {}


def row(situation: Situation, name: str, field_: str = "pk", data: Data = nothing) -> list[Target]:
    return [Target(situation, lambda world: {field_: getattr(world.rows[name], field_)}, data)]


def plain(data: Data = nothing) -> list[Target]:
    return [Target(EVERYWHERE, data=data)]


def at_key(key: str, data: Data = nothing) -> list[Target]:
    return [Target(EVERYWHERE, lambda world: {"key": key}, data)]


def on_person(data: Data = nothing) -> list[Target]:
    return [Target(PERSON, lambda world: {"public_id": world.people["ada"].public_id}, data)]


def on_team(data: Data = nothing) -> list[Target]:
    return [Target(TEAM, lambda world: {"public_id": world.cast.cranes.public_id}, data)]


def on_value(data: Data = nothing) -> list[Target]:
    address = {"kind": "values"}
    return [Target(EVERYWHERE, lambda world: {**address, "public_id": world.rows["value"].public_id}, data)]


def on_questionnaire(data: Data = nothing, **address: str) -> list[Target]:
    return [Target(EVERYWHERE, lambda world: {**address, "public_id": world.rows["questionnaire"].public_id}, data)]


def on_item(data: Data = nothing) -> list[Target]:
    def where(world: World) -> dict[str, Any]:
        item = world.rows["item"]
        return {"public_id": item.questionnaire.public_id, "pk": item.pk}

    return [Target(EVERYWHERE, where, data)]


def on_meetings(data: Data = nothing) -> list[Target]:
    """The 1:1 and the team's meeting."""
    return [*row(TALK, "meeting", "public_id", data), *row(ROUND, "team-meeting", "public_id", data)]


def on_point() -> list[Target]:
    def where(world: World) -> dict[str, Any]:
        return {"public_id": world.rows["meeting"].public_id, "pk": world.rows["point"].pk}

    return [Target(TALK, where)]


def on_cycle() -> list[Target]:
    return [Target(EVERYWHERE, lambda world: {"public_id": world.cast.cycle.public_id})]


def programme_of(world: World) -> dict[str, Any]:
    """A filled form about the programme."""
    pool = world.rows["pulse"].questionnaire.public_id
    return {
        "name": "Weekly", "cadence": "weekly", "weekdays": ["1"], "open_days": "4", "number": "3", "pool": pool,
        "audience": "leads",
    }  # fmt: skip


def on_plans(data: Data = nothing) -> list[Target]:
    """The plan of a goal, one under way that another wrote, and one not taken on yet."""
    rows = ((PLAN, "plan"), (ARRIVAL, "arrival"), (ROTATION, "rotation"))
    return [one for situation, name in rows for one in row(situation, name, "public_id", data)]


TARGETS: dict[str, list[Target]] = {
    "overview:my_week": plain(),
    "overview:week_aside": plain(),
    "overview:search": plain(),
    "overview:draft": [Target(EVERYWHERE, lambda world: {"form": "objective-new"})],
    "goals:objectives": plain(),
    "goals:first_look": plain(),
    "goals:import": plain(),
    "goals:import_application": plain(),
    "goals:alignment": plain(),
    "goals:alignment_picture": plain(),
    "goals:check_in_week": plain(),
    "goals:no_change": on_results(),
    "goals:initiatives": on_results(data=lambda world: {"title": "Ask the yard"}),
    "goals:contribution": on_results(data=lambda world: {"part": "a hand"}),
    "goals:completion": row(goal("strategic"), "todo", "public_id"),
    "goals:resolution": row(BLOCKER, "blocker"),
    "goals:gallery": plain(),
    "goals:write": plain(),
    "goals:check_wording": plain(),
    "goals:objective": on_goals(),
    "growth:guide": plain(),
    "growth:short_way": plain(),
    "growth:practising": plain(),
    "growth:focuses": plain(),
    "growth:practice_pause": row(FOCUS, "focus", data=lambda world: {"weeks": "3"}),
    "growth:practice_end": row(FOCUS, "focus"),
    "goals:objective_aside": on_goals(),
    "goals:edit": on_goals(),
    "goals:instrument": on_goals(),
    "goals:reading_sharings": row(MEASURED, "measured-result", "public_id", lambda world: {"person": "Bo Ferreira"}),
    "goals:reading_sharing_end": row(
        Situation("sharing of ada's readings", who("ada"), {"binding:subject": who("ada")}), "reading-sharing"
    ),
    "goals:goals_of_report": row(
        REPORT,
        "report",
        "public_id",
        lambda world: {"competency": world.rows["competency"].public_id},
    ),
    "goals:wording": on_goals(),
    "goals:asides": on_goals(data=lambda world: {"code": "OB106", "reason": "Known to all."}),
    "goals:conversations": on_goals(
        data=lambda world: {"day": "2026-10-06", "question": "What helped?", "said": "The new crane."},
    ),
    "goals:conversation_end": row(goal("strategic"), "conversation", "public_id"),
    "goals:aside_end": row(goal("strategic"), "aside"),
    "goals:proposal": on_goals(),
    "goals:agreement": on_goals(),
    "goals:draft": on_goals(),
    "goals:change_request": on_goals(data=lambda world: {"note": "Say by how much."}),
    "goals:refusal": on_goals(data=lambda world: {"reason": "Not this cycle."}),
    "goals:turn": on_goals(data=lambda world: {"to": "Max Berg"}),
    "goals:suggestions": on_goals(data=lambda world: {"title": "Put another way"}),
    "goals:decision": [
        *row(goal("strategic"), "suggestion", "public_id", lambda world: {"all": "take"}),
        *row(goal("developmental"), "own-suggestion", "public_id", lambda world: {"all": "take"}),
    ],
    "goals:suggestion_end": [
        *row(goal("strategic"), "suggestion", "public_id"),
        *row(goal("developmental"), "own-suggestion", "public_id"),
    ],
    "goals:comments": on_goals(data=lambda world: {"text": "Seen on Tuesday."}),
    "goals:parents": on_goals(data=lambda world: {"parent": world.objectives["other"].public_id, "kind": "supports"}),
    "goals:partners": on_goals(data=lambda world: {"partner": world.objectives["soft"].public_id}),
    "goals:sharings": on_goals(data=lambda world: {"everybody": "on"}),
    "goals:closure": on_goals(*AGREED),
    "goals:continuation": on_goals(*AGREED),
    "goals:retirement": on_goals(*AGREED, data=lambda world: {"reason": "The yard was sold."}),
    "goals:review": on_goals("continuous", data=lambda world: {"note": "Still true."}),
    "goals:practice": on_goals(data=lambda world: {"practised": "1"}),
    "goals:tally": on_results(),
    "goals:parent_end": row(goal("strategic"), "link"),
    "goals:partner_end": row(goal("strategic"), "pair"),
    "goals:evidence": on_goals(
        data=lambda world: {"thing": f"asking-{world.rows['asking'].public_id}"},
    ),
    "goals:evidence_end": row(goal("shared"), "evidence"),
    "goals:sharing_end": row(goal("shared"), "sharing"),
    "goals:desk": plain(),
    "goals:verdict": on_goals(*AGREED, data=lambda world: {"word": "keep", "reason": "The yard still needs it."}),
    "goals:pairs": on_cycle(),
    "goals:cycle_wording": on_cycle(),
    "goals:agenda": on_cycle(),
    "goals:agenda_document": on_cycle(),
    "goals:cycles": plain(),
    "goals:cycle": on_cycle(),
    "goals:coverage": on_cycle(),
    "goals:carriers": on_results("strategic", data=lambda world: {"child": world.objectives["soft"].public_id}),
    "goals:stage": on_cycle(),
    "goals:closing": on_cycle(),
    "goals:continuations": on_cycle(),
    "goals:document": [Target(EVERYWHERE, lambda world: {"public_id": world.cast.cycle.public_id, "kind": "docx"})],
    "meetings:meetings": plain(
        data=lambda world: {"person": "Eve Marsh", "when": "2026-10-20T10:00", "weeks": "2", "minutes": "30"}
    ),
    "meetings:meeting": on_meetings(),
    "meetings:points": on_meetings(data=lambda world: {"text": "The night shift"}),
    "meetings:coverage": on_point(),
    "meetings:notes": on_meetings(data=lambda world: {"notes": "We said", "version": "1"}),
    "meetings:private_note": on_meetings(data=lambda world: {"private": "For me"}),
    "meetings:decisions": on_meetings(data=lambda world: {"text": "We wait"}),
    "meetings:time": on_meetings(data=lambda world: {"when": "2026-10-20T10:00", "weeks": "2", "minutes": "30"}),
    "meetings:following": on_meetings(data=lambda world: {"following": "2026-10-20T10:00"}),
    "meetings:end": on_meetings(),
    "meetings:completion": [
        *row(TALK, "meeting-decision", "public_id"),
        *row(ROUND, "team-meeting-decision", "public_id"),
    ],
    "meetings:team_meetings": on_team(data=lambda world: {"when": "2026-10-20T10:00", "weeks": "1", "minutes": "30"}),
    "meetings:screen": [Target(EVERYWHERE, lambda world: {"public_id": world.cast.cranes.public_id})],
    "overview:help": plain(),
    "overview:about": plain(),
    "people:directory": plain(),
    "people:joiner": plain(),
    "people:person": on_person(),
    "people:record": on_person(),
    "people:reports_handover": [
        Target(LEAVER, lambda world: {"public_id": world.people["lo"].public_id}, lambda world: {"person": "Max Berg"})
    ],
    "people:manager": on_person(data=lambda world: {"manager": "Max Berg"}),
    "people:further_managers": on_person(data=lambda world: {"manager": "Eve Marsh"}),
    "people:absences": on_person(data=lambda world: {"starts": "2026-12-01"}),
    "people:place": on_person(data=lambda world: {"team": world.cast.ropes.public_id}),
    "people:roles": on_person(data=lambda world: {"role": "coach"}),
    "people:invitations": on_person(),
    "people:all_invitations": plain(),
    "people:further_manager_end": row(CY, "line"),
    "people:absence_end": row(PERSON, "absence"),
    "people:role_end": row(EVERYWHERE, "grant"),
    "people:first_week": plain(),
    "people:handovers": plain(),
    "people:teams": plain(data=lambda world: {"name": "Buoys", "level": "team"}),
    "people:team": on_team(),
    "people:team_text": on_team(data=lambda world: {"name": "Cranes and more", "version": "1"}),
    "people:parent": on_team(data=lambda world: {"parent": world.cast.company.public_id}),
    "people:members": on_team(data=lambda world: {"person": "Eve Marsh"}),
    "people:retirement": on_team(),
    "people:membership_end": row(QUAY, "membership"),
    "people:membership_lead": row(QUAY, "membership"),
    "people:lead_handover": row(TEAM, "lead"),
    "people:settings": plain(),
    "people:organisation": plain(
        data=lambda world: {
            "name": "Other Works",
            "check_in_weekday": "1",
            "grace_days": "2",
            "minutes_a_week": "5",
            "version": "1",
        }
    ),
    "people:role_list": plain(),
    "people:statements": [Target(EVERYWHERE, lambda world: {"kind": "values"}, lambda world: {"name": "Ask first"})],
    "people:statement": on_value(data=lambda world: {"name": "Say it late", "version": "1"}),
    "people:statement_retirement": on_value(),
    "feedback:guide": plain(),
    "feedback:mood": plain(data=lambda world: {"level": "4"}),
    "feedback:mood_file": plain(),
    "feedback:mood_removal": plain(),
    "feedback:mood_day_removal": row(OWN_DAYS, "mood"),
    "feedback:mood_sharings": plain(data=lambda world: {"reader": "Bo Ferreira"}),
    "feedback:mood_sharing_end": row(OWN_DAYS, "mood-sharing"),
    "feedback:mood_of": [Target(SHOWN_DAYS, lambda world: {"public_id": world.people["ada"].public_id})],
    "feedback:comment_help": plain(data=lambda world: {"asked": "i-1", "i-1": "You are always late."}),
    "growth:mine": plain(),
    "growth:wall": plain(),
    "growth:wall_mail": plain(data=lambda world: {"wanted": "no"}),
    "growth:leaders": plain(),
    "growth:new_recognition": plain(
        data=lambda world: {
            "i-to": "Max Berg",
            "i-behaviour": world.rows["behaviour"].public_id,
            "i-text": "On Monday.",
            "i-audience": "wall",
        }
    ),
    **{
        f"growth:{name}": [*row(SAID, "recognition", "public_id"), *row(BETWEEN, "recognition-private", "public_id")]
        for name in ("recognition", "recognition_removal", "recognition_hiding")
    },
    "growth:mentoring_home": plain(
        data=lambda world: {"competency": world.rows["competency"].public_id, "wish": "To wait."}
    ),
    "growth:mentor_offer": plain(
        data=lambda world: {"competencies": [world.rows["competency"].public_id], "places": "1"}
    ),
    "growth:mentor_offer_end": plain(),
    "growth:mentor_search": row(SEARCH, "mentor-search", "public_id"),
    "growth:mentor_search_end": row(SEARCH, "mentor-search", "public_id"),
    "growth:mentor_asking": [
        Target(
            SEARCH,
            lambda world: {
                "public_id": world.rows["mentor-search"].public_id,
                "mentor": world.people["eve"].public_id,
            },
        )
    ],
    "growth:mentoring": [
        target
        for name in ("mentoring", "asked-mentoring", "ended-mentoring")
        for target in row(MENTORING, name, "public_id")
    ],
    "growth:mentoring_answer": row(MENTORING, "asked-mentoring", "public_id", lambda world: {"accepts": "yes"}),
    "growth:mentoring_withdrawal": row(MENTORING, "asked-mentoring", "public_id"),
    "growth:mentoring_sessions": row(MENTORING, "mentoring", "public_id", lambda world: {"when": "2026-10-20T10:00"}),
    "growth:mentoring_session": row(
        MENTORING,
        "talk",
        data=lambda world: {
            "version": "1",
            f"talk-{world.rows['talk'].pk}-when": "2026-10-20T10:00",
            f"talk-{world.rows['talk'].pk}-notes": "We said",
        },
    ),
    "growth:mentoring_session_end": row(MENTORING, "talk"),
    "growth:mentoring_step": row(MENTORING, "talk"),
    "growth:mentoring_end": row(MENTORING, "mentoring", "public_id", lambda world: {"learned": "To wait."}),
    "growth:mentoring_thanks": row(
        MENTORING,
        "ended-mentoring",
        "public_id",
        lambda world: {"text": "You waited.", "behaviour": world.rows["behaviour"].public_id, "audience": "two"},
    ),
    "growth:team": plain(),
    "growth:skills": plain(),
    "growth:skills_file": plain(),
    "growth:declarations": plain(),
    "growth:declaration": [
        Target(
            EVERYWHERE,
            lambda world: {"public_id": world.rows["attribute"].public_id},
            lambda world: {"value": "Ashore"},
        )
    ],
    "growth:attributes": plain(data=lambda world: {"name": "Shift", "why": "To be fair.", "choices": "Day\nNight"}),
    "growth:attribute_retirement": [Target(EVERYWHERE, lambda world: {"public_id": world.rows["attribute"].public_id})],
    "growth:plans": plain(),
    "growth:new_plan": plain(data=lambda world: {"title": "Another plan", "starts": "2026-10-12"}),
    "growth:plan": on_plans(),
    "growth:plan_document": [
        Target(PLAN, lambda world: {"public_id": world.rows["plan"].public_id, "kind": "md"}),
        Target(ARRIVAL, lambda world: {"public_id": world.rows["arrival"].public_id, "kind": "docx"}),
    ],
    "growth:plan_steps": on_plans(lambda world: {"kind": "practice", "title": "One more"}),
    "growth:plan_changes": on_plans(lambda world: {"title": "Called otherwise", "why": "It rained.", "version": "1"}),
    "growth:plan_answer": on_plans(lambda world: {"answer": "accept"}),
    "growth:plan_end": on_plans(lambda world: {"how": "finished", "words": "Enough."}),
    "growth:plan_resumption": on_plans(),
    "growth:plan_readers": on_plans(lambda world: {"person": "Max Berg"}),
    "growth:plan_reader_end": row(ARRIVAL, "arrival-reader"),
    "growth:step_completion": [
        *row(PLAN, "plan-step", "public_id", lambda world: {"done": "yes"}),
        *row(ARRIVAL, "arrival-step", "public_id", lambda world: {"done": "yes"}),
    ],
    "growth:observers": row(PLAN, "plan-step", "public_id", lambda world: {"people": "Bo Ferreira"}),
    "growth:observation": row(OBSERVATION, "observation", "public_id", lambda world: {"level": "4"}),
    "growth:observation_refusal": row(OBSERVATION, "observation", "public_id"),
    "growth:observation_end": row(OBSERVATION, "observation", "public_id"),
    "growth:certificates": plain(data=lambda world: {"name": "Crane licence"}),
    "growth:certificate": row(CERTIFICATE, "certificate", "public_id", lambda world: {"until": "2027-10-01"}),
    "growth:certificate_end": row(CERTIFICATE, "certificate", "public_id"),
    "growth:journal": plain(data=lambda world: {"text": "A quiet day", "day": "2026-10-07"}),
    "growth:journal_file": [Target(EVERYWHERE, lambda world: {"kind": "md"})],
    "growth:journal_removal": plain(),
    **{
        f"growth:{name}": [
            *row(JOURNAL, "entry", "public_id", data),
            *row(SHOWN_ENTRY, "shown-entry", "public_id", data),
        ]
        for name, data in {
            "entry": lambda world: {"text": "Another word", "day": "2026-10-07", "version": "1"},
            "entry_copy": nothing,
            "entry_removal": nothing,
            "entry_sharings": lambda world: {"to": "manager"},
        }.items()
    },
    "growth:entry_sharing_end": row(JOURNAL, "entry-sharing"),
    "growth:personal": plain(),
    "growth:personal_file": plain(),
    "growth:farewell_link": plain(),
    "growth:life_area": [
        Target(
            OWN_GOAL,
            lambda world: {"public_id": world.objectives["personal"].public_id},
            lambda world: {"area": "family"},
        )
    ],
    "growth:capabilities": plain(),
    "growth:bridge_plan": plain(),
    "growth:bridge": row(BRIDGE, "bridge", "public_id") + row(BRIDGE_DRAFT, "bridge-draft", "public_id"),
    "growth:bridge_change": row(BRIDGE_DRAFT, "bridge-draft", "public_id"),
    "growth:bridge_behaviours": row(
        BRIDGE_DRAFT,
        "bridge-draft",
        "public_id",
        lambda world: {"behaviours": [Behaviour.objects.get(key="calling-early.rope").pk]},
    ),
    "growth:bridge_teams": row(
        BRIDGE, "bridge", "public_id", lambda world: {f"starts-{world.cast.cranes.public_id}": "2026-10-20"}
    ),
    "growth:bridge_beginning": row(BRIDGE_DRAFT, "bridge-draft", "public_id"),
    "growth:bridge_reading": row(BRIDGE, "bridge", "public_id"),
    "growth:bridge_reading_day": row(BRIDGE, "bridge", "public_id", lambda world: {"read_on": "2027-03-01"}),
    "growth:bridge_sessions": row(
        BRIDGE, "bridge", "public_id", lambda world: {"day": "2026-10-06", "what": "A round"}
    ),
    "growth:bridge_values": row(
        BRIDGE, "bridge", "public_id", lambda world: {"pasted": "team,period,lagging\nCranes,2026-09-07,4"}
    ),
    "growth:bridge_values_application": row(
        BRIDGE, "bridge", "public_id", lambda world: {"pasted": "team,period,lagging\nCranes,2026-09-07,4"}
    ),
    "growth:bridge_ending": row(BRIDGE, "bridge", "public_id", lambda world: {"lesson": "Call early."}),
    "growth:school": plain(),
    "growth:lesson": at_key("objective"),
    "growth:reading": at_key("objective"),
    "growth:practice": plain(),
    "growth:drill": at_key("price-list", lambda world: {"given": "output"}),
    "growth:own": plain(),
    "growth:forgetting": plain(),
    "growth:answer": row(PRACTICE, "practice-answer"),
    "growth:dispute": row(PRACTICE, "practice-answer", data=lambda world: {"reason": "Trust has no number."}),
    "growth:oversight": plain(),
    "growth:decision": row(EVERYWHERE, "dispute", data=lambda world: {"agrees": "yes"}),
    "feedback:waves": plain(),
    "feedback:new_pulse": plain(
        data=lambda world: {
            "name": "Next",
            "questionnaire": world.rows["pulse"].questionnaire.public_id,
            "audience": "leads",
        }
    ),
    "feedback:wave": row(EVERYWHERE, "draft-wave", "public_id"),
    "feedback:opening": row(EVERYWHERE, "draft-wave", "public_id", lambda world: {"closes": "2026-10-20"}),
    "feedback:thresholds": row(
        EVERYWHERE,
        "draft-wave",
        "public_id",
        lambda world: {"least_answers": "6", "least_relation": "3", "comments_from": "9", "version": "1"},
    ),
    "feedback:wave_removal": row(EVERYWHERE, "draft-wave", "public_id"),
    "feedback:new_programme": plain(data=lambda world: {"starts": "2026-10-12", **programme_of(world)}),
    "feedback:programme": row(EVERYWHERE, "programme", "public_id"),
    "feedback:programme_settings": row(
        EVERYWHERE, "programme", "public_id", lambda world: {"version": "1", **programme_of(world)}
    ),
    "feedback:programme_pause": row(EVERYWHERE, "programme", "public_id"),
    "feedback:programme_pause_end": row(EVERYWHERE, "programme", "public_id"),
    "feedback:programme_end": row(EVERYWHERE, "programme", "public_id"),
    "feedback:opening_omission": row(EVERYWHERE, "planned", "public_id"),
    "feedback:opening_question": row(
        EVERYWHERE, "planned", "public_id", lambda world: {"question": "loud", "instead": "fourth"}
    ),
    "feedback:what_could_we_see": plain(data=lambda world: {"pasted": "email,team\numa@harbour.example,Nets"}),
    "feedback:new_round": plain(
        data=lambda world: {
            "name": "Winter",
            "questionnaire": world.rows["subject"].wave.questionnaire.public_id,
            "people": "Ada Okoye",
        }
    ),
    "feedback:subject": row(SUBJECT, "subject", "public_id"),
    "feedback:raters": row(SUBJECT, "subject", "public_id", lambda world: {"person": "Eve Marsh", "relation": "other"}),
    "feedback:guests": row(SUBJECT, "subject", "public_id", lambda world: {"name": "Ola", "email": "ola@out.example"}),
    "feedback:rater_end": row(SUBJECT, "rater", "public_id"),
    "feedback:rater_agreement": row(SUBJECT, "subject", "public_id"),
    "feedback:rater_proposal": row(SUBJECT, "subject", "public_id"),
    "feedback:subject_end": row(EVERYWHERE, "subject", "public_id"),
    "feedback:choosing": row(EVERYWHERE, "draft-round", "public_id"),
    "feedback:suggested_raters": row(EVERYWHERE, "draft-round", "public_id"),
    "feedback:wave_agreement": row(EVERYWHERE, "draft-round", "public_id"),
    "feedback:focus": row(SUBJECT, "subject", "public_id"),
    "feedback:report": row(REPORT, "report", "public_id"),
    "feedback:report_file": [
        Target(REPORT, lambda world: {"public_id": world.rows["report"].public_id, "kind": "xlsx"})
    ],
    "feedback:report_sharings": row(REPORT, "report", "public_id", lambda world: {"person": "Bo Ferreira"}),
    "feedback:report_sharing_end": row(
        Situation("sharing of ada's report", who("ada"), {"subject:self": who("ada")}), "report-sharing"
    ),
    "feedback:results": row(EVERYWHERE, "pulse", "public_id"),
    "feedback:results_file": [
        Target(EVERYWHERE, lambda world: {"public_id": world.rows["pulse"].public_id, "kind": "xlsx"})
    ],
    "feedback:response": [
        Target(
            EVERYWHERE,
            lambda world: {
                "public_id": world.rows["pulse"].public_id,
                "unit": world.rows["unit"].public_id,
            },
            lambda world: {"text": "A quieter crane"},
        )
    ],
    "feedback:response_end": row(EVERYWHERE, "response", "public_id"),
    "feedback:colleagues": plain(),
    "feedback:tell": plain(data=lambda world: {"i-to": "Max Berg", "i-about": "Asks first", "i-text": "On Monday."}),
    "feedback:ask": [
        Target(
            EVERYWHERE,
            lambda world: {"kind": "words"},
            lambda world: {"about": "Asks first", "people": "Max Berg", "until": "2026-10-14"},
        )
    ],
    "feedback:asking": row(ASKING, "asking", "public_id"),
    "feedback:asking_answer": row(ASKING, "asking", "public_id", lambda world: {"i-text": "On Monday."}),
    "feedback:asking_refusal": row(ASKING, "asking", "public_id"),
    "feedback:asking_end": row(ASKING, "asking", "public_id"),
    "feedback:telling": row(TELLING, "telling", "public_id"),
    "feedback:telling_sharings": row(TELLING, "telling", "public_id", lambda world: {"person": "Max Berg"}),
    "feedback:telling_removal": row(TELLING, "telling", "public_id"),
    "feedback:telling_sharing_end": row(TELLING, "telling-sharing"),
    "feedback:questionnaires": plain(data=lambda world: {"name": "Autumn", "start": "360"}),
    "feedback:import": plain(),
    "feedback:export": [Target(EVERYWHERE, lambda world: {"kind": "yaml"})],
    "feedback:export_one": on_questionnaire(kind="yaml"),
    "feedback:questionnaire": on_questionnaire(data=lambda world: {"name": "Spring", "version": "1"}),
    **{
        f"feedback:{name}": on_questionnaire()
        for name in ("preview", "publication", "edition", "questionnaire_retirement", "questionnaire_removal")
    },
    "feedback:choice": on_questionnaire(),
    "feedback:items": on_questionnaire(data=lambda world: {"text": "What else?", "kind": "text", "points": "5"}),
    "feedback:item": on_item(data=lambda world: {"text": "Asks.", "kind": "text", "points": "5"}),
    "feedback:item_words": on_item(data=lambda world: {"language": "de", "text": "Fragt."}),
    "feedback:item_place": on_item(),
    "feedback:item_renewal": on_item(),
    "feedback:item_removal": on_item(),
    "people:competency": row(EVERYWHERE, "competency", "public_id"),
    "people:behaviours": row(EVERYWHERE, "competency", "public_id", lambda world: {"text": "Asks twice."}),
    "people:behaviour": row(EVERYWHERE, "behaviour", "public_id", lambda world: {"text": "Asks.", "version": "1"}),
    "people:behaviour_words": row(
        EVERYWHERE, "behaviour", "public_id", lambda world: {"language": "de", "text": "Fragt.", "version": "1"}
    ),
    "people:behaviour_retirement": row(EVERYWHERE, "behaviour", "public_id"),
    "people:foundations": row(EVERYWHERE, "competency", "public_id"),
    "people:ladders": plain(),
    "people:job_role": row(EVERYWHERE, "job-role", "public_id"),
    "people:job_role_new": plain(data=lambda world: {"name": "Rigger"}),
    "people:job_role_text": row(EVERYWHERE, "job-role", "public_id", lambda world: {"name": "Pilot", "version": "1"}),
    "people:job_holders": row(EVERYWHERE, "job-role", "public_id", lambda world: {"person": "Cy Bakker"}),
    "people:job_role_retirement": row(EVERYWHERE, "empty-job-role", "public_id"),
    "people:job_assignment_end": row(EVERYWHERE, "job-assignment"),
    "people:library_import": plain(data=lambda world: {"pasted": "competencies:\n  - name: Waiting\n"}),
    "people:library_bank": plain(),
    "people:library_export": [Target(EVERYWHERE, lambda world: {"kind": "yaml"})],
    "people:import": plain(),
    "people:import_template": [Target(EVERYWHERE, lambda world: {"kind": "csv"})],
    "people:export": [Target(EVERYWHERE, lambda world: {"kind": "csv"})],
    "people:import_preview": row(EVERYWHERE, "import", "public_id"),
    "people:import_application": row(EVERYWHERE, "import", "public_id"),
    "people:import_withdrawal": row(EVERYWHERE, "import", "public_id"),
    "people:import_result": row(EVERYWHERE, "imported"),
    "goals:handover": [Target(LEAVER, lambda world: {"public_id": world.people["lo"].public_id})],
    "api:calendar": plain(),
    "api:reference": plain(),
    "api:tokens": plain(
        data=lambda world: {"name": "a script", "scopes": ["goals:read"], "days": "30", "submission": "once"}
    ),
    "api:revocation": row(
        Situation("token of ada", who("ada", "ad"), {"token:holder": who("ada")}), "token", "public_id"
    ),
    "api:services": plain(data=lambda world: {"name": "Yard sensors"}),
    "api:service": row(EVERYWHERE, "service", "public_id"),
    "api:service_tokens": row(
        EVERYWHERE, "service", "public_id", lambda world: {"name": "nightly", "scopes": ["lint"], "days": "30"}
    ),
    "api:service_end": row(EVERYWHERE, "service", "public_id"),
    "activity:notices": plain(),
    "activity:notice": row(Situation("notice of ada", who("ada")), "notice", "public_id"),
    "activity:preferences": plain(),
    "activity:deliveries": plain(),
    "activity:channels": plain(),
    "activity:channel_end": row(EVERYWHERE, "channel", "public_id"),
    "activity:channel_test": row(EVERYWHERE, "channel", "public_id"),
    "activity:attempt": row(EVERYWHERE, "delivery", "public_id"),
    "activity:mail_test": plain(),
    "activity:withdrawal": row(EVERYWHERE, "delivery", "public_id"),
    "ui:gallery": plain(),
}

ELSEWHERE = frozenset(
    {
        # allauth's own pages: tests/people/test_sign_in.py
        *(
            f"account_{name}"
            for name in ("login", "logout", "inactive", "reauthenticate", "change_password", "set_password")
        ),
        *(f"account_reset_password{name}" for name in ("", "_done", "_from_key", "_from_key_done")),
        *(f"mfa_{name}" for name in ("index", "authenticate", "reauthenticate", "activate_totp", "deactivate_totp")),
        *(f"mfa_{name}_recovery_codes" for name in ("view", "generate", "download")),
        *(f"mfa_{name}_webauthn" for name in ("list", "add", "edit", "remove", "login", "reauthenticate")),
        # programs come with tokens, not with a session: tests/house/test_programs.py
        *(
            f"v1:{name}"
            for name in "openapi me people person teams team cycles cycle objectives objective key_results key_result "
            "readings reading key_result_readings check_ins check_in forecasts forecast alignment coverage loads pairs desk "
            "lessons examples meetings meeting meeting_points meeting_decisions plans plan job_roles job_role "
            "bridges bridge bridge_values results result lint".split()
        ),
        "api:calendar_file",  # whoever holds the address: tests/api/test_calendar.py
        "feedback:refusal",
        "feedback:answer_draft",
        "feedback:answer",  # by a signed link: tests/feedback/test_answering.py
        "growth:taken_along",  # whoever holds the link: tests/growth/test_personal.py
        "goals:check_in_link",  # whoever holds the link: tests/goals/test_news.py
        "people:invitation",  # a link that works once: tests/people/test_invitations.py
        *(
            f"overview:{name}" for name in ("switch", "next_week", "demo_mails", "unmasking")
        ),  # only in the demo: tests/overview
    }
)
"""Routes that are asked in a test of their own, because they need more than a name to be tried."""

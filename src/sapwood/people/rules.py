"""Relations of the people room: what one person is to another person, to a team, to the organisation."""

from __future__ import annotations

from sapwood.people.models import Person, Role, Team
from sapwood.people.policy import may, relation


@relation("anyone", alone=True)
def anyone(person: Person, thing: object) -> bool:
    """Everybody who is signed in and works here."""
    return True


@relation("role:administrator", alone=True)
def administrator(person: Person, thing: object) -> bool:
    return person.has_role(Role.ADMINISTRATOR)


@relation("role:okr_owner", alone=True)
def okr_owner(person: Person, thing: object) -> bool:
    return person.has_role(Role.OKR_OWNER)


@relation("role:executive", alone=True)
def executive(person: Person, thing: object) -> bool:
    return person.has_role(Role.EXECUTIVE)


@relation("role:analyst", alone=True)
def analyst(person: Person, thing: object) -> bool:
    return person.has_role(Role.ANALYST)


@relation("person:self")
def self_(person: Person, other: Person) -> bool:
    return person.pk == other.pk


@relation("person:manager")
def manager(person: Person, other: Person) -> bool:
    """A manager of the other person now, by a primary or a further line."""
    return other.pk in person.report_ids


@relation("person:line_above")
def line_above(person: Person, other: Person) -> bool:
    """The manager of the other person's present manager: whoever hands a report on when that manager goes."""
    return other.manager is not None and other.manager.pk in person.report_ids


@relation("managing", alone=True)
def managing(person: Person, thing: object) -> bool:
    """Somebody answers to this person now."""
    return bool(person.report_ids)


@relation("team:member")
def member(person: Person, team: Team) -> bool:
    return team.pk in person.team_ids


@relation("team:lead")
def lead(person: Person, team: Team) -> bool:
    return team.pk in person.led_team_ids


@relation("team:lead_above")
def lead_above(person: Person, team: Team) -> bool:
    """Leads the team or one above it in the tree."""
    return team.pk in person.teams_below_mine


def may_edit_person(person: Person, other: Person) -> bool:
    return may(person, "person.edit", other)


def may_create_person(person: Person) -> bool:
    return may(person, "person.create")


def may_import_people(person: Person) -> bool:
    """Take in a people file, and get everybody as one."""
    return may(person, "people.import")


def may_edit_own_profile(person: Person, other: Person) -> bool:
    return may(person, "profile.edit", other)


def may_set_absence(person: Person, other: Person) -> bool:
    return may(person, "absence.set", other)


def may_set_manager(person: Person, other: Person) -> bool:
    return may(person, "manager.set", other)


def may_place_person(person: Person) -> bool:
    """Choose somebody's primary team."""
    return may(person, "membership.place")


def may_add_member(person: Person, team: Team) -> bool:
    """Add further members to a team, and name or end its leads."""
    return may(person, "membership.edit", team)


def may_edit_team(person: Person, team: Team) -> bool:
    return may(person, "team.edit", team)


def may_shape_teams(person: Person) -> bool:
    """Open, move and retire teams."""
    return may(person, "team.shape")


def may_invite(person: Person) -> bool:
    return may(person, "person.invite")


def may_grant_roles(person: Person) -> bool:
    return may(person, "role.grant")


def may_run_organisation(person: Person) -> bool:
    """Change the organisation's settings and what it has said of itself."""
    return may(person, "organisation.edit")


def may_hand_over_reports(person: Person, leaver: Person) -> bool:
    return may(person, "handover.reports", leaver)


def sees_handovers(person: Person) -> bool:
    return may(person, "handover.read")


def sees_handover_of(person: Person, leaver: Person) -> bool:
    """All leavers for administrators and OKR owners, their own reports for managers."""
    return person.has_role(Role.ADMINISTRATOR, Role.OKR_OWNER) or manager(person, leaver)

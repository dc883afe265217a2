"""Teams, where they hang, and who is in them. Placement and membership keep their history."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sapwood.activity import events
from sapwood.activity.deeds import Refused, deed
from sapwood.people import days, locks, queries, rules
from sapwood.people.actions.saving import save_over
from sapwood.people.models import Membership, Person, Team, TeamContext, TeamPlacement


@deed("people.open_team")
def open_team(
    *,
    by: Person,
    name: str,
    level: str = Team.Level.TEAM,
    parent: Team | None = None,
    purpose: str = "",
    at: dt.datetime,
) -> Team:
    """Open a team under another one."""
    _guard_shape(by)
    locks.take()
    _check_name(name)
    if parent is not None:
        _check_open(parent)
    team = Team.objects.create(name=name.strip(), level=level, parent=parent, purpose=purpose.strip())
    TeamPlacement.objects.create(team=team, parent=parent, starts=days.day_of(at, by))
    events.record("people.team_opened", by=by, about=team, at=at)
    return team


@deed("people.edit_team")
def edit_team(
    *,
    by: Person,
    team: Team,
    version: int,
    name: str,
    purpose: str,
    contexts: Collection[str] = (),
    cadence_days: int | None = None,
    at: dt.datetime,
) -> Team:
    """Change what a team is called, what it is for, what holds for its work, and how often it checks in."""
    if not rules.may_edit_team(by, team):
        raise Refused(_("You cannot change this team."), _("Its lead can, and the OKR owner."))
    if cadence_days is not None and not 1 <= cadence_days <= 92:
        raise Refused(_("%(n)d days between check-ins were given.") % {"n": cadence_days}, _("Give 1 to 92, or none."))
    locks.take()
    _check_name(name, but=team)
    save_over(team, version, name=name.strip(), purpose=purpose.strip(), cadence_days=cadence_days)
    team.contexts.exclude(kind__in=contexts).delete()
    for kind in contexts:
        TeamContext.objects.get_or_create(team=team, kind=kind)
    events.record("people.team_edited", by=by, about=team, at=at)
    return team


@deed("people.move_team")
def move_team(*, by: Person, team: Team, parent: Team | None, at: dt.datetime) -> Team:
    """Hang a team, with all below it, under another one. Raises Refused when that one lies below it."""
    _guard_shape(by)
    locks.take()
    team.refresh_from_db()
    if team.parent_id == (parent.pk if parent else None):
        return team
    if parent is not None:
        _check_open(parent)
    above = queries.chain(parent) if parent is not None else []
    if team in above:
        names = [team.name, *(one.name for one in above[: above.index(team) + 1])]
        raise Refused(
            _("That would go in a circle: %(chain)s.") % {"chain": " → ".join(names)},
            _("Choose a team that does not hang below this one."),
        )
    day = days.day_of(at, by)
    _end_placement(team, day)
    TeamPlacement.objects.create(team=team, parent=parent, starts=day)
    team.parent = parent
    team.version += 1
    team.save(update_fields=["parent", "version"])
    data = {"parent": parent.public_id if parent else None}
    events.record("people.team_moved", by=by, about=team, at=at, data=data)
    return team


@deed("people.retire_team")
def retire_team(*, by: Person, team: Team, at: dt.datetime) -> Team:
    """Close a team that nobody is in and that nothing hangs below. Its goals and its history stay."""
    _guard_shape(by)
    locks.take()
    if team.children.filter(retired=None).exists():
        raise Refused(_("Other teams hang below %(team)s.") % {"team": team}, _("Move or retire them first."))
    left = [row for row in queries.members_of(team) if row.is_primary]
    if left:
        raise Refused(
            ngettext(
                "%(count)d person still has their place in %(team)s.",
                "%(count)d people still have their place in %(team)s.",
                len(left),
            )
            % {"count": len(left), "team": team},
            _("Move them to another team first."),
        )
    if team.retired is None:
        day = days.day_of(at, by)
        for row in team.memberships.filter(ends=None):
            _end(row, day)  # further members, and those who have left
        _end_placement(team, day)
        team.retired = day
        team.version += 1
        team.save(update_fields=["retired", "version"])
        events.record("people.team_retired", by=by, about=team, at=at)
    return team


@deed("people.place_person")
def place_person(*, by: Person, person: Person, team: Team, at: dt.datetime) -> Membership:
    """Move somebody to their primary team; the old membership ends today."""
    if not rules.may_place_person(by):
        raise Refused(_("People are moved between teams by an administrator."), _("Ask one of them."))
    locks.take()
    _check_open(team)
    day = days.day_of(at, by)
    current = Membership.objects.filter(person=person, ends=None, is_primary=True).first()
    if current is not None and current.team_id == team.pk:
        return current
    was_here = Membership.objects.filter(person=person, team=team, ends=None).first()
    for row in (current, was_here):
        if row is not None:
            _end(row, day)
    leads = was_here is not None and was_here.is_lead
    placed = Membership.objects.create(person=person, team=team, is_lead=leads, starts=day)
    events.record("people.placed", by=by, about=person, at=at, data={"team": team.public_id})
    return placed


@deed("people.add_member")
def add_member(*, by: Person, team: Team, person: Person, at: dt.datetime) -> Membership:
    """Add a further member, besides their primary team."""
    if not rules.may_add_member(by, team):
        raise Refused(_("You cannot add people to this team."), _("Its lead can."))
    _check_open(team)
    locks.take()
    row, created = _join(person, team, days.day_of(at, by))
    if created:
        events.record("people.member_added", by=by, about=person, at=at, data={"team": team.public_id})
    return row


@deed("people.end_membership")
def end_membership(*, by: Person, membership: Membership, at: dt.datetime) -> Membership:
    """End a further membership. A primary one ends when the person is placed elsewhere."""
    if not rules.may_add_member(by, membership.team) and membership.person_id != by.pk:
        raise Refused(_("You cannot end this membership."), _("The lead of the team can, and the person."))
    if membership.is_primary:
        raise Refused(
            _("%(team)s is the primary team of %(name)s.") % {"team": membership.team, "name": membership.person},
            _("An administrator moves them to another team instead."),
        )
    if membership.ends is None:
        _end(membership, days.day_of(at, by))
        data = {"team": membership.team.public_id}
        events.record("people.membership_ended", by=by, about=membership.person, at=at, data=data)
    return membership


@deed("people.set_lead")
def set_lead(*, by: Person, membership: Membership, leads: bool, at: dt.datetime) -> Membership:
    """Make a member lead of the team, or no longer. A new row begins, so that history stays."""
    if not rules.may_add_member(by, membership.team):
        raise Refused(_("You cannot name the leads of this team."), _("A lead of it can, and an administrator."))
    locks.take()
    membership.refresh_from_db()
    if membership.is_lead == leads or membership.ends is not None:
        return membership
    row = _again(membership, leads=leads, day=days.day_of(at, by))
    data = {"leads": leads, "team": membership.team.public_id}
    events.record("people.lead_set", by=by, about=membership.person, at=at, data=data)
    return row


@deed("people.hand_over_lead")
def hand_over_lead(*, by: Person, membership: Membership, to: Person, at: dt.datetime) -> Membership:
    """Somebody else leads the team from today; whoever is not in it yet joins it as a further member."""
    team, leaver = membership.team, membership.person
    if not rules.may_add_member(by, team):
        raise Refused(_("You cannot name the leads of this team."), _("A lead of it can, and an administrator."))
    if to.pk == leaver.pk:
        raise Refused(_("%(name)s leads it already.") % {"name": to.name}, _("Choose somebody else."))
    locks.take()
    membership.refresh_from_db()
    day = days.day_of(at, by)
    row, _new = _join(to, team, day)
    if not row.is_lead:
        row = _again(row, leads=True, day=day)
    if membership.ends is None and membership.is_lead:
        _again(membership, leads=False, day=day)
    events.record("people.lead_handed_over", by=by, about=to, at=at, data={"team": team.public_id})
    return row


def _join(person: Person, team: Team, day: dt.date) -> tuple[Membership, bool]:
    _check_open(team)
    if not person.is_active:
        raise Refused(_("%(name)s has left.") % {"name": person.name}, _("Choose somebody who works here."))
    return Membership.objects.get_or_create(
        person=person, team=team, ends=None, defaults={"is_primary": False, "starts": day}
    )


def _again(row: Membership, *, leads: bool, day: dt.date) -> Membership:
    """The membership goes on in a new row, so that the days as lead stay readable."""
    _end(row, day)
    return Membership.objects.create(
        person=row.person, team=row.team, is_primary=row.is_primary, is_lead=leads, starts=max(day, row.starts)
    )


def _end(row: Membership, day: dt.date) -> None:
    row.ends = max(day, row.starts)
    row.save(update_fields=["ends"])


def _end_placement(team: Team, day: dt.date) -> None:
    for row in team.placements.filter(ends=None):
        row.ends = max(day, row.starts)
        row.save(update_fields=["ends"])


def _guard_shape(by: Person) -> None:
    if not rules.may_shape_teams(by):
        raise Refused(
            _("Teams are opened, moved and closed by the OKR owner or an administrator."), _("Ask one of them.")
        )


def _check_name(name: str, *, but: Team | None = None) -> None:
    if not name.strip():
        raise Refused(_("The team needs a name."), _("The one people here say."))
    same = Team.objects.filter(name__iexact=name.strip())
    if (same.exclude(pk=but.pk) if but else same).exists():
        raise Refused(
            _("There is a team called “%(name)s” already.") % {"name": name.strip()}, _("Choose another name.")
        )


def _check_open(team: Team) -> None:
    if team.retired is not None:
        raise Refused(_("%(team)s was closed.") % {"team": team}, _("Choose a team that is still there."))

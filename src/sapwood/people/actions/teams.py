"""Teams, where they hang, and who is in them. Placement and membership keep their history."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.utils.translation import gettext as _

from sapwood.activity import events
from sapwood.activity.deeds import Refused, deed
from sapwood.people import rules
from sapwood.people.actions.saving import save_over
from sapwood.people.models import Membership, Organisation, Person, Team, TeamContext, TeamPlacement


@deed("people.open_team")
def open_team(
    *, by: Person, name: str, level: str = Team.Level.TEAM, parent: Team | None = None, purpose: str = "", at: dt.datetime
) -> Team:
    """Open a team under another one."""
    _guard_shape(by)
    _check_name(name)
    team = Team.objects.create(name=name.strip(), level=level, parent=parent, purpose=purpose.strip())
    TeamPlacement.objects.create(team=team, parent=parent, starts=at.date())
    events.record("people.team_opened", by=by, about=team, at=at)
    return team


@deed("people.edit_team")
def edit_team(
    *, by: Person, team: Team, version: int, name: str, purpose: str, contexts: Collection[str] = (), at: dt.datetime
) -> Team:
    """Change what a team is called, what it is for, and what holds for its work."""
    if not rules.may_edit_team(by, team):
        raise Refused(_("You cannot change this team."), _("Its lead can, and the OKR owner."))
    _check_name(name, but=team)
    save_over(team, version, name=name.strip(), purpose=purpose.strip())
    team.contexts.exclude(kind__in=contexts).delete()
    for kind in contexts:
        TeamContext.objects.get_or_create(team=team, kind=kind)
    events.record("people.team_edited", by=by, about=team, at=at)
    return team


@deed("people.move_team")
def move_team(*, by: Person, team: Team, parent: Team | None, at: dt.datetime) -> Team:
    """Hang a team, with all below it, under another one. Raises Refused when that one lies below it."""
    _guard_shape(by)
    list(Organisation.objects.select_for_update().filter(pk=1))
    team.refresh_from_db()
    if team.parent_id == (parent.pk if parent else None):
        return team
    step, chain = parent, [team.name]
    while step is not None:
        chain.append(step.name)
        if step.pk == team.pk:
            raise Refused(
                _("That would go in a circle: %(chain)s.") % {"chain": " → ".join(chain)},
                _("Choose a team that does not hang below this one."),
            )
        step = step.parent
    TeamPlacement.objects.filter(team=team, ends=None).update(ends=at.date())
    TeamPlacement.objects.create(team=team, parent=parent, starts=at.date())
    team.parent = parent
    team.version += 1
    team.save(update_fields=["parent", "version"])
    events.record("people.team_moved", by=by, about=team, at=at)
    return team


@deed("people.retire_team")
def retire_team(*, by: Person, team: Team, at: dt.datetime) -> Team:
    """Close a team that nobody is in and that nothing hangs below. Its goals and its history stay."""
    _guard_shape(by)
    if team.children.filter(retired=None).exists():
        raise Refused(_("Other teams hang below %(team)s.") % {"team": team}, _("Move or retire them first."))
    left = team.memberships.filter(ends=None).count()
    if left:
        raise Refused(
            _("%(count)d people are still in %(team)s.") % {"count": left, "team": team},
            _("Move them to another team first."),
        )
    if team.retired is None:
        team.retired = at.date()
        team.version += 1
        team.save(update_fields=["retired", "version"])
        TeamPlacement.objects.filter(team=team, ends=None).update(ends=at.date())
        events.record("people.team_retired", by=by, about=team, at=at)
    return team


@deed("people.place_person")
def place_person(*, by: Person, person: Person, team: Team, at: dt.datetime) -> Membership:
    """Move somebody to their primary team; the old membership ends today."""
    if not rules.may_place_person(by):
        raise Refused(_("People are moved between teams by an administrator."), _("Ask one of them."))
    _check_open(team)
    current = Membership.objects.filter(person=person, ends=None, is_primary=True).first()
    if current is not None and current.team_id == team.pk:
        return current
    if current is not None:
        current.ends = at.date()
        current.save(update_fields=["ends"])
    Membership.objects.filter(person=person, team=team, ends=None).update(ends=at.date())
    row = Membership.objects.create(person=person, team=team, starts=at.date())
    events.record("people.placed", by=by, about=person, at=at, data={"team": team.name})
    return row


@deed("people.add_member")
def add_member(*, by: Person, team: Team, person: Person, at: dt.datetime) -> Membership:
    """Add a further member, besides their primary team."""
    if not rules.may_add_member(by, team):
        raise Refused(_("You cannot add people to this team."), _("Its lead can."))
    _check_open(team)
    row, created = Membership.objects.get_or_create(
        person=person, team=team, ends=None, defaults={"is_primary": False, "starts": at.date()}
    )
    if created:
        events.record("people.member_added", by=by, about=person, at=at, data={"team": team.name})
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
        membership.ends = at.date()
        membership.save(update_fields=["ends"])
        events.record("people.membership_ended", by=by, about=membership.person, at=at)
    return membership


@deed("people.set_lead")
def set_lead(*, by: Person, membership: Membership, leads: bool, at: dt.datetime) -> Membership:
    """Make a member lead of the team, or no longer. A new row begins, so that history stays."""
    if not rules.may_add_member(by, membership.team):
        raise Refused(_("You cannot name the leads of this team."), _("A lead of it can, and an administrator."))
    if membership.is_lead == leads or membership.ends is not None:
        return membership
    membership.ends = at.date()
    membership.save(update_fields=["ends"])
    row = Membership.objects.create(
        person=membership.person,
        team=membership.team,
        is_primary=membership.is_primary,
        is_lead=leads,
        starts=at.date(),
    )
    events.record("people.lead_set", by=by, about=membership.person, at=at, data={"leads": leads})
    return row


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

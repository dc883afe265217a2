"""Making services, giving them teams, and ending them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from sapwood.activity import events
from sapwood.activity.deeds import Refused, deed
from sapwood.activity.notices import tell
from sapwood.api import rules
from sapwood.api.models import Service, Token
from sapwood.people.models import Person, Team


@deed("api.make_service")
def make_service(*, by: Person, name: str, purpose: str = "", teams: Sequence[Team] = (), at: dt.datetime) -> Service:
    """A service with a name of its own, which may send readings for these teams. Their leads are told."""
    _guard(by)
    said = " ".join(name.split())
    if not said:
        raise Refused(_("The service has no name."), _("Give it one that people will know beside a reading."))
    taken = Person.objects.filter(kind=Person.Kind.SERVICE, name__iexact=said, service__ended=None)
    if taken.exists():
        raise Refused(
            _("There is a service “%(name)s” already.") % {"name": said}, _("Give it a token, or choose another name.")
        )
    person = Person(name=said[:160], kind=Person.Kind.SERVICE)
    person.set_unusable_password()
    person.save()
    row = Service.objects.create(person=person, purpose=purpose.strip()[:240], made_by=by, at=at)
    row.teams.set(teams)
    events.record("api.service_made", by=by, about=row, at=at, data={"teams": sorted(team.name for team in teams)})
    _tell_leads(row, teams, by=by, at=at)
    return row


@deed("api.give_teams")
def give_teams(*, by: Person, service: Service, teams: Sequence[Team], at: dt.datetime) -> Service:
    """Say for which teams it may send readings from now on. Leads of teams that are new to it are told."""
    _guard(by)
    before = set(service.teams.values_list("pk", flat=True))
    service.teams.set(teams)
    events.record(
        "api.service_given_teams", by=by, about=service, at=at, data={"teams": sorted(team.name for team in teams)}
    )
    _tell_leads(service, [team for team in teams if team.pk not in before], by=by, at=at)
    return service


@deed("api.end_service")
def end_service(*, by: Person, service: Service, at: dt.datetime) -> Service:
    """End a service and every token of it. What it sent stays, under its name."""
    _guard(by)
    if Service.objects.filter(pk=service.pk, ended=None).update(ended=at, ended_by=by):
        Token.objects.filter(holder_id=service.person_id, revoked=None).update(revoked=at, revoked_by=by)
        events.record("api.service_ended", by=by, about=service, at=at)
    service.refresh_from_db()
    return service


def _guard(by: Person) -> None:
    if not rules.may_run_services(by):
        raise Refused(_("Services are run by an administrator."), _("The page of roles says who that is."))


def _tell_leads(service: Service, teams: Iterable[Team], *, by: Person, at: dt.datetime) -> None:
    for team in teams:
        leads = Person.objects.filter(memberships__team=team, memberships__ends=None, memberships__is_lead=True)
        tell(
            [lead for lead in leads if lead.is_active],
            kind="service",
            text=_("The service “%(name)s” may now send readings of %(team)s’s key results.")
            % {"name": service, "team": team},
            link=reverse("people:team", args=[team.public_id]),
            why=_("You lead this team."),
            at=at,
            but=by,
        )

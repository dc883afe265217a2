"""A team's page: what it is for, who is in it, where it hangs, what holds for its goals."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sapwood.activity import clock
from sapwood.activity.deeds import Conflict, Refused
from sapwood.people import actions, queries, rows, rules
from sapwood.people.forms import MemberForm, ParentForm, TeamForm
from sapwood.people.models import Membership, Team
from sapwood.people.views.deeds import do, unclear
from sapwood.people.views.find import reader, team_of, version_of
from sapwood.people.views.person import both
from sapwood.ui import pages, panels


@require_GET
def team(request: HttpRequest, public_id: str) -> HttpResponse:
    """Purpose, members with the lead first, the teams above and below, contexts and policies; goals as a panel."""
    viewer, found = reader(request), team_of(public_id)
    may_name, may_shape = rules.may_add_member(viewer, found), rules.may_shape_teams(viewer)
    context = {
        "team": found,
        "members": queries.members_of(found),
        "below": list(found.children.filter(retired=None)),
        "contexts": list(found.contexts.all()),
        "policies": queries.policies_over(found),
        "may_edit": rules.may_edit_team(viewer, found),
        "may_name": may_name,
        "may_shape": may_shape,
        "member_form": MemberForm() if may_name else None,
        "parent_options": _options(found.parent) if may_shape else "",
        "above": queries.chain(found)[:0:-1],
        "history": list(found.placements.exclude(ends=None).select_related("parent").order_by("-starts")[:8]),
        "panels": panels.panels_for("people:team", request, found),
    }
    return pages.show(request, "people/team.html", context)


def address(found: Team) -> str:
    return reverse("people:team", args=[found.public_id])


@require_http_methods(["GET", "POST"])
def teams(request: HttpRequest) -> HttpResponse:
    """The whole tree as an indented list, each team with its leads and how many are in it; a new one below."""
    person = reader(request)
    nodes = list(queries.in_order(queries.team_tree()))
    form = TeamForm(request.POST or None)
    context: dict[str, Any] = {
        "tree": rows.team_tree(nodes, queries.leads_and_sizes(clock.today(person.time_zone))),
        "count": len(nodes),
        "may_shape": rules.may_shape_teams(person),
        "parent_options": rows.team_options(nodes, chosen=None) if rules.may_shape_teams(person) else "",
        "form": form,
    }
    if request.method == "GET":
        return pages.show(request, "people/teams.html", context)
    if not form.is_valid():
        return pages.refused(request, "people/teams.html", context)
    try:
        opened = actions.open_team(by=person, at=clock.now(), key=request.POST.get("submission"), **form.cleaned_data)
    except Refused as refusal:
        return pages.refused(request, "people/teams.html", {**context, "refusal": refusal})
    return pages.done(request, address(opened), _("The team is there. Who is in it?"))


@require_http_methods(["GET", "POST"])
def team_text(request: HttpRequest, public_id: str) -> HttpResponse:
    """Change what a team is called and what it is for."""
    found = team_of(public_id)
    if not rules.may_edit_team(reader(request), found):
        raise Http404
    form = TeamForm(request.POST or None, team=found)
    context: dict[str, Any] = {"team": found, "form": form, "version": found.version}
    if request.method == "GET":
        return pages.show(request, "people/team_text.html", context)
    if not form.is_valid():
        return pages.refused(request, "people/team_text.html", {**context, "version": version_of(request)})
    try:
        actions.edit_team(
            by=reader(request), team=found, version=version_of(request), at=clock.now(), **form.cleaned_data
        )
    except Refused as refusal:
        return pages.refused(request, "people/team_text.html", {**context, "refusal": refusal})
    except Conflict as conflict:
        return pages.show(
            request, "people/team_text.html", {**context, **both(conflict, form, found.version)}, status=409
        )
    return pages.done(request, address(found), _("Saved."))


@require_POST
def parent(request: HttpRequest, public_id: str) -> HttpResponse:
    found, form = team_of(public_id), ParentForm(request.POST)
    if not form.is_valid():
        return unclear(request, address(found), form)
    return do(
        request,
        address(found),
        lambda: actions.move_team(by=reader(request), team=found, parent=form.cleaned_data["parent"], at=clock.now()),
        _("It hangs there now, with all below it."),
    )


@require_POST
def retirement(request: HttpRequest, public_id: str) -> HttpResponse:
    found = team_of(public_id)
    return do(
        request,
        address(found),
        lambda: actions.retire_team(by=reader(request), team=found, at=clock.now()),
        _("Closed. Its goals and its history stay."),
    )


@require_POST
def members(request: HttpRequest, public_id: str) -> HttpResponse:
    found, form = team_of(public_id), MemberForm(request.POST)
    if not form.is_valid():
        return unclear(request, address(found), form)
    return do(
        request,
        address(found),
        lambda: actions.add_member(by=reader(request), team=found, person=form.cleaned_data["person"], at=clock.now()),
        _("Added."),
    )


@require_POST
def membership_end(request: HttpRequest, pk: int) -> HttpResponse:
    row = _membership(pk)
    return do(
        request,
        address(row.team),
        lambda: actions.end_membership(by=reader(request), membership=row, at=clock.now()),
        _("This membership has ended."),
    )


@require_POST
def membership_lead(request: HttpRequest, pk: int) -> HttpResponse:
    row = _membership(pk)
    return do(
        request,
        address(row.team),
        lambda: actions.set_lead(by=reader(request), membership=row, leads=not row.is_lead, at=clock.now()),
        _("Saved; what was before stays in the history."),
    )


@require_POST
def lead_handover(request: HttpRequest, pk: int) -> HttpResponse:
    """From the handover list: somebody else leads the team from today."""
    row, form = _membership(pk), MemberForm(request.POST)
    back = reverse("people:handovers")
    if not form.is_valid():
        return unclear(request, back, form)
    return do(
        request,
        back,
        lambda: actions.hand_over_lead(
            by=reader(request), membership=row, to=form.cleaned_data["person"], at=clock.now()
        ),
        _("%(name)s leads %(team)s now.") % {"name": form.cleaned_data["person"], "team": row.team},
    )


def _options(chosen: Team | None) -> str:
    return rows.team_options(list(queries.in_order(queries.team_tree())), chosen=chosen)


def _membership(pk: int) -> Membership:
    return get_object_or_404(Membership.objects.select_related("team", "person"), pk=pk, ends=None)

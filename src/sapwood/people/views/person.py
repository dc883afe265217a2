"""A person's page: who they are here, and what they carry. It never ranks and keeps no history of lateness."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sapwood.activity import clock
from sapwood.activity.deeds import Conflict, Refused
from sapwood.people import actions, days, queries, rows, rules
from sapwood.people.forms import AbsenceForm, JoinerForm, ManagerForm, MemberForm, PlaceForm, RecordForm, RoleForm
from sapwood.people.forms.person import zones
from sapwood.people.models import Absence, Person, ReportingLine, RoleGrant
from sapwood.people.views.deeds import do, unclear
from sapwood.people.views.find import leaver_of, person_of, reader, version_of
from sapwood.ui import pages, panels


@require_GET
def person(request: HttpRequest, public_id: str) -> HttpResponse:
    """Name, role, teams, managers, reports, away, local time; what they carry comes from the goals room."""
    return page(request, person_of(request, public_id))


def address(found: Person) -> str:
    return reverse("people:person", args=[found.public_id])


def page(request: HttpRequest, found: Person) -> HttpResponse:
    """The page, with the forms of what the reader may change."""
    viewer = reader(request)
    today = clock.today(found.time_zone)
    further = found.reporting_lines.filter(ends=None, is_primary=False).select_related("manager")
    absences = found.absences.filter(Q(ends=None) | Q(ends__gte=today)).order_by("starts")
    grants = list(found.role_grants.filter(ends=None).select_related("granted_by"))
    context: dict[str, Any] = {
        "person": found,
        "is_self": viewer.pk == found.pk,
        "memberships": list(
            found.memberships.filter(ends=None).select_related("team__parent").order_by("-is_primary", "team__name")
        ),
        "line": queries.manager_line(found),
        "further": list(further),
        "reports": queries.reports_of(found),
        "absences": list(absences),
        "away": next((one for one in absences if one.starts <= today), None),
        "local_time": date_format(days.local(clock.now(), found), "TIME_FORMAT"),
        "place": found.time_zone.split("/")[-1].replace("_", " "),
        "today": today,
        "grants": grants,
        "has_left": not found.is_active,
        "may_edit": rules.may_edit_person(viewer, found),
        "may_invite": rules.may_invite(viewer) and found.is_active and bool(found.email),
        "panels": panels.panels_for("people:person", request, found),
    }
    if rules.may_set_absence(viewer, found):
        context["absence_form"] = AbsenceForm()
    if rules.may_set_manager(viewer, found):
        context["manager_form"] = ManagerForm(initial={"manager": found.manager})
    if rules.may_place_person(viewer):
        context["place_options"] = rows.team_options(list(queries.in_order(queries.team_tree())), chosen=found.team)
    if rules.may_grant_roles(viewer):
        context["role_form"] = RoleForm()
    return pages.show(request, "people/person.html", context)


@require_http_methods(["GET", "POST"])
def joiner(request: HttpRequest) -> HttpResponse:
    """Add somebody."""
    form = JoinerForm(request.POST or None, initial={"time_zone": reader(request).time_zone})
    context: dict[str, Any] = {"form": form, "zones": zones()}
    if request.method == "GET":
        return pages.show(request, "people/joiner.html", context)
    if not form.is_valid():
        return pages.refused(request, "people/joiner.html", context)
    try:
        added = actions.create_person(
            by=reader(request), at=clock.now(), key=request.POST.get("submission"), **form.cleaned_data
        )
    except Refused as refusal:
        return pages.refused(request, "people/joiner.html", {**context, "refusal": refusal})
    return pages.done(request, address(added), _("%(name)s is in the directory.") % {"name": added})


@require_http_methods(["GET", "POST"])
def record(request: HttpRequest, public_id: str) -> HttpResponse:
    """Change what the directory says. If somebody saved in between, both are shown."""
    found = person_of(request, public_id)
    if not rules.may_edit_person(reader(request), found):
        raise Http404
    form = RecordForm.of(found, request.POST or None)
    context: dict[str, Any] = {"person": found, "form": form, "zones": zones(), "version": found.version}
    if request.method == "GET":
        return pages.show(request, "people/record.html", context)
    if not form.is_valid():
        return pages.refused(request, "people/record.html", {**context, "version": version_of(request)})
    try:
        actions.edit_person(
            by=reader(request), person=found, version=version_of(request), at=clock.now(), **form.cleaned_data
        )
    except Refused as refusal:
        return pages.refused(request, "people/record.html", {**context, "refusal": refusal})
    except Conflict as conflict:
        return pages.show(request, "people/record.html", {**context, **both(conflict, form, found.version)}, status=409)
    return pages.done(request, address(found), _("Saved."))


def both(conflict: Conflict, form: Any, version: int) -> dict[str, Any]:
    """What a form shows when somebody else saved in between: what stands now, beside what was typed."""
    lines = [
        {"label": form.fields[name].label, "current": conflict.current[name]}
        for name in conflict.given
        if name in form.fields and conflict.current[name] != conflict.given[name]
    ]
    return {"stands": lines, "version": version}


@require_POST
def manager(request: HttpRequest, public_id: str) -> HttpResponse:
    found, form = person_of(request, public_id), ManagerForm(request.POST)
    back = reverse("people:handovers") if request.POST.get("next") == "handovers" else address(found)
    if not form.is_valid():
        return unclear(request, back, form)
    return do(
        request,
        back,
        lambda: actions.set_manager(
            by=reader(request), person=found, manager=form.cleaned_data["manager"], at=clock.now()
        ),
        _("The manager is set; the line before stays in the history."),
    )


@require_POST
def reports(request: HttpRequest, public_id: str) -> HttpResponse:
    """From the handover list: all who answer to a leaver get the same new manager."""
    leaver, back = leaver_of(request, public_id), reverse("people:handovers")
    form = MemberForm(request.POST)
    if not form.is_valid():
        return unclear(request, back, form)
    to = form.cleaned_data["person"]
    return do(
        request,
        back,
        lambda: actions.hand_over_reports(by=reader(request), leaver=leaver, to=to, at=clock.now()),
        _("They answer to %(name)s now.") % {"name": to},
    )


@require_POST
def further_managers(request: HttpRequest, public_id: str) -> HttpResponse:
    found, form = person_of(request, public_id), ManagerForm(request.POST)
    if not form.is_valid() or form.cleaned_data["manager"] is None:
        form.add_error("manager", _("Type the name of the further manager.")) if form.is_valid() else None
        return unclear(request, address(found), form)
    return do(
        request,
        address(found),
        lambda: actions.add_further_manager(
            by=reader(request), person=found, manager=form.cleaned_data["manager"], at=clock.now()
        ),
        _("Added."),
    )


@require_POST
def further_manager_end(request: HttpRequest, pk: int) -> HttpResponse:
    line = get_object_or_404(ReportingLine.objects.select_related("person"), pk=pk, ends=None)
    return do(
        request,
        address(line.person),
        lambda: actions.end_further_manager(by=reader(request), line=line, at=clock.now()),
        _("This line has ended."),
    )


@require_POST
def absences(request: HttpRequest, public_id: str) -> HttpResponse:
    found, form = person_of(request, public_id), AbsenceForm(request.POST)
    if not form.is_valid():
        return unclear(request, address(found), form)
    return do(
        request,
        address(found),
        lambda: actions.set_absence(by=reader(request), person=found, at=clock.now(), **form.cleaned_data),
        _("Noted. Nothing is due while you are away, and nothing counts as missing."),
    )


@require_POST
def absence_end(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(Absence.objects.select_related("person"), pk=pk)
    return do(
        request,
        address(row.person),
        lambda: actions.remove_absence(by=reader(request), absence=row, at=clock.now()),
        _("Taken back."),
    )


@require_POST
def place(request: HttpRequest, public_id: str) -> HttpResponse:
    found, form = person_of(request, public_id), PlaceForm(request.POST)
    if not form.is_valid():
        return unclear(request, address(found), form)
    return do(
        request,
        address(found),
        lambda: actions.place_person(by=reader(request), person=found, team=form.cleaned_data["team"], at=clock.now()),
        _("Moved."),
    )


@require_POST
def roles(request: HttpRequest, public_id: str) -> HttpResponse:
    found, form = person_of(request, public_id), RoleForm(request.POST)
    if not form.is_valid():
        return unclear(request, address(found), form)
    return do(
        request,
        address(found),
        lambda: actions.grant_role(by=reader(request), person=found, role=form.cleaned_data["role"], at=clock.now()),
        _("Given."),
    )


@require_POST
def role_end(request: HttpRequest, pk: int) -> HttpResponse:
    grant = get_object_or_404(RoleGrant.objects.select_related("person"), pk=pk, ends=None)
    return do(
        request,
        address(grant.person),
        lambda: actions.end_role(by=reader(request), grant=grant, at=clock.now()),
        _("Ended."),
    )

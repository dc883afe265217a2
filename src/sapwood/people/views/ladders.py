"""Ladders: read by everybody, kept by those who run the organisation."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sapwood.activity import clock
from sapwood.activity.deeds import Conflict, Refused
from sapwood.people import actions, ladders, rules
from sapwood.people.actions.job_roles import titled
from sapwood.people.forms.job_roles import FoundationsForm, HolderForm, JobRoleForm
from sapwood.people.models import Competency, JobAssignment, JobRole
from sapwood.people.views.deeds import do, unclear
from sapwood.people.views.find import reader, version_of
from sapwood.ui import pages, panels

EDIT = "people/job_role_text.html"


@require_GET
def all_ladders(request: HttpRequest) -> HttpResponse:
    """Every ladder with its roles."""
    person = reader(request)
    context = {
        "ladders": ladders.ladders(),
        "own": ladders.role_of(person),
        "may_run": rules.may_run_organisation(person),
    }
    return pages.show(request, "people/ladders.html", context)


@require_GET
def job_role(request: HttpRequest, public_id: str) -> HttpResponse:
    """One role: what it expects, what that looks like, the step to the next, who has it."""
    person, found = reader(request), _role(public_id)
    may_run = rules.may_run_organisation(person)
    holders = found.assignments.filter(ends=None).select_related("person").order_by("person__name")
    context: dict[str, Any] = {
        "role": found,
        "rungs": ladders.rungs_of(found),
        "steps": ladders.steps_from(found),
        "before": found.roles_before.filter(retired=None),
        "holders": list(holders),
        "is_own": any(row.person_id == person.pk for row in holders),
        "may_run": may_run,
        "panels": panels.panels_for("people:job_role", request, found),
    }
    if may_run:
        context["titled"] = len(titled(found, clock.today(person.time_zone)))
    return pages.show(request, "people/job_role.html", context)


@require_http_methods(["GET", "POST"])
def job_role_new(request: HttpRequest) -> HttpResponse:
    form = JobRoleForm(request.POST or None)
    context = _edited(form)
    if request.method == "GET":
        return pages.show(request, EDIT, context)
    if not form.is_valid():
        return pages.refused(request, EDIT, context)
    try:
        row = actions.write_job_role(
            by=reader(request), at=clock.now(), key=request.POST.get("submission"), **form.cleaned_data
        )
    except Refused as refusal:
        return pages.refused(request, EDIT, {**context, "refusal": refusal})
    return pages.done(request, "people:job_role", _("Written down."), row.public_id)


@require_http_methods(["GET", "POST"])
def job_role_text(request: HttpRequest, public_id: str) -> HttpResponse:
    found = _role(public_id)
    form = JobRoleForm(request.POST or None, role=found)
    context = {**_edited(form), "role": found, "version": found.version}
    if request.method == "GET":
        return pages.show(request, EDIT, context)
    if not form.is_valid():
        return pages.refused(request, EDIT, {**context, "version": version_of(request)})
    try:
        actions.change_job_role(
            by=reader(request), role=found, version=version_of(request), at=clock.now(), **form.cleaned_data
        )
    except Refused as refusal:
        return pages.refused(request, EDIT, {**context, "refusal": refusal})
    except Conflict as conflict:
        labels = {"name": _("Name of the role"), "text": _("What somebody in it is there for"), "track": _("Ladder")}
        stands = [{"label": labels[name], "current": value} for name, value in conflict.current.items()]
        told = {**context, "stands": stands, "version": found.version}
        return pages.show(request, EDIT, told, status=409)
    return pages.done(request, "people:job_role", _("Saved."), public_id)


@require_POST
def job_role_retirement(request: HttpRequest, public_id: str) -> HttpResponse:
    found = _role(public_id)
    return do(
        request,
        reverse("people:job_role", args=[public_id]),
        lambda: actions.retire_job_role(by=reader(request), role=found, at=clock.now()),
        _("It is given to nobody any more."),
    )


@require_POST
def job_holders(request: HttpRequest, public_id: str) -> HttpResponse:
    """Give it to one person, or to all whose role in the people file is called the same."""
    found, person = _role(public_id), reader(request)
    here = reverse("people:job_role", args=[public_id])
    if "titled" in request.POST:
        count = len(titled(found, clock.today(person.time_zone)))
        return do(
            request,
            here,
            lambda: actions.assign_job_role_by_title(by=person, role=found, at=clock.now()),
            ngettext("One person has it from today.", "%(n)d people have it from today.", count) % {"n": count},
        )
    form = HolderForm(request.POST)
    if not form.is_valid():
        return unclear(request, here, form)
    other = form.cleaned_data["person"]
    return do(
        request,
        here,
        lambda: actions.assign_job_role(by=person, role=found, person=other, at=clock.now()),
        _("%(name)s has this role from today.") % {"name": other},
    )


@require_POST
def job_assignment_end(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(JobAssignment.objects.select_related("person", "role"), pk=pk)
    return do(
        request,
        reverse("people:job_role", args=[row.role.public_id]),
        lambda: actions.end_job_assignment(by=reader(request), assignment=row, at=clock.now()),
        _("Ended; that they had it is kept."),
    )


@require_POST
def foundations(request: HttpRequest, public_id: str) -> HttpResponse:
    """Say which competencies one builds on."""
    found = get_object_or_404(Competency, public_id=public_id)
    form, here = FoundationsForm(request.POST, competency=found), reverse("people:competency", args=[public_id])
    if not form.is_valid():
        return unclear(request, here, form)
    return do(
        request,
        here,
        lambda: actions.build_on(by=reader(request), competency=found, on=form.cleaned_data["on"], at=clock.now()),
        _("Saved."),
    )


def _edited(form: JobRoleForm) -> dict[str, Any]:
    tracks = JobRole.objects.filter(retired=None).exclude(track="").order_by("track").values_list("track", flat=True)
    return {"form": form, "tracks": list(tracks.distinct())}


def _role(public_id: str) -> JobRole:
    return get_object_or_404(JobRole, public_id=public_id)

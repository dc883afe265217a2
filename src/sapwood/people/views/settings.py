"""Settings: one's own, and the organisation's for those who run it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import NoReverseMatch, reverse
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sapwood.activity import clock
from sapwood.activity.deeds import Conflict, Refused
from sapwood.people import actions, queries, rules
from sapwood.people.forms import OrganisationForm, ProfileForm, statement_form
from sapwood.people.forms.person import zones
from sapwood.people.models import Competency, Organisation, OrganisationPolicy, Priority, Value
from sapwood.people.views import library
from sapwood.people.views.deeds import do
from sapwood.people.views.find import reader, version_of
from sapwood.people.views.person import both
from sapwood.ui import pages, panels

KINDS: dict[str, tuple[Any, Any, Any]] = {  # word in the address: table, heading, what it is
    "values": (
        Value,
        gettext_lazy("Values"),
        gettext_lazy("How people here want to work with each other. A goal's why can link to one."),
    ),
    "priorities": (
        Priority,
        gettext_lazy("Priorities"),
        gettext_lazy("What matters most for now. Few are better than many."),
    ),
    "policies": (
        OrganisationPolicy,
        gettext_lazy("Policies"),
        gettext_lazy("Rules that goals must not run against, such as those for safety-critical work."),
    ),
    "competencies": (
        Competency,
        gettext_lazy("Competencies"),
        gettext_lazy("Abilities that developmental goals can name. A handful that matters beats a long list."),
    ),
}


@require_http_methods(["GET", "POST"])
def settings(request: HttpRequest) -> HttpResponse:
    """One's own time zone, language, theme and ways to sign in."""
    person = reader(request)
    form = ProfileForm.of(person, request.POST or None)
    context: dict[str, Any] = {
        "section": "me",
        "form": form,
        "version": person.version,
        "zones": zones(),
        "links": _links(),
        "panels": panels.panels_for("people:settings", request, person),
        **_frame(request),
    }
    if request.method == "GET":
        return pages.show(request, "people/settings.html", context)
    if not form.is_valid():
        return pages.refused(request, "people/settings.html", context)
    try:
        actions.edit_own_profile(
            by=person, person=person, version=version_of(request), at=clock.now(), **form.cleaned_data
        )
    except Conflict as conflict:
        return pages.show(
            request, "people/settings.html", {**context, **both(conflict, form, person.version)}, status=409
        )
    return pages.done(request, "people:settings", _("Saved."))


@require_http_methods(["GET", "POST"])
def organisation(request: HttpRequest) -> HttpResponse:
    """The settings everybody lives with: readable by all, changed by those who run it."""
    person, row = reader(request), Organisation.current()
    form = OrganisationForm.of(row, request.POST or None)
    context: dict[str, Any] = {
        "section": "organisation",
        "form": form,
        "row": row,
        "version": row.version,
        "weekday": WEEKDAYS[row.check_in_weekday],
        **_frame(request),
    }
    if request.method == "GET":
        return pages.show(request, "people/organisation.html", context)
    if not form.is_valid():
        return pages.refused(request, "people/organisation.html", {**context, "version": version_of(request)})
    try:
        actions.edit_organisation(by=person, version=version_of(request), at=clock.now(), **form.cleaned_data)
    except Conflict as conflict:
        version = Organisation.current().version
        return pages.show(request, "people/organisation.html", {**context, **both(conflict, form, version)}, status=409)
    return pages.done(request, "people:organisation", _("Saved."))


@require_http_methods(["GET", "POST"])
def statements(request: HttpRequest, kind: str) -> HttpResponse:
    """What the organisation has said of one kind; a new one is written below."""
    table, heading, what = _kind(kind)
    if table is Competency:
        return library.competencies(request, {"section": kind, "kind": kind, "heading": heading, **_frame(request)})
    form = statement_form(table, request.POST or None)
    context: dict[str, Any] = {
        "section": kind,
        "kind": kind,
        "heading": heading,
        "what": what,
        "said": _said(table),
        "retired": list(table.objects.exclude(retired=None)),
        "form": form,
        **_frame(request),
    }
    if request.method == "GET":
        return pages.show(request, "people/statements.html", context)
    if not form.is_valid():
        return pages.refused(request, "people/statements.html", context)
    try:
        actions.say(
            by=reader(request), kind=table, at=clock.now(), key=request.POST.get("submission"), **form.cleaned_data
        )
    except Refused as refusal:
        return pages.refused(request, "people/statements.html", {**context, "refusal": refusal})
    return pages.done(request, "people:statements", _("Written down."), kind)


@require_http_methods(["GET", "POST"])
def statement(request: HttpRequest, kind: str, public_id: str) -> HttpResponse:
    """Change the words of one."""
    table, heading, what = _kind(kind)
    found = get_object_or_404(table, public_id=public_id)
    form = statement_form(table, request.POST or None, said=found)
    context: dict[str, Any] = {
        "section": kind, "kind": kind, "heading": heading, "what": what, "one": found, "form": form, "version": found.version,
        "family_names": library.family_names() if table is Competency else None, **_frame(request),
    }  # fmt: skip
    if request.method == "GET":
        return pages.show(request, "people/statement.html", context)
    if not form.is_valid():
        return pages.refused(request, "people/statement.html", {**context, "version": version_of(request)})
    try:
        actions.say_otherwise(
            by=reader(request), said=found, version=version_of(request), at=clock.now(), **form.cleaned_data
        )
    except Refused as refusal:
        return pages.refused(request, "people/statement.html", {**context, "refusal": refusal})
    except Conflict as conflict:
        return pages.show(
            request, "people/statement.html", {**context, **both(conflict, form, found.version)}, status=409
        )
    if table is Competency:
        return pages.done(request, "people:competency", _("Saved."), public_id)
    return pages.done(request, "people:statements", _("Saved."), kind)


@require_POST
def statement_retirement(request: HttpRequest, kind: str, public_id: str) -> HttpResponse:
    table, _heading, _what = _kind(kind)
    found = get_object_or_404(table, public_id=public_id)
    return do(
        request,
        reverse("people:statements", args=[kind]),
        lambda: actions.retire(by=reader(request), said=found, at=clock.now()),
        _("It holds no longer. Goals that link to it keep their link."),
    )


@require_GET
def roles(request: HttpRequest) -> HttpResponse:
    """Who may do more than their own work, since when, and who said so."""
    return pages.show(
        request,
        "people/roles.html",
        {"section": "roles", "holders": queries.holders(), "ended": queries.ended_grants(), **_frame(request)},
    )


def _said(table: Any) -> list[Any]:
    """What holds now; of a policy also the names of its teams."""
    if table is not OrganisationPolicy:
        return list(table.objects.filter(retired=None))
    found: list[Any] = list(table.objects.filter(retired=None).prefetch_related("teams"))
    for one in found:
        one.for_teams = [team.name for team in one.teams.all()]
    return found


def _links() -> list[dict[str, str]]:
    """Pages of other rooms about oneself, those that there are."""
    wanted = [
        ("activity:preferences", gettext_lazy("Mail and notices"), "mail"),
        ("mfa_index", gettext_lazy("Keys and codes for signing in"), "key-round"),
        ("account_change_password", gettext_lazy("Password"), "lock"),
        ("api:calendar", gettext_lazy("In my calendar"), "calendar-plus"),
        ("api:tokens", gettext_lazy("Tokens for programs"), "braces"),
    ]
    found = []
    for route, name, icon in wanted:
        try:
            found.append({"href": reverse(route), "name": str(name), "icon": icon})
        except NoReverseMatch:
            continue
    return found


def _kind(kind: str) -> tuple[Any, Any, Any]:
    if kind not in KINDS:
        raise Http404
    return KINDS[kind]


def _frame(request: HttpRequest) -> dict[str, Any]:
    return {
        "kinds": [(word, heading) for word, (_table, heading, _what) in KINDS.items()],
        "may_run": rules.may_run_organisation(reader(request)),
    }

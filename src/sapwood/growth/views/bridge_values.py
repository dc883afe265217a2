"""Values of a bridge out of a file: give it, look at what it would do, take it in as a whole."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sapwood.activity import clock
from sapwood.activity.deeds import Refused
from sapwood.files.words import Unreadable
from sapwood.growth import actions, rules
from sapwood.growth.bridges import sheet
from sapwood.growth.forms.bridges import ValuesForm
from sapwood.growth.models import Bridge
from sapwood.growth.queries import bridges as found
from sapwood.growth.views.bridges import bridge_of
from sapwood.people.columns import told
from sapwood.people.views.find import reader
from sapwood.ui import pages

PAGE = "growth/bridge_values.html"


@require_http_methods(["GET", "POST"])
def bridge_values(request: HttpRequest, public_id: str) -> HttpResponse:
    """Give a file; the answer says what it would do and writes nothing."""
    row = _kept(request, public_id)
    if request.method == "GET":
        return pages.show(request, PAGE, _page(row, ValuesForm()))
    form = ValuesForm(request.POST, request.FILES)
    context, _plan = _looked_at(request, row, form)
    if "plan" in context:
        return pages.show(request, PAGE, context)
    return pages.refused(request, PAGE, context)


@require_POST
def bridge_values_application(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take in the file that was looked at, all of it or nothing."""
    row, form = _kept(request, public_id), ValuesForm(request.POST)
    context, plan = _looked_at(request, row, form)
    if plan is None:
        return pages.refused(request, PAGE, context)
    try:
        if plan.problems or request.POST.get("fingerprint") != plan.fingerprint:
            raise Refused(
                _("Something changed since you looked, so nothing was taken in."),
                _("Look at it again, then take it in."),
            )
        actions.take_values(
            by=reader(request), bridge=row, told=plan.told, at=clock.now(), key=request.POST.get("submission") or None
        )
    except Refused as refusal:
        return pages.refused(request, PAGE, {**context, "refusal": refusal})
    words = _("Taken in: %(new)d new, %(changed)d changed, %(same)d the same as before.")
    counts = {"new": plan.new, "changed": plan.changed, "same": plan.same}
    return pages.done(request, reverse("growth:bridge", args=[row.public_id]), words % counts)


def _kept(request: HttpRequest, public_id: str) -> Bridge:
    row = bridge_of(request, public_id)
    if not rules.may_keep(reader(request), row):
        raise Http404
    return row


def _page(row: Bridge, form: ValuesForm) -> dict[str, Any]:
    parts = found.parts_of(row)
    return {"bridge": row, "form": form, "parts": parts, "example": parts[0].team.name if parts else ""}


def _looked_at(request: HttpRequest, row: Bridge, form: ValuesForm) -> tuple[dict[str, Any], sheet.Plan | None]:
    context = _page(row, form)
    if not form.is_valid():
        return context, None
    try:
        plan = sheet.plan(form.cleaned_data["content"], row, context["parts"], clock.today(reader(request).time_zone))
    except Unreadable as error:
        return context | {"problem": {"reason": told(error.reason), "next_step": told(error.next_step)}}, None
    return context | {"plan": plan, "kept": form.for_the_way, "name": form.cleaned_data["name"]}, plan

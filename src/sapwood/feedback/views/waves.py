"""Rounds and pulses: what is asked of me, what was published, and, for the OKR owner, preparing and launching."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sapwood.activity import clock
from sapwood.activity.deeds import Conflict, Refused
from sapwood.feedback import (
    actions,
    asked,
    links,
    outlook,
    programmes,
    pulse_outlook,
    queries,
    raters,
    reading,
    rules,
    starts,
)
from sapwood.feedback.forms.waves import OpeningForm, PulseForm, ThresholdForm
from sapwood.feedback.models import Wave, WaveKey
from sapwood.people.views.deeds import do, unclear
from sapwood.people.views.find import reader, version_of
from sapwood.ui import pages
from sapwood.ui.fields import field_of

USUAL_DAYS = {Wave.Kind.PULSE: 5, Wave.Kind.ROUND: 14}


@require_GET
def waves(request: HttpRequest) -> HttpResponse:
    """What I am asked, what I may read, and what the OKR owner runs."""
    person = reader(request)
    may_run = rules.may_run_waves(person)
    context = {
        "asked": [{"row": row, "href": links.address(row)} for row in queries.open_invitations(person)],
        "published": reading.published_pulses()[:24],
        "reports": queries.reports_for(person),
        "choosing": queries.raters_to_choose(person),
        "may_run": may_run,
        "programmes": programmes.all_programmes() if may_run else [],
        "waves": Wave.objects.exclude(stage=Wave.Stage.PUBLISHED)[:24] if may_run else [],
        "rounds": reading.published_rounds()[:24] if may_run else [],
    }
    return pages.show(request, "feedback/waves.html", context)


@require_http_methods(["GET", "POST"])
def new_pulse(request: HttpRequest) -> HttpResponse:
    form = PulseForm(request.POST or None, initial={"questionnaire": request.GET.get("questionnaire", "")})
    offered = field_of(form, "questionnaire", forms.ModelChoiceField).queryset
    context: dict[str, Any] = {
        "form": form,
        "none": offered is None or not offered.exists(),
        "ready": starts.ready(Wave.Kind.PULSE),
    }
    if request.method == "GET":
        return pages.show(request, "feedback/new_pulse.html", context)
    if not form.is_valid():
        return pages.refused(request, "feedback/new_pulse.html", context)
    try:
        wave = actions.draft_pulse(
            by=reader(request), at=clock.now(), key=request.POST.get("submission"), **form.cleaned_data
        )
    except Refused as refusal:
        return pages.refused(request, "feedback/new_pulse.html", {**context, "refusal": refusal})
    return pages.done(request, "feedback:wave", "", wave.public_id)


@require_GET
def wave(request: HttpRequest, public_id: str) -> HttpResponse:
    """One wave for who runs it: before launch exactly what would be published, afterwards what was promised."""
    found = find(public_id)
    context: dict[str, Any] = {"wave": found, "steps": found.steps.select_related("by"), "asked_count": None}
    if found.stage == Wave.Stage.DRAFT:
        days = USUAL_DAYS[Wave.Kind(found.kind)]
        closes = clock.today(reader(request).time_zone) + dt.timedelta(days=days)
        context["opening"] = OpeningForm(initial={"closes": closes})
        if found.kind == Wave.Kind.PULSE:
            context |= _preview(found)
    if found.kind == Wave.Kind.ROUND:
        context["subjects"] = queries.subjects_of(found)
        if found.stage == Wave.Stage.DRAFT:
            told = outlook.round_outlook(found, clock.now())
            context |= {
                "outlook": told,
                "has_raters": all(row.unnamed for row in told.rows),
                "rates": [{"rate": round(rate * 100)} for rate in outlook.RATES],
                "usual": raters.USUAL,
                "most": raters.MOST_ASKED,
            }
        context["may_follow"] = found.keys.filter(purpose=WaveKey.Purpose.PANEL, destroyed=None).exists()
    if found.stage != Wave.Stage.DRAFT:
        context["asked_count"] = found.invitations.count()
    if found.stage in {Wave.Stage.DRAFT, Wave.Stage.OPEN}:
        names = ("least_answers", "least_relation", "comments_from")
        context["thresholds"] = ThresholdForm(initial={name: getattr(found, name) for name in names})
    return pages.show(request, "feedback/wave.html", context)


@require_POST
def opening(request: HttpRequest, public_id: str) -> HttpResponse:
    """Launch it."""
    found, person = find(public_id), reader(request)
    address = reverse("feedback:wave", args=[public_id])
    form = OpeningForm(request.POST)
    if not form.is_valid():
        return unclear(request, address, form)
    return do(
        request,
        address,
        lambda: actions.launch(by=person, wave=found, closes=form.moment(person.time_zone), at=clock.now()),
        _("It is open. The invitations leave in everybody's own working hours."),
    )


@require_POST
def thresholds(request: HttpRequest, public_id: str) -> HttpResponse:
    found = find(public_id)
    address = reverse("feedback:wave", args=[public_id])
    form = ThresholdForm(request.POST)
    if not form.is_valid():
        return unclear(request, address, form)
    try:
        return do(
            request,
            address,
            lambda: actions.set_thresholds(
                by=reader(request), wave=found, version=version_of(request), at=clock.now(), **form.cleaned_data
            ),
            _("Saved."),
        )
    except Conflict as conflict:
        return pages.said(request, address, conflict)


@require_POST
def wave_removal(request: HttpRequest, public_id: str) -> HttpResponse:
    """Throw a draft away."""
    try:
        actions.discard_wave(by=reader(request), wave=find(public_id), at=clock.now())
    except Refused as refusal:
        return pages.said(request, "feedback:wave", refusal, public_id)
    return pages.done(request, "feedback:waves", _("The draft was thrown away."))


def find(public_id: str) -> Wave:
    rows = Wave.objects.select_related("questionnaire", "follows", "by", "opening__programme")
    return get_object_or_404(rows, public_id=public_id)


def published(public_id: str) -> Wave:
    found = find(public_id)
    if found.stage != Wave.Stage.PUBLISHED:
        raise Http404
    return found


def _preview(found: Wave) -> dict[str, Any]:
    preview = asked.pulse_preview(
        clock.now(), least=found.least_answers, audience=found.audience, follows=found.follows
    )
    return {"preview": preview, "table": pulse_outlook.table(preview.plan, preview.outlook)}

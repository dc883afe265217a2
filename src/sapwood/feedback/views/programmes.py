"""Pulse programmes, for who runs them: what comes next, what was asked, and the few levers."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sapwood.activity import clock
from sapwood.activity.deeds import Conflict, Refused
from sapwood.feedback import actions, asked, programmes, pulse_outlook, rhythm, starts, themes
from sapwood.feedback.forms.programmes import ExchangeForm, NewProgrammeForm, OmissionForm, ProgrammeForm
from sapwood.feedback.models import PulseOpening, PulseProgramme, Wave
from sapwood.people.views.deeds import do, unclear
from sapwood.people.views.find import reader, version_of
from sapwood.ui import pages


@require_http_methods(["GET", "POST"])
def new_programme(request: HttpRequest) -> HttpResponse:
    """Set one up."""
    person = reader(request)
    soon = rhythm.first_day(clock.today(person.time_zone), rhythm.WORKING_DAYS)
    form = NewProgrammeForm(request.POST or None, initial={"starts": soon})
    context: dict[str, Any] = {"form": form, "ready": starts.ready(Wave.Kind.PULSE)}
    if request.method == "GET":
        return pages.show(request, "feedback/new_programme.html", context)
    if not form.is_valid():
        return pages.refused(request, "feedback/new_programme.html", context)
    try:
        made = actions.set_up_programme(
            by=person, at=clock.now(), key=request.POST.get("submission"), **form.cleaned_data
        )
    except Refused as refusal:
        return pages.refused(request, "feedback/new_programme.html", {**context, "refusal": refusal})
    return pages.done(request, "feedback:programme", _("It opens by itself from now on."), made.public_id)


@require_GET
def programme(request: HttpRequest, public_id: str) -> HttpResponse:
    """What comes next and may still be exchanged, what it would show, and the last openings."""
    found = find(public_id)
    context: dict[str, Any] = {
        "programme": found,
        "weekdays": _weekdays(found),
        "last": [_row(one) for one in programmes.last_openings(found)],
        "omission": OmissionForm(),
        "next": None,
    }
    ahead = programmes.next_opening(found)
    if ahead is not None:
        context |= _ahead(found, ahead)
    return pages.show(request, "feedback/programme.html", context)


@require_http_methods(["GET", "POST"])
def programme_settings(request: HttpRequest, public_id: str) -> HttpResponse:
    """Change it from the next opening on."""
    found = find(public_id)
    form = ProgrammeForm.of(found, request.POST or None)
    context: dict[str, Any] = {"form": form, "programme": found}
    if request.method == "GET":
        return pages.show(request, "feedback/programme_settings.html", context)
    if not form.is_valid():
        return pages.refused(request, "feedback/programme_settings.html", context)
    try:
        actions.change_programme(
            by=reader(request), programme=found, version=version_of(request), at=clock.now(), **form.cleaned_data
        )
    except (Refused, Conflict) as refusal:
        found.refresh_from_db()
        return pages.refused(request, "feedback/programme_settings.html", {**context, "refusal": refusal})
    return pages.done(request, "feedback:programme", _("It holds from the next opening on."), public_id)


@require_POST
def programme_pause(request: HttpRequest, public_id: str) -> HttpResponse:
    found = find(public_id)
    return do(
        request,
        _address(found),
        lambda: actions.pause_programme(by=reader(request), programme=found, at=clock.now()),
        _("It rests. Nothing opens until you let it go on."),
    )


@require_POST
def programme_pause_end(request: HttpRequest, public_id: str) -> HttpResponse:
    found = find(public_id)
    return do(
        request,
        _address(found),
        lambda: actions.resume_programme(by=reader(request), programme=found, at=clock.now()),
        _("It goes on."),
    )


@require_POST
def programme_end(request: HttpRequest, public_id: str) -> HttpResponse:
    found = find(public_id)
    return do(
        request,
        _address(found),
        lambda: actions.end_programme(by=reader(request), programme=found, at=clock.now()),
        _("It has ended. What was published stays."),
    )


@require_POST
def opening_omission(request: HttpRequest, public_id: str) -> HttpResponse:
    """Leave one opening out."""
    found = _opening(public_id)
    form = OmissionForm(request.POST)
    if not form.is_valid():
        return unclear(request, _address(found.programme), form)
    return do(
        request,
        _address(found.programme),
        lambda: actions.leave_out_opening(by=reader(request), opening=found, at=clock.now(), **form.cleaned_data),
        _("Left out. Its questions come the next time."),
    )


@require_POST
def opening_question(request: HttpRequest, public_id: str) -> HttpResponse:
    """Ask another question in its place."""
    found = _opening(public_id)
    form = ExchangeForm(request.POST)
    if not form.is_valid():
        return unclear(request, _address(found.programme), form)
    return do(
        request,
        _address(found.programme),
        lambda: actions.take_another_question(by=reader(request), opening=found, at=clock.now(), **form.cleaned_data),
        _("Exchanged."),
    )


def find(public_id: str) -> PulseProgramme:
    return get_object_or_404(PulseProgramme.objects.select_related("pool", "keeper"), public_id=public_id)


def _opening(public_id: str) -> PulseOpening:
    return get_object_or_404(PulseOpening.objects.select_related("programme"), public_id=public_id)


def _address(found: PulseProgramme) -> str:
    return reverse("feedback:programme", args=[found.public_id])


def _weekdays(found: PulseProgramme) -> list[str]:
    return [str(WEEKDAYS[day]) for day in found.weekdays]


def _ahead(found: PulseProgramme, ahead: PulseOpening) -> dict[str, Any]:
    """The next opening with its questions, those that may take their place, and what it would show."""
    pool = programmes.pool_of(found.pool, found.themes)
    chosen = programmes.questions_of(ahead, pool)
    words = programmes.words_of(found.pool) if found.has_words else None
    opens = rhythm.begins(ahead.day, [found.keeper.time_zone if found.keeper else "UTC"])
    preview = asked.pulse_preview(opens, audience=found.audience, follows=_last_wave(found))
    return {
        "next": ahead,
        "questions": [
            {"item": item, "theme": themes.name_of(item.theme), "is_anchor": item.key == found.anchor}
            for item in chosen
        ],
        "others": [(themes.name_of(item.theme), item) for item in pool if item not in chosen],
        "words": words,
        "preview": preview,
        "table": pulse_outlook.table(preview.plan, preview.outlook),
    }


def _last_wave(found: PulseProgramme) -> Wave | None:
    last = found.openings.exclude(wave=None).exclude(wave__stage=Wave.Stage.VOIDED).order_by("-number").first()
    return last.wave if last else None


def _row(one: programmes.Shown) -> dict[str, Any]:
    names = dict.fromkeys(themes.name_of(item.theme) for item in one.items if item.theme)
    return {"opening": one.opening, "wave": one.opening.wave, "items": one.items, "themes": list(names)}

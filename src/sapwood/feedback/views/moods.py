"""One's own mood: today's tap, the days so far, taken away as a file, deleted, shown to a person and taken back."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sapwood.activity import clock
from sapwood.activity.deeds import Refused
from sapwood.feedback import actions, moods, rules
from sapwood.feedback.forms.moods import MoodForm, MoodReaderForm
from sapwood.feedback.models import Mood, MoodSharing
from sapwood.files.tables import write_csv
from sapwood.people.models import Person
from sapwood.people.views.deeds import do, unclear
from sapwood.people.views.find import reader
from sapwood.ui import pages

PAGE = "feedback/mood.html"


@never_cache
@require_http_methods(["GET", "POST"])
def mood(request: HttpRequest) -> HttpResponse:
    """My days. A tap from here or from My week is told for today, in my own time zone."""
    person = reader(request)
    if request.method == "POST":
        return _told(request, person)
    today = clock.today(person.time_zone)
    context: dict[str, Any] = {
        "weeks": moods.weeks_of(person, today),
        "levels": moods.levels(),
        "today": Mood.objects.filter(person=person, day=today).first(),
        "sharings": MoodSharing.objects.filter(person=person, revoked=None).select_related("reader"),
        "form": MoodReaderForm(),
        "any": Mood.objects.filter(person=person).exists(),
    }
    return pages.show(request, PAGE, context)


@require_GET
@never_cache
def mood_file(request: HttpRequest) -> HttpResponse:
    """All of my days as a table."""
    rows = Mood.objects.filter(person=reader(request)).order_by("day")
    answer = HttpResponse(write_csv(moods.as_rows(list(rows))), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="my-days.csv"'
    return answer


@require_POST
def mood_day_removal(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Mood, pk=pk, person=reader(request))
    return do(
        request,
        reverse("feedback:mood"),
        lambda: actions.forget_mood(by=reader(request), mood=found, at=clock.now()),
        _("Forgotten."),
    )


@require_POST
def mood_removal(request: HttpRequest) -> HttpResponse:
    return do(
        request,
        reverse("feedback:mood"),
        lambda: actions.forget_all_moods(by=reader(request), at=clock.now()),
        _("All of it is deleted."),
    )


@require_POST
def mood_sharings(request: HttpRequest) -> HttpResponse:
    """Let somebody see it."""
    form = MoodReaderForm(request.POST)
    if not form.is_valid():
        return unclear(request, reverse("feedback:mood"), form)
    chosen = form.cleaned_data["reader"]
    return do(
        request,
        reverse("feedback:mood"),
        lambda: actions.show_mood(by=reader(request), reader=chosen, at=clock.now()),
        _("%(name)s sees the days and faces now, not your words.") % {"name": chosen},
    )


@require_POST
def mood_sharing_end(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(MoodSharing, pk=pk, person=reader(request))
    return do(
        request,
        reverse("feedback:mood"),
        lambda: actions.hide_mood(by=reader(request), sharing=found, at=clock.now()),
        _("Taken back."),
    )


@never_cache
@require_GET
def mood_of(request: HttpRequest, public_id: str) -> HttpResponse:
    """The days of somebody who shows them to me."""
    person = get_object_or_404(Person, public_id=public_id)
    if not rules.sees_mood(reader(request), person):
        raise Http404
    context = {"person": person, "weeks": moods.weeks_of(person, clock.today(person.time_zone))}
    return pages.show(request, "feedback/mood_of.html", context)


def _told(request: HttpRequest, person: Person) -> HttpResponse:
    form = MoodForm(request.POST)
    to = pages.back(request, "feedback:mood")
    if not form.is_valid():
        return pages.said(request, to, Refused(_("That was none of the five."), _("Tap one of them.")))
    note = form.cleaned_data["note"] if "note" in request.POST else None
    today = clock.today(person.time_zone)
    return do(
        request,
        to,
        lambda: actions.tell_mood(by=person, day=today, level=form.cleaned_data["level"], note=note, at=clock.now()),
        _("Kept, for you only."),
    )

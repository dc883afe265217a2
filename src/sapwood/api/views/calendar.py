"""The calendar to subscribe to, and the page where its address is made and taken away."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from sapwood.activity import clock
from sapwood.activity.deeds import Refused
from sapwood.api import actions
from sapwood.api import calendar as book
from sapwood.api.models import CalendarAddress
from sapwood.people.views.find import reader
from sapwood.ui import pages


@require_http_methods(["GET", "POST"])
def calendar(request: HttpRequest) -> HttpResponse:
    """The address of one's calendar; a POST makes one, makes it anew, or ends it."""
    person = reader(request)
    if request.method == "GET":
        row = CalendarAddress.objects.filter(person=person).first()
        link = reverse("api:calendar_file", args=[book.token_of(row)]) if row else ""
        context = {"row": row, "address": settings.SAPWOOD_BASE_URL + link if row else "", "file": link}
        return pages.show(request, "api/calendar.html", context)
    try:
        if "end" in request.POST:
            actions.end_calendar_address(by=person, at=clock.now())
            return pages.done(request, "api:calendar", _("The address works no longer."))
        actions.make_calendar_address(by=person, at=clock.now(), key=request.POST.get("submission"))
    except Refused as refusal:
        return pages.said(request, "api:calendar", refusal)
    return pages.done(request, "api:calendar", _("Made. Give the address to your calendar program."))


@require_GET
def calendar_file(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar itself, for whoever holds its address."""
    person = book.person_of(token)
    if person is None:
        raise Http404
    with translation.override(person.language):
        answer = HttpResponse(book.of(person), content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'inline; filename="sapwood.ics"'
    answer["Referrer-Policy"] = "no-referrer"
    return answer

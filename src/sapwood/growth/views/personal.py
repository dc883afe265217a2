"""One's personal space: goals for any part of life, a file of all that is one's own, and what happens on leaving."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sapwood.activity import clock
from sapwood.activity.deeds import Refused
from sapwood.goals.gallery import example
from sapwood.goals.models import Objective
from sapwood.growth.actions import personal as actions
from sapwood.growth.models import Farewell, LifeArea
from sapwood.growth.queries import personal as queries
from sapwood.people import belongings
from sapwood.people.models import Person
from sapwood.people.views.deeds import do
from sapwood.people.views.find import reader
from sapwood.ui import pages

PAGE = "growth/personal.html"
FIRST = ("my-friends-hear-from-me", "evenings-belong-to-my-family-again", "i-play-music-that-others-like-to-listen-to")
"""Examples of the gallery in which others act differently; an empty space begins with them."""


@never_cache
@require_GET
def personal(request: HttpRequest) -> HttpResponse:
    """My own goals, whatever part of life they are for."""
    return pages.show(request, PAGE, _page(request))


@never_cache
@require_GET
def personal_file(request: HttpRequest) -> HttpResponse:
    """Everything that is mine alone, as one file."""
    return _as_file(reader(request))


@require_POST
def farewell_link(request: HttpRequest) -> HttpResponse:
    """A link to the same file that works without signing in, for whoever leaves. It is shown once."""
    try:
        token = actions.make_link(by=reader(request), at=clock.now())
    except Refused as refusal:
        return pages.said(request, "growth:personal", refusal)
    link = settings.SAPWOOD_BASE_URL + reverse("growth:taken_along", args=[token])
    return pages.show(request, PAGE, {**_page(request), "link": link})


@require_POST
def life_area(request: HttpRequest, public_id: str) -> HttpResponse:
    """Which part of life a goal is for."""
    person = reader(request)
    own = Objective.objects.filter(owner_person=person, layer=Objective.Layer.PERSONAL)
    found = get_object_or_404(own, public_id=public_id)
    area = request.POST.get("area", "")
    return do(
        request,
        "growth:personal",
        lambda: actions.place_goal(by=person, objective=found, area=area, at=clock.now()),
        "",
    )


@never_cache
@require_http_methods(["GET", "POST"])
def taken_along(request: HttpRequest, token: str) -> HttpResponse:
    """Whoever holds the link: what it is, and with a POST the file. Once it is erased, the page says that it has gone."""
    person = actions.owner_of(token)
    if person is None:
        return pages.show(request, "growth/taken_along.html", {"gone": True}, status=404)
    if request.method == "POST":
        return _as_file(person)
    context = {"gone": False, "person": person, "until": actions.erased_on(person)}
    return pages.show(request, "growth/taken_along.html", context)


def _page(request: HttpRequest) -> dict[str, Any]:
    person = reader(request)
    return {
        "space": queries.space_of(person),
        "choices": LifeArea.Area.choices,
        "examples": [one for key in FIRST if (one := example(key)) is not None],
        "kinds": [one.name for one in belongings.kinds() if one.order < belongings.LAST],
        "leaves": person.leaves,
        "erased_on": actions.erased_on(person),
        "kept_days": actions.KEPT.days,
        "farewell": Farewell.objects.filter(person=person).first(),
    }


def _as_file(person: Person) -> HttpResponse:
    answer = HttpResponse(belongings.packed(person), content_type="application/zip")
    answer["Content-Disposition"] = 'attachment; filename="personal.zip"'
    return answer

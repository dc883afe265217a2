"""The school's front page, its lessons, and what one keeps there."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from sapwood.activity import clock
from sapwood.growth import actions, queries, rules
from sapwood.growth import school as content
from sapwood.growth.queries.school import as_rows as practice_as_rows
from sapwood.people.views.find import reader
from sapwood.ui import pages


@require_GET
def school(request: HttpRequest) -> HttpResponse:
    """All lessons with where one stands in them, and what is due today."""
    desk = queries.desk_of(reader(request), clock.now())
    tracks = [
        (name, [one for one in desk.standings if one.lesson.track == key]) for key, name in content.TRACKS.items()
    ]
    context = {"desk": desk, "tracks": tracks, "may_oversee": rules.may_decide(reader(request))}
    return pages.show(request, "growth/school.html", context)


@require_GET
def lesson(request: HttpRequest, key: str) -> HttpResponse:
    found = _lesson(key)
    desk = queries.desk_of(reader(request), clock.now())
    place = [one.lesson for one in desk.standings].index(found)
    context: dict[str, Any] = {
        "lesson": found,
        "standing": desk.standings[place],
        "after": desk.standings[place + 1].lesson if place + 1 < len(desk.standings) else None,
    }
    return pages.show(request, "growth/lesson.html", context)


@require_POST
def reading(request: HttpRequest, key: str) -> HttpResponse:
    """The lesson was read: on to its drills."""
    found = _lesson(key)
    actions.read_lesson(by=reader(request), lesson=found, at=clock.now(), key=request.POST.get("submission", ""))
    answer = redirect("growth:practice")
    answer["Location"] += f"?lesson={found.key}"
    return answer


@require_GET
def own(request: HttpRequest) -> HttpResponse:
    """Everything kept about oneself in the school, to take along."""
    content = practice_as_rows(reader(request))
    answer = JsonResponse(content, json_dumps_params={"indent": 1, "ensure_ascii": False})
    answer["Content-Disposition"] = 'attachment; filename="school.json"'
    return answer


@require_POST
def forgetting(request: HttpRequest) -> HttpResponse:
    actions.forget_practice(by=reader(request), at=clock.now(), key=request.POST.get("submission", ""))
    return pages.done(request, "growth:school", _("All you had read and practised is forgotten."))


def _lesson(key: str) -> content.Lesson:
    found = content.lesson(key)
    if found is None:
        raise Http404
    return found

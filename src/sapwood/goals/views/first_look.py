"""Read my goals: the start page, without an account. What is given is read, answered and forgotten."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from allauth.core import ratelimit
from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from sapwood.activity import clock
from sapwood.files import goals as files
from sapwood.files.words import Unreadable
from sapwood.goals import queries, wording
from sapwood.goals.forms.first_look import MOST, STATEMENTS, FirstLookForm
from sapwood.goals.models import Cycle
from sapwood.people.columns import told
from sapwood.people.models import Person
from sapwood.ui import pages

PAGE, PARTS = "goals/first_look.html", ("answer",)


@csrf_exempt  # only until the file's handler is chosen; the next function checks the token
@require_http_methods(["GET", "POST"])
def first_look(request: HttpRequest) -> HttpResponse:
    """Which of these are results, which are tasks, and the one question for the weakest. Writes nothing anywhere:
    an uploaded file, too, stays in memory."""
    request.upload_handlers = [MemoryFileUploadHandler(request)]
    return _answered(request)


@csrf_protect
@sensitive_post_parameters("pasted")  # never in an error report
def _answered(request: HttpRequest) -> HttpResponse:
    if request.method == "GET":
        example = {"pasted": _example()} if "example" in request.GET else None
        return _page(request, FirstLookForm(initial=example))
    if not request.user.is_authenticated and not ratelimit.consume(request, action="first_look"):
        return _page(request, FirstLookForm(_typed(request)), hurried=True, status=429)
    form = FirstLookForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        file = form.goal_file()
    except Unreadable as error:
        problem = {"reason": told(error.reason), "next_step": told(error.next_step)}
        return _page(request, form, problem=problem, status=422)
    return _page(request, form, **_reading(file, form), **_onward(request))


def _page(request: HttpRequest, form: FirstLookForm, *, status: int = 200, **more: Any) -> HttpResponse:
    layout = "ui/base.html" if request.user.is_authenticated else "ui/public.html"
    context = {"form": form, "layout": layout, "most": STATEMENTS, "most_kb": MOST // 1024, **more}
    return pages.show(request, PAGE, context, parts=PARTS, status=status)


def _typed(request: HttpRequest) -> dict[str, str]:
    return {"pasted": request.POST.get("pasted", "")}


def _reading(file: files.GoalFile, form: FirstLookForm) -> dict[str, Any]:
    """Everything the answer shows."""
    kept, left_off = _first(file.goals)
    goals = wording.read_file(kept)
    counts = wording.counts(goals)
    return {
        "goals": goals,
        "counts": counts,
        "tallies": [(kind, getattr(counts, kind)) for kind in wording.KINDS if getattr(counts, kind)],
        "mix": _mix(counts),
        "weakest": wording.weakest(goals),
        "left_off": left_off,
        "unread": [{"line": one.line, "given": one.given, "reason": told(one.reason)} for one in file.problems][:20],
        "kept": base64.b64encode(form.cleaned_data["content"]).decode("ascii"),
        "name": form.cleaned_data["name"],
        "foreign": any(goal.language != "en" for goal in goals),
    }


def _onward(request: HttpRequest) -> dict[str, Any]:
    """Whose the goals would be, and in which cycle, if whoever is signed in takes them in from here."""
    person = request.user
    if not isinstance(person, Person):
        return {}
    cycle = queries.current_cycle(clock.today(person.time_zone))
    is_open = cycle is not None and cycle.stage in {Cycle.Stage.PLANNING, Cycle.Stage.ACTIVE}
    return {
        "owner": person.team.public_id if person.team else "",
        "cycle": cycle.pk if cycle is not None and is_open else "",
    }


def _first(found: Iterable[files.Objective]) -> tuple[list[files.Objective], int]:
    """As many goals as hold the first STATEMENTS statements, and how many statements are left off."""
    kept: list[files.Objective] = []
    room, left_off = STATEMENTS, 0
    for goal in found:
        size = 1 + len(goal.key_results)
        if room > 1:
            kept.append(replace(goal, key_results=goal.key_results[: room - 1]))
        taken = min(size, room) if room > 1 else 0
        left_off += size - taken
        room -= taken
    return kept, left_off


def _mix(counts: wording.Counts) -> list[tuple[str, str, str]]:
    """The bar of what they are: kind, where its piece begins and how wide it is, of 100."""
    found: list[tuple[str, str, str]] = []
    at = 0.0
    for kind in wording.KINDS:
        width = 100 * getattr(counts, kind) / counts.total if counts.total else 0.0
        if width:
            found.append((kind, f"{at:.2f}", f"{width:.2f}"))
        at += width
    return found


def _example() -> str:
    return _(
        "# New colleagues find their feet quickly\n"
        "- New starters who close their first case alone within three weeks rise from 40 % to 75 %\n"
        "- Hold 6 welcome workshops\n"
        "- Publish a new handbook\n"
        "\n"
        "# Improve communication\n"
        "- Complete 1 online course on clear writing\n"
        "- Fewer than 2 of 10 customers ask us twice for the same thing, today 5\n"
        "- Make our mails better\n"
    )

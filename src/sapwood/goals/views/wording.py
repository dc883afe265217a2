"""What the coach reads in a goal, remark by remark: each can be put aside with a reason, and asked again."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from sapwood.activity import clock
from sapwood.activity.deeds import Refused
from sapwood.goals import actions, asides, rules, wording, written
from sapwood.goals.models import Aside, Objective
from sapwood.goals.models.aside import digest
from sapwood.goals.views.find import objective_of, reader
from sapwood.people.models import Person
from sapwood.ui import pages

PAGE = "goals/wording.html"
WAYS = ("proposal", "agreement")


@require_GET
def read_wording(request: HttpRequest, public_id: str) -> HttpResponse:
    """Each statement with its remarks and what the judgement rests on; with `then`, the line that is still missing."""
    person, found = reader(request), objective_of(request, public_id)
    then = request.GET.get("then", "")
    return pages.show(request, PAGE, _context(person, found, then if then in WAYS else ""))


@require_POST
def put_asides(request: HttpRequest, public_id: str) -> HttpResponse:
    """Put one remark aside."""
    person, found = reader(request), objective_of(request, public_id)
    try:
        actions.put_aside(
            by=person,
            objective=found,
            code=request.POST.get("code", ""),
            about=request.POST.get("about", ""),
            reason=request.POST.get("reason", ""),
            at=clock.now(),
            key=request.POST.get("submission"),
        )
    except Refused as refusal:
        return pages.refused(request, PAGE, {**_context(person, found, ""), "refusal": refusal})
    return pages.done(request, address(found), _("Put aside. Other words bring the question back."))


@require_POST
def aside_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Let it be asked again."""
    person = reader(request)
    visible = Objective.objects.visible_to(person)
    row = get_object_or_404(Aside.objects.select_related("objective"), pk=pk, objective__in=visible)
    try:
        actions.take_up_again(by=person, aside=row, at=clock.now())
    except Refused as refusal:
        return pages.said(request, address(row.objective), refusal)
    return pages.done(request, address(row.objective), _("It is asked again."))


def address(found: Objective) -> str:
    return reverse("goals:wording", args=[found.public_id])


def _context(person: Person, found: Objective, then: str) -> dict[str, Any]:
    goal = asides.read(found)
    may_edit = rules.may_edit(person, found)
    texts = {digest(text) for text in asides.texts_of(written.draft_of(found))}
    return {
        "objective": found,
        "goal": goal,
        "counts": wording.counts([goal]),
        "may_put_aside": may_edit,
        "needs_reason": found.stage != Objective.Stage.DRAFT,
        "then": then if may_edit and found.stage == Objective.Stage.DRAFT else "",
        "waiting": asides.unanswered(goal),
        "older": [row for row in found.asides.select_related("by") if row.ended or row.digest not in texts],
    }

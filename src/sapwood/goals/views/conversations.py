"""Notes of conversations about a goal: written on a page of their own, read on the goal's."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sapwood.activity import clock
from sapwood.activity.deeds import Refused
from sapwood.feedback.bank import conversations as bank
from sapwood.goals import actions, rules
from sapwood.goals.forms.conversation import ConversationForm
from sapwood.goals.models import ConversationNote, Objective
from sapwood.goals.views.find import objective_of, reader
from sapwood.goals.views.objective import address
from sapwood.people.views.deeds import do
from sapwood.ui import pages

PAGE = "goals/conversation.html"


@require_http_methods(["GET", "POST"])
def conversations(request: HttpRequest, public_id: str) -> HttpResponse:
    """Write down what was said; who will read it stands first."""
    person, found = reader(request), objective_of(request, public_id)
    if not rules.may_note_conversation(person, found):
        raise Http404
    results = list(found.key_results.filter(dropped=None))
    begun = {"day": clock.today(person.time_zone), "question": request.GET.get("question", "")[:300]}
    form = ConversationForm(request.POST or None, results=results, initial=begun)
    context: dict[str, Any] = {
        "form": form,
        "objective": found,
        "topics": bank.TOPICS,
        "readers": _readers(found),
    }
    if request.method == "GET":
        return pages.show(request, PAGE, context)
    if not form.is_valid():
        return pages.refused(request, PAGE, context)
    try:
        actions.note_conversation(
            by=person, objective=found, at=clock.now(), key=request.POST.get("submission"), **form.keywords()
        )
    except Refused as refusal:
        return pages.refused(request, PAGE, {**context, "refusal": refusal})
    return pages.done(request, address(found), _("Kept, beside the key results."))


@require_POST
def conversation_end(request: HttpRequest, public_id: str) -> HttpResponse:
    """Withdraw a note."""
    visible = Objective.objects.visible_to(reader(request))
    rows = ConversationNote.objects.select_related("objective", "by").filter(objective__in=visible)
    found = get_object_or_404(rows, public_id=public_id)
    return do(
        request,
        address(found.objective),
        lambda: actions.withdraw_conversation(by=reader(request), note=found, at=clock.now()),
        _("The note is deleted."),
    )


def _readers(found: Objective) -> str:
    """Who reads a note on this goal, in a sentence."""
    if found.layer == Objective.Layer.STRATEGIC and found.stage != Objective.Stage.DRAFT:
        return _("Everybody here can read this goal, so everybody will read this note, with your name.")
    if found.layer == Objective.Layer.PERSONAL:
        return _("Only you can read this goal, and so this note.")
    if found.owner_team_id is not None:
        return _("The team and those who can read this goal will read this note, with your name.")
    return _("You and those with whom you share this goal will read this note, now or later, with your name.")

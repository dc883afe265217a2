"""The page where one answers, by a signed link and without signing in. It writes a receipt and a sealed ballot."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from sapwood.activity import clock
from sapwood.activity.deeds import Refused
from sapwood.feedback import actions, links, queries
from sapwood.feedback.forms.answering import Given
from sapwood.feedback.models import Guest, Invitation, Item, Receipt
from sapwood.feedback.promise import promise
from sapwood.feedback.views.questionnaires import in_order, shown
from sapwood.people.models import Person
from sapwood.ui import pages


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """Answer, or read that it was answered, or that it is over. Nothing is told by a message: that would be a row."""
    invitation = links.find(token)
    if invitation is None or not _may_look(invitation):
        return pages.show(request, "feedback/answer_gone.html", status=410)
    rater = invitation.person or invitation.guest
    assert rater is not None
    zone = clock.local(clock.now(), getattr(rater, "time_zone", "UTC")).tzinfo
    with translation.override(rater.language), timezone.override(zone):
        if request.method == "POST":
            return _sent(request, token, invitation, rater)
        return _page(request, invitation, {})


def _sent(request: HttpRequest, token: str, invitation: Invitation, rater: Person | Guest) -> HttpResponse:
    items = list(Item.objects.filter(questionnaire=invitation.wave.questionnaire_id))
    given = Given.read(items, request.POST)
    try:
        actions.send(by=rater, invitation=invitation, ratings=given.ratings, remarks=given.remarks, at=clock.now())
    except Refused as refusal:
        return _page(request, invitation, {"refusal": refusal, "given": given}, status=422)
    answer = HttpResponseRedirect(links.address(invitation))
    answer.status_code = 303
    return answer


def _page(request: HttpRequest, invitation: Invitation, more: dict[str, Any], status: int = 200) -> HttpResponse:
    wave = invitation.wave
    is_open = wave.is_open and wave.closes is not None and clock.now() < wave.closes
    told: dict[str, Any] = {
        "invitation": invitation,
        "wave": wave,
        "promise": promise(invitation),
        "token": links.token(invitation),
    }
    if Receipt.objects.filter(invitation=invitation).exists() or not is_open:
        told |= {"is_open": is_open, "before": queries.answered_before(wave), "others": _others(invitation)}
        return pages.show(request, "feedback/answer_over.html", told | more, status=status)
    given = more.get("given")
    items = list(wave.questionnaire.items.select_related("competency"))
    questions = [
        {**shown(item), "typed": given.typed[item.pk] if given else None}
        for item in in_order(wave.questionnaire, items)
    ]
    return pages.show(request, "feedback/answer.html", {**told, "items": questions, **more}, status=status)


def _others(invitation: Invitation) -> list[dict[str, Any]]:
    """In a 360: the other colleagues this rater is asked about and has not answered for."""
    if invitation.subject_id is None or not invitation.wave.is_open:
        return []
    rows = queries.open_invitations(invitation.person or invitation.guest).filter(wave=invitation.wave)
    return [{"row": row, "href": links.address(row)} for row in rows]


def _may_look(invitation: Invitation) -> bool:
    """Whoever has left, or wants no more mail from here, finds nothing."""
    if invitation.guest is not None:
        return invitation.guest.declined is None
    return invitation.person is not None and invitation.person.is_active

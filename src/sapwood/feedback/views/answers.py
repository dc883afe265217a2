"""The page where one answers, by a signed link and without signing in. It writes a receipt and a sealed ballot."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from sapwood.activity import clock
from sapwood.activity.deeds import Refused
from sapwood.feedback import actions, keeping, links, outside, queries
from sapwood.feedback.forms.answering import Given
from sapwood.feedback.models import Guest, Invitation, Item, Receipt, Wave
from sapwood.feedback.promise import promise
from sapwood.feedback.questionnaires import minutes
from sapwood.feedback.views.questionnaires import in_order, shown
from sapwood.people.models import Person
from sapwood.ui import pages


@csrf_exempt  # the link is the credential: whoever could forge this has it; a lost cookie would lose what was typed
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
            return _sent(request, invitation, rater)
        return _page(request, invitation, {})


@csrf_exempt  # as above
@never_cache
@require_POST
def answer_draft(request: HttpRequest, token: str) -> HttpResponse:
    """Keep a named view as it is typed; for any other answer there is no such page."""
    invitation = links.find(token)
    if invitation is None or not _may_look(invitation) or not keeping.is_kept_here(invitation):
        return HttpResponse(status=404)
    if not _is_open(invitation.wave) or Receipt.objects.filter(invitation=invitation).exists():
        return HttpResponse(status=410)
    if not keeping.keep(invitation, request.POST, clock.now()):
        return HttpResponse(_("That is more than can be kept."), status=413)
    return HttpResponse(status=204)


def _sent(request: HttpRequest, invitation: Invitation, rater: Person | Guest) -> HttpResponse:
    items = list(Item.objects.filter(questionnaire=invitation.wave.questionnaire_id))
    given = Given.read(items, request.POST)
    try:
        actions.send(by=rater, invitation=invitation, ratings=given.ratings, remarks=given.remarks, at=clock.now())
    except Refused as refusal:
        return _page(request, invitation, {"refusal": refusal, "given": given}, status=422)
    keeping.forget(invitation)
    answer = HttpResponseRedirect(links.address(invitation))
    answer.status_code = 303
    return answer


def _page(request: HttpRequest, invitation: Invitation, more: dict[str, Any], status: int = 200) -> HttpResponse:
    wave = invitation.wave
    is_round = wave.kind == Wave.Kind.ROUND
    given: Given | None = more.get("given")
    told: dict[str, Any] = {
        "invitation": invitation,
        "wave": wave,
        "promise": promise(invitation),
        "token": links.token(invitation),
        "kept_as": keeping.browser_name(invitation),
    }
    if is_round:
        told["colleagues"] = [
            {"row": row, "href": links.address(row), "is_here": row.pk == invitation.pk}
            for row in queries.asked_beside(invitation)
        ]
        told["following"] = next((one for one in told["colleagues"] if not one["row"].is_sent), None)
    is_open = _is_open(wave)
    if Receipt.objects.filter(invitation=invitation).exists() or not is_open:
        told |= {"is_open": is_open, "before": queries.answered_before(invitation), "unsent": _unsent(wave, given)}
        page = "feedback/answer_round_over.html" if is_round else "feedback/answer_over.html"
        return pages.show(request, page, told | more, status=status)
    subject = invitation.subject
    focus = subject.focus.values_list("pk", flat=True) if subject and invitation.guest_id else ()
    items = outside.shortened(
        list(wave.questionnaire.items.select_related("competency")), invitation.relation, set(focus)
    )
    given = given or keeping.kept(invitation, items)
    questions = [
        {**shown(item), "typed": given.typed[item.pk] if given else None}
        for item in in_order(wave.questionnaire, items, shuffled=wave.is_shuffled)
    ]
    told |= {
        "items": questions,
        "minutes": minutes(items),
        "is_kept_here": keeping.is_kept_here(invitation),
        "key": "" if keeping.is_kept_here(invitation) else keeping.browser_key(invitation),
    }
    page = "feedback/answer_round.html" if is_round else "feedback/answer.html"
    return pages.show(request, page, told | more, status=status)


def _unsent(wave: Wave, given: Given | None) -> list[tuple[str, str]]:
    """Words that came too late, so that their writer can take them along; they stand nowhere else."""
    if given is None:
        return []
    items = Item.objects.filter(questionnaire=wave.questionnaire_id, pk__in=given.remarks).order_by("position", "id")
    return [(item.said(), given.remarks[item.pk].text) for item in items if given.remarks[item.pk].text]


def _is_open(wave: Wave) -> bool:
    return wave.is_open and wave.closes is not None and clock.now() < wave.closes


def _may_look(invitation: Invitation) -> bool:
    """Whoever has left, or wants no more mail from here, finds nothing."""
    if invitation.guest is not None:
        return invitation.guest.declined is None
    return invitation.person is not None and invitation.person.is_active

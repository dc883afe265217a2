"""Pages of mentoring: one's own, what one offers, and whom one could ask."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sapwood.activity import clock
from sapwood.activity.deeds import Refused
from sapwood.growth import actions, mentors, rules
from sapwood.growth.forms.mentoring import AnswerForm, OfferForm, SearchForm
from sapwood.growth.models import Mentoring, MentorOffer, MentorSearch
from sapwood.people.models import Person, Role
from sapwood.people.views.deeds import do, unclear
from sapwood.people.views.find import person_of, reader
from sapwood.ui import pages

HOME, OFFER = "growth/mentoring_home.html", "growth/mentoring_offer.html"


@require_http_methods(["GET", "POST"])
def mentoring_home(request: HttpRequest) -> HttpResponse:
    """What is asked of one, where one's own mentorings stand; posted to it, a search begins."""
    person = reader(request)
    if request.method == "GET":
        return pages.show(request, HOME, _home(person, SearchForm()))
    form = SearchForm(request.POST)
    if not form.is_valid():
        return pages.refused(request, HOME, _home(person, form))
    row = actions.seek_mentor(by=person, at=clock.now(), key=request.POST.get("submission"), **form.cleaned_data)
    return pages.done(request, "growth:mentor_search", "", row.public_id)


@require_http_methods(["GET", "POST"])
def mentor_offer(request: HttpRequest) -> HttpResponse:
    """Offer help, or change what one offers."""
    person = reader(request)
    offer = MentorOffer.objects.filter(person=person, ended=None).prefetch_related("competencies").first()
    first = (
        {
            "competencies": [one.public_id for one in offer.competencies.all()],
            "note": offer.note,
            "places": offer.places,
        }
        if offer
        else {}
    )
    form = OfferForm(request.POST or None, initial=first)
    context: dict[str, Any] = {"form": form, "offer": offer}
    if request.method == "GET":
        return pages.show(request, OFFER, context)
    if not form.is_valid():
        return pages.refused(request, OFFER, context)
    try:
        actions.offer_mentoring(by=person, at=clock.now(), key=request.POST.get("submission"), **form.cleaned_data)
    except Refused as refusal:
        return pages.refused(request, OFFER, {**context, "refusal": refusal})
    return pages.done(request, "growth:mentoring_home", _("Thank you. Whoever looks for it can ask you now."))


@require_POST
def mentor_offer_end(request: HttpRequest) -> HttpResponse:
    return do(
        request,
        reverse("growth:mentoring_home"),
        lambda: actions.end_offer(by=reader(request), at=clock.now()),
        _("You take nobody new. Whom you help already stays."),
    )


@require_GET
def mentor_search(request: HttpRequest, public_id: str) -> HttpResponse:
    """Who could help, each with the reasons."""
    found = _search(request, public_id)
    asked = mentors.of(reader(request)).filter(learner=found.person, competency=found.competency)
    context = {
        "search": found,
        "suggestions": mentors.suggestions(found, clock.now()) if found.ended is None else [],
        "asked": [one for one in asked if one.is_waiting or one.declined],
    }
    return pages.show(request, "growth/mentoring_search.html", context)


@require_POST
def mentor_asking(request: HttpRequest, public_id: str, mentor: str) -> HttpResponse:
    """Ask one of them."""
    found, other = _search(request, public_id), person_of(request, mentor)
    return do(
        request,
        reverse("growth:mentor_search", args=[public_id]),
        lambda: actions.ask_mentor(by=reader(request), search=found, mentor=other, at=clock.now()),
        _("%(name)s is asked. You hear from us when they answer.") % {"name": other},
    )


@require_POST
def mentor_search_end(request: HttpRequest, public_id: str) -> HttpResponse:
    found = _search(request, public_id)
    return do(
        request,
        reverse("growth:mentoring_home"),
        lambda: actions.end_search(by=reader(request), search=found, at=clock.now()),
        _("You look no longer."),
    )


@require_POST
def mentoring_answer(request: HttpRequest, public_id: str) -> HttpResponse:
    """Yes or no."""
    found, form = mentoring_of(request, public_id), AnswerForm(request.POST)
    to = actions.mentoring_address(found)
    if not form.is_valid():
        return unclear(request, to, form)
    accepts, note = form.cleaned_data["accepts"] == "yes", form.cleaned_data["note"]
    return do(
        request,
        to,
        lambda: actions.answer_asking(
            by=reader(request), mentoring=found, accepts=accepts, note=note, at=clock.now(),
            key=request.POST.get("submission"),
        ),
        _("Good. When do you talk first?") if accepts else _("You said no; they are told kindly."),
    )  # fmt: skip


@require_POST
def mentoring_withdrawal(request: HttpRequest, public_id: str) -> HttpResponse:
    found = mentoring_of(request, public_id)
    return do(
        request,
        reverse("growth:mentoring_home"),
        lambda: actions.withdraw(by=reader(request), mentoring=found, at=clock.now()),
        _("Taken back."),
    )


def mentoring_of(request: HttpRequest, public_id: str) -> Mentoring:
    """One's own: for everybody else it is not there. What was taken back is gone for whoever was asked."""
    found = get_object_or_404(Mentoring.objects.select_related(*mentors.BOTH), public_id=public_id)
    if not rules.may_take_part(reader(request), found):
        raise Http404
    return found


def _search(request: HttpRequest, public_id: str) -> MentorSearch:
    found = get_object_or_404(MentorSearch.objects.select_related("person", "competency"), public_id=public_id)
    if not rules.may_use_search(reader(request), found):
        raise Http404
    return found


def _home(person: Person, form: SearchForm) -> dict[str, Any]:
    return {"desk": mentors.desk_of(person), "form": form, "is_coach": person.has_role(Role.COACH)}

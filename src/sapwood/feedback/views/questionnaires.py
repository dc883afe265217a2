"""Questionnaires: the list, one to compose, and how it looks to a rater. For those who keep them."""

from __future__ import annotations

import random
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sapwood.activity import clock
from sapwood.activity.deeds import Conflict, Refused
from sapwood.feedback import actions, queries, scales, themes
from sapwood.feedback import questionnaires as papers
from sapwood.feedback.forms.questionnaire import FrameForm, NewForm
from sapwood.feedback.models import Item, Questionnaire
from sapwood.people.views.deeds import do
from sapwood.people.views.find import reader, version_of
from sapwood.people.views.person import both
from sapwood.ui import pages


@require_http_methods(["GET", "POST"])
def questionnaires(request: HttpRequest) -> HttpResponse:
    """All lines with their newest editions; a new one is begun below."""
    form = NewForm(request.POST or None)
    context = {"lines": queries.lines(), "form": form}
    if request.method == "GET":
        return pages.show(request, "feedback/questionnaires.html", context)
    if not form.is_valid():
        return pages.refused(request, "feedback/questionnaires.html", context)
    try:
        row = actions.draft_questionnaire(
            by=reader(request), at=clock.now(), key=request.POST.get("submission"), **form.cleaned_data
        )
    except Refused as refusal:
        return pages.refused(request, "feedback/questionnaires.html", {**context, "refusal": refusal})
    return pages.done(request, "feedback:questionnaire", "", row.public_id)


@require_http_methods(["GET", "POST"])
def questionnaire(request: HttpRequest, public_id: str) -> HttpResponse:
    """One edition: composed while it is a draft, read afterwards."""
    found = find(public_id)
    form = FrameForm.of(found, request.POST or None)
    context = {**_composition(found), "form": form, "version": found.version}
    if request.method == "GET":
        return pages.show(request, "feedback/questionnaire.html", context)
    if not form.is_valid():
        return pages.refused(request, "feedback/questionnaire.html", {**context, "version": version_of(request)})
    try:
        actions.edit_questionnaire(
            by=reader(request), questionnaire=found, version=version_of(request), at=clock.now(), **form.cleaned_data
        )
    except Refused as refusal:
        return pages.refused(request, "feedback/questionnaire.html", {**context, "refusal": refusal})
    except Conflict as conflict:
        context |= both(conflict, form, found.version)
        return pages.show(request, "feedback/questionnaire.html", context, status=409)
    return pages.done(request, "feedback:questionnaire", _("Saved."), public_id)


@require_GET
def preview(request: HttpRequest, public_id: str) -> HttpResponse:
    """As a rater would see it, in one of its languages. Nothing can be sent here."""
    found = find(public_id)
    items = list(found.items.select_related("competency"))
    language = request.GET.get("language", "") or (get_language() or "en")
    context = {
        "one": found,
        "language": language,
        "languages": papers.languages(items),
        "minutes": papers.minutes(items),
        "items": [shown(item, language) for item in in_order(found, items)],
    }
    return pages.show(request, "feedback/preview.html", context)


@require_POST
def publication(request: HttpRequest, public_id: str) -> HttpResponse:
    found = find(public_id)
    return do(
        request,
        reverse("feedback:questionnaire", args=[public_id]),
        lambda: actions.publish_questionnaire(by=reader(request), questionnaire=found, at=clock.now()),
        _("Published. Its questions are fixed now; a change is a new edition."),
    )


@require_POST
def edition(request: HttpRequest, public_id: str) -> HttpResponse:
    """Begin the next edition."""
    try:
        draft = actions.open_edition(by=reader(request), questionnaire=find(public_id), at=clock.now())
    except Refused as refusal:
        return pages.said(request, "feedback:questionnaire", refusal, public_id)
    words = _("Edition %(number)d is a draft. The one before stays in use until you publish.") % {
        "number": draft.edition
    }
    return pages.done(request, "feedback:questionnaire", words, draft.public_id)


@require_POST
def retirement(request: HttpRequest, public_id: str) -> HttpResponse:
    found = find(public_id)
    return do(
        request,
        reverse("feedback:questionnaire", args=[public_id]),
        lambda: actions.retire_questionnaire(by=reader(request), questionnaire=found, at=clock.now()),
        _("It is out of the choice. Waves that used it keep it."),
    )


@require_POST
def removal(request: HttpRequest, public_id: str) -> HttpResponse:
    """Throw a draft away."""
    found = find(public_id)
    try:
        actions.discard_questionnaire(by=reader(request), questionnaire=found, at=clock.now())
    except Refused as refusal:
        return pages.said(request, "feedback:questionnaire", refusal, public_id)
    return pages.done(request, "feedback:questionnaires", _("The draft was thrown away."))


def find(public_id: str) -> Questionnaire:
    return get_object_or_404(Questionnaire.objects.select_related("published_by"), public_id=public_id)


def shown(item: Item, language: str = "") -> dict[str, Any]:
    """An item as a form shows it."""
    return {
        "item": item,
        "text": item.said(language),
        "steps": scales.steps(item),
        "has_words": item.is_scale and item.points == 5 and item.kind != Item.Kind.ZERO_TO_TEN,
        "pass_words": scales.pass_words(item) if item.may_pass else "",
        "levels": list(enumerate(item.levels(language), 1)),
        "about": item.competency.said("name", language) if item.competency else themes.name_of(item.theme),
    }


def in_order(found: Questionnaire, items: list[Item], *, shuffled: bool = False) -> list[Item]:
    """The items as a rater gets them: as composed, or in random order with those in words at the end."""
    if not (found.shuffled or shuffled):
        return items
    scale, words = [one for one in items if one.is_scale], [one for one in items if not one.is_scale]
    return [*random.sample(scale, len(scale)), *words]


def _composition(found: Questionnaire) -> dict[str, Any]:
    items = list(found.items.select_related("competency", "behaviour"))
    editions = list(Questionnaire.objects.filter(line=found.line).order_by("-edition"))
    return {
        "one": found,
        "is_draft": found.published is None,
        "is_pulse": found.kind == Questionnaire.Kind.PULSE,
        "items": [
            {
                **shown(item),
                "languages": sorted(item.translations),
                "reworded": item.behaviour is not None and item.behaviour.text != item.text,
                "first": place == 0,
                "last": place == len(items) - 1,
            }
            for place, item in enumerate(items)
        ],
        "minutes": papers.minutes(items),
        "languages": papers.languages(items),
        "why_not": papers.why_not(found, items),
        "remarks": papers.remarks(found, items),
        "others": [one for one in editions if one.pk != found.pk],
        "may_open": found.published is not None and all(one.published for one in editions),
    }

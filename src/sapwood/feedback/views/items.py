"""Items of a draft: chosen from the library and the bank, written, reworded, translated, ordered, taken out."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from sapwood.activity import clock
from sapwood.activity.deeds import Conflict, Refused
from sapwood.feedback import actions, bank, queries, themes
from sapwood.feedback.forms.questionnaire import ItemForm
from sapwood.feedback.models import Item, Questionnaire
from sapwood.feedback.themes import Theme
from sapwood.feedback.views.questionnaires import find
from sapwood.people.forms.library import LEVEL_FIELDS, WordsForm
from sapwood.people.library.remarks import remarks
from sapwood.people.views.deeds import do
from sapwood.people.views.find import reader
from sapwood.ui import pages


@require_http_methods(["GET", "POST"])
def choice(request: HttpRequest, public_id: str) -> HttpResponse:
    """Tick behaviours of the library, or items of the bank, to ask about."""
    found = find(public_id)
    if request.method == "POST":
        return _choose(request, found)
    there = set(found.items.values_list("key", flat=True))
    is_pulse = found.kind == Questionnaire.Kind.PULSE
    context = {
        "one": found,
        "is_pulse": is_pulse,
        "there": there,
        "themes": _themes() if is_pulse else [],
        "families": [] if is_pulse else queries.library(),
    }
    return pages.show(request, "feedback/choice.html", context)


@require_http_methods(["GET", "POST"])
def items(request: HttpRequest, public_id: str) -> HttpResponse:
    """Write a question in one's own words."""
    found = find(public_id)
    form = ItemForm(request.POST or None, questionnaire=found, is_new=True)
    context = {"one": found, "form": form, "theme_names": Theme.labels}
    if request.method == "GET":
        return pages.show(request, "feedback/item_new.html", context)
    if not form.is_valid():
        return pages.refused(request, "feedback/item_new.html", context)
    try:
        actions.write_item(
            by=reader(request), questionnaire=found, at=clock.now(), key=request.POST.get("submission"), **form.cleaned_data
        )  # fmt: skip
    except Refused as refusal:
        return pages.refused(request, "feedback/item_new.html", {**context, "refusal": refusal})
    return pages.done(request, "feedback:questionnaire", _("Added at the end."), public_id)


@require_http_methods(["GET", "POST"])
def item(request: HttpRequest, public_id: str, pk: int) -> HttpResponse:
    """Change a question of a draft; say it in other languages."""
    found = _item(public_id, pk)
    form = ItemForm.of(found, request.POST or None)
    context = {**_words(found), "form": form}
    if request.method == "GET":
        return pages.show(request, "feedback/item.html", context)
    if not form.is_valid():
        return pages.refused(request, "feedback/item.html", context)
    try:
        actions.reword_item(by=reader(request), item=found, at=clock.now(), **form.cleaned_data)
    except Refused as refusal:
        return pages.refused(request, "feedback/item.html", {**context, "refusal": refusal})
    except Conflict as conflict:
        told = {"stands": [{"label": _("The question"), "current": conflict.current["text"]}], "before": found.text}
        return pages.show(request, "feedback/item.html", {**context, **told}, status=409)
    return pages.done(request, "feedback:questionnaire", _("Saved."), public_id)


@require_POST
def item_words(request: HttpRequest, public_id: str, pk: int) -> HttpResponse:
    """Say a question in another language."""
    found = _item(public_id, pk)
    form = WordsForm(request.POST, auto_id="words-%s")
    context = {**_words(found), "form": ItemForm.of(found), "words_form": form}
    if not form.is_valid():
        return pages.refused(request, "feedback/item.html", context)
    try:
        actions.translate_item(by=reader(request), item=found, at=clock.now(), **form.cleaned_data)
    except Refused as refusal:
        return pages.refused(request, "feedback/item.html", {**context, "refusal": refusal})
    return pages.done(request, "feedback:item", _("Saved."), public_id, pk)


@require_POST
def item_renewal(request: HttpRequest, public_id: str, pk: int) -> HttpResponse:
    """Take the words the library has by now."""
    found = _item(public_id, pk)
    return do(
        request,
        f"{reverse('feedback:questionnaire', args=[public_id])}#item-{pk}",
        lambda: actions.renew_item(by=reader(request), item=found, at=clock.now()),
        _("It says what the library says."),
    )


@require_POST
def item_place(request: HttpRequest, public_id: str, pk: int) -> HttpResponse:
    """One place up, or down."""
    found = _item(public_id, pk)
    return do(
        request,
        f"{reverse('feedback:questionnaire', args=[public_id])}#item-{pk}",
        lambda: actions.move_item(by=reader(request), item=found, up=request.POST.get("up") == "yes", at=clock.now()),
        "",
    )


@require_POST
def item_removal(request: HttpRequest, public_id: str, pk: int) -> HttpResponse:
    found = _item(public_id, pk)
    return do(
        request,
        reverse("feedback:questionnaire", args=[public_id]),
        lambda: actions.drop_item(by=reader(request), item=found, at=clock.now()),
        _("Taken out."),
    )


def _choose(request: HttpRequest, found: Questionnaire) -> HttpResponse:
    there = set(found.items.values_list("key", flat=True))
    whole = request.POST.getlist("competency")[:100]
    single = request.POST.getlist("behaviour")[:500]
    behaviours = list(queries.chosen_behaviours(whole, single))
    keys = set(request.POST.getlist("item")[:500])
    bank_items = [one for one in bank.pulse_items() if one.key in keys]
    count = len(({one.key for one in behaviours} | {one.key for one in bank_items}) - there)
    if not count:
        return pages.said(request, "feedback:choice", Refused(_("Nothing new was ticked."), ""), found.public_id)
    try:
        actions.choose_items(
            by=reader(request), questionnaire=found, behaviours=behaviours, bank=bank_items, at=clock.now(),
            key=request.POST.get("submission"),
        )  # fmt: skip
    except Refused as refusal:
        return pages.said(request, "feedback:questionnaire", refusal, found.public_id)
    words = ngettext("One question was added.", "%(count)d questions were added.", count) % {"count": count}
    return pages.done(request, "feedback:questionnaire", words, found.public_id)


def _themes() -> list[dict[str, Any]]:
    """The items of the bank, theme by theme."""
    return [
        {
            "name": themes.name_of(theme),
            "meaning": themes.meaning_of(theme),
            "items": [one for one in bank.pulse_items() if one.theme == theme],
        }
        for theme in Theme.values
    ]


def _item(public_id: str, pk: int) -> Item:
    rows = Item.objects.select_related("questionnaire", "competency", "behaviour")
    return get_object_or_404(rows, questionnaire__public_id=public_id, pk=pk)


def _words(found: Item) -> dict[str, Any]:
    languages = []
    for code, said in sorted(found.translations.items()):
        words = said if isinstance(said, dict) else {"text": said}
        levels = dict(zip(LEVEL_FIELDS, words.get("anchors", ()), strict=False))
        initial = {"language": code, "text": words.get("text", ""), **levels}
        languages.append((code, words.get("text", ""), WordsForm(initial=initial, auto_id=f"{code}-%s")))
    return {
        "one": found.questionnaire,
        "item": found,
        "remarks": remarks(found.text) if found.kind == Item.Kind.FREQUENCY else [],
        "languages": languages,
        "words_form": WordsForm(auto_id="words-%s"),
        "theme_names": Theme.labels,
        "is_draft": found.questionnaire.published is None,
    }

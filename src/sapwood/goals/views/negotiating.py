"""The deeds of a negotiation: handing a goal on, asking back, declining; other wordings and what becomes of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from sapwood.activity import clock, drafts
from sapwood.activity.deeds import Refused
from sapwood.goals import actions, negotiation, rules
from sapwood.goals.forms import AskForm, DeclineForm, PassOnForm, SuggestForm
from sapwood.goals.models import KeyResult, Objective, Suggestion
from sapwood.goals.views.find import objective_of, reader
from sapwood.goals.views.objective import address, page_of
from sapwood.people.models import Person
from sapwood.ui import pages


@require_POST
def proposal(request: HttpRequest, public_id: str) -> HttpResponse:
    """Send a draft, or hand a goal back after changes were asked for."""
    note = request.POST.get("note", "")[:2000]
    return _send_out(request, public_id, _("Sent. It stands in their week now."), how="proposal", note=note)


@require_POST
def agreement(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take it on as it read on the page the button stood on."""
    given = request.POST.get("version", "")
    version = int(given) if given.isdigit() and len(given) < 10 else None
    return _send_out(request, public_id, _("Agreed, as it reads now."), how="agreement", version=version)


@require_POST
def change_request(request: HttpRequest, public_id: str) -> HttpResponse:
    """Give it back to whoever wrote it, saying what should change."""

    def ask(by: Person, objective: Objective, form: Form) -> Any:
        return actions.ask_for_changes(
            by=by, objective=objective, note=form.cleaned_data["note"], at=clock.now(), key=_key(request)
        )

    return _with_words(request, public_id, "ask_form", AskForm, ask, _("It is back with whoever wrote it."))


@require_POST
def refusal(request: HttpRequest, public_id: str) -> HttpResponse:
    """Say no to a proposal, with the reason."""

    def decline(by: Person, objective: Objective, form: Form) -> Any:
        return actions.decline_objective(
            by=by, objective=objective, reason=form.cleaned_data["reason"], at=clock.now(), key=_key(request)
        )

    return _with_words(request, public_id, "decline_form", DeclineForm, decline, _("Declined. They read why."))


@require_POST
def turn(request: HttpRequest, public_id: str) -> HttpResponse:
    """Hand it to somebody for their word."""

    def pass_on(by: Person, objective: Objective, form: Form) -> Any:
        said = form.cleaned_data
        return actions.pass_on(
            by=by, objective=objective, to=said["to"], note=said["note"], at=clock.now(), key=_key(request)
        )

    return _with_words(request, public_id, "pass_on_form", PassOnForm, pass_on, _("Handed on."))


@require_http_methods(["GET", "POST"])
def suggestions(request: HttpRequest, public_id: str) -> HttpResponse:
    """Put another wording forward: of the objective, or with `key_result` of one of its key results."""
    person, found = reader(request), objective_of(request, public_id)
    result = _result(found, request.GET.get("key_result", ""))
    if found.owner_person_id == person.pk:  # one's own goal is just written
        return HttpResponseRedirect(reverse("goals:edit", args=[found.public_id]))
    form = SuggestForm(request.POST or None, objective=found, key_result=result)
    kept = drafts.kept(person=person, form=_draft_of(found, result)) if request.method == "GET" else None
    if kept is not None:
        form = SuggestForm(initial=kept.data, objective=found, key_result=result)
    context = {
        "objective": found,
        "key_result": result,
        "form": form,
        "draft": _draft_of(found, result),
        "kept": kept is not None,
        "may_suggest": rules.may_suggest(person, found),
    }
    if request.method == "GET":
        return pages.show(request, "goals/suggest.html", context)
    if not form.is_valid():
        return pages.refused(request, "goals/suggest.html", context)
    try:
        actions.suggest(
            by=person,
            objective=found,
            key_result=result,
            text=form.said(),
            base=form.read(),
            note=form.cleaned_data["note"],
            at=clock.now(),
            key=_key(request),
        )
    except Refused as refused:
        return pages.refused(request, "goals/suggest.html", {**context, "refusal": refused})
    drafts.forget(person=person, form=_draft_of(found, result))
    return pages.done(request, address(found, "discussion"), _("Suggested. Whoever decides on it will see it."))


@require_POST
def decision(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take or leave one change of a suggestion, or all that are open."""
    person = reader(request)
    suggestion = _suggestion(request, public_id)
    take, leave, clashing = _chosen(request, person, suggestion)
    there = f"{address(suggestion.objective, 'discussion')}#suggestion-{suggestion.public_id}"
    if clashing and not take:
        none = Refused(_("None of its changes fits any more."), _("Leave them, and change the text by hand."))
        return pages.said(request, there, none)
    try:
        actions.decide_suggestion(by=person, suggestion=suggestion, take=take, leave=leave, at=clock.now())
    except Refused as refused:
        return pages.said(request, there, refused)
    words = _("Taken into the text.") if take else _("Left as it was.")
    if clashing:
        words += " " + ngettext(
            "One change no longer fits and is still open.", "%(n)d changes no longer fit and are still open.", clashing
        ) % {"n": clashing}
    return pages.done(request, there, words)


@require_POST
def suggestion_end(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take one's own suggestion back."""
    found = _suggestion(request, public_id)
    try:
        actions.withdraw_suggestion(by=reader(request), suggestion=found, at=clock.now())
    except Refused as refused:
        return pages.said(request, address(found.objective, "discussion"), refused)
    return pages.done(request, address(found.objective, "discussion"), _("Taken back."))


def _send_out(request: HttpRequest, public_id: str, words: str, **said: Any) -> HttpResponse:
    """Propose or agree. Where something in it is no result yet, the page of its wording asks why it stays so."""
    person, found = reader(request), objective_of(request, public_id)
    reason = request.POST.get("reason", "")[:240]
    try:
        actions.send_out(by=person, objective=found, reason=reason, at=clock.now(), key=_key(request), **said)
    except actions.ReasonMissing as missing:
        there = reverse("goals:wording", args=[found.public_id])
        return pages.said(request, f"{there}?then={said['how']}", missing)
    except Refused as refused:
        return pages.said(request, address(found), refused)
    return pages.done(request, address(found), words)


def _with_words(
    request: HttpRequest, public_id: str, name: str, kind: type[Form], deed: Callable[..., Any], words: str
) -> HttpResponse:
    """A deed that needs a word with it. Refused: the same page, the words still typed."""
    person, found = reader(request), objective_of(request, public_id)
    form = kind(request.POST)
    if not form.is_valid():
        return pages.refused(request, "goals/objective.html", {**page_of(request, person, found, "now"), name: form})
    try:
        deed(person, found, form)
    except Refused as refused:
        found = objective_of(request, public_id)
        context = {**page_of(request, person, found, "now"), name: form, "refusal": refused}
        return pages.refused(request, "goals/objective.html", context)
    after = Objective.objects.visible_to(person).filter(pk=found.pk).exists()
    return pages.done(request, address(found) if after else "overview:my_week", words)


def _result(found: Objective, public_id: str) -> KeyResult | None:
    if not public_id:
        return None
    return get_object_or_404(found.key_results.filter(dropped=None), public_id=public_id)


def _suggestion(request: HttpRequest, public_id: str) -> Suggestion:
    visible = Objective.objects.visible_to(reader(request))
    rows = Suggestion.objects.select_related("objective__owner_team", "objective__owner_person")
    return get_object_or_404(rows, public_id=public_id, objective__in=visible)


def _chosen(request: HttpRequest, person: Person, suggestion: Suggestion) -> tuple[list[int], list[int], int]:
    """The changes to take and to leave, and how many of all that are open could not be taken."""
    take, leave = _whole(request.POST.getlist("take")), _whole(request.POST.getlist("leave"))
    wanted = request.POST.get("all", "")
    if wanted not in {"take", "leave"}:
        return take, leave, 0
    results = suggestion.objective.key_results.filter(dropped=None)
    rows = negotiation.suggestions_of(person, suggestion.objective, results)
    row = next(one for one in rows if one.suggestion.pk == suggestion.pk)
    open_ = [one.row.pk for field in row.fields for one in field.changes if not one.row.outcome]
    if wanted == "leave":
        return [], open_, 0
    return row.fitting, [], len(open_) - len(row.fitting)


def _whole(given: list[str]) -> list[int]:
    return [int(one) for one in given if one.isdigit() and len(one) < 18]


def _draft_of(found: Objective, result: KeyResult | None) -> str:
    return f"suggestion-{result.public_id if result else found.public_id}"


def _key(request: HttpRequest) -> str | None:
    return request.POST.get("submission") or None

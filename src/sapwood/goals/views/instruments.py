"""Letting feedback measure a key result: choosing the instrument, going on from a report, and who sees the readings."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sapwood.activity import clock
from sapwood.activity.deeds import Refused
from sapwood.charts import interval_bar
from sapwood.feedback import rules as feedback_rules
from sapwood.feedback.models import Item, Subject
from sapwood.goals import actions, queries, rules
from sapwood.goals.actions.instruments import nearest_target
from sapwood.goals.forms.instruments import InstrumentForm, ReadingReaderForm, TargetForm, answers_of
from sapwood.goals.measured import instruments
from sapwood.goals.measured.tellable import tellable
from sapwood.goals.models import KeyResult, Objective, ReadingSharing
from sapwood.goals.views.find import key_result_of, objective_of, reader
from sapwood.goals.views.objective import address
from sapwood.people.models import Competency, Person
from sapwood.people.views.deeds import do, unclear
from sapwood.ui import pages

PAGE = "goals/instrument.html"


@require_http_methods(["GET", "POST"])
def instrument(request: HttpRequest, public_id: str) -> HttpResponse:
    """What measures a key result (`?key_result=`, or a new one), with the smallest change it can tell, before the
    target is taken. A POST with `look` only shows what was chosen, one with `end` lets it go; else it binds what stood
    on the page."""
    person, found = reader(request), objective_of(request, public_id)
    if not rules.may_measure(person, found):
        raise Http404
    sent = request.POST if request.method == "POST" else request.GET
    result = found.key_results.filter(dropped=None, public_id=sent.get("key_result", "")).first()
    if request.method == "GET":
        return pages.show(request, PAGE, _page(request, person, found, result))
    if "end" in request.POST and result is not None:
        return do(
            request,
            address(found),
            lambda: actions.release_key_result(by=person, key_result=result, at=clock.now()),
            _("Feedback measures it no longer; its values are typed from now on."),
        )
    context = _page(request, person, found, result)
    if "look" in request.POST:
        return pages.show(request, PAGE, context)
    choice: InstrumentForm = context["choice"]
    if request.POST.get("shown", choice.mark) != choice.mark:
        return pages.refused(request, PAGE, {**context, "moved": True})
    form = context["target_form"] = TargetForm(request.POST)
    chosen = choice.chosen
    if chosen is None or not form.is_valid():
        return pages.refused(request, PAGE, context)
    try:
        _bind(request, person, found, result, chosen, form.cleaned_data)
    except Refused as refusal:
        return pages.refused(request, PAGE, {**context, "refusal": refusal})
    return pages.done(request, address(found), _("Measured by feedback from now on. Readings arrive by themselves."))


@require_POST
def goals_of_report(request: HttpRequest, public_id: str) -> HttpResponse:
    """One click on one's own report: a developmental goal begins, bound to what the report told."""
    person = reader(request)
    subject = get_object_or_404(Subject.objects.select_related("wave__publication"), public_id=public_id)
    if not feedback_rules.subject_self(person, subject):
        raise Http404
    competency = Competency.objects.filter(public_id=request.POST.get("competency", "")).first()
    asked = request.POST.get("item", "")
    items = Item.objects.filter(questionnaire=subject.wave.questionnaire_id, competency=competency)
    item = items.filter(pk=int(asked)).first() if asked.isdigit() and len(asked) < 18 else None
    report = reverse("feedback:report", args=[public_id])
    if competency is None or (asked and item is None):
        unsaid = Refused(_("It was not said what the goal is about."), _("Choose a competency or a behaviour."))
        return pages.said(request, report, unsaid)
    try:
        found = actions.begin_from_report(
            by=person,
            subject=subject,
            competency=competency,
            item=item,
            cycle=queries.open_cycle(clock.today(person.time_zone)),
            at=clock.now(),
        )
    except Refused as refusal:
        return pages.said(request, report, refusal)
    words = _("A draft, and yours alone. Its key result is bound already; put the rest in your own words.")
    return pages.done(request, reverse("goals:edit", args=[found.public_id]), words)


@require_POST
def reading_sharings(request: HttpRequest, public_id: str) -> HttpResponse:
    """Let one person who sees the goal see what measures this key result."""
    person, result = reader(request), key_result_of(request, public_id)
    form = ReadingReaderForm(request.POST)
    here = address(result.objective)
    if not form.is_valid():
        return unclear(request, here, form)
    other = form.cleaned_data["person"]
    return do(
        request,
        here,
        lambda: actions.share_readings(by=person, key_result=result, person=other, at=clock.now()),
        _("%(name)s sees the readings now.") % {"name": other},
    )


@require_POST
def reading_sharing_end(request: HttpRequest, pk: int) -> HttpResponse:
    person = reader(request)
    visible = Objective.objects.visible_to(person)
    rows = ReadingSharing.objects.filter(key_result__objective__in=visible, by=person)
    row = get_object_or_404(rows.select_related("key_result__objective"), pk=pk)
    return do(
        request,
        address(row.key_result.objective),
        lambda: actions.unshare_readings(by=person, sharing=row, at=clock.now()),
        _("Taken back."),
    )


def _page(request: HttpRequest, person: Person, found: Objective, result: KeyResult | None) -> dict[str, Any]:
    sent = request.POST if request.method == "POST" else request.GET
    before = answers_of(result) if result is not None else {}
    choice = InstrumentForm(sent if "wave" in sent else before, person=person, objective=found)
    context: dict[str, Any] = {
        "objective": found,
        "result": result,
        "choice": choice,
        "is_bound": bool(before),
        "of_team": found.owner_team_id is not None,
    }
    if choice.chosen is None:
        return context
    level = instruments.level_of(choice.chosen)
    context["level"] = level
    if not level.is_there or level.value is None:
        return context
    least = tellable(choice.chosen, level)
    nearest = nearest_target(choice.chosen, level)
    same = request.POST.get("shown") == choice.mark
    first = before.get("target") if before and "wave" not in sent else request.POST.get("target") if same else nearest
    title = result.title if result is not None else request.POST.get("title", "")
    return context | {
        "least": least,
        "nearest": nearest,
        "bar": interval_bar(
            level.value,
            title=_("The baseline"),
            baseline=None,
            target=nearest,
            low=level.low,
            high=level.high,
            scale=choice.chosen.scale,
        ),
        "target_form": TargetForm(initial={"title": title, "target": first}),
    }


def _bind(
    request: HttpRequest,
    person: Person,
    found: Objective,
    result: KeyResult | None,
    chosen: instruments.Instrument,
    data: dict[str, Any],
) -> None:
    key = request.POST.get("submission")
    if result is None:
        actions.add_measured_key_result(
            by=person,
            objective=found,
            title=data["title"],
            chosen=chosen,
            target=data["target"],
            at=clock.now(),
            key=key,
        )
    else:
        result.objective = found
        actions.bind_key_result(
            by=person, key_result=result, chosen=chosen, target=data["target"], at=clock.now(), key=key
        )

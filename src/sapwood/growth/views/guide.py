"""The guided way into a developmental goal, and the short way: four fields and one click."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sapwood.activity import clock, drafts
from sapwood.activity.deeds import Refused
from sapwood.goals import actions as goals
from sapwood.goals import asides, coaching
from sapwood.goals import queries as goal_queries
from sapwood.goals.actions.instruments import nearest_target
from sapwood.goals.drafts import KeyResultDraft, ObjectiveDraft
from sapwood.goals.forms.objective import take_over
from sapwood.goals.measured import instruments
from sapwood.goals.measured.instruments import Instrument
from sapwood.goals.measured.tellable import tellable
from sapwood.goals.models import KeyResult, Objective
from sapwood.growth import actions
from sapwood.growth.counting import WEEKS, least_target
from sapwood.growth.forms.guide import COUNT, MOST, REPORT, SENT_ALONG, CountForm, GuideForm, WordsForm, named, wished
from sapwood.growth.queries import guide as offers
from sapwood.people.models import Behaviour, Person, Priority, Value
from sapwood.people.views.find import reader
from sapwood.ui import pages

GUIDE, SHORT = "growth-guide", "growth-short"
SIX_WEEKS = dt.timedelta(weeks=6)
LOOKS = ("look", "use", "show", "dismiss", "more")  # buttons that show something and save nothing


@require_http_methods(["GET", "POST"])
def guide(request: HttpRequest) -> HttpResponse:
    """Why, competency, behaviour, for whom, what measures it and the smallest change it can tell, target, practice."""
    person = reader(request)
    sent = _sent(request, person, GUIDE)
    page = _Guide(person, sent, request)
    context = page.context()
    if _only_looks(request):
        page.quiet()
        return pages.show(request, "growth/guide.html", context)
    is_whole = page.form.is_valid() and page.line.is_valid()
    if is_whole and page.form.cleaned_data["instrument"] == COUNT:
        is_whole = _is_counted(request, page.line)
    if not is_whole:
        return pages.refused(request, "growth/guide.html", context)
    return _begin(request, person, page.wish(), GUIDE, "growth/guide.html", context)


@require_http_methods(["GET", "POST"])
def short_way(request: HttpRequest) -> HttpResponse:
    """What should colleagues notice in six weeks? A private goal in four minutes."""
    person = reader(request)
    sent = _sent(request, person, SHORT)
    near = offers.nearest(sent.get("title", "")) if sent else []
    chosen = (
        Behaviour.objects.filter(public_id=sent["behaviour"], retired=None) if sent and sent.get("behaviour") else ()
    )
    form = WordsForm(sent, behaviours=list(dict.fromkeys([*near, *chosen])))
    line = CountForm(sent)
    context = _frame(request, form, line, SHORT) | {"near": near}
    if _only_looks(request):
        _quiet(form, line)
        return pages.show(request, "growth/short_way.html", context)
    if not (form.is_valid() and line.is_valid() and _is_counted(request, line)):
        return pages.refused(request, "growth/short_way.html", context)
    wish = actions.Wish(
        draft=_heard(request, person, wished(form, _counted(line, person)), line),
        cycle=goal_queries.open_cycle(clock.today(person.time_zone)),
        behaviour=form.cleaned_data["behaviour"],
    )
    return _begin(request, person, wish, SHORT, "growth/short_way.html", context)


@dataclass
class _Guide:
    """The page with what was typed so far: each answer decides what the next part shows."""

    person: Person
    sent: QueryDict | None
    request: HttpRequest

    def __post_init__(self) -> None:
        asked = self.sent if self.sent is not None else self.request.GET
        self.competency = named(asked.get("competency", ""))
        self.report = offers.report_on(self.person, self.competency)
        first: dict[str, Any] = {
            "competency": asked.get("competency", ""),
            "instrument": REPORT if self.report else COUNT,
        }
        first |= {"behaviour": asked.get("behaviour", ""), "level": self._nearest()}
        if self.sent is not None and _only_looks(self.request) and not self.sent.get("level") and first["level"]:
            self.sent = self.sent.copy()
            self.sent["level"] = str(first["level"])
        self.form = GuideForm(
            self.sent,
            initial=first,
            behaviours=offers.behaviours_of(self.competency),
            reasons=offers.reasons_for(self.person),
            competencies=offers.competencies_for(self.person),
            has_report=self.report is not None,
        )
        self.line = CountForm(self.sent)

    @property
    def chosen(self) -> Instrument | None:
        if self.report is None or self.competency is None:
            return None
        return Instrument(self.report, person=self.person, competency=self.competency)

    def _nearest(self) -> float | None:
        """The target that stands there first: the nearest that could be told."""
        chosen = self.chosen
        level = instruments.level_of(chosen) if chosen is not None else None
        return nearest_target(chosen, level) if chosen is not None and level is not None and level.is_there else None

    def quiet(self) -> None:
        _quiet(self.form, self.line)

    def context(self) -> dict[str, Any]:
        context = _frame(self.request, self.form, self.line, GUIDE) | {"competency": self.competency}
        way = self.form["instrument"].value()
        context["way"] = way if way in {COUNT, REPORT} else COUNT
        if context["way"] == REPORT and self.report is None:
            context["way"] = COUNT
        chosen = self.chosen
        if chosen is None or context["way"] != REPORT:
            return context
        level = instruments.level_of(chosen)
        context["level"] = level
        if level.is_there:
            context |= {"least": tellable(chosen, level), "nearest": nearest_target(chosen, level)}
        return context

    def wish(self) -> actions.Wish:
        data = self.form.cleaned_data
        values, priorities, serves = _reason(self.person, data["reason"])
        is_measured = data["instrument"] == REPORT and self.chosen is not None
        measured = None
        if is_measured and self.chosen is not None:
            measured = (self.chosen, data["level"], self.line.cleaned_data["title"])
        draft = wished(
            self.form,
            None if is_measured else _counted(self.line, self.person),
            values=values,
            priorities=priorities,
        )
        return actions.Wish(
            draft=_heard(self.request, self.person, draft, self.line),
            cycle=goal_queries.open_cycle(clock.today(self.person.time_zone)),
            competency=self.competency,
            behaviour=data["behaviour"],
            situation=data["situation"],
            serves=serves,
            measured=measured,
            practises=data["practises"],
        )


def _begin(
    request: HttpRequest, person: Person, wish: actions.Wish, form: str, page: str, context: dict[str, Any]
) -> HttpResponse:
    """Write it, and take it on where that button was pressed; a draft stays one when a line is missing for that."""
    at = clock.now()
    try:
        found: Objective = actions.begin_goal(by=person, wish=wish, at=at, key=request.POST.get("submission"))
    except Refused as refusal:
        return pages.refused(request, page, {**context, "refusal": refusal})
    drafts.forget(person=person, form=form)
    here = reverse("goals:objective", args=[found.public_id])
    if "agree" not in request.POST:
        return pages.done(request, here, _("Saved as a draft. Only you can see it."))
    try:
        goals.send_out(by=person, objective=found, how="agreement", at=at)
    except goals.ReasonMissing:
        words = _("Saved as a draft. One line is missing before it goes out.")
        return pages.done(request, f"{reverse('goals:wording', args=[found.public_id])}?then=agreement", words)
    except Refused as refusal:
        return pages.said(request, here, refusal)
    return pages.done(request, here, _("It is yours, and nobody else sees it until you share it."))


def _heard(request: HttpRequest, person: Person, draft: ObjectiveDraft, line: CountForm) -> ObjectiveDraft:
    """With the remarks of the coach that were put aside on the way; the line of a goal measured by feedback, which is
    no draft of a key result, was read as well."""
    typed = line.draft()
    read = draft if draft.key_results or typed is None else replace(draft, key_results=(typed,))
    layer, today = Objective.Layer.DEVELOPMENTAL, clock.today(person.time_zone)
    context = coaching.context_of(read, owner=person, layer=layer, today=today)
    remarks = coaching.remarks(read, context=context, dismissed=asides.keys_sent(request.POST))
    return replace(draft, asides=asides.on_the_way(remarks))


def _only_looks(request: HttpRequest) -> bool:
    """Whether the page is only shown, or a button pressed that saves nothing."""
    return request.method == "GET" or any(name in request.POST for name in LOOKS)


def _sent(request: HttpRequest, person: Person, form: str) -> QueryDict | None:
    """What was typed: just now, or kept from before."""
    if request.method == "POST":
        sent = request.POST.copy()
        take_over(sent)
        return sent
    kept = drafts.kept(person=person, form=form)
    return drafts.as_sent(kept) if kept is not None else None


def _frame(request: HttpRequest, form: WordsForm, line: CountForm, draft: str) -> dict[str, Any]:
    baseline = line["baseline"].value()
    try:
        before = max(0.0, min(float(baseline), float(MOST))) if baseline not in {None, ""} else None
    except ValueError:
        before = None
    return {
        "form": form,
        "line": line,
        "sent_along": SENT_ALONG,
        "dismissed": asides.keys_sent(form.data) if isinstance(form.data, QueryDict) else [],
        "autosave": reverse("overview:draft", args=[draft]),
        "kept": request.method == "GET" and form.is_bound,
        "before": before,
        "least_count": least_target(before) if before is not None else None,
        "weeks": WEEKS,
    }


def _quiet(*forms: Any) -> None:
    """Typed, not sent: nothing is wrong yet."""
    for form in forms:
        if form.is_bound:
            form.is_valid()
            form.errors.clear()


def _is_counted(request: HttpRequest, line: CountForm) -> bool:
    """Both numbers are there, and whoever takes it on means a target that two weeks could not tell."""
    return line.needs_numbers() and ("agree" not in request.POST or line.is_tellable_or_meant())


def _counted(line: CountForm, person: Person) -> KeyResultDraft | None:
    draft = line.draft()
    if draft is None:
        return None
    due = clock.today(person.time_zone) + SIX_WEEKS
    return replace(draft, unit=_("a week"), indicator=KeyResult.Indicator.LEADING, updater=person, due=due)


def _reason(person: Person, chosen: str) -> tuple[tuple[Value, ...], tuple[Priority, ...], KeyResult | None]:
    kind, _dash, public_id = chosen.partition("-")
    if kind == "value":
        return (get_object_or_404(Value, public_id=public_id),), (), None
    if kind == "priority":
        return (), (get_object_or_404(Priority, public_id=public_id),), None
    if kind == "result":
        visible = Objective.objects.visible_to(person)
        rows = KeyResult.objects.filter(objective__in=visible).select_related("objective")
        return (), (), get_object_or_404(rows, public_id=public_id)
    return (), (), None

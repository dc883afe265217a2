"""Plans: one's own and those one may read, a new one, the page of a plan and what is done on it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sapwood.activity import clock
from sapwood.activity.deeds import Refused
from sapwood.feedback.forms.waves import ReaderForm
from sapwood.goals.models import Objective
from sapwood.growth import actions, ready_plans, rules
from sapwood.growth.forms.plans import CertificateForm, ChangeForm, EndForm, StartForm, StepForm, first_day
from sapwood.growth.models import Plan, PlanSharing, Step
from sapwood.growth.queries import plans as queries
from sapwood.people.models import Person
from sapwood.people.views.deeds import do, unclear
from sapwood.people.views.find import reader, version_of
from sapwood.ui import pages

MOST_SHOWN = 30
LIST, PAGE, CHANGE, NEW = "growth/plans.html", "growth/plan.html", "growth/plan_change.html", "growth/plan_new.html"


@require_GET
def plans(request: HttpRequest) -> HttpResponse:
    """One's own plans, those of others one may read, what one is asked to observe, and one's certificates."""
    return pages.show(request, LIST, list_of(reader(request)))


@require_http_methods(["GET", "POST"])
def new_plan(request: HttpRequest) -> HttpResponse:
    """Choose what to start from, then say for whom and from when. `?objective=` begins the plan of that goal."""
    person = reader(request)
    ready = ready_plans.ready_plan(request.GET.get("ready", ""))
    goal = _own_goal(person, request.GET.get("objective", ""))
    kind = _kind(request, goal, ready)
    if goal is not None and (there := Plan.objects.filter(objective=goal).first()):
        return pages.done(request, "growth:plan", "", there.public_id)
    if not kind:
        return pages.show(request, NEW, {"offered": [(one, ready_plans.of_kind(one)) for one in ready_plans.KINDS[1:]]})
    today = clock.today(person.time_zone)
    begun = {
        "title": ready.title if ready else _("How I get there") if goal else "",
        "purpose": ready.purpose if ready and not goal else "",
        "hours": ready.hours if ready else None,
        "starts": today if goal else first_day(today),
        "person": request.GET.get("person", ""),
    }
    form = StartForm(request.POST or None, by=person, kind=kind, initial=begun)
    context = {
        "form": form,
        "kind": Plan.Kind(kind).label,
        "ready": ready,
        "goal": goal,
        "others": ready_plans.of_kind(kind),
    }
    if request.method == "GET":
        return pages.show(request, NEW, context)
    if not form.is_valid():
        return pages.refused(request, NEW, context)
    whom = form.whom()
    try:
        row = actions.start_plan(
            by=person, person=whom, kind=kind, objective=goal, ready=ready, terms=form.terms(),
            starts=form.cleaned_data["starts"], at=clock.now(), key=request.POST.get("submission"),
        )  # fmt: skip
    except Refused as refusal:
        return pages.refused(request, NEW, {**context, "refusal": refusal})
    said = _("%(name)s is asked whether they take it on.") % {"name": whom} if whom != person else ""
    return pages.done(request, "growth:plan", said, row.public_id)


@require_GET
def plan(request: HttpRequest, public_id: str) -> HttpResponse:
    return pages.show(request, PAGE, page_of(reader(request), plan_of(request, public_id)))


@require_POST
def plan_steps(request: HttpRequest, public_id: str) -> HttpResponse:
    """Add a step."""
    found, person = plan_of(request, public_id), reader(request)
    form = StepForm(request.POST, results=queries.results_for(found))
    if not form.is_valid():
        return pages.refused(request, PAGE, {**page_of(person, found), "step_form": form})
    return do(
        request,
        actions.plans.address(found),
        lambda: actions.add_step(
            by=person, plan=found, step=form.step(), at=clock.now(), key=request.POST.get("submission")
        ),
        _("The step is in the plan."),
    )


@require_http_methods(["GET", "POST"])
def plan_changes(request: HttpRequest, public_id: str) -> HttpResponse:
    """Change the plan, with the reason; those key results that are at risk are named beside it."""
    found, person = plan_of(request, public_id), reader(request)
    if not rules.may_change_plan(person, found):
        raise Http404
    steps = [one.step for one in queries.rows_of(found, clock.today(person.time_zone)) if one.step.done is None]
    form = ChangeForm(request.POST or None, plan=found, steps=steps)
    risky = queries.at_risk(found, clock.today(person.time_zone)) if rules.owns_plan(person, found) else []
    context: dict[str, Any] = {"form": form, "plan": found, "risky": risky, "version": found.version}
    if request.method == "GET":
        return pages.show(request, CHANGE, context)
    if not form.is_valid():
        return pages.refused(request, CHANGE, context)
    try:
        actions.change_plan(
            by=person, plan=found, terms=form.terms(), steps=form.changes(), why=form.cleaned_data.get("why", ""),
            version=version_of(request), because_of=risky, at=clock.now(), key=request.POST.get("submission"),
        )  # fmt: skip
    except Refused as refusal:
        return pages.refused(request, CHANGE, {**context, "refusal": refusal})
    return pages.done(request, actions.plans.address(found), _("The plan reads as you wrote it now."))


@require_POST
def plan_answer(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take on a plan that somebody proposed, or leave it."""
    found, person = plan_of(request, public_id), reader(request)
    if request.POST.get("answer") == "decline":
        words = request.POST.get("words", "")[:2000]
        return do(
            request,
            actions.plans.address(found),
            lambda: actions.decline_plan(by=person, plan=found, words=words, at=clock.now()),
            _("You left it. Who proposed it is told."),
        )
    return do(
        request,
        actions.plans.address(found),
        lambda: actions.accept_plan(by=person, plan=found, at=clock.now()),
        _("It is your plan now. Change in it what does not fit."),
    )


@require_POST
def plan_end(request: HttpRequest, public_id: str) -> HttpResponse:
    found, person = plan_of(request, public_id), reader(request)
    form = EndForm(request.POST)
    if not form.is_valid():
        return pages.refused(request, PAGE, {**page_of(person, found), "end_form": form})
    return do(
        request,
        actions.plans.address(found),
        lambda: actions.end_plan(by=person, plan=found, at=clock.now(), **form.cleaned_data),
        _("The plan is over. It stays readable."),
    )


@require_POST
def plan_resumption(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take it up again."""
    found = plan_of(request, public_id)
    return do(
        request,
        actions.plans.address(found),
        lambda: actions.resume_plan(by=reader(request), plan=found, at=clock.now()),
        _("It goes on."),
    )


@require_POST
def plan_readers(request: HttpRequest, public_id: str) -> HttpResponse:
    """Let somebody read it."""
    found, form = plan_of(request, public_id), ReaderForm(request.POST)
    if not form.is_valid():
        return unclear(request, actions.plans.address(found), form)
    other = form.cleaned_data["person"]
    return do(
        request,
        actions.plans.address(found),
        lambda: actions.show_plan(by=reader(request), plan=found, person=other, at=clock.now()),
        _("%(name)s may read it now.") % {"name": other},
    )


@require_POST
def plan_reader_end(request: HttpRequest, pk: int) -> HttpResponse:
    visible = Plan.objects.visible_to(reader(request))
    row = get_object_or_404(PlanSharing.objects.select_related("plan", "person"), pk=pk, plan__in=visible)
    return do(
        request,
        actions.plans.address(row.plan),
        lambda: actions.hide_plan(by=reader(request), sharing=row, at=clock.now()),
        _("%(name)s reads it no longer.") % {"name": row.person},
    )


@require_POST
def step_completion(request: HttpRequest, public_id: str) -> HttpResponse:
    """Tick a step, or take the tick away."""
    found, done = step_of(request, public_id), request.POST.get("done") == "yes"
    return do(
        request,
        f"{actions.plans.address(found.plan)}#step-{found.public_id}",
        lambda: actions.tick_step(by=reader(request), step=found, done=done, at=clock.now()),
        "",
    )


def plan_of(request: HttpRequest, public_id: str) -> Plan:
    rows = Plan.objects.visible_to(reader(request))
    together = ("person", "objective__cycle", "started_by", "agreed_with", "priority", "ending__by")
    found: Plan = get_object_or_404(rows.select_related(*together), public_id=public_id)
    return found


def step_of(request: HttpRequest, public_id: str) -> Step:
    visible = Plan.objects.visible_to(reader(request))
    rows = Step.objects.filter(dropped=None, plan__in=visible).select_related("plan__person", "plan__ending")
    return get_object_or_404(rows, public_id=public_id)


def list_of(person: Person) -> dict[str, Any]:
    today = clock.today(person.time_zone)
    own = list(queries.own_plans(person))
    shown = list(queries.plans_shown_to(person)[:MOST_SHOWN])
    return {
        "under_way": [one for one in own if not rules.is_over(one)],
        "over": [one for one in own if rules.is_over(one)],
        "shown": shown,
        "coming": queries.next_steps([one for one in own if one.accepted]),
        "today": today,
        "to_observe": list(queries.to_observe(today, [person.pk])),
        "observed": list(
            person.observations.exclude(seen=None).select_related("step__plan__person").order_by("-seen")[:10]
        ),
        "certificates": queries.certificates_of(person, today),
        "certificate_form": CertificateForm(person=person),
    }


def page_of(person: Person, found: Plan) -> dict[str, Any]:
    today = clock.today(person.time_zone)
    own, may_change = rules.owns_plan(person, found), rules.may_change_plan(person, found)
    rows = queries.rows_of(found, today)
    return {
        "plan": found,
        "today": today,
        "own": own,
        "rows": rows,
        "done": sum(one.state == "done" for one in rows),
        "ending": getattr(found, "ending", None),
        "may_change": may_change,
        "may_tick": rules.may_tick(person, found),
        "may_ask": own and found.accepted is not None and not rules.is_over(found),
        "risky": queries.at_risk(found, today) if own and found.accepted and not rules.is_over(found) else [],
        "serves": list(found.objective.reasons.select_related("value", "priority", "key_result"))
        if found.objective
        else [],
        "changes": list(found.changes.select_related("by").prefetch_related("key_results")),
        "certificates": queries.certificates_of(found, today),
        "step_form": StepForm(results=queries.results_for(found)) if may_change else None,
        "end_form": EndForm(),
        "sharings": list(found.sharings.filter(revoked=None).select_related("person")) if own else [],
        "reader_form": ReaderForm() if own and found.objective_id is None else None,
    }


def _own_goal(person: Person, public_id: str) -> Objective | None:
    rows = Objective.objects.filter(owner_person=person, layer=Objective.Layer.DEVELOPMENTAL)
    return get_object_or_404(rows, public_id=public_id) if public_id else None


def _kind(request: HttpRequest, goal: Objective | None, ready: ready_plans.ReadyPlan | None) -> str:
    """Of which kind the new plan is; empty while nothing was chosen."""
    if goal is not None:
        return Plan.Kind.DEVELOPMENT
    if ready is not None and ready.kind != "development":
        return ready.kind
    asked = request.GET.get("kind", "")
    return asked if asked in {Plan.Kind.ONBOARDING, Plan.Kind.ROTATION} else ""

"""The page of one objective, and the deeds that are done on it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from sapwood import charts
from sapwood.activity import clock, drafts, events
from sapwood.activity.deeds import Refused
from sapwood.goals import actions, continuing, coverage, forecasts, negotiation, pairing, queries, rules, standing
from sapwood.goals.forms import AlignForm, CommentForm, InitiativeForm, PairForm, ShareForm
from sapwood.goals.measured import audience
from sapwood.goals.models import Blocker, Closure, Contribution, Cycle, Initiative, KeyResult, Objective, Pair, Reading
from sapwood.goals.views import measured_lines
from sapwood.goals.views.find import objective_of, reader
from sapwood.people.models import Person
from sapwood.ui import pages, panels

TABS = ("now", "discussion", "work", "history")


@require_GET
def objective(request: HttpRequest, public_id: str) -> HttpResponse:
    """Why, for whom, the key results, the pair, where it belongs, what was said and what happened."""
    person, found = reader(request), objective_of(request, public_id)
    tab = request.GET.get("tab", "now")
    return pages.show(request, "goals/objective.html", page_of(request, person, found, tab if tab in TABS else "now"))


@require_GET
def objective_aside(request: HttpRequest, public_id: str) -> HttpResponse:
    """What higher rooms lay beside a goal: fetched once its page stands, or a page of its own without script."""
    found = objective_of(request, public_id)
    context = {"objective": found, "panels": panels.panels_for("goals:objective_aside", request, found)}
    return pages.show(request, "goals/objective_aside.html", context, parts=("beside",))


@require_POST
def comments(request: HttpRequest, public_id: str) -> HttpResponse:
    person, found = reader(request), objective_of(request, public_id)
    form = CommentForm(request.POST, results=_counted(found))
    if not form.is_valid():
        context = {**page_of(request, person, found, "discussion"), "comment_form": form}
        return pages.refused(request, "goals/objective.html", context)
    try:
        actions.comment(
            by=person,
            objective=found,
            text=form.cleaned_data["text"],
            key_result=form.key_result(),
            at=clock.now(),
            key=request.POST.get("submission"),
        )
    except Refused as refusal:
        return pages.said(request, address(found, "discussion"), refusal)
    drafts.forget(person=person, form=_comment_draft(found))
    return pages.done(request, address(found, "discussion"), _("Said."))


@require_POST
def draft(request: HttpRequest, public_id: str) -> HttpResponse:
    """Delete one's own draft."""
    try:
        actions.delete_draft(by=reader(request), objective=objective_of(request, public_id), at=clock.now())
    except Refused as refusal:
        return pages.said(request, "goals:objectives", refusal)
    return pages.done(request, "overview:my_week", _("The draft is gone; nobody had seen it."))


def address(found: Objective, tab: str = "") -> str:
    from django.urls import reverse

    here = reverse("goals:objective", args=[found.public_id])
    return f"{here}?tab={tab}" if tab else here


def page_of(request: HttpRequest, person: Person, found: Objective, tab: str) -> dict[str, Any]:
    """What every tab of the page needs; the rest is read only for the tab that is open."""
    today = clock.today(person.time_zone)
    results = _counted(found)
    bound = audience.put_on(person, [found], results={found.pk: results})
    may_edit = rules.may_edit(person, found)
    facts = negotiation.facts_of(found)
    context: dict[str, Any] = {
        "objective": found,
        "tab": tab,
        "talk": facts.comments,
        "undecided": facts.suggestions,
        "talks": negotiation.of(person, found, facts, today),
        "status": "retired"
        if hasattr(found, "retirement") and not hasattr(found, "closure")
        else found.stage
        if found.stage in {"draft", "proposed", "closed"}
        else standing.status(found, objective=found, cycle=found.cycle, today=today),
        "results": results,
        "rings": _rings(person, found),
        "may_edit": may_edit,
        "may_measure": rules.can_be_measured(person, found),
        "may_suggest": rules.may_suggest(person, found),
        "may_close": rules.may_close(person, found),
        "may_retire": rules.may_retire(person, found),
        "way": continuing.of(person, found, results),
        "retirement": getattr(found, "retirement", None),
        "may_delete": found.stage == "draft" and (rules.proposed(person, found) or rules.owns(person, found)),
        "may_share": rules.may_share(person, found),
        "may_check_in": any(rules.may_check_in(person, _with(result, found)) for result in results[:1]),
        "closure": getattr(found, "closure", None),
        "verdicts": list(found.verdicts.select_related("by")[:3]) if found.stage != Objective.Stage.DRAFT else [],
        "reviews": list(found.reviews.select_related("by", "cycle")) if found.is_continuous else [],
    }
    if found.stage == Objective.Stage.PROPOSED and context["talks"].step == "changes":
        context["status"] = "changes"
    if context["closure"]:
        context["scores"] = list(found.closure.scores.select_related("key_result").order_by("key_result__position"))
        context["measured"] = sum(row.score is not None for row in context["scores"])
        if rules.may_carry_on(person, found) and found.closure.next != Closure.Next.RETIRE:
            context["may_carry_on"], context["onward"] = True, continuing.next_cycle(found.cycle)
    if tab == "now":
        context |= _now(person, found, results, bound, today)
    elif tab == "discussion":
        kept = drafts.kept(person=person, form=_comment_draft(found))
        words = kept.data if kept else {"about": request.GET.get("about", "")}
        context["comment_form"] = CommentForm(initial=words, results=results)
        context["comment_draft"] = _comment_draft(found)
        context["said"] = list(found.comments.select_related("by", "key_result"))
        context["suggestions"] = negotiation.suggestions_of(person, found, results)
        context["agreements"] = list(found.agreements.select_related("by"))
    elif tab == "work":
        context |= _work(person, found, results)
    else:
        context["events"] = negotiation.with_differences(events.history(found))
        context["dropped"] = list(found.key_results.exclude(dropped=None))
    context |= _place(person, found, today)
    if tab == "now" and found.layer == Objective.Layer.STRATEGIC and found.stage != Objective.Stage.DRAFT:
        context["carried"] = _carried(found, results, context["down"], today)
    context["reasons"] = list(found.reasons.select_related("value", "priority").order_by("id"))
    if may_edit and tab == "now":
        context["align_form"], context["pair_form"] = AlignForm(person=person), PairForm(person=person)
        context["suggested"] = queries.to_link(person, found)
    if context["may_share"]:
        context["share_form"] = ShareForm(viewer=person)
        context["colleagues"] = queries.colleagues(person)
        context["sharings"] = list(found.sharings.filter(revoked=None).select_related("with_person", "with_team"))
    if "pass_on" in context["talks"].may:
        context["colleagues"] = queries.leaders(found)
    context["panels"] = panels.panels_for("goals:objective", request, found)
    return context


def _counted(found: Objective) -> list[KeyResult]:
    return list(found.key_results.filter(dropped=None).select_related("updater").prefetch_related("milestones"))


def _comment_draft(found: Objective) -> str:
    return f"comment-{found.public_id}"


def _with(result: KeyResult, found: Objective) -> KeyResult:
    result.objective = found
    return result


def _now(
    person: Person,
    found: Objective,
    results: list[KeyResult],
    bound: Mapping[int, audience.Measured],
    today: dt.date,
) -> dict[str, Any]:
    pair = pairing.partner_of(person, found)
    other = list(pair[1].key_results.filter(dropped=None)) if pair else []
    readings = queries.readings_of([*results, *other])
    rests_on = forecasts.known() if found.stage == Objective.Stage.ACTIVE else None
    lines = []
    for result in results:
        status = standing.status(result, objective=found, cycle=found.cycle, today=today)
        if result.pk in bound:
            lines.append(measured_lines.line(result, bound[result.pk], found, today) | {"status": status})
            continue
        told = readings[result.pk]
        last = told[-1] if told else None
        seen = (
            forecasts.outlook(result, objective=found, cycle=found.cycle, readings=told, rests_on=rests_on)
            if rests_on
            else None
        )
        lines.append(
            {
                "result": result,
                "status": status,
                "last": last,
                "bar": charts.interval_bar(
                    _float(result.current),
                    title=result.title,
                    baseline=_float(result.baseline),
                    target=_float(result.target),
                    low=_float(last.low) if last else None,
                    high=_float(last.high) if last else None,
                    unit=result.unit,
                ),
                "outlook": seen,
                "chart": forecasts.fan(result, found.cycle, told, seen)
                if seen and found.cycle
                else _chart(found, result, told, today),
                "told": told[::-1],
                "steps": list(result.milestones.all()),
            }
        )
    return {
        "lines": lines,
        "rests_on": rests_on,
        "pair": _pair(found, pair, results, other, readings) if pair else None,
        "blockers": list(
            Blocker.objects.filter(check_in__objective=found, resolved=None)
            .exclude(check_in__objective__stage=Objective.Stage.CLOSED)
            .select_related("check_in__by", "person")
        ),
        "may_resolve": rules.owns(person, found) or rules.in_owning_team(person, found),
    }


def _chart(found: Objective, result: KeyResult, told: list[Reading], today: dt.date) -> str:
    if not told:
        return ""
    first = found.cycle.starts if found.cycle else told[0].at.date()
    last = found.cycle.ends if found.cycle else max(today, first + dt.timedelta(days=1))
    return charts.readings_chart(
        [charts.Point(r.at.date(), float(r.value), _float(r.low), _float(r.high)) for r in told],
        title=result.title,
        unit=result.unit,
        baseline=_float(result.baseline),
        target=_float(result.target),
        first=first,
        last=last,
    )


def _pair(
    found: Objective,
    pair: tuple[Pair, Objective],
    results: list[KeyResult],
    other: list[KeyResult],
    readings: dict[int, list[Reading]],
) -> dict[str, Any]:
    """The partner's course beside this one's, and the sentence when one falls while the other rises."""
    row, partner = pair
    hard, soft = (found, partner) if row.hard_id == found.pk else (partner, found)
    courses = {
        found.pk: pairing.course(found, results, readings),
        partner.pk: pairing.course(partner, other, readings),
    }
    lately = pairing.fortune(*([point.value for point in courses[one.pk]] for one in (hard, soft)))
    return {
        "row": row,
        "partner": partner,
        "hard": hard,
        "soft": soft,
        "chart": pairing.chart(hard, soft, courses),
        "sentence": pairing.sentence(lately, hard, soft),
    }


def _work(person: Person, found: Objective, results: list[KeyResult]) -> dict[str, Any]:
    initiatives: dict[int, list[Any]] = {result.pk: [] for result in results}
    parts: dict[int, list[Any]] = {result.pk: [] for result in results}
    todos = Initiative.objects.filter(key_result__in=results).select_related("owner")
    for row in todos.order_by(F("done").asc(nulls_first=True), F("due").asc(nulls_last=True), "id"):
        initiatives[row.key_result_id].append(row)
    for part in Contribution.objects.filter(key_result__in=results, ends=None).select_related("person").order_by("id"):
        parts[part.key_result_id].append(part)
    return {
        "work": [
            {
                "result": result,
                "initiatives": initiatives[result.pk],
                "parts": parts[result.pk],
                "mine": next((part for part in parts[result.pk] if part.person_id == person.pk), None),
                "may_plan": rules.may_plan_work(person, _with(result, found)),
                "may_join": rules.may_contribute(person, _with(result, found)),
            }
            for result in results
        ],
        "initiative_form": InitiativeForm(),
        "colleagues": queries.colleagues(person),
    }


def _place(person: Person, found: Objective, today: dt.date) -> dict[str, Any]:
    up = list(
        found.parent_links.select_related(
            "parent__owner_team", "parent__owner_person", "parent__cycle", "parent_key_result"
        )
    )
    down = list(found.child_links.select_related("child__owner_team", "child__owner_person", "child__cycle"))
    seen = queries.seen(person, [*(link.parent for link in up), *(link.child for link in down)])
    return {
        "up": [
            {"link": link, "status": queries.status_of(link.parent, today)} for link in up if link.parent_id in seen
        ],
        "down": [
            {"link": link, "status": queries.status_of(link.child, today)} for link in down if link.child_id in seen
        ],
    }


def _carried(
    found: Objective, results: list[KeyResult], down: list[dict[str, Any]], today: dt.date
) -> coverage.CoveredObjective | None:
    """Who carries each key result, on a goal of the company or a department."""
    if found.owner_team is None or found.owner_team.level not in coverage.ABOVE:
        return None
    vars(found)["results"] = results
    return coverage.of([found], today=today, links=[row["link"] for row in down])[0]


def _rings(person: Person, found: Objective) -> dict[str, Any] | None:
    """The owner's cycles in this layer. Of somebody's own goals others see this one's ring alone: what the rest
    reached was not shared."""
    if found.cycle is None:
        return None
    open_to_reader = found.layer == Objective.Layer.STRATEGIC or found.owner_person_id == person.pk
    past: list[tuple[Cycle, float | None]] = [(found.cycle, found.progress)]
    if open_to_reader:
        past = queries.past_scores(found.owner, layer=found.layer, until=found.cycle)
    shown = [
        charts.Ring(
            cycle.name,
            found.progress if cycle.pk == found.cycle_id else reached,
            cycle.pk == found.cycle_id and found.stage != "closed",
        )
        for cycle, reached in past
    ]
    if not shown:
        return None
    title = _("Growth rings of %(owner)s") % {"owner": found.owner}
    return {"svg": charts.rings(shown, seed=found.owner.public_id, title=title, size=150), "list": shown[::-1]}


def _float(value: Any) -> float | None:
    return None if value is None else float(value)

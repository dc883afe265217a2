"""Closing a team's goals in one sitting, and carrying what goes on into the next cycle."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from sapwood.activity import clock, drafts
from sapwood.activity.deeds import Refused
from sapwood.goals import actions, continuing, queries, sittings
from sapwood.goals.forms import ClosingForm
from sapwood.goals.models import Cycle, Objective
from sapwood.goals.views.closing import may_tell
from sapwood.goals.views.find import cycle_of, reader
from sapwood.people.models import Person, Team
from sapwood.ui import pages

PAGE = "goals/sitting.html"


@require_http_methods(["GET", "POST"])
def closing(request: HttpRequest, public_id: str) -> HttpResponse:
    """Without a team: whose goals one may close. With `?team=`: all of that team's on one page.

    The page is one form. `close` names the goal to close now, or "begun" for all of which something was said; what
    was typed for the others is kept.
    """
    person, cycle = reader(request), cycle_of(request, public_id)
    team = Team.objects.filter(public_id=request.GET.get("team", "")).first()
    if request.method == "GET" or team is None:
        return pages.show(request, PAGE, _page(person, cycle, team, _kept(person, cycle, team)))
    goals = sittings.still_open(person, cycle, team)
    asked = _asked(person, goals, request.POST)
    forms = {goal: asked.get(goal) or _form(person, goal, typed=request.POST) for goal in goals}
    draft = drafts.keep(person=person, form=_draft_of(cycle, team), data=_left(request.POST, {}), at=clock.now())
    if "close" not in request.POST:
        return pages.done(request, _here(cycle, team), _("Kept as you typed it.") if draft else "")
    fit = [form.is_valid() for form in asked.values()]  # each says what is missing, not only the first
    if not all(fit):
        return pages.refused(request, PAGE, {**_page(person, cycle, team, None), "forms": forms})
    try:
        actions.close_objectives(
            by=person,
            endings=[form.ending() for form in asked.values()],
            at=clock.now(),
            key=request.POST.get("submission"),
        )
    except Refused as refusal:
        return pages.refused(request, PAGE, {**_page(person, cycle, team, None), "forms": forms, "refusal": refusal})
    _keep_the_rest(person, cycle, team, request.POST, asked)
    words = ngettext("%(n)d goal is closed.", "%(n)d goals are closed.", len(asked)) % {"n": len(asked)}
    return pages.done(request, _here(cycle, team), words)


@require_POST
def continuations(request: HttpRequest, public_id: str) -> HttpResponse:
    """Carry the ticked goals of this cycle into the next one, as drafts."""
    person, cycle = reader(request), cycle_of(request, public_id)
    team = Team.objects.filter(public_id=request.GET.get("team", "")).first()
    here, onward = _here(cycle, team), continuing.next_cycle(cycle)
    ticked = set(request.POST.getlist("goal"))
    chosen = [goal for goal in continuing.to_carry_on(person, cycle) if goal.public_id in ticked]
    if onward is None:
        words = Refused(_("The next cycle is not open yet."), _("The OKR owner opens it on the page of cycles."))
        return pages.said(request, here, words)
    try:
        actions.carry_all_on(
            by=person, objectives=chosen, cycle=onward, at=clock.now(), key=request.POST.get("submission")
        )
    except Refused as refusal:
        return pages.said(request, here, refusal)
    said = ngettext(
        "%(n)d goal goes on in %(cycle)s, as a draft.", "%(n)d goals go on in %(cycle)s, as drafts.", len(chosen)
    )
    return pages.done(request, here, said % {"n": len(chosen), "cycle": onward})


def _page(person: Person, cycle: Cycle, team: Team | None, kept: Mapping[str, Any] | None) -> dict[str, Any]:
    going_on = continuing.to_carry_on(person, cycle)
    context: dict[str, Any] = {
        "cycle": cycle,
        "team": team,
        "onward": continuing.next_cycle(cycle),
        "to_carry_on": [goal for goal in going_on if team is None or goal.owner_team_id == team.pk],
        "kept": kept is not None,
    }
    if team is None:
        return context | {"teams": sittings.teams(person, cycle)}
    goals = sittings.still_open(person, cycle, team)
    return context | {
        "forms": {goal: _form(person, goal, typed=kept) for goal in goals},
        "ended": sittings.ended(person, cycle, team),
        "draft": _draft_of(cycle, team),
    }


def _asked(person: Person, goals: list[Objective], sent: Mapping[str, Any]) -> dict[Objective, ClosingForm]:
    """The forms of the goals that are to be closed now."""
    wanted = sent.get("close")
    forms = {goal: _form(person, goal, data=sent) for goal in goals}
    return {
        goal: form for goal, form in forms.items() if wanted == goal.public_id or (wanted == "begun" and form.is_begun)
    }


def _form(
    person: Person, goal: Objective, *, data: Mapping[str, Any] | None = None, typed: Mapping[str, Any] | None = None
) -> ClosingForm:
    return ClosingForm(
        data,
        objective=goal,
        results=queries.results_of(goal),
        may_tell=may_tell(person, goal),
        typed=typed,
        prefix=goal.public_id,
    )


def _kept(person: Person, cycle: Cycle, team: Team | None) -> Mapping[str, Any] | None:
    row = drafts.kept(person=person, form=_draft_of(cycle, team)) if team is not None else None
    return drafts.as_sent(row) if row else None


def _keep_the_rest(
    person: Person, cycle: Cycle, team: Team, sent: Mapping[str, Any], closed: Mapping[Objective, ClosingForm]
) -> None:
    """What was typed for goals that stay open is kept; where nothing was, no draft is left over."""
    goals = sittings.still_open(person, cycle, team)
    if any(_form(person, goal, data=sent).was_touched for goal in goals):
        drafts.keep(person=person, form=_draft_of(cycle, team), data=_left(sent, closed), at=clock.now())
    else:
        drafts.forget(person=person, form=_draft_of(cycle, team))


def _left(sent: Mapping[str, Any], closed: Mapping[Objective, ClosingForm]) -> dict[str, Any]:
    gone = {goal.public_id for goal in closed} | {
        result.public_id for form in closed.values() for result in form.scores
    }
    return {
        name: value
        for name, value in sent.items()
        if name not in {"close", "submission"} and not any(name.startswith(f"{one}-") for one in gone)
    }


def _draft_of(cycle: Cycle, team: Team | None) -> str:
    return f"closing-{cycle.public_id}-{team.public_id if team else ''}"


def _here(cycle: Cycle, team: Team | None) -> str:
    here = reverse("goals:closing", args=[cycle.public_id])
    return f"{here}?team={team.public_id}" if team else here

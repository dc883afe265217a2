"""Taking in a goal file: give it, look at what it would do, apply it as a whole."""

from __future__ import annotations

import base64
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sapwood.activity import clock
from sapwood.activity.deeds import Conflict, Refused
from sapwood.files import goals as files
from sapwood.files.people import Problem
from sapwood.files.tables import decode
from sapwood.files.words import Unreadable
from sapwood.goals import columns, queries
from sapwood.goals.actions import importing as actions
from sapwood.goals.drafts import KeyResultDraft
from sapwood.goals.forms.importing import ImportForm
from sapwood.goals.importing import GoalPlan, Plan, Verdict
from sapwood.goals.models import Cycle
from sapwood.goals.views.find import reader
from sapwood.people.columns import told
from sapwood.people.models import Person
from sapwood.ui import pages
from sapwood.ui.templatetags.ui import number

SHOWN = 200  # goals in words on one page; the counts are of all
ORDER = (Verdict.REJECTED, Verdict.NEW, Verdict.CHANGED, Verdict.SAME)


@require_http_methods(["GET", "POST"])
def import_goals(request: HttpRequest) -> HttpResponse:
    """Give a file or paste goals; the answer says what it would do and writes nothing."""
    person = reader(request)
    if request.method == "GET":
        current = queries.current_cycle(clock.today(person.time_zone))
        open_now = current is not None and current.stage in {Cycle.Stage.PLANNING, Cycle.Stage.ACTIVE}
        form = ImportForm(person=person, initial={"cycle": current.pk if current and open_now else None})
        return pages.show(request, "goals/import.html", {"form": form, "guide": columns.guide()})
    form = ImportForm(request.POST, request.FILES, person=person)
    if not form.is_valid():
        return pages.refused(request, "goals/import.html", {"form": form, "guide": columns.guide()})
    try:
        return pages.show(request, "goals/import_preview.html", _preview(person, form))
    except Unreadable as error:
        return _unreadable(request, form, error)


@require_POST
def import_application(request: HttpRequest) -> HttpResponse:
    """Apply the file that was looked at. A refusal shows the preview again."""
    person = reader(request)
    form = ImportForm(request.POST, person=person)
    if not form.is_valid():
        return pages.refused(request, "goals/import.html", {"form": form, "guide": columns.guide()})
    try:
        event = actions.import_goals(
            by=person,
            file=_file(form),
            filename=form.cleaned_data["name"] or _("a file"),
            cycle=form.cleaned_data["cycle"],
            owner=form.whose(),
            fingerprint=request.POST.get("fingerprint", ""),
            at=clock.now(),
            key=request.POST.get("submission") or None,
        )
    except Unreadable as error:
        return _unreadable(request, form, error)
    except (Refused, Conflict) as refusal:
        return pages.refused(request, "goals/import_preview.html", {**_preview(person, form), "refusal": refusal})
    cycle = form.cleaned_data["cycle"]
    address = reverse("goals:objectives") + (f"?cycle={cycle.public_id}" if cycle else "")
    words = _(
        "Taken in: %(new)d new as drafts, %(changed)d changed, %(same)d the same as before. Your drafts are listed in My week."
    )
    return pages.done(request, address, words % event.data)


def _file(form: ImportForm) -> files.GoalFile:
    return files.read(form.cleaned_data["content"], date_order=form.cleaned_data["date_order"])


def _unreadable(request: HttpRequest, form: ImportForm, error: Unreadable) -> HttpResponse:
    problem = {"reason": told(error.reason), "next_step": told(error.next_step)}
    return pages.refused(request, "goals/import.html", {"form": form, "guide": columns.guide(), "problem": problem})


def _preview(person: Person, form: ImportForm) -> dict[str, Any]:
    """Everything the preview shows."""
    data = form.cleaned_data
    file = _file(form)
    today = clock.today(person.time_zone)
    plan = actions.plan_for(person, file, cycle=data["cycle"], owner=form.whose(), today=today)
    counts = plan.counts
    return {
        "plan": plan,
        "name": data["name"],
        "kept": base64.b64encode(data["content"]).decode("ascii"),
        "cycle": data["cycle"],
        "owner": data["owner"],
        "date_order": data["date_order"],
        "sections": [
            {
                "verdict": str(verdict),
                "count": counts[verdict],
                "goals": [_goal(one) for one in _of(plan, verdict)[:SHOWN]],
            }
            for verdict in ORDER
            if counts[verdict]
        ],
        "shown": SHOWN,
        "loose": [_problem(one) for one in plan.loose],
        "rejected": counts[Verdict.REJECTED] + len(plan.loose),
        "remarks": [told(remark) for remark in file.remarks],
        "text": _text(file, data["content"]),
    }


def _of(plan: Plan, verdict: Verdict) -> list[GoalPlan]:
    return [one for one in plan.goals if one.verdict == verdict]


def _goal(one: GoalPlan) -> dict[str, Any]:
    return {
        "line": one.goal.line,
        "title": one.goal.objective,
        "owner": str(one.owner or one.goal.owner),
        "cycle": str(one.cycle or one.goal.cycle or ""),
        "results": [(result.title, _way(result)) for result in one.draft.key_results] if one.draft else [],
        "problems": [_problem(problem) for problem in one.problems],
        "changes": [(columns.label(change.column), change.of, change.before, change.after) for change in one.changes],
        "links": len(one.parents) + len(one.partners),
        "found": one.found,
    }


def _way(result: KeyResultDraft) -> str:
    """How the numbers of a new key result were understood."""
    if result.target is None and result.baseline is None:
        return ""
    numbers = [number(one) if one is not None else "–" for one in (result.baseline, result.target)]
    return f"{numbers[0]} → {numbers[1]} {result.unit}".strip()


def _text(file: files.GoalFile, content: bytes) -> str:
    """The file as it can be corrected on the page; empty for a workbook."""
    return "" if file.format == "xlsx" else decode(content)[0]


def _problem(one: Problem) -> dict[str, Any]:
    return {
        "line": one.line,
        "column": one.column,
        "given": one.given,
        "reason": told(one.reason),
        "next_step": told(one.next_step),
    }

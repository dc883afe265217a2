"""Taking in a goal file: give it, look at what it would do, correct it in place, apply it as a whole."""

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
from sapwood.files.tables import decode
from sapwood.files.words import Unreadable
from sapwood.goals import columns, queries
from sapwood.goals.actions import importing as actions
from sapwood.goals.forms.importing import ME, ImportForm, as_text
from sapwood.goals.importing import Verdict
from sapwood.goals.importing.preview import SHOWN, preview
from sapwood.goals.models import Cycle
from sapwood.goals.views.find import reader
from sapwood.people.columns import told
from sapwood.people.models import Person
from sapwood.ui import pages


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
        file, corrections = form.read()
    except Unreadable as error:
        return _unreadable(request, form, error)
    return pages.show(request, "goals/import_preview.html", _preview(person, form, file, corrections))


@require_POST
def import_application(request: HttpRequest) -> HttpResponse:
    """Apply the file that was looked at. A refusal shows the preview again."""
    person = reader(request)
    form = ImportForm(request.POST, person=person)
    if not form.is_valid():
        return pages.refused(request, "goals/import.html", {"form": form, "guide": columns.guide()})
    try:
        file, corrections = form.read()
    except Unreadable as error:
        return _unreadable(request, form, error)
    try:
        if corrections != form.cleaned_data["corrections"]:
            raise Refused(
                _("You corrected something since you looked, so nothing was taken in yet."),
                _("Look at what it does now, then apply it."),
            )
        event = actions.import_goals(
            by=person,
            file=file,
            filename=form.cleaned_data["name"] or _("a file"),
            cycle=form.cleaned_data["cycle"],
            owner=form.whose(),
            fingerprint=request.POST.get("fingerprint", ""),
            at=clock.now(),
            key=request.POST.get("submission") or None,
        )
    except (Refused, Conflict) as refusal:
        shown = {**_preview(person, form, file, corrections), "refusal": refusal}
        return pages.refused(request, "goals/import_preview.html", shown)
    cycle = form.cleaned_data["cycle"]
    address = reverse("goals:objectives") + (f"?cycle={cycle.public_id}" if cycle else "")
    words = _(
        "Taken in: %(new)d new as drafts, %(changed)d changed, %(same)d the same as before. Your drafts are listed in My week."
    )
    return pages.done(request, address, words % event.data)


def _unreadable(request: HttpRequest, form: ImportForm, error: Unreadable) -> HttpResponse:
    problem = {"reason": told(error.reason), "next_step": told(error.next_step)}
    return pages.refused(request, "goals/import.html", {"form": form, "guide": columns.guide(), "problem": problem})


def _preview(person: Person, form: ImportForm, file: files.GoalFile, corrections: files.Corrections) -> dict[str, Any]:
    """Everything the preview shows."""
    data = form.cleaned_data
    today = clock.today(person.time_zone)
    plan = actions.plan_for(person, file, cycle=data["cycle"], owner=form.whose(), today=today)
    choices = {
        "owner": [str(one) for key, one in form.owners.items() if key != ME],
        "cycle": [one.name for one in Cycle.objects.filter(stage__in=["planning", "active"])],
    }
    return {
        "plan": plan,
        "form": form,
        "name": data["name"],
        "kept": base64.b64encode(data["content"]).decode("ascii"),
        "source": data["source"],
        "corrections": as_text(corrections),
        "cycle": data["cycle"],
        "owner": data["owner"],
        "date_order": data["date_order"],
        "preview": preview(plan, file, corrections, choices),
        "shown": SHOWN,
        "rejected": plan.counts[Verdict.REJECTED] + len(plan.loose),
        "remarks": [told(remark) for remark in file.remarks],
        "text": "" if file.format in ("xlsx", "docx") else decode(data["content"])[0],
    }

"""Writing and rewriting a goal, with the checklist beside it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sapwood.activity import clock, drafts
from sapwood.activity.deeds import Conflict, Refused
from sapwood.activity.models import FormDraft
from sapwood.goals import actions, asides, coaching, queries, rules, surroundings, written
from sapwood.goals.drafts import KeyResultDraft, ObjectiveDraft
from sapwood.goals.forms import ObjectiveForm, key_result_forms
from sapwood.goals.forms.objective import draft_of, take_over
from sapwood.goals.gallery import example
from sapwood.goals.models import Objective
from sapwood.goals.views.find import objective_of, reader
from sapwood.people.models import Person
from sapwood.ui import pages

NEW = "objective-new"


@require_http_methods(["GET", "POST"])
def write(request: HttpRequest) -> HttpResponse:
    """A new goal. Saved as a draft, proposed, or taken on at once by whoever may agree to it."""
    person = reader(request)
    if request.method == "GET":
        kept = drafts.kept(person=person, form=NEW)
        form, lines = _begun(request, person)
        if kept is not None:
            typed = drafts.as_sent(kept)
            form, lines = ObjectiveForm(typed, person=person), key_result_forms(_sized(typed))
        return _page(request, person, form, lines, kept=kept)
    form, lines = ObjectiveForm(request.POST, person=person), key_result_forms(_sized(request.POST))
    if _only_looks(request):
        return _page(request, person, form, lines, status=200)
    if not (form.is_valid() and lines.is_valid()):
        return _page(request, person, form, lines, status=422)
    key = request.POST.get("submission") or None
    try:
        found = actions.write_objective(
            by=person,
            owner=form.whose(),
            layer=form.cleaned_data["layer"],
            cycle=form.cleaned_data["cycle"],
            draft=_draft(request, form, lines),
            at=clock.now(),
            key=key,
        )
        words = _next(request, person, found)
    except actions.ReasonMissing:
        drafts.forget(person=person, form=NEW)
        return _ask_why(request, found)
    except Refused as refusal:
        return _page(request, person, form, lines, status=422, refusal=refusal)
    drafts.forget(person=person, form=NEW)
    return pages.done(request, _onward(request, person, found), words)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, public_id: str) -> HttpResponse:
    """Change the text. If somebody saved in between, both texts are shown and nothing is lost."""
    person, found = reader(request), objective_of(request, public_id)
    if not rules.may_edit(person, found):
        raise Http404
    if request.method == "GET":
        kept = drafts.kept(person=person, form=_draft_of(found))
        form, lines = (
            ObjectiveForm(person=person, objective=found, initial=_words_of(found)),
            key_result_forms(initial=_lines_of(found)),
        )
        if kept is not None:
            typed = drafts.as_sent(kept)
            form, lines = ObjectiveForm(typed, person=person, objective=found), key_result_forms(_sized(typed))
        return _page(request, person, form, lines, found=found, kept=kept)
    form = ObjectiveForm(request.POST, person=person, objective=found)
    lines = key_result_forms(_sized(request.POST))
    if _only_looks(request):
        return _page(request, person, form, lines, found=found)
    if not (form.is_valid() and lines.is_valid()):
        return _page(request, person, form, lines, found=found, status=422)
    try:
        actions.edit_objective(
            by=person,
            objective=found,
            version=_whole(request.POST.get("version")),
            draft=_draft(request, form, lines, found),
            reason=request.POST.get("reason", ""),
            at=clock.now(),
            key=request.POST.get("submission") or None,
        )
    except Refused as refusal:
        return _page(request, person, form, lines, found=found, status=422, refusal=refusal)
    except Conflict as conflict:
        return _merge(request, person, found, conflict, form, lines)
    drafts.forget(person=person, form=_draft_of(found))
    return pages.done(request, _onward(request, person, found), _("Saved."))


@require_POST
def check_wording(request: HttpRequest) -> HttpResponse:
    """The checklist for what is typed just now. Writes nothing."""
    person = reader(request)
    visible = Objective.objects.visible_to(person).select_related("owner_team", "owner_person", "cycle")
    found = visible.filter(public_id=asked).first() if (asked := request.POST.get("objective", "")[:40]) else None
    form = ObjectiveForm(request.POST, person=person, objective=found)
    lines = key_result_forms(_sized(request.POST))
    form.is_valid(), lines.is_valid()
    return pages.show(request, "goals/write.html#checklist", _checklist(request, form, draft_of(form, lines), found))


def _page(
    request: HttpRequest,
    person: Person,
    form: ObjectiveForm,
    lines: Any,
    *,
    found: Objective | None = None,
    kept: FormDraft | None = None,
    status: int = 200,
    refusal: Exception | None = None,
) -> HttpResponse:
    if form.is_bound:
        form.is_valid(), lines.is_valid()
        checklist = _checklist(request, form, draft_of(form, lines), found)
        if request.method == "GET" or _only_looks(request):  # typed, not sent: nothing is wrong yet
            form.errors.clear()
            for line in lines.forms:
                line.errors.clear()
    else:
        checklist = _checklist(request, form, _initial_draft(found, form, lines), found)
    context = {
        "form": form,
        "lines": lines,
        "empty_line": lines.empty_form,
        "objective": found,
        "version": request.POST.get("version")
        or (kept and kept.data.get("version"))
        or (found.version if found else ""),
        **checklist,
        "kept": kept is not None,
        "example": example(request.GET.get("example", "")) if found is None else None,
        "refusal": refusal,
        "used": _whole(request.POST["use"].partition("|")[0]) if "use" in request.POST else None,
        "autosave": reverse("overview:draft", args=[_draft_of(found)]),
        "colleagues": queries.colleagues(person),
    }
    return pages.show(request, "goals/write.html", context, status=status)


def _checklist(request: HttpRequest, form: ObjectiveForm, draft: Any, found: Objective | None = None) -> dict[str, Any]:
    """The nine lines, which of them is asked about now, and what has been dismissed."""
    cleaned = getattr(form, "cleaned_data", {})
    owner = found.owner_team or found.owner_person if found else form.owners.get(cleaned.get("owner") or "")
    layer = found.layer if found else cleaned.get("layer") or ""
    today = clock.today(form.person.time_zone)
    context = coaching.context_of(draft, owner=owner, layer=layer, today=today, objective=found)
    kept = asides.keys_of(found, draft) if found else []
    dismissed = list(dict.fromkeys([*asides.keys_sent(request.POST), *kept]))
    remarks = coaching.remarks(
        draft,
        context=context,
        dismissed=dismissed,
        show=request.POST.get("show", ""),
        trends=surroundings.projected(found) if found else None,
    )
    return {
        "remarks": remarks,
        "open": coaching.first_open(remarks),
        "tally": coaching.tally(remarks),
        "dismissed": dismissed,
        "moved": "dismiss" in request.POST,  # the focus goes on to the next question
    }


def _draft(request: HttpRequest, form: ObjectiveForm, lines: Any, found: Objective | None = None) -> ObjectiveDraft:
    """What was written, and which remarks were put aside on the way."""
    draft = draft_of(form, lines)
    shown: list[coaching.Remark] = _checklist(request, form, draft, found)["remarks"]
    return replace(draft, asides=asides.on_the_way(shown))


def _ask_why(request: HttpRequest, found: Objective) -> HttpResponse:
    """It is a draft now; one line is missing before it goes out."""
    how = "agreement" if "agree" in request.POST else "proposal"
    words = _("Saved as a draft. One line is missing before it goes out.")
    return pages.done(request, f"{reverse('goals:wording', args=[found.public_id])}?then={how}", words)


def _only_looks(request: HttpRequest) -> bool:
    """Whether the button pressed shows something rather than saves: one more line, the checklist, a rewrite."""
    return any(name in request.POST for name in ("more", "dismiss", "show", "use"))


def _merge(
    request: HttpRequest, person: Person, found: Objective, conflict: Conflict, form: ObjectiveForm, lines: Any
) -> HttpResponse:
    """Left what stands now, right what was typed; what is sent from here is saved over what stands."""
    names = {
        "title": _("Objective"),
        "audience": _("Whose behaviour will change?"),
        "why": _("Why does it matter?"),
        "key_results": _("Key results"),
    }
    shown = [
        {
            "name": name,
            "label": label,
            "current": conflict.current[name],
            "given": conflict.given[name],
            "same": conflict.current[name] == conflict.given[name],
        }
        for name, label in names.items()
    ]
    context = {
        "form": form,
        "lines": lines,
        "rows": shown,
        "objective": found,
        "version": found.version,
        "empty_line": lines.empty_form,
        "autosave": reverse("overview:draft", args=[_draft_of(found)]),
    }
    return pages.show(request, "goals/merge.html", context, status=409)


def _draft_of(found: Objective | None) -> str:
    """The name under which what is typed here is kept."""
    return NEW if found is None else f"objective-{found.public_id}"


def _whole(given: str | None) -> int:
    """A version as sent; what is no number is older than every version."""
    return int(given) if given and given.isdigit() and len(given) < 10 else 0


def _next(request: HttpRequest, person: Person, found: Objective) -> str:
    """What the pressed button asked for, after saving."""
    if "agree" in request.POST and rules.may_agree(person, found):
        actions.send_out(by=person, objective=found, how="agreement", at=clock.now())
        return _("Written and agreed.")
    if "propose" in request.POST and rules.may_propose(person, found):
        actions.send_out(by=person, objective=found, how="proposal", at=clock.now())
        return _("Sent as a proposal.")
    if "agree" in request.POST:
        return _("Saved as a draft. It is not yours alone to take on: propose it.")
    if found.owner_person_id is not None:
        return _("Saved as a draft. Only you can see it.")
    return _("Saved as a draft. Only you and the owning team can see it.")


def _onward(request: HttpRequest, person: Person, found: Objective) -> str:
    """Where one goes after saving: to the goal, or on to what measures a key result of it."""
    measured = "measure" in request.POST and rules.can_be_measured(person, found)
    return reverse("goals:instrument" if measured else "goals:objective", args=[found.public_id])


def _sized(data: Any) -> Any:
    """The lines as sent, with one more when asked for; a form without its counting fields has none."""
    sized = data.copy()
    take_over(sized)
    total = sized.get("kr-TOTAL_FORMS", "")
    count = int(total) if total.isdigit() else 0
    sized["kr-TOTAL_FORMS"] = str(min(20, count + ("more" in sized)))
    sized.setdefault("kr-INITIAL_FORMS", "0")
    return sized


def _begun(request: HttpRequest, person: Person) -> tuple[ObjectiveForm, Any]:
    """An empty page, or the example somebody starts from: its words, and its numbers only as a hint."""
    first = _first_words(request, person)
    chosen = example(request.GET.get("example", ""))
    if chosen is None:
        return ObjectiveForm(person=person, initial=first), key_result_forms(extra=3)
    goal = chosen.goal
    words = {"title": goal.objective, "audience": goal.audience, "why": goal.why, "nature": goal.nature or "hard"}
    if goal.layer:
        first |= {"layer": goal.layer, "owner": "me"}
    lines = key_result_forms(
        initial=[
            {"title": one.key_result, "direction": one.direction, "unit": one.unit, "indicator": one.indicator}
            for one in goal.key_results
        ]
    )
    for line, one in zip(lines.forms, goal.key_results, strict=True):
        for name in ("baseline", "target"):
            line.fields[name].widget.attrs["placeholder"] = _plain(getattr(one, name))
    return ObjectiveForm(person=person, initial=first | words), lines


def _first_words(request: HttpRequest, person: Person) -> dict[str, Any]:
    today = clock.today(person.time_zone)
    layer = request.GET.get("layer", Objective.Layer.STRATEGIC)
    team = person.team
    own = layer != Objective.Layer.STRATEGIC or team is None
    return {
        "owner": "me" if own or team is None else team.public_id,
        "layer": layer if layer in Objective.Layer.values else Objective.Layer.STRATEGIC,
        "nature": Objective.Nature.SOFT if layer == Objective.Layer.DEVELOPMENTAL else Objective.Nature.HARD,
        "ambition": Objective.Ambition.ASPIRATIONAL,
        "cycle": queries.current_cycle(today),
    }


def _words_of(found: Objective) -> dict[str, Any]:
    reasons = list(found.reasons.select_related("value", "priority"))
    return {
        "title": found.title,
        "audience": found.audience,
        "why": found.why,
        "nature": found.nature,
        "ambition": found.ambition,
        "values": [row.value_id for row in reasons if row.value_id],
        "priorities": [row.priority_id for row in reasons if row.priority_id],
    }


def _lines_of(found: Objective) -> list[dict[str, Any]]:
    return [
        {
            "public_id": row.public_id,
            "title": row.title,
            "direction": row.direction,
            "baseline": _plain(row.baseline),
            "target": _plain(row.target),
            "unit": row.unit,
            "indicator": row.indicator,
            "updater": row.updater,
            "due": row.due,
            "weight": _plain(row.weight),
            "source": row.source,
            "milestones": "\n".join(step.title for step in row.milestones.all()),
        }
        for row in found.key_results.filter(dropped=None).select_related("updater").prefetch_related("milestones")
    ]


def _initial_draft(found: Objective | None, form: ObjectiveForm, lines: Any) -> Any:
    if found is None:
        return ObjectiveDraft(
            **{name: form.initial.get(name, "") for name in ("title", "audience", "why", "nature")},
            key_results=tuple(KeyResultDraft(**line.initial) for line in lines.forms if line.initial.get("title")),
        )
    return written.draft_of(found)


def _plain(value: Any) -> Any:
    if value is None:
        return None
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text

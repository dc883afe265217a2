"""The library of competencies: read by all; its behaviours written, reworded, translated and retired by those who keep it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sapwood.activity import clock
from sapwood.activity.deeds import Conflict, Refused
from sapwood.files import questions
from sapwood.files.questions.library import COLUMNS
from sapwood.files.words import Unreadable
from sapwood.people import actions, queries, rules
from sapwood.people.columns import told
from sapwood.people.forms import statement_form
from sapwood.people.forms.files import FileForm
from sapwood.people.forms.job_roles import FoundationsForm
from sapwood.people.forms.library import LEVEL_FIELDS, LEVEL_NAMES, BehaviourForm, WordsForm
from sapwood.people.ladders import foundations_of
from sapwood.people.library import bank
from sapwood.people.library.comparing import compare, library_here
from sapwood.people.library.remarks import remarks
from sapwood.people.models import Behaviour, Competency
from sapwood.people.views.deeds import do
from sapwood.people.views.find import reader, version_of
from sapwood.ui import pages

CONTENT_TYPES = {
    "yaml": "application/yaml; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def competencies(request: HttpRequest, frame: dict[str, Any]) -> HttpResponse:
    """The whole library, family by family; a new competency is written below."""
    words = request.GET.get("q", "").strip()[:80]
    form = statement_form(Competency, request.POST or None)
    context: dict[str, Any] = {
        **frame,
        "form": form,
        "words": words,
        "families": queries.competencies_by_family(words),
        "family_names": family_names(),
        "missing": _missing(),
        "retired": list(Competency.objects.exclude(retired=None)),
    }
    if request.method == "GET":
        return pages.show(request, "people/competencies.html", context)
    if not form.is_valid():
        return pages.refused(request, "people/competencies.html", context)
    try:
        row = actions.say(
            by=reader(request), kind=Competency, at=clock.now(), key=request.POST.get("submission"), **form.cleaned_data
        )
    except Refused as refusal:
        return pages.refused(request, "people/competencies.html", {**context, "refusal": refusal})
    return pages.done(request, "people:competency", _("Written down. Now say what one can see."), row.public_id)


def family_names() -> list[str]:
    return sorted(set(Competency.objects.exclude(family="").values_list("family", flat=True)))


@require_GET
def competency(request: HttpRequest, public_id: str) -> HttpResponse:
    """One competency: its behaviours, what they look like on five levels, what to practise."""
    return pages.show(request, "people/competency.html", _competency(request, public_id))


@require_http_methods(["GET", "POST"])
def behaviours(request: HttpRequest, public_id: str) -> HttpResponse:
    """Write one more behaviour."""
    context = _competency(request, public_id)
    form = BehaviourForm(request.POST or None)
    context["form"] = form
    if request.method == "GET":
        return pages.show(request, "people/behaviour_new.html", context)
    if not form.is_valid():
        return pages.refused(request, "people/behaviour_new.html", context)
    try:
        actions.write_behaviour(
            by=reader(request), competency=context["one"], at=clock.now(), key=request.POST.get("submission"), **form.cleaned_data
        )  # fmt: skip
    except Refused as refusal:
        return pages.refused(request, "people/behaviour_new.html", {**context, "refusal": refusal})
    return pages.done(request, "people:competency", _("Written down."), public_id)


@require_http_methods(["GET", "POST"])
def behaviour(request: HttpRequest, public_id: str) -> HttpResponse:
    """Change the words of one behaviour; say it in other languages."""
    found = _behaviour(public_id)
    form = BehaviourForm.of(found, request.POST or None)
    context = {**_words(found), "form": form, "version": found.version}
    if request.method == "GET":
        return pages.show(request, "people/behaviour.html", context)
    if not form.is_valid():
        return pages.refused(request, "people/behaviour.html", {**context, "version": version_of(request)})
    try:
        actions.reword_behaviour(
            by=reader(request), behaviour=found, version=version_of(request), at=clock.now(), **form.cleaned_data
        )
    except Refused as refusal:
        return pages.refused(request, "people/behaviour.html", {**context, "refusal": refusal})
    except Conflict as conflict:
        told_both = {"stands": _stands(conflict), "version": found.version}
        return pages.show(request, "people/behaviour.html", {**context, **told_both}, status=409)
    return pages.done(request, "people:competency", _("Saved. Questionnaires keep the words they were made with."), found.competency.public_id)  # fmt: skip


@require_POST
def behaviour_words(request: HttpRequest, public_id: str) -> HttpResponse:
    """Say a behaviour in another language."""
    found = _behaviour(public_id)
    form = WordsForm(request.POST)
    context = {**_words(found), "form": BehaviourForm.of(found), "version": found.version}
    if not form.is_valid():
        return pages.refused(request, "people/behaviour.html", {**context, "words_form": form})
    try:
        actions.translate_behaviour(
            by=reader(request), behaviour=found, version=version_of(request), at=clock.now(), **form.cleaned_data
        )
    except (Refused, Conflict) as refusal:
        return pages.refused(request, "people/behaviour.html", {**context, "words_form": form, "refusal": refusal})
    return pages.done(request, "people:behaviour", _("Saved."), public_id)


@require_POST
def behaviour_retirement(request: HttpRequest, public_id: str) -> HttpResponse:
    found = _behaviour(public_id)
    return do(
        request,
        reverse("people:competency", args=[found.competency.public_id]),
        lambda: actions.retire_behaviour(by=reader(request), behaviour=found, at=clock.now()),
        _("It is out of the choice. What it was asked in keeps it."),
    )


@require_http_methods(["GET", "POST"])
def library_import(request: HttpRequest) -> HttpResponse:
    """Give a library file, look at what it would do, then apply it as a whole."""
    form = FileForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"form": form, "columns": COLUMNS}
    if request.method == "GET":
        return pages.show(request, "people/library_import.html", context)
    if not form.is_valid():
        return pages.refused(request, "people/library_import.html", context)
    try:
        library = questions.read_library(form.cleaned_data["content"])
    except Unreadable as error:
        problem = {"reason": told(error.reason), "next_step": told(error.next_step)}
        return pages.refused(request, "people/library_import.html", {**context, "problem": problem})
    context |= {"comparison": compare(library), "problems": problems_of(library.problems), "kept": form.for_the_way}
    if "apply" not in request.POST or library.problems:
        return pages.show(request, "people/library_import.html", context, status=422 if library.problems else 200)
    try:
        actions.take_in_library(by=reader(request), library=library, at=clock.now(), key=request.POST.get("submission"))
    except Refused as refusal:
        return pages.refused(request, "people/library_import.html", {**context, "refusal": refusal})
    return pages.done(request, "people:statements", _("The library was taken in."), "competencies")


@require_POST
def library_bank(request: HttpRequest) -> HttpResponse:
    """Take in the library that comes with the house."""
    return do(
        request,
        reverse("people:statements", args=["competencies"]),
        lambda: actions.take_in_library(by=reader(request), library=bank(), at=clock.now()),
        _("The library that comes with Sapwood is here. Change it as you like."),
    )


@require_GET
def library_export(request: HttpRequest, kind: str) -> HttpResponse:
    """The library as a file: to look at, or to change and give back."""
    if kind not in CONTENT_TYPES:
        return HttpResponse(status=404)
    return as_file(questions.write_library(library_here(), kind), f"competencies.{kind}", kind)


def as_file(content: bytes, name: str, kind: str) -> HttpResponse:
    """An answer that browsers save under this name."""
    answer = HttpResponse(content, content_type=CONTENT_TYPES[kind])
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def problems_of(problems: Any) -> list[dict[str, Any]]:
    """Problems of a file's rows, in words."""
    return [
        {"line": one.line, "column": one.column, "given": one.given, "reason": told(one.reason), "next_step": told(one.next_step)}
        for one in problems
    ]  # fmt: skip


def _competency(request: HttpRequest, public_id: str) -> dict[str, Any]:
    one = get_object_or_404(Competency, public_id=public_id)
    may_run = rules.may_run_organisation(reader(request))
    rows = list(one.behaviours.all())
    return {
        "one": one,
        "name": one.said("name"),
        "text": one.said("text"),
        "family": one.said("family"),
        "may_run": may_run,
        "rows": [
            {"row": row, "text": row.said(), "levels": _levels(row.levels()), "remarks": remarks(row.text) if may_run else []}
            for row in rows
            if row.retired is None
        ],
        "retired": [row for row in rows if row.retired],
        "level_names": LEVEL_NAMES,
        "builds_on": foundations_of([one.pk]).get(one.pk, []),
        "carries": list(Competency.objects.filter(foundations__on=one, retired=None)),
        "expected_by": list(one.expectations.filter(role__retired=None).select_related("role")),
        "foundations_form": FoundationsForm(competency=one, initial={"on": _foundation_ids(one)}) if may_run else None,
    }  # fmt: skip


def _foundation_ids(one: Competency) -> list[str]:
    return list(one.foundations.values_list("on__public_id", flat=True))


def _levels(anchors: list[str]) -> list[tuple[Any, str]]:
    return list(zip(LEVEL_NAMES, anchors, strict=False))


def _behaviour(public_id: str) -> Behaviour:
    return get_object_or_404(Behaviour.objects.select_related("competency"), public_id=public_id)


def _words(found: Behaviour) -> dict[str, Any]:
    """A behaviour with its words in other languages, each in a form of its own."""
    return {
        "one": found,
        "remarks": remarks(found.text),
        "languages": [
            (code, said.get("text", ""), WordsForm(initial=_initial(code, said), auto_id=f"{code}-%s"))
            for code, said in sorted(found.translations.items())
        ],
        "words_form": WordsForm(auto_id="words-%s"),
        "earlier": list(found.earlier.select_related("by")[:20]),
    }


def _initial(code: str, said: dict[str, Any]) -> dict[str, str]:
    levels = dict(zip(LEVEL_FIELDS, said.get("anchors", ()), strict=False))
    return {"language": code, "text": said.get("text", ""), **levels}


def _stands(conflict: Conflict) -> list[dict[str, Any]]:
    labels = {"text": _("The behaviour"), "anchors": _("Its levels")}
    return [
        {"label": labels[name], "current": "\n".join(value) if isinstance(value, list) else value}
        for name, value in conflict.current.items()
        if name in labels
    ]


def _missing() -> int:
    """How many competencies that come with the house are not here, retired ones counted as being here."""
    here = set(Competency.objects.values_list("key", flat=True))
    return sum(one.key not in here for one in bank().competencies)

"""One mentoring: its talks, its notes, and its end. For the two it is between."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from sapwood.activity import clock
from sapwood.activity.deeds import Conflict, Refused
from sapwood.growth import actions, mentors, rules, talks
from sapwood.growth.forms.mentoring import AnswerForm, EndForm, SessionForm, StepForm, ThanksForm, WhenForm
from sapwood.growth.models import Mentoring, MentoringSession, Recognition
from sapwood.growth.views.mentoring import mentoring_of
from sapwood.people.models import Person
from sapwood.people.views.deeds import do, unclear
from sapwood.people.views.find import reader, version_of
from sapwood.ui import pages

PAGE = "growth/mentoring.html"


@require_GET
def mentoring(request: HttpRequest, public_id: str) -> HttpResponse:
    """Where it stands, what was said, and what comes next."""
    found = mentoring_of(request, public_id)
    return pages.show(request, PAGE, _page(reader(request), found))


@require_POST
def mentoring_sessions(request: HttpRequest, public_id: str) -> HttpResponse:
    """Plan a talk."""
    found, form = mentoring_of(request, public_id), WhenForm(request.POST)
    to = actions.mentoring_address(found)
    if not form.is_valid():
        return unclear(request, to, form)
    when = form.cleaned_data["when"]
    return do(
        request,
        to,
        lambda: actions.plan_session(
            by=reader(request), mentoring=found, when=when, at=clock.now(), key=request.POST.get("submission")
        ),
        _("It stands, and the other one knows."),
    )


@sensitive_post_parameters("notes", "next_step")
@require_POST
def mentoring_session(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the notes of one talk. If the other one wrote meanwhile, both texts are shown."""
    row, person = _session(request, pk), reader(request)
    form = SessionForm(request.POST, prefix=_prefix(row))
    if not form.is_valid():
        return pages.refused(request, PAGE, {**_page(person, row.mentoring, row, form)})
    try:
        actions.write_session(by=person, session=row, version=version_of(request), at=clock.now(), **form.cleaned_data)
    except Conflict as conflict:
        row.refresh_from_db()
        both = {"stands": conflict.current, **_page(person, row.mentoring, row, form)}
        return pages.show(request, PAGE, both, status=409)
    except Refused as refusal:
        return pages.said(request, actions.mentoring_address(row.mentoring), refusal)
    return pages.done(request, actions.mentoring_address(row.mentoring), _("Kept. The two of you read it."))


@require_POST
def mentoring_session_end(request: HttpRequest, pk: int) -> HttpResponse:
    """A talk that does not take place."""
    row = _session(request, pk)
    return do(
        request,
        actions.mentoring_address(row.mentoring),
        lambda: actions.cancel_session(by=reader(request), session=row, at=clock.now()),
        _("It is off."),
    )


@require_POST
def mentoring_step(request: HttpRequest, pk: int) -> HttpResponse:
    """The next step becomes an initiative."""
    row, person = _session(request, pk), reader(request)
    form, to = (
        StepForm(request.POST, key_results=mentors.key_results_for(person)),
        actions.mentoring_address(row.mentoring),
    )
    if not form.is_valid():
        return unclear(request, to, form)
    return do(
        request,
        to,
        lambda: actions.step_to_initiative(
            by=person, session=row, key_result=form.cleaned_data["key_result"], at=clock.now()
        ),
        _("It hangs under the key result now. Whoever sees that goal reads it."),
    )


@sensitive_post_parameters("learned", "thanks")
@require_POST
def mentoring_end(request: HttpRequest, public_id: str) -> HttpResponse:
    """End it well."""
    found, form = mentoring_of(request, public_id), EndForm(request.POST)
    person, to = reader(request), actions.mentoring_address(found)
    if not form.is_valid():
        return pages.refused(request, PAGE, {**_page(person, found), "end_form": form})
    return do(
        request,
        to,
        lambda: actions.end_mentoring(by=person, mentoring=found, at=clock.now(), **form.cleaned_data),
        _("It has ended. What was written stays with the two of you."),
    )


@sensitive_post_parameters("text")
@require_POST
def mentoring_thanks(request: HttpRequest, public_id: str) -> HttpResponse:
    """The thanks become a recognition."""
    found, person = mentoring_of(request, public_id), reader(request)
    form = ThanksForm(request.POST, behaviours=mentors.behaviours_of_mentors(found))
    if not form.is_valid():
        return pages.refused(request, PAGE, {**_page(person, found), "thanks_form": form})
    try:
        row = actions.recognise_mentor(
            by=person, mentoring=found, at=clock.now(), key=request.POST.get("submission"), **form.keywords()
        )
    except Refused as refusal:
        return pages.refused(request, PAGE, {**_page(person, found), "thanks_form": form, "refusal": refusal})
    return pages.done(request, actions.recognition_address(row), _("Said. %(name)s is told.") % {"name": found.mentor})


def _page(
    person: Person, found: Mentoring, written: MentoringSession | None = None, form: SessionForm | None = None
) -> dict[str, Any]:
    """`written`: the talk whose form is shown again as it was typed."""
    is_learner = found.learner_id == person.pk
    rows = [
        {
            "talk": one,
            "row": one.row,
            "form": form if written is not None and one.row.pk == written.pk else _form_of(one),
            "is_due": not one.notes and one.row.at <= clock.now() and not found.ended,
        }
        for one in talks.of(found)
    ]
    context: dict[str, Any] = {
        "mentoring": found,
        "other": found.other(person),
        "is_learner": is_learner,
        "may_answer": found.is_waiting and rules.may_answer_mentee(person, found),
        "answer_form": AnswerForm(),
        "talks": rows,
        "when_form": WhenForm(),
    }
    if is_learner:
        context["key_results"] = mentors.key_results_for(person)
        context["end_form"] = EndForm(initial={"learned": found.learned, "thanks": found.thanks})
    if is_learner and found.ended is not None and not _is_thanked(found):
        first = {"text": found.thanks}
        context["thanks_form"] = ThanksForm(initial=first, behaviours=mentors.behaviours_of_mentors(found))
    return context


def _is_thanked(found: Mentoring) -> bool:
    since = found.accepted
    rows = Recognition.objects.filter(by=found.learner, as_mentor=True, recognised__person=found.mentor)
    return since is not None and rows.filter(at__gte=since).exists()


def _form_of(talk: talks.Talk) -> SessionForm:
    first = {"notes": talk.notes, "next_step": talk.next_step, "when": talk.row.at}
    return SessionForm(initial=first, prefix=_prefix(talk.row))


def _prefix(row: MentoringSession) -> str:
    return f"talk-{row.pk}"


def _session(request: HttpRequest, pk: int) -> MentoringSession:
    rows = MentoringSession.objects.select_related("mentoring__mentor", "mentoring__learner", "mentoring__competency")
    row = get_object_or_404(rows, pk=pk)
    if not rules.may_take_part(reader(request), row.mentoring):
        raise Http404
    return row

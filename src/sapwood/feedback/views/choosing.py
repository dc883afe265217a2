"""Choosing raters: a page for each person a 360 is about, and deeds for all of them at once."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from sapwood.activity import clock
from sapwood.activity.deeds import Refused
from sapwood.feedback import actions, raters, rules
from sapwood.feedback.forms.waves import GuestForm, RaterForm
from sapwood.feedback.models import NAMED, Invitation, Relation, Subject, Wave
from sapwood.feedback.views.waves import find as find_wave
from sapwood.people.models import Competency, Person
from sapwood.people.queries import near
from sapwood.people.views.deeds import do, unclear
from sapwood.people.views.find import reader
from sapwood.ui import pages, panels


@require_GET
def subject(request: HttpRequest, public_id: str) -> HttpResponse:
    """Who is asked about one person."""
    found, person = find(request, public_id, rules.sees_subject), reader(request)
    invited, now = raters.invited(found), clock.now()
    people = [row.person for row in invited if row.person]
    load, out = raters.load(people), raters.out_of_reach(people, now, found.wave.closes)
    unnamed = sum(row.relation not in NAMED for row in invited)
    is_draft = found.wave.stage == Wave.Stage.DRAFT
    may_choose = is_draft and rules.may_choose_raters(person, found)
    more = panels.suggestions_for("feedback:raters", request, found) if may_choose else []
    context = {
        "subject": found,
        "wave": found.wave,
        "invited": [
            {"row": row, "load": load.get(row.person_id or 0, 0), "is_out": is_draft and row.person_id in out}
            for row in invited
        ],
        "unnamed": unnamed,
        "reach": raters.reach(found.wave, unnamed + sum(row.relation == Relation.MANAGER for row in invited)),
        "may_choose": may_choose,
        "may_agree": is_draft and found.agreed is None and rules.may_agree_to_raters(person, found),
        "runs_it": rules.may_run_waves(person),
        "is_own": rules.subject_self(person, found),
        "focus": set(found.focus.values_list("pk", flat=True)),
        "competencies": Competency.objects.filter(items__questionnaire=found.wave.questionnaire).distinct(),
        "form": RaterForm(),
        "guest": GuestForm(),
        "candidates": raters.candidates(found, now, [(one.thing, one.reason) for one in more]) if may_choose else [],
        "most": raters.MOST_ASKED,
        "colleagues": near(found.person) if may_choose else [],
    }
    return pages.show(request, "feedback/subject.html", context)


@require_POST
def add_raters(request: HttpRequest, public_id: str) -> HttpResponse:
    """Ask one more colleague by name, or all that are ticked among those suggested."""
    found = find(request, public_id, rules.sees_subject)
    if "candidate" in request.POST:
        return _add_ticked(request, found)
    form = RaterForm(request.POST)
    if not form.is_valid():
        return unclear(request, _address(found), form)
    rater = form.cleaned_data["person"]
    return do(
        request,
        _address(found),
        lambda: actions.add_rater(
            by=reader(request), subject=found, rater=rater, relation=form.cleaned_data["relation"], at=clock.now()
        ),
        _("%(name)s will be asked.") % {"name": rater},
    )


@require_POST
def guests(request: HttpRequest, public_id: str) -> HttpResponse:
    """Ask somebody from outside."""
    found = find(request, public_id, rules.sees_subject)
    form = GuestForm(request.POST)
    if not form.is_valid():
        return unclear(request, _address(found), form)
    return do(
        request,
        _address(found),
        lambda: actions.add_guest(by=reader(request), subject=found, at=clock.now(), **form.cleaned_data),
        _("%(name)s will be asked by mail.") % {"name": form.cleaned_data["name"]},
    )


@require_POST
def rater_end(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take one off the list."""
    row = get_object_or_404(Invitation.objects.select_related("subject__wave"), public_id=public_id)
    if row.subject is None or not rules.sees_subject(reader(request), row.subject):
        raise Http404
    return do(
        request,
        _address(row.subject),
        lambda: actions.remove_rater(by=reader(request), invitation=row, at=clock.now()),
        _("Taken off the list."),
    )


@require_POST
def rater_agreement(request: HttpRequest, public_id: str) -> HttpResponse:
    found = find(request, public_id, rules.sees_subject)
    return do(
        request,
        _address(found),
        lambda: actions.agree_to_raters(by=reader(request), subject=found, at=clock.now()),
        _("Agreed."),
    )


@require_POST
def rater_proposal(request: HttpRequest, public_id: str) -> HttpResponse:
    """The subject has chosen: the manager is told."""
    found = find(request, public_id, rules.sees_subject)
    return do(
        request,
        _address(found),
        lambda: actions.propose_raters(by=reader(request), subject=found, at=clock.now()),
        _("Your manager is told. You hear from us when the round opens."),
    )


@require_POST
def focus(request: HttpRequest, public_id: str) -> HttpResponse:
    """Name the one or two competencies one wants to grow in."""
    found = find(request, public_id, rules.sees_subject)
    named = list(Competency.objects.filter(public_id__in=request.POST.getlist("competency")))
    return do(
        request,
        _address(found),
        lambda: actions.name_focus(by=reader(request), subject=found, competencies=named, at=clock.now()),
        _("Saved."),
    )


@require_POST
def subject_end(request: HttpRequest, public_id: str) -> HttpResponse:
    """Leave one person out of the round."""
    found = find(request, public_id, rules.sees_subject)
    return do(
        request,
        reverse("feedback:wave", args=[found.wave.public_id]),
        lambda: actions.leave_out(by=reader(request), subject=found, at=clock.now()),
        _("%(name)s is left out of this round.") % {"name": found.person},
    )


@require_POST
def choosing(request: HttpRequest, public_id: str) -> HttpResponse:
    """Ask everybody in the round to choose their raters."""
    found = find_wave(public_id)
    return do(
        request,
        reverse("feedback:wave", args=[public_id]),
        lambda: actions.ask_to_choose(by=reader(request), wave=found, at=clock.now()),
        _("They are told, each with a link to their own page."),
    )


@require_POST
def suggested_raters(request: HttpRequest, public_id: str) -> HttpResponse:
    """Ask those near everybody."""
    found = find_wave(public_id)
    return do(
        request,
        reverse("feedback:wave", args=[public_id]),
        lambda: actions.ask_suggested(by=reader(request), wave=found, at=clock.now()),
        _("Filled in. Look at each, and change what you know better."),
    )


@require_POST
def wave_agreement(request: HttpRequest, public_id: str) -> HttpResponse:
    """Agree to the raters of all."""
    found = find_wave(public_id)
    return do(
        request,
        reverse("feedback:wave", args=[public_id]),
        lambda: actions.agree_to_all_raters(by=reader(request), wave=found, at=clock.now()),
        _("Agreed for everybody."),
    )


def find(request: HttpRequest, public_id: str, may: Callable[[Person, Subject], bool]) -> Subject:
    rows = Subject.objects.select_related("wave__questionnaire", "wave__follows", "person", "agreed_by")
    found = get_object_or_404(rows, public_id=public_id)
    if not may(reader(request), found):
        raise Http404
    return found


def _add_ticked(request: HttpRequest, found: Subject) -> HttpResponse:
    """Each box carries who it is and what they are to the person."""
    asked, by = 0, reader(request)
    given = [value.partition(":") for value in request.POST.getlist("candidate")]
    people = {person.public_id: person for person in Person.objects.filter(public_id__in=[one[0] for one in given])}
    for public_id, _colon, relation in given:
        if public_id not in people:
            continue
        try:
            actions.add_rater(by=by, subject=found, rater=people[public_id], relation=relation, at=clock.now())
        except Refused as refusal:
            return pages.said(request, _address(found), refusal)
        asked += 1
    words = ngettext("One more colleague will be asked.", "%(n)d more colleagues will be asked.", asked) % {"n": asked}
    return pages.done(request, _address(found), words)


def _address(found: Subject) -> str:
    return reverse("feedback:subject", args=[found.public_id])

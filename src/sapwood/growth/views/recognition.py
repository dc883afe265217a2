"""Pages of recognition: the wall, a word, and what leaders work on."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sapwood.activity import clock
from sapwood.activity.deeds import Refused
from sapwood.feedback import between
from sapwood.growth import actions, rules
from sapwood.growth import leaders as leading
from sapwood.growth import wall as reads
from sapwood.growth.forms.recognition import RecognitionForm
from sapwood.growth.models import Recognition, WallMailStop
from sapwood.people import queries as people
from sapwood.people import rows
from sapwood.people.models import Competency, Person, Team
from sapwood.people.views.deeds import do
from sapwood.people.views.find import reader
from sapwood.ui import pages

FIELDS = "i"  # the coach reads fields of this prefix
WRITING = "growth/recognition_new.html"


@require_GET
def wall(request: HttpRequest) -> HttpResponse:
    """What colleagues saw, newest first. Nothing on it is counted."""
    person = reader(request)
    competency = Competency.objects.filter(public_id=request.GET.get("competency", "")).first()
    team = Team.objects.filter(public_id=request.GET.get("team", "")).first()
    page = Paginator(reads.on_wall(competency=competency, team=team), reads.A_PAGE).get_page(request.GET.get("page"))
    tree = list(people.in_order(people.team_tree()))
    context = {
        "page": page,
        "words": reads.words(page.object_list, person),
        "competency": competency,
        "team": team,
        "competencies": reads.competencies_on_wall(),
        "teams": rows.team_options(tree, chosen=team),
        "leaders": leading.shown()[:4],
        "gets_mail": not WallMailStop.objects.filter(person=person).exists(),
    }
    return pages.show(request, "growth/recognition_wall.html", context)


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def new_recognition(request: HttpRequest) -> HttpResponse:
    """Write one. `?to=` names somebody; then only goals are offered that they can see, too."""
    person = reader(request)
    given = request.GET.get("to", "")[:200]
    to = Person.objects.visible_to(person).filter(name=given).first() if given else None
    first = {"to": given}
    form = RecognitionForm(
        request.POST or None, prefix=FIELDS, initial=first, person=person, goals=reads.goals_to_name(person, to)
    )
    context: dict[str, Any] = {"form": form, "near": between.near(person)}
    if request.method == "GET":
        return pages.show(request, WRITING, context)
    if not form.is_valid():
        return pages.refused(request, WRITING, context)
    try:
        row = actions.recognise(by=person, at=clock.now(), key=request.POST.get("submission"), **form.keywords())
    except Refused as refusal:
        return pages.refused(request, WRITING, {**context, "refusal": refusal})
    said = _("It is on the wall, and they are told.") if row.is_public else _("They can read it now. Nobody else can.")
    return pages.done(request, actions.recognition_address(row), said)


@require_GET
def recognition(request: HttpRequest, public_id: str) -> HttpResponse:
    found, person = _recognition(request, public_id), reader(request)
    context = {
        "word": reads.words([found], person)[0],
        "may_take_back": rules.may_take_back(person, found),
        "may_hide": rules.may_hide(person, found),
    }
    return pages.show(request, "growth/recognition.html", context)


@require_POST
def recognition_removal(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take it back."""
    found = _recognition(request, public_id)
    return do(
        request,
        reverse("growth:wall"),
        lambda: actions.take_back(by=reader(request), recognition=found, at=clock.now()),
        _("It is gone."),
    )


@require_POST
def recognition_hiding(request: HttpRequest, public_id: str) -> HttpResponse:
    """Off the wall, or back on it."""
    found = _recognition(request, public_id)
    return do(
        request,
        actions.recognition_address(found),
        lambda: actions.hide(by=reader(request), recognition=found, at=clock.now()),
        _("Done. Nobody is told."),
    )


@require_POST
def wall_mail(request: HttpRequest) -> HttpResponse:
    """The weekly lines, or no longer."""
    wanted = request.POST.get("wanted") == "yes"
    return do(
        request,
        reverse("growth:wall"),
        lambda: actions.choose_wall_mail(by=reader(request), wanted=wanted, at=clock.now()),
        _("You get a few lines on Friday.") if wanted else _("No more mail about the wall."),
    )


@require_GET
def leaders(request: HttpRequest) -> HttpResponse:
    """What our leaders work on, and for a leader the way to show a goal of their own."""
    person = reader(request)
    found, is_leader = leading.shown(), leading.leads(person)
    context = {
        "leaders": found,
        "is_leader": is_leader,
        "shows_one": any(one.person == person for one in found),
        "to_show": leading.to_show(person) if is_leader else [],
    }
    return pages.show(request, "growth/leaders.html", context)


def _recognition(request: HttpRequest, public_id: str) -> Recognition:
    found = get_object_or_404(Recognition.objects.select_related("by", "behaviour__competency"), public_id=public_id)
    if not rules.may_read_recognition(reader(request), found):
        raise Http404
    return found

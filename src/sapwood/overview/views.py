"""Pages that gather from every room and own nothing: my week, search, and the demo's two levers."""

from __future__ import annotations

from django.contrib.auth import login
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sapwood.activity import clock, drafts
from sapwood.goals import lessons
from sapwood.goals.models import Objective
from sapwood.growth.queries.bridges import lessons as lessons_of_bridges
from sapwood.overview import demo, week
from sapwood.people import private_drafts
from sapwood.people.models import Person, Team
from sapwood.ui import pages, panels


@require_GET
def my_week(request: HttpRequest) -> HttpResponse:
    """What needs me, my check-ins, my own goal, my team's goals."""
    return pages.show(request, "overview/my_week.html", week.of(request))


@require_GET
def week_aside(request: HttpRequest) -> HttpResponse:
    """What may wait a moment: meetings, what reports did not tell, one's own day, a drill. A part of My week, fetched
    once that stands, or a page of its own without script."""
    found = panels.panels_for("overview:week_aside", request, request.user)
    return pages.show(request, "overview/week_aside.html", {"panels": found}, parts=("later",))


@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """Goals, what was learned from closed ones, people and teams whose words hold all the words asked for; only what
    the reader may see."""
    person = request.user
    assert isinstance(person, Person)
    sought = request.GET.get("q", "").strip()[:100]
    words = sought.split()[:6]
    context: dict[str, object] = {"sought": sought}  # the field at the top of every page shows it too
    if words:
        goals = Objective.objects.visible_to(person)
        people, teams = Person.objects.visible_to(person), Team.objects.filter(retired=None)
        ended = lessons.among(goals, words)
        for word in words:
            goals = goals.filter(
                Q(title__icontains=word) | Q(why__icontains=word) | Q(key_results__title__icontains=word)
            )
            people = people.filter(Q(name__icontains=word) | Q(job_title__icontains=word))
            teams = teams.filter(name__icontains=word)
        context |= {
            "goals": goals.distinct()
            .select_related("owner_team", "owner_person", "cycle")
            .order_by("-changed", "id")[:20],
            "people": people.order_by("name", "id")[:20],
            "teams": teams[:20],
            "lessons": ended.order_by("-changed", "id")[:20],
            "bridges": lessons_of_bridges(words)[:20],
        }
    return pages.show(request, "overview/search.html", context)


@sensitive_post_parameters()
@require_http_methods(["POST", "DELETE"])
def draft(request: HttpRequest, form: str) -> HttpResponse:
    """Keep, or throw away, what somebody is typing; of a private page locked with their own key."""
    person = request.user
    assert isinstance(person, Person)
    shelf = private_drafts if private_drafts.is_private(form) else drafts
    if request.method == "DELETE" or "forget" in request.POST:
        shelf.forget(person=person, form=form)
        return pages.done(request, pages.back(request, "overview:my_week"))
    kept = shelf.keep(person=person, form=form, data=request.POST, at=clock.now())
    if kept is None:
        words = _("This is longer than what is kept while you type. It stays in this browser; send it in two parts.")
        return HttpResponse(words, status=413, content_type="text/plain; charset=utf-8")
    return HttpResponse(status=204)


@require_POST
def switch(request: HttpRequest) -> HttpResponse:
    """Demo only: become another person of the invented company."""
    if not demo.is_open(request):
        raise Http404
    person = get_object_or_404(Person.objects.at_work(clock.today()), public_id=request.POST.get("person", ""))
    login(request, person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return pages.done(request, "overview:my_week", _("You are %(name)s now.") % {"name": person.name})


@require_POST
def next_week(request: HttpRequest) -> HttpResponse:
    """Demo only: move the clock a week on; what is due then happens."""
    if not demo.is_open(request):
        raise Http404
    person = request.user
    if not isinstance(person, Person):
        raise Http404
    demo.pass_a_week(person)
    return pages.done(request, "overview:my_week", _("A week has passed. Your own check-ins waited for you."))


@require_GET
def demo_mails(request: HttpRequest) -> HttpResponse:
    """Demo only: the mails that would have been sent."""
    if not demo.is_open(request) or not isinstance(request.user, Person):
        raise Http404
    return pages.show(request, "overview/demo_mails.html", demo.mails(request.user))


@require_GET
def unmasking(request: HttpRequest) -> HttpResponse:
    """Demo only: what a wave gives away of an answer, to boss, OKR owner, database and key store."""
    if not demo.is_open(request) or not isinstance(request.user, Person):
        raise Http404
    return pages.show(request, "overview/unmasking.html", demo.unmasking(request.user, request.GET.get("wave", "")))


@require_GET
def help(request: HttpRequest) -> HttpResponse:
    """The keys, the words and where to find what."""
    return pages.show(request, "overview/help.html")


@require_GET
def about(request: HttpRequest) -> HttpResponse:
    """What this product does not do, and why."""
    return pages.show(request, "overview/about.html")

"""The OKR owner's desk, the prepared review, and the decision on a goal that seems outdated."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from sapwood.activity import clock
from sapwood.activity.deeds import Refused
from sapwood.files import board as files
from sapwood.goals import actions, agenda, queries, rules
from sapwood.goals import desk as desks
from sapwood.goals.forms import VerdictForm
from sapwood.goals.views import quality
from sapwood.goals.views.find import cycle_of, objective_of, reader
from sapwood.goals.views.objective import address
from sapwood.ui import pages


@require_GET
def desk(request: HttpRequest) -> HttpResponse:
    """What to do next, what seems outdated, who has written, what is missing: of the cycle under way."""
    person = reader(request)
    today = clock.today(person.time_zone)
    cycle = queries.cycle_of(request, today)
    found = desks.of(person, cycle, today=today) if cycle is not None else None
    return pages.show(
        request,
        "goals/desk.html",
        {"cycle": cycle, "desk": found, "week": cycle.week(today) if cycle else 0, "form": VerdictForm()},
    )


@require_GET
def cycle_wording(request: HttpRequest, public_id: str) -> HttpResponse:
    """How the goals of a cycle are worded, by itself: the desk fetches it once the rest is there."""
    person, cycle = reader(request), cycle_of(request, public_id)
    context = {"cycle": cycle, "quality": quality.of(person, cycle)}
    return pages.show(request, "goals/cycle_wording.html", context, parts=["wording-of-all"])


@require_GET
def review_agenda(request: HttpRequest, public_id: str) -> HttpResponse:
    """The review of the quarter: what to talk about and for how long; to print."""
    person, cycle = reader(request), cycle_of(request, public_id)
    made = agenda.of(person, cycle, today=clock.today(person.time_zone))
    return pages.show(request, "goals/agenda.html", {"cycle": cycle, "agenda": made})


@require_GET
def review_document(request: HttpRequest, public_id: str) -> HttpResponse:
    """The same as a PDF to send around."""
    person, cycle = reader(request), cycle_of(request, public_id)
    today = clock.today(person.time_zone)
    made = agenda.as_board(agenda.of(person, cycle, today=today), today)
    answer = HttpResponse(files.to_pdf(made), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{slugify(made.title) or "review"}.pdf"'
    return answer


@require_http_methods(["GET", "POST"])
def verdict(request: HttpRequest, public_id: str) -> HttpResponse:
    """Keep it, or ask its owner to change it, with the reason."""
    person, found = reader(request), objective_of(request, public_id)
    if not rules.may_retire(person, found):
        raise Http404
    form = VerdictForm(request.POST or None)
    context = {"objective": found, "form": form}
    if request.method == "GET":
        return pages.show(request, "goals/verdict.html", context)
    if not form.is_valid():
        return pages.refused(request, "goals/verdict.html", context)
    try:
        row = actions.give_verdict(
            by=person, objective=found, at=clock.now(), key=request.POST.get("submission"), **form.cleaned_data
        )
    except Refused as refusal:
        return pages.refused(request, "goals/verdict.html", {**context, "refusal": refusal})
    to = f"{reverse('goals:desk')}#outdated" if request.POST.get("from") == "desk" else address(found)
    kept = row.word == row.Word.KEEP
    return pages.done(request, to, _("Kept; the reason stands on its page.") if kept else _("Its owner is told."))

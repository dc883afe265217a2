"""The check-in from a mail, without signing in."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from sapwood.activity import clock
from sapwood.activity.deeds import Refused
from sapwood.goals import check_in_links, queries
from sapwood.goals.forms import CheckInForm
from sapwood.goals.models import Objective
from sapwood.goals.views.check_ins import send
from sapwood.people.models import Person
from sapwood.ui import pages


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def check_in_link(request: HttpRequest, token: str) -> HttpResponse:
    """What is due of one person's strategic key results; told with one button."""
    person = check_in_links.person_of(token, clock.now())
    if person is None:
        return pages.show(request, "goals/check_in_link.html", {"gone": True}, status=410)
    due = [
        row.key_result
        for row in queries.to_report(person, clock.today(person.time_zone))
        if row.is_due and row.key_result.objective.layer == Objective.Layer.STRATEGIC
    ]
    form = CheckInForm(due, request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return pages.show(request, "goals/check_in_link.html", _page(person, form))
    if not form.is_valid():
        return pages.refused(request, "goals/check_in_link.html", _page(person, form))
    if form.has_questions():
        return pages.refused(request, "goals/check_in_link.html", {**_page(person, form), "slip": True})
    try:
        count = send(person, form, request.POST.get("submission", ""))
    except Refused as refusal:
        return pages.refused(request, "goals/check_in_link.html", {**_page(person, form), "refusal": refusal})
    if not count:
        nothing = Refused(_("Nothing was told yet."), _("Give at least one value, or tick “no change”."))
        return pages.refused(request, "goals/check_in_link.html", {**_page(person, form), "refusal": nothing})
    words = ngettext("Checked in on %(n)d key result.", "Checked in on %(n)d key results.", count) % {"n": count}
    return pages.show(request, "goals/check_in_link.html", {"person": person, "told": words})


def _page(person: Person, form: CheckInForm) -> dict[str, Any]:
    return {"person": person, "form": form, "rows": list(form.lines.items())}

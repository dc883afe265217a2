"""The guide for an open conversation: for units too small to survey, and for anybody who would rather talk."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from sapwood.feedback import bank
from sapwood.ui import pages

AT_FIRST = 2  # families shown before anybody has chosen: an hour holds no more


@require_GET
def guide(request: HttpRequest) -> HttpResponse:
    """Open questions by family; the ones ticked are shown, to read from or to print."""
    questions = bank.conversation()
    names = list(questions.families)
    asked = [name for name in names if name in request.GET.getlist("family")] or names[:AT_FIRST]
    context = {
        "names": [(name, name in asked) for name in names],
        "opening": questions.opening,
        "families": [(name, questions.families[name]) for name in asked],
        "closing": questions.closing,
    }
    return pages.show(request, "feedback/guide.html", context)

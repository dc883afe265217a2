"""The guide for an open conversation: for units too small to survey, and for anybody who would rather talk."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from sapwood.feedback.bank import conversations
from sapwood.ui import pages

AT_FIRST = 2  # topics shown before anybody has chosen: an hour holds no more


@require_GET
def guide(request: HttpRequest) -> HttpResponse:
    """Open questions by topic; the ones ticked are shown, to read from or to print."""
    wanted = request.GET.getlist("topic")
    asked = [one for one in conversations.TOPICS if one.key in wanted] or list(conversations.TOPICS[:AT_FIRST])
    context = {
        "topics": [(one, one in asked) for one in conversations.TOPICS],
        "opening": conversations.OPENING,
        "asked": asked,
        "closing": conversations.CLOSING,
    }
    return pages.show(request, "feedback/guide.html", context)

"""Help with a comment before it is sent: what one could have seen, when, and what came of it. Read, answered, forgotten."""

from __future__ import annotations

import re

from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from sapwood.coach import read_comment
from sapwood.coach.language import knows
from sapwood.people.columns import told
from sapwood.ui import pages

ITEM = re.compile(r"i-([0-9]{1,12}|text)")
LONGEST = 2000  # letters, as on the page where it is written


@never_cache
@require_POST
@sensitive_post_parameters()
def comment_help(request: HttpRequest) -> HttpResponse:
    """At most two remarks with a question each on the one text that was asked about.

    Whoever asks is not looked at and nothing is written: no row, no session, no line in a log. The other answers of the
    form are not read.
    """
    hurried = not ratelimit.consume(request, action="comment_help")
    asked = request.POST.get("asked", "")
    asked = asked if ITEM.fullmatch(asked) else ""
    text = request.POST.get(asked, "")[:LONGEST] if asked and not hurried else ""
    read = read_comment(text)
    context = {
        "asked": asked,  # the part of a page asks again by itself while one types on
        "text": text.strip(),
        "hurried": hurried,
        "foreign": bool(text.strip()) and not knows(read.language),
        "remarks": [{"message": told(one.message), "question": told(one.question)} for one in read.findings],
    }
    page = "feedback/comment_help.html"
    return pages.show(request, f"{page}#said" if request.headers.get("HX-Request") else page, context)

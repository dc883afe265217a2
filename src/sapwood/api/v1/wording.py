"""Having the wording of goals read by the coach. Nothing is stored, and nothing leaves the server."""

from __future__ import annotations

import json

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as said
from ninja import Router

from sapwood.activity import clock
from sapwood.api import problems
from sapwood.api.v1 import shapes
from sapwood.api.v1.answers import MEDIA_TYPE, holder_of

router = Router(tags=[said("Wording")])
FILE = "<request>"


@router.post(
    "lint",
    url_name="lint",
    operation_id="lint",
    response=shapes.Linted,
    summary=said("Have statements read by the coach"),
    description=said(
        "The same objects that sapwood lint --json prints, one a statement, in the order given. "
        "Nothing is stored and nothing leaves the server."
    ),
)
def lint(request: HttpRequest, given: shapes.LintGiven) -> HttpResponse:
    from sapwood.coach import lint as coach

    try:
        asked = coach.settings(
            {
                "select": given.select,
                "ignore": given.ignore,
                "strict": given.strict,
                "safety_critical": given.safety_critical,
            }
        )
    except coach.BadSettings as error:
        raise problems.Problem(
            422, "invalid", str(error), _("docs/coach-codes.md explains each code; leave the selection out for all.")
        ) from None
    rows = [one.model_dump(exclude_none=True) for one in given.statements]
    content = "\n".join(json.dumps(row) for row in rows).encode()
    found = coach.lint(content, FILE, asked, clock.today(holder_of(request).time_zone))
    read = [coach.as_data(one) for one in found.statements]
    return HttpResponse(json.dumps({"statements": read}, ensure_ascii=False), content_type=MEDIA_TYPE)

"""What could we see? From the people who are here, or from a people file that is read and forgotten."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from sapwood.activity import clock
from sapwood.feedback import asked, foresight, pulse_outlook
from sapwood.files import people
from sapwood.files.words import Unreadable
from sapwood.people.columns import told
from sapwood.people.forms.importing import ImportForm
from sapwood.people.views.find import reader
from sapwood.ui import pages

PAGE = "feedback/foresight.html"


@csrf_exempt  # only until the file's handler is chosen; the next function checks the token
@require_http_methods(["GET", "POST"])
def what_could_we_see(request: HttpRequest) -> HttpResponse:
    """Units and what would be shown. A file stays in memory and is forgotten with the answer."""
    request.upload_handlers = [MemoryFileUploadHandler(request)]
    return _answered(request)


@csrf_protect
def _answered(request: HttpRequest) -> HttpResponse:
    if request.method == "GET":
        preview = asked.pulse_preview(clock.now())
        table = pulse_outlook.table(preview.plan, preview.outlook)
        return pages.show(request, PAGE, {"form": ImportForm(), "table": table if table.people else None})
    form = ImportForm(request.POST, request.FILES)
    context: dict[str, Any] = {"form": form}
    if not form.is_valid():
        return pages.refused(request, PAGE, context)
    try:
        file = people.read(form.cleaned_data["content"], date_order="dmy")
    except Unreadable as error:
        problem = {"reason": told(error.reason), "next_step": told(error.next_step)}
        return pages.refused(request, PAGE, {**context, "problem": problem})
    found = foresight.of(file, clock.today(reader(request).time_zone), whole=_("Everybody"))
    return pages.show(request, PAGE, {**context, "found": found, "table": found.table, "odd": len(file.problems)})

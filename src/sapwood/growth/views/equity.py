"""What one may say of oneself, seen by oneself alone; and what the organisation asks."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sapwood.activity import clock
from sapwood.activity.deeds import Refused
from sapwood.growth import actions
from sapwood.growth.declaring import declared_by
from sapwood.growth.forms.equity import AttributeForm
from sapwood.growth.models import Attribute
from sapwood.people.views.deeds import do
from sapwood.people.views.find import reader
from sapwood.ui import pages


@require_GET
def declarations(request: HttpRequest) -> HttpResponse:
    """What is asked, and what one said oneself."""
    said = declared_by(reader(request))
    rows = [(row, said.get(row.pk)) for row in Attribute.objects.filter(retired=None)]
    return pages.show(request, "growth/declarations.html", {"rows": rows})


@require_POST
def declaration(request: HttpRequest, public_id: str) -> HttpResponse:
    """Say it, say it otherwise, or take it back (an empty value)."""
    found = get_object_or_404(Attribute, public_id=public_id, retired=None)
    value, to = request.POST.get("value", ""), reverse("growth:declarations")
    if not value:
        return do(request, to, lambda: actions.undeclare(by=reader(request), attribute=found), _("Taken back."))
    return do(request, to, lambda: actions.declare(by=reader(request), attribute=found, value=value), _("Noted."))


@require_http_methods(["GET", "POST"])
def attributes(request: HttpRequest) -> HttpResponse:
    """What people may declare, and a form for one more. How many declared anything is shown to nobody."""
    form = AttributeForm(request.POST or None)
    context = {"form": form, "rows": Attribute.objects.filter(retired=None), "refusal": None}
    if request.method == "GET":
        return pages.show(request, "growth/attributes.html", context)
    if not form.is_valid():
        return pages.refused(request, "growth/attributes.html", context)
    try:
        actions.define_attribute(
            by=reader(request), at=clock.now(), key=request.POST.get("submission", ""), **form.cleaned_data
        )
    except Refused as refusal:
        return pages.refused(request, "growth/attributes.html", {**context, "refusal": refusal})
    return pages.done(request, "growth:attributes", _("People may declare it from now on."))


@require_POST
def attribute_retirement(request: HttpRequest, public_id: str) -> HttpResponse:
    found = get_object_or_404(Attribute, public_id=public_id)
    return do(
        request,
        reverse("growth:attributes"),
        lambda: actions.retire_attribute(
            by=reader(request), attribute=found, at=clock.now(), key=request.POST.get("submission", "")
        ),
        _("It is asked no longer, and what was declared is deleted."),
    )

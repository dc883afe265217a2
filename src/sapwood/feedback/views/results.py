"""Results of a pulse, for whoever may read them: the published cells and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from sapwood.activity import clock
from sapwood.feedback import actions, extracts, reading
from sapwood.feedback.forms.waves import ResponseForm
from sapwood.feedback.models import Cell, Response, Wave
from sapwood.feedback.views.waves import published
from sapwood.people.views.deeds import do, unclear
from sapwood.people.views.find import reader
from sapwood.ui import pages


@require_GET
def results(request: HttpRequest, public_id: str) -> HttpResponse:
    """A pulse, unit by unit, never ranked."""
    found = _pulse(public_id)
    rows = reading.results_for(reader(request), found.publication)
    context = {
        "wave": found,
        "publication": found.publication,
        "units": [{"one": one, "cells": [_drawn(cell, one.before) for cell in one.cells]} for one in rows],
        "meaning": reading.what_a_number_is(found.least_answers),
        "line_is_broken": reading.line_is_broken(),
        "form": ResponseForm(),
    }
    return pages.show(request, "feedback/results.html", context)


@require_GET
def results_file(request: HttpRequest, public_id: str, kind: str) -> HttpResponse:
    """The same to take away, as PDF or XLSX."""
    return taken_away(extracts.of_pulse(reader(request), _pulse(public_id).publication), kind)


def taken_away(extract: extracts.Extract, kind: str) -> HttpResponse:
    """What a page shows as a file of this kind."""
    if kind not in extracts.WRITERS:
        raise Http404
    write, content_type = extracts.WRITERS[kind]
    answer = HttpResponse(write(extract), content_type=content_type)
    answer["Content-Disposition"] = f'attachment; filename="{slugify(extract.title) or "results"}.{kind}"'
    return answer


@require_POST
def response(request: HttpRequest, public_id: str, unit: str) -> HttpResponse:
    """What we do about it."""
    found = _pulse(public_id)
    place = get_object_or_404(found.units, public_id=unit)
    address = f"{reverse('feedback:results', args=[public_id])}#{unit}"
    form = ResponseForm(request.POST)
    if not form.is_valid():
        return unclear(request, address, form)
    return do(
        request,
        address,
        lambda: actions.respond(
            by=reader(request),
            publication=found.publication,
            unit=place,
            at=clock.now(),
            key=request.POST.get("submission"),
            **form.cleaned_data,
        ),
        _("Said. The next pulse shows it on its last screen."),
    )


@require_POST
def response_end(request: HttpRequest, public_id: str) -> HttpResponse:
    """It is done."""
    found = get_object_or_404(Response.objects.select_related("publication__wave"), public_id=public_id)
    address = reverse("feedback:results", args=[found.publication.wave.public_id])
    return do(
        request,
        address,
        lambda: actions.finish_response(by=reader(request), response=found, at=clock.now()),
        _("Done."),
    )


def _pulse(public_id: str) -> Wave:
    found = published(public_id)
    return get_object_or_404(Wave.objects.filter(kind=Wave.Kind.PULSE).select_related("publication"), pk=found.pk)


def _drawn(cell: Cell, before: Mapping[str, float]) -> dict[str, Any]:
    """A cell with its picture, and how the answers are spread, in rounded shares."""
    item = cell.item
    assert item is not None
    drawn: dict[str, Any] = {"cell": cell, "text": item.told(), "most": item.most, "least": item.least}
    if not cell.withheld:
        drawn["before"] = before.get(item.key)
        drawn["chart"] = reading.picture_of(cell)
    if cell.distribution:
        drawn["bars"] = sorted(cell.distribution.items(), key=lambda pair: int(pair[0]))
    return drawn

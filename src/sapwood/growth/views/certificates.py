"""Certificates with the day they run out, on the page of one's plans."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sapwood.activity import clock
from sapwood.growth import actions
from sapwood.growth.forms.plans import CertificateForm, UntilForm
from sapwood.growth.models import Certificate
from sapwood.growth.views.plans import LIST, list_of
from sapwood.people.views.deeds import do, unclear
from sapwood.people.views.find import reader
from sapwood.ui import pages


@require_POST
def certificates(request: HttpRequest) -> HttpResponse:
    person = reader(request)
    form = CertificateForm(request.POST, person=person)
    if not form.is_valid():
        return pages.refused(request, LIST, {**list_of(person), "certificate_form": form})
    return do(
        request,
        _there(),
        lambda: actions.keep_certificate(
            by=person, at=clock.now(), key=request.POST.get("submission"), **form.keywords()
        ),
        _("It is written down."),
    )


@require_POST
def certificate(request: HttpRequest, public_id: str) -> HttpResponse:
    """Valid until another day now."""
    found, form = _certificate(request, public_id), UntilForm(request.POST)
    if not form.is_valid():
        return unclear(request, _there(), form)
    until = form.cleaned_data["until"]
    return do(
        request,
        _there(),
        lambda: actions.renew_certificate(by=reader(request), certificate=found, until=until, at=clock.now()),
        _("The new day is kept."),
    )


@require_POST
def certificate_end(request: HttpRequest, public_id: str) -> HttpResponse:
    found = _certificate(request, public_id)
    return do(
        request,
        _there(),
        lambda: actions.discard_certificate(by=reader(request), certificate=found, at=clock.now()),
        _("It is deleted here; the paper stays."),
    )


def _certificate(request: HttpRequest, public_id: str) -> Certificate:
    return get_object_or_404(Certificate, public_id=public_id, person=reader(request))


def _there() -> str:
    return f"{reverse('growth:plans')}#certificates"

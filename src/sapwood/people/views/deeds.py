"""Doing one deed for one POST, and saying how it went."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse

from sapwood.activity.deeds import Refused
from sapwood.ui import pages


def do(request: HttpRequest, to: str, deed: Callable[[], Any], words: str) -> HttpResponse:
    """Do it and say `words`, or say why not; either way go to the address `to`."""
    try:
        deed()
    except Refused as refusal:
        return pages.said(request, to, refusal)
    return pages.done(request, to, words)


def unclear(request: HttpRequest, to: str, form: Form) -> HttpResponse:
    """A short form that did not pass: its problems are said above the page it stands on."""
    problems = " ".join(str(error) for errors in form.errors.values() for error in errors)
    return pages.said(request, to, Refused(problems))

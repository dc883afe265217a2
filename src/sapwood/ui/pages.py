"""Answers of views. The only place that knows htmx: a part of a page for it, the whole page for everybody else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme


def show(
    request: HttpRequest,
    page: str,
    context: Mapping[str, Any] | None = None,
    *,
    parts: Sequence[str] = (),
    status: int = 200,
) -> HttpResponse:
    """The page, or that part of it which htmx asks for (HX-Target names a partial listed in `parts`)."""
    htmx = getattr(request, "htmx", None)
    target = htmx.target if htmx and not htmx.boosted else None
    template = f"{page}#{target}" if target in parts else page
    return render(request, template, dict(context or {}), status=status)


def done(request: HttpRequest, to: Any, message: str = "", *args: Any, **kwargs: Any) -> HttpResponse:
    """The deed is done: say so once, and go to where it shows."""
    if message:
        messages.success(request, message)
    answer = HttpResponseRedirect(resolve_url(to, *args, **kwargs))
    answer.status_code = 303
    return answer


def refused(
    request: HttpRequest, page: str, context: Mapping[str, Any] | None = None, *, parts: Sequence[str] = ()
) -> HttpResponse:
    """The same form again with what was typed and what to mend; htmx swaps it in as well."""
    return show(request, page, context, parts=parts, status=422)


def back(request: HttpRequest, otherwise: str) -> str:
    """The page the form stood on, if it is one of ours."""
    page = request.META.get("HTTP_REFERER", "")
    ours = url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure())
    return page if ours else resolve_url(otherwise)


def said(request: HttpRequest, to: Any, refusal: Exception, *args: Any, **kwargs: Any) -> HttpResponse:
    """A deed without a form was refused: say why and what to do, and go back."""
    next_step = getattr(refusal, "next_step", "")
    messages.error(request, f"{refusal} {next_step}".strip())
    answer = HttpResponseRedirect(resolve_url(to, *args, **kwargs))
    answer.status_code = 303
    return answer

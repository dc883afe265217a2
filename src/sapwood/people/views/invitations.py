"""Inviting, and coming in by an invitation."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import SetPasswordForm
from allauth.account.utils import perform_login
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from sapwood.activity import clock, outbox
from sapwood.activity.deeds import Refused
from sapwood.people.actions import invitations as actions
from sapwood.people.views.find import person_of, reader
from sapwood.ui import pages


@require_POST
def invitations(request: HttpRequest, public_id: str) -> HttpResponse:
    """Invite one person."""
    found = person_of(request, public_id)
    try:
        actions.invite(by=reader(request), person=found, at=clock.now(), key=request.POST.get("submission"))
    except Refused as refusal:
        return pages.said(request, "people:person", refusal, found.public_id)
    words = _("The invitation to %(name)s is on its way.") % {"name": found}
    return pages.done(request, "people:person", _or_it_waits(words), found.public_id)


@require_POST
def all_invitations(request: HttpRequest) -> HttpResponse:
    """Invite everybody who has no way in yet."""
    now = clock.now()
    count = actions.without_a_way_in(now).count()
    try:
        actions.invite_everybody(by=reader(request), at=now, key=request.POST.get("submission"))
    except Refused as refusal:
        return pages.said(request, "people:directory", refusal)
    words = ngettext("One invitation is on its way.", "%(n)d invitations are on their way.", count) % {"n": count}
    return pages.done(request, "people:directory", _or_it_waits(words))


def _or_it_waits(words: str) -> str:
    """Nothing is said to be on its way where there is no post office."""
    return words if outbox.is_set_up() else _("It waits in the outbox, for a week: mail is not set up.")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])  # HEAD, lest a mail scanner's question put a live link into the log
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Choose the first password. A link that does not work says the same, whatever the reason."""
    row = actions.find(token, clock.now())
    if row is None:
        return pages.show(request, "people/invitation_gone.html", status=410)
    form = SetPasswordForm(user=row.person, data=request.POST or None)
    context: dict[str, Any] = {"form": form, "person": row.person}
    if request.method != "POST":
        return pages.show(request, "people/invitation.html", context)
    if not form.is_valid():
        return pages.refused(request, "people/invitation.html", context)
    try:
        person = actions.accept(invitation=row, password=form.cleaned_data["password1"], at=clock.now())
    except Refused as refusal:
        return pages.said(request, "account_login", refusal)
    # Through the package's steps: whoever has a second factor is asked for it here as well.
    answer: HttpResponse = perform_login(request, person, redirect_url=reverse("people:first_week"))
    return answer

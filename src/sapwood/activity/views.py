"""Pages of the activity room. It knows people only as whoever is signed in."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sapwood.activity import channels as deeds
from sapwood.activity import clock, events, outbox, webhooks
from sapwood.activity import notices as news
from sapwood.activity.deeds import Refused
from sapwood.activity.forms import ChannelForm, PreferenceForm
from sapwood.activity.models import Channel, Delivery, Notice, Preference
from sapwood.ui import pages

PAGE = 40


@require_http_methods(["GET", "POST"])
def notices(request: HttpRequest) -> HttpResponse:
    """What one was told, the newest first. A POST marks all of it as read."""
    assert request.user.is_authenticated
    if request.method == "POST":
        news.read_all(person=request.user, at=clock.now())
        return pages.done(request, "activity:notices")
    page = Paginator(Notice.objects.filter(person_id=request.user.pk), PAGE).get_page(request.GET.get("page"))
    return pages.show(request, "activity/notices.html", {"page": page, "unread": news.unread(request.user)})


@require_POST
def notice(request: HttpRequest, public_id: str) -> HttpResponse:
    """Mark one as read and go where it leads."""
    assert request.user.is_authenticated
    row = news.read(person=request.user, public_id=public_id, at=clock.now())
    if row is None:
        raise Http404
    return pages.done(request, row.link if url_has_allowed_host_and_scheme(row.link, None) else "activity:notices")


@require_http_methods(["GET", "POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    """How one wants to be told."""
    assert request.user.is_authenticated
    row = Preference.objects.filter(person_id=request.user.pk).first()
    row = row or Preference(person_id=request.user.pk)
    form = PreferenceForm(request.POST or None, initial={"mail": row.mail, "progress": row.progress})
    if request.method == "GET":
        return pages.show(request, "activity/preferences.html", {"form": form})
    if not form.is_valid():
        return pages.refused(request, "activity/preferences.html", {"form": form})
    Preference.objects.update_or_create(person_id=request.user.pk, defaults=form.cleaned_data)
    return pages.done(request, "activity:preferences", _("Saved."))


@require_http_methods(["GET"])
def deliveries(request: HttpRequest) -> HttpResponse:
    """The post that was given up, what keeps failing, and what waits. Never what a mail says."""
    rows = Delivery.objects.defer("body")
    context = {
        "page": Paginator(rows.filter(state=Delivery.State.DEAD).order_by("-created", "-id"), PAGE).get_page(
            request.GET.get("page")
        ),
        "failing": rows.filter(state=Delivery.State.PENDING).exclude(error="").order_by("due")[:PAGE],
        "waiting": rows.filter(state__in=[Delivery.State.PENDING, Delivery.State.SENDING]).count(),
        "sent": rows.filter(state=Delivery.State.SENT).count(),
        "is_set_up": outbox.is_set_up(),
        "is_demo": settings.SAPWOOD_DEMO,
    }
    return pages.show(request, "activity/deliveries.html", context)


@require_POST
def attempt(request: HttpRequest, public_id: str) -> HttpResponse:
    """Try a mail once more that was given up, or that waits for its next turn."""
    row = get_object_or_404(Delivery, public_id=public_id, state__in=[Delivery.State.DEAD, Delivery.State.PENDING])
    outbox.retry(row, at=clock.now())
    return pages.done(request, "activity:deliveries", _("It is tried once more."))


@require_POST
def withdrawal(request: HttpRequest, public_id: str) -> HttpResponse:
    """Give a mail up that keeps failing; take one off the list that was given up."""
    row = get_object_or_404(Delivery, public_id=public_id, state__in=[Delivery.State.DEAD, Delivery.State.PENDING])
    if row.state == Delivery.State.DEAD:
        outbox.clear(row)
        return pages.done(request, "activity:deliveries", _("It is off the list."))
    outbox.give_up(row)
    return pages.done(request, "activity:deliveries", _("It is given up."))


@require_POST
def mail_test(request: HttpRequest) -> HttpResponse:
    """Send a mail to oneself, at once, and say what came of it."""
    address = getattr(request.user, "email", "") or ""
    refusal = None
    if not outbox.is_set_up():
        refusal = Refused(
            _("Mail is not set up, so nothing was sent."), _("Set SAPWOOD_SMTP_HOST and start Sapwood again.")
        )
    elif not address:
        refusal = Refused(_("You have no address."), _("An administrator can add one to your record."))
    if refusal is not None:
        return pages.said(request, "activity:deliveries", refusal)
    row = _test_mail(request, address)
    if outbox.deliver(row):
        words = _("The post office took a mail to %(address)s. Look into the mailbox.") % {"address": address}
        return pages.done(request, "activity:deliveries", words)
    row.refresh_from_db()
    outbox.clear(row)
    refusal = Refused(
        _("It could not be sent. The post office said: “%(error)s”.") % {"error": row.error},
        _("Check the SAPWOOD_SMTP settings; docs/operations.md lists them."),
    )
    return pages.said(request, "activity:deliveries", refusal)


@transaction.atomic
def _test_mail(request: HttpRequest, address: str) -> Delivery:
    now = clock.now()
    row = outbox.queue(
        outbox.Recipient(address, getattr(request.user, "time_zone", "UTC")),
        kind="test",
        subject=_("Sapwood can send mail"),
        body=_("Nothing else needs to be done."),
        why=_("It came because you asked for a test."),
        at=now,
        urgent=True,
    )
    assert request.user.is_authenticated
    events.record("activity.mail_tested", by=request.user, about=None, at=now)
    assert row is not None
    return row


@require_http_methods(["GET", "POST"])
def channels(request: HttpRequest) -> HttpResponse:
    """Where news that everybody may read go beside the product: chat, or another system."""
    form = ChannelForm(request.POST or None, initial={"form": Channel.Form.SLACK})
    if request.method == "GET":
        return pages.show(request, "activity/channels.html", _of_channels(form))
    if not form.is_valid():
        return pages.refused(request, "activity/channels.html", _of_channels(form))
    assert request.user.is_authenticated
    try:
        found = deeds.open_channel(
            by=request.user, **form.cleaned_data, at=clock.now(), key=request.POST.get("submission") or None
        )
    except Refused as refusal:
        return pages.refused(request, "activity/channels.html", {**_of_channels(form), "refusal": refusal})
    return pages.done(request, "activity:channels", _("News go to “%(name)s” from now on.") % {"name": found.name})


@require_POST
def channel_end(request: HttpRequest, public_id: str) -> HttpResponse:
    """Send nothing there any more."""
    assert request.user.is_authenticated
    found = get_object_or_404(Channel, public_id=public_id, ended=None)
    deeds.end_channel(by=request.user, channel=found, at=clock.now())
    return pages.done(request, "activity:channels", _("Nothing goes to “%(name)s” any more.") % {"name": found.name})


@require_POST
def channel_test(request: HttpRequest, public_id: str) -> HttpResponse:
    """Send a test there, at once, and say what came of it."""
    assert request.user.is_authenticated
    found = get_object_or_404(Channel, public_id=public_id, ended=None)
    error = deeds.send_test(by=request.user, channel=found, at=clock.now())
    if not error:
        return pages.done(request, "activity:channels", _("“%(name)s” took the test.") % {"name": found.name})
    refusal = Refused(
        _("The test did not arrive: %(error)s") % {"error": error},
        _("Check the address with whoever made the webhook, and that this server may reach it."),
    )
    return pages.said(request, "activity:channels", refusal)


def _of_channels(form: ChannelForm) -> dict[str, Any]:
    names = dict(webhooks.kinds())
    rows = [
        {
            "channel": row,
            "host": urlsplit(row.url).hostname,
            "kinds": [names[key] for key in row.kinds if key in names],
            "failing": row.deliveries.exclude(error="").exclude(state=Delivery.State.SENT).first(),
        }
        for row in Channel.objects.filter(ended=None)
    ]
    return {"rows": rows, "form": form}

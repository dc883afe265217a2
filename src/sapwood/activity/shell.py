"""What the activity room puts into the frame of every page."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


def furnish() -> None:
    from sapwood.activity import jobs  # noqa: F401  (jobs register themselves)
    from sapwood.ui import navigation

    navigation.register(
        navigation.Link(name=_("News"), route="activity:notices", icon="bell", order=70, place="more", count=_unread)
    )


def _unread(request: HttpRequest) -> int | None:
    from sapwood.activity import notices

    return notices.unread(request.user) or None if request.user.is_authenticated else None

"""What the meetings room puts into the frame of every page."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _


def furnish() -> None:
    from sapwood.meetings import belongings, jobs, panels, progress, rules  # noqa: F401  (relations, panels and jobs register themselves)
    from sapwood.ui import navigation

    navigation.register(
        navigation.Link(
            name=_("Meetings"), route="meetings:meetings", icon="handshake", order=45, prefix=("meetings:",)
        )
    )
    belongings.furnish()
    panels.furnish()
    progress.furnish()

"""What of goals goes to channels of the organisation's chat: only what everybody at work may read."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from sapwood.activity import webhooks
from sapwood.goals.models import Cycle, Objective

AGREED, CYCLE = "goals.agreed", "goals.cycle"


def furnish() -> None:
    """Name the kinds of news; called once when the room starts."""
    webhooks.kind(AGREED, later("A strategic goal is agreed"))
    webhooks.kind(CYCLE, later("A cycle enters its next stage"))


def agreed(objective: Objective, *, at: dt.datetime) -> None:
    """A strategic goal is agreed. Nothing is said of any other."""
    if objective.layer != Objective.Layer.STRATEGIC:
        return
    results = objective.key_results.filter(dropped=None).values_list("title", flat=True)
    webhooks.announce(
        AGREED,
        title=_("%(owner)s: %(title)s") % {"owner": objective.owner, "title": objective.title},
        text="\n".join(f"• {title}" for title in results),
        link=reverse("goals:objective", args=[objective.public_id]),
        at=at,
        unique=f"agreed-{objective.public_id}-{objective.version}",
    )


def cycle_moved(cycle: Cycle, *, at: dt.datetime) -> None:
    """What the new stage asks of everybody."""
    asks = {
        Cycle.Stage.PLANNING: _("Goals for it are written now."),
        Cycle.Stage.ACTIVE: _("It runs until %(day)s. Check-ins begin."),
        Cycle.Stage.SCORING: _("It is over. Goals are scored and closed now."),
        Cycle.Stage.CLOSED: _("Everything in it is closed. What was learned can be searched."),
    }[Cycle.Stage(cycle.stage)]
    webhooks.announce(
        CYCLE,
        title=_("%(cycle)s: %(stage)s") % {"cycle": cycle.name, "stage": cycle.get_stage_display()},
        text=asks % {"day": cycle.ends.isoformat()},
        link=reverse("goals:cycle", args=[cycle.public_id]),
        at=at,
        unique=f"cycle-{cycle.public_id}-{cycle.stage}",
    )

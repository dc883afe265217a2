"""What pulse items are about, in words. An organisation's own items may carry any other theme."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Theme(models.TextChoices):
    """A construct with several interchangeable items, so that rotation has room."""

    ENGAGEMENT = "engagement", _("Engagement")
    LEADERSHIP_SUPPORT = "leadership_support", _("Support from the lead")
    PSYCHOLOGICAL_SAFETY = "psychological_safety", _("Safe to speak up")
    DEPENDABILITY = "dependability", _("Counting on each other")
    AUTONOMY = "autonomy", _("Room to decide")
    COMPETENCE = "competence", _("Up to the task")
    RELATEDNESS = "relatedness", _("Belonging")
    GOAL_CLARITY = "goal_clarity", _("Clear goals")
    WORKLOAD = "workload", _("Amount of work")
    ENPS = "enps", _("Would you recommend us?")


MEANINGS = {
    Theme.ENGAGEMENT: _("Energy for the work, and the wish to do it well."),
    Theme.LEADERSHIP_SUPPORT: _("What the person one reports to does to make good work possible."),
    Theme.PSYCHOLOGICAL_SAFETY: _("Whether one can ask, doubt and admit without paying for it."),
    Theme.DEPENDABILITY: _("Whether promises are kept, or moved in time."),
    Theme.AUTONOMY: _("A say in how one's own work is done."),
    Theme.COMPETENCE: _("Doing well at what one does, and getting better."),
    Theme.RELATEDNESS: _("Being one of the people one works with."),
    Theme.GOAL_CLARITY: _("Knowing what counts now, and how one would see that it is reached."),
    Theme.WORKLOAD: _("Whether the work fits the time and strength there is."),
    Theme.ENPS: _("One question from 0 to 10, counted as the employee net promoter score."),
}


def name_of(theme: str) -> str:
    """A theme in words; one that is not ours is called as it was written."""
    return str(Theme(theme).label) if theme in Theme.values else theme


def meaning_of(theme: str) -> str:
    return str(MEANINGS[Theme(theme)]) if theme in Theme.values else ""

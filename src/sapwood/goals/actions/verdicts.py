"""Keep or change: what is decided about an objective that seems outdated. To retire it, see `closing`."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from sapwood.activity import events
from sapwood.activity.deeds import Refused, deed
from sapwood.goals import rules, telling
from sapwood.goals.models import Objective, Verdict
from sapwood.people.models import Person


@deed("goals.give_verdict")
def give_verdict(*, by: Person, objective: Objective, word: str, reason: str, at: dt.datetime) -> Verdict:
    """Keep an objective as it is, or ask its owner to change it; with the reason, which everybody who sees it can read.

    Raises Refused unless it was proposed or agreed, `by` may end it, and a reason is given.
    """
    if not rules.may_retire(by, objective):
        raise Refused(_("You cannot decide on this objective."), _("Its owner, the team's lead and the OKR owner can."))
    if word not in Verdict.Word.values:
        raise Refused(
            _("“%(word)s” is no decision here.") % {"word": word}, _("Keep it, ask for a change, or retire it.")
        )
    if not reason.strip():
        raise Refused(_("The decision has no reason."), _("Say in a line why, for those who look later."))
    row = Verdict.objects.create(objective=objective, word=word, reason=reason.strip()[:300], by=by, at=at)
    if word == Verdict.Word.CHANGE:
        telling.asked_to_change(row, by=by, at=at)
    events.record("goals.verdict_given", by=by, about=objective, at=at, data={"word": word})
    return row

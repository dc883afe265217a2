"""When a behaviour's practice is asked about next. Pure: told times in, a day out.

The same scheduler as the school's (`school.spacing`), in whole weeks: what is practised often is asked about less and
less, what was not practised comes back the next week.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from fsrs import Card, Rating, Scheduler

LONGEST = 42  # days: in a cycle of three months nothing is left alone for longer
SCHEDULER = Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False, maximum_interval=LONGEST)
RATINGS = {0: Rating.Again, 1: Rating.Good, 2: Rating.Easy}


def next_week(told: Iterable[tuple[dt.date, int]]) -> dt.date | None:
    """The Monday of the week in which it is asked again, after what was told: (Monday of the week, 0, 1, or 2 for twice
    or more), oldest first. None when nothing was told yet: it is asked this week."""
    card: Card | None = None
    monday: dt.date | None = None
    for monday, times in told:
        at = dt.datetime.combine(monday, dt.time(12), tzinfo=dt.UTC)
        card, _log = SCHEDULER.review_card(card or Card(card_id=1, due=at), RATINGS[times], review_datetime=at)
    if card is None or monday is None:
        return None
    due = card.due.date()
    return max(due - dt.timedelta(days=due.weekday()), monday + dt.timedelta(weeks=1))

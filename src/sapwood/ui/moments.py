"""What time the pages think it is. The room that owns the clock puts it here when it starts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.utils import timezone

_clock: Callable[[], dt.datetime] = timezone.now


def use(clock: Callable[[], dt.datetime]) -> None:
    global _clock
    _clock = clock


def now() -> dt.datetime:
    return _clock()

"""What the clock does for plans: steps of the week, requests to observe, goals at risk, certificates that run out."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection

from django.db.models import Q
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sapwood.activity import asks, clock, notices, outbox
from sapwood.activity.models import Notice, Preference
from sapwood.activity.schedule import every
from sapwood.goals.models import Objective
from sapwood.growth.actions.plans import AT_RISK, address
from sapwood.growth.models import Demonstration, Plan
from sapwood.growth.queries import plans as queries
from sapwood.people.models import Person

CERTIFICATE = "certificate"
TUESDAY = 1
LOOKING = 1  # minute
REMINDED_AFTER = dt.timedelta(days=3)


def steps_asked(at: dt.datetime, done: Collection[int]) -> dict[int, asks.Ask]:
    """On Tuesday, in the person's own zone: how many steps fall into this week. What they are stays in Sapwood."""
    due = queries.due_steps(at.date())
    silent = Preference.objects.filter(mail=Preference.Mail.NONE).values("person")
    people = Person.objects.at_work(at.date()).filter(Q(pk__in=due), ~Q(email=None)).exclude(pk__in=silent)
    found = {}
    for person in people:
        there = clock.local(at, person.time_zone)
        if there.weekday() != TUESDAY or not outbox.is_working_time(there):
            continue
        if person.pk not in done and not person.is_away(there.date()):
            found[person.pk] = _steps(person, due[person.pk])
    return found


def observers_asked(at: dt.datetime, done: Collection[int]) -> dict[int, asks.Ask]:
    """Once, some days after they were asked: whom colleagues want to be observed by. It says who asks, not what."""
    rows: dict[int, list[Demonstration]] = defaultdict(list)
    for row in queries.to_observe(at.date() - dt.timedelta(days=1)):
        today = clock.local(at, row.observer.time_zone).date()
        if row.observer_id not in done and row.until >= today and _is_reminded(row, today):
            rows[row.observer_id].append(row)
    return {pk: _observations(found) for pk, found in rows.items()}


@every(name="growth.plans_at_risk", at_local="05:30")
def plans_at_risk(at: dt.datetime) -> int:
    """Tell the owners of plans whose key results are at risk, once in three weeks at most. Returns how many."""
    plans = Plan.objects.filter(
        ending=None, accepted__isnull=False, objective__stage=Objective.Stage.ACTIVE
    ).select_related("person", "objective__cycle")
    told = set(Notice.objects.filter(kind=AT_RISK, at__gt=at - queries.QUIET).values_list("link", flat=True))
    count = 0
    for plan in plans:
        today = clock.local(at, plan.person.time_zone).date()
        if not plan.person.is_active or address(plan) in told or not queries.at_risk(plan, today):
            continue
        with translation.override(plan.person.language):
            notices.tell(
                [plan.person],
                kind=AT_RISK,
                text=_("A goal of yours is at risk: does its plan still fit?"),
                link=address(plan),
                why=_("It came because a key result of your goal is at risk."),
                at=at,
            )
        count += 1
    return count


@every(name="growth.certificates", at_local="05:40")
def certificates(at: dt.datetime) -> int:
    """Tell holders that a certificate runs out, two months and two weeks before. Returns how many."""
    today, count = at.date(), 0
    for row, days in queries.certificates_running_out(today):
        row.reminded = today
        row.save(update_fields=["reminded"])
        if not row.person.is_active:
            continue
        with translation.override(row.person.language):
            notices.tell(
                [row.person],
                kind=CERTIFICATE,
                text=ngettext(
                    "A certificate of yours runs out in one day",
                    "A certificate of yours runs out in %(n)d days",
                    days,
                )
                % {"n": days},
                link=f"{reverse('growth:plans')}#certificates",
                why=_("It came because you wrote down until when it is valid."),
                at=at,
            )
        count += 1
    return count


def _steps(person: Person, n: int) -> asks.Ask:
    with translation.override(person.language):
        return asks.Ask(
            text=ngettext("Your plan: one step this week", "Your plans: %(n)d steps this week", n) % {"n": n},
            minutes=LOOKING,
            link=reverse("growth:plans"),
            why=_("It came because you have a plan under way."),
        )


def _observations(rows: list[Demonstration]) -> asks.Ask:
    minutes = queries.OBSERVATION_MINUTES * len(rows)
    with translation.override(rows[0].observer.language):
        return asks.Ask(
            text=_("Say what you saw a colleague do, about %(n)d min") % {"n": minutes},
            minutes=minutes,
            link=reverse("growth:observation", args=[rows[0].public_id]) if len(rows) == 1 else reverse("growth:plans"),
            why=_("It came because they named you. Say no on its page, and it stops."),
            lines=tuple(_("%(name)s asks you") % {"name": row.step.plan.person} for row in rows),
        )


def _is_reminded(row: Demonstration, today: dt.date) -> bool:
    """On the third day after it was asked, on Monday where that is a weekend."""
    day = row.asked.date() + REMINDED_AFTER
    return today == day + dt.timedelta(days=(7 - day.weekday()) % 7 if day.weekday() > 4 else 0)


asks.register(observers_asked, order=40)
asks.register(steps_asked, order=70)

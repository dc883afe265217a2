"""Being observed: asking somebody by name to watch for a behaviour, and saying on which level one saw it."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse
from django.utils.translation import gettext as _

from sapwood.activity import asks, clock, notices
from sapwood.activity.deeds import Refused, deed
from sapwood.feedback import between
from sapwood.growth import rules
from sapwood.growth.models import Demonstration, Step
from sapwood.growth.queries import plans as queries
from sapwood.people.models import Behaviour, Person

ASKED, SEEN = "observe", "observed"
MOST_OBSERVERS = 3


@deed("growth.ask_to_observe")
def ask_to_observe(
    *,
    by: Person,
    step: Step,
    observers: list[Person],
    request: str,
    at: dt.datetime,
    behaviour: Behaviour | None = None,
    about: str = "",
) -> Demonstration | None:
    """Ask up to three people by name. They read the behaviour and the request, not the plan. Returns the first.

    `behaviour` or `about` says what they look for, where the step does not say it yet.
    """
    plan, named = step.plan, list(dict.fromkeys(observers))
    language = by.language
    words = step.about or (behaviour.said(language) if behaviour else " ".join(about.split()))[:200]
    if not rules.may_keep_plan(by, plan) or plan.accepted is None or rules.is_over(plan):
        raise Refused(_("You ask for yourself, in a plan of yours that is under way."), _("Begin a plan first."))
    if step.kind != Step.Kind.DEMONSTRATION or step.dropped is not None:
        raise Refused(_("This step is not one of being observed."), _("Add a step of the kind “Be observed”."))
    if not words:
        raise Refused(
            _("Nothing says what an observer looks for."), _("Choose a behaviour, or say it in your own words.")
        )
    if by in named:
        raise Refused(_("You are among those you ask."), _("Name colleagues or your mentor."))
    if not 1 <= len(named) <= MOST_OBSERVERS:
        raise Refused(_("%(n)d people are named.") % {"n": len(named)}, _("Name one to %(n)d.") % {"n": MOST_OBSERVERS})
    today = clock.local(at, by.time_zone).date()
    _guard_not_asked(step, named, today)
    _guard_budget(named, today)
    if not step.about:
        step.about, step.behaviour, step.anchors = words, behaviour, behaviour.levels(language) if behaviour else []
        step.save(update_fields=["about", "behaviour", "anchors"])
    Demonstration.objects.filter(step=step, observer__in=named, seen=None, declined=None).delete()  # those run out
    rows = [
        Demonstration.objects.create(
            step=step, observer=one, request=request.strip()[:300], asked=at, until=today + queries.OBSERVED_FOR
        )
        for one in named
    ]
    for row in rows:
        notices.tell(
            [row.observer],
            kind=ASKED,
            text=_("%(name)s asks you to watch for something they practise") % {"name": by},
            link=address(row),
            why=_("It came because %(name)s named you. Say no on its page, and nothing more comes of it.")
            % {"name": by},
            at=at,
        )
    return rows[0]


@deed("growth.observe")
def observe(
    *, by: Person, demonstration: Demonstration, level: int | None, words: str, at: dt.datetime
) -> Demonstration:
    """Say on which of five levels one saw it, None where one could not observe it, with a word if one likes.

    It stands under the observer's name. The first level seen ends the step; no key result moves by it.
    """
    _guard_open(by, demonstration, at)
    if level is not None and not 1 <= level <= len(queries.COMMON_ANCHORS):
        raise Refused(_("%(n)s is none of the five levels.") % {"n": level}, _("Choose one of those on the page."))
    demonstration.level, demonstration.words, demonstration.seen = level, words.strip(), at
    demonstration.save(update_fields=["level", "words", "seen"])
    step = demonstration.step
    if level is not None and step.done is None:
        step.done, step.done_by = at, by
        step.save(update_fields=["done", "done_by"])
    notices.settle(kinds=[ASKED], link=address(demonstration), at=at)
    notices.tell(
        [step.plan.person],
        kind=SEEN,
        text=_("%(name)s says what they saw you do") % {"name": by},
        link=reverse("growth:plan", args=[step.plan.public_id]),
        why=_("You asked them to watch for it."),
        at=at,
    )
    return demonstration


@deed("growth.decline_to_observe")
def decline_to_observe(*, by: Person, demonstration: Demonstration, at: dt.datetime) -> Demonstration:
    """Say no. Whoever asked sees it; no reason is asked for."""
    _guard_open(by, demonstration, at)
    demonstration.declined = at
    demonstration.save(update_fields=["declined"])
    notices.settle(kinds=[ASKED], link=address(demonstration), at=at)
    return demonstration


@deed("growth.end_observation")
def end_observation(*, by: Person, demonstration: Demonstration, at: dt.datetime) -> None:
    """Take a request back that was not answered, or what one said oneself. It is really deleted."""
    if not rules.may_end_observation(by, demonstration):
        raise Refused(_("A request is taken back by who asked, and what was seen by who said it."), _("Ask them."))
    notices.settle(kinds=[ASKED], link=address(demonstration), at=at)
    demonstration.delete()


def address(demonstration: Demonstration) -> str:
    return reverse("growth:observation", args=[demonstration.public_id])


def _guard_open(by: Person, demonstration: Demonstration, at: dt.datetime) -> None:
    if not rules.may_observe(by, demonstration):
        raise Refused(_("Somebody else was asked."), _("Tell them what you saw from the Feedback page."))
    if demonstration.seen is not None or demonstration.declined is not None:
        raise Refused(_("You have answered it already."), _("Take your answer back first, or tell them in words."))
    over = demonstration.until < clock.local(at, by.time_zone).date()
    if over or rules.is_over(demonstration.step.plan):
        raise Refused(_("It is over."), _("Tell them what you saw from the Feedback page."))


def _guard_not_asked(step: Step, people: list[Person], today: dt.date) -> None:
    open_ = Demonstration.objects.filter(step=step, observer__in=people, seen=None, declined=None)
    waiting = [row.observer.name for row in open_.filter(until__gte=today).select_related("observer")]
    if waiting:
        raise Refused(
            _("%(names)s was asked already and has not answered.") % {"names": ", ".join(waiting)},
            _("Wait, or take the request back first."),
        )


def _guard_budget(people: list[Person], today: dt.date) -> None:
    """Sapwood asks for little: nobody is asked by name for more than a week's minutes at once."""
    ids = [one.pk for one in people]
    asked, told = queries.observation_minutes(ids, today), between.minutes_asked(ids, today)
    full = [
        one.name for one in people if asked[one.pk] + told.get(one.pk, 0) + queries.OBSERVATION_MINUTES > asks.budget()
    ]
    if full:
        raise Refused(
            _("Colleagues ask enough of %(names)s already.") % {"names": ", ".join(full)},
            _("Name somebody else, or ask again in some days."),
        )

"""Every two weeks: what moved, team by team. In the day's bundle for everybody who wants it, and to channels of the chat.

Only strategic goals, which everybody at work may read. It comes on the third working day after check-in day, in every
second week of the cycle, so that what was told is fresh and no bundle grows by it on check-in day.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later
from django.utils.translation import ngettext

from sapwood.activity import asks, clock, outbox, webhooks
from sapwood.activity.models import Preference
from sapwood.activity.schedule import every
from sapwood.goals.models import Cycle, Objective
from sapwood.meetings import agenda
from sapwood.people import queries as people
from sapwood.people.models import Membership, Organisation, Person, Team
from sapwood.ui.templatetags.ui import STATUSES, number

KIND = "meetings.progress"
FORTNIGHT = dt.timedelta(days=14)
MOST = 6  # lines; the screen has the rest
MOST_MOVES = 2
DAYS_LATER, THURSDAY = 3, 3

Told = Mapping[int, Sequence[agenda.Talk]]


@dataclass(frozen=True)
class Summary:
    """A team's two weeks in a sentence and some lines."""

    title: str
    lines: tuple[str, ...]


def furnish() -> None:
    """Name the kind of news for channels; called once when the room starts."""
    webhooks.kind(KIND, later("The progress of two weeks"))


def is_day(cycle: Cycle, day: dt.date) -> bool:
    """Whether the mail comes on this day there."""
    weekday = Organisation.current().check_in_weekday + DAYS_LATER
    return cycle.starts <= day <= cycle.ends and cycle.week(day) % 2 == 0 and day.weekday() == _working(weekday)


def asked(at: dt.datetime, done: Collection[int]) -> dict[int, asks.Ask]:
    """Whoever wants it, in their morning: the two weeks of their team, or of everybody. See `activity.asks`."""
    cycle = _cycle(at)
    if cycle is None:
        return {}
    wishes = dict(Preference.objects.values_list("person_id", "progress"))
    silent = set(Preference.objects.filter(mail=Preference.Mail.NONE).values_list("person_id", flat=True))
    teams = _teams_of_people()
    found: dict[int, asks.Ask] = {}
    told: Told | None = None
    names: dict[int, Team] = {}
    for person in Person.objects.at_work(at.date()).exclude(email=None).exclude(pk__in=silent | set(done)):
        wish = wishes.get(person.pk, Preference.Progress.TEAM)
        there = clock.local(at, person.time_zone)
        if wish == Preference.Progress.NONE or not is_day(cycle, there.date()) or not outbox.is_working_time(there):
            continue
        if told is None:
            told, names = _told(cycle, at), {team.pk: team for team in Team.objects.filter(retired=None)}
        team = names.get(teams.get(person.pk, 0))
        with translation.override(person.language):
            summary, of = (
                (everybody(told, names), _root(names))
                if wish == Preference.Progress.ALL
                else (of_team(team, told), team)
            )
            if summary is not None and of is not None:
                found[person.pk] = asks.Ask(
                    text=summary.title,
                    minutes=1,
                    link=reverse("meetings:screen", args=[of.public_id]),
                    why=_("It came because progress comes every two weeks."),
                    lines=summary.lines,
                )
    return found


@every(name="meetings.progress", at_local="09:00")
def announce(at: dt.datetime) -> int:
    """The same to channels that want it, once."""
    cycle = _cycle(at)
    if cycle is None or not is_day(cycle, at.date()):
        return 0
    teams = {team.pk: team for team in Team.objects.filter(retired=None)}
    summary, root = everybody(_told(cycle, at), teams), _root(teams)
    if summary is None or root is None:
        return 0
    webhooks.announce(
        KIND,
        title=summary.title,
        text="\n".join(f"• {line}" for line in summary.lines),
        link=reverse("meetings:screen", args=[root.public_id]),
        at=at,
        unique=f"progress-{cycle.public_id}-{cycle.week(at.date())}",
    )
    return 1


def of_team(team: Team | None, told: Told) -> Summary | None:
    """A team's goals, those that moved or are at risk first; None where there is nothing to say."""
    talks = list(told.get(team.pk, ())) if team is not None else []
    if team is None or not any(talk.is_news or talk.is_at_risk for talk in talks):
        return None
    ordered = sorted(talks, key=lambda talk: (not talk.is_at_risk, not talk.is_news))
    return Summary(_title(team.name, talks), tuple(_line(talk) for talk in ordered[:MOST]))


def everybody(told: Told, teams: Mapping[int, Team]) -> Summary | None:
    """The whole company: a line for each department with all that hangs below it."""
    root = _root(teams)
    every = [talk for talks in told.values() for talk in talks]
    if root is None or not any(talk.is_news for talk in every):
        return None
    lines = []
    for team in sorted((one for one in teams.values() if one.parent_id == root.pk), key=lambda one: one.name):
        talks = [talk for pk in people.below_ids(team) for talk in told.get(pk, ())]
        if talks:
            lines.append(_title(team.name, talks))
    return Summary(_title(root.name, every), tuple(lines))


def _title(name: str, talks: Sequence[agenda.Talk]) -> str:
    moved = sum(any(move.has_moved for move in talk.moves) for talk in talks)
    risky = sum(talk.status in agenda.AT_RISK for talk in talks)
    words = ngettext("%(moved)d of one goal moved", "%(moved)d of %(n)d goals moved", len(talks))
    text = words % {"moved": moved, "n": len(talks)}
    if risky:
        text += ", " + ngettext("%(n)d at risk", "%(n)d at risk", risky) % {"n": risky}
    return _("%(name)s, two weeks: %(text)s") % {"name": name, "text": text}


def _line(talk: agenda.Talk) -> str:
    _css, _glyph, word = STATUSES.get(talk.status, STATUSES["unknown"])
    moves = [move for move in talk.moves if move.has_moved][:MOST_MOVES]
    said = "; ".join(
        _("%(title)s %(before)s → %(now)s")
        % {
            "title": move.key_result.title,
            "before": number(move.before),
            "now": number(move.now, move.key_result.unit),
        }
        for move in moves
    )
    return f"{talk.objective.title}: {str(word).lower()}" + (f" ({said})" if said else "")


def _told(cycle: Cycle, at: dt.datetime) -> Told:
    """What was told in the last two weeks, by owning team."""
    goals = Objective.objects.filter(
        cycle=cycle, layer=Objective.Layer.STRATEGIC, stage=Objective.Stage.ACTIVE, owner_team__isnull=False
    )
    found: dict[int, list[agenda.Talk]] = defaultdict(list)
    for talk in agenda.talks(goals.order_by("id"), since=at - FORTNIGHT, today=at.date()):
        assert talk.objective.owner_team_id is not None
        found[talk.objective.owner_team_id].append(talk)
    return found


def _teams_of_people() -> dict[int, int]:
    rows = Membership.objects.filter(ends=None, is_primary=True)
    return dict(rows.values_list("person_id", "team_id"))


def _cycle(at: dt.datetime) -> Cycle | None:
    day = at.date()
    return Cycle.objects.filter(stage=Cycle.Stage.ACTIVE, starts__lte=day, ends__gte=day).order_by("-starts").first()


def _root(teams: Mapping[int, Team]) -> Team | None:
    tops = [team for team in teams.values() if team.parent_id is None]
    return min(tops, key=lambda team: (team.level != Team.Level.COMPANY, team.pk)) if tops else None


def _working(weekday: int) -> int:
    """The weekday itself, or Thursday where it would fall on a weekend."""
    weekday %= 7
    return weekday if weekday < outbox.WORKING_DAYS else THURSDAY


asks.register(asked, order=80)

"""The meetings of the demo company: some 1:1s, one of them talked through last time, and two teams that meet."""

from __future__ import annotations

import datetime as dt

from sapwood.goals.models import KeyResult, Objective
from sapwood.meetings import actions, queries, rhythm
from sapwood.meetings.models import Meeting
from sapwood.people.demo import Company
from sapwood.people.models import Person

HOUR = dt.timedelta(hours=1)


def build(company: Company, *, at: dt.datetime) -> None:
    """Write the meetings through the usual deeds. The same company gives the same meetings."""
    lead, adviser = company.persons["Priya Raman"], company.persons["Leila Haddad"]
    owner, director = company.persons["Tobias Adeyemi"], company.persons["Maren Holt"]
    _talked_through(lead, adviser, at)
    _coming(lead.manager or director, lead, at, hours=27, weeks=3)
    _coming(director, owner, at, hours=51, weeks=2)
    for mate in [one for one in company.members["Service desk"] if one not in (lead, adviser)][:2]:
        _coming(lead, mate, at, hours=75, weeks=2)
    _team(company, "Service desk", lead, at)
    _team(company, "Installers North", company.persons["Owen Pritchard"], at)


def live(*, now: dt.datetime) -> None:
    """What was due by now took place, and the next one stands."""
    for meeting in Meeting.objects.filter(held=None, series__ended=None, at__lt=now).select_related(*queries.TOGETHER):
        by = meeting.series.by
        if isinstance(by, Person) and by.is_active:
            following = queries.proposed_after(meeting)
            held = meeting.at + HOUR / 2
            actions.hold(by=by, meeting=meeting, following=max(following, now + HOUR), at=held)


def _talked_through(lead: Person, adviser: Person, at: dt.datetime) -> None:
    """Last time there was a decision that became an initiative; something is left for the next one, today at two."""
    last = at - dt.timedelta(weeks=2) + 5 * HOUR
    meeting = actions.begin_one_on_one(by=lead, person=adviser, when=last, weeks=2, minutes=30, at=last - 72 * HOUR)
    actions.add_point(
        by=adviser, meeting=meeting, text="Two people who learn the chat at once: too much?", at=last - 4 * HOUR
    )
    point = actions.add_point(by=lead, meeting=meeting, text="What would make Mondays calmer?", at=last - 3 * HOUR)
    actions.cover_point(by=lead, point=point, meeting=meeting, at=last)
    actions.write_notes(
        by=adviser,
        meeting=meeting,
        text="Mondays: most calls come from homes fitted in the week before. A call on Friday afternoon would spare them.",
        version=1,
        at=last,
    )
    results = queries.open_for_work(meeting.series, lead)
    result = _of_team(results)
    actions.decide(
        by=lead, meeting=meeting, text="Call each home fitted that week on Friday afternoon", key_result=result,
        owner=adviser if result else None, due=(last + dt.timedelta(days=18)).date(), at=last,
    )  # fmt: skip
    actions.decide(
        by=lead, meeting=meeting, text="We keep the target as it is until the chat has run for a month.", at=last
    )
    actions.decide(by=adviser, meeting=meeting, text="Send Priya the list of homes", owner=adviser, at=last)
    following = actions.hold(by=lead, meeting=meeting, following=at + 5 * HOUR, at=last + HOUR / 2)
    actions.add_point(
        by=adviser, meeting=following, text="I would like to sit in with the installers for a day.", at=at - 20 * HOUR
    )


def _in_hours(moment: dt.datetime) -> dt.datetime:
    """The same hour of the next working day."""
    return moment + dt.timedelta(days=max(0, 7 - moment.weekday()) if moment.weekday() >= rhythm.SATURDAY else 0)


def _of_team(results: list[KeyResult]) -> KeyResult | None:
    open_to_all = [row for row in results if row.objective.layer == Objective.Layer.STRATEGIC]
    return open_to_all[0] if open_to_all else None


def _coming(by: Person, person: Person, at: dt.datetime, *, hours: int, weeks: int) -> None:
    actions.begin_one_on_one(
        by=by, person=person, when=_in_hours(at + hours * HOUR), weeks=weeks, minutes=30, at=at - 48 * HOUR
    )


def _team(company: Company, name: str, lead: Person, at: dt.datetime) -> None:
    last = at - dt.timedelta(weeks=1) + 2 * HOUR
    meeting = actions.begin_team_meeting(by=lead, team=company.teams[name], when=last, weeks=1, minutes=45, at=last)
    actions.decide(by=lead, meeting=meeting, text="Whoever is stuck says so in the chat before ten.", at=last)
    actions.hold(by=lead, meeting=meeting, following=_in_hours(at + 26 * HOUR), at=last + HOUR)

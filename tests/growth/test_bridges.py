"""Dee builds a bridge for "customers wait too long for answers"; Max reads the honest sentence; Ada reads it too."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from sapwood.activity import clock
from sapwood.activity.deeds import Refused
from sapwood.activity.models import Event, Notice
from sapwood.goals.models import KeyResult, Objective, Reading
from sapwood.growth import actions
from sapwood.growth.actions.bridge_values import Told
from sapwood.growth.actions.bridges import BridgePlan, Part
from sapwood.growth.bridges import reading, values, words
from sapwood.growth.forms.bridges import ResultByTitle, with_owner
from sapwood.growth.jobs.bridges import read_bridges
from sapwood.growth.models import Bridge, BridgeFinding, BridgeTeam, BridgeValue, Kind
from sapwood.growth.queries import bridges as found
from sapwood.measurement.worlds import simulated_programme
from sapwood.people.models import Behaviour, Competency, Team
from tests import cast

WEEK = dt.timedelta(weeks=1)
MONDAY = dt.date(2026, 10, 5)
PROBLEM = "Customers wait too long for answers"


@pytest.fixture
def company(db: None, now: dt.datetime) -> cast.Cast:
    return cast.gather()


@pytest.fixture
def skill(company: cast.Cast) -> Competency:
    row = Competency.objects.create(name="Calling early", key="calling-early", family="Own")
    for name in ("Calls before noon.", "Says what is known so far."):
        Behaviour.objects.create(competency=row, text=name)
    return row


@pytest.fixture
def result(company: cast.Cast) -> KeyResult:
    goal = cast.objective("Answers come the same day", company.quay, company.cycle)
    row = goal.key_results.get()
    row.title, row.unit, row.direction = "Hours until an answer", "hours", KeyResult.Direction.FALL
    row.baseline, row.target = Decimal(30), Decimal(10)
    row.save()
    return row


Build = Callable[..., Bridge]


@pytest.fixture
def build(company: cast.Cast, skill: Competency, result: KeyResult) -> Build:
    def made(pilots: int = 2, others: int = 2, **changes: Any) -> Bridge:
        teams = [cast.team(f"Crew {n}", Team.Level.TEAM, company.quay) for n in range(pilots + others)]
        plan = BridgePlan(
            problem=PROBLEM,
            key_result=result,
            competency=skill,
            behaviours=tuple(skill.behaviours.all()),
            programme="Half an hour a week on open questions",
            assumption="Half an answer counts.",
            leading="Questions with a first word the same day",
            leading_unit="%",
            business_owner=company.bo,
            measured_from=MONDAY - 26 * WEEK,
            starts=MONDAY + WEEK,
            read_on=MONDAY + 17 * WEEK,
            starting=tuple(teams[:pilots]),
            comparing=tuple(teams[pilots:]),
            lag=2,
            cost=Decimal(4711),
        )
        return actions.build_bridge(by=company.dee, plan=replace(plan, **changes), at=cast.NOW)

    return made


def tell(bridge: Bridge, by: object, *, effect: float, weeks: int, until: dt.date, at: dt.datetime) -> None:
    """Values out of the simulation, as a file would bring them."""
    parts = found.parts_of(bridge)
    first = bridge.measured_from
    starts = [(part.starts - first).days // 7 if part.starts else None for part in parts]
    told = []
    for kind, seed, lag in ((Kind.LEADING, 11, 0), (Kind.LAGGING, 12, bridge.lag)):
        for one in simulated_programme(
            seed, starts, weeks, effect=-effect if kind == Kind.LAGGING else effect, lag=lag
        ):
            day = first + one.period * WEEK
            if day < until:
                value = Decimal(str(round(20 + 3 * one.value, 2)))
                told.append(Told(parts[int(one.team)], kind.value, day, value))
    actions.take_values(by=by, bridge=bridge, told=told, at=at)


def test_before_it_begins_it_says_the_strongest_sentence_it_could_ever_earn(
    build: Build, company: cast.Cast, client: Client
) -> None:
    bridge = build()
    client.force_login(company.dee)
    page = client.get(f"/bridges/{bridge.public_id}/").content.decode()
    assert "The strongest it could ever say is “consistent with an effect”" in page
    assert "2 start and 2 compare; with 5 or more on each side" in page
    assert "what one team&#x27;s value moves by itself" in page  # nothing was measured yet
    tell(bridge, company.dee, effect=0, weeks=26, until=MONDAY, at=cast.NOW)
    page = client.get(f"/bridges/{bridge.public_id}/").content.decode()
    assert "what one team" not in page and "hours</span>" in page and "smallest effect it could show" in page


def test_too_short_a_plan_is_told_what_it_lacks(build: Build, company: cast.Cast) -> None:
    bridge = build(read_on=MONDAY + 5 * WEEK)
    parts = found.parts_of(bridge)
    outlook = reading.outlook_of(bridge, parts, values.courses(bridge, parts)[Kind.LAGGING])
    assert outlook.prospect.finding.name == "TOO_EARLY" and outlook.smallest is None
    said = words.needs(starting=2, comparing=2, before=27, after=2, period="week")
    assert any("2 weeks after start and lag" in one for one in said)


def test_nobody_else_sees_it_before_it_begins_and_everybody_after(
    build: Build, company: cast.Cast, client: Client
) -> None:
    bridge = build()
    address = f"/bridges/{bridge.public_id}/"
    for person, status in ((company.ada, 404), (company.bo, 200), (company.max, 200)):
        client.force_login(person)
        assert client.get(address).status_code == status
    actions.begin_bridge(by=company.dee, bridge=bridge, at=cast.NOW)
    assert Notice.objects.get(person=company.bo, kind="bridge").link == address
    client.force_login(company.ada)
    page = client.get(address).content.decode()
    assert PROBLEM in page and "It is read on 1 February 2027." in page and "4 711" not in page
    client.force_login(company.bo)
    assert "4 711" in client.get(address).content.decode()


def test_until_its_day_it_is_too_early_and_then_it_is_read_once(build: Build, company: cast.Cast) -> None:
    bridge = build(pilots=6, others=6)
    tell(bridge, company.dee, effect=0, weeks=26, until=MONDAY, at=cast.NOW)
    actions.begin_bridge(by=company.dee, bridge=bridge, at=cast.NOW)
    assert bridge.promise == "consistent" and bridge.smallest is not None and not bridge.smallest_in_spreads
    with pytest.raises(Refused, match="before that it is too early"):
        actions.read_bridge(by=company.dee, bridge=bridge, at=cast.NOW)
    later = dt.datetime.combine(bridge.read_on, dt.time(6), tzinfo=dt.UTC)
    tell(bridge, company.dee, effect=1.2, weeks=43, until=bridge.read_on, at=later)
    assert read_bridges(later - dt.timedelta(days=1)) == 0
    assert read_bridges(later) == 1 and read_bridges(later + WEEK) == 0
    finding = BridgeFinding.objects.get(bridge=bridge, kind=Kind.LAGGING)
    said = words.said_of(bridge, finding)
    assert said.label == "Consistent with an effect" and said.better is True
    assert "for the better" in said.sentence and "chosen, not drawn" in said.sentence and "aused" not in said.sentence
    with pytest.raises(Refused, match="no value has come since"):
        actions.read_bridge(by=company.dee, bridge=bridge, at=later + WEEK)


def test_values_that_came_late_let_it_be_read_again_and_both_readings_stand(build: Build, company: cast.Cast) -> None:
    bridge = build()
    actions.begin_bridge(by=company.dee, bridge=bridge, at=cast.NOW)
    later = dt.datetime.combine(bridge.read_on, dt.time(6), tzinfo=dt.UTC)
    read_bridges(later)
    first = BridgeFinding.objects.get(bridge=bridge, kind=Kind.LAGGING)
    assert first.word == "too_early" and "too few values" in words.said_of(bridge, first).sentence
    tell(bridge, company.dee, effect=0, weeks=43, until=bridge.read_on, at=later + WEEK)
    actions.read_bridge(by=company.dee, bridge=bridge, at=later + WEEK)
    second = BridgeFinding.objects.get(bridge=bridge, kind=Kind.LAGGING, number=2)
    assert second.word in {"no_sign", "moved_together"} and BridgeFinding.objects.count() == 4
    assert any("reading 2" in line for line in words.rests_on(second))


def test_the_day_cannot_be_moved_once_it_has_come(build: Build, company: cast.Cast) -> None:
    bridge = build()
    actions.begin_bridge(by=company.dee, bridge=bridge, at=cast.NOW)
    actions.plan_reading(by=company.bo, bridge=bridge, read_on=MONDAY + 20 * WEEK, at=cast.NOW)
    later = dt.datetime.combine(MONDAY + 20 * WEEK, dt.time(6), tzinfo=dt.UTC)
    with pytest.raises(Refused, match="wait for a better answer"):
        actions.plan_reading(by=company.bo, bridge=bridge, read_on=MONDAY + 30 * WEEK, at=later)


def test_a_fourth_competency_for_one_goal_is_refused_with_the_reason(build: Build, company: cast.Cast) -> None:
    for name in ("Listening", "Planning"):
        build(competency=Competency.objects.create(name=name, key=name.lower()), behaviours=(), pilots=1, others=0)
        Team.objects.filter(name__startswith="Crew").update(name=name)
    build()
    Team.objects.filter(name="Crew 0").update(name="Another")
    other = Competency.objects.create(name="Writing", key="writing-x")
    with pytest.raises(Refused, match="would take attention from each of them"):
        actions.build_bridge(
            by=company.dee,
            plan=replace(plan_of(Bridge.objects.latest("pk")), competency=other, behaviours=()),
            at=cast.NOW,
        )


def plan_of(bridge: Bridge) -> BridgePlan:
    parts = found.parts_of(bridge)
    return BridgePlan(
        problem=bridge.problem,
        key_result=bridge.key_result,
        competency=bridge.competency,
        programme=bridge.programme,
        assumption="",
        leading=bridge.leading,
        business_owner=bridge.business_owner,
        measured_from=bridge.measured_from,
        starts=min(part.starts for part in parts if part.starts),
        read_on=bridge.read_on,
        starting=tuple(part.team for part in parts if part.starts),
        comparing=tuple(part.team for part in parts if not part.starts),
    )


def test_only_open_results_that_feedback_does_not_measure(build: Build, company: cast.Cast, result: KeyResult) -> None:
    result.source = KeyResult.Source.INSTRUMENT
    with pytest.raises(Refused, match="fewer readers than a bridge"):
        build(key_result=result)
    own = cast.objective("I call early", company.ada, company.cycle, layer=Objective.Layer.DEVELOPMENTAL)
    Team.objects.filter(name__startswith="Crew").delete()
    with pytest.raises(Refused, match="not open to all"):
        build(key_result=own.key_results.get())


def test_a_result_is_found_by_its_title(build: Build, company: cast.Cast, result: KeyResult) -> None:
    field = ResultByTitle()
    assert field.clean("hours UNTIL an answer") == result
    with pytest.raises(ValidationError, match="No open key result is called “Hours”"):
        field.clean("Hours")
    other = cast.objective("Answers are right", company.cranes, company.cycle).key_results.get()
    KeyResult.objects.filter(pk=other.pk).update(title=result.title)
    with pytest.raises(ValidationError, match="Write the team before it"):
        field.clean(result.title)
    assert field.clean(f"Cranes: {result.title}") == other
    assert field.clean("Quay: Hours until an answer") == result
    Objective.objects.filter(pk=result.objective_id).update(stage=Objective.Stage.CLOSED)
    with pytest.raises(ValidationError, match="No open key result"):
        field.clean(with_owner(result))
    field.kept = result  # a bridge that names it already keeps it
    assert field.clean(with_owner(result)) == result


def test_four_behaviours_are_too_many(build: Build, skill: Competency) -> None:
    for n in range(2):
        Behaviour.objects.create(competency=skill, text=f"One more, {n}.")
    with pytest.raises(Refused, match="carries up to 3"):
        build(behaviours=tuple(skill.behaviours.all()))


def test_more_teams_start_later_and_past_starts_stay(build: Build, company: cast.Cast) -> None:
    bridge = build()
    actions.begin_bridge(by=company.dee, bridge=bridge, at=cast.NOW)
    then = cast.NOW + 4 * WEEK
    parts = [Part(one.team, one.starts) for one in found.parts_of(bridge)]
    scaled = [*parts[:2], Part(parts[2].team, then.date() + WEEK), parts[3]]
    actions.set_bridge_teams(by=company.bo, bridge=bridge, parts=scaled, at=then)
    assert sum(one.starts is not None for one in found.parts_of(bridge)) == 3
    with pytest.raises(Refused, match="that is what happened"):
        actions.set_bridge_teams(by=company.bo, bridge=bridge, parts=[Part(parts[0].team, None), *scaled[1:]], at=then)
    with pytest.raises(Refused, match="in the past"):
        actions.set_bridge_teams(
            by=company.bo, bridge=bridge, parts=[*scaled[:3], Part(parts[3].team, cast.TODAY)], at=then
        )


def test_a_lot_deals_the_days_among_the_teams(build: Build, company: cast.Cast) -> None:
    bridge = build(pilots=6, others=6, allocation=Bridge.Allocation.LOT)
    before = sorted((one.starts for one in found.parts_of(bridge)), key=str)
    actions.begin_bridge(by=company.dee, bridge=bridge, at=cast.NOW)
    after = found.parts_of(bridge)
    assert sorted((one.starts for one in after), key=str) == before and bridge.promise == "shown"
    compared = next(one for one in after if one.starts is None)
    with pytest.raises(Refused, match="as the lot has it"):
        actions.set_bridge_teams(
            by=company.dee, bridge=bridge, parts=[Part(compared.team, MONDAY + 3 * WEEK), *_rest(after, compared)],
            at=cast.NOW,
        )  # fmt: skip


def _rest(parts: Sequence[BridgeTeam], compared: BridgeTeam) -> list[Part]:
    return [Part(one.team, one.starts) for one in parts if one != compared]


def test_readings_of_a_teams_key_result_are_its_values(build: Build, company: cast.Cast) -> None:
    bridge = build()
    crew = found.parts_of(bridge)[0].team
    goal = cast.objective("Crew answers", crew, company.cycle)
    own = goal.key_results.get()
    for week, value in ((1, 31), (2, 29), (2, 28)):
        Reading.objects.create(key_result=own, value=value, at=cast.NOW - week * WEEK, by=company.ada)
    parts = [Part(one.team, one.starts, own if one.team == crew else None) for one in found.parts_of(bridge)]
    actions.set_bridge_teams(by=company.dee, bridge=bridge, parts=parts, at=cast.NOW)
    course = values.courses(bridge, found.parts_of(bridge))[Kind.LAGGING]
    assert sorted(course.by_team[crew.pk].values()) == [28, 31]  # one value a week: the last one told
    own.source = KeyResult.Source.INSTRUMENT
    own.save()
    assert values.courses(bridge, found.parts_of(bridge))[Kind.LAGGING].by_team == {}
    foreign = cast.objective("Not theirs", company.ropes, company.cycle).key_results.get()
    with pytest.raises(Refused, match="is not a key result of Crew 0"):
        actions.set_bridge_teams(by=company.dee, bridge=bridge, parts=[Part(crew, MONDAY, foreign)], at=cast.NOW)


def test_the_executive_page_says_it_in_one_line_a_capability(build: Build, company: cast.Cast, client: Client) -> None:
    bridge = build(pilots=6, others=6)
    actions.begin_bridge(by=company.dee, bridge=bridge, at=cast.NOW)
    client.force_login(company.max)
    assert "Capabilities" in client.get("/").content.decode()
    page = client.get("/capabilities/").content.decode()
    assert "No capability is known to move a result yet" in page and "For one it is too early." in page
    later = dt.datetime.combine(bridge.read_on, dt.time(6), tzinfo=dt.UTC)
    tell(bridge, company.dee, effect=1.2, weeks=43, until=bridge.read_on, at=later)
    read_bridges(later)
    with clock.frozen(later):
        page = client.get("/capabilities/").content.decode()
    assert "One capability seems to move its result" in page and "Consistent with an effect" in page
    assert (
        "Hours until an answer" in page
        and "for the better" in page
        and "caus" not in page.lower().replace("because", "")
    )


def test_a_page_of_five_costs_the_queries_of_one(
    build: Build, company: cast.Cast, client: Client, django_assert_num_queries: object
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.force_login(company.max)
    counts = []
    for n in range(3):
        bridge = build()
        actions.begin_bridge(by=company.dee, bridge=bridge, at=cast.NOW)
        for team in Team.objects.filter(name__startswith="Crew"):
            Team.objects.filter(pk=team.pk).update(name=f"{team.name} of {n}".replace("Crew", "Gang"))
        client.get("/capabilities/")
        with CaptureQueriesContext(connection) as said:
            client.get("/capabilities/")
        counts.append(len(said))
    assert counts[0] == counts[2]


def test_it_ends_with_a_lesson_that_everybody_finds(build: Build, company: cast.Cast, client: Client) -> None:
    bridge = build()
    actions.begin_bridge(by=company.dee, bridge=bridge, at=cast.NOW)
    with pytest.raises(Refused, match="without a lesson"):
        actions.end_bridge(by=company.bo, bridge=bridge, lesson=" ", at=cast.NOW)
    actions.end_bridge(by=company.bo, bridge=bridge, lesson="Nobody asked the night shift.", at=cast.NOW)
    client.force_login(company.eve)
    assert "Nobody asked the night shift." in client.get("/search/?q=night").content.decode()
    with pytest.raises(Refused, match="has ended"):
        actions.note_session(
            by=company.bo, bridge=bridge, day=cast.TODAY, what="x", hours=Decimal(1), cost=Decimal(0), at=cast.NOW
        )


def test_the_same_file_twice_changes_nothing_and_a_wrong_row_keeps_all_out(
    build: Build, company: cast.Cast, client: Client
) -> None:
    bridge = build()
    client.force_login(company.dee)
    address = f"/bridges/{bridge.public_id}/values/"
    wrong = "team,period,leading,lagging\nCrew 0,2026-09-07,40,31\nCrew 9,2026-09-07,40,31\nCrew 1,2026-09-14,many,\n"
    page = client.post(address, {"pasted": wrong}).content.decode()
    assert "2 cells cannot be read" in page and "No team of this bridge is called so." in page and "many" in page
    assert "It is not a number." in page
    right = "Team;Week;Lagging indicator\nCrew 0;07.09.2026;31,5\nCrew 1;2026-09-09;30\n"
    page = client.post(address, {"pasted": right}).content.decode()
    kept = dict(re.findall(r'name="(kept|fingerprint|name)" value="([^"]*)"', page))
    assert set(kept) == {"kept", "fingerprint", "name"}
    answer = client.post(f"{address}application/", {**kept, "submission": "one"})
    assert answer.status_code == 303 and BridgeValue.objects.count() == 2
    assert BridgeValue.objects.get(part__team__name="Crew 1").period == dt.date(2026, 9, 7)
    assert BridgeValue.objects.get(part__team__name="Crew 0").value == Decimal("31.5")
    again = client.post(address, {"pasted": right}).content.decode()
    assert "everything in it is here already" in again
    refused = client.post(f"{address}application/", {**kept, "submission": "two"})
    assert refused.status_code == 422 and BridgeValue.objects.count() == 2


def test_dee_builds_it_on_the_page(company: cast.Cast, skill: Competency, result: KeyResult, client: Client) -> None:
    client.force_login(company.dee)
    page = client.get("/bridges/plan/").content.decode()
    assert "Which competency would move it?" in page and "Cranes" in page
    told = {
        "problem": PROBLEM, "key_result": with_owner(result), "competency": skill.pk, "programme": "A round each Monday",
        "leading": "First words the same day", "leading_unit": "%", "period": "week", "lag": "2",
        "business_owner": "Bo Ferreira", "allocation": "chosen", "measured_from": "2026-04-06", "starts": "2026-10-12",
        "read_on": "2027-02-01", f"side-{company.cranes.public_id}": "starts",
        f"side-{company.ropes.public_id}": "compares", "submission": "one",
    }  # fmt: skip
    again = client.post("/bridges/plan/", {**told, "business_owner": "Nobody Here"})
    assert again.status_code == 422 and PROBLEM in again.content.decode()
    answer = client.post("/bridges/plan/", told)
    assert answer.status_code == 303
    bridge = Bridge.objects.get()
    page = client.get(answer["Location"]).content.decode()
    assert "First name the behaviours below." in page
    first = skill.behaviours.all()[0]
    client.post(f"/bridges/{bridge.public_id}/behaviours/", {"behaviours": [first.pk]})
    assert client.post(f"/bridges/{bridge.public_id}/beginning/").status_code == 303
    bridge.refresh_from_db()
    assert bridge.begun is not None and list(bridge.behaviours.all()) == [first]
    assert not Event.objects.filter(verb="growth.bridge_built").exclude(subject_title="").exists()  # a draft is no news
    client.post(
        f"/bridges/{bridge.public_id}/sessions/",
        {"day": "2026-10-06", "what": "First round", "hours": "6", "submission": "two"},
    )
    assert "First round" in client.get(f"/bridges/{bridge.public_id}/").content.decode()
    assert client.get(f"/bridges/{bridge.public_id}/plan/").status_code == 404
    client.force_login(company.eve)
    goal = client.get(f"/objectives/{result.objective.public_id}/aside/").content.decode()
    assert PROBLEM in goal and "Too early" in goal

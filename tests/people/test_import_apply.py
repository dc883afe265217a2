"""A people file is applied as a whole or not at all, keeps history, and does nothing the second time."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from sapwood.activity import events
from sapwood.activity.deeds import Refused
from sapwood.activity.models import Event
from sapwood.files import people, tables
from sapwood.files.words import Unreadable
from sapwood.people import jobs
from sapwood.people.actions import importing as actions
from sapwood.people.models import Absence, ImportDraft, Membership, Person, ReportingLine, Team, TeamPlacement
from tests import cast
from tests.cast import NOW, TODAY

HEAD = list(people.COLUMNS)


def csv(*rows: list[Any]) -> bytes:
    return tables.write_csv(rows)


def bring(by: Person, *rows: list[Any], at: dt.datetime = NOW, leave: bool = False) -> Event:
    return actions.import_people(
        by=by, file=people.read(csv(*rows)), filename="people.csv", missing_have_left=leave, at=at
    )


@pytest.mark.django_db
def test_a_company_comes_out_of_a_file() -> None:
    ad = cast.gather().ad
    event = bring(
        ad,
        HEAD,
        ["S1", "sol@harbour.example", "Sol Ek", "max@harbour.example", "Sails", "Harbour Works", "sailmaker", "0.8", "Europe/Oslo", "en", "2026-02-02", "", "2026-10-12", "2026-10-30"],
        ["S2", "", "Tor Ek", "S1", "Sails", "", "", "", "", "", "", "2027-01-31", "", ""],
    )  # fmt: skip
    sol, tor = Person.objects.get(external_id="S1"), Person.objects.get(external_id="S2")
    assert (sol.share, sol.time_zone, sol.job_title, sol.starts) == (
        Decimal("0.8"),
        "Europe/Oslo",
        "sailmaker",
        dt.date(2026, 2, 2),
    )
    assert (tor.email, tor.leaves, tor.time_zone) == (None, dt.date(2027, 1, 31), ad.time_zone)
    assert not sol.has_usable_password()
    assert tor.manager == sol
    assert sol.manager is not None and sol.manager.name == "Max Berg"
    assert sol.team is not None and (sol.team.name, sol.team.parent, sol.team.level) == (
        "Sails",
        Team.objects.get(name="Harbour Works"),
        "team",
    )
    assert sol.memberships.get().starts == dt.date(2026, 2, 2)
    assert TeamPlacement.objects.get(team=sol.team).starts == TODAY
    assert Absence.objects.get(person=sol).ends == dt.date(2026, 10, 30)
    assert (event.verb, event.actor, event.data["new"], event.data["team_names"]) == (
        "people.imported",
        ad,
        2,
        ["Sails"],
    )
    assert Event.objects.count() == 1
    assert events.verify_chain() is None


@pytest.mark.django_db
def test_the_same_file_a_second_time_changes_nothing() -> None:
    told = cast.gather()
    rows = [
        HEAD,
        ["S1", "sol@harbour.example", "Sol Ek", "Max Berg", "Sails", "Quay", "sailmaker", "80 %", "Europe/Oslo", "en", "2.2.2026", "", "12.10.2026", ""],
        ["A1", "ada@harbour.example", "Ada Okoye", "S1", "Sails", "", "-", "", "", "", "", "", "", ""],
    ]  # fmt: skip
    bring(told.ad, *rows)
    before = _rows()
    assert actions.plan_for(told.ad, people.read(csv(*rows)), NOW).does_nothing
    event = bring(told.ad, *rows)
    assert (event.data["new"], event.data["changed"], event.data["same"]) == (0, 0, 2)
    assert _rows() == before


@pytest.mark.django_db
def test_what_was_stays_as_history() -> None:
    told = cast.gather()
    bring(told.ad, ["email", "manager", "team"], ["ada@harbour.example", "eve@harbour.example", "Ropes"])
    ada = cast.fresh(told.ada)
    assert (ada.manager, ada.team) == (told.eve, told.ropes)
    old_line = ReportingLine.objects.get(person=ada, manager=told.bo)
    old_place = Membership.objects.get(person=ada, team=told.cranes)
    assert (old_line.starts, old_line.ends) == (cast.LONG_AGO, TODAY)
    assert (old_place.starts, old_place.ends) == (cast.LONG_AGO, TODAY)
    assert ReportingLine.objects.get(person=ada, ends=None).starts == TODAY


@pytest.mark.django_db
def test_a_further_line_and_a_further_team_become_the_main_ones() -> None:
    told = cast.gather()
    ReportingLine.objects.create(person=told.ada, manager=told.eve, is_primary=False, starts=cast.LONG_AGO)
    Membership.objects.create(person=told.ada, team=told.ropes, is_primary=False, is_lead=True, starts=cast.LONG_AGO)
    bring(told.ad, ["email", "manager", "team"], ["ada@harbour.example", "eve@harbour.example", "Ropes"])
    ada = cast.fresh(told.ada)
    assert (ada.manager, ada.team) == (told.eve, told.ropes)
    assert ada.led_team_ids == {told.ropes.pk}
    assert ReportingLine.objects.filter(person=ada, ends=None).count() == 1


@pytest.mark.django_db
def test_a_team_moves_and_its_old_place_is_kept() -> None:
    told = cast.gather()
    bring(told.ad, ["email", "team", "parent_team"], ["ada@harbour.example", "Cranes", "Harbour Works"])
    assert Team.objects.get(name="Cranes").parent == told.company
    places = (
        TeamPlacement.objects.filter(team=told.cranes).order_by("starts").values_list("parent__name", "starts", "ends")
    )
    assert list(places) == [("Quay", cast.LONG_AGO, TODAY), ("Harbour Works", TODAY, None)]


@pytest.mark.django_db
def test_addresses_are_exchanged_and_the_old_ones_open_no_door() -> None:
    told = cast.gather()
    for pk, mark in ((told.ada.pk, "E1"), (told.bo.pk, "E2")):
        Person.objects.filter(pk=pk).update(external_id=mark)
    EmailAddress.objects.create(user=told.ada, email="ada@harbour.example", verified=True, primary=True)
    bring(told.ad, ["external_id", "email"], ["E1", "bo@harbour.example"], ["E2", "ada@harbour.example"])
    assert (cast.fresh(told.ada).email, cast.fresh(told.bo).email) == ("bo@harbour.example", "ada@harbour.example")
    assert not EmailAddress.objects.filter(user=told.ada).exists()
    assert cast.fresh(told.ada).version == 2


@pytest.mark.django_db
def test_one_bad_row_and_nothing_is_done() -> None:
    told = cast.gather()
    before = _rows()
    with pytest.raises(Refused, match="1 rows cannot be taken"):
        bring(told.ad, ["email", "name", "team"], ["new@x.example", "New", "Sails"], ["nobody", "Bad", "Sails"])
    assert _rows() == before
    assert not Event.objects.exists()


@pytest.mark.django_db
def test_an_open_question_keeps_a_file_from_being_applied() -> None:
    told = cast.gather()
    with pytest.raises(Refused, match="day or the month"):
        bring(told.ad, ["email", "starts"], ["ada@harbour.example", "03/04/2026"])


@pytest.mark.django_db
def test_only_administrators_import() -> None:
    told = cast.gather()
    for somebody in (told.ada, told.bo, told.dee, told.max, told.lo):
        with pytest.raises(Refused, match="administrators"):
            bring(somebody, ["email", "role"], ["ada@harbour.example", "boss"])
    assert cast.fresh(told.ada).job_title == "dock hand"


@pytest.mark.django_db
def test_who_is_not_in_the_file_leaves_only_when_it_is_said() -> None:
    told = cast.gather()
    rows = [["email", "manager"], ["ada@harbour.example", "max@harbour.example"], ["max@harbour.example", ""]]
    bring(told.ad, *rows)
    assert not Person.objects.filter(leaves=TODAY).exists()
    event = bring(told.ad, *rows, leave=True)
    assert set(Person.objects.filter(leaves=TODAY).values_list("name", flat=True)) == {
        "Bo Ferreira", "Cy Tanaka", "Dee Lindqvist", "Eve Marsh",
    }  # fmt: skip
    assert event.data["left"] == 4
    assert cast.fresh(told.ad).leaves is None
    assert cast.fresh(told.lo).leaves == TODAY - dt.timedelta(days=3)
    assert actions.plan_for(told.ad, people.read(csv(*rows)), NOW, missing_have_left=True).does_nothing


@pytest.mark.django_db
def test_a_dash_ends_an_absence_and_empties_a_manager() -> None:
    told = cast.gather()
    Absence.objects.create(person=told.ada, starts=TODAY - dt.timedelta(days=5), ends=TODAY + dt.timedelta(days=5))
    Absence.objects.create(person=told.ada, starts=TODAY + dt.timedelta(days=50))
    bring(told.ad, ["email", "manager", "away_from"], ["ada@harbour.example", "-", "-"])
    assert cast.fresh(told.ada).manager is None
    assert [(one.starts, one.ends) for one in told.ada.absences.all()] == [
        (TODAY - dt.timedelta(days=5), TODAY - dt.timedelta(days=1))
    ]


@pytest.mark.django_db
def test_a_draft_is_applied_once_and_gone() -> None:
    told = cast.gather()
    draft = actions.keep_draft(
        by=told.ad, filename="p.csv", content=csv(["email", "role"], ["ada@harbour.example", "cook"]), at=NOW
    )
    mark = actions.plan_for(told.ad, people.read(bytes(draft.content)), NOW).fingerprint
    first = actions.apply_draft(by=told.ad, draft=draft.public_id, fingerprint=mark, at=NOW, key="k1")
    again = actions.apply_draft(by=told.ad, draft=draft.public_id, fingerprint=mark, at=NOW, key="k1")
    assert first == again
    assert not ImportDraft.objects.exists()
    with pytest.raises(Refused, match="applied or thrown away"):
        actions.apply_draft(by=told.ad, draft=draft.public_id, fingerprint=mark, at=NOW, key="k2")
    assert Event.objects.filter(verb="people.imported").count() == 1


@pytest.mark.django_db
def test_what_was_looked_at_is_what_is_applied() -> None:
    told = cast.gather()
    draft = actions.keep_draft(
        by=told.ad, filename="p.csv", content=csv(["email", "role"], ["ada@harbour.example", "cook"]), at=NOW
    )
    mark = actions.plan_for(told.ad, people.read(bytes(draft.content)), NOW).fingerprint
    Person.objects.filter(pk=told.ada.pk).update(job_title="cook")
    with pytest.raises(Refused, match="since you looked"):
        actions.apply_draft(by=told.ad, draft=draft.public_id, fingerprint=mark, at=NOW)
    assert ImportDraft.objects.count() == 1


@pytest.mark.django_db
def test_drafts_are_kept_one_a_person_and_a_day() -> None:
    told = cast.gather()
    content = csv(["email", "role"], ["ada@harbour.example", "cook"])
    actions.keep_draft(by=told.ad, filename="old.csv", content=content, at=NOW)
    kept = actions.keep_draft(by=told.ad, filename="new.csv", content=content, at=NOW)
    assert list(ImportDraft.objects.all()) == [kept]
    assert jobs.forget_import_drafts(NOW + dt.timedelta(hours=23)) == 0
    assert jobs.forget_import_drafts(NOW + dt.timedelta(hours=25)) == 1
    with pytest.raises(Unreadable):
        actions.keep_draft(by=told.ad, filename="x", content=b"%PDF-1.4", at=NOW)


@pytest.mark.django_db
def test_everybody_goes_out_and_comes_back_the_same() -> None:
    told = cast.gather()
    Person.objects.filter(pk=told.ada.pk).update(
        name="=Ada, “the crane”", external_id="007", starts=dt.date(2020, 1, 2)
    )
    Absence.objects.create(person=told.cy, starts=TODAY, ends=None)
    for kind in ("csv", "xlsx"):
        file = people.read(people.write(actions.everybody(TODAY), kind))
        found = actions.plan_for(told.ad, file, NOW)
        assert (found.rejected, found.does_nothing, found.missing) == ([], True, ())
        assert "Lo Brandt" not in {row.name for row in file.rows}


@pytest.mark.django_db
def test_an_import_of_three_costs_as_many_queries_as_one() -> None:
    told = cast.gather()
    bring(told.ad, ["email"], ["ada@harbour.example"])  # the first event makes the head of the chain
    counts = []
    for size in (1, 3):
        rows = [[f"E{size}{n}", f"p{size}{n}@x.example", f"P {n}", "Max Berg", f"T{size}", "Quay"] for n in range(size)]
        with CaptureQueriesContext(connection) as asked:
            bring(told.ad, ["external_id", "email", "name", "manager", "team", "parent_team"], *rows)
        counts.append(len(asked))
    assert counts[0] == counts[1]


class RoundTrip(TestCase):
    """plan → apply → plan: the second plan finds everything the same."""

    away = st.sampled_from(
        [["", ""], ["-", ""], ["2026-10-01", "2026-10-20"], ["2026-10-05", ""], ["2026-12-24", "2027-01-04"]]
    )
    teams = st.sampled_from(
        [
            ["", ""],
            ["Cranes", ""],
            ["ROPES", "Quay"],
            ["Sails", "Harbour Works"],
            ["Winches", "Sails"],
            ["Quay", "-"],
            ["Oars", ""],
        ]
    )
    rows = st.tuples(
        st.sampled_from(["E1", "E2", "E3", "E7", "E8", "E9"]),
        st.sampled_from(["", "", "ada@harbour.example", "Bo@harbour.example", "new@x.example", "una@x.example"]),
        st.sampled_from(["Una", "Val", "Bo Ferreira", "=1+1"]),
        st.sampled_from(["", "", "", "-", "E1", "E2", "E7", "cy@harbour.example", "Max Berg"]),
        st.sampled_from(["", "-", "cook"]),
        st.sampled_from(["", "0.5", "80 %"]),
        st.sampled_from(["", "", "-", "2026-01-05", "2026-10-07", "2026-12-24"]),
        teams,
        away,
    ).map(
        lambda row: dict(zip(
            ["external_id", "email", "name", "manager", "role", "share", "leaves", "team", "parent_team", "away_from", "away_until"],
            [*row[:7], *row[7], *row[8]], strict=True,
        ))
    )  # fmt: skip

    @settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(rows=st.lists(rows, min_size=1, max_size=5, unique_by=lambda row: row["external_id"]), leave=st.booleans())
    def test_the_second_plan_is_all_the_same(self, rows: list[dict[str, str]], leave: bool) -> None:
        told = cast.gather()
        Person.objects.filter(pk=told.ada.pk).update(external_id="E1")
        Person.objects.filter(pk=told.bo.pk).update(external_id="E2")
        file = people.read(csv(list(rows[0]), *[list(row.values()) for row in rows]))
        found = actions.plan_for(told.ad, file, NOW, missing_have_left=leave)
        while found.rejected:
            with pytest.raises(Refused):
                actions.import_people(by=told.ad, file=file, filename="x", missing_have_left=leave, at=NOW)
            bad = {row.line for row in found.rejected}
            kept = [row for line, row in enumerate(rows, start=2) if line not in bad]
            if not kept:
                return
            rows = kept
            file = people.read(csv(list(rows[0]), *[list(row.values()) for row in rows]))
            found = actions.plan_for(told.ad, file, NOW, missing_have_left=leave)
        event(f"applied {len(rows)}")
        actions.import_people(by=told.ad, file=file, filename="x", missing_have_left=leave, at=NOW)
        again = actions.plan_for(told.ad, file, NOW, missing_have_left=leave)
        assert again.does_nothing, [(row.line, row.changes, row.problems) for row in again.rows] + list(again.teams)
        assert Person.objects.filter(pk=told.ad.pk, leaves=None).exists()


def _rows() -> list[Any]:
    tables_ = (Person, Team, TeamPlacement, Membership, ReportingLine, Absence)
    return [list(table._base_manager.order_by("pk").values_list()) for table in tables_]

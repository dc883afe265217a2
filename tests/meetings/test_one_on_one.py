"""Bo and Ada talk every two weeks: the agenda is there, what they decide hangs where it belongs."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.test import Client

from sapwood.activity.deeds import Conflict, Refused
from sapwood.activity.models import Event, Notice
from sapwood.feedback.models import Addressee, Asking
from sapwood.goals.models import Initiative, Objective
from sapwood.meetings import actions, agenda, queries
from sapwood.meetings.models import Decision, Meeting, PrivateNote, Series
from tests import cast
from tests.meetings.conftest import TOMORROW, tell

DAY = dt.timedelta(days=1)


def news_of(meeting: Meeting) -> agenda.Agenda:
    before = queries.held_before(meeting)
    return agenda.of(meeting, since=queries.since(meeting, before), today=cast.TODAY)


def test_it_is_set_up_once_and_the_other_is_told(company: cast.Cast, talk: Meeting) -> None:
    again = actions.begin_one_on_one(by=company.ada, person=company.bo, when=TOMORROW + DAY, weeks=4, at=cast.NOW)
    assert again == talk and Series.objects.count() == 1
    [notice] = Notice.objects.filter(person=company.ada)
    assert "Bo Ferreira set up a 1:1 with you" in notice.text and talk.public_id in notice.link
    assert not Notice.objects.filter(person=company.bo).exists()


def test_the_agenda_is_what_was_told_since_the_last_one(company: cast.Cast, goal: Objective, talk: Meeting) -> None:
    first, second = goal.key_results.all()
    tell(company.ada, first, 1, cast.NOW - 20 * DAY, "Before")
    tell(company.ada, first, 3, cast.NOW - 2 * DAY, "The pilot helps")
    tell(company.ada, second, 1, cast.NOW - 3 * DAY, blockers=[("No crane on Mondays", company.bo)])
    [told] = news_of(talk).moved
    assert told.objective == goal
    moves = {move.key_result: move for move in told.moves}
    assert (moves[first].before, moves[first].now) == (1, 3)
    assert [row.note for row in moves[first].notes] == ["The pilot helps"]
    assert [row.text for row in news_of(talk).blockers] == ["No crane on Mondays"]


def test_what_only_one_of_them_may_see_is_on_no_agenda(company: cast.Cast, talk: Meeting) -> None:
    own = {"layer": Objective.Layer.DEVELOPMENTAL, "nature": "soft", "proposed_by": company.ada}
    mine = cast.objective("I ask before I answer", company.ada, company.cycle, updater=company.ada, **own)
    tell(company.ada, mine.key_results.get(), 3, cast.NOW - DAY)
    assert news_of(talk).talks == []
    mine.sharings.create(with_person=company.bo, at=cast.NOW)
    assert [one.objective for one in news_of(talk).talks] == [mine]


def test_of_a_team_goal_only_what_one_of_the_two_tells(company: cast.Cast, talk: Meeting) -> None:
    goal = cast.objective("Ropes hold", company.cranes, company.cycle, updater=company.cy)
    tell(company.cy, goal.key_results.get(), 4, cast.NOW - DAY)
    assert news_of(talk).talks == []


def test_what_one_asks_the_other_is_on_it_and_what_they_ask_others_is_not(company: cast.Cast, talk: Meeting) -> None:
    for about, by, to in (
        ("I let others finish", company.ada, company.bo),
        ("I say it early", company.ada, company.cy),
    ):
        asking = Asking.objects.create(about=about, kind="words", by=by, until=cast.TODAY + 5 * DAY, at=cast.NOW)
        Addressee.objects.create(asking=asking, person=to)
    assert [row.asking.about for row in news_of(talk).asked] == ["I let others finish"]
    Addressee.objects.update(declined=cast.NOW)
    assert news_of(talk).asked == []


def test_a_decision_becomes_an_initiative(company: cast.Cast, goal: Objective, talk: Meeting) -> None:
    result = goal.key_results.first()
    due = cast.TODAY + 9 * DAY
    actions.decide(
        by=company.bo, meeting=talk, text="Ask the yard for a second crane", key_result=result, owner=company.ada, due=due, at=cast.NOW
    )  # fmt: skip
    row = Initiative.objects.get()
    assert (row.key_result, row.title, row.owner, row.due) == (
        result,
        "Ask the yard for a second crane",
        company.ada,
        due,
    )
    assert Notice.objects.filter(person=company.ada, text__contains="Ask the yard").count() == 1
    decision = Decision.objects.get()
    actions.complete(by=company.ada, decision=decision, at=cast.NOW)
    row.refresh_from_db()
    assert row.done is not None
    assert Decision.objects.select_related("initiative").get().is_done


def test_a_to_do_without_a_key_result_stays_between_the_two(company: cast.Cast, talk: Meeting) -> None:
    decision = actions.decide(by=company.bo, meeting=talk, text="Write to the yard", owner=company.ada, at=cast.NOW)
    assert queries.to_dos_of(company.ada) == [decision]
    with pytest.raises(Refused, match="does not meet here"):
        actions.decide(by=company.bo, meeting=talk, text="Call", owner=company.cy, at=cast.NOW)
    actions.complete(by=company.ada, decision=decision, at=cast.NOW)
    assert queries.to_dos_of(company.ada) == []


def test_where_no_work_may_be_planned_nothing_is_decided(company: cast.Cast, talk: Meeting) -> None:
    other = cast.objective("Ropes last", company.ropes, company.cycle, updater=company.ada)
    with pytest.raises(Refused, match="cannot plan work"):
        actions.decide(by=company.ada, meeting=talk, text="Buy rope", key_result=other.key_results.get(), at=cast.NOW)
    assert not Decision.objects.exists()


def test_what_was_left_open_comes_along(company: cast.Cast, talk: Meeting) -> None:
    stays = actions.add_point(by=company.ada, meeting=talk, text="The night shift", at=cast.NOW)
    goes = actions.add_point(by=company.bo, meeting=talk, text="Holidays", at=cast.NOW)
    actions.cover_point(by=company.ada, point=goes, meeting=talk, at=cast.NOW)
    todo = actions.decide(by=company.bo, meeting=talk, text="Plan it", owner=company.bo, at=cast.NOW)
    following = actions.hold(by=company.bo, meeting=talk, following=TOMORROW + 14 * DAY, at=TOMORROW)
    assert list(following.series.points.filter(covered=None)) == [stays]
    assert queries.left_open(following) == [todo]
    with pytest.raises(Refused, match="over already"):
        actions.hold(by=company.ada, meeting=talk, following=TOMORROW + 15 * DAY, at=TOMORROW)
    assert Meeting.objects.count() == 2


def test_nobody_else_takes_part(company: cast.Cast, talk: Meeting) -> None:
    for who in (company.cy, company.max, company.dee, company.ad):
        with pytest.raises(Refused, match="not your meeting"):
            actions.add_point(by=who, meeting=talk, text="Let me in", at=cast.NOW)


def test_a_private_note_leaves_no_trace(company: cast.Cast, talk: Meeting) -> None:
    events, told = Event.objects.count(), Notice.objects.count()
    actions.keep_private_note(by=company.bo, meeting=talk, text="She sounds tired.", at=cast.NOW)
    assert (Event.objects.count(), Notice.objects.count()) == (events, told)
    ada = Client()
    ada.force_login(company.ada)
    assert "sounds tired" not in ada.get(f"/meetings/{talk.public_id}/").content.decode()
    bo = Client()
    bo.force_login(company.bo)
    assert "sounds tired" in bo.get(f"/meetings/{talk.public_id}/").content.decode()
    actions.keep_private_note(by=company.bo, meeting=talk, text=" ", at=cast.NOW)
    assert not PrivateNote.objects.exists()


def test_two_write_the_shared_notes_and_nothing_is_lost(company: cast.Cast, talk: Meeting) -> None:
    actions.write_notes(by=company.ada, meeting=talk, text="Ada wrote", version=1, at=cast.NOW)
    with pytest.raises(Conflict):
        actions.write_notes(by=company.bo, meeting=talk, text="Bo wrote", version=1, at=cast.NOW)
    bo = Client()
    bo.force_login(company.bo)
    answer = bo.post(f"/meetings/{talk.public_id}/notes/", {"notes": "Bo wrote", "version": "1"})
    page = answer.content.decode()
    assert answer.status_code == 409 and "Ada wrote" in page and "Bo wrote" in page
    talk.refresh_from_db()
    assert talk.notes == "Ada wrote"


def test_through_the_page_from_agenda_to_the_next_one(company: cast.Cast, goal: Objective, talk: Meeting) -> None:
    client = Client()
    client.force_login(company.bo)
    here = f"/meetings/{talk.public_id}/"
    client.post(here + "points/", {"text": "The night shift", "submission": "a"})
    client.post(here + "points/", {"text": "The night shift", "submission": "a"})
    assert talk.series.points.count() == 1, "a double click is one point"
    result = goal.key_results.first()
    assert result is not None
    sent = {"text": "Ask the yard", "key_result": result.public_id, "owner": company.ada.public_id, "due": "2026-10-20"}
    assert client.post(here + "decisions/", sent).status_code == 303
    assert Initiative.objects.get().owner == company.ada
    page = client.get(here).content.decode()
    assert "The night shift" in page and "Ask the yard" in page
    assert 'value="2026-10-22T10:00"' in page, "two weeks after tomorrow at ten, on Bo's clocks"
    assert client.post(here + "following/", {"following": "2026-10-23T09:30"}).status_code == 303
    following = Meeting.objects.get(held=None)
    assert following.at == dt.datetime(2026, 10, 23, 9, 30, tzinfo=dt.UTC)


def test_an_ended_series_stays_readable_and_a_new_one_can_begin(company: cast.Cast, talk: Meeting) -> None:
    actions.end(by=company.ada, series=talk.series, at=cast.NOW)
    assert queries.coming(company.bo) == []
    client = Client()
    client.force_login(company.bo)
    assert client.get(f"/meetings/{talk.public_id}/").status_code == 200
    again = actions.begin_one_on_one(by=company.bo, person=company.ada, when=TOMORROW, weeks=1, at=cast.NOW)
    assert again != talk


def test_a_held_one_shows_what_was_told_then(company: cast.Cast, goal: Objective, talk: Meeting) -> None:
    result = goal.key_results.first()
    assert result is not None
    tell(company.ada, result, 3, cast.NOW - DAY, "Before the talk")
    actions.hold(by=company.bo, meeting=talk, following=TOMORROW + 14 * DAY, at=TOMORROW)
    tell(company.ada, result, 9, TOMORROW + DAY, "After the talk")
    talk.refresh_from_db()
    [told] = news_of(talk).moved
    [move] = [move for move in told.moves if move.told]
    assert (move.now, [row.note for row in move.notes]) == (3, ["Before the talk"])


def test_with_a_leaver_nothing_comes(company: cast.Cast, talk: Meeting) -> None:
    assert queries.coming(company.bo) == [talk]
    type(company.ada).objects.filter(pk=company.ada.pk).update(leaves=cast.TODAY - DAY)
    assert queries.coming(cast.fresh(company.bo)) == []


def test_one_goal_or_six_the_same_number_of_queries(
    company: cast.Cast, goal: Objective, talk: Meeting, django_assert_num_queries: object
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = Client()
    client.force_login(company.bo)

    def queries_of() -> int:
        with CaptureQueriesContext(connection) as said:
            assert client.get(f"/meetings/{talk.public_id}/").status_code == 200
        return len(said)

    for result in goal.key_results.all():
        tell(company.ada, result, 2, cast.NOW - DAY, "It moves", blockers=[("Wind", company.bo)])
    queries_of()
    before = queries_of()
    for number in range(5):
        more = cast.objective(f"Goal {number}", company.cranes, company.cycle, updater=company.ada)
        tell(company.ada, more.key_results.get(), 2, cast.NOW - DAY, "Too", blockers=[("Rain", company.bo)])
    assert queries_of() == before


def test_a_slip_of_the_year_is_found_where_it_is_typed(company: cast.Cast, talk: Meeting, client: Client) -> None:
    far, past = cast.NOW.replace(year=9999), cast.NOW.replace(year=1999)
    for when in (far, past):
        with pytest.raises(Refused, match="was given"):
            actions.begin_one_on_one(by=company.bo, person=company.cy, when=when, at=cast.NOW)
        with pytest.raises(Refused, match="was given"):
            actions.move(by=company.bo, meeting=talk, when=when, weeks=2, minutes=30, at=cast.NOW)
    with pytest.raises(Refused, match="was given"):
        actions.hold(by=company.bo, meeting=talk, following=far, at=cast.NOW)
    assert Series.objects.count() == 1
    client.force_login(company.bo)
    sent = {"person": "Ada Okoye", "when": "2026-11-30T10:00", "weeks": "1", "minutes": "30", "submission": "s"}
    assert "meet already" in client.post("/meetings/", sent, follow=True).content.decode()


def test_each_field_of_the_page_has_a_label_of_its_own(company: cast.Cast, talk: Meeting, client: Client) -> None:
    client.force_login(company.bo)
    page = client.get(actions.address(talk)).content.decode()
    ids = re.findall(r' id="([^"]+)"', page)
    assert sorted(set(ids)) == sorted(ids)
    for label, name in (("What I want to talk about", "point_text"), ("What was decided", "id_text")):
        assert re.search(rf'<label[^>]* for="{name}">{label}', page)

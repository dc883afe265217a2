"""The OKR owner's desk: what to do next comes first, outdated goals wait for a decision, and nothing is counted by person."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sapwood.activity.deeds import Refused
from sapwood.activity.models import Notice
from sapwood.goals import actions, agenda, desk, outdated
from sapwood.goals.checks import Checks
from sapwood.goals.models import Alignment, Closure, Cycle, KeyResult, Objective, Verdict
from tests import cast
from tests.cast import NOW, TODAY, Cast
from tests.goals.test_pairs import goals, tell

OLD = NOW - dt.timedelta(days=40)


def of(company: Cast, today: dt.date = TODAY) -> desk.Desk:
    return desk.of(cast.fresh(company.dee), Cycle.objects.get(pk=company.cycle.pk), today=today)


def waiting(company: Cast) -> dict[str, str]:
    return {one.objective.title: one.why for one in outdated.queue(Checks(goals(company), TODAY), company.cycle)}


def verbs(found: desk.Desk) -> list[str]:
    return [one.verb for one in found.nexts]


@pytest.fixture
def silent(company: Cast) -> Objective:
    """A goal nobody has told of since the cycle began, five weeks ago."""
    return cast.objective("Cranes stand still less", company.cranes, company.cycle)


def test_a_silent_goal_an_old_proposal_and_one_whose_parent_ended_wait_for_a_decision(
    company: Cast, silent: Objective
) -> None:
    told = tell(cast.objective("Ropes hold", company.ropes, company.cycle), 1, 2)
    cast.objective("Nobody answered", company.ropes, company.cycle, stage="proposed", changed=OLD)
    cast.objective("Proposed lately", company.ropes, company.cycle, stage="proposed")
    assert set(waiting(company)) == {"Cranes stand still less", "Nobody answered"}
    parent = cast.objective("The yard is sold", company.quay, company.cycle, stage="closed")
    Alignment.objects.create(child=told, parent=parent, by=company.eve, at=NOW)
    assert waiting(company)["Ropes hold"] == "everything it serves has ended"
    other = cast.objective("The yard stays", company.quay, company.cycle)
    Alignment.objects.create(child=told, parent=other, by=company.eve, at=NOW)
    assert "Ropes hold" not in waiting(company)


def test_what_is_kept_leaves_the_queue_for_four_weeks_and_its_reason_stays(
    company: Cast, silent: Objective, client: Client
) -> None:
    client.force_login(company.dee)
    sent = client.post(
        f"/objectives/{silent.public_id}/verdict/",
        {"word": "keep", "reason": "The yard still needs it.", "from": "desk"},
    )
    assert sent.status_code == 303 and sent["Location"] == "/desk/#outdated"
    assert not waiting(company)
    page = client.get("/desk/").content.decode()
    assert "The yard still needs it." in page and "No goal seems outdated" in page
    client.force_login(company.eve)
    assert "The yard still needs it." in client.get(f"/objectives/{silent.public_id}/").content.decode()
    Verdict.objects.update(at=NOW - dt.timedelta(days=29))
    assert set(waiting(company)) == {"Cranes stand still less"}


def test_asking_for_a_change_tells_those_who_lead_the_team(company: Cast, silent: Objective) -> None:
    actions.give_verdict(by=company.dee, objective=silent, word="change", reason="The yard was sold.", at=NOW)
    [notice] = Notice.objects.all()
    assert notice.person_id == company.bo.pk and "The yard was sold." in notice.text


def test_a_decision_needs_a_right_a_word_and_a_reason(company: Cast, silent: Objective, client: Client) -> None:
    for by, word, reason in (
        (company.eve, "keep", "I like it."),
        (company.dee, "sell", "No."),
        (company.dee, "keep", "  "),
    ):
        with pytest.raises(Refused):
            actions.give_verdict(by=by, objective=silent, word=word, reason=reason, at=NOW)
    client.force_login(company.dee)
    sent = client.post(f"/objectives/{silent.public_id}/verdict/", {"word": "keep", "reason": ""})
    assert sent.status_code == 422 and not Verdict.objects.exists()
    client.force_login(company.eve)
    assert client.get(f"/objectives/{silent.public_id}/verdict/").status_code in {403, 404}


def test_next_actions_follow_the_cycle(company: Cast) -> None:
    top = cast.objective("Ships leave on time", company.company, company.cycle)
    tell(top, 1, 2)
    assert verbs(of(company)) == ["Fill"]
    late = dt.date(2026, 11, 20)
    assert {"Open", "Prepare"} <= set(verbs(of(company, late)))
    assert verbs(of(company, dt.date(2026, 12, 1)))[0] == "Move to scoring:"
    Cycle.objects.filter(pk=company.cycle.pk).update(stage="scoring")
    assert verbs(of(company, late))[0] == "Close"
    Objective.objects.filter(pk=top.pk).update(stage="closed")
    Closure.objects.create(objective=top, score=0.7, learned="Tide tables lie.", next="keep", by=company.max, at=NOW)
    found = of(company, late)
    assert verbs(found)[:2] == ["Close", "Carry"] and found.to_carry_on == 1


def test_who_has_not_written_is_said_by_team_with_the_deadline(company: Cast) -> None:
    winter = Cycle.objects.create(
        name="Winter", starts=dt.date(2026, 11, 30), ends=dt.date(2027, 2, 28), drafts_by=dt.date(2026, 11, 20)
    )
    cast.objective("Cranes again", company.cranes, winter)
    cast.objective("Ropes again", company.ropes, winter, stage="draft", proposed_by=company.eve)
    found = of(company)
    assert found.planned == winter
    assert {plan.team.name: plan.step for plan in found.plans} == {
        "Harbour Works": "nothing",
        "Quay": "nothing",
        "Ropes": "drafted",
    }
    [ask] = [one for one in found.nexts if one.verb == "Ask"]
    assert ask.due == winter.drafts_by and "2 teams" in ask.thing


def test_what_key_results_lack_is_said_by_key_result(company: Cast) -> None:
    goal = cast.objective("Ropes hold", company.ropes, company.cycle, results=2, updater=company.eve)
    KeyResult.objects.filter(objective=goal, position=0).update(target=None, updater=None)
    found = {lack.words: [row.title for row in lack.rows] for lack in of(company).lacks}
    assert found == {
        "without a target": ["Ropes hold, seen 1"],
        "with nobody who tells": ["Ropes hold, seen 1"],
        "never measured": ["Ropes hold, seen 1", "Ropes hold, seen 2"],
    }
    early = {lack.words for lack in of(company, company.cycle.starts).lacks}
    assert "never measured" not in early


def test_no_name_of_a_person_is_on_the_desk(company: Cast, silent: Objective, client: Client) -> None:
    KeyResult.objects.update(updater=company.ada, target=None)
    actions.give_verdict(by=company.dee, objective=silent, word="change", reason="It reads oddly.", at=NOW)
    client.force_login(company.dee)
    for address in ("/desk/", f"/cycles/{company.cycle.public_id}/agenda/"):
        page = client.get(address).content.decode()
        for name in ("Ada Okoye", "Bo Ferreira", "Cy Tanaka", "Eve Marsh"):
            assert name not in page, (address, name)


def test_the_desk_is_the_okr_owners(company: Cast, client: Client) -> None:
    client.force_login(company.dee)
    assert 'href="/desk/"' in client.get("/").content.decode()
    client.force_login(company.ada)
    assert 'href="/desk/"' not in client.get("/").content.decode()
    assert client.get("/desk/").status_code in {403, 404}


def test_a_desk_without_a_cycle_says_what_to_do(company: Cast, client: Client) -> None:
    Cycle.objects.all().delete()
    client.force_login(company.dee)
    assert "Open the first one" in client.get("/desk/").content.decode()


def test_the_agenda_has_what_there_is_to_talk_about_and_ends_in_decisions(
    company: Cast, silent: Objective, client: Client
) -> None:
    top = cast.objective("Ships leave on time", company.company, company.cycle)
    tell(top, 0, 0)
    ended = cast.objective("The old quay", company.quay, company.cycle, stage="closed")
    Closure.objects.create(
        objective=ended, score=0.3, learned="Tide tables lie.", next="retire", by=company.max, at=NOW
    )
    made = agenda.of(cast.fresh(company.dee), company.cycle, today=TODAY)
    assert [point.title for point in made.points] == [
        "What is behind", "What nobody carries", "What seems outdated", "What was learned", "What we decide",
    ]  # fmt: skip
    client.force_login(company.dee)
    page = client.get(f"/cycles/{company.cycle.public_id}/agenda/").content.decode()
    assert "Tide tables lie." in page and f"{made.minutes} minutes" in page
    paper = client.get(f"/cycles/{company.cycle.public_id}/agenda.pdf")
    assert paper["Content-Type"] == "application/pdf" and paper.content.startswith(b"%PDF-")


def test_deadlines_lie_in_their_order_and_before_the_end(company: Cast) -> None:
    dates = {"starts": dt.date(2026, 11, 30), "ends": dt.date(2027, 2, 28)}
    for drafts, agreed in ((dt.date(2026, 11, 20), dt.date(2026, 11, 10)), (None, dt.date(2027, 3, 1))):
        with pytest.raises(Refused):
            actions.open_cycle(by=company.dee, name="Winter", drafts_by=drafts, agreed_by=agreed, at=NOW, **dates)
    opened = actions.open_cycle(by=company.dee, name="Winter", drafts_by=dt.date(2026, 11, 20), at=NOW, **dates)
    assert opened.drafts_by == dt.date(2026, 11, 20) and opened.agreed_by is None


def test_three_goals_cost_as_many_queries_as_one(company: Cast, client: Client) -> None:
    client.force_login(company.dee)
    counts = []
    for round_ in range(2):
        for number in range(1 + 2 * round_):
            cast.objective(f"Goal {round_} {number}", company.cranes, company.cycle)
        for address in (
            "/desk/",
            f"/cycles/{company.cycle.public_id}/pairs/",
            f"/cycles/{company.cycle.public_id}/agenda/",
        ):
            client.get(address)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == 200
            counts.append((address, len(queries)))
    assert counts[:3] == counts[3:]
    assert max(count for _address, count in counts) <= 24, counts


def test_every_page_counts_what_goals_lack_alike(company: Cast, client: Client) -> None:
    """Agreed goals, those without an end among them; a proposal is still talked about."""
    cast.objective("Cranes stand still less", company.cranes, company.cycle)
    cast.objective("Nobody lifts alone", company.ropes, None, nature="soft")
    cast.objective("Ropes again", company.ropes, company.cycle, stage="proposed")
    client.force_login(company.dee)
    counted = {check.words: check.count for check in of(company).counts}
    assert (counted["goals that serve nothing named"], counted["goals without a partner"]) == (2, 2)
    cycle = client.get(f"/cycles/{company.cycle.public_id}/").content.decode()
    assert "2 goals name nothing that they serve" in cycle and "2 goals have no partner" in cycle
    tree = client.get(f"/alignment/?cycle={company.cycle.public_id}&filter=orphan").content.decode()
    assert 'Serves nothing named <span class="num">2</span>' in tree and "Ropes again" not in tree
    assert 'Without a pair <span class="num">2</span>' in tree


def test_what_does_not_fit_on_the_agenda_stands_a_click_away(company: Cast, client: Client) -> None:
    top = cast.objective("Ships leave on time", company.company, company.cycle, results=agenda.MOST + 2)
    tell(top, 0)
    made = agenda.of(cast.fresh(company.dee), company.cycle, today=TODAY)
    [gaps] = [point for point in made.points if point.title == "What nobody carries"]
    assert gaps.more == 2
    client.force_login(company.dee)
    page = client.get(f"/cycles/{company.cycle.public_id}/agenda/").content.decode()
    assert f'href="{gaps.rest}">and 2 more</a>' in page and client.get(gaps.rest).status_code == 200


def test_what_feedback_measures_is_not_called_never_measured(company: Cast) -> None:
    goal = cast.objective("Ropes hold", company.ropes, company.cycle, updater=company.eve)
    assert [lack.words for lack in of(company).lacks] == ["never measured"]
    KeyResult.objects.filter(objective=goal).update(source=KeyResult.Source.INSTRUMENT)
    assert not of(company).lacks


def test_a_cycle_with_dates_that_make_no_sense_is_refused_in_words(company: Cast, client: Client) -> None:
    client.force_login(company.dee)
    sent = {"name": "Winter", "cadence_days": "7", "submission": "s"}
    for starts, ends, said in (
        ("2027-04-11", "2027-01-11", "ends before it begins"),
        ("2027-01-11", "9999-12-31", "lasts two years at most"),
        ("0001-01-01", "0001-03-31", "begins between 2000 and 2199"),
    ):
        answer = client.post("/cycles/", {**sent, "starts": starts, "ends": ends})
        page = answer.content.decode()
        assert answer.status_code == 422 and said in page and "Constraint" not in page
    assert not Cycle.objects.filter(name="Winter").exists()


def test_the_frame_says_when_a_cycle_that_is_planned_begins(company: Cast, client: Client) -> None:
    client.force_login(company.dee)
    assert "Autumn 2026, week" in client.get("/help/").content.decode()
    Cycle.objects.update(stage="scoring")
    Cycle.objects.create(name="Winter", starts=dt.date(2026, 11, 30), ends=dt.date(2027, 2, 28))
    assert "Winter, from 30 November on" in client.get("/help/").content.decode()

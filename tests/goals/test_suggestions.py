"""Another wording: shown word by word, taken or left change by change, never laid over words that have moved on."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from django.test import Client

from sapwood.activity.deeds import Refused
from sapwood.activity.models import Event, FormDraft, Notice
from sapwood.goals import actions, written
from sapwood.goals.models import Agreement, KeyResult, Milestone, Objective, Suggestion
from sapwood.people.models import Person
from tests import cast
from tests.cast import NOW, Cast

LATER = NOW + dt.timedelta(hours=5)
TITLE = "Ships leave on time, every day"
OTHER = "Ferries leave on time, every single day"


@pytest.fixture
def goal(company: Cast) -> Objective:
    return cast.objective(TITLE, company.cranes, company.cycle, proposed_by=company.cy, why="Somebody waits.")


def suggested(by: Person, goal: Objective, key_result: KeyResult | None = None, **text: str) -> Suggestion:
    return actions.suggest(by=by, objective=goal, key_result=key_result, text=text or {"title": OTHER}, at=NOW)


def decide(by: Person, suggestion: Suggestion, **chosen: object) -> Suggestion:
    return actions.decide_suggestion(by=by, suggestion=suggestion, at=LATER, **chosen)  # type: ignore[arg-type]


def page(client: Client, person: Person, goal: Objective) -> str:
    client.force_login(person)
    return client.get(f"/objectives/{goal.public_id}/?tab=discussion").content.decode()


def test_what_differs_becomes_one_change_each(company: Cast, goal: Objective) -> None:
    found = suggested(company.eve, goal)
    assert [str(one) for one in found.changes.all()] == ["“Ships” → “Ferries”", "“” → “single”"]
    assert (found.base, found.text, found.version) == ({"title": TITLE}, {"title": OTHER}, 1)
    assert list(Notice.objects.values_list("person__name", "kind")) == [("Bo Ferreira", "suggestion")]


def test_nothing_that_differs_is_no_suggestion(company: Cast, goal: Objective) -> None:
    with pytest.raises(Refused, match="reads the same"):
        suggested(company.eve, goal, title=f"  {TITLE} ", why="Somebody  waits.")


def test_one_change_is_taken_the_other_left_and_who_decided_is_kept(
    company: Cast, goal: Objective, client: Client
) -> None:
    found = suggested(company.eve, goal)
    first, second = found.changes.all()
    client.force_login(company.bo)
    address = f"/suggestions/{found.public_id}/decision/"
    assert client.post(address, {"take": first.pk}).status_code == 303
    goal.refresh_from_db()
    assert (goal.title, goal.version) == ("Ferries leave on time, every day", 2)
    found.refresh_from_db()
    assert found.ended is None and not Notice.objects.filter(person=company.eve).exists()
    assert client.post(address, {"leave": second.pk}).status_code == 303
    found.refresh_from_db()
    assert found.ended is not None
    assert [(one.outcome, one.decided_by) for one in found.changes.all()] == [
        ("taken", company.bo),
        ("left", company.bo),
    ]
    goal.refresh_from_db()
    assert goal.version == 2  # leaving changes nothing
    row = Notice.objects.get(person=company.eve)
    assert row.text == f"Bo Ferreira decided on your changes in “{goal.title}”: 1 of 2 taken"
    assert not Notice.objects.filter(person=company.bo, kind="suggestion", read=None).exists()
    said = page(client, company.eve, goal)
    assert "Decided: a suggestion of Eve Marsh" in said and "Left as it was" in said


def test_all_at_once(company: Cast, goal: Objective, client: Client) -> None:
    one, two = suggested(company.eve, goal), suggested(company.cy, goal, why="Somebody waits in the cold.")
    client.force_login(company.bo)
    client.post(f"/suggestions/{one.public_id}/decision/", {"all": "take"})
    client.post(f"/suggestions/{two.public_id}/decision/", {"all": "leave"})
    goal.refresh_from_db()
    assert (goal.title, goal.why) == (OTHER, "Somebody waits.")


def test_who_may_decide(company: Cast, goal: Objective, client: Client) -> None:
    found = suggested(company.cy, goal)
    for person in (company.eve, company.max):  # Max leads above: he may
        if person == company.max:
            decide(person, found, take=[found.changes.all()[0].pk])
            continue
        with pytest.raises(Refused, match="cannot decide"):
            decide(person, found, take=[found.changes.all()[0].pk])
    with pytest.raises(Refused, match="cannot decide"):  # Cy is in the team, but it is his own
        decide(company.cy, found, take=[found.changes.all()[1].pk])
    assert 'name="take"' not in page(client, company.cy, goal) and "Take it back" in page(client, company.cy, goal)
    with pytest.raises(Refused, match="Nothing was chosen"):
        decide(company.bo, found, take=[0])


def test_a_change_on_an_older_text_goes_where_its_words_still_stand(
    company: Cast, goal: Objective, client: Client
) -> None:
    found = suggested(company.eve, goal)
    draft = replace(written.draft_of(goal), title="Ships leave when they said, every day")
    actions.edit_objective(by=company.ada, objective=goal, version=1, draft=draft, at=NOW)
    said = page(client, company.bo, goal)
    assert "The text has changed since this was suggested." in said
    client.post(f"/suggestions/{found.public_id}/decision/", {"all": "take"})
    goal.refresh_from_db()
    assert goal.title == "Ferries leave when they said, every single day"


def test_a_change_whose_words_are_gone_is_never_laid_over_others(
    company: Cast, goal: Objective, client: Client
) -> None:
    found = suggested(company.eve, goal)
    first, second = found.changes.all()
    draft = replace(written.draft_of(goal), title="Boats leave on time, every day")
    actions.edit_objective(by=company.ada, objective=goal, version=1, draft=draft, at=NOW)
    with pytest.raises(Refused, match="no longer fits"):
        decide(company.bo, found, take=[first.pk, second.pk])
    goal.refresh_from_db()
    assert goal.title == "Boats leave on time, every day"  # nothing was written, the fitting one neither
    assert "no longer fits: these words have changed" in page(client, company.bo, goal)
    answer = client.post(f"/suggestions/{found.public_id}/decision/", {"all": "take"}, follow=True)
    assert "One change no longer fits and is still open." in answer.content.decode()
    goal.refresh_from_db()
    assert goal.title == "Boats leave on time, every single day"
    answer = client.post(f"/suggestions/{found.public_id}/decision/", {"all": "take"}, follow=True)
    assert "None of its changes fits any more." in answer.content.decode()
    decide(company.bo, found, leave=[first.pk])
    assert Suggestion.objects.get().ended == LATER


def test_two_suggestions_for_different_words_are_both_taken(company: Cast, goal: Objective) -> None:
    one, two = (
        suggested(company.eve, goal, title="Ferries leave on time, every day"),
        suggested(company.max, goal, title="Ships leave on time, every night"),
    )
    for found in (one, two):
        decide(company.bo, found, take=list(found.changes.values_list("pk", flat=True)))
    goal.refresh_from_db()
    assert goal.title == "Ferries leave on time, every night"


def test_what_the_text_says_by_now_is_taken_as_it_is(company: Cast, goal: Objective, client: Client) -> None:
    found = suggested(company.eve, goal, title="Ferries leave on time, every day")
    draft = replace(written.draft_of(goal), title="Ferries leave on time, every day")
    actions.edit_objective(by=company.ada, objective=goal, version=1, draft=draft, at=NOW)
    assert "it reads so by now" in page(client, company.bo, goal)
    decide(company.bo, found, take=[found.changes.get().pk])
    goal.refresh_from_db()
    assert goal.title == "Ferries leave on time, every day"


def test_numbers_of_a_key_result_change_as_a_whole(company: Cast, goal: Objective, client: Client) -> None:
    result = goal.key_results.get()
    client.force_login(company.eve)
    address = f"/objectives/{goal.public_id}/suggestions/?key_result={result.public_id}"
    form = client.get(address).content.decode()
    assert 'value="10"' in form and 'name="read-target"' in form
    typed = {"title": result.title, "baseline": "20", "target": "8.50", "unit": "ferries", "note": "As in spring."}
    read = {"read-title": result.title, "read-baseline": "0", "read-target": "10", "read-unit": "ships"}
    assert client.post(address, {**typed, **read, "submission": "s"}).status_code == 303
    found = Suggestion.objects.get()
    assert {one.field: one.after for one in found.changes.all()} == {
        "baseline": "20",
        "target": "8.5",
        "unit": "ferries",
    }
    decide(company.bo, found, take=list(found.changes.values_list("pk", flat=True)))
    result.refresh_from_db()
    assert (result.baseline, result.target, result.unit) == (20, Decimal("8.5"), "ferries")
    assert (result.direction, result.version) == ("fall", 2)  # it falls now: the numbers say so


def test_numbers_no_form_would_take_are_refused(company: Cast, goal: Objective) -> None:
    result = goal.key_results.get()
    found = suggested(company.eve, goal, result, target="0")
    with pytest.raises(Refused, match="to the same value"):
        decide(company.bo, found, take=[found.changes.get().pk])
    gone = suggested(company.eve, goal, result, title="")
    with pytest.raises(Refused, match="Nothing would be left"):
        decide(company.bo, gone, take=[gone.changes.get().pk])
    long = suggested(company.eve, goal, title="very " * 70 + "long")
    with pytest.raises(Refused, match="longer than 300"):
        decide(company.bo, long, take=list(long.changes.values_list("pk", flat=True)))


def test_where_steps_are_ticked_only_the_words_are_suggested(company: Cast, goal: Objective, client: Client) -> None:
    result = goal.key_results.get()
    Milestone.objects.create(key_result=result, title="Piles checked")
    client.force_login(company.eve)
    form = client.get(f"/objectives/{goal.public_id}/suggestions/?key_result={result.public_id}").content.decode()
    assert 'name="title"' in form and 'name="target"' not in form


def test_what_was_changed_while_it_was_typed_is_not_undone(company: Cast, goal: Objective, client: Client) -> None:
    draft = replace(written.draft_of(goal), title="Boats leave on time, every day")
    actions.edit_objective(by=company.ada, objective=goal, version=1, draft=draft, at=NOW)
    client.force_login(company.eve)
    typed = {
        "title": "Ships leave on time, every night",
        "why": "Somebody waits.",
        "read-title": TITLE,
        "read-why": "Somebody waits.",
    }
    client.post(f"/objectives/{goal.public_id}/suggestions/", typed)
    found = Suggestion.objects.get()
    assert [str(one) for one in found.changes.all()] == ["“day” → “night”"]
    decide(company.bo, found, take=[found.changes.get().pk])
    goal.refresh_from_db()
    assert goal.title == "Boats leave on time, every night"


def test_what_was_typed_is_kept_and_a_mistake_is_said(company: Cast, goal: Objective, client: Client) -> None:
    client.force_login(company.eve)
    address = f"/objectives/{goal.public_id}/suggestions/"
    client.post(f"/drafts/suggestion-{goal.public_id}/", {"title": "Half a sen", "note": "Because"})
    form = client.get(address).content.decode()
    assert "Half a sen" in form and 'value="Because"' in form and "This is what you had typed before." in form
    empty = client.post(address, {"title": "", "why": "x"})
    assert empty.status_code == 422
    same = client.post(address, {"title": TITLE, "why": "Somebody waits.", "note": "Hm."})
    assert same.status_code == 422 and "reads the same" in same.content.decode() and "Hm." in same.content.decode()
    assert client.post(address, {"title": OTHER, "why": ""}).status_code == 303
    assert not FormDraft.objects.exists()
    assert client.get(f"{address}?key_result=nonsense").status_code == 404


def test_the_owner_of_an_own_goal_just_writes_it(company: Cast, client: Client) -> None:
    own = cast.objective("I ask first", company.ada, company.cycle, layer="developmental")
    actions.share_objective(by=company.ada, objective=own, person=company.cy, at=NOW)
    client.force_login(company.ada)
    answer = client.get(f"/objectives/{own.public_id}/suggestions/")
    assert answer.status_code == 302 and answer["Location"] == f"/objectives/{own.public_id}/text/"
    with pytest.raises(Refused, match="cannot suggest"):
        suggested(company.ada, own, title="I ask")
    with pytest.raises(Refused, match="cannot suggest"):
        suggested(company.bo, own, title="I ask")
    found = suggested(company.cy, own, title="I ask before I answer")
    assert list(Notice.objects.values_list("person__name", flat=True)) == ["Ada Okoye"]
    decide(company.ada, found, take=list(found.changes.values_list("pk", flat=True)))
    own.refresh_from_db()
    assert own.title == "I ask before I answer"
    for event in Event.objects.all():  # the log says nothing of a private text
        assert event.subject_title == "" and not event.data


def test_whoever_made_it_can_take_it_back(company: Cast, goal: Objective, client: Client) -> None:
    found = suggested(company.eve, goal)
    with pytest.raises(Refused, match="Only whoever made"):
        actions.withdraw_suggestion(by=company.bo, suggestion=found, at=NOW)
    client.force_login(company.eve)
    assert client.post(f"/suggestions/{found.public_id}/end/").status_code == 303
    assert not Notice.objects.filter(kind="suggestion", read=None).exists()
    with pytest.raises(Refused, match="cannot decide"):
        decide(company.bo, Suggestion.objects.get(), take=[found.changes.all()[0].pk])
    assert "taken back" in page(client, company.bo, goal)


def test_a_suggestion_for_a_dropped_key_result_can_only_be_left(company: Cast, goal: Objective) -> None:
    result = goal.key_results.get()
    found = suggested(company.eve, goal, result, title="Ferries that left on time")
    draft = replace(written.draft_of(goal), key_results=())
    actions.edit_objective(by=company.bo, objective=goal, version=1, draft=draft, at=NOW)
    with pytest.raises(Refused, match="was dropped meanwhile"):
        decide(company.bo, found, take=list(found.changes.values_list("pk", flat=True)))
    decide(company.bo, found, leave=list(found.changes.values_list("pk", flat=True)))
    assert Suggestion.objects.get().ended == LATER


def test_taking_a_wording_after_the_agreement_is_an_edit_like_any_other(company: Cast, goal: Objective) -> None:
    Agreement.objects.create(objective=goal, by=company.bo, version=1, at=NOW)
    found = suggested(company.eve, goal)
    decide(company.ada, found, take=list(found.changes.values_list("pk", flat=True)))  # in the team, cannot agree
    row = goal.revisions.get()
    assert (row.by, row.reason, row.version) == (company.ada, "suggested by Eve Marsh", 2)
    assert goal.turns.get(ended=None).kind == "again"
    event = Event.objects.filter(verb="goals.objective_edited").get()
    assert event.data["changes"]["title"] == [TITLE, OTHER]


def test_my_week_asks_for_a_decision(company: Cast, goal: Objective, client: Client) -> None:
    suggested(company.eve, goal)
    suggested(company.cy, goal, why="Somebody waits in the cold.")
    client.force_login(company.bo)
    assert f"<b>Decide</b> on 2 other wordings of “{TITLE}”" in client.get("/").content.decode()
    client.force_login(company.eve)
    assert "<b>Decide</b>" not in client.get("/").content.decode()


def test_what_somebody_suggested_is_escaped(company: Cast, goal: Objective, client: Client) -> None:
    suggested(company.eve, goal, title="Ships <b>leave</b> on time, every <script>day")
    said = page(client, company.bo, goal)
    assert "<script>" not in said and "<b>leave" not in said
    assert said.count("&lt;script&gt;") >= 2  # in the text, and in the change by itself

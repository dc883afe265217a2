"""Writing, changing, proposing, agreeing, sharing, talking: each deed done, refused, and by whom it may be done."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.test import Client

from sapwood.activity.deeds import Conflict, Refused
from sapwood.activity.models import Event, FormDraft
from sapwood.goals import actions
from sapwood.goals.actions import Observation
from sapwood.goals.actions.objectives import snapshot
from sapwood.goals.drafts import KeyResultDraft, ObjectiveDraft
from sapwood.goals.models import Comment, Cycle, KeyResult, Milestone, Objective, Sharing
from sapwood.people.models import Organisation, Person, Team, Value
from tests import cast


def draft(title: str = "Ships leave on time", *results: KeyResultDraft, **fields: object) -> ObjectiveDraft:
    lines = results or (KeyResultDraft("Ships that left on time", baseline=Decimal(40), target=Decimal(80), unit="%"),)
    return ObjectiveDraft(title=title, key_results=lines, **fields)  # type: ignore[arg-type]


def write(company: cast.Cast, by: Person, owner: Team | Person, layer: str = "strategic", **said: object) -> Objective:
    words = {"cycle": company.cycle, "draft": draft(), "at": cast.NOW, **said}
    return actions.write_objective(by=by, owner=owner, layer=layer, **words)  # type: ignore[arg-type]


def test_a_goal_is_written_with_its_reasons_and_results(company: cast.Cast) -> None:
    value = Value.objects.get()
    found = write(company, company.cy, company.cranes, draft=draft(why="Nobody waits.", values=(value,)))
    assert (found.stage, found.owner_team, found.proposed_by) == ("draft", company.cranes, company.cy)
    assert found.reasons.get().value == value
    assert found.key_results.get().target == 80
    assert Event.objects.get().verb == "goals.objective_written"


@pytest.mark.parametrize(
    ("who", "owner", "layer", "may"),
    [
        ("cy", "cranes", "strategic", True),
        ("bo", "cranes", "strategic", True),
        ("max", "cranes", "strategic", True),  # leads above
        ("dee", "cranes", "strategic", True),
        ("eve", "cranes", "strategic", False),
        ("ad", "cranes", "strategic", False),
        ("ada", "ada", "developmental", True),
        ("bo", "ada", "developmental", True),  # a proposal of the manager
        ("cy", "ada", "developmental", False),
        ("dee", "ada", "developmental", False),
        ("ada", "ada", "personal", True),
        ("bo", "ada", "personal", False),
        ("ada", "cranes", "personal", False),
        ("ada", "ada", "strategic", False),  # unless the organisation allows it
    ],
)
def test_who_may_write_for_whom(company: cast.Cast, who: str, owner: str, layer: str, may: bool) -> None:
    by, for_whom = company.people[who], getattr(company, owner)
    if may:
        assert write(company, by, for_whom, layer).layer == layer
    else:
        with pytest.raises(Refused, match="cannot write"):
            write(company, by, for_whom, layer)


def test_people_own_strategic_goals_only_where_the_organisation_says_so(company: cast.Cast, client: Client) -> None:
    client.force_login(company.ada)
    typed = {
        "title": "Ada's own crane",
        "owner": "me",
        "layer": "strategic",
        "nature": "hard",
        "ambition": "committed",
        "kr-TOTAL_FORMS": "0",
    }
    assert "Strategic objectives belong to teams here" in client.post("/objectives/new/", typed).content.decode()
    Organisation.objects.update(individual_strategic=True)
    assert client.post("/objectives/new/", {**typed, "save": "1"}).status_code == 303
    assert Objective.objects.get().owner_person == company.ada
    assert write(company, company.ada, company.ada, "strategic").layer == "strategic"


def test_what_is_not_a_goal_yet_is_refused(company: cast.Cast) -> None:
    with pytest.raises(Refused, match="no words"):
        write(company, company.cy, company.cranes, draft=draft("  "))
    same = KeyResultDraft("Stays", baseline=Decimal(5), target=Decimal(5))
    with pytest.raises(Refused, match="to the same value"):
        write(company, company.cy, company.cranes, draft=draft("A goal", same))
    Cycle.objects.update(stage=Cycle.Stage.SCORING)
    company.cycle.refresh_from_db()
    with pytest.raises(Refused, match="takes no new goals"):
        write(company, company.cy, company.cranes)


def test_a_draft_is_proposed_and_agreed_to_by_who_carries_it(company: cast.Cast) -> None:
    found = write(company, company.cy, company.cranes)
    with pytest.raises(Refused):
        actions.agree_to_objective(by=company.cy, objective=found, at=cast.NOW)
    actions.propose_objective(by=company.cy, objective=found, at=cast.NOW)
    with pytest.raises(Refused, match="not a draft"):
        actions.propose_objective(by=company.cy, objective=found, at=cast.NOW)
    with pytest.raises(Refused):
        actions.agree_to_objective(by=company.dee, objective=found, at=cast.NOW)
    actions.agree_to_objective(by=company.bo, objective=found, at=cast.NOW)
    assert found.stage == "active" and found.agreements.get().by == company.bo


def test_nobody_agrees_to_a_goal_that_cannot_be_seen(company: cast.Cast) -> None:
    found = write(company, company.bo, company.cranes, draft=ObjectiveDraft(title="A wish"))
    for deed in (actions.propose_objective, actions.agree_to_objective):
        with pytest.raises(Refused, match="without a key result"):
            deed(by=company.bo, objective=found, at=cast.NOW)


def test_an_edit_keeps_measured_results_and_says_what_changed(company: cast.Cast) -> None:
    found = cast.objective("Ships leave on time", company.cranes, company.cycle, results=3, updater=company.ada)
    kept, measured, never = found.key_results.all()
    actions.check_in(by=company.ada, objective=found, observations={measured: Observation(Decimal(3))}, at=cast.NOW)
    new = draft(
        "Ships leave when they said",
        KeyResultDraft(kept.title, public_id=kept.public_id, target=Decimal(12), baseline=Decimal(0)),
    )
    actions.edit_objective(
        by=company.ada, objective=found, version=1, draft=new, reason="It was two goals.", at=cast.NOW
    )
    measured.refresh_from_db()
    assert (measured.dropped, measured.dropped_why) == (cast.NOW, "It was two goals.")
    assert not KeyResult.objects.filter(pk=never.pk).exists()
    kept.refresh_from_db()
    assert kept.target == 12
    event = Event.objects.order_by("-id")[0]
    assert event.data["changes"]["title"] == ["Ships leave on time", "Ships leave when they said"]


def test_the_log_says_nothing_of_a_private_text(company: cast.Cast) -> None:
    found = write(company, company.ada, company.ada, "developmental")
    actions.edit_objective(by=company.ada, objective=found, version=1, draft=draft("A very private wish"), at=cast.NOW)
    for event in Event.objects.all():
        assert event.subject_title == "" and not event.data


def test_only_the_owners_change_a_goal(company: cast.Cast) -> None:
    found = cast.objective("Ships leave on time", company.cranes, company.cycle)
    with pytest.raises(Refused, match="cannot change"):
        actions.edit_objective(by=company.eve, objective=found, version=1, draft=draft(), at=cast.NOW)


def test_two_at_once_the_second_sees_both_texts_and_merges(company: cast.Cast, client: Client) -> None:
    found = cast.objective("Ships leave on time", company.cranes, company.cycle)
    row = found.key_results.get()
    actions.edit_objective(by=company.bo, objective=found, version=1, draft=draft("Bo's words"), at=cast.NOW)
    with pytest.raises(Conflict) as conflict:
        actions.edit_objective(by=company.ada, objective=found, version=1, draft=draft("Ada's words"), at=cast.NOW)
    assert (conflict.value.current["title"], conflict.value.given["title"]) == ("Bo's words", "Ada's words")
    client.force_login(company.ada)
    address = f"/objectives/{found.public_id}/text/"
    typed = {
        "title": "Ada's words", "why": "Ada's reason", "audience": "", "nature": "hard", "ambition": "committed", "version": "1",
        "kr-TOTAL_FORMS": "1", "kr-INITIAL_FORMS": "0", "kr-0-public_id": row.public_id, "kr-0-title": "Ada's measure",
    }  # fmt: skip
    both = client.post(address, typed)
    page = both.content.decode()
    assert both.status_code == 409
    assert "Bo&#x27;s words" in page and "Ada&#x27;s words" in page and "Ada&#x27;s measure" in page
    assert 'name="version" value="2"' in page
    merged = client.post(address, {**typed, "title": "The words of both", "version": "2"})
    found.refresh_from_db()
    assert (merged.status_code, found.title, found.version) == (303, "The words of both", 3)


def test_a_draft_of_ones_own_is_really_deleted(company: cast.Cast) -> None:
    found = write(company, company.cy, company.cranes)
    with pytest.raises(Refused):
        actions.delete_draft(by=company.bo, objective=found, at=cast.NOW)
    actions.delete_draft(by=company.cy, objective=found, at=cast.NOW)
    assert not Objective.objects.exists()
    agreed = cast.objective("Agreed", company.cranes, company.cycle, proposed_by=company.cy)
    with pytest.raises(Refused):
        actions.delete_draft(by=company.cy, objective=agreed, at=cast.NOW)


def test_only_a_developmental_goal_is_shared_by_its_owner_and_taken_back(company: cast.Cast) -> None:
    own = cast.objective("Ask first", company.ada, company.cycle, layer="developmental")
    with pytest.raises(Refused):
        actions.share_objective(by=company.bo, objective=own, everybody=True, at=cast.NOW)
    with pytest.raises(Refused, match="one person"):
        actions.share_objective(by=company.ada, objective=own, at=cast.NOW)
    for _click in range(2):
        sharing = actions.share_objective(by=company.ada, objective=own, person=company.cy, at=cast.NOW)
    assert Sharing.objects.count() == 1
    actions.revoke_sharing(by=company.ada, sharing=sharing, at=cast.NOW)
    assert not Objective.objects.visible_to(company.cy).exists()  # type: ignore[attr-defined]
    secret = cast.objective("Sing", company.ada, None, layer="personal")
    with pytest.raises(Refused, match="Only a developmental"):
        actions.share_objective(by=company.ada, objective=secret, everybody=True, at=cast.NOW)


def test_who_sees_a_goal_may_talk_about_it(company: cast.Cast) -> None:
    open_ = cast.objective("Ships leave on time", company.cranes, company.cycle)
    own = cast.objective("Ask first", company.ada, company.cycle, layer="developmental")
    assert actions.comment(by=company.eve, objective=open_, text="We wait for your ropes.", at=cast.NOW).pk
    with pytest.raises(Refused, match="empty"):
        actions.comment(by=company.eve, objective=open_, text="  ", at=cast.NOW)
    with pytest.raises(Refused, match="cannot comment"):
        actions.comment(by=company.bo, objective=own, text="I know.", at=cast.NOW)
    assert Comment.objects.count() == 1


def test_steps_written_one_a_line_become_milestones(company: cast.Cast, client: Client) -> None:
    client.force_login(company.cy)
    typed = {
        "title": "The old pier is open again", "owner": company.cranes.public_id, "layer": "strategic", "nature": "hard",
        "ambition": "committed", "cycle": company.cycle.pk, "save": "1", "submission": "x",
        "kr-TOTAL_FORMS": "1", "kr-INITIAL_FORMS": "0", "kr-0-title": "Open to people", "kr-0-direction": "reach",
        "kr-0-milestones": "Piles checked\n\nRailing up\nPiles checked",
    }  # fmt: skip
    assert client.post("/objectives/new/", typed).status_code == 303
    result = KeyResult.objects.get()
    assert (result.direction, result.baseline, result.target) == ("reach", 0, 2)
    assert [step.title for step in result.milestones.all()] == ["Piles checked", "Railing up"]
    # A step that stays keeps its tick when the text is changed.
    result.milestones.update(reached=cast.NOW)
    actions.edit_objective(
        by=company.cy,
        objective=result.objective,
        version=1,
        draft=draft(
            "The pier", KeyResultDraft("Open", public_id=result.public_id, milestones=("Piles checked", "First ship"))
        ),
        at=cast.NOW,
    )
    assert [(step.title, step.reached) for step in Milestone.objects.order_by("position")] == [
        ("Piles checked", cast.NOW),
        ("First ship", None),
    ]
    assert (
        "Piles checked" in snapshot(result.objective)["key_results"] or result.objective.key_results.get().target == 2
    )


def test_the_form_of_a_goal_keeps_every_word_on_the_server(company: cast.Cast, client: Client) -> None:
    client.force_login(company.ada)
    found = cast.objective("Ships leave on time", company.cranes, company.cycle)
    value = Value.objects.get()
    typed = {
        "title": "Half a new title",
        "values": [value.pk],
        "version": "1",
        "kr-TOTAL_FORMS": "1",
        "kr-0-title": "Half a measure",
    }
    assert client.post(f"/drafts/objective-{found.public_id}/", typed).status_code == 204
    page = client.get(f"/objectives/{found.public_id}/text/").content.decode()
    assert "Half a new title" in page and "Half a measure" in page
    assert "This field is required" not in page  # typed, not sent: nothing is wrong yet
    sent = {**typed, "title": "A whole title", "nature": "hard", "ambition": "committed", "kr-INITIAL_FORMS": "0"}
    assert client.post(f"/objectives/{found.public_id}/text/", sent).status_code == 303
    assert not FormDraft.objects.exists()


def test_too_much_to_keep_is_said_and_stays_in_the_browser(company: cast.Cast, client: Client) -> None:
    client.force_login(company.ada)
    answer = client.post("/drafts/objective-new/", {"why": "x" * 200_001})
    assert answer.status_code == 413 and "stays in this browser" in answer.content.decode()
    assert not FormDraft.objects.exists()


def test_the_live_check_writes_nothing(company: cast.Cast, client: Client) -> None:
    client.force_login(company.ada)
    page = client.post("/objectives/wording/", {"title": "Launch 3 workshops", "kr-TOTAL_FORMS": "0"}).content.decode()
    assert "reads like a task" in page and not Objective.objects.exists() and not FormDraft.objects.exists()

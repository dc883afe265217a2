"""From a draft to an agreement and past it: whose turn it is, who is told, and what a change after it asks for."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from sapwood.activity.deeds import Refused
from sapwood.activity.models import Notice
from sapwood.goals import actions, negotiation, queries, waiting, written
from sapwood.goals.drafts import KeyResultDraft, ObjectiveDraft
from sapwood.goals.models import Agreement, Objective, Revision, Turn
from sapwood.people.models import Organisation, Person
from tests import cast
from tests.cast import NOW, TODAY, Cast, fresh

LATER = NOW + dt.timedelta(days=2)


def drafted(company: Cast, by: Person, **fields: object) -> Objective:
    owner = fields.pop("owner", company.cranes)
    values = {"stage": Objective.Stage.DRAFT, "proposed_by": by, **fields}
    return cast.objective("Fewer idle cranes", owner, company.cycle, **values)  # type: ignore[arg-type]


def proposed(company: Cast, by: Person, **fields: object) -> Objective:
    goal = drafted(company, by, **fields)
    return actions.propose_objective(by=by, objective=goal, at=NOW)


def turn(goal: Objective) -> Turn:
    return goal.turns.get(ended=None)


def told(person: Person) -> list[tuple[str, str]]:
    """(kind, why) of what this person has not read yet."""
    return list(Notice.objects.filter(person=person, read=None).order_by("id").values_list("kind", "why"))


def changed(goal: Objective, by: Person, at: dt.datetime = LATER, **words: object) -> Objective:
    """The same text with some words, or the target of its first key result, changed."""
    draft = written.draft_of(goal)
    if (target := words.pop("target", None)) is not None:
        first, *rest = draft.key_results
        draft = replace(draft, key_results=(replace(first, target=Decimal(str(target))), *rest))
    return actions.edit_objective(
        by=by, objective=goal, version=goal.version, draft=replace(draft, **words), at=at, reason="It rained."
    )  # type: ignore[arg-type]


def page(client: Client, person: Person, goal: Objective, tab: str = "now") -> str:
    client.force_login(person)
    answer = client.get(f"/objectives/{goal.public_id}/?tab={tab}")
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


# ── whose turn it is ─────────────────────────────────────────────────────────


def test_a_proposal_is_with_the_lead_and_says_since_when(company: Cast, client: Client) -> None:
    goal = proposed(company, company.cy)
    assert (turn(goal).team, turn(goal).kind, turn(goal).by) == (company.cranes, "answer", company.cy)
    assert [one.objective for one in waiting.waiting_for(fresh(company.bo)).turns] == [goal]
    assert told(company.bo) == [("proposal", "It waits for your word.")]
    said = page(client, company.ada, goal)
    assert "With Bo Ferreira since today" in said and "Take it on" not in said
    assert "With you since today" in page(client, company.bo, goal)


def test_what_a_lead_proposes_goes_to_the_leader(company: Cast) -> None:
    goal = proposed(company, company.bo)
    assert turn(goal).team == company.company  # Quay has no lead; Max leads the company
    assert [one.objective for one in waiting.waiting_for(fresh(company.max)).turns] == [goal]
    assert waiting.waiting_for(fresh(company.bo)).turns == []
    actions.agree_to_objective(by=fresh(company.max), objective=goal, at=NOW)
    assert goal.stage == Objective.Stage.ACTIVE


def test_changes_are_asked_for_made_and_handed_back(company: Cast, client: Client) -> None:
    goal = proposed(company, company.cy)
    with pytest.raises(Refused, match="not for which"):
        actions.ask_for_changes(by=company.bo, objective=goal, note="  ", at=NOW)
    with pytest.raises(Refused, match="does not wait for your word"):
        actions.ask_for_changes(by=company.ada, objective=goal, note="Shorter.", at=NOW)
    actions.ask_for_changes(by=company.bo, objective=goal, note="By how much?", at=NOW)
    assert (turn(goal).person, turn(goal).kind) == (company.cy, "changes")
    assert told(company.bo) == []  # done: nobody reminds him
    assert told(company.cy) == [("changes", "You wrote it. It goes on when you hand it back.")]
    said = page(client, company.cy, goal)
    assert 'aria-current="step">Changes asked for' in said and "By how much?" in said and "Hand it back" in said
    changed(goal, company.cy, target=8)
    client.post(f"/objectives/{goal.public_id}/proposal/", {"note": "By two, as in spring.", "submission": "a"})
    assert (turn(goal).person, turn(goal).kind, turn(goal).note) == (company.bo, "answer", "By two, as in spring.")
    assert told(company.cy) == []
    said = page(client, company.bo, goal)
    assert "Changed since it was handed over" in said and ">8</ins>" in said
    assert [one.kind for one in goal.turns.all()] == ["answer", "changes", "answer"]


def test_lists_say_what_a_proposal_waits_for_and_with_whom_it_is(
    company: Cast, client: Client, django_assert_max_num_queries: Any
) -> None:
    goal = proposed(company, company.cy)
    cycle = f"/cycles/{company.cycle.public_id}/"
    team = f"/teams/{company.cranes.public_id}/"
    client.force_login(company.ada)
    for address in ("/goals/", "/alignment/"):
        said = client.get(address).content.decode()
        assert "Proposed</span>" in said and "with the lead of Cranes" in said, address
    assert "One proposal waits for an answer" in client.get(cycle).content.decode()
    actions.ask_for_changes(by=company.bo, objective=goal, note="By how much?", at=NOW)
    for address in (
        "/goals/",
        "/alignment/",
        f"/alignment/?show={goal.public_id}",
        "/alignment/?view=map",
        cycle,
        team,
        "/",
    ):
        with django_assert_max_num_queries(25):
            said = client.get(address).content.decode()
        assert "Changes asked for" in said and "Proposed</span>" not in said, address
    for address in ("/goals/", "/alignment/", cycle):
        assert "with Cy Tanaka" in client.get(address).content.decode(), address
    said = client.get(cycle).content.decode()
    assert "Changes are asked for in one proposal" in said and "waits for an answer" not in said


def test_what_proposals_wait_for_is_one_query_for_one_or_many_and_none_without(
    company: Cast, django_assert_num_queries: Any
) -> None:
    agreed = cast.objective("Ropes hold", company.ropes, company.cycle)
    with django_assert_num_queries(0):
        negotiation.put_turns_on([agreed])
    goals = [proposed(company, company.cy), proposed(company, company.cy)]
    with django_assert_num_queries(1):
        negotiation.put_turns_on([agreed, *goals])
    assert {negotiation.turn_words(goal) for goal in goals} == {"with the lead of Cranes"}
    assert queries.word_of(goals[0], TODAY) == "proposed" and negotiation.turn_words(agreed) == ""


def test_a_lead_asks_the_leader_for_a_word_and_gets_it_back(company: Cast, client: Client) -> None:
    goal = proposed(company, company.cy)
    with pytest.raises(Refused, match="cannot be asked"):
        actions.pass_on(by=company.bo, objective=goal, to=company.bo, at=NOW)
    client.force_login(company.bo)
    wrong = client.post(f"/objectives/{goal.public_id}/turn/", {"to": "Nobody Known", "note": "Do we need it?"})
    assert wrong.status_code == 422
    assert "Nobody here is called" in wrong.content.decode() and "Do we need it?" in wrong.content.decode()
    client.post(f"/objectives/{goal.public_id}/turn/", {"to": "Eve Marsh", "note": "Do the ropes hold?"})
    assert (turn(goal).person, turn(goal).kind) == (company.eve, "view")  # she leads another team: a word, no agreement
    assert told(company.eve) == [("view", "It was handed to you for a word.")]
    said = page(client, company.eve, goal)
    assert "Give it back to Bo Ferreira" in said and "Take it on" not in said
    with pytest.raises(Refused, match="Only the owner"):
        actions.agree_to_objective(by=company.eve, objective=goal, at=NOW)
    client.post(f"/objectives/{goal.public_id}/turn/", {"to": company.bo.email})
    assert (turn(goal).person, turn(goal).kind) == (company.bo, "answer")
    with pytest.raises(Refused, match="does not wait for your word"):
        actions.pass_on(by=fresh(company.eve), objective=goal, to=company.max, at=NOW)


def test_a_no_needs_its_reason_and_gives_the_draft_back(company: Cast, client: Client) -> None:
    goal = proposed(company, company.cy)
    with pytest.raises(Refused, match="without a reason"):
        actions.decline_objective(by=company.bo, objective=goal, reason=" ", at=NOW)
    with pytest.raises(Refused, match="could agree"):
        actions.decline_objective(by=company.ada, objective=goal, reason="No.", at=NOW)
    client.force_login(company.bo)
    assert client.post(f"/objectives/{goal.public_id}/refusal/", {"reason": ""}).status_code == 422
    assert client.post(f"/objectives/{goal.public_id}/refusal/", {"reason": "Not before spring."}).status_code == 303
    goal.refresh_from_db()
    assert (goal.stage, turn(goal).person) == ("draft", company.cy)
    assert told(company.cy) == [("declined", "You had proposed it. The reason stands on its page.")]
    said = page(client, company.cy, goal)
    assert "Bo Ferreira declined it" in said and "Not before spring." in said and "Propose it again" in said
    waits = waiting.waiting_for(fresh(company.cy))
    assert [one.kind for one in waits.turns] == ["declined"] and waits.drafts == []
    actions.propose_objective(by=company.cy, objective=goal, at=LATER)
    assert told(company.cy) == [] and turn(goal).kind == "answer"


def test_my_week_says_what_to_do_with_each_turn(company: Cast, client: Client) -> None:
    goal = proposed(company, company.cy)
    client.force_login(company.bo)
    week = client.get("/").content.decode()
    assert "<b>Answer</b> the proposal “Fewer idle cranes” from Cy Tanaka" in week
    assert "Under negotiation" in week and "Proposed, with you since today" in week
    client.force_login(company.cy)
    assert "Proposed, with the lead of Cranes since today" in client.get("/").content.decode()
    actions.ask_for_changes(by=company.bo, objective=goal, note="Shorter.", at=NOW)
    week = client.get("/").content.decode()
    assert "<b>Change</b> “Fewer idle cranes”: Bo Ferreira says what" in week
    client.force_login(company.eve)
    assert "Under negotiation" not in client.get("/").content.decode()


def test_since_is_a_day_one_can_say() -> None:
    def since(days: int) -> str:
        return negotiation.since_words(NOW - dt.timedelta(days=days), TODAY, "UTC")

    assert [since(days) for days in (0, 1, 2, 6, 7)] == [
        "since today",
        "since yesterday",
        "since Monday",
        "since Thursday",
        "since 30 September",
    ]


def test_agreeing_to_words_one_has_not_read_is_refused(company: Cast, client: Client) -> None:
    goal = proposed(company, company.cy)
    changed(goal, company.cy, title="Even fewer idle cranes")
    client.force_login(company.bo)
    answer = client.post(f"/objectives/{goal.public_id}/agreement/", {"version": "1"}, follow=True)
    assert "It was changed while you read it." in answer.content.decode()
    client.post(f"/objectives/{goal.public_id}/agreement/", {"version": "2"})
    goal.refresh_from_db()
    assert goal.stage == "active" and goal.agreements.get().version == 2 and not goal.turns.filter(ended=None).exists()


def test_a_comment_can_be_about_one_key_result(company: Cast, client: Client) -> None:
    goal = proposed(company, company.cy)
    result = goal.key_results.get()
    client.force_login(company.eve)
    sent = client.post(
        f"/objectives/{goal.public_id}/comments/",
        {"text": "Counted how?", "about": result.public_id, "submission": "q"},
    )
    assert sent.status_code == 303 and goal.comments.get().key_result == result
    assert f"on “{result.title}”" in page(client, company.cy, goal, "discussion")
    other = cast.objective("Elsewhere", company.ropes, company.cycle).key_results.get()
    bad = client.post(f"/objectives/{goal.public_id}/comments/", {"text": "Hm.", "about": other.public_id})
    assert bad.status_code == 422


def test_a_key_result_that_was_spoken_of_is_kept_when_it_is_taken_out(company: Cast) -> None:
    goal = cast.objective("Fewer idle cranes", company.cranes, company.cycle, results=2)
    first, second = goal.key_results.all()
    actions.comment(by=company.eve, objective=goal, key_result=first, text="Counted how?", at=NOW)
    draft = written.draft_of(goal)
    draft = replace(draft, key_results=draft.key_results[1:])
    actions.edit_objective(by=company.bo, objective=goal, version=1, draft=draft, at=NOW, reason="Nobody counts it.")
    first.refresh_from_db()
    assert first.dropped == NOW and goal.comments.get().key_result == first


# ── after the agreement ──────────────────────────────────────────────────────


@pytest.fixture
def agreed(company: Cast) -> Objective:
    goal = cast.objective("Fewer idle cranes", company.cranes, company.cycle, proposed_by=company.cy, why="It costs.")
    Agreement.objects.create(objective=goal, by=company.bo, version=1, at=NOW - dt.timedelta(days=4))
    return goal


def test_an_agreed_goal_that_reads_as_it_was_agreed_says_nothing(
    company: Cast, agreed: Objective, client: Client
) -> None:
    assert "Changed since the agreement" not in page(client, company.eve, agreed)


def test_a_member_who_changes_the_target_asks_for_the_agreement_again(
    company: Cast, agreed: Objective, client: Client
) -> None:
    changed(agreed, company.ada, target=7)
    assert (turn(agreed).kind, turn(agreed).team, turn(agreed).by) == ("again", company.cranes, company.ada)
    assert told(company.bo) == [
        ("again", "What is to be reached reads differently: it waits for your word again."),
    ]
    agreed.refresh_from_db()
    assert agreed.stage == "active"  # check-ins go on
    said = page(client, company.eve, agreed)
    assert "Changed since the agreement of 3 October" in said and "Ada Okoye, 9 October: It rained." in said
    assert 'taken out: </span>10</del><ins class="word"><span class="vh">put in: </span>7</ins>' in said
    assert "Agree to it, as it reads now" not in said
    assert "<b>Agree again</b> to “Fewer idle cranes”: Ada Okoye changed it" in _week(client, company.bo)
    assert "Agree to it, as it reads now" in page(client, company.bo, agreed)
    actions.agree_to_objective(by=company.bo, objective=agreed, at=LATER, version=2)
    assert ("agreement", "You had changed it.") in told(company.ada)
    assert "Changed since the agreement" not in page(client, company.eve, agreed)
    assert [row.version for row in agreed.agreements.all()] == [1, 2]


def test_a_lead_gives_a_change_back_and_it_is_handed_on_again(company: Cast, agreed: Objective) -> None:
    changed(agreed, company.ada, target=7)
    actions.ask_for_changes(by=company.bo, objective=agreed, note="Eight, and we try.", at=LATER)
    assert (turn(agreed).kind, turn(agreed).person) == ("changes", company.ada)
    changed(agreed, company.ada, target=8)
    assert turn(agreed).kind == "changes"  # still hers until she hands it back
    actions.propose_objective(by=company.ada, objective=agreed, at=LATER)
    assert (turn(agreed).kind, turn(agreed).person) == ("again", company.bo)
    agreed.refresh_from_db()
    assert agreed.stage == "active"


def test_a_change_by_who_may_agree_is_noted_and_told(company: Cast, agreed: Objective, client: Client) -> None:
    changed(agreed, company.bo, target=12)
    assert not agreed.turns.exists()
    assert told(company.cy) == [
        ("changed", "You had proposed it or agreed to it. The change is noted; nothing is asked of you.")
    ]
    said = page(client, company.eve, agreed)
    assert "Changed since the agreement of 3 October" in said and "These changes are noted." in said


def test_a_change_that_explains_is_noted_whoever_makes_it(company: Cast, agreed: Objective, client: Client) -> None:
    changed(agreed, company.ada, why="It costs us the morning tide.")
    assert not agreed.turns.exists() and told(company.bo) == []
    said = page(client, company.eve, agreed)
    assert ">us the morning tide</ins>" in said and ">noted<" in said


def test_what_was_changed_and_changed_back_is_no_change(company: Cast, agreed: Objective, client: Client) -> None:
    changed(agreed, company.bo, why="It costs a lot.")
    changed(agreed, company.bo, why="It costs.")
    assert Revision.objects.filter(objective=agreed).count() == 2
    assert "Changed since the agreement" not in page(client, company.eve, agreed)


def test_key_results_that_came_and_went_are_shown_with_their_line(
    company: Cast, agreed: Objective, client: Client
) -> None:
    draft = ObjectiveDraft(title=agreed.title, why=agreed.why, ambition=agreed.ambition, key_results=())
    new = KeyResultDraft("Hours a crane stands still", baseline=Decimal("4.50"), target=Decimal(2), unit="a day")
    actions.edit_objective(
        by=company.ada, objective=agreed, version=1, draft=replace(draft, key_results=(new,)), at=LATER
    )
    said = page(client, company.eve, agreed)
    assert "Key result added" in said and "Hours a crane stands still (4.5 → 2 a day)</ins>" in said
    assert "Key result taken out" in said and "Fewer idle cranes, seen 1 (0 → 10 ships)</del>" in said


def test_the_history_shows_each_saving_word_by_word(company: Cast, agreed: Objective, client: Client) -> None:
    changed(agreed, company.bo, why="It costs us the tide.")
    said = page(client, company.eve, agreed, "history")
    assert "<b>Why it matters:</b> It costs" in said and ">us the tide</ins>" in said


def test_a_draft_keeps_no_versions(company: Cast) -> None:
    goal = drafted(company, company.cy)
    changed(goal, company.cy, why="A first try.")
    assert not Revision.objects.exists()


# ── a goal written for somebody else ─────────────────────────────────────────


def offered(company: Cast) -> Objective:
    return proposed(company, company.bo, owner=company.ada, layer="developmental", nature="soft")


def test_until_it_is_sent_a_goal_for_somebody_is_its_writers_alone(company: Cast, client: Client) -> None:
    goal = drafted(company, company.bo, owner=company.ada, layer="developmental")
    for person, may in ((company.bo, True), (company.ada, False), (company.cy, False), (company.max, False)):
        client.force_login(person)
        assert client.get(f"/objectives/{goal.public_id}/").status_code == (200 if may else 404), person
        assert (goal.pk in queries.seen(fresh(person), [goal])) is may


def test_it_stays_a_proposal_until_its_owner_takes_it_on_and_then_it_is_theirs(company: Cast, client: Client) -> None:
    goal = offered(company)
    assert (goal.stage, turn(goal).person) == ("proposed", company.ada)
    assert "Only you and Bo Ferreira see it while it is a proposal." in page(client, company.ada, goal)
    assert "you will be told just that" in page(client, company.bo, goal)
    with pytest.raises(Refused, match="Only the owner"):
        actions.agree_to_objective(by=company.bo, objective=goal, at=NOW)
    changed(goal, company.ada, title="I ask first")
    actions.agree_to_objective(by=company.ada, objective=goal, at=NOW)
    client.force_login(company.bo)
    assert client.get(f"/objectives/{goal.public_id}/").status_code == 404
    row = Notice.objects.get(person=company.bo, kind="agreement")
    assert row.text == "Ada Okoye took on the goal you proposed"
    assert row.why == "You had proposed it. It is theirs alone now, until they share it."
    assert client.get(row.link).status_code == 200
    assert "Under negotiation" not in _week(client, company.bo)


def test_its_owner_can_decline_it_and_its_writer_reads_why(company: Cast, client: Client) -> None:
    goal = offered(company)
    client.force_login(company.ada)
    sent = client.post(f"/objectives/{goal.public_id}/refusal/", {"reason": "I would rather begin with listening."})
    assert sent.status_code == 303 and sent["Location"] == "/"  # it is Bo's draft again, and not hers to read
    assert client.get(f"/objectives/{goal.public_id}/").status_code == 404
    assert "I would rather begin with listening." in page(client, company.bo, goal)


def test_nobody_hands_somebodys_own_goal_on_to_others(company: Cast) -> None:
    goal = offered(company)
    with pytest.raises(Refused, match="does not wait for your word"):
        actions.pass_on(by=company.ada, objective=goal, to=company.max, at=NOW)


def test_ones_own_goal_is_proposed_to_nobody(company: Cast) -> None:
    goal = drafted(company, company.ada, owner=company.ada, layer="developmental")
    with pytest.raises(Refused, match="your own"):
        actions.propose_objective(by=company.ada, objective=goal, at=NOW)


def test_the_form_offers_what_may_be_written_and_nothing_else(company: Cast, client: Client) -> None:
    def offers(person: Person) -> list[str]:
        client.force_login(person)
        choices = client.get("/objectives/new/").context["form"].fields["owner"].choices
        return [str(words) for _key, words in choices]

    assert offers(company.ada) == [
        "Cranes: strategic",
        "Cranes: developmental",
        "my own: developmental",
        "my own: personal",
    ]
    assert offers(company.bo)[4:] == [
        "a proposal to Ada Okoye: developmental",
        "a proposal to Cy Tanaka: developmental",
    ]
    Organisation.objects.update(individual_strategic=True)
    assert "my own: strategic" in offers(company.ada)


def test_a_lead_proposes_a_goal_to_a_report_from_the_form(company: Cast, client: Client) -> None:
    client.force_login(company.bo)
    typed = {
        "title": "Colleagues hear what Ada sees before the shift ends",
        "owner": f"{company.ada.public_id}:developmental",
        "nature": "soft",
        "ambition": "aspirational",
        "cycle": company.cycle.pk,
        "kr-TOTAL_FORMS": "1",
        "kr-0-title": "Colleagues who could repeat it",
        "kr-0-baseline": "1",
        "kr-0-target": "4",
        "kr-0-unit": "of 5",
        "propose": "1",
    }
    assert client.post("/objectives/new/", typed).status_code == 303
    goal = Objective.objects.get()
    assert (goal.owner_person, goal.proposed_by, goal.layer) == (company.ada, company.bo, "developmental")
    client.force_login(company.cy)
    answer = client.post("/objectives/new/", typed)
    assert answer.status_code == 422 and "Choose one from the list" in answer.content.decode()


def _week(client: Client, person: Person) -> str:
    client.force_login(person)
    return client.get("/").content.decode()


def test_an_agreed_goal_has_somebody_who_tells(company: Cast) -> None:
    """Whoever wrote it for their team; the lead where a stranger to the team did, such as an import; its owner."""
    values = {"stage": Objective.Stage.PROPOSED, "results": 2}
    written = cast.objective("Cranes idle less", company.cranes, company.cycle, proposed_by=company.cy, **values)
    brought = cast.objective("Ropes last", company.cranes, company.cycle, proposed_by=company.dee, **values)
    own = cast.objective("I listen first", company.ada, company.cycle, layer="developmental", **values)
    named = written.key_results.get(position=1)
    named.updater = company.ada
    named.save()
    for goal, by in ((written, company.bo), (brought, company.bo), (own, company.ada)):
        actions.agree_to_objective(by=by, objective=goal, at=NOW)
    assert [row.updater for row in written.key_results.order_by("position")] == [company.cy, company.ada]
    assert {row.updater for row in brought.key_results.all()} == {company.bo}
    assert {row.updater for row in own.key_results.all()} == {company.ada}

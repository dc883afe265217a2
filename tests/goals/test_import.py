"""A goal file is looked at first, then taken in as a whole or not at all, and twice is once."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sapwood.activity.deeds import Refused
from sapwood.activity.models import Event
from sapwood.files import board
from sapwood.files import goals as files
from sapwood.goals import documents, exporting
from sapwood.goals.actions import importing as actions
from sapwood.goals.importing import Plan
from sapwood.goals.models import Agreement, Alignment, Cycle, KeyResult, Objective, Pair
from sapwood.people.models import Person
from tests import cast

TWO = """---
cycle: Autumn 2026
owner: Cranes
---
# Fewer ships wait
id: wait
why: Nothing waits for us.
parent: Ships leave on time
pair: early
- Hours lost to waiting, per week
  id: hours
  from: 40
  to: 20
  unit: hours
  due: 2026-11-20
- Ships that leave on their day
  from: 60 %
  to: 80 %

# People say it early
id: early
nature: soft
parent: wait/hours
- Problems said before noon
  from: 10
  to: 30
"""


@pytest.fixture
def ships(company: cast.Cast) -> Objective:
    return cast.objective("Ships leave on time", company.company, company.cycle)


def read(text: str) -> files.GoalFile:
    return files.read(text.encode())


def look(by: Person, text: str, **options: Any) -> Plan:
    return actions.plan_for(
        cast.fresh(by), read(text), **{"cycle": None, "owner": None, "today": cast.TODAY, **options}
    )


def take(by: Person, text: str, now: dt.datetime, **options: Any) -> Event:
    event = actions.import_goals(by=cast.fresh(by), file=read(text), filename="goals.md", at=now, **options)
    assert isinstance(event, Event)
    return event


def reasons(plan: Plan) -> list[tuple[str, str]]:
    return [(one.column, str(one.reason)) for goal in plan.goals for one in goal.problems]


def test_new_goals_become_drafts_with_numbers_and_links(company: cast.Cast, ships: Objective, now: dt.datetime) -> None:
    assert look(company.bo, TWO).counts == {"rejected": 0, "new": 2, "changed": 0, "same": 0}
    event = take(company.bo, TWO, now)
    assert event.data == {"file": "goals.md", "new": 2, "changed": 0, "same": 0}
    wait, early = Objective.objects.get(external_id="wait"), Objective.objects.get(external_id="early")
    assert (wait.stage, wait.owner, wait.cycle, wait.proposed_by) == (
        "draft",
        company.cranes,
        company.cycle,
        company.bo,
    )
    hours, leave = wait.key_results.all()
    assert (hours.direction, hours.baseline, hours.target, hours.unit, str(hours.due)) == (
        "fall",
        40,
        20,
        "hours",
        "2026-11-20",
    )
    assert (leave.direction, leave.target, leave.unit) == ("rise", 80, "%")
    links = set(Alignment.objects.values_list("child", "parent", "parent_key_result"))
    assert links == {(wait.pk, ships.pk, None), (early.pk, wait.pk, hours.pk)}
    assert list(Pair.objects.values_list("hard", "soft")) == [(wait.pk, early.pk)]


def test_the_same_file_a_second_time_changes_nothing(company: cast.Cast, ships: Objective, now: dt.datetime) -> None:
    take(company.bo, TWO, now)
    before = list(KeyResult.objects.values()), list(Objective.objects.values())
    again = look(company.bo, TWO)
    assert again.counts == {"rejected": 0, "new": 0, "changed": 0, "same": 2} and again.does_nothing
    take(company.bo, TWO, now)
    assert (list(KeyResult.objects.values()), list(Objective.objects.values())) == before


def test_without_an_id_a_goal_is_known_by_its_owner_cycle_and_words(company: cast.Cast, now: dt.datetime) -> None:
    text = "cycle,owner,objective,key_result,target\nAutumn 2026,Ropes,Ropes last,Ropes torn,3\n"
    take(company.eve, text, now)
    assert look(company.eve, text).counts["same"] == 1
    assert look(company.eve, text.replace("ropes last", "ROPES  LAST").replace("3", "4")).counts["changed"] == 1


def test_of_two_goals_with_the_same_words_one_is_known_by_its_id(company: cast.Cast, now: dt.datetime) -> None:
    text = "id,cycle,owner,objective,key_result\nA,Autumn 2026,Cranes,Ships leave,Hours\n,Autumn 2026,Cranes,Ships leave,Stops\n"
    take(company.bo, text, now)
    assert look(company.bo, text).counts == {"rejected": 0, "new": 0, "changed": 0, "same": 2}


def test_key_results_with_the_same_words_are_taken_once(company: cast.Cast, now: dt.datetime) -> None:
    text = "goals:\n- objective: a\n  owner: Cranes\n  key_results:\n  - {key_result: b, id: x}\n  - {key_result: b}\n  - c\n"
    take(company.bo, text, now)
    assert look(company.bo, text).counts["same"] == 1
    assert KeyResult.objects.count() == 3


def test_a_change_says_from_what_to_what_and_leaves_the_rest(
    company: cast.Cast, ships: Objective, now: dt.datetime
) -> None:
    take(company.bo, TWO, now)
    less = "# Fewer ships wait at all\nid: wait\n- Hours lost to waiting, per week\n  id: hours\n  to: 15\n- Calls from waiting ships\n"
    (one,) = look(company.bo, less).goals
    assert [(move.column, move.of, move.before, move.after) for move in one.changes] == [
        ("objective", "", "Fewer ships wait", "Fewer ships wait at all"),
        ("target", "Hours lost to waiting, per week", "20", "15"),
        ("key_result", "", "", "Calls from waiting ships"),
    ]
    take(company.bo, less, now)
    wait = Objective.objects.get(external_id="wait")
    assert (wait.title, wait.why) == ("Fewer ships wait at all", "Nothing waits for us.")
    assert list(wait.key_results.values_list("title", "target", "baseline")) == [
        ("Hours lost to waiting, per week", Decimal(15), Decimal(40)),
        ("Ships that leave on their day", Decimal(80), Decimal(60)),
        ("Calls from waiting ships", None, None),
    ]
    assert look(company.bo, less).does_nothing


@pytest.mark.parametrize("kind", files.KINDS)
def test_what_was_exported_changes_nothing_when_it_is_given_back(
    company: cast.Cast, ships: Objective, now: dt.datetime, kind: str
) -> None:
    take(company.bo, TWO, now)
    Objective.objects.update(stage=Objective.Stage.PROPOSED)
    exported = files.write(exporting.goals_of(company.bo, company.cycle), kind)
    plan = actions.plan_for(company.eve, files.read(exported), cycle=None, owner=None, today=cast.TODAY)
    assert plan.counts == {"rejected": 0, "new": 0, "changed": 0, "same": 3}


def test_a_word_document_for_the_board_changes_nothing_when_it_is_given_back(
    company: cast.Cast, ships: Objective, now: dt.datetime
) -> None:
    numbers = "# Numbers\nowner: Cranes\n- Long\n  from: 1234567.125\n  to: -0.125 t\n- Held\n  direction: stay_below\n  target: 1.2340\n"
    take(company.bo, TWO + numbers, now, cycle=company.cycle)
    Objective.objects.update(stage=Objective.Stage.PROPOSED)
    document = board.to_docx(documents.board(company.bo, company.cycle, team=None, today=cast.TODAY))
    file = files.read(document)
    assert sorted(goal.objective for goal in file.goals) == [
        "Fewer ships wait",
        "Numbers",
        "People say it early",
        "Ships leave on time",
    ]
    plan = actions.plan_for(company.eve, file, cycle=None, owner=None, today=cast.TODAY)
    assert plan.counts == {"rejected": 0, "new": 0, "changed": 0, "same": 4}


@pytest.mark.parametrize(
    ("text", "column", "reason"),
    [
        ("# a\nowner: Buoys\n- b", "owner", "No team and nobody at work here is called so."),
        ("# a\n- b", "owner", "Nobody is named as the owner."),
        ("# a\nowner: Ropes\n- b", "owner", "You cannot write this kind of goal for this owner."),
        ("# a\nowner: Cranes\nlayer: personal\n- b", "owner", "You cannot write this kind of goal for this owner."),
        ("# a\nowner: Cranes\ncycle: Winter\n- b", "cycle", "There is no cycle of this name."),
        ("# a\nowner: Cranes\ncycle: Summer\n- b", "cycle", "This cycle takes no new goals any more."),
        ("# a\nowner: Cranes\n- b\n  from: 3\n  to: 3", "target", "The key result goes from a value to the same value."),
        ("# a\nowner: Cranes\nparent: nobody knows\n- b", "parent", "No goal in this file or here is called so."),
        ("# a\nowner: Cranes\nparent: a\n- b", "parent", "A goal is not linked to itself."),
        ("# a\nowner: Cranes\npair: Ships leave on time\n- b", "pair", "A pair joins a hard goal with a soft one."),
        ("# a\nowner: Cranes\nid: 1\nparent: 2\n# c\nowner: Cranes\nid: 2\nparent: 1\n", "parent", "That would close a circle."),
        ("# a\nowner: Cranes\n- b\n# A\nowner: Cranes\n", "objective", "The same goal stands in line 1 already."),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_is_said_and_nothing_is_done(
    company: cast.Cast, ships: Objective, now: dt.datetime, text: str, column: str, reason: str
) -> None:
    Cycle.objects.create(name="Summer", starts=dt.date(2026, 6, 1), ends=dt.date(2026, 8, 1), stage=Cycle.Stage.CLOSED)
    found = reasons(look(company.ada, text))
    assert found == [(column, reason)]
    whole = f"{text}\n# Good one\nowner: Cranes\n- c\n"
    with pytest.raises(Refused, match="cannot be taken, so nothing was changed"):
        take(company.ada, whole, now)
    assert Objective.objects.count() == 1


def test_a_file_does_not_move_a_goal_nor_change_another_teams(
    company: cast.Cast, ships: Objective, now: dt.datetime
) -> None:
    take(company.bo, TWO, now)
    Objective.objects.update(stage=Objective.Stage.ACTIVE)
    assert reasons(look(company.bo, "# Fewer ships wait\nid: wait\nowner: Quay\n")) == [
        ("owner", "This goal has another owner here: Cranes.")
    ]
    assert reasons(look(company.eve, "# Mine now\nid: wait\n")) == [("", "You cannot change this goal.")]
    assert look(company.eve, "# Fewer ships wait\nid: wait\n").counts["same"] == 1


def test_nothing_private_is_told_by_a_file(company: cast.Cast, now: dt.datetime) -> None:
    hers = cast.objective("I learn to say no", company.ada, company.cycle, layer="developmental", external_id="no")
    for name in ("I learn to say no", hers.public_id, "no"):
        found = reasons(look(company.bo, f"# a\nowner: Cranes\nparent: {name}\n- b"))
        assert found == [("parent", "No goal in this file or here is called so.")]
    assert reasons(look(company.bo, "# a\nowner: Cranes\nid: no\n- b")) == [
        ("id", "This id belongs to a goal that you cannot change.")
    ]
    assert look(company.bo, f"# a\nowner: Cranes\nid: {hers.public_id}\n- b").counts["new"] == 1


def test_what_changed_in_between_is_looked_at_again(company: cast.Cast, ships: Objective, now: dt.datetime) -> None:
    plan = look(company.bo, TWO)
    take(company.bo, TWO, now)
    with pytest.raises(Refused, match="Something changed here since you looked"):
        take(company.bo, TWO, now, fingerprint=plan.fingerprint)


def test_a_change_keeps_readers_of_an_agreement_informed(
    company: cast.Cast, ships: Objective, now: dt.datetime
) -> None:
    Agreement.objects.create(objective=ships, by=company.max, version=ships.version, at=now)
    take(company.dee, f"# Ships leave on the hour\nid: {ships.public_id}\n", now)
    edited = Event.objects.get(verb="goals.objective_edited")
    assert edited.data["changes"]["title"] == ["Ships leave on time", "Ships leave on the hour"]
    assert "goals.md" in edited.data["reason"]


def test_more_goals_cost_no_more_reads(company: cast.Cast, ships: Objective) -> None:
    def text(count: int) -> str:
        return "".join(
            f"# Ship {number}\nowner: Cranes\nid: s{number}\nparent: Ships leave on time\n- a\n"
            for number in range(count)
        )

    counted = []
    for count in (3, 30):
        file, by = read(text(count)), cast.fresh(company.bo)
        with CaptureQueriesContext(connection) as queries:
            actions.plan_for(by, file, cycle=None, owner=None, today=cast.TODAY)
        counted.append(len(queries))
    assert counted[0] == counted[1]


# ── the pages ───────────────────────────────────────────────────────────────


def give(client: Client, text: str, **fields: str) -> Any:
    return client.post(reverse("goals:import"), {"pasted": text, **fields})


def hidden(page: Any) -> dict[str, str]:
    names = ("kept", "name", "source", "corrections", "owner", "date_order")
    found = {name: page.context[name] for name in names}
    cycle = page.context["cycle"]
    return {
        **found,
        "cycle": str(cycle.pk) if cycle else "",
        "fingerprint": page.context["plan"].fingerprint,
        "submission": "once",
    }


def test_pasted_goals_are_looked_at_applied_and_sent_twice_once(
    company: cast.Cast, client: Client, now: dt.datetime
) -> None:
    client.force_login(company.bo)
    assert b"Give a file, or paste them" in client.get(reverse("goals:import")).content
    page = give(
        client,
        "# Fewer ships wait\n- Hours lost\n  from: 40\n  to: 20 hours\n",
        owner=company.cranes.public_id,
        cycle=str(company.cycle.pk),
    )
    assert "Every goal can be taken" in page.content.decode()
    assert "40 → 20 hours" in page.content.decode()
    assert not Objective.objects.exists()
    for _time in range(2):
        done = client.post(reverse("goals:import_application"), hidden(page), follow=True)
    assert done.status_code == 200 and "1 new as drafts" in done.content.decode()
    goal = Objective.objects.get()
    assert (goal.title, goal.owner, goal.cycle, goal.stage) == (
        "Fewer ships wait",
        company.cranes,
        company.cycle,
        "draft",
    )


def test_a_rejected_goal_is_shown_with_its_line_and_keeps_the_button_shut(
    company: cast.Cast, client: Client, now: dt.datetime
) -> None:
    client.force_login(company.ada)
    page = give(client, "# a\n- b\n\n# c\nowner: <b>Ropes</b>\n- d\n", owner=company.cranes.public_id)
    text = page.content.decode()
    assert "&lt;b&gt;Ropes&lt;/b&gt;" in text and "No team and nobody at work here is called so." in text
    assert 'disabled aria-describedby="why-not"' in text
    assert "# c\nowner: &lt;b&gt;Ropes&lt;/b&gt;" in text
    corrected = give(client, page.context["text"].replace("<b>Ropes</b>", "Cranes"), owner=page.context["owner"])
    assert corrected.context["rejected"] == 0
    refused = client.post(reverse("goals:import_application"), hidden(page))
    assert refused.status_code == 422 and "One goal cannot be taken" in refused.content.decode()
    assert not Objective.objects.exists()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({}, "Choose a file, or paste its text."),
        ({"pasted": "Hello Bo,"}, "There is no goal in the file."),
        ({"pasted": "goals: *a"}, "Anchors and aliases"),
        ({"kept": "%%%"}, "The file was damaged on the way."),
    ],
)
def test_what_cannot_be_read_is_said_on_the_page(
    company: cast.Cast, client: Client, data: dict[str, str], said: str
) -> None:
    client.force_login(company.ada)
    page = client.post(reverse("goals:import"), data)
    assert page.status_code == 422
    assert said in page.content.decode()

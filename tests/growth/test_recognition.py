"""Cy recognises what Ada did: on the wall, or between the two. She can hide it, he can take it back, nobody is counted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sapwood.activity import asks
from sapwood.activity.deeds import Refused
from sapwood.activity.models import Event, Notice, Preference
from sapwood.goals import actions as goals
from sapwood.goals.models import Objective
from sapwood.growth import actions, leaders, wall
from sapwood.growth.models import Recognition
from sapwood.people.models import Behaviour, Competency, Person
from tests import cast

SAID = "On Monday Ada asked the quay first, so nobody had to lift twice."
FRIDAY = dt.datetime(2026, 10, 9, 8, 30, tzinfo=dt.UTC)


@pytest.fixture
def company(db: None, now: dt.datetime) -> cast.Cast:
    found = cast.gather()
    listening = Competency.objects.create(name="Listening", key="listening", family="Talking")
    Behaviour.objects.create(competency=listening, key="listening.asks", text="Asks before lifting.")
    planning = Competency.objects.create(name="Planning", key="planning", family="Work")
    Behaviour.objects.create(competency=planning, key="planning.early", text="Orders the parts early.")
    return found


def behaviour(key: str = "listening.asks") -> Behaviour:
    return Behaviour.objects.get(key=key)


def say(
    by: Person, *to: Person, text: str = SAID, is_public: bool = True, key: str = "listening.asks",
    objective: Objective | None = None, at: dt.datetime = cast.NOW,
) -> Recognition:  # fmt: skip
    return actions.recognise(
        by=by, people=to, behaviour=behaviour(key), text=text, is_public=is_public, objective=objective, at=at
    )


def page_of(client: Client, person: Person, address: str) -> str:
    client.force_login(person)
    answer = client.get(address)
    return answer.content.decode() if answer.status_code == 200 else f"{answer.status_code}"


def test_cy_says_it_on_the_page_and_everybody_reads_it_on_the_wall(company: cast.Cast, client: Client) -> None:
    client.force_login(company.cy)
    page = client.get("/recognition/new/?to=Ada Okoye").content.decode()
    assert 'value="Ada Okoye"' in page and "Asks before lifting." in page and "Could they do something with it?" in page
    data = {"i-to": "Ada Okoye", "i-behaviour": behaviour().public_id, "i-text": SAID, "i-audience": "wall"}
    answer = client.post("/recognition/new/", {**data, "submission": "one"}, follow=True)
    assert "It is on the wall, and they are told." in answer.content.decode()
    client.post("/recognition/new/", {**data, "submission": "one"})
    assert Recognition.objects.count() == 1
    assert Notice.objects.get(person=company.ada).text == "Cy Tanaka recognises something you did"
    page = page_of(client, company.eve, "/recognition/")
    assert SAID in page and "Cy Tanaka" in page and "Ada Okoye" in page
    assert SAID in page_of(client, company.eve, f"/people/{company.ada.public_id}/")
    assert Event.objects.get(verb="growth.recognised").subject_title == ""


def test_what_is_private_is_read_by_the_two_and_leaves_no_event(company: cast.Cast, client: Client) -> None:
    row = say(company.cy, company.ada, is_public=False)
    address = f"/recognition/{row.public_id}/"
    for reader in (company.ada, company.cy):
        assert SAID in page_of(client, reader, address)
    for reader in (company.bo, company.max, company.dee, company.ad, company.eve):
        assert page_of(client, reader, address) == "404"
        assert SAID not in page_of(client, reader, "/recognition/")
        assert SAID not in page_of(client, reader, f"/people/{company.ada.public_id}/")
    assert not Event.objects.filter(verb__startswith="growth.").exists()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"to": ("cy",)}, "You are among those you name"),
        ({"to": ()}, "0 people are named"),
        ({"to": ("ada", "bo"), "is_public": False}, "works with one person, and 2 are named"),
        ({"text": "  "}, "Nothing is written yet"),
    ],
)
def test_what_is_no_recognition_is_refused(company: cast.Cast, change: dict[str, object], said: str) -> None:
    given = {"to": ("ada",), "text": SAID, "is_public": True, **change}
    names = given["to"]
    assert isinstance(names, Sequence)
    people = [company.people[str(name)] for name in names]
    with pytest.raises(Refused, match=said):
        say(company.cy, *people, text=str(given["text"]), is_public=bool(given["is_public"]))
    assert not Recognition.objects.exists()


def test_ada_hides_it_and_it_is_off_the_wall_for_all(company: cast.Cast, client: Client) -> None:
    row = say(company.cy, company.ada, company.bo)
    client.force_login(company.ada)
    page = client.post(f"/recognition/{row.public_id}/hiding/", follow=True).content.decode()
    assert "Put it back on the wall" in page
    assert SAID not in page_of(client, company.eve, "/recognition/")
    assert page_of(client, company.eve, f"/recognition/{row.public_id}/") == "404"
    assert "somebody it names prefers it so" in page_of(client, company.bo, f"/recognition/{row.public_id}/")
    client.force_login(company.ada)
    client.post(f"/recognition/{row.public_id}/hiding/")
    assert SAID in page_of(client, company.eve, "/recognition/")
    with pytest.raises(Refused, match="not on the wall about you"):
        actions.hide(by=company.eve, recognition=row, at=cast.NOW)


def test_cy_takes_it_back_and_it_is_gone(company: cast.Cast, client: Client) -> None:
    row = say(company.cy, company.ada)
    with pytest.raises(Refused, match="Only whoever said it"):
        actions.take_back(by=company.ada, recognition=row, at=cast.NOW)
    client.force_login(company.cy)
    client.post(f"/recognition/{row.public_id}/removal/")
    assert not Recognition.objects.exists()
    assert Notice.objects.get(person=company.ada).read == cast.NOW


def test_it_stands_beside_a_goal_both_see_as_weak_evidence(company: cast.Cast, client: Client) -> None:
    goal = cast.objective("Nobody lifts twice", company.cranes, company.cycle)
    say(company.cy, company.ada, objective=goal)
    page = page_of(client, company.eve, f"/objectives/{goal.public_id}/aside/")
    assert SAID in page and "Weak evidence" in page
    soft = cast.objective("People ask first", company.cranes, company.cycle, nature="soft")
    say(company.cy, company.ada, objective=soft)
    page = page_of(client, company.eve, f"/objectives/{soft.public_id}/aside/")
    assert page.count(SAID) == 1 and "recognised by Cy Tanaka, 7 October; weak evidence" in page
    own = cast.objective("I ask first", company.ada, company.cycle, layer="developmental")
    with pytest.raises(Refused, match="Cy Tanaka cannot see that goal"):
        say(company.cy, company.ada, objective=own)
    goals.share_objective(by=company.ada, objective=own, person=company.cy, at=cast.NOW)
    row = say(company.cy, company.ada, objective=own)
    assert "I ask first" in page_of(client, company.ada, f"/recognition/{row.public_id}/")
    assert "I ask first" not in page_of(client, company.eve, f"/recognition/{row.public_id}/")
    assert "I ask first" not in page_of(client, company.eve, "/recognition/")


def test_the_wall_is_newest_first_by_competency_and_by_team_and_counts_nobody(
    company: cast.Cast, client: Client
) -> None:
    say(company.cy, company.ada, text="The older one, at the crane.", at=cast.NOW - dt.timedelta(days=2))
    say(company.ada, company.eve, text="The newer one, at the rope.", key="planning.early")
    page = page_of(client, company.dee, "/recognition/")
    assert page.index("The newer one") < page.index("The older one")
    listening = Competency.objects.get(key="listening").public_id
    assert "The newer one" not in page_of(client, company.dee, f"/recognition/?competency={listening}")
    of_cranes = page_of(client, company.dee, f"/recognition/?team={company.cranes.public_id}")
    assert "The older one" in of_cranes and "The newer one" not in of_cranes
    of_quay = page_of(client, company.dee, f"/recognition/?team={company.quay.public_id}")
    assert "The older one" in of_quay and "The newer one" in of_quay
    assert page_of(client, company.dee, "/recognition/?team=nowhere&competency=none").count('class="word"') == 2


def test_three_words_cost_as_many_queries_as_one(company: cast.Cast) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as seen:
            rows = wall.words(wall.on_wall(), company.eve)
            assert all(one.row.by.name and one.row.behaviour.competency.shown and one.named for one in rows)
        return len(seen)

    say(company.cy, company.ada)
    first = cost()
    say(company.ada, company.cy, company.bo)
    say(company.bo, company.eve)
    assert cost() == first == 2


def test_on_friday_the_team_gets_a_few_lines_and_each_can_stop_them(company: cast.Cast, client: Client) -> None:
    say(company.cy, company.ada)
    say(company.dee, company.bo, is_public=False)
    found = asks.due(FRIDAY, frozenset())
    mine = {person: [one.text for one in asked] for person, asked in found.items()}
    assert mine == {company.bo.pk: ["What colleagues saw this week, about a minute"]}  # neither who said it nor Ada
    ask = found[company.bo.pk][0]
    assert ask.lines == ("Cy Tanaka to Ada Okoye: Asks before lifting.",) and "Stop it on the wall" in ask.why
    assert ask.minutes <= asks.budget() and ask.link == "/recognition/"
    client.force_login(company.bo)
    page = client.post("/recognition/mail/", {"wanted": "no"}, follow=True).content.decode()
    assert "Send me the lines on Friday" in page
    assert asks.due(FRIDAY, frozenset()) == {}
    client.post("/recognition/mail/", {"wanted": "yes"})
    assert company.bo.pk in asks.due(FRIDAY, frozenset())
    Preference.objects.create(person=company.bo, mail=Preference.Mail.NONE)
    assert asks.due(FRIDAY, frozenset()) == {}
    assert asks.due(FRIDAY - dt.timedelta(days=1), frozenset()) == {}


def test_what_was_said_lately_stands_beside_my_week_and_on_the_growth_page(company: cast.Cast, client: Client) -> None:
    say(company.cy, company.ada)
    assert "Asks before lifting." in page_of(client, company.ada, "/week/aside/")
    assert SAID in page_of(client, company.ada, "/growth/")
    assert "Asks before lifting." not in page_of(client, company.bo, "/week/aside/")


def test_leaders_show_their_own_goals_and_nobody_is_listed_for_showing_none(company: cast.Cast, client: Client) -> None:
    page = page_of(client, company.bo, "/leaders/")
    assert "Will you go first?" in page and "Eve Marsh" not in page
    goal = cast.objective("I ask before I answer", company.bo, company.cycle, layer="developmental", nature="soft")
    cast.objective("Kept to myself", company.max, company.cycle, layer="developmental", nature="soft")
    page = page_of(client, company.bo, "/leaders/")
    assert "Show it to everybody" in page
    client.post(f"/objectives/{goal.public_id}/sharings/", {"everybody": "on"})
    page = page_of(client, company.cy, "/leaders/")
    assert "I ask before I answer" in page and "Bo Ferreira" in page and "Cranes" in page
    assert "Kept to myself" not in page and "Will you go first?" not in page
    assert [one.person for one in leaders.shown()] == [company.bo]
    assert "You show one" in page_of(client, company.bo, "/leaders/")
    row = goal.sharings.get()
    goals.revoke_sharing(by=company.bo, sharing=row, at=cast.NOW)
    assert leaders.shown() == []

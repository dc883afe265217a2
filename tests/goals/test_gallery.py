"""Goals to start from: enough of them, unlike each other, clean for our own coach, two clicks from the editor."""

from __future__ import annotations

import re
from collections import Counter
from itertools import combinations

import pytest
from django.test import Client

from sapwood.coach import Context, Result, read_objective
from sapwood.coach.words import tokens
from sapwood.goals.gallery import AREAS, Example, example, examples
from sapwood.goals.models import Objective
from tests import cast


def test_there_are_many_in_every_area() -> None:
    found = Counter(one.area for one in examples())
    assert set(found) == set(AREAS) and min(found.values()) >= 8 and sum(found.values()) >= 120
    assert len({one.key for one in examples()}) == len(examples())


def test_each_is_read_without_a_problem_and_is_whole() -> None:
    for one in examples():
        goal = one.goal
        assert not goal.problems, (one.key, goal.problems)
        assert goal.why and goal.audience and 2 <= len(goal.key_results) <= 5, one.key
        for result in goal.key_results:
            assert None not in (result.baseline, result.target) and result.unit and result.indicator, one.key


@pytest.mark.parametrize("one", examples(), ids=lambda one: one.key)
def test_the_coach_has_nothing_to_say(one: Example) -> None:
    goal = one.goal
    context = Context(layer=goal.layer, nature=goal.nature, audience=goal.audience, why=goal.why)
    results = [
        Result(each.key_result, "", each.baseline, each.target, each.due, each.indicator, each.unit)
        for each in goal.key_results
    ]
    reading = read_objective(goal.objective, results, context)
    assert reading.objective is not None
    found = [
        *reading.objective.findings,
        *reading.findings,
        *(f for read in reading.key_results for f in read.findings),
    ]
    assert not found, [(f.code, str(f.message)) for f in found]


def test_few_resemble_each_other() -> None:
    bags = [
        frozenset(
            token.stem
            for text in (one.goal.objective, *(each.key_result for each in one.goal.key_results))
            for token in tokens(text)
            if len(token.stem) > 3
        )
        for one in examples()
    ]
    alike = {place for (place, a), (_other, b) in combinations(enumerate(bags), 2) if len(a & b) / len(a | b) > 0.5}
    assert len(alike) <= 0.05 * len(bags)


def test_two_clicks_start_a_goal(company: cast.Cast, client: Client) -> None:
    client.force_login(company.ada)
    page = client.get("/objectives/new/").content.decode()
    assert 'href="/goals/gallery/"' in page
    page = client.get("/goals/gallery/?area=leadership").content.decode()
    link = re.search(r'href="(/objectives/new/\?example=([^"]+))"', page)
    assert link is not None
    chosen = example(link[2])
    assert chosen is not None and chosen.area == "leadership"
    page = client.get(link[1]).content.decode()
    assert page.count(chosen.goal.key_results[0].key_result) >= 1 and 'placeholder="' in page
    assert not Objective.objects.exists()


def test_words_and_soft_goals_can_be_looked_for(company: cast.Cast, client: Client) -> None:
    client.force_login(company.ada)
    page = client.get("/goals/gallery/", {"q": "BAD news"}).content.decode()
    assert "People tell me bad news early" in page and page.count("<article") < 6
    assert client.get("/goals/gallery/", {"nature": "soft"}).content.decode().count('class="tag soft"') >= 20
    assert "No example mentions" in client.get("/goals/gallery/", {"q": "zzzz"}).content.decode()


def test_what_was_typed_before_is_not_lost_to_an_example(company: cast.Cast, client: Client) -> None:
    client.force_login(company.ada)
    client.post("/drafts/objective-new/", {"title": "Half a thought", "kr-TOTAL_FORMS": "0", "kr-INITIAL_FORMS": "0"})
    page = client.get("/objectives/new/", {"example": examples()[0].key}).content.decode()
    assert "Half a thought" in page and "the example waits" in page

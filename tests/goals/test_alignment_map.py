"""The map on its page: what it draws, how a filter and a branch narrow it, and that it shows only what the reader may see."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from sapwood.goals.models import Alignment, Objective, Pair
from tests import cast
from tests.cast import NOW, Cast
from tests.goals.test_coverage import serve


@pytest.fixture
def tree(company: Cast) -> dict[str, Objective]:
    """The company's goal, carried by two teams, one of them with a pair."""
    goals = {
        "top": cast.objective("Ships leave on time", company.company, company.cycle, results=2),
        "cranes": cast.objective("Cranes stand still less", company.cranes, company.cycle),
        "ropes": cast.objective("Ropes hold in any weather", company.ropes, company.cycle),
        "soft": cast.objective("We say it early", company.cranes, company.cycle, nature="soft"),
    }
    serve(goals["cranes"], goals["top"].key_results.get(position=0), company)
    serve(goals["ropes"], goals["top"], company, kind="supports")
    Pair.objects.create(hard=goals["cranes"], soft=goals["soft"], by=company.bo, at=NOW)
    return goals


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return str(answer.content.decode())


def boxes(said: str) -> set[str]:
    return set(re.findall(r'<a class="spot" id="o-([^"]+)"', said))


def ids(tree: dict[str, Objective], *names: str) -> set[str]:
    return {tree[name].public_id for name in names}


def test_each_goal_is_a_box_and_each_link_a_line(company: Cast, tree: dict[str, Objective], client: Client) -> None:
    client.force_login(company.eve)
    said = page(client, "/alignment/?view=map")
    assert boxes(said) == ids(tree, *tree)
    svg = said[said.index('<svg class="c map" viewBox="0 0') : said.index('<div class="key">')]
    assert svg.count('class="edge"') == 1 and svg.count('class="edge sup"') == 1 and 'class="edge pair"' in svg
    assert f'data-above="{tree["top"].public_id}"' in svg
    assert "1 of 2 key results: thin" in svg  # the whole is supported, the second key result by nobody


def test_a_filter_keeps_what_it_asks_for_and_shows_where_it_hangs(
    company: Cast, tree: dict[str, Objective], client: Client
) -> None:
    client.force_login(company.eve)
    said = page(client, "/alignment/?view=map&filter=unpaired")
    assert boxes(said) == ids(tree, "top", "ropes")
    said = page(client, "/alignment/?view=map&filter=orphan")
    assert boxes(said) == ids(tree, "soft")
    Objective.objects.filter(pk=tree["top"].pk).update(nature="soft")
    said = page(client, "/alignment/?view=map&filter=soft")
    assert boxes(said) == ids(tree, "top", "soft")


def test_a_branch_and_a_team_by_themselves(company: Cast, tree: dict[str, Objective], client: Client) -> None:
    client.force_login(company.eve)
    assert boxes(page(client, f"/alignment/?view=map&under={tree['cranes'].public_id}")) == ids(tree, "cranes")
    said = page(client, f"/alignment/?view=map&team={company.ropes.public_id}")
    assert boxes(said) == ids(tree, "top", "ropes") and 'class="node ctx"' in said
    said = page(client, f"/alignment/?view=map&team={company.quay.public_id}")
    assert boxes(said) == ids(tree, *tree)


def test_many_goals_are_folded_and_the_whole_is_in_the_file(
    company: Cast, tree: dict[str, Objective], client: Client
) -> None:
    for number in range(70):
        child = cast.objective(f"Rope {number}", company.ropes, company.cycle, results=0)
        Alignment.objects.create(child=child, parent=tree["top"], by=company.bo, at=NOW)
    client.force_login(company.eve)
    said = page(client, "/alignment/?view=map")
    assert len(boxes(said)) < 20 and "71 goals" in said
    way = f"under={tree['top'].public_id}&amp;team={company.ropes.public_id}"
    assert way in said
    file = page(client, "/alignment/map.svg?whole=1")
    assert file.startswith('<svg xmlns="http://www.w3.org/2000/svg"') and "Rope 69" in file
    assert "Rope 69" not in page(client, "/alignment/map.svg")


def test_a_team_that_has_taken_on_too_much_is_found(company: Cast, client: Client) -> None:
    top = cast.objective("Ships leave on time", company.company, company.cycle, results=6)
    child = cast.objective("Cranes do everything", company.cranes, company.cycle)
    for result in top.key_results.all():
        serve(child, result, company)
    client.force_login(company.eve)
    said = page(client, "/alignment/?filter=over_subscribed")
    assert "Cranes do everything" in said and said.count('role="treeitem"') == 1
    assert "its team carries a lot at once" in page(client, "/alignment/?view=map&filter=over_subscribed")
    Alignment.objects.filter(child=child).earliest("pk").delete()
    assert "Of teams that carry a lot" not in page(client, "/alignment/")


def test_beside_the_map_stands_who_carries_each_key_result(
    company: Cast, tree: dict[str, Objective], client: Client
) -> None:
    client.force_login(company.eve)
    asked = {"HX-Request": "true", "HX-Target": "side"}
    said = client.get(f"/alignment/?view=map&show={tree['top'].public_id}", headers=asked).content.decode()
    assert "<html" not in said and "One team carries it" in said and "Served only as a whole" in said


def test_a_draft_of_others_is_on_no_map_and_in_no_file(
    company: Cast, tree: dict[str, Objective], client: Client
) -> None:
    draft = cast.objective(
        "Nobody knows this yet", company.cranes, company.cycle, stage="draft", proposed_by=company.ada
    )
    serve(draft, tree["top"], company)
    client.force_login(company.eve)
    for address in (
        "/alignment/?view=map",
        "/alignment/map.svg?whole=1",
        f"/alignment/?view=map&under={draft.public_id}",
    ):
        said = page(client, address)
        assert "Nobody knows" not in said and draft.public_id not in said
    client.force_login(company.ada)
    assert "Nobody knows" in page(client, "/alignment/?view=map")

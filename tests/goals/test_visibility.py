"""Who sees which goal, everywhere a goal could show: pages, lists, panels, search, counts, events, notices."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from sapwood.activity.models import Event, Notice
from sapwood.goals import actions, queries, rules
from sapwood.goals.models import Alignment, Blocker, CheckIn, Closure, Contribution, Cycle, Initiative, Objective, Pair
from sapwood.people.models import Person
from tests import cast

EVERYBODY = frozenset({"max", "dee", "ad", "bo", "ada", "cy", "eve"})
CRANES = frozenset({"bo", "ada", "cy"})

Make = Callable[[cast.Cast], Objective]


def _shared(company: cast.Cast, **with_whom: object) -> Objective:
    found = cast.objective("Marlin", company.ada, company.cycle, layer="developmental", nature="soft")
    actions.share_objective(by=company.ada, objective=found, at=cast.NOW, **with_whom)  # type: ignore[arg-type]
    return found


def _taken_back(company: cast.Cast) -> Objective:
    found = _shared(company, everybody=True)
    actions.revoke_sharing(by=company.ada, sharing=found.sharings.get(), at=cast.NOW)
    return found


MATRIX: dict[str, tuple[Make, frozenset[str]]] = {
    "strategic": (lambda c: cast.objective("Marlin", c.cranes, c.cycle), EVERYBODY),
    "strategic, proposed": (lambda c: cast.objective("Marlin", c.cranes, c.cycle, stage="proposed"), EVERYBODY),
    "strategic draft": (lambda c: cast.objective("Marlin", c.cranes, c.cycle, stage="draft"), CRANES | {"dee"}),
    "strategic draft by Eve": (
        lambda c: cast.objective("Marlin", c.cranes, c.cycle, stage="draft", proposed_by=c.eve),
        CRANES | {"dee", "eve"},
    ),
    "developmental": (lambda c: cast.objective("Marlin", c.ada, c.cycle, layer="developmental"), frozenset({"ada"})),
    "shared with Cy": (lambda c: _shared(c, person=c.cy), frozenset({"ada", "cy"})),
    "shared with Ropes": (lambda c: _shared(c, team=c.ropes), frozenset({"ada", "eve"})),
    "shared with all": (lambda c: _shared(c, everybody=True), EVERYBODY),
    "sharing taken back": (_taken_back, frozenset({"ada"})),
    "developmental of a team": (lambda c: cast.objective("Marlin", c.cranes, c.cycle, layer="developmental"), CRANES),
    "personal": (lambda c: cast.objective("Marlin", c.ada, c.cycle, layer="personal"), frozenset({"ada"})),
}


@pytest.mark.parametrize("kind", list(MATRIX))
def test_each_kind_is_seen_by_exactly_these(company: cast.Cast, kind: str) -> None:
    make, expected = MATRIX[kind]
    goal = make(company)
    for name, person in company.people.items():
        if name == "lo":
            continue
        someone = cast.fresh(person)
        may = name in expected
        assert Objective.objects.visible_to(someone).filter(pk=goal.pk).exists() is may, name  # type: ignore[attr-defined]
        assert rules.sees(someone, goal) is may, name
        assert (goal.pk in queries.seen(someone, [goal])) is may, name
        client = Client()
        client.force_login(someone)
        assert client.get(f"/objectives/{goal.public_id}/").status_code == (200 if may else 404), name


def _everywhere(company: cast.Cast, goal: Objective) -> list[str]:
    """Every address on which a goal, or a count of goals, could show."""
    other = cast.objective("Ships leave on time", company.cranes, company.cycle)
    Alignment.objects.create(child=goal, parent=other, by=company.ada, at=cast.NOW)
    Pair.objects.create(hard=other, soft=goal, by=company.ada, at=cast.NOW)
    row = CheckIn.objects.create(objective=goal, by=company.ada, at=cast.NOW, note="Marlin")
    result = goal.key_results.get()
    for person in (company.cy, company.bo, company.eve):
        Blocker.objects.create(check_in=row, text="Marlin", person=person)
        Initiative.objects.create(key_result=result, title="Marlin", owner=person, created=cast.NOW)
        Contribution.objects.create(key_result=result, person=person, part="Marlin", starts=cast.NOW)
    people = [
        reverse("people:person", args=[one.public_id]) for one in (company.ada, company.bo, company.cy, company.eve)
    ]
    return [
        "/", "/check-in/", "/goals/", f"/goals/?team={company.cranes.public_id}", "/alignment/", "/alignment/?filter=stale",
        "/alignment/?view=map", f"/alignment/?view=map&show={goal.public_id}&under={goal.public_id}", f"/alignment/map.svg?whole=1&under={other.public_id}",
        f"/alignment/?show={goal.public_id}", f"/alignment/?show={other.public_id}", "/search/?q=marlin", "/cycles/",
        f"/cycles/{company.cycle.public_id}/", f"/objectives/{other.public_id}/", f"/objectives/{other.public_id}/?tab=work",
        f"/objectives/{other.public_id}/?tab=history", f"/objectives/{other.public_id}/?tab=discussion",
        f"/objectives/{other.public_id}/text/", reverse("people:team", args=[company.cranes.public_id]),
        reverse("people:first_week"), reverse("people:handovers"), *people,
    ]  # fmt: skip


@pytest.mark.parametrize("layer", ["personal", "developmental"])
def test_a_private_goal_shows_nowhere_to_anybody_else(company: cast.Cast, layer: str) -> None:
    goal = cast.objective(
        "Marlin", company.ada, company.cycle, updater=company.cy, layer=layer, nature="soft", why="Marlin"
    )
    actions.comment(by=company.ada, objective=goal, text="Marlin", at=cast.NOW)
    addresses = _everywhere(company, goal)
    for name in EVERYBODY - {"ada"}:
        client = Client()
        client.force_login(company.people[name])
        for address in addresses:
            answer = client.get(address)
            page = answer.content.decode().replace("q=marlin", "").replace("“marlin”", "").replace('value="marlin"', "")
            assert "Marlin" not in page and "marlin" not in page, (name, address)
            assert goal.public_id not in page, (name, address)
    assert not [event for event in Event.objects.all() if "Marlin" in f"{event.subject_title} {event.data}"]
    assert not Notice.objects.exclude(person=company.ada).exists()


def test_counts_do_not_tell_of_private_goals(company: cast.Cast, client: Client) -> None:
    cast.objective("Ships leave on time", company.cranes, company.cycle)
    client.force_login(company.eve)

    def pages() -> list[str]:
        client.get("/cycles/")  # the session is the same for both readings
        return [
            client.get(address).content.decode()
            for address in ("/cycles/", f"/cycles/{company.cycle.public_id}/", "/goals/")
        ]

    def quiet(page: str) -> str:
        import re

        return re.sub(r'(name="(csrfmiddlewaretoken|submission)" value="|X-CSRFToken": ")[^"]+', "", page)

    before = [quiet(page) for page in pages()]
    for layer in ("developmental", "personal"):
        cast.objective("Marlin", company.ada, company.cycle, layer=layer)
    cast.objective("Marlin", company.cranes, company.cycle, stage="draft")
    assert [quiet(page) for page in pages()] == before


def test_growth_rings_of_private_goals_are_ones_own(company: cast.Cast) -> None:
    earlier = Cycle.objects.create(name="Summer", starts="2026-06-01", ends="2026-08-30", stage="closed")
    old = cast.objective("Old", company.ada, earlier, layer="developmental", stage="closed")
    Closure.objects.create(objective=old, score=0.77, at=cast.NOW)
    shared = _shared(company, everybody=True)
    page = _page(company.eve, reverse("people:person", args=[company.ada.public_id]))
    assert shared.title in page and "0.77" not in page and "Summer" not in page
    assert "0.77" in _page(company.ada, reverse("people:person", args=[company.ada.public_id]))


def _page(person: Person, address: str) -> str:
    client = Client()
    client.force_login(person)
    return client.get(address).content.decode()


def test_rings_on_a_shared_goal_do_not_tell_of_the_others(company: cast.Cast) -> None:
    earlier = Cycle.objects.create(name="Summer", starts="2026-06-01", ends="2026-08-30", stage="closed")
    cast.objective("Old", company.ada, earlier, layer="developmental", stage="closed", progress=0.77)
    shared = _shared(company, person=company.cy)
    page = _page(company.cy, f"/objectives/{shared.public_id}/")
    assert "0.77" not in page and "Summer" not in page

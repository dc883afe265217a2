"""What higher rooms lay beside a goal is fetched once its page stands, and stands alone without script."""

from __future__ import annotations

import pytest
from django.http import HttpRequest
from django.test import Client

from sapwood.goals.models import Objective
from sapwood.ui import panels
from sapwood.ui.panels import Panel
from tests import cast


@pytest.fixture
def laid(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, Objective]]:
    """A room that lays its part beside goals; who asked, and about which."""
    asked: list[tuple[str, Objective]] = []

    def part(request: HttpRequest, objective: Objective) -> Panel | None:
        asked.append((str(request.user), objective))
        return None

    monkeypatch.setitem(panels._makers, "goals:objective_aside", [part])
    return asked


def test_it_carries_the_goal_and_what_may_not_be_seen_is_not_found(
    company: cast.Cast, laid: list[tuple[str, Objective]]
) -> None:
    mine = cast.objective("I ask before I answer", company.ada, company.cycle, layer="developmental")
    address, client = f"/objectives/{mine.public_id}/aside/", Client()
    client.force_login(company.bo)
    assert client.get(address).status_code == 404 and not laid
    client.force_login(company.ada)
    whole = client.get(address).content.decode()
    assert laid == [("Ada Okoye", mine)]
    assert "Nothing lies beside this goal yet" in whole and "<html" in whole
    part = client.get(address, headers={"HX-Request": "true", "HX-Target": "beside"}).content.decode()
    assert "<html" not in part


def test_the_page_of_the_goal_only_links_to_it(company: cast.Cast, laid: list[tuple[str, Objective]]) -> None:
    goal = cast.objective("Ships leave on time", company.cranes, company.cycle)
    client = Client()
    client.force_login(company.ada)
    page = client.get(f"/objectives/{goal.public_id}/").content.decode()
    assert f'href="/objectives/{goal.public_id}/aside/"' in page and not laid

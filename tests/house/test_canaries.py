"""The canary crawl: whoever looks, through whatever link, reads exactly what was promised to them."""

from __future__ import annotations

import pytest
from django.test import Client

from sapwood.activity import clock
from tests import cast
from tests.house import crawl, world

pytestmark = pytest.mark.django_db


@pytest.fixture
def told() -> world.World:
    return world.build()


@pytest.mark.parametrize("name", world.ACTORS)
def test_each_actor_reads_exactly_what_was_promised(told: world.World, client: Client, name: str) -> None:
    actor = told.actor(name)
    if actor is not None:
        client.force_login(actor)
    begin = [
        "/",
        *[
            f"/objectives/{one.public_id}/?tab={tab}"
            for one in told.objectives.values()
            for tab in ("now", "work", "discussion", "history")
        ],
    ]
    with clock.frozen(cast.NOW):
        read = crawl.pages(client, begin=begin)
    seen = {found: address for address, text in read.items() for found in crawl.tokens(text)}
    promised = {found for found, who in world.MAY_READ.items() if name in who}
    assert set(seen) == promised, {found: seen.get(found, "nowhere") for found in set(seen) ^ promised}

    for goal, levels in world.READINGS.items():
        shows = {level: where for level in levels if (where := crawl.showing(read, f"{level:.2f}"))}
        may = name in world.MAY_READ_LEVELS[goal]
        assert set(shows) == (set(levels) if may else set()), (goal, shows)


@pytest.mark.parametrize("name", ["ada", "dee", "ad", "stranger"])
def test_what_somebody_typed_never_runs(told: world.World, client: Client, name: str) -> None:
    actor = told.actor(name)
    if actor is not None:
        client.force_login(actor)
    with clock.frozen(cast.NOW):
        read = crawl.pages(client)
    for address, text in read.items():
        if not text.lstrip().startswith("<"):
            continue  # a file to take away; no browser runs it
        assert "<script>alert(" not in text, address
        assert "<img src=x" not in text, address
        is_picture = address.partition("?")[0].endswith(".svg")  # a file by itself brings its own colours
        assert crawl.inline(text) == (["<style>"] if is_picture else []), address

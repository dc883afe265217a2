"""Whatever a goal file holds, all of it is taken in or nothing: no half import, no traceback."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from sapwood.activity.deeds import Refused
from sapwood.activity.models import Event
from sapwood.files import goals as files
from sapwood.files.words import Unreadable
from sapwood.goals.actions import importing as actions
from sapwood.goals.models import Alignment, KeyResult, Objective, Pair
from tests import cast
from tests.files import hostile_goals as hostile
from tests.files.goals_of import some_goals


class Undone(Exception):
    """Takes back what a case did, so that the next one begins afresh."""


def stands() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (Objective, KeyResult, Alignment, Pair, Event))


def taken_or_nothing(company: cast.Cast, file: files.GoalFile, now: dt.datetime) -> str:
    """Apply the file as Bo does on the page; afterwards all of it is there, or nothing has changed."""
    before = stands()
    options: dict[str, Any] = {"cycle": company.cycle, "owner": company.cranes}
    plan = actions.plan_for(company.bo, file, **options, today=cast.TODAY)
    assert stands() == before
    try:
        with transaction.atomic():
            actions.import_goals(by=company.bo, file=file, filename="x", **options, at=now)
    except Refused:
        assert not plan.can_apply
        assert stands() == before
        return "nothing"
    assert plan.can_apply
    new = [one for one in plan.goals if one.verdict == "new"]
    results = sum(len(one.goal.key_results) for one in new)
    assert stands()[:2] == (before[0] + len(new), before[1] + results)
    again = actions.plan_for(company.bo, file, **options, today=cast.TODAY)
    assert [(one.cell, one.given, str(one.reason)) for goal in again.goals for one in goal.problems] == []
    assert again.can_apply and [one.changes for one in again.goals if one.changes] == []
    return "all"


def test_hostile_files_are_taken_whole_or_not_at_all(company: cast.Cast, now: dt.datetime) -> None:
    outcomes: dict[str, int] = {"refused": 0, "nothing": 0, "all": 0}
    for name, make in hostile.every().items():
        content = make()
        pasted = name.endswith("(text)")
        try:
            file = files.read_pasted(content.decode()) if pasted else files.read(content)
        except Unreadable:
            outcomes["refused"] += 1
            continue
        try:
            with transaction.atomic():
                outcomes[taken_or_nothing(company, file, now)] += 1
                raise Undone
        except Undone:
            pass
    assert outcomes["refused"] == len(hostile.REFUSED)
    assert outcomes["nothing"] >= len(hostile.REJECTED) + 150
    assert outcomes["all"] >= len(hostile.HARMLESS)


@pytest.mark.parametrize("count", [25, pytest.param(600, marks=pytest.mark.slow)])
def test_generated_files_are_taken_whole_or_not_at_all(company: cast.Cast, now: dt.datetime, count: int) -> None:
    quick = settings(
        max_examples=count,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        derandomize=True,
        phases=(Phase.explicit, Phase.generate),  # to make a case smaller takes minutes here
    )

    @quick
    @given(some_goals, st.sampled_from(files.KINDS), st.booleans())
    def holds(goals: tuple[files.Objective, ...], kind: str, ours: bool) -> None:
        if ours:  # an owner and a cycle that there are, so that more of them can be taken
            goals = tuple(replace(one, owner="", cycle="", parent=(), pair=(), layer="") for one in goals)
        file = files.read(files.write(goals, kind))
        try:
            with transaction.atomic():
                taken_or_nothing(company, file, now)
                raise Undone
        except Undone:
            pass

    holds()


@pytest.mark.parametrize("name", sorted(hostile.REFUSED)[::4] + sorted(hostile.REJECTED)[::4])
def test_the_page_says_it_and_keeps_standing(company: cast.Cast, client: Client, now: dt.datetime, name: str) -> None:
    client.force_login(company.bo)
    content = {**hostile.REFUSED, **hostile.REJECTED}[name]()
    page = client.post(
        reverse("goals:import"), {"file": SimpleUploadedFile("goals", content), "owner": company.cranes.public_id}
    )
    assert page.status_code == (200 if name in hostile.REJECTED else 422)
    if name in hostile.REJECTED:
        assert page.context["rejected"] > 0
    assert not Objective.objects.exists()


@pytest.mark.parametrize("name", [*hostile.HARMLESS])
def test_what_is_only_text_is_shown_as_text(company: cast.Cast, client: Client, now: dt.datetime, name: str) -> None:
    client.force_login(company.bo)
    page = client.post(reverse("goals:import"), {"file": SimpleUploadedFile("goals", hostile.HARMLESS[name]())})
    text = page.content.decode()
    assert page.status_code == 200 and page.context["rejected"] == 0
    assert "<script>alert" not in text and "<img src=x" not in text

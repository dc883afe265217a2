"""Programs read their holder's own plans, and the job roles of the organisation without who has them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sapwood.api import scopes
from sapwood.growth.models import Demonstration, Plan, PlanEnd, PlanSharing, Step
from sapwood.people.models import Competency, JobAssignment, JobRole
from tests import cast
from tests.api.conftest import Program


@pytest.fixture
def plan(company: cast.Cast) -> Plan:
    """Bo wrote Ada's plan of arriving and reads it; Eve said what she saw."""
    row = Plan.objects.create(
        kind="onboarding", person=company.ada, title="The first weeks", starts=cast.TODAY, hours="2.5",
        started_by=company.bo, created=cast.NOW, accepted=cast.NOW,
    )  # fmt: skip
    PlanSharing.objects.create(plan=row, person=company.bo, at=cast.NOW)
    step = Step.objects.create(plan=row, kind="demonstration", title="Call the yard", due=cast.TODAY)
    Step.objects.create(plan=row, kind="content", title="Left out", dropped=cast.NOW)
    Demonstration.objects.create(
        step=step, observer=company.eve, asked=cast.NOW, until=cast.TODAY, seen=cast.NOW, level=2, words="too quietly"
    )
    return row


def test_it_is_its_persons_alone(plan: Plan, company: cast.Cast, program: Callable[..., Program]) -> None:
    ada = program(company.ada)
    [shown] = ada.items("plans")
    assert shown == ada.get(f"plans/{plan.public_id}").json()
    assert (shown["title"], shown["hours"], shown["begun_by"]["name"]) == ("The first weeks", "2.5", "Bo Ferreira")
    assert [(row["title"], row["done"]) for row in shown["steps"]] == [("Call the yard", None)]
    assert "too quietly" not in str(shown)
    for somebody in (company.bo, company.eve, company.max, company.dee):
        assert program(somebody).items("plans") == []
        assert program(somebody).get(f"plans/{plan.public_id}").status_code == 404
    assert "plans:read" not in scopes.FOR_SERVICES


def test_one_that_ended_says_how(plan: Plan, company: cast.Cast, program: Callable[..., Program]) -> None:
    PlanEnd.objects.create(plan=plan, how="finished", by=company.ada, at=cast.NOW)
    shown = program(company.ada).get(f"plans/{plan.public_id}").json()
    assert shown["how"] == "finished" and shown["ended"] is not None


def test_job_roles_say_what_they_expect_and_nobody_who_has_them(
    company: cast.Cast, program: Callable[..., Program]
) -> None:
    listening = Competency.objects.create(name="Listening", key="listening")
    hand, gone = (JobRole.objects.create(name=name, track="Yard") for name in ("Dock hand", "Lamplighter"))
    driver = JobRole.objects.create(name="Crane driver", track="Yard")
    hand.next_roles.add(driver, gone)
    hand.expectations.create(competency=listening, level=3)
    JobRole.objects.filter(pk=gone.pk).update(retired=cast.TODAY)
    JobAssignment.objects.create(person=company.ada, role=hand, starts=cast.TODAY)
    eve = program(company.eve)
    rows = eve.items("job-roles")
    assert [row["name"] for row in rows] == ["Dock hand", "Crane driver"]
    assert [(one["competency"]["name"], one["level"]) for one in rows[0]["expects"]] == [("Listening", 3)]
    assert rows[0]["leads_to"] == [driver.public_id] and "Ada" not in str(rows)
    assert eve.get(f"job-roles/{gone.public_id}").status_code == 404
    tag = eve.get(f"job-roles/{hand.public_id}")["ETag"]
    assert eve.get(f"job-roles/{hand.public_id}", **{"If-None-Match": tag}).status_code == 304


def test_many_cost_as_many_questions_as_one(plan: Plan, company: cast.Cast, program: Callable[..., Program]) -> None:
    ada = program(company.ada)
    ada.get("me")
    counts: dict[str, list[int]] = {}
    for many in (1, 12):
        for number in range(many):
            row = Plan.objects.create(
                kind="rotation", person=company.ada, title=f"{many} {number}", starts=cast.TODAY, created=cast.NOW
            )
            Step.objects.create(plan=row, kind="practice", title="One step")
            skill = Competency.objects.create(name=f"{many} {number}", key=f"{many}-{number}")
            JobRole.objects.create(name=f"{many} {number}").expectations.create(competency=skill, level=2)
        for address in ("plans", "job-roles"):
            with CaptureQueriesContext(connection) as asked:
                assert len(ada.items(address)) >= many
            counts.setdefault(address, []).append(len(asked))
    assert all(few == more for few, more in counts.values()), counts

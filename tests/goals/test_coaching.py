"""The checklist beside a draft: nine lines, one question, a rewrite on request, and a way past it."""

from __future__ import annotations

import re

from django.test import Client

from sapwood.goals import coaching
from sapwood.goals.drafts import KeyResultDraft, ObjectiveDraft
from sapwood.goals.models import Objective
from sapwood.people.models import OrganisationPolicy, TeamContext
from tests import cast

COURSE = "Complete 1 online course on agile methodologies"


def typed(title: str, *results: str, **more: str) -> dict[str, str]:
    lines = {f"kr-{place}-title": text for place, text in enumerate(results)}
    return {"title": title, "kr-TOTAL_FORMS": str(len(results)), "kr-INITIAL_FORMS": "0", **lines, **more}


def of(found: list[coaching.Remark], name: str) -> coaching.Remark:
    return next(one for one in found if one.name == name)


def test_a_written_goal_gets_nine_answers(company: cast.Cast) -> None:
    draft = ObjectiveDraft("Adapt calmly when priorities change", key_results=(KeyResultDraft(COURSE),))
    found = coaching.remarks(draft)
    assert len(found) == 9
    remark = of(found, "Result or task")
    assert remark.verdict == "fails" and "finished" in remark.question
    assert "".join(piece for piece, _marked in remark.quote) == COURSE
    assert any(marked for _piece, marked in remark.quote)
    assert coaching.first_open(found) == remark


def test_an_empty_page_is_asked_one_thing_only(company: cast.Cast) -> None:
    assert [one.verdict for one in coaching.remarks(ObjectiveDraft(""))] == ["open"]


def test_a_result_with_start_and_target_passes(company: cast.Cast) -> None:
    draft = ObjectiveDraft(
        "Patients wait less and know how long",
        audience="patients and reception",
        key_results=(
            KeyResultDraft("Median waiting time in the clinic falls from 58 to 30 minutes", indicator="leading"),
            KeyResultDraft("Patients who say they knew how long they would wait rise from 40 % to 90 %"),
        ),
    )
    verdicts = {one.name: one.verdict for one in coaching.remarks(draft)}
    assert verdicts["Result or task"] == verdicts["By how much, from where"] == "passes"
    assert verdicts["Whose behaviour changes"] == verdicts["Leading or lagging"] == "passes"
    assert verdicts["Why it matters"] == "open"


def test_numbers_in_the_fields_count_as_said(company: cast.Cast) -> None:
    bare = KeyResultDraft("Customer retention in the first year")
    with_numbers = KeyResultDraft("Customer retention in the first year", baseline=70, target=85, unit="%")  # type: ignore[arg-type]
    asked, quiet = (
        coaching.remarks(ObjectiveDraft("Customers stay", key_results=(one,))) for one in (bare, with_numbers)
    )
    assert of(asked, "By how much, from where").verdict == "fails"
    assert of(quiet, "By how much, from where").verdict == "passes"


def test_a_rewrite_is_a_second_click_and_can_be_taken_over(company: cast.Cast, client: Client) -> None:
    client.force_login(company.ada)
    page = client.post("/objectives/wording/", typed("Adapt calmly when priorities change", COURSE)).content.decode()
    assert "Show a rewrite" in page and "Use this one" not in page
    key = re.search(r'name="show" value="([^"]+)"', page)
    assert key is not None
    page = client.post("/objectives/wording/", typed("Adapt calmly", COURSE, show=key[1])).content.decode()
    offered = re.search(r'name="use" value="([^"]+)"', page)
    assert offered is not None and offered[1].startswith("0|")
    page = client.post("/objectives/new/", typed("Adapt calmly", COURSE, use=offered[1])).content.decode()
    assert offered[1][2:] in page and f">{COURSE}<" not in page
    assert not Objective.objects.exists()


def test_a_dismissed_question_stays_away_until_the_text_changes(company: cast.Cast, client: Client) -> None:
    client.force_login(company.ada)
    asked = typed("Adapt calmly when priorities change", COURSE)
    page = client.post("/objectives/wording/", asked).content.decode()
    key = re.search(r'name="dismiss" value="([^"]+)"', page)
    assert key is not None
    page = client.post("/objectives/wording/", {**asked, "dismiss": key[1]}).content.decode()
    assert "is finished, what will" not in page and f'name="dismissed" value="{key[1]}"' in page
    changed = {**asked, "kr-0-title": "Attend a course on agile planning", "dismissed": key[1]}
    assert "is finished, what will" in client.post("/objectives/wording/", changed).content.decode()


def test_a_policy_of_the_team_is_held_against_the_words(company: cast.Cast) -> None:
    team = company.ada.team
    assert team is not None
    policy = OrganisationPolicy.objects.create(name="Two people at the saw", forbids="work alone, skip the check")
    policy.teams.add(team)
    TeamContext.objects.create(team=team, kind=TeamContext.Kind.SAFETY_CRITICAL)
    draft = ObjectiveDraft(
        "Fitters work alone with confidence", key_results=(KeyResultDraft("Teams take risks in 8 of 10 jobs, today 2"),)
    )
    found = coaching.remarks(draft, context=coaching.context_of(draft, owner=team))
    assert "Two people at the saw" in of(found, "The objective").words
    assert "safety-critical" in of(found, "Could it be gamed").words

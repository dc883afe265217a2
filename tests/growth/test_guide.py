"""The guided way into a developmental goal: nothing typed is lost, what a measure can tell is said first, and the short
way ends with a private goal."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from sapwood.activity.models import Event
from sapwood.feedback.models import Wave
from sapwood.goals import actions as goals
from sapwood.goals import asides
from sapwood.goals.models import Alignment, Binding, KeyResult, Objective
from sapwood.goals.written import draft_of
from sapwood.growth.counting import CERTAIN, WEEKS, least_target, weeks_for
from sapwood.growth.forms.guide import SENT_ALONG
from sapwood.growth.models import Focus
from sapwood.growth.queries import guide as offers
from sapwood.people.models import Behaviour, Competency, Person, Value
from tests import cast
from tests.feedback import rounds

SHORT = {
    "title": "Colleagues finish their sentence before I answer",
    "audience": "the four people on my crane",
    "kr-0-title": "Times I let somebody finish before I answered",
    "kr-0-baseline": "2",
    "kr-0-target": "8",
    "owner": "me:developmental",
    "nature": "soft",
    "ambition": "aspirational",
}


@pytest.fixture
def company(db: None, now: Any) -> cast.Cast:
    return cast.gather()


@pytest.fixture
def waits(company: cast.Cast) -> Behaviour:
    listening = Competency.objects.create(name="Listening", key="listening", practise="Count to three.")
    return Behaviour.objects.create(competency=listening, key="waits", text="Lets others finish their sentence.")


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_the_short_way_ends_with_a_private_goal_that_is_practised(company: cast.Cast, waits: Behaviour) -> None:
    ada = signed_in(company.ada)
    assert "What should colleagues notice in six weeks?" in ada.get("/growth/goal/short/").content.decode()
    answer = ada.post("/growth/goal/short/", {**SHORT, "behaviour": waits.public_id, "agree": "1", "submission": "one"})
    goal = Objective.objects.get()
    assert answer.status_code == 303 and goal.public_id in answer["Location"]
    assert (goal.layer, goal.stage, goal.owner_person) == ("developmental", "active", company.ada)
    result = goal.key_results.get()
    assert (result.baseline, result.target, result.unit, result.updater) == (2, 8, "a week", company.ada)
    assert result.due is not None and (result.due - cast.TODAY).days == 42
    focus = Focus.objects.get()
    assert focus.behaviour == waits and focus.practising_since is not None
    for who in (company.bo, company.cy, company.dee, company.ad, company.max):
        assert signed_in(who).get(f"/objectives/{goal.public_id}/").status_code == 404
    assert not Event.objects.filter(subject_title__contains="finish").exists(), "the log names nothing of it"
    again = ada.post("/growth/goal/short/", {**SHORT, "behaviour": waits.public_id, "agree": "1", "submission": "one"})
    assert again.status_code == 303 and Objective.objects.count() == 1


def test_behaviours_that_come_near_are_offered_for_what_was_typed(company: cast.Cast, waits: Behaviour) -> None:
    other = Behaviour.objects.create(competency=waits.competency, key="numbers", text="Brings a number to a meeting.")
    assert offers.nearest("Colleagues can finish a sentence")[0] == waits
    assert offers.nearest("xyzzy") == [] and offers.nearest("") == []
    page = signed_in(company.ada).post("/growth/goal/short/", {**SHORT, "look": "1"}).content.decode()
    assert waits.public_id in page and other.public_id not in page
    assert "Times I let somebody finish" in page and not Objective.objects.exists()


@pytest.mark.parametrize(
    ("left_out", "said"),
    [("title", "required"), ("audience", "required"), ("kr-0-title", "required"), ("kr-0-baseline", "0 is fine")],
)
def test_what_is_missing_is_said_and_nothing_typed_is_lost(
    company: cast.Cast, waits: Behaviour, left_out: str, said: str
) -> None:
    sent = {name: value for name, value in SHORT.items() if name != left_out}
    answer = signed_in(company.ada).post("/growth/goal/short/", {**sent, "agree": "1"})
    page = answer.content.decode()
    assert answer.status_code == 422 and said in page
    for name in {"title", "audience", "kr-0-title"} - {left_out}:
        assert SHORT[name] in page, name
    assert not Objective.objects.exists()


def test_what_was_typed_is_kept_for_the_next_visit(company: cast.Cast, waits: Behaviour) -> None:
    ada = signed_in(company.ada)
    ada.post("/drafts/growth-short/", {**SHORT})
    page = ada.get("/growth/goal/short/").content.decode()
    assert "This is what you had typed before." in page and SHORT["title"] in page
    assert 'aria-invalid="true"' not in page


def test_the_smallest_rise_a_count_can_tell_stands_before_the_target(company: cast.Cast, waits: Behaviour) -> None:
    page = signed_in(company.ada).post("/growth/goal/short/", {**SHORT, "look": "1"}).content.decode()
    assert "from 2, a rise to 6 a week" in page


@given(st.floats(0, 500), st.integers(1, 12))
def test_a_smaller_rise_than_that_could_be_chance(baseline: float, weeks: int) -> None:
    least = least_target(baseline, weeks=weeks)

    def z(target: float) -> float:
        return float((target - baseline) * weeks / ((target + baseline) * weeks) ** 0.5)

    assert z(least) >= CERTAIN
    assert least - 1 <= baseline or z(least - 1) < CERTAIN
    assert least_target(baseline, weeks=weeks + 4) <= least, "counting for longer tells less"


@given(st.integers(0, 5000), st.integers(0, 5000))
def test_counted_for_so_many_weeks_a_nearer_target_is_told(tenths: int, tenths_then: int) -> None:
    baseline, target = tenths / 10, tenths_then / 10
    weeks = weeks_for(baseline, target)
    if weeks is None:
        assert baseline == target
        return

    def z(counted: int) -> float:
        return abs(target - baseline) * counted / ((target + baseline) * counted) ** 0.5

    assert z(weeks) >= CERTAIN - 1e-6
    assert weeks == 1 or z(weeks - 1) < CERTAIN + 1e-6
    assert (weeks_for(baseline, least_target(baseline)) or 0) <= WEEKS, "the smallest that two weeks tell"


@pytest.mark.parametrize("address", ["/growth/goal/short/", "/growth/goal/"])
@pytest.mark.parametrize(("before", "after", "weeks"), [("2", "4", 6), ("8", "5", 6)])
def test_a_nearer_target_is_said_and_taken_once_it_is_meant(
    company: cast.Cast, waits: Behaviour, address: str, before: str, after: str, weeks: int
) -> None:
    ada = signed_in(company.ada)
    sent = {**SHORT, "why": "They told me.", "instrument": "count", "kr-0-baseline": before, "kr-0-target": after}
    words = f"From {before} to {after} a week could be chance in two weeks. Counted for {weeks} weeks before and {weeks} weeks after"
    page = ada.post(address, {**sent, "look": "1"}).content.decode()
    assert words in page and "Keep this target" in page and "Tick this" not in page
    answer = ada.post(address, {**sent, "agree": "1"})
    assert answer.status_code == 422 and "Tick this to keep the target" in answer.content.decode()
    assert not Objective.objects.exists()
    assert ada.post(address, {**sent, "agree": "1", "kr-0-meant": "on"}).status_code == 303
    assert (Objective.objects.get().stage, KeyResult.objects.get().target) == ("active", Decimal(after))


def test_a_draft_is_not_asked_and_a_change_that_is_told_says_nothing(company: cast.Cast, waits: Behaviour) -> None:
    ada = signed_in(company.ada)
    assert "Keep this target" not in ada.post("/growth/goal/short/", {**SHORT, "look": "1"}).content.decode()
    tiny = {**SHORT, "kr-0-baseline": "30", "kr-0-target": "31"}
    assert "half a year of counting" in ada.post("/growth/goal/short/", {**tiny, "look": "1"}).content.decode()
    assert ada.post("/growth/goal/short/", {**tiny, "save": "1"}).status_code == 303


def test_the_whole_way_says_why_and_serves_a_key_result(company: cast.Cast, waits: Behaviour) -> None:
    top = cast.objective("Ships leave on time", company.company, company.cycle)
    ada = signed_in(company.ada)
    page = ada.get(f"/growth/goal/?competency={waits.competency.public_id}").content.decode()
    for part in ("Why", "What you do", "Whose experience changes", "How you will see it", "Practice"):
        assert f">{part}</h2>" in page
    assert waits.public_id in page and top.key_results.get().title in page
    sent = {
        **SHORT,
        "why": "Half of what I hear I answer before it is said.",
        "reason": f"result-{top.key_results.get().public_id}",
        "competency": waits.competency.public_id,
        "behaviour": waits.public_id,
        "situation": "at the handover",
        "instrument": "count",
        "practises": "on",
    }
    answer = ada.post("/growth/goal/", {**sent, "save": "1", "submission": "one"})
    assert answer.status_code == 303
    goal = Objective.objects.get(layer="developmental")
    assert goal.stage == "draft" and goal.why.startswith("Half of what")
    assert Alignment.objects.get(child=goal).parent_key_result == top.key_results.get()
    assert Focus.objects.get().situation == "at the handover"


def test_a_value_as_the_reason(company: cast.Cast, waits: Behaviour) -> None:
    value = Value.objects.filter(retired=None).first() or Value.objects.create(name="We listen")
    sent = {**SHORT, "why": "It costs us ships.", "reason": f"value-{value.public_id}", "instrument": "count"}
    assert signed_in(company.ada).post("/growth/goal/", {**sent, "save": "1"}).status_code == 303
    goal = Objective.objects.get()
    assert [reason.value for reason in goal.reasons.all()] == [value]
    assert Focus.objects.get().practising_since is None


@pytest.fixture
def told(company: cast.Cast) -> Wave:
    raters = [(one, "peer") for one in rounds.hands(company.cranes, 8, word="Peer")]
    return rounds.published_round(company.dee, [company.ada, company.cy], raters, how=rounds.around(3))


def test_her_360_measures_it_and_a_target_it_cannot_tell_is_refused(company: cast.Cast, told: Wave) -> None:
    competency = Competency.objects.get(name="Competency 0")
    ada = signed_in(company.ada)
    page = ada.get(f"/growth/goal/?competency={competency.public_id}").content.decode()
    assert "My next 360" in page and "The smallest change it can tell" in page
    sent = {
        **SHORT,
        "why": "They told me.",
        "competency": competency.public_id,
        "instrument": "report",
        "practises": "on",
    }
    nearest = re.search(r'name="level" value="(3\.\d)"', page)
    assert nearest is not None, "the nearest target that could be told stands there"
    sent["level"] = f"{float(nearest.group(1)) - 0.1:.1f}"
    answer = ada.post("/growth/goal/", {**sent, "level": "", "agree": "1"})
    assert answer.status_code == 422 and "which level" in answer.content.decode()
    answer = ada.post("/growth/goal/", {**sent, "agree": "1"})
    assert answer.status_code == 422 and "cannot be told from noise" in answer.content.decode()
    assert not Objective.objects.exists() and not Focus.objects.exists(), "all of it or nothing"
    assert ada.post("/growth/goal/", {**sent, "level": "4.6", "agree": "1"}).status_code == 303
    binding = Binding.objects.get()
    assert binding.target == pytest.approx(4.6) and binding.key_result.source == KeyResult.Source.INSTRUMENT
    assert binding.key_result.title == SHORT["kr-0-title"]
    assert "My next 360" not in signed_in(company.bo).get(f"/growth/goal/?competency={competency.public_id}").content.decode()  # fmt: skip


def test_a_rewrite_of_the_coach_takes_the_place_of_the_line(company: cast.Cast, waits: Behaviour) -> None:
    better = "Times a week I let somebody finish rise from 2 to 8"
    page = signed_in(company.ada).post("/growth/goal/short/", {**SHORT, "use": f"0|{better}"}).content.decode()
    assert better in page and not Objective.objects.exists()


def test_numbers_are_taken_as_typed(company: cast.Cast, waits: Behaviour) -> None:
    sent = {**SHORT, "kr-0-baseline": "0", "kr-0-target": "2.5"}
    assert signed_in(company.ada).post("/growth/goal/short/", {**sent, "save": "1"}).status_code == 303
    assert KeyResult.objects.get().target == Decimal("2.5")


# ── remarks of the coach put aside on the way ────────────────────────────────

TASK = {**SHORT, **dict(SENT_ALONG), "kr-0-title": "Hold 12 workshops on listening"}


def dismissed(ada: Client, sent: dict[str, str]) -> list[str]:
    """The keys that stand in the checklist once each question it asks was dismissed."""
    keys: list[str] = []
    for _question in range(8):
        page = ada.post("/objectives/wording/", {**sent, "dismissed": keys}).content.decode()
        found = re.search(r'name="dismiss" value="([^"]+)"', page)
        if found is None:
            return keys
        keys.append(found.group(1))
    raise AssertionError("it asks without end")


@pytest.mark.parametrize("address", ["/growth/goal/short/", "/growth/goal/"])
def test_what_was_dismissed_on_the_way_stays_away_from_the_saved_goal(
    company: cast.Cast, waits: Behaviour, address: str
) -> None:
    ada = signed_in(company.ada)
    sent = {**TASK, "why": "They told me.", "instrument": "count"}
    keys = dismissed(ada, sent)
    assert ada.post(address, {**sent, "save": "1", "dismissed": keys}).status_code == 303
    goal = Objective.objects.get()
    rows = {row.text: row for row in goal.asides.all()}
    assert rows[TASK["kr-0-title"]].by == company.ada and not any(row.reason for row in rows.values())
    page = ada.get(f"/objectives/{goal.public_id}/text/").content.decode()
    assert all(f'name="dismissed" value="{row}"' in page for row in asides.keys_of(goal, draft_of(goal)))
    assert "Put aside" in ada.get(f"/objectives/{goal.public_id}/wording/").content.decode()


def test_without_a_dismissal_nothing_is_put_aside(company: cast.Cast, waits: Behaviour) -> None:
    ada = signed_in(company.ada)
    ada.post("/growth/goal/short/", {**TASK, "save": "1", "dismissed": ["nonsense", "x" * 90]})
    assert not Objective.objects.get().asides.exists()


def test_taken_on_the_reason_is_asked_once_and_kept_with_what_was_dismissed(
    company: cast.Cast, waits: Behaviour
) -> None:
    ada = signed_in(company.ada)
    answer = ada.post("/growth/goal/short/", {**TASK, "agree": "1", "dismissed": dismissed(ada, TASK)})
    goal = Objective.objects.get()
    assert goal.stage == "draft" and answer["Location"].endswith("/wording/?then=agreement")
    goals.send_out(by=company.ada, objective=goal, how="agreement", reason="The workshop is where I practise.", at=cast.NOW)  # fmt: skip
    row = goal.asides.get(text=TASK["kr-0-title"], reason="The workshop is where I practise.")
    assert row.ended is None and Objective.objects.get().stage == "active"


def test_in_the_whole_way_the_line_a_360_measures_is_heard_too(company: cast.Cast, told: Wave) -> None:
    ada = signed_in(company.ada)
    sent = {
        **TASK, "why": "They told me.", "instrument": "report", "level": "4.6",
        "competency": Competency.objects.get(name="Competency 0").public_id,
    }  # fmt: skip
    assert ada.post("/growth/goal/", {**sent, "save": "1", "dismissed": dismissed(ada, sent)}).status_code == 303
    goal = Objective.objects.get()
    assert goal.key_results.get().source == KeyResult.Source.INSTRUMENT
    assert goal.asides.filter(text=TASK["kr-0-title"]).exists()


def test_what_was_dismissed_is_not_asked_again_when_the_page_comes_back(company: cast.Cast, waits: Behaviour) -> None:
    ada = signed_in(company.ada)
    (first, *_rest) = dismissed(ada, TASK)
    held = f'<input type="hidden" name="dismissed" value="{first}">'
    assert held in ada.post("/growth/goal/short/", {**TASK, "audience": "", "agree": "1", "dismissed": first}).content.decode()  # fmt: skip
    ada.post("/drafts/growth-short/", {**TASK, "dismissed": first})
    assert held in ada.get("/growth/goal/short/").content.decode()

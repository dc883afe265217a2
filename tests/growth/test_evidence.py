"""Five kinds of evidence side by side: each reader sees of each what is theirs to see, or why there is none."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from sapwood.feedback.models import Item, Publication, PublishedComment, Questionnaire, SurveyUnit, Telling, Wave
from sapwood.goals import actions as goals
from sapwood.goals.models import ConversationNote, Evidence, KeyResult, Objective
from sapwood.growth.actions import journal
from sapwood.growth.evidence import Kind, five_kinds
from sapwood.growth.models import JournalEntry
from sapwood.people.models import Person
from tests import cast

NAMES = [
    "What colleagues say",
    "What can be observed",
    "How comments sound",
    "How its owner sees it",
    "What should move with it",
]


@pytest.fixture
def company(db: None, now: dt.datetime) -> cast.Cast:
    return cast.gather()


@pytest.fixture
def mine(company: cast.Cast) -> Objective:
    """Ada's own goal, shown to Bo."""
    goal = cast.objective("I let others finish", company.ada, company.cycle, layer="developmental", nature="soft")
    goal.sharings.create(with_person=company.bo, at=cast.NOW)
    return goal


def kinds(goal: Objective, reader: Person) -> dict[str, Kind]:
    return {one.name: one for one in five_kinds(goal, reader)}


def texts(kind: Kind) -> str:
    return " | ".join(f"{line.text} ({line.source})" for line in kind.lines)


def test_all_five_stand_there_and_each_says_why_it_is_empty(company: cast.Cast, mine: Objective) -> None:
    found = kinds(mine, company.ada)
    assert list(found) == NAMES
    assert not any(one.lines for one in found.values()) and all(one.none for one in found.values())
    assert "Never of one person" in found["How comments sound"].none
    client = Client()
    client.force_login(company.ada)
    page = client.get(f"/objectives/{mine.public_id}/aside/").content.decode()
    assert all(name in page for name in NAMES)


def test_words_and_outcomes_and_what_it_serves(company: cast.Cast, mine: Objective) -> None:
    said = Telling.objects.create(giver=company.cy, receiver=company.ada, text="You waited on Tuesday.", at=cast.NOW)
    Evidence.objects.create(objective=mine, telling=said, at=cast.NOW)
    ConversationNote.objects.create(
        objective=mine, by=company.ada, day=cast.TODAY, question="What helped?", said="The pauses.", at=cast.NOW
    )
    top = cast.objective("Ships leave on time", company.company, company.cycle)
    above = top.key_results.get()
    goals.align(by=company.ada, child=mine, parent=above, at=cast.NOW)
    KeyResult.objects.filter(objective=mine).update(current=4)
    KeyResult.objects.filter(pk=above.pk).update(current=7)
    found = kinds(mine, company.ada)
    words = texts(found["What colleagues say"])
    assert "You waited on Tuesday." in words and company.cy.name in words and "The pauses." in words
    assert "4 ships, from 0 to 10" in texts(found["What can be observed"])
    assert "7 ships" in texts(found["What should move with it"])


def test_sharing_the_goal_shares_no_words_that_were_told(company: cast.Cast, mine: Objective) -> None:
    said = Telling.objects.create(giver=company.cy, receiver=company.ada, text="You waited on Tuesday.", at=cast.NOW)
    Evidence.objects.create(objective=mine, telling=said, at=cast.NOW)
    assert "You waited" in texts(kinds(mine, company.ada)["What colleagues say"])
    assert "You waited" not in texts(kinds(mine, company.bo)["What colleagues say"])


def pulse(company: cast.Cast, said: list[str]) -> Wave:
    """A published pulse that the cranes answered with these comments."""
    asked = Questionnaire.objects.create(name="How it is", kind="pulse", published=cast.NOW)
    words = Item.objects.create(questionnaire=asked, key="words", text="What else?", kind="text")
    wave = Wave.objects.create(
        kind="pulse", name="Autumn", questionnaire=asked, by=company.dee, created=cast.NOW, stage="published",
        opens=cast.NOW - dt.timedelta(days=9), closes=cast.NOW, about="unit", comments_from=8,
    )  # fmt: skip
    unit = SurveyUnit.objects.create(wave=wave, name="Cranes")
    unit.teams.add(company.cranes)
    told = Publication.objects.create(wave=wave, at=cast.NOW, invited=12, count="10 to 19")
    for number, text in enumerate(said):
        PublishedComment.objects.create(key=f"k{number}", publication=told, unit=unit, item=words, text=text)
    return wave


SAID = ["Much clearer now.", "I feel safe to ask.", "Exhausted.", "The yard is wide.", "Thank you for the pauses."]


def test_how_comments_sound_is_told_of_a_team_and_only_from_five_on(
    company: cast.Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    goal = cast.objective("We tell early what goes wrong", company.cranes, company.cycle, nature="soft")
    few = pulse(company, SAID[:4])
    pulses = {few.publication: list(few.units.all())}
    monkeypatch.setattr(
        "sapwood.goals.measured.instruments.pulses_read",
        lambda person, team: pulses if team == company.cranes.pk else {},
    )
    assert not kinds(goal, company.dee)["How comments sound"].lines
    words = Item.objects.get(key="words")
    PublishedComment.objects.create(
        key="k4", publication=few.publication, unit=few.units.get(), item=words, text=SAID[4]
    )
    line = texts(kinds(goal, company.dee)["How comments sound"])
    assert "of 5 comments 3 sound pleased, 1 troubled" in line and "Cranes, by a list of words" in line
    own = cast.objective("I listen", company.ada, company.cycle, layer="developmental", nature="soft")
    assert not kinds(own, company.ada)["How comments sound"].lines


def test_of_the_journal_stands_there_what_the_owner_shows_and_nothing_else(company: cast.Cast, mine: Objective) -> None:
    def written(text: str) -> JournalEntry:
        return journal.write_entry(by=company.ada, text=text, day=cast.TODAY, objective=mine, at=cast.NOW)

    written("Kept for myself.")
    shown = written("I spoke less.")
    journal.share_entry(by=company.ada, entry=shown, person=company.bo, at=cast.NOW)
    for reader in (company.bo, company.ada):
        view = texts(kinds(mine, reader)["How its owner sees it"])
        assert "I spoke less." in view and "Kept for myself." not in view
    mine.sharings.create(with_person=company.cy, at=cast.NOW)
    assert not kinds(mine, company.cy)["How its owner sees it"].lines


def test_a_hard_goal_of_a_team_and_a_personal_one_are_not_asked_for_it(company: cast.Cast) -> None:
    client = Client()
    client.force_login(company.ada)
    for goal in (
        cast.objective("Ships leave on time", company.cranes, company.cycle),
        cast.objective("I run", company.ada, None, layer="personal"),
    ):
        assert NAMES[0] not in client.get(f"/objectives/{goal.public_id}/aside/").content.decode()

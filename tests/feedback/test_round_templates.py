"""Rounds for executives and for raters from outside: who is asked, how much, and what stands first."""

from __future__ import annotations

import pytest
from django.test import Client

from sapwood.feedback import actions, links, outside
from sapwood.feedback.actions import closing
from sapwood.feedback.actions.first_raters import MOST_POOLED, Outsider
from sapwood.feedback.models import Cell, Guest, Invitation, Item, Relation, Subject, Wave
from tests import cast
from tests.feedback import rounds

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]


@pytest.fixture
def told() -> cast.Cast:
    return cast.gather()


def asked_as(wave: Wave, relation: str) -> set[str]:
    rows = wave.invitations.filter(relation=relation).select_related("person", "guest")
    return {str(row.person or row.guest) for row in rows}


def test_a_board_member_answers_as_named_manager_and_everybody_below_as_one_group(told: cast.Cast) -> None:
    wave = rounds.draft_round(told.dee, [told.max], board=told.eve, pools_reports=True)
    assert asked_as(wave, Relation.MANAGER) == {"Eve Marsh"}
    assert asked_as(wave, Relation.REPORT) == {"Dee Lindqvist", "Ad Novak", "Bo Ferreira", "Ada Okoye", "Cy Tanaka"}
    actions.agree_to_raters(by=told.dee, subject=wave.subjects.get(), at=cast.NOW)
    rounds.open_round(told.dee, wave)
    rounds.all_answer(wave)
    closing.close(wave, rounds.AFTER)
    groups = set(Cell.objects.filter(publication__wave=wave, withheld="").values_list("group", flat=True))
    assert Relation.MANAGER in groups and Relation.REPORT in groups


def test_one_from_outside_may_be_that_manager_and_is_told_that_it_is_by_name(client: Client, told: cast.Cast) -> None:
    board = Outsider("Ines Board", "Ines@Board.example")
    wave = rounds.draft_round(told.dee, [told.max, told.bo], board=board)
    guest = Guest.objects.get()
    assert (guest.name, guest.email) == ("Ines Board", "ines@board.example")
    assert wave.invitations.filter(guest=guest, relation=Relation.MANAGER).count() == 2
    assert not wave.invitations.filter(relation=Relation.MANAGER, person__isnull=False).exists()
    for subject in wave.subjects.all():
        actions.agree_to_raters(by=told.dee, subject=subject, at=cast.NOW)
    rounds.open_round(told.dee, wave)
    page = client.get(links.address(wave.invitations.filter(guest=guest)[0])).content.decode()
    assert "As a manager you answer by name" in page


def test_below_an_executive_of_many_twenty_are_asked_the_direct_ones_first(told: cast.Cast) -> None:
    rounds.hands(told.cranes, 25)
    wave = rounds.draft_round(told.dee, [told.max], pools_reports=True)
    names = asked_as(wave, Relation.REPORT)
    assert len(names) == MOST_POOLED and {"Dee Lindqvist", "Ad Novak", "Bo Ferreira", "Eve Marsh"} <= names


def test_the_form_takes_a_colleague_or_a_name_with_an_address(client: Client, told: cast.Cast) -> None:
    paper = rounds.round_questions()
    client.force_login(told.dee)
    data = {"name": "Board", "questionnaire": paper.public_id, "people": "Max Berg", "pools_reports": "on"}
    client.post("/feedback/rounds/new/", {**data, "board": "Ines Board <ines@board.example>", "is_shuffled": "on"})
    wave = Wave.objects.get()
    assert asked_as(wave, Relation.MANAGER) == {"Ines Board"} and wave.is_shuffled

    client.post("/feedback/rounds/new/", {**data, "board": "eve@harbour.example"})
    assert asked_as(Wave.objects.exclude(pk=wave.pk).get(), Relation.MANAGER) == {"Eve Marsh"}
    answer = client.post("/feedback/rounds/new/", {**data, "board": "Nobody Known"})
    assert answer.status_code == 422 and "Nobody here is called" in answer.content.decode()
    answer = client.post("/feedback/rounds/new/", {**data, "board": "Ines <not an address>"})
    assert answer.status_code == 422 and Wave.objects.count() == 2


def test_each_rater_gets_the_questions_in_another_order_with_words_at_the_end(client: Client, told: cast.Cast) -> None:
    wave = rounds.draft_round(
        told.dee, [told.bo], questionnaire=rounds.round_questions(competencies=4, items=4), is_shuffled=True
    )
    rounds.ask(told.dee, wave, [(told.ada, "report"), (told.cy, "report")])
    rounds.open_round(told.dee, wave)
    link = links.address(wave.invitations.get(person=told.ada))
    words = Item.objects.get(questionnaire=wave.questionnaire, kind="text").text

    def order() -> list[int]:
        page = client.get(link).content.decode()
        assert page.index(words) > max(
            page.index(f"Does what is asked, {n} and {m}") for n in range(4) for m in range(4)
        )
        return [page.index(f"Does what is asked, {n} and {m}<") for n in range(4) for m in range(4)]

    orders = {tuple(sorted(range(16), key=places.__getitem__)) for places in (order() for _each in range(4))}
    assert len(orders) > 1


class TestFromOutside:
    @pytest.fixture
    def wave(self, told: cast.Cast) -> Wave:
        paper = rounds.round_questions(competencies=4, items=3)
        wave = rounds.draft_round(told.dee, [told.bo], questionnaire=paper)
        subject = Subject.objects.get(wave=wave)
        actions.add_guest(by=told.dee, subject=subject, name="Ola", email="ola@out.example", at=cast.NOW)
        rounds.ask(told.dee, wave, [(told.ada, "report"), (told.cy, "report")])
        return wave

    def test_five_questions_at_most_whatever_the_others_get(self, client: Client, told: cast.Cast, wave: Wave) -> None:
        rounds.open_round(told.dee, wave)
        guest, ada = wave.invitations.get(relation="external"), wave.invitations.get(person=told.ada)
        assert client.get(links.address(guest)).content.decode().count('<fieldset class="question">') == 5
        assert client.get(links.address(ada)).content.decode().count('<fieldset class="question">') == 13

    def test_what_is_kept_and_the_way_out_stand_before_the_first_question(
        self, client: Client, told: cast.Cast, wave: Wave
    ) -> None:
        rounds.open_round(told.dee, wave)
        invitation = wave.invitations.get(relation="external")
        link = links.address(invitation)
        page = client.get(link).content.decode()
        first = page[: page.index('<fieldset class="question">')]
        assert "ola@out.example" in first and "one reminder at most" in first
        assert 'form="refusal">I do not want to be asked' in first
        assert (
            "You are asked from outside"
            not in client.get(links.address(wave.invitations.get(person=told.ada))).content.decode()
        )

        answer = client.post(f"{link}refusal/")
        assert "You will not be asked" in answer.content.decode()
        assert client.get(link).status_code == 410

    def test_they_are_the_focus_first_then_each_competency_in_turn(self, told: cast.Cast, wave: Wave) -> None:
        items = list(wave.questionnaire.items.select_related("competency"))
        focus = items[-2].competency_id
        short = outside.shortened(items, Relation.EXTERNAL, {focus})
        assert len(short) == outside.MOST and short[-1].kind == "text"
        assert {item.competency_id for item in short if item.is_scale} == {item.competency_id for item in items[:-1]}
        assert outside.shortened(items, Relation.PEER) == items
        few = [item for item in items if item.competency_id == focus] + [items[0], items[1], items[3]]
        short = outside.shortened(few, Relation.EXTERNAL, {focus})
        assert sum(item.competency_id == focus for item in short) >= 2

    def test_fewer_questions_are_counted_with_everybody_elses(self, told: cast.Cast, wave: Wave) -> None:
        subject = Subject.objects.get(wave=wave)
        for number in range(4):
            actions.add_guest(
                by=told.dee, subject=subject, name=f"Guest {number}", email=f"g{number}@out.example", at=cast.NOW
            )
        actions.agree_to_raters(by=told.dee, subject=subject, at=cast.NOW)
        rounds.open_round(told.dee, wave)
        items = list(wave.questionnaire.items.select_related("competency"))
        rows = Invitation.objects.filter(wave=wave).select_related("wave", "person", "guest", "subject")
        for place, row in enumerate(rows.order_by("pk")):
            asked = outside.shortened(items, row.relation)
            actions.send(
                by=row.person or row.guest,
                invitation=row,
                ratings={
                    item.pk: 2 + (place + item.position * 5) % 3 if item in asked else None
                    for item in items
                    if item.is_scale
                },
                remarks={},
                at=cast.NOW,
            )
        closing.close(wave, rounds.AFTER)
        shown = Cell.objects.filter(publication__wave=wave, withheld="", item=None)
        assert (Cell.ALL, "5 to 9") in set(shown.values_list("group", "count"))  # five of them, and two reports

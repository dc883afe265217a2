"""Sending answers: exactly once, sealed, and nothing else is written."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sapwood.activity.deeds import Refused
from sapwood.activity.models import Event, Submission
from sapwood.feedback import actions, ballots
from sapwood.feedback.models import Ballot, Invitation, Item, Receipt, WaveKey
from tests import cast
from tests.feedback import rounds

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]


@pytest.fixture
def told() -> cast.Cast:
    made = cast.gather()
    rounds.hands(made.cranes, 8)
    return made


@pytest.fixture
def invitation(told: cast.Cast) -> Invitation:
    return rounds.open_pulse(told.dee).invitations.select_related("wave", "person").get(person=told.ada)


def test_ada_answers_and_only_a_receipt_and_a_sealed_ballot_are_written(invitation: Invitation) -> None:
    before = _rows()
    assert rounds.answer(invitation, words="The crane is loud")

    now = _rows()
    assert {name: now[name] - before[name] for name in now if now[name] != before[name]} == {
        "feedback.Ballot": 1,
        "feedback.Receipt": 1,
    }
    sealed = bytes(Ballot.objects.get().sealed)
    assert b"loud" not in sealed and b"person" not in sealed


def test_sending_writes_to_two_tables_only(invitation: Invitation) -> None:
    with CaptureQueriesContext(
        connection,
    ) as seen:
        rounds.answer(invitation)

    written = [one["sql"] for one in seen.captured_queries if one["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert len(written) == 2
    assert "feedback_receipt" in written[0] and "feedback_ballot" in written[1]


def test_a_double_click_is_one_ballot_and_the_first_one_stands(invitation: Invitation) -> None:
    assert rounds.answer(invitation)
    first = Ballot.objects.get().sealed

    assert not rounds.answer(invitation, lambda _one, _item: 5)

    assert bytes(Ballot.objects.get().sealed) == bytes(first)


def test_nobody_answers_for_somebody_else(told: cast.Cast, invitation: Invitation) -> None:
    with pytest.raises(Refused, match="somebody else"):
        actions.send(by=told.cy, invitation=invitation, ratings={}, remarks={}, at=cast.NOW)
    assert not Receipt.objects.exists()


def test_nothing_comes_in_after_the_closing_time(invitation: Invitation) -> None:
    with pytest.raises(Refused, match="closed"):
        rounds.answer(invitation, at=rounds.CLOSES)
    assert not Receipt.objects.exists() and not Ballot.objects.exists()


def test_an_answer_that_came_while_the_wave_was_being_closed_is_refused_whole(invitation: Invitation) -> None:
    """The stage is read again after the ballot is in; then neither ballot nor receipt stays."""
    invitation.wave  # noqa: B018  (loaded while open)
    type(invitation.wave).objects.filter(pk=invitation.wave_id).update(stage="closed")

    with pytest.raises(Refused, match="closed"):
        rounds.answer(invitation)
    assert not Receipt.objects.exists() and not Ballot.objects.exists()


@pytest.mark.parametrize("answer", [0, 6, -1])
def test_an_answer_off_the_scale_is_named_and_nothing_is_sent(invitation: Invitation, answer: int) -> None:
    with pytest.raises(Refused, match=f"answered with {answer}"):
        rounds.answer(invitation, lambda _one, _item: answer)
    assert not Receipt.objects.exists()


def test_an_answer_to_a_question_of_another_form_is_refused(invitation: Invitation) -> None:
    other = Item.objects.filter(questionnaire=rounds.round_questions()).first()
    assert other is not None

    with pytest.raises(Refused, match="no question of this form"):
        actions.send(by=invitation.person, invitation=invitation, ratings={other.pk: 3}, remarks={}, at=cast.NOW)


def test_too_long_a_comment_is_refused_with_its_length(invitation: Invitation) -> None:
    with pytest.raises(Refused, match="2001 letters"):
        rounds.answer(invitation, words="x" * 2001)


def test_everything_may_be_skipped(invitation: Invitation) -> None:
    assert rounds.answer(invitation, lambda _one, _item: None)


def test_ballots_of_one_wave_are_of_one_size_whether_or_not_somebody_wrote(invitation: Invitation) -> None:
    rounds.answer(invitation, words="A short remark")
    for row in invitation.wave.invitations.exclude(pk=invitation.pk).select_related("wave", "person"):
        rounds.answer(row)

    assert len({len(bytes(sealed)) for sealed in Ballot.objects.values_list("sealed", flat=True)}) == 1


def test_what_is_packed_comes_out_again() -> None:
    given = ballots.Answers(
        "person-7", 3, "peer", None, {4: 5, 6: None}, {8: ballots.Remark("Ä, ü und 漢", signed=True)}
    )

    assert ballots.unpack(ballots.pack(given)) == given


def test_no_event_and_no_form_row_tells_that_somebody_answered(invitation: Invitation) -> None:
    events, forms = Event.objects.count(), Submission.objects.count()
    rounds.answer(invitation)

    assert (Event.objects.count(), Submission.objects.count()) == (events, forms)


def test_the_database_holds_the_public_half_only(invitation: Invitation) -> None:
    from sapwood.feedback import keys

    key = WaveKey.objects.get()
    private = keys.store().private(key.name)

    assert bytes(key.public) != private
    held = [repr(value) for model in apps.get_models() for row in model._base_manager.values_list() for value in row]
    assert not any(private.hex() in value or repr(private)[2:-1] in value for value in held)


def _rows() -> dict[str, int]:
    return {model._meta.label: model._base_manager.count() for model in apps.get_models()}

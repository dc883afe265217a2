"""Closing: one publication, whatever happens on the way, and nothing left that joins an answer to a person."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from sapwood.activity.models import Delivery, Notice
from sapwood.feedback import jobs, keys, signals
from sapwood.feedback.actions import closing
from sapwood.feedback.models import (
    Ballot,
    Cell,
    Invitation,
    Publication,
    PublishedComment,
    Receipt,
    Wave,
    WaveKey,
    WaveStep,
)
from tests import cast
from tests.feedback import rounds

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]

STEPS = [step.__name__ for step in closing.STEPS]


class Killed(BaseException):
    """The process ended here. No code of ours catches it."""


@pytest.fixture
def told() -> cast.Cast:
    made = cast.gather()
    rounds.hands(made.cranes, 9)
    rounds.hands(made.ropes, 9)
    rounds.hands(made.company, 4)
    return made


def test_a_pulse_closes_on_time_and_is_published(told: cast.Cast) -> None:
    wave = rounds.open_pulse(told.dee)
    rounds.all_answer(wave, words="Remark")

    assert jobs.close_waves(rounds.CLOSES - dt.timedelta(minutes=1)) == 0
    assert jobs.close_waves(rounds.AFTER) == 1

    wave.refresh_from_db()
    assert wave.stage == Wave.Stage.PUBLISHED
    cells = Cell.objects.filter(publication__wave=wave, withheld="")
    assert {cell.unit.name for cell in cells} == {"Cranes", "Ropes", "Harbour Works"}  # two leads are no group
    assert all(cell.low <= cell.value <= cell.high for cell in cells)
    assert PublishedComment.objects.filter(publication__wave=wave).count() == wave.invitations.count()
    assert jobs.close_waves(rounds.AFTER) == 0


def test_after_publication_neither_receipts_nor_ballots_nor_mails_nor_keys_are_left(told: cast.Cast) -> None:
    wave = rounds.open_pulse(told.dee)
    Delivery.objects.create(
        address="ada@harbour.example", kind="wave", subject="x", body="x", due=cast.NOW, created=cast.NOW,
        unique=closing.mail_name(wave, "1"),
    )  # fmt: skip
    rounds.all_answer(wave)
    assert rounds.key_files()
    closing.close(wave, rounds.AFTER)

    assert not Receipt.objects.exists() and not Ballot.objects.exists() and not Delivery.objects.exists()
    assert f"{wave.public_id}-wave.key" not in rounds.key_files()
    assert WaveKey.objects.get(wave=wave).destroyed == rounds.AFTER


def killed_after(monkeypatch: pytest.MonkeyPatch, place: int) -> None:
    """From now on the job is killed when this step is done; once."""
    steps = list(closing.STEPS)

    def then_die(wave: Wave, at: dt.datetime) -> None:
        steps[place](wave, at)
        monkeypatch.setattr(closing, "STEPS", steps)
        raise Killed

    monkeypatch.setattr(closing, "STEPS", [*steps[:place], then_die, *steps[place + 1 :]])


def said(wave: Wave) -> tuple[Any, ...]:
    """Everything a publication says, in an order that does not depend on chance."""
    cells = sorted(
        repr(row) for row in Cell.objects.filter(publication__wave=wave).values_list(
            "kind", "unit__name", "subject__person__name", "group", "shared", "item__key", "competency__name", "value",
            "low", "high", "wide_low", "wide_high", "count", "distribution", "verdict", "detectable", "withheld",
        )
    )  # fmt: skip
    words = sorted(
        PublishedComment.objects.filter(publication__wave=wave).values_list("unit__name", "text", "signed_by")
    )
    return (*cells, *words)


@pytest.mark.parametrize("place", range(len(STEPS)), ids=STEPS)
def test_killed_after_any_step_it_ends_in_one_publication(
    place: int, told: cast.Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    wave = rounds.open_pulse(told.dee)
    rounds.all_answer(wave, words="Remark")
    arrived: list[Publication] = []
    signals.published.connect(lambda publication, **_more: arrived.append(publication), weak=False, dispatch_uid="test")
    killed_after(monkeypatch, place)
    try:
        with pytest.raises(Killed):
            closing.close(wave, rounds.AFTER)
        first = said(wave)
        for _again in range(3):
            closing.close(wave, rounds.AFTER)
    finally:
        signals.published.disconnect(dispatch_uid="test")

    assert Publication.objects.count() == 1
    assert len(arrived) == 1
    assert first in ((), said(wave))
    assert len(said(wave)) > 20
    assert not Receipt.objects.exists() and not Ballot.objects.exists()
    assert list(WaveStep.objects.filter(wave=wave).values_list("stage", flat=True)) == ["open", "closed", "published"]
    assert WaveKey.objects.get(wave=wave).destroyed is not None


@pytest.mark.parametrize("inside", ["write_cells", "write_comments", "signal"])
def test_killed_inside_the_publication_nothing_of_it_stays_and_the_next_run_says_the_same(
    inside: str, told: cast.Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    wave = rounds.open_pulse(told.dee)
    rounds.all_answer(wave, words="Remark")

    def die(*_args: Any, **_more: Any) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        if inside == "signal":
            patch.setattr(signals.published, "send", die)
        else:
            patch.setattr(closing, inside, die)
        with pytest.raises(Killed):
            closing.close(wave, rounds.AFTER)
    assert not Publication.objects.exists() and not Cell.objects.exists() and not PublishedComment.objects.exists()
    assert Ballot.objects.count() == wave.invitations.count()

    closing.close(wave, rounds.AFTER)
    assert Publication.objects.count() == 1


def test_counting_the_same_ballots_again_gives_the_same_cells(told: cast.Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    wave = rounds.open_pulse(told.dee)
    rounds.all_answer(wave)
    found = []

    class Undo(Exception):
        pass

    def look(**_more: Any) -> None:
        found.append(said(wave))
        raise Undo

    monkeypatch.setattr(signals.published, "send", look)
    for _again in range(2):
        with pytest.raises(Undo):
            closing.close(wave, rounds.AFTER)
    assert found[0] == found[1] and len(found[0]) == 8


def test_a_lost_key_voids_the_wave_after_a_day_of_patience_and_everybody_is_told(told: cast.Cast) -> None:
    wave = rounds.open_pulse(told.dee)
    rounds.all_answer(wave)
    keys.store().destroy(f"{wave.public_id}-wave")

    with pytest.raises(closing.Waiting):
        closing.close(wave, rounds.AFTER)
    assert Ballot.objects.exists()

    jobs.close_waves(rounds.AFTER + closing.PATIENCE)
    wave.refresh_from_db()
    assert wave.stage == Wave.Stage.VOIDED
    assert not Publication.objects.exists() and not Ballot.objects.exists() and not Receipt.objects.exists()
    notice = Notice.objects.get(person=told.ada)
    assert "asked again" in notice.text
    assert jobs.close_waves(rounds.AFTER + 2 * closing.PATIENCE) == 0


def test_a_key_that_comes_back_within_the_day_saves_the_wave(told: cast.Cast) -> None:
    wave = rounds.open_pulse(told.dee)
    rounds.all_answer(wave)
    file = keys.Folder().path / f"{wave.public_id}-wave.key"
    away = file.with_name("away")
    file.rename(away)
    assert jobs.close_waves(rounds.AFTER) == 0

    away.rename(file)
    assert jobs.close_waves(rounds.AFTER) == 1
    wave.refresh_from_db()
    assert wave.stage == Wave.Stage.PUBLISHED


def test_one_wave_that_cannot_be_closed_does_not_hold_up_the_others(
    told: cast.Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad, good = rounds.open_pulse(told.dee), rounds.open_pulse(told.dee)
    rounds.all_answer(good)
    publish = closing.publish

    def fail(wave: Wave, at: dt.datetime) -> None:
        if wave == bad:
            raise OSError("The key store is away.")
        publish(wave, at)

    monkeypatch.setattr(closing, "STEPS", [fail if step is publish else step for step in closing.STEPS])
    with pytest.raises(OSError, match="away"):
        jobs.close_waves(rounds.AFTER)

    good.refresh_from_db()
    bad.refresh_from_db()
    assert (good.stage, bad.stage) == (Wave.Stage.PUBLISHED, Wave.Stage.CLOSED)


def test_a_forged_ballot_is_left_out_and_the_others_count(told: cast.Cast) -> None:
    wave = rounds.open_pulse(told.dee)
    rounds.all_answer(wave)
    Ballot.objects.create(sealed_with=WaveKey.objects.get(wave=wave), sealed=b"x" * 2100)
    closing.close(wave, rounds.AFTER)

    assert Publication.objects.get().count == "20 to 49"


def test_nobody_answering_is_a_publication_that_withholds_everything(told: cast.Cast) -> None:
    wave = rounds.open_pulse(told.dee)
    closing.close(wave, rounds.AFTER)

    assert set(Cell.objects.values_list("withheld", flat=True)) == {"too_few"}


def test_invitations_stay_and_say_nothing_of_who_answered(told: cast.Cast) -> None:
    wave = rounds.open_pulse(told.dee)
    rounds.all_answer(wave, but=[told.ada])
    closing.close(wave, rounds.AFTER)

    ada, cy = (
        Invitation.objects.filter(person=one).values("relation", "subject", "guest").get()
        for one in (told.ada, told.cy)
    )
    assert ada == cy


def test_how_answers_are_spread_is_told_in_shares_too_coarse_for_one_person(told: cast.Cast) -> None:
    wave = rounds.open_pulse(told.dee)
    rounds.all_answer(wave)
    closing.close(wave, rounds.AFTER)

    spread = [cell.distribution for cell in Cell.objects.exclude(distribution=None)]
    assert spread and all(share % 10 == 0 for shares in spread for share in shares.values())
    assert not Cell.objects.filter(count="5 to 9").exclude(distribution=None).exists()

"""A 360 from launch to the follow-up: what its subject may read, what nobody may, and what was kept in between."""

from __future__ import annotations

import datetime as dt

import pytest

from sapwood.activity.deeds import Refused
from sapwood.activity.models import Notice
from sapwood.feedback import actions, ballots, keys, sealing
from sapwood.feedback.actions import closing
from sapwood.feedback.models import (
    Ballot,
    Cell,
    Guest,
    Invitation,
    Item,
    Publication,
    PublishedComment,
    Relation,
    Subject,
    Wave,
    WaveKey,
)
from sapwood.people.models import Person
from tests import cast
from tests.feedback import rounds

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]

LATER = cast.NOW + dt.timedelta(days=120)


@pytest.fixture
def told() -> cast.Cast:
    return cast.gather()


def peers(told: cast.Cast, number: int) -> list[Person]:
    return rounds.hands(told.cranes, number, word="Peer")


def about_ada(told: cast.Cast, raters: list[tuple[Person, str]], **more: object) -> Wave:
    wave = rounds.draft_round(told.dee, [told.ada], **more)
    rounds.ask(told.dee, wave, raters)
    return rounds.open_round(told.dee, wave)


def groups(kind: str = "level") -> dict[str, Cell]:
    """The cells of the first competency by group."""
    cells = Cell.objects.filter(kind=kind, competency__name="Competency 0")
    return {cell.group: cell for cell in cells}


def test_ada_reads_what_all_see_what_each_large_enough_group_sees_and_the_two_named_views(told: cast.Cast) -> None:
    some = peers(told, 7)
    wave = about_ada(told, [(one, "peer") for one in some[:4]] + [(one, "report") for one in some[4:]])
    rounds.all_answer(wave)
    closing.close(wave, rounds.AFTER)

    found = groups()
    assert set(found) == {"all", "peer", "report", "manager", "self"}
    assert found["all"].low < found["all"].value < found["all"].high
    assert found["all"].count == "5 to 9"
    assert found["peer"].value * 2 == round(found["peer"].value * 2)  # half points: under 20 answers
    assert (found["manager"].low, found["self"].low) == (None, None)
    assert groups("gap")["all"].low < groups("gap")["all"].high


def test_groups_under_three_fold_into_others_and_take_the_smallest_with_them(told: cast.Cast) -> None:
    some = peers(told, 7)
    wave = about_ada(told, [(one, "peer") for one in some[:5]] + [(one, "report") for one in some[5:]])
    rounds.all_answer(wave)
    closing.close(wave, rounds.AFTER)

    assert set(groups()) == {"all", "manager", "self"}  # two reports alone: with the peers they are everybody


def test_a_shared_report_has_larger_groups_and_every_group_of_it_is_a_union_of_the_own_ones(told: cast.Cast) -> None:
    some = peers(told, 12)
    wave = about_ada(
        told,
        [(one, "peer") for one in some[:5]]
        + [(one, "report") for one in some[5:9]]
        + [(one, "other") for one in some[9:]],
    )
    rounds.all_answer(wave)
    closing.close(wave, rounds.AFTER)

    found = groups()
    own = {group for group, cell in found.items() if group not in {"all", "manager", "self", "rest"}}
    shared = {group for group, cell in found.items() if cell.shared and group not in {"all", "manager", "self"}}
    assert own == {"peer", "report", "other"}
    assert shared == {"peer", "rest"}  # the three others stand with the four reports


def test_two_unnamed_raters_are_no_result(told: cast.Cast) -> None:
    wave = about_ada(told, [(one, "peer") for one in peers(told, 2)])
    rounds.all_answer(wave)
    closing.close(wave, rounds.AFTER)

    found = groups()
    assert found["all"].withheld == "too_few" and found["all"].value is None
    assert set(found) == {"all", "manager", "self"}
    assert not Cell.objects.filter(kind="gap").exists()


def test_behaviours_are_shown_from_five_unnamed_raters_on(told: cast.Cast) -> None:
    four, five = about_ada(told, [(one, "peer") for one in peers(told, 4)]), None
    rounds.all_answer(four)
    closing.close(four, rounds.AFTER)
    assert set(Cell.objects.exclude(item=None).values_list("withheld", flat=True)) == {"too_few"}

    five = rounds.draft_round(told.dee, [told.cy], questionnaire=four.questionnaire)
    rounds.ask(told.dee, five, [(one, "peer") for one in rounds.hands(told.ropes, 5)])
    rounds.open_round(told.dee, five)
    rounds.all_answer(five)
    closing.close(five, rounds.AFTER)
    assert set(Cell.objects.filter(publication__wave=five).exclude(item=None).values_list("withheld", flat=True)) == {
        ""
    }


def test_passing_on_an_item_changes_on_whom_a_number_rests_for_no_item_of_a_competency(told: cast.Cast) -> None:
    """One peer could not observe one behaviour. Comparing it with its competency must not single that peer out."""
    some = peers(told, 6)
    wave = about_ada(told, [(one, "peer") for one in some])
    first = Item.objects.order_by("position").first()
    rounds.all_answer(
        wave, lambda row, item: None if row.person == some[0] and item == first else rounds.steady(row, item)
    )
    closing.close(wave, rounds.AFTER)

    counts = set(
        Cell.objects.filter(competency__name="Competency 0", group="all", kind="level").values_list("count", flat=True)
    )
    counts |= set(Cell.objects.filter(item__competency__name="Competency 0").values_list("count", flat=True))
    assert counts == {"5 to 9"}


def test_comments_of_unnamed_raters_come_from_five_on_and_without_relation(told: cast.Cast) -> None:
    some = peers(told, 5)
    wave = about_ada(told, [(one, "peer") for one in some[:3]] + [(one, "report") for one in some[3:]])
    for row in wave.invitations.select_related("wave", "person", "subject"):
        rounds.answer(row, words=f"From {row.person.name}", signed=row.person == some[0])
    closing.close(wave, rounds.AFTER)

    signed = dict(PublishedComment.objects.values_list("text", "signed_by"))
    assert len(signed) == 7
    assert {text for text, name in signed.items() if not name} == {f"From {one.name}" for one in some[1:]}
    assert signed[f"From {told.bo.name}"] == told.bo.name  # the manager is named, and was told so
    assert signed[f"From {some[0].name}"] == some[0].name  # chose to sign


def test_with_four_unnamed_raters_only_named_comments_are_shown(told: cast.Cast) -> None:
    wave = about_ada(told, [(one, "peer") for one in peers(told, 4)])
    rounds.all_answer(wave, words="Remark")
    closing.close(wave, rounds.AFTER)

    assert set(PublishedComment.objects.values_list("signed_by", flat=True)) == {told.ada.name, told.bo.name}


def test_an_external_rater_answers_without_an_account(told: cast.Cast) -> None:
    guest = Guest.objects.create(name="Ola Customer", email="ola@customer.example", by=told.ada, at=cast.NOW)
    wave = rounds.draft_round(told.dee, [told.ada])
    subject = Subject.objects.get()
    actions.add_rater(by=told.ada, subject=subject, rater=guest, relation=Relation.EXTERNAL, at=cast.NOW)
    rounds.ask(told.dee, wave, [(one, "peer") for one in peers(told, 3)])
    rounds.open_round(told.dee, wave)

    assert rounds.answer(wave.invitations.select_related("wave", "guest", "subject").get(guest=guest))


# ---- panel


@pytest.fixture
def baseline(told: cast.Cast) -> Wave:
    some = peers(told, 5)
    wave = rounds.draft_round(told.dee, [told.ada, told.cy], is_panel=True)
    rounds.ask(told.dee, wave, [(one, "peer") for one in some])
    rounds.open_round(told.dee, wave)
    rounds.all_answer(wave, lambda row, item: min(5, rounds.steady(row, item)))
    return closing.close(wave, rounds.AFTER)


def follow_up(told: cast.Cast, baseline: Wave) -> Wave:
    wave = rounds.draft_round(
        told.dee, [told.ada, told.cy], questionnaire=baseline.questionnaire, follows=baseline, at=LATER
    )
    rounds.ask(told.dee, wave, [], at=LATER)
    return rounds.open_round(told.dee, wave, at=LATER)


def test_a_panel_keeps_sealed_ratings_with_handles_under_a_key_of_its_own(told: cast.Cast, baseline: Wave) -> None:
    panel = baseline.keys.get(purpose=WaveKey.Purpose.PANEL)
    assert set(Ballot.objects.values_list("sealed_with", flat=True)) == {panel.pk}
    assert rounds.key_files().count(f"{baseline.public_id}-panel.key") == 1

    private = keys.store().private(panel.name)
    kept = [
        ballots.unpack(sealing.unseal(bytes(row.sealed), private=private, context=baseline.public_id.encode()))
        for row in Ballot.objects.all()
    ]
    assert len(kept) == Invitation.objects.filter(wave=baseline).count()
    assert not any(one.rater.startswith("person") or one.remarks for one in kept)
    assert len({one.rater for one in kept}) == 8  # two subjects, their manager, five peers


def test_the_follow_up_asks_the_same_raters_compares_and_then_the_panel_is_gone(
    told: cast.Cast, baseline: Wave
) -> None:
    wave = follow_up(told, baseline)
    before = set(Invitation.objects.filter(wave=baseline).values_list("person", "subject__person", "relation"))
    assert set(Invitation.objects.filter(wave=wave).values_list("person", "subject__person", "relation")) == before

    rounds.all_answer(
        wave, lambda row, item: min(5, rounds.steady(row, item) + (row.subject.person == told.ada)), at=LATER
    )
    closing.close(wave, LATER + rounds.WEEK)

    changes = Cell.objects.filter(publication__wave=wave, kind="change")
    assert changes.count() == 6  # two people, three competencies
    assert all(cell.withheld == "" and cell.verdict and cell.detectable for cell in changes)
    ada, cy = (changes.filter(subject__person=one).first() for one in (told.ada, told.cy))
    assert ada.value > cy.value
    assert not Ballot.objects.exists()
    assert not [name for name in rounds.key_files() if name.startswith((baseline.public_id, wave.public_id))]
    assert not WaveKey.objects.filter(destroyed=None).exists()


def test_what_moved_for_everybody_is_told_apart_from_ten_subjects_on(told: cast.Cast) -> None:
    people = [told.ada, told.cy, *rounds.hands(told.cranes, 9, word="Lead")]
    raters = rounds.hands(told.ropes, 10)  # each about five or six of them: nobody is asked about more than eight
    first = rounds.draft_round(told.dee, people, is_panel=True)
    for place, subject in enumerate(Subject.objects.filter(wave=first).order_by("pk")):
        for rater in (raters + raters)[place % 10 : place % 10 + 5]:
            actions.add_rater(by=told.dee, subject=subject, rater=rater, relation="other", at=cast.NOW)
        actions.agree_to_raters(by=told.dee, subject=subject, at=cast.NOW)
    rounds.open_round(told.dee, first)
    rounds.all_answer(first)
    closing.close(first, rounds.AFTER)
    second = rounds.draft_round(told.dee, people, questionnaire=first.questionnaire, follows=first, at=LATER)
    rounds.ask(told.dee, second, [], at=LATER)
    rounds.open_round(told.dee, second, at=LATER)
    rounds.all_answer(second, lambda row, item: min(5, rounds.steady(row, item) + 1), at=LATER)
    closing.close(second, LATER + rounds.WEEK)

    facts = Publication.objects.get(wave=second).facts
    assert 0.8 <= facts["shift"]["value"] <= 1.2
    assert len(facts["shift_by_competency"]) == 3
    changes = Cell.objects.filter(publication__wave=second, kind="change", withheld="")
    assert changes.count() == 33 and max(abs(cell.value) for cell in changes) < 0.5


def test_a_lost_panel_key_costs_the_change_and_not_the_wave(told: cast.Cast, baseline: Wave) -> None:
    keys.store().destroy(f"{baseline.public_id}-panel")
    wave = follow_up(told, baseline)
    rounds.all_answer(wave, at=LATER)
    closing.close(wave, LATER + rounds.WEEK)

    cells = Cell.objects.filter(publication__wave=wave)
    assert set(cells.filter(kind="change").values_list("withheld", flat=True)) == {"not_enough"}
    assert cells.filter(kind="level", group="all", withheld="").exists()


def test_a_panel_without_a_follow_up_ends_after_fifteen_months(told: cast.Cast, baseline: Wave) -> None:
    assert closing.end_old_panels(rounds.AFTER + dt.timedelta(days=450)) == 0
    assert closing.end_old_panels(rounds.AFTER + dt.timedelta(days=460)) == 1

    assert not Ballot.objects.exists()
    assert f"{baseline.public_id}-panel.key" not in rounds.key_files()
    assert Publication.objects.filter(wave=baseline).exists()


def test_a_follow_up_that_would_close_after_fifteen_months_is_not_opened(told: cast.Cast, baseline: Wave) -> None:
    late = rounds.AFTER + dt.timedelta(days=452)
    wave = rounds.draft_round(told.dee, [told.ada], questionnaire=baseline.questionnaire, follows=baseline, at=late)
    rounds.ask(told.dee, wave, [], at=late)

    with pytest.raises(Refused, match="15 months"):
        rounds.open_round(told.dee, wave, at=late)
    assert rounds.open_round(told.dee, wave, at=late - dt.timedelta(days=4)).is_open


def test_the_subject_is_told_that_the_report_is_there(told: cast.Cast, baseline: Wave) -> None:
    assert {row.person for row in Notice.objects.filter(text__contains="Your report")} == {told.ada, told.cy}
    assert Notice.objects.filter(person=told.dee, text__contains="was published").exists()


# ---- what a launch refuses


def test_at_most_one_sealed_round_about_a_person_in_ninety_days(told: cast.Cast) -> None:
    first = about_ada(told, [(one, "peer") for one in peers(told, 3)])
    again = rounds.draft_round(told.dee, [told.ada], questionnaire=first.questionnaire)
    rounds.ask(told.dee, again, [])

    with pytest.raises(Refused, match="less than 90 days"):
        rounds.open_round(told.dee, again, at=cast.NOW + dt.timedelta(days=89))
    assert rounds.open_round(told.dee, again, at=cast.NOW + dt.timedelta(days=91)).is_open


def test_raters_are_fixed_at_launch_and_need_agreement_before(told: cast.Cast) -> None:
    wave = rounds.draft_round(told.dee, [told.ada])
    subject = Subject.objects.get()
    with pytest.raises(Refused, match="has not agreed"):
        rounds.open_round(told.dee, wave)

    actions.add_rater(by=told.ada, subject=subject, rater=told.cy, relation="peer", at=cast.NOW)
    actions.agree_to_raters(by=told.bo, subject=subject, at=cast.NOW)
    rounds.open_round(told.dee, wave)
    with pytest.raises(Refused, match="fixed when a wave opens"):
        actions.add_rater(by=told.ada, subject=Subject.objects.get(), rater=told.eve, relation="other", at=cast.NOW)


def test_a_changed_list_of_raters_needs_agreement_again(told: cast.Cast) -> None:
    rounds.draft_round(told.dee, [told.ada])
    subject = Subject.objects.get()
    actions.agree_to_raters(by=told.bo, subject=subject, at=cast.NOW)
    actions.add_rater(by=told.ada, subject=subject, rater=told.cy, relation="peer", at=cast.NOW)

    assert Subject.objects.get().agreed is None


def test_a_stranger_neither_chooses_raters_nor_agrees(told: cast.Cast) -> None:
    rounds.draft_round(told.dee, [told.ada])
    subject = Subject.objects.get()

    with pytest.raises(Refused):
        actions.add_rater(by=told.eve, subject=subject, rater=told.cy, relation="peer", at=cast.NOW)
    with pytest.raises(Refused):
        actions.agree_to_raters(by=told.ada, subject=subject, at=cast.NOW)


def test_focus_is_named_by_oneself_before_the_wave_and_is_two_at_most(told: cast.Cast) -> None:
    from sapwood.people.models import Competency

    wave = rounds.draft_round(told.dee, [told.ada])
    subject, named = Subject.objects.get(), list(Competency.objects.all())
    with pytest.raises(Refused, match="one or two"):
        actions.name_focus(by=told.ada, subject=subject, competencies=named[:3], at=cast.NOW)
    with pytest.raises(Refused, match="their own focus"):
        actions.name_focus(by=told.bo, subject=subject, competencies=named[:1], at=cast.NOW)
    actions.name_focus(by=told.ada, subject=subject, competencies=named[:2], at=cast.NOW)

    rounds.ask(told.dee, wave, [])
    rounds.open_round(told.dee, wave)
    with pytest.raises(Refused, match="fixed when a wave opens"):
        actions.name_focus(by=told.ada, subject=Subject.objects.get(), competencies=named[:1], at=cast.NOW)

"""People may say something of themselves; what is published of it tells about no fewer than five of them."""

from __future__ import annotations

import datetime as dt
import itertools
import random
from collections.abc import Iterable

import pytest
from django.db import connection
from django.test import Client

from sapwood.activity.deeds import Refused
from sapwood.activity.models import Event, Notice, Submission
from sapwood.feedback import keys
from sapwood.growth import actions, equity
from sapwood.growth.declaring import NAME, Lock, declared_by
from sapwood.growth.equity import EVERYBODY, Table
from sapwood.growth.jobs.equity import look_at_equity
from sapwood.growth.models import Attribute, Declaration, EquityBasis, EquityCell, EquityPublication, LessonRead
from sapwood.people.models import Person
from tests import cast

ASHORE, ABOARD = "Ashore", "Aboard"
QUARTER = dt.timedelta(days=91)


@pytest.fixture
def company(db: None, now: dt.datetime) -> cast.Cast:
    return cast.gather()


@pytest.fixture
def attribute(company: cast.Cast) -> Attribute:
    return actions.define_attribute(
        by=company.dee, name="Where I work", why="To be fair.", choices=[ASHORE, ABOARD], at=cast.NOW
    )


def hands(company: cast.Cast, n: int, *, word: str = "Hand") -> list[Person]:
    made = [cast.person(f"{word}{one} Berg", company.ropes, manager=company.eve) for one in range(n)]
    Person.objects.filter(pk__in=[one.pk for one in made]).update(starts=cast.LONG_AGO)
    return made


def declare(people: Iterable[Person], attribute: Attribute, value: str) -> None:
    for one in people:
        actions.declare(by=one, attribute=attribute, value=value)


def learn(people: Iterable[Person], at: dt.datetime = cast.NOW) -> None:
    LessonRead.objects.bulk_create(LessonRead(person=one, lesson="objective", at=at) for one in people)


def told(publication: EquityPublication, value: str, measure: str = "school") -> EquityCell:
    return publication.cells.get(attribute="" if value == EVERYBODY else "Where I work", value=value, measure=measure)


# ---- declaring


def test_only_the_person_reads_what_they_said_and_it_leaves_no_trace(
    client: Client, company: cast.Cast, attribute: Attribute
) -> None:
    events, notices, sent = Event.objects.count(), Notice.objects.count(), Submission.objects.count()
    client.force_login(company.ada)
    address = f"/growth/declarations/{attribute.public_id}/"
    client.post(address, {"value": ABOARD, "submission": "one"})
    assert "You said: Aboard" in client.get("/growth/declarations/").content.decode()
    assert (Event.objects.count(), Notice.objects.count(), Submission.objects.count()) == (events, notices, sent)
    for reader in (company.bo, company.dee, company.ad, company.max):
        client.force_login(reader)
        assert "You said" not in client.get("/growth/declarations/").content.decode()


def test_the_row_names_neither_the_person_nor_the_answer(company: cast.Cast, attribute: Attribute) -> None:
    declare([company.ada, company.cy], attribute, ABOARD)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM growth_declaration")
        rows = cursor.fetchall()
    assert len(rows) == 2
    for row in rows:
        text = b" ".join(one if isinstance(one, bytes) else bytes(one) if isinstance(one, memoryview) else str(one).encode() for one in row)  # fmt: skip
        assert ABOARD.encode() not in text and company.ada.public_id.encode() not in text
    sealed = Declaration.objects.values_list("sealed", flat=True)
    assert len({len(bytes(one)) for one in sealed}) == 1 and len({bytes(one) for one in sealed}) == 2


def test_said_otherwise_it_replaces_and_taken_back_it_is_gone(company: cast.Cast, attribute: Attribute) -> None:
    declare([company.ada], attribute, ABOARD)
    declare([company.ada], attribute, ASHORE)
    assert declared_by(company.ada) == {attribute.pk: ASHORE} and Declaration.objects.count() == 1
    actions.undeclare(by=company.ada, attribute=attribute)
    assert declared_by(company.ada) == {} and not Declaration.objects.exists()


def test_an_answer_that_is_not_offered_is_refused(company: cast.Cast, attribute: Attribute) -> None:
    with pytest.raises(Refused, match="“Ada” is not one of the answers"):
        actions.declare(by=company.ada, attribute=attribute, value="Ada")


def test_without_the_key_nothing_opens_and_people_can_say_it_again(company: cast.Cast, attribute: Attribute) -> None:
    declare([company.ada], attribute, ABOARD)
    keys.store().destroy(NAME)
    assert declared_by(company.ada) == {}
    declare([company.ada], attribute, ASHORE)
    assert declared_by(company.ada) == {attribute.pk: ASHORE}


def test_retiring_an_attribute_deletes_what_was_declared(company: cast.Cast, attribute: Attribute) -> None:
    declare([company.ada], attribute, ABOARD)
    actions.retire_attribute(by=company.dee, attribute=attribute, at=cast.NOW)
    assert not Declaration.objects.exists() and declared_by(company.ada) == {}


def test_only_the_okr_owner_decides_what_is_asked(company: cast.Cast) -> None:
    for person in (company.ad, company.max, company.bo):
        with pytest.raises(Refused, match="decided by the OKR owner"):
            actions.define_attribute(by=person, name="Shift", why="", choices=["Day", "Night"], at=cast.NOW)
    with pytest.raises(Refused, match="1 answers were given; two to 8 are allowed"):
        actions.define_attribute(by=company.dee, name="Shift", why="", choices=["Day", "Day "], at=cast.NOW)


# ---- what is shown


def test_shares_of_large_groups_are_told_in_steps_of_ten(company: cast.Cast, attribute: Attribute) -> None:
    people = hands(company, 40)
    declare(people[:20], attribute, ASHORE)
    declare(people[20:], attribute, ABOARD)
    learn([*people[:14], *people[20:26]])
    found = actions.publish_equity(at=cast.NOW)
    ashore, aboard = told(found, ASHORE), told(found, ABOARD)
    assert (ashore.share, aboard.share) == (70, 30)
    assert (ashore.low, ashore.high) == (40, 90) and ashore.differs is True
    assert {cell.withheld for cell in found.cells.filter(measure="round")} == {EquityCell.Why.TOO_FEW}


@pytest.mark.parametrize("with_it", [0, 1, 4, 16, 19, 20])
def test_a_group_of_which_few_or_nearly_all_had_it_is_not_told(
    company: cast.Cast, attribute: Attribute, with_it: int
) -> None:
    people = hands(company, 40)
    declare(people[:20], attribute, ASHORE)
    learn([*people[:with_it], *people[20:30]])
    cell = told(actions.publish_equity(at=cast.NOW), ASHORE)
    assert cell.withheld and cell.share is None


def test_what_is_left_beside_the_shown_groups_is_none_or_five(company: cast.Cast, attribute: Attribute) -> None:
    """Everybody who learned is known to whoever runs the school: three silent ones among them would be given away."""
    people = hands(company, 24)
    declare(people[:12], attribute, ASHORE)
    declare(people[12:20], attribute, ABOARD)
    learn([*people[:6], *people[20:23]])  # six ashore, three who said nothing
    found = actions.publish_equity(at=cast.NOW)
    assert told(found, ASHORE).withheld == EquityCell.Why.TOO_FEW


def test_a_reader_who_stands_in_a_group_counts_one_more(company: cast.Cast, attribute: Attribute) -> None:
    people = hands(company, 40)
    declare([*people[:10]], attribute, ASHORE)
    learn([*people[:5], *people[20:30]])
    assert told(actions.publish_equity(at=cast.NOW), ASHORE).share == 50
    EquityPublication.objects.all().delete()
    EquityBasis.objects.all().delete()
    cast.grant(people[0], "okr_owner")
    assert told(actions.publish_equity(at=cast.NOW + QUARTER), ASHORE).withheld == EquityCell.Why.TOO_FEW


def _table(sizes: dict[str, tuple[int, int]], silent: tuple[int, int]) -> Table:
    """Groups of (with, without) people, and those who said nothing."""
    number = itertools.count()
    groups, having, everybody = {}, set(), set()
    for value, (yes, no) in [*sizes.items(), ("", silent)]:
        with_it = {f"p{next(number)}" for _one in range(yes)}
        people = with_it | {f"p{next(number)}" for _one in range(no)}
        having |= with_it
        everybody |= people
        if value:
            groups[value] = frozenset(people)
    return Table("Shift", "school", groups, frozenset(everybody), frozenset(having))


def test_no_choice_of_groups_ever_leaves_one_to_four_people() -> None:
    """Against every sum of cells, for random tables: what a reader who knows who had it can subtract."""
    chance = random.Random(4)
    shown = 0
    for _table_number in range(400):
        sizes = {name: (chance.randint(0, 12), chance.randint(0, 12)) for name in "abcd"[: chance.randint(1, 4)]}
        table = _table(sizes, (chance.randint(0, 8), chance.randint(0, 8)))
        chosen = equity.may_be_shown(table)
        shown += len(chosen)
        for column in (table.having, table.everybody - table.having):
            parts = [table.groups[value] & column for value in chosen]
            for size in range(len(parts) + 1):
                for some in itertools.combinations(parts, size):
                    taken = frozenset().union(*some)
                    assert not 0 < len(taken) < 5
                    assert not chosen or not 0 < len(column - taken) < 5
    assert shown > 200  # the rule hides, and not everything


def test_two_kinds_of_development_that_differ_by_a_few_do_not_stand_side_by_side() -> None:
    """Twelve had mentoring, the same twelve and three more had a plan: the difference would tell about those three."""
    first = _table({"a": (12, 20), "b": (10, 20)}, (0, 0))
    a, b = first.groups["a"], first.groups["b"]
    three = frozenset(sorted(a - first.having)[:3])
    second = Table("Shift", "plan", {"a": a, "b": b}, first.everybody, first.having | three)
    both = [(first, equity.may_be_shown(first)), (second, equity.may_be_shown(second))]
    assert both[0][1] == both[1][1] == ("a", "b")
    assert equity.safe_together(both) == [True, False]
    assert equity.safe_together([both[1]], [both[0]]) == [False]  # also beside what stands from before


# ---- two publications


def _first(company: cast.Cast, attribute: Attribute) -> tuple[list[Person], EquityPublication]:
    people = hands(company, 48)
    declare(people[:20], attribute, ASHORE)
    declare(people[20:40], attribute, ABOARD)
    learn([*people[:14], *people[20:28], *people[40:44]])
    return people, actions.publish_equity(at=cast.NOW)


@pytest.mark.parametrize("joiners", [1, 2, 4])
@pytest.mark.parametrize("learned", [True, False])
def test_the_attack_of_a_joiner_between_two_publications_sees_nothing_move(
    company: cast.Cast, attribute: Attribute, joiners: int, learned: bool
) -> None:
    """The attacker holds both publications and knows who came in between. Whatever the newcomers said and did, the second
    is the first again, figure by figure and with its day: so it holds nothing about them."""
    _people, before = _first(company, attribute)
    new = hands(company, joiners, word="New")
    declare(new, attribute, ABOARD)
    if learned:
        learn(new)
    after = actions.publish_equity(at=cast.NOW + QUARTER)
    read = ("attribute", "value", "measure", "share", "low", "high", "differs", "withheld", "as_of")
    assert list(after.cells.filter(attribute="Where I work").values_list(*read)) == list(
        before.cells.filter(attribute="Where I work").values_list(*read)
    )
    assert told(after, EVERYBODY).as_of == cast.TODAY  # of everybody together nothing moves either


def test_somebody_who_says_it_otherwise_or_learns_now_moves_nothing(company: cast.Cast, attribute: Attribute) -> None:
    people, before = _first(company, attribute)
    declare(people[:1], attribute, ABOARD)
    learn([people[15]])
    after = actions.publish_equity(at=cast.NOW + QUARTER)
    assert [told(after, value).share for value in (ASHORE, ABOARD)] == [
        told(before, value).share for value in (ASHORE, ABOARD)
    ]
    assert told(after, ASHORE).as_of == cast.TODAY


def test_few_changes_add_up_until_five_make_new_figures(company: cast.Cast, attribute: Attribute) -> None:
    """The comparison is with the figures in force, not with the last look: four now and four later are eight."""
    people, _before = _first(company, attribute)
    assert told(actions.publish_equity(at=cast.NOW + QUARTER), ASHORE).share == 70
    learn(people[14:16])
    assert told(actions.publish_equity(at=cast.NOW + 2 * QUARTER), ASHORE).share == 70
    learn([*people[16:19], *people[28:33]])
    newcomers = told(actions.publish_equity(at=cast.NOW + 3 * QUARTER), ASHORE)
    assert newcomers.withheld == EquityCell.Why.TOO_FEW  # nineteen of twenty: the one left would be told
    assert newcomers.as_of == (cast.NOW + 3 * QUARTER).date()


def test_figures_that_differ_by_a_few_from_any_that_were_ever_shown_are_not_made(
    company: cast.Cast, attribute: Attribute
) -> None:
    """Six are counted no longer and the figures are new; then five of them are again. Who kept the first figures could
    take the third from them, and would have the one who is left."""
    people, first = _first(company, attribute)
    assert told(first, ASHORE).share == 70  # fourteen of twenty
    LessonRead.objects.filter(person__in=people[:6]).delete()
    second = told(actions.publish_equity(at=cast.NOW + QUARTER), ASHORE)
    assert (second.share, second.as_of) == (40, (cast.NOW + QUARTER).date())
    learn(people[:5])  # five more than in the second figures, one fewer than in the first
    third = told(actions.publish_equity(at=cast.NOW + 2 * QUARTER), ASHORE)
    assert (third.share, third.as_of) == (second.share, second.as_of)


def test_groups_that_differ_by_a_few_from_earlier_ones_keep_every_figure_of_the_attribute(
    company: cast.Cast, attribute: Attribute
) -> None:
    people, _first_figures = _first(company, attribute)
    joined = [*people[44:48], company.ada, company.cy]
    declare(joined, attribute, ASHORE)
    second = told(actions.publish_equity(at=cast.NOW + QUARTER), ASHORE)
    assert second.as_of == (cast.NOW + QUARTER).date()
    for one in joined[1:]:
        actions.undeclare(by=one, attribute=attribute)
    third = actions.publish_equity(at=cast.NOW + 2 * QUARTER)
    assert {cell.as_of for cell in third.cells.filter(attribute="Where I work")} == {second.as_of}


def test_who_left_is_named_in_no_basis_and_still_counts_as_one_who_is_gone(
    company: cast.Cast, attribute: Attribute
) -> None:
    people, first = _first(company, attribute)
    Person.objects.filter(pk__in=[one.pk for one in people[:3]]).update(leaves=cast.TODAY)
    for quarter in (1, 2):
        later = actions.publish_equity(at=cast.NOW + quarter * QUARTER)
        assert told(later, ASHORE).as_of == told(first, ASHORE).as_of  # three are fewer than five
    lock = Lock.of_this_place()
    held = "".join(str(lock.unseal(row.sealed)) for row in EquityBasis.objects.all())
    assert [one.name for one in people if lock.handle(one.public_id) not in held] == [one.name for one in people[:3]]
    Person.objects.filter(pk__in=[one.pk for one in people[3:6]]).update(leaves=cast.TODAY)
    assert told(actions.publish_equity(at=cast.NOW + 3 * QUARTER), ASHORE).as_of == (cast.NOW + 3 * QUARTER).date()


def test_a_withheld_figure_stays_withheld_when_one_person_would_make_it_five(
    company: cast.Cast, attribute: Attribute
) -> None:
    people = hands(company, 40)
    declare(people[:14], attribute, ASHORE)
    learn([*people[:4], *people[20:30]])
    assert told(actions.publish_equity(at=cast.NOW), ASHORE).withheld
    learn([people[4]])
    after = told(actions.publish_equity(at=cast.NOW + QUARTER), ASHORE)
    assert after.withheld and after.as_of == cast.TODAY


def test_a_publication_never_changes_whatever_happens_later(company: cast.Cast, attribute: Attribute) -> None:
    people, before = _first(company, attribute)
    cells = list(before.cells.values())
    for one in people[:20]:
        actions.undeclare(by=one, attribute=attribute)
    learn(people[44:])
    actions.publish_equity(at=cast.NOW + QUARTER)
    actions.retire_attribute(by=company.dee, attribute=attribute, at=cast.NOW + QUARTER)
    assert list(before.cells.values()) == cells


def test_the_clock_looks_once_a_quarter_and_forgets_who_left(company: cast.Cast, attribute: Attribute) -> None:
    people, _before = _first(company, attribute)
    assert look_at_equity(cast.NOW + dt.timedelta(days=60)) == 0
    Person.objects.filter(pk=people[0].pk).update(leaves=cast.TODAY)
    assert look_at_equity(cast.NOW + QUARTER) == 1
    assert Declaration.objects.count() == 39

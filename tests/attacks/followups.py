"""A 360 and its follow-up with a secret: between the two, raters join, leave and stand otherwise to those they rate.

Five pairs of raters whom no shown group tells apart. Each is told apart by something the change could give away:

    left     both answered the first round, the first of them not the second
    joined   both answered the second round, the first of them not the first
    folded   two relations that reports show together, in both rounds
    moved    the first stood otherwise to them in the first round, the second did not
    silent   both were asked twice, the first kept silent in the follow-up

In one round, which everybody knows, one of the pair answered 1 and the other 5 about the first of three people; a coin
for each question said who. They rate nobody else. A report has four to eight unnamed raters, as most have.
"""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from dataclasses import dataclass, field

from sapwood.activity import clock
from sapwood.feedback import actions
from sapwood.feedback.actions import closing
from sapwood.feedback.models import Invitation, Item, Relation, Subject, Wave
from sapwood.measurement.disclosure import fold_relations
from sapwood.people.models import Person
from tests import cast
from tests.attacks import companies
from tests.feedback import rounds

ITEMS, SUBJECTS, ASIDE, PAIRS = 4, 3, 4, 2  # competencies, people rated, raters of all besides the pairs, most pairs
LATER = cast.NOW + dt.timedelta(days=120)
SECRET_IN = {"left": 0, "joined": 1, "folded": 1, "moved": 0, "silent": 0}  # the round of a pair's secret
NAMED = (Relation.SELF, Relation.MANAGER)
CHANGES = (Relation.PEER, Relation.REPORT, Relation.OTHER)

Form = tuple[int, int, int]  # round, person rated, rater


@dataclass
class FollowUp:
    """`relations`: of everybody who answered, in each round: person rated -> rater -> relation."""

    seed: int
    waves: list[Wave]
    items: list[Item]
    subjects: list[Person]
    pairs: dict[str, tuple[Person, Person]]
    low: dict[str, dict[int, int]]  # pair -> item -> +1: the first answered 1
    relations: list[dict[int, dict[int, str]]] = field(default_factory=list)
    answers: dict[Form, dict[int, int]] = field(default_factory=dict)

    def groups(self, number: int, about: int, least: int) -> dict[str, frozenset[int]]:
        """The groups a report may show, with their raters."""
        given = self.relations[number][about]
        cells = fold_relations(Counter(one for one in given.values() if one not in NAMED), least=least)
        together = frozenset(cells.folded)
        return {
            name: frozenset(
                pk for pk, relation in given.items() if (relation in together if name == "others" else relation == name)
            )
            for name in cells.shown
        }


def tell(seed: int) -> FollowUp:
    """Live through a round and its follow-up in the empty database."""
    rng = random.Random(f"follow-up {seed}")
    companies.clear()
    with clock.frozen(cast.NOW):
        company = companies.found(rng)
        about, pairs, aside = _chosen(company, rng)
        plans = _plans(pairs, aside, rng)
        secret = {person.pk for pair in pairs.values() for person in pair}
        questions = rounds.round_questions(competencies=ITEMS, items=1)
        items = list(Item.objects.filter(questionnaire=questions).exclude(kind=Item.Kind.TEXT).order_by("pk"))
        low = {kind: {item.pk: rng.choice((1, -1)) for item in items} for kind in pairs}
        story = FollowUp(seed, [], items, about, pairs, low)
        first = rounds.draft_round(company.dee, about, questionnaire=questions, is_panel=True)
        _ask(company, first, plans[0], secret, cast.NOW)
        _answer(story, first, rng, cast.NOW)
    with clock.frozen(rounds.AFTER):
        closing.close(first, rounds.AFTER)
    with clock.frozen(LATER):
        second = rounds.draft_round(company.dee, about, questionnaire=questions, follows=first, at=LATER)
        _ask(company, second, plans[1], secret, LATER)
        _answer(story, second, rng, LATER)
    after = LATER + rounds.WEEK + dt.timedelta(minutes=1)
    with clock.frozen(after):
        closing.close(second, after)
    return story


def _chosen(
    company: companies.Company, rng: random.Random
) -> tuple[list[Person], dict[str, tuple[Person, Person]], list[Person]]:
    team = rng.choice([team for team in sorted(company.leads) if team != company.top.pk and _hands(company, team) > 3])
    mates = sorted(pk for pk, place in company.places.items() if place.pk == team and pk != company.leads[team].pk)
    about = rng.sample(mates, SUBJECTS)
    pool = rng.sample(sorted(set(company.people) - {*about, company.leads[team].pk}), 2 * len(SECRET_IN) + ASIDE)
    raters = [company.people[pk] for pk in pool]
    pairs = dict(zip(SECRET_IN, zip(raters[::2], raters[1::2], strict=False), strict=False))
    return [company.people[pk] for pk in about], pairs, raters[2 * len(SECRET_IN) :]


def _plans(pairs: dict[str, tuple[Person, Person]], aside: list[Person], rng: random.Random) -> list[dict[int, str]]:
    """Rater -> relation, in each round, so that both of each pair stand in one shown group in the round of its secret.
    One or two of the pairs are asked."""
    for kind in rng.sample(sorted(pairs), len(pairs) - rng.randint(1, PAIRS)):
        del pairs[kind]
    while True:
        both: list[dict[int, str]] = [{}, {}]
        for kind, pair in pairs.items():
            for plan in both:
                plan |= dict.fromkeys((person.pk for person in pair), Relation.PEER)
            if kind in {"left", "joined"}:
                del both[1 - SECRET_IN[kind]][pair[0].pk]
            if kind == "folded":
                both[0][pair[0].pk] = both[1][pair[0].pk] = Relation.REPORT
            if kind == "moved":
                both[1][pair[0].pk] = Relation.OTHER
        for person in aside:
            relation = rng.choice(CHANGES)
            for plan in both:
                if rng.random() < 0.85:
                    plan[person.pk] = relation
        if all(_together(pair, both[SECRET_IN[kind]]) for kind, pair in pairs.items()):
            return both


def _together(pair: tuple[Person, Person], plan: dict[int, str]) -> bool:
    """Whether a report, one's own and a shared one, shows the two in one group of three or more."""
    for least in (3, 4):
        cells = fold_relations(Counter(plan.values()), least=least)
        names = {"others" if plan[one.pk] in cells.folded else plan[one.pk] for one in pair}
        if len(names) > 1 or not cells.everyone:
            return False
    return True


def _ask(company: companies.Company, wave: Wave, plan: dict[int, str], secret: set[int], at: dt.datetime) -> None:
    """The pairs about the first subject, the others about all."""
    subjects = list(Subject.objects.filter(wave=wave).select_related("wave", "person").order_by("pk"))
    for subject in subjects:
        for row in subject.invitations.exclude(relation__in=NAMED).select_related("subject__wave", "person"):
            if row.person_id not in plan or (subject != subjects[0] and row.person_id in secret):
                actions.remove_rater(by=company.dee, invitation=row, at=at)
        for pk, relation in plan.items():
            if subject != subjects[0] and pk in secret:
                continue
            actions.add_rater(by=company.dee, subject=subject, rater=company.people[pk], relation=relation, at=at)
        actions.agree_to_raters(by=company.dee, subject=subject, at=at)
    rounds.open_round(company.dee, wave, at=at)


def _answer(story: FollowUp, wave: Wave, rng: random.Random, at: dt.datetime) -> None:
    number = len(story.waves)
    story.waves.append(wave)
    story.relations.append({person.pk: {} for person in story.subjects})
    quiet = story.pairs["silent"][0].pk if number == 1 and "silent" in story.pairs else None
    rows = Invitation.objects.filter(wave=wave).select_related("wave", "person", "subject", "guest").order_by("pk")
    for row in rows:
        assert row.subject is not None and row.person is not None
        if row.person.pk == quiet:
            continue
        mine = {item.pk: rng.choice((2, 3, 3, 4, 4, 5)) for item in story.items}
        for kind, pair in story.pairs.items():
            if row.person in pair and SECRET_IN[kind] == number:
                mine = {
                    item.pk: 1 if (story.low[kind][item.pk] > 0) == (row.person == pair[0]) else 5
                    for item in story.items
                }
        story.relations[number][row.subject.person_id][row.person.pk] = row.relation
        story.answers[number, row.subject.person_id, row.person.pk] = mine
        actions.send(by=row.person, invitation=row, ratings=mine, remarks={}, at=at)


def _hands(company: companies.Company, team: int) -> int:
    return sum(place.pk == team for place in company.places.values())

"""A 360 with a secret: two raters whom no shown group tells apart, about two people they both rate."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field

from sapwood.feedback import actions
from sapwood.feedback.ballots import Remark
from sapwood.feedback.models import Invitation, Item, Questionnaire, Relation, Subject, Wave
from sapwood.measurement.disclosure import fold_relations
from sapwood.people.models import Person
from tests import cast
from tests.attacks.companies import Company
from tests.attacks.pulses import Coins, wording
from tests.attacks.sums import Mean
from tests.feedback import rounds

RELATIONS = (Relation.PEER, Relation.REPORT, Relation.OTHER)
NAMED = (Relation.SELF, Relation.MANAGER)
POOL, SILENT, ITEMS, TEXTS = 8, 2, 4, 4  # raters of both, silent pairs about each, competencies, remarks


@dataclass
class Round:
    """`pair`: both rate both subjects, with the same answers about each. `low`, `wrote`, `quiet` as in a pulse."""

    wave: Wave
    items: list[Item]
    texts: list[Item]
    subjects: list[Subject]
    pair: tuple[Person, Person]
    silent: list[tuple[Person, Person]]  # the first half about the first subject
    low: Coins
    wrote: Coins
    quiet: Coins
    relations: dict[int, dict[int, str]]  # subject's person id -> rater's id -> relation, of all who answer
    answers: dict[tuple[int, int], dict[int, int]] = field(default_factory=dict)  # (subject's person, rater)

    def raters(self, about: int, relations: set[str] | frozenset[str]) -> frozenset[int]:
        return frozenset(pk for pk, relation in self.relations[about].items() if relation in relations)

    def exact(self, about: int, people: frozenset[int], item: int) -> Mean:
        """The true mean of a group of raters: for doubles only."""
        return Mean(people, sum(self.answers[about, pk][item] for pk in people) / len(people))

    def groups(self, about: int, least: int) -> dict[str, frozenset[int]]:
        """The groups a report may show, with their raters."""
        counts = Counter(relation for relation in self.relations[about].values() if relation not in NAMED)
        cells = fold_relations(counts, least=least)
        return {
            name: self.raters(about, frozenset(cells.folded) if name == "others" and cells.folded else {name})
            for name in cells.shown
        }

    def about(self, pair: int) -> Subject:
        """The subject a silent pair was asked about."""
        return self.subjects[pair // SILENT]

    def mute(self) -> set[int]:
        """Of each silent pair the one who does not answer."""
        return {pair[0 if self.quiet[place] > 0 else 1].pk for place, pair in enumerate(self.silent)}

    def remark(self, text: Item, *, first: bool) -> str:
        """What the first (or second) of the pair wrote about the first subject."""
        return wording(text, 0 if (self.wrote[text.pk] > 0) == first else 1)


def launch(company: Company, rng: random.Random) -> Round:
    """A launched 360 about two people, with everything decided that raters will answer."""
    team = rng.choice([team for team in company.leads if team != company.top.pk and _hands(company, team) >= 3])
    about = rng.sample(sorted(pk for pk, place in company.places.items() if place.pk == team), 3)
    about = [pk for pk in about if pk != company.leads[team].pk][:2]
    pool = rng.sample(sorted(set(company.people) - {*about, company.leads[team].pk}), POOL + 4 * SILENT)
    chosen = pool[:POOL]
    others = [company.people[pk] for pk in pool[POOL:]]
    silent = list(zip(others[::2], others[1::2], strict=True))
    relations = _relations(about, chosen, rng)
    while (pair := _pair(relations, chosen, rng)) is None:
        relations = _relations(about, chosen, rng)
    questions = _questions()
    wave = rounds.draft_round(company.dee, [company.people[pk] for pk in about], questionnaire=questions)
    subjects = list(Subject.objects.filter(wave=wave).select_related("person", "wave"))
    for subject in subjects:
        for pk, relation in relations[subject.person_id].items():
            actions.add_rater(by=company.dee, subject=subject, rater=company.people[pk], relation=relation, at=cast.NOW)
    for place, people in enumerate(silent):
        for person in people:
            asked = subjects[place // SILENT]
            actions.add_rater(by=company.dee, subject=asked, rater=person, relation=Relation.PEER, at=cast.NOW)
    for subject in subjects:
        actions.agree_to_raters(by=company.dee, subject=subject, at=cast.NOW)
    wave = rounds.open_round(company.dee, wave)
    items = list(Item.objects.filter(questionnaire=questions).exclude(kind=Item.Kind.TEXT).order_by("pk"))
    texts = list(Item.objects.filter(questionnaire=questions, kind=Item.Kind.TEXT).order_by("pk"))
    made = Round(
        wave, items, texts, subjects, (company.people[pair[0]], company.people[pair[1]]), silent,
        {item.pk: rng.choice((1, -1)) for item in items}, {text.pk: rng.choice((1, -1)) for text in texts},
        {place: rng.choice((1, -1)) for place in range(len(silent))},
        relations,
    )  # fmt: skip
    _decide(made, rng)
    return made


def send_all(story: Round, rng: random.Random) -> None:
    """Everybody who answers does, in random order, the pair last: the first before the second."""
    mute = story.mute()
    rows = list(Invitation.objects.filter(wave=story.wave).select_related("wave", "person", "subject", "guest"))
    rng.shuffle(rows)
    late = {person.pk: place for place, person in enumerate(story.pair)}
    rows.sort(key=lambda row: late.get(row.person_id or 0, -1))
    for row in rows:
        assert row.subject is not None and row.person is not None
        if row.person.pk not in mute:
            actions.send(
                by=row.person,
                invitation=row,
                ratings=story.answers[row.subject.person_id, row.person.pk],
                remarks=_remarks(story, row),
                at=cast.NOW,
            )


def _remarks(story: Round, row: Invitation) -> dict[int, Remark]:
    if row.person in story.pair:
        mine = [story.remark(text, first=row.person == story.pair[0]) for text in story.texts]
        return (
            {text.pk: Remark(words) for text, words in zip(story.texts, mine, strict=True)}
            if row.subject == story.subjects[0]
            else {}
        )
    return {text.pk: Remark(f"Something else, {row.pk}") for text in story.texts} if row.pk % 2 else {}


def _questions() -> Questionnaire:
    questions = rounds.round_questions(competencies=ITEMS, items=1)
    for number in range(1, TEXTS):
        Item.objects.create(
            questionnaire=questions, key=f"words{number}", text=f"What helps, part {number}?", kind=Item.Kind.TEXT
        )
    return questions


def _relations(about: list[int], chosen: list[int], rng: random.Random) -> dict[int, dict[int, str]]:
    return {subject: {pk: str(rng.choice(RELATIONS)) for pk in chosen if rng.random() < 0.85} for subject in about}


def _pair(relations: dict[int, dict[int, str]], chosen: list[int], rng: random.Random) -> tuple[int, int] | None:
    """Two raters in one shown group about both, in different relations about the first where that can be."""
    first, second = relations

    def cell(about: int, pk: int) -> str | None:
        counts = Counter(relations[about].values())
        counts[Relation.PEER] += SILENT  # of each silent pair one answers
        cells = fold_relations(counts, least=3)
        relation = relations[about].get(pk)
        return None if relation is None else "others" if relation in cells.folded else relation

    both = [
        (one, other)
        for one in chosen
        for other in chosen
        if one != other
        and relations[first].get(one) != relations[first].get(other)
        and all(cell(about, one) is not None and cell(about, one) == cell(about, other) for about in (first, second))
    ]
    return rng.choice(both) if both else None


def _decide(story: Round, rng: random.Random) -> None:
    mute = story.mute()
    plain = {person.pk for pair in story.silent for person in pair}
    for subject in story.subjects:
        for row in Invitation.objects.filter(subject=subject).exclude(person__in=mute).order_by("pk"):
            assert row.person_id is not None
            story.relations[subject.person_id][row.person_id] = row.relation
            drawn = {item.pk: rng.choice((2, 3, 3, 4, 4, 5)) for item in story.items}
            story.answers[subject.person_id, row.person_id] = (
                dict.fromkeys(drawn, 3) if row.person_id in plain else drawn
            )
        for item, coin in story.low.items():
            for place, person in enumerate(story.pair):
                story.answers[subject.person_id, person.pk][item] = 1 if (coin > 0) == (place == 0) else 5


def _hands(company: Company, team: int) -> int:
    return sum(place.pk == team for place in company.places.values())

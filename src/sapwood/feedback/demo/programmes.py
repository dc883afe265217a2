"""The 360 rounds of the demo company: leads, seen twice; and the people who talk with customers, once, and again now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sapwood.feedback import actions, asked
from sapwood.feedback.actions import closing
from sapwood.feedback.demo.answering import answer
from sapwood.feedback.demo.truth import RATERS
from sapwood.feedback.models import Questionnaire, Relation, Subject, Wave
from sapwood.people.demo import Company
from sapwood.people.models import Competency, Person

OPEN_FOR = dt.timedelta(days=14)
LEADERS = (
    "Service desk", "Installers North", "Installers South", "Assembly line", "Home sales", "Cloud platform",
    "Embedded software", "Quality", "Logistics", "Customer success", "Electronics", "Finance", "Planning", "Research",
)  # fmt: skip
MOST_LEADERS = 12
TALKERS = ("Service desk", "Customer success")
REPORTS, PEERS, NEAR, FAR = 6, 4, 5, 2  # raters of each kind; near: of one's own team, far: of the other
GUESTS = {
    "Home sales": (
        ("Moira Sinclair", "moira.sinclair@lothian-homes.example"),
        ("Graham Tait", "graham.tait@lothian-homes.example"),
        ("Ishbel Munro", "ishbel.munro@fife-housing.example"),
    ),
    "Customer success": (
        ("Peter Laidlaw", "peter.laidlaw@fife-housing.example"),
        ("Catriona Bell", "catriona.bell@canal-court.example"),
        ("Dougal Reith", "dougal.reith@canal-court.example"),
    ),
}
SHARED = ("Priya Raman", "Owen Pritchard", "Leila Haddad")  # who let their manager read the first report
PURPOSES = {
    "leading": "For those who lead a team: what their people and colleagues see, before and after a half-year of practice.",
    "talking": "For everybody who talks with customers all day: what colleagues see, so that each can choose one thing to practise.",
}

Rater = tuple[Person, str]
RatersOf = Callable[[Person], Iterable[Rater]]


@dataclass
class Series:
    """A programme: what it asks, whom it is about, and who tells."""

    owner: Person
    name: str
    purpose: str
    questionnaire: Questionnaire
    people: Sequence[Person]
    raters: RatersOf
    guests: Mapping[Person, tuple[tuple[str, str], ...]]

    def launch(self, name: str, at: dt.datetime, *, follows: Wave | None = None) -> Wave:
        """Draft a wave, choose raters and focus, have it agreed to, and open it: each as the person would."""
        before, here = at - dt.timedelta(days=4), set(asked.who(at, at + OPEN_FOR))
        wave = actions.draft_round(
            by=self.owner,
            name=f"{self.name}: {name}",
            purpose=self.purpose,
            questionnaire=self.questionnaire,
            people=[person for person in self.people if person in here],
            is_panel=follows is None,
            follows=follows,
            at=before,
        )
        keys = list(
            dict.fromkeys(self.questionnaire.items.exclude(competency=None).values_list("competency__key", flat=True))
        )
        competencies = {one.key: one for one in Competency.objects.filter(key__in=keys)}
        for subject in Subject.objects.filter(wave=wave).select_related("person", "wave").order_by("person__name"):
            person = subject.person
            if follows is None:
                for rater, relation in self.raters(person):
                    actions.add_rater(by=self.owner, subject=subject, rater=rater, relation=relation, at=before)
                for guest, email in self.guests.get(person, ()):
                    actions.add_guest(by=self.owner, subject=subject, name=guest, email=email, at=before)
            named = [competencies[key] for key in RATERS.focus(str(person), keys)]
            actions.name_focus(by=person, subject=subject, competencies=named, at=before)
            actions.agree_to_raters(by=self.owner, subject=subject, at=before)
        return actions.launch(by=self.owner, wave=wave, closes=at + OPEN_FOR, at=at)


def build(company: Company, papers: dict[str, Questionnaire], *, at: dt.datetime) -> None:
    owner = company.persons["Tobias Adeyemi"]
    leading, talking = _leading(company, owner, papers["leading"], at), _talking(company, owner, papers["talking"], at)
    first = _published(leading.launch("first round", _morning(at, 165)))
    _share(first, SHARED[:2])
    _published(leading.launch("second round", _morning(at, 26), follows=first))
    first = _published(talking.launch("first round", _morning(at, 125)))
    _share(first, SHARED[2:])
    running = talking.launch("second round", _morning(at, 5), follows=first)
    answer(running, share=0.4, whose=lambda name: name not in company.persons or name not in VISITORS)


VISITORS = frozenset(
    {"Leila Haddad", "Priya Raman", "Tobias Adeyemi", "Maren Holt", "Sanna Virtanen", "Ruth Okafor", "Owen Pritchard"}
)


def _leading(company: Company, owner: Person, paper: Questionnaire, at: dt.datetime) -> Series:
    known = {person.pk for person in asked.who(_morning(at, 165))}
    teams = [team for team in LEADERS if company.members[team][0].pk in known][:MOST_LEADERS]
    leads = [company.members[team][0] for team in teams]

    def raters(person: Person) -> Iterable[Rater]:
        place = leads.index(person)
        for one in [one for one in company.members[teams[place]][1:] if one.pk in known][:REPORTS]:
            yield one, Relation.REPORT
        for step in (1, 2, 3, 5)[:PEERS]:
            yield leads[(place + step) % len(leads)], Relation.PEER

    guests = {company.members[team][0]: rows for team, rows in GUESTS.items() if team in teams}
    return Series(owner, "Leading a team", PURPOSES["leading"], paper, leads, raters, guests)


def _talking(company: Company, owner: Person, paper: Questionnaire, at: dt.datetime) -> Series:
    known = {person.pk for person in asked.who(_morning(at, 125))}
    teams = [[one for one in company.members[team][1:] if one.pk in known] for team in TALKERS]

    def raters(person: Person) -> Iterable[Rater]:
        own = next(team for team in teams if person in team)
        place = own.index(person)
        for step in range(1, min(NEAR, len(own) - 1) + 1):
            yield own[(place + step) % len(own)], Relation.PEER
        for team in teams:
            if team is not own:
                for step in range(min(FAR, len(team))):
                    yield team[(place + step) % len(team)], Relation.PEER

    people = [one for team in teams for one in team]
    return Series(owner, "Talking with each other", PURPOSES["talking"], paper, people, raters, {})


def _published(wave: Wave) -> Wave:
    """All who would answer do; then the clock of that day closes it."""
    answer(wave)
    assert wave.closes is not None
    return closing.close(wave, wave.closes + dt.timedelta(minutes=3))


def _share(wave: Wave, names: Iterable[str]) -> None:
    """Some let their manager read the report."""
    rows = Subject.objects.filter(wave=wave, person__name__in=names).select_related("person", "wave")
    assert wave.closes is not None
    for subject in rows.order_by("person__name"):
        if subject.person.manager is not None:
            actions.share_report(
                by=subject.person,
                subject=subject,
                person=subject.person.manager,
                at=wave.closes + dt.timedelta(days=2),
            )


def _morning(at: dt.datetime, days: int) -> dt.datetime:
    """Nine o'clock so many days ago, on the next Monday to Friday."""
    day = at - dt.timedelta(days=days)
    day += dt.timedelta(days=(7 - day.weekday()) % 7 if day.weekday() > 4 else 0)
    return day.replace(hour=9, minute=0)

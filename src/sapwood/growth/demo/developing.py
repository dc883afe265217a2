"""What some people of the demo company work on in themselves: what their goals are about, one begun by the guide, and
what they told of their practice in the weeks since."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from sapwood.goals import actions as goals
from sapwood.goals import queries
from sapwood.goals.drafts import KeyResultDraft, ObjectiveDraft
from sapwood.goals.models import KeyResult, Objective
from sapwood.growth import actions
from sapwood.people.demo import Company
from sapwood.people.models import Behaviour, Person, Priority


@dataclass(frozen=True)
class Practised:
    """Whose goal (by its first words), which behaviour, and what was told week by week until last week."""

    name: str
    title: str
    behaviour: str
    told: tuple[int, ...]


GOALS = (
    Practised("Leila Haddad", "Colleagues leave a talk", "giving-feedback.names-moment", (0, 1, 1, 2, 1, 0)),
    Practised("Owen Pritchard", "Younger installers try", "delegating.leaves-way-open", (1, 0, 1, 2, 2)),
    Practised("Maren Holt", "People bring me bad news", "speaking-up.thanks-bearer", (1, 1, 2)),
)
GUIDED = "Priya Raman"
GUIDED_TOLD = (0, 1, 0, 2)


def build(company: Company, *, at: dt.datetime) -> None:
    """Through the usual deeds, at the time of each week."""
    for row in GOALS:
        person = company.persons[row.name]
        goal = Objective.objects.filter(owner_person=person, title__startswith=row.title).first()
        behaviour = Behaviour.objects.filter(key=row.behaviour).select_related("competency").first()
        if goal is not None and behaviour is not None:
            begun = at - dt.timedelta(weeks=len(row.told), days=3)
            actions.focus_goal(
                by=person, objective=goal, competency=behaviour.competency, behaviour=behaviour, at=begun
            )
            _told(person, goal, row.told, at)
    _guided(company.persons[GUIDED], at)


def _guided(person: Person, at: dt.datetime) -> None:
    """What the guide asked her, and what she answered, five weeks ago."""
    begun = at - dt.timedelta(weeks=len(GUIDED_TOLD), days=3)
    behaviour = Behaviour.objects.select_related("competency").get(key="giving-feedback.asks-view")
    goal = actions.begin_goal(
        by=person,
        wish=actions.Wish(
            draft=ObjectiveDraft(
                title="People on the desk tell me their side before I tell them mine",
                why="Two of them said that my mind is made up before they sit down.",
                audience="the nine people on the service desk",
                nature=Objective.Nature.SOFT,
                key_results=(
                    KeyResultDraft(
                        title="Talks about a call in which I asked for their view before I gave mine",
                        unit="a week",
                        baseline=Decimal(1),
                        target=Decimal(6),
                        indicator=KeyResult.Indicator.LEADING,
                        updater=person,
                        due=(at + dt.timedelta(weeks=2)).date(),
                    ),
                ),
                priorities=tuple(Priority.objects.filter(retired=None).order_by("position")[:1]),
            ),
            cycle=queries.open_cycle(at.date()),
            behaviour=behaviour,
            situation="when we listen to a call together afterwards",
        ),
        at=begun,
    )
    goals.send_out(by=person, objective=goal, how="agreement", reason="Counted by me, on a card.", at=begun)
    _told(person, goal, GUIDED_TOLD, at)


def _told(person: Person, goal: Objective, told: tuple[int, ...], at: dt.datetime) -> None:
    for back, times in zip(range(len(told), 0, -1), told, strict=True):
        goals.practise(by=person, objective=goal, times=times, at=at - dt.timedelta(weeks=back))

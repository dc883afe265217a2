"""Goals of the demo that feedback measures. People's own, by a 360: one that raters see come true, one where nothing can
be told, one where the evidence is too thin, and one whose next round is open now. And a team's, by the weekly pulse."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sapwood.feedback import reading
from sapwood.feedback.demo.pulses import ANCHOR
from sapwood.feedback.models import Cell, Item, Publication, Subject
from sapwood.goals import actions
from sapwood.goals.actions.instruments import nearest_target
from sapwood.goals.drafts import KeyResultDraft, ObjectiveDraft
from sapwood.goals.measured import instruments
from sapwood.goals.measured.instruments import Instrument
from sapwood.goals.models import Cycle, Objective
from sapwood.people.demo import Company
from sapwood.people.models import Competency, Person, Team


@dataclass(frozen=True)
class Wish:
    """What somebody wants others to see. Without a `name` it is whoever the second round had too little about."""

    name: str
    competency: str
    title: str
    why: str
    audience: str
    result: str


WISHES = (
    Wish(
        "Owen Pritchard",
        "speaking-up",
        "My crew tells me what speaks against my plan before we unload the van",
        "Twice this spring somebody had seen it coming and had said nothing.",
        "the installers who work with me",
        "They see that objections are welcome",
    ),
    Wish(
        "Priya Raman",
        "giving-feedback",
        "People on the desk know from me what they do well and what to try",
        "My praise is a thumb in the chat, and my criticism comes in the review.",
        "the service desk",
        "They hear a moment, soon, and are asked how they saw it",
    ),
    Wish(
        "Leila Haddad",
        "disagreement",
        "Whoever disagrees with me hears it from me first",
        "I tell others before I tell the person, because it is easier.",
        "the people I share a shift with",
        "They see disagreement raised with them, and about the matter",
    ),
)
SHOWN = ("Owen Pritchard", "Leila Haddad")  # who also let their manager see what the round says of it
TEAM = "Service desk"
OF_TEAM = "Whoever asks first is done in time: our work fits into our hours"
TOO_THIN = {
    "direction": ("My team can say what comes first this week, and why", "They see reasons and an order"),
    "delegating": ("Work I hand over comes with what it needs, and stays handed over", "They see work handed over whole"),
    "speaking-up": ("Bad news reaches me while it is small", "They see that bad news is thanked for"),
    "giving-feedback": ("People hear from me within days what I saw", "They hear what I saw, soon"),
}  # fmt: skip


def build(company: Company, *, cycle: Cycle, at: dt.datetime) -> None:
    """Written in the first week of the cycle, from one's own report, through the usual deeds."""
    begun = dt.datetime.combine(cycle.starts + dt.timedelta(days=2), dt.time(17), tzinfo=dt.UTC)
    thin = Cell.objects.filter(kind=Cell.Kind.CHANGE, verdict="not_enough", subject__isnull=False)
    found = thin.select_related("subject__person", "competency").order_by("subject__person__name").first()
    wishes = list(WISHES)
    if found is not None and found.subject is not None and found.competency is not None:
        title, result = TOO_THIN[found.competency.key]
        wishes.append(
            Wish(str(found.subject.person), found.competency.key, title, "Half of my team is new.", "my team", result)
        )
    for wish in wishes:
        person = company.persons.get(wish.name)
        if person is not None:
            _write(person, wish, cycle, min(begun, at - dt.timedelta(hours=30)))
    _of_a_team(company, cycle)


def _write(person: Person, wish: Wish, cycle: Cycle, at: dt.datetime) -> None:
    own = Subject.objects.filter(person=person, wave__stage="published", wave__follows=None)
    subject = own.select_related("wave__publication").order_by("wave__opens").first()
    if subject is None:
        return
    competency = Competency.objects.get(key=wish.competency)
    chosen = Instrument(subject.wave.publication, person=person, competency=competency)
    level = instruments.level_of(chosen)
    target = nearest_target(chosen, level) if level.is_there else None
    if target is None:
        return
    objective = actions.write_objective(
        by=person,
        owner=person,
        layer=Objective.Layer.DEVELOPMENTAL,
        cycle=cycle,
        draft=ObjectiveDraft(
            title=wish.title,
            why=wish.why,
            audience=wish.audience,
            nature=Objective.Nature.SOFT,
            key_results=(KeyResultDraft(title=wish.result, updater=person),),
        ),
        at=at,
    )
    key_result = objective.key_results.get()
    actions.bind_key_result(by=person, key_result=key_result, chosen=chosen, target=target, at=at)
    objective.refresh_from_db()
    actions.agree_to_objective(by=person, objective=objective, at=at + dt.timedelta(minutes=10))
    if person.manager is not None:
        later = at + dt.timedelta(days=1)
        actions.share_objective(by=person, objective=objective, person=person.manager, at=later)
        if wish.name in SHOWN:
            actions.share_readings(by=person, key_result=key_result, person=person.manager, at=later)


def _of_a_team(company: Company, cycle: Cycle) -> None:
    """The soft goal of the visitors' team, measured by the question that each pulse asks, from the last pulse that was
    published before the cycle began."""
    lead = company.persons["Priya Raman"]
    team = company.teams[TEAM]
    begins = dt.datetime.combine(cycle.starts, dt.time(), tzinfo=dt.UTC)
    goal = Objective.objects.filter(owner_team=team, cycle=cycle, nature=Objective.Nature.SOFT).order_by("id").first()
    before = reading.published_pulses().filter(at__lt=begins).order_by("-at").first()
    chosen = _asked_each_week(lead, team, before) if before is not None else None
    if goal is None or chosen is None:
        return
    level = instruments.level_of(chosen)
    target = nearest_target(chosen, level) if level.is_there else None
    if target is None:
        return
    at = begins + dt.timedelta(hours=9)
    actions.add_measured_key_result(by=lead, objective=goal, title=OF_TEAM, chosen=chosen, target=target, at=at)
    goal.refresh_from_db()
    actions.agree_to_objective(by=lead, objective=goal, at=at + dt.timedelta(minutes=10))


def _asked_each_week(lead: Person, team: Team, before: Publication) -> Instrument | None:
    """The anchor of the pulse, as the people of the team answered it."""
    units = reading.units_read_by(lead, before.wave)
    unit = next((one for one in units if list(one.teams.all()) == [team]), None)
    item = Item.objects.filter(questionnaire=before.wave.questionnaire_id, key=ANCHOR).first()
    return Instrument(before, unit=unit, items=(item,)) if unit is not None and item is not None else None

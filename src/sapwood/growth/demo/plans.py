"""Plans of the demo company: one of a goal with what observers saw, one changed when its key result was at risk, one
of arriving under way, one proposed and not taken on yet."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from sapwood.activity.models import Notice
from sapwood.goals.models import Objective
from sapwood.growth import actions
from sapwood.growth.actions import NewStep, StepChange, Terms
from sapwood.growth.models import Demonstration, Plan, Step
from sapwood.growth.ready_plans import ready_plan
from sapwood.people.demo import Company
from sapwood.people.models import Behaviour, Person

READ = dt.timedelta(days=4)  # older notices were read
WEEK = dt.timedelta(weeks=1)


def build(company: Company, *, at: dt.datetime) -> None:
    """Written through the usual deeds, dated backwards from `at`."""
    _observed(company, at)
    _changed(company, at)
    _arriving(company, at)
    _proposed(company, at)
    old = Notice.objects.filter(link__startswith="/growth/", at__lt=at - READ, read=None)
    old.update(read=at - READ)


def _observed(company: Company, at: dt.datetime) -> None:
    """Leila learns to say what she saw; two colleagues have told what they saw of it, a third is asked."""
    leila, desk = company.persons["Leila Haddad"], company.members["Service desk"]
    goal = _goal(leila, "Colleagues leave a talk with me knowing")
    begun = at - 5 * WEEK
    plan = actions.start_plan(
        by=leila, person=leila, kind=Plan.Kind.DEVELOPMENT, objective=goal, starts=begun.date(), at=begun,
        terms=Terms("Saying it before it gets bigger", hours=Decimal("1.5"), agreed_with=desk[0]),
    )  # fmt: skip
    results = list(goal.key_results.all())
    behaviour = _behaviour("giving-feedback")
    first, second, third, _fourth, seen, _last = (
        actions.add_step(by=leila, plan=plan, step=one, at=begun)
        for one in (
            NewStep("content", "Listen to one hour of calls and write down how Adele says no", due=_day(begun, 4)),
            NewStep(
                "practice", "Say one thing I saw in each handover, before what I think", due=_day(begun, 11),
                key_result=results[-1], note="Only what I saw or heard. The sentence goes on the pad before the talk.",
            ),
            NewStep(
                "simulation", "Rehearse the talk about swapped shifts with Ruth", due=_day(begun, 18),
                note="She answers as people do: with reasons.",
            ),
            NewStep("coaching", "Half an hour with Priya: two talks, one good, one not", due=_day(begun, 32)),
            NewStep(
                "demonstration", "Let two of my shift watch in the Monday handover", due=_day(begun, 30),
                key_result=results[0], behaviour=behaviour,
            ),
            NewStep("practice", "Have the talk I have put off since summer", due=_day(begun, 40), key_result=results[0]),
        )
    )  # fmt: skip
    for step, days in ((first, 3), (second, 12), (third, 19)):
        actions.tick_step(by=leila, step=step, done=True, at=begun + dt.timedelta(days=days))
    said = (
        (4, "At the handover you said what the caller had said, word for word, and only then what you would do."),
        (3, "With me yes. When Tom was loud you waited until he had gone."),
    )
    watchers = [one for one in desk[1:] if one != leila]
    for person, (level, words), days in zip(watchers, said, (9, 6), strict=False):
        row = _ask(leila, seen, [person], "Monday handover, the first ten minutes.", at - dt.timedelta(days=days + 3))
        actions.observe(by=person, demonstration=row, level=level, words=words, at=at - dt.timedelta(days=days))
    _ask(leila, seen, watchers[2:3], "Monday handover, the first ten minutes.", at - dt.timedelta(days=1))
    actions.keep_certificate(
        by=leila, plan=plan, name="First aid at work", issuer="County ambulance school", until=_day(at, 47), at=begun
    )
    _asks_leila(company, leila, at)


def _asks_leila(company: Company, leila: Person, at: dt.datetime) -> None:
    """Priya's goal is nobody else's; she asks Leila to watch for one behaviour of it."""
    priya = company.persons["Priya Raman"]
    goal = _goal(priya, "My team decides without me")
    begun = at - 3 * WEEK
    plan = actions.start_plan(
        by=priya, person=priya, kind=Plan.Kind.DEVELOPMENT, objective=goal, starts=begun.date(), at=begun,
        terms=Terms("Keeping out of it"),
    )  # fmt: skip
    practise = NewStep("practice", "Answer “what would you do?” with the same question, for a week", due=_day(begun, 7))
    done = actions.add_step(by=priya, plan=plan, step=practise, at=begun)
    actions.tick_step(by=priya, step=done, done=True, at=begun + WEEK)
    seen = NewStep(
        "demonstration", "Ask two of the desk whether they see it", due=_day(at, 5), behaviour=_behaviour("delegating")
    )
    step = actions.add_step(by=priya, plan=plan, step=seen, at=begun)
    _ask(priya, step, [leila], "When somebody brings me a refund this week.", at - dt.timedelta(hours=20))


def _changed(company: Company, at: dt.datetime) -> None:
    """Owen's key result stood still; he changed the plan and wrote down why."""
    owen = company.persons["Owen Pritchard"]
    goal = _goal(owen, "Younger installers try the hard step first")
    begun = at - 6 * WEEK
    plan = actions.start_plan(
        by=owen, person=owen, kind=Plan.Kind.DEVELOPMENT, objective=goal, starts=begun.date(), at=begun,
        terms=Terms("Hands in my pockets", hours=Decimal(2)),
    )  # fmt: skip
    results = list(goal.key_results.all())
    for step in (
        NewStep("content", "Watch Ruth teach brazing for a morning", due=_day(begun, 5)),
        NewStep(
            "practice", "Ask what they would do first, on each visit", due=_day(begun, 14), key_result=results[-1]
        ),
        NewStep("practice", "Plan the hard step into every Thursday visit", due=_day(begun, 35), key_result=results[0]),
        NewStep("coaching", "Talk with Ruth about the moment I take the spanner", due=_day(begun, 49)),
        NewStep(
            "demonstration", "Let Ruth come along for a day", due=_day(begun, 63), key_result=results[0],
            behaviour=_behaviour("coaching"),
        ),
    ):  # fmt: skip
        actions.add_step(by=owen, plan=plan, step=step, at=begun)
    watch, ask, thursday, *_rest = Step.objects.filter(plan=plan).order_by("position")
    actions.tick_step(by=owen, step=watch, done=True, at=begun + dt.timedelta(days=5))
    actions.tick_step(by=owen, step=ask, done=True, at=begun + dt.timedelta(days=15))
    actions.change_plan(
        by=owen, plan=plan, version=plan.version, because_of=results[:1], at=at - 12 * (WEEK / 7),
        terms=Terms("Hands in my pockets", hours=Decimal(3), agreed_with=owen.manager),
        why="On Thursdays there are two visits and no time to be slow. On Tuesdays there is one, so the hard step moves there.",
        steps=[StepChange(thursday, "Plan the hard step into every Tuesday visit, with an hour more", _day(at, 16))],
    )  # fmt: skip
    actions.keep_certificate(
        by=owen, plan=None, name="Handling refrigerants, category I", issuer="Training centre", until=_day(at, 210),
        at=begun,
    )  # fmt: skip


def _arriving(company: Company, at: dt.datetime) -> None:
    """The newest on the service desk has taken on the plan that Priya proposed."""
    priya, newcomer = company.persons["Priya Raman"], company.members["Service desk"][-1]
    first = newcomer.starts or at.date()
    begun = at - dt.timedelta(days=8)
    plan = actions.start_plan(
        by=priya, person=newcomer, kind=Plan.Kind.ONBOARDING, ready=ready_plan("first-ninety-days"), starts=first,
        at=begun,
        terms=Terms(
            "The first ninety days on the desk",
            "After three months you take calls of every kind on your own and know whom to ask about boards.",
            Decimal(6), priya, None,
        ),
    )  # fmt: skip
    actions.accept_plan(by=newcomer, plan=plan, at=at - dt.timedelta(days=5))
    steps = list(plan.steps.order_by("due"))
    actions.tick_step(by=newcomer, step=steps[0], done=True, at=at - dt.timedelta(days=4))
    actions.tick_step(by=priya, step=steps[1], done=True, at=at - dt.timedelta(days=3))


def _proposed(company: Company, at: dt.datetime) -> None:
    """Mikkel's lead proposes that he sees how those work who use his software."""
    mikkel = company.persons["Mikkel Sørensen"]
    lead, ready = company.members["Embedded software"][0], ready_plan("with-those-we-serve")
    assert ready is not None
    if lead != mikkel:
        actions.start_plan(
            by=lead, person=mikkel, kind=Plan.Kind.ROTATION, ready=ready, starts=_day(at, 10),
            at=at - dt.timedelta(days=2), terms=Terms("Five days with the installers", ready.purpose, Decimal(4), lead),
        )  # fmt: skip


def _ask(by: Person, step: Step, observers: list[Person], request: str, at: dt.datetime) -> Demonstration:
    row = actions.ask_to_observe(by=by, step=step, observers=observers, request=request, at=at)
    assert row is not None
    return row


def _goal(person: Person, title: str) -> Objective:
    return Objective.objects.select_related("cycle").get(owner_person=person, title__startswith=title)


def _behaviour(competency: str) -> Behaviour:
    return Behaviour.objects.filter(competency__key=competency).order_by("position", "id")[0]


def _day(begun: dt.datetime, days: int) -> dt.date:
    """So many days later, or the Friday before a weekend."""
    day = begun.date() + dt.timedelta(days=days)
    return day - dt.timedelta(days=max(0, day.weekday() - 4))

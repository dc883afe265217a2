"""From the body of a check-in to the words of the deed."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from sapwood.api import problems
from sapwood.api.v1 import shapes
from sapwood.goals.actions import Observation
from sapwood.goals.models import KeyResult
from sapwood.people.models import Person


def observations_of(given: shapes.CheckInGiven, results: Sequence[KeyResult]) -> dict[KeyResult, Observation]:
    """What is told of each key result of the objective. Raises Problem with every place that does not fit."""
    known = {result.public_id: result for result in results}
    told: dict[KeyResult, Observation] = {}
    wrong = []
    for place, line in enumerate(given.readings):
        at = f"body.readings[{place}]"
        result = known.get(line.key_result)
        if result is None:
            wrong.append(
                problems.of_field(
                    f"{at}.key_result",
                    _("The objective has no such key result."),
                    given=line.key_result,
                    allowed=", ".join(known),
                )
            )
        elif result in told:
            wrong.append(problems.of_field(f"{at}.key_result", _("It is told of twice."), given=line.key_result))
        elif (problem := _unfit(line, result, at)) is not None:
            wrong.append(problem)
        else:
            told[result] = _observation(line, result)
    if wrong:
        raise problems.invalid(*wrong)
    return told


def blockers_of(given: shapes.CheckInGiven, holder: Person) -> list[tuple[str, Person | None]]:
    """What is in the way, and who could help."""
    wanted = {one.person for one in given.blockers if one.person is not None}
    people = {one.public_id: one for one in Person.objects.visible_to(holder).filter(public_id__in=wanted)}
    wrong = [
        problems.of_field(
            f"body.blockers[{place}].person",
            _("There is nobody with this id, or nobody you may see."),
            given=one.person,
            allowed=_("the id of a person, from /people"),
        )
        for place, one in enumerate(given.blockers)
        if one.person is not None and one.person not in people
    ]
    if wrong:
        raise problems.invalid(*wrong)
    return [(one.text, people[one.person] if one.person is not None else None) for one in given.blockers]


def _unfit(line: shapes.ToldGiven, result: KeyResult, at: str) -> dict[str, object] | None:
    steps = len(result.milestones.all())
    if steps and line.reached is None:
        return problems.of_field(
            f"{at}.reached",
            _("It goes step by step: say which steps are reached."),
            allowed=_("a list of numbers from 1 to %(n)d") % {"n": steps},
        )
    if steps:
        beyond = [number for number in line.reached or () if number > steps]
        if beyond:
            return problems.of_field(
                f"{at}.reached",
                _("There is no such step."),
                given=beyond,
                allowed=_("numbers from 1 to %(n)d") % {"n": steps},
            )
        return None
    if line.reached is not None:
        return problems.of_field(
            f"{at}.reached", _("It has no steps."), given=line.reached, allowed=_("leave it out; give value")
        )
    if line.value is None:
        return problems.of_field(f"{at}.value", _("It is missing."), allowed=_("a number"))
    return None


def _observation(line: shapes.ToldGiven, result: KeyResult) -> Observation:
    steps = list(result.milestones.all())
    if steps:
        ticked = frozenset(steps[number - 1].pk for number in line.reached or ())
        return Observation(Decimal(len(ticked)), confidence=line.confidence, note=line.note, reached=ticked)
    assert line.value is not None
    return Observation(line.value, confidence=line.confidence, note=line.note)

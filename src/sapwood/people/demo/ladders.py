"""Two ladders of the demo company and what their roles expect; what builds on what; who has which role since when."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

from sapwood.people.demo.company import Company
from sapwood.people.models import Competency, Expectation, Foundation, JobAssignment, JobRole

LADDERS: dict[str, list[tuple[str, str, dict[str, int]]]] = {
    "Installing": [
        (
            "Installer, first year",
            "Fits what somebody beside them has planned, and asks before the second mistake.",
            {"listening": 3, "keeping-agreements": 3, "learning-from-mistakes": 2},
        ),
        (
            "Installer",
            "Leaves a house warm, clean and explained.",
            {"listening": 3, "keeping-agreements": 4, "explaining": 3, "learning-from-mistakes": 3},
        ),
        (
            "Senior installer",
            "Takes the houses nobody has seen before, and somebody younger along.",
            {"keeping-agreements": 4, "explaining": 4, "framing": 3, "coaching": 3, "sharing-knowledge": 3},
        ),
        (
            "Lead installer",
            "Answers for a crew: that it is safe, that it learns, that it is on time.",
            {"direction": 4, "delegating": 4, "speaking-up": 4, "giving-feedback": 4, "coaching": 3},
        ),
    ],
    "Service": [
        (
            "Service adviser",
            "Takes a call about a cold house and does not let go until it is warm.",
            {"listening": 4, "disagreement": 4, "keeping-agreements": 3, "explaining": 3},
        ),
        (
            "Senior service adviser",
            "Takes the calls that went wrong, and finds out why they did.",
            {"listening": 4, "explaining": 4, "disagreement": 4, "framing": 3, "sharing-knowledge": 3},
        ),
        (
            "Service desk lead",
            "Sees to it that a caller never has to call twice, and that the desk wants to be there.",
            {"direction": 3, "delegating": 3, "speaking-up": 4, "giving-feedback": 4, "prioritising": 3},
        ),
    ],
    "Leading": [
        (
            "Team lead",
            "Makes clear what comes first, and makes it easy to say what speaks against it.",
            {"direction": 4, "delegating": 3, "speaking-up": 4, "giving-feedback": 3},
        ),
    ],
}
ONWARD = [("Senior installer", "Team lead"), ("Senior service adviser", "Team lead")]
BUILDS = {
    "giving-feedback": ["listening"],
    "coaching": ["listening", "giving-feedback"],
    "speaking-up": ["listening"],
    "disagreement": ["listening"],
    "delegating": ["direction"],
    "negotiating": ["listening", "customer-understanding"],
}
SINCE = dt.timedelta(days=420)  # the ladders were written then


def build(company: Company, *, today: dt.date) -> None:
    """In bulk, as an import would have brought them: whoever is called like a role has it."""
    known = {one.key: one for one in Competency.objects.all()}
    roles = _roles(known)
    rows = []
    for person in company.everybody:
        role = roles.get(person.job_title)
        if role is not None:
            since = max(today - SINCE, person.starts or today - SINCE)
            if person.name == "Owen Pritchard":  # led a crew first as a senior installer
                changed = today - dt.timedelta(days=260)
                rows.append(JobAssignment(person=person, role=roles["Senior installer"], starts=since, ends=changed))
                since = changed
            rows.append(JobAssignment(person=person, role=role, starts=since))
    JobAssignment.objects.bulk_create(rows)
    Foundation.objects.bulk_create(
        Foundation(competency=known[key], on=known[other]) for key, others in BUILDS.items() for other in others
    )


def _roles(known: dict[str, Competency]) -> dict[str, JobRole]:
    written = [
        (JobRole(name=name, text=text, track=track), expected)
        for track, ladder in LADDERS.items()
        for name, text, expected in ladder
    ]
    for place, (role, _expected) in enumerate(written):
        role.position = place
    JobRole.objects.bulk_create(role for role, _expected in written)
    Expectation.objects.bulk_create(
        Expectation(role=role, competency=known[key], level=level)
        for role, expected in written
        for key, level in expected.items()
    )
    roles = {role.name: role for role, _expected in written}
    for ladder in LADDERS.values():
        for (below, *_rest), (above, *_more) in pairwise(ladder):
            roles[below].next_roles.add(roles[above])
    for below, above in ONWARD:
        roles[below].next_roles.add(roles[above])
    return roles

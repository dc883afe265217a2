"""Who may do what: the policy file in words."""

from __future__ import annotations

from collections import defaultdict

from sapwood.files.paper import Paper, Section, Table, Text
from sapwood.people import policy
from sapwood.people.models import Role, RoleGrant

ROOMS = {"v1": "for programs"}


def paper_of() -> Paper:
    file = policy.load()
    addresses: dict[str, list[str]] = defaultdict(list)
    for route, methods in file.routes.items():
        for method, action in methods.items():
            addresses[action].append(f"{method} {route}")
    subjects: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for action, relations in file.actions.items():
        row = (
            action.split(".")[-1].replace("_", " "),
            "\n".join(policy.words_of(name) for name in relations),
            ", ".join(addresses[action]),
        )
        subjects[action.split(".")[0]].append(row)
    sections = [
        Section(subject.replace("_", " ").capitalize(), (Table(("Deed", "Who", "Addresses"), tuple(rows), (0.2, 0.4, 0.4)),))
        for subject, rows in subjects.items()
    ]  # fmt: skip
    return Paper(
        "Role matrix",
        lead=(
            "Made from the one file that decides it. A page or address without a line in it does not answer. A role opens "
            "nothing beyond what stands here: administrators run the system and read no content.",
        ),
        sections=(_holders(), *sections),
    )


def _holders() -> Section:
    held = RoleGrant.objects.filter(ends=None).values_list("role", "person_id")
    rows = tuple(
        (str(role.label), str(len({person for name, person in held if name == role}))) for role in Role
    )  # fmt: skip
    several = len({one for _role, one in held if sum(one == other for _name, other in held) > 1})
    return Section(
        "Roles held now",
        (
            Table(("Role", "People"), rows, (0.6, 0.4)),
            Text(
                f"{several} people hold several roles. Where one both runs the system and runs rounds, everybody reads their "
                "names before answering."
            ),
        ),
    )

"""A draft for the assessment of the impact on data protection. What only the organisation can say is left open, and said."""

from __future__ import annotations

from django.apps import apps
from django.db import models

from sapwood.config.assurance.figures import thresholds_in_force
from sapwood.files.paper import Paper, Points, Section, Table, Text
from sapwood.people.models import Person

OPEN = "[to be written by the organisation]"
RISKS = (
    ("Somebody learns what one person answered", "sealed until the wave closes as a whole; published once, from enough answers, rounded; no filters, no second cut; the key is destroyed"),
    ("Results are joined with others until few are left", "the set of shown cells is chosen so that no sum or difference of them holds a few people"),
    ("Results become a means of judging a person", "no ranking, no scores of people; a report is its subject's; the API gives no reports and no list by person"),
    ("A manager or administrator opens what is private", "no role opens reports, private goals or feedback between colleagues; the rights are tested for each page, method and kind of person"),
    ("People feel watched or overburdened", "a budget of minutes a week; skipping and saying no are always offered; nobody sees who has not answered"),
    ("The server, a disk or a back-up is stolen", "keys lie apart from the data and are in no back-up; passwords are hashed; full-disk encryption is the operator's part"),
)  # fmt: skip
LIMITS = (
    "Whoever controls the running server while a wave is open (its memory, changed code).",
    "Somebody who watches the network and sees when an answer is sent.",
    "A way of writing that others recognise; a group in which everybody says the same.",
    "A 360 with a follow-up: until that is published, key store and database together could join answers to people.",
)


def paper_of() -> Paper:
    least = {one.what: f"{one.value} {one.unit}" for one in thresholds_in_force()}
    measures = tuple(f"{what}: {value}." for what, value in least.items())
    return Paper(
        "Data protection impact assessment: draft",
        lead=(
            "A draft made from this installation, for whoever is responsible to complete. It is no legal advice. What stands "
            "in brackets only the organisation can say.",
        ),
        sections=(
            Section(
                "1. What is done, and why",
                (
                    Text("Goals and their progress are recorded; people are asked about behaviour they saw and about their work; results are published to the people named in the role matrix."),
                    Text(f"Purpose and necessity: {OPEN}. Legal basis, and agreements with the works council: {OPEN}."),
                ),
            ),
            Section(
                "2. Which data about people",
                (
                    Text("Every table of this installation that points to a person, in the words of its own description:"),
                    Table(("Table", "What it holds"), _tables(), (0.3, 0.7)),
                ),
            ),
            Section("3. Risks, and what is done about each", (Table(("Risk", "Measure"), RISKS, (0.36, 0.64)),)),
            Section("4. Figures in force", (Points(measures),)),
            Section("5. What is not protected", (Text("Said to everybody before they answer."), Points(LIMITS))),
            Section(
                "6. Left for the organisation",
                (
                    Points(
                        (
                            f"Who is responsible, and who was heard: {OPEN}",
                            f"Where the server stands, who runs it, and who processes on behalf: {OPEN}",
                            f"How long back-ups are kept: {OPEN}",
                            f"How people ask for their data, and how somebody is erased: {OPEN}",
                            f"The remaining risk, and the decision: {OPEN}",
                        )
                    ),
                ),
            ),
        ),
    )  # fmt: skip


def _tables() -> tuple[tuple[str, str], ...]:
    """Tables of ours with a person in them; each model says in its first sentence what it is."""
    found = []
    for model in apps.get_models():
        if not model.__module__.startswith("sapwood."):
            continue
        points = any(
            isinstance(field, models.ForeignKey | models.OneToOneField) and field.related_model is Person
            for field in model._meta.get_fields()
        )
        if points or model is Person:
            said = (model.__doc__ or "").strip().splitlines()
            found.append((str(model._meta.verbose_name).capitalize(), said[0] if said else ""))
    return tuple(sorted(found))

"""Every question that people can be asked here, and on which scale."""

from __future__ import annotations

from itertools import groupby

from sapwood.feedback import bank, queries, scales
from sapwood.feedback.models import Item, Questionnaire
from sapwood.files.paper import Paper, Section, Table, Text


def paper_of() -> Paper:
    used = [line.used for line in queries.lines() if line.used is not None]
    return Paper(
        "Question catalogue",
        lead=(
            "People are asked about observable behaviour and about their work. “Could not observe”, or no answer, is "
            "offered with every question that a person may not be able to answer, and is never counted as the middle.",
        ),
        sections=(
            Section("Scales", (_scales(),)),
            *(_questionnaire(one) for one in used),
            *([] if used else [Section("Questionnaires in use", (Text("None was published yet."),))]),
            _library(),
            _pulses(),
        ),
    )


def _scales() -> Table:
    rows = []
    for kind in (Item.Kind.FREQUENCY, Item.Kind.AGREEMENT, Item.Kind.ZERO_TO_TEN):
        item = Item(kind=kind)
        steps = [f"{step.value}: {step.words}" if step.words else str(step.value) for step in scales.steps(item)]
        rows.append((str(kind.label), ", ".join(steps), scales.pass_words(item)))
    return Table(("Scale", "Steps", "Apart from it"), tuple(rows), (0.2, 0.55, 0.25))


def _questionnaire(one: Questionnaire) -> Section:
    items = one.items.select_related("competency").order_by("position", "id")
    rows = tuple(
        (item.text, str(Item.Kind(item.kind).label), item.competency.name if item.competency else item.theme)
        for item in items
    )
    heads = ("Question", "Scale", "Counts towards")
    about = f"{one.get_kind_display()}, edition {one.edition}, {len(rows)} questions. What was published never changes."
    return Section(f"Questionnaire “{one.name}”", (Text(about), Table(heads, rows, (0.55, 0.2, 0.25))))


def _library() -> Section:
    families = queries.library()
    blocks: list[Table | Text] = [
        Text("What a 360 questionnaire can be composed of. Each is something one sees or hears.")
    ]
    for family in families:
        rows = tuple(
            (competency.name, behaviour.text)
            for competency in family.competencies
            for behaviour in vars(competency)["asked"]
        )
        blocks.append(Table((family.name, "Behaviour"), rows, (0.3, 0.7)))
    return Section("Library of behaviours", tuple(blocks))


def _pulses() -> Section:
    blocks = []
    for theme, items in groupby(bank.pulse_items(), key=lambda item: item.theme):
        blocks.append(Table((theme or "Other",), tuple((item.text,) for item in items), (1.0,)))
    return Section("Questions a pulse can be composed of", tuple(blocks))

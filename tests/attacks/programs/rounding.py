"""A15: rounding and adjusting turned round. Published numbers are linear in the answers, with weights that the product's
own code tells whoever runs it: so they are solved for the answers, all at once, each as exactly as it was rounded."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

from sapwood.feedback.models import Cell
from tests.attacks import doubles, worlds
from tests.attacks.attack import Guesses, Who
from tests.attacks.stories import Story
from tests.attacks.sums import Row, likeliest_difference

HALF, TENTH, COARSE_BELOW = 0.5, 0.1, 20


def solved_in_pulse(seen: Mapping[int, Sequence[Row]], who: Who) -> Guesses:
    return {item: likeliest_difference([who.first], [who.second], rows) for item, rows in seen.items()}


def solved_in_round(seen: Mapping[int, Sequence[Row]], who: Who) -> Guesses:
    """A form is a rater about a subject; the two said the same about both subjects."""
    guesses = {}
    for item, rows in seen.items():
        forms = sorted({form for row in rows for form in row.weights}, key=repr)
        mine, theirs = ([form for form in forms if _subject(form) == pk] for pk in (who.first, who.second))
        guesses[item] = likeliest_difference(mine, theirs, rows)
    return guesses


def _subject(form: Hashable) -> object:
    assert isinstance(form, tuple)  # a rater and a subject
    return form[1]


def rows_of_pulse(story: Story) -> dict[int, list[Row]]:
    """Every shown number of every unit, with what each answer weighs in it."""
    found: dict[int, list[Row]] = {}
    cells = Cell.objects.filter(publication__wave=story.pulse.wave, kind=Cell.Kind.LEVEL, withheld="")
    for item in story.pulse.items:
        weights = worlds.weights_in_pulse(story, item.pk)
        for cell in cells.filter(item=item):
            assert cell.unit_id is not None and cell.value is not None
            base, of = weights[cell.unit_id]
            step = HALF if len(story.pulse.members(cell.unit_id)) < COARSE_BELOW else TENTH
            found.setdefault(item.pk, []).append(Row(dict(of), cell.value, base, step))
    return found


def careless_rows_of_pulse(story: Story) -> dict[int, list[Row]]:
    """The double: a bare threshold and exact means."""
    return {
        item: [Row(dict.fromkeys(mean.people, 1 / len(mean.people)), mean.value) for mean in means]
        for item, means in doubles.careless_means(story).items()
    }


def rows_of_round(story: Story) -> dict[int, list[Row]]:
    """Both reports: what all raters see with each form's weight, groups, behaviours, and the named views."""
    about = story.round
    weights = worlds.weights_in_round(story)
    competency = {item.competency_id: item.pk for item in about.items}
    found: dict[int, list[Row]] = {item.pk: [] for item in about.items}
    cells = Cell.objects.filter(publication__wave=about.wave, kind=Cell.Kind.LEVEL, withheld="")
    for cell in cells.select_related("subject"):
        assert cell.subject is not None and cell.value is not None
        person = cell.subject.person_id
        item = cell.item_id or competency[cell.competency_id]
        if cell.item_id is None and cell.group == Cell.ALL:
            base, of = weights[person]
            found[item].append(Row(dict(of), cell.value, base, TENTH))
            continue
        people = _people(story, person, cell)
        if people:
            named = cell.group in {"self", "manager"}
            even = dict.fromkeys(((person, pk) for pk in people), 1 / len(people))
            found[item].append(Row(even, cell.value, 0.0, TENTH if named else HALF))
    return found


def _people(story: Story, person: int, cell: Cell) -> frozenset[int]:
    about = story.round
    if cell.item_id is not None:
        return frozenset(pk for pk, relation in about.relations[person].items() if relation != "self")
    if cell.group in {"self", "manager"}:
        return about.raters(person, {cell.group})
    groups = about.groups(person, 4 if cell.group == Cell.REST else 3)
    return groups.get(Cell.OTHERS if cell.group == Cell.REST else cell.group, frozenset())


def careless_rows_of_round(story: Story) -> dict[int, list[Row]]:
    """The double: every relation exact, from one rater on."""
    about = story.round
    return {
        item.pk: [
            Row(
                dict.fromkeys(((person, pk) for pk in people), 1 / len(people)),
                about.exact(person, people, item.pk).value,
            )
            for person, raters in about.relations.items()
            for relation in sorted(set(raters.values()))
            if (people := about.raters(person, {relation}))
        ]
        for item in about.items
    }


# ---- a stated limit: everybody but two pools what they answered


def likelier_world(seen: tuple[Mapping[int, Any], Mapping[int, tuple[Any, Any]]], who: Who) -> Guesses:
    """Count both possible worlds with the product's own code, round them, and see which one was published."""
    published, worlds = seen
    guesses = {}
    for item, (low, high) in worlds.items():
        fits = [sum(world.get(place) == value for place, value in published[item].items()) for world in (low, high)]
        guesses[item] = float(fits[0] - fits[1])
    return guesses


def both_worlds(story: Story) -> tuple[dict[int, Any], dict[int, tuple[Any, Any]]]:
    """A15: what was published, and what would be if the first of the two had answered low, or the second."""
    pulse = story.pulse
    cells: dict[int, Any] = {}
    for cell in Cell.objects.filter(publication__wave=pulse.wave, kind=Cell.Kind.LEVEL):
        assert cell.item_id is not None
        cells.setdefault(cell.item_id, {})[cell.unit_id] = (
            cell.value, cell.low, cell.high, cell.wide_low, cell.wide_high, cell.count, cell.distribution,
        )  # fmt: skip
    possible = {}
    for item in pulse.items:
        pair = []
        for coin in (1, -1):
            figures = worlds.counted(story, item.pk, coin).figures
            pair.append(
                {
                    one.unit: (
                        one.value, one.low, one.high, one.wide_low, one.wide_high, one.count, one.distribution,
                    )
                    for one in figures if one.kind == "level"
                }
            )  # fmt: skip
        possible[item.pk] = (pair[0], pair[1])
    return cells, possible


def both_worlds_of_round(story: Story) -> tuple[dict[int, Any], dict[int, tuple[Any, Any]]]:
    """A15: every figure of both reports as published, and as it would be in each of the two worlds."""
    about = story.round
    people = {subject.pk: subject.person_id for subject in about.subjects}
    published: dict[tuple[object, ...], object] = {}
    for cell in Cell.objects.filter(publication__wave=about.wave).select_related("subject"):
        place = (cell.kind, people[cell.subject_id or 0], cell.group, cell.item_id, cell.competency_id)
        published[place] = (cell.value, cell.low, cell.high, cell.count)
    possible = {}
    for item in about.items:
        both = []
        for coin in (1, -1):
            figures = worlds.counted_round(story, item.pk, coin).figures
            both.append(
                {
                    (one.kind, one.subject, one.group, one.item, one.competency): (
                        one.value, one.low, one.high, one.count,
                    )
                    for one in figures
                }
            )  # fmt: skip
        possible[item.pk] = (both[0], both[1])
    return dict.fromkeys(possible, published), possible

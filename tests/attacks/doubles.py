"""Doubles: what adversaries would hold if a protection were missing. Made from the secret, in tests only."""

from __future__ import annotations

import html
import sqlite3
from collections.abc import Collection
from pathlib import Path

from sapwood.feedback import ballots
from tests.attacks.stories import Story
from tests.attacks.sums import Mean


def careless_means(story: Story, *, least: int = 5, without: Collection[int] = ()) -> dict[int, list[Mean]]:
    """Every unit with so many answers, exact: a threshold, and no look at what subtraction tells."""
    pulse = story.pulse
    groups = {pulse.members(unit, without) for unit in pulse.parents}
    return {item.pk: [pulse.exact(one, item.pk) for one in groups if len(one) >= least] for item in pulse.items}


def means_of_units(story: Story, units: Collection[int]) -> dict[int, list[Mean]]:
    pulse = story.pulse
    groups = {people for unit in units if (people := pulse.members(unit))}
    return {item.pk: [pulse.exact(one, item.pk) for one in groups] for item in pulse.items}


def page_with_numbers_behind(story: Story, page: str) -> str:
    """The page of results with the exact means of every unit in attributes, as careless charts have them."""
    pulse = story.pulse
    for unit in pulse.wave.units.all():
        people = pulse.members(unit.pk)
        if people:
            marks = "".join(
                f'<i data-question="{html.escape(item.text)}" data-mean="{pulse.exact(people, item.pk).value:.4f}"></i>'
                for item in pulse.items
            )
            page = page.replace(f'id="{unit.public_id}">', f'id="{unit.public_id}">{marks}')
    return page


def file_with_everything(story: Story) -> str:
    """An export that forgot the threshold: one line a unit and question."""
    pulse = story.pulse
    return "\n".join(
        f"{unit.name},{item.text},{pulse.exact(people, item.pk).value}"
        for unit in pulse.wave.units.all()
        if (people := pulse.members(unit.pk))
        for item in pulse.items
    )


def signed_remarks(story: Story) -> str:
    """Remarks with their writers, as a search index or an export would have them."""
    pulse = story.pulse
    return ("\n" + "-" * 900 + "\n").join(
        f'{{"author": "{person.name}", "text": "{pulse.remark(text, first=place == 0)}"}}'
        for text in pulse.texts
        for place, person in enumerate(pulse.writers)
    )


def remarks_as_they_came(story: Story) -> dict[int, list[str]]:
    return {
        text.pk: [story.pulse.remark(text, first=True), story.pulse.remark(text, first=False)]
        for text in story.pulse.texts
    }


def deleted_without_care(story: Story, folder: Path) -> str:
    """A database that held answers with names and deleted them, as SQLite does without `secure_delete`."""
    pulse = story.pulse
    file = folder / f"careless-{story.seed}.sqlite3"
    with sqlite3.connect(file) as base:
        base.execute("PRAGMA secure_delete=OFF")
        base.execute("CREATE TABLE answer (id INTEGER PRIMARY KEY, content TEXT)")
        for person in pulse.writers:
            content = ballots.pack(ballots.Answers(f"person-{person.pk}", remarks=pulse.remarks[person.pk])).decode()
            base.execute("INSERT INTO answer (content) VALUES (?)", [content + " " * 900])
        base.commit()
        base.execute("DELETE FROM answer")
        base.commit()
    base.close()
    found = file.read_bytes().decode("latin-1")
    file.unlink()
    return found

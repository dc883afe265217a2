"""The people file in words: what its columns are called on a page, what they mean, and its errors translated."""

from __future__ import annotations

from django.utils.translation import gettext, gettext_lazy

from sapwood.files.words import Said

LABELS = {
    "external_id": gettext_lazy("Staff number"),
    "email": gettext_lazy("E-mail"),
    "name": gettext_lazy("Name"),
    "manager": gettext_lazy("Manager"),
    "team": gettext_lazy("Team"),
    "parent_team": gettext_lazy("Parent team"),
    "role": gettext_lazy("Role"),
    "share": gettext_lazy("Share of full time"),
    "time_zone": gettext_lazy("Time zone"),
    "language": gettext_lazy("Language"),
    "starts": gettext_lazy("First day"),
    "leaves": gettext_lazy("Last day"),
    "away_from": gettext_lazy("Away"),
    "away_until": gettext_lazy("Away until"),
}

MEANINGS = {
    "external_id": gettext_lazy(
        "Staff number or any other mark that stays with the person. By it they are known again."
    ),
    "email": gettext_lazy("Address for signing in. Without a staff number, they are known again by this."),
    "name": gettext_lazy("The whole name. Needed for everybody who is new."),
    "manager": gettext_lazy("Staff number, address, or a name that only one person has."),
    "team": gettext_lazy("The team somebody works in. A team that is new is made."),
    "parent_team": gettext_lazy("The team above that team."),
    "role": gettext_lazy("What they do, such as “Service adviser”."),
    "share": gettext_lazy("Share of full time: 0.8 or 80 %."),
    "time_zone": gettext_lazy("Such as Europe/Berlin. Whoever is new and has none gets yours."),
    "language": gettext_lazy("Such as en or de."),
    "starts": gettext_lazy("First day of work, such as 2026-03-16."),
    "leaves": gettext_lazy("Last day of work. From the next day on they cannot sign in."),
    "away_from": gettext_lazy("First day of a longer absence. No reason is kept."),
    "away_until": gettext_lazy("Last day of it. Empty: not known yet."),
}


def told(sentence: Said) -> str:
    """A sentence of the file's reader in the language of whoever reads it."""
    text = gettext(sentence.text)
    values = {name: told(value) if isinstance(value, Said) else value for name, value in sentence.values}
    return text % values if values else text


def label(column: str) -> str:
    return str(LABELS.get(column, column))


def guide() -> list[tuple[str, str]]:
    """Each column with its meaning."""
    return [(column, str(meaning)) for column, meaning in MEANINGS.items()]

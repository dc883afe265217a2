"""The headings of a people file: which column each means, in English, German and French."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from sapwood.files.people.rows import COLUMNS
from sapwood.files.tables import Row, Table, column_letters, shown
from sapwood.files.words import Said, Unreadable, _, said

# Beside the names above. Case, accents and marks are not looked at; `first_name` and `last_name` make a name.
SYNONYMS: dict[str, str] = {
    "external_id": "id, person id, employee id, employee number, employee no, staff number, staff id, staff no, personnel number, "
    "personnel no, worker id, personalnummer, personal nr, mitarbeiternummer, mitarbeiter id, matricule, numero d employe",
    "email": "e mail, mail, email address, e mail address, mail address, work email, business email, email work, "
    "e mail adresse, mailadresse, adresse e mail, adresse mail, courriel",
    "name": "full name, display name, employee name, employee, person, vollstandiger name, anzeigename, mitarbeiter, "
    "nom complet, nom et prenom, prenom et nom",
    "first_name": "first name, given name, forename, vorname, prenom",
    "last_name": "last name, surname, family name, nachname, familienname, nom, nom de famille",
    "manager": "manager id, manager email, manager e mail, manager name, line manager, reports to, supervisor, boss, "
    "vorgesetzte, vorgesetzter, vorgesetzte r, fuhrungskraft, responsable, superieur, responsable hierarchique",
    "team": "team name, department, unit, org unit, organisation unit, organizational unit, group, abteilung, einheit, "
    "equipe, service, departement",
    "parent_team": "parent, parent department, parent unit, team above, division, ubergeordnetes team, ubergeordnete abteilung, "
    "bereich, equipe parente, service parent, direction",
    "role": "job, job title, title, position, funktion, stelle, rolle, stellenbezeichnung, fonction, poste, intitule du poste",
    "share": "fte, part time, share of full time, percentage, workload, employment percentage, pensum, stellenanteil, "
    "beschaftigungsgrad, arbeitszeitanteil, temps de travail, taux d activite, quotite",
    "time_zone": "timezone, tz, zeitzone, fuseau horaire",
    "language": "lang, locale, sprache, langue",
    "starts": "start, start date, starts on, first day, hire date, hired, joined, joining date, entry date, eintritt, eintrittsdatum, "
    "erster tag, beginn, date d entree, date d embauche, premier jour",
    "leaves": "leaves on, leaving date, last day, end date, exit date, termination date, left, austritt, austrittsdatum, letzter tag, "
    "date de sortie, date de depart, dernier jour",
    "away_from": "away since, absent from, leave from, absence start, abwesend von, abwesend ab, absent du, absente du, debut d absence",
    "away_until": "away to, absent until, absent to, leave until, absence end, abwesend bis, absent jusqu au, absent au, fin d absence",
}


@cache
def _known_headings() -> dict[str, str]:
    known = {}
    for column, words in SYNONYMS.items():
        for word in (column, *words.split(",")):
            known[folded(word)] = column
    return known


def folded(heading: str) -> str:
    plain = unicodedata.normalize("NFKD", heading.casefold())
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return " ".join(re.sub(r"[^\w]|_", " ", plain).split())


def headings_of(table: Table) -> tuple[int, dict[str, int], dict[str, str], list[Said]]:
    """The line of the headings, the place and the heading of each column, and what is not read.

    A title may stand above the headings: of the first ten rows, the one that names most columns is taken.
    """
    known = _known_headings()

    def named(row: Row) -> list[tuple[str, int, str]]:
        cells = [(shown(value).strip(), place) for place, value in enumerate(row.cells)]
        return [(known[folded(text)], place, text) for text, place in cells if folded(text) in known]

    candidates = [(row, named(row)) for row in table.rows[:10]]
    row, found = max(candidates, key=lambda pair: len({column for column, _p, _t in pair[1]}), default=(None, []))
    columns = {column for column, _place, _text in found}
    if row is None or not columns & {"external_id", "email"}:
        raise Unreadable(
            said(_("No column for a staff number or an e-mail address was found.")),
            said(
                _("The first row names the columns: %(columns)s. One of the first two is needed."),
                columns=", ".join(COLUMNS),
            ),
        )
    plain = {column for column, _place, text in found if folded(text) == folded(column)}
    places: dict[str, int] = {}
    headings: dict[str, str] = {}
    for column, place, text in found:
        if column in plain and folded(text) != folded(column):
            # Beside the column itself another name for it is another thing: a department is above a team.
            if column == "team" and "parent_team" not in {one for one, _p, _t in found} and "parent_team" not in places:
                column = "parent_team"
            else:
                continue
        if column in places:
            raise Unreadable(
                said(
                    _("“%(one)s” (%(here)s) and “%(two)s” (%(there)s) both mean the column %(column)s."),
                    one=headings[column], here=column_letters(places[column]),
                    two=text, there=column_letters(place), column=column,
                ),
                said(_("Leave one of them out, or give it another heading.")),
            )  # fmt: skip
        places[column], headings[column] = place, text
    if "name" in places:  # a whole name wins over its parts
        for part in ("first_name", "last_name"):
            places.pop(part, None)
    taken = set(places.values())
    others = [shown(v).strip() for p, v in enumerate(row.cells) if p not in taken and shown(v).strip()]
    remarks = [said(_("Not read: %(names)s."), names=", ".join(others[:12]))] if others else []
    return row.line, places, headings, remarks


def named_places(table: Table, top: int) -> list[int]:
    row = next(row for row in table.rows if row.line == top)
    return [place for place, value in enumerate(row.cells) if shown(value).strip()]

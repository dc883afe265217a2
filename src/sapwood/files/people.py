"""The people file: its columns under the names people give them, its rows, and what is wrong with them.

An empty cell leaves what is there; a dash (-) empties it. Nothing here knows who is in the database.
"""

from __future__ import annotations

import datetime as dt
import difflib
import enum
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from decimal import Decimal, InvalidOperation
from functools import cache

from sapwood.files import days, tables
from sapwood.files.tables import Broken, Row, Table, Value, column_letters, rearmed, shown
from sapwood.files.words import Said, Unreadable, _, said

COLUMNS = (
    "external_id", "email", "name", "manager", "team", "parent_team", "role",
    "share", "time_zone", "language", "starts", "leaves", "away_from", "away_until",
)  # fmt: skip
DAYS = ("starts", "leaves", "away_from", "away_until")
LONGEST = {"external_id": 80, "email": 254, "name": 160, "manager": 254, "team": 120, "parent_team": 120, "role": 120}
SMALLEST_SHARE = Decimal("0.05")

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
LANGUAGES = {
    "english": "en", "englisch": "en", "anglais": "en", "german": "de", "deutsch": "de", "allemand": "de",
    "french": "fr", "franzosisch": "fr", "francais": "fr", "spanish": "es", "spanisch": "es", "espanol": "es",
    "italian": "it", "italienisch": "it", "italiano": "it", "dutch": "nl", "portuguese": "pt", "polish": "pl",
}  # fmt: skip


class Emptied(enum.Enum):
    """A cell with a dash: what is there is to be taken out."""

    IT = "-"


Text = str | Emptied | None
Day = dt.date | Emptied | None


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a row cannot be taken: where, what was given, why not, and what to do."""

    line: int
    column: str  # the heading as the file has it, or empty for the row as a whole
    given: str
    reason: Said
    next_step: Said
    cell: str = field(default="", compare=False)  # a name for the cell, where it can be corrected in place


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One row, read. None: the file says nothing about it."""

    line: int
    external_id: str | None = None
    email: str | None = None
    name: str | None = None
    manager: Text = None
    team: str | None = None
    parent_team: Text = None
    role: Text = None
    share: Decimal | None = None
    time_zone: str | None = None
    language: str | None = None
    starts: Day = None
    leaves: Day = None
    away_from: Day = None
    away_until: Day = None


@dataclass(frozen=True)
class Question:
    """A column of days that can be read two ways, with some of its values."""

    column: str
    examples: tuple[str, ...]


@dataclass(frozen=True)
class PeopleFile:
    """A people file, read. Rows with problems are in `rows` too, so that others may refer to them."""

    rows: tuple[PersonRow, ...]
    problems: tuple[Problem, ...]
    headings: Mapping[str, str]  # column → the heading as the file has it
    questions: tuple[Question, ...] = ()
    remarks: tuple[Said, ...] = ()
    table: Table = field(default_factory=lambda: Table((), "csv"))

    def heading(self, column: str) -> str:
        return self.headings.get(column, column)


def read(content: bytes, *, date_order: str = "", sheet: str = "", limits: tables.Limits = tables.LIMITS) -> PeopleFile:
    """Read a people file. `date_order` (dmy, mdy) answers what the days left open; else they are asked for.

    Raises Unreadable for a file without a table of people in it; everything smaller is a Problem of a row.
    """
    if date_order not in ("", *days.ORDERS):
        raise ValueError(f"date_order is {date_order!r}; allowed are dmy and mdy.")
    table = tables.read(content, sheet=sheet, limits=limits)
    top, places, headings, remarks = _headings(table)
    body = [row for row in table.rows if row.line > top]
    if not body:
        raise Unreadable(said(_("The file has headings but no row below them.")), said(_("Add a row for each person.")))
    width = max(1 + place for place in _named_places(table, top))
    reader = _Reader(headings, places, width, separated=table.format == "csv")
    questions = []
    for column in DAYS:
        if column in places:
            values = [row.at(places[column]) for row in body]
            open_values = [] if date_order else days.is_open(values)
            if open_values:
                questions.append(Question(headings[column], tuple(open_values[:3])))
            reader.orders[column] = date_order or (ASKED if open_values else days.order_of(values))
    rows = tuple(reader.row(row) for row in body)
    return PeopleFile(
        rows=rows,
        problems=tuple(reader.problems),
        headings=headings,
        questions=tuple(questions),
        remarks=(*table.remarks, *remarks),
        table=table,
    )


# ── headings ────────────────────────────────────────────────────────────────


@cache
def _known_headings() -> dict[str, str]:
    known = {}
    for column, words in SYNONYMS.items():
        for word in (column, *words.split(",")):
            known[_folded(word)] = column
    return known


def _folded(heading: str) -> str:
    plain = unicodedata.normalize("NFKD", heading.casefold())
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return " ".join(re.sub(r"[^\w]|_", " ", plain).split())


def _headings(table: Table) -> tuple[int, dict[str, int], dict[str, str], list[Said]]:
    """The line of the headings, the place and the heading of each column, and what is not read.

    A title may stand above the headings: of the first ten rows, the one that names most columns is taken.
    """
    known = _known_headings()

    def named(row: Row) -> list[tuple[str, int, str]]:
        cells = [(shown(value).strip(), place) for place, value in enumerate(row.cells)]
        return [(known[_folded(text)], place, text) for text, place in cells if _folded(text) in known]

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
    plain = {column for column, _place, text in found if _folded(text) == _folded(column)}
    places: dict[str, int] = {}
    headings: dict[str, str] = {}
    for column, place, text in found:
        if column in plain and _folded(text) != _folded(column):
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


def _named_places(table: Table, top: int) -> list[int]:
    row = next(row for row in table.rows if row.line == top)
    return [place for place, value in enumerate(row.cells) if shown(value).strip()]


# ── cells ───────────────────────────────────────────────────────────────────

_HIDDEN = re.compile("[\u200b\ufeff\u00ad\u2060]")  # says nothing, and makes two equal names differ
_STEERING = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_EMAIL = re.compile(r"[^\s@<>()\[\]\\,;:\"\x7f-\uffff]{1,64}@([\w-]+\.)+[\w-]{2,63}")
ASKED = "asked"  # the order of a column that has yet to be told
_DASHES = {"-", "–", "—"}


class _Reader:
    """Reads rows, one cell after the other, and collects what is wrong."""

    def __init__(self, headings: Mapping[str, str], places: Mapping[str, int], width: int, separated: bool) -> None:
        self.headings, self.places, self.width, self.separated = headings, places, width, separated
        self.orders: dict[str, str] = {}
        self.problems: list[Problem] = []
        self.readers: dict[str, Callable[[Row, str], object]] = {
            "external_id": self._external_id, "email": self._email, "name": self._name, "manager": self._emptiable,
            "team": self._text, "parent_team": self._emptiable, "role": self._emptiable, "share": self._share,
            "time_zone": self._time_zone, "language": self._language,
        }  # fmt: skip

    def row(self, row: Row) -> PersonRow:
        if len(row.cells) > self.width and self.separated:
            extra = shown(row.at(self.width)) or shown(row.cells[-1])
            self._wrong(
                row, "", extra,
                said(_("The row has %(count)d cells, but there are %(most)d columns."), count=len(row.cells), most=self.width),
                said(_("Put quotation marks around a cell that contains the separator, or take the extra cell out.")),
            )  # fmt: skip
            return PersonRow(row.line)
        values = {
            column: self.readers.get(column, self._day)(row, column)
            for column in COLUMNS
            if column in self.places or (column == "name" and {"first_name", "last_name"} & set(self.places))
        }
        found = PersonRow(row.line, **values)  # type: ignore[arg-type]
        self._days_in_order(row, found)
        if found.external_id is None and found.email is None and not self._has_problem(row.line):
            self._wrong(
                row, "", found.name or "",
                said(_("The row has neither a staff number nor an e-mail address.")),
                said(_("Give one of them, so that the person is known again next time.")),
            )  # fmt: skip
        return found

    # kinds of cells

    def _text(self, row: Row, column: str) -> str | None:
        value = row.at(self.places[column])
        if value is None or value == "":
            return None
        if isinstance(value, Broken):
            self._wrong(
                row, column, value.text,
                said(_("The cell holds a formula without a result.")),
                said(_("Open the file in a spreadsheet program, mend or replace the formula, and save it.")),
            )  # fmt: skip
            return None
        text = rearmed(_HIDDEN.sub("", shown(value)).strip())
        if found := _STEERING.search(text):
            self._wrong(
                row, column, text,
                said(_("The cell holds an invisible control character (U+%(code)s)."), code=f"{ord(found[0]):04X}"),
                said(_("Type the text again instead of copying it.")),
            )  # fmt: skip
            return None
        text = " ".join(unicodedata.normalize("NFC", text).split())
        if len(text) > LONGEST.get(column, 120):
            self._wrong(
                row, column, text,
                said(_("The text has %(count)d letters; up to %(most)d fit."), count=len(text), most=LONGEST.get(column, 120)),
                said(_("Shorten it. Perhaps a quotation mark is missing in this row.")),
            )  # fmt: skip
            return None
        return text or None

    def _emptiable(self, row: Row, column: str) -> Text:
        text = self._text(row, column)
        return Emptied.IT if text in _DASHES else text

    def _name(self, row: Row, column: str) -> str | None:
        if column in self.places:
            return self._text(row, column)
        parts = [self._text(row, part) for part in ("first_name", "last_name") if part in self.places]
        return " ".join(part for part in parts if part)[: LONGEST["name"]] or None

    def _external_id(self, row: Row, column: str) -> str | None:
        text = self._text(row, column)
        if text and re.fullmatch(r"\d[.,]\d+E\+?\d+", text, re.IGNORECASE):
            self._wrong(
                row, column, text,
                said(_("A spreadsheet program has shortened this number, and its last digits are lost.")),
                said(_("Format the column as text there, and save it again.")),
            )  # fmt: skip
            return None
        return text

    def _email(self, row: Row, column: str) -> str | None:
        text = self._text(row, column)
        if text is None:
            return None
        address = text.removeprefix("mailto:").lower()
        if len(address) > LONGEST["email"] or not _EMAIL.fullmatch(address) or ".." in address or ".@" in address:
            inside = re.search(r"<([^<>@\s]+@[^<>@\s]+)>", text)
            self._wrong(
                row, column, text,
                said(_("This is not an e-mail address.")),
                said(_("Write only the address, %(address)s."), address=inside[1]) if inside
                else said(_("Write it as name@company.example.")),
            )  # fmt: skip
            return None
        return address

    def _share(self, row: Row, column: str) -> Decimal | None:
        text = self._text(row, column)
        if text is None:
            return None
        found = re.fullmatch(r"(\d{1,3}(?:[.,]\d{1,6})?)\s?(%?)", text)
        try:
            number = Decimal(found[1].replace(",", ".")) if found else Decimal(-1)
        except InvalidOperation:
            number = Decimal(-1)
        if found and (found[2] or number >= 5):  # 80 can only mean 80 %
            number /= 100
        share = round(number, 3)
        if not SMALLEST_SHARE <= share <= 1:
            self._wrong(
                row, column, text,
                said(_("The share of full time is not between 5 and 100 per cent.")),
                said(_("For four days of five write 0.8, or 80 with a per cent sign.")),
            )  # fmt: skip
            return None
        return share

    def _time_zone(self, row: Row, column: str) -> str | None:
        text = self._text(row, column)
        if text is None:
            return None
        zones = _zones()
        zone = zones.get(text.casefold().replace(" ", "_"))
        if zone is None:
            near = difflib.get_close_matches(text.casefold(), zones, n=1, cutoff=0.75)
            self._wrong(
                row, column, text,
                said(_("There is no time zone of this name.")),
                said(_("Did you mean %(zone)s?"), zone=zones[near[0]]) if near
                else said(_("Write it as in Europe/Berlin or America/New_York.")),
            )  # fmt: skip
        return zone

    def _language(self, row: Row, column: str) -> str | None:
        text = self._text(row, column)
        if text is None:
            return None
        code = LANGUAGES.get(_folded(text)) or text.replace("_", "-")
        found = re.fullmatch(r"([A-Za-z]{2,3})((?:-[A-Za-z0-9]{2,8})?)", code)
        if not found:
            self._wrong(
                row, column, text,
                said(_("This is not a language.")),
                said(_("Write its short form, such as en, de or pt-br.")),
            )  # fmt: skip
            return None
        return (found[1] + found[2]).lower()

    def _day(self, row: Row, column: str) -> Day:
        value = row.at(self.places[column])
        if value is None or isinstance(value, Broken) or (isinstance(value, str) and _STEERING.search(value)):
            self._text(row, column)
            return None
        if isinstance(value, str):
            value = rearmed(_HIDDEN.sub("", value).strip())
            if value in _DASHES:
                return Emptied.IT
            if not value:
                return None
        order = self.orders.get(column, "")
        if order == ASKED and isinstance(value, str) and days.either_way(value):
            return None  # until the question about the column is answered
        day = days.read_day(value, order)
        if isinstance(day, Said):
            self._wrong(row, column, shown(value), day, said(_("Write year, month and day, such as 2026-03-16.")))
            return None
        return day

    # rows

    def _days_in_order(self, row: Row, found: PersonRow) -> None:
        """Each pair of days is looked at in the file alone; a first day that only the database knows comes later."""
        for first, last, reason in (
            ("starts", "leaves", _("The last day is before the first day (%(first)s).")),
            ("away_from", "away_until", _("The absence ends before it begins (%(first)s).")),
        ):
            one, two = getattr(found, first), getattr(found, last)
            if isinstance(one, dt.date) and isinstance(two, dt.date) and two < one:
                self._wrong(
                    row,
                    last,
                    two.isoformat(),
                    said(reason, first=one.isoformat()),
                    said(_("Correct one of the two days.")),
                )
        begins = "away_from" in self.places and row.at(self.places["away_from"]) not in (None, "")
        if isinstance(found.away_until, dt.date) and (not begins or found.away_from is Emptied.IT):
            self._wrong(
                row, "away_until", found.away_until.isoformat(),
                said(_("There is an end of an absence without its beginning.")),
                said(_("Give the first day away as well, or leave both empty.")),
            )  # fmt: skip

    def _has_problem(self, line: int) -> bool:
        return bool(self.problems) and self.problems[-1].line == line

    def _wrong(self, row: Row, column: str, given: str, reason: Said, next_step: Said) -> None:
        heading = self.headings.get(column, column)
        self.problems.append(Problem(row.line, heading, excerpt(given), reason, next_step))


def excerpt(text: str, longest: int = 60) -> str:
    """What was given, fit to be shown: control characters written out, long text cut."""
    safe = _STEERING.sub(lambda found: f"\\u{ord(found[0]):04x}", " ".join(text.split()))
    return safe if len(safe) <= longest else f"{safe[: longest - 1]}…"


@cache
def _zones() -> dict[str, str]:
    import zoneinfo

    known = {zone for zone in zoneinfo.available_timezones() if zone.split("/")[0] in _AREAS}
    return {"utc": "UTC", "etc/utc": "UTC", **{zone.casefold(): zone for zone in sorted(known)}}


_AREAS = {"Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"}


# ── out ─────────────────────────────────────────────────────────────────────


def write(people: Iterable[PersonRow], kind: str) -> bytes:
    """A people file (`kind` is csv or xlsx) that `read` reads back to the same rows."""
    rows: list[Sequence[Value]] = [COLUMNS, *(_cells(one) for one in people)]
    return tables.write_csv(rows) if kind == "csv" else tables.write_xlsx([("People", rows)])


def template(kind: str, guide: Sequence[tuple[str, str]] = ()) -> bytes:
    """A file with headings only; as a workbook with a second sheet that says what each column means."""
    if kind == "csv":
        return tables.write_csv([COLUMNS])
    return tables.write_xlsx([("People", [COLUMNS]), ("Columns", [("Column", "Meaning"), *guide])])


def _cells(one: PersonRow) -> list[Value]:
    cells: list[Value] = []
    for part in fields(one)[1:]:
        value = getattr(one, part.name)
        if isinstance(value, Emptied):
            cells.append(None)
        elif isinstance(value, Decimal):
            cells.append(f"{value.normalize():f}")
        else:
            cells.append(value)
    return cells

"""A people file is understood under the headings people really use, and its mistakes are told one by one."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sapwood.files import people, tables
from sapwood.files.people import Emptied, PersonRow
from sapwood.files.words import Unreadable


def read(*rows: list[object], order: str = "") -> people.PeopleFile:
    return people.read(tables.write_csv(rows), date_order=order)  # type: ignore[arg-type]


def one(**cells: object) -> tuple[PersonRow, list[people.Problem]]:
    """One row with these cells; an address is added."""
    cells = {"email": "ada@x.example", **cells}
    file = read(list(cells), list(cells.values()))
    return file.rows[0], list(file.problems)


def test_all_columns_are_read() -> None:
    file = read(
        list(people.COLUMNS),
        ["7", "Ada@Harbour.Example", " Ada   Okoye ", "Bo Ferreira", "Cranes", "Quay", "dock hand", "80 %", "europe/lisbon", "EN",
         "2026-03-16", "-", "2026-05-01", ""],
    )  # fmt: skip
    assert file.problems == ()
    assert file.rows == (
        PersonRow(2, "7", "ada@harbour.example", "Ada Okoye", "Bo Ferreira", "Cranes", "Quay", "dock hand", Decimal("0.8"),
                  "Europe/Lisbon", "en", dt.date(2026, 3, 16), Emptied.IT, dt.date(2026, 5, 1), None),
    )  # fmt: skip


@pytest.mark.parametrize(
    "headings",
    [
        "EXTERNAL_ID;E-Mail;NAME;Manager;Team;Parent team;Start date",
        "Employee number;Work e-mail;Full name;Reports to;Department;Parent department;Hire date",
        "Personalnummer;E-Mail-Adresse;Vollständiger Name;Führungskraft;Abteilung;Übergeordnete Abteilung;Eintrittsdatum",
        "Matricule;Adresse e-mail;Nom complet;Responsable;Équipe;Équipe parente;Date d’entrée",
        "staff no.;mail;display name;line manager;unit;division;joined",
    ],
)
def test_headings_are_known_in_several_words_and_languages(headings: str) -> None:
    headings = headings.replace("Work e-mail", "Work email")
    file = people.read(f"{headings}\n7;ada@x.example;Ada;Bo;Cranes;Quay;2026-03-16\n".encode())
    assert file.rows == (
        PersonRow(2, "7", "ada@x.example", "Ada", "Bo", "Cranes", "Quay", starts=dt.date(2026, 3, 16)),
    )


def test_a_name_in_two_columns_is_put_together() -> None:
    file = read(["Vorname", "Nachname", "E-Mail"], ["Jürgen", "Größe", "j@x.example"], ["", "Bo", "b@x.example"])
    assert [row.name for row in file.rows] == ["Jürgen Größe", "Bo"]


def test_a_department_beside_a_team_is_above_it() -> None:
    file = read(["email", "Team", "Department"], ["a@x.example", "Cranes", "Quay"])
    assert (file.rows[0].team, file.rows[0].parent_team) == ("Cranes", "Quay")
    assert read(["email", "Department"], ["a@x.example", "Quay"]).rows[0].team == "Quay"


def test_columns_nobody_asked_for_are_named_and_left_out() -> None:
    file = read(["email", "Salary", "Shoe size"], ["a@x.example", "1", "44"])
    assert [str(remark) for remark in file.remarks] == ["Not read: Salary, Shoe size."]
    assert "salary" not in repr(file.rows).lower()


@pytest.mark.parametrize("share", ["0.8", "0,8", "80%", "80 %", "80", ".8".rjust(3, "0"), 0.8, "80,0 %"])
def test_a_share_is_written_in_many_ways(share: object) -> None:
    assert one(share=share)[0].share == Decimal("0.8")


@pytest.mark.parametrize("share", ["1.5", "0", "120 %", "full", "-1", "3", "0.01"])
def test_a_share_that_cannot_be_is_refused(share: str) -> None:
    row, problems = one(share=share)
    assert row.share is None
    assert [(problem.line, problem.column) for problem in problems] == [(2, "share")]


@pytest.mark.parametrize(
    "day",
    [
        "2026-03-16",
        "2026/03/16",
        "16.03.2026",
        "16.3.2026",
        "16/03/2026",
        "20260316",
        "46097",
        "2026-03-16 00:00:00",
        "2026-03-16T08:30:00Z",
    ],
)
def test_a_day_is_written_in_many_ways(day: str) -> None:
    row, problems = one(starts=day)
    assert problems == []
    assert row.starts == dt.date(2026, 3, 16)


def test_days_of_a_workbook_are_days() -> None:
    content = tables.write_xlsx([("P", [["email", "starts", "leaves"], ["a@x.example", dt.date(2026, 3, 16), 46098]])])
    row = people.read(content).rows[0]
    assert (row.starts, row.leaves) == (dt.date(2026, 3, 16), dt.date(2026, 3, 17))


@pytest.mark.parametrize(
    "day",
    ["31.02.2026", "soon", "1.2.26", "13/13/2026", "0", "99999", "2026-13-01", "16. March", "0001-01-01", "12/31/26"],
)
def test_what_is_no_day_is_refused_with_the_way_to_write_it(day: str) -> None:
    row, problems = one(starts=day)
    assert row.starts is None
    assert [(problem.column, problem.given) for problem in problems] == [("starts", day)]
    assert "2026-03-16" in str(problems[0].next_step)


def test_a_column_of_days_that_can_be_read_two_ways_is_asked_about() -> None:
    rows = [["email", "starts"], ["a@x.example", "03/04/2026"], ["b@x.example", "05/06/2026"]]
    file = read(*rows)
    assert [(question.column, question.examples) for question in file.questions] == [
        ("starts", ("03/04/2026", "05/06/2026"))
    ]
    assert file.problems == ()
    assert file.rows[0].starts is None
    assert read(*rows, order="dmy").rows[0].starts == dt.date(2026, 4, 3)
    assert read(*rows, order="mdy").rows[0].starts == dt.date(2026, 3, 4)
    assert read(*rows, order="mdy").questions == ()


def test_one_number_over_twelve_decides_for_its_column_only() -> None:
    file = read(
        ["email", "starts", "leaves"],
        ["a@x.example", "03/04/2026", "01/02/2027"],
        ["b@x.example", "03/25/2026", "02/03/2027"],
    )
    assert file.rows[0].starts == dt.date(2026, 3, 4)
    assert [question.column for question in file.questions] == ["leaves"]


def test_the_same_day_either_way_needs_no_question() -> None:
    assert read(["email", "starts"], ["a@x.example", "07/07/2026"]).questions == ()


def test_a_column_that_contradicts_itself_is_asked_about_and_then_told_by_row() -> None:
    rows = [["email", "starts"], ["a@x.example", "25/03/2026"], ["b@x.example", "03/25/2026"]]
    assert len(read(*rows).questions) == 1
    assert [(problem.line, problem.given) for problem in read(*rows, order="dmy").problems] == [(3, "03/25/2026")]


@pytest.mark.parametrize(
    "address",
    [
        "ada",
        "ada@",
        "@x.example",
        "a da@x.example",
        "ada@x",
        "ada@x..example",
        "a@b@x.example",
        "Ada <ada@x.example>",
        "ada@x.example, bo@x.example",
    ],
)
def test_what_is_no_address_is_refused(address: str) -> None:
    _row, problems = one(email=address, external_id="7")
    assert [problem.column for problem in problems] == ["email"]
    if "<" in address:
        assert "ada@x.example" in str(problems[0].next_step)


@pytest.mark.parametrize(
    ("given", "zone"), [("Europe/Berlin", "Europe/Berlin"), ("america/new york", "America/New_York"), ("UTC", "UTC")]
)
def test_time_zones_are_found_by_their_name(given: str, zone: str) -> None:
    assert one(time_zone=given)[0].time_zone == zone


def test_a_time_zone_with_a_slip_is_answered_with_the_right_one() -> None:
    _row, problems = one(time_zone="Europe/Berln")
    assert str(problems[0].next_step) == "Did you mean Europe/Berlin?"


@pytest.mark.parametrize(("given", "code"), [("en", "en"), ("German", "de"), ("Français", "fr"), ("pt_BR", "pt-br")])
def test_languages(given: str, code: str) -> None:
    assert one(language=given)[0].language == code


def test_two_days_in_the_wrong_order_are_one_mistake() -> None:
    _row, problems = one(starts="2026-05-01", leaves="2026-04-01")
    assert [(problem.column, problem.given) for problem in problems] == [("leaves", "2026-04-01")]
    _row, problems = one(away_from="2026-05-01", away_until="2026-04-01")
    assert [problem.column for problem in problems] == ["away_until"]
    _row, problems = one(away_from="", away_until="2026-04-01")
    assert [problem.column for problem in problems] == ["away_until"]


def test_a_bad_first_day_away_is_told_once() -> None:
    _row, problems = one(away_from="soon", away_until="2026-04-01")
    assert [problem.column for problem in problems] == ["away_from"]


def test_a_number_a_spreadsheet_has_shortened_is_noticed() -> None:
    _row, problems = one(external_id="1.23457E+11")
    assert "last digits are lost" in str(problems[0].reason)


def test_a_row_without_number_and_address_belongs_to_nobody() -> None:
    file = read(["external_id", "email", "name"], ["", "", "Ada"])
    assert "neither" in str(file.problems[0].reason)
    assert (file.problems[0].line, file.problems[0].given) == (2, "Ada")


def test_a_separator_in_a_cell_without_quotes_is_told_with_its_row() -> None:
    file = people.read(b"email,name,role\na@x.example,Ada,hand\nb@x.example,Ferreira, Bo,lead\n")
    assert [(problem.line, str(problem.reason)) for problem in file.problems] == [
        (3, "The row has 4 cells, but there are 3 columns.")
    ]


def test_short_rows_are_rows() -> None:
    file = people.read(b"email,name,role\na@x.example,Ada\n")
    assert (file.rows[0].name, file.rows[0].role, file.problems) == ("Ada", None, ())


def test_signs_nobody_sees_do_not_make_two_of_one() -> None:
    row, problems = one(name="Ada\u200b\u00a0Okoye\ufeff")
    assert (row.name, problems) == ("Ada Okoye", [])
    assert one(name="Bjo\u0308rn")[0].name == "Björn"


def test_the_order_of_days_is_one_of_two() -> None:
    with pytest.raises(ValueError, match="dmy and mdy"):
        people.read(b"email\na@x.example\n", date_order="ymd")


def test_what_a_file_must_have_is_said() -> None:
    with pytest.raises(Unreadable, match="staff number or an e-mail") as caught:
        people.read(b"name,team\nAda,Cranes\n")
    assert "external_id, email, name" in str(caught.value.next_step)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_template_has_headings_and_no_people(kind: str) -> None:
    content = people.template(kind, [("email", "The address.")])
    assert [tables.shown(cell) for cell in tables.read(content).rows[0].cells] == list(people.COLUMNS)
    with pytest.raises(Unreadable, match="no row"):
        people.read(content)


SHORT = st.text(alphabet=st.characters(blacklist_categories=["Cs", "Cc", "Cn", "Co"]), min_size=1, max_size=20)
NAMES = SHORT.map(lambda text: people.read(tables.write_csv([["email", "name"], ["a@x.example", text]]))).map(
    lambda file: file.rows[0].name or "Ada"
)
DAYS = st.none() | st.dates(dt.date(1950, 1, 1), dt.date(2090, 1, 1))
ROWS = st.builds(
    PersonRow,
    line=st.just(2),
    external_id=st.none() | NAMES.filter(lambda text: not text[0].isdigit()),
    email=st.just("ada@x.example"),
    name=NAMES,
    manager=NAMES.filter(lambda text: text not in {"-", "–", "—"}),
    team=NAMES,
    role=NAMES.filter(lambda text: text not in {"-", "–", "—"}),
    share=st.none() | st.decimals("0.05", "1", places=3),
    time_zone=st.sampled_from([None, "Europe/Berlin"]),
    language=st.sampled_from([None, "en"]),
    starts=DAYS.map(lambda day: day and min(day, dt.date(2020, 1, 1))),
    leaves=DAYS.map(lambda day: day and max(day, dt.date(2020, 1, 1))),
)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@given(row=ROWS)
def test_what_is_written_is_read_back_the_same(kind: str, row: PersonRow) -> None:
    file = people.read(people.write([row], kind))
    assert file.problems == ()
    assert file.rows == (row,)

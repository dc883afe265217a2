"""A people file with 500 rows, and the same with ten deliberate mistakes, made here and never stored."""

from __future__ import annotations

from sapwood.files import people, tables

HEAD = list(people.COLUMNS)
FIRST_LINE = 2

# line, column, the cell as given, and what has to be said about it
MISTAKES = [
    (17, "email", "h0015(at)harbour.example", "This is not an e-mail address."),
    (44, "external_id", "H0012", "The staff number is already in line 14."),
    (
        89,
        "manager",
        "Quentin Nobody",
        "Nobody with this staff number, e-mail address or name is in the file or here already.",
    ),
    (120, "manager", "H0118", "Nobody can be their own manager."),
    (153, "share", "180 %", "The share of full time is not between 5 and 100 per cent."),
    (201, "starts", "31.02.2025", "There is no such day."),
    (266, "leaves", "2019-05-31", "The last day is before the first day (2020-01-06)."),
    (310, "time_zone", "Europe/Lisbonne", "There is no time zone of this name."),
    (377, "parent_team", "Cranes", "Line 12 puts the team “Team 00” under “Quay”."),
    (
        402,
        "manager",
        "H0405",
        "form a circle (lines in brackets): Person 0400 (402) → Person 0405 (407) → Person 0400 (402).",
    ),
]


def corrected() -> bytes:
    """500 people in 50 teams of ten; the first of each leads, and answers to Max."""
    return tables.write_csv([HEAD, *_rows()])


def with_mistakes() -> bytes:
    rows = _rows()
    for line, column, given, _reason in MISTAKES:
        rows[line - FIRST_LINE][HEAD.index(column)] = given
    return tables.write_csv([HEAD, *rows])


def _rows() -> list[list[str]]:
    rows = []
    for number in range(500):
        lead = number - number % 10
        manager = "max@harbour.example" if number == lead else f"H{lead:04d}"
        # Line 12 is the first that says where team 00 hangs; the others leave it open.
        parent = "Quay" if number == 10 or number >= 400 else ""
        team = "Team 00" if number in (10, 375) else f"Team {number // 10:02d}"
        rows.append(
            [
                f"H{number:04d}", f"h{number:04d}@harbour.example", f"Person {number:04d}", manager, team, parent, "dock hand",
                "80 %" if number % 7 == 0 else "", "Europe/Lisbon", "en", "2020-01-06", "", "", "",
            ]
        )  # fmt: skip
    return rows

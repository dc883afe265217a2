"""What could we see? From a people file, without a database: the same units and the same rule as at launch."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
from django.test import Client

from sapwood import cli
from sapwood.feedback import asked, foresight, pulse_outlook
from sapwood.files import people
from sapwood.people.commands import import_people
from sapwood.people.models import Person, Team
from tests import cast

TODAY = cast.TODAY
HEAD = "external_id,team,parent_team,manager,starts,leaves,away_from,away_until\n"


def rows(team: str, number: int, *, parent: str = "Works", manager: str = "", more: str = ",,,") -> str:
    return "".join(f"{team} {one},{team},{parent},{manager},{more}\n" for one in range(number))


def seen(text: str, **more) -> foresight.Foresight:
    return foresight.of(people.read((HEAD + text).encode()), TODAY, **more)


def shown(found: foresight.Foresight, rate: int) -> set[str]:
    place = found.table.rates.index(rate)
    return {row.name for row in found.table.rows if row.shown[place][1]}


def test_small_teams_are_put_together_and_each_rate_says_what_is_shown() -> None:
    found = seen(rows("Cranes", 12) + rows("Ropes", 4) + rows("Nets", 5) + rows("Works", 8, parent=""))
    assert found.table.people == 29 and found.teams == 4
    assert found.grouped == ("Nets + Ropes",)
    assert found.table.rates == (60, 70, 85)
    assert shown(found, 85) == {"Works", "Cranes", "Nets + Ropes"}
    assert found.table.covered == ((60, 100), (70, 100), (85, 100))


def test_a_small_team_without_small_neighbours_is_heard_in_the_unit_above() -> None:
    found = seen(rows("Cranes", 12) + rows("Ropes", 4))
    assert found.missed == ("Ropes",) and found.grouped == ()


def test_whoever_is_named_as_manager_in_their_own_team_answers_in_the_unit_above() -> None:
    found = seen("boss,Cranes,Works,,,,,\n" + rows("Cranes", 11, manager="boss"))
    assert {row.name: row.people for row in found.table.rows} == {"Works": 12, "Cranes": 11}


def test_who_is_new_away_gone_or_without_a_team_is_counted_apart() -> None:
    found = seen(
        rows("Cranes", 10)
        + f"new,Cranes,,,{TODAY - dt.timedelta(days=29)},,,\n"
        + f"old,Cranes,,,{TODAY - dt.timedelta(days=30)},,,\n"
        + f"coming,Cranes,,,{TODAY + dt.timedelta(days=3)},,,\n"
        + f"gone,Cranes,,,,{TODAY - dt.timedelta(days=1)},,\n"
        + f"away,Cranes,,,,,{TODAY - dt.timedelta(days=9)},\n"
        + f"back,Cranes,,,,,{TODAY - dt.timedelta(days=9)},{TODAY - dt.timedelta(days=1)}\n"
        + "loose,,,,,,,\n"
    )
    assert (found.table.people, found.joiners, found.not_here, found.without_team) == (12, 1, 3, 1)


def test_several_tops_hang_under_the_whole_and_circles_lose_nobody() -> None:
    found = seen(rows("A", 9, parent="B") + rows("B", 9, parent="A") + rows("C", 9, parent=""), whole="All of us")
    assert found.table.rows[0].name == "All of us" and found.table.rows[0].people == 27


def test_members_who_read_their_own_unit_need_one_answer_more() -> None:
    text = rows("Cranes", 9) + rows("Ropes", 9)
    assert shown(seen(text), 60) == {"Works", "Cranes", "Ropes"}
    assert shown(seen(text, members_read=True), 60) == {"Works"}


def test_the_command_needs_no_database_and_says_it_as_a_table_or_as_json(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "people.csv"
    file.write_text(HEAD + rows("Cranes", 12) + rows("Ropes", 4) + rows("Nets", 5))
    assert cli.main(["what-could-we-see", str(file)]) == 0
    said = capsys.readouterr().out
    assert "Nets + Ropes" in said and "70 %" in said and "21 people in 3 teams would be asked." in said

    assert cli.main(["what-could-we-see", str(file), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["table"]["people"] == 21


def test_the_command_says_what_is_wrong_with_what_it_was_given(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    few = tmp_path / "few.csv"
    few.write_text(HEAD + rows("Cranes", 4))
    assert cli.main(["what-could-we-see", str(few)]) == 1
    assert cli.main(["what-could-we-see", str(few), "--least", "3"]) == 2
    assert cli.main(["what-could-we-see", str(tmp_path / "none.csv")]) == 2
    assert "Give the path of a file" in capsys.readouterr().out
    few.write_text("hello\n")
    assert cli.main(["what-could-we-see", str(few)]) == 2


@pytest.mark.django_db
@pytest.mark.usefixtures("now")
class TestThePage:
    @pytest.fixture
    def told(self, client: Client) -> cast.Cast:
        made = cast.gather()
        client.force_login(made.dee)
        return made

    def test_it_shows_the_people_who_are_here_until_a_file_is_given(self, client: Client, told: cast.Cast) -> None:
        page = client.get("/feedback/what-could-we-see/").content.decode()
        assert "The people who are here today" in page and "Harbour Works" in page
        before = Person.objects.count(), Team.objects.count()
        pasted = HEAD + rows("Nets", 12) + rows("Sails", 4)
        page = client.post("/feedback/what-could-we-see/", {"pasted": pasted}).content.decode()
        assert "From the file" in page and "Nets" in page and "Heard as a part of the unit above" in page
        assert (Person.objects.count(), Team.objects.count()) == before

    def test_a_file_that_cannot_be_read_says_why(self, client: Client, told: cast.Cast) -> None:
        answer = client.post("/feedback/what-could-we-see/", {"pasted": "hello\n"})
        assert answer.status_code == 422 and "The first row names the columns" in answer.content.decode()

    def test_only_who_runs_pulses_or_the_system_looks(self, client: Client, told: cast.Cast) -> None:
        client.force_login(told.ad)
        assert client.get("/feedback/what-could-we-see/").status_code == 200
        client.force_login(told.ada)
        assert client.get("/feedback/what-could-we-see/").status_code in {403, 404}


@pytest.mark.django_db
@pytest.mark.usefixtures("now")
def test_the_file_says_what_the_launch_page_says_after_it_was_taken_in(tmp_path: Path) -> None:
    made = cast.gather()
    everybody = Person.objects.at_work(TODAY)
    everybody.exclude(pk=made.ad.pk).update(leaves=TODAY - dt.timedelta(days=9))
    Team.objects.exclude(pk=made.company.pk).update(retired=TODAY)
    text = (
        "external_id,email,name,team,parent_team\n"
        + "".join(
            f"{team}{one},{team}{one}@x.example,{team.title()} {one},{team},{parent}\n"
            for team, number, parent in (
                ("gulls", 12, "birds"), ("terns", 4, "birds"), ("auks", 5, "birds"), ("seals", 3, "Harbour Works"),
                ("birds", 6, "Harbour Works"),
            )
            for one in range(number)
        )
    )  # fmt: skip
    file = tmp_path / "people.csv"
    file.write_text(text)
    before = foresight.of(people.read(text.encode()), TODAY)
    options = cli_options(file)
    assert import_people.run(options) == 0

    later = cast.NOW + dt.timedelta(days=40)
    preview = asked.pulse_preview(later)
    after = pulse_outlook.table(preview.plan, preview.outlook)
    mine = {row.name: row for row in after.rows}
    for row in before.table.rows:
        if row.depth:  # the administrator is one more at the top
            assert mine[row.name].people == row.people and mine[row.name].shown == row.shown


def cli_options(file: Path):
    from argparse import Namespace

    return Namespace(file=file, by="", date_order="", sheet="", missing_have_left=False, dry_run=False, json=False)

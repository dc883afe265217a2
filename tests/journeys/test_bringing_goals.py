"""An organisation brings the goals it has: a workbook and a Word document, two rows corrected in the preview, out and in again."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from sapwood.files import goals as files
from sapwood.files import tables
from sapwood.goals.models import Objective
from tests import cast
from tests.journeys.test_accessibility import NARROW, RULES, SERIOUS

GOALS = [
    ("Captains find their berth free", "Cranez", "Ships that wait more than an hour", "thirty", "8"),
    ("Ropes last a season", "Ropes", "Ropes torn under load", "9", "3"),
    ("Everybody ashore hears it first", "Quay", "Questions asked twice", "40", "soon"),
]


def a_workbook(folder: Path) -> Path:
    """What somebody keeps in a spreadsheet: headings of their own, one owner misspelt, one number in words."""
    rows: list[list[Any]] = [["Goal", "Team", "Quarter", "Key result", "From", "To", "Unit"]]
    for objective, owner, result, start, end in GOALS:
        numbers = [int(one) if one.isdigit() else one for one in (start, end)]
        rows.append([objective, owner, "Autumn 2026", result, *numbers, "a week"])
    path = folder / "autumn.xlsx"
    path.write_bytes(tables.write_xlsx([("Our goals", rows)]))
    return path


def a_document(folder: Path) -> Path:
    """The same in a Word document: a heading for each objective, its owner in a line, its key results in a table."""
    from docx import Document

    document: Any = Document()
    document.add_heading("Goals of the harbour", 0)
    document.add_paragraph("Quarter: Autumn 2026")
    for objective, owner, result, start, end in GOALS:
        document.add_heading(f"Objective: {objective}", 1)
        document.add_paragraph(f"Owner: {owner}")
        table = document.add_table(rows=2, cols=4)
        for cell, text in zip(table.rows[0].cells, ("Key result", "From", "To", "Unit"), strict=True):
            cell.text = text
        for cell, text in zip(table.rows[1].cells, (result, start, end, "a week"), strict=True):
            cell.text = text
    out = io.BytesIO()
    document.save(out)
    path = folder / "autumn.docx"
    path.write_bytes(out.getvalue())
    return path


def open_preview(page: Page, server: str, path: Path) -> None:
    page.goto(f"{server}/goals/import/")
    page.locator("input[type=file]").set_input_files(path)
    page.get_by_role("button", name="Look at what it would do").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What the file would do")


def correct(page: Page) -> None:
    """Two wrong rows: a team that is none, two numbers that are none. Checked once in between: nothing typed is lost."""
    expect(page.locator(".lede")).to_contain_text("2 goals cannot be taken")
    apply = page.get_by_role("button", name="Apply the whole file")
    expect(apply).to_be_disabled()
    owner = page.locator("[name='cell-0/owner']")
    expect(owner).to_have_value("Cranez")
    expect(page.get_by_text("Perhaps “Cranes” is meant.")).to_be_visible()
    owner.fill("Cranes")
    page.locator("[name='cell-0.0/baseline']").fill("30")
    page.get_by_role("button", name="Check again").click()
    expect(page.locator(".lede")).to_contain_text("One goal cannot be taken")
    assert not Objective.objects.exists()
    page.locator("[name='cell-2.0/target']").fill("12")
    page.get_by_role("button", name="Check again").click()
    expect(page.locator(".lede")).to_contain_text("Every goal can be taken")
    expect(apply).to_be_enabled()
    apply.click()
    expect(page.get_by_role("status")).to_contain_text("Taken in: 3 new as drafts, 0 changed, 0 the same")


@pytest.mark.parametrize("write", [a_workbook, a_document])
def test_goals_are_brought_corrected_taken_out_and_brought_again(
    company: cast.Cast,
    quiet_page: Page,
    be: Callable[[Any], None],
    live_server: Any,
    tmp_path: Path,
    write: Callable[[Path], Path],
) -> None:
    be(company.dee)
    open_preview(quiet_page, live_server.url, write(tmp_path))
    correct(quiet_page)
    Objective.objects.update(stage=Objective.Stage.ACTIVE)  # agreed in the meantime: an export holds no drafts

    for objective, _owner, result, _start, _end in GOALS:
        goal = Objective.objects.get(title=objective)
        quiet_page.goto(f"{live_server.url}/objectives/{goal.public_id}/")
        expect(quiet_page.locator("main")).to_contain_text(objective)
        expect(quiet_page.locator("main")).to_contain_text(result)

    for kind in ("XLSX", "Word"):
        quiet_page.goto(f"{live_server.url}/cycles/{company.cycle.public_id}/")
        with quiet_page.expect_download() as download:
            quiet_page.get_by_role("link", name=kind, exact=True).click()
        taken = tmp_path / download.value.suggested_filename
        download.value.save_as(taken)
        brought = files.read(taken.read_bytes())
        assert {(one.objective, one.owner) for one in brought.goals} == {
            (objective, "Cranes" if owner == "Cranez" else owner) for objective, owner, *_rest in GOALS
        }
        numbers = {
            one.key_results[0].key_result: (one.key_results[0].baseline, one.key_results[0].target)
            for one in brought.goals
        }
        assert numbers == {
            "Ships that wait more than an hour": (30, 8), "Ropes torn under load": (9, 3), "Questions asked twice": (40, 12),
        }  # fmt: skip
        open_preview(quiet_page, live_server.url, taken)
        expect(quiet_page.locator(".lede")).to_contain_text("Nothing: everything in it is here already.")
    assert Objective.objects.count() == 3


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_preview_shuts_nobody_out_and_fits_a_narrow_window(
    company: cast.Cast, quiet_page: Page, be: Callable[[Any], None], live_server: Any, tmp_path: Path, theme: Any
) -> None:
    quiet_page.emulate_media(color_scheme=theme, reduced_motion="reduce")
    be(company.dee)
    open_preview(quiet_page, live_server.url, a_workbook(tmp_path))
    quiet_page.get_by_text("Its other cells").first.click()
    found = [
        f"{one['id']}: {[node['target'] for node in one['nodes']][:4]}"
        for one in Axe().run(quiet_page, options=RULES).response["violations"]
        if one["impact"] in SERIOUS
    ]
    assert found == []
    quiet_page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    assert quiet_page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]


def test_without_script_pasted_goals_are_corrected_and_taken(
    company: cast.Cast, browser: Browser, live_server: Any
) -> None:
    from django.conf import settings
    from django.test import Client

    client = Client()
    client.force_login(company.bo)
    context = browser.new_context(java_script_enabled=False)
    cookie = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": cookie, "value": client.cookies[cookie].value, "url": live_server.url}])
    page = context.new_page()
    page.goto(f"{live_server.url}/goals/import/")
    page.locator("[name=pasted]").fill(
        "Hi Bo,\n\nObjective: Berths are free\nOwner: Cranez\n• KR1: Ships that wait\ntarget: few\n\nThanks, Ada"
    )
    page.get_by_role("button", name="Look at what it would do").click()
    page.locator("[name='cell-0/owner']").fill("Cranes")
    page.locator("[name='cell-0.0/target']").fill("8")
    page.get_by_role("button", name="Check again").click()
    page.get_by_role("button", name="Apply the whole file").click()
    goal = Objective.objects.get()
    assert (goal.title, goal.owner, goal.key_results.get().target) == ("Berths are free", company.cranes, 8)
    context.close()

"""What a reader takes away holds the figures of their page: none more, none fewer, in no hidden place."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from html import unescape

import openpyxl
import pytest
from django.test import Client

from sapwood.feedback import actions, extracts, reports
from sapwood.feedback.actions import closing
from sapwood.feedback.models import Cell, Subject, Wave
from sapwood.files import paper
from tests import cast
from tests.feedback import rounds

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]

NUMBER = re.compile(r"-?\d+\.\d")


@pytest.fixture
def told() -> cast.Cast:
    made = cast.gather()
    for team, number in ((made.cranes, 11), (made.ropes, 9), (made.company, 4)):
        rounds.hands(team, number)
    return made


@pytest.fixture
def pulse(told: cast.Cast) -> Wave:
    wave = rounds.open_pulse(told.dee)
    rounds.all_answer(wave, words="Remark")
    closing.close(wave, rounds.AFTER)
    wave.refresh_from_db()
    actions.respond(
        by=told.dee, publication=wave.publication, unit=wave.units.get(parent=None), text="Tea at ten", due=None,
        at=rounds.AFTER,
    )  # fmt: skip
    return wave


@pytest.fixture
def subject(told: cast.Cast) -> Subject:
    some = rounds.hands(told.cranes, 12, word="Peer")
    wave = rounds.draft_round(told.dee, [told.ada])
    raters = [(one, "peer") for one in some[:5]] + [(one, "report") for one in some[5:9]]
    rounds.ask(told.dee, wave, [*raters, *((one, "other") for one in some[9:]), (told.bo, "manager")])
    rounds.open_round(told.dee, wave)
    rounds.all_answer(wave, words="Remark")
    closing.close(wave, rounds.AFTER)
    found = Subject.objects.get()
    actions.share_report(by=told.ada, subject=found, person=told.bo, at=rounds.AFTER)
    return found


def get(person, address: str) -> bytes:
    client = Client()
    client.force_login(person)
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content


def words(page: bytes) -> str:
    """What somebody reads on a page, drawings left out: they repeat the numbers beside them."""
    text = page.decode()
    text = re.sub(r"(?s)<svg.*?</svg>|<script.*?</script>|<details class=\"s\">.*?</details>", " ", text)
    return unescape(re.sub(r"<[^>]+>", " ", text))


def sheet_figures(content: bytes) -> Counter[str]:
    book = openpyxl.load_workbook(io.BytesIO(content))
    found: Counter[str] = Counter()
    for row in book.worksheets[0].iter_rows(min_row=2, values_only=True):
        found.update(f"{value:.1f}" for value in (*row[2:7], row[10]) if value is not None)
        found.update(NUMBER.findall(str(row[11] or "")))
    return found


def texts(content: bytes) -> set[str]:
    book = openpyxl.load_workbook(io.BytesIO(content))
    return {str(value) for page in book for row in page.iter_rows(values_only=True) for value in row if value}


def pdf_figures(extract: extracts.Extract, monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """What the PDF is set from."""
    kept: list[paper.Paper] = []
    monkeypatch.setattr(paper, "to_pdf", lambda one: kept.append(one) or b"")
    extracts.to_pdf(extract)
    markdown = paper.to_markdown(kept[0]).decode()
    return Counter(NUMBER.findall(markdown.split("\n## ", 1)[1].replace("95 %", "")))


def test_every_reader_of_a_pulse_takes_away_the_figures_of_their_own_page(
    told: cast.Cast, pulse: Wave, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = f"/feedback/waves/{pulse.public_id}/results"
    found = {}
    for person in (told.dee, told.bo, told.ada, told.eve):
        page = Counter(NUMBER.findall(words(get(person, f"{address}/"))))
        assert sheet_figures(get(person, f"{address}.xlsx")) == page
        assert pdf_figures(extracts.of_pulse(person, pulse.publication), monkeypatch) == page
        found[person.name] = texts(get(person, f"{address}.xlsx"))
    units = {"Harbour Works", "Cranes", "Ropes"}
    assert {name: units & told_ for name, told_ in found.items()} == {
        told.dee.name: units,
        "Bo Ferreira": {"Harbour Works", "Cranes"},
        "Ada Okoye": {"Harbour Works"},
        "Eve Marsh": {"Harbour Works", "Ropes"},
    }


def test_what_it_was_the_time_before_comes_along(told: cast.Cast, pulse: Wave, monkeypatch: pytest.MonkeyPatch) -> None:
    later = cast.NOW + rounds.WEEK * 4
    again = rounds.open_pulse(told.dee, questionnaire=pulse.questionnaire, follows=pulse, at=later)
    rounds.all_answer(again, at=later)
    closing.close(again, later + rounds.WEEK * 2)
    address = f"/feedback/waves/{again.public_id}/results"
    for person in (told.dee, told.bo, told.ada):
        text = words(get(person, f"{address}/"))
        assert "the time before" in text
        assert sheet_figures(get(person, f"{address}.xlsx")) == Counter(NUMBER.findall(text))
        assert pdf_figures(extracts.of_pulse(person, again.publication), monkeypatch) == Counter(NUMBER.findall(text))


def test_the_subject_and_a_reader_of_the_report_take_away_what_each_of_them_sees(
    told: cast.Cast, subject: Subject, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = f"/feedback/subjects/{subject.public_id}/report"
    for person, is_own in ((told.ada, True), (told.bo, False)):
        page = Counter(NUMBER.findall(words(get(person, f"{address}/"))))
        assert sheet_figures(get(person, f"{address}.xlsx")) == page
        extract = extracts.of_report(subject.wave.publication, subject, is_own=is_own)
        assert pdf_figures(extract, monkeypatch) == page
    own, shared = (texts(get(person, f"{address}.xlsx")) for person in (told.ada, told.bo))
    assert "Direct reports" in own and "Direct reports" not in shared
    assert "All others together" in shared


def test_a_report_is_taken_away_by_nobody_who_may_not_read_it(told: cast.Cast, subject: Subject) -> None:
    for person in (told.dee, told.max, told.ad, told.cy):
        for kind in ("pdf", "xlsx"):
            client = Client()
            client.force_login(person)
            assert client.get(f"/feedback/subjects/{subject.public_id}/report.{kind}").status_code == 404


def test_remarks_and_what_is_done_about_it_come_along(told: cast.Cast, pulse: Wave) -> None:
    book = openpyxl.load_workbook(io.BytesIO(get(told.dee, f"/feedback/waves/{pulse.public_id}/results.xlsx")))
    page = words(get(told.dee, f"/feedback/waves/{pulse.public_id}/results/"))
    remarks = [row[2] for row in book["Remarks"].iter_rows(min_row=2, values_only=True)]

    assert len(remarks) == pulse.invitations.count() and all(one in page for one in remarks)
    assert any("Tea at ten" in one for one in texts(get(told.dee, f"/feedback/waves/{pulse.public_id}/results.xlsx")))
    shares = [row[3] for row in book["How answers are spread"].iter_rows(min_row=2, values_only=True)]
    assert shares and all(f"{share} %" in page for share in shares)


def test_the_workbook_hides_nothing(told: cast.Cast, pulse: Wave, subject: Subject) -> None:
    names = [told.ada.name, told.dee.name, told.bo.name, told.ada.email or ""]
    for content in (
        get(told.ada, f"/feedback/waves/{pulse.public_id}/results.xlsx"),
        get(told.ada, f"/feedback/subjects/{subject.public_id}/report.xlsx"),
    ):
        archive = zipfile.ZipFile(io.BytesIO(content))
        parts = {name: archive.read(name).decode("utf-8", "replace") for name in archive.namelist()}
        assert not [name for name in parts if re.search(r"comment|external|drawing|custom|calcChain|pivot|query", name)]
        properties = parts["docProps/core.xml"] + parts["docProps/app.xml"]
        assert "Sapwood" in properties and not [name for name in names if name in properties]
        book = openpyxl.load_workbook(io.BytesIO(content))
        assert {page.sheet_state for page in book} == {"visible"} and not book.defined_names
        for page in book:
            assert not any(one.hidden for one in (*page.column_dimensions.values(), *page.row_dimensions.values()))
            cells = [cell for row in page.iter_rows() for cell in row]
            assert not any(cell.comment or cell.data_type == "f" for cell in cells)
        assert "<f>" not in "".join(parts.values())


def test_the_pdf_names_nobody_in_its_properties(told: cast.Cast, subject: Subject) -> None:
    content = get(told.ada, f"/feedback/subjects/{subject.public_id}/report.pdf")
    assert content.startswith(b"%PDF-")
    assert b"/Author" not in content and b"dc:creator" not in content
    assert b"/EmbeddedFile" not in content


def test_a_change_that_was_not_shown_is_a_reason_and_no_number(subject: Subject) -> None:
    Cell.objects.filter(subject=subject, kind=Cell.Kind.CHANGE).delete()
    competency = Cell.objects.filter(subject=subject).exclude(competency=None).values_list("competency", flat=True)[0]
    Cell.objects.create(
        publication=subject.wave.publication, subject=subject, kind="change", competency_id=competency,
        withheld="not_enough",
    )  # fmt: skip
    extract = extracts.of_report(subject.wave.publication, subject, is_own=True)
    rows = [row for part in extract.parts for row in part.rows if row.cell.kind == "change"]

    assert [row.note for row in rows] == ["Change since the round before: not enough evidence."]
    assert "not enough evidence" in " ".join(texts(extracts.to_xlsx(extract)))


def test_a_verdict_is_said_in_the_words_of_the_page() -> None:
    said = {reports.verdict(Cell(kind="change", value=0.4, verdict=one)) for one in ("improved", "declined", "stable")}
    assert said == {"Raters see an improvement.", "Raters see a decline.", "No meaningful change."}


def test_another_kind_is_not_found(told: cast.Cast, pulse: Wave) -> None:
    client = Client()
    client.force_login(told.dee)
    assert client.get(f"/feedback/waves/{pulse.public_id}/results.exe").status_code == 404

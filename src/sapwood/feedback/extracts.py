"""What one reader's page of results shows, as rows: the PDF sets them and the workbook lists them.

They are made from `reading.results_for` and `reports.report`, which the pages are made from; nothing else is asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.template.defaultfilters import floatformat
from django.utils.formats import date_format
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from sapwood.feedback import reading, reports
from sapwood.feedback.models import Cell, Publication, Relation, Subject
from sapwood.files import paper, workbooks
from sapwood.files.tables import Value
from sapwood.people.models import Person

FIVE = (1.0, 5.0)


@dataclass(frozen=True)
class Row:
    """One shown number, or why there is none."""

    what: str
    cell: Cell
    scale: tuple[float, float]
    counts: bool = False  # the page says how many answered
    note: str = ""
    before: float | None = None  # the same a wave ago
    is_brief: bool = False  # said before the rest, by its value alone


@dataclass(frozen=True)
class Part:
    """A unit of a pulse, or a competency of a report."""

    name: str
    rows: tuple[Row, ...] = ()
    notes: tuple[str, ...] = ()
    remarks: tuple[paper.Remarks, ...] = ()


@dataclass(frozen=True)
class Extract:
    title: str
    subtitle: str
    lead: tuple[str, ...]
    parts: tuple[Part, ...]
    remarks: tuple[paper.Remarks, ...] = ()


def of_pulse(person: Person, publication: Publication) -> Extract:
    """The units of a published pulse that this person reads."""
    wave = publication.wave
    return Extract(
        str(wave),
        _("Published on %(day)s, %(n)s of %(asked)d answered")
        % {"day": _day(publication), "n": publication.count, "asked": publication.invited},
        tuple(filter(None, (wave.purpose, reading.what_a_number_is(wave.least_answers)))),
        tuple(_unit(one) for one in reading.results_for(person, publication)),
    )


def of_report(publication: Publication, subject: Subject, *, is_own: bool) -> Extract:
    """A 360 as its subject, or with `is_own=False` somebody they let read it, sees it."""
    told = reports.report(publication, subject, is_own=is_own)
    title = (
        _("How colleagues see you at work")
        if is_own
        else _("How colleagues see %(name)s at work") % {"name": subject.person}
    )
    return Extract(
        title,
        _("%(wave)s. Published on %(day)s, from 1, hardly ever, to 5, nearly every time")
        % {"wave": subject.wave, "day": _day(publication)},
        (reports.what_a_number_is(subject.wave.least_relation),),
        (*_strengths(told), *(Part(one.competency.said("name"), tuple(_rows(one, is_own))) for one in told.seen)),
        tuple(paper.Remarks(item.said(), tuple(texts)) for item, texts in told.comments),
    )


def to_pdf(extract: Extract) -> bytes:
    sections = [
        paper.Section(part.name, (*map(paper.Text, part.notes), *_table(part.rows), *part.remarks))
        for part in extract.parts
    ]
    if extract.remarks:
        sections.append(paper.Section(_("In words"), extract.remarks))
    return paper.to_pdf(
        paper.Paper(
            extract.title,
            extract.subtitle,
            extract.lead,
            tuple(sections),
            {"page": _("page"), "of": _("of")},
            get_language() or "en",
        )
    )


def to_xlsx(extract: Extract) -> bytes:
    """A sheet of numbers, one of how answers are spread, one of remarks. Notes stand with the numbers of their part."""
    figures: list[Sequence[Value]] = [
        (
            _("Part"), _("What"), _("Value"), pgettext("an interval", "From"), pgettext("an interval", "To"),
            _("From, if silent people differ"), _("To, if silent people differ"), _("Scale from"), _("Scale to"),
            _("Answers"), _("The time before"), _("Remark"),
        )
    ]  # fmt: skip
    spread: list[Sequence[Value]] = [(_("Part"), _("What"), _("Answer"), _("Share in %"))]
    words: list[Sequence[Value]] = [(_("Part"), _("Question"), _("Remark"), _("Name"))]
    for part in extract.parts:
        figures += [(part.name, "", *[""] * 9, note) for note in part.notes]
        for row in part.rows:
            figures.append(_figures(part, row))
            spread += [(part.name, row.what, int(answer), share) for answer, share in _spread(row.cell)]
        words += [
            (part.name, told.heading, text, name)
            for told in part.remarks
            for text, name in told.items
        ]  # fmt: skip
    words += [("", told.heading, text, name) for told in extract.remarks for text, name in told.items]
    pages = [(_("Numbers"), figures), (_("How answers are spread"), spread), (_("Remarks"), words)]
    return workbooks.write([(name, rows) for name, rows in pages if len(rows) > 1 or rows is figures])


WRITERS = {
    "pdf": (to_pdf, "application/pdf"),
    "xlsx": (to_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


def _unit(one: reading.UnitResult) -> Part:
    notes = [reading.line_is_broken()] if one.line_broken else []
    if one.response is not None:
        notes.append(_("What we do: %(text)s") % {"text": _response(one)})
    remarks = tuple(paper.Remarks(item.said(), tuple((text, "") for text in texts)) for item, texts in one.comments)
    if one.is_withheld:
        why = [f"{cell.get_withheld_display()}." for cell in one.cells[:1]]
        return Part(one.unit.name, notes=(*why, *notes), remarks=remarks)
    rows = [
        Row(
            cell.item.told(),
            cell,
            (cell.item.least, cell.item.most),
            counts=True,
            before=None if cell.withheld else one.before.get(cell.item.key),
        )
        for cell in one.cells
        if cell.item
    ]
    return Part(one.unit.name, tuple(rows), tuple(notes), remarks)


def _response(one: reading.UnitResult) -> str:
    assert one.response is not None
    row = one.response
    due = _("until %(day)s") % {"day": date_format(row.due, "j F")} if row.due else ""
    return ". ".join(filter(None, (row.text, str(row.owner or ""), _("Done") if row.done else due)))


def _strengths(told: reports.Report) -> list[Part]:
    rows = [Row(cell.item.told(), cell, FIVE, is_brief=True) for cell in told.strengths if cell.item]
    return [Part(_("What colleagues see most"), tuple(rows))] if rows else []


def _rows(seen: reports.Seen, is_own: bool) -> Iterator[Row]:
    """As the page has them: all others, the change, who is named, groups, behaviour by behaviour."""
    if seen.everyone is not None:
        yield Row(_("All others"), seen.everyone, FIVE, counts=True)
    if seen.change is not None:
        words = (reports.verdict(seen.change), *reports.beside_a_change(seen))
        yield Row(_("Change since the round before"), seen.change, FIVE, note=" ".join(words))
    for cell in seen.named:
        own = cell.group == Relation.SELF
        yield Row(reports.named_view(cell, is_own=is_own), cell, FIVE)
        if own and seen.gap is not None:
            yield Row(_("Own view less what others see"), seen.gap, FIVE)
    for cell in seen.groups:
        yield Row(reports.group_name(cell), cell, FIVE)
    for cell in seen.behaviours:
        if cell.item:
            yield Row(cell.item.told(), cell, FIVE)


def _table(rows: tuple[Row, ...]) -> tuple[paper.Table, ...]:
    if not rows:
        return ()
    heads = ("", _("Value"), _("95 % interval"), "", _("Answers"))
    return (paper.Table(heads, tuple(map(_line, rows)), (0.42, 0.08, 0.2, 0.18, 0.12)),)


def _line(row: Row) -> tuple[str | paper.Span | None, ...]:
    cell = row.cell
    if cell.withheld:
        return ("\n".join(filter(None, (row.what, row.note or f"{cell.get_withheld_display()}."))), "", "", None, "")
    if row.is_brief:
        return (row.what, _one(cell.value), "", None, "")
    spread = ", ".join(f"{answer}: {share} %" for answer, share in _spread(cell))
    interval = [f"{_one(cell.low)} {pgettext('an interval', 'to')} {_one(cell.high)}"] if cell.low is not None else []
    if row.before is not None:
        interval.append(_("%(v)s the time before") % {"v": _one(row.before)})
    if cell.wide_low is not None:
        interval.append(
            _("%(a)s to %(b)s if those who were silent feel differently")
            % {"a": _one(cell.wide_low), "b": _one(cell.wide_high)}
        )
    return (
        "\n".join(filter(None, (row.what, row.note, spread))),
        _one(cell.value),
        "\n".join(interval),
        _span(row),
        cell.count if row.counts else "",
    )


def _span(row: Row) -> paper.Span | None:
    """Levels are drawn on their scale; a change or a gap has none."""
    cell = row.cell
    if cell.kind != Cell.Kind.LEVEL or cell.value is None or cell.low is None or cell.high is None:
        return None
    return paper.Span(cell.value, cell.low, cell.high, *row.scale)


def _figures(part: Part, row: Row) -> Sequence[Value]:
    cell, scale = row.cell, row.scale if row.cell.kind == Cell.Kind.LEVEL else ("", "")
    if cell.withheld:
        return (part.name, row.what, *[""] * 5, *scale, "", "", row.note or f"{cell.get_withheld_display()}.")
    if row.is_brief:
        return (part.name, row.what, cell.value, *[""] * 4, *scale, "", "", "")
    numbers = [value if value is not None else "" for value in (cell.value, cell.low, cell.high)]
    wide = [value if value is not None else "" for value in (cell.wide_low, cell.wide_high)]
    before = row.before if row.before is not None else ""
    return (part.name, row.what, *numbers, *wide, *scale, cell.count if row.counts else "", before, row.note)


def _spread(cell: Cell) -> list[tuple[str, int]]:
    return sorted((cell.distribution or {}).items(), key=lambda pair: int(pair[0]))


def _one(value: float | None) -> str:
    return str(floatformat(value, 1))


def _day(publication: Publication) -> str:
    return date_format(publication.at, "j F Y")

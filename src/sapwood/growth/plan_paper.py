"""A plan as a document: the same words as on its page."""

from __future__ import annotations

import datetime as dt

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sapwood.files.paper import Paper, Points, Remarks, Section, Table, Text
from sapwood.growth.models import Plan
from sapwood.growth.queries import plans as queries
from sapwood.ui.templatetags.ui import number


def paper(plan: Plan, today: dt.date) -> Paper:
    """The steps, what observers saw, certificates, and what was changed and why."""
    sections = [_steps(plan, today), _observed(plan), _certificates(plan, today), _changed(plan)]
    return Paper(
        title=plan.title,
        subtitle=_("%(kind)s, %(person)s, from %(day)s")
        % {"kind": plan.get_kind_display(), "person": plan.person, "day": date_format(plan.starts, "j F Y")},
        lead=tuple(one for one in (plan.purpose, _time(plan)) if one),
        sections=tuple(one for one in sections if one is not None),
        words={"page": _("page"), "of": _("of")},
        language=get_language() or "en",
    )


def _time(plan: Plan) -> str:
    if plan.hours is None:
        return _("No working time is agreed for it yet.")
    if plan.agreed_with is None:
        return _("%(n)s working hours a week.") % {"n": number(plan.hours)}
    return _("%(n)s working hours a week, agreed with %(name)s.") % {"n": number(plan.hours), "name": plan.agreed_with}


def _steps(plan: Plan, today: dt.date) -> Section:
    rows = [
        (
            one.step.title,
            one.step.get_kind_display(),
            _day(one.step.due),
            _day(one.step.done),
        )
        for one in queries.rows_of(plan, today)
    ]
    note = Text(_("A step that is done moves no key result: taking part is not yet the change."), quiet=True)
    if not rows:
        return Section(_("Steps"), (Text(_("None yet.")),))
    heads = (_("Step"), _("Kind"), _("By"), _("Done"))
    return Section(_("Steps"), (Table(heads, tuple(rows), (0.5, 0.2, 0.15, 0.15)), note))


def _observed(plan: Plan) -> Section | None:
    found = queries.observations(plan)
    if not found:
        return None
    items = tuple(
        (
            " ".join(part for part in (f"{one.row.step.about}: {one.words}.", one.row.words) if part),
            f"{one.row.observer}, {_day(one.row.seen)}",
        )
        for one in found
    )
    return Section(_("What observers saw"), (Remarks(_("Single observations; they count in no number."), items),))


def _certificates(plan: Plan, today: dt.date) -> Section | None:
    rows = [one["row"] for one in queries.certificates_of(plan, today)]
    items = tuple(
        ", ".join(
            part
            for part in (
                row.name,
                row.issuer,
                _("valid until %(day)s") % {"day": date_format(row.until, "j M Y")} if row.until else "",
            )
            if part
        )
        for row in rows
    )
    return Section(_("Certificates"), (Points(items),)) if items else None


def _changed(plan: Plan) -> Section | None:
    items = tuple(
        (
            " ".join(part for part in (row.why, "; ".join(row.lines)) if part),
            f"{row.by or _('somebody who has left')}, {date_format(row.at, 'j M Y')}",
        )
        for row in plan.changes.select_related("by")
    )
    return Section(_("What was changed, and why"), (Remarks(_("The newest first."), items),)) if items else None


def _day(day: dt.date | None) -> str:
    return date_format(day, "j M Y") if day else "–"

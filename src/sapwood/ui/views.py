"""The gallery: every part pages are made of, in each of its states."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from sapwood import charts
from sapwood.ui import moments, pages
from sapwood.ui.templatetags.ui import STATUSES

FIRST, LAST = dt.date(2026, 8, 31), dt.date(2026, 11, 29)


class Example(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label=_("A line"), help_text=_("A help text says what is wanted, before it is wrong."))
    text = forms.CharField(label=_("A longer text"), required=False, widget=forms.Textarea(attrs={"rows": 2}))
    number = forms.DecimalField(label=_("A number"), max_value=10)
    day = forms.DateField(label=_("A day"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    choice = forms.ChoiceField(label=_("One of many"), choices=[(str(n), n) for n in range(1, 8)])
    few = forms.ChoiceField(
        label=_("One of a few"), choices=[("a", _("Hard")), ("b", _("Soft"))], widget=forms.RadioSelect, initial="a"
    )
    several = forms.MultipleChoiceField(
        label=_("Several"),
        choices=[("a", _("Say it early")), ("b", _("Warmth first"))],
        widget=forms.CheckboxSelectMultiple,
    )
    yes = forms.BooleanField(label=_("Yes or no"), help_text=_("With its consequence beside it."), required=False)


@require_GET
def gallery(request: HttpRequest) -> HttpResponse:
    """Buttons, fields, marks, rings young and old, charts with their numbers, tables, empty states and the rest."""
    typed = {
        "name": "",
        "text": say("Kept as it was typed."),
        "number": "eleven",
        "day": "31.2.",
        "choice": "1",
        "few": "a",
    }
    wrong = Example({f"wrong-{name}": value for name, value in typed.items()}, prefix="wrong")
    context = {
        "form": Example(prefix="right"),
        "wrong": wrong,
        "statuses": list(STATUSES),
        "now": moments.now(),
        "rings": _rings(),
        "readings": _readings(),
        **_charts(),
    }
    return pages.show(request, "ui/gallery.html", context)


def _rings() -> list[dict[str, Any]]:
    names = [f"{season} {year}" for year in (2024, 2025, 2026) for season in (say("Winter"), say("Summer"))]
    reached = [0.52, 0.81, 0.44, 0.9, 0.66, 0.73]
    old = [charts.Ring(name, share) for name, share in zip(names, reached, strict=True)]
    return [
        {"name": name, "svg": charts.rings(rings, seed=name, title=name, size=120), "list": rings[::-1]}
        for name, rings in (
            (say("No ring yet"), [charts.Ring(say("Summer 2026"), None, current=True)]),
            (say("Young"), [charts.Ring(say("Winter 2026"), 0.6), charts.Ring(say("Summer 2026"), 0.35, current=True)]),
            (say("Old"), [*old, charts.Ring(say("Autumn 2026"), 0.55, current=True)]),
            (say("Finished"), old),
        )
    ]


def _readings() -> list[charts.Point]:
    values = [6.3, 6.1, 5.8, 5.9, 5.0, 4.6, 4.4]
    return [
        charts.Point(FIRST + dt.timedelta(weeks=week), value, value - 0.5, value + 0.5)
        for week, value in enumerate(values)
    ]


def _charts() -> dict[str, str]:
    readings = _readings()
    course = [charts.Point(FIRST + dt.timedelta(weeks=week), week * 0.07) for week in range(8)]
    fall = [charts.Point(FIRST + dt.timedelta(weeks=week), 0.2 - week * 0.03) for week in range(8)]
    return {
        "spark_up": charts.sparkline([0.0, 0.1, 0.22, 0.41], title=say("Rising"), expected=0.3),
        "spark_flat": charts.sparkline([0.2, 0.2, 0.21], title=say("Flat"), expected=0.5),
        "spark_none": charts.sparkline([], title=say("No reading yet"), expected=0.5),
        "bar": charts.interval_bar(
            4.1, title=say("With an interval"), baseline=6.3, target=3.5, low=3.1, high=5.4, unit="%"
        ),
        "bar_plain": charts.interval_bar(44, title=say("A plain value"), baseline=30, target=54),
        "bar_none": charts.interval_bar(None, title=say("Not measured"), baseline=30, target=54),
        "chart": charts.readings_chart(
            readings, title=say("Tents sent back"), unit="%", baseline=6.3, target=3.5, first=FIRST, last=LAST
        ),
        "pair": charts.pair_chart(
            course, fall, title=say("A pair's two courses"), names=(say("Hard"), say("Soft")), first=FIRST, last=LAST
        ),
    }

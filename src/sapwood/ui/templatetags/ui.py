"""The parts pages are made of. Each tag escapes what it is given; see docs/ui.md for all of them with examples."""

from __future__ import annotations

import datetime as dt
import re
import secrets
from decimal import Decimal
from functools import cache
from typing import Any

from django import template
from django.forms import BoundField
from django.forms.widgets import CheckboxInput, CheckboxSelectMultiple, RadioSelect
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from sapwood.ui import moments

register = template.Library()

STATUSES: dict[str, tuple[str, str, Any]] = {  # css class, glyph, word
    "on_track": ("ok", "circle-check", gettext_lazy("On track")),
    "at_risk": ("risk", "triangle-alert", gettext_lazy("At risk")),
    "off_track": ("off", "diamond-minus", gettext_lazy("Off track")),
    "too_early": ("open", "circle-dashed", gettext_lazy("Too early")),
    "unknown": ("open", "circle-question-mark", gettext_lazy("Not measured yet")),
    "withheld": ("open", "eye-off", gettext_lazy("Not measurable")),
    "done": ("ok", "circle-check-big", gettext_lazy("Done")),
    "draft": ("open", "pencil-line", gettext_lazy("Draft")),
    "proposed": ("open", "message-circle-question-mark", gettext_lazy("Proposed")),
    "changes": ("open", "message-square-reply", gettext_lazy("Changes asked for")),
    "closed": ("open", "archive", gettext_lazy("Closed")),
    "retired": ("open", "archive-x", gettext_lazy("Retired")),
}


@cache
def _icon(name: str, css: str) -> SafeString:
    import lucide

    svg = str(lucide._render_icon(name, None))
    inner = re.sub(r"^<svg[^>]*>|</svg>\s*$", "", svg.strip(), flags=re.S)
    return mark_safe(f'<svg class="{css}" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{inner}</svg>')  # noqa: S308


@register.simple_tag
def icon(name: str, css: str = "i") -> SafeString:
    """{% icon "leaf" %}: a decorative icon; the words beside it carry the meaning."""
    return _icon(name, css)


@register.simple_tag
def status(word: str, small: bool = False) -> SafeString:
    """{% status "at_risk" %}: glyph, word and colour, always the three."""
    return _status(word)


@cache
def _status_parts(word: str) -> tuple[str, SafeString, Any]:
    css, glyph, text = STATUSES.get(word, STATUSES["unknown"])
    return css, _icon(glyph, "g"), text


def _status(word: str) -> SafeString:
    css, glyph, text = _status_parts(word)
    return mark_safe(f'<span class="chip {css}">{glyph}{text}</span>')  # noqa: S308  (all three are ours)


def status_chip(word: str) -> SafeString:
    """The same for code that builds rows."""
    return _status(word)


@register.simple_tag
def submission() -> SafeString:
    """{% submission %}: the hidden key that makes a form count once, however often it is sent."""
    return format_html('<input type="hidden" name="submission" value="{}">', secrets.token_urlsafe(18))


@register.simple_tag
def avatar(person: Any, size: str = "") -> SafeString:
    """{% avatar person %}: initials; the name stands beside it."""
    css = f"av {size} {'b' if (getattr(person, 'pk', 0) or 0) % 2 else ''}".strip()
    return format_html('<span class="{}" aria-hidden="true">{}</span>', css, getattr(person, "initials", "?"))


@register.simple_tag
def person(someone: Any) -> SafeString:
    """{% person someone %}: initials and name; links to their page when they have one."""
    if someone is None:
        return format_html('<span class="person faint">{}</span>', _("somebody who has left"))
    return format_html('<span class="person">{} {}</span>', avatar(someone), someone)


@register.simple_tag
def progress(share: float | None, label: str = "") -> SafeString:
    """{% progress 0.62 "Objective" %}: a thin bar with its number in words for a screen reader."""
    if share is None:
        return format_html('<span class="faint s">{}</span>', _("not measured"))
    inside = min(1.0, max(0.0, float(share)))
    text = _("%(label)s: %(share)d of 100") % {"label": label or _("Progress"), "share": round(inside * 100)}
    return format_html(
        '<svg class="prog" viewBox="0 0 100 6" preserveAspectRatio="none" role="img" aria-label="{}">'
        '<rect width="100" height="6" rx="3"/><rect class="v" width="{}" height="6" rx="3"/></svg>',
        text,
        f"{inside * 100:.1f}",
    )


@register.filter
def number(value: Decimal | float | None, unit: str = "") -> str:
    """{{ value|number:"%" }}: without needless zeros, with thin spaces in thousands, an en dash for none."""
    if value is None:
        return "–"
    exact = Decimal(str(value))
    places = 0 if abs(exact) >= 100 else 2
    text = f"{exact:,.{places}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    text = text.replace(",", " ").replace("-", "−")
    return f"{text} {unit}".strip() if unit else text


@register.filter
def score(value: float | None) -> str:
    """{{ objective.progress|score }}: 0.62, or an en dash when nothing was measured."""
    return "–" if value is None else f"{value:.2f}"


@register.filter
def percent(share: float | None) -> str:
    """{{ 0.62|percent }}: 62 %, or an en dash where there is nothing to divide by."""
    return "–" if share is None else f"{round(100 * share)} %"


@register.filter
def ago(moment: dt.datetime | None) -> str:
    """{{ moment|ago }}: today, yesterday, 5 days ago, 3 Nov."""
    if moment is None:
        return _("never")
    zone = timezone.get_current_timezone()
    days = (moments.now().astimezone(zone).date() - moment.astimezone(zone).date()).days
    if days <= 0:
        return _("today")
    if days == 1:
        return _("yesterday")
    if days < 28:
        return ngettext("%(count)d day ago", "%(count)d days ago", days) % {"count": days}
    return date_format(moment.astimezone(zone), "j M Y")


@register.simple_tag
def when(moment: dt.datetime | None, words: str = "ago") -> SafeString:
    """{% when moment %}: relative words with the exact time in the title."""
    if moment is None:
        return format_html('<span class="faint">{}</span>', _("never"))
    local = moment.astimezone(timezone.get_current_timezone())
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        local.isoformat(timespec="minutes"),
        date_format(local, "j F Y, H:i"),
        ago(moment),
    )


@register.simple_tag
def field(bound: BoundField, label: str = "", help: str = "", css: str = "", silent: bool = False) -> SafeString:
    """{% field form.title %}: label, widget, help and error, tied together for a screen reader.

    `silent`: does not say that it may stay empty, where every field of a group may.
    """
    widget = bound.field.widget
    hints = []
    if help or bound.help_text:
        hints.append(f"{bound.auto_id}-help")
    if bound.errors:
        hints.append(f"{bound.auto_id}-error")
    attributes: dict[str, Any] = {}
    if hints:
        attributes["aria-describedby"] = " ".join(hints)
    if bound.errors:
        attributes["aria-invalid"] = "true"
    kind = "input"
    if isinstance(widget, CheckboxInput):
        kind = "check"
    elif isinstance(widget, RadioSelect | CheckboxSelectMultiple):
        kind = "choices"
    else:
        attributes["class"] = f"input {widget.attrs.get('class', '')} {css}".strip()
    return mark_safe(  # noqa: S308  (rendered by a template that escapes)
        render_to_string(
            "ui/field.html",
            {
                "field": bound,
                "widget": bound.as_widget(attrs=attributes) if kind != "choices" else "",
                "kind": kind,
                "label": label or bound.label,
                "silent": silent,
                "help": help or bound.help_text,
                "segmented": isinstance(widget, RadioSelect)
                and not isinstance(widget, CheckboxSelectMultiple)
                and len(list(bound)) <= 4,
            },
        )
    )


@register.inclusion_tag("ui/form_errors.html")
def form_errors(form: Any, focus: bool = True) -> dict[str, Any]:
    """{% form_errors form %}: what must be mended, first thing under the title, with links to the fields."""
    return {
        "form": form,
        "focus": focus,
        "problems": [field for field in form if field.errors] if form.is_bound else [],
    }


@register.simple_block_tag(end_name="endask")
def ask(content: str, who: str = "") -> SafeString:
    """{% ask %} … {% endask %}: the one question of the coach, in the margin, with a way past it."""
    return format_html(
        '<aside class="ask"><p class="who">{}{}</p><div class="q">{}</div></aside>',
        _icon("leaf", "i"),
        who or _("A question"),
        mark_safe(content),  # noqa: S308  (the block was rendered by the template engine)
    )


@register.simple_block_tag(end_name="endexplain")
def explain(content: str, figure: str, label: str = "") -> SafeString:
    """{% explain "0.62" %} what it is, what it rests on, how sure {% endexplain %}: a number that can be asked."""
    return format_html(
        '<details class="asked"><summary><span class="num">{}</span><span class="vh"> {}</span></summary>'
        '<div class="answer">{}</div></details>',
        figure,
        label or _("What is this number?"),
        mark_safe(content),  # noqa: S308
    )


@register.simple_tag(takes_context=True)
def page_link(context: dict[str, Any], number_: int) -> str:
    """{% page_link 3 %}: the address of this page with another page number."""
    query = context["request"].GET.copy()
    query["page"] = str(number_)
    return f"?{query.urlencode()}"


@register.simple_tag(takes_context=True)
def with_query(context: dict[str, Any], **changes: Any) -> str:
    """{% with_query filter="stale" %}: the address of this page with some of its questions changed."""
    query = context["request"].GET.copy()
    query.pop("page", None)
    for name, value in changes.items():
        if value in (None, ""):
            query.pop(name, None)
        else:
            query[name] = str(value)
    return f"?{query.urlencode()}" if query else "?"


@register.simple_tag(takes_context=True)
def panels(context: dict[str, Any], place: str, thing: Any = None) -> list[Any]:
    """{% panels "people:sign_in" as found %}: what other rooms show in this place, for pages without a view of ours."""
    from sapwood.ui.panels import panels_for

    return panels_for(place, context["request"], thing)


@register.filter
def lines(text: str) -> SafeString:
    """{{ comment.text|lines }}: paragraphs of plain text."""
    paragraphs = [part for part in re.split(r"\n\s*\n", text or "") if part.strip()]
    return format_html_join("", "<p>{}</p>", ((part.strip(),) for part in paragraphs))

"""Rows of long lists, written straight to HTML.

A list of a thousand key results through the template engine costs five times as much. Everything that
somebody typed is escaped here, once, by `escape`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sapwood import charts
from sapwood.goals import negotiation, queries, standing
from sapwood.goals.models import KeyResult, Objective
from sapwood.ui.templatetags.ui import ago, number, progress, score, status_chip


def objective_list(objectives: Sequence[Objective], *, today: dt.date) -> SafeString:
    """Objectives with their key results under the name of the team that owns them."""
    address = reverse("goals:objective", args=["XX"])
    parts: list[str] = []
    last = object()
    for objective in objectives:
        if objective.owner_team_id != last:
            if parts:
                parts.append("</section>")
            last = objective.owner_team_id
            parts.append(f'<section class="sec"><header><h2>{_owner(objective)}</h2></header>')
        parts.append(_objective(objective, address, today))
    if parts:
        parts.append("</section>")
    return mark_safe("".join(parts))  # noqa: S308


def _owner(objective: Objective) -> str:
    name = escape(str(objective.owner))
    if objective.owner_team is None:
        return name
    return f'<a href="{reverse("people:team", args=[objective.owner_team.public_id])}">{name}</a>'


def _objective(objective: Objective, address: str, today: dt.date) -> str:
    results = queries.results_of(objective)
    cycle = objective.cycle
    expected = cycle.elapsed(today) if cycle else None
    closed = objective.stage == Objective.Stage.CLOSED
    word = queries.word_of(objective, today)
    soft = f' <span class="tag soft">{escape(_("soft"))}</span>' if objective.nature == Objective.Nature.SOFT else ""
    measured = _("%(n)d of %(all)d measured") % {"n": objective.measured, "all": len(results)}
    beside = escape(negotiation.turn_words(objective) or measured)
    href = address.replace("XX", objective.public_id)
    lines = "".join(_key_result(result, objective, expected, today, closed) for result in results)
    return (
        f'<article class="goal"><header><h3><a href="{href}">{escape(objective.title)}</a>{soft}</h3>'
        f'<span class="num strong">{score(objective.progress)}</span>{status_chip(word)}'
        f'<span class="faint s">{beside}</span></header><ul role="list">{lines}</ul></article>'
    )


def _key_result(result: KeyResult, objective: Objective, expected: float | None, today: dt.date, closed: bool) -> str:
    word = standing.status(result, objective=objective, cycle=objective.cycle, today=today)
    spark = charts.sparkline(result.trail[-13:], title=_("Progress"), expected=expected) if result.trail else ""
    now = escape(number(result.current)) if result.current is not None else "–"
    way = escape(_way(result))
    chip = "" if closed else status_chip(word)
    return (
        f'<li class="result"><span class="t">{escape(result.title)}</span><span class="p">{spark}</span>'
        f'<span class="n num strong">{now}</span><span class="w faint s num">{way}</span><span class="c">{chip}</span></li>'
    )


def teams(found: Sequence[Mapping[str, Any]], *, closed: bool) -> SafeString:
    """Rows of the table of a cycle by team: goals, what they reached, where they stand."""
    address = reverse("people:team", args=["XX"])
    goals, reached = escape(_("goals")), escape(_("reached"))
    parts = []
    for row in found:
        name = escape(row["name"])
        if row["team"] is not None:
            name = f'<a href="{address.replace("XX", row["team"].public_id)}">{name}</a>'
        if closed:
            stand = str(progress(row["score"], row["name"]))
        else:
            stand = "".join(
                f'<span class="nowrap">{status_chip(word)}{_times(count)}</span>' for word, count in row["words"]
            )
            if row["stale"]:
                late = ngettext("one not told for long", "%(n)d not told for long", row["stale"]) % {"n": row["stale"]}
                stand += f'<span class="faint s">{escape(late)}</span>'
            stand = f'<span class="inline">{stand}</span>'
        parts.append(
            f'<tr><td>{name}</td><td class="r num" data-l="{goals}">{row["goals"]}</td>'
            f'<td class="r num" data-l="{reached}">{score(row["score"])}</td><td>{stand}</td></tr>'
        )
    return mark_safe("".join(parts))  # noqa: S308


def _times(count: int) -> str:
    return f' <span class="num faint s">×{count}</span>' if count > 1 else ""


def _way(result: KeyResult) -> str:
    """From where to where, as far as it is said."""
    if result.target is None:
        return _("no target yet")
    if result.source == KeyResult.Source.INSTRUMENT:
        return _("measured by feedback, to rise by %(n)s") % {"n": number(result.target)}
    bound = f"{number(result.target)} {result.unit}".strip()
    if result.baseline is None or result.direction in {"stay_above", "stay_below"}:
        return f"{result.get_direction_display().lower()} {bound}"
    return f"{number(result.baseline)} → {bound}"


def tree(
    nodes: Sequence[queries.Node], *, today: dt.date, chosen: str, flat: bool, query: Mapping[str, str]
) -> SafeString:
    """Rows of the alignment tree: level, name, owner, progress, status, last check-in."""
    kept = {name: query[name] for name in ("filter", "cycle", "page") if query.get(name)}
    parts = []
    for place, node in enumerate(nodes):
        objective = node.objective
        level = 1 if flat else node.depth + 1
        here = objective.public_id == chosen
        href = escape("?" + urlencode({**kept, "show": objective.public_id}))
        word, turn = queries.word_of(objective, today), negotiation.turn_words(objective)
        who = f"{objective.owner}, {turn}" if turn else str(objective.owner)
        kind = f'<span class="kind faint xs">{escape(_("supports"))}</span>' if node.kind == "supports" else ""
        soft = f'<span class="tag soft">{escape(_("soft"))}</span>' if objective.nature == Objective.Nature.SOFT else ""
        fold = ' aria-expanded="true"' if node.children and not flat else ""
        parts.append(
            f'<li role="treeitem" aria-level="{level}"{fold} tabindex="{0 if place == 0 else -1}" class="l{min(level, 6)}{" sel" if here else ""}"'
            f' aria-selected="{"true" if here else "false"}"><span class="o"><a href="{href}" hx-get="{href}" hx-target="#side" hx-push-url="true" '
            f'tabindex="-1">{escape(objective.title)}</a> <span class="who faint s">{escape(who)}</span> {soft}{kind}</span>'
            f'<span class="num">{score(objective.progress)}</span>{status_chip(word)}<span class="faint s last">{escape(ago(objective.checked_in))}</span></li>'
        )
    return mark_safe("".join(parts))  # noqa: S308

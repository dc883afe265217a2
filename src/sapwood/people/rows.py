"""Rows of long lists, written straight to HTML. Everything that somebody typed is escaped here, once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sapwood.people.models import Person, Team
from sapwood.people.queries import TeamNode


def team_options(nodes: Sequence[TeamNode], *, chosen: Team | None) -> SafeString:
    """The tree as options of a select; depth is shown by a leading space that no font swallows."""
    here = chosen.pk if chosen else None
    parts = [
        f'<option value="{node.team.public_id}"{" selected" if node.team.pk == here else ""}>'
        f"{'&#8199;&#8199;' * node.depth}{escape(node.team.name)}</option>"
        for node in nodes
    ]
    return mark_safe("".join(parts))  # noqa: S308


def team_tree(nodes: Sequence[TeamNode], leads_and_sizes: Mapping[int, tuple[list[Person], int]]) -> SafeString:
    """Rows of the tree: level, name, leads, and how many have their place there or below."""
    address = reverse("people:team", args=["XX"])
    parts = []
    with_below = {node.team.pk: leads_and_sizes.get(node.team.pk, ([], 0))[1] for node in nodes}
    for node in reversed(nodes):  # those below come after, so each is whole before it is added above
        if node.team.parent_id in with_below:
            with_below[node.team.parent_id] += with_below[node.team.pk]
    for place, node in enumerate(nodes):
        leads, size = leads_and_sizes.get(node.team.pk, ([], 0))[0], with_below[node.team.pk]
        who = escape(", ".join(lead.name for lead in leads) or _("no lead"))
        count = escape(ngettext("%(n)d person", "%(n)d people", size) % {"n": size})
        fold = ' aria-expanded="true"' if node.children else ""
        parts.append(
            f'<li role="treeitem" aria-level="{node.depth + 1}"{fold} tabindex="{0 if place == 0 else -1}" class="l{min(node.depth + 1, 6)}">'
            f'<span class="o"><a href="{address.replace("XX", node.team.public_id)}" tabindex="-1">{escape(node.team.name)}</a></span>'
            f'<span class="s mute who">{who}</span><span class="faint s num size">{count}</span></li>'
        )
    return mark_safe("".join(parts))  # noqa: S308

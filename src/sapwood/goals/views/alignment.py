"""What serves what: the goals as an indented list or as a map, with a filter for what needs a look, and one beside it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from sapwood import charts
from sapwood.activity import clock
from sapwood.goals import alignment_map, coverage, negotiation, queries, rows
from sapwood.goals.alignment_map import Drawn, Graph
from sapwood.goals.checks import FILTERS, Checks, only
from sapwood.goals.models import Cycle, Objective
from sapwood.goals.views.find import reader
from sapwood.goals.views.lists import chosen_cycle
from sapwood.people import queries as people
from sapwood.people.models import Person, Team
from sapwood.ui import pages

PAGE = 200
PICKS = {
    "": _("All"),
    "at_risk": _("At risk"),
    "off_track": _("Off track"),
    "stale": _("Not told for long"),
    "orphan": _("Serves nothing named"),
    "unpaired": _("Without a pair"),
    "over_subscribed": _("Of teams that carry a lot"),
    "soft": _("Soft"),
}


@dataclass(frozen=True)
class Place:
    """What an address asks for, as far as the reader may see it: another word of it is in no link of the page."""

    cycle: str = ""
    filter: str = ""
    show: str = ""
    view: str = ""
    under: Objective | None = None
    team: Team | None = None
    whole: bool = False

    def address(self, **changes: str) -> str:
        """The address of this place with some of it changed."""
        asked = {
            "view": self.view,
            "cycle": self.cycle,
            "filter": self.filter,
            "under": self.under.public_id if self.under else "",
            "team": self.team.public_id if self.team else "",
            "whole": "1" if self.whole else "",
            "show": self.show,
        }
        return "?" + urlencode({name: value for name, value in {**asked, **changes}.items() if value})


@require_GET
def alignment(request: HttpRequest) -> HttpResponse:
    """The list by default; with `view=map` the map. `show` names the goal beside it."""
    person = reader(request)
    today = clock.today(person.time_zone)
    cycle = chosen_cycle(request, person)
    chosen = _chosen(request, person, cycle)
    context: dict[str, Any] = {"cycle": cycle, "is_map": request.GET.get("view") == "map", "chosen": chosen}
    htmx = getattr(request, "htmx", None)
    if not htmx or htmx.boosted or htmx.target != "side":  # beside it one goal changes; what it stands beside does not
        found = queries.all_of_cycle(person, cycle)
        negotiation.put_turns_on(found)
        checks = Checks(found, today)
        place = _place(request, found, chosen)
        context |= {
            "place": place,
            "total": len(found),
            "picks": _picks(place, checks),
            "as_list": place.address(view="", under="", team="", whole=""),
            "as_map": place.address(view="map"),
        }
        context |= _map(place, checks, today) if context["is_map"] else _list(request, place, checks, today)
    if chosen is not None:
        context |= _side_panel(chosen, today)
    return pages.show(request, "goals/alignment.html", context, parts=["side"])


@require_GET
def alignment_picture(request: HttpRequest) -> HttpResponse:
    """The map as a file of its own: as the page shows it, or with `whole` every goal of it."""
    person = reader(request)
    today = clock.today(person.time_zone)
    cycle = chosen_cycle(request, person)
    found = queries.all_of_cycle(person, cycle)
    negotiation.put_turns_on(found)
    drawn, _graph = _drawn(_place(request, found, _chosen(request, person, cycle)), Checks(found, today), today)
    answer = HttpResponse(charts.standalone(drawn.svg(links=False)), content_type="image/svg+xml")
    answer["Content-Disposition"] = 'attachment; filename="alignment.svg"'
    return answer


def _picks(place: Place, checks: Checks) -> list[dict[str, Any]]:
    """The filters with how many each keeps; "carries a lot" only where some team does."""
    counts = {"": len(checks.objectives), **checks.counts()}
    return [
        {
            "word": word,
            "count": counts[name],
            "here": name == place.filter,
            "address": place.address(filter=name, show=""),
        }
        for name, word in PICKS.items()
        if name != "over_subscribed" or counts[name] or name == place.filter
    ]


def _chosen(request: HttpRequest, person: Person, cycle: Cycle | None) -> Objective | None:
    asked = request.GET.get("show", "")
    rows = queries.of_cycle(person, cycle).select_related("owner_team", "owner_person", "cycle")
    return rows.filter(public_id=asked).first() if asked else None


def _place(request: HttpRequest, found: Sequence[Objective], chosen: Objective | None) -> Place:
    asked = request.GET
    cycle = Cycle.objects.filter(public_id=asked["cycle"]).first() if asked.get("cycle") else None
    return Place(
        cycle=cycle.public_id if cycle else "",
        filter=asked.get("filter", "") if asked.get("filter") in FILTERS else "",
        show=chosen.public_id if chosen else "",
        view="map" if asked.get("view") == "map" else "",
        under=next((one for one in found if one.public_id == asked.get("under")), None),
        team=Team.objects.filter(public_id=asked["team"]).first() if asked.get("team") else None,
        whole=bool(asked.get("whole")),
    )


def _list(request: HttpRequest, place: Place, checks: Checks, today: dt.date) -> dict[str, Any]:
    links = ((link.child, link.parent, link.kind) for link in checks.links)
    nodes = queries.flat(queries.tree(checks.objectives, links))
    kept = {one.pk for one in only(checks.objectives, checks, place.filter)}
    page = Paginator([node for node in nodes if node.objective.pk in kept], PAGE).get_page(request.GET.get("page"))
    flat = bool(place.filter)
    tree = rows.tree(list(page.object_list), today=today, chosen=place.show, flat=flat, query=request.GET)
    return {"page": page, "tree": tree}


def _map(place: Place, checks: Checks, today: dt.date) -> dict[str, Any]:
    drawn, graph = _drawn(place, checks, today)
    return {
        "map": drawn.svg() if drawn.spots else "",
        "drawn": drawn,
        "all_goals": place.address(under="", team="", whole=""),
        "whole": reverse("goals:alignment_picture") + place.address(whole="1"),
        "way": [(one, place.address(under=one.public_id, team="")) for one in graph.way_to(place.under)]
        if place.under
        else [],
    }


def _drawn(place: Place, checks: Checks, today: dt.date) -> tuple[Drawn, Graph]:
    graph = Graph(checks)
    teams = people.below_ids(place.team) if place.team else frozenset()
    kept, around = graph.kept(place.filter, under=place.under, teams=teams)
    drawn = alignment_map.draw(
        graph, kept, around, address=place.address, chosen=place.show, whole=place.whole, today=today
    )
    return drawn, graph


def _side_panel(chosen: Objective, today: dt.date) -> dict[str, Any]:
    negotiation.put_turns_on([chosen])
    links = chosen.parent_links.select_related("parent__owner_team", "parent_key_result")
    below = chosen.child_links.select_related("child__owner_team", "child__owner_person", "child__cycle")
    results = list(chosen.key_results.filter(dropped=None))
    return {
        "chosen_results": [{"result": row, "covered": found} for row, found in _carried(chosen, results, today)],
        "chosen_status": Checks([chosen], today).word(chosen),
        "chosen_parents": [link for link in links if _is_open(link.parent)],
        "chosen_children": [link for link in below if _is_open(link.child)],
    }


def _carried(chosen: Objective, results: Sequence[Any], today: dt.date) -> list[tuple[Any, Any]]:
    """Each key result, of a goal of the company or a department with who carries it."""
    team = chosen.owner_team
    if team is None or team.level not in coverage.ABOVE or not _is_open(chosen):
        return [(row, None) for row in results]
    vars(chosen)["results"] = results
    [found] = coverage.of([chosen], today=today)
    return [(row.result, row) for row in found.results]


def _is_open(objective: Objective) -> bool:
    """Strategic and out of draft is open to all; the rest is left out of the panel."""
    return objective.layer == Objective.Layer.STRATEGIC and objective.stage != Objective.Stage.DRAFT

"""Who reads which published result: reads for the pages of results. There is no other road to an answer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from sapwood.charts import interval_bar
from sapwood.feedback import asked
from sapwood.feedback.models import Cell, Invitation, Item, Publication, PublishedComment, Response, SurveyUnit, Wave
from sapwood.people.models import Person, Role


@dataclass
class UnitResult:
    """One unit of a pulse as one reader sees it."""

    unit: SurveyUnit
    depth: int
    is_top: bool
    cells: list[Cell] = field(default_factory=list)
    comments: list[tuple[Item, list[str]]] = field(default_factory=list)
    response: Response | None = None
    before: dict[str, float] = field(default_factory=dict)  # key of a question -> its value in the wave before
    line_broken: bool = False  # members changed by a few since the wave before
    may_respond: bool = False

    @property
    def is_withheld(self) -> bool:
        return all(cell.withheld for cell in self.cells)


def published_pulses() -> QuerySet[Publication]:
    return Publication.objects.filter(wave__kind=Wave.Kind.PULSE).select_related("wave__follows")


def published_rounds() -> QuerySet[Publication]:
    """For those who run them; what was said is in each subject's report."""
    return Publication.objects.filter(wave__kind=Wave.Kind.ROUND).select_related("wave")


def units_read_by(person: Person, wave: Wave) -> list[SurveyUnit]:
    """The units of a published pulse whose result this person reads, the top first.

    Everybody reads the top. The OKR owner and executives read all; a lead the units of the teams led and those below,
    never one in which they answered; members their own when the wave was launched so.
    """
    return units_read_in(person, [wave]).get(wave.pk, [])


def units_read_in(person: Person, waves: Iterable[Wave]) -> dict[int, list[SurveyUnit]]:
    """The same for several waves at once, wave id -> units, in a fixed number of queries."""
    of = {wave.pk: wave for wave in waves}
    rows: dict[int, list[SurveyUnit]] = defaultdict(list)
    for row in SurveyUnit.objects.filter(wave__in=of):
        rows[row.wave_id].append(row)
    if person.has_role(Role.OKR_OWNER, Role.EXECUTIVE):
        return rows
    own = dict(Invitation.objects.filter(wave__in=of, person=person, subject=None).values_list("wave_id", "unit_id"))
    teams = asked.teams_in_units(of) if person.teams_below_mine else {}
    found = {}
    for pk, units in rows.items():
        parents = {row.pk: row.parent_id for row in units}
        answered: set[int] = set()
        at = own.get(pk)
        while at is not None:
            answered.add(at)
            at = parents.get(at)
        led = {row.pk for row in units if teams.get(row.pk, frozenset()) & person.teams_below_mine} - answered
        if of[pk].audience == Wave.Audience.MEMBERS and own.get(pk) is not None:
            led.add(own[pk] or 0)
        found[pk] = [row for row in units if row.parent_id is None or row.pk in led]
    return found


def results_for(person: Person, publication: Publication) -> list[UnitResult]:
    """Every unit this person reads with cells, comments and response; in a fixed number of queries."""
    wave = publication.wave
    units = units_read_by(person, wave)
    depths = _depths(wave)
    found = {unit.pk: UnitResult(unit, depths[unit.pk], unit.parent_id is None) for unit in units}
    cells = publication.cells.filter(unit__in=found).select_related("item").order_by("item__position", "item_id")
    for cell in cells:
        assert cell.unit_id is not None
        if cell.kind == Cell.Kind.CHANGE:
            found[cell.unit_id].line_broken = True
        else:
            found[cell.unit_id].cells.append(cell)
    _add_comments(found, publication.comments.filter(unit__in=found).select_related("item"))
    for (unit_id, key), value in values_before(person, wave).items():
        if unit_id in found:
            found[unit_id].before[key] = value
    led = person.teams_below_mine
    teams = asked.teams_of_units(wave)
    for row in publication.responses.select_related("owner", "unit"):
        for one in found.values():
            if row.unit_id == one.unit.pk or (row.unit_id is None and one.is_top):
                one.response = row
    for pk, one in found.items():
        one.may_respond = bool(teams.get(pk, frozenset()) & led) or (one.is_top and person.has_role(Role.OKR_OWNER))
    return list(found.values())


def values_before(person: Person, wave: Wave) -> dict[tuple[int, str], float]:
    """(unit, key of a question) -> what the wave before published for the same teams, where this person reads it too and
    hardly anybody joined or left since; in a fixed number of queries."""
    if wave.follows is None:
        return {}
    changed = set(
        Cell.objects.filter(publication__wave=wave, kind=Cell.Kind.CHANGE, unit__isnull=False).values_list(
            "unit", flat=True
        )
    )
    now = {teams: unit for unit, teams in asked.teams_of_units(wave).items() if unit not in changed}
    teams_then = asked.teams_of_units(wave.follows)
    read = {
        unit.pk: now[teams_then[unit.pk]]
        for unit in units_read_by(person, wave.follows)
        if teams_then.get(unit.pk) in now
    }
    rows = Cell.objects.filter(unit__in=read, publication__wave=wave.follows, kind=Cell.Kind.LEVEL, withheld="")
    return {
        (read[unit], key): value
        for unit, key, value in rows.values_list("unit", "item__key", "value")
        if value is not None
    }


def picture_of(cell: Cell) -> str:
    """The level of one question on its scale, with its interval; empty where nothing is shown."""
    item = cell.item
    if cell.withheld or item is None:
        return ""
    return interval_bar(
        cell.value,
        title=item.told(),
        baseline=None,
        target=None,
        low=cell.low,
        high=cell.high,
        scale=(item.least, item.most),
        height=28,
    )


def what_a_number_is(least: int) -> str:
    """What stands beside every result of a pulse. `least`: the answers each number rests on."""
    return _(
        "Each is an estimate of the mean of all members, those who did not answer included, with a 95 %% interval: in 19 of 20 such pulses it holds the true mean. Small units are drawn a little towards all units. Under 20 answers everything is shown in half points, so that one person joining or leaving cannot be read off. A number rests on %(n)d answers at least, and so does every difference of numbers shown. It was computed once, when the pulse closed, and never changes. Two units whose intervals overlap cannot be told apart."
    ) % {"n": least}


def line_is_broken() -> str:
    return _(
        "One to four people joined or left since the pulse before, so the two are not compared here. See the larger unit, or begin a new line."
    )


def _depths(wave: Wave) -> dict[int, int]:
    parents = dict(SurveyUnit.objects.filter(wave=wave).values_list("id", "parent_id"))
    depths: dict[int, int] = {}
    for unit in parents:
        depth, at = 0, parents[unit]
        while at is not None:
            depth, at = depth + 1, parents[at]
        depths[unit] = depth
    return depths


def _add_comments(found: dict[int, UnitResult], comments: Iterable[PublishedComment]) -> None:
    for comment in comments:
        assert comment.unit_id is not None and comment.item is not None
        groups = found[comment.unit_id].comments
        for item, texts in groups:
            if item == comment.item:
                texts.append(comment.text)
                break
        else:
            groups.append((comment.item, [comment.text]))

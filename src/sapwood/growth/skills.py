"""Skills wanted against skills seen, development and who gets it, the school in use: what the L&D page and its file show.

The page and the file are made from one `Overview`; nothing else is asked by either.
"""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.template.defaultfilters import floatformat
from django.utils.translation import gettext as _

from sapwood import charts
from sapwood.files import workbooks
from sapwood.files.tables import Value
from sapwood.growth import outlook, queries
from sapwood.growth.development import name_of
from sapwood.growth.equity import EVERYBODY
from sapwood.growth.models import EquityCell, EquityPublication
from sapwood.growth.queries.skills import LEAST_SUBJECTS, RoundLevels
from sapwood.growth.wanted import Want, wants
from sapwood.measurement.disclosure import K
from sapwood.measurement.results import Estimate, Withheld
from sapwood.measurement.rounding import Published, publish, trend
from sapwood.people.models import Competency, Person

SCALE = (1.0, 5.0)
_T_95 = ((10, 2.262), (15, 2.145), (20, 2.093), (30, 2.045))  # up to so many values -> quantile, erring to the wider


@dataclass(frozen=True, slots=True)
class Level:
    """What one round says of the people it was about, taken together."""

    name: str
    at: dt.datetime
    told: Published


@dataclass(frozen=True, slots=True)
class Skill:
    """One competency: who wants it, what was seen, and what that says together."""

    name: str
    wants: tuple[Want, ...]
    levels: tuple[Level, ...]  # the newest first
    why_none: str
    gap: str
    outlook: str

    @property
    def wanted(self) -> tuple[float, float] | None:
        """The lowest and the highest level that is named."""
        return _range(self.wants)

    @property
    def last(self) -> Level | None:
        return self.levels[0] if self.levels else None

    @property
    def chart(self) -> str:
        """The newest level with its interval, and the highest level wanted as a mark."""
        if self.last is None:
            return ""
        told = self.last.told
        return charts.interval_bar(
            told.value,
            title=self.name,
            baseline=None,
            target=self.wanted[1] if self.wanted else None,
            low=told.low,
            high=told.high,
            scale=SCALE,
            height=28,
        )


@dataclass(frozen=True, slots=True)
class EquityTable:
    """One attribute, or everybody: each group with its published shares, kind of development by kind."""

    name: str
    rows: tuple[tuple[str, tuple[EquityCell | None, ...]], ...]
    said: tuple[str, ...]  # whether the groups differ, measure by measure


@dataclass(frozen=True, slots=True)
class Overview:
    skills: tuple[Skill, ...]
    publication: EquityPublication | None
    measures: tuple[str, ...]
    everybody: EquityTable | None
    tables: tuple[EquityTable, ...]
    school: queries.Aggregate
    rounds_needed: int = outlook.LEAST_ROUNDS

    @property
    def seen(self) -> list[Skill]:
        return [one for one in self.skills if one.levels]

    @property
    def unseen(self) -> list[Skill]:
        """Wanted or asked about, without a level that can be told."""
        return [one for one in self.skills if not one.levels]

    @property
    def has_outlook(self) -> bool:
        return any(one.outlook for one in self.skills)


def overview(reader: Person) -> Overview:
    """In a fixed number of queries."""
    publication = EquityPublication.objects.first()
    cells = list(publication.cells.all()) if publication is not None else []
    keys = list(dict.fromkeys(cell.measure for cell in cells))
    by_attribute: dict[str, list[EquityCell]] = defaultdict(list)
    for cell in cells:
        by_attribute[cell.attribute].append(cell)
    everybody = by_attribute.pop("", [])
    return Overview(
        tuple(_skills(reader)),
        publication,
        tuple(name_of(key) for key in keys),
        _table("", everybody, keys) if everybody else None,
        tuple(_table(name, rows, keys) for name, rows in sorted(by_attribute.items())),
        queries.aggregate(),
    )


def to_xlsx(found: Overview) -> bytes:
    """The same figures as the page, a sheet a part."""
    skills: list[Sequence[Value]] = [
        (_("Competency"), _("Wanted by"), _("Level wanted, from"), _("To"), _("Round"), _("Level seen"), _("From"), _("To"), _("People"), _("What it says"), _("Outlook"))
    ]  # fmt: skip
    for one in found.skills:
        wanted = "; ".join(want.words for want in one.wants)
        first = (one.name, wanted, *(one.wanted or ("", "")))
        if not one.levels:
            skills.append((*first, "", "", "", "", "", one.why_none, one.outlook))
        for place, level in enumerate(one.levels):
            told = level.told
            words = (one.gap, one.outlook) if place == 0 else ("", "")
            skills.append((*first, level.name, told.value, told.low, told.high, told.count, *words))
    shares: list[Sequence[Value]] = [
        (_("Attribute"), _("Group"), _("Development"), _("Share in %"), _("From"), _("To"), _("As of"), _("Remark"))
    ]
    for table in (*filter(None, (found.everybody,)), *found.tables):
        for group, cells in table.rows:
            for name, cell in zip(found.measures, cells, strict=True):
                if cell is not None:
                    numbers = ("", "", "") if cell.withheld else (cell.share, cell.low, cell.high)
                    remark = cell.get_withheld_display() if cell.withheld else ""
                    shares.append((table.name, group, name, *numbers, cell.as_of, remark))
    school: list[Sequence[Value]] = [(_("School"), _("People, about"))]
    school.append((_("Have begun"), found.school.learners or _("fewer than 5")))
    school += [(lesson.title, n or _("fewer than 5")) for lesson, n in found.school.lessons]
    return workbooks.write([(_("Skills"), skills), (_("Development"), shares), (_("School"), school)])


def level_of(values: Sequence[float], known: int) -> Published | Withheld:
    """The mean of the published levels of a round's subjects, with a 95 % interval over people like them. Withheld for
    fewer than ten subjects, or when the readers know the levels of all but a few."""
    n = len(values)
    if n < LEAST_SUBJECTS or n - known < K:
        return Withheld(
            _("%(n)s people had a level in this round; it is told from %(least)d on, of whom the readers of this page know at most all but %(k)d.")
            % {"n": _few(n), "least": LEAST_SUBJECTS, "k": K}
        )  # fmt: skip
    mean = sum(values) / n
    sd = math.sqrt(sum((value - mean) ** 2 for value in values) / (n - 1))
    t = next((quantile for most, quantile in _T_95 if n <= most), 2.0)
    half = t * sd / math.sqrt(n)
    return publish(Estimate(mean, max(1.0, mean - half), min(5.0, mean + half), n=n, method="mean of levels"))


def gap_words(wanted: tuple[float, float] | None, last: Published | None) -> str:
    """What is wanted (from, to) against what is seen, no surer than the interval is."""
    if last is None:
        return _("Wanted, and not seen yet: a round that asks about it would tell.")
    if wanted is None:
        return _("No level is named, so nothing can be missing or there.")
    said = {
        "least": _one(wanted[0]),
        "most": _one(wanted[1]),
        "low": _one(last.low),
        "high": _one(last.high),
    }
    said["wanted"] = said["least"] if wanted[0] == wanted[1] else _("%(least)s to %(most)s") % said
    if last.high < wanted[0]:
        return _("Below what is wanted: at least %(least)s, and at most %(high)s was seen.") % said
    if last.low >= wanted[1]:
        return _("What is wanted is there: at most %(most)s, and at least %(low)s was seen.") % said
    return _("It cannot be told: %(wanted)s is wanted, and %(low)s to %(high)s may be there.") % said


def _skills(reader: Person) -> list[Skill]:
    of: dict[int, list[Want]] = defaultdict(list)
    for want in wants(reader):
        of[want.competency].append(want)
    rounds = queries.rounds()
    seen = {pk for one in rounds for pk in one.levels}
    rows = Competency.objects.filter(pk__in=seen | of.keys()).order_by("position", "name")
    found = [_skill(row, of[row.pk], rounds) for row in rows]
    return sorted(found, key=lambda one: not one.wants)  # what is wanted first


def _skill(competency: Competency, wanted: list[Want], rounds: Sequence[RoundLevels]) -> Skill:
    levels: list[tuple[RoundLevels, Level]] = []
    why = _("No round has asked about it.")
    for one in rounds:
        values = one.levels.get(competency.pk)
        if values is None:
            continue
        told = level_of(values, len(one.known))
        if isinstance(told, Withheld):
            why = str(told)
        else:
            levels.append((one, Level(str(one.publication.wave), one.publication.at, told)))
    last = levels[-1][1].told if levels else None
    gap = gap_words(_range(wanted), last) if wanted else ""
    newest_first = tuple(level for _round, level in reversed(levels))
    return Skill(competency.said("name"), tuple(wanted), newest_first, why, gap, _outlook(levels))


def _range(wanted: Sequence[Want]) -> tuple[float, float] | None:
    named = [want.level for want in wanted if want.level is not None]
    return (min(named), max(named)) if named else None


def _outlook(levels: Sequence[tuple[RoundLevels, Level]]) -> str:
    """Where it goes, or why nobody can say; empty for fewer rounds than an outlook takes."""
    if len(levels) < outlook.LEAST_ROUNDS:
        return ""
    line = [levels[-1]]
    for one in reversed(levels[:-1]):
        if trend(one[0].subjects, line[0][0].subjects) is not None:
            return _("No outlook: one to four people joined or left between two rounds, so they stand on no line.")
        line.insert(0, one)
    found = outlook.next_level(
        [level.at.timestamp() / 86_400 for _round, level in line], [level.told.value for _round, level in line]
    )
    if found is None:
        return ""  # too few rounds; the page says once how many it takes
    return _("If it goes on as it did, the next round shows %(low)s to %(high)s. What you change is not in it.") % {
        "low": _one(math.floor(found.low * 10) / 10),
        "high": _one(math.ceil(found.high * 10) / 10),
    }


def _table(name: str, cells: Sequence[EquityCell], keys: Sequence[str]) -> EquityTable:
    by = {(cell.value, cell.measure): cell for cell in cells}
    values = list(dict.fromkeys(cell.value for cell in cells))
    rows = tuple(
        (_("Everybody") if value == EVERYBODY and not name else value, tuple(by.get((value, key)) for key in keys))
        for value in values
    )
    said = tuple(_difference([by[value, key] for value in values if (value, key) in by]) for key in keys)
    return EquityTable(name or _("Everybody"), rows, said)


def _difference(cells: Sequence[EquityCell]) -> str:
    told = next((cell.differs for cell in cells if cell.differs is not None), None)
    if told is None:
        return ""
    return _("The groups differ by more than chance.") if told else _("No difference beyond chance.")


def _few(n: int) -> str:
    return str(n) if n >= K else _("Fewer than %(k)d") % {"k": K}


def _one(value: float) -> str:
    return str(floatformat(value, 1))

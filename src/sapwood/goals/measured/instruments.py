"""What measures a key result: cells of a publication that were declared at launch, read the same way at every wave."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from sapwood.feedback import asked, reading
from sapwood.feedback.models import NAMED, Cell, Invitation, Item, Publication, Relation, SurveyUnit, Wave
from sapwood.people.models import Competency, Person

PULSES = 13  # a quarter of weekly ones
GROUPS = tuple(relation for relation in Relation if relation not in NAMED)
"""Relations that can be asked for alone; the manager and the self are single people, no instrument."""


@dataclass(frozen=True, slots=True)
class Instrument:
    """One choice of what measures: a competency or items about `person`, or items of a `unit`, at one baseline."""

    baseline: Publication
    person: Person | None = None
    competency: Competency | None = None
    group: str = Cell.ALL
    items: tuple[Item, ...] = ()
    unit: SurveyUnit | None = None

    @property
    def keys(self) -> list[str]:
        return [item.key for item in self.items]

    @property
    def scale(self) -> tuple[float, float]:
        """Levels of a competency are on 1 to 5; items of a pulse keep their own scale."""
        if self.unit is None or not self.items:
            return (1.0, 5.0)
        return (float(min(item.least for item in self.items)), float(max(item.most for item in self.items)))


@dataclass(frozen=True, slots=True)
class Level:
    """What one publication says: a value with its interval, or why there is none."""

    value: float | None = None
    low: float | None = None
    high: float | None = None
    count: str = ""
    withheld: str = ""
    shared: bool = True
    spread: float | None = None  # SD of single answers where the publication tells how they are spread

    @property
    def is_there(self) -> bool:
        return self.value is not None and self.low is not None and self.high is not None


def level_of(chosen: Instrument) -> Level:
    """The level at the baseline; one query."""
    rows = Cell.objects.filter(publication=chosen.baseline, kind=Cell.Kind.LEVEL).select_related("item")
    if chosen.unit is not None:
        return joined(rows.filter(unit=chosen.unit, item__key__in=chosen.keys), len(chosen.keys))
    rows = rows.filter(subject__person=chosen.person)
    if chosen.items:
        return joined(rows.filter(group=Cell.ALL, item__key__in=chosen.keys), len(chosen.keys))
    return joined(rows.filter(group=chosen.group, competency=chosen.competency, item=None), 1)


def joined(cells: Iterable[Cell], wanted: int) -> Level:
    """The mean of these cells. The ends of the interval are averaged too, which errs to caution: answers of one person
    to several items go together. One cell that is withheld, or missing, withholds all."""
    rows = list(cells)
    if len(rows) < wanted:
        return Level(withheld=Cell.Why.TOO_FEW)
    why = next((row.withheld for row in rows if row.withheld), "")
    shared = all(row.shared for row in rows)
    if why:
        return Level(withheld=why, shared=shared)

    def mean(values: Sequence[float | None]) -> float | None:
        known = [value for value in values if value is not None]
        return round(sum(known) / len(known), 2) if len(known) == len(values) else None

    low, high = mean([row.low for row in rows]), mean([row.high for row in rows])
    if low is None or high is None:
        return Level(withheld=Cell.Why.NO_INTERVAL, shared=shared)
    spreads = [_spread(row.distribution) for row in rows if row.distribution]
    return Level(
        value=mean([row.value for row in rows]),
        low=low,
        high=high,
        count=min((row.count for row in rows), key=fewest),
        shared=shared,
        spread=max(spreads) if len(spreads) == len(rows) else None,
    )


def fewest(band: str) -> int:
    """The least number of answers that a published band stands for: "5 to 9" is five at least."""
    words = [int(word) for word in band.split() if word.isdigit()]
    return words[0] if words and not band.startswith("under") else 1


def group_words(group: str) -> str:
    return _("All raters") if group == Cell.ALL else str(Relation(group).label)


# ---- what may be chosen


def own_rounds(person: Person) -> list[Publication]:
    """Published 360s about this person, newest first: the only baselines their own goals can have."""
    rows = Publication.objects.filter(wave__kind=Wave.Kind.ROUND, wave__subjects__person=person)
    return list(rows.select_related("wave").order_by("-at", "-id"))


def competencies_in(baseline: Publication, person: Person) -> list[Competency]:
    """What the report of this round says something about, in numbers."""
    told = Cell.objects.filter(
        publication=baseline, subject__person=person, kind=Cell.Kind.LEVEL, group=Cell.ALL, withheld=""
    ).exclude(competency=None)
    return list(Competency.objects.filter(pk__in=told.values("competency")).order_by("position", "name"))


def groups_in(baseline: Publication, person: Person, competency: Competency) -> list[str]:
    """All raters, and the relations that stand alone in the report on this competency."""
    told = Cell.objects.filter(
        publication=baseline, subject__person=person, kind=Cell.Kind.LEVEL, competency=competency, withheld=""
    ).exclude(low=None)
    found = set(told.values_list("group", flat=True))
    return [group for group in (Cell.ALL, *(relation.value for relation in GROUPS)) if group in found]


def behaviours_in(baseline: Publication, person: Person, competency: Competency) -> list[Item]:
    """The items of one competency that the report tells in numbers."""
    told = Cell.objects.filter(
        publication=baseline, subject__person=person, item__competency=competency, withheld=""
    ).exclude(low=None)
    return list(Item.objects.filter(pk__in=told.values("item")).order_by("position", "id"))


def pulse_items_in(baseline: Publication, unit: SurveyUnit) -> list[Item]:
    told = Cell.objects.filter(publication=baseline, unit=unit, kind=Cell.Kind.LEVEL, withheld="").exclude(low=None)
    return list(Item.objects.filter(pk__in=told.values("item")).order_by("position", "id"))


def pulses_read(person: Person, team: int) -> dict[Publication, list[SurveyUnit]]:
    """The last pulses that can be a baseline for a team's goal, newest first, each with the units that may measure it:
    those its people answered in, or larger ones they lie in, whose result this person reads; smallest first."""
    told = list(reading.published_pulses().order_by("-at", "-id")[:PULSES])
    waves = [one.wave for one in told]
    read = {pk: set(units) for pk, units in reading.units_read_in(person, waves).items()}
    above = units_above(waves, team)
    found = {one: [unit for unit in above[one.wave_id] if unit in read.get(one.wave_id, ())] for one in told}
    return {one: units for one, units in found.items() if units}


def units_above(waves: Iterable[Wave], team: int) -> dict[int, list[SurveyUnit]]:
    """wave id -> the unit in which a team's people answered, and the larger ones it lies in, smallest first."""
    ids = [wave.pk for wave in waves]
    units = {unit.pk: unit for unit in SurveyUnit.objects.filter(wave__in=ids).select_related("wave")}
    found: dict[int, list[SurveyUnit]] = {pk: [] for pk in ids}
    for pk, teams in asked.teams_in_units(ids).items():
        at: int | None = pk if team in teams else None
        while at is not None:
            found[units[pk].wave_id].append(units[at])
            at = units[at].parent_id
    return found


def expected_raters(chosen: Instrument) -> int:
    """How many are asked next: those of a follow-up that is prepared or open, else as many as at the baseline."""
    rows = Invitation.objects.filter(subject__person=chosen.person).exclude(relation=Relation.SELF)
    if chosen.group != Cell.ALL:
        rows = rows.filter(relation=chosen.group)
    coming = rows.filter(wave__follows=chosen.baseline.wave_id, wave__stage__in=[Wave.Stage.DRAFT, Wave.Stage.OPEN])
    return coming.count() or rows.filter(wave=chosen.baseline.wave_id).count()


def members_of(unit: SurveyUnit) -> frozenset[int]:
    """The people asked in a unit and the units below it."""
    return asked.asked_in_units(unit.wave).get(unit.pk, frozenset())


@dataclass(frozen=True, slots=True)
class Asked:
    """What a wave asks that can be measured: keys of its scale items, and competencies they are about."""

    keys: frozenset[str]
    competencies: frozenset[int]

    @classmethod
    def of(cls, wave: Wave) -> Asked:
        rows = Item.objects.filter(questionnaire=wave.questionnaire_id).exclude(kind=Item.Kind.TEXT)
        pairs = list(rows.values_list("key", "competency_id"))
        return cls(frozenset(key for key, _no in pairs), frozenset(pk for _no, pk in pairs if pk is not None))

    def covers(self, competency: int | None, keys: Sequence[str]) -> bool:
        """Every one of the items, or the competency; part of an instrument is another instrument."""
        return self.keys.issuperset(keys) if keys else competency in self.competencies


def _spread(shares: dict[str, int]) -> float:
    total = sum(shares.values()) or 1
    mean = sum(float(answer) * share for answer, share in shares.items()) / total
    variance = sum((float(answer) - mean) ** 2 * share for answer, share in shares.items()) / total
    return float(variance**0.5)

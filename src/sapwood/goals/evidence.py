"""What colleagues saw, beside one's own goal: whose it is, and what each reader of the goal sees of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import Q

from sapwood.feedback import between
from sapwood.feedback.models import Asking, Telling
from sapwood.goals.models import Evidence, KeyResult, Objective
from sapwood.people.models import Person


@dataclass
class Laid:
    """What lies beside one key result, or, without one, beside the goal itself."""

    row: Evidence
    key_result: KeyResult | None
    tellings: list[tuple[Telling, str]] = field(default_factory=list)  # each with its answer on the scale, in words


def beside(objective: Objective, reader: Person) -> list[Laid]:
    """What this reader may read: the owner all of it, others what was shown to them. Sharing the goal shares none."""
    rows = list(Evidence.objects.filter(objective=objective).select_related("key_result", "telling", "asking"))
    if not rows:
        return []
    askings = {row.asking_id for row in rows if row.asking_id}
    wanted = Q(pk__in=[row.telling_id for row in rows if row.telling_id]) | Q(addressee__asking__in=askings)
    seen = between.tellings_read_by(reader).filter(wanted).order_by("at", "pk")
    is_own = objective.owner_person_id == reader.pk
    tellings = [row for row in seen if is_own or row.giver_id != reader.pk]
    found = []
    for row in rows:
        mine = [
            (one, between.step(one))
            for one in tellings
            if one.pk == row.telling_id
            or (row.asking_id and one.addressee is not None and one.addressee.asking_id == row.asking_id)
        ]
        if mine or is_own:
            found.append(Laid(row, row.key_result, mine))
    return found


def to_lay(objective: Objective, person: Person) -> tuple[list[Asking], list[Telling]]:
    """What this person asked, and was told unasked, that does not lie beside the goal yet; the newest thirty of each."""
    laid = Evidence.objects.filter(objective=objective)
    askings = Asking.objects.filter(by=person).exclude(pk__in=laid.exclude(asking=None).values("asking"))
    tellings = Telling.objects.filter(receiver=person, addressee=None).select_related("giver")
    return list(askings[:30]), list(tellings.exclude(pk__in=laid.exclude(telling=None).values("telling"))[:30])


def own_goals(person: Person) -> list[Objective]:
    """Developmental goals of one's own that are not closed."""
    rows = Objective.objects.filter(owner_person=person, layer=Objective.Layer.DEVELOPMENTAL)
    return list(rows.exclude(stage=Objective.Stage.CLOSED).order_by("-id")[:6])

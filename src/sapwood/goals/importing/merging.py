"""What a goal would say after the file: what stands here, with what the file says written over it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from sapwood.coach import quantities
from sapwood.files import goals as files
from sapwood.goals.drafts import KeyResultDraft, ObjectiveDraft
from sapwood.goals.exporting import id_of, result_id
from sapwood.goals.importing.plans import Change, folded
from sapwood.goals.models import KeyResult, Objective
from sapwood.goals.queries import results_of

TEXTS = ("title", "why", "audience", "nature", "ambition")
OF_RESULTS = ("title", "direction", "indicator", "unit", "baseline", "target", "due", "weight")


def over(before: KeyResultDraft, given: files.KeyResult, goal_id: str) -> KeyResultDraft:
    """A key result as the file has it, over what stands here; what the file leaves empty stays."""
    baseline = before.baseline if given.baseline is None else given.baseline
    target = before.target if given.target is None else given.target
    return replace(
        before,
        title=given.key_result,
        external_id=before.external_id
        or (f"{goal_id}/{given.id}" if goal_id and given.id and not before.public_id else None),
        direction=_toward(given.direction or before.direction, baseline, target),
        indicator=given.indicator or before.indicator,
        unit=given.unit or before.unit,
        baseline=baseline,
        target=target,
        due=given.due or before.due,
        weight=before.weight if given.weight is None else given.weight,
    )


def _toward(chosen: str, baseline: Decimal | None, target: Decimal | None) -> str:
    """Whether it rises or falls two numbers say better than a word."""
    if chosen in {KeyResult.Direction.RISE, KeyResult.Direction.FALL} and baseline is not None and target is not None:
        return KeyResult.Direction.FALL if target < baseline else KeyResult.Direction.RISE
    return chosen


def worded(given: files.KeyResult) -> files.KeyResult:
    """A new key result of a text whose numbers stand in its words: “from 41 to 20 days” gives both ends and the unit.

    Only where the words say both ends and the text says no number elsewhere; nothing is guessed.
    """
    if given.baseline is not None or given.target is not None or given.direction or given.unit:
        return given
    measure = quantities.read(given.key_result)
    if measure.baseline is None or measure.target is None or measure.baseline == measure.target:
        return given
    return replace(
        given, baseline=measure.baseline, target=measure.target, unit=measure.unit[:40], due=given.due or measure.due
    )


def merged(
    goal: files.Objective, found: Objective, before: tuple[KeyResultDraft, ...], *, in_words: bool = False
) -> tuple[KeyResultDraft, ...]:
    """The key results that stand here, rewritten by those of the file that mean them, and the file's new ones."""
    meant = _meant(goal, found)
    rewritten = {public_id: given for given, public_id in zip(goal.key_results, meant, strict=True) if public_id}
    new = [
        over(KeyResultDraft(title=""), worded(given) if in_words else given, id_of(found) if given.id else "")
        for given, public_id in zip(goal.key_results, meant, strict=True)
        if not public_id
    ]
    kept = [over(one, rewritten[one.public_id], "") if one.public_id in rewritten else one for one in before]
    return (*kept, *new)


def _meant(goal: files.Objective, found: Objective) -> list[str]:
    """Which key result here each of the file means, by public id; empty: it is new. By its id, else, each once and in
    order, by its words."""
    standing = results_of(found)
    ids = {one.public_id: one.public_id for one in standing} | {
        result_id(one, found): one.public_id for one in standing
    }
    meant = [ids.get(given.id, "") if given.id else "" for given in goal.key_results]
    taken = set(meant)
    for place, given in enumerate(goal.key_results):
        if meant[place]:
            continue
        for one in standing:
            named = bool(given.id and result_id(one, found) != one.public_id)  # both have ids of their own: two things
            if one.public_id not in taken and not named and folded(one.title) == folded(given.key_result):
                meant[place] = one.public_id
                taken.add(one.public_id)
                break
    return meant


def changes_between(before: ObjectiveDraft, after: ObjectiveDraft) -> list[Change]:
    columns = {"title": "objective"}
    found = [
        Change(columns.get(name, name), getattr(before, name), getattr(after, name))
        for name in TEXTS
        if not _alike(getattr(before, name), getattr(after, name))
    ]
    standing = {one.public_id: one for one in before.key_results}
    for one in after.key_results:
        old = standing.get(one.public_id) if one.public_id else None
        if old is None:
            found.append(Change("key_result", "", one.title))
            continue
        for name in OF_RESULTS:
            was, now = getattr(old, name), getattr(one, name)
            if not _alike(was, now):
                found.append(Change("key_result" if name == "title" else name, _shown(was), _shown(now), old.title))
    return found


def _alike(one: object, two: object) -> bool:
    if isinstance(one, str) and isinstance(two, str):
        return files.paragraphs(one) == files.paragraphs(two)
    return one == two


def _shown(value: object) -> str:
    if isinstance(value, Decimal):
        text = f"{value:f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    return "" if value is None else str(value)

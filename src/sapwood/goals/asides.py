"""A stored goal as the coach reads it, with what was put aside, and what is still to be answered before it goes out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from django.http import QueryDict

from sapwood.activity import clock
from sapwood.goals import coaching, surroundings, wording
from sapwood.goals.drafts import ObjectiveDraft
from sapwood.goals.models import Aside, Objective
from sapwood.goals.models.aside import digest
from sapwood.goals.written import draft_of


def read(objective: Objective) -> wording.Goal:
    """What the coach reads in it, each remark with the row by which it was put aside, if it was."""
    draft = draft_of(objective)
    context = surroundings.context_of(
        draft, owner=objective.owner, layer=objective.layer, today=clock.today(), objective=objective
    )
    goal = wording.read(coaching.read_draft(draft, context, surroundings.projected(objective)))
    put = standing(objective)

    def marked(found: Iterable[wording.Heard]) -> tuple[wording.Heard, ...]:
        return tuple(replace(one, aside=put.get((one.code, one.digest))) for one in found)

    return replace(
        goal,
        title=replace(goal.title, heard=marked(goal.title.heard)) if goal.title else None,
        results=tuple(replace(line, heard=marked(line.heard)) for line in goal.results),
        heard=marked(goal.heard),
    )


def standing(objective: Objective) -> dict[tuple[str, str], Aside]:
    """What is put aside now, by code and digest of the text; a reason wins over none."""
    rows = objective.asides.filter(ended=None).select_related("by")
    return {(row.code, row.digest): row for row in sorted(rows, key=lambda row: bool(row.reason))}


def keys_of(objective: Objective, draft: ObjectiveDraft) -> list[str]:
    """The keys of the checklist's remarks that stay away, for the texts of this draft."""
    put = standing(objective)
    texts = {digest(text): text for text in texts_of(draft)}
    return [wording.key_of(code, texts[told]) for code, told in put if told in texts]


def keys_sent(sent: QueryDict) -> list[str]:
    """The keys of remarks that a page with the coach says were put aside."""
    return [key for key in sent.getlist("dismissed") + sent.getlist("dismiss") if len(key) < 40][:40]


def on_the_way(shown: Iterable[coaching.Remark]) -> tuple[tuple[str, str], ...]:
    """What of these remarks was put aside while writing: code, and the text it is about."""
    return tuple((one.code, one.about) for one in shown if one.dismissed and one.code)


def texts_of(draft: ObjectiveDraft) -> list[str]:
    """Every text a remark can be about: the objective, each key result, and all of them together."""
    lines = [draft.title, *(one.title for one in draft.key_results)]
    kept = [line for line in lines if line.strip()]
    return [*kept, "\n".join(kept)]


def unanswered(goal: wording.Goal) -> list[wording.Heard]:
    """Remarks saying that something is no result yet, for which nobody has given a reason."""
    found = [
        *(goal.title.heard if goal.title else ()),
        *(one for line in goal.results for one in line.heard),
        *goal.heard,
    ]
    return [one for one in found if one.code in coaching.SHARPER and not (one.aside and one.aside.reason)]

"""What each goal of a file serves and is paired with: the names looked up, and what does not fit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from sapwood.goals import alignment
from sapwood.goals.exporting import result_id
from sapwood.goals.importing.plans import Change, GoalPlan, Link, State, Verdict, folded, problem_of
from sapwood.goals.models import Objective
from sapwood.goals.queries import results_of


class Linker:
    """Looks parents and partners up in the file first, then here; circles are found before anything is done.

    `by_id` and `by_title` are what stands here.
    """

    def __init__(
        self,
        goals: Sequence[GoalPlan],
        state: State,
        by_id: Mapping[str, Objective],
        by_title: Mapping[str, list[Objective]],
    ) -> None:
        self.goals, self.state, self.by_id, self.by_title = goals, state, by_id, by_title
        self.ids = {one.goal.id: place for place, one in enumerate(goals) if one.goal.id}
        self.titles: dict[str, list[int]] = defaultdict(list)
        for place, one in enumerate(goals):
            self.titles[folded(one.goal.objective)].append(place)
        self.graph = alignment.parents_of((child, parent) for child, parent, _result in state.links)

    def linked(self) -> list[GoalPlan]:
        """The goals with their links, or with why they cannot be linked so."""
        return [self._linked(place, one) for place, one in enumerate(self.goals)]

    def _linked(self, place: int, one: GoalPlan) -> GoalPlan:
        problems, changes = list(one.problems), list(one.changes)
        kept: dict[str, list[Link]] = {"parent": [], "pair": []}
        for column in ("parent", "pair"):
            for name in getattr(one.goal, column):
                link = self._meant(name)
                if isinstance(link, str):
                    problems.append(
                        problem_of(
                            one.goal,
                            column,
                            name,
                            link,
                            _("Write the id of a goal in this file or here; an export has them."),
                        )
                    )
                    continue
                reason = self._does_not_fit(column, place, one, link)
                if reason:
                    problems.append(
                        problem_of(one.goal, column, name, reason, _("Take the link out, or name another goal."))
                    )
                elif not self._stands(column, one, link):
                    kept[column].append(link)
                    changes.append(Change(column, "", name))
        if one.found is not None and kept["parent"] and not self.state.may_edit(one.found) and not one.problems:
            problems.append(
                problem_of(
                    one.goal, "parent", one.goal.objective, _("You cannot change this goal."), _("Its owner can.")
                )
            )
        verdict = (
            Verdict.REJECTED
            if problems
            else Verdict.CHANGED
            if changes and one.verdict == Verdict.SAME
            else one.verdict
        )
        return replace(
            one, problems=tuple(problems), changes=tuple(changes) if one.found is not None else (), verdict=verdict,
            parents=tuple(kept["parent"]), partners=tuple(kept["pair"]),
        )  # fmt: skip

    def _meant(self, name: str) -> Link | str:
        """The goal that a name means, or why it means none."""
        if name in self.ids:
            return self._of_file(self.ids[name])
        if name in self.by_id:
            return Link(here=self.by_id[name].pk)
        above, slash, below = name.partition("/")
        if slash and above in self.ids and any(one.id == below for one in self.goals[self.ids[above]].goal.key_results):
            found = self.goals[self.ids[above]].found
            standing = (
                next((one.pk for one in results_of(found) if result_id(one, found) == below), None) if found else None
            )
            link = self._of_file(self.ids[above])
            return replace(link, result=standing if standing is not None else below)
        if slash and above in self.by_id:
            objective = self.by_id[above]
            for result in results_of(objective):
                if below in (result_id(result, objective), result.public_id):
                    return Link(here=objective.pk, result=result.pk)
        places, here = self.titles.get(folded(name), []), self.by_title.get(folded(name), [])
        if len(places) == 1:
            return self._of_file(places[0])
        if len(places) > 1 or len(here) > 1:
            return _("Several goals read so.")
        return Link(here=here[0].pk) if here else _("No goal in this file or here is called so.")

    def _of_file(self, place: int) -> Link:
        found = self.goals[place].found
        return Link(here=found.pk if found is not None else None, place=place)

    def _does_not_fit(self, column: str, place: int, one: GoalPlan, link: Link) -> str:
        other = self._layer_and_nature(link)
        own = one.found.pk if one.found is not None else -1 - place
        above = link.here if link.here is not None else -1 - (link.place or 0)
        if own == above:
            return _("A goal is not linked to itself.")
        if column == "pair":
            nature = one.draft.nature if one.draft else ""
            return "" if {nature, other[1]} == {"hard", "soft"} else _("A pair joins a hard goal with a soft one.")
        if other[0] == Objective.Layer.PERSONAL and one.layer != Objective.Layer.PERSONAL:
            return _("A goal at work cannot serve a personal one.")
        if alignment.closes_a_circle(self.graph, own, above):
            return _("That would close a circle.")
        self.graph.setdefault(own, set()).add(above)
        return ""

    def _layer_and_nature(self, link: Link) -> tuple[str, str]:
        if link.place is not None:
            one = self.goals[link.place]
            return one.layer, one.draft.nature if one.draft else ""
        found = next(one for one in self.state.objectives if one.pk == link.here)
        return found.layer, found.nature

    def _stands(self, column: str, one: GoalPlan, link: Link) -> bool:
        if one.found is None or link.here is None or isinstance(link.result, str):
            return False
        if column == "pair":
            return bool({(one.found.pk, link.here), (link.here, one.found.pk)} & self.state.pairs)
        return (one.found.pk, link.here, link.result) in self.state.links

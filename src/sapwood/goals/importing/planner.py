"""The verdict for each goal of a file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace

from sapwood.files import goals as files
from sapwood.files.people import Problem, excerpt
from sapwood.files.words import _, said
from sapwood.goals import alignment
from sapwood.goals.drafts import KeyResultDraft, ObjectiveDraft
from sapwood.goals.exporting import id_of, result_id
from sapwood.goals.importing.merging import changes_between, draft_of, merged, over, results_of, worded
from sapwood.goals.importing.plans import Change, GoalPlan, Link, Owner, Plan, State, Verdict, folded
from sapwood.goals.models import Cycle, KeyResult, Objective
from sapwood.people.models import Person, Team

MOST_DIGITS = 15  # that every database here gives back as they were


def plan(file: files.GoalFile, state: State) -> Plan:
    """What the file would do to what stands here."""
    planner = _Planner(file, state)
    goals = [planner.goal(goal) for goal in file.goals]
    goals = planner.links(goals)
    readings = any(
        one.current is not None or one.confidence is not None for goal in file.goals for one in goal.key_results
    )
    return Plan(tuple(goals), file.loose, readings, planner.worded(goals))


class _Planner:
    def __init__(self, file: files.GoalFile, state: State) -> None:
        self.file, self.state = file, state
        self.given = {goal.id for goal in file.goals if goal.id}
        self.in_words = file.format in ("text", "docx")  # where people write the numbers into the sentence
        self.by_id: dict[str, Objective] = {}
        self.by_words: dict[tuple[int | None, int | None, int | None, str], list[Objective]] = defaultdict(list)
        self.by_title: dict[str, list[Objective]] = defaultdict(list)
        for one in state.objectives:
            self.by_id.setdefault(one.public_id, one)
            self.by_words[(one.owner_team_id, one.owner_person_id, one.cycle_id, folded(one.title))].append(one)
            self.by_title[folded(one.title)].append(one)
        for one in state.objectives:  # the id it came with counts before the one in an address
            self.by_id[id_of(one)] = one
        self.new: dict[tuple[object, ...], int] = {}  # owner, cycle and words of a new goal without id → its line
        self.claimed: dict[int, int] = {}  # objective here → the line that means it

    def goal(self, goal: files.Objective) -> GoalPlan:
        problems = list(goal.problems)
        found = self.by_id.get(goal.id) if goal.id else None
        owner = self._owner(goal, found, problems)
        cycle = self._cycle(goal, found, problems)
        if found is None and not goal.id and owner is not None:
            found = self._by_words(goal, owner, cycle, problems)
        if found is not None:
            self._claim(goal, found, problems)
            return self._changed(goal, found, owner, cycle, problems)
        if not goal.id and owner is not None:
            twin = self.new.setdefault((type(owner), owner.pk, cycle, folded(goal.objective)), goal.line)
            if twin != goal.line:
                problems.append(self._twin(goal, twin))
        return self._new(goal, owner, cycle, problems)

    def worded(self, goals: list[GoalPlan]) -> int:
        """How many new key results have their numbers from their words."""
        if not self.in_words:
            return 0
        new = [one for plan in goals if plan.draft for one in plan.draft.key_results if not one.public_id]
        given = {one.key_result for plan in goals for one in plan.goal.key_results if one.baseline is None}
        return sum(one.baseline is not None and one.title in given for one in new)

    # who, when

    def _owner(self, goal: files.Objective, found: Objective | None, problems: list[Problem]) -> Owner | None:
        if not goal.owner:
            owner = found.owner if found is not None else self.state.default_owner
            if owner is None:
                problems.append(
                    self._problem(
                        goal,
                        "owner",
                        "",
                        _("Nobody is named as the owner."),
                        _("Write the name of a team, or choose one for the whole file."),
                    )
                )
            return owner
        name = folded(goal.owner)
        owners: list[Owner] = [*self.state.teams.get(name, ())] or [*self.state.people.get(name, ())]
        if found is not None and any(one == found.owner for one in owners):
            return found.owner
        if len(owners) == 1:
            return owners[0]
        reason = _("Several are called so.") if owners else _("No team and nobody at work here is called so.")
        problems.append(
            self._problem(
                goal,
                "owner",
                goal.owner,
                reason,
                _("Write the name of a team as it stands here, or a person's address."),
            )
        )
        return None

    def _cycle(self, goal: files.Objective, found: Objective | None, problems: list[Problem]) -> Cycle | None:
        if not goal.cycle:
            return found.cycle if found is not None else self.state.default_cycle
        cycle = self.state.cycles.get(folded(goal.cycle))
        if cycle is None:
            problems.append(
                self._problem(
                    goal,
                    "cycle",
                    goal.cycle,
                    _("There is no cycle of this name."),
                    _("Write its name as it stands under Cycles, or ask the OKR owner to open it."),
                )
            )
        return cycle

    def _by_words(
        self, goal: files.Objective, owner: Owner, cycle: Cycle | None, problems: list[Problem]
    ) -> Objective | None:
        side = (owner.pk, None) if isinstance(owner, Team) else (None, owner.pk)
        alike = [
            one
            for one in self.by_words.get((*side, cycle.pk if cycle else None, folded(goal.objective)), [])
            if id_of(one) not in self.given  # another goal of the file means that one, by its id
        ]
        if len(alike) > 1:
            problems.append(
                self._problem(
                    goal,
                    "objective",
                    goal.objective,
                    _("Several goals of this owner and cycle read so."),
                    _("Take the id of the one you mean from an export."),
                )
            )
        return alike[0] if len(alike) == 1 else None

    def _claim(self, goal: files.Objective, found: Objective, problems: list[Problem]) -> None:
        if found.pk in self.claimed:
            problems.append(self._twin(goal, self.claimed[found.pk]))
        self.claimed.setdefault(found.pk, goal.line)

    def _twin(self, goal: files.Objective, line: int) -> Problem:
        reason = said(_("The same goal stands in %(place)s already."), place=self.file.place(line))
        next_step = said(_("Put the two together, or give each an id of its own."))
        return Problem(goal.line, "objective", excerpt(goal.objective), reason, next_step, f"{goal.place}/objective")

    # new and changed

    def _new(
        self, goal: files.Objective, owner: Owner | None, cycle: Cycle | None, problems: list[Problem]
    ) -> GoalPlan:
        layer = goal.layer or (
            Objective.Layer.DEVELOPMENTAL if isinstance(owner, Person) else Objective.Layer.STRATEGIC
        )
        if goal.id and goal.id in self.state.taken:
            problems.append(
                self._problem(
                    goal,
                    "id",
                    goal.id,
                    _("This id belongs to a goal that you cannot change."),
                    _("Give this one another id, or leave it empty."),
                )
            )
        for result in goal.key_results:
            own = f"{goal.id}/{result.id}" if goal.id and result.id else ""
            if own in self.state.taken or len(own) > 80:
                problems.append(
                    self._problem(
                        goal,
                        "id",
                        own,
                        _("This id is taken or too long."),
                        _("Give the key result another one."),
                        result.place,
                    )
                )
        if owner is not None and not self.state.may_write(owner, layer):
            problems.append(
                self._problem(
                    goal,
                    "owner",
                    goal.owner,
                    _("You cannot write this kind of goal for this owner."),
                    _("Ask the lead of that team, or the OKR owner, to give the file."),
                )
            )
        if cycle is not None and cycle.stage in {Cycle.Stage.SCORING, Cycle.Stage.CLOSED}:
            problems.append(
                self._problem(
                    goal,
                    "cycle",
                    cycle.name,
                    _("This cycle takes no new goals any more."),
                    _("Choose a cycle that is still open."),
                )
            )
        draft = ObjectiveDraft(
            title=goal.objective,
            why=goal.why,
            audience=goal.audience,
            nature=goal.nature or Objective.Nature.HARD,
            ambition=goal.ambition or Objective.Ambition.ASPIRATIONAL,
            external_id=goal.id or None,
            key_results=tuple(
                over(KeyResultDraft(title=""), worded(one) if self.in_words else one, goal.id)
                for one in goal.key_results
            ),
        )
        self._numbers(goal, draft, problems)
        verdict = Verdict.REJECTED if problems else Verdict.NEW
        return GoalPlan(goal, verdict, tuple(problems), owner=owner, cycle=cycle, layer=layer, draft=draft)

    def _changed(
        self, goal: files.Objective, found: Objective, owner: Owner | None, cycle: Cycle | None, problems: list[Problem]
    ) -> GoalPlan:
        for column, given, now in (
            ("owner", owner, found.owner),
            ("cycle", cycle, found.cycle),
            ("layer", goal.layer or found.layer, found.layer),
        ):
            if given != now and not any(one.column == column for one in problems):
                problems.append(
                    Problem(goal.line, column, excerpt(str(given or "")), said(_("This goal has another %(column)s here: %(now)s."), column=column, now=str(now or "–")),
                    said(_("A file does not move a goal. Leave the cell empty, or give the goal a new id.")), f"{goal.place}/{column}")
                )  # fmt: skip
        before = draft_of(found)
        after = replace(
            before,
            title=goal.objective or before.title,
            why=goal.why or before.why,
            audience=goal.audience or before.audience,
            nature=goal.nature or before.nature,
            ambition=goal.ambition or before.ambition,
            key_results=merged(goal, found, before.key_results, in_words=self.in_words),
        )
        changes = changes_between(before, after)
        self._numbers(goal, after, problems)
        for one in after.key_results:
            if (
                not one.public_id
                and one.external_id
                and (one.external_id in self.state.taken or len(one.external_id) > 80)
            ):
                problems.append(
                    self._problem(
                        goal,
                        "id",
                        one.external_id,
                        _("This id is taken or too long."),
                        _("Give the key result another one."),
                    )
                )
        if changes and not self.state.may_edit(found):
            problems.append(
                self._problem(
                    goal,
                    "",
                    goal.objective,
                    _("You cannot change this goal."),
                    _("Its owner can, as long as it is not closed. Leave a comment there."),
                )
            )
        verdict = Verdict.REJECTED if problems else Verdict.CHANGED if changes else Verdict.SAME
        return GoalPlan(
            goal, verdict, tuple(problems), tuple(changes), found, found.owner, found.cycle, found.layer, after
        )

    def _numbers(self, goal: files.Objective, draft: ObjectiveDraft, problems: list[Problem]) -> None:
        places = {folded(one.key_result): one for one in goal.key_results}
        for one in goal.key_results:
            for column, value in (("baseline", one.baseline), ("target", one.target)):
                if value is not None and len(value.normalize().as_tuple().digits) > MOST_DIGITS:
                    found = self._problem(
                        goal, column, str(value), _("The number has more digits than are kept."), _("Round it to 15 digits."), one.place,
                    )  # fmt: skip
                    problems.append(replace(found, line=one.line))
        for result in draft.key_results:
            moves = result.direction in {KeyResult.Direction.RISE, KeyResult.Direction.FALL}
            if moves and not result.milestones and result.baseline is not None and result.baseline == result.target:
                said_by = places.get(folded(result.title))
                found = self._problem(
                    goal, "target", result.title, _("The key result goes from a value to the same value."),
                    _("Give another target, or the direction stay_above or stay_below."), said_by.place if said_by else "",
                )  # fmt: skip
                problems.append(replace(found, line=said_by.line if said_by else goal.line))

    def _problem(
        self, goal: files.Objective, column: str, given: str, reason: str, next_step: str, place: str = ""
    ) -> Problem:
        """`place` is that of the key result which the problem is about, if it is one's."""
        cell = f"{place or goal.place}/{column}" if column else ""
        return Problem(goal.line, column, excerpt(given), said(reason), said(next_step), cell)

    # links

    def links(self, goals: list[GoalPlan]) -> list[GoalPlan]:
        """Parents and partners, looked up in the file first, then here; circles are found before anything is done."""
        ids = {one.goal.id: place for place, one in enumerate(goals) if one.goal.id}
        titles: dict[str, list[int]] = defaultdict(list)
        for place, one in enumerate(goals):
            titles[folded(one.goal.objective)].append(place)
        graph = alignment.parents_of((child, parent) for child, parent, _result in self.state.links)
        return [self._linked(place, one, goals, ids, titles, graph) for place, one in enumerate(goals)]

    def _linked(
        self, place: int, one: GoalPlan, goals: list[GoalPlan], ids: Mapping[str, int], titles: Mapping[str, list[int]], graph: dict[int, set[int]]
    ) -> GoalPlan:  # fmt: skip
        problems, changes = list(one.problems), list(one.changes)
        kept: dict[str, list[Link]] = {"parent": [], "pair": []}
        for column in ("parent", "pair"):
            for name in getattr(one.goal, column):
                link = self._meant(name, goals, ids, titles)
                if isinstance(link, str):
                    problems.append(
                        self._problem(
                            one.goal,
                            column,
                            name,
                            link,
                            _("Write the id of a goal in this file or here; an export has them."),
                        )
                    )
                    continue
                reason = self._does_not_fit(column, place, one, link, goals, graph)
                if reason:
                    problems.append(
                        self._problem(one.goal, column, name, reason, _("Take the link out, or name another goal."))
                    )
                elif not self._stands(column, one, link, goals):
                    kept[column].append(link)
                    changes.append(Change(column, "", name))
        if one.found is not None and kept["parent"] and not self.state.may_edit(one.found) and not one.problems:
            problems.append(
                self._problem(
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

    def _meant(
        self, name: str, goals: list[GoalPlan], ids: Mapping[str, int], titles: Mapping[str, list[int]]
    ) -> Link | str:
        """The goal that a name means, or why it means none."""
        if name in ids:
            return self._of_file(ids[name], goals)
        if name in self.by_id:
            return Link(here=self.by_id[name].pk)
        above, slash, below = name.partition("/")
        if slash and above in ids and any(one.id == below for one in goals[ids[above]].goal.key_results):
            found = goals[ids[above]].found
            standing = (
                next((one.pk for one in results_of(found) if result_id(one, found) == below), None) if found else None
            )
            link = self._of_file(ids[above], goals)
            return replace(link, result=standing if standing is not None else below)
        if slash and above in self.by_id:
            objective = self.by_id[above]
            for result in results_of(objective):
                if below in (result_id(result, objective), result.public_id):
                    return Link(here=objective.pk, result=result.pk)
        places, here = titles.get(folded(name), []), self.by_title.get(folded(name), [])
        if len(places) == 1:
            return self._of_file(places[0], goals)
        if len(places) > 1 or len(here) > 1:
            return _("Several goals read so.")
        return Link(here=here[0].pk) if here else _("No goal in this file or here is called so.")

    def _of_file(self, place: int, goals: list[GoalPlan]) -> Link:
        found = goals[place].found
        return Link(here=found.pk if found is not None else None, place=place)

    def _does_not_fit(
        self, column: str, place: int, one: GoalPlan, link: Link, goals: list[GoalPlan], graph: dict[int, set[int]]
    ) -> str:
        other = self._layer_and_nature(link, goals)
        own = one.found.pk if one.found is not None else -1 - place
        above = link.here if link.here is not None else -1 - (link.place or 0)
        if own == above:
            return _("A goal is not linked to itself.")
        if column == "pair":
            nature = one.draft.nature if one.draft else ""
            return "" if {nature, other[1]} == {"hard", "soft"} else _("A pair joins a hard goal with a soft one.")
        if other[0] == Objective.Layer.PERSONAL and one.layer != Objective.Layer.PERSONAL:
            return _("A goal at work cannot serve a personal one.")
        if alignment.closes_a_circle(graph, own, above):
            return _("That would close a circle.")
        graph.setdefault(own, set()).add(above)
        return ""

    def _layer_and_nature(self, link: Link, goals: list[GoalPlan]) -> tuple[str, str]:
        if link.place is not None:
            one = goals[link.place]
            return one.layer, one.draft.nature if one.draft else ""
        found = next(one for one in self.state.objectives if one.pk == link.here)
        return found.layer, found.nature

    def _stands(self, column: str, one: GoalPlan, link: Link, goals: list[GoalPlan]) -> bool:
        if one.found is None or link.here is None or isinstance(link.result, str):
            return False
        if column == "pair":
            return bool({(one.found.pk, link.here), (link.here, one.found.pk)} & self.state.pairs)
        return (one.found.pk, link.here, link.result) in self.state.links

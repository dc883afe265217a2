"""The verdict for each goal of a file."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from sapwood.files import goals as files
from sapwood.files.problems import Problem, excerpt
from sapwood.files.words import _, said
from sapwood.goals.drafts import KeyResultDraft, ObjectiveDraft
from sapwood.goals.exporting import id_of
from sapwood.goals.importing.linking import Linker
from sapwood.goals.importing.merging import changes_between, merged, over, worded
from sapwood.goals.importing.plans import GoalPlan, Owner, Plan, State, Verdict, folded, problem_of
from sapwood.goals.models import Cycle, KeyResult, Objective
from sapwood.goals.queries import results_of
from sapwood.goals.written import draft_of
from sapwood.people.models import Person, Team

MOST_DIGITS = 15  # that every database here gives back as they were


def plan(file: files.GoalFile, state: State) -> Plan:
    """What the file would do to what stands here."""
    planner = _Planner(file, state)
    goals = [planner.goal(goal) for goal in file.goals]
    goals = Linker(goals, state, planner.by_id, planner.by_title).linked()
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
                    problem_of(
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
            problem_of(
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
                problem_of(
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
                problem_of(
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
                problem_of(
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
                    problem_of(
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
                problem_of(
                    goal,
                    "owner",
                    goal.owner,
                    _("You cannot write this kind of goal for this owner."),
                    _("Ask the lead of that team, or the OKR owner, to give the file."),
                )
            )
        if cycle is not None and cycle.stage in {Cycle.Stage.SCORING, Cycle.Stage.CLOSED}:
            problems.append(
                problem_of(
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
        before = draft_of(found, results=results_of(found), reasons=found.reasons.all())
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
                    problem_of(
                        goal,
                        "id",
                        one.external_id,
                        _("This id is taken or too long."),
                        _("Give the key result another one."),
                    )
                )
        if changes and not self.state.may_edit(found):
            problems.append(
                problem_of(
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
                    found = problem_of(
                        goal, column, str(value), _("The number has more digits than are kept."), _("Round it to 15 digits."), one.place,
                    )  # fmt: skip
                    problems.append(replace(found, line=one.line))
        for result in draft.key_results:
            moves = result.direction in {KeyResult.Direction.RISE, KeyResult.Direction.FALL}
            if moves and not result.milestones and result.baseline is not None and result.baseline == result.target:
                said_by = places.get(folded(result.title))
                found = problem_of(
                    goal, "target", result.title, _("The key result goes from a value to the same value."),
                    _("Give another target, or the direction stay_above or stay_below."), said_by.place if said_by else "",
                )  # fmt: skip
                problems.append(replace(found, line=said_by.line if said_by else goal.line))

"""The tree of teams as a people file will leave it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable

from sapwood.files.people import Emptied, PeopleFile
from sapwood.files.words import Said, _, said
from sapwood.people.importing.plans import RowPlan, State, TeamPlan, folded, loops, text_of

Wrong = Callable[[RowPlan, str, str, Said, Said], None]


class Teams:
    """Teams that are made or moved. Where a team hangs is what most rows say; the others are told."""

    def __init__(self, file: PeopleFile, state: State, plans: list[RowPlan], wrong: Wrong) -> None:
        self.rows = list(zip(plans, file.rows, strict=True))
        self.wrong = wrong
        self.by_pk = {team.pk: team for team in state.teams}
        self.known = {folded(team.name): team for team in state.teams}
        self.names = {folded(team.name): team.name for team in state.teams}
        self.before: dict[str, str | None] = {
            folded(team.name): folded(self.by_pk[team.parent].name) if team.parent else None for team in state.teams
        }
        self.parents = dict(self.before)
        self.said_by: dict[str, RowPlan] = {}

    def plan(self) -> tuple[TeamPlan, ...]:
        """The teams to make or to hang elsewhere, each after the one it hangs under. Tells rows what is wrong."""
        said_parents: dict[str, list[tuple[RowPlan, str | None]]] = defaultdict(list)
        for one, row in self.rows:
            if row.team is None:
                if row.parent_team is not None:
                    self.wrong(
                        one, "parent_team", text_of(row.parent_team),
                        said(_("There is a parent team, but no team below it.")),
                        said(_("Give the person's team as well, or leave both empty.")),
                    )  # fmt: skip
                continue
            self._note(one, row.team, "team")
            if isinstance(row.parent_team, str):
                self._note(one, row.parent_team, "parent_team")
            if row.parent_team is None:
                continue
            above = None if row.parent_team is Emptied.IT else folded(row.parent_team)
            if above == folded(row.team):
                self.wrong(
                    one, "parent_team", text_of(row.parent_team),
                    said(_("A team cannot be its own parent.")),
                    said(_("Leave the parent team empty for the topmost team.")),
                )  # fmt: skip
            else:
                said_parents[folded(row.team)].append((one, above))
        for name, sayings in said_parents.items():
            self._hang(name, sayings)
        self._hang_the_rest()
        self._refuse_circles()
        return tuple(
            TeamPlan(
                name, self.names[name], self.parents[name],
                pk=self.known[name].pk if name in self.known else None,
                parent_before=self.before.get(name),
            )
            for name in self._top_down()
            if name not in self.known or self.parents[name] != self.before[name]
        )  # fmt: skip

    def _note(self, one: RowPlan, name: str, column: str) -> None:
        known = self.known.get(folded(name))
        if known and known.retired:
            self.wrong(
                one, column, name,
                said(_("A team of this name existed and was retired.")),
                said(_("Give the team another name.")),
            )  # fmt: skip
        self.names.setdefault(folded(name), name)

    def _hang(self, name: str, sayings: list[tuple[RowPlan, str | None]]) -> None:
        """Most rows win; when as many say one as the other, what holds now, else what came first."""
        votes = Counter(above for _one, above in sayings)
        most = max(votes.values())
        winners = [above for above, count in votes.items() if count == most]
        chosen = self.before[name] if name in self.before and self.before[name] in winners else winners[0]
        first = next(one for one, above in sayings if above == chosen)
        self.parents[name], self.said_by[name] = chosen, first
        for one, above in sayings:
            if above != chosen:
                self.wrong(
                    one, "parent_team", self.names[above] if above else "-",
                    said(
                        _("Line %(line)d puts the team “%(team)s” under “%(other)s”."),
                        line=first.line, team=self.names[name], other=self.names[chosen] if chosen else "–",
                    ),
                    said(_("Give the team the same parent in all rows.")),
                )  # fmt: skip

    def _hang_the_rest(self) -> None:
        """A new team whose parent nobody names hangs under the company, if there is one."""
        roots = [name for name, parent in self.before.items() if parent is None and not self.known[name].retired]
        for name in self.names:
            if name not in self.parents:
                self.parents[name] = roots[0] if len(roots) == 1 else None

    def _refuse_circles(self) -> None:
        for loop in loops(self.parents):
            moved = [name for name in loop if name in self.said_by and self.parents[name] != self.before.get(name, "")]
            if not moved:
                continue
            name = max(moved, key=lambda one: self.said_by[one].line)
            at = loop.index(name)
            chain = " → ".join(self.names[step] for step in (*loop[at:], *loop[:at], name))
            self.wrong(
                self.said_by[name], "parent_team", self.names[self.parents[name] or name],
                said(_("The teams would hang under each other in a circle: %(chain)s."), chain=chain),
                said(_("Correct the parent of one of these teams.")),
            )  # fmt: skip
            self.parents[name] = self.before.get(name)

    def _top_down(self) -> list[str]:
        children: dict[str | None, list[str]] = defaultdict(list)
        for name, parent in self.parents.items():
            children[parent].append(name)
        ordered: list[str] = []
        todo = list(children[None])
        while todo:
            name = todo.pop()
            ordered.append(name)
            todo.extend(children[name])
        return ordered

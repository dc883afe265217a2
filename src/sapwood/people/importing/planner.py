"""Who is meant by each row, what changes for them, and whether it holds together."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict

from sapwood.files.people import Emptied, PeopleFile, PersonRow, Problem
from sapwood.files.words import Said, _, said
from sapwood.people.importing.plans import (
    Change,
    Key,
    Known,
    Plan,
    RowPlan,
    State,
    Verdict,
    folded,
    loops,
    overlap,
    stretch,
    text_of,
    with_number,
)
from sapwood.people.importing.teams import Teams


class Planner:
    """One walk over the file: who is meant, what changes, where they belong, and whether it holds together."""

    def __init__(self, file: PeopleFile, state: State, missing_have_left: bool) -> None:
        self.file, self.state = file, state
        self.people = {one.pk: one for one in state.people}
        self.by_external = {one.external_id: one for one in state.people if one.external_id}
        self.by_email = {one.email.casefold(): one for one in state.people if one.email}
        self.plans = [RowPlan(row.line, -number, row.name or "") for number, row in enumerate(file.rows, start=1)]
        self.row_of: dict[Key, PersonRow] = {}
        self.plan_of: dict[Key, RowPlan] = {}
        by_line = {one.line: one for one in self.plans}
        for problem in file.problems:
            by_line[problem.line].problems.append(problem)
        self._find_out_who_is_meant()
        self.missing = tuple(one for one in state.people if one.pk not in self.row_of and one.leaves is None)
        self.protected = self._protected()
        self.leaving = frozenset(one.pk for one in self.missing if missing_have_left and one.pk not in self.protected)

    def plan(self) -> Plan:
        self._index_references()
        self.teams = Teams(self.file, self.state, self.plans, self._wrong)
        team_plans = self.teams.plan()
        for key, row in self.row_of.items():
            self._plan_row(self.plan_of[key], row)
        self._refuse_manager_cycles()
        self._keep_an_administrator()
        for one in self.plans:
            if one.problems:
                one.verdict = Verdict.REJECTED
            elif not one.is_known:
                one.verdict = Verdict.NEW
            elif one.changes:
                one.verdict = Verdict.CHANGED
        gone = sum(
            1 for key in self.row_of if key > 0 and (left := self.people[key].leaves) and left < self.state.today
        )
        remarks = list(self.file.remarks)
        if gone and any(row.leaves is None for row in self.file.rows):
            remarks.append(
                said(
                    _("%(count)d rows are of people who have left. A dash as their last day brings them back."),
                    count=gone,
                )
            )
        return Plan(
            rows=tuple(self.plans), teams=team_plans, missing=self.missing, protected=self.protected,
            leaving=self.leaving, questions=self.file.questions, remarks=tuple(remarks),
        )  # fmt: skip

    # ── who is meant ────────────────────────────────────────────────────────

    def _find_out_who_is_meant(self) -> None:
        """By staff number, else by address. A row that says the same as an earlier one is rejected, not merged."""
        first_by_external: dict[str, int] = {}
        later: list[tuple[RowPlan, PersonRow]] = []
        for one, row in zip(self.plans, self.file.rows, strict=True):
            if row.external_id is None:
                later.append((one, row))
            elif (line := first_by_external.setdefault(row.external_id, row.line)) != row.line:
                self._wrong(
                    one, "external_id", row.external_id,
                    said(_("The staff number is already in line %(line)d."), line=line),
                    said(_("Keep one of the two rows, or correct the number.")),
                )  # fmt: skip
            elif row.external_id in self.by_external:
                self._claim(one, row, self.by_external[row.external_id].pk)
            else:
                later.append((one, row))
        for one, row in later:
            known = self.by_email.get(row.email) if row.email else None
            if known is not None and self._is_free(known, row):
                if row.external_id and known.external_id:
                    self._wrong(
                        one, "email", row.email or "",
                        said(_("This address belongs to %(name)s, whose staff number is %(id)s."), name=known.name, id=known.external_id),
                        said(_("Correct the address, or the staff number.")),
                    )  # fmt: skip
                else:
                    self._claim(one, row, known.pk)
            else:
                self._claim(one, row, one.key)
        self._refuse_shared_addresses()

    def _is_free(self, known: Known, row: PersonRow) -> bool:
        """False when an earlier row is of this person and gives them another address: then this is somebody new."""
        claimed = self.row_of.get(known.pk)
        if claimed is None:
            return True
        return claimed.email is None and bool(row.external_id and known.external_id)

    def _claim(self, one: RowPlan, row: PersonRow, key: Key) -> None:
        one.key = key
        self.row_of[key], self.plan_of[key] = row, one
        if not one.name and key > 0:
            one.name = self.people[key].name

    def _refuse_shared_addresses(self) -> None:
        first: dict[str, int] = {}
        for one, row in zip(self.plans, self.file.rows, strict=True):
            if row.email is None:
                continue
            line = first.setdefault(row.email, row.line)
            if line != row.line and not one.problems:
                self._wrong(
                    one, "email", row.email,
                    said(_("The address is already in line %(line)d."), line=line),
                    said(_("Keep one of the two rows, or correct the address.")),
                )  # fmt: skip
                if not one.is_known:  # nobody else may be meant by this row
                    self.row_of.pop(one.key, None)
                    self.plan_of.pop(one.key, None)
            known = self.by_email.get(row.email)
            if known is None or known.pk == one.key or one.problems:
                continue
            theirs = self.row_of.get(known.pk)
            if theirs is None or theirs.email is None:
                self._wrong(
                    one, "email", row.email,
                    said(_("This address belongs to %(name)s."), name=with_number(known)),
                    said(_("Correct the address, or give theirs in the same file.")),
                )  # fmt: skip

    # ── what references mean ────────────────────────────────────────────────

    def _index_references(self) -> None:
        """Managers are looked up among the people as the file will leave them."""
        self.found_by_external: dict[str, Key] = {}
        self.found_by_email: dict[str, Key] = {}
        self.found_by_name: dict[str, list[Key]] = defaultdict(list)
        for key in [*self.row_of, *(pk for pk in self.people if pk not in self.row_of)]:
            external, email, name = self._external(key), self._email(key), self._name(key)
            if external:
                self.found_by_external.setdefault(external, key)
            if email:
                self.found_by_email.setdefault(email.casefold(), key)
            if name and (key in self.row_of or self._stays(key)):
                self.found_by_name[folded(name)].append(key)

    def _external(self, key: Key) -> str | None:
        row, known = self.row_of.get(key), self.people.get(key)
        return (row.external_id if row else None) or (known.external_id if known else None)

    def _email(self, key: Key) -> str | None:
        row, known = self.row_of.get(key), self.people.get(key)
        return (row.email if row else None) or (known.email if known else None)

    def _name(self, key: Key) -> str:
        row, known = self.row_of.get(key), self.people.get(key)
        return (row.name if row else None) or (known.name if known else "") or ""

    def _leaves(self, key: Key) -> dt.date | None:
        row, known = self.row_of.get(key), self.people.get(key)
        if row is not None and row.leaves is not None:
            return None if row.leaves is Emptied.IT else row.leaves
        return self.state.today if key in self.leaving else known.leaves if known else None

    def _stays(self, key: Key) -> bool:
        leaves = self._leaves(key)
        return leaves is None or leaves > self.state.today

    def _manager_meant(self, one: RowPlan, text: str) -> Key | None:
        """Whom a manager's cell means: a staff number, an address, or a name that only one person has."""
        key = self.found_by_external.get(text) or self.found_by_email.get(text.casefold().removeprefix("mailto:"))
        if key:
            return key
        candidates = self.found_by_name.get(folded(text), [])
        if len(candidates) > 1:
            candidates = [other for other in candidates if self._stays(other)] or candidates
        if len(candidates) == 1:
            return candidates[0]
        if candidates:
            names = ", ".join(self._described(other) for other in candidates[:4])
            self._wrong(
                one, "manager", text,
                said(_("Several people have this name: %(names)s."), names=names),
                said(_("Give the manager's staff number or e-mail address instead.")),
            )  # fmt: skip
        else:
            self._wrong(
                one, "manager", text,
                said(_("Nobody with this staff number, e-mail address or name is in the file or here already.")),
                said(_("Correct it, or add a row for the manager.")),
            )  # fmt: skip
        return None

    def _described(self, key: Key) -> str:
        """The name with what tells them apart."""
        mark = self._external(key) or self._email(key) or ""
        return f"{self._name(key)} ({mark})" if mark else self._name(key)

    # ── one row ─────────────────────────────────────────────────────────────

    def _plan_row(self, one: RowPlan, row: PersonRow) -> None:
        known = self.people.get(one.key)
        if known is None and row.name is None and not one.problems:
            self._wrong(
                one,
                "name",
                "",
                said(_("The person is new here, and the row has no name.")),
                said(_("Give the whole name.")),
            )
        self._plan_fields(one, row, known)
        self._plan_manager(one, row, known)
        if row.team is not None:
            now = self.teams.by_pk.get(known.team) if known and known.team else None
            if now is None or folded(now.name) != folded(row.team):
                one.team = folded(row.team)
                self._changes(one, "team", now.name if now else "", self.teams.names[folded(row.team)])
        self._plan_absence(one, row, known)
        self._last_day_after_first(one, row, known)

    def _plan_fields(self, one: RowPlan, row: PersonRow, known: Known | None) -> None:
        for column in ("external_id", "email", "name", "role", "share", "time_zone", "language", "starts", "leaves"):
            given = getattr(row, column)
            if given is None:
                continue
            value = ("" if column == "role" else None) if given is Emptied.IT else given
            now = getattr(known, column) if known else None
            if column == "email" and now is not None and now.casefold() == value:
                continue
            if known is None or now != value:
                one.fields[column] = value
                self._changes(one, column, text_of(now), text_of(value))
        if known is None:
            one.fields.setdefault("time_zone", self.state.time_zone)
            one.fields.setdefault("language", self.state.language)

    def _plan_manager(self, one: RowPlan, row: PersonRow, known: Known | None) -> None:
        if row.manager is None:
            return
        now = known.manager if known else None
        if row.manager is Emptied.IT:
            if now is not None:
                one.manager = Emptied.IT
                self._changes(one, "manager", self.people[now].name, "")
            return
        meant = self._manager_meant(one, row.manager)
        if meant is None:
            return
        if meant == one.key:
            self._wrong(
                one, "manager", row.manager,
                said(_("Nobody can be their own manager.")),
                said(_("Name somebody else, or leave the cell empty for whoever is at the top.")),
            )  # fmt: skip
        elif meant in self.leaving:
            self._wrong(
                one, "manager", row.manager,
                said(_("%(name)s is not in the file and would leave with the others."), name=self._described(meant)),
                said(_("Add a row for them, or name another manager.")),
            )  # fmt: skip
        elif meant != now and not self._stays(meant) and self._stays(one.key):
            self._wrong(
                one, "manager", row.manager,
                said(_("%(name)s has left (last day %(day)s)."), name=self._described(meant), day=text_of(self._leaves(meant))),
                said(_("Name another manager.")),
            )  # fmt: skip
        elif meant != now:
            one.manager = meant
            self._changes(one, "manager", self.people[now].name if now else "", self._name(meant))

    def _plan_absence(self, one: RowPlan, row: PersonRow, known: Known | None) -> None:
        now = (
            next((away for away in known.away if away[1] is None or away[1] >= self.state.today), None)
            if known
            else None
        )
        if row.away_from is Emptied.IT:
            if now is not None:
                one.away = Emptied.IT
                self._changes(one, "away_from", stretch(now), "")
            return
        if row.away_from is None:
            return
        until = row.away_until if isinstance(row.away_until, dt.date) else None
        away = (row.away_from, until)
        over = until is not None and until < self.state.today
        if over or (known and away in known.away):
            return
        one.away = away
        replaced = [other for other in known.away if overlap(other, away)] if known else []
        self._changes(one, "away_from", ", ".join(stretch(other) for other in replaced), stretch(away))

    def _last_day_after_first(self, one: RowPlan, row: PersonRow, known: Known | None) -> None:
        starts = one.fields.get("starts", known.starts if known else None)
        leaves = one.fields.get("leaves", known.leaves if known else None)
        if isinstance(starts, dt.date) and isinstance(leaves, dt.date) and leaves < starts and not one.problems:
            column = "leaves" if "leaves" in one.fields else "starts"
            self._wrong(
                one, column, text_of(leaves if column == "leaves" else starts),
                said(_("The last day (%(last)s) would be before the first day (%(first)s)."), last=text_of(leaves), first=text_of(starts)),
                said(_("Correct one of the two days.")),
            )  # fmt: skip

    # ── what must hold for all together ─────────────────────────────────────

    def _refuse_manager_cycles(self) -> None:
        managers: dict[Key, Key | None] = {pk: one.manager for pk, one in self.people.items()}
        for key, one in self.plan_of.items():
            if one.manager is Emptied.IT:
                managers[key] = None
            elif one.manager is not None:
                managers[key] = one.manager
            else:
                managers.setdefault(key, None)
        reports = Counter(manager for manager in managers.values() if manager is not None)
        for loop in loops(managers):
            changed = [key for key in loop if key in self.plan_of and self.plan_of[key].manager is not None]
            if not changed:
                continue  # it was here before, and no row of this file made it
            # Most likely wrong is the row of whoever leads the most people besides: they belong on top.
            key = max(changed, key=lambda one: (reports[one], self.plan_of[one].line))
            at = loop.index(key)
            chain = " → ".join(self._in_chain(step) for step in (*loop[at:], *loop[:at], key))
            self._wrong(
                self.plan_of[key], "manager", text_of(self.row_of[key].manager),
                said(_("The managers would form a circle (lines in brackets): %(chain)s."), chain=chain),
                said(_("Correct the manager of one of these people.")),
            )  # fmt: skip

    def _in_chain(self, key: Key) -> str:
        name = self._name(key) or self._external(key) or self._email(key) or "?"
        return f"{name} ({self.plan_of[key].line})" if key in self.plan_of else name

    def _protected(self) -> frozenset[int]:
        """The importer, and every administrator when none would be left."""
        missing = {one.pk for one in self.missing}
        kept = {self.state.importer} & missing
        staying = {
            pk for pk in self.state.administrators
            if pk in self.people and pk not in (missing - kept) and self._administers(pk)
        }  # fmt: skip
        if not staying:
            kept |= self.state.administrators & missing
        return frozenset(kept)

    def _administers(self, pk: int) -> bool:
        """Whether this administrator stays, as far as anybody knows."""
        row, known = self.row_of.get(pk), self.people[pk]
        leaves = row.leaves if row is not None and row.leaves is not None else known.leaves
        return not isinstance(leaves, dt.date)

    def _keep_an_administrator(self) -> None:
        for pk in sorted(self.state.administrators):
            one = self.plan_of.get(pk)
            leaves = one.fields.get("leaves") if one else None
            if one is None or not isinstance(leaves, dt.date):
                continue
            if pk == self.state.importer and leaves < self.state.today:
                self._wrong(
                    one, "leaves", text_of(leaves),
                    said(_("This is your own last day, and it is over: you would lock yourself out.")),
                    said(_("Leave the cell empty; another administrator can enter it.")),
                )  # fmt: skip
            elif not any(self._administers(other) for other in self.state.administrators if other in self.people):
                self._wrong(
                    one, "leaves", text_of(leaves),
                    said(_("This is the last administrator; nobody could run the system.")),
                    said(_("Make somebody else an administrator first.")),
                )  # fmt: skip

    # ── small things ────────────────────────────────────────────────────────

    def _changes(self, one: RowPlan, column: str, before: str, after: str) -> None:
        if one.is_known:
            one.changes.append(Change(column, before, after))

    def _wrong(self, one: RowPlan, column: str, given: str, reason: Said, next_step: Said) -> None:
        one.problems.append(Problem(one.line, self.file.heading(column), given, reason, next_step))

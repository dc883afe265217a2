"""All attacks, in the order of their numbers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.attacks import doubles
from tests.attacks.attack import (
    ANSWERS,
    ROUND_ANSWERS,
    ROUND_SILENCE,
    ROUND_WORDING,
    SILENCE,
    WORDING,
    Attack,
    Guesses,
    Who,
)
from tests.attacks.chance import Score
from tests.attacks.programs import files, pages, rounding, time, together
from tests.attacks.stories import Story

ATTACKS = (
    Attack(
        "A1", "a unit less the units below it", "pages of the OKR owner", ANSWERS,
        pages.parent_less_children, pages.means_and_tree, pages.careless_and_tree,
    ),
    Attack(
        "A2", "any shown group less any other in it", "pages of the OKR owner", ANSWERS,
        pages.any_two, pages.means_of_all, doubles.careless_means,
    ),
    Attack(
        "A3", "all equations of one reader at once", "pages of one lead", ANSWERS,
        pages.linear, pages.one_reader, pages.one_careless_reader,
    ),
    Attack(
        "A4", "all equations of all readers at once", "pages of everybody", ANSWERS,
        pages.linear, pages.every_reader, pages.careless_readers,
    ),
    Attack(
        "A6", "before and after a reorganisation", "pages of two days", ANSWERS,
        pages.linear, time.twice, time.cut_again,
    ),
    Attack(
        "A7", "polling while it is open", "pages, headers, sizes", ANSWERS,
        time.polling, time.polls, time.live_polls,
    ),
    Attack(
        "A8", "pages about taking part", "pages of everybody", SILENCE,
        time.who_is_missing, time.pages_about_taking_part, time.page_of_who_is_missing,
    ),
    Attack(
        "A9", "reminders", "mails and outbox, afterwards", SILENCE,
        time.who_is_missing, time.mails_when_published, time.mails_while_open,
    ),
    Attack(
        "A10", "files beside pages: numbers", "every table file there is", ANSWERS,
        pages.linear, pages.numbers_of_files, pages.numbers_of_careless_file,
    ),
    Attack(
        "A10", "files beside pages: words", "every table file there is", WORDING,
        pages.words_beside_names, pages.files_of, pages.signed,
    ),
    Attack(
        "A11", "numbers behind the page", "attributes, charts, scripts", ANSWERS,
        pages.linear, pages.behind_pages, pages.behind_careless_page,
    ),
    Attack(
        "A12", "the order of remarks", "pages, and who sent first", WORDING,
        pages.in_order, pages.remarks_in_order, doubles.remarks_as_they_came,
    ),
    Attack(
        "A13", "the search box as an oracle", "the search of those above", WORDING,
        pages.words_beside_names, pages.searched, pages.signed,
    ),
    Attack(
        "A14", "the API, its filters and totals: numbers", "a token of the OKR owner", ANSWERS,
        pages.linear, pages.numbers_of_api, pages.numbers_of_careless_file,
    ),
    Attack(
        "A14", "the API, its filters and totals: words", "a token of the OKR owner", WORDING,
        pages.words_beside_names, pages.api, pages.signed,
    ),
    Attack(
        "A15", "rounding and weights turned round: a pulse", "pages, the product's code", ANSWERS,
        rounding.solved_in_pulse, rounding.rows_of_pulse, rounding.careless_rows_of_pulse,
    ),
    Attack(
        "A15", "rounding and weights turned round: a 360", "both reports, the product's code", ROUND_ANSWERS,
        rounding.solved_in_round, rounding.rows_of_round, rounding.careless_rows_of_round,
    ),
    Attack(
        "A16", "nominated less answered", "pages of raters and reports", ROUND_SILENCE,
        together.list_less_answered, together.pages_of_raters, together.page_of_missing_raters,
    ),
    Attack(
        "A17", "two subjects who share raters", "both reports, own and shared", ROUND_ANSWERS,
        together.subtract_known, together.both_reports, together.relations_unfolded,
    ),
    Attack(
        "A18", "lowering thresholds afterwards", "the role that runs waves", ANSWERS,
        pages.linear, time.twice, time.lowered,
    ),
    Attack(
        "A19", "leavers, so that a group shrinks", "the people file", ANSWERS,
        pages.linear, time.twice, time.shrunk,
    ),
    Attack(
        "A20", "fake accounts made after launch", "pages, four accounts", ANSWERS,
        together.subtract_known, together.with_fakes_after_launch, together.fakes_before_launch,
    ),
    Attack(
        "A21", "a member subtracts their own answer", "pages, own answers of three", ANSWERS,
        together.subtract_known, together.as_a_member, together.member_of_two,
    ),
    Attack(
        "A22", "the order of rows: words", "database, and who sent first", WORDING,
        pages.in_order, files.rows_in_order, doubles.remarks_as_they_came,
    ),
    Attack(
        "A22", "rows that are left: taking part", "database", SILENCE,
        files.rows_of_receipts, files.receipts, files.receipts_kept,
    ),
    Attack(
        "A23", "log and free pages of the database", "every byte on the disk", WORDING,
        pages.words_beside_names, files.bytes_of_the_database, files.deleted_rows,
    ),
    Attack(
        "A24", "logs", "every line that was logged", SILENCE,
        files.lines_of_answers, files.log_of, files.access_log,
    ),
    Attack(
        "A25", "two back-ups differenced", "back-ups, database, key store now", ANSWERS,
        files.difference_of_backups, files.backups_afterwards, files.backups_with_the_key,
    ),
    Attack(
        "A26", "everybody's own data joined", "own pages of both", WORDING,
        files.own_data, files.own_pages, files.own_answers,
    ),
    Attack(
        "C1", "a subject with whom all raters but two collude", "report, answers of the others", ROUND_ANSWERS,
        together.subtract_known, together.all_but_two_collude, together.all_but_one_collude,
    ),
    Attack(
        "C2", "the same, for remarks", "report, remarks of the others", ROUND_WORDING,
        pages.in_order, together.remarks_of_report, together.remarks_as_they_came,
    ),
)  # fmt: skip

COUNTED = len(ATTACKS) + 2  # and A5, which has a rule of its own, and C3, which has companies of its own


@dataclass(frozen=True)
class Limit:
    """Something the product says it does not protect, and how much of it an attack gets. No bound: it is said."""

    said: str
    holds: str
    game: str
    program: Callable[[Any, Who], Guesses]
    lost: Callable[[Story], Any]

    def on(self, story: Story) -> Score:
        return Attack("limit", self.said, self.holds, self.game, self.program, self.lost, self.lost).on(story)


LIMITS = (
    Limit(
        "an open wave, by whoever copied key store and database", "back-ups and the key", ANSWERS,
        files.difference_of_backups, files.backups_with_the_key,
    ),
    Limit(
        "who has not answered an open wave, by the administrator", "reminders in the outbox", SILENCE,
        time.who_is_missing, time.mails_while_open,
    ),
    Limit(
        "fake accounts from before launch: all but one of a group of five", "the group's number", ANSWERS,
        together.subtract_known, together.fakes_before_launch,
    ),
    Limit(
        "a subject with whom all raters but one collude", "report, answers of the others", ROUND_ANSWERS,
        together.subtract_known, together.all_but_one_collude,
    ),
    Limit(
        "everybody but two pools what they answered: a pulse", "pages, all other answers", ANSWERS,
        rounding.likelier_world, rounding.both_worlds,
    ),
    Limit(
        "everybody but two pools what they answered: a 360", "reports, all other answers", ROUND_ANSWERS,
        rounding.likelier_world, rounding.both_worlds_of_round,
    ),
)  # fmt: skip

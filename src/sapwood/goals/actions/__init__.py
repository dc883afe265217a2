"""The deeds of the goals room. Say `actions.check_in(by=…, …)`: pages, API, command line and clock all do."""

from sapwood.goals.actions.asides import ReasonMissing, put_aside, send_out, take_up_again
from sapwood.goals.actions.check_ins import (
    Observation,
    check_in,
    name_no_change,
    resolve_blocker,
    take_back_tally,
    tally,
)
from sapwood.goals.actions.closing import (
    Ending,
    KeyResultOutcome,
    close_objective,
    close_objectives,
    retire_objective,
    review_objective,
)
from sapwood.goals.actions.continuing import carry_all_on, carry_on
from sapwood.goals.actions.conversations import note_conversation, withdraw_conversation
from sapwood.goals.actions.cycles import edit_cycle, move_cycle, open_cycle
from sapwood.goals.actions.evidence import lay_evidence, take_evidence_away
from sapwood.goals.actions.feeds import send_reading
from sapwood.goals.actions.instruments import (
    add_measured_key_result,
    begin_from_report,
    bind_key_result,
    release_key_result,
    share_readings,
    unshare_readings,
)
from sapwood.goals.actions.links import align, pair, remove_alignment, unpair
from sapwood.goals.actions.negotiating import (
    agree_to_objective,
    ask_for_changes,
    decline_objective,
    pass_on,
    propose_objective,
)
from sapwood.goals.actions.objectives import (
    comment,
    delete_draft,
    edit_objective,
    revoke_sharing,
    share_objective,
    write_objective,
)
from sapwood.goals.actions.practising import practise, rest_practice
from sapwood.goals.actions.suggesting import decide_suggestion, suggest, withdraw_suggestion
from sapwood.goals.actions.verdicts import give_verdict
from sapwood.goals.actions.work import (
    add_initiative,
    finish_initiative,
    hand_over,
    join_key_result,
    leave_key_result,
    reopen_initiative,
)

__all__ = [
    "lay_evidence",
    "take_evidence_away",
    "note_conversation",
    "withdraw_conversation",
    "Ending",
    "KeyResultOutcome",
    "Observation",
    "ReasonMissing",
    "add_initiative",
    "agree_to_objective",
    "add_measured_key_result",
    "align",
    "begin_from_report",
    "bind_key_result",
    "ask_for_changes",
    "carry_all_on",
    "carry_on",
    "check_in",
    "close_objective",
    "close_objectives",
    "comment",
    "decide_suggestion",
    "decline_objective",
    "delete_draft",
    "edit_cycle",
    "edit_objective",
    "finish_initiative",
    "give_verdict",
    "hand_over",
    "join_key_result",
    "leave_key_result",
    "move_cycle",
    "name_no_change",
    "open_cycle",
    "pair",
    "pass_on",
    "practise",
    "propose_objective",
    "put_aside",
    "release_key_result",
    "rest_practice",
    "remove_alignment",
    "reopen_initiative",
    "resolve_blocker",
    "retire_objective",
    "review_objective",
    "revoke_sharing",
    "send_out",
    "send_reading",
    "share_objective",
    "share_readings",
    "suggest",
    "take_back_tally",
    "take_up_again",
    "tally",
    "unpair",
    "unshare_readings",
    "withdraw_suggestion",
    "write_objective",
]

"""Deeds of the feedback room: each guards itself, is one transaction and records one event; a sealed answer none."""

from sapwood.feedback.actions.answers import decline, send
from sapwood.feedback.actions.choosing import (
    add_guest,
    add_rater,
    agree_to_all_raters,
    agree_to_raters,
    ask_suggested,
    ask_to_choose,
    leave_out,
    name_focus,
    propose_raters,
    remove_rater,
)
from sapwood.feedback.actions.launching import launch
from sapwood.feedback.actions.questionnaires import (
    choose_items,
    discard_questionnaire,
    draft_questionnaire,
    drop_item,
    edit_questionnaire,
    move_item,
    open_edition,
    publish_questionnaire,
    renew_item,
    retire_questionnaire,
    reword_item,
    take_in_questionnaires,
    translate_item,
    write_item,
)
from sapwood.feedback.actions.reports import share_report, unshare_report
from sapwood.feedback.actions.responses import finish_response, respond
from sapwood.feedback.actions.waves import (
    discard_wave,
    draft_pulse,
    draft_round,
    set_thresholds,
)

__all__ = [
    "add_guest",
    "decline",
    "share_report",
    "unshare_report",
    "discard_wave",
    "finish_response",
    "respond",
    "add_rater",
    "agree_to_all_raters",
    "ask_suggested",
    "ask_to_choose",
    "leave_out",
    "propose_raters",
    "agree_to_raters",
    "choose_items",
    "discard_questionnaire",
    "draft_pulse",
    "draft_questionnaire",
    "draft_round",
    "drop_item",
    "edit_questionnaire",
    "launch",
    "move_item",
    "name_focus",
    "open_edition",
    "publish_questionnaire",
    "renew_item",
    "remove_rater",
    "retire_questionnaire",
    "reword_item",
    "send",
    "set_thresholds",
    "take_in_questionnaires",
    "translate_item",
    "write_item",
]

"""Deeds of the feedback room: each guards itself, is one transaction and records one event; a sealed answer none."""

from sapwood.feedback.actions.answers import send
from sapwood.feedback.actions.launching import launch
from sapwood.feedback.actions.waves import (
    add_rater,
    agree_to_raters,
    draft_pulse,
    draft_round,
    name_focus,
    remove_rater,
    set_thresholds,
)

__all__ = [
    "add_rater",
    "agree_to_raters",
    "draft_pulse",
    "draft_round",
    "launch",
    "name_focus",
    "remove_rater",
    "send",
    "set_thresholds",
]

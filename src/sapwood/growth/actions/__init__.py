"""Deeds of the growth room."""

from sapwood.growth.actions.developing import Wish, begin_goal, end_practice, focus_goal, pause_practice
from sapwood.growth.actions.equity import declare, define_attribute, publish_equity, retire_attribute, undeclare
from sapwood.growth.actions.mentoring import address as mentoring_address
from sapwood.growth.actions.mentoring import (
    answer_asking,
    ask_mentor,
    end_offer,
    end_search,
    offer_mentoring,
    seek_mentor,
    withdraw,
)
from sapwood.growth.actions.mentoring_talks import (
    cancel_session,
    end_mentoring,
    plan_session,
    recognise_mentor,
    step_to_initiative,
    write_session,
)
from sapwood.growth.actions.recognition import address as recognition_address
from sapwood.growth.actions.recognition import choose_wall_mail, hide, recognise, take_back
from sapwood.growth.actions.school import answer_drill, decide_dispute, forget_practice, raise_dispute, read_lesson

__all__ = [
    "Wish",
    "answer_asking",
    "answer_drill",
    "ask_mentor",
    "begin_goal",
    "cancel_session",
    "choose_wall_mail",
    "decide_dispute",
    "declare",
    "define_attribute",
    "end_mentoring",
    "end_offer",
    "end_practice",
    "end_search",
    "focus_goal",
    "forget_practice",
    "hide",
    "mentoring_address",
    "offer_mentoring",
    "pause_practice",
    "plan_session",
    "publish_equity",
    "raise_dispute",
    "read_lesson",
    "recognise",
    "recognise_mentor",
    "recognition_address",
    "retire_attribute",
    "seek_mentor",
    "step_to_initiative",
    "take_back",
    "undeclare",
    "withdraw",
    "write_session",
]

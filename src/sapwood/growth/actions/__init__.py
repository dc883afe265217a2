"""Deeds of the growth room."""

from sapwood.growth.actions.certificates import discard_certificate, keep_certificate, renew_certificate
from sapwood.growth.actions.demonstrations import ask_to_observe, decline_to_observe, end_observation, observe
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
from sapwood.growth.actions.plans import (
    NewStep,
    StepChange,
    Terms,
    accept_plan,
    add_step,
    change_plan,
    decline_plan,
    end_plan,
    hide_plan,
    resume_plan,
    show_plan,
    start_plan,
    tick_step,
)
from sapwood.growth.actions.recognition import address as recognition_address
from sapwood.growth.actions.recognition import choose_wall_mail, hide, recognise, take_back
from sapwood.growth.actions.school import answer_drill, decide_dispute, forget_practice, raise_dispute, read_lesson

__all__ = [
    "NewStep",
    "StepChange",
    "Terms",
    "Wish",
    "accept_plan",
    "add_step",
    "answer_asking",
    "answer_drill",
    "ask_mentor",
    "ask_to_observe",
    "begin_goal",
    "cancel_session",
    "change_plan",
    "choose_wall_mail",
    "decide_dispute",
    "declare",
    "decline_plan",
    "decline_to_observe",
    "define_attribute",
    "discard_certificate",
    "end_mentoring",
    "end_observation",
    "end_offer",
    "end_plan",
    "end_practice",
    "end_search",
    "focus_goal",
    "forget_practice",
    "hide",
    "hide_plan",
    "keep_certificate",
    "mentoring_address",
    "observe",
    "offer_mentoring",
    "pause_practice",
    "plan_session",
    "publish_equity",
    "raise_dispute",
    "read_lesson",
    "recognise",
    "recognise_mentor",
    "recognition_address",
    "renew_certificate",
    "resume_plan",
    "retire_attribute",
    "seek_mentor",
    "show_plan",
    "start_plan",
    "step_to_initiative",
    "take_back",
    "tick_step",
    "undeclare",
    "withdraw",
    "write_session",
]

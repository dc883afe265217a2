"""Deeds of the growth room."""

from sapwood.growth.actions.developing import Wish, begin_goal, end_practice, focus_goal, pause_practice
from sapwood.growth.actions.recognition import address as recognition_address
from sapwood.growth.actions.recognition import choose_wall_mail, hide, recognise, take_back
from sapwood.growth.actions.school import answer_drill, decide_dispute, forget_practice, raise_dispute, read_lesson

__all__ = [
    "Wish",
    "answer_drill",
    "begin_goal",
    "choose_wall_mail",
    "decide_dispute",
    "end_practice",
    "focus_goal",
    "forget_practice",
    "hide",
    "pause_practice",
    "raise_dispute",
    "read_lesson",
    "recognise",
    "recognition_address",
    "take_back",
]

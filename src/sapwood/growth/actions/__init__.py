"""Deeds of the growth room."""

from sapwood.growth.actions.recognition import address as recognition_address
from sapwood.growth.actions.recognition import choose_wall_mail, hide, recognise, take_back
from sapwood.growth.actions.school import answer_drill, decide_dispute, forget_practice, raise_dispute, read_lesson

__all__ = [
    "answer_drill",
    "choose_wall_mail",
    "decide_dispute",
    "forget_practice",
    "hide",
    "raise_dispute",
    "read_lesson",
    "recognise",
    "recognition_address",
    "take_back",
]

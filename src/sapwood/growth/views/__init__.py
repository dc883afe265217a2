"""Pages of the growth room."""

from sapwood.growth.views.guide import guide, short_way
from sapwood.growth.views.mine import mine
from sapwood.growth.views.oversight import decision, oversight
from sapwood.growth.views.practice import answer, dispute, drill, practice
from sapwood.growth.views.practising import focuses, practice_end, practice_pause, practising
from sapwood.growth.views.recognition import (
    leaders,
    new_recognition,
    recognition,
    recognition_hiding,
    recognition_removal,
    wall,
    wall_mail,
)
from sapwood.growth.views.school import forgetting, lesson, own, reading, school

__all__ = [
    "answer",
    "decision",
    "dispute",
    "drill",
    "focuses",
    "forgetting",
    "leaders",
    "guide",
    "lesson",
    "mine",
    "new_recognition",
    "oversight",
    "own",
    "practice",
    "practice_end",
    "practice_pause",
    "practising",
    "reading",
    "recognition",
    "recognition_hiding",
    "recognition_removal",
    "school",
    "wall",
    "wall_mail",
    "short_way",
]

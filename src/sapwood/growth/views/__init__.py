"""Pages of the growth room."""

from sapwood.growth.views.mine import mine
from sapwood.growth.views.oversight import decision, oversight
from sapwood.growth.views.practice import answer, dispute, drill, practice
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
    "forgetting",
    "leaders",
    "lesson",
    "mine",
    "new_recognition",
    "oversight",
    "own",
    "practice",
    "reading",
    "recognition",
    "recognition_hiding",
    "recognition_removal",
    "school",
    "wall",
    "wall_mail",
]

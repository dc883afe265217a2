"""Pages of the growth room."""

from sapwood.growth.views.mine import mine
from sapwood.growth.views.oversight import decision, oversight
from sapwood.growth.views.practice import answer, dispute, drill, practice
from sapwood.growth.views.school import forgetting, lesson, own, reading, school

__all__ = [
    "answer",
    "decision",
    "dispute",
    "drill",
    "forgetting",
    "lesson",
    "mine",
    "oversight",
    "own",
    "practice",
    "reading",
    "school",
]

"""Tables of the growth room: the school's, recognition, mentoring."""

from sapwood.growth.models.recognition import Recognised, Recognition, WallMailStop
from sapwood.growth.models.school import Dispute, DrillAnswer, DrillCard, LessonRead

__all__ = ["DrillAnswer", "DrillCard", "LessonRead", "Dispute", "Recognised", "Recognition", "WallMailStop"]

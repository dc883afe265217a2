"""Tables of the growth room: what somebody has read and practised in the school. All of it is their own."""

from sapwood.growth.models.school import Dispute, DrillAnswer, DrillCard, LessonRead

__all__ = ["DrillAnswer", "DrillCard", "LessonRead", "Dispute"]

"""Deeds of the growth room."""

from sapwood.growth.actions.school import answer_drill, decide_dispute, forget_practice, raise_dispute, read_lesson

__all__ = ["answer_drill", "decide_dispute", "forget_practice", "raise_dispute", "read_lesson"]

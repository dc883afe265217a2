"""What the clock starts for growth, subject by subject; each registers itself."""

from sapwood.growth.jobs import mentoring, practising, recognition, school

__all__ = ["mentoring", "practising", "recognition", "school"]

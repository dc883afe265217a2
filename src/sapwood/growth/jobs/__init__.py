"""What the clock starts for growth, subject by subject; each registers itself."""

from sapwood.growth.jobs import practising, recognition, school

__all__ = ["practising", "recognition", "school"]

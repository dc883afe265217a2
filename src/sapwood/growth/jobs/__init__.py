"""What the clock starts for growth, subject by subject; each registers itself."""

from sapwood.growth.jobs import recognition, school

__all__ = ["recognition", "school"]

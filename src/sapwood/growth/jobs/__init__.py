"""What the clock starts for growth, subject by subject; each registers itself."""

from sapwood.growth.jobs import school

__all__ = ["school"]

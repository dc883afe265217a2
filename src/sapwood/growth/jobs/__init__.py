"""What the clock starts for growth, subject by subject; each registers itself."""

from sapwood.growth.jobs import (
    bridges,
    equity,
    farewells,
    mentoring,
    plans,
    practising,
    recognition,
    school,
)

__all__ = [
    "bridges",
    "equity",
    "farewells",
    "mentoring",
    "plans",
    "practising",
    "recognition",
    "school",
]

"""What is visible in a statement, read by exact rules: start, target, change, unit, direction, date, frequency.

Nothing here is learnt. A number that only names something (SOC 2, p95, week 6, 360 feedback) is no target;
neither is a due date, nor a placeholder such as "X %".
"""

from sapwood.coach.quantities.measures import amounts_in, metric_spans, read
from sapwood.coach.quantities.numbers import Amount

__all__ = ["Amount", "amounts_in", "metric_spans", "read"]

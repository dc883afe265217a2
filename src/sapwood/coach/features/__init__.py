"""What the models see of a statement: who does what (lead verb, its object, what is counted), word classes, words, letters.

A feature is a place in a table of 2**BITS rows, found by a checksum of its name; it keeps the tokens it came from,
so that a judgement can say which words it rests on.
"""

from sapwood.coach.features.seen import BITS, RULES, Seen
from sapwood.coach.features.statements import see, starts_at

__all__ = ["BITS", "RULES", "Seen", "see", "starts_at"]

"""What is worth a remark on one statement: the code, the words it is about, one question, and ways to write it instead."""

from sapwood.coach.findings.remarks import enough, finding
from sapwood.coach.findings.statements import findings

__all__ = ["enough", "finding", "findings"]

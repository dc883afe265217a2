"""No line in any log about who answered when: what is logged about an answering page would be one."""

from __future__ import annotations

import logging

PREFIX = "/answers/"


class NothingAboutAnswers(logging.Filter):
    """Drops records about requests to the answering pages, whatever happened there."""

    def filter(self, record: logging.LogRecord) -> bool:
        path = getattr(getattr(record, "request", None), "path", "")
        return not (isinstance(path, str) and path.startswith(PREFIX)) and PREFIX not in record.getMessage()

"""The company and the clock for every story about the gathering pages."""

from __future__ import annotations

import datetime as dt

import pytest

from tests import cast


@pytest.fixture
def company(db: None, now: dt.datetime) -> cast.Cast:
    """The cast's company on a Wednesday in the sixth week of its cycle."""
    return cast.gather()

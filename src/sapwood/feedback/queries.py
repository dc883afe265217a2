"""Reads of the feedback room that two callers share; each costs a fixed number of queries."""

from __future__ import annotations

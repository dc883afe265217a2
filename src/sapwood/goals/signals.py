"""What goals announce to the rooms above, inside the transaction of the deed."""

from __future__ import annotations

from django.dispatch import Signal

practised = Signal()
"""Somebody said how often they practised: `practice`, the row. Whoever listens may say when to ask next."""

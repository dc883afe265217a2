"""What the feedback room announces. Rooms above listen; feedback knows none of them."""

from __future__ import annotations

from django.dispatch import Signal

# Sent once a wave, inside the transaction that writes the publication: `publication=` and `at=`. A listener that
# writes is written with it or not at all; one that raises puts the publication off until the job's next run.
published = Signal()
